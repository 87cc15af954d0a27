"""Law 4: YAML and JSON read back as equal objects, in both key languages, and read the same to other readers."""

from __future__ import annotations

import io
import json
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from perfmodel import Indicator, Project, Section, Target, TargetTable, from_json, from_yaml, to_json, to_yaml
from perfmodel.formats.to_plain import to_plain
from tests import strategies

anything = st.one_of(strategies.tables(), strategies.long_projects(), strategies.long_indicators())
keys = st.sampled_from(["en", "zh"])


@given(anything, keys, st.booleans())
def test_yaml_reads_back(value: TargetTable | Project | Indicator, keys: str, meanings: bool) -> None:
    assert from_yaml(to_yaml(value, keys, meanings)) == value


@given(anything, keys, st.sampled_from([None, 2]), st.booleans())
def test_json_reads_back(
    value: TargetTable | Project | Indicator, keys: str, indent: int | None, meanings: bool
) -> None:
    text = to_json(value, keys, indent, meanings)
    assert from_json(text) == value
    json.loads(text)


def _scalars(value: Any) -> Any:
    """Plain data with its amounts as numbers, as a reader without a schema has them."""
    if isinstance(value, dict):
        return {key: _scalars(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_scalars(item) for item in value]
    return value if isinstance(value, (str, bool)) else float(value)


@given(anything, keys)
def test_other_readers_see_the_same_scalars(value: TargetTable | Project | Indicator, keys: str) -> None:
    text = to_yaml(value, keys)
    expected = _scalars(to_plain(value, keys))
    assert _scalars(yaml.safe_load(text)) == expected  # YAML 1.1
    assert _scalars(YAML(typ="safe", pure=True).load(io.StringIO(text))) == expected  # YAML 1.2


@given(st.text(), st.text())
def test_any_text_of_a_target_reads_back(first: str, second: str) -> None:
    indicator = Indicator(
        name="名称", whole_period=Target(first) if first else None, annual=Target(second) if second else None
    )
    encodable = all(not 0xD800 <= ord(char) < 0xE000 for char in first + second)
    if encodable:
        assert from_yaml(to_yaml(indicator)) == indicator
    assert from_json(to_json(indicator)) == indicator


@given(st.lists(st.sampled_from(["某局", "某中心", "#2", ""]), min_size=1, max_size=4))
def test_projects_find_their_section_again(names: list[str]) -> None:
    sections = [Section(name, projects=[Project(f"项目{at}")]) for at, name in enumerate(names)]
    table = TargetTable("项目支出绩效目标表", sections=sections)
    assert from_yaml(to_yaml(table)) == table
