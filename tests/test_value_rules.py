"""What holds for all rules about target values: settings, overlaps, and values that nobody understood."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Category, Indicator, Target, parse_indicator, validate
from perfmodel.checks.profiles import profile_from
from perfmodel.vocabulary import groups

CASES = Path(__file__).parent / "cases"
PLACES = (
    ("数量指标", "培训人次"),
    ("质量指标", "验收合格率"),
    ("时效指标", "完成时间"),
    ("成本指标", "项目总成本"),
    ("社会效益指标", "人员流失率"),
    ("服务对象满意度指标", "学员满意度"),
)


def _indicator(level2: str, name: str, text: str, unit: str | None = None) -> Indicator:
    category = Category.lookup(level2, 2)
    assert category is not None
    return Indicator(category.parent, category, name, annual=Target(text, unit), unit=unit)


def _values() -> list[tuple[str, str | None]]:
    rows = [
        json.loads(line)
        for name in ("target_values", "target_hard")
        for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [(row["text"], row.get("unit")) for row in rows]


@pytest.mark.parametrize(("level2", "name"), PLACES)
def test_values_of_all_kinds(level2: str, name: str) -> None:
    for text, unit in _values():
        indicator = _indicator(level2, name, text, unit)
        codes = Counter(finding.code for finding in validate(indicator, select="V"))
        assert max(codes.values(), default=0) <= 1, text
        # One defect is said once: who speaks of values in words.
        assert len(codes.keys() & {"V04", "V05", "V09", "V10", "V20"}) <= 1, text
        assert len(codes.keys() & {"V01", "V02", "V17", "V20"}) <= 1, text
        if indicator.annual is not None and not indicator.annual.understood:
            # One rule says so, unless a mark of a template (S11) does.
            assert codes.keys() <= {"V15", "V19", "V20"}, text
            assert len(codes) == 1 or (not codes and validate(indicator, select="S11")), text


@given(text=st.text(max_size=12), name=st.sampled_from(PLACES))
def test_no_value_makes_a_rule_raise(text: str, name: tuple[str, str]) -> None:
    assert {finding.code[0] for finding in validate(_indicator(*name, text), select="V")} <= {"V"}


def test_operators_in_words_are_shown_where_asked_for() -> None:
    indicator = parse_indicator("2-效益指标；22-社会效益；政策知晓率；年度指标值:90%或以上。")
    own = profile_from({"settings": {"V03": {"numbers": True}}})
    assert not validate(indicator, select="V03")
    (finding,) = validate(indicator, own, select="V03")
    assert finding.suggestion is not None
    assert finding.suggestion.text == "≥90%"
    # What stands beside the number would be lost.
    beside = parse_indicator("2-效益指标；22-社会效益；政策知晓率；年度指标值:90%或以上（计划标准）。")
    assert [finding.suggestion for finding in validate(beside, own, select="V03")] == [None]


def test_comparisons_show_their_sign() -> None:
    for text, sign in (("不超预算", "≤预算"), ("成本控制在概算内", "成本≤概算"), ("不应低于国家标准", "≥国家标准")):
        (finding,) = validate(_indicator("成本指标", "项目总成本", text), select="V03")
        assert f"“{sign}”" in finding.message


def test_the_lowest_satisfaction_is_a_setting() -> None:
    indicator = parse_indicator("3-满意度指标；31-服务对象满意度；学员满意度；年度指标值:≥85%。")
    assert not validate(indicator, select="V09")
    assert len(validate(indicator, profile_from({"settings": {"V09": {"lowest": 90}}}), select="V09")) == 1


def test_no_word_stands_twice() -> None:
    for file in groups.FILES:
        path = Path(groups.__file__).parent.parent / "data" / "words" / f"{file}.json"
        for name, row in json.loads(path.read_text(encoding="utf-8"))["groups"].items():
            assert row["reason"]
            assert row["english"]
            for key in ("words", "except"):
                assert max(Counter(row.get(key, ())).values(), default=0) <= 1, name


def test_exceptions_are_ends_of_words() -> None:
    # An exception that no word ends would never be met.
    row = groups.group("bounded_ratios")
    assert all(word.endswith(tuple(row["words"])) for word in row["except"])
    row = groups.group("higher_is_better")
    assert all(word.endswith(tuple(row["words"])) for word in row["except"])
