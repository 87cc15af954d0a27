"""The pages of the rules: as Markdown in both languages, and in docs/reference/rules as they are now."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve

from perfmodel import from_yaml, validate
from perfmodel.checks.registry import RULES, rule_of
from perfmodel.checks.rule import Rule
from perfmodel.reports.rule_catalogue import entries, entry_of
from perfmodel.reports.rule_page import markdown_of
from tests.rule_pages import FOLDER, pages

CASES = Path(__file__).parent / "cases" / "rules"


def test_pages_are_current() -> None:
    """`python -m tests.rule_pages` writes them anew."""
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages()


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_a_rule_says_whether_it_suggests(rule: Rule) -> None:
    path = CASES / f"{rule.code}.yaml"
    cases: Any = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    suggested = {
        "certain" if case.get("certain", True) else "guess" for case in cases.get("fail", []) if "suggestion" in case
    }
    assert suggested <= set(rule.suggests) <= {"certain", "guess"}


@pytest.mark.parametrize("lang", ["zh", "en", None])
@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_markdown(rule: Rule, lang: str | None) -> None:
    text = markdown_of(rule, lang)
    assert text.startswith(f"# {rule.code} {rule.name}")
    assert text.count("```") == 4
    assert ("## 检查" in text) is (lang != "en")
    assert ("What is checked" in text) is (lang != "zh")
    assert bool(rule.settings) is bool(re.search("^## (设置|Settings)", text, re.MULTILINE))
    assert ">>>" not in text


def test_settings_and_suggestions_stand_on_the_page() -> None:
    settings = {"most": 15, "share": Decimal("0.10"), "strict": False, "words": ("甲", "乙"), "none": ()}
    rule = evolve(rule_of("V06"), suggests=("guess", "certain"), settings=settings)
    text = markdown_of(rule, "en")
    assert "a guess is for a person" in text
    for row in ("`most` | 15", "`share` | 0.10", "`strict` | false", "`words` | 甲, 乙", "`none` | —"):
        assert f"| {row} | — |" in text
    plain = evolve(rule, suggests=())
    assert "--fix" not in markdown_of(plain)


def test_every_code_can_be_explained() -> None:
    for entry in entries():
        for lang in ("zh", "en"):
            assert entry.markdown(lang).startswith(f"# {entry.code}")
            assert "{" not in entry.title(lang)
    assert entry_of(" Bounded-Ratio ").code == entry_of("v06").code == "V06"
    with pytest.raises(ValueError, match="V06"):
        entry_of("V60")


def test_the_page_of_what_was_approved_says_what_is_so() -> None:
    page = entry_of("E11").markdown("en")
    approved, lowered, again, kept = (from_yaml(block) for block in re.findall("```yaml\n(.*?)```", page, re.DOTALL))
    assert approved == again
    assert [finding.severity for finding in validate(lowered, select="E11", approved=approved)] == ["error"]
    assert not validate(kept, select="E11", approved=approved).findings
    for lang, row in (
        ("zh", "| 取消、降低、改为定性 | 错误 |"),
        ("en", "| dropped, lowered, made qualitative | error |"),
    ):
        assert row in entry_of("E11").markdown(lang).splitlines()
