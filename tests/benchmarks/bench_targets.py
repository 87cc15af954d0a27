"""Target values that were never seen before: `parse_target` against the script's `read_target`."""

from __future__ import annotations

import pytest

from perfmodel import parse_target
from tests.benchmarks import data
from tests.benchmarks.comparing import compared
from tests.benchmarks.conftest import Against, Figures
from tests.benchmarks.script import read_target


@pytest.mark.benchmark(group="targets")
def test_values(against: Against, quick: bool, figures: Figures) -> None:
    values = data.fresh_values(300 if quick else 5_000)
    figures["values"] = against(
        lambda: [parse_target(value).meaning for value in values], lambda: [read_target(value) for value in values]
    ) | {"count": len(values)}
    figures["compared"] = compared(values)
