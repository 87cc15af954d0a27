"""Reading a file with all tables in it, by the forms of the package and a user's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Mapping
from typing import IO, Any, TypeAlias

from perfmodel._internal.did_you_mean import SettingError
from perfmodel.files.limits import DEFAULT_LIMITS, Limits
from perfmodel.files.read import read_document as read_cells
from perfmodel.formats.settings_file import SettingsFile
from perfmodel.forms.catalogue import Catalogue, own_forms
from perfmodel.forms.document import Document

__all__ = ["Forms", "forms_of", "read_document"]

Forms: TypeAlias = "Catalogue | Mapping[str, Any] | str | os.PathLike[str] | None"


def read_document(
    file: str | os.PathLike[str] | IO[bytes],
    lang: str = "zh",
    limits: Limits = DEFAULT_LIMITS,
    *,
    pages: Container[int] | None = None,
    on_page: Callable[[int, int | None], None] | None = None,
    forms: Forms = None,
) -> Document:
    """Read a file (PDF, XLSX, XLS, DOCX, DOC, HTML, CSV, text): its cells, and all performance-target tables in them.

    ``file`` is a path or a file open for bytes. Its kind is determined by its content. For a PDF only ``pages`` are
    read (numbers from 1; None for all); ``on_page`` is called with the number of each page examined and the number of
    pages. ``forms`` adds spellings of labels and heads to those of the package: a mapping, or a file that has them
    under ``forms`` (``perfmodel.toml``). Raises `ParseError` (in ``lang``) if the file cannot be read (a scan, an
    encrypted file, a picture, an archive, a damaged file, one that exceeds ``limits``), `MissingExtra` if a library
    needed for its kind is not installed, `OSError` if it cannot be opened, and `ValueError` for invalid ``forms``. A
    file without a performance table is not an error: its ``tables`` are empty.

    >>> import io
    >>> rows = "项目名称,会议费,,\\n一级指标,二级指标,三级指标,考核要求\\n产出指标,数量指标,会议次数,≥2次\\n"
    >>> document = read_document(io.BytesIO(rows.encode()), forms={"columns": {"annual": ["考核要求"]}})
    >>> document.kind, [(one.level2.name, one.name, one.annual.text) for one in document.projects[0].indicators]
    ('csv', [('数量指标', '会议次数', '≥2次')])
    """
    known = forms_of(forms, lang)
    return Document(read_cells(file, lang, limits, pages=pages, on_page=on_page), known)


def forms_of(given: Forms, lang: str = "zh") -> Catalogue | None:
    """Return the labels and heads that ``forms`` adds to; None for those of the package alone.

    Raises `ParseError` (in ``lang``) for what is wrong in a file, with its place, and `SettingError` in a mapping.

    >>> forms_of({"labels": {"name": ["工程名称"]}}).label("工程名称：").field
    'name'
    """
    if given is None or isinstance(given, Catalogue):
        return given
    if isinstance(given, Mapping):
        return own_forms(given)
    file = SettingsFile.read(given, lang)
    shared = os.path.basename(os.fspath(given)) == "pyproject.toml"
    part = file.part(*(("tool", "perfmodel", "forms") if shared else ("forms",)))
    if part is None:
        return None
    try:
        return own_forms(part.plain)
    except SettingError as wrong:
        raise part.error(wrong, lang) from None
