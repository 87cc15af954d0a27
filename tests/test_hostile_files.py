"""Hostile YAML and JSON: any shape is read or refused in proportion to its size.

No test measures time: what these hold would take hours, or all of the memory, if it was gone over again and again.
"""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from typing import Any

import pytest

from perfmodel import (
    Indicator,
    ParseError,
    Project,
    Section,
    Target,
    TargetTable,
    from_json,
    from_yaml,
    to_json,
    to_yaml,
)
from perfmodel.formats import json, yaml_reader
from perfmodel.formats.edit import Editor
from perfmodel.formats.nodes import most_nodes
from perfmodel.formats.read import form_of, read_source
from perfmodel.source.source import Source

SIZE = 20_000

# What stands before, what is said again and again, what stands behind.
YAML = {
    "brackets": ("", "[", ""),
    "braces": ("", "{", ""),
    "flow keys": ("", "{a: ", ""),
    "dashes": ("", "- ", ""),
    "questions": ("", "? ", ""),
    "colons": ("", "a:", ""),
    "empty items": ("projects:\n", "-\n", ""),
    "empty lines of questions": ("", "?\n", ""),
    "empty objects": ("projects: [", "{}, ", "]"),
    "one key": ("", "name: a\n", ""),
    "no values": ("{", "a, ", "}"),
    "open quotes": ("", '"', ""),
    "open apostrophes": ("", "'", ""),
    "quotes and line ends": ("", '"\n', ""),
    "a plain scalar": ("name: ", "a ", "a"),
    "a plain scalar over lines": ("name: a\n", " a\n", ""),
    "a scalar that is not closed": ('name: "', "a", ""),
    "escapes": ('name: "', "\\u4e00", '"'),
    "a folded quote": ('name: "a', "\n", 'b"'),
    "a block": ("name: |\n", " 字\n", ""),
    "a block of nothing": ("name: >\n", "\n", " a\n"),
    "anchors": ("unread:\n", "- &a x\n", ""),
    "aliases": ("a: &a 1\nb:\n", "- *a\n", ""),
    "merges": ("", "<<: {}\n", ""),
    "tags": ("unread:\n", "- !!str x\n", ""),
    "a long tag": ("name: !", "a", " x"),
    "comments": ("name: a\n", "# x\n", ""),
    "documents": ("", "---\n", ""),
    "ends of documents": ("name: a\n", "...\n", ""),
    "directives": ("", "%FOO a\n", ""),
    "a long number": ("name: a\nfunding:\n  total: ", "9", ""),
    "commas in a number": ("name: a\nfunding:\n  total: 1", ",999", ""),
    "a long key": ('? "', "name", '"\n: a\n'),
    "a long further key": ('name: a\nannual: b\nfurther:\n  ? "', "字", '"\n  : b\n'),
    "a long kind": ("kind: ", "a", ""),
    "a long section": ("sections: [{name: a}]\nprojects:\n- section: ", "a", ""),
    "tabs": ("", "\t", ""),
    "marks of byte order": ("", "\ufeff", ""),
    "control characters": ("name: ", "\x01", ""),
    "surrogates": ("name: ", "\ud800", ""),
    "line ends": ("", "\r\n", ""),
    "blanks behind nested lists": ("- " * 20 + "a", "\n", ""),
    "sections with one name": ("sections:\n", "- name: s\n", "projects:\n- name: a\n  section: b\n"),
}
JSON = {
    "brackets": ("", "[", ""),
    "braces": ("", '{"a":', ""),
    "escapes": ('{"name": "', "\\n", '"}'),
    "escapes without an end": ('{"name": "', '\\"', ""),
    "a string without an end": ('{"name": "', "a", ""),
    "quotes": ("", '"', ""),
    "commas": ("[", ",", "]"),
    "words": ("[", "a ", "]"),
    "blanks": ("{", " ", "x"),
    "empty objects": ('{"projects": [', "{},", "{}]}"),
    "one key": ("{", '"name": 1,', '"a": 1}'),
    "a long key": ('{"', "name", '": 1}'),
    "a long number": ('{"name": "a", "weight": ', "9", "}"),
}


@pytest.mark.parametrize("name", YAML)
def test_any_yaml_is_read_or_refused(name: str) -> None:
    _is_bounded(from_yaml, *YAML[name])


@pytest.mark.parametrize("name", JSON)
def test_any_json_is_read_or_refused(name: str) -> None:
    _is_bounded(from_json, *JSON[name])


def _is_bounded(read: Any, head: str, unit: str, tail: str) -> None:
    text = head + unit * (SIZE // len(unit)) + tail
    tracemalloc.start()
    try:
        read(text)
    except ParseError as error:
        assert str(error)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 500 * len(text) + 1_000_000


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (from_json, '{"name": "' + "\\\\" * 100_000 + '"}'),
        (from_json, '{"name": "' + '\\"' * 100_000),
        (from_yaml, 'name: "' + "\\\\" * 100_000 + '"'),
        (lambda text: form_of(Source(text)), "#\n" * 100_000),
    ],
    ids=["json", "json without an end", "yaml", "comments"],
)
def test_what_stands_within_a_text_is_not_remembered(read: Any, text: str) -> None:
    tracemalloc.start()
    with suppress(ParseError):
        read(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 15 * len(text) + 1_000_000


def test_many_handles_of_tags_are_refused() -> None:
    many = "".join(f"%TAG !e{at}! tag:e{at}\n" for at in range(200_000)) + "---\nname: a\n"
    for text in (many, many.replace("\n", "\r"), "name: a\n...\n" + many):
        with pytest.raises(ParseError, match=r"%TAG"):
            from_yaml(text)
    few = "%TAG !y! tag:yaml.org,2002:\n---\nname: a\n"
    assert from_yaml(few) == Project("a")
    with pytest.raises(ParseError, match="标签"):
        from_yaml(few.replace("a\n", "!y!str a\n"))
    assert from_yaml("name: a\ngoal: a" + " %TAG" * 200 + " b\n").goal.endswith("b")  # type: ignore[union-attr]


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_more_values_than_a_table_has_are_refused(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert most_nodes("") == 1_000_000 < most_nodes(" " * 9_000_000)
    monkeypatch.setattr(yaml_reader if form == "yaml" else json, "most_nodes", lambda _text: 4)
    write: Any = to_yaml if form == "yaml" else to_json
    read: Any = from_yaml if form == "yaml" else from_json
    assert read(write(Project("a", goal="b"))) == Project("a", goal="b")
    with pytest.raises(ParseError) as caught:
        read(write(Project("a", goal="b", spender="c")), lang="en")
    assert "too many values: expected at most 4" in str(caught.value)
    assert caught.value.line in (3, 4)


def test_many_sections() -> None:
    names = ["某局"] * 15_000 + [f"某中心{at}" for at in range(5_000)]
    table = TargetTable("表", sections=[Section(name, projects=[Project("会")]) for name in names])
    assert from_yaml(to_yaml(table)) == table


def test_many_values_are_changed_in_a_large_file() -> None:
    indicators = [Indicator(name=f"名称{at}", annual=Target(f"{at}%")) for at in range(2_000)]
    for write, name in ((to_yaml, "a.yaml"), (to_json, "a.json")):
        source = Source(write(Project("会", goal="开会", indicators=indicators)), name)
        editor = Editor(source, read_source(source))
        for at in range(2_000):
            (edit,) = editor.edits(f"indicators[{at}].annual", "=1%")
            assert source.slice(edit.span).strip("'\"") == f"{at}%"
