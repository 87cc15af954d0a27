"""Making objects, writing them to files, showing them, and what may go wrong."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from typing_extensions import assert_type

import perfmodel
from perfmodel import (
    Category,
    Funding,
    Indicator,
    MissingExtra,
    ParseError,
    Project,
    Section,
    Target,
    TargetTable,
    View,
)


def made() -> TargetTable:
    """Sequences of any kind will do, and whole numbers for money."""

    def indicators() -> Iterator[Indicator]:
        yield Indicator(Category.lookup("1"), Category.lookup("11"), "培训人次", annual=Target("100人次"))
        yield Indicator(name="合格率", weight=10, further=[("备注", "含线上")])

    project = Project("培训费", None, Funding(18, other=Decimal("1.50")), "培训。", indicators())
    return TargetTable("项目支出绩效目标表", "某局", "万元", sections=[Section("某局", projects=(project,))])


def table_in(path: Path) -> TargetTable | None:
    """A file may hold less than a table, or nothing of ours."""
    try:
        found = perfmodel.from_yaml(path.read_text(encoding="utf-8"), name=str(path))
    except ParseError as error:
        assert_type(error.line, int | None)
        assert_type(error.path, str)
        assert_type(error.english, str)
        return None
    assert_type(found, TargetTable | Project | Indicator)
    return found if isinstance(found, TargetTable) else None


def as_xlsx(value: TargetTable | Project) -> bytes | None:
    """An extra may be missing."""
    stream = io.BytesIO()
    try:
        perfmodel.to_xlsx(value, stream)
    except MissingExtra as missing:
        assert_type(missing.extra, str)
        return None
    return stream.getvalue()


def main() -> None:
    """Write and read again."""
    table = made()
    assert_type(perfmodel.to_yaml(table, "zh", meanings=True), str)
    assert_type(perfmodel.to_json(table, indent=None), str)
    assert_type(perfmodel.from_json(perfmodel.to_json(table)), TargetTable | Project | Indicator)
    assert_type(perfmodel.render(table.projects[0].indicators[0]), str)
    assert_type(perfmodel.render_indicators(table.projects[0].indicators[:1]), str)
    assert_type(perfmodel.render_table(TargetTable("表"), width=None), str)
    assert_type(perfmodel.show(table, "en", projects=3), View)
    assert table_in(Path("README.md")) is None
    assert as_xlsx(table)
