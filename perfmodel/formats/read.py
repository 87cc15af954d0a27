"""Reading a file, whatever form a table has in it: published text, YAML or JSON, or the cells of a document."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Sequence
from functools import cache
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from attrs import evolve

from perfmodel._internal.arguments import check_file, check_lang
from perfmodel.errors import ParseError
from perfmodel.formats.schema import FILE_KINDS, KIND_KEY
from perfmodel.formats.streams import documents_of
from perfmodel.model.fields import keys_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source
from perfmodel.source.span import Span
from perfmodel.strings.decoding import decode
from perfmodel.strings.findings import finding
from perfmodel.strings.page_layout import content_of
from perfmodel.strings.table import parse_table

if TYPE_CHECKING:
    from perfmodel.forms.catalogue import Catalogue
    from perfmodel.forms.document import Document

__all__ = [
    "FileContents",
    "form_of",
    "is_document",
    "open_source",
    "read",
    "read_all",
    "read_any",
    "read_content",
    "read_contents",
    "read_source",
]

_CELL_ENDINGS = (".csv", ".tsv", ".html", ".htm")
_TEXT_ENDINGS = (".yaml", ".yml", ".json")
# Archives (XLSX, DOCX), OLE files (XLS, DOC), RTF, pictures and other files that are no text; HTML.
_DOCUMENT_START = re.compile(
    rb"PK\x03\x04|PK\x05\x06|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\x09\x08[\x00-\x08]\x00|\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*"
    rb"|RIFF....WEBP|BM....\x00\x00\x00\x00|Rar!\x1a|7z\xbc\xaf|\x1f\x8b|BZh[1-9]|\xfd7zXZ|\{\\rtf"
    rb"|(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|table|body)\b",
    re.DOTALL | re.IGNORECASE,
)
# Lines before the first key, so many at once: a pattern remembers each of them.
_LINES = re.compile(r"(?:\s*(?:#|---|%)[^\n]*\n){1,500}")


def read(file: str | os.PathLike[str] | IO[bytes] | IO[str], lang: str = "zh") -> TargetTable:
    """Read a table from a path or an open file: the text of a published table, YAML, JSON, or a document with cells.

    A document (PDF, XLSX, XLS, DOCX, DOC, HTML, CSV) is recognised by its content, CSV and HTML also by the file name.
    For one with several tables `ParseError` says how many: `read_document` reads them all, and its docstring lists what
    else may be raised.

    The encoding (UTF-8 with or without a byte order mark, GB18030) is detected and kept in `TargetTable.source`;
    anything but plain UTF-8 is reported as finding R10. Raises `ParseError` (in ``lang``) if there is no table,
    `OSError` if the file cannot be opened, `TypeError` for anything but a path or a file, and `ValueError` for an
    unknown language.

    >>> table = read("tests/tables/guangzhou-disability-employment.txt")
    >>> len(table.projects), table.source.encoding
    (10, 'utf-8')
    """
    found = read_any(file, lang)
    if not isinstance(found, TargetTable):
        raise ParseError(
            "应为绩效目标表，实为项目或指标",
            "expected a performance-target table, got a project or an indicator",
            lang=lang,
        )
    return found


def read_any(
    file: str | os.PathLike[str] | IO[bytes] | IO[str], lang: str = "zh", name: str | None = None
) -> TargetTable | Project | Indicator:
    """Read what a file holds: a table, or (from YAML or JSON) a project or an indicator too."""
    check_lang(lang)
    content, name = _content_of(file, name, lang)
    if isinstance(content, str):
        return read_source(Source(content, name), lang)
    return read_content(content, name, lang)[1]


def read_content(
    data: bytes, name: str | None = None, lang: str = "zh"
) -> tuple[Source, TargetTable | Project | Indicator]:
    """Read what the bytes of a file hold, and return it with the source that its spans refer to; raises as `read` does.

    >>> source, found = read_content("name: 会议费\\ngoal: 开好会议。".encode())
    >>> source.slice(found.place.of("goal"))
    '开好会议。'
    """
    if is_document(data, name):
        from perfmodel.forms.document import only_table

        table = only_table(_document(data, name, lang), lang)
        return table.source or Source("", name), table
    source = decode(data, name, lang)
    return source, read_source(source, lang)


def read_all(
    data: bytes,
    name: str | None = None,
    lang: str = "zh",
    *,
    pages: Container[int] | None = None,
    sheets: Sequence[str] | None = None,
    forms: Catalogue | None = None,
) -> list[tuple[Source, TargetTable | Project | Indicator]]:
    """Read all that the bytes of a file hold, each with the source that its spans refer to; see `read_contents`.

    >>> rows = "项目名称,会议费,,\\n一级指标,二级指标,三级指标,指标值\\n产出指标,数量指标,会议次数,≥2次\\n"
    >>> [found.projects[0].name for _source, found in read_all(rows.encode(), "表.csv")]
    ['会议费']
    """
    return read_contents(data, name, lang, pages=pages, sheets=sheets, forms=forms).found


class FileContents(NamedTuple):
    """What a file is (``kind``: ``pdf``, ``csv`` … of a document, else ``text``, ``yaml`` or ``json``), and all that was found in it."""

    kind: str
    found: list[tuple[Source, TargetTable | Project | Indicator]]


def read_contents(
    data: bytes,
    name: str | None = None,
    lang: str = "zh",
    *,
    pages: Container[int] | None = None,
    sheets: Sequence[str] | None = None,
    forms: Catalogue | None = None,
) -> FileContents:
    """Read all that the bytes of a file hold, each with the source that its spans refer to, and the kind of the file.

    That is each table of a document, of a YAML stream or of a JSON array.

    ``pages`` are those of a PDF that are read, ``sheets`` the names of the sheets of a workbook; None for all. Raises as
    `read` does, but not where there are several tables.

    >>> read_contents("name: 会议费".encode()).kind
    'yaml'
    """
    if not is_document(data, name):
        source = decode(data, name, lang)
        form = form_of(source)
        all_read = [read_source(one, lang) for one in documents_of(source, form)]
        return FileContents(form, [(source, _with_source(one, source)) for one in all_read])
    from perfmodel.forms.document import only_table

    document = _document(data, name, lang, pages, sheets, forms)
    if not document.tables:
        only_table(document, lang)
    return FileContents(document.kind, [(table.source or Source("", name), table) for table in document.tables])


def _with_source(found: TargetTable | Project | Indicator, source: Source) -> TargetTable | Project | Indicator:
    """Return what was read of one document of a text as of the whole, whose offsets it has."""
    return evolve(found, source=source) if isinstance(found, TargetTable) and found.source is not source else found


def _document(
    data: bytes,
    name: str | None,
    lang: str,
    pages: Container[int] | None = None,
    sheets: Sequence[str] | None = None,
    forms: Catalogue | None = None,
) -> Document:
    from perfmodel.files.read import read_document
    from perfmodel.forms.document import Document as ReadDocument

    cells = evolve(read_document(BytesIO(data), lang, pages=pages), name=name)
    if sheets is not None:
        cells = cells.of_sheets(sheets, lang)
    return ReadDocument(cells, forms)


def is_document(data: bytes, name: str | None = None) -> bool:
    """Whether a file is a document with cells rather than a text: by how its content begins, or by a name of CSV or HTML.

    >>> is_document(b"%PDF-1.7"), is_document("单位：万元".encode()), is_document(b"a,b", "表.csv")
    (True, False, True)
    """
    ending = os.path.splitext(name or "")[1].lower()
    if ending in _TEXT_ENDINGS:
        return False
    return ending in _CELL_ENDINGS or _DOCUMENT_START.match(data) is not None or b"%PDF-" in data[:1024]


def open_source(
    file: str | os.PathLike[str] | IO[bytes] | IO[str], lang: str = "zh", name: str | None = None
) -> Source:
    """Return the text of a file with its name and encoding; raises as `read` does."""
    check_lang(lang)
    content, name = _content_of(file, name, lang)
    return decode(content, name, lang) if isinstance(content, bytes) else Source(content, name)


def _content_of(
    file: str | os.PathLike[str] | IO[bytes] | IO[str], name: str | None, lang: str
) -> tuple[str | bytes, str | None]:
    check_file(file)
    if isinstance(file, (str, os.PathLike)):
        name = os.fspath(file)
        with open(file, "rb") as opened:
            content: str | bytes = _read_bounded(opened, lang)
    else:
        content = _read_bounded(file, lang)
        name = name or getattr(file, "name", None)
    return content, name if isinstance(name, str) else None


# A device (/dev/zero) or a pipe may have no end. Most files end within the first piece.
_BYTES_AT_ONCE = 16 << 20


def _read_bounded(stream: IO[bytes] | IO[str], lang: str) -> str | bytes:
    """Return all that an open file holds; raise `ParseError` where that is more than the limit of files, ``file_bytes``."""
    pieces: list[Any] = [stream.read(_BYTES_AT_ONCE)]
    if len(pieces[0]) < _BYTES_AT_ONCE:
        return pieces[0]  # type: ignore[no-any-return]
    from perfmodel.files.limits import DEFAULT_LIMITS, over_limit

    length = len(pieces[0])
    while piece := stream.read(_BYTES_AT_ONCE):
        pieces.append(piece)
        length += len(piece)
        if length > DEFAULT_LIMITS.file_bytes:
            over_limit("file_bytes", DEFAULT_LIMITS, lang)
    joined: str | bytes = type(pieces[0])().join(pieces)
    return joined


def read_source(source: Source, lang: str = "zh") -> TargetTable | Project | Indicator:
    """Read what a text holds; spans in what is found refer to it.

    >>> source = Source("name: 会议费\\ngoal: 开好会议。")
    >>> source.slice(read_source(source).place.of("goal"))
    '开好会议。'
    """
    found = _read_source(source, lang)
    if source.encoding in (None, "utf-8") or not isinstance(found, TargetTable):
        return found
    reported = finding("R10", "", Span(0, 0), encoding=source.encoding)
    return evolve(found, source=source, problems=(reported, *found.problems))


def _read_source(source: Source, lang: str) -> TargetTable | Project | Indicator:
    form = form_of(source)
    if form == "text":
        return parse_table(source, lang)
    if form == "json":
        from perfmodel.formats.json import from_json as reader
    else:
        from perfmodel.formats.yaml import from_yaml as reader
    found = reader(source.text, lang, source.name)
    return evolve(found, source=source) if isinstance(found, TargetTable) else found


def form_of(source: Source) -> str:
    """Return which form a source has: ``json``, ``yaml`` or ``text``; by its name's ending, else by how it begins.

    >>> form_of(Source("项目: []")), form_of(Source("单位名称：某局")), form_of(Source('{"projects": []}'))
    ('yaml', 'text', 'json')
    """
    if source.cells:
        return "text"
    ending = os.path.splitext(source.name or "")[1].lower()
    if ending in (".yaml", ".yml", ".json"):
        return "json" if ending == ".json" else "yaml"
    if ending != ".txt" and source.text.lstrip("\ufeff \t\r\n")[:1] == "{":
        return "json"
    if ending != ".txt" and _begins_with_key(source.text) and content_of(source.text).header_line is None:
        return "yaml"
    return "text"


@cache
def _first_key() -> re.Pattern[str]:
    keys = sorted({*KIND_KEY, *(name for kind in FILE_KINDS for key in keys_of(kind) for name in (key.name, key.zh))})
    return re.compile(r"\s*[\"']?(?:" + "|".join(keys) + r")[\"']?:(?=\s|$)")


def _begins_with_key(text: str) -> bool:
    at = 0
    while match := _LINES.match(text, at):
        at = match.end()
    return _first_key().match(text, at) is not None
