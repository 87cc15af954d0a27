"""XLS workbooks as documents: the same texts as XLSX, by xlrd."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import pytest
import xlrd
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from perfmodel import ParseError
from perfmodel._internal.optional import install_command
from tests.workbooks import codes, read, seen, sheet_xml, workbook


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def style(pattern: str) -> Any:
    return xlwt.easyxf(num_format_str=pattern)


def test_numbers_dates_and_kinds() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("目标表")
    cells: list[tuple[Any, str, str]] = [
        ("≥95%", "General", "≥95%"), (0.95, "0%", "95%"), (203466.33, "#,##0.00", "203,466.33"), (0.1 + 0.2, "General", "0.3"),
        (12.5, '0.0"万元"', "12.5万元"), (datetime.date(2025, 1, 1), 'yyyy"年"m"月"d"日"', "2025年1月1日"), (True, "General", "TRUE"),
        (3, "General", "3"), (-5, "0_);(0)", "(5)"), ("a\r\nb", "General", "a\nb"),
    ]  # fmt: skip
    for at, (value, pattern, _) in enumerate(cells):
        sheet.write(0, at, value, style(pattern))
    document = read(saved(book))
    assert document.kind == "xls"
    assert document.grids[0].texts() == [[shown for _, _, shown in cells]]
    assert str(document.grids[0].at(0, 1).place) == "目标表!B1"


def test_what_is_hidden_is_left_out_and_said() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row in range(3):
        for column in range(3):
            sheet.write(row, column, f"r{row}c{column}")
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    hidden = book.add_sheet("密")
    hidden.write(0, 0, "x")
    hidden.visibility = 1
    document = read(saved(book))
    assert [grid.texts() for grid in document.grids] == [[["r0c0", "r0c1"], ["r2c0", "r2c1"]]]
    assert set(codes(document)) == {"D01"}
    assert len(document.problems) == 3


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 8), st.integers(0, 6)),
        st.one_of(st.text("产出指标≥95%a", min_size=1, max_size=5), st.integers(-(10**6), 10**6)),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_sheet_is_what_xlrd_has(values: dict[tuple[int, int], Any]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for (row, column), value in values.items():
        sheet.write(row, column, value)
    data = saved(book)
    oracle = xlrd.open_workbook(file_contents=data).sheet_by_index(0)
    grid = read(data).grids[0]
    for cell in grid.cells:
        value = oracle.cell_value(cell.row, cell.column)
        assert cell.text == (str(int(value)) if isinstance(value, float) else value)
    assert (grid.rows, grid.columns) == (oracle.nrows, oracle.ncols)


def test_merges() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 0, 0, 2, "标题")
    sheet.write_merge(1, 2, 0, 0, "产出")
    sheet.write(1, 1, "a")
    sheet.write(2, 2, "b")
    assert seen(read(saved(book)).grids[0]) == [
        ("标题", 0, 0, 1, 3), ("产出", 1, 0, 2, 1), ("a", 1, 1, 1, 1), ("", 1, 2, 1, 1), ("", 2, 1, 1, 1), ("b", 2, 2, 1, 1)
    ]  # fmt: skip


def test_what_the_name_says_makes_no_difference() -> None:
    page = io.BytesIO("<html><table><tr><td>甲</table>".encode("gb18030"))
    page.name = "表.xls"
    from perfmodel import read_document

    assert read_document(page).kind == "html"
    new = io.BytesIO(workbook(sheet_xml("<row><c><v>1</v></c></row>")))
    new.name = "表.xls"
    assert read_document(new).kind == "xlsx"


def test_damaged_workbooks_are_named() -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "x" * 100)
    data = saved(book)
    for at in (600, 1000, 2000, len(data) // 2):
        try:
            read(data[:at])
        except ParseError as error:
            assert "损坏" in error.message or "未知" in error.message
    for at in range(512, len(data), 97):
        with_hole = data[:at] + b"\xff" * 40 + data[at + 40 :]
        try:
            read(with_hole)
        except ParseError:
            continue


def test_without_xlrd_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from perfmodel import MissingExtra

    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "x")
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(MissingExtra, match=re.escape(install_command("xls"))):
        read(saved(book))
