"""The official form as a grid: which cell stands where, how wide the columns and how tall the rows are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from attrs import evolve, field, frozen

from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.spreadsheets.cells import cell_text
from perfmodel.spreadsheets.heads import INDICATOR, PROJECT, Head, clean, shown_number, used
from perfmodel.spreadsheets.measure import TALLEST, height_of
from perfmodel.spreadsheets.paging import page_starts

__all__ = ["MOST_ROWS", "Cell", "Form", "form_of", "stretch"]

MOST_ROWS = 1_048_576
_SHORTEST = 22.0
# What a cell's borders and its indent take of its width.
_INSET = 3


@frozen
class Cell:
    """A cell, merged over ``rows`` and ``columns``; None is blank. ``style`` is one that the writer knows.

    What is ``tall`` goes over more than a page, perhaps, and begins at its top.
    """

    row: int
    column: int
    value: str | Decimal | None
    style: str
    rows: int = 1
    columns: int = 1
    tall: bool = False


@frozen
class Form:
    """A sheet: its cells, the widths of its columns, the heights of its rows in points.

    ``header`` are the rows that stand on every page, from the first to the last; ``pages`` those that begin one. Where
    what stands in the table is found again: ``rows`` has the row of each project (its number and None) and indicator (both
    numbers, from 0), of each body (``section`` and its number) and of the sum (``total`` and None); ``columns`` the path of
    what stands in each column, of which the first ``of_project`` are a project's.
    """

    title: str
    cells: tuple[Cell, ...]
    widths: tuple[int, ...]
    heights: tuple[float, ...]
    header: tuple[int, int]
    pages: tuple[int, ...]
    rows: Mapping[tuple[object, object], int] = field(factory=dict, eq=False)
    columns: tuple[tuple[str, ...], ...] = ()
    of_project: int = 0


def form_of(table: TargetTable) -> Form:
    """Lay a table out as the official form; columns that the form of Guangdong does not have are there if used.

    Raises `ValueError` where a sheet has too few rows for it.

    >>> form = form_of(TargetTable("项目支出绩效目标表", "某局", "万元"))
    >>> [cell.value for cell in form.cells][:5]
    ['项目支出绩效目标表', '单位名称：某局', '单位：万元', '项目名称（资金使用单位）', '资金']
    """
    return _Layout(table).form()


class _Layout:
    """Cells as they are laid out, from the top down."""

    def __init__(self, table: TargetTable) -> None:
        self.table = table
        indicators = [indicator for project in table.projects for indicator in project.indicators]
        self.of_project = used(PROJECT, table.projects)
        self.of_indicator = used(INDICATOR, indicators)
        self.heads = (*self.of_project, *self.of_indicator)
        # Cells of one category are merged: those columns stand first.
        self.categories = [at for at, head in enumerate(self.of_indicator) if head.style == "category"]
        self.widths = self._widths(indicators)
        self.cells: list[Cell] = []
        self.heights: list[float] = []
        self.rows: dict[tuple[object, object], int] = {}

    def _widths(self, indicators: Sequence[Indicator]) -> list[int]:
        fundings = [self.table.total, *(section.funding for section in self.table.sections)]
        widths = []
        for at, head in enumerate(self.heads):
            rows: Sequence[Any] = self.table.projects if at < len(self.of_project) else indicators
            shown = [shown_number(head.value(row)) for row in rows] if head.style in ("amount", "number") else []
            if _is_year_money(head):
                shown += [shown_number(_amount(head, funding)) for funding in fundings if funding is not None]
            widths.append(min(max([head.width, *(len(text) + _INSET + 1 for text in shown)]), 30))
        return widths

    def form(self) -> Form:
        """Lay out everything."""
        table = self.table
        last = len(self.heads) - 1
        self._line([(0, last, cell_text(table.title), "title")], 30.0)
        half = len(self.of_project) - 1
        currency = f"单位：{table.currency_unit}" if table.currency_unit else ""
        unit = f"单位名称：{cell_text(table.unit)}" if table.unit else ""
        self._line([(0, half, unit, "unit"), (half + 1, last, currency, "currency")])
        first = len(self.heights)
        self._header()
        header = (first, len(self.heights) - 1)
        if table.total is not None:
            self.rows["total", None] = len(self.heights)
            self._sum("合计", table.total)
        blocks = [header[1] + 1]
        number = 0
        for place, section in enumerate(table.sections):
            self.rows["section", place] = len(self.heights)
            # A body's row stays with its first project, and the sum with the first body.
            if place:
                blocks.append(len(self.heights))
            if section.name or section.funding != Funding() or place:
                self._sum(cell_text(section.name), section.funding)
            for at, project in enumerate(section.projects):
                if at:
                    blocks.append(len(self.heights))
                self._project(project, number)
                number += 1
                self._require_room()
        for text in table.unread:
            self._line([(0, last, f"未识读文字：{cell_text(text)}", "misread")])
        self._require_room()
        return Form(
            cell_text(table.title),
            tuple(map(self._with_height, self.cells)),
            tuple(self.widths),
            tuple(self.heights),
            header,
            tuple(page_starts(blocks, self.heights, self.widths, header)),
            self.rows,
            tuple(head.path for head in self.heads),
            len(self.of_project),
        )

    def _with_height(self, cell: Cell) -> Cell:
        tall = sum(self.heights[cell.row : cell.row + cell.rows]) > TALLEST
        return evolve(cell, tall=True) if tall else cell

    def _require_room(self) -> None:
        if len(self.heights) > MOST_ROWS:
            raise ValueError(
                f"此表超过电子表格的 {MOST_ROWS} 行 / the table needs more than the {MOST_ROWS} rows of a spreadsheet"
            )

    def _line(self, parts: list[tuple[int, int, str, str]], least: float = _SHORTEST) -> None:
        """A row of texts that each go over several columns."""
        tallest = max([least, *(height_of(text, sum(self.widths[a : b + 1]) - _INSET) for a, b, text, _style in parts)])
        rows = self._rows([tallest])[0]
        for first, last, text, style in parts:
            self.cells.append(Cell(rows[0], first, text or None, style, rows[1], last - first + 1))

    def _rows(self, heights: Sequence[float]) -> list[tuple[int, int]]:
        """Add rows of these heights, several of them where one is too tall; return where each begins and how many it takes."""
        found = []
        for height in heights:
            count = int(-(-height // TALLEST))
            found.append((len(self.heights), count))
            self.heights += [height / count] * count
        return found

    def _header(self) -> None:
        top = len(self.heights)
        at = 0
        for group, heads in groupby(self.heads, key=lambda head: head.group):
            size = len(list(heads))
            if group:
                self.cells.append(Cell(top, at, group, "head", 1, size))
                self.cells += [Cell(top + 1, at + k, self.heads[at + k].name, "head") for k in range(size)]
            else:
                self.cells += [Cell(top, at + k, self.heads[at + k].name, "head", 2) for k in range(size)]
            at += size
        lower = max(
            height_of(head.name, size - 1) for head, size in zip(self.heads, self.widths, strict=True) if head.group
        )
        self.heights += [_SHORTEST, max(_SHORTEST, lower)]

    def _sum(self, name: str, funding: Funding) -> None:
        """A row of money: 合计, or a spending body."""
        amounts = {at: clean(_amount(head, funding)) for at, head in enumerate(self.heads) if _is_year_money(head)}
        tallest = max(self._height(amount, at) for at, amount in amounts.items())
        row, rows = self._rows([max(_SHORTEST, tallest, self._height(name, 0))])[0]
        for at in range(len(self.heads)):
            if at == 0:
                self.cells.append(Cell(row, at, name or None, "sum", rows))
            elif at in amounts:
                self.cells.append(Cell(row, at, amounts[at], "sum_amount", rows))
            else:
                self.cells.append(Cell(row, at, None, "sum", rows))

    def _project(self, project: Project, number: int) -> None:
        self.rows[number, None] = len(self.heights)
        own = [clean(head.value(project)) for head in self.of_project]
        needed = max(self._height(value, at) for at, value in enumerate(own))
        offset = len(self.of_project)
        if not project.indicators:
            row, rows = self._rows([max(_SHORTEST, needed)])[0]
            blank = [Cell(row, offset + at, None, "text", rows) for at in range(len(self.of_indicator))]
            self.cells += blank
        else:
            indicators = [_Placed(project, self.of_indicator, at) for at in range(len(project.indicators))]
            heights = self._heights(indicators, offset, needed)
            places = self._rows(heights)
            self._indicators(indicators, places, offset)
            self.rows |= {(number, at): row for at, (row, _rows) in enumerate(places)}
            row, rows = places[0][0], sum(count for _row, count in places)
        for at, (head, value) in enumerate(zip(self.of_project, own, strict=True)):
            self.cells.append(Cell(row, at, value, head.style, rows))

    def _heights(self, indicators: Sequence[_Placed], offset: int, needed: float) -> list[float]:
        """The heights that indicators need, made larger where a merged cell beside them needs more than their sum."""
        heights = [_SHORTEST] * len(indicators)
        for at, indicator in enumerate(indicators):
            if indicator.misread is not None:
                heights[at] = max(_SHORTEST, height_of(indicator.misread, sum(self.widths[offset:]) - _INSET))
                continue
            for column, (head, value) in enumerate(zip(self.of_indicator, indicator.values, strict=True)):
                if head.style != "category":
                    heights[at] = max(heights[at], self._height(value, offset + column))
        for column in self.categories:
            for first, count in _runs(indicators, column):
                stretch(heights, first, count, self._height(indicators[first].values[column], offset + column))
        stretch(heights, 0, len(heights), needed)
        return heights

    def _indicators(self, indicators: Sequence[_Placed], places: list[tuple[int, int]], offset: int) -> None:
        for column in self.categories:
            for first, count in _runs(indicators, column):
                rows = sum(taken for _row, taken in places[first : first + count])
                value = indicators[first].values[column]
                self.cells.append(Cell(places[first][0], offset + column, value, "category", rows))
        for indicator, (row, rows) in zip(indicators, places, strict=True):
            if indicator.misread is not None:
                self.cells.append(Cell(row, offset, indicator.misread, "misread", rows, len(self.of_indicator)))
                continue
            for column, (head, value) in enumerate(zip(self.of_indicator, indicator.values, strict=True)):
                if head.style != "category":
                    self.cells.append(Cell(row, offset + column, value, head.style, rows))

    def _height(self, value: str | Decimal | None, column: int) -> float:
        if value is None:
            return 0.0
        text = value if isinstance(value, str) else shown_number(value)
        return height_of(text, self.widths[column] - _INSET)


def _is_year_money(head: Head) -> bool:
    """Whether a column is one of those in which sections and the line 合计 have their money."""
    return head.style == "amount" and head.path[0] == "funding"


def _amount(head: Head, funding: Funding) -> Decimal | None:
    amount: Decimal | None = getattr(funding, head.path[-1])
    return amount


@frozen
class _Placed:
    """An indicator with what stands in its columns; one that was not understood has its text alone."""

    project: Project
    heads: tuple[Head, ...]
    at: int
    values: tuple[str | Decimal | None, ...] = field(init=False)
    misread: str | None = field(init=False)

    @values.default
    def _its_values(self) -> tuple[str | Decimal | None, ...]:
        return tuple(clean(head.value(self.project.indicators[self.at])) for head in self.heads)

    @misread.default
    def _its_text(self) -> str | None:
        indicator = self.project.indicators[self.at]
        return None if indicator.understood else cell_text(f"未识读：{indicator.printed or ''}")


def _runs(indicators: Sequence[_Placed], column: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of one category, as the first place and the count; a level-2 run stays in its level-1 run."""

    def key(at: int) -> object:
        indicator = indicators[at]
        return ("misread", at) if indicator.misread is not None else indicator.values[: column + 1]

    for _key, places in groupby(range(len(indicators)), key):
        found = list(places)
        if indicators[found[0]].misread is None:
            yield found[0], len(found)


def stretch(heights: list[float], first: int, count: int, needed: float) -> None:
    """Make some rows taller, each by as much, where together they are not as tall as is needed."""
    missing = needed - sum(heights[first : first + count])
    if missing > 0:
        for at in range(first, first + count):
            heights[at] += missing / count
