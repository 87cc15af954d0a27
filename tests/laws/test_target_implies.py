"""`implies` agrees with `accepts`: what meets the one meets the other, and without that there is a counter-example."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from perfmodel.values import Meaning, Range, Ratio, Threshold, accepts, implies
from tests import target_strategies as targets

near = st.integers(-3, 3).map(Decimal)
bounds = st.builds(Threshold, st.sampled_from([">=", ">", "<=", "<", "=", "≈"]), near, st.just("%"))
spans = st.builds(
    lambda low, high, *included: Range(min(low, high), max(low, high), "%", None, None, *included),
    near,
    near,
    st.booleans(),
    st.booleans(),
)
measured = st.builds(lambda half: Threshold("=", Decimal(half) / 2, "%"), st.integers(-8, 8))


@given(bounds | spans, bounds | spans, measured)
def test_what_meets_the_one_meets_the_other(one: Meaning, other: Meaning, actual: Threshold) -> None:
    if implies(one, other) and accepts(one, actual):
        assert accepts(other, actual) is True


@given(bounds, bounds)
def test_complete(one: Threshold, other: Threshold) -> None:
    if "≈" in (one.op, other.op):
        return
    tried = [Threshold("=", Decimal(half) / 2, "%") for half in range(-16, 17)]
    assert implies(one, other) == all(accepts(other, actual) for actual in tried if accepts(one, actual))


@given(targets.meanings)
def test_of_itself(meaning: Meaning) -> None:
    blank = meaning.kind in ("none", "placeholder")
    assert implies(meaning, meaning) is not blank


@given(bounds, bounds, bounds)
def test_transitive(one: Threshold, two: Threshold, three: Threshold) -> None:
    if implies(one, two) and implies(two, three):
        assert implies(one, three)


@given(targets.deadlines, targets.deadlines, targets.deadlines)
def test_of_dates(one: Meaning, other: Meaning, actual: Meaning) -> None:
    if implies(one, other) and accepts(one, actual):
        assert accepts(other, actual) is True


@given(targets.ratios, targets.ratios, targets.ratios)
def test_of_ratios(one: Ratio, other: Ratio, actual: Ratio) -> None:
    if implies(one, other) and accepts(one, actual) is True:
        assert accepts(other, actual) is True
