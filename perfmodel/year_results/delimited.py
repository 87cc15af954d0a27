"""The tables of a year as CSV that a spreadsheet can open: no text becomes a formula."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

from perfmodel.source.characters import fold
from perfmodel.source.excerpt import visible
from perfmodel.year_results.columns import shown_rows

if TYPE_CHECKING:
    from perfmodel.year_results.results import Results

__all__ = ["csv_text", "harmless"]

_BEGIN_FORMULAS = ("=", "+", "-", "@", "|", "%")


def csv_text(found: Results, level: str, lang: str) -> str:
    """Return the rows of a level as CSV with headings, with lines that end in CR LF as RFC 4180 has them."""
    heads, rows = shown_rows(found, level, lang)
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 60 else str(value)
    return harmless(value) if isinstance(value, str) else str(value)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: behind an apostrophe where it begins as one.

    >>> harmless("=cmd|' /C calc'!A0"), harmless("≥95%"), harmless("＝100%")
    ("'=cmd|' /C calc'!A0", '≥95%', "'＝100%")
    """
    shown = "\n".join(map(visible, text.splitlines()))
    return f"'{shown}" if fold(shown).lstrip()[:1] in _BEGIN_FORMULAS else shown
