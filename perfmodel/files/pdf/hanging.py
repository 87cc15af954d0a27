"""What hangs out of a table's cells: lines below its last rule on a page, and marks behind a cell's last character."""

from __future__ import annotations

from perfmodel.files.pdf.drawing import Char
from perfmodel.files.pdf.lattice import Lattice
from perfmodel.files.pdf.lines import lines_of

__all__ = ["hanging_out", "hangs"]

# The next line of a cell is no further away than so much of its size.
_NEXT_LINE = 2.2
# Marks that stand in no line's beginning, and may hang out at its end.
_HANGING = frozenset("。，、；：！？）”’》】.,;:")


def hanging_out(lattice: Lattice, chars_of: list[list[Char]], rest: list[Char]) -> list[Char]:
    """Put lines below a table's last rule into the cell that has no rule there, as others have; return what is left.

    A merged cell that goes on over the page end may reach further down than the rows beside it.
    """
    opened = lattice.open_bottom
    if all(opened) or not any(opened):
        return rest
    lines = lines_of([char for char in rest if char.turn == 0 and char.y > lattice.y1])
    taken: set[int] = set()
    for box, chars in zip(lattice.boxes, chars_of):  # noqa: B905
        if box.row_end < len(lattice.ys) - 1 or not all(opened[box.column : box.column_end]):
            continue
        y = max((char.y for char in chars), default=lattice.y1)
        for line in lines:
            inside = lattice.xs[box.column] < line.start and line.end < lattice.xs[box.column_end]
            if inside and line.across - y < _NEXT_LINE * line.size:
                chars += line.chars
                taken |= {id(char) for char in line.chars}
                y = line.across
    return [char for char in rest if id(char) not in taken] if taken else rest


def hangs(char: Char, last: Char) -> bool:
    """Whether a mark belongs to the character before it, whatever it stands over: word processors hang marks out of a cell."""
    return (
        char.text in _HANGING
        and char.turn == last.turn
        and abs(char.across - last.across) < 0.1 * char.size
        and abs(char.start - last.end) < 0.3 * char.size
    )
