"""Which cell of a form something stands in, by its path in the table."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from perfmodel.spreadsheets.form import Cell, Form

__all__ = ["FormCells"]

# Fields that stand in the line below the title, and there at its left or its right end.
_BELOW_TITLE = {"unit": 0, "currency_unit": 1}


class FormCells:
    """The cells of a form, to be found by the row of the table and the field.

    >>> from perfmodel.model.table import Project, TargetTable
    >>> from perfmodel.spreadsheets.form import form_of
    >>> from perfmodel.model.funding import Funding
    >>> table = TargetTable("绩效目标表", total=Funding(18), projects=[Project("会议费", goal="开好会议。")])
    >>> cells = FormCells(form_of(table))
    >>> cells.cell_of((0, None), "goal").value, cells.cell_of((None, None), "title").value
    ('开好会议。', '绩效目标表')
    >>> cells.cell_of(("total", None), "total").value
    Decimal('18')
    """

    def __init__(self, form: Form) -> None:
        self._form = form
        self._in_column: dict[int, list[Cell]] = defaultdict(list)
        for cell in sorted(form.cells, key=lambda cell: cell.row):
            self._in_column[cell.column].append(cell)
        self._starts = {column: [cell.row for cell in cells] for column, cells in self._in_column.items()}

    def cell_of(self, row: tuple[object, object], field: str) -> Cell | None:
        """Return the cell of a field in a row of the table (as `Form.rows` has them), else the one that the row is named in.

        ``field`` is a path in the row's object: ``funding.total``. None where the form has no such row.
        """
        if row == (None, None):
            return self._at(1, -1 if _BELOW_TITLE[field] else 0) if field in _BELOW_TITLE else self._at(0, 0)
        at = self._form.rows.get(row)
        if at is None:
            return None
        if row[0] == "total":  # the sum's own name stands for its money
            field = f"funding.{field.removeprefix('total').lstrip('.') or 'total'}"
        of_indicator = isinstance(row[0], int) and isinstance(row[1], int)
        return self._at(at, self._column(field, of_indicator))

    def _column(self, field: str, of_indicator: bool) -> int:
        """The column of a field, or the first of those that an object's fields have; else that of the name."""
        steps = tuple(field.split("."))
        first = self._form.of_project if of_indicator else 0
        columns = self._form.columns[first:] if of_indicator else self._form.columns[: self._form.of_project]
        for known in (steps, steps[:1]):
            for at, path in enumerate(columns, first):
                if path[: len(known)] == known:
                    return at
        if field == "indicators" and not of_indicator:
            return self._form.of_project
        return next((at for at, path in enumerate(columns, first) if path == ("name",)), first)

    def _at(self, row: int, column: int) -> Cell | None:
        """The cell that goes over a place, which may begin above it and to its left; the last of a row for -1."""
        if column < 0:
            return max(
                (cell for cell in self._form.cells if cell.row == row), key=lambda cell: cell.column, default=None
            )
        for start in range(column, -1, -1):
            at = bisect_right(self._starts.get(start, []), row) - 1
            cell = self._in_column[start][at] if at >= 0 else None
            if cell is not None and row < cell.row + cell.rows and column < cell.column + cell.columns:
                return cell
        return None
