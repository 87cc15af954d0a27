"""Values as they come back out of frames: nulls of any library are None, everything else is what its column says."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from perfmodel._internal.messages import did_you_mean, mismatch, shown
from perfmodel.errors import ParseError
from perfmodel.frames.columns import Column, by_any_name

__all__ = ["Row", "is_null", "plain", "row_of"]

_NULL_TYPES = ("NAType", "NaTType")
# As frames write numbers that their decimals cannot hold, too.
_NUMBER_TEXT = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,1100})(?:\.[0-9]{0,1100})?(?:E[-+]?[0-9]{1,4})?")
_DATE_TEXT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TYPE_WORDS = {
    "text": ("文本", "text"),
    "int": ("整数", "an integer"),
    "bool": ("是或否", "a bool"),
    "decimal": ("数（Decimal、int 或文本，不能为 float）", "a number (Decimal, int or text, not float)"),
    "date": ("日期", "a date"),
}


class Row:
    """A row under its English column names, with what messages call it and its columns.

    ``label`` is the row's place in a list, a Polars frame or an Arrow table, or its label in the index of a pandas
    frame.
    """

    def __init__(self, place: int, lang: str, label: str, path: str) -> None:
        self.place = place
        self.lang = lang
        self.label = label
        self.path = path
        self.values: dict[str, Any] = {}
        self.names: dict[str, str] = {}

    def get(self, name: str) -> Any:
        """Return a value, None where there is none."""
        return self.values.get(name)

    def some(self, columns: tuple[Column, ...]) -> dict[str, Any]:
        """Return the values of these columns, without None."""
        return {column.name: self.values[column.name] for column in columns if self.values.get(column.name) is not None}

    def problem(self, name: str, zh: str, en: str) -> ParseError:
        """Return the error for a column of this row, given by its English name; it is named as the user named it."""
        path = self.path + (f".{self.names.get(name, name)}" if name else "")
        return ParseError(zh, en, path=path, lang=self.lang)


def is_null(value: Any) -> bool:
    """Whether a value out of a frame is that of a blank cell: None, NaN, NA or NaT.

    >>> is_null(float("nan")), is_null(Decimal("nan")), is_null(""), is_null(0)
    (True, True, False, False)
    """
    if value is None or type(value).__name__ in _NULL_TYPES:
        return True
    return (isinstance(value, float) and value != value) or (isinstance(value, Decimal) and value.is_nan())


def plain(value: Any) -> Any:
    """Return a plain Python value for one out of a frame: None for nan, NaT and NA, no numpy scalars.

    >>> plain(float("nan")) is None, plain(datetime.datetime(2024, 1, 2))
    (True, datetime.date(2024, 1, 2))
    """
    if value is None or isinstance(value, (str, Decimal)):
        return value
    if is_null(value):
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, (bool, int, datetime.date)):
        return value
    item = getattr(value, "item", None)
    found = item() if callable(item) else value
    return found.date() if isinstance(found, datetime.datetime) else found


def row_of(record: object, place: int, lang: str, label: str | None = None) -> Row:
    """Read a record: its keys in either language, each value of its column's type.

    ``label`` is that of the row in the index of a pandas frame, which messages name instead of the place.
    """
    path = f"records[{place}]" if label is None else f"records.loc[{label}]"
    row = Row(place, lang, label or str(place), path)
    if not isinstance(record, Mapping):
        raise row.problem("", *mismatch(("一行记录（dict）", "a record (a dict)"), type(record).__name__))
    for key, given in record.items():
        column = by_any_name().get(key) if isinstance(key, str) else None
        if column is None:
            name = str(key)[:80]
            close = difflib.get_close_matches(name, by_any_name(), 1)
            zh, en = did_you_mean(close, []) if close else ("", "")
            raise row.problem(
                name,
                f"未知列名“{name}”{zh}",
                f"unknown column “{name}”{en}",
            )
        value = plain(given)
        if value is None:
            continue
        row.names.setdefault(column.name, key)
        if column.name in row.values:
            raise row.problem(column.name, "列名重复（中英文各一）", "duplicate column, once in each language")
        row.values[column.name] = _typed(row, column, value)
    return row


def _typed(row: Row, column: Column, value: Any) -> Any:
    """Return a value as its column holds it; an error where it is of another type."""
    found = _CONVERTERS[column.type](value)
    if found is None:
        raise row.problem(column.name, *mismatch(_TYPE_WORDS[column.type], shown(value)))
    return found


def _as_int(value: Any) -> int | None:
    if isinstance(value, float) and value.is_integer():  # a column of integers with nulls, as pandas makes it
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _as_decimal(value: Any) -> Decimal | None:
    if isinstance(value, str) and _NUMBER_TEXT.fullmatch(value):
        return Decimal(value.replace(",", ""))
    if isinstance(value, Decimal) and value.is_finite():
        return value
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _as_date(value: Any) -> datetime.date | None:
    if isinstance(value, str) and _DATE_TEXT.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime.date) else None


# From a plain value to one of a column's type, None for any other.
_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "text": lambda value: value if isinstance(value, str) else None,
    "int": _as_int,
    "bool": lambda value: value if isinstance(value, bool) else None,
    "decimal": _as_decimal,
    "date": _as_date,
}
