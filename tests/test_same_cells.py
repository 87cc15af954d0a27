"""One workbook, saved as XLSX, XLS, HTML and CSV, and by LibreOffice as PDF and DOCX: the same cells."""

from __future__ import annotations

import csv
import io
import shutil
from html import escape

import docx as python_docx
import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from openpyxl.styles import Alignment, Border, Side

from perfmodel import Grid
from tests.drawn_pdf import Table
from tests.grid_strategies import tables
from tests.workbooks import read

FORM: list[tuple[str, int, int, int, int]] = [
    ("项目支出绩效目标表", 0, 0, 1, 4), ("项目名称", 1, 0, 1, 1), ("会议费", 1, 1, 1, 3), ("一级指标", 2, 0, 1, 1),
    ("二级指标", 2, 1, 1, 1), ("三级指标", 2, 2, 1, 1), ("指标值", 2, 3, 1, 1), ("产出指标", 3, 0, 2, 1), ("数量指标", 3, 1, 1, 1),
    ("会议次数", 3, 2, 1, 1), ("≥2次", 3, 3, 1, 1), ("质量指标", 4, 1, 1, 1), ("合格率", 4, 2, 1, 1), ("95%", 4, 3, 1, 1),
    ("满意度指标", 5, 0, 1, 1), ("服务对象满意度", 5, 1, 1, 1), ("参会人员满意度", 5, 2, 1, 1), ("≥90%", 5, 3, 1, 1),
]  # fmt: skip


def texts(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    """Cells with text, blanks and line ends taken out."""
    return [
        ("".join(cell.text.split()), cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.text.strip()
    ]


def xlsx(cells: list[tuple[str, int, int, int, int]], number: bool = True) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    thin = Side(style="thin")
    for text, row, column, row_span, column_span in cells:
        for down in range(row_span):
            for across in range(column_span):
                sheet.cell(row + down + 1, column + across + 1).border = Border(thin, thin, thin, thin)
        if row_span > 1 or column_span > 1:
            sheet.merge_cells(
                start_row=row + 1, start_column=column + 1, end_row=row + row_span, end_column=column + column_span
            )
        cell = sheet.cell(row + 1, column + 1)
        cell.alignment = Alignment(wrap_text=True)
        if text == "95%" and number:
            cell.value, cell.number_format = 0.95, "0%"
        elif text:
            cell.value = text
            cell.data_type = "s"
    for letter in "ABCDEFGH":
        sheet.column_dimensions[letter].width = 14
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(cells: list[tuple[str, int, int, int, int]]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for text, row, column, row_span, column_span in cells:
        if row_span > 1 or column_span > 1:
            sheet.write_merge(row, row + row_span - 1, column, column + column_span - 1, text)
        elif text == "95%":
            sheet.write(row, column, 0.95, xlwt.easyxf(num_format_str="0%"))
        else:
            sheet.write(row, column, text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def docx(cells: list[tuple[str, int, int, int, int]]) -> bytes:
    document = python_docx.Document()
    rows = max(row + span for _, row, _, span, _ in cells)
    columns = max(column + span for _, _, column, _, span in cells)
    table = document.add_table(rows, columns, style="Table Grid")
    for text, row, column, row_span, column_span in cells:
        cell = table.cell(row, column)
        if row_span > 1 or column_span > 1:
            cell = cell.merge(table.cell(row + row_span - 1, column + column_span - 1))
        cell.text = text
    document.add_paragraph("附注")  # LibreOffice writes no table into a .doc where nothing is behind it
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def html(cells: list[tuple[str, int, int, int, int]]) -> bytes:
    rows = max(row + span for _, row, _, span, _ in cells)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td rowspan={down} colspan={across}>{escape(text)}</td>"
            for text, row, _, down, across in sorted(cells, key=lambda each: each[1:3])
            if row == at
        )
        + "</tr>"
        for at in range(rows)
    )
    return f"<html><body><table>{body}</table></body></html>".encode()


def test_a_form_in_four_formats() -> None:
    for data in (xlsx(FORM), xls(FORM), html(FORM)):
        assert texts(read(data).grids[0]) == FORM
    rows = [[""] * 4 for _ in range(6)]
    for text, row, column, _, _ in FORM:
        rows[row][column] = text
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    assert read(written.getvalue().encode("gb18030")).grids[0].texts() == rows


@given(tables())
@settings(max_examples=60, deadline=None)
def test_any_grid_in_three_formats(table: Table) -> None:
    cells = [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]
    if not any(text for text, *_ in cells):
        return
    expected = [("".join(text.split()), *where) for text, *where in sorted(cells, key=lambda each: each[1:3]) if text]
    found = [texts(read(data).grids[0]) for data in (xlsx(cells, number=False), xls(cells), html(cells))]
    assert found == [expected] * 3


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LIBREOFFICE IS NOT INSTALLED: PDF and DOCX are not compared"
)
def test_a_form_through_libreoffice() -> None:
    from perfmodel.files.budget import Budget
    from perfmodel.files.doc import converted

    assert texts(read(converted(xlsx(FORM), "xlsx", "pdf", Budget())).grids[0]) == FORM
    assert texts(read(docx(FORM)).grids[0]) == FORM
    for ending in ("docx", "doc"):
        assert texts(read(converted(docx(FORM), "docx", ending, Budget())).grids[0]) == FORM
