"""Paths with the Chinese keys of a file that has these: ``项目[2].绩效指标[1].年度指标值``."""

from __future__ import annotations

import re

from perfmodel.formats.schema import KIND_KEY, MEANING_KEYS
from perfmodel.model.fields import fields_of

__all__ = ["chinese_path"]

_NAME_IN_PATH = re.compile(r"(?:^|(?<=\.))[a-z][a-z0-9_]*")


def chinese_path(path: str, kind: type | None) -> str:
    """Return a path of an object of a class with the Chinese keys that its file has; what is no key stays as it is.

    >>> from perfmodel.model.table import Project, TargetTable
    >>> chinese_path("projects[2].indicators[1].annual.op", TargetTable)
    '项目[2].绩效指标[1].年度指标值.算符'
    >>> chinese_path("attributes.name.unit", Project), chinese_path("nam.unit", Project)
    ('项目属性.name.unit', 'nam.unit')
    """
    if path == KIND_KEY[0]:
        return KIND_KEY[1]
    found, end, meaning = "", 0, False
    for step in _NAME_IN_PATH.finditer(path):
        name = step[0]
        field = None if kind is None else next((one for one in fields_of(kind) if one.name == name), None)
        if field is None and not (meaning and name in MEANING_KEYS):
            break
        found += path[end : step.start()] + (MEANING_KEYS[name] if field is None else field.zh)
        end = step.end()
        if field is not None and field.kind == "pairs":
            break
        kind, meaning = (None if field is None else field.of), meaning or (field is not None and field.kind == "target")
    return found + path[end:]
