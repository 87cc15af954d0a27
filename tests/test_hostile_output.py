"""Hostile names and values: every form of output stays what it is, and speaks to neither a terminal nor a workflow."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from perfmodel import Indicator, Target, compare, to_json, validate
from perfmodel.formats.json import from_json
from perfmodel.source.excerpt import visible
from perfmodel.source.source import Source
from perfmodel.source.span import Span

# Line ends aside, nothing that a terminal obeys.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
FIXABLE = "name: 验收合格率\nlevel1: 产出指标\nlevel2: 质量指标\nannual: ≥100%\n"
NAMES = [
    b"a\n::error::b.yaml",
    b"::warning::y.yaml",
    b"%0A::error::x.yaml",
    b"a\x1b[31m.yaml",
    b"<script>,b:c%.yaml",
    b"##[error]x.yaml",
    b"\xff\xfe.yaml",
    "\u202e.yaml".encode(),
]
CONTENTS = [
    '"bad\\n::error::x\\e]0;x\\a": 1\n',
    "::error::x: [\n",
    "##[error]x: [\n",
    json.dumps({"name": "率", "annual": "》100%\x9b\x1b[31m\ud800\n::error::", "further": {"a.b[0]\x1b\u202e": "x"}}),
    json.dumps({"name": "率", "weight": 0, "further": {"::error::": "\x9b\u202e"}}),
    "项目支出绩效目标表\n合计 1.00\n::error::某局 1.00\x1b\n会议费 1.00 开会。 1、坏\x07的##[error]\n",
]


def run(*arguments: bytes, cwd: Path) -> tuple[str, str]:
    command = [os.fsencode(sys.executable), b"-m", b"perfmodel", *arguments]
    done = subprocess.run(command, capture_output=True, check=False, cwd=cwd)
    err = done.stderr.decode("utf-8")
    assert "Traceback" not in err
    assert "internal error" not in err
    return done.stdout.decode("utf-8"), err


def _is_harmless(form: str, out: str, err: str) -> None:
    if form == "csv":
        out = out.replace("\r\n", "\n")
    assert not CONTROL.search(out)
    assert not CONTROL.search(err)
    assert not COMMAND.search(err)
    if form in ("json", "sarif"):
        json.loads(out)
    elif form == "jsonl":
        assert all(json.loads(line)["file"] for line in out.split("\n")[:-1])
    elif form == "github":
        assert all(re.match("::(error|warning|notice) file=", line) for line in out.split("\n")[:-1])
    else:
        assert not COMMAND.search(out)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "concise", "jsonl", "csv", "html"])
def test_names_of_files(form: str, tmp_path: Path) -> None:
    for name in NAMES:
        Path(tmp_path, os.fsdecode(name)).write_text(FIXABLE, encoding="utf-8")
    missing = [b"no-" + name for name in NAMES]
    out, err = run(b"check", b"--format", form.encode(), *NAMES, *missing, cwd=tmp_path)
    _is_harmless(form, out, err)
    if form == "json":
        names = [os.fsencode(file["file"]) for file in json.loads(out)["files"]]
        assert names == [*NAMES, *missing]
    elif form in ("github", "jsonl"):
        assert len(out.split("\n")) == len(NAMES) + len(missing) + 1
    elif form == "concise":
        assert len(out.split("\n")) == len(NAMES) + 1
    out, err = run(b"parse", NAMES[0], b"-o", b"no/where", cwd=tmp_path)
    _is_harmless("text", out, err)


@pytest.mark.parametrize("content", CONTENTS)
def test_what_stands_in_a_file(content: str, tmp_path: Path) -> None:
    Path(tmp_path, "表.txt").write_text(content, encoding="utf-8")
    Path(tmp_path, "other.json").write_text(json.dumps({"name": "率", "annual": "5"}), encoding="utf-8")
    for form in ("text", "json", "sarif", "github", "concise", "jsonl", "csv", "html"):
        arguments = (b"check", b"--select", b"ALL", b"--format", form.encode(), "表.txt".encode())
        _is_harmless(form, *run(*arguments, cwd=tmp_path))
    _is_harmless("text", *run(b"diff", "表.txt".encode(), b"other.json", cwd=tmp_path))
    _out, err = run(b"parse", "表.txt".encode(), cwd=tmp_path)
    _is_harmless("text", "", err)


def test_what_is_asked(tmp_path: Path) -> None:
    for arguments in (
        [b"explain", b"\x1b[31m"],
        [b"check", b"x", b"--select", b"\x1b"],
        [b"check", b"--\x1b\n::error::"],
    ):
        _is_harmless("text", *run(*arguments, cwd=tmp_path))


def test_json_holds_what_it_escapes() -> None:
    indicator = Indicator(name="率", annual=Target("\x7f\x9b\u202e\ud800≥5"))
    text = to_json(indicator)
    assert '"\\u007f\\u009b\\u202e\\ud800≥5"' in text
    assert from_json(text) == indicator


def test_texts_for_people() -> None:
    one = Indicator(name="率\x1b", annual=Target("\n::error::\x1b100%"), further=[("::a.\x1b[0]", "甲")])
    for text in (str(validate(one, select="ALL")), str(compare(one, Indicator(name="率")))):
        assert not CONTROL.search(text)
        assert not COMMAND.search(text)
    assert Source("甲\n  ::error::x").excerpt(Span(4, 6)) == "  \ufffd:error::x\n  ^^"
    assert visible("甲::乙 ##[x]") == "甲::乙 \ufffd#[x]"
