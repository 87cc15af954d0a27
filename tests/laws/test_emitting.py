"""Law: YAML is written as PyYAML writes it, to the byte, however little of it PyYAML is asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perfmodel import Indicator, Project, TargetTable
from perfmodel.formats.to_plain import to_plain
from perfmodel.formats.yaml_writer import by_emitter, yaml_text
from tests import strategies
from tests.hostile import TEXTS, hostile_table

# What YAML takes for something else than text, and what emitters treat each in its own way.
PIECES = [
    *"-?:,[]{}#&*!|>'\"%@`=~.+_/\\ \t\n\r",
    *"0123789eExXbBoOTtZzyYnN",
    *("yes", "off", "true", "null", "<<", ".inf", "2024-01-02", "1:1", "1e3", "0x1f", "12:30:45", " #", ": ", "---", "..."),
    *"字率月≥≤（）《》“”‘’…—，。；：％！？·×㎡℃～",
    *"\u017f\u212a\u0130\xa0\x85\u2028\u2029\u200b\u202e\ufeff\u3000\ue000\ufffd\ufffe\uff65\x00\x07\x7f\U0001f600\U00020bb7\U000e0001\ud800",
]  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join), st.text(max_size=8), st.sampled_from(strategies.PIECES)
)
keys = st.one_of(
    st.sampled_from(["name", "名称", "annual", "n", "1"]), texts, st.sampled_from("字a").map(lambda char: char * 130)
)
scalars = st.one_of(
    texts, texts, texts,
    st.decimals(allow_nan=False, allow_infinity=False), st.integers(-5, 20), st.booleans(),
)  # fmt: skip
data = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(keys, data, max_size=4))
@example({})
@example({"a": {}, "b": [], "c": [[], {}], "d": [[["e"], "f"], {"g": ["h"], "i": {"j": "k"}}]})
@example({"名称": "两行\n文字", "b": {"c": ["两行\n文字"]}})
@example({"a": "\ud800", "b": "\U0001f600", "c": "\u200b"})
@example({"a": Decimal("1E+30"), "b": Decimal("-0"), "c": Decimal("1E-30"), "d": Decimal("-0.5")})
def test_plain_data_is_written_as_pyyaml_writes_it(plain: dict[str, Any]) -> None:
    assert yaml_text(plain) == by_emitter(plain)


@given(st.one_of(strategies.tables(), strategies.long_projects(), strategies.indicators()), st.sampled_from(["en", "zh"]), st.booleans())  # fmt: skip
def test_models_are_written_as_pyyaml_writes_them(
    value: TargetTable | Project | Indicator, keys: str, meanings: bool
) -> None:
    plain = to_plain(value, keys, meanings)
    assert yaml_text(plain) == by_emitter(plain)


@given(texts)
def test_one_scalar_is_written_as_pyyaml_writes_it(text: str) -> None:
    assert yaml_text({"a": text}) == by_emitter({"a": text})


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_are_written_as_pyyaml_writes_them(name: str) -> None:
    plain = to_plain(hostile_table(TEXTS[name].strip().replace("\x07", ""), TEXTS[name]))
    assert yaml_text(plain) == by_emitter(plain)


@pytest.mark.parametrize("value", [None, 1.5, (1,), b"a"])
def test_what_pyyaml_refuses_or_writes_otherwise_is_left_to_it(value: object) -> None:
    for plain in ({"a": value}, {"a": [value]}):
        try:
            expected = by_emitter(plain)
        except Exception as error:
            with pytest.raises(type(error)):
                yaml_text(plain)
        else:
            assert yaml_text(plain) == expected
