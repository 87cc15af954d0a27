"""The printed form of an indicator: the labels of the declaration, and the grammar that reads them."""

from __future__ import annotations

import re

import pytest
from attrs import evolve

from perfmodel import Category, Target, parse_indicators, render
from perfmodel.grammars import grammar, terminal
from perfmodel.model.fields import Field, fields_of
from perfmodel.model.indicator import Indicator
from perfmodel.strings.canonical import labelled_fields
from perfmodel.strings.damaged_labels import ANNUAL_LABELS, OTHER_LABELS, WHOLE_PERIOD_LABELS


def _expansions(rule: str) -> list[list[str]]:
    rules = grammar("indicator", "start").rules
    return [[symbol.name for symbol in found.expansion] for found in rules if str(found.origin.name) == rule]


@pytest.mark.parametrize("field", labelled_fields(), ids=lambda field: field.name)
def test_the_grammar_has_a_rule_for_each_label_and_takes_it(field: Field) -> None:
    name = f"_{field.name.upper()}"
    assert terminal("indicator", name).fullmatch(f"{field.declaration.printed}:")
    expansions = _expansions(field.name)
    assert expansions
    assert all(expansion[0] == name for expansion in expansions)


def test_no_other_label_takes_it() -> None:
    for field in labelled_fields():
        for other in labelled_fields():
            found = terminal("indicator", f"_{other.name.upper()}").match(f"{field.declaration.printed}:")
            assert (found is not None) == (field is other)


def test_each_labelled_column_of_the_grammar_is_a_field_with_a_label() -> None:
    names = {field.name for field in fields_of(Indicator) if field.declaration.printed is not None}
    assert {name for [name] in _expansions("_column")} == names | {"further"}


def test_a_further_column_cannot_pass_for_a_field() -> None:
    known = Indicator(Category.lookup("1"), Category.lookup("11"), "人次", annual=Target("9人次"))
    for field in labelled_fields():
        for text in ("", "9人次" if field.kind in ("target", "text", "prose") else "9"):
            with pytest.raises(ValueError, match="further"):
                render(evolve(known, annual=None, further=((str(field.declaration.printed), text),)))


def test_a_text_that_is_no_number_stays_under_its_label() -> None:
    text = "1-产出指标；11-数量指标；人次；年度指标值:9人次；权重:见附件。"
    found = parse_indicators(text)
    assert found[0].further == (("权重", "见附件"),)
    assert [problem.code for problem in found.problems] == ["R13"]
    assert render(found[0]) == text


@pytest.mark.parametrize("label", [*WHOLE_PERIOD_LABELS, *ANNUAL_LABELS, *OTHER_LABELS])
def test_labels_that_damage_is_held_against_are_the_grammars(label: str) -> None:
    found = [
        field.name
        for field in labelled_fields()
        if terminal("indicator", f"_{field.name.upper()}").fullmatch(f"{label}:")
    ]
    assert len(found) == 1
    if label in (*WHOLE_PERIOD_LABELS, *ANNUAL_LABELS):
        assert found == ["whole_period" if label in WHOLE_PERIOD_LABELS else "annual"]


def test_damage_is_held_against_all_labels_of_the_grammar() -> None:
    known = {*WHOLE_PERIOD_LABELS, *ANNUAL_LABELS, *OTHER_LABELS}
    for field in labelled_fields():
        # Each choice of the terminal stands between brackets or bars; brackets of the label itself are escaped.
        pattern = terminal("indicator", f"_{field.name.upper()}").pattern.replace("(?:", "(")
        words = {word.replace("\\", "") for word in re.findall(r"(?<=[(|])(?:[一-鿿]|\\[()])+(?=[)|])", pattern)}
        assert words
        for word in words:
            assert any(label.startswith(word) or label.endswith(word) or word in label for label in known), word
