"""E08, E18, E19: actual values that say nothing, or nothing that compares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfmodel.analysis.evaluated_rows import is_part_row
from perfmodel.checks.context import IndicatorView, ProjectView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import EVALUATION_2020, PRACTICE, Basis
from perfmodel.scoring.value import target_of
from perfmodel.source.characters import fold, squeeze
from perfmodel.values.kinds import AllOf, Deadline, Period, Range, Ratio, Text, Threshold

__all__ = ["comparable_actual", "copied_actuals", "numeric_actual"]

_EVALUATED = (Where(evaluated=True),)
_KINDS_OF_NUMBERS = (Threshold, Range, Ratio, AllOf)


@rule(
    "E08",
    "error",
    "numeric-actual",
    on="indicator",
    messages={
        "": (
            "“{name}”的实际完成值“{actual}”与指标值“{target}”无法比较：{reason}",
            "the actual value “{actual}” of “{name}” cannot be compared with its target value “{target}”: {reason}",
        ),
        "blank": (
            "“{name}”有得分，未填写实际完成值（指标值“{target}”）",
            "“{name}” has a score but no actual value (target value “{target}”)",
        ),
    },
    basis=(Basis(EVALUATION_2020, "以数据反映完成情况", "results are shown by data"),),
    where=_EVALUATED,
)
def numeric_actual(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """定量指标的实际完成值为数值 / the actual value of a quantitative target is a number.

    检查：目标是数的，实际完成值不写“已完成”“达成预期指标”“不适用”之类，也不拿百分比代替数量（目标 800万元，实际
    100%）。目标为 0 或者不超过某数的，“无”“未发生”即 0，算数。没有分值的“其中”各行不检查。有分值、有得分而未填写实
    际完成值的也报；其他指标都没有的、完成值写在下面“其中”各行的不报。
    Checks: if the target value is a number, the actual value is not 已完成, 达成预期指标, 不适用 or the like, nor a
    percentage in place of a quantity (100% of 800万元). For a target of 0, or of at most some number, 无 and 未发生
    mean 0. Rows of 其中 without points are not checked. A weight and a score without an actual value are reported,
    unless no indicator has one or it is given in the rows of 其中 below.

    缘由：“已完成”未说明完成多少，无法计算得分。
    Why: 已完成 ("done") does not say how much, so it cannot be scored.

    反例：

        level1: 产出指标
        level2: 数量指标
        name: 培训人次
        annual: ≥200人次
        actual: 已完成
        weight: 10
        score: 10

    正例：

        level1: 产出指标
        level2: 数量指标
        name: 培训人次
        annual: ≥200人次
        actual: 215人次
        weight: 10
        score: 10
    """
    own, outcome = indicator.indicator, indicator.score.outcome
    target = target_of(own)
    if target is None or not isinstance(target.meaning, _KINDS_OF_NUMBERS):
        return
    if own.actual is None:
        if own.score is not None and own.weight is not None and _lacks_actual(indicator):
            yield indicator.hit("actual", "blank", **_values(indicator))
        return
    if outcome.trouble != "words":
        return
    if indicator.project is None or not is_part_row(own, indicator.project.project):
        yield indicator.hit("actual", **_values(indicator))


def _lacks_actual(indicator: IndicatorView) -> bool:
    """Whether an actual value is missing here, and neither stands in the rows below nor is missing everywhere."""
    if indicator.project is None:
        return True
    project = indicator.project.project
    below = project.indicators[indicator.at + 1 : indicator.at + 2]
    if below and is_part_row(below[0], project):
        return False
    return any(one.actual is not None for one in project.indicators)


def _values(indicator: IndicatorView) -> dict[str, Any]:
    own, target = indicator.indicator, target_of(indicator.indicator)
    reasons = indicator.score.outcome.reasons
    zh, en = next(iter(reasons if indicator.score.outcome.was_share else reversed(reasons)), ("", ""))
    return {
        "name": own.name,
        "target": "" if target is None else target.signed_text,
        "actual": "" if own.actual is None else own.actual.text,
        "reason": zh,
        "reason_en": en,
    }


@rule(
    "E18",
    "warning",
    "copied-actuals",
    on="result",
    messages={
        "": (
            "“{name}”的实际完成值与指标值逐条完全相同，疑为照抄",
            "every actual value of “{name}” is identical to its target value; they seem to have been copied",
        )
    },
    basis=(PRACTICE("照抄指标值不能作为完成值", "a copied target is not an actual value"),),
    settings={"least": 3, "bounds": 2},
)
def copied_actuals(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """实际完成值不照抄指标值 / actual values are not copies of their targets.

    检查：不少于 least 条（默认 3）的指标，实际完成值不都与指标值一字不差。其中有 bounds 条（默认 2）以上连“≥”“以上
    ”“前”都照抄的才报：目标 100%、实际 100% 是常事，实际“≥95%”就不是完成值了。
    Checks: of at least 3 indicators (setting least), not every actual value is identical to its target value.
    Reported only if at least 2 (setting bounds) of them have also copied ≥, 以上 or 前: 100% for 100% is common,
    but ≥95% is not an actual value.

    缘由：照抄的表未说明完成情况。
    Why: a copied table does not show what was achieved.

    反例：

        name: 会议费
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, actual: ≥2次, weight: 50, score: 50}
        - {level1: 产出指标, level2: 质量指标, name: 出勤率, annual: ≥90%, actual: ≥90%, weight: 20, score: 20}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 参会人员满意度, annual: ≥90%, actual: ≥90%, weight: 20, score: 20}

    正例：

        name: 会议费
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, actual: 2次, weight: 50, score: 50}
        - {level1: 产出指标, level2: 质量指标, name: 出勤率, annual: ≥90%, actual: 93%, weight: 20, score: 20}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 参会人员满意度, annual: ≥90%, actual: ≥90%, weight: 20, score: 20}
    """
    if project.is_monitoring:
        return
    pairs = [(target_of(view.indicator), view.indicator.actual) for view in project.indicators]
    filled = [(target, actual) for target, actual in pairs if target is not None and actual is not None]
    if len(filled) < settings["least"]:
        return
    if any(squeeze(fold(target.text)) != squeeze(fold(actual.text)) for target, actual in filled):
        return
    if sum(_is_bound(actual.meaning) for _target, actual in filled) >= settings["bounds"]:
        yield project.hit("indicators", name=project.project.name)


def _is_bound(meaning: object) -> bool:
    return isinstance(meaning, (Threshold, Ratio, Deadline)) and meaning.op not in ("=", "≈")


@rule(
    "E19",
    "warning",
    "comparable-actual",
    on="indicator",
    messages={
        "": (
            "“{name}”的实际完成值“{actual}”与指标值“{target}”无法比较：{reason}",
            "the actual value “{actual}” of “{name}” cannot be compared with its target value “{target}”: {reason}",
        ),
        "share": ("“{name}”的实际完成值“{actual}”：{reason}", "the actual value “{actual}” of “{name}”: {reason}"),
    },
    basis=(PRACTICE("同一种单位才能比较", "only values in the same unit can be compared"),),
    where=_EVALUATED,
)
def comparable_actual(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """实际完成值与指标值可比 / an actual value is comparable with its target.

    检查：实际完成值的单位能换算成目标的单位（元/人 与 元/户、人 与 人次 不能），能够判断数值；没有单位的小数，能够
    判断是否为百分数。写成小数、按百分数折算了的（0.93 对 ≥90%）只作提示。乘以一万才相当的由 F02 报，不是数的由 E08
    报。目标是日期的，只看写了日期的。
    Checks: the unit of the actual value can be converted into that of the target (元/人 and 元/户 cannot, nor 人
    and 人次), the value states an amount, and it is clear whether a number without a unit is a fraction or a
    percentage. A fraction that was converted to a percentage (0.93 for ≥90%) is a hint. F02 reports values that
    match after a factor of 10,000, E08 values that are not numbers.

    缘由：完成值与指标值不可比，无法判断是否达到。
    Why: it is impossible to tell whether such a target was met.

    反例：

        level1: 产出指标
        level2: 成本指标
        name: 补助标准
        annual: ≤500元/人
        actual: 480元/户
        weight: 10
        score: 10

    正例：

        level1: 产出指标
        level2: 成本指标
        name: 补助标准
        annual: ≤500元/人
        actual: 480元/人
        weight: 10
        score: 10
    """
    own, outcome = indicator.indicator, indicator.score.outcome
    if own.actual is None:
        return
    target = target_of(own)
    if target is None or isinstance(target.meaning, Text) or indicator.score.outcome.trouble == "no_target":
        return
    unread = outcome.trouble == "not_understood" and _is_dated_or_numeric(own.actual.meaning, target.meaning)
    if outcome.trouble in ("unit", "share_in_doubt") or unread:
        yield indicator.hit("actual", **_values(indicator))
    elif outcome.was_share:
        yield indicator.hit("actual", "share", severity="hint", **_values(indicator))


def _is_dated_or_numeric(actual: object, target: object) -> bool:
    if isinstance(target, (Deadline, Period)):
        return isinstance(actual, (Deadline, Period))
    return True
