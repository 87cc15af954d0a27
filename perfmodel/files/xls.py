"""XLS and ET workbooks (Excel 97 to 2003, WPS), read with xlrd; numbers are shown by the formats of XLSX."""

from __future__ import annotations

import io
from typing import Any

from perfmodel._internal.optional import require
from perfmodel.errors import ParseError
from perfmodel.files.budget import Budget
from perfmodel.files.damage import Damage, damage_of
from perfmodel.files.detect import refuse_encrypted
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.ole import ole_stream
from perfmodel.files.problem import Problem, problem
from perfmodel.files.sheet import Sheet, grid_of
from perfmodel.files.sheet_values import Shown
from perfmodel.files.xls_records import Records, bounded_records

__all__ = ["read"]

_TEXT, _NUMBER, _DATE_CELL, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def read(data: bytes, budget: Budget) -> Document:
    """Read an XLS workbook: a grid for each sheet that is shown and has something in it."""
    xlrd = require("xlrd", "xls")
    if len(data) > budget.limits.xls_bytes:
        budget.refuse("xls_bytes")
    try:
        stream = ole_stream(data, ("Workbook", "Book")) if data.startswith(b"\xd0\xcf") else data
        records = bounded_records(stream, budget)
        book = xlrd.open_workbook(
            file_contents=records.stream, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        return _read(book, xlrd.error_text_from_code, records, budget)
    except ParseError:
        raise
    except MemoryError:
        raise
    # xlrd raises whatever comes up in a damaged file.
    except Exception as error:
        if "encrypted" in str(error):
            refuse_encrypted(budget.lang, budget.filename)
        zh, en = damage_of(error)
        raise ParseError(
            f"工作簿损坏或不完整，无法读取（{zh}）：请用 Excel 或 WPS 打开后另存为 .xlsx",
            f"the workbook is damaged or cut off and cannot be read ({en}): save it as .xlsx with Excel or WPS",
            filename=budget.filename,
            lang=budget.lang,
        ) from None


def _read(book: Any, errors: dict[int, str], records: Records, budget: Budget) -> Document:
    blocks: list[Grid | Text] = []
    problems: list[Problem] = []
    for at in range(book.nsheets):
        start = book._sh_abs_posn[at]
        if start not in records.costs:  # within another record: what xlrd would read there was not counted
            raise Damage("工作表的位置有误", "a sheet begins where no record does")
        # Several sheets may be listed that are one.
        budget.charge("xls_records", records.costs[start])
        sheet = book.sheet_by_index(at)
        if sheet.visibility:
            problems.append(problem("D01", what=f"工作表“{sheet.name}”", what_en=f"sheet “{sheet.name}”"))
        else:
            shown = Shown(bool(book.datemode))
            grid, said = grid_of(_sheet(book, sheet, shown, errors, budget), budget)
            problems += [*said, *shown.problems(sheet.name)]
            if start in records.noted:
                problems.append(problem("D19", what=f"工作表“{sheet.name}”", what_en=f"sheet “{sheet.name}”"))
            if grid is not None:
                blocks.append(grid)
        book.unload_sheet(at)
    return Document(tuple(blocks), problems=tuple(problems))


def _sheet(book: Any, sheet: Any, shown: Shown, errors: dict[int, str], budget: Budget) -> Sheet:
    found = Sheet(sheet.name)
    for first_row, end_row, first_column, end_column in sheet.merged_cells:
        budget.charge("merges")
        found.merges.append((first_row, end_row - 1, first_column, end_column - 1))
    found.hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    found.hidden_columns = [(column, column) for column, info in sheet.colinfo_map.items() if info.hidden]
    formats = [book.format_map[xf.format_key].format_str for xf in book.xf_list]
    for row in range(sheet.nrows):
        cells = zip(sheet.row_types(row), sheet.row_values(row), sheet.row(row), strict=True)
        for column, (kind, value, cell) in enumerate(cells):
            text = ""
            if kind == _TEXT:
                text = value.replace("\r\n", "\n").replace("\r", "\n")
            elif kind in (_NUMBER, _DATE_CELL):
                at = cell.xf_index or 0
                text = shown.number(repr(value), formats[at] if at < len(formats) else "General")
            elif kind == _BOOLEAN:
                text = "TRUE" if value else "FALSE"
            elif kind == _ERROR:
                text = errors.get(value, "#N/A")
            if text.strip():
                found.put(row, column, text)
    return found
