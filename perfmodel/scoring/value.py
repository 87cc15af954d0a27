"""Scoring one value: a target against what was reached, whatever they are."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from perfmodel.analysis.category_pair import CategoryPair
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.scoring.actual import Actual, read_actual
from perfmodel.scoring.dates import score_date
from perfmodel.scoring.numbers import NumberTarget, score_number, score_ratio
from perfmodel.scoring.options import ScoringOptions
from perfmodel.scoring.outcome import Band, Outcome, Reason, rounded, unscored
from perfmodel.scoring.words import score_words
from perfmodel.source.characters import fold, squeeze
from perfmodel.values import operator_cell, units
from perfmodel.values.kinds import (
    AllOf,
    Boolean,
    Deadline,
    Meaning,
    NoValue,
    Period,
    Placeholder,
    Qualitative,
    Range,
    Ratio,
    Text,
    Threshold,
)
from perfmodel.vocabulary import direction, groups

__all__ = ["Setting", "score_value", "setting_of", "target_of"]

_FULL, _ZERO = Fraction(1), Decimal(0)
_KINDS_WITH_NUMBERS = (Threshold, Range, Ratio)
_MOST_PARTS = 6
_DECIMALS_OF_SHARE = 12
_DIMENSIONS_OF_TIME = ("time", "working_time", "months")
_BETWEEN_PARTS = re.compile("[/;,、]")
# A length of time in words that are a date's elsewhere, by the unit of the target: 12日 of at most 15日.
_SO_MANY_DAYS, _SO_MANY_MONTHS = re.compile("(?:平均)?([0-9]+)日"), re.compile("(?:平均)?([0-9]+)月")
_LENGTHS_OF_TIME = {"日": _SO_MANY_DAYS, "天": _SO_MANY_DAYS, "月": _SO_MANY_MONTHS}


@frozen
class Setting:
    """What is known of a target besides its text: the year of its table, and what the indicator name and columns say."""

    options: ScoringOptions
    name: str = ""
    year: int | None = None
    is_limit: bool = False
    better: str | None = None


def target_of(indicator: Indicator) -> Target | None:
    """Return the target that an actual value is held against: the year's as it was last, else that of the whole period.

    >>> target_of(Indicator(annual="≥40次", adjusted="≥30次")).text
    '≥30次'
    """
    for target in (indicator.adjusted, indicator.annual):
        if target is not None and not isinstance(target.meaning, (Placeholder, NoValue)):
            return target
    return indicator.annual or indicator.whole_period


def setting_of(indicator: Indicator, options: ScoringOptions, year: int | None = None) -> Setting:
    """Return what is known of an indicator's target.

    >>> setting_of(Indicator("产出指标", "成本指标", "购置成本"), ScoringOptions()).is_limit
    True
    """
    pair = CategoryPair.of(indicator)
    cell = None if indicator.operator is None else operator_cell(indicator.operator)
    better = None if cell is None else cell.better
    is_limit = pair.is_cost
    target = target_of(indicator)
    dimension = "" if target is None else _dimension(target.meaning)
    if pair.level2 == "timeliness":
        is_limit = dimension in _DIMENSIONS_OF_TIME
    elif not pair.level1 and not pair.level2:
        is_limit = dimension.startswith("money") and not direction.is_higher_better(indicator.name)
    return Setting(options, indicator.name, year, is_limit, better)


def _dimension(meaning: Meaning) -> str:
    unit = units.look_up(meaning.unit) if isinstance(meaning, Threshold) and meaning.unit is not None else None
    return "" if unit is None else unit.dimension


def score_value(target: Target | None, actual: str | None, setting: Setting) -> Outcome:
    """Return what an actual value is worth against a target; what cannot be scored says why, and nothing is guessed.

    >>> found = score_value(Target("≥2吨"), "1900公斤", Setting(ScoringOptions()))
    >>> found.share, found.reached, found.formula
    (Fraction(19, 20), False, '1.9 ÷ 2')
    """
    if target is None or isinstance(target.meaning, (Placeholder, NoValue)):
        return unscored("no_target", "未填写指标值", "the target value is missing")
    found = None if actual is None else read_actual(actual)
    if found is None or isinstance(found.meaning, Placeholder):
        return unscored("blank", "未填写实际完成值", "the actual value is missing")
    meaning = _with_direction(target, setting.better)
    if isinstance(meaning, (AllOf, Text)):
        return _score_several(target, meaning, found, setting)
    return _score_one(meaning, target, found, setting)


def _with_direction(target: Target, better: str | None) -> Meaning:
    """What a target means; a number without an operator is bounded as the column of signs says: 反向 is at most."""
    meaning = target.meaning
    if better is None or not isinstance(meaning, Threshold) or meaning.op != "=" or _is_signed(target):
        return meaning
    return evolve(meaning, op=">=" if better == "higher" else "<=")


def _is_signed(target: Target) -> bool:
    return target.understanding.operator_form is not None


def _score_one(meaning: Meaning, target: Target, actual: Actual, setting: Setting) -> Outcome:
    if isinstance(meaning, (Threshold, Range)):
        return _score_numeric(meaning, _is_signed(target), actual, setting)
    if isinstance(meaning, Ratio):
        if isinstance(actual.meaning, (Ratio, Threshold)):
            return score_ratio(meaning, actual, setting.options)
        return _not_a_number(actual)
    if isinstance(meaning, (Deadline, Period)):
        return score_date(meaning, actual, setting.year)
    assert isinstance(meaning, (Boolean, Qualitative))
    if actual.is_blank:
        return _blank()
    return score_words(meaning, target.text, actual, setting.options)


def _blank() -> Outcome:
    return unscored("words", "实际完成值为空白或不适用", "the actual value is blank or not applicable")


def _score_numeric(meaning: Threshold | Range, signed: bool, actual: Actual, setting: Setting) -> Outcome:
    found = actual.meaning
    lower = direction.is_lower_better(setting.name) if setting.name else False
    target = NumberTarget(meaning, setting.options, setting.is_limit, lower, signed, _may_be_hundreds(setting.name))
    if actual.word == "nothing" and _counts_what_may_not_happen(meaning):
        none = Threshold("=", _ZERO, meaning.unit, meaning.per, meaning.change)
        outcome = score_number(target, evolve(actual, meaning=none))
        taken: Reason = (f"“{actual.text.strip()}”按 0 计", f"“{actual.text.strip()}” was read as 0")
        return evolve(outcome, reasons=(taken, *outcome.reasons))
    if isinstance(found, AllOf):  # 12次,超额完成: the words take nothing from the number
        numbers = [part for part in found.parts if not isinstance(part, Qualitative)]
        if len(numbers) == 1:
            found = numbers[0]
    found = _length_of_time(meaning, actual) or found
    if isinstance(found, (Threshold, Range)):
        if _is_share_for_amount(meaning, found):
            return unscored(
                "words",
                "指标值为数量，实际完成值为百分比",
                "the target is a quantity, but the actual value is a percentage",
            )
        return score_number(target, evolve(actual, meaning=_of_same_kind(meaning, found, setting.name)))
    if isinstance(found, Ratio) and units.factor_between(meaning.unit, "%") is not None and found.op == "=":
        percentage = rounded(Fraction(found.left) / Fraction(found.right) * 100, _DECIMALS_OF_SHARE)
        return score_number(target, evolve(actual, meaning=Threshold("=", percentage, "%")))
    if isinstance(found, (Text, AllOf)):
        return unscored("not_understood", "实际完成值没有确切数值", "the actual value contains no definite number")
    return _not_a_number(actual)


def _length_of_time(target: Threshold | Range, actual: Actual) -> Threshold | None:
    """Return what 12日 means of a target of at most 15日: so many days, and no day of a month."""
    pattern = _LENGTHS_OF_TIME.get(target.unit or "")
    match = None if pattern is None else pattern.fullmatch(squeeze(fold(actual.text)))
    return None if match is None else Threshold("=", Decimal(match[1]), target.unit, target.per)


def _may_be_hundreds(name: str) -> bool:
    """Whether what a name measures may well be 200%: growth, but not a pass rate."""
    if not name.endswith(("率", "比例", "幅度", "比")):
        return False
    return not groups.ends_as(name, "bounded_ratios") and not groups.ends_as(name, "rates_in_damage")


def _not_a_number(actual: Actual) -> Outcome:
    said = actual.text.strip()[:20]
    return unscored(
        "words",
        f"指标值为数值，实际完成值“{said}”不是数值",
        f"the target is a number, but the actual value “{said}” is not",
    )


def _counts_what_may_not_happen(meaning: Threshold | Range) -> bool:
    """Whether 无 can be meant for a number: where none at all is within what the target asks for, or it counts incidents."""
    none_will_do = isinstance(meaning, Threshold) and (
        meaning.op in ("<=", "<") or (meaning.op == "=" and meaning.number == 0)
    )
    return none_will_do or (meaning.unit is not None and units.is_incident(meaning.unit))


def _is_share_for_amount(target: Threshold | Range, actual: Threshold | Range) -> bool:
    """Whether a percentage stands where an amount is asked for: 100% of 800万元."""
    if actual.unit is None or units.factor_between(actual.unit, "%") is None:
        return False
    if target.unit is None or groups.is_one_of(target.unit, "ratio_units"):
        return False
    return units.factor_between(target.unit, "%") is None and target.unit != "个百分点"


def _of_same_kind(target: Threshold | Range, actual: Threshold | Range, name: str) -> Threshold | Range:
    """Return an actual value as a change by so much where the name of the indicator says that it measures one: 增长率, 6%."""
    if target.change is not None or actual.change is None or not isinstance(actual, Threshold):
        return actual
    rises, falls = groups.contains(name, "rises"), groups.contains(name, "falls")
    if rises == falls or actual.op != "=":
        return actual
    same = actual.change == ("increase" if rises else "decrease")
    return evolve(actual, change=None, number=actual.number if same else -actual.number)


def _score_several(target: Target, meaning: AllOf | Text, actual: Actual, setting: Setting) -> Outcome:
    """Return what an actual value is worth where the target has several conditions, scored as one: all of them or not."""
    if actual.is_blank:
        return _blank()
    pairs = _pairs(target, meaning, actual)
    if not pairs:
        return _not_comparable(target, meaning, actual, setting.options)
    outcomes = [_score_one(one.meaning, one, other, setting) for one, other in pairs]
    reasons = tuple(reason for outcome in outcomes for reason in outcome.reasons)
    reached = [outcome.reached for outcome in outcomes]
    if False in reached:
        missed = (
            "多项条件中有未达到的，扣分没有公式",
            "one of several conditions is not met, for which there is no established formula",
        )
        return Outcome(False, None, "no_formula", reasons=(*reasons, missed))
    if None in reached:
        open_one = next(outcome for outcome in outcomes if outcome.reached is None)
        return Outcome(None, None, open_one.trouble, reasons=reasons)
    every = ("各项条件均达到", "every condition is met")
    band = next((outcome.share for outcome in outcomes if isinstance(outcome.share, Band)), None)
    return Outcome(True, band or _FULL, reasons=(*reasons, every))


def _not_comparable(target: Target, meaning: AllOf | Text, actual: Actual, options: ScoringOptions) -> Outcome:
    if squeeze(fold(target.text)) == squeeze(fold(actual.text)):
        if isinstance(meaning, Text) and not meaning.is_fault:  # 达到Ⅳ类: as good as words
            return score_words(Qualitative(target.text), target.text, actual, options)
        return unscored(
            "not_understood",
            "与指标值完全相同，而指标值未能识读",
            "identical to the target value, which was not understood",
            True,
        )
    if isinstance(meaning, AllOf):
        numeric = any(isinstance(part, (Threshold, Range, Ratio)) for part in meaning.parts)
        if numeric and actual.word != "nothing" and not any(char.isdigit() for char in fold(actual.text)):
            return _not_a_number(actual)
        return unscored(
            "not_understood",
            "实际完成值与各项条件无法对应",
            "the actual value does not say which condition it refers to",
        )
    return unscored(
        "not_understood", "指标值含义不明确，无法计分", "the meaning of the target is unclear, so it cannot be scored"
    )


def _pairs(target: Target, meaning: AllOf | Text, actual: Actual) -> list[tuple[Target, Actual]]:
    """Return the conditions of a target, each with its actual value; none where it is not certain which is which."""
    wanted, found = _parts(target.text), _parts(actual.text)
    if len(wanted) != len(found) or not 2 <= len(wanted) <= _MOST_PARTS:
        return []
    targets, actuals = [Target(text) for text in wanted], [read_actual(text) for text in found]
    kinds = (Threshold, Range, Ratio, Deadline, Period, Qualitative)
    if not all(isinstance(one.meaning, kinds) for one in targets):
        return []
    if isinstance(meaning, AllOf) and tuple(one.meaning for one in targets) != meaning.parts:
        return []
    if not any(isinstance(one.meaning, _KINDS_WITH_NUMBERS) for one in targets):
        return []
    return list(zip(targets, actuals, strict=True))


def _parts(text: str) -> list[str]:
    """Return the parts of a text between strokes, commas or semicolons."""
    return [part for part in _BETWEEN_PARTS.split(squeeze(fold(text))) if part]
