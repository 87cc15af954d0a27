"""Law 5: any string at all is read, or refused with `ParseError`; work and memory grow in proportion to it."""

from __future__ import annotations

import pickle
import sys
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import ParseError, from_json, from_yaml, parse_indicator, parse_indicators, parse_table

ALPHABET = "1、１.（）()①-－—;；:：。 \n\f\r\t产出效益满意度成本指标值实施周期年度项目名称总计合计财政拨款绩效目标单位万元0,9%aB\u3000\ud800\0"
SEEDS = (
    "项目名称 总计 财政拨款 绩效目标 绩效指标\n",
    "项目支出绩效目标表",
    "1、1-产出指标；11-数量指标；",
    "年度指标值:",
    "合计 1.00 1.00\n",
    "\n    名称 5.00 5.00\n",
    "1.00 2.00 3.00 4.00 5.00 6.00",
    "- 3 -",
    "指标说明:",
)


def anything() -> st.SearchStrategy[str]:
    piece = st.one_of(st.sampled_from(SEEDS), st.text(ALPHABET, max_size=20), st.text(max_size=10))
    return st.lists(piece, max_size=12).map("".join)


@given(anything())
def test_a_table_is_read_or_refused(text: str) -> None:
    try:
        table = parse_table(text)
    except ParseError as error:
        shown = str(error), error.render("en")
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.render("en")) == shown
    else:
        assert pickle.loads(pickle.dumps(table)) == table


@given(anything())
def test_indicators_are_always_recovered(text: str) -> None:
    found = parse_indicators(text, recover=True)
    assert all(indicator.understood or indicator.printed for indicator in found)
    try:
        strict = parse_indicators(text)
    except ParseError as error:
        assert not found or not all(indicator.understood for indicator in found)
        assert error.span is not None
        assert error.span.end <= len(text)
    else:
        assert strict == found
        assert all(indicator.understood for indicator in found)


@given(anything())
def test_one_indicator_is_read_or_refused(text: str) -> None:
    try:
        assert parse_indicator(text).understood
    except ParseError as error:
        assert str(error)


@given(st.one_of(anything(), st.text("{}[]:,-#&*!|>'\"%@`?~ \n\tab1.项目名称"), st.text()))
def test_yaml_and_json_are_read_or_refused(text: str) -> None:
    for read in (from_yaml, from_json):
        try:
            read(text)
        except ParseError as error:
            assert str(error)


HOSTILE = ("（", "；", "1", "1、", "。", "a。", "1.00 ", "1.00\n", "\n", "项", "项目名称", "1-产出指标；", "合计 1.00 1.00\n", "a 1.00 1.00\n",
           "\f", "- 3 -\n", "    x 1.00\n", "某中心 1.00\n\n", "指标值:", "（某中心）1", "1、1-产出指标；11-数量指标；", " ", "：", "0.00 0.00\n1、")  # fmt: skip


def _steps(run: Callable[[], object]) -> int:
    """Python calls and lines that a run takes: a measure of work that no other load can disturb."""
    count = 0

    def trace(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(trace)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_in_proportion(piece: str) -> None:
    header = "项目名称 总计 财政拨款 绩效目标 绩效指标\n"
    small, large = (header + piece * (size // len(piece)) for size in (2_000, 16_000))
    parse_table(small)  # what is worked out once is not counted
    grown = _steps(lambda: parse_table(large)) / max(_steps(lambda: parse_table(small)), 1)
    assert grown < 8 * 1.6


@pytest.mark.parametrize("piece", HOSTILE)
def test_memory_grows_in_proportion(piece: str) -> None:
    header = "项目名称 总计 财政拨款 绩效目标 绩效指标\n"
    peaks = []
    for size in (20_000, 80_000):
        text = header + piece * (size // len(piece))
        tracemalloc.start()
        parse_table(text)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 4 * 1.6
