"""Work on many files, in worker processes where that pays; results in the order of the files, whatever ends first."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from perfmodel.batch.inputs import Input
from perfmodel.cli.worker_pool_task import run_task
from perfmodel.reports.counts import Failure

__all__ = ["in_order", "workers_for"]

Task = TypeVar("Task")
Result = TypeVar("Result")

# Below this a worker takes longer to start than it saves.
_BYTES_PER_WORKER = 500_000
# Windows cannot wait for more pipes.
_MOST_WORKERS = 60 if sys.platform == "win32" else 1000


def workers_for(inputs: Sequence[Input], jobs: int | None) -> int:
    """Return how many workers to start for files: ``jobs`` if it is given, else no more than pay for their start.

    One means none but this process: so it is where one of the files is stdin or a pipe, which only this process has.
    """
    if not all(file.plain for file in inputs):
        return 1
    if jobs is None:
        jobs = min(_cores(), sum(file.size for file in inputs) // _BYTES_PER_WORKER)
    return max(1, min(jobs, len(inputs), _MOST_WORKERS))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int
) -> Generator[Result | Failure, None, None]:
    """Yield what ``work`` returns of each task, in the order of the tasks; a `Failure` where it raised or its worker died.

    With more than one job they are done in worker processes, to which ``work``, tasks and results are sent (by pickle).
    Close it to end the workers at once. What is raised for a task that is the only one is raised here.

    >>> list(in_order(len, ["a", "bc"], jobs=1))
    [1, 2]
    """
    if len(tasks) == 1:
        yield work(tasks[0])
        return
    if jobs < 2:
        yield from (run_task(work, task) for task in tasks)
        return
    from perfmodel.cli.worker_pool import WorkerPool  # multiprocessing takes as long to import as all the rest

    pool: WorkerPool[Task, Result] = WorkerPool(work, tasks, jobs)
    try:
        yield from pool.results()
    finally:
        pool.end()
