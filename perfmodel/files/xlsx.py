"""XLSX workbooks, read with the standard library alone: sheets in order, each cell's text as the workbook shows it."""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import define, field, frozen

from perfmodel.errors import ParseError
from perfmodel.files.archive import Archive, Attributes, DamagedPart, local_name, local_value, open_archive
from perfmodel.files.budget import Budget
from perfmodel.files.date_format import days_of
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.drawing_text import drawing_texts
from perfmodel.files.number_format import BUILT_IN_FORMATS
from perfmodel.files.problem import Problem, problem
from perfmodel.files.sheet import Sheet, grid_of
from perfmodel.files.sheet_values import Shown
from perfmodel.source.cells import SheetCell

__all__ = ["read"]

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
# Text comes in pieces of 65 536 bytes at most; one so long is counted before the cell ends, others with their cell.
_LONG_PIECE = 16_384
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")


@frozen
class _SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    identifier: str
    hidden: bool


@define
class _Workbook:
    """What holds for all sheets."""

    sheets: list[_SheetEntry] = field(factory=list)
    date1904: bool = False
    strings: list[str] = field(factory=list)
    formats: list[str] = field(factory=list)


def read(data: bytes, budget: Budget) -> Document:
    """Read an XLSX workbook: a grid for each sheet that is shown and has something in it."""
    archive = open_archive(data, budget)
    path = archive.main_part("xl/workbook.xml")
    return _read(archive, path)


def _read(archive: Archive, path: str) -> Document:
    problems: list[Problem] = []
    relations = archive.relations(path)
    try:
        book = _workbook(archive, path)
    except DamagedPart as error:
        raise ParseError(
            f"工作簿损坏或不完整：{error.zh}",
            f"the workbook is damaged or cut off: {error.en}",
            filename=archive.budget.filename,
            lang=archive.budget.lang,
        ) from None
    for kind, reader in (("sharedStrings", _read_strings), ("styles", _read_formats)):
        for relation in relations.values():
            if relation.kind == kind:
                try:
                    reader(archive, relation.target, book)
                except DamagedPart as error:
                    problems.append(problem("D08", reason=error.zh, reason_en=error.en))
    blocks: list[Grid | Text] = []
    for entry in book.sheets:
        if entry.hidden:
            problems.append(problem("D01", what=f"工作表“{entry.name}”", what_en=f"sheet “{entry.name}”"))
            continue
        found = relations.get(entry.identifier)
        if found is None or found.kind == "worksheet":
            target = found.target if found else f"xl/worksheets/sheet{book.sheets.index(entry) + 1}.xml"
            grid, said = _read_sheet(archive, target, entry.name, book)
            problems += said
            if grid is not None:
                blocks.append(grid)
            for each in archive.relations(target).values():
                if each.kind == "drawing":
                    blocks += drawing_texts(archive, each.target)
    return Document(tuple(blocks), problems=tuple(problems))


def _workbook(archive: Archive, path: str) -> _Workbook:
    book = _Workbook()

    def start(tag: str, attributes: Attributes) -> None:
        name = local_name[tag]
        if name == "sheet":
            archive.budget.check("grids", len(book.sheets) + 1)
            hidden = attributes.get("state", "visible") != "visible"
            book.sheets.append(_SheetEntry(attributes.get("name", ""), local_value(attributes, "id") or "", hidden))
        elif name == "workbookPr":
            book.date1904 = attributes.get("date1904") in ("1", "true", "on")

    archive.parse(path, start)
    return book


def _read_strings(archive: Archive, path: str, book: _Workbook) -> None:
    """Take the shared strings: runs of rich text joined, how characters are spoken (rPh) left out."""
    pieces: list[str] = []
    state = {"taking": False, "phonetic": 0}
    budget = archive.budget
    total = 0

    def start(tag: str, attributes: Attributes) -> None:
        name = local_name[tag]
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            state["phonetic"] += 1
        elif name == "t":
            state["taking"] = not state["phonetic"]

    def end(tag: str) -> None:
        nonlocal total
        name = local_name[tag]
        if name == "t":
            state["taking"] = False
        elif name == "rPh":
            state["phonetic"] -= 1
        elif name == "si":
            text = unescaped("".join(pieces))
            total += len(text)
            budget.check("characters", total)
            book.strings.append(text)

    def text(data: str) -> None:
        if state["taking"]:
            if len(data) > _LONG_PIECE:
                budget.charge("characters", len(data))
            pieces.append(data)

    archive.parse(path, start, end, text)


def unescaped(text: str) -> str:
    """Return a text with the characters that a workbook writes by their numbers; line ends are one kind.

    >>> unescaped("a_x000D_\\nb_x005F_x0041_")
    'a\\nb_x0041_'
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _read_formats(archive: Archive, path: str, book: _Workbook) -> None:
    """Take the number format of each style of cells."""
    own: dict[str, str] = {}
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        name = local_name[tag]
        if name == "numFmt" and inside[-1:] == ["numFmts"]:
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside[-1:] == ["cellXfs"]:
            number = attributes.get("numFmtId", "0")
            built_in = BUILT_IN_FORMATS.get(int(number), "General") if number.isdecimal() and len(number) < 6 else ""
            book.formats.append(own.get(number, built_in or "General"))
        if name in ("numFmts", "cellXfs", "cellStyleXfs", "dxfs"):
            inside.append(name)

    def end(tag: str) -> None:
        if inside and local_name[tag] == inside[-1]:
            inside.pop()

    archive.parse(path, start, end)


def _read_sheet(archive: Archive, path: str, name: str, book: _Workbook) -> tuple[Grid | None, list[Problem]]:
    problems: list[Problem] = []
    reader = _SheetReader(name, book, archive.budget)
    try:
        archive.parse(path, reader.start, reader.end, reader.text)
    except DamagedPart as error:
        place = SheetCell(name, reader.row + 1, max(reader.column, 0) + 1)
        problems.append(problem("D08", place, reason=error.zh, reason_en=error.en))
    grid, said = grid_of(reader.sheet, archive.budget)
    problems += [*said, *reader.shown.problems(name)]
    if any(each.kind == "comments" for each in archive.relations(path).values()):
        problems.append(problem("D19", what=f"工作表“{name}”", what_en=f"sheet “{name}”"))
    return grid, problems


class _Columns(dict[str, int]):
    """The numbers (from 0) of columns by their letters."""

    def __missing__(self, letters: str) -> int:
        if len(letters) > 3:
            return -1
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64 if "A" <= letter <= "Z" else _MAX_COLUMN + 1
        found = number - 1
        if not 0 <= found < _MAX_COLUMN:
            return -1
        self[letters] = found
        return found


_COLUMN_OF = _Columns()


class _SheetReader:
    """Takes the cells of a sheet from its XML, as they are parsed."""

    def __init__(self, name: str, book: _Workbook, budget: Budget) -> None:
        self.sheet = Sheet(name)
        self.shown = Shown(book.date1904)
        self.budget = budget
        self.strings = book.strings
        self.formats = book.formats
        self.row = self.column = -1
        self.taking = False
        self.phonetic = 0
        self.pieces: list[str] = []
        self.type: str | None = None
        self.style: str | None = None
        self.has_formula = False
        self.in_cell = False
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "c": self._cell,
            "row": self._row,
            "mergeCell": self._merge,
            "col": self._column,
        }

    def start(self, tag: str, attributes: Attributes) -> None:
        """Open an element."""
        name = local_name[tag]
        if name == "v" or name == "t":
            self.taking = self.in_cell and not self.phonetic
        elif (handler := self.starts.get(name)) is not None:
            handler(attributes)
        elif name == "f":
            self.has_formula = True
        elif name == "rPh":
            self.phonetic += 1

    def end(self, tag: str) -> None:
        """Close an element."""
        name = local_name[tag]
        if name == "v" or name == "t":
            self.taking = False
        elif name == "c":
            self._finish()
        elif name == "rPh":
            self.phonetic -= 1

    def text(self, data: str) -> None:
        """Take text."""
        if self.taking:
            if len(data) > _LONG_PIECE:
                self.budget.charge("characters", len(data))
            self.pieces.append(data)

    def _row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        self.row = int(number) - 1 if number.isdecimal() and len(number) < 9 else self.row + 1
        self.column = -1
        if attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0":
            self.sheet.hidden_rows.add(self.row)

    def _cell(self, attributes: Attributes) -> None:
        self.in_cell = True
        self.type, self.style = attributes.get("t"), attributes.get("s")
        self.has_formula = False
        self.pieces.clear()
        reference = attributes.get("r")
        if reference is not None:
            letters = reference.rstrip("0123456789")
            column, number = _COLUMN_OF[letters], reference[len(letters) :]
            if column >= 0 and 0 < len(number) < 9 and (row := int(number)):
                self.row, self.column = row - 1, column
                return
        self.column += 1  # without a place it stands behind the one before

    def _finish(self) -> None:
        self.in_cell = False
        value = "".join(self.pieces) if self.pieces else ""
        if value == "":
            if self.has_formula and self.type in (None, "n"):
                self.shown.without_value(self.row, self.column)
            return
        text = self._shown(value)
        if text.strip() and 0 <= self.row < _MAX_ROW and 0 <= self.column < _MAX_COLUMN:
            self.sheet.put(self.row, self.column, text)

    def _shown(self, value: str) -> str:
        """What a cell's value is shown as."""
        kind = self.type
        if kind == "s":
            at = _index(value.strip())
            return self.strings[at] if at < len(self.strings) else ""
        if kind is None or kind == "n":
            at = 0 if self.style is None else _index(self.style)
            return self.shown.number(value, self.formats[at] if at < len(self.formats) else "General")
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return self._date(value.strip())
        return unescaped(value)  # str, inlineStr, e

    def _date(self, value: str) -> str:
        """What a date that is written as one is shown as: in its format, else as it is written."""
        at = 0 if self.style is None else _index(self.style)
        pattern = self.formats[at] if at < len(self.formats) else "General"
        days = None if pattern == "General" else days_of(value, self.shown.date1904)
        return value.partition("T00:00:00")[0] if days is None else self.shown.number(days, pattern)

    def _merge(self, attributes: Attributes) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", "").strip())
        if found is None or found[3] is None:
            return
        first, last = sorted((_COLUMN_OF[found[1]], _COLUMN_OF[found[3]]))
        top, bottom = sorted((int(found[2]) - 1, int(found[4]) - 1))
        if first >= 0 and top >= 0 and (first, top) != (last, bottom):
            self.budget.charge("merges")
            self.sheet.merges.append((top, min(bottom, _MAX_ROW - 1), first, last))

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0":
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(first + last) < 18:
                self.budget.charge("merges")
                self.sheet.hidden_columns.append((int(first) - 1, min(int(last), _MAX_COLUMN) - 1))


def _index(text: str) -> int:
    """A number by which something is referred to; one that nothing has, where it is none."""
    return int(text) if text.isdecimal() and len(text) < 9 else 999_999_999
