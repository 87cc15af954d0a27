"""What counts as right, for a library that has other words for numbers, units and dates than ours.

Three levels, each with all of the one before: ``number``, the numbers or dates, whatever multiplier they are said with;
``unit``, the unit too; ``whole``, the operator and what it is counted per too. A library without operators means ``=``.
A unit that stands in the table's own column is not judged: the library was not shown it.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

__all__ = ["LEVELS", "cases", "is_numeric", "judged", "ourselves"]

LEVELS = ("number", "unit", "whole")
CASES = Path(__file__).parent.parent / "cases" / "target_values.jsonl"
_FACTORS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
# Other names of the units that stand in the collection, in lower case.
_NAMES = {
    "%": {"%", "percentage", "percent"},
    "‰": {"‰", "per mille"},
    "元": {"元", "chinese yuan", "yuan", "cny", "renminbi"},
    "公斤": {"公斤", "kilogram"},
    "米": {"米", "meter", "metre"},
    "公里": {"公里", "kilometer", "kilometre"},
    "km": {"km", "kilometer", "kilometre"},
    "平方米": {"平方米", "square meter", "square metre"},
    "亩": {"亩", "mu", "chinese acre"},
    "公顷": {"公顷", "hectare"},
    "小时": {"小时", "hour"},
    "分钟": {"分钟", "minute"},
    "天": {"天", "day"},
    "年": {"年", "year"},
    "个月": {"个月", "month"},
    "m": {"m", "mb", "megabyte", "megabit"},
}
_NONE = (None, "", "dimensionless")

Case = dict[str, Any]


def cases() -> list[Case]:
    """Return the collected values with what each means."""
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def is_numeric(case: Case) -> bool:
    """Whether a value has a number or a date, so that another library could read it."""
    return bool(_expected_numbers(case) or _expected_days(case))


def judged(cases: list[Case], read: Callable[[str], Any]) -> dict[str, set[int]]:
    """Return which values a library gets right, by level."""
    right: dict[str, set[int]] = {level: set() for level in LEVELS}
    for at, case in enumerate(cases):
        for level in _levels(case, read(case["text"])) if is_numeric(case) else ():
            right[level].add(at)
    return right


def ourselves(cases: list[Case]) -> dict[str, int]:
    """Return how many of the values with a number or a date we get right, and how many of all: the whole meaning counts."""
    from perfmodel import parse_target

    right = [
        case
        for case in cases
        if case["expect"].items() <= parse_target(case["text"], unit=case.get("unit")).meaning.to_plain().items()
    ]
    numeric = sum(map(is_numeric, right))
    return {**dict.fromkeys(LEVELS, numeric), "all": len(right)}


def _levels(case: Case, reading: Any) -> Iterator[str]:
    expected = case["expect"]
    numbers, days = _expected_numbers(case), _expected_days(case)
    op = expected.get("op", "=")
    if days:
        if not any(_same_day(days[-1], day) for day in reading.dates[-1:]):
            return
        if len(days) == 2 and not any(_same_day(days[0], day) for day in reading.dates[:1]):
            return
        yield "number"
        yield "unit"
        if (reading.op or "=") == op:
            yield "whole"
        return
    unit = expected.get("unit") or ""
    factor, base = _split(unit)
    if reading.numbers not in (numbers, tuple(number * factor for number in numbers)):
        return
    yield "number"
    if "unit" not in case and not _same_unit(base, unit, reading.unit):
        return
    yield "unit"
    if ((reading.op or "=") == op and not {"per", "change"} & set(expected) and len(numbers) == 1) or len(numbers) == 2:
        yield "whole"


def _expected_numbers(case: Case) -> tuple[Decimal, ...]:
    expected = case["expect"]
    return tuple(Decimal(expected[key]) for key in ("number", "low", "high") if key in expected)


def _expected_days(case: Case) -> tuple[str, ...]:
    expected = case["expect"]
    if expected["kind"] == "deadline":
        return (_last(expected["date"]),)
    if expected["kind"] == "period":
        return (_first(expected["start"]), _last(expected["end"]))
    return ()


def _parts(date: str) -> tuple[str, str, str]:
    year, rest = ("", date[2:]) if date.startswith("--") else (date[:4], date[5:])
    return year, rest[:2], rest[3:]


def _first(date: str) -> str:
    year, month, day = _parts(date)
    return f"{year or '-'}-{month or '01'}-{day or '01'}"


def _last(date: str) -> str:
    year, month, day = _parts(date)
    month = month or "12"
    return f"{year or '-'}-{month}-{day or calendar.monthrange(int(year or 2001), int(month))[1]}"


def _same_day(expected: str, said: str) -> bool:
    """Whether a day is the expected one; where no year was printed, none counts."""
    said = said[:10]
    return said[5:] == expected[2:] if expected.startswith("--") else said == expected


def _split(unit: str) -> tuple[int, str]:
    """A unit's multiplier, and the unit without it."""
    for prefix in sorted(_FACTORS, key=len, reverse=True):
        if prefix and unit.startswith(prefix):
            return _FACTORS[prefix], unit[len(prefix) :]
    return 1, unit


def _same_unit(base: str, unit: str, said: str | None) -> bool:
    if said in _NONE:
        return not base
    return str(said).lower() in _NAMES.get(base.lower(), {base.lower()}) | {unit.lower()}
