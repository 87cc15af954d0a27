"""Promise and result: what became of approved targets (``tests/cases/promise.yaml``)."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve

import perfmodel
from perfmodel import Execution, ExecutionLine, Funding, Indicator, Project
from perfmodel.comparison.promise import PROMISE_KINDS
from perfmodel.model.finding import SEVERITIES
from perfmodel.model.paths import object_at, steps_of

DATA = yaml.safe_load(Path(__file__, "../cases/promise.yaml").resolve().read_text(encoding="utf-8"))


def project_of(changes: dict[str, Any]) -> Project:
    plain = copy.deepcopy(DATA["approved"])
    # From the end, so that what is taken away moves no other place.
    for path in sorted(changes, reverse=True):
        *steps, last = steps_of(path)
        owner = plain
        for step in steps:
            owner = owner[step]
        if changes[path] is None:
            del owner[last]
        elif isinstance(last, int) and last == len(owner):
            owner.append(changes[path])
        else:
            owner[last] = changes[path]
    found = perfmodel.from_json(json.dumps(plain, ensure_ascii=False))
    assert isinstance(found, Project)
    return found


@pytest.mark.parametrize(("changes", "wanted"), DATA["cases"])
def test_what_became_of_the_targets(changes: dict[str, Any], wanted: list[str]) -> None:
    approved, reported = project_of({}), project_of(changes)
    found = perfmodel.promise_changes(approved, reported)
    assert [f"{change.kind} {change.path}" for change in found] == wanted
    for change in found:
        assert change.severity in SEVERITIES
        assert change.message
        assert change.english
        object_at(reported, change.path)
        if change.path_approved is not None:
            object_at(approved, change.path_approved)
    findings = perfmodel.promise_findings(approved, reported)
    assert [(one.code, one.severity, one.path) for one in findings] == [
        ("E11", change.severity, change.path) for change in found
    ]


def test_every_kind_has_its_severity_and_words() -> None:
    assert {severity for severity, _zh, _en in PROMISE_KINDS.values()} == set(SEVERITIES)


@pytest.mark.parametrize(("order"), [(4, 3, 2, 1, 0), (1, 0, 3, 2, 4)])
def test_the_order_does_not_count(order: tuple[int, ...]) -> None:
    approved = project_of({})
    assert not perfmodel.promise_changes(
        approved, evolve(approved, indicators=[approved.indicators[at] for at in order])
    )


def test_money_in_two_units_is_one() -> None:
    approved = Project("演出", funding=Funding(60))
    reported = Project("演出", execution=Execution([ExecutionLine("年度资金总额", initial=600000)]))
    assert not perfmodel.promise_changes(approved, reported, ("万元", "元"))
    assert [one.kind for one in perfmodel.promise_changes(approved, reported)] == ["budget"]


def test_it_is_scored_against_what_was_approved() -> None:
    approved = Project("演出", indicators=[Indicator("产出指标", "数量指标", "演出场次", annual="≥50场", weight=100)])
    done = Indicator("产出指标", "数量指标", "演出场次", annual="≥40场", actual="42场", weight=100)
    reported = Project("演出", indicators=[done])
    assert perfmodel.score(reported).total == 100
    assert perfmodel.score(perfmodel.with_approved_targets(approved, reported)).total == Decimal("84.00")


def test_a_column_of_signs_is_approved_too() -> None:
    approved = Project("演出", indicators=[Indicator(name="场次", annual="50", operator="≥", unit="场", weight=100)])
    reported = Project("演出", indicators=[Indicator(name="场次", annual="≥40场", actual="45场", weight=100)])
    assert perfmodel.score(perfmodel.with_approved_targets(approved, reported)).total == Decimal("90.00")
