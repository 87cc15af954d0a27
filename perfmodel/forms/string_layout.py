"""Finding the string form among the grids of a file: which columns it has, and its rows."""

from __future__ import annotations

import re

from attrs import define, field, frozen

from perfmodel.files.document import Document, Grid, Text
from perfmodel.forms.cell_text import CellText, Stretch
from perfmodel.forms.titles import is_title, year_of
from perfmodel.model.funding import AMOUNTS
from perfmodel.source.cells import CellPlace
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.flow import flow_of
from perfmodel.strings.page_layout import is_page_number, money_column
from perfmodel.strings.preamble import read_preamble

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
    """One table in the string form: the lines above its head, the head, its rows, and what stands behind.

    Titles of further grids that belong to it are part of ``head``.
    """

    cells: CellText = field(factory=CellText)
    above: list[Stretch] = field(factory=list)
    head: list[Stretch] = field(factory=list)
    rows: list[CellRow] = field(factory=list)
    behind: list[Stretch] = field(factory=list)
    columns: set[str] = field(factory=set)
    # The texts above the head, without blanks, and what they say of the whole table.
    titles: set[str] = field(factory=set)
    scope: tuple[object, ...] = ()


def find_string_grids(document: Document) -> tuple[list[StringGrids], list[Grid | Text]]:
    """Return the tables of the string form, and the blocks that have another form with the lines above or behind these.

    A grid with a title of its own goes on with the table before it where both name one year, body and unit of the amounts.
    """
    tables: list[StringGrids] = []
    others: list[Grid | Text] = []
    waiting: list[Text] = []
    for block in document.blocks:
        if isinstance(block, Text):
            waiting.append(block)
            continue
        head = _head_of(block)
        if head is None:
            others += [*waiting, block]
        else:
            others += waiting[:-_TEXTS_ABOVE]
            above = [(one.text, one.place) for one in waiting[-_TEXTS_ABOVE:] if not is_page_number(one.text)]
            above += [(cell.text, cell.place) for cell in block.cells if cell.row < head[0] and cell.text]
            _table_with(tables, above)
            _take_grid(tables[-1], block, *head)
        waiting.clear()
    if not tables:
        return [], list(document.blocks)
    if others and document.grids and document.grids[-1] in others:
        others += waiting
    else:
        last = tables[-1]
        last.behind += [last.cells.add(one.text, one.place) for one in waiting if not is_page_number(one.text)]
    return tables, others


def _table_with(tables: list[StringGrids], above: list[tuple[str, CellPlace | None]]) -> None:
    """Put the texts above a grid into the last of the tables, or into a new one where they say that it is another."""
    texts = [text for text, _place in above]
    is_titled = any(map(is_title, texts))
    scope = _scope_of(texts) if is_titled or not tables else ()
    if not tables or (is_titled and scope != tables[-1].scope):
        tables.append(StringGrids(scope=scope, titles={squeeze(text) for text in texts}))
    table = tables[-1]
    for text, place in above:
        stretch = table.cells.add(text, place)
        if not table.columns:
            table.above.append(stretch)
        elif is_titled and (is_title(text) or squeeze(text) in table.titles):
            table.head.append(stretch)
        else:
            table.behind.append(stretch)


def _scope_of(texts: list[str]) -> tuple[object, ...]:
    """Return the year, the body and the unit of the amounts that the lines above a table name; None for each that is missing."""
    flow = flow_of("\n".join(texts))
    found = read_preamble(flow, len(flow.text))
    said = (None if place is None else squeeze(flow.text[slice(*place)]) for place in (found.unit, found.currency))
    return (year_of(flow.text[slice(*found.title)]), *said)


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
