"""What one file may take: time and memory, so that one file does not hold up or bring down many.

Time is limited by an alarm where the system has them (not on Windows), in the main thread; memory by the size of the
process's data, on Linux. A worker process that overruns its time in spite of that, or that cannot get out of the end of its
memory, is ended by the pool.
"""

from __future__ import annotations

import sys
from types import FrameType, TracebackType
from typing import Any, NoReturn

from perfmodel.reports.counts import Failure

__all__ = ["Limits", "OverLimit", "data_size", "unlimited"]

_MEGABYTE = 1_000_000


class _TimeIsUp(BaseException):
    """No `Exception`: readers of damaged files catch whatever these raise."""


class OverLimit(Exception):
    """An item took more than it may: ``status`` is ``timeout`` or ``memory``, ``failure`` the message."""

    def __init__(self, status: str, failure: Failure) -> None:
        super().__init__(failure.en)
        self.status = status
        self.failure = failure


class Limits:
    """The limits of each item of a task: ``timeout`` in seconds, ``memory`` in bytes over what is in use; None is no limit.

    `begin` starts the item with a number. As a context manager it ends the item with its block, and raises `OverLimit` there
    if the item took too much. Without ``with``, an item ends where the next one begins, and time that is up ends the task.

    >>> limits = Limits(timeout=0.01)
    >>> with limits.begin(0):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
        ...
    perfmodel.workers.limits.OverLimit: not read within 0.01 s (--timeout), skipped
    """

    def __init__(self, timeout: float | None = None, memory: int | None = None) -> None:
        self.timeout = timeout
        self.memory = memory
        self.item: int | None = None
        self.most_data: int | None = None  # bytes that the process may have while it is at the item
        self._alarm_before: Any = None
        self._data_before: tuple[int, int] | None = None

    def begin(self, item: int | None) -> Limits:
        """Start an item; None where what follows belongs to none and has no limits."""
        self.end()
        self.item = item
        if item is not None:
            self._limit_memory()
            self._start_alarm()
        return self

    def end(self) -> None:
        """End the item, and with it its limits."""
        self.item = None
        if self._alarm_before is not None:
            import signal

            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._alarm_before)
            self._alarm_before = None
        if self._data_before is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_DATA, self._data_before)
            self._data_before = self.most_data = None

    def reached(self, error: BaseException) -> OverLimit | None:
        """Return what an error means if it comes of a limit, else None."""
        if isinstance(error, OverLimit):
            return error
        if isinstance(error, _TimeIsUp) and self.timeout is not None:
            return OverLimit("timeout", timeout_failure(self.timeout))
        if isinstance(error, MemoryError) and self.memory is not None:
            return OverLimit("memory", memory_failure(self.memory))
        return None

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        reached = None if error is None else self.reached(error)
        if reached is not None:
            raise reached from None

    def _start_alarm(self) -> None:
        if self.timeout is None:
            return
        import signal  # seldom needed, and slow to import
        import threading

        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            return
        self._alarm_before = signal.signal(signal.SIGALRM, _stop) or signal.SIG_DFL
        signal.setitimer(signal.ITIMER_REAL, self.timeout)

    def _limit_memory(self) -> None:
        if self.memory is None or not _limits_data():
            return
        import resource

        before = resource.getrlimit(resource.RLIMIT_DATA)
        most = data_size() + self.memory
        tighter = [most, *(limit for limit in before if limit != resource.RLIM_INFINITY)]
        self.most_data = min(tighter)
        resource.setrlimit(resource.RLIMIT_DATA, (self.most_data, before[1]))
        self._data_before = before


def timeout_failure(seconds: float) -> Failure:
    """Return the failure of a file that took longer than so many seconds."""
    return Failure(
        f"超过 {seconds:g} 秒（--timeout）未读完，已跳过", f"not read within {seconds:g} s (--timeout), skipped"
    )


def memory_failure(memory: int) -> Failure:
    """Return the failure of a file that took more than so many bytes of memory."""
    size = f"{memory / _MEGABYTE:g} MB"
    return Failure(f"所需内存超过 {size}（--memory），已跳过", f"needs more than {size} of memory (--memory), skipped")


def unlimited(timeout: float | None, memory: int | None, workers: bool = True) -> list[Failure]:
    """Return warnings of limits that were asked for and cannot be held on this system, or without worker processes.

    >>> unlimited(None, None)
    []
    """
    found = []
    if timeout is not None and not workers and sys.platform == "win32":
        zh = "此系统没有闹钟信号：不用工作进程时，--timeout 不起作用"
        en = "this system has no alarms: without worker processes --timeout has no effect"
        found.append(Failure(zh, en))
    if memory is not None and not _limits_data():
        zh, en = (
            "此系统不能限制进程的内存：--memory 不起作用",
            "this system cannot limit memory: --memory has no effect",
        )
        found.append(Failure(zh, en))
    return found


def _limits_data() -> bool:
    """Whether the size of a process's data can be limited: macOS takes the limit and ignores it, Windows has none."""
    return sys.platform.startswith("linux")


def data_size(process: int | str = "self") -> int:
    """Return the size of a process's data in bytes, as RLIMIT_DATA counts it; raises OSError where it is gone."""
    import resource

    with open(f"/proc/{process}/statm", "rb") as statm:
        return int(statm.read().split()[5]) * resource.getpagesize()


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _TimeIsUp
