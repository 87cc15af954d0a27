"""Comparing meanings: whether an actual value meets a target, and whether one target implies another.

What cannot be told is None, never a guess: units that do not convert into each other, kinds that differ, an actual
value that reaches over the bound.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, frozen

from perfmodel.values import dates, qualitative, units
from perfmodel.values.kinds import (
    AllOf,
    Boolean,
    Deadline,
    Meaning,
    Period,
    Qualitative,
    Range,
    Ratio,
    Text,
    Threshold,
)

__all__ = [
    "Interval",
    "accepts",
    "accepts_printed",
    "covered_days",
    "direction",
    "implies",
    "in_terms_of",
    "interval_of",
    "same_per",
]

_MIRRORED = {"higher": "lower", "lower": "higher"}


@frozen
class Interval:
    """All numbers from ``low`` to ``high``; None is without end."""

    low: Fraction | None
    high: Fraction | None
    low_included: bool = True
    high_included: bool = True

    def within(self, other: Interval) -> bool:
        """Tell whether all of its numbers are among the other's."""
        low = other.low is None or (
            self.low is not None
            and (self.low > other.low or (self.low == other.low and (other.low_included or not self.low_included)))
        )
        high = other.high is None or (
            self.high is not None
            and (
                self.high < other.high or (self.high == other.high and (other.high_included or not self.high_included))
            )
        )
        return low and high

    def apart(self, other: Interval) -> bool:
        """Tell whether none of its numbers is among the other's."""
        return self._ends_before(other) or other._ends_before(self)

    def _ends_before(self, other: Interval) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and not (self.high_included and other.low_included))

    def scaled(self, factor: Fraction) -> Interval:
        """Return all of its numbers times a factor."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Interval(high, low, self.high_included, self.low_included)
        return Interval(low, high, self.low_included, self.high_included)


def _bounded(op: str, number: Fraction) -> Interval | None:
    """None for ≈: how near is near is not said."""
    if op in (">=", ">"):
        return Interval(number, None, op == ">=")
    if op in ("<=", "<"):
        return Interval(None, number, True, op == "<=")
    return Interval(number, number) if op == "=" else None


def interval_of(meaning: Threshold | Range) -> Interval | None:
    """Return the numbers that a value allows, in its own unit; None for ≈.

    >>> from decimal import Decimal
    >>> interval_of(Threshold(">=", Decimal(90), "%")).low
    Fraction(90, 1)
    """
    if isinstance(meaning, Threshold):
        return _bounded(meaning.op, Fraction(meaning.number))
    return Interval(Fraction(meaning.low), Fraction(meaning.high), meaning.low_included, meaning.high_included)


def same_per(left: str | None, right: str | None) -> bool:
    """Tell whether two numbers are counted for the same: ``年``, ``人·月``, in any order.

    >>> same_per("人·月", "月·人"), same_per("年", None)
    (True, False)
    """
    if left is None or right is None:
        return left == right
    # In any order: 元/月/人 is 元/人·月.
    rest = right.split("·")
    for part in left.split("·"):
        found = next((other for other in rest if units.same(part, other)), None)
        if found is None:
            return False
        rest.remove(found)
    return not rest


def _factor(actual: Threshold | Range, target: Threshold | Range) -> Fraction | None:
    """By what the actual's numbers are multiplied to be the target's; negative where one rises and the other falls."""
    factor = units.factor_between(actual.unit, target.unit)
    if factor is None or not same_per(actual.per, target.per) or (actual.change is None) != (target.change is None):
        return None
    return factor if actual.change == target.change else -factor


def _joined_in(actual: Threshold | Range, target: Threshold | Range) -> Threshold | Range:
    """An actual value is of its target's unit, per and change where it does not say otherwise."""
    return evolve(
        actual,
        unit=target.unit if actual.unit is None else actual.unit,
        per=target.per if actual.per is None else actual.per,
        change=target.change if actual.change is None else actual.change,
    )


def accepts(target: Meaning, actual: Meaning) -> bool | None:
    """Tell whether an actual value meets a target; None where it cannot be told.

    >>> from decimal import Decimal
    >>> target = Threshold(">=", Decimal("90"), "万元")
    >>> accepts(target, Threshold("=", Decimal("1"), "亿元")), accepts(target, Threshold("=", Decimal("1"), "次"))
    (True, None)
    """
    if isinstance(target, (Threshold, Range)):
        return _accepts_number(target, actual) if isinstance(actual, (Threshold, Range)) else None
    if isinstance(target, (Deadline, Period)):
        return _accepts_date(target, actual)
    if isinstance(target, Ratio):
        return _accepts_ratio(target, actual)
    if isinstance(target, Boolean):
        return target.value == actual.value if isinstance(actual, Boolean) else None
    if isinstance(target, Qualitative):
        return _accepts_words(target, actual) if isinstance(actual, Qualitative) else None
    if isinstance(target, AllOf) and isinstance(actual, AllOf) and len(target.parts) == len(actual.parts):
        results = [accepts(one, other) for one, other in zip(target.parts, actual.parts, strict=True)]
        return False if False in results else None if None in results else True
    return None


def accepts_printed(target: Meaning, actual: Meaning) -> bool | None:
    """Tell whether an actual value as it was printed meets a target; None where it cannot be told.

    It differs from `accepts` where the actual value has no unit and the target is a percentage: 0.95 may be 95% or 0.95%.

    >>> from decimal import Decimal
    >>> target, actual = Threshold(">=", Decimal(90), "%"), Threshold("=", Decimal("0.95"))
    >>> accepts_printed(target, actual), accepts(target, actual)
    (None, False)
    """
    if not (isinstance(target, (Threshold, Range)) and isinstance(actual, (Threshold, Range))):
        return accepts(target, actual)
    if not _may_be_share_of_one(target, actual):
        return accepts(target, actual)
    hundredfold = {name: getattr(actual, name) * 100 for name in ("number", "low", "high") if hasattr(actual, name)}
    readings = (evolve(actual, unit=target.unit), evolve(actual, unit="%", **hundredfold))
    return True if all(accepts(target, reading) for reading in readings) else None


def _may_be_share_of_one(target: Threshold | Range, actual: Threshold | Range) -> bool:
    """Tell whether an actual value without a unit may be a share of one (0.95) where the target is a percentage (90%)."""
    if actual.unit is not None or target.change is not None or units.factor_between(target.unit, "%") is None:
        return False
    wanted, found = interval_of(target), interval_of(actual)
    ends = () if wanted is None else (wanted.low, wanted.high)
    return (
        found is not None
        and found.low is not None
        and found.high is not None
        and 0 < found.low <= found.high <= 1
        and any(end is not None and end > 1 for end in ends)
    )


def _compared(target: Interval | None, actual: Interval | None) -> bool | None:
    if target is None or actual is None:
        return None
    return True if actual.within(target) else False if actual.apart(target) else None


def in_terms_of(target: Threshold | Range, actual: Threshold | Range) -> Interval | None:
    """Return an actual value in its target's unit, per and change; None where they do not convert, and for ≈.

    What the actual value does not say is as its target has it. Of a target of falling (降低5%) a rise is negative.

    >>> from decimal import Decimal
    >>> found = in_terms_of(Threshold(">=", Decimal(2), "吨"), Threshold("=", Decimal(1900), "公斤"))
    >>> found.low, found.low == found.high
    (Fraction(19, 10), True)
    """
    actual = _joined_in(actual, target)
    factor = _factor(actual, target)
    interval = None if factor is None else interval_of(actual)
    return None if interval is None or factor is None else interval.scaled(factor)


def _accepts_number(target: Threshold | Range, actual: Threshold | Range) -> bool | None:
    scaled = in_terms_of(target, actual)
    if isinstance(target, Threshold) and target.op == "≈":
        exact = _bounded("=", Fraction(target.number))
        return True if scaled is not None and scaled == exact else None
    return _compared(interval_of(target), scaled)


def _accepts_ratio(target: Ratio, actual: Meaning) -> bool | None:
    if not isinstance(actual, Ratio):
        return None
    value = Fraction(actual.left) / Fraction(actual.right)
    bound = Fraction(target.left) / Fraction(target.right)
    if target.op == "≈":
        return True if actual.op == "=" and value == bound else None
    return _compared(_bounded(target.op, bound), _bounded(actual.op, value))


def _accepts_words(target: Qualitative, actual: Qualitative) -> bool | None:
    if target.scale is not None and target.scale == actual.scale:
        order = qualitative.grades(target.scale)
        if target.grade in order and actual.grade in order:
            return order.index(actual.grade) <= order.index(target.grade)
    return True if target.words == actual.words else None


def covered_days(meaning: Meaning) -> tuple[dates.Day, dates.Day] | None:
    """Return the first and the last day of a date or a period; None for another meaning, or where the calendar has no such day.

    >>> covered_days(Deadline("<=", "--09"))
    ((0, 9, 1), (0, 9, 30))
    """
    if isinstance(meaning, Deadline):
        return dates.days(meaning.date)
    if not isinstance(meaning, Period):
        return None
    start, end = dates.days(meaning.start), dates.days(meaning.end)
    return None if start is None or end is None or start[0] > end[1] else (start[0], end[1])


def _accepts_date(target: Deadline | Period, actual: Meaning) -> bool | None:
    """Done by the date, or within it; too early for an exact date cannot be told to be wrong."""
    wanted, done = covered_days(target), covered_days(actual)
    if wanted is None or done is None or (wanted[0][0] == 0) != (done[0][0] == 0):
        return None
    if isinstance(actual, Deadline) and actual.op == "<=":
        # "By then" leaves open how early.
        return True if isinstance(target, Deadline) and target.op == "<=" and done[1] <= wanted[1] else None
    if isinstance(target, Deadline) and target.op == "<=":
        return True if done[1] <= wanted[1] else False if done[0] > wanted[1] else None
    if wanted[0] <= done[0] and done[1] <= wanted[1]:
        return True
    return False if done[0] > wanted[1] else None


def implies(one: Meaning, other: Meaning) -> bool:
    """Tell whether whatever meets the one surely meets the other; False where that is not certain.

    >>> from decimal import Decimal
    >>> implies(Threshold(">=", Decimal("95"), "%"), Threshold(">=", Decimal("90"), "%"))
    True
    """
    if isinstance(one, (Threshold, Range)) and isinstance(other, (Threshold, Range)):
        return _implies_number(one, other)
    if isinstance(one, Text) or isinstance(other, Text) or one.kind in ("none", "placeholder"):
        return False
    if isinstance(one, AllOf) or isinstance(other, AllOf):
        return (
            isinstance(one, AllOf)
            and isinstance(other, AllOf)
            and len(one.parts) == len(other.parts)
            and all(map(implies, one.parts, other.parts))
        )
    if one == other:
        return True
    if isinstance(one, Ratio) and isinstance(other, Ratio):
        return "≈" not in (one.op, other.op) and accepts(other, one) is True
    if isinstance(one, (Deadline, Period)) and isinstance(other, (Deadline, Period)):
        return accepts(other, one) is True
    if isinstance(one, Qualitative) and isinstance(other, Qualitative):
        return accepts(other, one) is True
    return False


def _implies_number(one: Threshold | Range, other: Threshold | Range) -> bool:
    factor = _factor(one, other)
    if factor is None:
        return False
    if "≈" in (getattr(one, "op", ""), getattr(other, "op", "")):
        return one == other
    inner, outer = interval_of(one), interval_of(other)
    return inner is not None and outer is not None and inner.scaled(factor).within(outer)


def direction(meaning: Meaning) -> str:
    """Return which way is better: ``higher``, ``lower``, ``exact`` or ``none``.

    It is the measured thing that is meant: of 降低5%以上 the lower the better. Earlier is ``lower`` for a deadline.

    >>> from decimal import Decimal
    >>> direction(Threshold(">=", Decimal(5), "%", change="decrease")), direction(Qualitative("优"))
    ('lower', 'none')
    """
    if isinstance(meaning, (Threshold, Ratio)):
        found = {">": "higher", "<": "lower"}.get(meaning.op[0], "exact")
        falls = isinstance(meaning, Threshold) and meaning.change == "decrease"
        return _MIRRORED.get(found, found) if falls else found
    if isinstance(meaning, Deadline):
        return "lower" if meaning.op == "<=" else "exact"
    if isinstance(meaning, (Range, Period)):
        return "exact"
    if isinstance(meaning, Qualitative):
        return {"increase": "higher", "decrease": "lower"}.get(meaning.trend or "", "none")
    if isinstance(meaning, AllOf):
        found_all = {direction(part) for part in meaning.parts} - {"none"}
        return found_all.pop() if len(found_all) == 1 else "none"
    return "none"
