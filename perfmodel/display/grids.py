"""A document as a person sees it: its grids drawn with lines, as an HTML page, as CSV, as JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from perfmodel.display.html import Child, Element, tag
from perfmodel.display.page import page
from perfmodel.files.document import Cell, Document, Grid, Text
from perfmodel.source.characters import char_width, width
from perfmodel.source.excerpt import visible
from perfmodel.spreadsheets.delimited import not_a_formula

__all__ = ["document_csv", "document_html", "document_json", "document_text"]

# Columns of a terminal that a column of a grid takes at most, and at least.
_WIDEST_IN_GRID, _NARROWEST = 24, 2
# Which character joins lines that come from above, below, left and right.
_JOINTS = dict(
    zip(
        ("0011", "1100", "0101", "0110", "1001", "1010", "1101", "1110", "0111", "1011", "1111"),
        "─│┌┐└┘├┤┬┴┼",
        strict=True,
    )
)


def document_text(document: Document, lang: str = "zh") -> str:
    """Return a document's grids drawn with lines, and the text between them.

    >>> from perfmodel.files.grid import GridBuilder
    >>> print(document_text(Document((GridBuilder.of_rows([["指标", "值"], ["场次", "≥4"]], "表1"),))))
    【表1】 2 × 2
    ┌──────┬────┐
    │ 指标 │ 值 │
    ├──────┼────┤
    │ 场次 │ ≥4 │
    └──────┴────┘
    """
    return "\n".join(line for block in document.blocks for line in _block_lines(block, lang))


def _block_lines(block: Grid | Text, lang: str) -> Iterator[str]:
    if isinstance(block, Text):
        yield from map(visible, block.text.split("\n"))
        return
    yield f"【{visible(_name(block, lang))}】 {block.rows} × {block.columns}"
    yield from _drawn(block)


def _name(grid: Grid, lang: str) -> str:
    return grid.place.text(lang) if grid.place is not None else grid.name


def _drawn(grid: Grid) -> Iterator[str]:
    """The lines of a grid's picture."""
    if not grid.cells:
        return
    widths = _widths(grid)
    lines = {id(cell): _wrapped(cell.text, _room(cell, widths)) for cell in grid.cells}
    heights = [1] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        lacking = len(lines[id(cell)]) - _size(cell.row, cell.row_span, heights, 1)
        heights[cell.row + cell.row_span - 1] += max(lacking, 0)
    for row in range(grid.rows):
        yield _rule(grid, row, widths, lines, heights)
        for at in range(heights[row]):
            yield _text_line(grid, row, at, widths, lines, heights)
    yield _rule(grid, grid.rows, widths, lines, heights)


def _widths(grid: Grid) -> list[int]:
    widths = [_NARROWEST] * grid.columns
    for cell in sorted(grid.cells, key=lambda cell: cell.column_span):
        wanted = min(max(map(width, visible_lines(cell.text)), default=0), _WIDEST_IN_GRID * cell.column_span)
        lacking = wanted - _room(cell, widths)
        if lacking > 0:
            each, more = divmod(lacking, cell.column_span)
            for at in range(cell.column_span):
                widths[cell.column + at] += each + (at < more)
    return widths


def _size(start: int, span: int, sizes: list[int], between: int) -> int:
    return sum(sizes[start : start + span]) + between * (span - 1)


def _room(cell: Cell, widths: list[int]) -> int:
    return _size(cell.column, cell.column_span, widths, 3)


def visible_lines(text: str) -> list[str]:
    """Return the lines of a text as they may be shown."""
    return [visible(line) for line in text.split("\n")]


def _wrapped(text: str, room: int) -> list[str]:
    lines: list[str] = []
    for line in visible_lines(text):
        lines.append("")
        taken = 0
        for char in line:
            taken += char_width(char)
            if taken > room and lines[-1]:
                lines.append("")
                taken = char_width(char)
            lines[-1] += char
    return lines


def _text_line(
    grid: Grid, row: int, at: int, widths: list[int], lines: dict[int, list[str]], heights: list[int]
) -> str:
    pieces, column = ["│"], 0
    while column < grid.columns:
        cell = grid.at(row, column)
        line = sum(heights[cell.row : row]) + (row - cell.row) + at
        pieces.append(f" {_padded(lines[id(cell)], line, _room(cell, widths))} │")
        column += cell.column_span
    return "".join(pieces)


def _padded(lines: list[str], at: int, room: int) -> str:
    text = lines[at] if at < len(lines) else ""
    return text + " " * (room - width(text))


def _rule(grid: Grid, row: int, widths: list[int], lines: dict[int, list[str]], heights: list[int]) -> str:
    """The line above a row: a rule, or the text of cells that go on over it."""
    pieces: list[str] = []
    above = [id(grid.at(row - 1, column)) if row else 0 for column in range(grid.columns)]
    below = [id(grid.at(row, column)) if row < grid.rows else 0 for column in range(grid.columns)]
    column = 0
    while column < grid.columns:
        pieces.append(_joint(above, below, column))
        if above[column] == below[column]:
            cell = grid.at(row, column)
            line = sum(heights[cell.row : row]) + row - cell.row - 1
            pieces.append(f" {_padded(lines[id(cell)], line, _room(cell, widths))} ")
            column += cell.column_span
        else:
            pieces.append("─" * (widths[column] + 2))
            column += 1
    pieces.append(_joint(above, below, grid.columns))
    return "".join(pieces)


def _joint(above: list[int], below: list[int], column: int) -> str:
    left_above, left_below = (above[column - 1], below[column - 1]) if column else (-1, -1)
    right_above, right_below = (above[column], below[column]) if column < len(above) else (-2, -2)
    up = left_above != right_above
    down = left_below != right_below
    up, down = up and any(above), down and any(below)
    left, right = left_above != left_below, right_above != right_below
    return _JOINTS.get("".join(str(int(each)) for each in (up, down, left, right)), "─")


def document_html(document: Document, lang: str = "zh") -> str:
    """Return a document as an HTML page: each cell with its span, and its place where the mouse rests on it.

    >>> from perfmodel.files.grid import GridBuilder
    >>> page = document_html(Document((GridBuilder.of_rows([["<b>", "值"]], "表1"),)))
    >>> '<td title="第1行第1列">&lt;b&gt;</td>' in page
    True
    """
    blocks = (_block_element(block, lang) for block in document.blocks)
    return page(document.name or "", *blocks, lang=lang)


def _block_element(block: Grid | Text, lang: str) -> Element:
    if isinstance(block, Text):
        return tag("p", *_shown_lines(block.text))
    rows = (tag("tr", *(_cell_element(cell, lang) for cell in row)) for row in block.by_rows())
    return tag("table", tag("caption", _name(block, lang)), *rows, class_="pm-cells")


def _shown_lines(text: str) -> Iterator[Child]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield tag("br")
        yield line


def _cell_element(cell: Cell, lang: str) -> Element:
    return tag(
        "td",
        *_shown_lines(cell.text),
        rowspan=cell.row_span if cell.row_span > 1 else None,
        colspan=cell.column_span if cell.column_span > 1 else None,
        title=None if cell.place is None else cell.place.text(lang),
    )


def document_csv(document: Document) -> str:
    """Return a document's grids as CSV, an empty line between them; merged cells have their text once.

    What a spreadsheet would take for a formula has an apostrophe before it.

    >>> from perfmodel.files.grid import GridBuilder
    >>> document_csv(Document((GridBuilder.of_rows([["=100%", "-3.5"]]),)))
    "'=100%,-3.5\\r\\n"
    """
    file = StringIO(newline="")
    writer = csv.writer(file)
    for number, grid in enumerate(document.grids):
        if number:
            file.write("\r\n")
        writer.writerows([[not_a_formula(text.replace("\0", "\ufffd")) for text in row] for row in grid.texts()])
    return file.getvalue()


def document_json(document: Document, lang: str = "zh") -> str:
    """Return a document as JSON: its grids with their cells, the text between them, its problems.

    >>> from perfmodel.files.grid import GridBuilder
    >>> json.loads(document_json(Document((GridBuilder.of_rows([["值"]], "表1"),))))["grids"][0]["cells"][0]["place"]
    '第1行第1列'
    """
    plain: dict[str, Any] = {
        "kind": document.kind,
        "grids": [
            {
                "name": grid.name,
                "rows": grid.rows,
                "columns": grid.columns,
                "cells": [_json_cell(cell, lang) for cell in grid.cells],
            }
            for grid in document.grids
        ],
        "texts": [
            {"text": text.text, "place": None if text.place is None else text.place.text(lang)}
            for text in document.texts
        ],
        "problems": [
            {"code": each.code, "severity": each.severity, "message": each.text(lang)} for each in document.problems
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _json_cell(cell: Cell, lang: str) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "text": cell.text,
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
    }
    if cell.place is not None:
        plain["place"] = cell.place.text(lang)
    if cell.original is not None:
        plain["original"] = cell.original
    return plain
