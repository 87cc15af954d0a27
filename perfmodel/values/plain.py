"""From the plain form of a meaning, as JSON and YAML have it, back to the meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from perfmodel._internal.messages import bilingual, one_of, wrong_value
from perfmodel.values.kinds import (
    EXPECTED_PART,
    AllOf,
    Boolean,
    Deadline,
    Meaning,
    NoValue,
    Part,
    Period,
    Placeholder,
    Qualitative,
    Range,
    Ratio,
    Text,
    Threshold,
)

__all__ = ["from_plain"]

_NUMBER_AS_TEXT = re.compile("-?[0-9]+([.][0-9]+)?")
_CLASSES_OF_KINDS: dict[str, type[Any]] = {
    cls.kind: cls
    for cls in (Threshold, Range, Deadline, Period, Ratio, Boolean, Qualitative, NoValue, Placeholder, Text)
}
_NUMBER_KEYS = ("number", "low", "high", "left", "right")


def from_plain(plain: Mapping[str, Any]) -> Meaning:
    """Return the meaning that a plain form stands for.

    Raises ValueError or TypeError, naming the key, where it stands for none.

    >>> from_plain({"kind": "threshold", "op": ">=", "number": "90", "unit": "%"})
    Threshold(op='>=', number=Decimal('90'), unit='%', per=None, change=None)
    """
    values = dict(plain)
    kind = values.pop("kind", None)
    if kind == AllOf.kind:
        parts = values.pop("parts", None)
        if values or not isinstance(parts, (list, tuple)):
            raise wrong_value(("kind 和 parts 两项", "a mapping of kind and parts alone"), plain)
        return AllOf(tuple(_part(part) for part in parts))
    if not isinstance(kind, str) or kind not in _CLASSES_OF_KINDS:
        raise wrong_value(one_of((*_CLASSES_OF_KINDS, AllOf.kind)), kind, "kind")
    for key in _NUMBER_KEYS:
        if key in values:
            number = values[key]
            if not isinstance(number, str) or not _NUMBER_AS_TEXT.fullmatch(number):
                raise wrong_value(("写成文本的数", "a number written as text"), number, key)
            values[key] = Decimal(number)
    known = {attribute.name for attribute in _CLASSES_OF_KINDS[kind].__attrs_attrs__} - {"english", "cause"}
    unknown = sorted(str(key) for key in values.keys() - known)
    if unknown:
        raise ValueError(bilingual((f"未知键名“{unknown[0]}”（{kind}）", f"unknown key “{unknown[0]}” ({kind})")))
    meaning: Meaning = _CLASSES_OF_KINDS[kind](**values)
    return meaning


def _part(plain: object) -> Part:
    if not isinstance(plain, Mapping) or plain.get("kind") == AllOf.kind:
        raise wrong_value(EXPECTED_PART, plain, "parts")
    meaning: Any = from_plain(plain)
    part: Part = meaning
    return part
