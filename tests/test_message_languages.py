"""A message is in one language at a time, whichever library noticed what is wrong."""

from __future__ import annotations

import errno
import io
import json
import os
from typing import Any

import pytest
import yaml
from attrs import fields

import perfmodel
from perfmodel import (
    ParseError,
    Target,
    from_json,
    from_yaml,
    parse_indicator,
    parse_indicators,
    parse_table,
    read_document,
)
from perfmodel._internal.messages import in_languages
from perfmodel._internal.system_errors import reason_of
from perfmodel.files.damage import damage_of
from perfmodel.formats.settings_file import SettingsFile
from perfmodel.model.fields import CLASSES
from perfmodel.source.source import Source
from perfmodel.values.plain import from_plain
from tests.languages import require_languages
from tests.raw_pdf import content_pdf
from tests.workbooks import zipped

BROKEN_YAML = (
    "a: [b", "a: {b", "a: 'b", 'a: "b', 'a: "\\q"', 'a: "\\xzz"', 'a: "\\ud8', "a: b: c", "- a\nb: c", "a\nb: c", "a: b\n- c",
    "a: |x\n b", "a: >0\n b", "a: |1\nb", "%", "%YAML", "%YAML x\n---", "%YAML 9.9\n---\na: b", "%YAML 1.1\n%YAML 1.1\n---\na: b",
    "%TAG ! a\n%TAG ! b\n---\na: b", "%TAG\n---", "%FOO", "a: !x!y b", "a: !<x b", "a: !%zz b", "a: & b", "a: * b", "a: &\n", "a: *\n",
    "a: @b", "a: `b", "a: %b", "\ta: b", "a:\n\t- b", "- - a\n -b: c", "? a\n? b\n: c: d", "a: b\n---\nc: d", "a: b\n...\nc: d", "{a: b, c]",
    "[a, b}", "a: b\n  c: d", "a:\n  b: c\n d: e", "]", "}", "a: 'b' c", "a: b\n? [c", "\x01", "a: \x7f", "a: \ufffe", "--- a\n--- b", "a: &x b",
    "a: *x", "a: !!int b", "[" * 40, "a: \ud800", "- a\n  - b\n c", "'a': 'b\n\n", "a: [b\nc: d", "!", "&", "*", "?", ":", "-", "- : -", "a: -\n  -b",
)  # fmt: skip
BROKEN_JSON = (
    "", "{", "[", "}", "{]", '{"a"', '{"a":', '{"a": 1', '{"a": 1,', '{"a": 1,}', "[1,]", "[1 2]", '{"a" 1}', "{a: 1}", "{'a': 1}", '"a', '{"a": "b\n"}',
    '{"a": "\\q"}', '{"a": "\\u12"}', '{"a": tru}', "{} {}", "nul", "01", "[NaN", "\ufeff{}", '{"a": 1 "b": 2}', "[" * 40,
)  # fmt: skip
BROKEN_TOML = (
    "a", "a =", "a = b", "a = 'b", 'a = "b', "a = '''b", 'a = """b', "a = [1", "a = {b = 1", "a = {b}", "a = 1 b = 2", "[a", "[[a", "[a]\n[a]", "a = 1\na = 2",
    "a = 1\n[a]", "[a.b]\n[a]\nb = 1", "a = []\n[[a]]", "a.b = 1\na = 2", "a = {b = 1, b = 2}", "a = {b = 1}\na.c = 2", "名 = 1", "= 1", "a = 1979-13-01",
    "a = 25:61:00", 'a = "\\q"', 'a = "\\ud800"', 'a = "\\xzz"', "a = 'b\n'", "a = \x01", "# \x01", "a = 01", "a = 1__0", "a = +", "a = 0x", "[]", "[a]]", "a = [1 2]",
)  # fmt: skip


def _require(error: ParseError) -> None:
    require_languages(error.message, error.english)


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize("text", BROKEN_YAML)
def test_yaml(text: str, pure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if pure:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    with pytest.raises(ParseError) as caught:
        from_yaml(text)
    _require(caught.value)


@pytest.mark.parametrize("text", BROKEN_JSON)
def test_json(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        from_json(text)
    _require(caught.value)


@pytest.mark.parametrize("text", BROKEN_TOML)
def test_toml(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        SettingsFile.parse(Source(text, "perfmodel.toml"))
    _require(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "某文件.pdf",
        "1-产出指标；11-数量指标；次数；年度指标值:1次；年度指标值:2次",
        "1-产出指标",
        "甲",
        "1、1-产出指标；??",
        "\x00",
    ],
)
def test_texts(text: str) -> None:
    for parse in (parse_table, parse_indicators, parse_indicator):
        try:
            parse(text)
        except ParseError as error:
            _require(error)


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_errors_of_the_system(number: int) -> None:
    require_languages(*reason_of(OSError(number, os.strerror(number))))


@pytest.mark.parametrize(
    "error",
    [KeyError("Pages"), EOFError(), RuntimeError("bad"), MemoryError(), ValueError("embedded null byte")],
    ids=repr,
)
def test_errors_of_libraries(error: Exception) -> None:
    require_languages(*reason_of(error))
    require_languages(*damage_of(error))


WHOLE_PDF = content_pdf(b"BT /F1 12 Tf 72 700 Td (text) Tj ET", packed=True)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE_PDF[:40], WHOLE_PDF[: len(WHOLE_PDF) // 2], WHOLE_PDF.replace(b"/Kids[3 0 R]", b"/Kids[9 0 R]"), WHOLE_PDF.replace(b"/Root 1", b"/Root 7"),
        WHOLE_PDF.replace(b"x\x9c", b"xx"), WHOLE_PDF.replace(b"/Count 1", b"/Count x"), WHOLE_PDF.replace(b"[0 0 595 842]", b"[(a) 0 595 842]"), b"%PDF-1.7\n", content_pdf(b""),
        b"PK\x03\x04", zipped({"a": "b"}), zipped({"xl/workbook.xml": "<workbook>"}), zipped({"word/document.xml": "<document a=1>"}), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\x09\x08\x10\x00" + bytes(20), b"\x89PNG\r\n\x1a\n", b"Rar!\x1a\x07", b"{\\rtf1 a}", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", b"", bytes(range(256)) * 4,
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>',
    ],
)  # fmt: skip
def test_damaged_files(data: bytes) -> None:
    try:
        problems = read_document(io.BytesIO(data)).problems
    except ParseError as error:
        _require(error)
    else:
        for problem in problems:
            require_languages(problem.message, problem.english)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_fields_of_a_wrong_type(kind: Any) -> None:
    refused = 0
    for one in fields(kind):
        if one.init and one.name != "place":
            for wrong in (b"", " a / b ", -1, ("a",)):
                try:
                    kind(**{one.alias or one.name: wrong})
                except (TypeError, ValueError) as error:
                    refused += 1
                    zh, en = in_languages(str(error))
                    assert zh != en
                    require_languages(zh, en)
    assert refused > 0


@pytest.mark.parametrize(
    "plain",
    [
        {}, {"kind": "x"}, {"kind": "all_of"}, {"kind": "all_of", "parts": [1, 2]}, {"kind": "threshold", "number": 1}, {"kind": "threshold", "op": "?", "number": "1"},
        {"kind": "threshold", "op": "=", "number": "1", "unit": 3}, {"kind": "threshold", "op": "=", "number": "1", "a": 1}, {"kind": "range", "low": "2", "high": "1"},
        {"kind": "deadline", "op": "<=", "date": "x"}, {"kind": "deadline", "op": "<=", "date": 3}, {"kind": "ratio", "left": "1", "right": "0"}, {"kind": "boolean", "value": 1},
    ],
    ids=json.dumps,
)  # fmt: skip
def test_meanings(plain: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        from_plain(plain)
    zh, en = in_languages(str(caught.value))
    assert zh != en
    require_languages(zh, en)


WRONG: Any = 3


@pytest.mark.parametrize("call", [Target("a").render, perfmodel.render, perfmodel.to_yaml, perfmodel.read])
def test_arguments(call: Any) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call(WRONG)
    zh, en = in_languages(str(caught.value))
    assert zh != en
    require_languages(zh, en)
