"""Worker processes as the pool sees them: each has a thread that sends its tasks and receives what comes of them.

No call of the pool waits for a worker, so one that is stopped in the middle of a message holds up nobody.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.reduction import ForkingPickler
from queue import Empty, SimpleQueue
from types import ModuleType
from typing import Any

from perfmodel.reports.counts import Failure
from perfmodel.workers.events import Died, Work, Yielded
from perfmodel.workers.limits import OverLimit, data_size
from perfmodel.workers.task import internal_error
from perfmodel.workers.worker import CLOCK, ITEM, MOST_DATA, NO_ITEM, OUT_OF_MEMORY, serve

__all__ = ["CONTEXT", "OUT_OF_MEMORY", "Gone", "Ready", "WorkerProcess", "death_of"]

# The same everywhere, and safe beside threads, which forking is not.
CONTEXT = multiprocessing.get_context("spawn")
# A process with less left than an allocator takes at once cannot even handle the error of having no memory.
_LEAST_LEFT = 2_000_000
# How long a worker whose pipe is closed has to end with an exit code.
_SECONDS_TO_EXIT = 10


class Ready:
    """A worker has started, and takes tasks."""


class Gone:
    """The pipe of a worker is closed: it has ended, or is about to."""


class WorkerProcess:
    """A process that does tasks; `tasks` are those that it has and has not finished, the first is worked on.

    What it reports goes to ``reports``: itself with an event without its task, with `Ready` or `Gone`. Raises OSError where
    no process can be started.
    """

    def __init__(
        self,
        work: Work[Any, Any],
        timeout: float | None,
        memory: int | None,
        reports: SimpleQueue[tuple[WorkerProcess, Any]],
    ) -> None:
        self.tasks: deque[Any] = deque()
        self.ready = False
        self.over: OverLimit | None = None  # why the pool has ended it
        self._reports = reports
        self._inbox: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        self._board = CONTEXT.RawArray("q", [0, NO_ITEM, 0])
        self._pipe, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=serve, args=(theirs, self._board, work, timeout, memory), daemon=True)
        try:
            with _started_apart():
                self.process.start()
            threading.Thread(target=self._talk, daemon=True).start()
        except BaseException as error:
            self._pipe.close()
            if self.process.pid is not None:
                self.process.kill()
            if isinstance(error, (AssertionError, RuntimeError)):  # a daemon may have no children; no more threads
                raise OSError(str(error)) from error
            raise
        finally:
            theirs.close()

    @property
    def clock(self) -> int:
        """A number that changes whenever an item begins or ends."""
        return int(self._board[CLOCK])

    @property
    def item(self) -> int | None:
        """The item of the first task that is worked on, None where that is none."""
        item = int(self._board[ITEM])
        return None if item == NO_ITEM else item

    @property
    def is_at_end_of_memory(self) -> bool:
        """Whether it has next to nothing left of the memory that its item may take."""
        most = int(self._board[MOST_DATA])
        try:
            return most > 0 and most - data_size(str(self.process.pid)) < _LEAST_LEFT
        except OSError:  # it is gone, which is seen at its pipe
            return False

    def give(self, task: Any) -> None:
        """Let the worker do a task after those it has."""
        self.tasks.append(task)
        self._inbox.put((task,))

    def take_back(self) -> tuple[Any, ...]:
        """Return, in a tuple, the first task that it has not come to yet; an empty one where there is none."""
        try:
            message = self._inbox.get_nowait()
        except Empty:
            return ()
        if message:  # where it has not even come to the first of its tasks, that one comes back, and not the last
            del self.tasks[next(at for at, task in enumerate(self.tasks) if task is message[0])]
        return message

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()

    def join(self, patient: bool = False) -> int | None:
        """Wait for the end of the process, which is killed (after some time, where ``patient``); return its exit code."""
        if patient:
            self.process.join(_SECONDS_TO_EXIT)
        self.process.kill()
        self.process.join()
        self._inbox.put(())
        return self.process.exitcode

    def _talk(self) -> None:
        """Send tasks and receive their events, in a thread of its own, until the pipe or the inbox is closed."""
        try:
            self._pipe.recv()
            self._reports.put((self, Ready))
            while message := self._inbox.get():
                try:
                    task = ForkingPickler.dumps(message[0])
                except Exception as error:
                    self._reports.put((self, Died(None, None, internal_error(error), "failed")))
                    continue
                self._pipe.send_bytes(task)
                while not self._receive():
                    pass
        except (EOFError, OSError):
            self._reports.put((self, Gone))
        finally:
            self._pipe.close()

    def _receive(self) -> bool:
        """Receive an event; return whether it is the last of its task."""
        data = self._pipe.recv_bytes()
        try:
            event = ForkingPickler.loads(data)
        except Exception as error:
            event = Died(None, None, internal_error(error), "failed")
        self._reports.put((self, event))
        return not isinstance(event, Yielded)


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
