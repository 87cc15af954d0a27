"""Several tables in one text: a YAML stream, a JSON array, as `perfmodel parse` writes a file with several tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecoder

from attrs import evolve

from perfmodel.source.source import Source

__all__ = ["documents_of"]

_DOCUMENT_MARK = re.compile(r"^---(?=\s|\Z)", re.MULTILINE)
_NOTHING_SAID = re.compile(r"(?:\s|#[^\n]*|%[^\n]*\n)*")
_NO_LINE_END = re.compile(r"[^\r\n]")
_BETWEEN_ITEMS = re.compile(r"[\s,]*")


def documents_of(source: Source, form: str) -> list[Source]:
    """Return each document of a text in ``form`` (``yaml``, ``json`` or ``text``) as a source of its own.

    What stands before a document is blanked, so that offsets and lines are those of the whole text.

    >>> text = "---\\nname: 会议费\\n---\\nname: 培训费\\n"
    >>> [part.text for part in documents_of(Source(text), "yaml")]
    ['---\\nname: 会议费\\n', '###\\n#########\\n---\\nname: 培训费\\n']
    >>> documents_of(Source("name: 会议费"), "yaml")[0].text
    'name: 会议费'
    """
    spans = {"yaml": _of_stream, "json": _of_array}[form](source.text) if form in ("yaml", "json") else []
    if not spans or spans[0] == (0, len(source.text)):
        return [source]
    found, before, at = [], "", 0
    blank = "#" if form == "yaml" else " "
    for start, end in spans:
        before += _NO_LINE_END.sub(blank, source.text[at:start])
        found.append(evolve(source, text=before + source.text[start:end]))
        at = start
    return found


def _of_stream(text: str) -> list[tuple[int, int]]:
    """Return where the documents of a YAML stream stand."""
    starts = [match.start() for match in _DOCUMENT_MARK.finditer(text)]
    if not starts or (starts[0] > 0 and _NOTHING_SAID.fullmatch(text, 0, starts[0]) is None):
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _of_array(text: str) -> list[tuple[int, int]]:
    """Return where the items of a JSON array stand; none where it is no array, or not well-formed."""
    begin = len(text) - len(text.lstrip())
    if not text.startswith("[", begin):
        return []
    try:
        return list(_items(text, begin + 1))
    except (ValueError, RecursionError):  # what is wrong is said by who reads it
        return []


def _items(text: str, at: int) -> Iterator[tuple[int, int]]:
    decode = JSONDecoder().raw_decode
    while True:
        at = _BETWEEN_ITEMS.match(text, at).end()  # type: ignore[union-attr]
        if text.startswith("]", at):
            return
        end = decode(text, at)[1]
        yield at, end
        at = end
