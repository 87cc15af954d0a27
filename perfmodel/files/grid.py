"""The only maker of grids: each position is a cell, or lies under the span of exactly one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from perfmodel.files.budget import Budget
from perfmodel.files.document import Cell, Grid
from perfmodel.source.cells import CellPlace, TableCell

__all__ = ["GridBuilder"]


def _place_of(row: int, column: int, row_span: int) -> CellPlace:
    return TableCell(row + 1, column + 1)


class GridBuilder:
    """Puts cells into a grid. Spans are charged against the budget before they are laid out; holes become empty cells.

    ``place_of`` says where a cell stands in the file, by its row and column in the grid (from 0) and its row span.

    >>> builder = GridBuilder(Budget())
    >>> builder.add(0, 0, "产出指标", row_span=2), builder.add(0, 1, "数量指标"), builder.add(1, 0, "under the first")
    (True, True, False)
    >>> [(cell.text, cell.row, cell.column, cell.row_span) for cell in builder.build().cells]
    [('产出指标', 0, 0, 2), ('数量指标', 0, 1, 1), ('', 1, 1, 1)]
    """

    def __init__(self, budget: Budget, place_of: Callable[[int, int, int], CellPlace] = _place_of) -> None:
        self.budget = budget
        self.place_of = place_of
        self.rows: int = 0
        self.columns: int = 0
        self.overlaps: int = 0
        self._taken: list[bytearray] = []
        self._cells: list[Cell] = []

    @classmethod
    def of_rows(cls, rows: Iterable[Iterable[str]], name: str = "") -> Grid:
        """Return the grid of rows of texts, without spans."""
        builder = cls(Budget())
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                builder.add(row, column, text)
        return builder.build(name)

    def extend(self, rows: int, columns: int) -> None:
        """Make the grid at least so large; raises `ParseError` where the budget does not allow it."""
        if rows > self.rows or columns > self.columns:
            rows, columns = max(rows, self.rows), max(columns, self.columns)
            self.budget.check("positions", rows * columns)
            self.rows, self.columns = rows, columns

    def is_free(self, row: int, column: int) -> bool:
        """Whether no cell takes a position yet."""
        if row >= len(self._taken):
            return True
        taken = self._taken[row]
        return column >= len(taken) or not taken[column]

    def first_free(self, row: int, column: int) -> int:
        """Return the first free column of a row from ``column`` on."""
        if row >= len(self._taken):
            return column
        taken = self._taken[row]
        found = taken.find(0, column) if column < len(taken) else column
        return len(taken) if found < 0 else found

    def add(
        self,
        row: int,
        column: int,
        text: str,
        row_span: int = 1,
        column_span: int = 1,
        original: str | None = None,
        place: CellPlace | None = None,
    ) -> bool:
        """Put a cell at a position; its span is cut where it meets another cell's. False where the position is taken.

        ``place`` is where it stands in the file, where that is not what ``place_of`` says of its position.
        ``overlaps`` counts the cells whose position or span was not free.
        """
        self.extend(row + row_span, column + column_span)
        self.budget.charge("characters", len(text))
        if not self.is_free(row, column):
            self.overlaps += 1
            return False
        if row_span > 1 or column_span > 1:
            free = self._free_span(row, column, row_span, column_span)
            if free != (row_span, column_span):
                self.overlaps += 1
                row_span, column_span = free
        self._take(row, column, row_span, column_span)
        place = place or self.place_of(row, column, row_span)
        self._cells.append(Cell(text, row, column, row_span, column_span, place, original))
        return True

    def _free_span(self, row: int, column: int, row_span: int, column_span: int) -> tuple[int, int]:
        width = 1
        while width < column_span and self.is_free(row, column + width):
            width += 1
        height = 1
        while height < row_span and all(self.is_free(row + height, column + at) for at in range(width)):
            height += 1
        return height, width

    def _take(self, row: int, column: int, row_span: int, column_span: int) -> None:
        while len(self._taken) < row + row_span:
            self._taken.append(bytearray())
        end = column + column_span
        for taken in self._taken[row : row + row_span]:
            if len(taken) < end:
                taken.extend(bytes(end - len(taken)))
            taken[column:end] = b"\1" * column_span

    def build(self, name: str = "", place: CellPlace | None = None) -> Grid:
        """Return the grid, its holes filled with empty cells."""
        self.budget.charge("grids")
        self.budget.charge("positions", self.rows * self.columns)
        empty = bytearray()
        for row in range(self.rows):
            taken = self._taken[row] if row < len(self._taken) else empty
            column = -1
            while (column := taken.find(0, column + 1)) >= 0:
                self._cells.append(Cell("", row, column, place=self.place_of(row, column, 1)))
            for column in range(len(taken), self.columns):
                self._cells.append(Cell("", row, column, place=self.place_of(row, column, 1)))
        columns = self.columns
        self._cells.sort(key=lambda cell: cell.row * columns + cell.column)
        return Grid(tuple(self._cells), self.rows, self.columns, name, place)
