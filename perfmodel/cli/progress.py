"""A bar on stderr while many files are worked on, where a person is looking; nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from perfmodel._internal.optional import MissingExtra, require
from perfmodel.cli.screen import is_watched

__all__ = ["Bar", "progress"]

_SECONDS_BETWEEN_DRAWS = 0.1


class Bar(Protocol):
    """How far the work is."""

    def advance(self) -> None:
        """One more is done."""

    def hide(self) -> None:
        """Take it off the terminal, on which lines are to be written."""

    def show(self) -> None:
        """Put it below those lines."""


@contextmanager
def progress(total: int) -> Iterator[Progress]:
    """Show a bar while work goes on: with rich, where that is installed, else a line that counts.

    >>> with progress(2) as bar:  # stderr is no terminal here
    ...     bar.advance()
    """
    shown = Progress(_bar(total))
    try:
        yield shown
    finally:
        shown.end()


class Progress:
    """A bar, or none, that can be hidden while lines are written."""

    def __init__(self, bar: Bar | None) -> None:
        self._bar = bar
        if bar is not None:
            bar.show()

    def advance(self) -> None:
        """One more is done."""
        if self._bar is not None:
            self._bar.advance()

    @contextmanager
    def hidden(self, needed: bool = True) -> Iterator[None]:
        """Hide the bar while lines are written to the terminal; ``needed`` is whether there are any."""
        if self._bar is None or not needed:
            yield
            return
        self._bar.hide()
        yield
        self._bar.show()

    def end(self) -> None:
        """Take the bar away for good."""
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.hide()


def _bar(total: int) -> Bar | None:
    if total < 2 or not is_watched(sys.stderr):
        return None
    try:
        console = require("rich.console", "rich").Console(stderr=True)
        return _RichBar(console, total) if console.is_interactive else _PlainBar(total)
    except (MissingExtra, AttributeError, TypeError):  # or it is too old: a bar is no reason to stop
        return _PlainBar(total)


class _PlainBar:
    """A line that counts, in characters that every terminal has."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._drawn = 0
        self._due = 0.0

    def advance(self) -> None:
        self._done += 1
        if time.monotonic() >= self._due:
            self.show()

    def show(self) -> None:
        text = f"{self._done}/{self._total} ({100 * self._done // self._total}%)"
        self._write(f"\r{text}")
        self._drawn = len(text)
        self._due = time.monotonic() + _SECONDS_BETWEEN_DRAWS

    def hide(self) -> None:
        self._write(f"\r{' ' * self._drawn}\r")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


class _RichBar:
    """The bar of rich, on one line: of more it would leave some, or take others away (Textualize/rich#3121)."""

    def __init__(self, console: Any, total: int) -> None:
        library: Any = require("rich.progress", "rich")
        column = require("rich.table", "rich").Column
        self._bar: Any = library.Progress(
            library.BarColumn(table_column=column(no_wrap=True)),
            library.MofNCompleteColumn(table_column=column(no_wrap=True)),
            library.TimeRemainingColumn(table_column=column(no_wrap=True)),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._bar.add_task("", total=total)

    def advance(self) -> None:
        self._bar.advance(self._task)

    def show(self) -> None:
        self._bar.start()

    def hide(self) -> None:
        self._bar.stop()
