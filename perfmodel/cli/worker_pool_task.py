"""Run one task of many so that its failure is a result and stops no other."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from perfmodel.reports.counts import Failure

__all__ = ["run_task"]

Task = TypeVar("Task")
Result = TypeVar("Result")


def run_task(work: Callable[[Task], Result], task: Task) -> Result | Failure:
    """Return the result of a task; a `Failure` where it raises, which is an error of ours and stops no other task."""
    try:
        return work(task)
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
        if os.environ.get("PERFMODEL_TRACEBACK"):
            import traceback

            message = traceback.format_exc()
        return Failure(f"内部错误：{message}", f"internal error: {message}")
