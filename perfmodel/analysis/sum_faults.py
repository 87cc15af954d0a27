"""Where the lines of money of a table do not add up: one fault for each amount that is wrong.

A line is right across (总计 = 财政拨款 + 财政专户拨款 + 其他资金), and each of its amounts is the sum of those below it. One wrong
amount breaks up to three of these sums; it is one fault all the same, at the line that is wrong where the others tell
which, else at the line that those below it no longer fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from perfmodel.analysis.funding_tree import Line, difference
from perfmodel.model.funding import AMOUNTS

__all__ = ["Fault", "faults_in", "other_totals"]

# 元 printed where 万元 should be, or the other way round; what was rounded on the way is let through.
_FACTORS = (Decimal("0.0001"), Decimal(10_000))
_ROUNDED = Decimal("0.001")
# More ways than these to make up a difference are not tried: it then counts as made up.
_MOST_SUMS = 4096


@frozen(eq=False)
class Fault:
    """A sum that does not hold: at a ``line``, its own (``across``) or that of the lines below ``parent``.

    ``column`` is the first one that is wrong, ``printed`` what stands there and ``worked_out`` what the other amounts
    make. ``mixed`` says that a factor of 10 000 mends it.
    """

    line: Line
    parent: Line
    column: str
    printed: Decimal
    worked_out: Decimal
    across: bool
    mixed: bool


def faults_in(tops: Iterable[Line], tolerance: Decimal = Decimal(0)) -> tuple[Fault, ...]:
    """Return the faults of trees of lines, one for each amount that is wrong.

    A difference up to ``tolerance``, in the printed unit, is none.

    >>> from perfmodel.model.funding import Funding
    >>> parts = [Line("a", "甲", Funding(Decimal(2), Decimal(2))), Line("b", "乙", Funding(Decimal(4), Decimal(3)))]
    >>> top = Line("total", "合计", Funding(Decimal(5), Decimal(5)), tuple(parts))
    >>> [(fault.line.path, fault.across, fault.printed, fault.worked_out) for fault in faults_in([top])]
    [('b', True, Decimal('4'), Decimal('3'))]
    """
    found = tuple(tops)
    search = _Search(tuple(line for top in found for line in top.walk()), tolerance)
    across = [search.across(line) for line in search.broken.values()]
    for top in found:
        search.descend(top)
    return (*across, *(search.below(line) for line in search.lines if search.off.get(line.path)))


def other_totals(faults: Iterable[Fault]) -> dict[str, Decimal]:
    """Return, by path, what the totals that a fault puts in doubt would be if it were theirs alone.

    >>> from perfmodel.model.funding import Funding
    >>> parts = (Line("a", "甲", Funding(Decimal(2))), Line("b", "乙", Funding(Decimal(4))))
    >>> other_totals(faults_in([Line("total", "合计", Funding(Decimal(5)), parts)]))
    {'total': Decimal('6'), 'a': Decimal('1'), 'b': Decimal('3')}
    """
    found: dict[str, Decimal] = {}
    for fault in faults:
        if fault.column == AMOUNTS[0]:
            found[fault.line.path] = fault.worked_out
            if fault.line is fault.parent and not fault.across:
                gap = fault.printed - fault.worked_out
                found |= {part.path: part.total + gap for part in fault.parent.below if part.total is not None}
    return found


class _Search:
    """Looks for faults: first across the lines, then from the bottom up for what those do not explain."""

    def __init__(self, lines: tuple[Line, ...], tolerance: Decimal) -> None:
        self.lines = lines
        self.tolerance = tolerance
        left_out = _leaves_columns_out(lines)
        self.broken = {
            line.path: line
            for line in lines
            if line.gap is not None and abs(line.gap) > tolerance and not (left_out and line.rest)
        }
        self.off: dict[str, dict[int, Decimal]] = {}  # by path: the columns that do not fit the lines below
        self.gaps: dict[tuple[str, int], Decimal | None] = {}
        self.above: dict[str, Line] = {part.path: line for line in lines for part in line.below}

    def gap(self, line: Line, column: int) -> Decimal | None:
        """By how much an amount is more than those below it, worked out once."""
        key = line.path, column
        if key not in self.gaps:
            self.gaps[key] = difference(line, column)
        return self.gaps[key]

    def descend(self, line: Line) -> None:
        """Find which of the columns of a line, and of all below it, do not fit for a reason of their own."""
        for part in line.below:
            self.descend(part)
        off = {}
        for column in range(len(AMOUNTS)):
            gap = self.gap(line, column)
            if gap is None or abs(gap) <= self.tolerance:
                continue
            # What mending the broken lines, or the lines that those below do not fit, would add to the difference.
            effects = [self._mended(part, column) for part in line.below if part.path in self.broken]
            effects += [self.off[part.path][column] for part in line.below if column in self.off[part.path]]
            if line.path in self.broken:
                effects.append(-self._mended(line, column))
            if not self._made_up(gap, effects):
                off[column] = gap
        self.off[line.path] = off

    def _mended(self, line: Line, column: int) -> Decimal:
        gap = line.gap or Decimal(0)
        return gap if column == 0 else -gap

    def _made_up(self, gap: Decimal, effects: list[Decimal]) -> bool:
        sums = {gap}
        for effect, times in Counter(effects).items():
            fresh = sums
            for _ in range(times):
                # The same once more: only what the last one made new can make anything new.
                fresh = {found + effect for found in fresh} - sums
                sums |= fresh
                if len(sums) > _MOST_SUMS:
                    return True
        return any(abs(found) <= self.tolerance for found in sums)

    def across(self, line: Line) -> Fault:
        """The fault of a line whose total is not the sum of its sources."""
        assert line.total is not None
        assert line.stated is not None
        assert line.gap is not None
        sources = [amount for amount in line.funding.amounts[1:] if amount] or [line.stated]
        mixed = any(_mends(line.gap, line.total, factor) for factor in _FACTORS) or any(
            _mends(-line.gap, source, factor) for source in sources for factor in _FACTORS
        )
        return Fault(line, line, AMOUNTS[0], line.total, line.stated, across=True, mixed=mixed)

    def below(self, line: Line) -> Fault:
        """The fault of a line that those below it do not make up."""
        off = self.off[line.path]
        column, gap = next(iter(off.items()))
        printed = line.columns[column]
        assert printed is not None
        mixed = _fits_by_factor(line, off, 1) or any(_fits_by_factor(part, off, -1) for part in line.below)
        culprit = self._culprit(line, off, mixed)
        if culprit is line:
            return Fault(line, line, AMOUNTS[column], printed, printed - gap, False, mixed)
        own = culprit.columns[column]
        assert own is not None
        return Fault(culprit, line, AMOUNTS[column], own, own + gap, False, mixed)

    def _culprit(self, line: Line, off: dict[int, Decimal], mixed: bool) -> Line:
        """The line below that is wrong, where the sums tell which; else the line that those below do not fit."""
        if mixed:
            suspects = [part for part in line.below if _fits_by_factor(part, off, -1)]
            certain = not _fits_by_factor(line, off, 1)
        else:
            # What has lines of its own below it has been found to fit those.
            suspects = [part for part in line.below if len(line.below) == 1 and not part.below]
            certain = False
        if len(suspects) != 1 or not (certain or self._borne_out(line, off)):
            return line
        reported = suspects[0].path in self.broken or bool(self.off[suspects[0].path])
        return line if reported else suspects[0]

    def _borne_out(self, line: Line, off: dict[int, Decimal]) -> bool:
        """Whether a line fits the one above it, in the columns in which those below do not fit it."""
        above = self.above.get(line.path)
        if above is None:
            return False
        gaps = [self.gap(above, column) for column in off]
        return all(gap is not None and abs(gap) <= self.tolerance for gap in gaps)


def _fits_by_factor(line: Line, off: dict[int, Decimal], sign: int) -> bool:
    """Whether a factor of 10 000 at a line mends all columns that are off; ``sign`` is -1 for one of those summed up."""
    return any(
        all(_mends(sign * gap, line.columns[column], factor) for column, gap in off.items()) for factor in _FACTORS
    )


def _mends(gap: Decimal, amount: Decimal | None, factor: Decimal) -> bool:
    """Whether an amount times a factor takes away what it is too much."""
    if not amount:
        return False
    meant = amount * factor
    return abs(gap + meant - amount) <= abs(meant) * _ROUNDED


def _leaves_columns_out(lines: tuple[Line, ...]) -> bool:
    """Whether the table prints only some of the columns: a line and one that it sums up both leave a rest."""
    unused = any(all(amounts[at] is None for amounts in (line.funding.amounts for line in lines)) for at in (1, 2, 3))
    return unused and any(line.rest and any(part.rest for part in line.below) for line in lines)
