"""Golden files: what is read out of whole documents. ``python -m tests.golden`` writes them anew."""

from __future__ import annotations

from pathlib import Path

from perfmodel import TargetTable, parse_table, to_yaml

FOLDER = Path(__file__).parent / "tables"


def documents() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def golden(table: TargetTable) -> str:
    """The table as YAML and, behind it, what reading reported."""
    assert table.source is not None
    lines = []
    for found in table.problems:
        assert found.span is not None
        where = table.source.position(found.span.start)
        lines.append(f"# {where.line}:{where.column} {found.code} {found.severity} {found.path} {found.message}")
        lines.append(f"#   {found.english}")
    return to_yaml(table) + "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    for path in documents():
        found = parse_table(path.read_text(encoding="utf-8"))
        path.with_suffix(".yaml").write_text(golden(found), encoding="utf-8")
