"""Any string at all is a target value: reading never raises, and keeps nothing that grows faster than the text."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel.model.target import Target
from tests import target_strategies as targets

any_text = targets.texts | st.text(st.characters(), max_size=60)


@given(any_text, st.none() | any_text)
def test_nothing_raises(text: str, unit: str | None) -> None:
    target = Target(text, unit)
    assert target.text == text
    assert target.to_plain()["kind"] == target.kind
    assert target.direction in ("higher", "lower", "exact", "none")
    assert target.accepts(text) in (True, False, None)
    assert target.implies(target) in (True, False)
    assert isinstance(target.render("signs") + target.render("words"), str)
    assert all(text[sign.span.start : sign.span.end] == sign.sign for sign in target.lookalikes)


@given(any_text)
def test_what_is_kept_is_in_proportion(text: str) -> None:
    assert len(repr(Target(text).meaning)) <= 20 * len(text) + 400


@pytest.mark.parametrize(
    "unit", ["9", "≥", "(", "每", "90%，", "\ud800", "\x00", "一", "以上", "-", "1/", " ", "X", "年"]
)
def test_a_megabyte_is_not_parsed(unit: str) -> None:
    target = Target(unit * (1_000_000 // len(unit)))
    assert len(pickle.dumps(target.meaning)) < 1000
    assert target.kind == ("placeholder" if unit == " " else "text")
