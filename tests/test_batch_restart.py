"""A run that writes datasets may be killed at any moment: nothing is half there or twice, and the next run goes on from there."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch_folders import committed, rewritten, rows_in, state_of
from tests.golden import FOLDER

ROOT = Path(__file__).parent.parent
KILLS = 20
SMALL = "level1: 产出指标\nlevel2: 数量指标\nname: 培训人次\nannual: ≥{}人次\n"
# The command line, with tasks of so few files that a small set has many parts.
COMMAND = (
    "import sys; from perfmodel.batch import run; run._INPUTS_IN_CHUNK = 4; "
    "from perfmodel.cli import main; sys.exit(main(sys.argv[1:]))"
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed")


@pytest.mark.parametrize("scenario", ["first", "update", "stray"])
def test_killed_before_each_call_of_the_system(tmp_path: Path, scenario: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.batch_kills", scenario, str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-2]) > 40, done.stdout


def make_inputs(folder: Path) -> None:
    folder.mkdir()
    for number in range(36):
        (folder / f"{number:02}.yaml").write_text(SMALL.format(number), encoding="utf-8")
    for number in range(6):
        shutil.copy(FOLDER / "guangzhou-disability-employment.txt", folder / f"{6 * number:02}-table.txt")
    (folder / "broken.yaml").write_text("name: [\n", encoding="utf-8")


def start(inputs: Path, out: Path, jobs: int = 2) -> subprocess.Popen[bytes]:
    """Start a run in a process group of its own, and wait until it has begun to work."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "parse", str(inputs), "--to", "parquet", "-o", str(out), "--jobs", str(jobs)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    before = staged(out)
    while process.poll() is None and staged(out) <= before:
        time.sleep(0.002)
    return process


def staged(out: Path) -> set[str]:
    staging = out / ".staging"
    try:
        return set(os.listdir(staging))
    except FileNotFoundError:
        return set()


def children_of(pid: int) -> list[int]:
    """The processes that a process has started; none where the system does not say."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def finish(inputs: Path, out: Path) -> float:
    """Let a run come to its end; return the seconds that it worked."""
    process = start(inputs, out)
    began = time.monotonic()
    assert process.wait() == 2  # one of the files is broken
    return time.monotonic() - began


def test_killed_at_random_moments(tmp_path: Path) -> None:
    seed = int(os.environ.get("PERFMODEL_KILL_SEED") or random.SystemRandom().randrange(10**6))
    print(f"PERFMODEL_KILL_SEED={seed}")
    rng = random.Random(seed)
    inputs, whole, out = tmp_path / "in", tmp_path / "whole", tmp_path / "out"
    make_inputs(inputs)
    seconds = finish(inputs, whole)
    expected = rows_in(whole)
    kills, orphans = 0, []
    while kills < KILLS:
        parts = state_of(committed(out))
        process = start(inputs, out, jobs=rng.choice((1, 1, 2)))
        time.sleep(rng.uniform(0, 0.9 * seconds))
        ended = process.poll() is not None
        if not ended:
            kills += 1
            orphans += children_of(process.pid)
            if rng.random() < 0.5:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()  # alone: its workers find that out themselves, beside the next run
        process.wait()
        found = rows_in(out)
        for dataset, rows in found.items():
            assert set(rows) <= set(expected[dataset]), (seed, kills, dataset)
        assert rewritten(parts, out) == [], (seed, kills)
        if ended or kills % 10 == 0:
            parts = state_of(committed(out))
            finish(inputs, out)
            assert rows_in(out) == expected, (seed, kills)
            assert rewritten(parts, out) == [], (seed, kills)
            shutil.rmtree(out)
    finish(inputs, out)
    assert rows_in(out) == expected, seed
    until = time.monotonic() + 20
    while any(map(is_alive, orphans)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in orphans if is_alive(pid)], seed
    assert staged(out) == set(), seed


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    """Whoever ends a worker from outside hits a file that is not to blame: it is read again."""
    inputs, whole, out = tmp_path / "in", tmp_path / "whole", tmp_path / "out"
    make_inputs(inputs)
    finish(inputs, whole)
    process = start(inputs, out)
    workers: list[int] = []
    while not committed(out) and process.poll() is None:
        workers = children_of(process.pid) or workers
    for worker in workers[-1:]:  # the first is multiprocessing's own
        os.kill(worker, signal.SIGKILL)
    assert process.wait() == 2
    assert rows_in(out) == rows_in(whole)
