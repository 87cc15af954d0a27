"""E01 to E03, E09, E14: the points of a self-evaluation against its targets and actual values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perfmodel.analysis.evaluated_rows import is_explained
from perfmodel.checks.context import IndicatorView, ProjectView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import EVALUATION_2020, PRACTICE, Basis
from perfmodel.scoring.text import points_text

__all__ = ["follows_formula", "full_marks", "in_band", "silent_deduction", "within_weight"]

_EVALUATED = (Where(evaluated=True),)
_FORMULA = PRACTICE("预算绩效系统通行的计分公式", "the formulas of budget systems in use")
_TOLERANCE = Decimal("0.1")


def _is_within_weight(indicator: IndicatorView) -> bool:
    score, weight = indicator.indicator.score, indicator.score.weight
    return score is not None and weight is not None and 0 <= score <= weight


@rule(
    "E01",
    "error",
    "score-within-weight",
    on=("indicator", "result"),
    messages={
        "over": (
            "“{name}”的得分 {score} 超过分值 {weight}",
            "the score of “{name}”, {score}, exceeds its weight, {weight}",
        ),
        "negative": (
            "“{name}”的得分不应小于 0，实为 {score}",
            "the score of “{name}” should not be negative; it is {score}",
        ),
    },
    basis=(PRACTICE("得分不小于 0，不超过分值", "a score is neither negative nor above its weight"),),
    where=_EVALUATED,
)
def within_weight(view: IndicatorView | ProjectView, settings: Settings) -> Iterator[Hit]:
    """得分不小于 0，不超过分值 / a score is neither negative nor above its weight.

    检查：每条指标的得分、预算执行率的得分不小于 0，不超过自身的分值（权重）。
    Checks: the score of each indicator, and that of budget execution, is not negative and does not exceed its
    weight.

    缘由：得分超过分值，总分即不再是百分制。
    Why: with a score above its weight, the total is no longer out of 100.

    反例：

        level1: 产出指标
        level2: 数量指标
        name: 会议次数
        annual: ≥2次
        actual: 3次
        weight: 10
        score: 12

    正例：

        level1: 产出指标
        level2: 数量指标
        name: 会议次数
        annual: ≥2次
        actual: 3次
        weight: 10
        score: 10
    """
    if isinstance(view, ProjectView):
        line = view.project.execution.total
        if line is not None and line.score is not None:
            message = _outside(line.score, line.weight)
            if message:
                values: dict[str, Any] = {
                    "name": line.source or "预算执行率",
                    "score": line.score,
                    "weight": line.weight,
                }
                yield view.result_hit("execution.lines[0].score", message, **values)
        return
    score = view.indicator.score
    message = "" if score is None else _outside(score, view.score.weight)
    if message:
        yield view.hit("score", message, name=view.indicator.name, score=score, weight=view.score.weight)


def _outside(score: Decimal, weight: Decimal | None) -> str:
    if score < 0:
        return "negative"
    return "over" if weight is not None and score > weight else ""


@rule(
    "E02",
    "warning",
    "score-follows-formula",
    on="indicator",
    messages={
        "": (
            "“{name}”的得分按公式应为 {points}，实为 {score}：{reason}",
            "the score of “{name}” should be {points} according to the formula; it is {score}: {reason}",
        ),
        "missed": (
            "“{name}”未达到目标，得分却为满分 {score}：{reason}",
            "“{name}” missed its target but has full marks, {score}: {reason}",
        ),
    },
    basis=(_FORMULA,),
    settings={"tolerance": _TOLERANCE},
    where=_EVALUATED,
)
def follows_formula(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """得分符合计分公式 / a score follows the formula.

    检查：定量指标的得分，与方案的公式按目标值和实际完成值算出的相差不超过 tolerance（默认 0.1 分）：不少于的，实际÷
    目标×分值；不超过的，按方案扣减（deduct）或按比例（ratio）。日期、区间、几个条件没有公认的扣分办法，只报没有达到
    而得满分的。实际完成值与目标比不了的不检查；超过分值的由 E01 报，定性指标由 E03 报。
    Checks: the score of a quantitative indicator differs from the result of the profile's formula by no more than
    the setting tolerance (0.1): for at least, actual ÷ target × weight; for at most, less the excess (deduct) or in
    proportion (ratio). For dates, ranges and several conditions there is no established formula, so only full marks
    for a missed target are reported. Values that cannot be compared are not checked; E01 reports scores above their
    weight, E03 qualitative targets.

    缘由：得分与完成值不一致，自评结果不可信。
    Why: a score that contradicts its own actual value makes the self-evaluation unreliable.

    反例：

        level1: 产出指标
        level2: 数量指标
        name: 巡查次数
        annual: ≥240次
        actual: 216次
        weight: 20
        score: 20
        deviation: 人员不足

    正例：

        level1: 产出指标
        level2: 数量指标
        name: 巡查次数
        annual: ≥240次
        actual: 216次
        weight: 20
        score: 18
        deviation: 人员不足
    """
    if not _is_within_weight(indicator):
        return
    score, found = indicator.indicator.score, indicator.score
    assert score is not None
    values: dict[str, Any] = {
        "name": indicator.indicator.name,
        "score": score,
        "reason": found.why,
        "reason_en": found.english,
    }
    if isinstance(found.points, Decimal):
        if abs(score - found.points) > settings["tolerance"]:
            yield indicator.hit("score", points=found.points, **values)
    elif found.outcome.trouble == "no_formula" and found.reached is False and score == found.weight:
        yield indicator.hit("score", "missed", points="", **values)


@rule(
    "E03",
    "error",
    "score-in-band",
    on="indicator",
    messages={
        "": (
            "“{name}”的得分应在 {band} 范围内，实为 {score}：{reason}",
            "the score of “{name}” should be within {band}; it is {score}: {reason}",
        )
    },
    basis=(Basis(EVALUATION_2020, "定性指标分档计分", "qualitative indicators are scored in bands"),),
    where=_EVALUATED,
)
def in_band(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """定性指标的得分在相应档次之内 / the score of a qualitative target lies within its band.

    检查：定性指标达到目标的，得分在分值的 80% 到 100%；部分达到的，60% 到 80%（不含）；没有达到的，60% 以下。分档由
    方案的 scoring.bands 定（80/60，或 80/50）。无法判断是否达到的不检查。
    Checks: a qualitative target that was met scores 80% to 100% of its weight, one that was partly met 60% to below
    80%, and one that was missed less than 60%. The profile's scoring.bands sets the bands (80/60 or 80/50). Nothing
    is reported if it is unclear whether the target was met.

    缘由：部分达成却得满分，两处必有一处不实。
    Why: if a target is reported as partly met but has full marks, one of the two is not true.

    反例：

        level1: 效益指标
        level2: 社会效益指标
        name: 群众法治意识
        annual: 明显增强
        actual: 部分达成年度指标并具有一定效果
        weight: 30
        score: 30
        deviation: 两个乡镇未开展

    正例：

        level1: 效益指标
        level2: 社会效益指标
        name: 群众法治意识
        annual: 明显增强
        actual: 部分达成年度指标并具有一定效果
        weight: 30
        score: 20
        deviation: 两个乡镇未开展
    """
    found, score = indicator.score, indicator.indicator.score
    if score is None or not _is_within_weight(indicator) or not isinstance(found.points, tuple):
        return
    if not found.is_within(score):
        values: dict[str, Any] = {"reason": found.why, "reason_en": found.english, "score": score}
        band = points_text(found.points, found.closed)
        yield indicator.hit("score", name=indicator.indicator.name, band=band, **values)


@rule(
    "E09",
    "hint",
    "full-marks",
    on="result",
    messages={
        "": ("“{name}”各项均为满分，请核对评分依据", "every score of “{name}” is full marks; please check the evidence")
    },
    basis=(PRACTICE("评审中最常指出的问题", "the problem that reviewers report most often"),),
    settings={"least": 3},
)
def full_marks(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """各项不全为满分 / not every score is full marks.

    检查：有得分的指标不少于 least 条（默认 3），每一条都得满分，预算执行率有得分的也得满分。只作提示。
    Checks: if at least 3 indicators (setting least) have a score, they do not all have full marks together with
    budget execution. This is only a hint.

    缘由：所有项目均为满分，多半未对照依据评价。
    Why: if every item has full marks, the evidence has probably not been examined.

    反例：

        name: 会议费
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, actual: 2次, weight: 50, score: 50}
        - {level1: 产出指标, level2: 质量指标, name: 出勤率, annual: ≥90%, actual: 95%, weight: 20, score: 20}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 参会人员满意度, annual: ≥90%, actual: 95%, weight: 20, score: 20}

    正例：

        name: 会议费
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, actual: 2次, weight: 50, score: 50}
        - {level1: 产出指标, level2: 质量指标, name: 出勤率, annual: ≥90%, actual: 81%, weight: 20, score: 18, deviation: 有人请假}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 参会人员满意度, annual: ≥90%, actual: 95%, weight: 20, score: 20}
    """
    if project.is_monitoring:
        return
    scored = [one for one in project.score.indicators if one.printed is not None]
    if len(scored) < settings["least"] or any(one.printed != one.weight for one in scored):
        return
    line = project.project.execution.total
    if line is None or line.score is None or line.score == line.weight:
        yield project.hit("indicators", name=project.project.name)


@rule(
    "E14",
    "hint",
    "silent-deduction",
    on="indicator",
    messages={
        "": (
            "“{name}”达到目标，分值 {weight}，得分 {score}，未说明扣分原因",
            "“{name}” met its target but scores {score} of {weight}, and no reason is given for the deduction",
        )
    },
    basis=(PRACTICE("扣分应说明原因", "a deduction should be explained"),),
    settings={"tolerance": _TOLERANCE},
    where=_EVALUATED,
)
def silent_deduction(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """达到目标而扣分的说明原因 / a deduction from a target that was met is explained.

    检查：达到目标的指标，得分比分值少 tolerance（默认 0.1 分）以上的，偏差原因一栏（或全表的原因说明）不是空白、
    “无”之类。
    Checks: if a target is met and its score is below the weight by more than the setting tolerance (0.1), the
    deviation cell, or the reason for the whole table, is not blank, 无 or the like.

    缘由：扣分未说明原因，无法判断不足之处。
    Why: nobody can tell what was lacking.

    反例：

        level1: 效益指标
        level2: 社会效益指标
        name: 群众法治意识
        annual: 明显增强
        actual: 达成年度指标
        weight: 30
        score: 25

    正例：

        level1: 效益指标
        level2: 社会效益指标
        name: 群众法治意识
        annual: 明显增强
        actual: 达成年度指标
        weight: 30
        score: 25
        deviation: 问卷样本偏少，扣 5 分
    """
    if not _is_within_weight(indicator) or indicator.score.reached is not True:
        return
    score, weight = indicator.indicator.score, indicator.score.weight
    assert score is not None
    assert weight is not None
    if weight - score <= settings["tolerance"]:
        return
    if not is_explained(indicator.indicator, None if indicator.project is None else indicator.project.project):
        yield indicator.hit("score", name=indicator.indicator.name, score=score, weight=weight)
