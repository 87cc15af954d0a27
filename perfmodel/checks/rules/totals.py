"""E05, E10, E17, E22: the total of a self-evaluation, its grade, and forms that were never filled in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perfmodel.analysis.funding_tree import is_sane
from perfmodel.checks.context import ProjectView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import EVALUATION_2020, PRACTICE, Basis
from perfmodel.model.table import Project
from perfmodel.scoring.options import GRADES
from perfmodel.scoring.outcome import rounded
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.canonical import decimals_of
from perfmodel.values import qualitative

__all__ = ["filled_in", "grade_fits", "total_adds_up", "total_within_hundred"]

_HUNDRED = Decimal(100)
_TOLERANCE_OF_SUMS = Decimal("0.1")
_GRADE_WORDS = {"优": "优秀", "良": "良好", "中": "中等", "差": "差"}


def _printed_sum(project: Project, exact_execution: Fraction | None) -> Fraction | None:
    """The sum of the printed points, with those of execution as given; None where some are missing."""
    points = [one.score for one in project.indicators]
    if not all(map(is_sane, (*points, project.total_score))):
        return None
    if any(one.score is None and one.weight is not None for one in project.indicators):
        return None
    given = [Fraction(score) for score in points if score is not None]
    line = project.execution.total
    if not given or (line is not None and line.score is None and line.weight is not None):
        return None
    if line is not None and not is_sane(line.score):
        return None
    if line is not None and line.score is not None:
        given.append(Fraction(line.score) if exact_execution is None else exact_execution)
    return sum(given, Fraction(0))


def _weights_make_a_hundred(project: Project) -> bool:
    """Whether the weights, with that of execution, are 100 where all are printed; else W01 says it first."""
    weights = [one.weight for one in project.indicators if one.weight is not None or one.score is not None]
    line = project.execution.total
    if line is not None and line.score is not None:
        weights.append(line.weight)
    known = [weight for weight in weights if weight is not None]
    return len(known) < len(weights) or abs(sum(known, Decimal(0)) - _HUNDRED) <= 1


@rule(
    "E05",
    "error",
    "total-adds-up",
    on="result",
    messages={
        "": (
            "“{name}”的总分应为各项得分之和 {sum}，实为 {total}",
            "the total score of “{name}” should be {sum}, the sum of its scores; it is {total}",
        )
    },
    basis=(PRACTICE("总分是各项得分之和", "the total score is the sum of all scores"),),
    settings={"tolerance": _TOLERANCE_OF_SUMS},
    suggests=("certain",),
)
def total_adds_up(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """总分为各项得分之和 / the total score is the sum of all scores.

    检查：印出的总分与各条指标、预算执行率印出的得分之和相差不超过 tolerance（默认 0.1 分）。有分值而没有得分的，不
    检查；分值合计不是 100 的，由 W01 先报。可以直接修正。
    Checks: the printed total differs from the sum of the printed scores of all indicators and of budget execution
    by no more than the setting tolerance (0.1). Not checked if something with a weight has no score, or if the
    weights do not add up to 100, which W01 reports first. It can be fixed.

    缘由：总分对外公开，计算有误，等级随之有误。
    Why: the total is what is published, and the grade depends on it.

    反例：

        name: 会议费
        execution: {lines: [{source: 年度资金总额, revised: 20, executed: 19, rate: 95%, weight: 10, score: 9.5}]}
        total_score: 99
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, actual: 2次, weight: 60, score: 60}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 参会人员满意度, annual: ≥90%, actual: 81%, weight: 30, score: 27}

    正例：

        name: 会议费
        execution: {lines: [{source: 年度资金总额, revised: 20, executed: 19, rate: 95%, weight: 10, score: 9.5}]}
        total_score: 96.5
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, actual: 2次, weight: 60, score: 60}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 参会人员满意度, annual: ≥90%, actual: 81%, weight: 30, score: 27}
    """
    own = project.project
    if own.total_score is None or not _weights_make_a_hundred(own):
        return
    found = _printed_sum(own, None)
    if found is not None and abs(Fraction(own.total_score) - found) > Fraction(settings["tolerance"]):
        right = rounded(found, max(2, decimals_of(own.total_score)))
        yield project.result_hit("total_score", mended=f"{right:f}", name=own.name, total=own.total_score, sum=right)


@rule(
    "E10",
    "error",
    "grade-fits",
    on="result",
    messages={
        "": (
            "“{name}”的总分为 {total}，等级应为“{right}”，实为“{grade}”",
            "with a total score of {total}, the grade of “{name}” should be “{right}”; it is “{grade}”",
        )
    },
    basis=(Basis(EVALUATION_2020, "得分与评价等级", "the grade follows from the score"),),
    suggests=("certain", "guess"),
)
def grade_fits(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """等级与总分相符 / the grade matches the total score.

    检查：总分 90 以上为优，80 以上为良，60 以上为中，以下为差（方案的 scoring.grades）；看四舍五入之前的总分，
    89.996 印作 90.00 而仍是良。没有印总分的不检查。可以直接修正；总分与各项之和不符的（E05）先改总分。
    Checks: 优 from 90, 良 from 80, 中 from 60, otherwise 差 (the profile's scoring.grades), by the total before
    rounding: 89.996 is printed as 90.00 and is 良. Not checked if no total is printed. It can be fixed, after a
    total that is not the sum (E05).

    缘由：等级是评价结论，相差一档，结果即不同。
    Why: the grade is the conclusion of the evaluation.

    反例：

        name: 会议费
        total_score: 89.5
        grade: 优

    正例：

        name: 会议费
        total_score: 89.5
        grade: 良
    """
    own = project.project
    meaning = qualitative.listed(squeeze(fold(own.grade or "")).rstrip("。"))
    printed = getattr(meaning, "grade", None) if getattr(meaning, "scale", None) == "优良中差" else None
    if own.total_score is None or own.grade is None or printed is None:
        return
    execution = project.score.execution
    exact = _printed_sum(own, None if execution is None else execution.exact_points)
    total = Fraction(own.total_score)
    if exact is not None and rounded(exact, decimals_of(own.total_score)) == own.total_score:
        total = exact
    right = project.scoring.grade(total)
    if printed != right:
        long = squeeze(fold(own.grade)) == _GRADE_WORDS[printed] and printed != "差"
        mended = _GRADE_WORDS[right] if long else right
        # A total that is not the sum (E05) is put right first.
        certain = exact is None or abs(exact - Fraction(own.total_score)) <= Fraction(_TOLERANCE_OF_SUMS)
        yield project.result_hit(
            "grade", mended=mended, certain=certain, name=own.name, total=own.total_score, right=mended, grade=own.grade
        )


assert set(_GRADE_WORDS) == set(GRADES)


@rule(
    "E17",
    "error",
    "total-within-hundred",
    on="result",
    messages={
        "": (
            "“{name}”的总分应在 0 至 100 之间，实为 {total}",
            "the total score of “{name}” should be between 0 and 100; it is {total}",
        )
    },
    basis=(PRACTICE("总分是百分制", "total scores are out of 100"),),
)
def total_within_hundred(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """总分不超过 100 / the total score does not exceed 100.

    检查：印出的总分不小于 0，不超过 100。
    Checks: the printed total is neither negative nor above 100.

    缘由：总分超过 100，多半是将“总分 100”一栏计入，或分值合计有误。
    Why: most likely a weight was added to the total, or the weights do not add up to 100.

    反例：

        name: 会议费
        total_score: 120

    正例：

        name: 会议费
        total_score: 98.62
    """
    total = project.project.total_score
    if total is not None and not 0 <= total <= _HUNDRED:
        yield project.result_hit("total_score", name=project.project.name, total=total)


@rule(
    "E22",
    "error",
    "filled-in",
    on="result",
    messages={
        "scores": (
            "“{name}”的自评表未填写得分：{count} 条指标有分值，均无得分",
            "the self-evaluation of “{name}” is not filled in: {count} indicators have weights, and none has a score",
        ),
        "total": (
            "“{name}”的自评表各项有得分，未填写总分",
            "the indicators of “{name}” have scores, but there is no total score",
        ),
    },
    basis=(Basis(EVALUATION_2020, "全面开展自评", "every project is self-evaluated"),),
)
def filled_in(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """自评表已填写 / a self-evaluation is filled in.

    检查：自评表的指标有分值的，不会一条得分也没有；这样的表只报这一次。各项都有得分而没有总分的，是提示。
    Checks: in a self-evaluation whose indicators have weights, at least one has a score; this is reported once for
    the whole form. If all items have scores and there is no total, this is a hint.

    缘由：未填写的表即使公开，也等同于未自评。
    Why: a form that was not filled in is not a self-evaluation.

    反例：

        name: 会议费
        execution: {lines: [{source: 年度资金总额, revised: 20, executed: 19, rate: 95%}]}
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, weight: 60}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 参会人员满意度, annual: ≥90%, weight: 30}

    正例：

        name: 会议费
        execution: {lines: [{source: 年度资金总额, revised: 20, executed: 19, rate: 95%, weight: 10, score: 9.5}]}
        total_score: 96.5
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, actual: 2次, weight: 60, score: 60}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 参会人员满意度, annual: ≥90%, actual: 81%, weight: 30, score: 27}
    """
    own = project.project
    if project.is_monitoring:
        return
    weighed = [one for one in own.indicators if one.weight is not None]
    if weighed and all(one.score is None for one in own.indicators):
        yield project.hit("indicators", "scores", name=own.name, count=len(weighed))
    elif weighed and own.total_score is None and all(one.score is not None for one in weighed):
        yield project.hit("indicators", "total", severity="hint", name=own.name, count="")
