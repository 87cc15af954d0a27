"""Checking a table that was just read, against only parsing the same indicators with Lark, one by one."""

from __future__ import annotations

import pytest

from perfmodel import TargetTable, parse_table, render, validate
from perfmodel.grammars import grammar
from perfmodel.source.characters import fold
from tests.benchmarks import data
from tests.benchmarks.conftest import Against, Figures


@pytest.mark.benchmark(group="checks")
def test_validate(against: Against, quick: bool, figures: Figures) -> None:
    text = data.table(30_000 if quick else 1_000_000)
    table = parse_table(text)
    lines = [fold(render(one)) for project in table.projects for one in project.indicators]
    parser = grammar("indicator", "start")

    def ready() -> tuple[TargetTable]:
        return (parse_table(text),)

    measured = against(validate, lambda: [parser.parse(line) for line in lines], ready)
    found = len(validate(table))
    figures["validate"] = {**measured, "times": 1 / measured["faster"], "count": len(lines), "findings": found}
