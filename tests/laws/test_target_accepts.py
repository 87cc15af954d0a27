"""`accepts` agrees with the inequality that was printed, for any two numbers and in any unit that converts."""

from __future__ import annotations

import operator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel.model.target import Target
from perfmodel.values import Range, Threshold, accepts
from tests import target_strategies as targets

INEQUALITIES = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}
STEPS = {"元": 0, "万元": 4, "亿元": 8}


@given(st.sampled_from(sorted(INEQUALITIES)), targets.numbers(), targets.numbers())
def test_of_one_unit(op: str, bound: Decimal, actual: Decimal) -> None:
    target = Threshold(op, bound, "次")
    expected = INEQUALITIES[op](actual, bound)
    assert accepts(target, Threshold("=", actual, "次")) is expected
    assert accepts(target, Threshold("=", actual)) is expected


@given(
    st.sampled_from(sorted(INEQUALITIES)),
    targets.counts(),
    targets.counts(),
    st.sampled_from(sorted(STEPS)),
    st.sampled_from(sorted(STEPS)),
)
def test_of_units_that_convert(op: str, bound: Decimal, actual: Decimal, one: str, other: str) -> None:
    expected = INEQUALITIES[op](actual.scaleb(STEPS[other]), bound.scaleb(STEPS[one]))
    assert accepts(Threshold(op, bound, one), Threshold("=", actual, other)) is expected


@given(targets.ranges(), targets.numbers())
def test_of_a_range(target: Range, actual: Decimal) -> None:
    above = actual >= target.low if target.low_included else actual > target.low
    below = actual <= target.high if target.high_included else actual < target.high
    assert accepts(target, Threshold("=", actual)) is (above and below)


@given(targets.counts(), targets.counts())
def test_of_printed_values(bound: Decimal, actual: Decimal) -> None:
    assert Target(f"{bound:f}%以上").accepts(actual) is (actual >= bound)
    assert Target(f"超过{bound:f}%").accepts(f"{actual:f}%") is (actual > bound)
    assert Target(f"{bound:f}%以内").accepts(f"{actual:f}%") is (actual <= bound)
    assert Target(f"不满{bound:f}%").accepts(f"{actual:f}%") is (actual < bound)


@given(targets.counts(), targets.counts())
def test_more_and_less_are_opposite(bound: Decimal, actual: Decimal) -> None:
    target = Threshold(">=", bound, "%", change="increase")
    fall = Threshold("=", actual, "%", change="decrease")
    assert accepts(target, fall) is (-actual >= bound)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥3个工作日", "5天"),
        ("≥5%", "6个百分点"),
        ("≥1个月", "40天"),
        ("≥1人", "2人次"),
        ("≥1次/年", "2次/月"),
        ("约200场", "199场"),
    ],
)
def test_nothing_across_kinds(target: str, actual: str) -> None:
    assert Target(target).accepts(actual) is None


@given(targets.thresholds())
def test_about_is_certain_of_nothing_but_itself(threshold: Threshold) -> None:
    about = Threshold("≈", threshold.number, threshold.unit, threshold.per, threshold.change)
    assert accepts(about, Threshold("=", threshold.number)) is True
    assert accepts(about, Threshold("=", threshold.number + 1)) is None
