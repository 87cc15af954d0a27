"""The score of a project: each indicator, the execution of its budget, the total and the grade."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen

from perfmodel.analysis.funding_tree import is_sane
from perfmodel.analysis.weights import weight_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.methods import ViewMethods
from perfmodel.model.table import Project
from perfmodel.scoring.execution import ExecutionScore, score_execution
from perfmodel.scoring.options import DEFAULT_OPTIONS, ScoringOptions
from perfmodel.scoring.outcome import Band, Outcome, Reason, rounded, shown
from perfmodel.scoring.value import score_value, setting_of, target_of

__all__ = ["IndicatorScore", "Points", "Score", "score_indicator", "score_project"]

# A number, the ends of a band, or None where it cannot be told.
Points = Decimal | tuple[Decimal, Decimal] | None


@frozen
class IndicatorScore:
    """The score of an indicator.

    ``points`` are a number, the two ends of a band where a person decides (``closed`` where the upper end belongs to it), or
    None where they cannot be told. ``reached`` says whether the target is reached, None where that cannot be told; it is not
    the same as full points: of 超过100户, 100户 scores full and is not reached. ``why`` says how it was calculated, in
    Chinese, ``english`` the same in English; ``outcome`` is what it rests on. ``printed`` are the form's own points,
    ``target`` and ``actual`` the two texts.

    >>> found = score_indicator(Indicator(annual="≥400户", actual="107", weight=10), ScoringOptions())
    >>> found.points, found.reached, found.why
    (Decimal('2.68'), False, '107 ÷ 400 × 10 = 2.68')
    """

    name: str
    points: Points
    reached: bool | None
    why: str
    english: str
    weight: Decimal | None
    printed: Decimal | None
    outcome: Outcome
    closed: bool = True
    target: str = ""
    actual: str = ""

    @property
    def counted(self) -> Decimal | None:
        """The points that count in the total: by the formula, or the form's own where a person chose within the band.

        >>> one = Indicator(annual="明显增强", actual="部分达成年度指标并具有一定效果", weight=30, score="20")
        >>> score_indicator(one, ScoringOptions()).counted
        Decimal('20')
        """
        if isinstance(self.points, tuple):
            return self.printed if self.printed is not None and self.is_within(self.printed) else None
        return self.points

    def is_within(self, points: Decimal) -> bool:
        """Whether points lie in the band; of a number whether they are that number."""
        if isinstance(self.points, tuple):
            low, high = self.points
            return low <= points and (points <= high if self.closed else points < high)
        return points == self.points

    @property
    def counts(self) -> bool:
        """Whether it counts in the total: parts of an indicator (其中) have neither weight nor points."""
        return self.weight is not None or self.printed is not None


@frozen
class Score(ViewMethods):
    """What a project scores: its ``indicators`` in order, the ``execution`` of its budget, the ``total`` and the ``grade``.

    ``total`` is the sum, to two decimals, and ``exact_total`` before it was rounded, by which the grade is. Both, and
    the grade, are None where a person has to choose or something cannot be scored: ``why`` says what. ``printed_total``
    and ``printed_grade`` are the form's own. ``print`` shows a line per indicator, a notebook a table with bars.

    >>> print(score_project(Project("巡查", indicators=[Indicator(name="次数", annual="≥4次", actual="3次", weight=10)])))
    巡查
    ✗ 次数  7.50/10  3 ÷ 4 × 10 = 7.50
    合计 7.50，差
    """

    name: str
    indicators: tuple[IndicatorScore, ...]
    execution: ExecutionScore | None
    total: Decimal | None
    exact_total: Fraction | None
    grade: str | None
    why: str
    english: str
    options: ScoringOptions
    printed_total: Decimal | None = None
    printed_grade: str | None = None

    def to_records(self) -> list[dict[str, Any]]:
        """Return a dict for each indicator: indicator (its name), weight, points (or low and high), printed, reached, why, english.

        >>> one = Indicator(name="户数", annual="≥400户", actual="107", weight=10)
        >>> record = score_project(Project("项目", indicators=[one])).to_records()[0]
        >>> record["indicator"], record["points"], record["reached"]
        ('户数', Decimal('2.68'), False)
        """
        return [_record(one) for one in self.indicators]

    def render(self, lang: str = "zh") -> str:
        """Return the score as text, a line per indicator; ``lang`` is ``zh`` or ``en``.

        >>> one = Indicator(name="户数", annual="≥400户", actual="107", weight=10)
        >>> print(score_project(Project("项目", indicators=[one])).render())
        项目
        ✗ 户数  2.68/10  107 ÷ 400 × 10 = 2.68
        合计 2.68，差
        """
        from perfmodel.scoring.text import render

        return render(self, lang)


def _record(one: IndicatorScore) -> dict[str, Any]:
    low, high = one.points if isinstance(one.points, tuple) else (None, None)
    return {
        "indicator": one.name,
        "weight": one.weight,
        "points": one.points if isinstance(one.points, Decimal) else None,
        "low": low,
        "high": high,
        "printed": one.printed,
        "reached": one.reached,
        "why": one.why,
        "english": one.english,
    }


def score_indicator(indicator: Indicator, options: ScoringOptions, year: int | None = None) -> IndicatorScore:
    """Return what an indicator scores; ``year`` is the table's, for dates without one.

    >>> one = Indicator(annual="≤160万元", actual="386", weight=15)
    >>> score_indicator(one, ScoringOptions()).points, score_indicator(one, ScoringOptions(reverse="ratio")).points
    (Decimal('0.00'), Decimal('6.22'))
    """
    actual = None if indicator.actual is None else indicator.actual.text
    target = target_of(indicator)
    outcome = score_value(target, actual, setting_of(indicator, options, year))
    weight = weight_of(indicator)
    number = weight if isinstance(weight, Decimal) and weight > 0 else None
    points, (zh, en) = _points(outcome, number)
    closed = not isinstance(outcome.share, Band) or outcome.share.closed
    printed = indicator.score if is_sane(indicator.score) else None
    texts = "" if target is None else target.signed_text, actual or ""
    return IndicatorScore(indicator.name, points, outcome.reached, zh, en, number, printed, outcome, closed, *texts)


def _points(outcome: Outcome, weight: Decimal | None) -> tuple[Points, Reason]:
    """The points of an outcome, and the sentence that says how they come about."""
    zh, en = [zh for zh, _ in outcome.reasons], [en for _, en in outcome.reasons]
    points: Points = None
    if weight is None:
        zh, en = [*zh, "没有权重，不计分"], [*en, "no weight: no points"]
    elif isinstance(outcome.share, Band):
        points = rounded(outcome.share.low * Fraction(weight)), rounded(outcome.share.high * Fraction(weight))
        end = "以内" if outcome.share.closed else "以下"
        zh = [*zh, f"{points[0]:f} 到 {points[1]:f} {end}，须人工确定"]
        upto = "to" if outcome.share.closed else "to below"
        en = [*en, f"{points[0]:f} {upto} {points[1]:f}, to be decided by a person"]
    elif outcome.share is not None:
        points = rounded(outcome.share * Fraction(weight))
        if outcome.formula:
            formula = f"{outcome.formula} × {shown(weight)} = {points:f}"
            zh, en = [*zh, formula], [*en, formula]
        elif outcome.share:
            zh, en = [*zh, f"得满分 {points:f}"], [*en, f"full marks: {points:f}"]
    else:
        zh, en = [*zh, "无法计分"], [*en, "cannot be scored"]
    return points, ("；".join(zh), "; ".join(en))


def score_project(project: Project, options: ScoringOptions | None = None, year: int | None = None) -> Score:
    """Return what a project scores.

    >>> one = Indicator(name="户数", annual="≥400户", actual="107", weight=10)
    >>> score_project(Project("项目", indicators=[one])).total
    Decimal('2.68')
    """
    options = DEFAULT_OPTIONS if options is None else options
    indicators = tuple(score_indicator(one, options, year) for one in project.indicators)
    execution = score_execution(project.execution, options)
    exact, reason = _sum(indicators, execution)
    total = None if exact is None else rounded(exact)
    grade = None if exact is None else options.grade(exact)
    return Score(
        project.name, indicators, execution, total, exact, grade, *reason, options, project.total_score, project.grade
    )


def _sum(indicators: tuple[IndicatorScore, ...], execution: ExecutionScore | None) -> tuple[Fraction | None, Reason]:
    counted = [one for one in indicators if one.counts]
    if not counted:
        return None, ("各指标均未填写权重", "no indicator has a weight")
    lacking = [(one.name, one.name) for one in counted if one.counted is None]
    if execution is not None and execution.exact_points is None:
        lacking.append(("预算执行率", "budget execution"))
    if lacking:
        more = len(lacking) > 3
        zh = "、".join(zh for zh, _en in lacking[:3]) + "等" * more
        en = ", ".join(en for _zh, en in lacking[:3]) + " and others" * more
        return None, (
            f"合计须人工确定：{zh}的得分无法计算",
            f"to be decided by a person: the score of {en} cannot be calculated",
        )
    points = [Fraction(one.counted) for one in counted if one.counted is not None]
    if execution is not None and execution.exact_points is not None:
        points.append(execution.exact_points)
    return sum(points, Fraction(0)), ("各项得分之和", "the sum of all scores")
