"""Work for examples and tests of the pool."""

from __future__ import annotations

from collections.abc import Generator

from perfmodel.workers.events import Begin

__all__ = ["halves"]


def halves(task: list[int], begin: Begin) -> Generator[float, None, None]:
    """Yield half of each number of a task.

    >>> from perfmodel.workers.limits import Limits
    >>> list(halves([4, 6], Limits().begin))
    [2.0, 3.0]
    """
    for item, number in enumerate(task):
        begin(item)
        yield number / 2
