"""Law 2: lines broken at any width and pages in the middle change nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Indicator, TargetTable, parse_indicators, parse_table, render_indicators
from perfmodel.source.flow import flow_of
from perfmodel.strings.render import HEADER
from perfmodel.strings.wrapping import wrap
from tests import strategies


@given(strategies.tables(), st.integers(8, 120), st.data())
def test_a_broken_table_reads_the_same(table: TargetTable, width: int, data: st.DataObject) -> None:
    text = strategies.rendered(table, width)
    assert parse_table(text) == table
    paged = data.draw(strategies.paged(text, "\n".join(wrap(HEADER, width))))
    found = parse_table(paged)
    assert found.projects == table.projects
    assert found == table


@given(st.lists(strategies.indicators(), min_size=1, max_size=4), st.integers(1, 60))
def test_broken_indicators_read_the_same(indicators: list[Indicator], width: int) -> None:
    text = "\n".join(wrap(render_indicators(indicators), width))
    assert list(parse_indicators(text)) == indicators


@given(strategies.phrases(), st.integers(1, 40))
def test_wrapping_is_undone_by_joining(text: str, width: int) -> None:
    assert flow_of("\n".join(wrap(text, width))).text == text
