"""Writing a table as a Word file: the official forms, each project on a page of its own, ready to print.

A file has four parts, all of them text, so that no library is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from perfmodel._internal.arguments import check_file
from perfmodel.formats.files import write_whole
from perfmodel.model.table import Project, TargetTable
from perfmodel.spreadsheets.cells import number_text
from perfmodel.spreadsheets.form import Cell
from perfmodel.spreadsheets.grid import FormGrid, Value
from perfmodel.spreadsheets.heads import shown_number
from perfmodel.spreadsheets.xlsx import as_tables, official_grids

__all__ = ["docx_bytes", "to_docx"]

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
# A4 in twentieths of a point, its margins, and what they leave.
_SHORT_SIDE, _LONG_SIDE, _WORD_MARGIN = 11_906, 16_838, 1_000
# Columns of more characters than this are printed across the paper's longer side.
_WIDEST_IN_PORTRAIT = 112
# Styles of lines that stand above the table.
_LINES_ABOVE = {"title": "center", "subtitle": "center", "unit": "left", "currency": "right"}
_ALIGNMENTS = {
    "head": "center", "centred": "center", "category": "center", "number": "center", "amount": "right",
    "sum_amount": "right",
    "rate": "center",
}  # fmt: skip
# Word has a paragraph behind a table that ends a document: one that takes no room.
_END = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_BOLD = ("title", "head", "sum", "sum_amount")


def to_docx(
    value: TargetTable | Project | Sequence[TargetTable | Project],
    path: str | os.PathLike[str] | IO[bytes],
    *,
    layout: int | None = None,
) -> None:
    """Write a table (or a project alone) as a Word file: an official form, which is read back as the same table.

    Several tables, such as ``document.tables``, follow one another.

    ``layout`` is 1, one table whose indicators are strings; 2, a page for each project with a row for each indicator;
    3, the same with signs and units in columns of their own. Without it, 3 where some indicator has a sign or a unit in
    a column of its own, else 2; a self-evaluation or a monitoring table is written in the official form of its kind and
    scope. ``path`` is a path, which is written in full or not at all, or a file opened for bytes. Raises `ValueError`
    for what the layout has no place for, `OSError` where the file cannot be written.

    >>> import io
    >>> file = io.BytesIO()
    >>> to_docx(TargetTable("项目支出绩效目标表", projects=[Project("会议费")]), file)
    >>> file.getvalue()[:2]
    b'PK'
    """
    check_file(path, "path", "write")
    data = docx_bytes(value, layout)
    if isinstance(path, (str, os.PathLike)):
        write_whole(os.path.realpath(path), data)
    else:
        path.write(data)


def docx_bytes(value: TargetTable | Project | Sequence[TargetTable | Project], layout: int | None = None) -> bytes:
    """Return the Word file that `to_docx` writes.

    >>> docx_bytes(Project("会议费"))[:2]
    b'PK'
    """
    grids = [grid for table in as_tables(value) for grid in official_grids(table, layout)]
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", _document(grids)),
        ):
            # The same table makes the same file, whenever it is written.
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return stream.getvalue()


def _document(grids: Sequence[FormGrid]) -> str:
    wide = any(sum(grid.widths) > _WIDEST_IN_PORTRAIT for grid in grids)
    room = (_LONG_SIDE if wide else _SHORT_SIDE) - 2 * _WORD_MARGIN
    body = "".join("".join(_form(grid, room, at > 0)) for at, grid in enumerate(grids))
    size = (_LONG_SIDE, _SHORT_SIDE) if wide else (_SHORT_SIDE, _LONG_SIDE)
    turned = ' w:orient="landscape"' if wide else ""
    edges = " ".join(f'w:{side}="{_WORD_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'{_XML}<w:document xmlns:w="{_MAIN}"><w:body>{body}{_END}<w:sectPr><w:pgSz w:w="{size[0]}" w:h="{size[1]}"{turned}/>'
        f'<w:pgMar {edges} w:header="500" w:footer="500" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _form(grid: FormGrid, room: int, new_page: bool) -> Iterator[str]:
    """Yield the lines above a form, and its table."""
    lines = [cell for cell in grid.cells if cell.style in _LINES_ABOVE]
    for cell in lines:
        if cell.value is not None:
            yield _paragraph(cell.value, cell.style, new_page)
            new_page = False
    first = max((cell.row for cell in lines), default=-1) + 1
    yield from _table([cell for cell in grid.cells if cell.style not in _LINES_ABOVE], first, grid, room)


def _table(cells: Sequence[Cell], first: int, grid: FormGrid, room: int) -> Iterator[str]:
    whole = sum(grid.widths)
    sizes = [room * width // whole for width in grid.widths]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
    )
    yield "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    yield "</w:tblGrid>"
    rows: dict[int, list[tuple[Cell, bool]]] = {}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows.setdefault(row, []).append((cell, row == cell.row))
    for row in range(first, grid.rows):
        # Only the rows at the top of a table can be repeated.
        head = "<w:tblHeader/>" if row == grid.header == first else ""
        yield f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>"
        for cell, begins in sorted(rows.get(row, ()), key=lambda found: found[0].column):
            yield _cell(cell, begins, sum(sizes[cell.column : cell.column + cell.columns]))
        yield "</w:tr>"
    yield "</w:tbl>"


def _cell(cell: Cell, begins: bool, size: int) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    ground = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if cell.style == "head" else ""
    content = _paragraph(cell.value if begins else None, cell.style)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{span}{merge}{ground}<w:vAlign w:val="center"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def _paragraph(value: Value, style: str, new_page: bool = False) -> str:
    alignment = _LINES_ABOVE.get(style) or _ALIGNMENTS.get(style, "left")
    size = 32 if style == "title" else 20
    bold = "<w:b/>" if style in _BOLD else ""
    page = "<w:pageBreakBefore/>" if new_page else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _shown(value, style).split("\n")
    )
    return (
        f'<w:p><w:pPr>{page}<w:jc w:val="{alignment}"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" '
        f'w:eastAsia="宋体"/>{bold}<w:sz w:val="{size}"/></w:rPr>{lines}</w:r></w:p>'
    )


def _shown(value: Value, style: str) -> str:
    if not isinstance(value, Decimal):
        return value or ""
    if style == "rate":
        return f"{number_text(value.scaleb(2))}%"
    return number_text(value) if style == "number" else shown_number(value).replace(",", "") or number_text(value)
