"""Parts of a value that stand in the table's own column of units: ("6", "月底前") is 6月底前, ("≥", "95%") is ≥95%."""

from __future__ import annotations

import re
from collections.abc import Callable

from perfmodel.source.characters import fold
from perfmodel.values.kinds import Deadline, Meaning, Period, Placeholder, Range, Text, Threshold
from perfmodel.values.modifiers import without_blanks
from perfmodel.values.result import TargetReading

__all__ = ["joined_with_column"]

_DATE_GOES_ON = re.compile("(?:年度?|月份?|季度?|日|号)(?:[0-9]|[底末初]|[以之]?前)")
_VALUE_IN_COLUMN = re.compile(r"[^0-9]{0,4}[0-9]")
# m3, 10万公顷: units that hold digits.
_DIGITS_OF_UNITS = re.compile(r"[a-zA-Z/]\s*[0-9]|[23]\Z")
_UNITS_OF_DATES = frozenset(("年", "年度", "月", "月份"))
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
    if column in _UNITS_OF_DATES:
        return _bounded_date(text, column, read)
    if _DATE_GOES_ON.match(column):
        return read(text + unit) if text[-1:].isdigit() else None
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
    if (
        isinstance(cell.meaning, (Deadline, Text))
        and joined is not None
        and isinstance(joined.meaning, (Deadline, Period))
    ):
        return joined
    if not isinstance(cell.meaning, (Threshold, Range, Deadline, Period)) or _agree(cell.meaning, beside.meaning):
        return None
    return TargetReading(Text("单位栏里另有一个值", "another value stands in the column of units", "contradictory"))


def _agree(one: Meaning, other: Meaning) -> bool:
    """Tell whether two meanings are one, or one number with and without its unit."""
    if isinstance(one, Threshold) and isinstance(other, Threshold):
        return one.number == other.number and (None in (one.unit, other.unit) or one.unit == other.unit)
    return one == other


def _bounded_date(text: str, column: str, read: Callable[[str], TargetReading]) -> TargetReading | None:
    """Refuse ("≤12", "月") and ("≤2023", "年"), which may be dates or lengths of time."""
    meaning = read(text).meaning
    if not isinstance(meaning, Threshold) or meaning.unit is not None or meaning.op == "=":
        return None
    printed = format(meaning.number, "f")
    month = column in ("月", "月份") and meaning.op in ("<=", "<") and printed.isdigit() and 1 <= meaning.number <= 12
    if month or (column in ("年", "年度") and _YEAR_ALONE.fullmatch(printed)):
        return TargetReading(
            Text(
                f"“{printed}{column}”可能是日期，也可能是时长",
                f"{printed}{column} may be a date or a length of time",
                "ambiguous",
            )
        )
    return None
