"""attrs validators and converters of the model: types and invariants of one object alone.

What concerns several objects (sums, duplicates, a category under the wrong parent) is a finding of a check, never an
exception here. Each error names the class, the field and the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from attrs import Attribute

from perfmodel.source.characters import fold

__all__ = [
    "amount",
    "as_amount",
    "as_number",
    "as_pairs",
    "as_texts",
    "as_tuple",
    "flag",
    "instance",
    "ordinal",
    "pairs",
    "text",
    "tuple_of",
]

Guard = Callable[[Any, "Attribute[Any]", Any], None]
T = TypeVar("T")

_PLAIN_NUMBER_TEXT = re.compile(r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,40})(\.[0-9]{0,40})?")


def _fail(error: type[Exception], owner: object, attribute: Attribute[Any], zh: str, en: str, value: object) -> None:
    shown = repr(value)
    if len(shown) > 80:
        shown = shown[:79] + "…"
    raise error(
        f"{type(owner).__name__}.{attribute.name}：应为{zh}，得到 {shown}（{type(value).__name__}） / expected {en}"
    )


def text(*, optional: bool = False, raw: bool = False) -> Guard:
    """Guard a text: one line without outer blanks, unless ``raw`` (kept as printed, whatever it is)."""

    def guard(owner: object, attribute: Attribute[Any], value: object) -> None:
        if value is None and optional:
            return
        if not isinstance(value, str):
            _fail(TypeError, owner, attribute, "文本", "text", value)
        # No line end is printable, and hardly any text has a character that is not.
        elif not raw and (value != value.strip() or not (value.isprintable() or len(value.splitlines()) <= 1)):
            _fail(
                ValueError,
                owner,
                attribute,
                "一行文本，首尾无空白",
                "one line of text without outer blanks",
                value,
            )

    return guard


def as_amount(value: Decimal | int | None) -> Decimal | None:
    """Convert an int to Decimal; everything else is left to the guard (a float is refused)."""
    given: Any = value
    return Decimal(given) if isinstance(given, int) and not isinstance(given, bool) else given


def as_number(value: Decimal | int | str | None) -> Decimal | None:
    """Convert an int, or the text of a number (``8``, ``1,234.50``), to Decimal; everything else is left to the guard."""
    given: Any = as_amount(value)  # type: ignore[arg-type]
    if isinstance(given, str) and _PLAIN_NUMBER_TEXT.fullmatch(text := fold(given).strip()):
        return Decimal(text.replace(",", ""))
    return given  # type: ignore[no-any-return]


def amount(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Guard an amount: a finite Decimal, or None."""
    if value is None:
        return
    if not isinstance(value, Decimal):
        _fail(TypeError, owner, attribute, "金额（Decimal）", "an amount (Decimal)", value)
    elif not value.is_finite():
        _fail(ValueError, owner, attribute, "有限的数", "a finite number", value)


def ordinal(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Guard a number in a list: an int from 0, or None."""
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        _fail(TypeError, owner, attribute, "序号（不小于 0 的整数）", "an ordinal (an int from 0)", value)


def flag(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Guard a yes or no."""
    if not isinstance(value, bool):
        _fail(TypeError, owner, attribute, "是或否（bool）", "a bool", value)


def instance(kind: type, *, optional: bool = True) -> Guard:
    """Guard an object of a class, or None where that is allowed."""

    def guard(owner: object, attribute: Attribute[Any], value: object) -> None:
        if not (isinstance(value, kind) or (optional and value is None)):
            _fail(TypeError, owner, attribute, kind.__name__, kind.__name__, value)

    return guard


def as_tuple(value: Iterable[T]) -> tuple[T, ...]:
    """Convert any iterable but a string to a tuple; everything else is left to the guard.

    A field's converter is a function of its own that calls this one: by its types, checkers know what the class takes.
    """
    given: Any = value
    return tuple(given) if isinstance(given, Iterable) and not isinstance(given, (str, tuple)) else given


def as_pairs(value: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Convert pairs of texts to a tuple; see `as_tuple`."""
    return as_tuple(value)


def as_texts(value: Iterable[str]) -> tuple[str, ...]:
    """Convert texts to a tuple; see `as_tuple`."""
    return as_tuple(value)


def tuple_of(kind: type) -> Guard:
    """Guard a tuple of objects of one class."""

    def guard(owner: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, tuple):
            _fail(
                TypeError,
                owner,
                attribute,
                f"{kind.__name__} 的序列",
                f"a sequence of {kind.__name__}",
                value,
            )
            return
        for item in value:
            if not isinstance(item, kind):
                _fail(
                    TypeError,
                    owner,
                    attribute,
                    f"{kind.__name__} 的序列",
                    f"a sequence of {kind.__name__}",
                    item,
                )

    return guard


def pairs(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Guard further fields: pairs of a name and a text, no name empty or twice."""
    zh, en = "（名称, 文本）的序列，名称不空、不重复", "pairs of a name and a text, no name empty or twice"
    if not isinstance(value, tuple):
        _fail(TypeError, owner, attribute, zh, en, value)
        return
    seen: set[str] = set()
    for pair in value:
        if not (isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(part, str) for part in pair)):
            _fail(TypeError, owner, attribute, zh, en, pair)
        name = pair[0]
        if not name or name in seen or any(part != part.strip() or len(part.splitlines()) > 1 for part in pair):
            _fail(ValueError, owner, attribute, zh, en, pair)
        seen.add(name)
