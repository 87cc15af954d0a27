"""A form as it is laid out: cells in rows that are as tall as their texts need, and then rows that a sheet can have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

from attrs import evolve

from perfmodel._internal.messages import shown
from perfmodel.model.fields import field_of
from perfmodel.model.table import TargetTable
from perfmodel.spreadsheets.cells import cell_text
from perfmodel.spreadsheets.form import Cell, Form, stretch
from perfmodel.spreadsheets.heads import shown_number
from perfmodel.spreadsheets.measure import TALLEST, height_of

__all__ = ["FormGrid", "Value", "currency_line", "refuse"]

Value: TypeAlias = str | Decimal | None

_SHORTEST_ROW = 24.0
_FORM_NAMES = {"self-evaluation": "自评表", "monitoring": "监控表"}
# What a cell's borders and its indent take of its width.
_CELL_INSET = 3


class FormGrid:
    """Cells of a form by row and column, which rows are added to from the top down.

    ``header`` is the first of the ``header_rows`` that are repeated on each page.
    """

    def __init__(self, title: str, widths: tuple[int, ...]) -> None:
        self.title = title
        self.widths = widths
        self.rows = 0
        self.cells: list[Cell] = []
        self.header = 0
        self.header_rows = 1

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def add_row(self, *parts: tuple[int, int, Value, str]) -> int:
        """Add a row of cells, each from one column to another with its value and its style; return where the row is."""
        for first, last, value, style in parts:
            self.put(self.rows, first, value, style, columns=last - first + 1)
        self.rows += 1
        return self.rows - 1

    def put(self, row: int, column: int, value: Value, style: str, rows: int = 1, columns: int = 1) -> None:
        """Put a cell into rows that are there, or that will be."""
        shown = cell_text(value) or None if isinstance(value, str) else value
        self.cells.append(Cell(row, column, shown, style, rows, columns))

    def form(self) -> Form:
        """Return the sheet: a row that is taller than a sheet can have becomes several, over which its cells are merged."""
        heights = self._heights()
        counts = [int(-(-height // TALLEST)) for height in heights]
        starts = [sum(counts[:at]) for at in range(len(counts) + 1)]
        cells = tuple(
            evolve(cell, row=starts[cell.row], rows=starts[cell.row + cell.rows] - starts[cell.row])
            for cell in self.cells
        )
        physical = [height / count for height, count in zip(heights, counts, strict=True) for _one in range(count)]
        head = (starts[self.header], starts[self.header + self.header_rows] - 1)
        return Form(cell_text(self.title), cells, self.widths, tuple(physical), head, ())

    def _heights(self) -> list[float]:
        heights = [_SHORTEST_ROW] * self.rows
        for cell in sorted(self.cells, key=lambda cell: cell.rows):
            needed = self._height(cell)
            if cell.rows == 1:
                heights[cell.row] = max(heights[cell.row], needed)
            else:
                stretch(heights, cell.row, cell.rows, needed)
        return heights

    def _height(self, cell: Cell) -> float:
        text = cell.value if isinstance(cell.value, str) else shown_number(cell.value)
        room = sum(self.widths[cell.column : cell.column + cell.columns])
        height = height_of(text, room - _CELL_INSET)
        return height * 1.7 if cell.style == "title" else height


def refuse(value: Any, name: str, layout: int | str) -> NoReturn:
    """Raise `ValueError` for a field that a layout, or the form of that name, has no place for."""
    kind: type = type(value)
    field = field_of(kind, name)
    zh, en = (
        (f"版式 {layout} ", f"layout {layout}")
        if isinstance(layout, int)
        else (_FORM_NAMES[layout], f"the {layout} form")
    )
    whose = getattr(value, "name", "")
    in_zh, in_en = (f"（{shown(whose)}）", f" ({shown(whose)})") if whose else ("", "")
    raise ValueError(
        f"{field.subject}：{zh}没有“{field.zh}”的位置{in_zh} / {field.subject}: {en} has no place for it{in_en}"
    )


def currency_line(table: TargetTable) -> str | None:
    """Return what says the unit of the amounts above a form; None where it is not known."""
    return f"单位：{table.currency_unit}" if table.currency_unit else None
