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


# A form with levels merged over rows, and numbers of which the formats make what is seen: value, format, text.
NUMBERS = {
    "95.50%": (0.955, "0.00%"), "2025年12月31日": (46022, 'yyyy"年"m"月"d"日"'), "2025/6/30": (45838, "yyyy/m/d"), "203,466.33": (203466.33, "#,##0.00"),
    "120": (120, "General"), "12.5万元": (12.5, '0.0"万元"'), "0.3": (0.1 + 0.2, "General"), "10": (10, "0"), "100%": (1, "0%"), "95%": (0.95, "0%"),
}  # fmt: skip
EVALUATION: list[tuple[str, int, int, int, int]] = [
    ("项目支出绩效目标申报表", 0, 0, 1, 6), ("（2025年度）", 1, 0, 1, 6), ("项目名称", 2, 0, 1, 2), ("基层卫生人员培训", 2, 2, 1, 2), ("主管部门", 2, 4, 1, 1),
    ("某市卫健委", 2, 5, 1, 1), ("项目资金（元）", 3, 0, 3, 2), ("年度资金总额", 3, 2, 1, 2), ("203,466.33", 3, 4, 1, 2), ("其中：财政拨款", 4, 2, 1, 2),
    ("12.5万元", 4, 4, 1, 2), ("其他资金", 5, 2, 1, 2), ("0.3", 5, 4, 1, 2), ("绩效指标", 6, 0, 7, 1), ("一级指标", 6, 1, 1, 1), ("二级指标", 6, 2, 1, 1),
    ("三级指标", 6, 3, 1, 1), ("指标值", 6, 4, 1, 1), ("权重", 6, 5, 1, 1), ("产出指标", 7, 1, 4, 1), ("数量指标", 7, 2, 2, 1), ("培训人次", 7, 3, 1, 1),
    ("120", 7, 4, 1, 1), ("10", 7, 5, 1, 1), ("培训期数", 8, 3, 1, 1), ("≥4期", 8, 4, 1, 1), ("10", 8, 5, 1, 1), ("质量指标", 9, 2, 1, 1),
    ("考核合格率", 9, 3, 1, 1), ("95.50%", 9, 4, 1, 1), ("10", 9, 5, 1, 1), ("时效指标", 10, 2, 1, 1), ("完成时间", 10, 3, 1, 1),
    ("2025年12月31日", 10, 4, 1, 1), ("10", 10, 5, 1, 1), ("满意度指标", 11, 1, 2, 1), ("服务对象满意度", 11, 2, 2, 1), ("学员满意度", 11, 3, 1, 1),
    ("100%", 11, 4, 1, 1), ("10", 11, 5, 1, 1), ("调查截止", 12, 3, 1, 1), ("2025/6/30", 12, 4, 1, 1), ("10", 12, 5, 1, 1),
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
        if text in NUMBERS and number:
            cell.value, cell.number_format = NUMBERS[text]
        elif text:
            cell.value = text
            cell.data_type = "s"
    sheet.page_setup.orientation = "landscape"
    for letter in "ABCDEFGH":
        sheet.column_dimensions[letter].width = 14
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(cells: list[tuple[str, int, int, int, int]], number: bool = True) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for text, row, column, row_span, column_span in cells:
        value, pattern = NUMBERS.get(text, (text, "General")) if number else (text, "General")
        style = xlwt.easyxf(num_format_str=pattern)
        if row_span > 1 or column_span > 1:
            sheet.write_merge(row, row + row_span - 1, column, column + column_span - 1, value, style)
        else:
            sheet.write(row, column, value, style)
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


FORMS = pytest.mark.parametrize("form", [FORM, EVALUATION], ids=["targets", "evaluation"])


@FORMS
def test_a_form_in_four_formats(form: list[tuple[str, int, int, int, int]]) -> None:
    for data in (xlsx(form), xls(form), html(form)):
        assert texts(read(data).grids[0]) == form
    height, width = max(cell[1] + cell[3] for cell in form), max(cell[2] + cell[4] for cell in form)
    rows = [[""] * width for _ in range(height)]
    for text, row, column, _, _ in form:
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
    found = [texts(read(data).grids[0]) for data in (xlsx(cells, number=False), xls(cells, number=False), html(cells))]
    assert found == [expected] * 3


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LIBREOFFICE IS NOT INSTALLED: PDF and DOCX are not compared"
)
@FORMS
def test_a_form_through_libreoffice(form: list[tuple[str, int, int, int, int]]) -> None:
    from perfmodel.files.budget import Budget
    from perfmodel.files.doc import converted

    for ending in ("pdf", "xls", "html"):
        assert texts(read(converted(xlsx(form), "xlsx", ending, Budget())).grids[0]) == form
    assert texts(read(docx(form)).grids[0]) == form
    for ending in ("docx", "doc"):
        assert texts(read(converted(docx(form), "docx", ending, Budget())).grids[0]) == form
