"""E06, E07, E12, E16: what a self-evaluation has to explain."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from perfmodel.analysis.evaluated_rows import is_explained, is_filler, is_part_row, reason_for_all
from perfmodel.checks.context import IndicatorView, ProjectView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import EVALUATION_2020, PRACTICE, Basis
from perfmodel.scoring.execution import rate_of
from perfmodel.scoring.outcome import rounded
from perfmodel.scoring.value import target_of

__all__ = ["budget_change", "low_execution", "miss_explained", "over_fulfilment"]

_EVALUATED = (Where(evaluated=True),)
_EXPLAINED = Basis(EVALUATION_2020, "说明偏离目标的原因", "deviations from targets are explained")
# A target of 0, or of at least 0, has no share: from so many on it is to be explained.
_MANY_OF_NONE = 30


def _is_part(indicator: IndicatorView) -> bool:
    return indicator.project is not None and is_part_row(indicator.indicator, indicator.project.project)


def _target_text(indicator: IndicatorView) -> str:
    target = target_of(indicator.indicator)
    return "" if target is None else target.signed_text


@rule(
    "E06",
    "error",
    "miss-explained",
    on="indicator",
    messages={
        "": (
            "“{name}”未达到目标（指标值“{target}”，实际完成值“{actual}”），未说明原因",
            "“{name}” missed its target (target value “{target}”, actual value “{actual}”), and no reason is given",
        )
    },
    basis=(_EXPLAINED,),
    where=_EVALUATED,
)
def miss_explained(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """未达到目标的说明原因 / a missed target is explained.

    检查：没有达到目标的指标，偏差原因一栏不是空白，也不是“无”“0”“/”之类。原因集中写在表下（存在问题、偏差原因分析
    等）的，以该处为准；“其中”各行的原因以上一行为准。略有不足、四舍五入后得满分的，仍是没有达到。无法判断是否达到的
    不检查。
    Checks: if a target is missed, the deviation cell is not blank, 无, 0, / or the like. If the reasons are given
    once for the whole table (存在问题, 偏差原因分析), they are looked up there; rows of 其中 use the reason of the
    row above them. A narrow miss that rounds to full marks is still a miss. Nothing is reported if it is unclear
    whether the target was met.

    缘由：未说明偏差原因，无从改进。
    Why: without a reason nothing will be improved.

    反例：

        level1: 产出指标
        level2: 数量指标
        name: 巡查次数
        annual: ≥240次
        actual: 216次
        weight: 20
        score: 18
        deviation: 无

    正例：

        level1: 产出指标
        level2: 数量指标
        name: 巡查次数
        annual: ≥240次
        actual: 216次
        weight: 20
        score: 18
        deviation: 汛期封航两个月
    """
    own = indicator.indicator
    if own.actual is None or indicator.score.reached is not False or _is_part(indicator):
        return
    if not is_explained(own, None if indicator.project is None else indicator.project.project):
        yield indicator.hit("deviation", name=own.name, target=_target_text(indicator), actual=own.actual.text)


@rule(
    "E07",
    "warning",
    "over-fulfilment",
    on="indicator",
    messages={
        "": (
            "“{name}”的实际完成值“{actual}”为指标值“{target}”的 {percent}%，未说明原因",
            "the actual value “{actual}” of “{name}” is {percent}% of its target value “{target}”, and no reason is "
            "given",
        ),
        "none": (
            "“{name}”的指标值“{target}”无法计算完成比例，实际完成值“{actual}”未说明原因",
            "the target value “{target}” of “{name}” allows no percentage to be calculated, and no reason is given "
            "for its actual value “{actual}”",
        ),
    },
    basis=(
        PRACTICE("超过指标值 30% 以上的，指标值多半偏低", "a target exceeded by 30% or more was probably set too low"),
    ),
    where=_EVALUATED,
)
def over_fulfilment(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """大幅超过目标的说明原因 / an actual value far above its target is explained.

    检查：实际完成值达到目标的 130%（由方案的 scoring.over_fulfilment 定：explain-130，full 为不查）以上的，偏差原因
    一栏不是空白。目标“不少于 0”的，达到 30 以上才查。没有达到目标的由 E06 报。
    Checks: if the actual value is 130% of its target value or more (the profile's scoring.over_fulfilment:
    explain-130; full turns this off), the deviation cell is not blank. For a target of at least 0, this applies
    from 30. E06 reports missed targets.

    缘由：超出过多，说明指标值未经测算。
    Why: such an excess suggests that the target was not properly estimated.

    反例：

        level1: 产出指标
        level2: 数量指标
        name: 培训场次
        annual: ≥9场
        actual: 20场
        weight: 10
        score: 10

    正例：

        level1: 产出指标
        level2: 数量指标
        name: 培训场次
        annual: ≥9场
        actual: 20场
        weight: 10
        score: 10
        deviation: 年中新增专题培训
    """
    own, outcome, limit = indicator.indicator, indicator.score.outcome, indicator.scoring.explained_from
    if limit is None or own.actual is None or outcome.reached is False or (own.deviation or "").strip():
        return
    if _is_part(indicator):
        return
    values: dict[str, Any] = {"name": own.name, "actual": own.actual.text, "target": _target_text(indicator)}
    if outcome.ratio is not None and outcome.ratio >= limit:
        yield indicator.hit("deviation", percent=rounded(outcome.ratio * 100, 1), **values)
    elif outcome.trouble == "zero" and outcome.actual is not None and outcome.actual >= _MANY_OF_NONE:
        yield indicator.hit("deviation", "none", percent="", **values)


@rule(
    "E12",
    "warning",
    "low-execution",
    on="result",
    messages={
        "": (
            "“{name}”的预算执行率 {rate}% 低于 {least}%，未说明原因",
            "the budget execution rate of “{name}”, {rate}%, is below {least}%, and no reason is given",
        )
    },
    basis=(_EXPLAINED,),
    settings={"least": Decimal(90)},
)
def low_execution(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """预算执行率低的说明原因 / a low execution rate is explained.

    检查：按执行数和预算数算出的执行率（不是印出的）低于 least（默认 90%）的，这一行的原因栏或表下的原因说明不是空
    白、“无”之类。
    Checks: if the amount spent is less than 90% (setting least) of the budget (by the amounts, not by the printed
    rate), the reason in the line or for the whole table is not blank, 无 or the like.

    缘由：资金未用完，应说明是节约还是未实施。
    Why: either the money was saved or the work was not done.

    反例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, initial: 200, revised: 200, executed: 150, rate: 75%, weight: 10, score: 7.5}

    正例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, initial: 200, revised: 200, executed: 150, rate: 75%, weight: 10, score: 7.5, deviation: 质保金未到期}
    """
    line = project.project.execution.total
    if line is None or project.is_monitoring:
        return
    rate = rate_of(line, project.scoring.denominator)
    if rate is None or rate * 100 >= Fraction(settings["least"]) or _is_explained(project):
        return
    yield project.result_hit(
        "execution.lines[0].deviation", name=project.project.name, rate=rounded(rate * 100), least=settings["least"]
    )


def _is_explained(project: ProjectView) -> bool:
    own = project.project
    return reason_for_all(own) is not None or any(not is_filler(line.deviation) for line in own.execution.lines)


@rule(
    "E16",
    "hint",
    "budget-change",
    on="result",
    messages={
        "": (
            "“{name}”的预算由 {initial} 调整为 {revised}，未说明原因",
            "the budget of “{name}” was changed from {initial} to {revised}, and no reason is given",
        )
    },
    basis=(PRACTICE("有的地方要求预算调整逐项说明", "some places ask for each change of the budget to be explained"),),
)
def budget_change(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """年中调整预算的说明原因 / a budget change within the year is explained.

    检查：年初预算数与全年预算数不同的，这一行的原因栏或表下的原因说明不是空白、“无”之类。年初数为 0（年中追加）的也
    是。只作提示。
    Checks: if the initial and the revised budget differ, even if the initial one is 0, a reason is given in the
    line or for the whole table. This is only a hint.

    缘由：预算变动而目标未变，目标与资金可能不再匹配。
    Why: if the budget changed and the targets did not, they may no longer match.

    反例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, initial: 420, revised: 510, executed: 500}

    正例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, initial: 420, revised: 510, executed: 500, deviation: 年中追加设备更新经费}
    """
    line = project.project.execution.total
    if line is None or line.initial is None or line.revised is None or line.initial == line.revised:
        return
    if not _is_explained(project):
        yield project.result_hit(
            "execution.lines[0].revised", name=project.project.name, initial=line.initial, revised=line.revised
        )
