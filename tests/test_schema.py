"""The JSON Schema for editors: it takes what is written here, and what is read; it refuses what is refused."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from perfmodel import Indicator, ParseError, Project, TargetTable, from_yaml, to_yaml
from perfmodel.data import load
from perfmodel.formats.json import json_text
from perfmodel.formats.json_schema import json_schema
from perfmodel.formats.schema import MEANING_KEYS
from perfmodel.model.fields import CLASSES, fields_of
from tests import strategies
from tests.test_api import ROOT
from tests.test_cli import run
from tests.test_files import CASES

anything = st.one_of(strategies.tables(), strategies.long_projects(), strategies.long_indicators())
NOT_FOR_A_SCHEMA = (
    "aliases",
    "anchors",
    "became part of the value above",  # to an editor it is text like any other
    "the value begins with “>”",  # to an editor a block of text that is empty
    "text after “ #” is a comment",  # to an editor too, and it shows so
    "tags are not supported",
    "not well-formed",
    "expected one YAML document",
    "the file is empty",
    "expected a key to be text",
    "expected a section",
    "name: duplicate key “name” (line 3",  # the same key twice is met by an editor's YAML
    "further.备注: duplicate",
)


class EditorLoader(yaml.SafeLoader):
    """Scalars as the YAML 1.2 of editors has them: a date is text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if "timestamp" not in tag]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validators() -> tuple[Any, ...]:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema), Draft7Validator(schema)


def accepts(text: str) -> bool:
    loaded = yaml.load(text, Loader=EditorLoader)
    newest, seventh = (bool(validator.is_valid(loaded)) for validator in validators())
    assert newest is seventh, "2020-12 and draft 7 differ"
    return newest


def is_well_formed(text: str) -> bool:
    """Whether an editor's YAML can read a text at all: what it cannot never comes before the schema."""
    try:
        yaml.load(text, Loader=EditorLoader)
    except yaml.YAMLError:
        return False
    return True


@given(anything, st.sampled_from(["en", "zh"]), st.booleans())
def test_what_is_written_is_accepted(value: TargetTable | Project | Indicator, keys: str, meanings: bool) -> None:
    assert accepts(to_yaml(value, keys, meanings))


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CASES
        if not any(said in case["says"] for said in NOT_FOR_A_SCHEMA) and is_well_formed(case["text"])
    ],
    ids=str,
)
def test_what_is_refused_is_refused(case: dict[str, str]) -> None:
    assert not accepts(case["text"])


@pytest.mark.parametrize(
    "text",
    [
        "name: a\nannual: 90\n",
        "name: a\nannual: 1:1\nwhole_period: 2024-12-31\nunit: 011\nexplanation: 1e3\nweight: 10\n",
        "name: on\nannual: true\n",
        "name: 3\ngoal: ~\nspender:\nindicators:\n",
        "name: a\nfunding:\n  total: 1,234.50\n  other: '１８．００'\n  inferred: 是\n",
        "name: a\ngoal: |\n  第一\n  句。\n",
        "名称: a\ngoal: b\n绩效指标:\n- name: c\n  年度指标值: 9\n",
        "unread: [1, null, a]\nprojects:\n-\n",
        "name: a\nannual: b\nnumber: '３'\nreason:\n",
        "kind: 绩效指标\nname: a\n",
        "name: a\nannual: {text: 90%或以上, number: 90.00, 单位: '%'}\n",
        "name: a\nannual: {原文: ≥10场次，每场≥50人, parts: [{number: 10}, {kind: threshold}]}\n",
        "name: a\nannual: {text: 是, value: true}\n",
        "name: a\nlevel1: 其他指标\nlevel2: 15-其他\nannual: b\n",
        "{}",
    ],
)
def test_what_is_read_is_accepted(text: str) -> None:
    from_yaml(text)
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "名称: a\n绩效目标: b\ngoal: c\n",
        "kind: table\nname: a\n",
        "类型: 项目\nannual: a\n",
        "kind: project\n类型: 项目\nname: a\n",
        "name: a\nfunding: 3\n",
        "name: a\nfunding:\n  total: true\n",
        "name: a\nannual: b\nnumber: 1.5\n",
        "name: a\nannual: {number: 90}\n",
        "name: a\nannual: {text: 90%或以上, numbr: 90}\n",
        "name: a\nannual: {text: 90%或以上, 原文: 90%或以上}\n",
        "name: a\nannual: {text: 90%或以上, op: ≥}\n",
        "name: a\nannual: b\nfurther:\n  c: [d]\n",
        "name: a\nannual: b\nfurther:\n  '': d\n",
        "name: 'a '\ngoal: b\n",
        "title: a\nunread: b\n",
        "sections:\n- name: a\n  projects: []\n",
        "- name: a\n",
        "text",
    ],
)
def test_what_cannot_be_read_is_not_accepted(text: str) -> None:
    with pytest.raises(ParseError):
        from_yaml(text)
    assert not accepts(text)


def test_every_key_is_described_in_both_languages() -> None:
    words = load("fields.json")
    for kind in CLASSES:
        named = {field.name for field in fields_of(kind) if field.declaration.in_files}
        assert named | {""} <= set(words[kind.__name__]) <= {"", *(field.name for field in fields_of(kind))}
    assert set(words["meaning"]) == {"", *MEANING_KEYS}
    described = [entry["about"] for entries in words.values() for entry in entries.values()]
    assert all(zh and en and zh != en for zh, en in described)


def test_every_reference_has_its_target() -> None:
    text = json.dumps(json_schema())
    schema = json.loads(text)
    for part in text.split('"#/$defs/')[1:]:
        assert part.partition('"')[0] in schema["$defs"]


def test_the_command_line_prints_it(tmp_path: Path) -> None:
    expected = (ROOT / "docs" / "schema.json").read_text(encoding="utf-8")
    assert run("schema") == (0, expected, "")
    assert run("schema", "-o", str(tmp_path / "s.json")) == (0, "", "")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == expected
    status, out, err = run("schema", "-o", str(tmp_path / "none" / "s.json"), "--lang", "en")
    assert (status, out) == (2, "")
    assert "no such folder" in err


def test_the_committed_file_is_current() -> None:
    # Made anew by: perfmodel schema -o docs/schema.json
    assert (ROOT / "docs" / "schema.json").read_text(encoding="utf-8") == json_text(json_schema()) + "\n"
