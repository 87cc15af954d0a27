"""Whether a target that is reported is the one that was approved: lower, higher, in other words, or no longer a number.

Both are of one year, and forms print them in other ways: what differs in writing alone is no difference
(3万 and 30000, 不少于 and ≥, 12月底 and 12月31日, a sign or a unit that has a column in one form and none in the other).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from attrs import evolve

from perfmodel.comparison.normalise import exact
from perfmodel.comparison.targets import Verdict, verdict, verdict_of_meanings
from perfmodel.model.target import Target
from perfmodel.values import units
from perfmodel.values.kinds import (
    AllOf,
    Boolean,
    Deadline,
    Meaning,
    NoValue,
    Period,
    Qualitative,
    Range,
    Ratio,
    Text,
    Threshold,
)
from perfmodel.values.logic import covered_days

__all__ = ["plan_verdict"]

_MEASURED_KINDS = (Threshold, Range, Ratio, Deadline, Period, AllOf)
_IN_WORDS = (Qualitative, Boolean, NoValue)
_OF_A_YEAR = ("年", "每年")


def plan_verdict(plan: Target, result: Target, better: Callable[[], str | None]) -> Verdict | None:
    """Compare a target as approved with the one that is reported; None where they are the same in any spelling.

    Beside the kinds of `verdict` there are ``unit`` (another unit, that does not convert), ``qualitative`` (a number became
    words) and ``quantified`` (words became a number). ``better`` tells which way a fixed value is more demanding.

    >>> plan_verdict(Target("≥3万人次"), Target("不少于30000人次"), lambda: None) is None
    True
    >>> plan_verdict(Target("2023年12月底前"), Target("12月31日"), lambda: None) is None
    True
    >>> [plan_verdict(Target("≥95%"), Target(text), lambda: None).kind for text in ("≥90%", "≥90场", "明显提升")]
    ['lowered', 'unit', 'qualitative']
    """
    if exact(plan.text) == exact(result.text) and plan.meaning == result.meaning:
        return None
    one, other = _in_one_way(plan, result)
    if one == other or _ends_with(one) == _ends_with(other) is not None:
        return None
    if isinstance(one, Threshold) and isinstance(other, Threshold) and _other_unit(one, other):
        return Verdict("unit", "no_order")
    for first, second, kind in ((one, other, "qualitative"), (other, one, "quantified")):
        if isinstance(first, _MEASURED_KINDS) and _is_words(second):
            return Verdict(kind)
    if (one, other) == (plan.meaning, result.meaning) or not (
        isinstance(one, _MEASURED_KINDS) and isinstance(other, _MEASURED_KINDS)
    ):
        found = verdict(plan, result, better, 0)
    else:
        found = verdict_of_meanings(one, other, better)
    if found is None or found.kind == "reworded" or _is_all(one, other):
        return None
    return found


def _in_one_way(plan: Target, result: Target) -> tuple[Meaning, Meaning]:
    """Return what two targets mean, where one form does not print what the other does: the sign, the unit, the year."""
    one, other = plan.meaning, result.meaning
    if isinstance(one, Threshold) and isinstance(other, Threshold):
        return _numbers(one, other, _is_signed(plan), _is_signed(result))
    if isinstance(one, (Deadline, Period)) and isinstance(other, (Deadline, Period)):
        days = [covered_days(meaning) for meaning in (one, other)]
        if None not in days and len({found[1][0] == 0 for found in days if found is not None}) == 2:
            return _without_year(one), _without_year(other)
    return one, other


def _numbers(one: Threshold, other: Threshold, signed: bool, other_signed: bool) -> tuple[Threshold, Threshold]:
    one, other = (
        evolve(number, per=None, unit=number.unit or None) if number.per in _OF_A_YEAR else number
        for number in (one, other)
    )
    if not signed and one.op == "=":
        one = evolve(one, op=other.op)
    if not other_signed and other.op == "=":
        other = evolve(other, op=one.op)
    if one.unit is None and other.unit is not None:
        one = _with_unit(one, other.unit)
    elif other.unit is None and one.unit is not None:
        other = _with_unit(other, one.unit)
    factor = units.factor_between(other.unit, one.unit)
    if factor is not None and other.number * factor.numerator == one.number * factor.denominator:
        other = evolve(other, number=one.number, unit=one.unit)
    return one, other


def _with_unit(number: Threshold, unit: str) -> Threshold:
    """A number without a unit in the unit of the other; a share of one is a percentage."""
    if unit == "%" and 0 < number.number <= 1:
        return evolve(number, number=(number.number * 100).normalize() + Decimal(0), unit=unit)
    return evolve(number, unit=unit)


def _is_signed(target: Target) -> bool:
    return target.understanding.operator_form is not None


def _without_year(meaning: Deadline | Period) -> Meaning:
    """A date without its year; one that is nothing but a year is its last month."""
    if isinstance(meaning, Deadline):
        return evolve(meaning, date=_month_and_day(meaning.date, "--12"))
    return evolve(meaning, start=_month_and_day(meaning.start, "--01"), end=_month_and_day(meaning.end, "--12"))


def _month_and_day(date: str, whole_year: str) -> str:
    return date if date.startswith("--") else f"--{date[5:]}" if len(date) > 4 else whole_year


def _ends_with(meaning: Meaning) -> object:
    """The last day that a deadline covers: what is done by the end of a month is done in it."""
    days = covered_days(meaning) if isinstance(meaning, Deadline) else None
    return None if days is None else days[1]


def _other_unit(one: Threshold, other: Threshold) -> bool:
    return one.unit is not None and other.unit is not None and units.factor_between(one.unit, other.unit) is None


def _is_words(meaning: Meaning) -> bool:
    return isinstance(meaning, _IN_WORDS) or (isinstance(meaning, Text) and not meaning.is_fault)


def _is_all(one: Meaning, other: Meaning) -> bool:
    """Whether two targets both ask for all there is: =100% and ≥100%."""
    return all(
        isinstance(meaning, Threshold) and meaning.unit == "%" and meaning.number == 100 and meaning.op in ("=", ">=")
        for meaning in (one, other)
    )
