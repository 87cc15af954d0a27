"""Reading a file, whatever form a table has in it: published text, YAML or JSON."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import IO

from attrs import evolve

from perfmodel._internal.arguments import check_file, check_lang
from perfmodel.errors import ParseError
from perfmodel.formats.schema import FILE_KINDS, KIND_KEY
from perfmodel.model.fields import keys_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source
from perfmodel.source.span import Span
from perfmodel.strings.decoding import decode
from perfmodel.strings.findings import finding
from perfmodel.strings.page_layout import content_of
from perfmodel.strings.table import parse_table

__all__ = ["form_of", "open_source", "read", "read_any", "read_source"]

# Lines before the first key, so many at once: a pattern remembers each of them.
_LINES = re.compile(r"(?:\s*(?:#|---|%)[^\n]*\n){1,500}")


def read(file: str | os.PathLike[str] | IO[bytes] | IO[str], lang: str = "zh") -> TargetTable:
    """Read a table from a path or an open file: the text of a published one, or YAML or JSON.

    The encoding (UTF-8 with or without byte order mark, GB18030) is found out; `TargetTable.source` has it, and what
    is not plain UTF-8 is reported as finding R10. Raises `ParseError` (in ``lang``) where there is no table, and
    `OSError` where the file cannot be opened, `TypeError` for what is no file, `ValueError` for another language.

    >>> table = read("tests/tables/guangzhou-disability-employment.txt")
    >>> len(table.projects), table.source.encoding
    (10, 'utf-8')
    """
    found = read_any(file, lang)
    if not isinstance(found, TargetTable):
        raise ParseError(
            "这里不是绩效目标表，而是一个项目或指标",
            "expected a performance-target table, got a project or an indicator",
            lang=lang,
        )
    return found


def read_any(
    file: str | os.PathLike[str] | IO[bytes] | IO[str], lang: str = "zh", name: str | None = None
) -> TargetTable | Project | Indicator:
    """Read what a file holds: a table, or (from YAML or JSON) a project or an indicator too."""
    return read_source(open_source(file, lang, name), lang)


def open_source(
    file: str | os.PathLike[str] | IO[bytes] | IO[str], lang: str = "zh", name: str | None = None
) -> Source:
    """Return the text of a file with its name and encoding; raises as `read` does."""
    check_lang(lang)
    check_file(file)
    if isinstance(file, (str, os.PathLike)):
        name = os.fspath(file)
        with open(file, "rb") as opened:
            content: str | bytes = opened.read()
    else:
        content = file.read()
        name = name or getattr(file, "name", None)
    name = name if isinstance(name, str) else None
    return decode(content, name, lang) if isinstance(content, bytes) else Source(content, name)


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
