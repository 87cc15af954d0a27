"""Forms beside each other on a sheet: the columns that each stands in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.head_rows import is_head_row
from perfmodel.forms.sheets import Sheet, Strip

__all__ = ["strips_of"]

# So many rows of a sheet are looked through for forms beside each other.
_ROWS_FOR_STRIPS = 400
# A title, and the year or the unit of the amounts beside it.
_CELLS_OF_TITLE = 2


def strips_of(sheet: Sheet, forms: Catalogue) -> Iterator[Strip]:
    """Part a sheet into the columns that forms stand in, where there are heads of indicators beside each other.

    What stands below empty rows may be parted in another way.
    """
    if not _may_be_beside(sheet, forms):
        yield Strip.whole(sheet)
        return
    found: list[tuple[int, int, list[int]]] = []
    for top, bottom in _bands(sheet):
        if len(found) == 1 and _begins_forms(Strip(sheet, 0, sheet.columns, *found[0][:2]), forms):
            top = found.pop()[0]
        band = Strip(sheet, 0, sheet.columns, top, bottom)
        cuts = list(_cuts_at_gaps(band, forms)) or _cuts_at_names(band, forms)
        if found and (found[-1][2] == cuts or not _has_head(band, forms)):
            found[-1] = (found[-1][0], bottom, found[-1][2])
        else:
            found.append((top, bottom, cuts))
    for top, bottom, cuts in found:
        for first, end in pairwise([0, *cuts, sheet.columns]):
            yield Strip(sheet, first, end, top, bottom)


def _may_be_beside(sheet: Sheet, forms: Catalogue) -> bool:
    """Whether a sheet has heads on both sides: those of two forms need not stand in one row, but are wide.

    Two blocks of one form may both have names; without levels, two names of projects in a row tell the forms.
    """
    whole = Strip.whole(sheet)
    heads: dict[str, set[int]] = {"level1": set(), "name": set()}
    two_projects = False
    for row in range(min(sheet.rows, _ROWS_FOR_STRIPS)):
        cells = whole.row(row)
        two_projects = two_projects or len(_names_of_projects(sheet, cells, forms)) > 1
        for cell in cells:
            label = forms.column(sheet.texts[cell])
            if label is not None and label.field in heads:
                heads[label.field].add(sheet.cells[cell].column)
    return len(heads["level1"]) > 1 or (not heads["level1"] and two_projects and len(heads["name"]) > 1)


def _names_of_projects(sheet: Sheet, cells: list[int], forms: Catalogue) -> list[int]:
    """Return the columns of the labels 项目名称 among the cells of a row."""
    return [
        sheet.cells[cell].column
        for cell in cells
        if (label := forms.label(sheet.texts[cell])) is not None and label.field == "name"
    ]


def _bands(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the rows between empty ones: the first, and the one behind the last."""
    whole = Strip.whole(sheet)
    start = 0
    filled = False
    for row in range(sheet.rows):
        if whole.row(row):
            filled = True
        elif filled and all(sheet.cells[sheet.at(row, at)].row == row for at in range(sheet.columns)):
            yield start, row
            start, filled = row, False
    yield start, sheet.rows


def _begins_forms(band: Strip, forms: Catalogue) -> bool:
    """Whether rows without a head of indicators are the title, or the names, of forms that go on below an empty row."""
    rows = [band.row(row) for row in range(band.top, band.bottom)]
    named = any(_names_of_projects(band.sheet, cells, forms) for cells in rows)
    return (named or all(len(cells) <= _CELLS_OF_TITLE for cells in rows)) and not _has_head(band, forms)


def _cuts_at_gaps(band: Strip, forms: Catalogue) -> Iterator[int]:
    """Yield the columns behind empty ones that have a head of indicators on both sides."""
    sheet = band.sheet
    filled = _filled_columns(band)
    gaps = [at for at in range(1, sheet.columns - 1) if not filled[at] and filled[at + 1]]
    first = 0
    for at, gap in enumerate(gaps):
        end = gaps[at + 1] if at + 1 < len(gaps) else sheet.columns
        left, right = Strip(sheet, first, gap, band.top, band.bottom), Strip(sheet, gap + 1, end, band.top, band.bottom)
        if _has_head(left, forms) and _has_head(right, forms):
            yield gap + 1
            first = gap + 1


def _has_head(strip: Strip, forms: Catalogue) -> bool:
    return any(
        is_head_row(strip, row, forms) for row in range(strip.top, min(strip.bottom, strip.top + _ROWS_FOR_STRIPS))
    )


def _cuts_at_names(band: Strip, forms: Catalogue, field: str = "level1") -> list[int]:
    """Where the head of level 1 (without levels, of names) occurs twice in a row, and two projects are named in another, the second begins a form."""
    sheet = band.sheet
    for row in range(band.top, band.bottom):
        heads = [
            sheet.cells[cell].column
            for cell in band.row(row)
            if (label := forms.column(sheet.texts[cell])) is not None and label.field == field
        ]
        if len(heads) > 1:
            begins = (_second_name(band, left, right, forms) for left, right in pairwise(heads))
            return [begin for begin in begins if begin is not None]
    return [] if field == "name" else _cuts_at_names(band, forms, "name")


def _filled_columns(band: Strip) -> list[bool]:
    """Which columns of a band hold anything, but for lines that go over more than half of it."""
    sheet = band.sheet
    filled = [False] * sheet.columns
    for row in range(band.top, band.bottom):
        for cell in band.row(row):
            one = sheet.cells[cell]
            span = one.column_span if one.column_span * 2 <= sheet.columns else 1
            for at in range(one.column, one.column + span):
                filled[at] = True
    return filled


def _second_name(band: Strip, left: int, right: int, forms: Catalogue) -> int | None:
    """Where the label of a second name stands in a row that has two."""
    sheet = band.sheet
    for row in range(band.top, band.bottom):
        names = _names_of_projects(sheet, band.row(row), forms)
        if len(names) > 1 and left < names[1] <= right:
            return names[1]
    return None
