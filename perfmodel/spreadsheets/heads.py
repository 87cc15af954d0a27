"""The columns of the official form: what stands in each for a project or an indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from perfmodel.model.fields import Field, field_of, fields_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project
from perfmodel.spreadsheets.cells import as_number, cell_text, number_format, number_text

__all__ = ["INDICATOR", "PROJECT", "Head", "clean", "shown_number", "used"]


@frozen
class Head:
    """A column of the form: what stands in it for a project or an indicator. Where ``always`` is not, only if some do.

    ``path`` is where in the object that stands: the names of its fields, one inside the other. ``group`` is the head over
    the heads of an object's fields; what is ``core`` is there as soon as anything of its group is.
    """

    name: str
    width: int
    value: Callable[[Any], str | Decimal | None]
    path: tuple[str, ...]
    group: str = ""
    style: str = "text"
    always: bool = True
    core: bool = True


def _name(project: Project) -> str:
    return project.name if project.spender is None else f"{project.name}（{project.spender}）"


# Columns of two fields: their head and what stands in them.
_COMPOSED: dict[str, tuple[str, Callable[[Any], str | Decimal | None]]] = {
    "Project.name": ("项目名称（资金使用单位）", _name),
}


def _object_text(value: Any) -> str:
    """Write an object in a line of a cell: each of its fields that says something, money behind its label."""
    texts = []
    kind: type = type(value)
    for field in fields_of(kind):
        content = getattr(value, field.name) if field.attribute else None
        if content is None or content is False or content in ("", ()):
            continue
        if field.kind == "object":
            texts.append(_object_text(content))
        elif field.kind in ("amount", "number"):
            texts.append(f"{field.zh} {number_text(content)}")
        else:
            write = _VALUE_OF_KIND.get(field.kind)
            texts.append(str(content if write is None else write(content)))
    return "，".join(text for text in texts if text)


# How a field's content is written in its cell, where that is not done as it is.
_VALUE_OF_KIND: dict[str, Callable[[Any], str | Decimal | None]] = {
    "target": lambda target: target.text,
    "ordinal": Decimal,
    "flag": lambda flag: "是" if flag else None,
    "texts": "\n".join,
    "pairs": lambda pairs: "\n".join(f"{name}：{text}" for name, text in pairs),
    "objects": lambda values: "\n".join(map(_object_text, values)),
}
_STYLE_OF_KIND = {
    "category": "category", "target": "centred", "amount": "amount", "number": "number", "ordinal": "number",
    "flag": "centred",
}  # fmt: skip


def _heads(kind: type, group: str = "", path: tuple[str, ...] = (), always: bool = True) -> Iterator[Head]:
    """Yield the columns of a class's fields, and of the objects in them; those have a group of their own."""
    for field in fields_of(kind):
        declaration, place = field.declaration, (*path, field.name)
        there = always and declaration.always
        if declaration.width is None:
            continue
        if field.kind == "object":
            yield from _heads(field.item, field.zh, place, there)
            continue
        name, value = _COMPOSED.get(field.subject, (field.column_zh, _value_of(field, place)))
        style = declaration.style or _STYLE_OF_KIND.get(field.kind, "text")
        yield Head(name, declaration.width, value, place, group, style, there, declaration.always)


def _value_of(field: Field, path: tuple[str, ...]) -> Callable[[Any], str | Decimal | None]:
    """Return what gets the value of a cell out of the object that the row is of; None where there is none."""
    if field.kind == "category":
        return lambda owner: getattr(owner, f"{field.name}_text") or getattr(getattr(owner, field.name), "label", "")
    write = _VALUE_OF_KIND.get(field.kind)

    def value(owner: Any) -> str | Decimal | None:
        content = owner
        for name in path:
            content = None if content is None else getattr(content, name)
        return content if content is None or write is None else write(content)

    return value


PROJECT = tuple(_heads(Project))
INDICATOR = tuple(_heads(Indicator, field_of(Project, "indicators").zh))


def used(heads: Sequence[Head], rows: Sequence[Any]) -> tuple[Head, ...]:
    """Return the columns that are always there, and those that say something for one of these rows."""
    kept = {id(head) for head in heads if head.always or any(head.value(row) not in (None, "") for row in rows)}
    # The columns of money go together.
    groups = {head.group for head in heads if id(head) in kept and head.style == "amount"}
    return tuple(
        head for head in heads if id(head) in kept or (head.core and head.style == "amount" and head.group in groups)
    )


def clean(value: str | Decimal | None) -> str | Decimal | None:
    """Return a value as its cell can hold it: an empty text is blank, a number of too many digits is text."""
    if isinstance(value, Decimal):
        return number_text(value) if as_number(value) is None else value
    return None if value is None else cell_text(value) or None


def shown_number(value: object) -> str:
    """Write a number as its cell shows it; text that stands in its place is wrapped, so that its length does not count."""
    if not isinstance(value, Decimal) or as_number(value) is None:
        return ""
    decimals = number_format(value).count("0") - 1
    return format(value, f",.{decimals}f")
