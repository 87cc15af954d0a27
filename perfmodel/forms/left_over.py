"""What no form of a file took, and says something of it: cells of its grids, forms and titles without a project, the year above all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perfmodel.files.problem import Problem
from perfmodel.forms.cell_text import CellText
from perfmodel.forms.cell_words import is_template
from perfmodel.forms.drafts import FormDraft
from perfmodel.forms.form_parts import FormParts
from perfmodel.forms.sheets import At, DocumentText, Line, Sheet, Strip
from perfmodel.forms.titles import is_attachment, is_title, without_attachment, year_of
from perfmodel.source.cells import CellPlace
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.findings import CATALOGUE
from perfmodel.strings.page_layout import is_page_number

__all__ = ["rows_of_other_tables", "say_unused_cells", "take_year_of_file", "titles_without_table", "unfilled_form"]

# A line that names the year of a whole file is no longer; it is about one of these.
_LONGEST_FILE_TITLE = 45
_WORDS_OF_FILE_TITLES = ("预算", "绩效", "部门", "单位", "决算", "项目", "资金")
# So many rows of a grid are looked through for a title.
_ROWS_FOR_TITLE = 4


def say_unused_cells(drafts: Iterable[FormDraft]) -> None:
    """Put the cells that no form took, in grids that forms stand in, among what is unread of the form that they stand in or behind."""
    of_sheets: dict[int, tuple[Sheet, list[FormDraft]]] = {}
    for draft in drafts:
        for sheet in draft.sheets:
            of_sheets.setdefault(id(sheet), (sheet, []))[1].append(draft)
    for sheet, found in of_sheets.values():
        for cell, text in enumerate(sheet.texts):
            if text and not sheet.used[cell]:
                part = sheet.part(cell)
                before = [draft for draft in found if draft.start <= part.start]
                draft = before[-1] if before else found[0]
                is_of_page = is_page_number(text) and len(Strip.whole(sheet).row(sheet.cells[cell].row)) == 1
                says_nothing = is_attachment(text) or is_of_page or is_template(text)
                (draft.layout if says_nothing else draft.unread).append(part)
                sheet.use(cell)


def rows_of_other_tables(left: Iterable[FormParts], drafts: Iterable[FormDraft]) -> Iterator[Line]:
    """Yield where rows begin that are a table of their own, in grids that forms stand in too; their cells count as used.

    Rows that name a project or a goal are none of these: what they say is missing from a form.
    """
    sheets = {id(sheet) for draft in drafts for sheet in draft.sheets}
    for parts in left:
        rows = [(strip, row) for strip, row in parts.titles + parts.rows if id(strip.sheet) in sheets]
        cells = [(strip.sheet, cell) for strip, row in rows for cell in strip.row(row)]
        if not cells or parts.is_named or parts.has_goal:
            continue
        for sheet, cell in cells:
            sheet.use(cell)
        sheet, cell = cells[0]
        yield Line(sheet.part(cell), sheet.cells[cell].place)


def take_year_of_file(drafts: Sequence[FormDraft], lines: Iterable[Line]) -> None:
    """Give the first form, where it names no year, the one that the titles above all forms name; that is said."""
    if not drafts or drafts[0].year is not None:
        return
    first = drafts[0]
    end = first.titles[0].start if first.titles else first.end
    above = [
        (year, part)
        for part in [*(line.at for line in lines), *first.unread]
        if part.start < end
        and len(part.text) <= _LONGEST_FILE_TITLE
        and any(word in fold(part.text) for word in _WORDS_OF_FILE_TITLES)
        and (year := year_of(part.text)) is not None
    ]
    if len({year for year, _part in above}) == 1:
        year, part = above[0]
        first.year = year
        first.note("R58", part, text=part.text, year=year)


def unfilled_form(draft: FormDraft, cells: CellText) -> Iterator[Problem]:
    """Yield what there is to say of a form that holds no project: that nobody filled it in, and what it holds all the same."""
    place = next((sheet.grid.place or sheet.grid.cells[0].place for sheet in draft.sheets if sheet.grid.cells), None)
    yield _problem("R51", place)
    for part in sorted(draft.unread, key=lambda one: one.start):
        if part.text and not is_template(part.text):
            span = cells.flow.span(part.start, part.end)
            yield _problem("R04", cells.source.cell_at(span.start), text=part.text)


def _problem(code: str, place: CellPlace | None, **values: str) -> Problem:
    kind = CATALOGUE[code]
    return Problem(code, kind.severity, kind.message.format(**values), kind.english.format(**values), place)


def titles_without_table(text: DocumentText, drafts: Iterable[FormDraft], lines: Iterable[Line]) -> Iterator[Problem]:
    """Yield a problem for each title of a performance table whose table was not read."""
    known = {_title_key(one.text) for draft in drafts for one in draft.titles}
    read = {id(sheet) for draft in drafts for sheet in draft.sheets}
    for part, place in sorted(_titles(text, read, lines), key=lambda one: one[0].start):
        if (key := _title_key(part.text)) not in known:
            known.add(key)
            yield _problem("R56", place, text=part.text)


def _titles(text: DocumentText, read: set[int], lines: Iterable[Line]) -> Iterator[tuple[At, CellPlace | None]]:
    yield from ((line.at, line.place) for line in lines if is_title(line.at.text))
    for block in text.blocks:
        if isinstance(block, Sheet) and id(block) not in read:
            for cell, words in enumerate(block.texts):
                if block.cells[cell].row >= _ROWS_FOR_TITLE:
                    break
                if words and is_title(words):
                    yield block.part(cell), block.cells[cell].place


def _title_key(title: str) -> str:
    return without_attachment(squeeze(fold(title))).strip("0123456789. …·-—()")
