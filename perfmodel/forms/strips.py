"""Forms beside each other on a sheet: the columns that each stands in."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.sheets import Sheet, Strip

__all__ = ["strips_of"]


def strips_of(sheet: Sheet, forms: Catalogue) -> Iterator[Strip]:
    """Part a sheet into the columns that forms stand in: by empty columns, where there are heads of indicators on both sides."""
    heads: list[list[int]] = []
    whole = Strip(sheet, 0, sheet.columns)
    for row in range(min(sheet.rows, 400)):
        names = [
            sheet.cells[cell].column
            for cell in whole.row(row)
            if (label := forms.column(sheet.texts[cell])) is not None and label.field == "level1"
        ]
        if len(names) > 1:
            heads.append(names)
    if not heads:
        yield whole
        return
    cuts = [0]
    filled = _filled_columns(sheet)
    for left, right in zip(heads[0], heads[0][1:], strict=False):
        empty = [at for at in range(left + 1, right) if not filled[at]]
        if empty:
            cuts.append(empty[-1] + 1)
            continue
        begin = _second_name(whole, left, right, forms)
        if begin is not None:
            cuts.append(begin)
    for first, end in zip(cuts, [*cuts[1:], sheet.columns], strict=True):
        yield Strip(sheet, first, end)


def _filled_columns(sheet: Sheet) -> list[bool]:
    filled = [False] * sheet.columns
    for cell, text in zip(sheet.cells, sheet.texts, strict=True):
        if text:
            # A title over the whole sheet fills nothing but its first column.
            span = cell.column_span if cell.column_span * 2 <= sheet.columns else 1
            for at in range(cell.column, cell.column + span):
                filled[at] = True
    return filled


def _second_name(strip: Strip, left: int, right: int, forms: Catalogue) -> int | None:
    """Where the label of a second name stands in a row that has two."""
    sheet = strip.sheet
    for row in range(min(sheet.rows, 400)):
        names = [
            sheet.cells[cell].column
            for cell in strip.row(row)
            if (label := forms.label(sheet.texts[cell])) is not None and label.field == "name"
        ]
        if len(names) > 1 and left < names[1] <= right:
            return names[1]
    return None
