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
    """Folders with all files, with every second and with every twentieth."""
    folder = tmp_path_factory.mktemp("many")
    write_files(folder / "all", 400 if quick else 20_000, jobs=2)
    for name, step in (("half", 2), ("some", 20)):
        for path in _inputs(folder / "all")[::step]:
            copy = folder / name / path.relative_to(folder / "all")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return folder


def _inputs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


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


def test_ways(figures: Figures, many: Path, tmp_path: Path) -> None:
    """Each way over all files; ours over a half and a twentieth of them, too."""
    pytest.importorskip("pyarrow")
    inputs = _inputs(many / "all")
    count = len(inputs)
    kinds = {ending: sum(path.suffix == f".{ending}" for path in inputs) for ending in ("txt", "xlsx", "pdf")}
    figures["files"] = {"count": count, "megabytes": sum(path.stat().st_size for path in inputs) / 1e6, **kinds}
    processor = {
        name: min(measured("two", many / name, tmp_path / f"{name}{at}")["processor"] for at in range(rounds))
        for name, rounds in (("some", 3), ("half", 1))
    }
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
    for way in ("one", "loop", "futures"):
        figures[way] = {"faster": ways[way]["seconds"] / ways["two"]["seconds"]}
    figures["ways"] = ways
    figures["growth"] = _growth(count, processor["some"], processor["half"], ways["two"]["processor"])


def _growth(count: int, some: float, half: float, whole: float) -> dict[str, float]:
    """What a file costs among few and among many, and each of the second half against those before it but for the first."""
    few, middle = count // 20, count // 2
    return {
        "few": few,
        "few_milliseconds": 1000 * some / few,
        "many_milliseconds": 1000 * whole / count,
        "ratio": (whole - half) / (count - middle) / ((half - some) / (middle - few)),
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
