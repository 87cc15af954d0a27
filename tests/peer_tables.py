"""A small dataset of tables for tests about peers: forty bodies that set the same indicators."""

from __future__ import annotations

from pathlib import Path

from pyarrow import parquet

from perfmodel import Indicator, Profile, Project, TargetTable, batch

BODIES = 40


def table_of(body: str, *indicators: Indicator, year: int = 2024) -> TargetTable:
    return TargetTable(
        "项目支出绩效目标表",
        year=year,
        unit=body,
        projects=[Project("培训费", goal="办好培训。", indicators=indicators)],
    )


def peer_tables() -> dict[str, TargetTable]:
    """By file: each body trains from 91 to 130 people, has a satisfaction of 85 to 95 % and a cost of 1 to 4万元."""
    return {
        f"tables/{at:02}.json": table_of(
            f"某{at}局",
            Indicator("产出指标", "数量指标", "培训人次", annual=f"≥{91 + at}人次"),
            Indicator("满意度指标", "服务对象满意度指标", "学员满意度", annual=f"≥{85 + at % 11}%"),
            Indicator(
                "产出指标", "成本指标", "培训成本", whole_period=f"≤{1 + at % 4}万元", annual=f"≤{1 + at % 4}万元"
            ),
            year=2024 + at % 2,
        )
        for at in range(BODIES)
    }


def write_dataset(out: Path) -> str:
    """Write the five datasets into a folder, two parts each, and return its path."""
    texts = {file: table.to_json(indent=None) for file, table in peer_tables().items()}
    for name, table in batch.to_arrow(texts, batch.Settings("parse")).items():
        (out / name).mkdir(parents=True)
        for part, at in enumerate((0, len(table) // 2), 1):
            rows = table.slice(at, len(table) // 2 if part == 1 else None)
            parquet.write_table(rows, out / name / f"part-{part:08}.parquet")
    return str(out)


def with_dataset(profile: str, code: str, dataset: str) -> Profile:
    """A profile by its name, in which V21 has a dataset."""
    found = Profile.of(profile)
    if code != "V21":
        return found
    return found.with_changes({"settings": {"V21": {"dataset": dataset}}}, found.name, found.title, found.english)
