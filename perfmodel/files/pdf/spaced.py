"""Tables whose cells have each a frame of its own, with a gap between: what of them has none is no cell."""

from __future__ import annotations

from attrs import evolve

from perfmodel.files.pdf.drawing import Char, Rule
from perfmodel.files.pdf.lattice import Box, Lattice, snapped_to, walls, without_needless_lines

__all__ = ["without_gaps"]

# The frames of neighbouring cells are at least so far apart; so many of the inner lines of a grid are two of them.
_LEAST_FRAME_GAP, _MOST_DOUBLE = 1.0, 0.8


def without_gaps(lattice: Lattice, plumb: list[Rule], chars: list[Char]) -> Lattice:
    """Return the lattice of a table with frames around its cells, each cut by a page end as high as the rows it spans.

    A cell that goes on over the page is framed only around its text, and not at all on a page where it has none: what is
    left free below it down to the page end, or down to where its rows end, is its own. At the top of a page it is the cell
    of the page before, each column for itself. What has text is a cell, framed or not.
    """
    strokes = _strokes(lattice.xs, plumb)
    if strokes is None:
        return _without_short_frames(lattice, chars)
    left, right = (walls(rules, lattice.xs, lattice.ys) for rules in strokes)
    gaps = [
        box
        for box in lattice.boxes
        if not any(left[box.column_end][row] or right[box.column][row] for row in range(box.row, box.row_end))
        and not _has_text(box, lattice, chars)
    ]
    if not gaps:
        return lattice
    free = {
        (row, column)
        for box in gaps
        for row in range(box.row, box.row_end)
        for column in range(box.column, box.column_end)
    }
    cells = [_with_gap_below(box, lattice, free) for box in lattice.boxes if box not in gaps]
    cells += _from_above(lattice, free)
    cells += [Box(row, column, row + 1, column + 1) for row, column in sorted(free)]
    return without_needless_lines(evolve(lattice, boxes=cells)) or lattice


def _without_short_frames(lattice: Lattice, chars: list[Char]) -> Lattice:
    """Return the lattice with what stands free below the frame of a cell, down to a page end without a rule, as the cell's own.

    At such a line nothing begins but what has no text; there may be no sides between.
    """
    last = len(lattice.ys) - 1
    boxes = list(lattice.boxes)
    for row in range(1, last):
        below = [box for box in boxes if box.row == row]
        if not all(_is_free(box, lattice) and not _has_text(box, lattice, chars) for box in below):
            continue
        above = [box for box in boxes if box.row_end == row]
        if not _are_tiled(below, above):
            continue
        boxes = [box for box in boxes if box not in below]
        for box in above:
            boxes[boxes.index(box)] = evolve(box, row_end=last)
    return (
        lattice if len(boxes) == len(lattice.boxes) else without_needless_lines(evolve(lattice, boxes=boxes)) or lattice
    )


def _are_tiled(below: list[Box], above: list[Box]) -> bool:
    """Whether each box below has boxes above it that are together as wide, and none is left."""
    widths = sum(box.column_end - box.column for box in above)
    return widths == sum(box.column_end - box.column for box in below) and all(
        any(box.column <= each.column and each.column_end <= box.column_end for box in below) for each in above
    )


def _is_free(box: Box, lattice: Lattice) -> bool:
    """Whether a cell goes down to the lower end of the lattice, where it has no rule."""
    opened = lattice.open_bottom[box.column : box.column_end]
    return box.row_end == len(lattice.ys) - 1 and bool(opened) and all(opened)


def _has_text(box: Box, lattice: Lattice, chars: list[Char]) -> bool:
    left, right = lattice.xs[box.column], lattice.xs[box.column_end]
    top, bottom = lattice.ys[box.row], lattice.ys[box.row_end]
    return any(left < char.x < right and top < char.y < bottom and not char.text.isspace() for char in chars)


def _strokes(xs: list[float], plumb: list[Rule]) -> tuple[list[Rule], list[Rule]] | None:
    """The strokes at the left and at the right of the grid's lines, where nearly all inner lines have both; else None."""
    at_line: list[list[Rule]] = [[] for _ in xs]
    for rule in plumb:
        at_line[snapped_to(xs, rule.at)].append(rule)
    left: list[Rule] = []
    right: list[Rule] = []
    double = 0
    for index, rules in enumerate(at_line):
        low, high = min((rule.at for rule in rules), default=0.0), max((rule.at for rule in rules), default=0.0)
        is_double = high - low >= _LEAST_FRAME_GAP
        double += is_double and 0 < index < len(xs) - 1
        left += [rule for rule in rules if not is_double or rule.at < (low + high) / 2]
        right += [rule for rule in rules if not is_double or rule.at >= (low + high) / 2]
    return (left, right) if double and double >= _MOST_DOUBLE * (len(xs) - 2) else None


def _with_gap_below(box: Box, lattice: Lattice, free: set[tuple[int, int]]) -> Box:
    """A cell with what is free below it, taken out of ``free``, where a page end cuts it above or below."""
    last = len(lattice.ys) - 1
    columns = range(box.column, box.column_end)
    end = box.row_end
    while end < last and all((end, column) in free for column in columns):
        end += 1
    cut_above = box.row == 0 and all(lattice.open_top[box.column : box.column_end])
    cut_below = end == last and all(lattice.open_bottom[box.column : box.column_end])
    if not cut_above and not cut_below:
        return box
    free.difference_update((row, column) for row in range(box.row_end, end) for column in columns)
    return evolve(box, row_end=end)


def _from_above(lattice: Lattice, free: set[tuple[int, int]]) -> list[Box]:
    """Cells of the page before that have no frame on this one, a column each, taken out of ``free``."""
    found = []
    for column, is_open in enumerate(lattice.open_top):
        end = 0
        while is_open and (end, column) in free:
            free.discard((end, column))
            end += 1
        if end:
            found.append(Box(0, column, end, column + 1))
    return found
