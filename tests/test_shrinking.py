"""A law that fails comes to an end soon: its counterexample is shrunk a number of times, not for minutes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def test_a_failing_law_stops_shrinking() -> None:
    examples: list[list[int]] = []

    @settings(max_examples=100, database=None, derandomize=True)
    @given(st.lists(st.integers(0, 10**9), min_size=30, max_size=30, unique=True))
    def law(numbers: list[int]) -> None:
        examples.append(numbers)
        # Each number can be made smaller many times, as long as it is none of the others.
        assert sum(number >> 12 != 0 for number in numbers) < 15

    with pytest.raises(AssertionError):
        law()
    assert len(examples) < 300
