"""From rules to grids: positions snapped to lines, unit cells flooded into spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import define, field

from perfmodel.files.pdf.drawing import Rule

__all__ = [
    "SAME_COLUMN",
    "Box",
    "Lattice",
    "is_among",
    "lattice_of",
    "snapped_to",
    "tables_of",
    "walls",
    "without_needless_lines",
    "without_slivers",
]

# Rules cross where the end of one is so near to the other.
_TOUCH = 3.0
# Lines so near to each other are one line of the grid: both strokes of a double line, the edges of neighbours.
_SNAP = 3.0
# Column lines on two pages are one, within this.
SAME_COLUMN = 3.0
# A rule stands at the edge of a unit cell where it covers so much of it.
_COVER = 0.6


@define
class Box:
    """A cell of a lattice: rows and columns of unit cells, from (included) and to (not included)."""

    row: int
    column: int
    row_end: int
    column_end: int


@define
class Lattice:
    """A grid of lines with its cells. ``xs`` and ``ys`` are the lines; ``open_top`` and ``open_bottom`` say for each
    column whether a rule is missing there.
    """

    xs: list[float]
    ys: list[float]
    boxes: list[Box] = field(factory=list)
    open_top: list[bool] = field(factory=list)
    open_bottom: list[bool] = field(factory=list)

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.xs[0]

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.xs[-1]

    @property
    def y0(self) -> float:
        """The upper edge."""
        return self.ys[0]

    @property
    def y1(self) -> float:
        """The lower edge."""
        return self.ys[-1]

    def middles(self) -> list[float]:
        """Return the middle of each column."""
        return [(start + end) / 2 for start, end in pairwise(self.xs)]

    def owners(self) -> list[list[int]]:
        """Return for each unit cell the index of its box."""
        owners = [[0] * (len(self.xs) - 1) for _ in range(len(self.ys) - 1)]
        for index, box in enumerate(self.boxes):
            for row in range(box.row, box.row_end):
                owners[row][box.column : box.column_end] = [index] * (box.column_end - box.column)
        return owners


def tables_of(level: list[Rule], plumb: list[Rule], most_crossings: int) -> list[tuple[list[Rule], list[Rule]]] | None:
    """Return the rules of each table: those that cross each other, directly or by others. None where there are too many."""
    plumb = sorted(plumb, key=lambda rule: rule.at)
    positions = [rule.at for rule in plumb]
    parent = list(range(len(level) + len(plumb)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    seen = 0
    for index, rule in enumerate(level):
        first, last = bisect_left(positions, rule.start - _TOUCH), bisect_right(positions, rule.end + _TOUCH)
        seen += last - first
        if seen > most_crossings:
            return None
        for other in range(first, last):
            if plumb[other].start - _TOUCH <= rule.at <= plumb[other].end + _TOUCH:
                parent[root(len(level) + other)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(level):
        groups.setdefault(root(index), ([], []))[0].append(rule)
    for index, rule in enumerate(plumb, len(level)):
        groups.setdefault(root(index), ([], []))[1].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _snapped(positions: list[tuple[float, float]]) -> list[float]:
    """Lines of a grid of positions, each with its weight."""
    lines: list[float] = []
    total = weight = first = 0.0
    for position, each in sorted(positions):
        if weight and position - first <= _SNAP:
            total += position * each
            weight += each
            continue
        if weight:
            lines.append(total / weight)
        first, total, weight = position, position * each, each
    if weight:
        lines.append(total / weight)
    return lines


def lattice_of(level: list[Rule], plumb: list[Rule], most_units: int) -> Lattice | None:
    """Return the lattice of a table's rules; None where they enclose nothing, or make more unit cells than allowed.

    >>> rules = [Rule(0, 0, 20), Rule(10, 0, 20)], [Rule(0, 0, 10), Rule(10, 0, 10), Rule(20, 0, 10)]
    >>> [(box.row, box.column, box.row_end, box.column_end) for box in lattice_of(*rules, 9).boxes]
    [(0, 0, 1, 1), (0, 1, 1, 2)]
    """
    xs = _snapped([(rule.at, rule.end - rule.start) for rule in plumb])
    ys = _snapped([(rule.at, rule.end - rule.start) for rule in level])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > most_units:
        return None
    beside = walls(plumb, xs, ys)
    below = walls(level, ys, xs)
    boxes = _boxes(beside, below, len(ys) - 1, len(xs) - 1)
    lattice = Lattice(xs, ys, boxes)
    lattice.open_top = [not wall for wall in below[0]]
    lattice.open_bottom = [not wall for wall in below[-1]]
    return without_needless_lines(lattice)


def is_among(x: float, others: Sequence[float]) -> bool:
    """Return whether a column line is one of those of another page."""
    return any(abs(x - other) <= SAME_COLUMN for other in others)


def snapped_to(lines: list[float], position: float) -> int:
    """Return the index of the line that is nearest to a position."""
    at = bisect_left(lines, position)
    return at - 1 if at == len(lines) or (at and position - lines[at - 1] < lines[at] - position) else at


def walls(rules: list[Rule], lines: list[float], across: list[float]) -> list[list[bool]]:
    """Return for each line, and for each stretch of it between lines across, whether a rule is there."""
    found = [[False] * (len(across) - 1) for _ in lines]
    for rule in rules:
        at = snapped_to(lines, rule.at)
        start = max(bisect_right(across, rule.start) - 1, 0)
        for stretch in range(start, len(across) - 1):
            low, high = across[stretch], across[stretch + 1]
            if low >= rule.end:
                break
            covered = min(rule.end + 1, high) - max(rule.start - 1, low)
            if covered >= _COVER * (high - low):
                found[at][stretch] = True
    return found


def _boxes(beside: list[list[bool]], below: list[list[bool]], rows: int, columns: int) -> list[Box]:
    """Flood unit cells that no wall parts into boxes; what is no rectangle is cut into some."""
    owner = [[-1] * columns for _ in range(rows)]
    boxes: list[Box] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] >= 0:
                continue
            units = [(row, column)]
            owner[row][column] = len(boxes)
            for at_row, at_column in units:
                for next_row, next_column, wall in (
                    (at_row, at_column + 1, at_column + 1 < columns and beside[at_column + 1][at_row]),
                    (at_row, at_column - 1, beside[at_column][at_row]),
                    (at_row + 1, at_column, at_row + 1 < rows and below[at_row + 1][at_column]),
                    (at_row - 1, at_column, below[at_row][at_column]),
                ):
                    inside = 0 <= next_row < rows and 0 <= next_column < columns
                    if inside and not wall and owner[next_row][next_column] < 0:
                        owner[next_row][next_column] = len(boxes)
                        units.append((next_row, next_column))
            boxes += _rectangles(units)
    return boxes


def _rectangles(units: list[tuple[int, int]]) -> list[Box]:
    """The rectangle that units fill; else rectangles of runs in rows, alike ones below each other joined.

    At the upper edge they are of runs in columns: merged cells beside each other that go on from the page before.
    """
    rows, columns = [row for row, _ in units], [column for _, column in units]
    box = Box(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
    if (box.row_end - box.row) * (box.column_end - box.column) == len(units):
        return [box]
    by_row = _runs(units)
    if box.row:
        return by_row
    by_column = [Box(run.column, run.row, run.column_end, run.row_end) for run in _runs([unit[::-1] for unit in units])]
    return by_row if len(by_row) < len(by_column) else by_column


def _runs(units: Iterable[tuple[int, int]]) -> list[Box]:
    """Rectangles of the runs that units make in rows, alike ones below each other joined."""
    found: list[Box] = []
    for row, column in sorted(units):
        last = found[-1] if found else None
        if last is not None and last.row == row and last.column_end == column:
            last.column_end += 1
        else:
            found.append(Box(row, column, row + 1, column + 1))
    joined: list[Box] = []
    for run in found:
        above = [each for each in joined if each.row_end == run.row]
        same = [each for each in above if (each.column, each.column_end) == (run.column, run.column_end)]
        if same:
            same[0].row_end += 1
        else:
            joined.append(run)
    return joined


def without_needless_lines(lattice: Lattice) -> Lattice | None:
    """Return the lattice without the lines at which no cell begins; None where nothing is left."""
    rows = sorted({box.row for box in lattice.boxes} | {len(lattice.ys) - 1})
    columns = sorted({box.column for box in lattice.boxes} | {len(lattice.xs) - 1})
    if len(rows) < 2 or len(columns) < 2:
        return None
    new_row = {row: at for at, row in enumerate(rows)}
    new_column = {column: at for at, column in enumerate(columns)}
    boxes = [
        Box(new_row[box.row], new_column[box.column], new_row[box.row_end], new_column[box.column_end])
        for box in lattice.boxes
    ]
    return Lattice(
        [lattice.xs[column] for column in columns],
        [lattice.ys[row] for row in rows],
        boxes,
        _at_lines(lattice.open_top, columns),
        _at_lines(lattice.open_bottom, columns),
    )


def without_slivers(lattice: Lattice, filled: Sequence[bool], least: float) -> tuple[Lattice, list[int]]:
    """Return the lattice without rows that are lower than ``least`` and have no text, and which of its boxes are left.

    ``filled`` says for each box whether it has text. Such a row is the gap between two frames, or what a page end leaves.
    """
    rows = range(len(lattice.ys) - 1)
    texts = {box.row for box, text in zip(lattice.boxes, filled, strict=True) if text and box.row_end == box.row + 1}
    low = [row for row in rows if lattice.ys[row + 1] - lattice.ys[row] < least and row not in texts]
    if not low or len(low) == len(rows):
        return lattice, list(range(len(lattice.boxes)))
    kept = [row for row in rows if row not in low]
    new_row = [sum(row < line for row in kept) for line in range(len(lattice.ys))]
    left = [at for at, box in enumerate(lattice.boxes) if new_row[box.row] < new_row[box.row_end]]
    boxes = [
        Box(new_row[box.row], box.column, new_row[box.row_end], box.column_end)
        for box in (lattice.boxes[at] for at in left)
    ]
    ys = [*(lattice.ys[row] for row in kept), lattice.ys[kept[-1] + 1]]
    opened = list(lattice.open_top), list(lattice.open_bottom)
    for at in set(range(len(lattice.boxes))) - set(left):  # what is left out had a rule at its other side
        box = lattice.boxes[at]
        for flags, outer in ((opened[0], box.row < kept[0]), (opened[1], box.row > kept[-1])):
            if outer and flags:
                flags[box.column : box.column_end] = [False] * (box.column_end - box.column)
    return Lattice(lattice.xs, ys, boxes, *opened), left


def _at_lines(opened: list[bool], columns: list[int]) -> list[bool]:
    return [all(opened[start:end]) for start, end in pairwise(columns)] if opened else []
