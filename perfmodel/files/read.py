"""Reading a file as a document: its kind determined by content, each kind's module loaded when it is first used."""

from __future__ import annotations

import os
from collections.abc import Callable, Container
from importlib import import_module
from typing import IO, Protocol

from attrs import evolve

from perfmodel._internal.arguments import check_file, check_lang
from perfmodel.errors import ParseError
from perfmodel.files.budget import Budget
from perfmodel.files.detect import detect_kind
from perfmodel.files.document import Document
from perfmodel.files.limits import DEFAULT_LIMITS, Limits, over_limit

__all__ = ["READERS", "read_document"]

# Kind of file: the module that reads it. Each has `read(data, options) -> Document`.
READERS = {
    "pdf": "perfmodel.files.pdf.read",
    "xlsx": "perfmodel.files.xlsx",
    "xls": "perfmodel.files.xls",
    "docx": "perfmodel.files.docx",
    "doc": "perfmodel.files.doc",
    "html": "perfmodel.files.html",
    "csv": "perfmodel.files.delimited",
    "text": "perfmodel.files.delimited",
}


class _Reader(Protocol):
    def read(self, data: bytes, budget: Budget) -> Document: ...


def read_document(
    file: str | os.PathLike[str] | IO[bytes],
    lang: str = "zh",
    limits: Limits = DEFAULT_LIMITS,
    *,
    pages: Container[int] | None = None,
    on_page: Callable[[int, int | None], None] | None = None,
) -> Document:
    """Read a file (PDF, XLSX, XLS, DOCX, DOC, HTML, CSV, text) as grids of cells, and the text between them.

    ``file`` is a path or a file open for bytes. Its kind is determined by its content. Of a PDF only ``pages`` are read
    (numbers from 1; None for all); ``on_page`` is called with the number of each page that was looked at, and of how many.
    Raises `ParseError` (in ``lang``)
    where it cannot be read: a scan, an encrypted file, a picture, an archive, a damaged file, one that goes beyond
    ``limits``; `MissingExtra` where a library that the kind needs is not installed; `OSError` where it cannot be opened.

    >>> import io
    >>> document = read_document(io.BytesIO("一级指标,指标值\\n产出指标,≥95%\\n".encode()))
    >>> document.kind, [(cell.text, str(cell.place)) for cell in document.grids[0].cells][3]
    ('csv', ('≥95%', '第2行第2列'))
    """
    check_lang(lang)
    check_file(file)
    if isinstance(file, (str, os.PathLike)):
        name: str | None = os.fspath(file)
        with open(file, "rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    else:
        given = getattr(file, "name", None)
        name = given if isinstance(given, str) else None
        data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        over_limit("file_bytes", limits, lang, name)
    kind = detect_kind(data, limits, lang, name)
    reader: _Reader = import_module(READERS[kind])
    try:
        document = reader.read(data, Budget(limits, lang, name, pages, on_page))
    except RecursionError:
        raise ParseError("嵌套过深，无法读取", "nested too deeply to be read", filename=name, lang=lang) from None
    return evolve(document, kind=kind, name=name)
