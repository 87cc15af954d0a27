"""A table over pages, as far as it was put together: its cells, and its part on the last page."""

from __future__ import annotations

from attrs import define, field

from perfmodel.files.pdf.lattice import Box
from perfmodel.files.pdf.page import PageTable
from perfmodel.files.problem import Problem
from perfmodel.source.cells import TableCell

__all__ = ["JoinedCell", "JoinedTable", "of_page", "place_of"]


@define
class JoinedCell:
    """A cell of a table over pages; columns are lines of ``JoinedTable.xs``."""

    row: int
    row_end: int
    column: int
    column_end: int
    text: str
    places: list[TableCell]


@define
class JoinedTable:
    """A table over pages. ``last`` is its part on the last page, ``repeats`` how many rows of a head that repeats.

    ``leaves_open`` is whether a cell that goes on over a page end has no rule there, as others have.
    """

    xs: list[float]
    rows: int
    cells: list[JoinedCell]
    last: PageTable
    first: PageTable
    leaves_open: bool = False
    problems: list[Problem] = field(factory=list)
    repeats: int | None = None


def of_page(table: PageTable) -> JoinedTable:
    """Return a page's table, to be joined with what follows."""
    cells = [
        JoinedCell(box.row, box.row_end, box.column, box.column_end, text, [place_of(table, box)])
        for box, text in zip(table.lattice.boxes, table.texts)  # noqa: B905
    ]
    opened = table.lattice.open_bottom
    return JoinedTable(
        list(table.lattice.xs), len(table.lattice.ys) - 1, cells, table, table, any(opened) and not all(opened)
    )


def place_of(table: PageTable, box: Box) -> TableCell:
    """Return where a cell of a page's table stands."""
    return TableCell(box.row + 1, box.column + 1, table.number, table.page)
