"""Law 3: fields, layout and findings account for every character that is not blank, mutilated tables included."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Indicator, ParseError, TargetTable, parse_indicators, parse_table, render_indicators
from perfmodel.source.characters import squeeze
from tests import strategies
from tests.accounting import unaccounted

REAL = Path(__file__, "../../tables/guangzhou-disability-employment.txt").resolve().read_text(encoding="utf-8")


@given(strategies.tables(), st.integers(12, 120), st.data())
def test_of_a_table_nothing_is_lost(table: TargetTable, width: int, data: st.DataObject) -> None:
    text = data.draw(strategies.paged(strategies.rendered(table, width)))
    assert unaccounted(parse_table(text)) == ""


@given(st.data())
def test_of_a_mutilated_table_nothing_is_lost(data: st.DataObject) -> None:
    text = data.draw(strategies.mutilated(REAL))
    assert unaccounted(parse_table(text)) == ""


@given(strategies.tables(), st.integers(12, 80), st.data())
def test_of_any_mutilated_table_nothing_is_lost(table: TargetTable, width: int, data: st.DataObject) -> None:
    text = data.draw(strategies.mutilated(strategies.rendered(table, width)))
    try:
        found = parse_table(text)
    except ParseError:
        return
    assert unaccounted(found) == ""


@given(st.lists(strategies.indicators(), max_size=4), st.data())
def test_of_mutilated_indicators_nothing_is_lost(indicators: list[Indicator], data: st.DataObject) -> None:
    text = data.draw(strategies.mutilated(render_indicators(indicators)))
    found = parse_indicators(text, recover=True)
    covered: set[int] = set()
    for indicator in found:
        assert indicator.span is not None
        covered.update(range(indicator.span.start, indicator.span.end))
    lost = "".join(char for at, char in enumerate(text) if at not in covered)
    assert set(squeeze(lost)) <= set("。;；")
