"""What a file holds, whatever kind it is: grids of cells, and the text between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from attrs import evolve, field, frozen

from perfmodel.errors import ParseError
from perfmodel.files.problem import Problem
from perfmodel.source.cells import CellPlace

__all__ = ["Cell", "Document", "Grid", "Text"]

_MOST_SHEETS_NAMED = 20


@frozen
class Cell:
    """A cell as a person sees it, and its place.

    ``row`` and ``column`` are its upper left position in its grid, from 0; it takes ``row_span`` rows and
    ``column_span`` columns. ``text`` is what is shown: the number 0.95 in the format ``0%`` is ``95%``. ``place`` says
    where the cell stands in the file, counted from 1 as people do. ``original`` has the file's own characters where
    those look like others that were meant: many PDF writers store the radical ⻓ where 长 is seen.

    >>> from perfmodel.source.cells import SheetCell
    >>> cell = Cell("≥95%", 11, 3, place=SheetCell("目标表", 12, 4))
    >>> print(cell.place, cell.text)
    目标表!D12 ≥95%
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: CellPlace | None = None
    original: str | None = None

    @property
    def printed(self) -> str:
        """The characters as the file has them."""
        return self.text if self.original is None else self.original


@frozen
class Grid:
    """A table of a file: each position is a cell or lies under the span of exactly one.

    ``cells`` stand in the order of rows, then columns; ``rows`` and ``columns`` are how many there are. ``name`` is the
    sheet's name, or says which table it is. Made by `GridBuilder` alone, which keeps the law.

    >>> from perfmodel.files.grid import GridBuilder
    >>> grid = GridBuilder.of_rows([["一级指标", "指标值"], ["产出指标", "≥95%"]])
    >>> grid.at(1, 1).text, grid.texts()
    ('≥95%', [['一级指标', '指标值'], ['产出指标', '≥95%']])
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    name: str = ""
    place: CellPlace | None = None

    @cached_property
    def origins(self) -> list[int]:
        """Which of the cells, by its index, each position belongs to, row by row."""
        origins = [-1] * (self.rows * self.columns)
        for index, cell in enumerate(self.cells):
            for row in range(cell.row, cell.row + cell.row_span):
                start = row * self.columns + cell.column
                origins[start : start + cell.column_span] = [index] * cell.column_span
        return origins

    def at(self, row: int, column: int) -> Cell:
        """Return the cell that a position (from 0) belongs to; raises `IndexError` outside the grid."""
        if not (0 <= row < self.rows and 0 <= column < self.columns):
            raise IndexError(f"({row}, {column})")
        return self.cells[self.origins[row * self.columns + column]]

    def by_rows(self) -> Iterator[list[Cell]]:
        """Yield for each row the cells that begin in it."""
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        yield from rows

    def texts(self) -> list[list[str]]:
        """Return the texts of all positions, row by row; a merged cell's text stands at its first position alone."""
        texts = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            texts[cell.row][cell.column] = cell.text
        return texts


@frozen
class Text:
    """A line or paragraph that stands outside of all tables."""

    text: str
    place: CellPlace | None = None
    original: str | None = None


@frozen
class Document:
    """What was read of a file: ``blocks`` are its grids and the text between them, in the order of the file.

    ``kind`` is the kind of file (``pdf``, ``xlsx`` …), ``name`` its name. ``problems`` say what was left out or could not
    be read.

    >>> Document((Text("单位：万元"),)).texts[0].text
    '单位：万元'
    """

    blocks: tuple[Grid | Text, ...]
    kind: str = ""
    name: str | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables alone."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def texts(self) -> tuple[Text, ...]:
        """The text outside of tables alone."""
        return tuple(block for block in self.blocks if isinstance(block, Text))

    def of_sheets(self, names: Collection[str], lang: str = "zh") -> Document:
        """Return the document with the grids of these names alone; `ParseError` (in ``lang``) where there is none.

        >>> Document((Grid((), 0, 0, "甲"), Grid((), 0, 0, "乙"), Text("附注"))).of_sheets(["乙"]).grids[0].name
        '乙'
        """
        chosen = tuple(grid for grid in self.grids if grid.name in names)
        if not chosen:
            there = "、".join(f"“{grid.name}”" for grid in self.grids[:_MOST_SHEETS_NAMED])
            zh, en = f"没有指定的工作表；可用：{there}", f"there is no such sheet; known: {there}"
            raise ParseError(zh, en, filename=self.name, lang=lang)
        return evolve(self, blocks=chosen)
