"""Rows as CSV that a spreadsheet can open: no text becomes a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from perfmodel.source.characters import fold
from perfmodel.source.excerpt import visible
from perfmodel.spreadsheets.cells import number_text

__all__ = ["BYTE_ORDER_MARK", "delimited_text", "harmless", "not_a_formula"]

# Spreadsheets take a file without the mark for one of the system's own encoding.
BYTE_ORDER_MARK = "\ufeff"
_BEGIN_FORMULAS = ("=", "+", "-", "@", "|", "%")
_NUMBER_WITH_SIGN = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


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
        return number_text(value)
    return harmless(value) if isinstance(value, str) else str(value)


def harmless(text: str) -> str:
    """Return a text with nothing hidden in it that no spreadsheet takes for a formula.

    >>> harmless("≥95%\x1b"), harmless("=1+1")
    ('≥95%\ufffd', "'=1+1")
    """
    return not_a_formula("\n".join(map(visible, text.splitlines())))


def not_a_formula(text: str) -> str:
    """Return a text behind an apostrophe where it begins as a formula does; a number with a sign stays as it is.

    >>> not_a_formula("=cmd|' /C calc'!A0"), not_a_formula("＝100%"), not_a_formula("-3.5")
    ("'=cmd|' /C calc'!A0", "'＝100%", '-3.5')
    """
    tempts = fold(text).lstrip()[:1] in _BEGIN_FORMULAS and not _NUMBER_WITH_SIGN.fullmatch(text)
    return f"'{text}" if tempts else text
