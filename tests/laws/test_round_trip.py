"""Law 1: what is written reads back the same, and what was canonical is written back the same."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from perfmodel import (
    Funding,
    Indicator,
    Project,
    Section,
    TargetTable,
    parse_indicator,
    parse_indicators,
    parse_table,
    render,
    render_indicators,
    render_table,
)
from tests import strategies


@given(strategies.indicators())
def test_an_indicator_reads_back(indicator: Indicator) -> None:
    text = render(indicator)
    found = parse_indicator(text)
    assert found == indicator
    assert found.printed is None
    assert render(found) == text


@given(st.lists(strategies.indicators(), min_size=1, max_size=12))
def test_a_list_of_indicators_reads_back(indicators: list[Indicator]) -> None:
    text = render_indicators(indicators)
    found = parse_indicators(text)
    assert list(found) == indicators
    assert render_indicators(found) == text
    assert [indicator.number for indicator in found] == list(range(1, len(indicators) + 1))


def _of_one(name: str) -> TargetTable:
    """A table of one project with one amount."""
    project = Project(name, None, Funding(Decimal("0.00")))
    return TargetTable("项目支出绩效目标表", "某局", "万元", sections=[Section("", Funding(), [project])])


@given(strategies.tables())
@example(_of_one("服务/ 0"))  # the stroke belongs to the name: no empty column beside the amounts
def test_a_table_reads_back(table: TargetTable) -> None:
    text = render_table(table, width=None)
    found = parse_table(text)
    assert found == table
    assert render_table(found, width=None) == text
