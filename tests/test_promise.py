"""Promise and result: what became of approved targets (``tests/cases/promise.yaml``)."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve

import perfmodel
from perfmodel import Project
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
    found = perfmodel.compare(approved, reported, as_result=True)
    assert sorted(
        f"{change.kind} {finding.path}" for change, finding in zip(found, found.findings, strict=True)
    ) == sorted(wanted)
    for change, finding in zip(found, found.findings, strict=True):
        assert finding.code == "E11"
        assert finding.severity in SEVERITIES
        assert finding.message
        assert finding.english
        object_at(reported, finding.path)
        if change.path_old is not None:
            object_at(approved, change.path_old)


@pytest.mark.parametrize(("order"), [(4, 3, 2, 1, 0), (1, 0, 3, 2, 4)])
def test_the_order_does_not_count(order: tuple[int, ...]) -> None:
    approved = project_of({})
    other = evolve(approved, indicators=[approved.indicators[at] for at in order])
    assert not perfmodel.compare(approved, other, as_result=True)
