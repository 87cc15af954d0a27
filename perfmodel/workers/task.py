"""Run one task of many in this process, so that its failure is a result and stops no other."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from typing import Any, TypeVar

from perfmodel.reports.counts import Failure
from perfmodel.workers.events import Begin, Died, Done, Event, Work, Yielded
from perfmodel.workers.limits import Limits, OverLimit

__all__ = ["internal_error", "run", "run_task"]

Task = TypeVar("Task")
Result = TypeVar("Result")


def run_task(work: Callable[[Task], Result], task: Task, begin: Begin, item: int = 0) -> Result | Failure:
    """Return the result of a task, with ``begin(item)``; a `Failure` where it takes too much or raises an error.

    >>> run_task(len, "abc", Limits().begin)
    3
    >>> run_task(len, 5, Limits().begin).en
    "internal error: TypeError: object of type 'int' has no len()"
    """
    try:
        with begin(item):
            return work(task)
    except OverLimit as over:
        return over.failure
    except Exception as error:
        return internal_error(error)


def internal_error(error: BaseException) -> Failure:
    """Return the failure of a task that raised an error; with PERFMODEL_TRACEBACK in the environment, all of its traceback."""
    message = f"{type(error).__name__}: {error}"
    if os.environ.get("PERFMODEL_TRACEBACK"):
        import traceback

        message = "".join(traceback.format_exception(error))
    return Failure(f"内部错误：{message}", f"internal error: {message}")


def run(work: Work[Any, Any], task: Any, limits: Limits) -> Generator[Event, None, None]:
    """Yield the events of one task, whatever its work raises."""
    item = None

    def begin(number: int | None) -> Limits:
        nonlocal item
        item = number
        return limits.begin(number)

    try:
        try:
            for value in work(task, begin):
                begin(None)  # who takes the value has no alarm
                yield Yielded(task, value)
        finally:
            limits.end()
    except (GeneratorExit, KeyboardInterrupt):
        raise
    except BaseException as error:  # time that is up is no Exception
        reached = limits.reached(error)
        failure, status = (internal_error(error), "failed") if reached is None else (reached.failure, reached.status)
        yield Died(task, item, failure, status)
    else:
        yield Done(task)
