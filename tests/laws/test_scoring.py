"""Laws of scoring: within 0 and the weight, more of the good never scores less, the total is the sum, files change nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import asdict, evolve
from hypothesis import given
from hypothesis import strategies as st

import perfmodel
from perfmodel import Execution, ExecutionLine, Indicator, Project, Target
from perfmodel.checks.profiles import profile_of
from perfmodel.scoring.options import GRADES, ScoringOptions
from perfmodel.scoring.outcome import rounded
from perfmodel.scoring.score import score_indicator, score_project
from tests import strategies

numbers = st.decimals("-50", "400", places=2)
weights = st.decimals("0.5", "40", places=2)
signs = st.sampled_from(["≥", ">", "=", "≤", "<"])
ACTUALS = [
    "已完成", "全部完成", "达成预期指标", "部分达成预期指标", "未达成", "无", "未发生", "/", "不适用", "是", "否", "0", "95%",
    "0.93", "1", "30余次", "共7次", "95%以上", "2023年11月", "12月", "100%/93%", "按时完成", "1,250人", "9800元", "下降3%", "优",
]  # fmt: skip
options = st.builds(
    ScoringOptions,
    reverse=st.sampled_from(["deduct", "ratio"]),
    bands=st.sampled_from(["80/60", "80/50"]),
    over_fulfilment=st.sampled_from(["full", "explain-130", "explain-120", "deduct"]),
    execution=st.sampled_from(["linear", "steps-101"]),
    denominator=st.sampled_from(["revised", "initial"]),
    grades=st.sampled_from(["90/80/60", "80/70/60"]),
)
texts = st.one_of(st.sampled_from(strategies.VALUES + ACTUALS), numbers.map(str), st.text(max_size=12))
indicators = st.builds(
    Indicator,
    name=st.sampled_from(["巡查次数", "故障率", "总成本", "收入增长率"]),
    annual=st.one_of(st.sampled_from(strategies.VALUES), numbers.map(lambda number: f"≥{number}%")).map(Target),
    actual=texts.map(Target),
    weight=st.one_of(st.none(), weights),
    score=st.one_of(st.none(), weights),
)
amounts = st.one_of(st.none(), st.decimals("0", "500", places=2))
executions = st.builds(
    lambda **cells: Execution([ExecutionLine("年度资金总额", **cells)]),
    initial=amounts,
    revised=amounts,
    executed=amounts,
    weight=st.sampled_from([None, Decimal(10), Decimal(20)]),
)
projects = st.builds(
    Project,
    st.just("项目"),
    indicators=st.lists(indicators, max_size=4),
    execution=st.one_of(st.just(Execution()), executions),
)


def value(number: Any, weight: Decimal, chosen: ScoringOptions, sign: str, target: Decimal) -> Any:
    one = Indicator(name="指标", annual=str(target), operator=sign, unit="次", actual=f"{number}次", weight=weight)
    return score_indicator(one, chosen)


@given(indicators, options)
def test_within_nothing_and_the_weight(one: Indicator, chosen: ScoringOptions) -> None:
    found = score_indicator(one, chosen)
    if found.points is None:
        assert found.outcome.trouble or found.weight is None
        return
    assert found.weight is not None
    low, high = found.points if isinstance(found.points, tuple) else (found.points, found.points)
    assert 0 <= low <= high
    assert high <= rounded(Fraction(found.weight))


@given(signs, st.decimals("0.01", "200", places=2), numbers, numbers, weights, options)
def test_more_of_the_good_is_never_less(
    sign: str, target: Decimal, one: Decimal, other: Decimal, weight: Decimal, chosen: ScoringOptions
) -> None:
    worse, better = sorted((one, other), reverse=sign in ("≤", "<"))
    found = [value(number, weight, chosen, sign, target).points for number in (worse, better)]
    if chosen.over_fulfilment == "deduct" and None in found:
        return  # how many points more than asked costs, a person chooses
    assert found[0] <= found[1]


@given(signs, st.decimals("0.01", "200", places=2), numbers, weights, options)
def test_reached_scores_full(
    sign: str, target: Decimal, number: Decimal, weight: Decimal, chosen: ScoringOptions
) -> None:
    found = value(number, weight, chosen, sign, target)
    if found.reached and found.points is not None:
        assert found.points == rounded(Fraction(weight))


@given(projects, options)
def test_the_total_is_the_sum(project: Project, chosen: ScoringOptions) -> None:
    found = score_project(project, chosen)
    points = [one.counted for one in found.indicators if one.counts]
    if found.execution is not None:
        points.append(found.execution.points)
    if found.total is None:
        assert not any(one.counts for one in found.indicators) or None in points
        assert found.grade is None
        return
    assert found.total == rounded(Fraction(sum(point for point in points if point is not None)))
    assert found.grade in GRADES


@given(projects, options)
def test_scored_again_from_a_file_is_the_same(project: Project, chosen: ScoringOptions) -> None:
    written = perfmodel.from_yaml(project.to_yaml())
    again = score_project(written if isinstance(written, Project) else project, chosen)
    assert again == score_project(evolve(project), chosen)


@given(projects, options, st.sampled_from(["zh", "en"]))
def test_whatever_is_scored_can_be_shown_and_checked(project: Project, chosen: ScoringOptions, lang: str) -> None:
    found = score_project(project, chosen)
    assert found.render(lang).count("\n") >= len(found.indicators)
    assert len(found.to_records()) == len(found.indicators)
    for finding in project.validate(select="E"):
        assert finding.code.startswith("E")


def filled_in(project: Project, chosen: ScoringOptions) -> Project:
    """A self-evaluation as somebody would fill it in who goes by the rules, with a reason everywhere."""
    found = score_project(project, chosen)
    rows = []
    for row, one in zip(project.indicators, found.indicators, strict=True):
        points = one.points[0] if isinstance(one.points, tuple) else one.points
        score = None if one.weight is None else Decimal(0) if points is None else points
        rows.append(evolve(row, score=score, deviation="汛期停工两个月"))
    lines = project.execution.lines
    if found.execution is not None and found.execution.points is not None:
        rate = Target(f"{found.execution.rate}%")
        lines = (evolve(lines[0], score=found.execution.points, rate=rate, deviation="质保金未到期"),)
    done = evolve(project, indicators=rows, execution=Execution(lines))
    exact = sum((Fraction(row.score) for row in rows if row.score is not None), Fraction(0))
    if found.execution is not None and found.execution.exact_points is not None:
        exact += found.execution.exact_points
    total = rounded(exact)
    return evolve(done, total_score=total, grade=chosen.grade(exact if total <= 100 else total))


@given(projects, options)
def test_a_form_filled_in_by_the_rules_is_clean(project: Project, chosen: ScoringOptions) -> None:
    profile = profile_of("default").with_changes({"scoring": asdict(chosen)}, "own")
    done = filled_in(project, chosen)
    if done.total_score is not None and done.total_score > 100:
        done = evolve(done, total_score=None, grade=None)
    # What the actual values say is theirs: no number (E08), nothing that compares (E19), the targets copied (E18).
    report = done.validate(profile, select="E", ignore="E08,E13,E18,E19,E22")
    assert [finding for finding in report if finding.severity != "hint"] == []
