"""The printed form of an indicator: the labels of the declaration, and the grammar that reads them."""

from __future__ import annotations

import re

import pytest
from attrs import evolve

from perfmodel import Category, Target, parse_indicators, render
from perfmodel.grammars import grammar, labels, terminal
from perfmodel.model.fields import Field, fields_of
from perfmodel.model.indicator import Indicator
from perfmodel.strings.canonical import labelled_fields


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


@pytest.mark.parametrize("field", labelled_fields(), ids=lambda field: field.name)
def test_damage_is_held_against_the_labels_of_the_grammar(field: Field) -> None:
    known = labels("indicator")[field.name]
    assert field.declaration.printed in known
    for label in known:
        found = [
            each.name
            for each in labelled_fields()
            if terminal("indicator", f"_{each.name.upper()}").fullmatch(f"{label}:")
        ]
        assert found == [field.name]
    # Each choice of the terminal stands between brackets or bars; brackets of the label itself are escaped.
    pattern = terminal("indicator", f"_{field.name.upper()}").pattern.replace("(?:", "(")
    words = {word.replace("\\", "") for word in re.findall(r"(?<=[(|])(?:[一-鿿]|\\[()])+(?=[)|])", pattern)}
    assert words
    for word in words:
        assert any(word in label for label in known), word


def test_a_label_one_character_off_is_read_as_the_nearest() -> None:
    for label in (*labels("indicator")["annual"], *labels("indicator")["whole_period"]):
        found = parse_indicators(f"1-产出指标；11-数量指标；人次；{label[:-1]}直:9人次。")
        assert [problem.code for problem in found.problems] == ["R17"]
