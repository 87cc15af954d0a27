"""What is in the folder of a batch, for tests: its rows, none twice, and which of its files were written anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet

from perfmodel.batch import DATASETS, schema

KEYS = {
    "tables": ("file", "table_number"),
    "projects": ("file", "table_number", "project_number"),
    "indicators": ("file", "table_number", "project_number", "indicator_number"),
    "files": ("file",),
}


def committed(out: Path) -> list[Path]:
    """The parts that readers see."""
    return sorted(path for dataset in DATASETS for path in (out / dataset).glob("*.parquet"))


def rows_in(out: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of all datasets, sorted; asserts that all Parquet files are whole, have the one schema, and no row twice."""
    found = {}
    for dataset in DATASETS:
        rows: list[dict[str, Any]] = []
        for path in (out / dataset).glob("*"):
            table = pyarrow.parquet.ParquetFile(path).read(use_threads=False)
            assert table.schema.equals(schema(dataset)), path
            assert table.schema.metadata == schema(dataset).metadata, path
            rows += table.to_pylist()
        if dataset in KEYS:
            keys = Counter(tuple(row[key] for key in KEYS[dataset]) for row in rows)
            assert [key for key, count in keys.items() if count > 1] == [], dataset
        found[dataset] = sorted((tuple(row.values()) for row in rows), key=repr)
    return found


def state_of(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """What changes of a file when it is written anew."""
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def rewritten(before: dict[Path, tuple[int, int]], out: Path) -> list[Path]:
    """The parts that are not as they were."""
    now = state_of(committed(out))
    return [path for path, state in before.items() if now.get(path) != state]
