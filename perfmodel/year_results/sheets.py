"""The tables of a year as an Excel file: a sheet of projects, a sheet of indicators."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from perfmodel._internal.optional import require
from perfmodel.reports.own_output import OWN_OUTPUT_MARK
from perfmodel.source.characters import width
from perfmodel.spreadsheets.cells import LONGEST_CELL_TEXT, as_number, cell_text, cut, number_text
from perfmodel.spreadsheets.paging import A3
from perfmodel.spreadsheets.xlsx import WORKBOOK_OPTIONS, write_text
from perfmodel.year_results.columns import RESULT_LEVELS, shown_rows

if TYPE_CHECKING:
    from perfmodel.year_results.results import Results

__all__ = ["xlsx_bytes"]

_SHEET_NAMES = {"project": ("项目", "projects"), "indicator": ("指标", "indicators"), "unread": ("未读出", "not read")}
_NARROWEST_COLUMN, _WIDEST_COLUMN = 8, 40
# A sheet has no more, with the row of headings.
_MOST_SHEET_ROWS = 1_048_575


def xlsx_bytes(found: Results, lang: str = "zh") -> bytes:
    """Return the Excel file of a year.

    >>> from perfmodel.year_results.results import Results
    >>> xlsx_bytes(Results())[:2]
    b'PK'
    """
    library = require("xlsxwriter", "xlsx")
    stream = BytesIO()
    workbook = library.Workbook(stream, WORKBOOK_OPTIONS)
    workbook.set_custom_property("generator", OWN_OUTPUT_MARK)
    looks = {"text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 10, "border": 1}
    head = workbook.add_format({**looks, "bold": True, "bg_color": "#EDEDED", "align": "center"})
    plain = workbook.add_format(looks)
    for level in RESULT_LEVELS:
        heads, rows = shown_rows(found, level, lang)
        _sheet(workbook.add_worksheet(_SHEET_NAMES[level][lang == "en"]), heads, rows, head, plain)
    if found.unread:
        heads = ["file", "why"] if lang == "en" else ["文件", "原因"]
        rows = [[file.name, file.en if lang == "en" else file.zh] for file in found.unread]
        _sheet(workbook.add_worksheet(_SHEET_NAMES["unread"][lang == "en"]), heads, rows, head, plain)
    workbook.close()
    return stream.getvalue()


def _sheet(sheet: Any, heads: list[str], rows: list[list[Any]], head: Any, plain: Any) -> None:
    if len(rows) > _MOST_SHEET_ROWS:
        raise ValueError(f"行数 {len(rows)} 超过一张工作表能有的 / more rows than a sheet has: {len(rows)}")
    for at, name in enumerate(heads):
        texts = ["", *(str(row[at]) for row in rows[:200] if row[at] is not None)]
        sheet.set_column(at, at, min(_WIDEST_COLUMN, max(_NARROWEST_COLUMN, *(width(text) + 2 for text in texts))))
        sheet.write_string(0, at, name, head)
    for down, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            _write(sheet, down, at, value, plain)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(A3.number)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, row: int, column: int, value: Any, plain: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, plain)
    elif isinstance(value, Decimal):
        number = as_number(value)
        if number is None:
            sheet.write_string(row, column, number_text(value), plain)
        else:
            sheet.write_number(row, column, number, plain)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, plain)
    else:
        write_text(sheet, row, column, cut(cell_text(value), LONGEST_CELL_TEXT), plain, plain)
