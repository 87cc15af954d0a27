"""Parts of a value that stand in the table's own column of units: ("6", "月底前") is 6月底前, ("≥", "95%") is ≥95%."""

from __future__ import annotations

import re
from collections.abc import Callable

from perfmodel.source.characters import fold
from perfmodel.values.kinds import Deadline, Meaning, Period, Placeholder, Qualitative, Range, Text, Threshold
from perfmodel.values.modifiers import without_blanks
from perfmodel.values.result import TargetReading

__all__ = ["joined_with_column"]

# How a date goes on behind 2024, 2024年, 6 or 2024.12.
_REST_OF_DATE_IN_COLUMN = re.compile(
    "(?:年度?|月份?|季度?|日|号)(?:[0-9底末初第上中下一二三四]|[以之]?前)|[0-9]{1,2}[月日号]|[底末初](?:前|完成|\\Z)|[上中下]旬|[以之]?前"
)
_VALUE_IN_COLUMN = re.compile(r"[^0-9]{0,4}[0-9]")
# m3, 10万公顷: units that hold digits.
_DIGITS_OF_UNITS = re.compile(r"[a-zA-Z/]\s*[0-9]|[23]\Z")
_COLUMNS_OF_DATES = frozenset(("年", "年度", "月", "月份", "日", "号", "季度", "半年"))
_YEAR_ALONE = re.compile("(?:19|20)[0-9]{2}")


def joined_with_column(text: str, unit: str, read: Callable[[str], TargetReading]) -> TargetReading | None:
    """Return what a cell and its column of units mean together, where a part of the value stands in the column.

    ``read`` reads a value that no column stands beside. Returns None where the column holds a unit or nothing; a `Text`
    where it holds a second value, or may go on with a date.

    >>> from perfmodel.values import understand
    >>> understand("6", "月底前").meaning, understand("≥", "95%").meaning.number
    (Deadline(op='<=', date='--06-30'), Decimal('95'))
    """
    column = without_blanks(fold(unit))
    if column in _COLUMNS_OF_DATES:
        return _date_beside_column(text, column, read)
    if _REST_OF_DATE_IN_COLUMN.match(column):
        return read(text + unit) if text[-1:].isdigit() or text.endswith(("年", "月", "月份", "季度")) else None
    if not _VALUE_IN_COLUMN.match(column) or _DIGITS_OF_UNITS.search(column):
        return None
    cell, beside = read(text), read(unit)
    if not isinstance(beside.meaning, (Threshold, Range, Deadline, Period)):
        return None
    return _with_value_in_column(cell, beside, read(text + unit) if text else None)


def _with_value_in_column(
    cell: TargetReading, beside: TargetReading, joined: TargetReading | None
) -> TargetReading | None:
    """Return what a cell means beside a column that holds a value, by what both mean alone and together."""
    if isinstance(cell.meaning, Placeholder):
        return joined
    if isinstance(cell.meaning, Qualitative):  # 不低于, 约: a bound whose number stands in the column
        bounded = joined is not None and isinstance(joined.meaning, Threshold) and joined.meaning.op != "="
        return joined if bounded else None
    if (
        isinstance(cell.meaning, (Deadline, Text))
        and joined is not None
        and isinstance(joined.meaning, (Deadline, Period))
    ):
        return joined
    if not isinstance(cell.meaning, (Threshold, Range, Deadline, Period)) or _agree(cell.meaning, beside.meaning):
        return None
    return TargetReading(Text("单位栏另有一个值", "the unit column has another value", "contradictory"))


def _agree(one: Meaning, other: Meaning) -> bool:
    """Tell whether two meanings are one, or one number with and without its unit."""
    if isinstance(one, Threshold) and isinstance(other, Threshold):
        return one.number == other.number and (None in (one.unit, other.unit) or one.unit == other.unit)
    return one == other


def _date_beside_column(text: str, column: str, read: Callable[[str], TargetReading]) -> TargetReading | None:
    """Return the date that ends in its column: ("2025年6", "月"), ("2024.6", "月"), ("第二", "季度").

    ("≤12", "月"), ("1-12", "月") and ("≤2023", "年") may be dates or lengths of time; a number alone is a number.
    """
    meaning = read(text).meaning
    joined = read(text + column)
    dated = isinstance(joined.meaning, (Deadline, Period))
    if isinstance(meaning, (Text, Qualitative)):
        return joined if dated and not text.isdigit() else None
    if isinstance(meaning, Range):
        return _date_or_length(text + column) if dated and meaning.unit is None else None
    if not isinstance(meaning, Threshold) or meaning.unit is not None or meaning.op == "=":
        return None
    printed = format(meaning.number, "f")
    month = column in ("月", "月份") and meaning.op in ("<=", "<") and printed.isdigit() and 1 <= meaning.number <= 12
    if month or (column in ("年", "年度") and _YEAR_ALONE.fullmatch(printed)):
        return _date_or_length(printed + column)
    return joined if dated else None


def _date_or_length(printed: str) -> TargetReading:
    """Return that a text may be a date or a length of time."""
    return TargetReading(
        Text(f"“{printed}”可能是日期，也可能是时长", f"“{printed}” may be a date or a length of time", "ambiguous")
    )
