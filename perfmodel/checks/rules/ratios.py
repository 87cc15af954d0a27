"""V06, V09: ratios and satisfaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfmodel.analysis.further_columns import operator_of
from perfmodel.checks.context import TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.rules.damage import is_impossible_rate
from perfmodel.checks.rules.direction import is_against, measured
from perfmodel.checks.rules.words_in_values import in_words_of_satisfaction
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.source.characters import fold
from perfmodel.values import units
from perfmodel.values.kinds import AllOf, Range, Text, Threshold
from perfmodel.values.parser import TargetReading
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.direction import is_lower_better

__all__ = ["bounded_ratio", "satisfaction"]


# Points up to these are of a scale of five or ten, and say nothing of how many are content.
_HIGHEST_OF_SHORT_SCALE = Decimal(10)
# ≥9分(10分制): such a value is not understood, but it is one of points.
_SHORT_SCALE = re.compile(
    "(?<![0-9.])(?:10|[3-7]|[三四五六七十])(?:分|星|级|点)制|满分(?:为|是)?(?:10|[3-7]|[三四五六七十])分"
)


def _percent(number: Decimal, meaning: Threshold | Range) -> Decimal | None:
    """Return a number of a value in %; None for another unit, or one for each of something."""
    if meaning.unit == "%":
        return number if meaning.per is None else None
    return None if meaning.unit is None or meaning.per is not None else units.convert(number, meaning.unit, "%")


def _highest(meaning: Threshold | Range) -> Decimal | None:
    return _percent(meaning.number if isinstance(meaning, Threshold) else meaning.high, meaning)


def _is_all_or_more(reading: TargetReading) -> bool:
    """Whether a value is 100% or more, and no change."""
    meaning = reading.meaning
    if not isinstance(meaning, (Threshold, Range)) or meaning.change is not None:
        return False
    percent = _highest(meaning)
    return percent is not None and percent >= 100


@rule(
    "V06",
    "warning",
    "bounded-ratio",
    on="target",
    kinds=("threshold", "range"),
    messages={
        "over": (
            "“{name}”最高为 100%，指标值“{text}”超过 100%",
            "“{name}” is a ratio of at most 100%; its target value “{text}” exceeds that",
        ),
        "at_least_all": (
            "“{name}”最高为 100%，指标值应为“{mended}”，实为“{text}”",
            "“{name}” is a ratio of at most 100%; its target value should be “{mended}” instead of “{text}”",
        ),
    },
    basis=(Basis(MANAGEMENT_2015, "合理可行", "reasonable and feasible"),),
    suggests=("certain", "guess"),
    where=(Where(value=_is_all_or_more),),
)
def bounded_ratio(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """有上限的比率不超过 100% / a bounded ratio is at most 100%.

    检查：单位是 %、名称以“率”“比例”或“满意度”“知晓度”之类结尾的指标，指标值不超过 100%，也不写“≥100%”。可以超
    过 100% 的除外：增长率、完成率、执行率、回报率、周转率、资产负债率、产销率、负荷率、床位使用率等；“长度”“速度”之
    类不是比率；“提高120%”是变动的幅度。满意度超过 100% 的由 V09 报告，“292%”疑为符号损坏的由 V15 报告。
    Checks: the target value of an indicator in % whose name ends in 率, 比例, 满意度, 知晓度 or the like does not
    exceed 100% and is not "≥100%". Ratios that can exceed 100% are exempt: 增长率, 完成率, 执行率, 回报率, 周转率,
    资产负债率, 产销率, 负荷率, 床位使用率 and others; 长度 and 速度 are not ratios, and 提高120% is a change. V09
    reports satisfaction above 100%, and V15 values such as 292%, in which a sign seems to be damaged.

    缘由：此类比率的分子是分母的一部分，不可能超过 100%；“不低于 100%”即“等于 100%”。
    Why: a part cannot exceed the whole, and "at least 100%" means no more than "100%".

    反例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:≥100%。

    正例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:=100%。
    """
    meaning = target.meaning
    assert isinstance(meaning, (Threshold, Range))
    percent = _highest(meaning)
    assert percent is not None
    if not groups.ends_as(measured(target), "bounded_ratios") or is_impossible_rate(target):
        return
    op = meaning.op if isinstance(meaning, Threshold) else "="
    if percent == 100 and op == ">=":
        # 合格率≥100%（抽检）: what stands beside the number would be lost.
        alone = target.understanding.phrase is None and target.understanding.note is None
        yield target.hit("at_least_all", mended="=100%", certain=alone)
    elif (percent > 100 or op == ">") and target.indicator.level1 != "satisfaction":
        yield target.hit("over")


@rule(
    "V09",
    "warning",
    "satisfaction-value",
    on="target",
    kinds=("threshold", "range", "all_of", "qualitative", "boolean", "text"),
    messages={
        "words": (
            "满意度指标“{name}”的指标值应为百分比，实为“{text}”",
            "the target value of the satisfaction indicator “{name}” should be a percentage; it is “{text}”",
        ),
        "bound": (
            "满意度指标“{name}”的指标值“{text}”没有下限，应为“≥”",
            "the target value “{text}” of the satisfaction indicator “{name}” sets no lower bound; it should have “≥”",
        ),
        "limits": (
            "满意度指标“{name}”的指标值应大于 0 且不超过 100%，实为“{text}”",
            "the target value of the satisfaction indicator “{name}” should be above 0 and at most 100%; it is "
            "“{text}”",
        ),
        "all": (
            "满意度指标“{name}”的指标值为 100%，一人不满意即无法完成",
            "the target value of the satisfaction indicator “{name}” is 100%; one dissatisfied person is enough "
            "to miss it",
        ),
        "low": (
            "满意度指标“{name}”的指标值“{text}”低于 {lowest}%",
            "the target value “{text}” of the satisfaction indicator “{name}” is below {lowest}%",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "合理可行", "reasonable and feasible"),
        PRACTICE("80% 是常用的下限", "80% is a common lower limit"),
    ),
    settings={"lowest": Decimal(80)},
    where=(Where(level1=["satisfaction"]),),
)
def satisfaction(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """满意度为百分比，有下限，大于 0 且不超过 100% / satisfaction is a percentage with a lower bound, above 0 and at most 100%.

    检查：满意度指标的指标值是百分比（按百分制打分的分数也可以，五分制、十分制的不行，括号里写了“10分制”的也算），写
    “≥”，大于 0、不超过 100%。恰为 100% 和低于 80% 只是提示。没写比较符号的由 V01 报告，写“≤”的由 V08 报告，“≥100%”
    由 V06 报告，只有比较词的由 V02 报告；名称不说满意、认可、好评的（投诉率）和不满意率，只看是否超过 100%。有评分
    标准的，可以用文字。
    Checks: the target value of a satisfaction indicator is a percentage (or a score out of 100, but not out of 5 or
    10, also where brackets say so: 10分制) with ≥, above 0 and at most 100%. Exactly 100% and less than 80% are
    hints. V01 reports a missing operator, V08 reports ≤, V06 reports ≥100%, and V02 reports an operator alone.
    Names that do not concern satisfaction (投诉率) and 不满意率 are only checked against 100%. With a scoring
    standard, words are accepted.

    缘由：满意度由问卷调查统计得出，为满意人数占被调查人数的比率。
    Why: satisfaction is determined by a survey: the share of respondents who are satisfied.

    反例：

        3-满意度指标；31-服务对象满意度；学员满意度；年度指标值:满意。

    正例：

        3-满意度指标；31-服务对象满意度；学员满意度；年度指标值:≥90%。
    """
    meaning = target.meaning
    name = target.indicator.name
    # 不满意率 is kept down: what is asked of satisfaction is not asked of it.
    named = groups.contains(name, "satisfaction_names") and not is_lower_better(name)
    if isinstance(meaning, AllOf):
        yield from _of_all(target, meaning)
    elif isinstance(meaning, Threshold):
        yield from _of_threshold(target, meaning, named, settings["lowest"])
    elif isinstance(meaning, Range):
        yield from _of_range(target, meaning, named, settings["lowest"])
    elif isinstance(meaning, Text):
        if named and _SHORT_SCALE.search(fold(target.target.text)) is not None:
            yield target.hit("words")
    elif in_words_of_satisfaction(target) or (named and meaning.kind == "boolean"):
        yield target.hit("words")


def _is_score_out_of_hundred(unit: str, number: Decimal) -> bool:
    """Whether a number is one of points, and more than those of a scale of five or ten."""
    return unit == "分" and number > _HIGHEST_OF_SHORT_SCALE


def _of_all(target: TargetView, meaning: AllOf) -> Iterator[Hit]:
    percents = [_percent(part.number, part) for part in meaning.parts if isinstance(part, Threshold)]
    if any(percent is not None and percent > 100 for percent in percents):
        yield target.hit("limits")


def _of_range(target: TargetView, meaning: Range, named: bool, lowest: Decimal) -> Iterator[Hit]:
    low, high = _percent(meaning.low, meaning), _percent(meaning.high, meaning)
    if low is None or high is None:
        if named and meaning.unit is not None and not _is_score_out_of_hundred(meaning.unit, meaning.high):
            yield target.hit("words")
    elif high > 100 or low < 0:
        yield target.hit("limits")
    elif named and low < lowest:
        yield target.hit("low", severity="hint", lowest=lowest)


def _of_threshold(target: TargetView, meaning: Threshold, named: bool, lowest: Decimal) -> Iterator[Hit]:
    op = operator_of(target.target, target.indicator.indicator)
    number = _percent(meaning.number, meaning)
    if meaning.change is not None:
        return  # 比上年提高2%
    if number is None:
        if named and meaning.unit is not None and not _is_score_out_of_hundred(meaning.unit, meaning.number):
            yield target.hit("words")
    elif number > 100 or (number == 100 and op == ">"):
        yield target.hit("limits")
    elif not named:
        return
    elif op is not None and op not in (">=", ">") and not (op == "=" and number == 100):
        # ≤ is V08's, where the name says so.
        if not is_against(target):
            yield target.hit("bound")
    elif number <= 0:
        yield target.hit("limits")
    elif number == 100:
        # ≥100% is V06's, where the name is that of a ratio.
        if op != ">=" or not groups.ends_as(measured(target), "bounded_ratios"):
            yield target.hit("all", severity="hint")
    elif number < lowest:
        yield target.hit("low", severity="hint", lowest=lowest)
