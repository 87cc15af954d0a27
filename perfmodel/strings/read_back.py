"""Whether the text of a table reads back as the table that it was written of; what does not is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfmodel._internal.messages import shown
from perfmodel.errors import ParseError
from perfmodel.model.fields import fields_of
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.strings.table import parse_table

__all__ = ["require_read_back"]


def require_read_back(table: TargetTable, text: str, part: str = "", name: str = "") -> None:
    """Raise `ValueError` where a text reads as any other table than this one, naming the first field that differs.

    ``part`` is the path of the part that is meant, where the rest of the table only stands around it; messages call it
    by ``name``.

    >>> require_read_back(TargetTable("项目支出绩效目标表", "某局"), "项目支出绩效目标表 单位名称：某局")
    >>> require_read_back(TargetTable("项目支出绩效目标表", "某厅"), "项目支出绩效目标表 单位名称：某局")
    Traceback (most recent call last):
    ...
    ValueError: unit：“某厅”写成文本后不能原样读回 / unit: “某厅” would not read back from the text
    """
    try:
        found = parse_table(text)
    except ParseError as error:
        raise ValueError(
            f"写成的文本不能再读成表：{error.message} / the text would not read back as a table: {error.english}"
        ) from None
    difference = _first_difference(table, found, "")
    if difference is not None:
        path, value = difference
        path = f"{name}{path.removeprefix(part)}".lstrip(".") or "TargetTable"
        raise ValueError(
            f"{path}：{shown(value)}写成文本后不能原样读回 / {path}: {shown(value)} would not read back from the text"
        )


def _first_difference(one: Any, other: Any, path: str) -> tuple[str, Any] | None:
    """Return the path of the first field in which an object differs from another, with what stands there."""
    if one == other:
        return None
    if isinstance(one, Project) and isinstance(other, Project) and _is_read_into_name(one, other):
        return f"{path}.spender", one.spender
    for place, left, right in _parts_side_by_side(one, other):
        found = _first_difference(left, right, f"{path}{place}".lstrip("."))
        if found is not None:
            return found
    return path, one


def _is_read_into_name(one: Project, other: Project) -> bool:
    """Tell whether the spender came back as a part of the name: in brackets behind it, only a body of the table is one."""
    printed = f"{one.name}（{one.spender}"
    return one.spender is not None and other.spender is None and other.name.startswith(printed)


def _parts_side_by_side(one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the parts that two objects of one kind both have, each with its step on a path."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        for at, (left, right) in enumerate(zip(one, other, strict=False)):
            yield f"[{at}]", left, right
    elif type(one) is type(other) and isinstance(one, (TargetTable, Section, Project, Indicator, Funding)):
        # A text that is in the wrong place takes the money beside it along.
        kind: type = type(one)
        for field in sorted(fields_of(kind), key=lambda field: field.kind == "object"):
            if field.attribute and field.counts:
                yield f".{field.name}", getattr(one, field.name), getattr(other, field.name)
