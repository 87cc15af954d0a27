"""Files to the model: forms in a long PDF against pdfplumber's tables, in workbooks against openpyxl, a list of 50 000 rows."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from perfmodel import read_document
from tests.benchmarks.conftest import Against, Figures, against_pdfplumber, indicators_of_projects
from tests.drawn_pdf import Drawn, Style, Table, draw_table, draw_text, pdf

ROOT = Path(__file__).parent.parent.parent
_HEAD = ["一级指标", "二级指标", "三级指标", "指标值"]
_LEVELS = [
    ("产出指标", ["数量指标", "质量指标", "时效指标"]),
    ("效益指标", ["社会效益", "经济效益"]),
    ("满意度指标", ["服务对象满意度"]),
]
_INDICATORS_A_LEVEL = 4
# What one process reads out of a workbook, and what it takes: seconds and the most memory, in megabytes.
_READ_ALONE = """
import sys, time, resource
from perfmodel import read_document
start = time.process_time()
document = read_document(sys.argv[1])
count = sum(len(project.indicators) for project in document.projects)
print(count, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _form(number: int) -> list[Drawn]:
    """The cells of a form: a head block, and indicators whose levels are merged downwards."""
    labels = [("项目名称", f"公共卫生服务项目（第{number}批）"), ("主管部门", "某市卫生健康局"), ("年度资金总额（万元）", f"{number}.50"),
              ("年度目标", "完成培训，服务对象满意度达到90%以上，各项指标按期完成。")]  # fmt: skip
    cells = [
        Drawn(row, at, text, 1, 3 if at else 1) for row, texts in enumerate(labels) for at, text in enumerate(texts)
    ]
    row = len(labels)
    cells += [Drawn(row, column, text) for column, text in enumerate(_HEAD)]
    row += 1
    for level1, names in _LEVELS:
        cells.append(Drawn(row, 0, level1, _INDICATORS_A_LEVEL * len(names)))
        for level2 in names:
            cells.append(Drawn(row, 1, level2, _INDICATORS_A_LEVEL))
            for at in range(_INDICATORS_A_LEVEL):
                cells += [Drawn(row, 2, f"{level2}指标{at + 1}"), Drawn(row, 3, f"≥{row + at + number}%")]
                row += 1
    return cells


def _rows(cells: list[Drawn]) -> int:
    return max(cell.row + cell.row_span for cell in cells)


def _indicators() -> int:
    return _INDICATORS_A_LEVEL * sum(len(names) for _, names in _LEVELS)


def _forms_pdf(pages: int) -> bytes:
    """A form on each page, below its title."""

    def draw(canvas: Canvas) -> None:
        for page in range(pages):
            cells = _form(page)
            draw_text(canvas, "2025年项目支出绩效目标表", 40, 400, 830, 810, 12, Style())
            draw_table(canvas, Table(cells, [90, 100, 190, 120], [22] * _rows(cells)), 40, 800, Style())
            canvas.showPage()

    return pdf(draw)


def _workbook(openpyxl: Any) -> bytes:
    """A form in a workbook, as people fill it in: every cell has borders."""
    from openpyxl.styles import Alignment, Border, Side

    side = Side(style="thin")
    border, wrapped = Border(side, side, side, side), Alignment(wrap_text=True, vertical="center")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2025年项目支出绩效目标表"])
    for cell in _form(1):
        first, last = (cell.row + 2, cell.column + 1), (cell.row + 1 + cell.row_span, cell.column + cell.column_span)
        sheet.cell(*first).value = cell.text
        if first != last:
            sheet.merge_cells(start_row=first[0], start_column=first[1], end_row=last[0], end_column=last[1])
    for row in sheet.iter_rows():
        for cell in row:
            cell.border, cell.alignment = border, wrapped
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_pdf(quick: bool, figures: Figures) -> None:
    """One run of each on the same file."""
    pages = 4 if quick else 200
    data = _forms_pdf(pages)
    counts, figures["pdf"] = against_pdfplumber(data, pages, indicators_of_projects)
    assert counts == [_indicators()] * pages


@pytest.mark.benchmark(group="documents")
def test_workbooks(against: Against, figures: Figures) -> None:
    """A form to its model, against what openpyxl takes to open it."""
    openpyxl = pytest.importorskip("openpyxl")
    data = _workbook(openpyxl)
    assert [len(project.indicators) for project in read_document(BytesIO(data)).projects] == [_indicators()]
    found = against(lambda: read_document(BytesIO(data)).tables, lambda: openpyxl.load_workbook(BytesIO(data)))
    figures["workbooks"] = found | {"indicators": _indicators(), "a_second": 1 / found["ours"]}


def test_rows(quick: bool, figures: Figures, tmp_path: Path) -> None:
    """A list as budget systems export it, a row an indicator, in a process of its own."""
    openpyxl = pytest.importorskip("openpyxl")
    rows = 500 if quick else 50_000
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["单位名称", "项目名称", *_HEAD, "计量单位", "备注"])
    for row in range(rows):
        project = row // 20
        sheet.append([f"单位{project // 10}", f"公共卫生服务项目（第{project}批）", "产出指标", "数量指标" if row % 2 else "质量指标",
                      f"培训人次（第{row}批）", f"≥{row % 97}", "人次", ""])  # fmt: skip
    book.save(path)
    done = subprocess.run(
        [sys.executable, "-c", _READ_ALONE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    count, seconds, megabytes = map(float, done.stdout.split())
    assert count == rows
    figures["rows"] = {"rows": rows, "seconds": seconds, "megabytes": megabytes}
