"""Paths: how a finding names a place in the model (``projects[2].indicators[0].annual``, ``further.备注``)."""

from __future__ import annotations

import re
from typing import Any

from perfmodel._internal.messages import wrong_value
from perfmodel.model.fields import rank_of_step
from perfmodel.source.span import Span

__all__ = ["object_at", "order_of", "path_text", "span_at", "steps_of"]

# Fields, and the labels of further columns, which are whatever a table prints.
_STEP = re.compile(r"(?:^|\.)([^.\[\]]+)|\[([0-9]+)\]")


def steps_of(path: str) -> list[str | int]:
    """Return a path's steps: names of fields and places in lists; raises `ValueError` for what is no path.

    >>> steps_of("projects[2].name")
    ['projects', 2, 'name']
    """
    steps: list[str | int] = []
    end = 0
    for match in _STEP.finditer(path):
        if match.start() != end:
            break
        steps.append(match[1] if match[2] is None else int(match[2]))
        end = match.end()
    if end != len(path):
        raise wrong_value(("路径", "a path"), path, "path")
    return steps


def object_at(root: Any, path: str) -> Any:
    """Return what stands at a path under a table, a project or an indicator.

    Raises `ValueError` for what is no path and `LookupError` where nothing can stand there.

    >>> from perfmodel.model.table import Project
    >>> object_at(Project("会议费"), "name")
    '会议费'
    """
    found = root
    for step in steps_of(path):
        if not isinstance(step, str):
            found = found[step]
        elif isinstance(found, tuple) and step in (labels := _labels(found)):
            found = labels[step]
        elif step.startswith("_") or isinstance(found, tuple) or not hasattr(found, step):
            raise LookupError(f"{path}：无此项 / {path}: no such item")
        else:
            found = getattr(found, step)
    return found


def _labels(pairs: tuple[Any, ...]) -> dict[str, Any]:
    """Further columns by their labels."""
    return dict(pair for pair in pairs if isinstance(pair, tuple) and len(pair) == 2)


def span_at(root: Any, path: str) -> Span | None:
    """Return where a path stands in the source: the field's span, else that of the nearest object around it.

    None where the object was not read from a text.

    >>> from perfmodel.model.table import Project
    >>> span_at(Project("会议费"), "name") is None
    True
    """
    span: Span | None = getattr(root, "span", None)
    found, place, field = root, None, ""
    for step in steps_of(path):
        if isinstance(found, tuple) and isinstance(step, str):
            return place.of(f"{field}.{step}") or span if place is not None else span
        field = step if isinstance(step, str) else field
        place = getattr(found, "place", None)
        if isinstance(step, str) and place is not None:
            span = place.of(step) or span
        found = getattr(found, step, None) if isinstance(step, str) else found[step]
        span = getattr(found, "span", None) or span
    return span


def order_of(path: str) -> tuple[int, ...]:
    """Return a key by which paths sort in the order of the table.

    >>> sorted(["projects[10].name", "projects[9].goal", "projects[9].name", ""], key=order_of)
    ['', 'projects[9].name', 'projects[9].goal', 'projects[10].name']
    """
    return tuple(rank_of_step(step) if isinstance(step, str) else step for step in steps_of(path))


def path_text(path: str, lang: str = "zh") -> str:
    """Return a path as people say it, in ``zh`` or ``en``.

    >>> path_text("")
    ''
    """
    return path
