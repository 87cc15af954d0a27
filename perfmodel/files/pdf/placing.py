"""Which characters stand in which cell of a page's tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from perfmodel.files.pdf.columns import Segment, segments_of
from perfmodel.files.pdf.drawing import Char
from perfmodel.files.pdf.lattice import Box, Lattice
from perfmodel.files.pdf.lines import lines_of

__all__ = ["assigned", "hanging_out", "holds"]

# What is so near to a table's edge is in it.
_TABLE_EDGE = 1.5
# Marks that stand in no line's beginning, and may hang out at its end.
_HANGING = frozenset("。，、；：！？）”’》】.,;:")
# The next line of a cell is no further away than so much of its size.
_NEXT_LINE = 2.2
# The next line of a cell that the page end cuts is no further away, and begins or is centred as near to those above.
_NEXT_LINE_OF_STACK, _LEVEL_SIDE = 1.8, 0.2
# Lines of two cells are so much of the size apart.
_COLUMNS_APART = 0.3


def holds(lattice: Lattice, char: Char) -> bool:
    """Return whether the centre of a character is in a table."""
    return (
        lattice.x0 - _TABLE_EDGE <= char.x <= lattice.x1 + _TABLE_EDGE
        and lattice.y0 - _TABLE_EDGE <= char.y <= lattice.y1 + _TABLE_EDGE
    )


def assigned(lattices: list[Lattice], chars: list[Char]) -> tuple[list[list[list[Char]]], list[Char]]:
    """Return for each lattice and each of its boxes the characters whose centre it holds; and those of none.

    Of tables within each other the innermost holds.
    """
    order = sorted(range(len(lattices)), key=lambda at: lattices[at].x1 - lattices[at].x0)
    found: list[list[list[Char]]] = [[[] for _ in lattice.boxes] for lattice in lattices]
    owners = [lattice.owners() for lattice in lattices]
    rest: list[Char] = []
    last, into = None, rest
    for char in chars:
        if last is None or not _hangs(char, last):
            into = rest
            for at in order:
                lattice = lattices[at]
                if holds(lattice, char):
                    column = min(max(bisect_right(lattice.xs, char.x) - 1, 0), len(lattice.xs) - 2)
                    row = min(max(bisect_right(lattice.ys, char.y) - 1, 0), len(lattice.ys) - 2)
                    into = found[at][owners[at][row][column]]
                    break
        into.append(char)
        last = char
    return found, rest


def hanging_out(lattice: Lattice, chars_of: list[list[Char]], rest: list[Char]) -> list[Char]:
    """Put lines below a table's last rule into the cell that has no rule there, as others have; return what is left.

    A merged cell that goes on over the page end may reach further down than the rows beside it. Where no cell has a rule
    there, a line is a cell's only if it goes on with its last one.
    """
    opened = lattice.open_bottom
    if not any(opened):
        return rest
    ends: dict[int, float] = {}
    for index, box in enumerate(lattice.boxes):
        if box.row_end == len(lattice.ys) - 1 and all(opened[box.column : box.column_end]):
            ends[index] = max((char.y for char in chars_of[index]), default=lattice.y1)
    taken: set[int] = set()
    for line in lines_of([char for char in rest if char.turn == 0 and char.y > lattice.y1]):
        parts = segments_of(line, _COLUMNS_APART)
        starts = [part.start for part in parts]
        owners = _owners(lattice, parts, ends)
        if len(owners) < len(starts) or any(line.across - ends[at] >= _NEXT_LINE * line.size for at in owners):
            break
        if all(opened) and not all(_goes_on(chars_of[at], part) for at, part in zip(owners, parts, strict=True)):
            break
        for char in line.chars:
            owner = owners[max(bisect_right(starts, char.start) - 1, 0)]
            chars_of[owner].append(char)
            ends[owner] = line.across
            taken.add(id(char))
    return [char for char in rest if id(char) not in taken] if taken else rest


def _goes_on(chars: list[Char], part: Segment) -> bool:
    """Whether a part of a line stands below the characters of a cell as their next line: level with them at a side."""
    lines = lines_of([char for char in chars if char.turn == 0])
    if not lines or part.y - lines[-1].across > _NEXT_LINE_OF_STACK * part.size:
        return False
    is_stack = part.end - part.start < 1.5 * part.size and all(len(line.chars) == 1 for line in lines)
    left, middle = min(line.start for line in lines), (lines[-1].start + lines[-1].end) / 2
    near = min(abs(part.start - left), abs((part.start + part.end) / 2 - middle)) < _LEVEL_SIDE * part.size
    return near and (is_stack or (len(lines) > 1 and part.end <= max(line.end for line in lines) + part.size))


def _owners(lattice: Lattice, parts: list[Segment], boxes: Iterable[int]) -> list[int]:
    """The boxes that parts of a line stand in, fewer than parts where one stands in none."""
    found = [
        next((index for index in boxes if _is_between(lattice, lattice.boxes[index], part.start, part.end)), None)
        for part in parts
    ]
    return [index for index in found if index is not None]


def _is_between(lattice: Lattice, box: Box, start: float, end: float) -> bool:
    return lattice.xs[box.column] < start and end < lattice.xs[box.column_end]


def _hangs(char: Char, last: Char) -> bool:
    """Whether a mark belongs to the character before it, whatever it stands over: word processors hang marks out of a cell."""
    return (
        char.text in _HANGING
        and char.turn == last.turn
        and abs(char.across - last.across) < 0.1 * char.size
        and abs(char.start - last.end) < 0.3 * char.size
    )
