"""Objects of the model in one cell: a list of tasks as JSON, with the keys that files have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from perfmodel.formats.meaning_check import AMOUNT_TEXT
from perfmodel.formats.to_plain import plain_of
from perfmodel.model.fields import Field, keys_of
from perfmodel.source.characters import fold

__all__ = ["objects_of", "text_of_objects"]

_JSON_TYPES: dict[str, type | tuple[type, ...]] = {"flag": bool, "ordinal": int}


def text_of_objects(values: Sequence[Any]) -> str:
    """Return objects as the JSON of a cell, their amounts as text.

    >>> from perfmodel.model.table import Task
    >>> text_of_objects([Task("义务教育保障")])
    '[{"name": "义务教育保障"}]'
    """
    return json.dumps([plain_of(value) for value in values], ensure_ascii=False, default=str)


def objects_of(kind: type, plain: Any) -> tuple[Any, ...]:
    """Return the objects of a class that the JSON of a cell says; raises `ValueError` for what is none of it.

    >>> from perfmodel.model.table import Task
    >>> objects_of(Task, [{"name": "义务教育保障", "funding": {"total": "120"}}])[0].funding.total
    Decimal('120')
    """
    if not isinstance(plain, list):
        raise ValueError("not a list")
    return tuple(_object(kind, one) for one in plain)


def _object(kind: type, plain: Any) -> Any:
    known = {key.name: key for key in keys_of(kind)}
    if not isinstance(plain, dict) or not plain.keys() <= known.keys():
        raise ValueError(f"not a {kind.__name__}")
    try:
        return kind(**{name: _content(known[name], content) for name, content in plain.items()})
    except TypeError as error:
        raise ValueError(str(error)) from None


def _content(key: Field, content: Any) -> Any:
    if key.kind == "object":
        return _object(key.item, content)
    if key.kind == "objects":
        return objects_of(key.item, content)
    if key.kind in ("amount", "number"):
        text = fold(str(content)).strip()
        if isinstance(content, bool) or not AMOUNT_TEXT.fullmatch(text):
            raise ValueError(f"{key.name} is not a number")
        return Decimal(text.replace(",", ""))
    if key.kind == "pairs" and isinstance(content, dict) and all(isinstance(text, str) for text in content.values()):
        return tuple(content.items())
    if not isinstance(content, _JSON_TYPES.get(key.kind, str)):
        raise ValueError(f"{key.name} is of another kind")
    return content
