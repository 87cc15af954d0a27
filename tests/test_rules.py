"""Every rule: its page, its examples, its cases (``tests/cases/rules/``, a file a rule), both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfmodel.checks.engine import validate
from perfmodel.checks.profiles import PROFILES, profile_of
from perfmodel.checks.registry import RULES
from perfmodel.checks.rule import SCOPES, UNDERSTOOD, Rule, filled
from perfmodel.model.finding import SEVERITIES
from perfmodel.model.paths import object_at
from perfmodel.reports.rule_page import page_of
from tests.examples import example
from tests.peer_tables import with_dataset, write_dataset

CASES = Path(__file__).parent / "cases" / "rules"
every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_dataset(tmp_path_factory.mktemp("peers"))


def _cases() -> list[Any]:
    return [
        pytest.param(path.stem, kind, case, id=f"{path.stem}-{kind}-{at}")
        for path in sorted(CASES.glob("*.yaml"))
        for kind, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for at, case in enumerate(cases)
    ]


@pytest.mark.parametrize(("code", "kind", "case"), _cases())
def test_cases(code: str, kind: str, case: dict[str, Any], dataset: str) -> None:
    assert set(case) <= {"of", "why", "profile", "findings", "suggestion", "certain"}
    obj = example(case["of"])
    report = validate(obj, with_dataset(case.get("profile", "default"), code, dataset), select=[code])
    found = {finding.path: finding for finding in report}
    assert len(found) == len(report)
    expected: Any = case.get("findings", []) if kind == "fail" else []
    assert kind == "pass" or expected
    # A list of paths, or of severities by path.
    assert list(found) == list(expected), [str(finding) for finding in report]
    for path, finding in found.items():
        object_at(obj, path)
        assert finding.severity in SEVERITIES
        if isinstance(expected, dict):
            assert finding.severity == expected[path]
        if "suggestion" in case:
            assert finding.suggestion is not None
            assert finding.suggestion.text == case["suggestion"]
            assert finding.suggestion.certain is case.get("certain", True)


@every_rule
def test_enough_cases(rule: Rule) -> None:
    cases = yaml.safe_load((CASES / f"{rule.code}.yaml").read_text(encoding="utf-8"))
    assert set(cases) == {"fail", "pass"}
    assert min(len(cases["fail"]), len(cases["pass"])) >= 5


@every_rule
def test_page(rule: Rule, dataset: str) -> None:
    page = page_of(rule)
    assert re.search("[一-鿿]", page.title + page.checks)
    assert len(page.why) > 8
    profile = with_dataset("default", rule.code, dataset)
    bad = validate(example(page.bad), profile, select=[rule.code])
    assert {finding.code for finding in bad} == {rule.code}
    assert not validate(example(page.good), profile, select=[rule.code])


@every_rule
def test_what_is_said_of_a_rule(rule: Rule) -> None:
    assert re.fullmatch("[SVCFWGE][0-9]{2}", rule.code)
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.name)
    assert rule.severity in SEVERITIES
    assert rule.scopes
    assert set(rule.scopes) <= set(SCOPES)
    assert rule.kinds <= UNDERSTOOD | {"text"}
    assert rule.basis
    said = " ".join([rule.page, *(basis.text(lang) for basis in rule.basis for lang in ("zh", "en"))])
    assert not re.search("第[0-9一二三四五六七八九十百]+条", said), "no article numbers: they are not verified"
    for zh, en in rule.messages.values():
        assert re.search("[一-鿿]", zh)
        assert re.search("[a-z]{3}", en)
        # Both languages fill in the same places.
        assert set(re.findall(r"\{(\w+)", en)) <= set(re.findall(r"\{(\w+)", zh))
        assert all(filled((zh, en), dict.fromkeys(re.findall(r"\{(\w+)", zh), "甲")))


def test_codes_and_names_are_unique_and_in_order() -> None:
    order = [("SVCFWGE".index(rule.code[0]), rule.code) for rule in RULES]
    assert order == sorted(set(order))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_profiles_can_be_read() -> None:
    for name in PROFILES:
        profile = profile_of(name)
        assert profile.title
        assert profile.english
        for rule in RULES:
            assert profile.settings_of(rule.code).keys() == rule.settings.keys()
