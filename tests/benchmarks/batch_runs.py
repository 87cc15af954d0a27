"""Ways to turn a folder into Parquet, each in a process of its own: ``python -m tests.benchmarks.batch_runs WAY IN OUT``.

``one`` and ``two`` are `perfmodel.batch.write` with so many workers. ``loop`` is a loop over the files, and ``futures`` is
`concurrent.futures` with two workers: both read and check each file, and write indicators and findings as somebody would who
does without `perfmodel.batch`: text columns, no restart, nothing about tables, projects and files.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

__all__ = ["PATHS_OF_A_TASK", "TABLES_OF_A_PART", "WAYS", "indicators_of", "measured", "memory_of"]

TABLES_OF_A_PART = 500
PATHS_OF_A_TASK = 100
_SECONDS_BETWEEN_LOOKS = 0.25


# ---- what is run ----


def _rows_of(path: str) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
    """Read and check a file: how many tables it has, and the rows of its indicators and of its findings."""
    import perfmodel

    indicators: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    try:
        if path.endswith(".txt"):
            tables: Sequence[perfmodel.TargetTable] = [perfmodel.parse_table(Path(path).read_text(encoding="utf-8"))]
        else:
            tables = perfmodel.read_document(path).tables
    except (perfmodel.ParseError, OSError) as error:
        return 0, [], [{"file": path, "message": str(error)}]
    for table in tables:
        indicators += [{"file": path, **row} for row in table.to_records()]
        findings += [{"file": path, **row} for row in table.validate().to_records()]
    return len(tables), indicators, findings


def _put(rows: list[dict[str, Any]], path: Path) -> None:
    """Write rows as Parquet, every value as text: what a table happens to hold decides on no type."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = dict.fromkeys(name for row in rows for name in row)
    columns = {
        name: pa.array([None if (value := row.get(name)) is None else str(value) for row in rows], pa.string())
        for name in names
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)


def _part_of(paths: Sequence[str], out: Path, number: int) -> None:
    """Read and check files, and write their rows as a part of either dataset, or several where there are many tables."""
    indicators: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    tables = written = 0
    for at, path in enumerate(paths, 1):
        count, some, more = _rows_of(path)
        tables += count
        indicators += some
        findings += more
        if tables >= TABLES_OF_A_PART or at == len(paths):
            for name, rows in (("indicators", indicators), ("findings", findings)):
                _put(rows, out / name / f"{number:05}-{written:05}.parquet")
            indicators, findings, tables, written = [], [], 0, written + 1


def _part_of_task(out: Path, task: tuple[int, Sequence[str]]) -> None:
    _part_of(task[1], out, task[0])


def _files_below(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())


def _loop(folder: Path, out: Path) -> None:
    _part_of(_files_below(folder), out, 0)


def _futures(folder: Path, out: Path) -> None:
    paths = _files_below(folder)
    tasks = [paths[start : start + PATHS_OF_A_TASK] for start in range(0, len(paths), PATHS_OF_A_TASK)]
    with ProcessPoolExecutor(2) as pool:
        for _done in pool.map(partial(_part_of_task, out), enumerate(tasks)):
            pass


def _batch(folder: Path, out: Path, jobs: int) -> None:
    from perfmodel import batch

    batch.write([folder], out, jobs=jobs)


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "one": partial(_batch, jobs=1),
    "two": partial(_batch, jobs=2),
    "loop": _loop,
    "futures": _futures,
}


# ---- what it takes ----


def _processes_of(root: int) -> list[int]:
    """Return a process and all below it; nothing where there is no ``/proc``."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            try:
                text = Path(f"/proc/{name}/stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            children.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def memory_of(processes: Iterable[int]) -> int:
    """Return how many bytes processes take together, what they share counted once (PSS)."""
    total = 0
    for process in processes:
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        except OSError:  # it has ended
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) * 1024
    return total


def measured(way: str, folder: Path, out: Path) -> dict[str, float]:
    """Run a way: seconds from start to end, processor seconds of all processes, and the most memory in megabytes (PSS)."""
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.batch_runs", way, str(folder), str(out)])
    most, ended = 0, threading.Event()

    def look() -> None:
        nonlocal most
        while not ended.wait(_SECONDS_BETWEEN_LOOKS):
            most = max(most, memory_of(_processes_of(process.pid)))

    looking = threading.Thread(target=look)
    looking.start()
    status = process.wait()
    seconds, after = time.perf_counter() - start, os.times()
    ended.set()
    looking.join()
    assert status == 0, f"{way} ended with {status}"
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return {"seconds": seconds, "processor": processor, "megabytes": most / 1e6}


def indicators_of(out: Path) -> int:
    """Return how many rows of indicators a way has written."""
    import pyarrow.parquet as pq

    return sum(pq.ParquetFile(path).metadata.num_rows for path in (out / "indicators").glob("*.parquet"))


if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
