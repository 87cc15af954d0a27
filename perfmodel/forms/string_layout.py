"""Finding the string form among the grids of a file: which columns it has, and its rows."""

from __future__ import annotations

import re

from attrs import define, field, frozen

from perfmodel.files.document import Document, Grid, Text
from perfmodel.forms.cell_text import CellText, Stretch
from perfmodel.model.funding import AMOUNTS
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.page_layout import is_page_number, money_column

__all__ = ["CellRow", "StringGrids", "find_string_grids"]

_BRACKET_AT_HEAD_END = re.compile(r"\([^()]*\)$")
_NAME_HEADS = ("项目名称", "项目名称及资金使用单位")
_GOAL_HEADS = ("绩效目标", "项目绩效目标", "总体绩效目标", "绩效总目标")
_INDICATOR_HEADS = ("绩效指标", "指标")
# So many paragraphs above a table are looked through for its title.
_TEXTS_ABOVE = 8


@frozen
class CellRow:
    """A row below the head: the stretches of its cells by their columns, ``None`` for what no head explains."""

    cells: tuple[tuple[str | None, Stretch], ...]

    def of(self, name: str) -> Stretch | None:
        """Return the cell of a column, None where it is empty."""
        return next((stretch for column, stretch in self.cells if column == name), None)


@define
class StringGrids:
    """What of a document is the string form: lines above the head, head, rows, and what stands behind.

    ``others`` are the grids that have another form, and the lines that stand above or behind these.
    """

    cells: CellText = field(factory=CellText)
    above: list[Stretch] = field(factory=list)
    head: list[Stretch] = field(factory=list)
    rows: list[CellRow] = field(factory=list)
    behind: list[Stretch] = field(factory=list)
    columns: set[str] = field(factory=set)
    others: list[Grid | Text] = field(factory=list)


def find_string_grids(document: Document) -> StringGrids | None:
    """Return the grids of the string form, put together; None where there is none."""
    found = StringGrids()
    waiting: list[Text] = []
    for block in document.blocks:
        if isinstance(block, Text):
            waiting.append(block)
            continue
        head = _head_of(block)
        if head is None:
            found.others += [*waiting, block]
        else:
            found.others += waiting[:-_TEXTS_ABOVE]
            _take_texts(found, waiting[-_TEXTS_ABOVE:])
            _take_grid(found, block, *head)
        waiting.clear()
    if not found.columns:
        return None
    if found.others and document.grids and document.grids[-1] in found.others:
        found.others += waiting
    else:
        _take_texts(found, waiting)
    return found


def _take_texts(found: StringGrids, texts: list[Text]) -> None:
    target = found.behind if found.columns else found.above
    for text in texts:
        if not is_page_number(text.text):
            target.append(found.cells.add(text.text, text.place))


def _head_of(grid: Grid) -> tuple[int, int, dict[int, str]] | None:
    """The first and last row of a grid's head, and what each of its columns is; None where it has no head of this form."""
    for cell in grid.cells:
        if cell.column > 0 or _heading(cell.text) not in _NAME_HEADS:
            continue
        last = cell.row + cell.row_span - 1
        columns: dict[int, str] = {}
        for column in range(grid.columns):
            head = grid.at(last, column)
            name = _column_name(_heading(head.text))
            if head.row >= cell.row and name is not None and name not in columns.values():
                columns[column] = name
        if {"name", "indicators"} <= set(columns.values()) and not set(AMOUNTS).isdisjoint(columns.values()):
            return cell.row, last, columns
    return None


def _heading(text: str) -> str:
    return _BRACKET_AT_HEAD_END.sub("", squeeze(fold(text)))


def _column_name(heading: str) -> str | None:
    for name, words in (("name", _NAME_HEADS), ("goal", _GOAL_HEADS), ("indicators", _INDICATOR_HEADS)):
        if heading in words:
            return name
    return money_column(heading)


def _take_grid(found: StringGrids, grid: Grid, first: int, last: int, columns: dict[int, str]) -> None:
    rows = list(grid.by_rows())
    for cells in rows[:first]:
        target = found.behind if found.columns else found.above
        target += [found.cells.add(cell.text, cell.place) for cell in cells if cell.text]
    for cells in rows[first : last + 1]:
        found.head += [found.cells.add(cell.text, cell.place) for cell in cells if cell.text]
    found.columns |= set(columns.values())
    for cells in rows[last + 1 :]:
        stretches = [
            (columns.get(cell.column), found.cells.add(cell.text, cell.place)) for cell in cells if cell.text.strip()
        ]
        if not stretches:
            continue
        if any(_heading(cell.text) in _NAME_HEADS for cell in cells):
            found.head += [stretch for _, stretch in stretches]  # the head, repeated
        elif len(stretches) == 1 and stretches[0][0] == "name" and cells[0].column_span == grid.columns:
            found.behind.append(stretches[0][1])  # a note over the whole width
        else:
            found.rows.append(CellRow(tuple(stretches)))
