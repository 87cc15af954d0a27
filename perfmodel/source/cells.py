"""Places in files whose content is cells: on a sheet, in a table of a page, over two pages."""

from __future__ import annotations

from typing import TypeAlias

from attrs import field, frozen
from attrs import validators as attrs_validators

from perfmodel.source.place import AnyPlace

__all__ = ["CellPlace", "CellPlaces", "PlaceInCells", "SheetCell", "TableCell", "column_letters"]


def column_letters(column: int) -> str:
    """Return the name of a column, counted from 1, in a workbook.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    found = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        found = chr(65 + digit) + found
    return found


@frozen
class SheetCell:
    """A cell of a workbook's sheet; row and column as people count them, from 1. ``str()`` is how a workbook writes it.

    >>> str(SheetCell("目标表", 12, 4))
    '目标表!D12'
    """

    sheet: str
    row: int
    column: int

    def text(self, lang: str = "zh") -> str:
        """Return the place in words; it is the same in every language."""
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return self.text()


@frozen
class TableCell:
    """A cell of a table: on a page, or in a file without pages. Everything is counted from 1.

    ``page`` and ``table`` are None where a file has no pages, and where it is one table alone; the tables of a page are
    counted from 1 on each page. ``column`` is None for a whole row, ``row`` for a whole table.

    >>> print(TableCell(row=5, column=4, table=1, page=3), TableCell(row=5, column=4), TableCell(table=2, page=7))
    第3页 表1 第5行第4列 第5行第4列 第7页 表2
    >>> TableCell(row=5, column=4, table=1, page=3).text("en")
    'page 3, table 1, row 5, column 4'
    """

    row: int | None = None
    column: int | None = None
    table: int | None = None
    page: int | None = None

    def text(self, lang: str = "zh") -> str:
        """Return the place in words, in ``zh`` or ``en``."""
        if lang == "en":
            named = (("page", self.page), ("table", self.table), ("row", self.row), ("column", self.column))
            return ", ".join(f"{name} {number}" for name, number in named if number is not None)
        page = "" if self.page is None else f"第{self.page}页"
        table = "" if self.table is None else f"表{self.table}"
        row = "" if self.row is None else f"第{self.row}行"
        column = "" if self.column is None else f"第{self.column}列"
        return " ".join(part for part in (page, table, row + column) if part)

    def __str__(self) -> str:
        return self.text()


@frozen
class CellPlaces:
    """All places of a cell that stands in more than one: cut by the end of a page, it goes on behind it.

    >>> print(CellPlaces((TableCell(30, 4, 1, 3), TableCell(2, 4, 1, 4))))
    第3页 表1 第30行第4列、第4页 表1 第2行第4列
    """

    places: tuple[SheetCell | TableCell, ...] = field(validator=attrs_validators.min_len(1))

    def text(self, lang: str = "zh") -> str:
        """Return the places in words, in ``zh`` or ``en``."""
        return ("; " if lang == "en" else "、").join(place.text(lang) for place in self.places)

    def __str__(self) -> str:
        return self.text()


CellPlace: TypeAlias = "SheetCell | TableCell | CellPlaces"


@frozen
class PlaceInCells(AnyPlace):
    """Where an object of the model stands in a file of cells, and where each of its fields does.

    ``cell`` is the object's own, of a row or a table that it is; ``parts`` has name and cell of each field that was there.

    >>> place = PlaceInCells(TableCell(page=2, table=1, row=3), (("goal", TableCell(page=2, table=1, row=3, column=2)),))
    >>> print(place.cell_of("goal"), place.cell_of(), place.span)
    第2页 表1 第3行第2列 第2页 表1 第3行 None
    """

    cell: CellPlace
    parts: tuple[tuple[str, CellPlace], ...] = ()

    def cell_of(self, name: str | None = None) -> CellPlace | None:
        """Return the cell of a field, or of the object itself; None where the field was in none."""
        return self.cell if name is None else dict(self.parts).get(name)
