"""The form of strings: one table, all indicators of a project in one cell, each as an indicator string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve

from perfmodel.model.fields import field_of
from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import FORM_SCOPES, Project, TargetTable
from perfmodel.spreadsheets.grid import FormGrid, Value, currency_line, refuse
from perfmodel.strings.canonical import decimals_of
from perfmodel.strings.render import render_project, render_table

__all__ = ["strings_grid"]

_TITLE = "项目支出绩效目标表"
_STRING_FORM_WIDTHS = (26, 14, 14, 14, 14, 40, 72)


def strings_grid(table: TargetTable) -> FormGrid:
    """Lay a table out as the form of strings; raises `ValueError` for what it has no place for.

    >>> grid = strings_grid(TargetTable("项目支出绩效目标表", projects=[Project("会议费")]))
    >>> [cell.value for cell in grid.cells if cell.style == "head"][:2]
    ['项目名称（资金使用单位）', '总计']
    """
    _require_sayable_in_strings(table)
    grid = FormGrid(table.title, _STRING_FORM_WIDTHS)
    grid.add_row((0, grid.last, table.title or _TITLE, "title"))
    unit = f"单位名称：{table.unit}" if table.unit else None
    grid.add_row((0, 4, unit, "unit"), (5, grid.last, currency_line(table), "currency"))
    amounts = [field_of(Funding, name).zh for name in AMOUNTS]
    heads = ["项目名称（资金使用单位）", *amounts, "绩效目标", "绩效指标"]
    grid.header = grid.add_row(*((at, at, head, "head") for at, head in enumerate(heads)))
    if table.total is not None:
        _add_line(grid, "合计", table.total, "sum")
    for section in table.sections:
        if section.name:
            _add_line(grid, section.name, section.funding, "sum")
        for project in section.projects:
            name = project.name if project.spender is None else f"{project.name}（{project.spender}）"
            indicators = "\n".join(map(_string_of, _numbered(project.indicators)))
            _add_line(grid, name, project.funding, "text", project.goal, indicators)
    return grid


def _require_sayable_in_strings(table: TargetTable) -> None:
    if table.year is not None and str(table.year) not in table.title:
        refuse(table, "year", 1)
    if table.scope != FORM_SCOPES[0]:
        refuse(table, "scope", 1)
    for section in table.sections[1:]:
        if not section.name:
            refuse(section, "projects", 1)  # they would stand under the body before
    render_table(evolve(table, year=None), None)  # refuses what the string form cannot say


def _add_line(grid: FormGrid, name: str, funding: Funding, style: str, goal: str = "", indicators: str = "") -> None:
    given = [amount for amount in funding.amounts if amount is not None]
    # A line has one number of decimals, as the form prints it.
    decimals = max([2, *map(decimals_of, given)])
    money = [None if amount is None else Decimal(f"{amount:.{decimals}f}") for amount in funding.amounts]
    values: list[tuple[Value, str]] = [
        (name, style),
        *((one, "sum_amount" if style == "sum" else "amount") for one in money),
    ]
    values += [(goal, style), (indicators, style)]
    grid.add_row(*((at, at, value, look) for at, (value, look) in enumerate(values)))


def _string_of(indicator: Indicator) -> str:
    """Return an indicator as it was printed, or as its canonical string."""
    return render_project(Project("项目", indicators=[indicator]), None).split("\n\n", 1)[1].strip()


def _numbered(indicators: Sequence[Indicator]) -> Iterator[Indicator]:
    for at, indicator in enumerate(indicators, 1):
        yield indicator if indicator.number is not None or not indicator.understood else evolve(indicator, number=at)
