"""The records of an XLS workbook: what xlrd is given of them, and how much they are, before anything is built.

xlrd lays out whatever a record says: one hyperlink over a whole sheet is 17 million entries of a dictionary. So it gets
only records that say what is in cells and how that is shown; the others keep their place, with a code that nothing has.

Source: [MS-XLS] 2.3, Record Enumeration.
"""

from __future__ import annotations

import struct

from attrs import field, frozen

from perfmodel.files.budget import Budget

__all__ = ["Records", "bounded_records"]

_BOF, _EOF, _SHEET, _CONTINUE, _CELL_NOTE = 0x809, 0x0A, 0x85, 0x3C, 0x1C
_MULTIPLE_NUMBERS, _MULTIPLE_BLANKS, _BLANK, _MERGES, _STRINGS = 0xBD, 0xBE, 0x201, 0xE5, 0xFC
# Cells, each with its row in front: numbers, texts, truth values and errors, formulas.
_CELLS = frozenset(
    [_MULTIPLE_NUMBERS, _MULTIPLE_BLANKS, _BLANK, 0x203, 0x27E, 0xFD, 0x204, 0xD6, 0x205, 0x06, 0x206, 0x406]
)
# Fonts, formats, styles of cells: each is an object with many more.
_LOOKS = frozenset([0x31, 0x41E, 0xE0])
_WANTED_RECORDS = (
    frozenset([_BOF, _EOF, _SHEET, _CONTINUE, _MERGES, _STRINGS])
    | _CELLS
    | _LOOKS
    # Code page, date system, password, extent, rows, columns; the text of a formula, and what stands before it.
    | frozenset([0x42, 0x22, 0x2F, 0x200, 0x208, 0x7D, 0x207, 0x4BC, 0x221, 0x36, 0x37, 0x236])
)
_NO_RECORD = struct.pack("<H", 0xEEEE)
_BYTES_OF_A_STRING, _COST_OF_LOOKS, _COST_OF_A_SHEET, _COST_OF_A_ROW, _COST_OF_A_CELL = 8, 20, 50, 3, 2


@frozen
class Records:
    """The records that are wanted of a workbook; what those of each sheet cost, by its offset; which sheets have notes."""

    stream: bytes = field(repr=False)
    costs: dict[int, int]
    noted: frozenset[int]


def bounded_records(stream: bytes, budget: Budget) -> Records:
    """Return the records of a workbook's stream that xlrd is to see; raises `ParseError` where they are too many.

    >>> record = lambda code, data=b"": struct.pack("<HH", code, len(data)) + data
    >>> found = bounded_records(record(0x809, bytes(16)) + record(0x1B8, b"hyperlink") + record(0x0A), Budget())
    >>> found.stream.count(_NO_RECORD), len(found.stream), found.costs, found.noted
    (1, 37, {0: 5}, frozenset())
    """
    wanted = bytearray(stream)
    noted: set[int] = set()
    costs: dict[int, int] = {}
    most = budget.limits.xls_records
    at = used = last_row = sheet = before = 0
    is_wanted = True
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        if code == _BOF:
            sheet, before = at, used
        elif code == _CELL_NOTE:
            noted.add(sheet)
        is_wanted = code in _WANTED_RECORDS and (is_wanted or code != _CONTINUE)
        if not is_wanted:
            wanted[at : at + 2] = _NO_RECORD
            used += 1
        elif code in _CELLS and at + 6 <= len(stream):
            row = stream[at + 4] | stream[at + 5] << 8
            if row >= last_row:  # rows are laid out up to the last one, whatever stands in them
                used += _COST_OF_A_ROW * (row - last_row)
                last_row = row
            used += _cost(code, size)
        else:
            used += _cost(code, size)
        costs[sheet] = used - before
        if code == _EOF:
            last_row = 0
        if used > most:
            budget.refuse("xls_records")
        at += 4 + size
    return Records(bytes(wanted), costs, frozenset(noted))


def _cost(code: int, size: int) -> int:
    """How many empty cells a record costs as much as."""
    if code in (_MULTIPLE_BLANKS, _MULTIPLE_NUMBERS):
        return size // 2
    if code in (_STRINGS, _CONTINUE):
        return 1 + size // _BYTES_OF_A_STRING
    if code == _MERGES:
        return 1 + size // 4
    if code in _LOOKS:
        return _COST_OF_LOOKS
    return _COST_OF_A_SHEET if code == _SHEET else 1 if code == _BLANK else _COST_OF_A_CELL
