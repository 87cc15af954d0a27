"""The files that Spark reads in these tests, and rows in an order that does not depend on who made them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow
from attrs import evolve

import perfmodel

TESTS = Path(__file__).parent.parent
TABLES = 200
# No table, no text, no YAML, nothing at all.
BAD = {
    "网页.html": b"<p>\xe5\x85\xac\xe5\x91\x8a</p>",
    "扫描件.png": b"\x89PNG\r\n\x1a\n",
    "坏.yaml": b"projects: [",
    "空.txt": b"",
}


def write_inputs(folder: Path) -> list[Path]:
    """Write `TABLES` tables and the files of `BAD` into a folder; return their paths, and that of a file that is not there."""
    samples = sorted((TESTS / "files" / "samples").iterdir())
    for sample in samples:
        shutil.copy(sample, folder)
    table = perfmodel.read(TESTS / "tables" / "guangzhou-disability-employment.txt")
    text = (TESTS / "tables" / "hazards.txt").read_text(encoding="utf-8")
    (folder / "2024 年%20").mkdir()
    for number in range(len(samples), TABLES):
        if number % 4:
            project = table.projects[number % len(table.projects)]
            file, content = f"{number}.yaml", perfmodel.to_yaml(evolve(project, name=f"{project.name}{number}"))
        else:
            file, content = f"2024 年%20/表{number}.txt", text.replace("某市", f"某{number}市")
        (folder / file).write_text(content, encoding="utf-8")
    for file, data in BAD.items():
        (folder / file).write_bytes(data)
    return [*sorted(path for path in folder.rglob("*") if path.is_file()), folder / "没有.pdf"]


def in_order(table: pyarrow.Table) -> list[str]:
    """Return all rows, as texts, in an order of their own: whoever made them, none is missing and none there twice."""
    return sorted(map(repr, table.to_pylist()))
