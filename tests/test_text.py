"""Text with positions: folding, joining, carets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Source, Span
from perfmodel.source.characters import fold, squeeze, width
from perfmodel.source.excerpt import excerpt
from perfmodel.source.flow import flow_of
from perfmodel.source.lines import lines_of


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("培\n训", "培训"),
        ("1,2\n34.56", "1,234.56"),
        ("90%\n或以上", "90%或以上"),
        ("实施周期指标\n；年度", "实施周期指标；年度"),
        ("服务\n、清洁", "服务、清洁"),
        ("稳定\n。   ", "稳定。"),
        ("Windows\nServer", "Windows Server"),
        ("OA\n系统", "OA系统"),
        ("a \r\n\r\n  b", "a b"),
        ("2023\f\n2024", "20232024"),
    ],
)
def test_joining(text: str, joined: str) -> None:
    assert flow_of(text).text == joined


@given(st.text("培训abc12 \n\r\f\u3000"))
def test_every_character_of_a_flow_is_where_it_says(text: str) -> None:
    flow = flow_of(text)
    for at, char in enumerate(flow.text):
        stands = text[flow.offset(at)]
        assert stands == char or (char == " " and stands.isspace())
    assert squeeze(flow.text) == squeeze(text)
    assert flow.span(0, len(flow.text)).end <= len(text)


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_the_caret_stands_under_the_place(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    shown = excerpt(text, Span(start, min(len(text), start + length)))
    line, caret = shown.split("\n")
    assert set(caret) <= {" ", "^"}
    assert "^" in caret
    assert all(char.isprintable() or char.isspace() for char in line)
    begin = text[:start].replace("\r\n", "\n").replace("\r", "\n").split("\n")[-1]
    if len(text) < 40 and begin.isprintable():
        assert caret.index("^") == width(begin)


@given(st.text("ab\n\r中"), st.integers(0, 30))
def test_lines_are_counted_as_an_editor_does(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    before = text[:offset]
    if before.endswith("\r") and text[offset : offset + 1] == "\n":
        return
    where = Source(text).position(offset)
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert (where.line, where.column) == (len(lines), len(lines[-1]) + 1)


@given(st.text())
def test_lines_hold_all_that_is_no_blank(text: str) -> None:
    lines = lines_of(text)
    assert "".join(squeeze(text[start:end]) for start, end in zip(lines.starts, lines.ends, strict=True)) == squeeze(
        text
    )


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "标" * 1_000_000
    shown = excerpt(text, Span(500_000, 500_002))
    assert max(width(line) for line in shown.split("\n")) <= 104
    assert "^^^^" in shown
