"""Finding lines of money: what is looked at, and what is not, makes no difference to what is found."""

from __future__ import annotations

from array import array

from hypothesis import example, given
from hypothesis import strategies as st

from perfmodel.source.flow import flow_of
from perfmodel.strings.funding_lines import Runs

PIECES = ["0", "1", "5", "18", ".", ".00", "1.00", "1.0", ",", "1,234", " ", "—", "-", "/", ")", "（", "元", "。", "甲", "A", "\n", "\n\n", "\n    "]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=16).map("".join),
    st.integers(0, 3),
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted),
)
@example("甲 3.0\n0 1.00 2.00", 2, [0, 30])
@example("5 5", 0, [0, 30])
def test_no_money_is_passed_over(text: str, decimals: int, stretch: list[int]) -> None:
    flow = flow_of(text)
    start, end = (min(at, len(flow.text)) for at in stretch)
    runs, everywhere = Runs(flow, decimals), Runs(flow, decimals)
    everywhere._likely = array("q", [at for at, char in enumerate(flow.folded) if char in "0123456789—–/-"])
    found = list(everywhere.within(start, end))
    assert list(runs.within(start, end)) == found
    if found:
        assert list(runs.stretches([start])) == [0]
        # Who comes again finds the same.
        assert list(runs.within(start, end)) == found
