"""Cells of a lattice in which rules are missing, parted by the head's columns or by the lines of their text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from attrs import evolve

from perfmodel.files.pdf.drawing import Char
from perfmodel.files.pdf.lattice import Box, Lattice, is_among
from perfmodel.files.pdf.lines import Line, lines_of

__all__ = ["doubtful_rows", "parted", "split_columns", "split_rows", "with_known_columns"]

# A gap at a line of the grid parts two cells where it is so much of the size; a smaller one is text that goes on.
_PARTED, _GOES_ON = 0.8, 0.5
_NUMBER_AND_UNIT = re.compile(r"[≥≤=<>＝≧≦±约]?\s*[-+]?[0-9][0-9,.]*\s*\S{0,4}")
# Lines of neighbouring cells are level within so much of their size.
_LINES_LEVEL = 0.35
_LEAST_LEVELS = 3
# What Word leaves free at both sides of a cell, in points: a line is full where no character more fits between.
_CELL_PADDING = 11.0
# A line begins a row where so much of the columns have one.
_MOST_COLUMNS = 0.6
# In so many cells of a row lines end though there was room for more: it may be several rows.
_LEAST_DOUBTFUL = 3


def split_columns(lattice: Lattice, chars_of: list[list[Char]], known: Sequence[float] = ()) -> set[tuple[int, int]]:
    """Return (index of a box, line of the grid) where text stands at both sides of a line that has no rule there.

    A box is parted only where nothing in it crosses the line, and other boxes or lines say the same, or where the line is
    one of ``known``, those of the table on the page before.
    """
    votes: dict[int, list[int]] = defaultdict(list)
    against: set[tuple[int, int]] = set()
    for index, box in enumerate(lattice.boxes):
        if box.column_end - box.column < 2:
            continue
        lines = lines_of([char for char in chars_of[index] if char.turn == 0])
        for at in range(box.column + 1, box.column_end):
            said = [_at_line(line, lattice.xs[at]) for line in lines]
            if any(each < 0 for each in said):
                against.add((index, at))
            apart = not any(said) and _stand_apart(lines, lattice.xs[at])
            votes[at] += [index] * (sum(each > 0 for each in said) + apart)
    told = {at for at, indices in votes.items() if len(indices) > (0 if is_among(lattice.xs[at], known) else 1)}
    cut = {index for at in told for index in votes[at] if (index, at) not in against}
    # Where a box is parted at one line, its empty cells are too.
    return {
        (index, at)
        for index in cut
        for at in told
        if lattice.boxes[index].column < at < lattice.boxes[index].column_end and (index, at) not in against
    }


def _stand_apart(lines: list[Line], x: float) -> bool:
    """Whether some lines stand before ``x`` and others behind it: lines of one cell stand below each other."""
    before = [line for line in lines if line.end <= x]
    after = [line for line in lines if line.start >= x]
    return bool(before and after) and len(before) + len(after) == len(lines)


def with_known_columns(lattice: Lattice, known: Sequence[float]) -> Lattice:
    """Return the lattice with the column lines of the table on the page before, which no rule shows here.

    All that it has itself must be among them.
    """
    inside = [x for x in known if lattice.x0 < x < lattice.x1]
    if len(lattice.xs) < 3 or not all(is_among(x, known) for x in lattice.xs):
        return lattice
    more = [x for x in inside if not is_among(x, lattice.xs)]
    xs = sorted([*lattice.xs, *more])
    at = [xs.index(x) for x in lattice.xs]
    boxes = [evolve(box, column=at[box.column], column_end=at[box.column_end]) for box in lattice.boxes]
    opened = [
        [flags[bisect_right(at, column) - 1] for column in range(len(xs) - 1)] if flags else []
        for flags in (lattice.open_top, lattice.open_bottom)
    ]
    return Lattice(xs, lattice.ys, boxes, *opened)


def _at_line(line: Line, x: float) -> int:
    """1 where a line of text is parted at ``x``, -1 where it goes on over it, 0 where it stands on one side."""
    before = [char for char in line.chars if (char.start + char.end) / 2 < x]
    after = [char for char in line.chars if (char.start + char.end) / 2 >= x]
    if not before or not after:
        return 0
    gap = min(char.start for char in after) - max(char.end for char in before)
    return 1 if gap >= _PARTED * line.size else -1 if gap < _GOES_ON * line.size else 0


def parted(lattice: Lattice, cuts: set[tuple[int, int]]) -> Lattice:
    """Return the lattice with boxes cut at lines."""
    boxes = []
    for index, box in enumerate(lattice.boxes):
        ats = sorted(at for each, at in cuts if each == index)
        edges = [box.column, *ats, box.column_end]
        boxes += [evolve(box, column=start, column_end=end) for start, end in pairwise(edges)]
    return evolve(lattice, boxes=boxes)


def split_rows(lattice: Lattice, chars_of: list[list[Char]]) -> Lattice | None:
    """Return the lattice with rows parted where the lines of most cells stand level; None where none is.

    A row is parted where the lines of its cells are level and had room for more: text that is broken only where a cell
    is full is one cell's.
    """
    cuts: dict[int, list[float]] = {}
    for row in range(len(lattice.ys) - 1):
        inside = [
            (box, lines_of([char for char in chars_of[index] if char.turn == 0]))
            for index, box in enumerate(lattice.boxes)
            if box.row == row and box.row_end == row + 1
        ]
        found = _cuts([(box, lines) for box, lines in inside if lines], lattice)
        if found:
            cuts[row] = found
    if not cuts:
        return None
    return _with_rows(lattice, cuts, chars_of)


def doubtful_rows(lattice: Lattice, chars_of: list[list[Char]]) -> list[int]:
    """Return the rows that may be several ones whose rules are missing, and that nothing shows how to part.

    Text that is broken where a cell is full is one cell's; lines that end before that in several cells are several rows',
    in whose cells the text stands in the middle, so that the lines are not level.
    """
    doubtful: dict[int, int] = defaultdict(int)
    for index, box in enumerate(lattice.boxes):
        if box.row_end - box.row == 1:
            lines = lines_of([char for char in chars_of[index] if char.turn == 0])
            doubtful[box.row] += any(_had_room_for(box, line, after, lattice) for line, after in pairwise(lines))
    return [row for row, count in sorted(doubtful.items()) if count >= _LEAST_DOUBTFUL]


def _had_room_for(box: Box, line: Line, after: Line, lattice: Lattice) -> bool:
    """Whether the first word of a line had room in the line above, with some to spare."""
    width = lattice.xs[box.column_end] - lattice.xs[box.column]
    word = after.chars[0].end
    for before, char in pairwise(after.chars):
        if not (before.text.isascii() and char.text.isascii() and before.text.isalnum() and char.text.isalnum()):
            break
        word = char.end
    return line.end - line.start + (word - after.start) + line.size + _CELL_PADDING < width


def _cuts(inside: list[tuple[Box, list[Line]]], lattice: Lattice) -> list[float]:
    """Where the row of some cells is to be parted."""
    several = [(box, lines) for box, lines in inside if len(lines) > 1]
    if len(several) < 2 or 2 * len(several) < len(inside):
        return []
    starts: list[float] = []
    numeric = strong = False
    levels = _levels(several)
    for at, (level, here) in enumerate(levels):
        # Cells of levels are left empty at the left where they go on, so only what stands right of the first one counts.
        first = min(box.column for box, _ in here)
        begins = len(here) >= max(2, _MOST_COLUMNS * sum(box.column >= first for box, _ in several))
        roomy = sum(_had_room(box, line, several, lattice) for box, line in here)
        if at == 0 and not begins:
            return []
        if at and begins and 2 * roomy >= len(here):
            starts.append((levels[at - 1][0] + level) / 2)
            strong = strong or (roomy == len(here) and _are_below_others(here, several))
            numeric = numeric or any(_NUMBER_AND_UNIT.fullmatch(line.text) for _, line in here)
        elif at and roomy:
            return []  # a line that begins no row, though there was room for it in the line above
    if strong and (len(starts) + 1 >= _LEAST_LEVELS or numeric):
        return starts
    return []


def _levels(several: list[tuple[Box, list[Line]]]) -> list[tuple[float, list[tuple[Box, Line]]]]:
    """The heights at which lines stand, each with the lines of all cells there."""
    size = max(line.size for _, lines in several for line in lines)
    levels: list[tuple[float, list[tuple[Box, Line]]]] = []
    for box, line in sorted(((box, line) for box, lines in several for line in lines), key=lambda each: each[1].across):
        if levels and line.across - levels[-1][0] <= _LINES_LEVEL * size:
            levels[-1][1].append((box, line))
        else:
            levels.append((line.across, [(box, line)]))
    return levels


def _above(box: Box, line: Line, several: list[tuple[Box, list[Line]]]) -> Line | None:
    lines = next(lines for each, lines in several if each is box)
    at = lines.index(line)
    return lines[at - 1] if at else None


def _are_below_others(here: list[tuple[Box, Line]], several: list[tuple[Box, list[Line]]]) -> bool:
    """Whether lines stand below others of their cells: the first lines of cells, in whose middle they stand, tell nothing."""
    return any(_above(box, line, several) is not None for box, line in here)


def _had_room(box: Box, line: Line, several: list[tuple[Box, list[Line]]], lattice: Lattice) -> bool:
    """Whether the line above had room for this one's first character."""
    above = _above(box, line, several)
    return above is None or not _is_full(box, above, lattice)


def _is_full(box: Box, line: Line, lattice: Lattice) -> bool:
    width = lattice.xs[box.column_end] - lattice.xs[box.column]
    return line.end - line.start + line.size + _CELL_PADDING > width


def _with_rows(lattice: Lattice, cuts: dict[int, list[float]], chars_of: list[list[Char]]) -> Lattice:
    """The lattice with rows parted at ``cuts``; boxes over several rows, and those with one line between, keep whole."""
    ys: list[float] = []
    first: list[int] = []
    for row, y in enumerate(lattice.ys[:-1]):
        first.append(len(ys))
        ys += [y, *cuts.get(row, [])]
    first.append(len(ys))
    ys.append(lattice.ys[-1])
    boxes = []
    for index, box in enumerate(lattice.boxes):
        start, end = first[box.row], first[box.row_end]
        if box.row_end - box.row == 1 and end - start > 1 and _fits(chars_of[index], ys[start : end + 1]):
            boxes += [evolve(box, row=row, row_end=row + 1) for row in range(start, end)]
        else:
            boxes.append(evolve(box, row=start, row_end=end))
    return evolve(lattice, ys=ys, boxes=boxes)


def _fits(chars: list[Char], ys: list[float]) -> bool:
    """Whether the lines of a cell are to be parted: several ones, or one that stands level with a row's own text."""
    lines = lines_of([char for char in chars if char.turn == 0])
    if len(lines) != 1 or len(ys) < 4:
        return True
    middle, size = (ys[0] + ys[-1]) / 2, lines[0].size
    return abs(lines[0].across - middle) > 0.6 * size
