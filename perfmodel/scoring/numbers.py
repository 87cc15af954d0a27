"""Scoring numbers: thresholds, ranges and ratios against what was reached.

Target *t*, actual *a*: at least scores *a* ÷ *t*, at most 1 − (*a* − *t*) ÷ *t* (or *t* ÷ *a*), never more than full and
never less than nothing. Fractions are exact; what is shown is rounded once, at the end.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, frozen

from perfmodel.scoring.actual import Actual
from perfmodel.scoring.options import ScoringOptions
from perfmodel.scoring.outcome import Outcome, Reason, shown, unscored
from perfmodel.scoring.unit_matching import (
    PER_CENT,
    fits_other_unit,
    in_one_unit,
    is_share_unit,
    largest,
    months,
    times,
)
from perfmodel.values import units
from perfmodel.values.kinds import Range, Ratio, Threshold
from perfmodel.values.logic import Interval, in_terms_of, interval_of

__all__ = ["NumberTarget", "score_number", "score_ratio"]

_FULL, _NOTHING = Fraction(1), Fraction(0)
_MONTHS_A_YEAR = 12
# A share of one is meant where the target in per cent is at least this: 0.93 of 90 %, but perhaps not of 3 %.
_CLEARLY_PER_CENT = 10
# 1.2 may be 120 % of a target of 95 %.
_NEARLY_WHOLE, _MORE_THAN_WHOLE = 50, 3
# 292% was read for ≥92%.
_DAMAGED_FROM, _DAMAGED_TO, _TARGET_OF_DAMAGED = 200, 300, 150
_AT_LEAST, _AT_MOST = (">=", ">"), ("<=", "<")
_HAPPENED: Reason = ("指标值为 0，实际发生，不得分", "the target is 0 but the event occurred: no points")


@frozen
class NumberTarget:
    """A numeric target, and what is known besides.

    ``is_limit`` says that it is of cost, or of the time that something takes; ``is_signed`` that an operator stands before
    the number, ``may_be_hundreds`` that 200% is not damage.
    """

    meaning: Threshold | Range
    options: ScoringOptions
    is_limit: bool = False
    lower_is_better: bool = False
    is_signed: bool = True
    may_be_hundreds: bool = False


def score_number(target: NumberTarget, actual: Actual) -> Outcome:
    """Return what an actual value that is a number is worth.

    >>> from decimal import Decimal
    >>> from perfmodel.scoring.actual import read_actual
    >>> target = NumberTarget(Threshold(">=", Decimal(400), "户"), ScoringOptions())
    >>> found = score_number(target, read_actual("107"))
    >>> found.reached, found.formula
    (False, '107 ÷ 400')
    """
    meaning = actual.meaning
    assert isinstance(meaning, (Threshold, Range))
    wanted, found, remarks = in_one_unit(target.meaning, meaning)
    target = evolve(target, meaning=wanted)
    many = _times_a_year(wanted, found)
    if many is not None:
        outcome = _score_twice(target, found, many)
    elif _may_be_share(wanted, found):
        outcome = _score_share(target, found)
    else:
        outcome = _score_converted(target, found)
    return evolve(outcome, reasons=(*actual.remarks, *remarks, *outcome.reasons))


def _times_a_year(wanted: Threshold | Range, found: Threshold | Range) -> int | None:
    """How often a year a target is to be reached that is one for each month (每月1次), where the actual value says no time."""
    each = None if wanted.per is None or found.per is not None else months(wanted.per)
    return None if each is None or each >= _MONTHS_A_YEAR else int(_MONTHS_A_YEAR / each)


def _score_twice(target: NumberTarget, found: Threshold | Range, many: int) -> Outcome:
    """Score a number that may be that of each month, or of the whole year: only where both score the same."""
    wanted = target.meaning
    each = _score_converted(target, found)
    of_year = evolve(target, meaning=evolve(times(wanted, many, wanted.unit or ""), unit=wanted.unit, per=None))
    whole = _score_converted(of_year, found)
    if (each.share, each.reached) == (whole.share, whole.reached):
        return whole
    return unscored(
        "inexact",
        f"未明确是每{wanted.per}的数值还是全年的数值，两种读法得分不同",
        f"it is unclear whether the value is per {wanted.per} or for the whole year, which would be scored differently",
    )


def _may_be_share(wanted: Threshold | Range, found: Threshold | Range) -> bool:
    """Whether an actual value without a unit may be a share of one where the target is a percentage: 0.93, 1."""
    low = found.number if isinstance(found, Threshold) else found.low
    return (
        found.unit is None
        and wanted.change is None
        and is_share_unit(wanted.unit)
        and 0 < low <= largest(found) <= (_MORE_THAN_WHOLE if largest(wanted) >= _NEARLY_WHOLE else 1)
        and largest(wanted) > 1
    )


def _score_share(target: NumberTarget, found: Threshold | Range) -> Outcome:
    as_share = _score_converted(target, times(found, 100, PER_CENT))
    as_printed = _score_converted(target, found)
    if as_share.share == as_printed.share and as_share.reached == as_printed.reached:
        return as_share
    meaning = target.meaning
    certain = not isinstance(meaning, Threshold) or meaning.op in (">=", ">", "=", "≈")
    certain = certain and largest(found) <= 1  # 1.2 of 100 %: 120 %, or a slip
    if certain and largest(meaning) >= _CLEARLY_PER_CENT:
        text = shown(largest(found) * 100)
        remark = (
            f"实际完成值是小数，按 {text}% 计",
            f"the actual value is a fraction: read as {text}%",
        )
        return evolve(as_share, was_share=True, reasons=(remark, *as_share.reasons))
    return unscored(
        "share_in_doubt",
        "实际完成值未写单位，无法判断是小数还是百分数，两种读法得分不同",
        "the actual value has no unit: as a fraction and as a percentage it would be scored differently",
    )


def _score_converted(target: NumberTarget, found: Threshold | Range) -> Outcome:
    wanted = target.meaning
    if "≈" in (getattr(wanted, "op", ""), getattr(found, "op", "")):
        return _score_about(wanted, found)
    interval = in_terms_of(wanted, found)
    if interval is None or _is_of_all(wanted, found):
        return unscored(
            "unit",
            f"实际完成值的单位“{_unit(found)}”无法换算为指标值的单位“{_unit(wanted)}”",
            f"the unit of the actual value (“{_unit(found)}”) cannot be converted into that of the target (“{_unit(wanted)}”)",
        )
    bounds = interval_of(wanted)
    assert bounds is not None  # only ≈ has none
    accepted = True if interval.within(bounds) else False if interval.apart(bounds) else None
    if found.unit is None and fits_other_unit(wanted, interval):
        return unscored(
            "unit_in_doubt",
            "实际完成值未写单位，乘以或除以一万才与指标值相当，单位存疑",
            "the actual value has no unit and is comparable with the target only after a factor of 10,000 is applied: "
            "its unit is doubtful",
        )
    if not target.may_be_hundreds and _is_damaged(wanted, found):
        return unscored(
            "damaged",
            "实际完成值超过 200%，疑为“≥”识别有误，请核对",
            "a rate of 200% or more is probably a misread “≥”: please check",
        )
    if isinstance(wanted, Range):
        return _score_range(accepted)
    return _score_threshold(target, wanted, interval, accepted)


def _is_of_all(wanted: Threshold | Range, found: Threshold | Range) -> bool:
    """Whether an amount in another unit may be that of all where one for each is asked for: 28万元 of 300元/平方米."""
    if wanted.per is None or found.per is not None or months(wanted.per) is not None:
        return False
    return found.unit not in (None, wanted.unit)


def _unit(meaning: Threshold | Range) -> str:
    change = {"increase": "增", "decrease": "减", None: ""}[meaning.change]
    per = "" if meaning.per is None else f"/{meaning.per}"
    return f"{change}{meaning.unit or ''}{per}"


def _score_about(wanted: Threshold | Range, found: Threshold | Range) -> Outcome:
    """About so much: only the same number is certain, and that only where the target is not exact itself."""
    if getattr(wanted, "op", "") != "≈":
        return _inexact()
    exact = [evolve(one, op="=") if isinstance(one, Threshold) else one for one in (wanted, found)]
    one, other = interval_of(exact[0]), in_terms_of(exact[0], exact[1])
    if one is not None and one == other:
        return Outcome(True, _FULL)
    return unscored("inexact", "“约”未明确允许的偏差", "“about” does not define the permitted deviation")


def _is_damaged(wanted: Threshold | Range, found: Threshold | Range) -> bool:
    plain = isinstance(found, Threshold) and found.unit == PER_CENT and found.op == "=" and found.change is None
    return (
        plain
        and _DAMAGED_FROM <= largest(found) < _DAMAGED_TO
        and wanted.change is None
        and 0 < largest(wanted) < _TARGET_OF_DAMAGED
    )


def _score_range(accepted: bool | None) -> Outcome:
    if accepted:
        return Outcome(True, _FULL)
    if accepted is None:
        return _inexact()
    return unscored(
        "no_formula",
        "不在指标值区间之内；区间没有公认的扣分办法",
        "outside the range, for which there is no established formula",
        False,
    )


def _inexact(reached: bool | None = None) -> Outcome:
    return unscored(
        "inexact",
        "实际完成值没有确切数值，无法判断是否达到",
        "the actual value is not an exact number, so it is unclear whether the target is met",
        reached,
    )


def _score_threshold(target: NumberTarget, wanted: Threshold, found: Interval, accepted: bool | None) -> Outcome:
    bound, op = Fraction(wanted.number), wanted.op
    if bound < 0:
        return unscored("negative", "指标值为负数，公式不适用", "no formula applies to a negative target", accepted)
    if bound == 0 and op in _AT_LEAST:
        reached = accepted if accepted is False or op == ">" else None
        outcome = unscored("zero", "指标值“不少于 0”无法计分", "a target of at least 0 cannot be scored", reached)
        return evolve(outcome, actual=found.low)
    if found.low is None or found.low != found.high:
        full = accepted or (op == "=" and found.low is not None and found.low >= bound)
        if full:
            return Outcome(True, _FULL)
        under = found.high is not None and found.high < bound
        return _inexact(False if accepted is False and (op != "=" or under) else None)
    actual = found.low
    ratio = actual / bound if bound else None
    if op == "=":
        outcome = _score_equal(target, bound, actual)
    elif op in _AT_LEAST:
        outcome = _score_at_least(bound, actual, accepted)
    else:
        outcome = _score_at_most(target.options, bound, actual, accepted)
    outcome = evolve(outcome, ratio=ratio, actual=actual)
    limit = target.options.deducts_from
    if limit is not None and ratio is not None and op not in _AT_MOST and ratio >= limit:
        over = (
            "超过指标值过多应扣分，扣分没有公式，须人工确定",
            "exceeding the target by so much leads to a deduction, for which there is no formula: to be decided by "
            "a person",
        )
        return evolve(outcome, share=None, trouble="over", reasons=(*outcome.reasons, over))
    return outcome


def _score_at_least(bound: Fraction, actual: Fraction, accepted: bool | None) -> Outcome:
    if actual >= bound:
        equal = (
            "等于界限值：按公式得满分，但指标值要求超过",
            "exactly at the bound: full marks by the formula, although the target is to exceed it",
        )
        return Outcome(accepted, _FULL, reasons=() if accepted else (equal,))
    if actual <= 0:
        return Outcome(
            accepted, _NOTHING, reasons=(("实际完成值不大于 0，不得分", "the actual value is not above 0: no points"),)
        )
    return Outcome(accepted, actual / bound, formula=f"{shown(actual)} ÷ {shown(bound)}")


def _score_equal(target: NumberTarget, bound: Fraction, actual: Fraction) -> Outcome:
    is_limit = target.is_limit or target.lower_is_better
    if bound == 0:
        if actual <= 0:
            return Outcome(True, _FULL)
        return Outcome(False, _NOTHING, reasons=(_HAPPENED,))
    if actual > bound:
        spent = (
            "成本或时间超出指标值：按公式得满分，但未达到",
            "the cost or time exceeds the target: full marks by the formula, but the target is missed",
        )
        more = ("多于指标值", "more than the target")
        return Outcome(not is_limit, _FULL, reasons=(spent if is_limit else more,))
    if actual < bound and is_limit and not target.is_signed:
        return unscored(
            "person",
            "成本或时间低于指标值，指标值未明确是上限还是定额",
            "the cost, or time, is below the target, which does not say whether it is a ceiling or a fixed amount",
        )
    return _score_at_least(bound, actual, actual == bound)


def _score_at_most(options: ScoringOptions, bound: Fraction, actual: Fraction, accepted: bool | None) -> Outcome:
    if actual <= bound:
        equal = (
            "等于界限值：按公式得满分，但指标值要求低于",
            "exactly at the bound: full marks by the formula, although the target is to stay below it",
        )
        return Outcome(accepted, _FULL, reasons=() if accepted else (equal,))
    if bound == 0:
        return Outcome(accepted, _NOTHING, reasons=(_HAPPENED,))
    if options.reverse == "ratio":
        return Outcome(accepted, bound / actual, formula=f"{shown(bound)} ÷ {shown(actual)}")
    if actual >= 2 * bound:
        twice = ("达到指标值的两倍以上，不得分", "twice the target or more: no points")
        return Outcome(accepted, _NOTHING, reasons=(twice,))
    formula = f"(1 − ({shown(actual)} − {shown(bound)}) ÷ {shown(bound)})"
    return Outcome(accepted, 1 - (actual - bound) / bound, formula=formula)


def score_ratio(target: Ratio, actual: Actual, options: ScoringOptions) -> Outcome:
    """Return what an actual value is worth where the target is a ratio or a fraction: 1:20, 三分之二以上.

    >>> from decimal import Decimal
    >>> from perfmodel.scoring.actual import read_actual
    >>> score_ratio(Ratio(Decimal(2), Decimal(3), ">="), read_actual("70%"), ScoringOptions()).reached
    True
    """
    meaning = actual.meaning
    if isinstance(meaning, Ratio):
        found = Fraction(meaning.left) / Fraction(meaning.right)
        op = meaning.op
    elif isinstance(meaning, Threshold) and is_share_unit(meaning.unit) and meaning.change is None:
        factor = units.factor_between(meaning.unit, PER_CENT)
        assert factor is not None
        found, op = Fraction(meaning.number) * factor / 100, meaning.op
    else:
        return unscored(
            "unit", "实际完成值与指标值不是同一种量", "the actual value is not the same kind of quantity as the target"
        )
    bound = Fraction(target.left) / Fraction(target.right)
    if op != "=" or target.op == "≈":
        return Outcome(True, _FULL) if bound == found and op == "=" else _inexact()
    accepted = {">=": found >= bound, ">": found > bound, "<=": found <= bound, "<": found < bound}.get(
        target.op, found == bound
    )
    if accepted:
        return Outcome(True, _FULL)
    if target.op not in _AT_LEAST or bound == 0:
        return unscored(
            "no_formula",
            "比例未达到，没有公认的扣分办法",
            "the ratio was missed, for which there is no established formula",
            False,
        )
    return _score_at_least(bound, found, False)
