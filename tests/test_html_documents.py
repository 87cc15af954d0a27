"""HTML pages as documents, with the standard library alone."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given

from perfmodel import Document, Limits, ParseError, read_document
from tests.drawn_pdf import Table
from tests.grid_strategies import tables


def read(page: str | bytes, **options: Any) -> Document:
    return read_document(io.BytesIO(page.encode() if isinstance(page, str) else page), **options)


def cells(page: str) -> list[tuple[int, int, int, int, str]]:
    [grid] = read(page).grids
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]


@given(tables())
def test_what_is_written_is_read(table: Table) -> None:
    rows: list[str] = []
    for row in range(len(table.heights)):
        inside = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.column)
        rows.append("".join(f"<td rowspan={c.row_span} colspan={c.column_span}>{c.text}</td>" for c in inside))
    assert cells("<table><tr>" + "</tr><tr>".join(rows) + "</tr></table>") == table.truth()
    # A browser needs none of the end tags.
    assert cells("<table><tr>" + "<tr>".join(rows).replace("</td>", "") + "</table>") == table.truth()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("产出<br>指标", "产出\n指标"),
        ("<p>一</p><p>二</p>", "一\n二"),
        (" 产出\n  指标 ", "产出 指标"),
        ("&nbsp;", ""),
        ("&ge;95&#37;", "≥95%"),
        ("m<sup>2</sup>", "m2"),
        ("<b>一</b><span>二</span>", "一二"),
        ("甲<span style='display:none'>乙</span>丙", "甲丙"),
        ("甲<span hidden>乙</span>丙", "甲丙"),
        ("甲<script>if (a<b) {}</script>乙", "甲乙"),
        ("<input value='12'>", "12"),
        ("<input type=hidden value='12'>", ""),
        ("<input type=checkbox checked>是<input type=radio>否", "☑是□否"),
        ("<select><option>甲<option selected>乙</select>", "乙"),
        ("<select><option>甲</option><option>乙</option></select>丙", "甲丙"),
        ("<textarea>多行\n文</textarea>", "多行\n文"),
        ("<ruby>绩<rp>(</rp><rt>jì</rt><rp>)</rp></ruby>效", "绩效"),
        ("绩<wbr>效&shy;目\u200b标", "绩效目标"),
        ("&emsp;&emsp;缩进\u3000", "缩进"),
        ("a<3<b>次</b>", "a<3次"),
        ("<!-- 注 -->甲", "甲"),
        ("<div hidden>乙<div>丙</div></div>甲", "甲"),
    ],
)
def test_text_of_a_cell(cell: str, text: str) -> None:
    assert cells(f"<table><tr><td>{cell}</td><td>次</td></tr></table>")[0][4] == text


def test_hidden_rows_and_cells_are_left_out_and_said() -> None:
    page = "<table><tr><td>甲<td style='display: none'>乙<td>丙<tr hidden><td>丁<tr><td>戊<td>己</table>"
    document = read(page)
    assert document.grids[0].texts() == [["甲", "丙"], ["戊", "己"]]
    assert [problem.code for problem in document.problems] == ["D01"]


def test_an_invisible_cell_keeps_its_place() -> None:
    document = read("<table><tr><td style='VISIBILITY: hidden'>甲<td>乙<tr><td>丙<td>丁</table>")
    assert document.grids[0].texts() == [["", "乙"], ["丙", "丁"]]
    assert [problem.code for problem in document.problems] == ["D01"]


def test_a_tag_that_never_ends_is_text() -> None:
    document = read("<table><tr><td>甲<td>若x<y则")
    assert document.grids[0].texts() == [["甲", "若x<y则"]]


def test_a_span_ends_with_its_group_and_a_foot_comes_last() -> None:
    page = (
        "<table><thead><tr><td rowspan=9>头<td>值<tfoot><tr><td>合计<td>3"
        "<tbody><tr><td rowspan=0>甲<td>1<tr><td>2</table>"
    )
    assert cells(page) == [
        *((0, 0, 1, 1, "头"), (0, 1, 1, 1, "值"), (1, 0, 2, 1, "甲"), (1, 1, 1, 1, "1"), (2, 1, 1, 1, "2")),
        *((3, 0, 1, 1, "合计"), (3, 1, 1, 1, "3")),
    ]


def test_a_table_within_a_table_is_a_grid_of_its_own() -> None:
    document = read("前<table><tr><td>外<table><tr><td>内<td>里</table>后<td>右</table>末")
    assert [grid.texts() for grid in document.grids] == [[["外\n后", "右"]], [["内", "里"]]]
    assert [str(grid.place) for grid in document.grids] == ["表1", "表2"]
    assert [text.text for text in document.texts] == ["前", "末"]


def test_gb2312_means_gb18030() -> None:
    page = '<meta charset="gb2312"><table><tr><td>镕𠮷<td>≥95%</table>'.encode("gb18030")
    assert read(page).grids[0].texts() == [["镕𠮷", "≥95%"]]


def test_a_few_damaged_bytes_are_said() -> None:
    page = "<table><tr><td>甲".encode("gb18030") * 100 + b"\xff\n"
    document = read(page)
    assert "D12" in [problem.code for problem in document.problems]


@pytest.mark.parametrize(
    ("page", "limit"),
    [
        ("<table>" + "<tr><td rowspan=65534 colspan=1000>x" * 3000, "positions"),
        ("<table>" + "<tr><td colspan=1000 rowspan=65534>x<td>y" * 5000 + "</table>", "positions"),
        ("<table><tr><td>x</table>" * 30_000, "grids"),
    ],
)
def test_bounds(page: str, limit: str) -> None:
    with pytest.raises(ParseError, match=rf"limits\.{limit}"):
        read(page)


def test_spans_as_large_as_html_has_them_are_cut_at_the_table() -> None:
    [grid] = read("<table><tr><td rowspan=65534>甲<td>乙<tr><td>丙</table>").grids
    assert (grid.rows, grid.columns) == (2, 2)


def test_tables_nested_by_the_ten_thousand() -> None:
    document = read("<table><tr><td>甲" * 20_000)
    assert len(document.grids) == Limits().nesting
    assert [problem.code for problem in document.problems] == ["D05"]


def test_elements_without_end() -> None:
    assert len(read("<div>" * 200_000 + "<table><tr><td>甲<td>乙</table>" + "</b>" * 200_000).grids) == 1
