"""Indicator strings as published tables have them, and as they should not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from lark import Tree

from perfmodel import Indicator, ParseError, parse_indicator, parse_indicators, render
from perfmodel.grammars import grammar, terminal
from perfmodel.model.category import Category
from perfmodel.source.characters import fold
from perfmodel.source.flow import flow_of
from perfmodel.strings.indicator_starts import indicator_starts

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "indicators.yaml").read_text(encoding="utf-8"))
PLAIN = ("number", "name", "unit", "explanation", "scoring_standard")


@pytest.mark.parametrize("case", [case for case in CASES if "refused" not in case], ids=lambda case: case["text"][:40])
def test_read(case: dict[str, Any]) -> None:
    found = parse_indicator(case["text"])
    for name in PLAIN:
        assert getattr(found, name) == case.get(name), name
    for name in ("level1", "level2"):
        assert getattr(found, name).name == case[name]
        assert getattr(found, name).known
    for name in ("whole_period", "annual"):
        target = getattr(found, name)
        assert (None if target is None else target.text) == case.get(name)
    assert found.weight == (Decimal(str(case["weight"])) if "weight" in case else None)
    assert dict(found.further) == case.get("further", {})
    assert (found.printed is None) == case.get("canonical", False)
    assert (render(found) == case["text"]) == case.get("canonical", False)
    assert found.level1_text is None or found.level1_text in case["text"]


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: case["text"][:40])
def test_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ParseError, match=r"第 \d+ 行，第 \d+ 列") as caught:
        parse_indicator(case["text"])
    assert case["refused"] in str(caught.value)
    assert "expected" in caught.value.render("en") or "is repeated" in caught.value.render("en")
    assert "_SEP" not in str(caught.value)
    assert "ANON" not in str(caught.value)


def test_the_caret_stands_under_the_place() -> None:
    with pytest.raises(ParseError) as caught:
        parse_indicator("1-产出指标；11-数量指标；达标率\n；90%")
    error = caught.value
    assert (error.line, error.column) == (2, 2)
    assert str(error).splitlines()[1:] == ["；90%", "  ^^^"]
    assert error.span is not None
    assert error.source[error.span.start : error.span.end] == "90%"


def test_broken_ones_stay_in_their_place() -> None:
    good = "1-产出指标；11-数量指标；人次；年度指标值:9人次。"
    found = parse_indicators(f"1、{good}2、乱码；3。3、{good}4、1-产出指标；11-数量指标；5、{good}", recover=True)
    assert [indicator.understood for indicator in found] == [True, False, True, False, True]
    assert [indicator.printed for indicator in found] == [
        None,
        "2、乱码；3。",
        None,
        "4、1-产出指标；11-数量指标；",
        None,
    ]
    assert [problem.code for problem in found.problems] == ["R05", "R05"]
    assert [problem.path for problem in found.problems] == ["indicators[1]", "indicators[3]"]


def test_one_that_lost_its_end_does_not_take_the_next_with_it() -> None:
    text = "1、1-产出指标；11-数量指标；人次；年度指标值:9人次2、1-产出指标；12-质量指标；合格率；年度指标值:95%"
    assert [indicator.annual.text for indicator in parse_indicators(text) if indicator.annual] == ["9人次", "95%"]


def test_the_grammar_alone_reads_what_the_code_reads() -> None:
    # The code looks for where indicators begin and reads each by itself; the grammar reads a whole text in which a
    # line end stands before each beginning.
    for path in sorted((Path(__file__).parent / "tables").glob("*.yaml")):
        from perfmodel import TargetTable, from_yaml, render_indicators

        table = from_yaml(path.read_text(encoding="utf-8"))
        assert isinstance(table, TargetTable)
        for project in table.projects:
            if not all(indicator.understood for indicator in project.indicators):
                continue
            flow = flow_of(render_indicators(project.indicators))
            marked, at = "", 0
            for start in indicator_starts(flow).offsets:
                marked, at = marked + flow.folded[at:start] + "\n", start
            tree = grammar("indicator", "start").parse(marked + flow.folded[at:])
            assert len(tree.children) == len(project.indicators)
            for child, indicator in zip(tree.children, project.indicators, strict=True):
                assert isinstance(child, Tree)
                tokens = [str(token) for token in child.scan_values(lambda _value: True)]
                assert fold(indicator.name) in tokens
                for target in (indicator.whole_period, indicator.annual):
                    assert target is None or all(fold(part) in tokens for part in target.text.split("；"))


def test_the_grammar_knows_every_level_1_category() -> None:
    pattern = terminal("indicator", "LEVEL1")
    for category in Category.tree():
        if category.level == 1:
            assert pattern.fullmatch(fold(category.label))
            assert pattern.fullmatch(fold(category.name))


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "a；b"},
        {"name": ""},
        {"name": "年度指标值:9"},
        {"annual": "完成。优秀"},
        {"annual": "a；备注:b"},
        {"level1": None},
        {"further": (("序号1", "a"),)},
    ],
)
def test_what_the_string_form_cannot_say_is_refused(fields: dict[str, Any]) -> None:
    from perfmodel import Target

    values: dict[str, Any] = {"level1": Category.lookup("1"), "level2": Category.lookup("11"), "name": "a"} | fields
    if "annual" in values:
        values["annual"] = Target(values["annual"])
    with pytest.raises(ValueError, match="无法写成指标串"):
        render(Indicator(**values))


@pytest.mark.parametrize(
    ("before", "number"),
    [("18.002、", 2), ("18.00\n2、", 2), ("2024\n2、", 2), ("。0\n2、", 2), ("。2、", 2), ("。①", 1)],
)
def test_digits_that_run_into_a_number(before: str, number: int) -> None:
    first = "1、1-产出指标；11-数量指标；人次；年度指标值:9人次"
    found = parse_indicators(f"{first}{before}1-产出指标；12-质量指标；率；年度指标值:9%。", recover=True)
    assert found[-1].number == number
    assert found[-1].name == "率"
