"""A folder to Parquet: one and two workers against a loop and concurrent.futures, growth, and what a nation would cost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.batch_runs import indicators_of, measured
from tests.benchmarks.conftest import Figures
from tests.benchmarks.data import table
from tests.benchmarks.many_files import write_files

# A nation on paper: a table a body, with so many indicators in all.
BODIES, INDICATORS = 300_000, 135_000_000
CORES = 16
# A table of a body of average size: 450 indicators are so many bytes of text.
BYTES_OF_WHOLE_TABLE = 72_000


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def many(quick: bool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files, and one with a twentieth of them."""
    folder = tmp_path_factory.mktemp("many")
    count = 400 if quick else 20_000
    write_files(folder / "all", count, jobs=2)
    write_files(folder / "some", count // 20)
    return folder


def _run(way: str, folder: Path, out: Path, files: int) -> dict[str, Any]:
    found = measured(way, folder, out)
    indicators = indicators_of(out)
    return {
        **found,
        "files": files,
        "indicators": indicators,
        "files_a_second": files / found["seconds"],
        "indicators_a_second": indicators / found["seconds"],
    }


def test_ways(quick: bool, figures: Figures, many: Path, tmp_path: Path) -> None:
    """Each way over all files, and ours over a twentieth of them before; the reading of the files for the first time is no part."""
    pytest.importorskip("pyarrow")
    count = 400 if quick else 20_000
    inputs = [path for path in (many / "all").rglob("*") if path.is_file()]
    assert len(inputs) == count
    kinds = {ending: sum(path.suffix == f".{ending}" for path in inputs) for ending in ("txt", "xlsx", "pdf")}
    figures["files"] = {"count": count, "megabytes": sum(len(path.read_bytes()) for path in inputs) / 1e6, **kinds}
    (many / "first").mkdir()
    shutil.copy(min(inputs), many / "first")
    start = min(measured("two", many / "first", tmp_path / f"first{at}")["processor"] for at in range(3))
    few = min(measured("two", many / "some", tmp_path / f"some{at}")["processor"] for at in range(3))
    ways = {}
    for way in ("two", "futures", "one", "loop"):
        ways[way] = _run(way, many / "all", tmp_path / way, count)
        if way == "two":
            tables = _tables(tmp_path / way)
            figures["disk"] = {"bytes": _size(tmp_path / way), "indicators": ways[way]["indicators"]}
        shutil.rmtree(tmp_path / way)
    for found in ways.values():
        found |= {"tables": tables, "tables_a_second": tables / found["seconds"]}
    assert len({found["indicators"] for found in ways.values()}) == 1
    two, one = ways["two"], ways["one"]
    figures["ways"] = ways
    figures["workers"] = {"faster": one["seconds"] / two["seconds"]}
    figures["loop"] = {"faster": ways["loop"]["seconds"] / two["seconds"]}
    figures["futures"] = {"faster": ways["futures"]["seconds"] / two["seconds"]}
    few_each, many_each = (few - start) / (count // 20), (two["processor"] - start) / count
    figures["growth"] = {
        "few": count // 20,
        "start_seconds": start,
        "few_milliseconds": 1000 * few_each,
        "many_milliseconds": 1000 * many_each,
        "ratio": many_each / few_each,
    }


def _tables(out: Path) -> int:
    import pyarrow.parquet as pq

    return sum(pq.ParquetFile(path).metadata.num_rows for path in (out / "tables").glob("*.parquet"))


def test_nation(quick: bool, figures: Figures, tmp_path: Path) -> None:
    """Whole tables of bodies, as texts: with the small files above the two ends of what a nation costs on paper."""
    pytest.importorskip("pyarrow")
    count = 4 if quick else 200
    folder = tmp_path / "whole"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.txt").write_text(table(BYTES_OF_WHOLE_TABLE, seed=number), encoding="utf-8")
    whole = _run("two", folder, tmp_path / "out", count)
    size = _size(tmp_path / "out")
    small = figures["ways"]["two"]
    figures["nation"] = {
        "bodies": BODIES,
        "indicators": INDICATORS,
        "cores": CORES,
        "whole": _on_paper(whole, size),
        "small": _on_paper(small, figures["disk"]["bytes"]),
        "indicators_of_a_table": whole["indicators"] / count,
    }


def _on_paper(found: dict[str, Any], size: int) -> dict[str, float]:
    """What all indicators of a nation would cost if each cost as much as one of those that were measured."""
    hours = found["processor"] / found["indicators"] * INDICATORS / 3600
    return {
        "hours": hours,
        "hours_on_cores": hours / CORES,
        "gigabytes": size / found["indicators"] * INDICATORS / 1e9,
        "indicators_a_processor_second": found["indicators"] / found["processor"],
    }
