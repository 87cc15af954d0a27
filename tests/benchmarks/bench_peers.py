"""Other libraries on the collected values: how many each gets right, and how fast. They are installed for this, apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Figures

ROOT = Path(__file__).parent.parent.parent
WANTED = Path(__file__).with_name("peers.txt")
FOLDER = ROOT / "build" / f"peers-{sys.version_info.major}.{sys.version_info.minor}"


def _python() -> Path:
    """An environment with the libraries; made when it is not there, or what is wanted has changed."""
    python = FOLDER / ("Scripts" if os.name == "nt" else "bin") / "python"
    made = FOLDER / "made-of.txt"
    if made.exists() and made.read_bytes() == WANTED.read_bytes():
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        # First what the old packages among them are built by.
        subprocess.run([*install, "setuptools<81", "wheel"], check=True, capture_output=True)
        subprocess.run([*install, "-r", str(WANTED)], check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"the other libraries cannot be installed: {error.stderr.decode(errors='replace')[-300:]}")
    made.write_bytes(WANTED.read_bytes())
    return python


def test_other_libraries(quick: bool, figures: Figures) -> None:
    python = _python()
    count, rounds = ("40", "1") if quick else ("400", "4")
    done = subprocess.run(
        [str(python), "-m", "tests.benchmarks.peers", count, rounds],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        pytest.skip(f"the other libraries do not run: {done.stderr[-300:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    peers = found["peers"]
    able = {name: row for name, row in peers.items() if row["number"] > 1}
    fastest = max(able, key=lambda name: float(able[name]["a_second"]))
    best = max(peers, key=lambda name: int(peers[name]["unit"]))
    ours = found["perfmodel"]
    figures["right"] = {key: found[key] for key in ("count", "numeric", "values", "peers", "union", "perfmodel")} | {
        "lead": ours["whole"] - found["union"]["unit"]
    }
    figures["speed"] = {
        "fastest": fastest,
        "times_fastest": ours["known_a_second"] / max(row["known_a_second"] for row in able.values()),
        "times_fastest_first": ours["a_second"] / peers[fastest]["a_second"],
        "best": best,
        "times_best": ours["a_second"] / peers[best]["a_second"],
    }
