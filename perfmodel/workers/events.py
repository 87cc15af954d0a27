"""What a pool of workers reports of its tasks."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from perfmodel.reports.counts import Failure

__all__ = ["Begin", "Died", "Done", "Event", "Work", "Yielded"]

Task = TypeVar("Task")
Value = TypeVar("Value")

# ``begin(item)`` before each item of a task; a context manager, for work that goes on after an item over its limits.
Begin: TypeAlias = Callable[["int | None"], AbstractContextManager[None]]
Work: TypeAlias = Callable[[Task, Begin], Generator[Value, None, None]]


class Yielded(NamedTuple, Generic[Task, Value]):
    """A value that the work on ``task`` yielded."""

    task: Task
    value: Value


class Done(NamedTuple, Generic[Task]):
    """The work on ``task`` has come to its end."""

    task: Task


class Died(NamedTuple, Generic[Task]):
    """The work on ``task`` has ended at the item with the number ``item``; no more is heard of the task.

    ``status`` is ``timeout``, ``memory``, ``died`` (the worker process ended) or ``failed`` (the work raised an error).
    ``item`` is None where the work was at none of its items.
    """

    task: Task
    item: int | None
    failure: Failure
    status: str


Event: TypeAlias = "Yielded[Any, Any] | Done[Any] | Died[Any]"
