"""Worker processes for many files: a worker process for each core, results in the order of the files, whatever ends first.

No pool of the standard library is used: in those one worker that dies takes all others with it and nobody knows at which
file; their workers outlive a parent that was killed, and none of them stops at once when it is interrupted. Here each
worker has a pipe of its own, so that its end, and ours, is seen by the other side, and it is known what it was doing.

Workers read and work; they never write a file, so they can be stopped at any moment.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, Generic, TypeVar

from attrs import define, field

from perfmodel.cli.worker_pool_task import run_task
from perfmodel.reports.counts import Failure

__all__ = ["WorkerPool", "death_of"]

Task = TypeVar("Task")
Result = TypeVar("Result")

# Tasks that a worker has at once, so that it never waits for us.
_TASKS_AHEAD = 2
# How far ahead of the first file that is not done, for each worker: what is done is kept in memory until its turn.
TASKS_PER_WORKER = 16
# How long a worker whose pipe is closed has to end with an exit code.
_SECONDS_TO_EXIT = 10
# The same everywhere, and safe beside threads, which forking is not.
CONTEXT = multiprocessing.get_context("spawn")


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """The life of a worker: it ends when the other side of its pipe is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other side is interrupted, and ends us
    try:
        pipe.send(None)
        while True:
            pipe.send(run_task(work, pipe.recv()))
    except (EOFError, OSError):
        return


@define(eq=False)
class _Worker:
    """A process, and the tasks (by number) that it has and has not answered."""

    process: multiprocessing.process.BaseProcess
    pipe: Connection
    tasks: deque[int] = field(factory=deque)
    ready: bool = False


class WorkerPool(Generic[Task, Result]):
    """Worker processes that work on tasks; `results` are in the order of the tasks."""

    def __init__(self, work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> None:
        self.work = work
        self.tasks = tasks
        self.waiting = deque(range(len(tasks)))
        self.results_by_task: dict[int, Result | Failure] = {}
        self.due = 0
        self.window = TASKS_PER_WORKER * jobs
        self.jobs = jobs
        self.workers: list[_Worker] = []

    def results(self) -> Iterator[Result | Failure]:
        """Yield the results in order."""
        for _job in range(self.jobs):
            self._start()
        while self.due < len(self.tasks):
            self._hand_out()
            if not self.workers:  # none could be started
                at = self.waiting.popleft()
                self.results_by_task[at] = run_task(self.work, self.tasks[at])
            for pipe in wait([worker.pipe for worker in self.workers]) if self.workers else ():
                self._receive(next(worker for worker in self.workers if worker.pipe is pipe))
            while self.due in self.results_by_task:
                yield self.results_by_task.pop(self.due)
                self.due += 1

    def end(self) -> None:
        """End all workers, whatever they are doing: they hold nothing that could be lost."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.pipe.close()
        self.workers = []

    def _start(self) -> None:
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_serve, args=(theirs, self.work), daemon=True)
        try:
            with _started_apart():
                process.start()
        except OSError:  # no more processes, or no memory
            ours.close()
        else:
            self.workers.append(_Worker(process, ours))
        theirs.close()

    def _hand_out(self) -> None:
        """Give each worker something to do, as long as it is not too far ahead."""
        for held in range(_TASKS_AHEAD):
            for worker in tuple(self.workers):
                if not self.waiting or self.waiting[0] >= self.due + self.window:
                    return
                if worker.ready and len(worker.tasks) == held:
                    worker.tasks.append(self.waiting.popleft())
                    try:
                        worker.pipe.send(self.tasks[worker.tasks[-1]])
                    except OSError:  # it is gone, which is seen at its pipe
                        continue

    def _receive(self, worker: _Worker) -> None:
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError):
            self._gone(worker)
            return
        if worker.ready:
            self.results_by_task[worker.tasks.popleft()] = result
        worker.ready = True

    def _gone(self, worker: _Worker) -> None:
        """Handle the end of a worker: its first task failed with it, the others go to another worker."""
        self.workers.remove(worker)
        worker.process.join(_SECONDS_TO_EXIT)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if worker.tasks:
            self.results_by_task[worker.tasks.popleft()] = death_of(worker.process.exitcode)
        self.waiting.extendleft(reversed(worker.tasks))
        if worker.ready and self.waiting:  # one that could not even begin is no loss, and the next would fare no better
            self._start()


def death_of(code: int | None) -> Failure:
    """Return the failure of a task whose worker ended with an exit code.

    >>> death_of(1).en
    'the process working on it died (exit code 1)'
    """
    zh, en = f"退出码 {code}", f"exit code {code}"
    if code is not None and code < 0:
        zh, en = f"信号 {-code}", f"signal {-code}"
    if code == -9:
        zh, en = f"{zh}，可能是内存不足", f"{en}, perhaps out of memory"
    return Failure(f"处理它的进程意外终止（{zh}）", f"the process working on it died ({en})")


@contextmanager
def _started_apart() -> Iterator[None]:
    """Start processes in here that do not import the script that is run, and that no interrupt reaches.

    It would run the script again, which may be anybody's that calls us; and an interrupt while it begins would show as a
    traceback.
    """
    script = sys.modules["__main__"]
    before = None
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # where it has to be started later, it lets signals through again
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
