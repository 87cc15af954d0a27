"""Hostile inputs of 10 MB, each in a process of its own with a limit of time, against an ordinary table of that size."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.conftest import Figures
from tests.benchmarks.hostile import INPUTS, ORDINARY, run

ROOT = Path(__file__).parent.parent.parent
# All of them together must be done in some minutes; what takes longer than its share has shown what it is.
_LIMIT, _ALLOWED = 40.0, 6.0
# How a process ends that has used up its time.
_STOPPED = {-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}


def _one(name: str, size: int, limit: float) -> tuple[float | None, str]:
    """The seconds that reading took, and how it ended; None where it was stopped after so many of the processor's."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "tests.benchmarks.hostile", name, str(size), str(math.ceil(limit))]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=4 * limit,  # others may need the processor too
        )
    except subprocess.TimeoutExpired:
        return None, "stopped"
    if done.returncode in _STOPPED:
        return None, "stopped"
    if done.returncode:
        error = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        return None, error[:80]
    seconds, _, ended = done.stdout.strip().partition(" ")
    return float(seconds), ended


def _ordinary(size: int) -> float:
    return min(one for one in (_one(ORDINARY, size, 600)[0] for _again in range(2)) if one is not None)


def test_hostile_inputs(quick: bool, figures: Figures) -> None:
    size = 100_000 if quick else 1_000_000
    ordinary = _ordinary(size)
    if not quick:  # as large as this machine, and the library, allow
        size = 10_000_000 if 10 * ordinary < _ALLOWED else 2_000_000
        ordinary = _ordinary(size)
    limit = _LIMIT if size == 10_000_000 else 6 * ordinary
    rows = []
    for name, (chinese, _make) in INPUTS.items():
        if name == ORDINARY:
            continue
        seconds, ended = _one(name, size, limit)
        times = None if seconds is None else seconds / ordinary
        rows.append({"name": name, "chinese": chinese, "times": times, "seconds": seconds, "ended": ended})
    figures["inputs"] = {"size": size / 1_000_000, "limit": limit / ordinary, "rows": rows}
    measured = [row["times"] for row in rows if isinstance(row["times"], float)]
    unmeasured = len(rows) - len(measured)
    slowest = max((row["seconds"] for row in rows if isinstance(row["seconds"], float)), default=0.0)
    seconds_of_10_mb = slowest * 10_000_000 / size if not unmeasured else limit
    figures["worst"] = {"times": max(measured), "stopped": unmeasured, "seconds": seconds_of_10_mb}


def test_a_small_one_of_each() -> None:
    """Each input reads or says what is wrong, whatever its size."""
    for name in INPUTS:
        assert run(name, 2_000)
