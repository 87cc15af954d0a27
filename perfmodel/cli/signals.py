"""Signals that end the program: as clean an end as Ctrl-C gives."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

__all__ = ["Stopped", "clean_stop", "signals_held"]


class Stopped(KeyboardInterrupt):
    """A signal asked for the end; ``number`` says which.

    >>> Stopped(15).status
    143
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


@contextmanager
def clean_stop() -> Iterator[None]:
    """Let SIGTERM and SIGHUP raise `Stopped` inside the block, where they have no handler yet, so that it is left cleanly."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def signals_held() -> Iterator[None]:
    """Let SIGINT, SIGTERM and SIGHUP wait until the end of a stretch that is to be done wholly; the first comes then.

    Signals that nobody handles, or that are ignored, stay as they are.

    >>> before = signal.signal(signal.SIGINT, lambda *_: print("interrupted"))
    >>> with signals_held():
    ...     signal.raise_signal(signal.SIGINT)
    ...     print("done")
    done
    interrupted
    >>> handler = signal.signal(signal.SIGINT, before)
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before: dict[int, Any] = {}
    # SIGINT is the first to wait and the last to come through again: it leaves no other behind.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        handler = None if number is None else signal.getsignal(number)
        if number is not None and callable(handler):
            before[number] = handler
            signal.signal(number, lambda number, _frame: waiting.append(number))
    try:
        yield
    finally:
        for number in reversed(before):
            signal.signal(number, before[number])
        if waiting:
            before[waiting[0]](waiting[0], None)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped(number)
