"""Writing a table as an Excel file: the official form, ready to print."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import IO, Any

from attrs import frozen

from perfmodel._internal.arguments import check_file, wrong_type
from perfmodel.formats.files import write_whole
from perfmodel.model.table import FORMS, Project, Section, TargetTable
from perfmodel.source.cells import column_letters
from perfmodel.spreadsheets.cells import (
    LONGEST_CELL_TEXT,
    as_number,
    cut,
    is_tempting,
    number_format,
    percentage_format,
    pieces,
    units_of,
)
from perfmodel.spreadsheets.form import Cell, Form, form_of
from perfmodel.spreadsheets.grid import FormGrid
from perfmodel.spreadsheets.layouts import grids_of
from perfmodel.spreadsheets.paging import A4, paper_for
from perfmodel.spreadsheets.result_forms import result_grids
from perfmodel.spreadsheets.workbook import (
    USUAL_SHEET_NAME,
    set_properties,
    sheet_names,
    workbook_bytes,
    write_note,
    write_text,
)

__all__ = [
    "WHOLE_TEXTS",
    "FormWriter",
    "Mark",
    "as_tables",
    "official_grids",
    "to_xlsx",
    "usual_layout",
    "xlsx_bytes",
]

WHOLE_TEXTS = "全文"
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_BOX = {**_FONT, "border": 1}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {**_FONT, "font_size": 16, "bold": True, "align": "center"},
    "subtitle": {**_FONT, "align": "center"},
    "unit": {**_FONT, "align": "left"},
    "currency": {**_FONT, "align": "right"},
    "head": {**_BOX, "bold": True, "align": "center", "bg_color": "#EDEDED"},
    "sum": {**_BOX, "bold": True, "align": "left", "indent": 1},
    "sum_amount": {**_BOX, "bold": True, "align": "right"},
    "text": {**_BOX, "align": "left", "indent": 1},
    "centred": {**_BOX, "align": "center"},
    "category": {**_BOX, "align": "center"},
    "amount": {**_BOX, "align": "right"},
    "number": {**_BOX, "align": "center"},
    "rate": {**_BOX, "align": "center"},
    "misread": {**_BOX, "align": "left", "italic": True, "indent": 1},
}
# Columns of more characters than this are printed across the paper's longer side.
_WIDEST_UPRIGHT = 112


def as_tables(value: TargetTable | Project | Iterable[TargetTable | Project]) -> tuple[TargetTable, ...]:
    """Return the tables of a value, where a project stands in one alone; raises `TypeError` for anything else.

    >>> [len(table.projects) for table in as_tables([Project("会议费"), TargetTable()])]
    [1, 0]
    """
    if isinstance(value, Project):
        return (TargetTable(sections=[Section(projects=[value])]),)
    if isinstance(value, TargetTable):
        return (value,)
    if isinstance(value, (list, tuple)) and value and all(isinstance(one, (TargetTable, Project)) for one in value):
        return tuple(table for one in value for table in as_tables(one))
    raise wrong_type(value, "TargetTable、Project 或其列表", "a TargetTable, a Project or a list of them")


def to_xlsx(
    value: TargetTable | Project | Sequence[TargetTable | Project],
    path: str | os.PathLike[str] | IO[bytes],
    *,
    layout: int | None = None,
) -> None:
    """Write a table (or a project alone) as an Excel file: the official form with merged cells, ready to print.

    Several tables, such as ``document.tables``, have their sheets one after the other.

    ``layout`` writes an official form instead, of which a file is read back as the same table: 1, one table whose indicators
    are strings; 2, a sheet for each project with a row for each indicator; 3, the same with signs and units in columns of
    their own. A self-evaluation or a table of monitoring is always written in the official form of these, by its scope
    (project, department, region), and read back as the same.

    ``path`` is a path, which is written in full or not at all, or a file opened for bytes. Amounts, weights, points and
    rates are numbers, amounts in the table's currency unit; one of more than 15 digits is text, since a spreadsheet
    would change it. Text is never a formula. Control characters are shown as their pictures (``␀``). A text longer than
    a cell can hold (32 767 characters) is cut there and stands whole on a second sheet, 全文. Raises `MissingExtra`
    without XlsxWriter, `ValueError` for a table of more rows than a sheet has and for what a layout has no place for,
    `OSError` where the file cannot be written.

    >>> import io
    >>> file = io.BytesIO()
    >>> to_xlsx(TargetTable("项目支出绩效目标表", sections=[Section(projects=[Project("会议费")])]), file)
    >>> file.getvalue()[:2]
    b'PK'
    """
    check_file(path, "path", "write")
    data = xlsx_bytes(value, layout)
    if isinstance(path, (str, os.PathLike)):
        write_whole(os.path.realpath(path), data)
    else:
        path.write(data)


def xlsx_bytes(value: TargetTable | Project | Sequence[TargetTable | Project], layout: int | None = None) -> bytes:
    """Return the Excel file that `to_xlsx` writes.

    >>> xlsx_bytes(Project("会议费"))[:2]
    b'PK'
    """
    tables = as_tables(value)

    def write(workbook: Any) -> None:
        writer = FormWriter(workbook)
        if layout is None and all(table.form == FORMS[0] for table in tables):
            writer.write([form_of(table) for table in tables])
        else:
            writer.write_forms([form for table in tables for form in _forms(table, layout)])

    return workbook_bytes(write)


def _forms(table: TargetTable, layout: int | None) -> list[Form]:
    """The forms of a table that stands beside others: its own where it has results, or in a layout."""
    if layout is None and table.form == FORMS[0]:
        return [form_of(table)]
    return [grid.form() for grid in official_grids(table, layout)]


def official_grids(table: TargetTable, layout: int | None) -> list[FormGrid]:
    """Return the forms of a table: of its results where it has some, else in a layout, or the one that has a place for it.

    >>> len(official_grids(TargetTable(projects=[Project("会议费")]), None))
    1
    """
    if layout is None and table.form != FORMS[0]:
        return result_grids(table)
    return grids_of(table, usual_layout(table) if layout is None else layout)


def usual_layout(table: TargetTable) -> int:
    """Return the layout that has a place for a table's indicators: 3 where signs or units stand in their own columns.

    >>> usual_layout(TargetTable(projects=[Project("会议费")]))
    2
    """
    indicators = (indicator for project in table.projects for indicator in project.indicators)
    return 3 if any(one.operator is not None or one.unit is not None for one in indicators) else 2


@frozen
class Mark:
    """What marks a cell: a colour behind it, as in HTML, and a note, which is empty where there is none."""

    fill: str
    note: str = ""


class FormWriter:
    """Puts a form into a workbook."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.formats: dict[tuple[str, str | None, bool, bool, str | None], Any] = {}
        self.whole_texts: list[tuple[str, str]] = []
        # The official forms print amounts as 1234.50.
        self.grouped = True

    def write(self, forms: Sequence[Form]) -> None:
        """Write a sheet for each form, and one for the texts that no cell can hold."""
        set_properties(self.workbook, forms[0].title)
        names = (
            [USUAL_SHEET_NAME] if len(forms) == 1 else sheet_names([form.title or USUAL_SHEET_NAME for form in forms])
        )
        for name, form in zip(names, forms, strict=True):
            sheet = self.workbook.add_worksheet(name)
            self._cells(sheet, form)
            self._page(sheet, form)
        self.write_whole_texts()

    def write_forms(self, forms: Sequence[Form]) -> None:
        """Write each form on a sheet of its own, named for its project."""
        self.grouped = False
        names = iter(sheet_names([form.title for form in forms]))
        for form in forms:
            sheet = self.workbook.add_worksheet(next(names))
            self._cells(sheet, form)
            wide = sum(form.widths) > _WIDEST_UPRIGHT
            if wide:
                sheet.set_landscape()
            sheet.set_paper(A4.number)
            sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
            sheet.center_horizontally()
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(*form.header)
            sheet.set_footer("&C第 &P 页，共 &N 页")
        if not forms:
            self.workbook.add_worksheet(USUAL_SHEET_NAME)
        self.write_whole_texts()

    def write_marked(self, sheet: Any, form: Form, marks: Mapping[tuple[int, int], Mark]) -> None:
        """Write a form on a sheet of its own, with colours behind some cells, given by row and column, and notes at them."""
        self._cells(sheet, form, marks)
        self._page(sheet, form)

    def _cells(self, sheet: Any, form: Form, marks: Mapping[tuple[int, int], Mark] = MappingProxyType({})) -> None:
        for at, size in enumerate(form.widths):
            sheet.set_column(at, at, size)
        for at, height in enumerate(form.heights):
            sheet.set_row(at, height)
        for cell in form.cells:
            mark = marks.get((cell.row, cell.column))
            self._cell(sheet, cell, None if mark is None else mark.fill)
            if mark is not None and mark.note:
                write_note(sheet, cell.row, cell.column, mark.note)

    def _page(self, sheet: Any, form: Form) -> None:
        """A4 (A3 where many columns stand side by side), landscape, as wide as the paper; the header on every page, and page numbers."""
        sheet.set_landscape()
        sheet.set_paper(paper_for(form.widths).number)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(*form.header)
        sheet.set_h_pagebreaks(form.pages)
        sheet.print_area(0, 0, len(form.heights) - 1, len(form.widths) - 1)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.freeze_panes(form.header[1] + 1, 1)

    def _format(
        self, style: str, number: str | None = None, quoted: bool = False, top: bool = False, fill: str | None = None
    ) -> Any:
        key = style, number, quoted, top, fill
        if key not in self.formats:
            properties = dict(_STYLES[style])
            if number is not None:
                properties["num_format"] = number
            if top:
                properties["valign"] = "top"
            if quoted:  # editing the cell leaves it text
                properties["quote_prefix"] = True
            if fill is not None:
                properties["bg_color"] = fill
            self.formats[key] = self.workbook.add_format(properties)
        return self.formats[key]

    def _cell(self, sheet: Any, cell: Cell, fill: str | None = None) -> None:
        value = cell.value
        if isinstance(value, Decimal):
            shown = self._format(cell.style, self._number_format(value, cell.style), top=cell.tall, fill=fill)
        else:
            shown = self._format(cell.style, None, value is not None and is_tempting(value), cell.tall, fill)
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_range(
                cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1, "", shown
            )
        if isinstance(value, Decimal):
            sheet.write_number(cell.row, cell.column, as_number(value), shown)
        elif isinstance(value, str):
            write_text(sheet, cell.row, cell.column, self._held(value, cell), self._format(cell.style), shown)
        else:
            sheet.write_blank(cell.row, cell.column, None, shown)

    def _number_format(self, value: Decimal, style: str) -> str:
        if style == "rate":
            return percentage_format(value)
        return number_format(value, 0 if style == "number" else 2, self.grouped)

    def _held(self, text: str, cell: Cell) -> str:
        """Return what the cell can hold of a text, which says where the rest is."""
        if units_of(text) <= LONGEST_CELL_TEXT:
            return text
        self.whole_texts.append((f"{column_letters(cell.column + 1)}{cell.row + 1}", text))
        note = f"…（此处放不下，全文见“{WHOLE_TEXTS}”表第 {len(self.whole_texts) + 1} 行）"
        return cut(text, LONGEST_CELL_TEXT - len(note)) + note

    def write_whole_texts(self) -> None:
        """Write a sheet of the texts that no cell could hold, if there are any."""
        if not self.whole_texts:
            return
        sheet = self.workbook.add_worksheet(WHOLE_TEXTS)
        sheet.write_string(0, 0, "单元格", self._format("head"))
        sheet.write_string(0, 1, "全文（过长的分几格）", self._format("head"))
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 100)
        for row, (place, text) in enumerate(self.whole_texts, 1):
            sheet.write_string(row, 0, place, self._format("text"))
            for at, piece in enumerate(pieces(text), 1):
                write_text(sheet, row, at, piece, self._format("text"), self._format("text", quoted=is_tempting(piece)))
