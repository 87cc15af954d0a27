"""In which unit an actual value is meant, so that it compares with its target, and where that is in doubt."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from perfmodel.scoring.outcome import Reason
from perfmodel.source.characters import fold
from perfmodel.values import units
from perfmodel.values.kinds import Range, Threshold
from perfmodel.values.logic import Interval
from perfmodel.vocabulary import groups

__all__ = ["PER_CENT", "fits_other_unit", "in_one_unit", "is_share_unit", "largest", "months", "times"]

PER_CENT = "%"
_MYRIAD = Fraction(10_000)
# Whoever writes one of these beside another counts the same things.
_ALIKE_COUNTERS = ("counters_of_people", "counters_of_machines", "counters_of_books")
_SCALE_OF_UNIT = re.compile("^[万亿]*")
_DOTS_IN_UNITS = re.compile("[·•・]")
_COUNTER_IN_BRACKETS = re.compile(r"([一-鿿]{1,2})\(([一-鿿]{1,2})\)")


def in_one_unit(
    wanted: Threshold | Range, found: Threshold | Range
) -> tuple[Threshold | Range, Threshold | Range, tuple[Reason, ...]]:
    """Return a target and an actual value whose units can be compared, and how each was read.

    >>> wanted, found = Threshold(">=", Decimal(4), "次", "年"), Threshold("=", Decimal(1), "次", "季度")
    >>> in_one_unit(wanted, found)[1].number
    Decimal('4')
    """
    if wanted.unit is not None and groups.is_one_of(wanted.unit, "ratio_units"):
        wanted = evolve(wanted, unit=None)
    if _dots_of(wanted) != _dots_of(found):
        wanted, found = _without_dots(wanted), _without_dots(found)
    found, remarks = _for_one_time(wanted, found)
    found, renamed = _in_same_counter(wanted, found)
    remarks = (*remarks, *renamed)
    if found.unit is None or found.unit == wanted.unit:
        return wanted, found, remarks
    if wanted.unit is None:
        if is_share_unit(found.unit) and largest(wanted) <= 1:
            remark = ("指标值为小数，按百分数折算", "the target is a fraction: converted to a percentage")
            return times(wanted, 100, PER_CENT), found, (remark,)
        remark = (
            "指标值未写单位，按实际完成值的单位计",
            "the target has no unit: the unit of the actual value was used",
        )
        return evolve(wanted, unit=found.unit), found, (remark,)
    return wanted, _with_scaled_unit(wanted.unit, found), remarks


def _dots_of(one: Threshold | Range) -> int:
    return len(_DOTS_IN_UNITS.findall(f"{one.unit}/{one.per}"))


def _without_dots(one: Threshold | Range) -> Threshold | Range:
    """Return a number whose unit has no dots: 人·天 is 人天."""
    unit, per = (None if text is None else _DOTS_IN_UNITS.sub("", text) for text in (one.unit, one.per))
    return evolve(one, unit=unit, per=per)


def months(per: str | None) -> Fraction | None:
    """Return how many months a number is counted for; one for no certain time is one of the year.

    >>> months("季度"), months(None), months("人") is None
    (Fraction(3, 1), Fraction(12, 1), True)
    """
    unit = units.look_up("年" if per is None else per)
    return unit.factor if unit is not None and unit.dimension == "months" else None


def _for_one_time(wanted: Threshold | Range, found: Threshold | Range) -> tuple[Threshold | Range, tuple[Reason, ...]]:
    """Return an actual value counted for the time that its target is: 每季度1次 is 4次/年."""
    if found.per is None or found.per == wanted.per or not isinstance(found, Threshold):
        return found, ()
    one, other = months(wanted.per), months(found.per)
    if one is None or other is None or (one / other).denominator != 1:
        return found, ()
    number = found.number * int(one / other)
    if one == other:
        return evolve(found, per=wanted.per), ()
    per = wanted.per or "年"
    remark = (
        f"每{found.per}的按每{per} {number:f} 计",
        f"a value per {found.per} was converted to {number:f} per {per}",
    )
    return evolve(found, number=number, per=wanted.per), (remark,)


def _with_scaled_unit(unit: str, found: Threshold | Range) -> Threshold | Range:
    """Return an actual value of 3.2万 where the target is in 万人次, or in 元, as one of that."""
    scale, known = units.look_up(found.unit or ""), units.look_up(unit)
    if scale is None or known is None or scale.dimension != "number" or known.dimension == "number":
        return found
    return evolve(found, unit=f"{found.unit}{known.name}")


def is_share_unit(unit: str | None) -> bool:
    """Return whether a unit is %, or converts into it.

    >>> is_share_unit("‰"), is_share_unit("个百分点")
    (True, False)
    """
    return units.factor_between(unit, PER_CENT) is not None


def _in_same_counter(
    wanted: Threshold | Range, found: Threshold | Range
) -> tuple[Threshold | Range, tuple[Reason, ...]]:
    """Return an actual value in the counters of its target where both count one thing: 辆 of 台, 元/名 of 元/人."""
    unit, per = _counter_of_target(wanted.unit, found.unit), _counter_of_target(wanted.per, found.per)
    if (unit, per) == (found.unit, found.per):
        return found, ()
    names = [(one, other) for one, other in ((found.unit, unit), (found.per, per)) if one != other]
    remarks = tuple((f"“{one}”按“{other}”计", f"“{one}” was read as “{other}”") for one, other in names)
    return evolve(found, unit=unit, per=per), remarks


def _counter_of_target(wanted: str | None, found: str | None) -> str | None:
    """Return the unit of an actual value by the target's name for what it counts: 名 of 万人 is 人; as it is where they differ."""
    if wanted is None or found is None or wanted == found:
        return found
    if _is_same_counter(wanted, found):
        return wanted
    scales = [_SCALE_OF_UNIT.match(unit) for unit in (wanted, found)]
    (counter, _), (other, scale) = (
        (unit[match.end() :], match[0]) for unit, match in zip((wanted, found), scales, strict=True) if match
    )
    return f"{scale}{counter}" if counter and other and _is_same_counter(counter, other) else found


def _is_same_counter(one: str, other: str) -> bool:
    """Whether two units count one thing: 人 and 名, 个 and 个村."""
    kinds, others = _kinds_of_counter(one), _kinds_of_counter(other)
    if kinds & others:
        return True
    if any(
        all(any(groups.is_one_of(kind, group) for kind in side) for side in (kinds, others))
        for group in _ALIKE_COUNTERS
    ):
        return True
    short, long = sorted((one, other), key=len)
    if groups.is_one_of(short, "counters_of_events") and long == f"{short}次":
        return True
    return short != long and long.startswith(short) and units.is_named(long) and not long.endswith("次")


def _kinds_of_counter(unit: str) -> frozenset[str]:
    """The counters that may be meant by one with another in brackets: 台(套), also written 台套."""
    match = _COUNTER_IN_BRACKETS.fullmatch(fold(unit))
    return frozenset((unit,)) if match is None else frozenset((match[1], match[2], f"{match[1]}{match[2]}", unit))


def largest(meaning: Threshold | Range) -> Decimal:
    """Return the number of a threshold, or the upper end of a range.

    >>> largest(Range(Decimal(80), Decimal(90), "%"))
    Decimal('90')
    """
    return meaning.number if isinstance(meaning, Threshold) else meaning.high


def times(meaning: Threshold | Range, factor: int, unit: str) -> Threshold | Range:
    """Return a meaning with its numbers times a factor, in another unit.

    >>> times(Threshold("=", Decimal("0.93")), 100, "%").number
    Decimal('93.00')
    """
    if isinstance(meaning, Threshold):
        return evolve(meaning, number=meaning.number * factor, unit=unit)
    return evolve(meaning, low=meaning.low * factor, high=meaning.high * factor, unit=unit)


def fits_other_unit(wanted: Threshold | Range, found: Interval) -> bool:
    """Return whether a number fits the target only after a factor of 10,000: money in 元 where 万元 is meant, 人 for 万人.

    >>> one = Interval(Fraction(895000), Fraction(895000))
    >>> fits_other_unit(Threshold("<=", Decimal(90), "万元"), one), fits_other_unit(Threshold("<=", Decimal(900000), "元"), one)
    (True, False)
    """
    if wanted.unit is None:
        return False
    unit = units.look_up(wanted.unit)
    target = Fraction(largest(wanted))
    if unit is None or target <= 0 or found.low is None or found.low != found.high or found.low <= 0:
        return False
    is_money = unit.dimension.startswith("money")
    is_counted = unit.dimension.startswith("count") or unit.dimension == "number" or wanted.unit.startswith("万")
    if not is_money and not is_counted:
        return False
    near = Fraction(10) if is_money else Fraction(2)
    ratio = found.low / target
    more_usual = is_money or unit.factor >= _MYRIAD  # 31000 for 3万人; of 30000人, 3 may be a miss
    return (more_usual and _MYRIAD / near <= ratio <= _MYRIAD * near) or _MYRIAD / near <= 1 / ratio <= _MYRIAD * near
