"""The tables of a year as an Excel file: a sheet of projects, a sheet of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfmodel.reports.own_output import OWN_OUTPUT_MARK
from perfmodel.spreadsheets.workbook import ListFormats, print_list, workbook_bytes, write_list
from perfmodel.year_results.columns import RESULT_LEVELS, shown_rows

if TYPE_CHECKING:
    from perfmodel.year_results.results import Results

__all__ = ["xlsx_bytes"]

_SHEET_NAMES = {"project": ("项目", "projects"), "indicator": ("指标", "indicators"), "unread": ("未读出", "not read")}


def xlsx_bytes(found: Results, lang: str = "zh") -> bytes:
    """Return the Excel file of a year.

    >>> from perfmodel.year_results.results import Results
    >>> xlsx_bytes(Results())[:2]
    b'PK'
    """

    def write(workbook: Any) -> None:
        workbook.set_custom_property("generator", OWN_OUTPUT_MARK)
        formats = ListFormats(workbook)
        for level in RESULT_LEVELS:
            _add_sheet(workbook, _SHEET_NAMES[level][lang == "en"], *shown_rows(found, level, lang), formats)
        if found.unread:
            heads = ["file", "why"] if lang == "en" else ["文件", "原因"]
            rows = [[file.name, file.en if lang == "en" else file.zh] for file in found.unread]
            _add_sheet(workbook, _SHEET_NAMES["unread"][lang == "en"], heads, rows, formats)

    return workbook_bytes(write)


def _add_sheet(workbook: Any, name: str, heads: list[str], rows: list[list[Any]], formats: ListFormats) -> None:
    sheet = workbook.add_worksheet(name)
    write_list(sheet, heads, rows, formats)
    print_list(sheet, len(rows), len(heads), frozen_columns=3)
