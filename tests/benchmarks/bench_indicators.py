"""Indicators: the library's `parse_indicators` against a plain script of regular expressions."""

from __future__ import annotations

import pytest

from perfmodel import parse_indicators
from tests.benchmarks import data
from tests.benchmarks.comparing import compared
from tests.benchmarks.conftest import Against, Figures
from tests.benchmarks.script import read_indicators


@pytest.fixture(scope="module")
def text(quick: bool) -> str:
    return "".join(data.lines(500 if quick else 10_000))


def with_meanings(text: str) -> list[object]:
    """The script reads operator, number and unit as it goes: so must we."""
    found = parse_indicators(text)
    return [(one.whole_period.meaning, one.annual.meaning) for one in found if one.whole_period and one.annual]


@pytest.mark.benchmark(group="indicators")
def test_with_meanings(against: Against, text: str, figures: Figures) -> None:
    count = len(read_indicators(text))
    assert len(with_meanings(text)) == count
    found = against(lambda: with_meanings(text), lambda: read_indicators(text), known=True)
    figures["with_meanings"] = {**found, "count": count}


@pytest.mark.benchmark(group="indicators")
def test_first_time(against: Against, text: str, figures: Figures) -> None:
    figures["first_time"] = against(lambda: with_meanings(text), lambda: read_indicators(text))


@pytest.mark.benchmark(group="indicators")
def test_without_meanings(against: Against, text: str, figures: Figures) -> None:
    count = len(parse_indicators(text))
    figures["without_meanings"] = {
        **against(lambda: parse_indicators(text), lambda: read_indicators(text), known=True),
        "count": count,
    }


def test_the_script_is_right_where_we_are(text: str, figures: Figures) -> None:
    """Number, categories and name are the same everywhere; of values, what differs is to be looked at."""
    theirs, ours = read_indicators(text), parse_indicators(text)
    for one, other in zip(ours, theirs, strict=True):
        assert (one.number, one.name) == (other.number, other.name)
        assert one.level1
        assert one.level2
        assert other.level1[1].startswith(one.level1.name.removesuffix("指标"))
        assert one.whole_period
        assert one.annual
        assert (one.whole_period.text, one.annual.text) == (other.whole_period.text, other.annual.text)
    figures["compared"] = compared(target.whole_period.text for target in theirs)
