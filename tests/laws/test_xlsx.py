"""Law: a spreadsheet, opened again, says what the table says, to a reader that is not the writer."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import ExecutionLine, Funding, Indicator, Project, Section, TargetTable, Task, to_xlsx
from perfmodel.model.fields import fields_of
from tests import strategies

Row = dict[str, Any]


def opened(table: TargetTable | Project) -> Any:
    pytest.importorskip("xlsxwriter")
    openpyxl: Any = pytest.importorskip("openpyxl")
    stream = io.BytesIO()
    to_xlsx(table, stream)
    return openpyxl.load_workbook(stream)


def said(sheet: Any) -> list[Row]:
    """The rows of a sheet under their heads, a merged cell in each row that it goes over; nothing blank."""
    values = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row}
    inner: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        for at in [(row, column) for row, column in area.cells if (row, column) != (area.min_row, area.min_col)]:
            assert values[at] is None
            values[at] = values[area.min_row, area.min_col]
            if at[0] != area.min_row:
                inner.add(at)
    columns = range(1, sheet.max_column + 1)
    top = next(row for row in range(1, sheet.max_row + 1) if values[row, 1] == "项目名称（资金使用单位）")
    heads = [(values[top, column], values[top + 1, column]) for column in columns]
    names = [lower if group in ("资金", "绩效指标", lower) else f"{group}{lower}" for group, lower in heads]
    found = []
    for row in range(top + 2, sheet.max_row + 1):
        if not all((row, column) in inner for column in columns):  # not the lower part of a row that is too tall
            found.append(
                {name: _plain(values[row, at]) for at, name in enumerate(names, 1) if values[row, at] is not None}
            )
    return found


def _plain(value: object) -> object:
    return Decimal(repr(value)) if isinstance(value, (int, float)) else value


def expected(table: TargetTable) -> Iterator[Row]:
    if table.total is not None:
        yield {"项目名称（资金使用单位）": "合计", **_money(table.total)}
    for place, section in enumerate(table.sections):
        if section.name or section.funding != Funding() or place:
            yield _said({"项目名称（资金使用单位）": section.name, **_money(section.funding)})
        for project in section.projects:
            own = _said(
                {
                    "项目名称（资金使用单位）": project.name
                    + (f"（{project.spender}）" if project.spender is not None else ""),
                    **_money(project.funding),
                    **(_money(project.whole_period_funding, "实施周期资金") if project.whole_period_funding else {}),
                    **_columns(project, but=("name", "funding", "whole_period_funding")),
                }
            )
            if not project.indicators:
                yield own
            for indicator in project.indicators:
                yield own | _said(_indicator(indicator))


def _indicator(indicator: Indicator) -> Row:
    assert indicator.level1 is not None
    assert indicator.level2 is not None
    return {
        "一级指标": indicator.level1_text or indicator.level1.label,
        "二级指标": indicator.level2_text or indicator.level2.label,
        **_columns(indicator, but=("level1", "level2")),
    }


def _columns(value: object, but: tuple[str, ...] = ()) -> Row:
    """What the columns of an object's fields say, each by its kind."""
    kind: type = type(value)
    row: Row = {}
    for field in fields_of(kind):
        if not field.attribute or field.declaration.width is None or field.name in but:
            continue
        content = getattr(value, field.name)
        if field.kind != "object":
            row[field.column_zh] = CELLS[field.kind](content)
        elif content is not None:
            row |= {field.zh + name: cell for name, cell in _columns(content).items()}
    return row


CELLS: dict[str, Callable[[Any], Any]] = {
    "text": lambda text: text,
    "prose": lambda text: text,
    "target": lambda target: target and target.text,
    "number": lambda number: number,
    "amount": lambda number: number,
    "ordinal": lambda number: None if number is None else Decimal(number),
    "flag": lambda flag: "是" if flag else None,
    "texts": "\n".join,
    "pairs": lambda pairs: "\n".join(f"{name}：{text}" for name, text in pairs),
    "objects": lambda values: "\n".join(map(_line, values)),
}


def _line(one: Task | ExecutionLine) -> str:
    if isinstance(one, Task):
        money = (f"{name} {amount:f}" for name, amount in _money(one.funding).items())
        return "，".join(text for text in (one.name, one.content, "，".join(money)) if text)
    cells = {field: getattr(one, field.name) for field in fields_of(ExecutionLine)}
    shown = {
        field: f"{field.zh} {cell:f}" if field.kind in ("amount", "number") else CELLS[field.kind](cell)
        for field, cell in cells.items()
        if cell is not None
    }
    return "，".join(text for text in shown.values() if text)


def _money(funding: Funding, prefix: str = "") -> Row:
    amounts = [field for field in fields_of(Funding) if field.kind == "amount"]
    return _said({prefix + field.zh: getattr(funding, field.name) for field in amounts})


def _said(row: Row) -> Row:
    return {name: value for name, value in row.items() if value not in (None, "")}


@given(
    st.one_of(
        strategies.tables(),
        strategies.long_projects().map(lambda project: TargetTable(sections=[Section(projects=[project])])),
    )
)
def test_a_spreadsheet_says_the_same(table: TargetTable) -> None:
    sheet = opened(table).active
    assert said(sheet) == list(expected(table))
    assert sheet["A1"].value == (table.title or None)
    unit = f"单位名称：{table.unit}" if table.unit else ""
    currency = f"单位：{table.currency_unit}" if table.currency_unit else ""
    assert [cell.value for cell in sheet[2] if cell.value] == [text for text in (unit, currency) if text]


@given(
    strategies.tables(),
    st.text(min_size=1, max_size=20).map(str.strip).filter(lambda text: len(text.splitlines()) == 1),
)
def test_no_text_is_anything_but_text(table: TargetTable, text: str) -> None:
    sections = [
        Section(text, projects=[evolve(project, name=text, spender=None, goal=text) for project in section.projects])
        for section in table.sections
    ]
    for sheet in opened(evolve(table, title=text, unit=text, sections=sections)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert cell.data_type == "n" or isinstance(cell.value, str)
                assert cell.hyperlink is None
