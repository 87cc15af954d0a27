"""Validators of attrs for fields with few choices or of one type, with messages in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from perfmodel._internal.messages import Words, bilingual, mismatch, one_of, shown, wrong_value

__all__ = ["EXPECTED_FLAG", "EXPECTED_TEXT", "Guard", "choice", "of_type", "wrong_kind"]

EXPECTED_TEXT = ("文本", "text")
EXPECTED_FLAG = ("是或否（bool）", "a bool")

Guard = Callable[[Any, Any, Any], None]


def choice(choices: Sequence[str] | Any, *, optional: bool = False) -> Guard:
    """Guard a field that is one of few texts, or None where that is allowed; raise `ValueError` for another.

    >>> from types import SimpleNamespace
    >>> choice(("zh", "en"))(object(), SimpleNamespace(name="lang"), "de")
    Traceback (most recent call last):
      ...
    ValueError: object.lang：应为“zh”或“en”，实为“de” / expected object.lang to be “zh” or “en”, got “de”
    """
    known = tuple(choices)

    def guard(owner: object, attribute: Any, value: object) -> None:
        if value not in known and not (optional and value is None):
            raise wrong_value(one_of(known), value, f"{type(owner).__name__}.{attribute.name}")

    return guard


def of_type(kind: type | tuple[type, ...], expected: Words, *, optional: bool = False) -> Guard:
    """Guard a field of a type, or None where that is allowed; raise `TypeError` for another.

    >>> from types import SimpleNamespace
    >>> of_type(str, ("文本", "text"))(object(), SimpleNamespace(name="unit"), 3)
    Traceback (most recent call last):
      ...
    TypeError: object.unit：应为文本，实为 3（int） / expected object.unit to be text, got 3 (int)
    """

    def guard(owner: object, attribute: Any, value: object) -> None:
        if not isinstance(value, kind) and not (optional and value is None):
            raise wrong_kind(expected, value, f"{type(owner).__name__}.{attribute.name}")

    return guard


def wrong_kind(expected: Words, value: object, name: str | Words) -> TypeError:
    """Return the error for the value of a field that is of another type than expected; the message has both."""
    text, kind = shown(value), type(value).__name__
    return TypeError(bilingual(mismatch(expected, (f"{text}（{kind}）", f"{text} ({kind})"), name)))
