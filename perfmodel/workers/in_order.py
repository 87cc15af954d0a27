"""Results in the order of their tasks, whatever ends first: a thin layer over the pool.

Several small tasks go to a worker in one message, and their results come back in one. A large one keeps nobody waiting: what is
done is sent as soon as it has taken some time.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from attrs import define, frozen

from perfmodel.reports.counts import Failure
from perfmodel.workers.events import Begin, Died, Yielded
from perfmodel.workers.limits import Limits, OverLimit
from perfmodel.workers.pool import WorkerPool
from perfmodel.workers.task import run_task

__all__ = ["TASKS_PER_WORKER", "are_plain", "cores", "in_order", "workers_for"]

Task = TypeVar("Task")
Result = TypeVar("Result")

# Below this a worker takes longer to start than it saves.
_BYTES_PER_WORKER = 500_000
# Windows cannot wait for more pipes.
_MOST_WORKERS = 60 if sys.platform == "win32" else 1000
# How far ahead of the first task that is not done, for each worker: what is done is kept in memory until its turn.
TASKS_PER_WORKER = 64
_TASKS_PER_MESSAGE = 16
# Each worker gets its share of what is left in so many messages, so that all end at about the same time.
_MESSAGES_PER_WORKER = 4
_SECONDS_PER_MESSAGE = 0.05
# A worker that ends at no task may have been ended by anybody; after so many it is the task.
_MOST_ATTEMPTS = 3


class _File(Protocol):
    @property
    def size(self) -> int: ...

    @property
    def plain(self) -> bool: ...


def workers_for(files: Sequence[_File], jobs: int | None) -> int:
    """Return how many workers to start for files: ``jobs`` if it is given, else no more than pay for their start.

    One means none but this process: so it is where one of the files is stdin or a pipe, which only this process has.
    """
    if not are_plain(files):
        return 1
    if jobs is None:
        jobs = min(cores(), sum(file.size for file in files) // _BYTES_PER_WORKER)
    return max(1, min(jobs, len(files), _MOST_WORKERS))


def are_plain(files: Sequence[_File]) -> bool:
    """Return whether all files are ordinary ones, which another process can read."""
    return all(file.plain for file in files)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    jobs: int,
    timeout: float | None = None,
    memory: int | None = None,
    apart: bool = False,
) -> Generator[Result | Failure, None, None]:
    """Yield what ``work`` returns of each task, in the order of the tasks; a `Failure` where it raised or its worker died.

    With more than one job they are done in worker processes, to which ``work``, tasks and results are sent (by pickle).
    Each task may take ``timeout`` seconds and ``memory`` bytes; one that takes more is a `Failure`. Where there is such a
    limit, tasks that may be done ``apart`` from this process are, even by one worker, so that one that hangs can be ended; a
    task that is the only one if memory is limited, as nothing else gets Python out of the end of its memory.
    Close it to end the workers at once. What else is raised for a task that is the only one is raised here.

    >>> list(in_order(len, ["a", "bc"], jobs=1))
    [1, 2]
    """
    limited = apart and (timeout is not None or memory is not None)
    if (len(tasks) == 1 and not (limited and memory is not None)) or (jobs < 2 and not limited):
        limits = Limits(timeout, memory)
        try:
            for task in tasks:
                yield _alone(work, task, limits) if len(tasks) == 1 else run_task(work, task, limits.begin)
        finally:
            limits.end()
        return
    with WorkerPool(partial(_results, work), max(jobs, 1), timeout, memory) as pool:
        yield from _Order(pool, tasks, max(jobs, 1)).results()


def _alone(work: Callable[[Task], Result], task: Task, limits: Limits) -> Result | Failure:
    try:
        with limits.begin(0):
            return work(task)
    except OverLimit as over:
        return over.failure


@frozen
class _Run(Generic[Task]):
    """Tasks that follow each other, the first of which has the number ``start``."""

    start: int
    tasks: Sequence[Task]
    attempts: int = 0


def _results(
    work: Callable[[Task], Result], run: _Run[Task], begin: Begin
) -> Generator[list[Result | Failure], None, None]:
    """Yield the results of the tasks of a run, those of small tasks together."""
    found: list[Result | Failure] = []
    sent = time.monotonic()
    for item, task in enumerate(run.tasks):
        found.append(run_task(work, task, begin, item))
        if time.monotonic() - sent > _SECONDS_PER_MESSAGE:
            yield found
            found, sent = [], time.monotonic()
    if found:
        yield found


@define(eq=False)
class _Order(Generic[Task, Result]):
    """Puts tasks into a pool, a window of them at a time, and their results in order."""

    pool: WorkerPool[_Run[Task], list[Result | Failure]]
    tasks: Sequence[Task]
    jobs: int
    taken: int = 0
    due: int = 0

    def results(self) -> Generator[Result | Failure, None, None]:
        """Yield all results in the order of the tasks."""
        done: dict[int, Result | Failure] = {}
        arrived: dict[int, int] = {}  # how many results of a run, by its start
        self._fill()
        for event in self.pool.events():
            start = event.task.start
            if isinstance(event, Yielded):
                at = start + arrived.get(start, 0)
                done.update(enumerate(event.value, at))
                arrived[start] = arrived.get(start, 0) + len(event.value)
            else:
                count = arrived.pop(start, 0)
                if isinstance(event, Died):
                    self._put_rest(event, count, done)
            while self.due in done:
                yield done.pop(self.due)
                self.due += 1
            self._fill()

    def _fill(self) -> None:
        while self.taken < min(len(self.tasks), self.due + TASKS_PER_WORKER * self.jobs):
            share = (len(self.tasks) - self.taken) // (self.jobs * _MESSAGES_PER_WORKER)
            window = self.due + TASKS_PER_WORKER * self.jobs - self.taken
            count = max(1, min(share, window, _TASKS_PER_MESSAGE))
            tasks = [self.tasks[at] for at in range(self.taken, self.taken + count)]
            self.pool.put(_Run(self.taken, tasks))
            self.taken += count

    def _put_rest(self, died: Died[_Run[Task]], count: int, done: dict[int, Any]) -> None:
        """Put the tasks of a run without results again, after the one at which it died has failed."""
        run, item = died.task, died.item
        attempts = run.attempts + 1
        if item is None and len(run.tasks) - count == 1 and attempts >= _MOST_ATTEMPTS:
            item = count
        if item is not None:
            done[run.start + item] = died.failure
            parts = [(count, item), (item + 1, len(run.tasks))]
            attempts = 0
        elif attempts == 1:
            parts = [(count, len(run.tasks))]
        else:  # one at a time: perhaps it is one of them
            parts = [(at, at + 1) for at in range(count, len(run.tasks))]
        for start, end in reversed(parts):
            if start < end:
                self.pool.put(_Run(run.start + start, run.tasks[start:end], attempts), first=True)
