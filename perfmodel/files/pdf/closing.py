"""Sides of a table that were left open: closed where its rules end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfmodel.files.pdf.drawing import Char, Rule
from perfmodel.files.pdf.lattice import SAME_COLUMN, Lattice, is_among

__all__ = ["closing_rules", "extent", "missing_sides", "row_within", "rows_beyond", "rule_above", "rules_beside"]

# Ends of rules so near to each other are one side.
_SIDE_ALIGNED = 3.0
# What sticks out by less than this is the thickness of a line, or a careless end.
_STICKS_OUT = 6.0
# So many rules that stick out alike part rows, with or without text, where they stick out by the width of a column.
_PARTS_ROWS, _OPEN_COLUMN = 3, 12.0
# So many of a table's column lines must be those of the page before too.
_LEAST_COLUMNS_ALIKE = 3
# A plumb rule beside a table is the side of a merged cell where it is as high as the table, within this.
_AS_HIGH = 6.0
# A row of one cell above or below a table is no higher than this.
_ROW_BEYOND = 40.0


def rules_beside(level: list[Rule], plumb: list[Rule], lone: list[Rule]) -> list[Rule]:
    """Return plumb rules that cross nothing and are as high as the table: sides of merged cells that go on over the page.

    Such a cell has no rule above or below on a page in its middle, so that nothing ties its side to the table.
    """
    top, bottom = extent(level, plumb)
    left, right = min(rule.at for rule in plumb), max(rule.at for rule in plumb)
    return [
        rule
        for rule in lone
        if abs(rule.start - top) < _AS_HIGH and abs(rule.end - bottom) < _AS_HIGH and not left <= rule.at <= right
    ]


def extent(level: list[Rule], plumb: list[Rule]) -> tuple[float, float]:
    """Return where a table's rules begin and end from top to bottom: plumb ones too, as the page may cut it open."""
    return (
        min(*(rule.at for rule in level), *(rule.start for rule in plumb)),
        max(*(rule.at for rule in level), *(rule.end for rule in plumb)),
    )


def missing_sides(lattice: Lattice, before: Sequence[float]) -> list[Rule]:
    """Return plumb rules for the columns that a table has beside this part of it on the page before.

    The sides of merged cells that go on over the page may have no rule here, where the table has no outer ones.
    """
    if len(lattice.xs) < _LEAST_COLUMNS_ALIKE or not before:
        return []
    alike = [is_among(x, before) for x in lattice.xs]
    within = [x for x in before if lattice.x0 + SAME_COLUMN < x < lattice.x1 - SAME_COLUMN]
    # One outer line may be new, the side of a merged cell that the pages before did not show; so may columns be below them.
    is_finer = len(within) > 1 and all(is_among(x, lattice.xs) for x in within)
    if not (all(alike[1:-1]) or is_finer) or not (alike[0] or alike[-1]) or sum(alike) < _LEAST_COLUMNS_ALIKE:
        return []
    beside = [x for x in before if not lattice.x0 - SAME_COLUMN <= x <= lattice.x1 + SAME_COLUMN]
    return [Rule(x, lattice.y0, lattice.y1) for x in beside]


def row_within(
    plumb: list[Rule], before: Sequence[float], chars: list[Char]
) -> tuple[list[Rule], list[Rule]] | None:
    """Return level and plumb rules of a page in the middle of one row, which has none but the sides of its cells.

    ``before`` are the column lines of the table on the page before, and its outer ones may be missing where text stands
    beside the others; None where the plumb rules are not its own.
    """
    sides = [rule for rule in plumb if is_among(rule.at, before)]
    if len(sides) < 2 or len(sides) < len(plumb):
        return None
    top, bottom = min(rule.start for rule in sides), max(rule.end for rule in sides)
    if any(rule.start - top > _AS_HIGH or bottom - rule.end > _AS_HIGH for rule in sides):
        return None
    left, right = min(rule.at for rule in sides), max(rule.at for rule in sides)
    beside = [char.x for char in chars if top < char.y < bottom and not char.text.isspace()]
    for outer, low, high in ((before[0], before[0], left - SAME_COLUMN), (before[-1], right + SAME_COLUMN, before[-1])):
        if any(low < x < high for x in beside):
            sides.append(Rule(outer, top, bottom))
            left, right = min(left, outer), max(right, outer)
    return [Rule(top, left, right), Rule(bottom, left, right)], sides


def rule_above(level: list[Rule], plumb: list[Rule], before: Sequence[float], chars: list[Char]) -> list[Rule]:
    """Return a rule that closes a table above where a row of the page before goes on there, with text beside its sides."""
    first = min(rule.at for rule in level)
    sides = [rule for rule in plumb if first - rule.start >= _STICKS_OUT]
    if not sides or not all(is_among(rule.at, before) for rule in sides):
        return []
    top = min(rule.start for rule in sides)
    left, right = min(rule.start for rule in level), max(rule.end for rule in level)
    has_text = any(top < char.y < first and left < char.x < right for char in chars)
    return [Rule(top, left, right)] if has_text else []


def rows_beyond(
    level: list[Rule], plumb: list[Rule], groups: list[tuple[list[Rule], list[Rule]]], rules: list[Rule]
) -> list[Rule]:
    """Return level rules of rows above and below that are one cell: no plumb rule ties them to a table with open sides."""
    left, right = min(rule.start for rule in level), max(rule.end for rule in level)
    if min(rule.at for rule in plumb) - left < _STICKS_OUT or right - max(rule.at for rule in plumb) < _STICKS_OUT:
        return []
    tied = {id(rule) for group, _ in groups for rule in group}
    ends = sorted(at for group, _ in groups for at in (min(rule.at for rule in group), max(rule.at for rule in group)))
    top, bottom = min(rule.at for rule in level), max(rule.at for rule in level)
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: min(abs(rule.at - top), abs(rule.at - bottom))):
        wide = abs(rule.start - left) <= _SIDE_ALIGNED and abs(rule.end - right) <= _SIDE_ALIGNED
        nearest = min(ends, key=lambda end: abs(end - rule.at))
        if id(rule) in tied or not wide or nearest not in (top, bottom):
            continue
        edge = min([top, bottom, *(other.at for other in found)], key=lambda at: abs(at - rule.at))
        if abs(rule.at - edge) <= _ROW_BEYOND:
            found.append(rule)
    return found


def closing_rules(level: list[Rule], plumb: list[Rule], chars: list[Char]) -> tuple[list[Rule], list[Rule]]:
    """Return level and plumb rules that close a table's open sides.

    A side is open where rules stick out beyond the last line across them, end alike, and part text or many rows.
    """
    sides = _closing(level, plumb, [(char.x, char.y) for char in chars])
    ends = _closing(plumb, level, [(char.y, char.x) for char in chars])
    return ends, sides


def _closing(along: list[Rule], across: list[Rule], points: list[tuple[float, float]]) -> list[Rule]:
    """Rules across that close the sides at which the rules along stick out."""
    low, high = min(rule.at for rule in across), max(rule.at for rule in across)
    before = [(rule.start, rule) for rule in along if low - rule.start >= _STICKS_OUT]
    behind = [(rule.end, rule) for rule in along if rule.end - high >= _STICKS_OUT]
    sides = (_side(before, low, across, points), _side(behind, high, across, points))
    return [side for side in sides if side is not None]


def _side(
    out: list[tuple[float, Rule]], inner: float, across: list[Rule], points: list[tuple[float, float]]
) -> Rule | None:
    """The rule that closes one side, beyond the line ``inner``; None where nothing shows that it is open."""
    end = _usual([end for end, _ in out])
    alike = [rule for at, rule in out if abs(at - end) <= _SIDE_ALIGNED]
    inside = [y for x, y in points if min(end, inner) < x < max(end, inner)]
    if not alike:
        return None
    start = min(*(rule.at for rule in alike), *(rule.start for rule in across))
    stop = max(*(rule.at for rule in alike), *(rule.end for rule in across))
    if len(alike) >= _PARTS_ROWS and abs(end - inner) >= _OPEN_COLUMN:
        return Rule(end, start, stop)
    # Of one rule alone both sides must have text, else it is only too long.
    if not inside or (len(alike) == 1 and not min(inside) < alike[0].at < max(inside)):
        return None
    return Rule(end, start, stop) if any(start < y < stop for y in inside) else None


def _usual(ends: Iterable[float]) -> float:
    """The end that most have."""
    ends = list(ends)
    return max(ends, key=lambda end: sum(abs(other - end) <= _SIDE_ALIGNED for other in ends), default=0.0)
