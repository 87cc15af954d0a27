"""E04, E13, E15: how the money of a self-evaluation was spent, and the points for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from perfmodel.checks.context import ProjectView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import PRACTICE
from perfmodel.model.execution import ExecutionLine
from perfmodel.scoring.execution import budget_of_line
from perfmodel.scoring.outcome import rounded
from perfmodel.strings.canonical import decimals_of
from perfmodel.values import units
from perfmodel.values.kinds import Threshold

__all__ = ["execution_points", "points_outrun_money", "rate_over_nothing"]


@rule(
    "E04",
    "warning",
    "execution-points",
    on="result",
    messages={
        "rate": (
            "“{name}”的执行率按金额应为 {right}，实为 {printed}：{reason}",
            "the execution rate of “{name}” should be {right} according to the amounts; it is {printed}: {reason}",
        ),
        "score": (
            "“{name}”的预算执行得分应为 {right}，实为 {printed}：{reason}",
            "the score for the budget execution of “{name}” should be {right}; it is {printed}: {reason}",
        ),
    },
    basis=(PRACTICE("执行率乘以分值，或者分档", "the rate times the weight, or by bands"),),
    settings={"tolerance": Decimal("0.1")},
    suggests=("certain", "guess"),
)
def execution_points(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """预算执行率与得分一致 / the execution rate and its score are right.

    检查：总额一行印的执行率，等于执行数÷全年预算数（方案可设为年初预算数）按印出的位数四舍五入；得分等于执行率×分值
    （或按分档），超过 100% 的不加分，相差不超过 tolerance（默认 0.1 分）。没有全年预算数的用年初数。其中各行不检
    查；预算为 0 的由 E13 报，得分超过分值的由 E01 报。执行率可以直接修正；超过 100% 的（预算数与执行数可能填反）只
    作建议。
    Checks: in the line of all funds of the year, the printed rate is the amount spent ÷ the revised budget (a
    profile may use the initial one), rounded to the printed decimals; the score is the rate times the weight (or by
    bands), at most full marks, within the setting tolerance (0.1). Without a revised budget, the initial one is
    used. Other lines are not checked; E13 reports a budget of 0, E01 a score above the weight. The rate can be
    fixed; for a rate above 100% the correction is only a suggestion, because the two amounts may have been swapped.

    缘由：执行率是表中唯一可以完全验算的得分。
    Why: this is the only score that can be recalculated completely.

    反例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, revised: 200, executed: 190, rate: 95.00%, weight: 10, score: 10}

    正例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, revised: 200, executed: 190, rate: 95.00%, weight: 10, score: 9.5}
    """
    line, found = project.project.execution.total, project.score.execution
    if line is None or found is None or found.exact_rate is None or project.is_monitoring:
        return
    values: dict[str, Any] = {"name": project.project.name, "reason": found.why, "reason_en": found.english}
    right = _right_rate(line, found.exact_rate)
    if right is not None and line.rate is not None:
        certain = found.exact_rate <= 1
        yield project.result_hit(
            "execution.lines[0].rate",
            "rate",
            mended=right,
            certain=certain,
            printed=line.rate.text,
            right=right,
            **values,
        )
    if line.score is None or found.points is None or not 0 <= line.score <= found.weight:
        return
    if abs(line.score - found.points) > settings["tolerance"]:
        yield project.result_hit("execution.lines[0].score", "score", printed=line.score, right=found.points, **values)


def _right_rate(line: ExecutionLine, rate: Fraction) -> str | None:
    """Return what should be printed for the rate, in the decimals of what is; None where that is right or no rate."""
    meaning = None if line.rate is None else line.rate.meaning
    if not isinstance(meaning, Threshold) or meaning.op != "=" or meaning.per is not None or meaning.change is not None:
        return None
    decimals = decimals_of(meaning.number)
    in_percent = meaning.unit is not None and units.factor_between(meaning.unit, "%") == 1
    if meaning.unit is not None and not in_percent:
        return None
    if in_percent or meaning.number > 2:
        right = rounded(rate * 100, decimals)
        return None if right == meaning.number else f"{right:f}{'%' if in_percent else ''}"
    right = rounded(rate, decimals)
    # 1 may be 100 % or 1 %: of a number without a sign only one that is neither is wrong.
    return None if meaning.number in (right, rounded(rate * 100, decimals)) else f"{right:f}"


@rule(
    "E13",
    "warning",
    "rate-over-nothing",
    on="result",
    messages={
        "": (
            "“{name}”的预算为 {budget}，不应有执行率或得分（{printed}）",
            "the budget of “{name}” is {budget}, so there should be no execution rate or score ({printed})",
        )
    },
    basis=(PRACTICE("预算为 0 时没有执行率", "a budget of 0 has no execution rate"),),
)
def rate_over_nothing(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """预算为 0 的没有执行率 / a budget of 0 has no execution rate.

    检查：总额一行的预算数为 0 的，不印执行率，也不印得分。其中各行印的 0.00% 不检查。
    Checks: if the budget in the line of all funds of the year is 0, neither a rate nor a score is printed. A 0.00%
    in other lines is not checked.

    缘由：有的系统以 1 代替 0 作除数，支出 4.8 万元即得 48 分。
    Why: some systems divide by 1 instead, so that 4.8 spent gives 48 points.

    反例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, initial: 0, revised: 0, executed: 4.8, rate: 480%, weight: 10, score: 10}

    正例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, initial: 0, revised: 4.8, executed: 4.8, rate: 100%, weight: 10, score: 10}
    """
    line = project.project.execution.total
    budget = None if line is None else budget_of_line(line, project.scoring.denominator)
    if line is None or budget is None or budget > 0:
        return
    rate = None if line.rate is None or not isinstance(line.rate.meaning, Threshold) else line.rate.text
    if rate is None and line.score is None:
        return
    field = "score" if rate is None else "rate"
    printed = f"{line.score:f}" if rate is None else rate
    yield project.result_hit(f"execution.lines[0].{field}", name=project.project.name, budget=budget, printed=printed)


@rule(
    "E15",
    "hint",
    "points-outrun-money",
    on="result",
    messages={
        "": (
            "“{name}”的指标得分率为 {points}%，预算执行率仅为 {rate}%",
            "the indicators of “{name}” have {points}% of their points, but only {rate}% of the budget was spent",
        )
    },
    basis=(PRACTICE("有的系统以此亮红灯", "some systems flag it in red"),),
    settings={"over": Decimal(5)},
)
def points_outrun_money(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """指标得分与预算执行相当 / the indicators' scores are in proportion to the money spent.

    检查：指标得分占分值的比例，减去预算执行率，不超过自身的 over（默认 5%）。只作提示：钱省下来而事办成了，也是好
    事。
    Checks: the share of their weights that the indicators score does not exceed the execution rate by more than 5%
    of itself (setting over). This is only a hint: the money may have been saved.

    缘由：支出不到一成，工作却完成九成，两处必有一处存疑。
    Why: if a tenth of the money was spent and nine tenths of the work is done, one of the two is doubtful.

    反例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, revised: 200, executed: 100, rate: 50%, weight: 10, score: 5, deviation: 合同未到期}
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 购置设备, annual: ≥20台, actual: 20台, weight: 90, score: 90}

    正例：

        name: 设备购置
        execution:
          lines:
          - {source: 年度资金总额, revised: 200, executed: 196, rate: 98%, weight: 10, score: 9.8}
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 购置设备, annual: ≥20台, actual: 20台, weight: 90, score: 90}
    """
    execution = None if project.is_monitoring else project.score.execution
    if execution is None or execution.exact_rate is None:
        return
    scored = [one for one in project.score.indicators if one.weight is not None]
    points = [one.counted if one.printed is None else one.printed for one in scored]
    given = [point for point in points if point is not None]
    weights = sum((one.weight for one in scored if one.weight is not None), Decimal(0))
    if not scored or len(given) != len(scored) or weights <= 0:
        return
    share = Fraction(sum(given, Decimal(0))) / Fraction(weights)
    rate = min(execution.exact_rate, Fraction(1))
    if share - rate > share * Fraction(settings["over"]) / 100:
        yield project.hit(
            "indicators", name=project.project.name, points=rounded(share * 100, 1), rate=rounded(rate * 100, 1)
        )
