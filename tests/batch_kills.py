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
    """A part has a changed file, another only changed ones, and two files are new."""
    run(folder / "in", folder / "out")
    for name in ("1.yaml", "2.yaml", "3.yaml"):
        write(folder / "in", name, 500)
    for name in ("6.yaml", "7.yaml"):
        write(folder / "in", name, 600)


def stray(folder: Path) -> None:
    """Somebody has deleted a part of one dataset, and that of the manifest of another part."""
    run(folder / "in", folder / "out")
    (folder / "out/indicators/part-00000001.parquet").unlink()
    (folder / "out/files/part-00000002.parquet").unlink()


SCENARIOS: dict[str, Callable[[Path], None]] = {scene.__name__: scene for scene in (first, update, stray)}


def main(scenario: str, folder: Path) -> None:
    batch_run._INPUTS_IN_CHUNK = 2
    for number in range(6):
        write(folder / "in", f"{number}.yaml", number)
    (folder / "in/bad.yaml").write_text("name: [\n", encoding="utf-8")
    SCENARIOS[scenario](folder)
    out, never_stopped = folder / "out", folder / "never-stopped"
    run(folder / "in", never_stopped)  # here: all processes begin with what it imports
    expected = rows_in(never_stopped)
    # The rows that may be seen after a kill: of a file either all old or all new ones, or none.
    before = rows_in(out) if out.exists() else {dataset: [] for dataset in expected}
    shutil.copytree(out, folder / "begin") if out.exists() else None
    number = killed = 0
    while True:
        number += 1
        shutil.rmtree(out, ignore_errors=True)
        if (folder / "begin").exists():
            shutil.copytree(folder / "begin", out)

        def killed_run(number: int = number) -> None:
            dies_before_call(number, out)
            run(folder / "in", out)

        ended = in_child(killed_run)
        assert ended in (0, signal.SIGKILL)
        killed += ended == signal.SIGKILL
        found = rows_in(out)
        for dataset, rows in found.items():
            assert all(row in expected[dataset] or row in before[dataset] for row in rows), (number, dataset)
        kept = state_of(committed(out))
        assert in_child(lambda: run(folder / "in", out)) == 0
        assert rows_in(out) == expected, number
        if scenario == "first":
            assert rewritten(kept, out) == [], number
        assert not list((out / ".staging").iterdir()), number
        assert not list((out / ".ready").iterdir()), number
        if not ended:
            break
    again = state_of(committed(out))
    run(folder / "in", out)
    assert state_of(committed(out)) == again
    print(f"{scenario}: killed before each of {killed} calls")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
