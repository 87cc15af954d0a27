"""Workbooks: the one way in which the package writes Excel files, so that no text in them does anything.

A text is written as text: never as a formula, a number or a link of its own. The only links lead to places in the same
workbook. Two files with the same content are the same, byte for byte.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from attrs import frozen

from perfmodel._internal.optional import require
from perfmodel.source.cells import column_letters
from perfmodel.source.characters import width
from perfmodel.spreadsheets.cells import LONGEST_CELL_TEXT, as_number, cell_text, cut, is_tempting, number_text
from perfmodel.spreadsheets.measure import TALLEST, height_of
from perfmodel.spreadsheets.paging import A3

__all__ = [
    "MOST_SHEET_ROWS",
    "USUAL_SHEET_NAME",
    "Linked",
    "ListFormats",
    "link_to",
    "print_list",
    "set_properties",
    "sheet_names",
    "workbook_bytes",
    "write_lines",
    "write_list",
    "write_note",
    "write_text",
]

USUAL_SHEET_NAME = "绩效目标表"
# A sheet has no more, without its row of headings.
MOST_SHEET_ROWS = 1_048_575
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST_SHEET_NAME = 31
_RESERVED_SHEET_NAME = "history"  # Excel refuses it, in any letter case
_LONGEST_PROPERTY = 255
# No text becomes a formula, a number or a link by its looks.
_WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
# Without it the time of writing would stand in the file. The parts of the archive have this date too.
_CREATED = datetime.datetime(1980, 1, 1)
_LIST_LOOKS = {"text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 10, "border": 1}
_HEAD_LOOKS = {**_LIST_LOOKS, "bold": True, "bg_color": "#EDEDED", "align": "center"}
_LINK_LOOKS = {"font_color": "#0563C1", "underline": 1}
_NARROWEST_COLUMN, _WIDEST_COLUMN = 8, 40
_ROWS_MEASURED = 200
_LONGEST_NOTE, _NOTE_COLUMNS = 4_000, 40
# Excel opens no sheet that has more.
_MOST_LINKS = 65_000


def workbook_bytes(write: Callable[[Any], None]) -> bytes:
    """Return the Excel file that ``write`` fills: it is given the workbook of XlsxWriter.

    Raises `MissingExtra` without XlsxWriter.

    >>> workbook_bytes(lambda workbook: workbook.add_worksheet("表"))[:2]
    b'PK'
    """
    library = require("xlsxwriter", "xlsx")
    stream = BytesIO()
    workbook = library.Workbook(stream, _WORKBOOK_OPTIONS)
    set_properties(workbook)
    write(workbook)
    workbook.close()
    return stream.getvalue()


def set_properties(workbook: Any, title: str = "") -> None:
    """Set the title of a workbook, and the date that every workbook of the package has."""
    workbook.set_properties({"title": cut(cell_text(title), _LONGEST_PROPERTY), "created": _CREATED})


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return names of sheets for titles: short, without the characters that none may have, each another one.

    >>> sheet_names(["会议费", "会议费", "a/b", "History"])
    ['会议费', '会议费 2', 'a b', 'History 2']
    """
    found: list[str] = []
    taken = {_RESERVED_SHEET_NAME}
    for title in titles:
        plain = _NOT_IN_SHEET_NAMES.sub(" ", title).strip(" '") or USUAL_SHEET_NAME
        name, number = cut(plain, _LONGEST_SHEET_NAME), 1
        while name.lower() in taken:
            number += 1
            name = f"{cut(plain, _LONGEST_SHEET_NAME - len(str(number)) - 1)} {number}"
        taken.add(name.lower())
        found.append(name)
    return found


def write_text(sheet: Any, row: int, column: int, text: str, plain: Any, shown: Any) -> None:
    """Write a text into a cell of a sheet of XlsxWriter, in the format ``shown``; ``plain`` is one without marks of its own."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take it for rich text of its own, and write it unescaped.
        sheet.write_rich_string(row, column, text[:1], plain, text[1:], shown)
    else:
        sheet.write_string(row, column, text, shown)


def write_note(sheet: Any, row: int, column: int, text: str) -> None:
    """Attach a note to a cell, in a box as large as its text asks for."""
    text = cut(cell_text(text), _LONGEST_NOTE)
    height = min(height_of(text, _NOTE_COLUMNS), TALLEST)
    looks = {"font_name": "宋体", "font_size": 9, "width": 8 * _NOTE_COLUMNS, "height": height * 96 / 72}
    sheet.write_comment(row, column, text, looks)


def link_to(sheet: str, row: int = 0, column: int = 0) -> str:
    """Return what leads to a cell of a sheet of the same workbook; row and column count from 0.

    >>> link_to("李'四", 2, 27)
    "'李''四'!AB3"
    """
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{column_letters(column + 1)}{row + 1}"


@frozen
class Linked:
    """A value of a cell that leads somewhere in the workbook, or has a colour of its own behind it, or both.

    ``link`` is what `link_to` returns, ``fill`` a colour as in HTML.
    """

    value: str | int | Decimal | None
    link: str | None = None
    fill: str | None = None


class ListFormats:
    """The formats of the cells of lists in a workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[Any, ...], Any] = {}
        self.head = workbook.add_format(_HEAD_LOOKS)
        self.plain = self.of()

    def line(self, bold: bool = False, quoted: bool = False) -> Any:
        """Return the format of a line above a list."""
        key = "line", bold, quoted
        if key not in self._formats:
            looks = {"font_name": "宋体", "font_size": 12 if bold else 10, "bold": bold, "quote_prefix": quoted}
            self._formats[key] = self._workbook.add_format(looks)
        return self._formats[key]

    def of(self, fill: str | None = None, linked: bool = False, quoted: bool = False) -> Any:
        """Return the format of a cell; a ``quoted`` one stays text when somebody edits it."""
        key = fill, linked, quoted
        if key not in self._formats:
            looks: dict[str, Any] = {**_LIST_LOOKS, **(_LINK_LOOKS if linked else {})}
            if fill is not None:
                looks["bg_color"] = fill
            if quoted:
                looks["quote_prefix"] = True
            self._formats[key] = self._workbook.add_format(looks)
        return self._formats[key]


def write_list(
    sheet: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    formats: ListFormats,
    start: int = 0,
    widths: Sequence[int | None] = (),
) -> None:
    """Write a list: a row of headings at row ``start``, below it rows of text, numbers, `Linked` values and None.

    ``widths`` are those of the columns, in characters; None, or none given, for as wide as the texts in them ask for.
    Raises `ValueError` for more rows than a sheet has.
    """
    if len(rows) > MOST_SHEET_ROWS - start:
        raise ValueError(f"行数 {len(rows)} 超过一张工作表能有的 / more rows than a sheet has: {len(rows)}")
    sizes = []
    for at, name in enumerate(heads):
        given = widths[at] if at < len(widths) else None
        sizes.append(_width_of(rows, at) if given is None else given)
        sheet.set_column(at, at, sizes[at])
        sheet.write_string(start, at, name, formats.head)
    links = 0
    for down, row in enumerate(rows, start + 1):
        # Not every program makes a row as tall as its texts when it opens a file.
        sheet.set_row(down, max(_height_of(value, size) for value, size in zip(row, sizes, strict=True)))
        for at, value in enumerate(row):
            if isinstance(value, Linked):
                link = value.link if links < _MOST_LINKS else None
                links += link is not None
                _write(sheet, down, at, value.value, formats, link, value.fill)
            else:
                _write(sheet, down, at, value, formats)


def write_lines(sheet: Any, lines: Sequence[str], formats: ListFormats) -> None:
    """Write lines into the first column of a sheet from its top down, the first of them bold."""
    for row, line in enumerate(lines):
        text = cut(cell_text(line), LONGEST_CELL_TEXT)
        shown = formats.line(bold=row == 0, quoted=is_tempting(text))
        write_text(sheet, row, 0, text, formats.line(), shown)


def print_list(sheet: Any, rows: int, columns: int, frozen_columns: int = 0) -> None:
    """Set a sheet that is one list up for reading and printing: its head stays in view, its rows can be filtered."""
    sheet.freeze_panes(1, frozen_columns)
    sheet.autofilter(0, 0, max(1, rows), columns - 1)
    sheet.set_landscape()
    sheet.set_paper(A3.number)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _height_of(value: Any, size: int) -> float:
    text = value.value if isinstance(value, Linked) else value
    return min(TALLEST, height_of(text if isinstance(text, str) else "", size - 1))


def _width_of(rows: Sequence[Sequence[Any]], column: int) -> int:
    values = (row[column] for row in rows[:_ROWS_MEASURED])
    shown = (value.value if isinstance(value, Linked) else value for value in values)
    longest = max((width(str(value)) + 2 for value in shown if value is not None), default=2)
    return min(_WIDEST_COLUMN, max(_NARROWEST_COLUMN, longest))


def _write(
    sheet: Any,
    row: int,
    column: int,
    value: Any,
    formats: ListFormats,
    link: str | None = None,
    fill: str | None = None,
) -> None:
    linked = link is not None
    if linked:
        # The link alone: what is to be seen is written over its text.
        sheet.write_url(row, column, f"internal:{link}", formats.of(fill, linked), "-")
    if value is None:
        sheet.write_blank(row, column, None, formats.of(fill, linked))
    elif isinstance(value, Decimal):
        number = as_number(value)
        if number is None:
            sheet.write_string(row, column, number_text(value), formats.of(fill, linked))
        else:
            sheet.write_number(row, column, number, formats.of(fill, linked))
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats.of(fill, linked))
    else:
        text = cut(cell_text(value), LONGEST_CELL_TEXT)
        write_text(sheet, row, column, text, formats.plain, formats.of(fill, linked, is_tempting(text)))
