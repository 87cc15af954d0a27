"""From the filled cells of a sheet to its grid: hidden rows and columns left out, merges, the extent that is filled."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby

from attrs import define, field

from perfmodel.files.budget import Budget
from perfmodel.files.document import Grid
from perfmodel.files.grid import GridBuilder
from perfmodel.files.problem import Problem, problem
from perfmodel.source.cells import CellPlace, SheetCell, column_letters

__all__ = ["Sheet", "grid_of"]

# Where so many rows (or columns) have nothing in them, a cell behind them was not meant to be seen; the gap is closed.
_WIDEST_ROW_GAP, _WIDEST_COLUMN_GAP = 200, 60
_SHEET_COLUMNS = 16_384
# A merged range that is larger than this was not meant for its text: it ends where the filled cells end.
_LARGEST_MERGE = 1000


@define
class Sheet:
    """What a sheet's file says: its filled cells (parallel ``rows``, ``columns``, from 0, and ``texts``), and how it is laid out.

    ``merges`` have first and last row, first and last column; ``hidden_columns`` first and last column.
    """

    name: str
    rows: array[int] = field(factory=lambda: array("l"))
    columns: array[int] = field(factory=lambda: array("l"))
    texts: list[str] = field(factory=list)
    merges: list[tuple[int, int, int, int]] = field(factory=list)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: list[tuple[int, int]] = field(factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Take a filled cell."""
        self.rows.append(row)
        self.columns.append(column)
        self.texts.append(text)


def grid_of(sheet: Sheet, budget: Budget) -> tuple[Grid | None, list[Problem]]:
    """Return the grid of what a sheet shows, None where it shows nothing; and what is to be said of it.

    A cell's row and column are those of the sheet, unless something before it is hidden; its place always is.

    >>> sheet = Sheet("目标表", merges=[(0, 0, 0, 2)], hidden_rows={1})
    >>> sheet.put(0, 0, "标题"), sheet.put(1, 0, "密"), sheet.put(2, 1, "≥95%")
    (None, None, None)
    >>> grid, problems = grid_of(sheet, Budget())
    >>> [(cell.text, str(cell.place), cell.column_span) for cell in grid.cells if cell.text]
    [('标题', '目标表!A1', 3), ('≥95%', '目标表!B3', 1)]
    >>> [problem.message for problem in problems]
    ['隐藏内容未读取：工作表“目标表”第 2 行']
    """
    if not sheet.texts:
        return None, []
    found: list[Problem] = []
    merges = sorted(set(sheet.merges))
    hidden_columns = _hidden_columns(sheet)
    anchors = _anchors(sheet, merges)
    shown_merges = [merge for merge in merges if anchors.get((merge[0], merge[2]))]
    used_columns = _used(sheet.columns, ((merge[2], merge[3]) for merge in shown_merges), hidden_columns)
    used_rows = _used(sheet.rows, ((merge[0], merge[1]) for merge in shown_merges), sheet.hidden_rows)
    columns, closed_columns = _lines(used_columns, hidden_columns, _WIDEST_COLUMN_GAP, budget, 1)
    rows, closed_rows = _lines(used_rows, sheet.hidden_rows, _WIDEST_ROW_GAP, budget, len(columns))
    found += _hidden(sheet, hidden_columns)
    for first, last in closed_rows:
        found.append(problem("D18", what=f"{sheet.name}!{first + 1}:{last + 1}"))
    for first, last in closed_columns:
        found.append(problem("D18", what=f"{sheet.name}!{column_letters(first + 1)}:{column_letters(last + 1)}"))
    if not rows or not columns:
        return None, found

    def place_of(row: int, column: int, row_span: int) -> CellPlace:
        return SheetCell(sheet.name, rows[row] + 1, columns[column] + 1)

    builder = GridBuilder(budget, place_of)
    builder.extend(len(rows), len(columns))
    _add_merges(builder, sheet, merges, anchors, rows, columns)
    if builder.overlaps:
        found.append(problem("D04", SheetCell(sheet.name, merges[0][0] + 1, merges[0][2] + 1)))
    covered = _add_cells(builder, sheet, anchors, rows, columns)
    if covered:
        found.append(
            problem(
                "D01",
                what=f"工作表“{sheet.name}”合并区域下面的 {covered} 个值",
                what_en=f"{covered} values under merged ranges of sheet “{sheet.name}”",
            )
        )
    return builder.build(sheet.name), found


def _hidden_columns(sheet: Sheet) -> set[int]:
    """The columns in hidden ranges, which may overlap by the thousand."""
    hidden: set[int] = set()
    behind = 0  # all before it are in the set already, or in no range
    for first, last in sorted(set(sheet.hidden_columns)):
        end = min(last + 1, _SHEET_COLUMNS)
        hidden.update(range(max(first, behind, 0), end))
        behind = max(behind, end)
    return hidden


def _anchors(sheet: Sheet, merges: list[tuple[int, int, int, int]]) -> dict[tuple[int, int], str]:
    """The text of each merged range."""
    anchors = {(first_row, first_column): "" for first_row, _, first_column, _ in merges}
    if anchors:
        for position, text in zip(zip(sheet.rows, sheet.columns, strict=True), sheet.texts, strict=True):
            if position in anchors:
                anchors[position] = text
    return anchors


def _used(filled: Iterable[int], merged: Iterable[tuple[int, int]], hidden: set[int]) -> list[int]:
    """The rows (or columns) in which something stands."""
    used = set(filled)
    for first, last in set(merged):
        if last - first <= _LARGEST_MERGE:
            used.update(range(first, last + 1))
    return sorted(used - hidden)


def _lines(
    used: list[int], hidden: set[int], widest: int, budget: Budget, across: int
) -> tuple[list[int], list[tuple[int, int]]]:
    """The rows (or columns) that the grid has, from the first of the sheet on, and the wide gaps that were closed."""
    lines: list[int] = []
    closed = []
    at = 0
    for line in used:
        if line - at > widest:
            closed.append((at, line - 1))
            at = line
        for each in range(at, line + 1):
            if each not in hidden:
                lines.append(each)
        at = line + 1
        budget.check("positions", len(lines) * across)
    return lines, closed


def _add_merges(
    builder: GridBuilder,
    sheet: Sheet,
    merges: list[tuple[int, int, int, int]],
    anchors: dict[tuple[int, int], str],
    rows: list[int],
    columns: list[int],
) -> None:
    for first_row, last_row, first_column, last_column in merges:
        top, bottom = bisect_left(rows, first_row), bisect_right(rows, last_row)
        left, right = bisect_left(columns, first_column), bisect_right(columns, last_column)
        if top < bottom and left < right:
            text = anchors[first_row, first_column]
            place = SheetCell(sheet.name, first_row + 1, first_column + 1)
            builder.add(top, left, text, bottom - top, right - left, place=place)


def _add_cells(
    builder: GridBuilder, sheet: Sheet, anchors: dict[tuple[int, int], str], rows: list[int], columns: list[int]
) -> int:
    """Add the cells outside of merged ranges; return how many lie under one."""
    row_of = {row: at for at, row in enumerate(rows)}
    column_of = {column: at for at, column in enumerate(columns)}
    covered = 0
    for position, text in zip(zip(sheet.rows, sheet.columns, strict=True), sheet.texts, strict=True):
        row, column = row_of.get(position[0]), column_of.get(position[1])
        if row is None or column is None or position in anchors:
            continue
        if builder.is_free(row, column):
            builder.add(row, column, text)
        else:
            covered += 1
    return covered


def _hidden(sheet: Sheet, hidden_columns: set[int]) -> list[Problem]:
    """What is said of hidden rows and columns with something in them."""
    rows = sorted(set(sheet.rows) & sheet.hidden_rows)
    columns = sorted(set(sheet.columns) & hidden_columns)
    found = []
    if rows:
        words = "、".join(f"{a + 1}" if a == b else f"{a + 1}–{b + 1}" for a, b in _runs(rows))
        found.append(
            problem(
                "D01",
                what=f"工作表“{sheet.name}”第 {words} 行",
                what_en=f"{'row' if len(rows) == 1 else 'rows'} {words.replace('、', ', ')} of sheet “{sheet.name}”",
            )
        )
    if columns:
        letters = ((column_letters(a + 1), column_letters(b + 1)) for a, b in _runs(columns))
        words = "、".join(a if a == b else f"{a}–{b}" for a, b in letters)
        found.append(
            problem(
                "D01",
                what=f"工作表“{sheet.name}”{words} 列",
                what_en=f"{'column' if len(columns) == 1 else 'columns'} {words.replace('、', ', ')} of sheet “{sheet.name}”",
            )
        )
    return found


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow each other, as first and last."""
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield run[0], run[-1]
