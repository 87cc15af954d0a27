"""A limit of time for each file, so that one file does not hold up many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from perfmodel.cli.files import FileProblem, file_message

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["time_limit"]


class _TimeIsUp(BaseException):
    """No `Exception`: readers of damaged files catch whatever these raise."""


@contextmanager
def time_limit(seconds: int | None, path: str, lang: str) -> Iterator[None]:
    """Raise `FileProblem` where the block takes longer than so many seconds; None is no limit.

    It is kept where the system has alarms (not on Windows), and in a program's main thread.

    >>> with time_limit(5, "a.pdf", "en"):
    ...     pass
    """
    if seconds is None:
        yield
        return
    import signal  # seldom needed, and slow to import
    import threading

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _TimeIsUp:
        zh, en = f"超过 {seconds} 秒（--timeout）未读完，已跳过", f"not read within {seconds} s (--timeout), skipped"
        raise FileProblem(file_message(path, zh, en, lang), zh, en) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _TimeIsUp
