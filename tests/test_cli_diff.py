"""The diff of --diff is the one that `difflib` writes; of as many lines it is written line by line."""

from __future__ import annotations

import difflib
import re

from hypothesis import given
from hypothesis import strategies as st

from perfmodel.cli.unified_diff import unified_diff

NOTE = "\n\\ No newline at end of file\n"
texts = st.lists(st.sampled_from(["甲\n", "乙\r\n", "丙\n", "\n"]), max_size=12).map("".join)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _written(old: str, new: str) -> str:
    return "".join(unified_diff(old, new, "表"))


def _applied(old: str, diff: str) -> str:
    """What a patch makes of a text."""
    lines, made, at = _lines(old), [], 0
    for line in diff.replace(NOTE, "\0\n").split("\n")[2:-1]:
        hunk = re.fullmatch(r"@@ -([0-9]+)(?:,([0-9]+))? \+.* @@", line)
        if hunk:
            start = int(hunk[1]) - (hunk[2] != "0")
            made += lines[at:start]
            at = start
            continue
        text = line[1:].removesuffix("\0") + ("" if line.endswith("\0") else "\n")
        if line[0] in " -":
            assert lines[at] == text
            at += 1
        if line[0] in " +":
            made.append(text)
    return "".join([*made, *lines[at:]])


@given(texts, texts, st.sampled_from(["", "末"]))
def test_it_makes_the_new_text_of_the_old(old: str, new: str, end: str) -> None:
    old, new = old + end, new + end
    written = _written(old, new)
    assert _applied(old, written) == new
    if len(_lines(old)) != len(_lines(new)):
        expected = difflib.unified_diff(_lines(old), _lines(new), "表", "表")
        assert written == "".join(line if line.endswith("\n") else line + NOTE for line in expected)


@given(texts)
def test_of_mended_lines_it_is_the_one_of_difflib(old: str) -> None:
    new = old.replace("丙", "改")
    if old.count("丙") == len(_lines(old)) or old.count("丙") < 2:
        assert _written(old, new) == "".join(difflib.unified_diff(_lines(old), _lines(new), "表", "表"))
    assert _applied(old, _written(old, new)) == new


def test_of_a_long_file() -> None:
    old = "annual: ≥100%\nunit: 个\n" * 50_000
    written = _written(old, old.replace("≥", "="))
    assert written.count("\n-annual: ≥100%\n+annual: =100%\n unit: 个") == 50_000
