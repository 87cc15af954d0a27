"""Reading a table and walking it."""

from __future__ import annotations

from decimal import Decimal

from typing_extensions import assert_type

import perfmodel
from perfmodel import (
    Category,
    Finding,
    Funding,
    Indicator,
    Position,
    Project,
    Section,
    Source,
    Span,
    Target,
    TargetTable,
)

TABLE = "tests/tables/guangzhou-disability-employment.txt"


def total_of(table: TargetTable) -> Decimal:
    """Sum up what is there."""
    return sum((project.funding.total for project in table.projects if project.funding.total), Decimal(0))


def names_of(table: TargetTable) -> list[str]:
    """Walk down to the indicators."""
    return [
        f"{section.name} {project.name} {indicator.name}"
        for section in table.sections
        for project in section.projects
        for indicator in project.indicators
    ]


def main() -> None:
    """Walk the real table."""
    table = perfmodel.read(TABLE)
    assert_type(table, TargetTable)
    assert_type(table.sections, tuple[Section, ...])
    assert_type(table.projects, tuple[Project, ...])
    assert_type(table.problems, tuple[Finding, ...])
    assert_type(table.total, Funding | None)
    assert_type(table.currency_unit, str | None)
    assert_type(table.source, Source | None)
    assert total_of(table) == Decimal("830.47")
    assert len(names_of(table)) == 52

    assert_type(table.to_yaml(keys="zh"), str)
    assert_type(table.to_json(), str)
    assert_type(table.validate(), perfmodel.Report)
    assert_type(table.compare(table), perfmodel.Comparison)
    own = TargetTable(projects=[Project("会议费", indicators=[Indicator("1-产出指标", annual="≥95%")])])
    assert_type(own.projects[0].indicators[0].annual, Target | None)
    assert_type(own.projects[0].indicators[0].level1, Category | None)

    project = table.projects[2]
    assert_type(project.spender, str | None)
    assert_type(project.funding, Funding)
    assert_type(project.funding.amounts, tuple[Decimal | None, ...])
    assert_type(project.whole_period_funding, Funding | None)

    indicator = project.indicators[0]
    assert_type(indicator, Indicator)
    assert_type(indicator.level2, Category | None)
    assert_type(indicator.annual, Target | None)
    assert_type(indicator.weight, Decimal | None)
    assert_type(indicator.further, tuple[tuple[str, str], ...])
    assert_type(indicator.span, Span | None)
    if indicator.level2 is not None:
        assert_type(indicator.level2.parent, Category | None)
    if table.source is not None and indicator.span is not None:
        where = table.source.position(indicator.span.start)
        assert_type(where, Position)
        assert_type(where.line, int)

    assert_type(perfmodel.parse_table("项目支出绩效目标表", lang="en"), TargetTable)
    text = "1-产出指标；11-数量指标；培训人次；年度指标值:90人次。"
    assert_type(perfmodel.parse_indicator(text), Indicator)
    found = perfmodel.parse_indicators(text, recover=True)
    assert_type(found[0], Indicator)
    assert_type(found.problems, tuple[Finding, ...])
    assert_type(perfmodel.parse_target("≥90", unit="%"), Target)
    with open(TABLE, "rb") as stream:
        assert_type(perfmodel.read(stream, "en"), TargetTable)
    with open(TABLE, encoding="utf-8") as lines:
        assert_type(perfmodel.read(lines), TargetTable)
