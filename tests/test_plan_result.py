"""A plan and its result: what of the targets that are reported is not as it was approved, and what became of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import (
    Category,
    Execution,
    ExecutionLine,
    Funding,
    Indicator,
    Project,
    Section,
    TargetTable,
    compare,
)
from perfmodel.source.cells import PlaceInCells, SheetCell
from tests import strategies

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "plan_result.yaml").read_text("utf-8"))


def table(form: str, *projects: Project, **more: Any) -> TargetTable:
    return TargetTable(form=form, sections=[Section("某县文化馆", projects=projects)], **more)


def both(plan: Project, result: Project) -> tuple[TargetTable, TargetTable]:
    return table("targets", plan), table("self-evaluation", result)


@pytest.mark.parametrize(("plan", "result", "kind"), CASES["targets"])
def test_target(plan: str, result: str, kind: str | None) -> None:
    sides = [Project("演出", indicators=[Indicator(name="演出场次", annual=text)]) for text in (plan, result)]
    found = compare(*both(*sides))
    assert [change.kind for change in found] == ([] if kind is None else [kind])
    assert compare(*reversed(both(*sides))) == found.mirrored()


@pytest.mark.parametrize(
    ("plan", "result", "expected"),
    [
        ((50, 30, 20), (45, 27, 18), [("project.weights", Decimal(100), Decimal(90))]),
        (("33.33", "33.33", "33.34"), (30, 30, 30), [("project.weights", Decimal("100.00"), Decimal(90))]),
        ((50, 30, 20), (45, 27, 17), [("indicator.weight", Decimal(a), Decimal(b)) for a, b in ((50, 45), (30, 27), (20, 17))]),
        ((50, 50), (50, 49), [("indicator.weight", Decimal(50), Decimal(49))]),
        ((50, 30, 20), (50, 30, 20), []),
    ],
)  # fmt: skip
def test_weights_on_another_basis_are_one_difference(plan: Any, result: Any, expected: list[Any]) -> None:
    names = ("演出场次", "观众人次", "设备数量")
    sides = [
        Project("演出", indicators=[
            Indicator("产出指标", "数量指标", name, annual="≥5", weight=weight) for name, weight in zip(names, weights, strict=False)
        ])
        for weights in (plan, result)
    ]  # fmt: skip
    found = compare(*both(*sides))
    assert [(change.subject, change.old, change.new) for change in found] == expected
    assert {change.kind for change in found} <= {"weight"}
    assert [finding.severity for finding in found.findings] == ["warning"] * len(expected)
    assert compare(*reversed(both(*sides))) == found.mirrored()
    if len(expected) == 1 and expected[0][0] == "project.weights":
        assert "同一比例" in found.render()
        assert "the same factor" in found.render("en")


@pytest.mark.parametrize("case", CASES["indicators"], ids=lambda case: case["why"])
def test_indicators(case: dict[str, Any]) -> None:
    sides = [
        Project("演出", indicators=[
            Indicator("产出指标", level2, name, annual=annual, weight=weight) for level2, name, annual, weight in case[side]
        ])
        for side in ("plan", "result")
    ]  # fmt: skip
    found = compare(*both(*sides))
    named = [
        (change.kind, change.where_new[-1] if change.subject.startswith("indicator.") else change.new or change.old)
        for change in found
    ]
    if named and named[0][0] == "ambiguous":
        named = [("ambiguous", found[0].old)]
    assert sorted(named) == sorted(map(tuple, case["found"]))
    if "how" in case:
        assert {match.how for match in found.matches[1:]} == {case["how"]}
        assert all(match.is_doubtful is (case["how"] != "folded") for match in found.matches[1:])


def test_what_the_result_adds_is_no_difference() -> None:
    plan = Project("演出", funding=Funding(60), indicators=[Indicator(name="演出场次", annual="≥50场", weight=90)])
    [planned] = plan.indicators
    result = evolve(
        plan,
        indicators=[evolve(planned, actual="50场", score=90, deviation="无", explanation="场次")],
        execution=Execution([ExecutionLine("年度资金总额", initial=60, revised=58, executed=58, weight=10, score=10)]),
        total_score="100",
        grade="优",
        attributes=[("联系人", "某人")],
    )
    found = compare(*both(plan, result))
    assert not found
    assert not found.findings
    assert [outcome.counts for outcome in found.outcomes] == [{"met": 1, "missed": 0, "unknown": 0, "dropped": 0}]
    # Of two tables of one form all that they say is compared.
    assert compare(table("targets", plan), table("targets", result))


def test_money_is_compared_in_its_unit_with_the_initial_budget() -> None:
    plan = Project("演出", funding=Funding(60))
    result = Project("演出", execution=Execution([ExecutionLine("年度资金总额", initial=600000, revised=500000)]))
    one, other = table("targets", plan, currency_unit="万元"), table("self-evaluation", result, currency_unit="元")
    assert not compare(one, other)
    [change] = compare(evolve(one, currency_unit="元"), other)
    assert (change.kind, change.old, change.new) == ("money", Decimal(60), Decimal(600000))


def test_a_form_without_a_body_has_the_same_project() -> None:
    plan = Project("演出", goal="办好演出。", indicators=[Indicator(name="演出场次", annual="≥50场")])
    result = evolve(plan, spender="某县文化馆")
    assert not compare(table("targets", plan), TargetTable(form="monitoring", projects=[result]))


def test_both_places_are_said() -> None:
    at = [PlaceInCells(SheetCell(sheet, 7, 1), (("annual", SheetCell(sheet, 7, 4)),)) for sheet in ("目标", "自评")]
    sides = [
        Project("演出", indicators=[Indicator(name="演出场次", annual=text, place=place)])
        for text, place in zip(("≥50场", "≥40场"), at, strict=True)
    ]
    found = compare(*both(*sides))
    assert [(str(change.place_old), str(change.place_new)) for change in found] == [("目标!D7", "自评!D7")]
    assert "[目标!D7 → 自评!D7]" in found.render()
    assert found.to_plain()["changes"][0]["place_new"] == "自评!D7"
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.path) == ("E11", "error", "projects[0].indicators[0].annual")
    assert "批复表 目标!D7" in finding.message


def test_points_are_worked_out_by_both_targets() -> None:
    plan = Project("养护", indicators=[
        Indicator(name="里程", annual="≥150公里", weight=50), Indicator(name="桥梁", annual="≥3座", weight=40),
    ])  # fmt: skip
    result = Project("养护", indicators=[
        Indicator(name="里程", annual="≥130公里", actual="140公里", weight=50),
        Indicator(name="桥梁", annual="≥3座", actual="4座", weight=40),
    ])  # fmt: skip
    [outcome] = compare(*both(plan, result)).outcomes
    assert outcome.counts == {"met": 2, "missed": 0, "unknown": 0, "dropped": 0}
    assert outcome.over == 1
    assert [one.approved_state for one in outcome.indicators] == ["missed", "met"]
    assert outcome.score is not None
    assert outcome.approved_score is not None
    assert (outcome.score.total, outcome.approved_score.total) == (Decimal("90.00"), Decimal("86.67"))


def test_what_was_dropped_is_counted() -> None:
    plan = Project("养护", indicators=[Indicator(name="里程", annual="≥150公里", weight=50)])
    [outcome] = compare(*both(plan, Project("养护"))).outcomes
    assert [one.state for one in outcome.indicators] == ["dropped"]
    assert outcome.counts["dropped"] == 1


@given(strategies.tables(), strategies.tables(), st.sampled_from(["monitoring", "self-evaluation"]))
def test_the_way_back_mirrors_the_way_there(plan: TargetTable, result: TargetTable, form: str) -> None:
    plan, result = evolve(plan, form="targets"), evolve(result, form=form)
    found = compare(plan, result)
    assert found.of_result
    assert compare(result, plan) == found.mirrored()
    assert not compare(plan, evolve(plan, form=form))
    for lang in ("zh", "en"):
        assert found.render(lang)
    assert len(found.findings) == len(found)


def test_of_two_of_monitoring_neither_is_what_was_approved() -> None:
    one, other = (
        table("monitoring", Project("演出", indicators=[Indicator(name="演出场次", annual=text)])) for text in (None, "≥50场")
    )
    [change], [back] = compare(one, other), compare(other, one)
    assert (change.kind, change.new, change.note) == ("added", "≥50场", "一方没有值")
    assert back == change.mirrored()
    [approved] = compare(evolve(one, form="targets"), other)
    assert approved.note == "批复时未填写指标值"


@given(strategies.tables(), strategies.tables())
def test_two_of_monitoring_are_alike_both_ways(one: TargetTable, other: TargetTable) -> None:
    one, other = (evolve(found, form="monitoring", year=None) for found in (one, other))
    assert compare(other, one) == compare(one, other).mirrored()


def test_an_unknown_category_is_a_place_of_its_own() -> None:
    plan = Project(
        "演出", indicators=[Indicator("产出指标", Category.read("其他 指标", 2), "演出场次", annual="≥50场")]
    )
    result = Project(
        "演出", indicators=[Indicator("产出指标", Category.read("其他指标", 2), "演出场次", annual="≥50场")]
    )
    assert not compare(*both(plan, result))
