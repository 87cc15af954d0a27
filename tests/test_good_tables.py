"""Tables that reviewers would approve of give neither errors nor warnings; word lists of people fit together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from perfmodel import TargetTable, from_yaml
from perfmodel.checks.engine import validate
from perfmodel.vocabulary import groups

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "good_projects.yaml").read_text(encoding="utf-8")
)
every_table = pytest.mark.parametrize("case", CASES, ids=[case["field"] for case in CASES])


def _table(case: dict[str, Any]) -> TargetTable:
    table = from_yaml(case["table"])
    assert isinstance(table, TargetTable)
    return table


@every_table
def test_nothing_is_wrong(case: dict[str, Any]) -> None:
    report = validate(_table(case), case.get("profile", "default"))
    assert not report.errors + report.warnings, str(report)


@every_table
def test_is_a_good_table(case: dict[str, Any]) -> None:
    """The file itself: values that are understood, categories of one tree, amounts that add up."""
    table = _table(case)
    assert table.total is not None
    assert table.total.total == sum(project.funding.total or 0 for project in table.projects)
    for project in table.projects:
        assert 4 <= len(project.indicators) <= 9
        names = [indicator.name for indicator in project.indicators]
        assert len(set(names)) == len(names)
        for indicator in project.indicators:
            assert indicator.level1 is not None
            assert indicator.level2 is not None
            assert indicator.level2.parent == indicator.level1
            assert str(case["tree"]) in indicator.level2.schemes
            for target in (indicator.whole_period, indicator.annual):
                assert target is None or target.understood, (indicator.name, target)


def test_there_are_enough() -> None:
    projects = [project for case in CASES for project in _table(case).projects]
    assert len(CASES) >= 12
    assert {case["tree"] for case in CASES} == {2015, 2021}
    assert len({project.goal for project in projects}) >= 30
    assert len({indicator.name for project in projects for indicator in project.indicators}) >= 60


def test_all_beneficiaries_are_in_a_group() -> None:
    names = [f"people_{name}" for name in groups.group("people_groups")["words"]] + ["people_anyone"]
    for word in groups.group("beneficiaries")["words"]:
        assert any(groups.contains(word, name) for name in names), word
