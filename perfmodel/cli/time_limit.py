"""Limits of time and memory for a file that is read in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from perfmodel.cli.files import FileProblem, file_message, print_error
from perfmodel.workers.limits import Limits, OverLimit, unlimited

__all__ = ["report_unlimited", "time_limit"]


@contextmanager
def time_limit(seconds: float | None, path: str, lang: str, memory: int | None = None) -> Iterator[None]:
    """Raise `FileProblem` where the block takes longer than so many seconds, or more than so many bytes; None is no limit.

    Time is held where the system has alarms (not on Windows), and in a program's main thread; memory on Linux.

    >>> with time_limit(5, "a.pdf", "en"):
    ...     pass
    """
    try:
        with Limits(seconds, memory).begin(0):
            yield
    except OverLimit as over:
        zh, en, _position = over.failure
        raise FileProblem(file_message(path, zh, en, lang), zh, en) from None


def report_unlimited(timeout: float | None, memory: int | None, workers: bool, lang: str) -> None:
    """Report on stderr which limits are asked for that this system cannot hold, with or without worker processes."""
    for warning in unlimited(timeout, memory, workers):
        print_error(f"perfmodel: {warning.text(lang)}")
