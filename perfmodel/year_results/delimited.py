"""The tables of a year as CSV that a spreadsheet can open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfmodel.spreadsheets.delimited import delimited_text
from perfmodel.year_results.columns import shown_rows

if TYPE_CHECKING:
    from perfmodel.year_results.results import Results

__all__ = ["csv_text"]


def csv_text(found: Results, level: str, lang: str) -> str:
    """Return the rows of a level as CSV with headings, with lines that end in CR LF as RFC 4180 has them."""
    heads, rows = shown_rows(found, level, lang)
    return delimited_text([heads, *rows])
