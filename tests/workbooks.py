"""Workbooks and documents made by hand, part by part, as no library would write them; grids as their texts and spans."""

from __future__ import annotations

import io
import zipfile
from typing import TypeAlias

from perfmodel import Document, Grid, read_document

Seen: TypeAlias = "list[tuple[str, int, int, int, int]]"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def seen(grid: Grid) -> Seen:
    """Each cell's text, row, column and spans."""
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def read(data: bytes) -> Document:
    return read_document(io.BytesIO(data))


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def sheet_xml(data: str, before: str = "", behind: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{behind}</worksheet>'


def workbook(
    sheet: str | bytes,
    formats: tuple[str, ...] = (),
    properties: str = "",
    parts: dict[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of one sheet, 表; style ``n`` (from 1) of a cell has the n-th of ``formats``."""
    related = f'<Relationship Id="s1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    related += f'<Relationship Id="s2" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    related += f'<Relationship Id="s3" Type="{OFFICE}/styles" Target="styles.xml"/>'
    own = "".join(
        f'<numFmt numFmtId="{at}" formatCode="{code}"/>' for at, code in enumerate(map(_quoted, formats), 200)
    )
    styles = "".join(f'<xf numFmtId="{at}"/>' for at in range(200, 200 + len(formats)))
    return zipped(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
            '<sheets><sheet name="表" sheetId="1" r:id="s1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellStyleXfs><xf numFmtId="10"/>'
            f'</cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": sheet,
            **(parts or {}),
        }
    )


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def document(body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """A DOCX file of a body."""
    namespaces = f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return zipped(
        {"word/document.xml": f"<w:document {namespaces}><w:body>{body}</w:body></w:document>", **(parts or {})}
    )


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p>{properties}<w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
