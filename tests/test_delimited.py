"""CSV, TSV and text in columns as documents."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Document, read_document

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r\ufeff"), max_size=8).map(
    str.strip
)
rows = st.lists(st.lists(texts, min_size=3, max_size=3), min_size=2, max_size=8).filter(
    lambda given: all(any(row) for row in given) and given[0][0][:1] not in "<"
)


def read(data: str | bytes) -> Document:
    return read_document(io.BytesIO(data.encode() if isinstance(data, str) else data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = f"一级指标{delimiter}指标值\r\n产出指标{delimiter}≥95%\r\n"
    document = read(text.encode(encoding))
    assert document.grids[0].texts() == [["一级指标", "指标值"], ["产出指标", "≥95%"]]
    assert str(document.grids[0].at(1, 1).place) == "第2行第2列"


@given(rows)
def test_what_is_written_is_read(given: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(given)
    data = ("列一,列二,列三\r\n" + file.getvalue()).encode()
    if b"<" in data:
        return  # may be a page
    assert read(data).grids[0].texts()[1:] == given


def test_quoted_fields_hold_lines_and_delimiters() -> None:
    document = read('项目,目标\n会议费,"开好,会议\n第二行"\n培训费,"""好"""\n')
    assert document.grids[0].texts()[1:] == [["会议费", "开好,会议\n第二行"], ["培训费", '"好"']]


def test_a_mark_that_is_never_closed_is_a_mark() -> None:
    document = read('项目,目标\n会议费,"开好会议\n培训费,好\n差旅费,好\n')
    assert document.grids[0].rows == 4
    assert [problem.code for problem in document.problems] == ["D11"]


def test_the_line_that_names_the_delimiter() -> None:
    assert read("sep=|\n项目|金额\n会议费|3\n").grids[0].texts() == [["项目", "金额"], ["会议费", "3"]]


def test_lines_with_bars_are_a_grid_among_text() -> None:
    document = read("目标表\n\n| 一级指标 | 指标值 |\n|---|:--:|\n| 产出指标 | ≥95% |\n| | ≥98% |\n\n注：无。\n")
    assert [grid.texts() for grid in document.grids] == [[["一级指标", "指标值"], ["产出指标", "≥95%"], ["", "≥98%"]]]
    assert [text.text for text in document.texts] == ["目标表", "注：无。"]
    assert str(document.grids[0].place) == "表1"


def test_lines_with_tabs_are_a_grid_among_text() -> None:
    document = read("很长的说明文字。\n" * 9 + "一级指标\t指标值\n产出指标\t≥95%\n" + "说明。\n" * 9)
    assert [grid.texts() for grid in document.grids] == [[["一级指标", "指标值"], ["产出指标", "≥95%"]]]
    assert len(document.texts) == 18


def test_boxes_of_characters() -> None:
    document = read("说明\n┌────┬────┐\n│ 指标 │ 值 │\n├────┼────┤\n│ 次数 │ 3 │\n└────┴────┘\n")
    assert [grid.texts() for grid in document.grids] == [[["指标", "值"], ["次数", "3"]]]


def test_prose_is_no_table() -> None:
    document = read("第一段，有逗号, 和空格。\n第二段。\n第三段, 也有。\n没有\n没有\n没有\n")
    assert document.kind == "text"
    assert document.grids == ()
