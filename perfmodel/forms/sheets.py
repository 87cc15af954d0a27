"""A document as forms are read out of it: its grids with the texts of their cells on one line, and the lines between."""

from __future__ import annotations

from array import array

from attrs import define, evolve, field, frozen

from perfmodel.files.document import Cell, Document, Grid
from perfmodel.forms.cell_text import CellText, Stretch
from perfmodel.source.cells import CellPlace

__all__ = ["At", "DocumentText", "Line", "Sheet", "Strip", "TurnedSheet"]


@frozen
class At:
    """A stretch of the flow with what stands there: a cell, a part of one, or a line."""

    text: str
    start: int
    end: int


@frozen
class Line:
    """A line of text outside of all tables."""

    at: At
    place: CellPlace | None = None


class Sheet:
    """A grid, with the text of each cell on one line and where it stands.

    Cells are named by their index: ``sheet.at(row, column)`` is the cell that a position belongs to.
    """

    def __init__(self, grid: Grid, text: CellText) -> None:
        self.grid = grid
        self.rows, self.columns = grid.rows, grid.columns
        self.cells: tuple[Cell, ...] = grid.cells
        # Lines of the text by which the cell's place is found, where it holds any; its place, once that is known.
        self._first_lines = array("q")
        self._line_counts = array("q")
        for cell in grid.cells:
            stretch = text.add(cell.text, cell.place) if cell.text else Stretch(0, 0)
            self._first_lines.append(stretch.first)
            self._line_counts.append(stretch.count)
        self._origins = grid.origins
        self.texts: list[str] = []
        self._starts = array("q")
        self.used = bytearray(len(grid.cells))

    def finish(self, text: CellText) -> None:
        """Learn the texts and places, once those of the whole document are put together."""
        flow = text.flow.text
        self._cell_text = text
        for cell, first, count in zip(self.cells, self._first_lines, self._line_counts, strict=True):
            start, end = text.place(Stretch(first, count)) if count else (0, 0)
            self._starts.append(start)
            # Most cells are one line: their text need not be kept twice.
            same = count == 1 and len(cell.text) == end - start
            self.texts.append(cell.text if same else flow[start:end])

    def at(self, row: int, column: int) -> int:
        """Return the index of the cell that a position belongs to."""
        return self._origins[row * self.columns + column]

    def part(self, cell: int) -> At:
        """Return a cell's text and where it stands."""
        text, start = self.texts[cell], self._starts[cell]
        return At(text, start, start + len(text))

    def lines(self, cell: int) -> list[At]:
        """Return the lines of a cell as printed, and where each stands."""
        first, text = self._first_lines[cell], self._cell_text
        spans = [text.place(Stretch(first + at, 1)) for at in range(self._line_counts[cell])]
        return [At(text.flow.text[start:end], start, end) for start, end in spans]

    def use(self, cell: int) -> None:
        """Note that what a cell says is in a field, is layout, or is in a finding."""
        self.used[cell] = 1


class TurnedSheet(Sheet):
    """A sheet with its rows as columns, for what stands across it; cells, texts and what is used are the sheet's own."""

    def __init__(self, sheet: Sheet) -> None:
        self.grid, self.texts, self.used = sheet.grid, sheet.texts, sheet.used
        self.rows, self.columns = sheet.columns, sheet.rows
        self.cells = tuple(
            evolve(cell, row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span)
            for cell in sheet.cells
        )
        self._origins = [sheet.at(column, row) for row in range(self.rows) for column in range(self.columns)]
        self._starts, self._cell_text = sheet._starts, sheet._cell_text
        self._first_lines, self._line_counts = sheet._first_lines, sheet._line_counts


@frozen
class Strip:
    """The part of a sheet that forms stand in, one below the other: columns from ``first`` to before ``end``, and the rows."""

    sheet: Sheet
    first: int
    end: int
    top: int = 0
    bottom: int = -1

    @classmethod
    def whole(cls, sheet: Sheet) -> Strip:
        """Return all of a sheet."""
        return cls(sheet, 0, sheet.columns, 0, sheet.rows)

    def row(self, row: int) -> list[int]:
        """Return the cells that begin in a row and are not empty, in order."""
        sheet, found, last = self.sheet, [], -1
        base = row * sheet.columns
        for cell in sheet._origins[base + self.first : base + self.end]:
            if cell != last:
                last = cell
                if sheet.texts[cell] and sheet.cells[cell].row == row and sheet.cells[cell].column >= self.first:
                    found.append(cell)
        return found

    def right_of(self, cell: int, row: int | None = None) -> int | None:
        """Return the cell beside a cell, at its right, in its first row or another one; None at the end."""
        one = self.sheet.cells[cell]
        column = one.column + one.column_span
        return self.sheet.at(one.row if row is None else row, column) if column < self.end else None

    def below(self, cell: int) -> int | None:
        """Return the cell below a cell, None at the end."""
        one = self.sheet.cells[cell]
        row = one.row + one.row_span
        return self.sheet.at(row, one.column) if row < (self.sheet.rows if self.bottom < 0 else self.bottom) else None


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@define
class DocumentText:
    """All sheets and lines of a document in order, over one source."""

    cells: CellText
    blocks: list[Sheet | Line] = field(factory=list)

    @classmethod
    def of(cls, document: Document) -> DocumentText:
        """Put the texts of a document together.

        >>> from perfmodel.files.grid import GridBuilder
        >>> found = DocumentText.of(Document((GridBuilder.of_rows([["项目\\n名称", "会议费"]]),)))
        >>> [sheet.texts for sheet in found.blocks]
        [['项目名称', '会议费']]
        """
        cells = CellText()
        waiting: list[Sheet | tuple[Stretch, CellPlace | None]] = []
        for block in document.blocks:
            if isinstance(block, Grid) and block.columns > 1:
                waiting.append(Sheet(block, cells))
            elif isinstance(block, Grid):  # one column: nothing stands beside anything
                waiting += [
                    (cells.add(line, cell.place), cell.place) for cell in block.cells for line in _lines(cell.text)
                ]
            else:
                waiting.append((cells.add(block.text, block.place), block.place))
        cells.finish(document.name)
        found = cls(cells)
        for item in waiting:
            if isinstance(item, Sheet):
                item.finish(cells)
                found.blocks.append(item)
            elif item[0].count:
                start, end = cells.place(item[0])
                found.blocks.append(Line(At(cells.flow.text[start:end], start, end), item[1]))
        return found
