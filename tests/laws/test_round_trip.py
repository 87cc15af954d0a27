"""Law 1: what is written reads back the same, and what was canonical is written back the same."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
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
    text = strategies.rendered(table, None)
    found = parse_table(text)
    assert found == table
    assert render_table(found, width=None) == text


# What a cell of a published table is not: lines of other rows, labels, numbers, page numbers, what nobody sees.
_HOSTILE = (
    "合计", "某局小计", "18.00", "418.58 418.58", "会议费 18.00 18.00", "合计 18.00", "- 3 -", "第 1 页，共 2 页", "12", "0",
    "单位名称：某局", "单位：万元", "填报单位：", "项目支出绩效目标表", "绩效目标", "一级指标|二级指标", "1-产出指标", "1、",
    "年度指标值:3", "1-产出指标；11-数量指标；次数；年度指标值:3次", "开好。1、1-产出指标；11-数量指标；次数；年度指标值:3次。",
    "（", "）", "()", "（某局）", "（某市某局）", "；", "。", "：", "—", "/", "|", "a\fb", "a\x0bb", "\u200b", "\u202e", "\ufffe", "\ud800",
    "A  B", "\u3000", "①", "长" * 170,
)  # fmt: skip


@st.composite
def _hostile_tables(draw: st.DrawFn) -> TargetTable:
    """A table as published, but for one text that has something hostile in it, or is it."""
    texts = {"title": "项目支出绩效目标表", "unit": "某市某局", "section": "某市某局"}
    texts |= {"name": "会议费", "spender": "某市某局", "goal": "开好年度会议。", "unread": "备注"}
    field, hostile = draw(st.sampled_from(list(texts))), draw(st.sampled_from(_HOSTILE))
    texts[field] = draw(st.sampled_from([hostile, texts[field] + hostile, hostile + texts[field]])).strip()
    texts = {name: text.replace("\f", " ").replace("\x0b", " ") for name, text in texts.items()} | {
        "unread": texts["unread"]
    }
    money = Funding(Decimal("18.00"), Decimal("18.00"))
    own = tuple(parse_indicators("1、1-产出指标；11-数量指标；会议次数；年度指标值:不少于2次。"))
    projects = [
        Project(texts["name"], texts["spender"], money, texts["goal"], own),
        Project("差旅费", "某市某局", money, "出差。", own),
    ]
    section = Section(texts["section"], money, projects)
    return TargetTable(texts["title"], texts["unit"], "万元", money, [section], unread=[texts["unread"]])


@given(_hostile_tables(), st.sampled_from([None, 64, 20]))
def test_a_hostile_table_reads_back_or_is_refused_by_name(table: TargetTable, width: int | None) -> None:
    try:
        text = render_table(table, width)
    except ValueError as refused:
        assert re.match(
            r"(title|unit|currency_unit|unread|sections|projects|total|TargetTable|Indicator|写成的|含半个代理对)",
            str(refused),
        )
        assert " / " in str(refused)
        return
    assert parse_table(text) == table


@pytest.mark.parametrize(
    ("project", "field"),
    [
        (Project("会议费 18.00 18.00会议费", None, Funding(Decimal("18.00"))), "projects[0].name"),
        (Project("会议费", "某厅", Funding(Decimal("18.00"))), "sections[0].projects[0].spender"),
        (Project("会议费", None, Funding(Decimal("18.00")), "某局 18.00 18.00"), "projects[0].goal"),
        (Project("会议费", None, Funding(Decimal("18.00")), "第 1 页，共 2 页"), "projects[0].goal"),
    ],
)
def test_what_would_not_read_back_is_called_by_its_field(project: Project, field: str) -> None:
    table = TargetTable("项目支出绩效目标表", "某局", "万元", sections=[Section("", Funding(), [project])])
    with pytest.raises(ValueError, match=re.escape(field)):
        render_table(table)
