"""What somebody writes in an afternoon: the same typed work with `re` alone, for the benchmarks to be measured against.

It splits indicators, and reads operator, number, unit and period of a value into typed objects. It is honest: tidy,
patterns compiled once, no work done twice. What it does not understand it takes for words, in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Indicator", "Target", "read_indicators", "read_target"]

_LINE = re.compile(
    r"(?:([0-9]+)、)?([0-9])-([^；]+)；([0-9]+)-([^；]+)；([^；]+)；实施周期指标值[:：]([^；。]*)；年度指标值[:：]([^；。]*)。?"
)
_VALUE = re.compile(
    r"\s*(≥|>=|≤|<=|>|<|=|不少于|不低于|大于等于|不超过|不高于|小于等于|大于|小于|达到)?\s*([0-9]+(?:\.[0-9]+)?)\s*"
    r"([%‰]|[^\d\s/／以及或至~～（(-]*)(?:[/／](\S+?))?(及以上|或以上|以上|及以下|以下|以内|左右)?\s*"
)
_RANGE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([%‰]?)\s*[-~～至]\s*([0-9]+(?:\.[0-9]+)?)\s*(\S*)\s*")
_DATE = re.compile(r"\s*(?:([0-9]{4})年)?([0-9]{1,2})月(?:([0-9]{1,2})日|底)?(之?前|以前)?\s*")
_OPERATORS = {
    "≥": ">=", ">=": ">=", "不少于": ">=", "不低于": ">=", "大于等于": ">=", "达到": ">=",
    "≤": "<=", "<=": "<=", "不超过": "<=", "不高于": "<=", "小于等于": "<=",
    ">": ">", "大于": ">", "<": "<", "小于": "<", "=": "=",
    "及以上": ">=", "或以上": ">=", "以上": ">=", "及以下": "<=", "以下": "<=", "以内": "<=", "左右": "≈",
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A value: a number with operator, unit and per, a range, a date, or words."""

    text: str
    kind: str
    op: str | None = None
    number: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    high: Decimal | None = None
    date: tuple[int | None, int, int | None] | None = None


@dataclass(frozen=True)
class Indicator:
    """An indicator with its two targets."""

    number: int | None
    level1: tuple[str, str]
    level2: tuple[str, str]
    name: str
    whole_period: Target
    annual: Target


def read_target(text: str) -> Target:
    """Read a value."""
    match = _VALUE.fullmatch(text)
    if match:
        sign, number, unit, per, behind = match.groups()
        op = _OPERATORS[sign or behind] if sign or behind else "="
        return Target(text, "threshold", op, Decimal(number), unit or None, per)
    match = _RANGE.fullmatch(text)
    if match:
        low, sign, high, unit = match.groups()
        return Target(text, "range", None, Decimal(low), unit or sign or None, None, Decimal(high))
    match = _DATE.fullmatch(text)
    if match:
        year, month, day, before = match.groups()
        date = (int(year) if year else None, int(month), int(day) if day else None)
        return Target(text, "deadline", "<=" if before else "=", date=date)
    return Target(text, "words")


def read_indicators(text: str) -> list[Indicator]:
    """Read all indicators of a text."""
    found = []
    for match in _LINE.finditer(text):
        number, code1, name1, code2, name2, name, whole, annual = match.groups()
        found.append(
            Indicator(
                int(number) if number else None,
                (code1, name1),
                (code2, name2),
                name.strip(),
                read_target(whole),
                read_target(annual),
            )
        )
    return found
