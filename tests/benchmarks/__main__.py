"""Run the benchmarks, keep their figures and write the page: ``python -m tests.benchmarks [GROUP …]``.

``--pages`` only writes the page anew, ``--quick`` only sees that everything works, and keeps nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.goals import GOALS, GROUPS, figure_of, load, save, taken
from tests.benchmarks.pages import shown, write

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def _measured(group: str, quick: bool) -> dict[str, Any] | None:
    """The figures of a group, measured in a process of its own; None where something went wrong, which pytest has said."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.json"
        environment = {**os.environ, "PERFMODEL_BENCH_FIGURES": str(path)}
        if quick:
            environment["PERFMODEL_BENCH_QUICK"] = "1"
        options = "-q -rs --no-header -p no:cacheprovider -o addopts= -o python_files=bench_*.py --benchmark-columns=min,rounds"
        command = [sys.executable, "-m", "pytest", *options.split(), str(HERE / f"bench_{group}.py")]
        done = subprocess.run(command, cwd=ROOT, env=environment)
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return found if done.returncode == 0 and found else None


def main() -> int:
    """Run what is asked for; 0 where all goals are reached, 1 where one is not, 2 where something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"{', '.join(GROUPS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="little data, few rounds, nothing is kept")
    parser.add_argument("--pages", action="store_true", help="measure nothing, write the page of the figures kept")
    options = parser.parse_args()
    if wrong := set(options.groups) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(wrong))}")
    figures, missing = load(), []
    for group in () if options.pages else options.groups or GROUPS:
        print(f"== {group}", flush=True)
        found = _measured(group, options.quick)
        if found is None:
            missing.append(group)
            continue
        figures[group] = {"taken": taken(), "figures": found}
        if not options.quick:  # what was measured is not lost if the next is stopped
            save(figures)
    if not options.quick:
        write(load())
    reached = [_tell(goal, figures) for goal in GOALS if not options.groups or goal.group in options.groups]
    for group in missing:
        print(f"not measured: {group}")
    return 2 if missing else int(not all(reached))


def _tell(goal: Any, figures: dict[str, Any]) -> bool:
    """Say how a goal stands."""
    figure = figure_of(figures, goal)
    bound = f"≥ {shown(goal.least)}" if goal.least is not None else f"≤ {shown(goal.most)}"
    good = figure is not None and goal.reached(figure)
    print(f"{'ok ' if good else 'NOT'}  {shown(figure):>8}{goal.unit}  (goal {bound})  {goal.en}")
    return good


if __name__ == "__main__":
    raise SystemExit(main())
