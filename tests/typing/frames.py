"""Data frames and records."""

from __future__ import annotations

from typing import Any

import polars
from matplotlib.axes import Axes
from typing_extensions import assert_type

import perfmodel
from perfmodel import Project, TargetTable
from perfmodel.frames import parse_column, parse_indicators_column


def money_of(table: TargetTable | Project) -> polars.DataFrame:
    """A frame that Polars goes on with."""
    return table.to_polars(level="project").select("project", "total")


def plotted(table: TargetTable) -> Axes:
    """A picture that matplotlib goes on with."""
    axes = table.plot("indicators", lang="en")
    assert_type(axes, Axes)
    return axes


def main() -> None:
    """Take a table apart and put it together again."""
    table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
    assert_type(table.to_records(), list[dict[str, Any]])
    assert_type(table.to_polars("target", keys="zh"), polars.DataFrame)
    assert money_of(table).shape == (10, 2)
    meanings = parse_column(polars.Series(["≥90%", None]), unit="%")
    assert_type(meanings, polars.DataFrame)
    assert_type(perfmodel.frames.parse_column(polars.Series(["3次"])), polars.DataFrame)
    assert_type(parse_column(polars.Series([0.9, 3]), percent=polars.Series([True, False])), polars.DataFrame)
    assert_type(parse_indicators_column(polars.Series(["无"]), columns=["三级指标"]), polars.DataFrame)
    assert_type(table.to_polars(columns="main", drop_empty=True), polars.DataFrame)
    assert_type(table.to_records(columns=("project", "总计")), list[dict[str, Any]])
    assert_type(perfmodel.from_records(table.to_polars()), TargetTable)
    assert_type(perfmodel.from_records([{"project": "会议费", "total": 18}]), TargetTable)
    assert_type(TargetTable.from_records(record for record in table.to_records()), TargetTable)
