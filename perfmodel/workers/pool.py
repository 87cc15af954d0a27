"""One pool of worker processes for all that works on many files.

No pool of the standard library is used, and no other library's: docs/explanation/dependencies.md says why. Each worker has a
pipe of its own, so that its end, and ours, is seen by the other side, and it is known at which file it ended.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import define

from perfmodel.workers.events import Died, Event, Work, Yielded
from perfmodel.workers.limits import Limits, OverLimit, memory_failure, timeout_failure
from perfmodel.workers.task import run

if TYPE_CHECKING:
    from perfmodel.workers.processes import WorkerProcess

__all__ = ["WorkerPool"]

Task = TypeVar("Task")
Value = TypeVar("Value")

# Tasks that a worker has at once, so that it never waits for us.
_TASKS_AHEAD = 2
# A worker ends an item that is overdue itself; this long after that it is ended, as it must be stopped or deep in C.
_SECONDS_OF_GRACE = 1.0
# How long a worker with a time limit may show no sign of life between items, while it starts or writes.
_SECONDS_BETWEEN_ITEMS = 120.0
_SECONDS_PER_LOOK = 0.25
# At the end of its memory Python may go round for ever (bpo: an exception whose place finds no memory is raised again): a worker that
# is there at so many looks, at one item, does not come back.
_MOST_STARVED_LOOKS = 12


@define
class _Sign:
    """The last sign of life of a worker: its clock, and when that was first seen; ``starved`` counts looks at which it had no memory."""

    clock: int
    seen: float
    starved: int = 0


class WorkerPool(Generic[Task, Value]):
    """Worker processes that do tasks, ``jobs`` of them; none where there are no tasks.

    ``work(task, begin)`` is a generator function of a module, which is sent to the workers by pickle, as tasks and values
    are. It calls ``begin(item)`` before each item of a task, counted from 0: from then ``timeout`` seconds and ``memory``
    bytes (over what is in use then) count for it, until ``begin`` is called again (``begin(None)`` where what follows
    belongs to no item), a value is yielded or the task is done. ``with begin(item):`` raises `OverLimit
    <perfmodel.workers.limits.OverLimit>` at its end, so that the task goes on; otherwise too much of either ends the task.

    Where no worker can be started, the tasks are done in this process. ``with`` ends the workers at its end.

    >>> from perfmodel.workers.examples import halves
    >>> with WorkerPool(halves, jobs=0) as pool:
    ...     pool.put([4, "five", 6])
    ...     for event in pool.events():
    ...         print(type(event).__name__, event[1:2])
    Yielded (2.0,)
    Died (1,)
    """

    def __init__(
        self, work: Work[Task, Value], jobs: int, timeout: float | None = None, memory: int | None = None
    ) -> None:
        self.work = work
        self.jobs = jobs
        self.timeout = timeout
        self.memory = memory
        self._waiting: deque[Task] = deque()
        self._workers: dict[WorkerProcess, _Sign] = {}
        self._to_start = jobs
        self._next_look = 0.0
        self._reports: SimpleQueue[tuple[WorkerProcess, Any]] = SimpleQueue()

    def put(self, task: Task, first: bool = False) -> None:
        """Add a task, behind all others or as the ``first``."""
        (self._waiting.appendleft if first else self._waiting.append)(task)

    @property
    def unfinished(self) -> int:
        """How many tasks are not finished."""
        return len(self._waiting) + sum(len(worker.tasks) for worker in self._workers)

    def events(self) -> Iterator[Event]:
        """Yield what comes of the tasks until none is left; more may be put meanwhile."""
        while self.unfinished:
            self._start_workers()
            self._hand_out()
            if not self._workers:  # none could be started
                yield from run(self.work, self._waiting.popleft(), Limits(self.timeout, self.memory))
                continue
            self._end_overdue()
            try:
                worker, report = self._reports.get(timeout=_SECONDS_PER_LOOK)
            except Empty:
                continue
            if worker in self._workers:
                yield from self._events_of(worker, report)

    def end(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.join()
        self._workers = {}
        self._waiting.clear()

    def __enter__(self) -> WorkerPool[Task, Value]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _start_workers(self) -> None:
        """Start as many workers as are due and have something to do; after one that cannot be started, no others."""
        while self._to_start and len(self._workers) < self.unfinished:
            self._to_start -= 1
            try:
                from perfmodel.workers.processes import (
                    WorkerProcess,
                )  # multiprocessing takes as long to import as all the rest

                worker = WorkerProcess(self.work, self.timeout, self.memory, self._reports)
            except (OSError, ImportError):  # no more processes, no memory, or a system that has no processes
                self._to_start = 0
            else:
                self._workers[worker] = _Sign(worker.clock, time.monotonic())

    def _hand_out(self) -> None:
        for held in range(_TASKS_AHEAD):
            for worker in self._workers:
                if self._waiting and worker.ready and len(worker.tasks) == held:
                    worker.give(self._waiting.popleft())
        if self._waiting:
            return
        for idle in (worker for worker in self._workers if worker.ready and not worker.tasks):
            for busy in self._workers:  # what it has ahead may wait long
                if len(busy.tasks) == _TASKS_AHEAD and (taken := busy.take_back()):
                    idle.give(*taken)
                    break

    def _events_of(self, worker: WorkerProcess, report: Any) -> Iterator[Event]:
        from perfmodel.workers.processes import Gone, Ready

        self._workers[worker].seen = time.monotonic()
        if report is Ready:
            worker.ready = True
        elif report is Gone:
            yield from self._gone(worker)
        elif isinstance(report, Yielded):
            yield Yielded(worker.tasks[0], report.value)
        else:
            yield report._replace(task=worker.tasks.popleft())

    def _gone(self, worker: WorkerProcess) -> Iterator[Event]:
        """Handle the end of a worker: the task that it worked on ends with it, the others go to another worker."""
        from perfmodel.workers.processes import OUT_OF_MEMORY, death_of

        del self._workers[worker]
        code = worker.join(patient=worker.over is None)
        if code == OUT_OF_MEMORY and self.memory is not None:
            worker.over = OverLimit("memory", memory_failure(self.memory))
        if worker.ready:  # one that could not even begin is no loss, and the next would fare no better
            self._to_start += 1
        tasks = worker.tasks
        died = (tasks.popleft(),) if tasks else ()
        self._waiting.extendleft(reversed(tasks))
        for task in died:
            if worker.over is None:
                yield Died(task, worker.item, death_of(code), "died")
            else:
                yield Died(task, worker.item, worker.over.failure, worker.over.status)

    def _end_overdue(self) -> None:
        """End the workers that are over their time or memory and have not ended their item themselves."""
        now = time.monotonic()
        if (self.timeout is None and self.memory is None) or now < self._next_look:
            return
        self._next_look = now + _SECONDS_PER_LOOK
        for worker, sign in self._workers.items():
            clock = worker.clock
            if clock != sign.clock or not worker.tasks:
                sign.clock, sign.seen, sign.starved = clock, now, 0
            if worker.over is None:
                worker.over = self._over_time(worker, now - sign.seen) or self._over_memory(worker, sign)
                if worker.over is not None:
                    worker.kill()

    def _over_time(self, worker: WorkerProcess, seconds: float) -> OverLimit | None:
        if self.timeout is None:
            return None
        most = self.timeout + (_SECONDS_OF_GRACE if worker.item is not None else _SECONDS_BETWEEN_ITEMS)
        return OverLimit("timeout", timeout_failure(self.timeout)) if seconds > most else None

    def _over_memory(self, worker: WorkerProcess, sign: _Sign) -> OverLimit | None:
        if self.memory is None:
            return None
        sign.starved = sign.starved + 1 if worker.is_at_end_of_memory else 0
        return OverLimit("memory", memory_failure(self.memory)) if sign.starved > _MOST_STARVED_LOOKS else None
