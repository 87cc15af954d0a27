"""One form saved as XLSX, XLS, HTML and CSV, and by LibreOffice as PDF and DOCX: the same cells, and an equal table."""

from __future__ import annotations

import csv
import io
import shutil

import pytest

from perfmodel import Document
from perfmodel.model.table import TargetTable
from tests.test_same_cells import docx, html, texts, xls, xlsx
from tests.workbooks import read

Cells = list[tuple[str, int, int, int, int]]

_LEVELS = [
    ("产出指标", ["数量指标", "质量指标", "时效指标", "成本指标"]),
    ("效益指标", ["经济效益指标", "社会效益指标", "生态效益指标"]),
    ("满意度指标", ["服务对象满意度指标"]),
]
GOAL = "完成年度培训任务，开展活动不少于4场次，服务对象满意度达到90%以上；各项指标按期完成，资金支付进度符合要求。"


def form(indicators: int, merged: bool, goals: int = 1) -> Cells:
    """A form with so many indicators a category; its levels are merged downwards, or blank below the first."""
    head = [
        ("项目名称", "公共卫生服务项目"),
        ("实施单位", "某市卫生健康局"),
        ("年度资金总额（万元）", "203,466.33"),
        ("年度目标", GOAL * goals),
    ]
    cells: Cells = [("2025年项目支出绩效目标表", 0, 0, 1, 4)]
    for row, (label, value) in enumerate(head, 1):
        cells += [(label, row, 0, 1, 1), (value, row, 1, 1, 3)]
    row = len(head) + 1
    cells += [(text, row, at, 1, 1) for at, text in enumerate(["一级指标", "二级指标", "三级指标", "指标值"])]
    row += 1
    for level1, names in _LEVELS:
        cells.append((level1, row, 0, indicators * len(names) if merged else 1, 1))
        for level2 in names:
            cells.append((level2, row, 1, indicators if merged else 1, 1))
            for at in range(indicators):
                cells += [(f"{level2[:-2]}完成情况{at + 1}", row, 2, 1, 1), (f"≥{row + at}%", row, 3, 1, 1)]
                if not merged:
                    cells += [("", row, 0, 1, 1)] * (at > 0 or level2 != names[0]) + [("", row, 1, 1, 1)] * (at > 0)
                row += 1
    return sorted(cells, key=lambda each: each[1:3])


def comma_separated(cells: Cells) -> bytes:
    """The form as CSV, which knows no spans."""
    rows = [[""] * 4 for _ in range(max(cell[1] for cell in cells) + 1)]
    for text, row, column, _, _ in cells:
        rows[row][column] = text
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("gb18030")


def filled(cells: Cells) -> Cells:
    return [cell for cell in cells if cell[0]]


def height(cell: tuple[str, int, int, int, int]) -> float:
    """How high the row of a cell is to be, in points, where its columns hold nine characters a line."""
    return 16.0 * (1 + len(cell[0]) // (9 * cell[4]))


def with_room(book: bytes, cells: Cells) -> bytes:
    """A workbook with columns and rows large enough for what is in them: what has no room is not printed."""
    import openpyxl
    from openpyxl.worksheet.properties import PageSetupProperties

    loaded = openpyxl.load_workbook(io.BytesIO(book))
    sheet = loaded.active
    for letter in "ABCD":
        sheet.column_dimensions[letter].width = 22
    for cell in cells:
        _text, row, _column, _row_span, column_span = cell
        if column_span > 1:
            sheet.row_dimensions[row + 1].height = height(cell)
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    file = io.BytesIO()
    loaded.save(file)
    return file.getvalue()


def table_of(document: Document) -> TargetTable:
    [table] = document.tables
    return table


SHORT = {"merged": form(2, True), "blank below": form(2, False)}
LONG = {
    "merged, over pages": form(9, True),
    "blank below, over pages": form(9, False, 12),
    "a goal over a page end": form(7, True, 30),
}
# A row of a sheet is no higher than this, in points: what has no room is not printed.
_HIGHEST_ROW = 409.0


@pytest.mark.parametrize("cells", [*SHORT.values(), *LONG.values()], ids=[*SHORT, *LONG])
def test_a_form_reads_equal_from_four_formats(cells: Cells) -> None:
    documents = [read(data) for data in (xlsx(cells), xls(cells), html(cells), comma_separated(cells))]
    assert [texts(document.grids[0]) for document in documents[:3]] == [filled(cells)] * 3
    tables = [table_of(document) for document in documents]
    assert tables[1:] == tables[:1] * 3
    assert len(tables[0].projects[0].indicators) == sum(text.startswith("≥") for text, *_ in cells)
    assert tables[0].projects[0].goal == next(text for text, row, column, *_ in cells if (row, column) == (4, 1))


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LIBREOFFICE IS NOT INSTALLED: tables of PDF and DOCX are not compared"
)
@pytest.mark.parametrize("cells", LONG.values(), ids=LONG)
def test_a_form_reads_equal_through_libreoffice(cells: Cells) -> None:
    from perfmodel.files.budget import Budget
    from perfmodel.files.doc import converted

    book, document = xlsx(cells), docx(cells)
    wanted = table_of(read(book))
    assert table_of(read(document)) == wanted
    ways = [(document, "docx", "pdf"), (document, "docx", "docx")]
    if max(map(height, cells)) <= _HIGHEST_ROW:
        ways.append((with_room(book, cells), "xlsx", "pdf"))
    for data, ending, other in ways:
        found = read(converted(data, ending, other, Budget()))
        assert [each for grid in found.grids for each in texts(grid)] == filled(cells), (ending, other)
        assert table_of(found) == wanted, (ending, other)
