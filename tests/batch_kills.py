"""Runs of a batch that end at a chosen call of the system, in processes of their own: `python -m tests.batch_kills SCENARIO FOLDER`.

Every call by which a batch changes its folder is counted, in parent and worker alike (both are this one process here); the n-th is
never made: the process is killed just before it, for every n. What is found then, and after the next run, is asserted.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from perfmodel.batch import run as batch_run
from perfmodel.batch.inputs import items_of
from perfmodel.batch.settings import Settings
from tests.batch_folders import committed, rewritten, rows_in, state_of

CALLS = ("mkdir", "rename", "replace", "fsync", "unlink", "rmdir", "open")
TABLE = "level1: 产出指标\nlevel2: 数量指标\nname: 培训人次\nannual: ≥{}人次\n"


def run(source: Path, out: Path, force: bool = False) -> batch_run.Summary:
    return batch_run.run(list(items_of(source)), out, Settings("parse"), 0, force=force)


def in_child(do: Callable[[], object]) -> int:
    """Do something in a process of its own; return the number of the signal that ended it, else 0."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            do()
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def dies_before_call(number: int, within: Path) -> None:
    """Let this process be killed just before the call with a number of those that `CALLS` names."""
    left = number

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def replacement(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            # Reading files is no change of the folder.
            if name != "open" or (str(arguments[0]).startswith(str(within)) and arguments[1] & os.O_CREAT):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return replacement

    for name in CALLS:
        setattr(os, name, counted(name, getattr(os, name)))


def write(folder: Path, name: str, number: int) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(TABLE.format(number), encoding="utf-8")


def first(folder: Path) -> None:
    """Nothing is there yet."""


def update(folder: Path) -> None:
    """One part has a changed file, all files of another have changed, and one is new."""
    run(folder / "in", folder / "out")
    for name in ("1.yaml", "4.yaml", "6.yaml"):
        write(folder / "in", name, 500)
    (folder / "in/bad.yaml").write_text("name: [[\n", encoding="utf-8")


def stray(folder: Path) -> None:
    """Somebody has deleted a part of one dataset, and that of the manifest of another part."""
    run(folder / "in", folder / "out")
    (folder / "out/indicators/part-00000001.parquet").unlink()
    (folder / "out/files/part-00000002.parquet").unlink()


SCENARIOS: dict[str, Callable[[Path], None]] = {scene.__name__: scene for scene in (first, update, stray)}


def main(scenario: str, folder: Path) -> None:
    batch_run._INPUTS_IN_CHUNK = 4
    inputs, out, begin, never_stopped = (folder / name for name in ("in", "out", "begin", "never-stopped"))
    for number in range(5):
        write(inputs, f"{number}.yaml", number)
    (inputs / "bad.yaml").write_text("name: [\n", encoding="utf-8")
    SCENARIOS[scenario](folder)
    run(inputs, never_stopped)  # in this process: the others begin with what it has imported
    expected = rows_in(never_stopped)
    before = rows_in(out) if out.exists() else {dataset: [] for dataset in expected}
    out.mkdir(exist_ok=True)
    out.rename(begin)
    killed = 0
    while True:
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(begin, out)
        if in_child(partial(run_and_die, inputs, out, killed + 1)) == 0:
            break
        killed += 1
        # Of a file there are its old rows or its new ones, or none.
        for dataset, rows in rows_in(out).items():
            assert set(rows) <= {*expected[dataset], *before[dataset]}, (killed, dataset)
        found = state_of(committed(out))
        assert in_child(lambda: run(inputs, out)) == 0
        assert rows_in(out) == expected, killed
        if scenario == "first":
            assert rewritten(found, out) == [], killed
        assert not [*(out / ".staging").iterdir(), *(out / ".ready").iterdir()], killed
    assert rows_in(out) == expected
    done = state_of(committed(out))
    assert run(inputs, out).written == 0
    assert state_of(committed(out)) == done
    print(f"{scenario}: killed before each of {killed} calls")


def run_and_die(inputs: Path, out: Path, number: int) -> None:
    dies_before_call(number, out)
    run(inputs, out)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
