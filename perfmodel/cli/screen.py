"""A terminal on which a person reads: whether there is one, whether it has colours, and printing to it with rich.

Colours are wanted as https://no-color.org and https://force-color.org say, and where ``--color`` does not say otherwise.
"""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from perfmodel._internal.optional import MissingExtra, require
from perfmodel.cli.files import print_error
from perfmodel.source.excerpt import visible

if TYPE_CHECKING:
    from perfmodel.reports.styled_text import StyledText

__all__ = ["Screen", "add_color", "is_watched", "print_messages", "screen_on"]

_COLOR_CHOICES = ("auto", "always", "never")
_NO_CURSOR = ("dumb", "unknown")


def add_color(parser: argparse.ArgumentParser) -> None:
    """Add the option for colours."""
    parser.add_argument(
        "--color",
        choices=_COLOR_CHOICES,
        default="auto",
        help="颜色（默认：auto，是终端时才有；须有附加组件 rich）"
        " / colours (default: auto, on a terminal; they need the extra rich)",
    )


def is_watched(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal that can do more than print one line below the other.

    >>> import io
    >>> is_watched(io.StringIO()), is_watched(None)
    (False, False)
    """
    try:
        return stream is not None and stream.isatty() and os.environ.get("TERM") not in _NO_CURSOR
    except ValueError:  # it is closed
        return False


def screen_on(stream: TextIO | None, color: str = "auto") -> Screen | None:
    """Return the screen behind a stream; None where it is to get plain text: it is no terminal, or rich is missing."""
    forced = color == "always" or (color == "auto" and bool(os.environ.get("FORCE_COLOR")))
    if stream is None or not (forced or is_watched(stream)) or not _is_utf8(stream):
        return None
    colorless = color == "auto" and bool(os.environ.get("NO_COLOR"))
    try:
        return Screen(stream, forced, colorless, bare=color == "never")
    except (MissingExtra, AttributeError, TypeError):  # or it is too old
        return None


def _is_utf8(stream: TextIO) -> bool:
    try:
        return codecs.lookup(stream.encoding or "utf-8").name == "utf-8"
    except LookupError:
        return False


def _raise_again() -> None:
    raise


def print_messages(messages: Iterable[str], color: str) -> None:
    """Print messages on stderr, with colours where it has them."""
    messages = tuple(messages)
    screen = screen_on(sys.stderr, color) if messages else None
    if screen is None:
        for message in messages:
            print_error(message)
        return
    from perfmodel.reports.styled_text import styled_message

    for message in messages:
        screen.print(styled_message(message))


class Screen:
    """A terminal of so many ``columns``, to which styled text is printed by rich."""

    def __init__(self, stream: TextIO, forced: bool, colorless: bool, bare: bool) -> None:
        system = "standard" if forced and sys.platform != "win32" else "auto"
        self._console: Any = require("rich.console", "rich").Console(
            file=stream,
            force_terminal=True if forced else None,
            # What is forced goes to a pipe or a file, of which nothing can be found out.
            # NO_COLOR leaves bold text bold; whoever says never gets letters alone.
            color_system=None if bare else system,
            no_color=colorless,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=True,
        )
        # rich would end the process; here it is the same as for all that is written to a pipe.
        self._console.on_broken_pipe = _raise_again
        self._text: Any = require("rich.text", "rich").Text
        self.columns: int = self._console.width

    def print(self, styled: StyledText) -> None:
        """Print styled text, each line on one of its own; what is hidden in a text is written as U+FFFD."""
        from perfmodel.display.styles import TERMINAL_STYLES

        for line in styled.lines:
            pieces = ((visible(text), TERMINAL_STYLES[style]) for text, style in line)
            self._console.print(self._text.assemble(*pieces))
