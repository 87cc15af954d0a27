"""Where the lines of money of a table do not add up: one fault for each amount that is wrong.

Two sums should hold for a line of money. Across: 总计 = 财政拨款 + 财政专户拨款 + 其他资金, and the other sources that a form
names. Below: each of its amounts is the sum of the amounts in the same column of the lines below it (projects make their
section, sections make 合计). One wrong amount can break three sums: the one across its own line, that of its column above,
and that of 总计 above. It is to be reported once, and where it stands. Take

    ============  =====  ========  =====
    line          总计    财政拨款    其他
    ============  =====  ========  =====
    合计           9      9         0
    某局           9      9         0
    项目甲          5      5         0
    项目乙          4      3         0
    ============  =====  ========  =====

The search has three steps.

1. **Across**: lines that do not add up themselves are *unbalanced*. Here 项目乙 is: 4 is 1 more than 3. (A table that prints
   only some of the columns leaves a rest everywhere; then a rest is no fault.)
2. **Below**, from the bottom up: for each line and column, the gap is the amount minus the sum of those below. Here that of
   财政拨款 at 某局 is 9 - (5 + 3) = 1. A gap is *explained* where mending some of the unbalanced lines, or the mismatches
   already found one level down, makes it go away: were 财政拨款 of 项目乙 4, as its 总计 says, there would be no gap. What is
   left is a *mismatch* of the line's own. Here there is none, and the one fault is 项目乙's.
3. **Which line to report** for a mismatch: the line that the lines below do not make up; but one of those below where that
   can be told, since a factor of 10,000 (元 printed for 万元) mends it alone, or since it is the only one there and the
   line above agrees with its own parent.

Lines whose amounts are not known for certain take no part (`perfmodel.analysis.funding_tree`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from perfmodel.analysis.funding_tree import COLUMNS, Line, difference
from perfmodel.model.funding import AMOUNTS

__all__ = ["Fault", "faults_in", "other_totals"]

# 元 printed where 万元 should be, or the other way round; up to what may have been rounded on the way.
_UNIT_FACTORS = (Decimal("0.0001"), Decimal(10_000))
_ROUNDING_SHARE = Decimal("0.001")
# More combinations of effects are not tried: the gap then counts as explained.
_MOST_COMBINATIONS = 4096


@frozen(eq=False)
class Fault:
    """A wrong amount at a ``line``: the sum across it (``across``), or that of the lines below ``parent``, does not hold.

    ``column`` is the first column that is wrong, ``printed`` the amount there, ``expected`` what the other amounts make it.
    ``mixed`` says that a factor of 10,000 mends it, so that two units were mixed.
    """

    line: Line
    parent: Line
    column: str
    printed: Decimal
    expected: Decimal
    across: bool
    mixed: bool


def faults_in(tops: Iterable[Line], tolerance: Decimal = Decimal(0)) -> tuple[Fault, ...]:
    """Return the faults of trees of lines, one for each amount that is wrong.

    A difference up to ``tolerance``, in the printed unit, is none.

    >>> from perfmodel.model.funding import Funding
    >>> parts = [Line("a", "甲", Funding(Decimal(2), Decimal(2))), Line("b", "乙", Funding(Decimal(4), Decimal(3)))]
    >>> top = Line("total", "合计", Funding(Decimal(5), Decimal(5)), tuple(parts))
    >>> [(fault.line.path, fault.across, fault.printed, fault.expected) for fault in faults_in([top])]
    [('b', True, Decimal('4'), Decimal('3'))]
    """
    found = tuple(tops)
    search = _FaultSearch(tuple(line for top in found for line in top.walk()), tolerance)
    across = [search.fault_across(line) for line in search.unbalanced.values()]
    for top in found:
        search.compare_with_below(top)
    return (*across, *(search.fault_below(line) for line in search.lines if search.mismatched.get(line.path)))


def other_totals(faults: Iterable[Fault]) -> dict[str, Decimal]:
    """Return, by path, the totals that a fault casts doubt on, each as it would be if it alone were wrong.

    >>> from perfmodel.model.funding import Funding
    >>> parts = (Line("a", "甲", Funding(Decimal(2))), Line("b", "乙", Funding(Decimal(4))))
    >>> other_totals(faults_in([Line("total", "合计", Funding(Decimal(5)), parts)]))
    {'total': Decimal('6'), 'a': Decimal('1'), 'b': Decimal('3')}
    """
    found: dict[str, Decimal] = {}
    for fault in faults:
        if fault.column == COLUMNS[0]:
            found[fault.line.path] = fault.expected
            if fault.line is fault.parent and not fault.across:
                gap = fault.printed - fault.expected
                found |= {part.path: part.total + gap for part in fault.parent.below if part.total is not None}
    return found


class _FaultSearch:
    """The state of a search for faults; the steps are those of the module's description."""

    def __init__(self, lines: tuple[Line, ...], tolerance: Decimal) -> None:
        self.lines = lines
        self.tolerance = tolerance
        # Most tables have no source but those of the form of Guangdong.
        further = any(any(line.funding.sources[len(AMOUNTS) - 1 :]) for line in lines)
        self.columns = len(COLUMNS) if further else len(AMOUNTS)
        columns_omitted = _omits_columns(lines)
        self.unbalanced = {
            line.path: line
            for line in lines
            if line.gap is not None and abs(line.gap) > tolerance and not (columns_omitted and line.may_lack_a_source)
        }
        # By path: the gaps of the columns that mismatch, and all gaps that were worked out.
        self.mismatched: dict[str, dict[int, Decimal]] = {}
        self.gaps: dict[tuple[str, int], Decimal | None] = {}
        self.parents: dict[str, Line] = {part.path: line for line in lines for part in line.below}

    def gap(self, line: Line, column: int) -> Decimal | None:
        """Return by how much an amount is more than the sum of those below it; None where one is not known."""
        key = line.path, column
        if key not in self.gaps:
            self.gaps[key] = difference(line, column)
        return self.gaps[key]

    def compare_with_below(self, line: Line) -> None:
        """Find the columns of a line, and of all lines below it, whose gaps nothing else explains."""
        for part in line.below:
            self.compare_with_below(part)
        mismatched = {}
        for column in range(self.columns):
            gap = self.gap(line, column)
            if gap is None or abs(gap) <= self.tolerance:
                continue
            # By how much the gap would change if an unbalanced line, or a mismatch below, were mended.
            effects = [self._effect_of_mending(part, column) for part in line.below if part.path in self.unbalanced]
            effects += [
                self.mismatched[part.path][column] for part in line.below if column in self.mismatched[part.path]
            ]
            if line.path in self.unbalanced:
                effects.append(-self._effect_of_mending(line, column))
            if not self._is_explained(gap, effects):
                mismatched[column] = gap
        self.mismatched[line.path] = mismatched

    def _effect_of_mending(self, line: Line, column: int) -> Decimal:
        """Return by how much the gap above changes where an unbalanced line's 总计, or else a source, is set right."""
        gap = line.gap or Decimal(0)
        return gap if column == 0 else -gap

    def _is_explained(self, gap: Decimal, effects: list[Decimal]) -> bool:
        """Whether some of the effects, taken together, make a gap go away; also where there are too many to try."""
        sums = {gap}
        for effect, times in Counter(effects).items():
            fresh = sums
            for _ in range(times):
                # An effect that occurs again can only add something to the sums that it made last.
                fresh = {found + effect for found in fresh} - sums
                sums |= fresh
                if len(sums) > _MOST_COMBINATIONS:
                    return True
        return any(abs(found) <= self.tolerance for found in sums)

    def fault_across(self, line: Line) -> Fault:
        """Return the fault of a line whose total is not the sum of its sources."""
        assert line.total is not None
        assert line.sum_of_sources is not None
        assert line.gap is not None
        sources = [amount for amount in line.funding.sources if amount] or [line.sum_of_sources]
        mixed = any(_factor_explains(line.gap, line.total, factor) for factor in _UNIT_FACTORS) or any(
            _factor_explains(-line.gap, source, factor) for source in sources for factor in _UNIT_FACTORS
        )
        return Fault(line, line, COLUMNS[0], line.total, line.sum_of_sources, across=True, mixed=mixed)

    def fault_below(self, line: Line) -> Fault:
        """Return the fault of a line that those below it do not make up."""
        mismatched = self.mismatched[line.path]
        column, gap = next(iter(mismatched.items()))
        printed = line.columns[column]
        assert printed is not None
        mixed = _factor_mends(line, mismatched, 1) or any(_factor_mends(part, mismatched, -1) for part in line.below)
        wrong = self._line_to_report(line, mismatched, mixed)
        if wrong is line:
            return Fault(line, line, COLUMNS[column], printed, printed - gap, False, mixed)
        own = wrong.columns[column]
        assert own is not None
        return Fault(wrong, line, COLUMNS[column], own, own + gap, False, mixed)

    def _line_to_report(self, line: Line, mismatched: dict[int, Decimal], mixed: bool) -> Line:
        """Return the line below that is wrong, where the sums tell which; else the line itself."""
        if mixed:
            suspects = [part for part in line.below if _factor_mends(part, mismatched, -1)]
            certain = not _factor_mends(line, mismatched, 1)
        else:
            # A line with lines of its own below it has been found to agree with them.
            suspects = [part for part in line.below if len(line.below) == 1 and not part.below]
            certain = False
        if len(suspects) != 1 or not (certain or self._agrees_with_parent(line, mismatched)):
            return line
        reported = suspects[0].path in self.unbalanced or bool(self.mismatched[suspects[0].path])
        return line if reported else suspects[0]

    def _agrees_with_parent(self, line: Line, mismatched: dict[int, Decimal]) -> bool:
        """Whether a line agrees with its parent in the columns in which it does not agree with the lines below."""
        parent = self.parents.get(line.path)
        if parent is None:
            return False
        gaps = [self.gap(parent, column) for column in mismatched]
        return all(gap is not None and abs(gap) <= self.tolerance for gap in gaps)


def _factor_mends(line: Line, mismatched: dict[int, Decimal], sign: int) -> bool:
    """Whether a factor of 10,000 at a line mends all mismatched columns; ``sign`` is -1 for one of the lines below."""
    return any(
        all(_factor_explains(sign * gap, line.columns[column], factor) for column, gap in mismatched.items())
        for factor in _UNIT_FACTORS
    )


def _factor_explains(gap: Decimal, amount: Decimal | None, factor: Decimal) -> bool:
    """Whether multiplying an amount by a factor closes a gap, up to rounding."""
    if not amount:
        return False
    meant = amount * factor
    return abs(gap + meant - amount) <= abs(meant) * _ROUNDING_SHARE


def _omits_columns(lines: tuple[Line, ...]) -> bool:
    """Whether the table prints only some of the columns: a line and one below it both leave a rest."""
    unused = any(all(amounts[at] is None for amounts in (line.funding.amounts for line in lines)) for at in (1, 2, 3))
    return unused and any(
        line.may_lack_a_source and any(part.may_lack_a_source for part in line.below) for line in lines
    )
