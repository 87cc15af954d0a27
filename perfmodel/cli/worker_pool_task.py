"""One task of many, done so that no other suffers from it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from perfmodel.reports.counts import Failure

__all__ = ["done"]

Task = TypeVar("Task")
Result = TypeVar("Result")


def done(work: Callable[[Task], Result], task: Task) -> Result | Failure:
    """Work on a task; an error in it, which is one of ours, stops no other task."""
    try:
        return work(task)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        if os.environ.get("PERFMODEL_TRACEBACK"):
            import traceback

            said = traceback.format_exc()
        return Failure(f"内部错误：{said}", f"internal error: {said}")
