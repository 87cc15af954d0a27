"""attrs validators and converters of the model: types and invariants of one object alone.

What concerns several objects (sums, duplicates, a category under the wrong parent) is a finding of a check, never an
exception here. Each error has the class, the field and the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from attrs import Attribute

from perfmodel._internal.guards import EXPECTED_FLAG, EXPECTED_TEXT, Guard, of_type, wrong_kind
from perfmodel._internal.messages import Words, wrong_value
from perfmodel.source.characters import fold

__all__ = [
    "EXPECTED_LINE",
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

T = TypeVar("T")

_PLAIN_NUMBER_TEXT = re.compile(r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,40})(\.[0-9]{0,40})?")


EXPECTED_LINE = ("一行文本，首尾无空白", "one line of text without spaces at its ends")
_EXPECTED_PAIRS = (
    "（名称，文本）的序列，名称不为空、不重复",
    "pairs of a name and a text, with no name empty or repeated",
)


def _name(owner: object, attribute: Attribute[Any]) -> str:
    return f"{type(owner).__name__}.{attribute.name}"


def text(*, optional: bool = False, raw: bool = False) -> Guard:
    """Guard a text: one line without outer blanks, unless ``raw`` (kept as printed, whatever it is)."""

    def guard(owner: object, attribute: Attribute[Any], value: object) -> None:
        if value is None and optional:
            return
        if not isinstance(value, str):
            raise wrong_kind(EXPECTED_TEXT, value, _name(owner, attribute))
        # No line end is printable, and hardly any text has a character that is not.
        if not raw and (value != value.strip() or not (value.isprintable() or len(value.splitlines()) <= 1)):
            raise wrong_value(EXPECTED_LINE, value, _name(owner, attribute))

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
        raise wrong_kind(("金额（Decimal）", "an amount (Decimal)"), value, _name(owner, attribute))
    if not value.is_finite():
        raise wrong_value(("有限的数", "a finite number"), value, _name(owner, attribute))


def ordinal(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Guard a number in a list: an int from 0, or None."""
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise wrong_kind(("序号（不小于 0 的整数）", "an ordinal (an int from 0)"), value, _name(owner, attribute))


flag = of_type(bool, EXPECTED_FLAG)


def _a(kind: type) -> str:
    return f"a{'n' * (kind.__name__[0] in 'AEIO')} {kind.__name__}"


def instance(kind: type, *, optional: bool = True) -> Guard:
    """Guard an object of a class, or None where that is allowed."""
    return of_type(kind, (kind.__name__, _a(kind)), optional=optional)


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
    expected: Words = (f"{kind.__name__} 的序列", f"a sequence of {kind.__name__}")

    def guard(owner: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, tuple):
            raise wrong_kind(expected, value, _name(owner, attribute))
        for item in value:
            if not isinstance(item, kind):
                raise wrong_kind(expected, item, _name(owner, attribute))

    return guard


def pairs(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Guard further fields: pairs of a name and a text, no name empty or twice."""
    if not isinstance(value, tuple):
        raise wrong_kind(_EXPECTED_PAIRS, value, _name(owner, attribute))
    seen: set[str] = set()
    for pair in value:
        if not (isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(part, str) for part in pair)):
            raise wrong_kind(_EXPECTED_PAIRS, pair, _name(owner, attribute))
        name = pair[0]
        if not name or name in seen or any(part != part.strip() or len(part.splitlines()) > 1 for part in pair):
            raise wrong_value(_EXPECTED_PAIRS, pair, _name(owner, attribute))
        seen.add(name)
