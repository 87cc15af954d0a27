"""Rows as CSV that a spreadsheet can open: no text becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from perfmodel.source.characters import fold
from perfmodel.source.excerpt import visible

__all__ = ["BYTE_ORDER_MARK", "delimited_text", "harmless"]

# Spreadsheets take a file without the mark for one of the system's own encoding.
BYTE_ORDER_MARK = "\ufeff"
_BEGIN_FORMULAS = ("=", "+", "-", "@", "|", "%")


def delimited_text(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows of text, numbers and None as CSV, with lines that end in CR LF as RFC 4180 has them.

    >>> delimited_text([["名称", "指标值"], ["合格率", "=1+1"], ["次数", None]])
    "名称,指标值\\r\\n合格率,'=1+1\\r\\n次数,\\r\\n"
    """
    stream = StringIO()
    csv.writer(stream).writerows([_cell(value) for value in row] for row in rows)
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
