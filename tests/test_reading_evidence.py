"""What reading goes by where a text can be read in several ways: each piece of evidence and each veto decides something."""

from __future__ import annotations

from typing import Any

import pytest

from perfmodel import parse_indicators, parse_table
from perfmodel.source.flow import flow_of
from perfmodel.strings import amount_readings, indicator_starts, row_names
from perfmodel.strings.funding_lines import Runs

CELLS = "1-产出指标；11-数量指标；人次；年度指标值:"

# What is printed, and each indicator's number and annual target.
STARTS = {
    "the last decimal of a value, and the next number": (
        f"1、{CELLS}≥0.12、{CELLS}9人次。",
        [(1, "≥0.1"), (2, "9人次")],
    ),
    "a number of two digits, the first of them of the value before": (
        f"6、{CELLS}097、{CELLS}9人次。",
        [(6, "09"), (7, "9人次")],
    ),
    "a list that writes 01、, and lost one": (
        f"01、{CELLS}3次。03、{CELLS}9人次。",
        [(1, "3次"), (3, "9人次")],
    ),
    "a number broken over lines after a damaged beginning": (
        f"10、{CELLS}3次。1\n1、{CELLS}9人次。",
        [(10, "3次"), (11, "9人次")],
    ),
    "a digit alone on the line above the first number": (f"9\n8、{CELLS}3次。", [(98, "3次")]),
    "decimals above the first number": (f"{CELLS}5.00\n1、{CELLS}9人次。", [(None, "5.00"), (1, "9人次")]),
}


@pytest.mark.parametrize("name", STARTS)
def test_indicators_begin_where_their_numbers_say(name: str) -> None:
    text, expected = STARTS[name]
    found = parse_indicators(text, recover=True)
    assert [(one.number, one.annual and one.annual.text) for one in found] == expected


def without(table: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return table[:at] + table[at + 1 :]


# For each piece of evidence a text that is read otherwise without it.
DECIDED_BY_EVIDENCE = (
    f"12\n1、{CELLS}9人次。",
    f"5、{CELLS}3次。96、{CELLS}9人次。",
    f"3、{CELLS}3次。95、{CELLS}9人次。",
    f"1\n2、{CELLS}9人次。",
    f"09、{CELLS}9人次。",
    f"0.03、{CELLS}9人次。",
    f"{CELLS}3次。02、{CELLS}9人次。",
)


@pytest.mark.parametrize("at", range(len(DECIDED_BY_EVIDENCE)))
def test_each_evidence_of_a_start_decides_something(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(DECIDED_BY_EVIDENCE) == len(indicator_starts.EVIDENCE)
    flow = flow_of(DECIDED_BY_EVIDENCE[at])
    found = indicator_starts.indicator_starts(flow).offsets
    monkeypatch.setattr(indicator_starts, "EVIDENCE", without(indicator_starts.EVIDENCE, at))
    assert indicator_starts.indicator_starts(flow).offsets != found


# For each veto a text without a line of money, which would have one without it.
RULED_OUT = (
    "会议费 5.00 5\n目标",
    "投入 5.00 5.00 万元",
    "投入 5.00位",
    "会议费 5 5位",
    "共 5.00\n目标",
    "会议费 7.00 5.00 目标",
)


@pytest.mark.parametrize("at", range(len(RULED_OUT)))
def test_each_veto_rules_something_out(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(RULED_OUT) == len(amount_readings.VETOES)
    flow = flow_of(RULED_OUT[at])

    def found() -> list[str]:
        return [" ".join(token.text for token in money.tokens) for money in Runs(flow, 2).within(0, len(flow.text))]

    with_veto = found()
    monkeypatch.setattr(amount_readings, "VETOES", without(amount_readings.VETOES, at))
    assert found() != with_veto


HEAD = "项目支出绩效目标表\n单位名称：某市某局 单位：万元\n项目名称 总计 财政拨款 绩效目标 绩效指标\n"
# For each piece of evidence a table that has other rows without it.
DECIDED_BY_NAMES = (
    "    会议费 5.00 5.00\n开好会议。\n    培训费 3.00\n办好培训。",
    "    会议费 5.00\n开好会议。\n某市教育局 3.00 2.00\n    培训费 3.00",
    "    会议费 5.00\n开好会议。\n办好培训 3.00\n再办一次。",
    "会议费 5.00 5.00\n开好会议。\n培训费 3.00 3.00\n办好培训。",
    "会议费 5.00 5.00\n开好会议\n\n某市教育局 3.00 2.00\n",
    "会议费 5.00 5.00\n开好会议。投入3.00 3.00\n再办一次。",
    "会议费 5.00 5.00\n开好会议\n\n培训费 3.00 3.00\n办好培训。",
    "合计 5.00 5.00\n培训费 5.00 5.00\n办好培训。",
)


@pytest.mark.parametrize("at", range(len(DECIDED_BY_NAMES)))
def test_each_evidence_of_a_next_row_decides_something(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(DECIDED_BY_NAMES) == len(row_names.NEXT_ROW_EVIDENCE)
    found = repr(parse_table(HEAD + DECIDED_BY_NAMES[at]))
    monkeypatch.setattr(row_names, "NEXT_ROW_EVIDENCE", without(row_names.NEXT_ROW_EVIDENCE, at))
    assert repr(parse_table(HEAD + DECIDED_BY_NAMES[at])) != found


# The same for the row behind an indicator.
DECIDED_BEHIND_INDICATORS = (
    "9人次。\n    培训费 3.00\n办好培训。",
    "9人次\n\n某市教育局 3.00 2.00\n",
    "9人次\n\n培训\n费 3.00 3.00\n办好培训。",
    "9人次\n培训费 3.00 3.00\n办好培训。",
)


@pytest.mark.parametrize("at", range(len(DECIDED_BEHIND_INDICATORS)))
def test_each_evidence_of_a_row_behind_an_indicator_decides_something(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(DECIDED_BEHIND_INDICATORS) == len(row_names.BEHIND_INDICATOR_EVIDENCE)
    text = f"{HEAD}会议费 5.00 5.00\n开好会议。\n1、{CELLS}{DECIDED_BEHIND_INDICATORS[at]}\n1、{CELLS}3次。"
    found = repr(parse_table(text))
    monkeypatch.setattr(row_names, "BEHIND_INDICATOR_EVIDENCE", without(row_names.BEHIND_INDICATOR_EVIDENCE, at))
    assert repr(parse_table(text)) != found
