"""Python's collector of cycles while the command line runs: a program may hold it off, a library may not.

Each time objects have become a quarter more, the collector looks through all of them. Models have no cycles, so of a large
table that is a tenth of the work for nothing. Whatever was set before is set again afterwards, since `perfmodel.cli.main`
may be called by a program that goes on.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused", "collector_seldom"]

# How many new objects the collector lets pass before it looks for cycles: by its own number, a tenth of a short run would
# go into looking through what was just imported.
_NEW_OBJECTS = 50_000


@contextmanager
def collector_seldom() -> Iterator[None]:
    """Let the collector come by seldom, for the whole of a command.

    >>> before = gc.get_threshold()
    >>> with collector_seldom():
    ...     gc.get_threshold()[0]
    50000
    >>> gc.get_threshold() == before
    True
    """
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold the collector off while one file is read, unless it is off anyway.

    >>> with collector_paused():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
