"""Forms that a grammar has, as rows of its terminals: what the fast patterns are made of.

A row is written down with `Step` and `Maybe` (see `PRINTED_INDICATOR` in ``derive.py``); ``derive.py`` holds it to the
grammar and turns it into `PlainSteps`, which ``data/regular`` keeps and ``patterns.py`` compiles.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

__all__ = ["Maybe", "PlainSteps", "Step", "Steps"]


class Step(NamedTuple):
    """A terminal, and the name of the group that holds its text; no name where it only separates the others."""

    terminal: str
    name: str = ""


class Maybe(NamedTuple):
    """Steps that may be left out, all of them together."""

    steps: tuple[Any, ...]


Steps: TypeAlias = "tuple[Step | Maybe, ...]"

# Steps with their regular expressions, as JSON has them. A step is [group name or "", expression of the terminal,
# expression of what must not match there or ""]; a list of steps is one that may be left out.
PlainSteps: TypeAlias = "list[Any]"
