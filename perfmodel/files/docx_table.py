"""From the rows of a DOCX table to its grid: spans over grid columns, vertical merges, rows that begin late."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from attrs import define, field

from perfmodel.files.budget import Budget
from perfmodel.files.document import Grid
from perfmodel.files.grid import GridBuilder
from perfmodel.source.cells import CellPlace, TableCell

__all__ = ["WordCell", "WordRow", "grid_of_rows"]

# Sides of cells that are nearer than this (in twentieths of a point: 1.5 mm) are one, where a writer rounded widths.
_SAME_SIDE = 85


@define
class WordCell:
    """A cell as the file has it: ``merge`` is ``restart`` or ``continue`` where it is merged downwards, else empty.

    One that ``goes_on_left`` belongs to the cell before it, as old documents write what is merged across columns.
    """

    text: str = ""
    column_span: int = 1
    merge: str = ""
    goes_on_left: bool = False
    is_deleted: bool = False
    pieces: list[str] = field(factory=list)


@define
class WordRow:
    """A row as the file has it; ``before`` and ``after`` are grid columns without a cell at its ends."""

    cells: list[WordCell] = field(factory=list)
    before: int = 0
    after: int = 0
    is_deleted: bool = False
    is_hidden: bool = False


@define
class _Placed:
    text: str
    row: int
    start: int
    end: int
    row_span: int = 1


def grid_of_rows(rows: list[WordRow], budget: Budget, number: int, widths: Sequence[int] = ()) -> Grid | None:
    """Return the grid of a table, the ``number``-th of its file; None where it has no cell.

    Grid columns in which no cell begins, or that are too narrow (by their ``widths``) to be seen, are no columns: Word
    keeps some for tables whose rows do not line up.

    >>> rows = [WordRow([WordCell("产出指标", 1, "restart"), WordCell("数量指标", 3)]), WordRow([WordCell("", 1, "continue")])]
    >>> grid = grid_of_rows(rows, Budget(), 1)
    >>> [(cell.text, cell.row_span, cell.column_span) for cell in grid.cells]
    [('产出指标', 2, 1), ('数量指标', 1, 1), ('', 1, 1)]
    """
    placed = _placed(rows)
    if not placed:
        return None
    _join_sides(placed, widths)
    edges = sorted({cell.start for cell in placed} | {max(cell.end for cell in placed)} | {0})

    def place_of(row: int, column: int, row_span: int) -> CellPlace:
        return TableCell(row + 1, column + 1, number)

    builder = GridBuilder(budget, place_of)
    for cell in placed:
        left, right = bisect_left(edges, cell.start), bisect_left(edges, cell.end)
        builder.add(cell.row, left, cell.text, cell.row_span, max(right - left, 1))
    builder.extend(len(rows), builder.columns)
    return builder.build(f"表{number}", TableCell(table=number))


def _join_sides(placed: list[_Placed], widths: Sequence[int]) -> None:
    """Make one of sides that lie so near to each other that nobody sees two, unless a cell stands between them."""
    lefts = [0, *accumulate(widths)]
    narrow = {at for at, width in enumerate(widths) if width < _SAME_SIDE}
    narrow -= {
        cell.start
        for cell in placed
        if lefts[min(cell.end, len(widths))] - lefts[min(cell.start, len(widths))] < _SAME_SIDE
    }
    if not narrow or len(narrow) == len(widths):
        return
    same: dict[int, int] = {}
    for at in sorted(narrow):
        same[at + 1] = same.get(at, at)
    for cell in placed:
        start, end = same.get(cell.start, cell.start), same.get(cell.end, cell.end)
        if start < end:
            cell.start, cell.end = start, end


def _across(cells: list[WordCell]) -> list[tuple[WordCell, int]]:
    """The cells of a row with their column spans, those that go on to the left joined to the one before them."""
    found: list[tuple[WordCell, int]] = []
    for cell in cells:
        if cell.goes_on_left and found:
            found[-1] = found[-1][0], found[-1][1] + cell.column_span
        else:
            found.append((cell, cell.column_span))
    return found


def _placed(rows: list[WordRow]) -> list[_Placed]:
    """The cells at their grid columns, those that go on below another joined to it."""
    placed: list[_Placed] = []
    open_cells: dict[int, _Placed] = {}
    for at, row in enumerate(rows):
        still_open: dict[int, _Placed] = {}
        start = row.before
        for cell, column_span in _across(row.cells):
            end = start + column_span
            above = open_cells.get(start) if cell.merge == "continue" else None
            if above is not None and above.end == end:
                above.row_span += 1
                still_open[start] = above
            else:
                found = _Placed(cell.text, at, start, end)
                placed.append(found)
                if cell.merge:
                    still_open[start] = found
            start = end
        open_cells = still_open
    return placed
