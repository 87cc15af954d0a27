"""Paths: how a finding names a place in the model (``projects[2].indicators[0].annual``, ``further.备注``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perfmodel._internal.arguments import check_lang
from perfmodel._internal.caches import Memory, remembered
from perfmodel._internal.messages import wrong_value
from perfmodel.model.fields import Field, fields_of, rank_of_step, whole_words
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.span import Span

__all__ = ["object_at", "order_of", "path_text", "span_at", "steps_of"]

# Fields, and the labels of further columns, which are whatever a table prints.
_STEP = re.compile(r"(?:^|\.)([^.\[\]]+)|\[([0-9]+)\]")

_STEP_NAME = re.compile(r"[^.\[\]]+")
_STEP_IN_LIST = re.compile(r"\[([0-9]{1,9})\]")
_ONE_OF_TABLES = re.compile(r"tables\[([0-9]{1,9})\]\.?")
# The classes at which a path can begin, in the order in which they are tried.
_ROOTS = (TargetTable, Project, Indicator)


def steps_of(path: str) -> list[str | int]:
    """Return a path's steps: names of fields and places in lists; raises `ValueError` for what is no path.

    >>> steps_of("projects[2].name")
    ['projects', 2, 'name']
    """
    return list(_STEPS_OF_PATHS[path])


def _steps(path: str) -> tuple[str | int, ...]:
    steps: list[str | int] = []
    end = 0
    for match in _STEP.finditer(path):
        if match.start() != end:
            break
        steps.append(match[1] if match[2] is None else int(match[2]))
        end = match.end()
    if end != len(path):
        raise wrong_value(("路径", "a path"), path, "path")
    return tuple(steps)


# Table after table has findings at the same paths.
_STEPS_OF_PATHS: Memory[str, tuple[str | int, ...]] = Memory(_steps, 32_768)


def object_at(root: Any, path: str) -> Any:
    """Return what stands at a path under a table, a project or an indicator.

    Raises `ValueError` for what is no path and `LookupError` where nothing can stand there.

    >>> from perfmodel.model.table import Project
    >>> object_at(Project("会议费"), "name")
    '会议费'
    """
    found = root
    for step in _STEPS_OF_PATHS[path]:
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
    for step in _STEPS_OF_PATHS[path]:
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
    return tuple(rank_of_step(step) if isinstance(step, str) else step for step in _STEPS_OF_PATHS[path])


def path_text(path: str, lang: str = "zh", root: type | None = None) -> str:
    """Return a path as people say it, in ``zh`` or ``en``: counted from 1, by the names of the fields.

    ``root`` is the class of the object that the path begins at; without it, it is the first of table, project and
    indicator that has such a field. The empty path is the whole of ``root``, and nothing where that is not known. In a file with
    several tables a path begins with the number of the table. What is not a field, such as a key of a file that means
    nothing, is quoted as it is. Raises `ValueError` for another language.

    >>> path_text("projects[2].indicators[1].annual"), path_text("projects[2].indicators[1].annual", "en")
    ('第3个项目 第2条指标 年度指标值', 'project 3, indicator 2, annual target value')
    >>> path_text("tables[0].sections[1].funding.total"), path_text("indicators[0].further.备注", "en")
    ('第1张表 第2个单位 资金 总计', 'indicator 1, column “备注”')
    >>> from perfmodel.model.indicator import Indicator
    >>> from perfmodel.model.table import TargetTable
    >>> path_text("unit", root=Indicator), path_text("unit"), path_text("", root=TargetTable), path_text("")
    ('计量单位', '单位名称', '全表', '')
    """
    return _path_text(path, check_lang(lang) == "en", root)


@remembered(32_768)
def _path_text(path: str, english: bool, root: type | None) -> str:
    several = _ONE_OF_TABLES.match(path)
    found = [("table {}" if english else "第{}张表").format(int(several[1]) + 1)] if several is not None else []
    rest = path if several is None else path[several.end() :]
    if not path:
        return "" if root is None else whole_words(root)[english]
    kind = root
    if kind is None:
        first = _STEP_NAME.match(rest)
        kind = next((one for one in _ROOTS if first is not None and _known(one, first[0])), None)
    found += _names_of_steps(rest, kind, english)
    return (", " if english else " ").join(found)


def _names_of_steps(path: str, kind: type | None, english: bool) -> Iterator[str]:
    """Yield the name of each step of a path under an object of a class."""
    while path:
        step = _STEP_NAME.match(path)
        field = None if kind is None or step is None else _known(kind, step[0])
        if field is None or step is None:
            yield f"“{path}”"
            return
        rest = path[step.end() :]
        item = _STEP_IN_LIST.match(rest)
        word = field.item_words[english]
        if field.kind == "pairs" and rest.startswith("."):
            yield word.format(rest[1:])
            return
        if item is not None and word:
            yield word.format(int(item[1]) + 1)
            rest = rest[item.end() :]
        else:
            yield field.in_text("en" if english else "zh")
        path, kind = rest.removeprefix("."), field.of


def _known(kind: type, name: str) -> Field | None:
    return next((field for field in fields_of(kind) if field.name == name), None)
