"""Files to cells: a long PDF against pdfplumber's tables, forms in workbooks against openpyxl, 50 000 rows."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from perfmodel import read_document
from tests.benchmarks.conftest import Against, Figures, against_pdfplumber, rows_of_grids
from tests.drawn_pdf import paged, rows_of

ROOT = Path(__file__).parent.parent.parent
_HEAD = ["一级指标", "二级指标", "三级指标", "指标值"]
_ROWS_A_PAGE = 30
# What one process does with a workbook, and what it takes: seconds and the most memory, in megabytes.
_READ_ALONE = """
import sys, time, resource
from perfmodel import read_document
start = time.process_time()
cells = sum(len(grid.cells) for grid in read_document(sys.argv[1]).grids)
print(cells, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _form(openpyxl: Any, indicators: int) -> bytes:
    """A form of so many indicators, as people fill it in: every cell has borders, levels are merged."""
    from openpyxl.styles import Alignment, Border, Side

    side = Side(style="thin")
    border, wrapped = Border(side, side, side, side), Alignment(wrap_text=True, vertical="center")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目名称", "公共卫生服务项目", "主管部门", "某市卫生健康局"])
    sheet.append(_HEAD)
    for number in range(indicators):
        sheet.append(["产出指标", "数量指标", f"培训人次（第{number}批）", number / 100])
        sheet.cell(number + 3, 4).number_format = "0%"
    for row in sheet.iter_rows():
        for cell in row:
            cell.border, cell.alignment = border, wrapped
    sheet.merge_cells(start_row=3, end_row=indicators + 2, start_column=1, end_column=1)
    for start in range(3, indicators + 3, 5):
        sheet.merge_cells(start_row=start, end_row=start + 4, start_column=2, end_column=2)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_pdf(quick: bool, figures: Figures) -> None:
    """One run of each on the same file: the rules of a table on every page, its head repeated."""
    pages = 4 if quick else 200
    texts = [["产出指标", "数量指标", f"展览场次{row}", f"≥{row}场"] for row in range(pages * _ROWS_A_PAGE - 1)]
    data, count = paged(rows_of(_HEAD, *texts), range(_ROWS_A_PAGE, pages * _ROWS_A_PAGE, _ROWS_A_PAGE), 1)
    assert count == pages
    rows, figures["pdf"] = against_pdfplumber(data, pages, rows_of_grids)
    assert rows == [pages * _ROWS_A_PAGE]


@pytest.mark.benchmark(group="files")
def test_workbooks(against: Against, figures: Figures) -> None:
    """A form of 100 indicators, merged downwards, against what openpyxl takes to open it."""
    openpyxl = pytest.importorskip("openpyxl")
    data = _form(openpyxl, 100)
    cells = sum(len(grid.cells) for grid in read_document(BytesIO(data)).grids)
    found = against(lambda: read_document(BytesIO(data)), lambda: openpyxl.load_workbook(BytesIO(data)))
    figures["workbooks"] = found | {"cells": cells, "a_second": cells / found["ours"]}


def test_rows(quick: bool, figures: Figures, tmp_path: Path) -> None:
    """A list as budget systems export it: twenty columns, in a process of its own."""
    openpyxl = pytest.importorskip("openpyxl")
    rows = 500 if quick else 50_000
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in range(rows):
        texts = (f"文字{row * column % 5000}" for column in range(14))
        sheet.append([f"单位{row % 300}", *texts, row, row * 1.37, row / 3, f"≥{row % 97}", "产出指标"])
    book.save(path)
    done = subprocess.run(
        [sys.executable, "-c", _READ_ALONE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    cells, seconds, megabytes = map(float, done.stdout.split())
    assert cells == rows * 20
    figures["rows"] = {"rows": rows, "columns": 20, "seconds": seconds, "megabytes": megabytes}
