"""CSV, TSV and text whose columns stand between tabs or bars: read with the standard library alone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from itertools import islice

from perfmodel.errors import ParseError
from perfmodel.files.budget import Budget
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.grid import GridBuilder
from perfmodel.files.problem import Problem, problem
from perfmodel.files.text_file import text_of
from perfmodel.source.cells import CellPlace, TableCell

__all__ = ["delimiter_of", "read"]

_DELIMITERS = "\t,;"
# Excel writes the delimiter into the first line where it is an unusual one.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# So many rows tell whether a text is delimited.
_ROWS_LOOKED_AT = 500
_CHARACTERS_LOOKED_AT = 1_000_000
# So many lines of a title may stand above the rows.
_MOST_TITLE_LINES = 5
# Of the rows, so many have to have as many fields as most have.
_LIKE_SHARE = 0.6
# A field of the line below the head of a table in Markdown: |---|:--:|
_MARKDOWN_RULE = re.compile(r":?-{2,}:?")
_BAR = re.compile("[|｜│┃]")
_DASHES = frozenset("─━═+-=")
_BOX_DRAWING = frozenset("─━┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛═╔╦╗╠╬╣╚╩╝+|│┃-= \t\u3000")


def delimiter_of(text: str) -> str | None:
    r"""Return what parts the fields of a delimited text: a comma, tab or semicolon. None where it is not delimited.

    >>> delimiter_of("项目,金额\n会议费,3\n"), delimiter_of("第一段，说明。\n第二段。\n")
    (',', None)
    """
    text = text.lstrip("\ufeff")
    if found := _SEPARATOR_LINE.match(text):
        return found[1]
    best, best_score = None, 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in text[:_CHARACTERS_LOOKED_AT]:
            continue
        try:
            rows = list(islice(_rows(text[:_CHARACTERS_LOOKED_AT], delimiter), _ROWS_LOOKED_AT))
        except csv.Error:
            continue
        counts = Counter(len(row) for row in _below_title(rows) if any(row))
        if not counts:
            continue
        width, alike = max(counts.items(), key=lambda item: (item[0] > 1, item[1]))
        share = alike / counts.total()
        if width < 2 or share < _LIKE_SHARE or (counts.total() < 2 and delimiter != "\t"):
            continue
        score = share * min(width, 4)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _below_title(rows: list[list[str]]) -> list[list[str]]:
    """The rows without the lines of a title above them, which have one field each."""
    wide = next((at for at, row in enumerate(rows) if len(row) > 1), 0)
    return rows[wide:] if wide <= _MOST_TITLE_LINES else rows


def read(data: bytes, budget: Budget) -> Document:
    """Read a delimited text as one grid, any other text as its lines with the grids among them."""
    text, problems = text_of(data, budget)
    budget.check("characters", len(text))
    delimiter = delimiter_of(text)
    if delimiter is None:
        return _read_lines(text, problems, budget)
    body = _SEPARATOR_LINE.sub("", text, count=1) if _SEPARATOR_LINE.match(text) else text
    try:
        rows = _rows_within(budget, _rows(body, delimiter))
        if _is_cut(body, rows):
            # One quotation mark too many, and all that follows is one field: then it is a mark like any other.
            as_it_is = csv.reader(StringIO(body, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
            rows = _rows_within(budget, as_it_is)
            problems = (*problems, problem("D11"))
    except csv.Error:
        raise ParseError(
            "CSV 格式有误：有一栏过长，或引号不成对",
            "not a well-formed CSV file: a field is too long, or a quotation mark is not closed",
            filename=budget.filename,
            lang=budget.lang,
        ) from None
    while rows and not any(rows[-1]):
        rows.pop()
    return Document((_grid(rows, budget, None),), problems=problems)


def _rows(text: str, delimiter: str) -> Iterable[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _rows_within(budget: Budget, rows: Iterable[list[str]]) -> list[list[str]]:
    """Collect rows as long as the grid that they will be is within the budget."""
    found: list[list[str]] = []
    width = 1
    for row in rows:
        found.append(row)
        width = max(width, len(row))
        budget.check("positions", len(found) * width)
    return found


def _is_cut(text: str, rows: list[list[str]]) -> bool:
    """Whether the last field has lines in it and no quotation mark behind it: the mark at its front was never closed."""
    return bool(rows and rows[-1] and "\n" in rows[-1][-1] and not text.rstrip().endswith('"'))


def _grid(rows: list[list[str]], budget: Budget, table: int | None, first: int = 1) -> Grid:
    def place_of(row: int, column: int, row_span: int) -> CellPlace:
        return TableCell(row + first, column + 1, table)

    builder = GridBuilder(budget, place_of)
    builder.extend(len(rows), max(map(len, rows), default=0))
    for row, fields in enumerate(rows):
        for column, field in enumerate(fields):
            builder.add(row, column, field.strip())
    place = None if table is None else TableCell(table=table)
    return builder.build("表1" if table is None else f"表{table}", place)


def _read_lines(text: str, problems: tuple[Problem, ...], budget: Budget) -> Document:
    """Read a text line by line: lines that tabs or bars part are rows of a grid, as long as they follow each other."""
    blocks: list[Grid | Text] = []
    rows: list[list[str]] = []
    first = tables = width = 0

    def close() -> None:
        nonlocal tables, width
        if len(rows) > 1 or (rows and len(rows[0]) > 2):
            tables += 1
            blocks.append(_grid(rows, budget, tables))
        else:
            blocks.extend(Text(" ".join(fields), TableCell(first)) for fields in rows)
        rows.clear()
        width = 0

    for number, line in enumerate(StringIO(text, newline=None), 1):
        if _is_rule(line, bool(rows)):
            continue
        fields = _fields(line)
        if len(fields) > 1:
            first = first if rows else number
            rows.append(fields)
            width = max(width, len(fields))
            budget.check("positions", len(rows) * width)
            continue
        close()
        if fields[0]:
            # A line is an object, however short it is.
            budget.charge("lines")
            budget.charge("characters", len(line))
            blocks.append(Text(fields[0], TableCell(number)))
    close()
    return Document(tuple(blocks), problems=problems)


def _is_rule(line: str, in_table: bool) -> bool:
    """Whether a line only draws: the one below the head of a table in Markdown, or one of a box within a table."""
    line = line.strip()
    if (
        "--" in line
        and "|" in line
        and all(_MARKDOWN_RULE.fullmatch(each.strip()) for each in line.strip("|").split("|"))
    ):
        return True
    return in_table and not _DASHES.isdisjoint(line) and _BOX_DRAWING.issuperset(line)


def _fields(line: str) -> list[str]:
    """The fields of a line that tabs or bars part; a bar at either end is the table's edge."""
    if "\t" in line:
        return [field.strip() for field in line.split("\t")]
    fields = [field.strip() for field in _BAR.split(line.strip())]
    if len(fields) > 2 and not fields[0]:
        fields = fields[1:]
    if len(fields) > 1 and not fields[-1]:
        fields = fields[:-1]
    return fields
