"""HTML as tags and text, as a browser cuts it: each character is looked at once, whatever the page says.

The standard library's parser goes over the rest of a page again for each comment or tag that does not end.

Source: WHATWG HTML, 13.2.5 Tokenization.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from attrs import field, frozen

from perfmodel.files.budget import Budget

__all__ = ["EndTag", "StartTag", "html_tokens"]

# Attributes that say what is seen, and how much of others is passed over.
_WANTED_ATTRIBUTES = frozenset("rowspan colspan style hidden type value checked selected".split())
_MARKUP_START = re.compile("<[a-zA-Z/!?]")
_TAG_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s/>][^\s/>=]*")
_BEFORE_VALUE = re.compile(r"\s*=\s*")
_BARE_VALUE = re.compile(r"[^\s>]*")
_COMMENT_END = re.compile("--!?>")
# What is in these is text, with tags or without; in some of them characters have names.
_RAW_TEXT = {"script": False, "style": False, "iframe": False, "title": True, "textarea": True}
_RAW_TEXT_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW_TEXT}
# A number of a character with more digits than any has; Python refuses some thousand.
_LONG_NUMBER = re.compile("&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")


@frozen
class StartTag:
    """A tag that opens an element: its name in small letters, and those of its attributes that say what is seen."""

    name: str
    attributes: dict[str, str | None] = field(factory=dict)


@frozen
class EndTag:
    """A tag that closes an element."""

    name: str


def html_tokens(page: str, budget: Budget) -> Iterator[str | StartTag | EndTag]:
    """Yield the text of a page, with named characters written out, and its tags. Comments and declarations are left out.

    A tag that never ends is text; so nothing of a page that was cut off is lost.

    >>> list(html_tokens("<td ROWSPAN=2>&ge;95%<!-- x --><br>a < b", Budget()))
    [StartTag(name='td', attributes={'rowspan': '2'}), '≥95%', StartTag(name='br', attributes={}), 'a < b']
    """
    at = 0
    while at < len(page):
        found = _MARKUP_START.search(page, at)
        start = len(page) if found is None else found.start()
        if start > at:
            yield _unescaped(page[at:start])
        if found is None:
            return
        budget.charge("html_tags")
        if page[start + 1] in "!?" or (page[start + 1] == "/" and not _TAG_NAME.match(page, start + 2)):
            at = _behind_comment(page, start)
            continue
        if page[start + 1] == "/":
            name = _name(page, start + 2)
            end = page.find(">", start)
            token: StartTag | EndTag = EndTag(name)
        else:
            name = _name(page, start + 1)
            attributes: dict[str, str | None] = {}
            end = _attributes(page, start + 1 + len(name), attributes)
            token = StartTag(name, attributes)
        if end < 0:
            yield _unescaped(page[start:])
            return
        yield token
        at = end + 1
        if isinstance(token, StartTag) and name in _RAW_TEXT:
            closed = _RAW_TEXT_ENDS[name].search(page, at)
            stop = len(page) if closed is None else closed.start()
            if stop > at:
                yield _unescaped(page[at:stop]) if _RAW_TEXT[name] else page[at:stop]
            at = stop


def _name(page: str, at: int) -> str:
    found = _TAG_NAME.match(page, at)
    return "" if found is None else found[0].lower() if found[0].isascii() else found[0]


def _behind_comment(page: str, start: int) -> int:
    """Where what follows a comment, a declaration or an instruction begins: the page's end where it does not end."""
    if not page.startswith("<!--", start):
        end = page.find(">", start)
        return len(page) if end < 0 else end + 1
    for empty in ("<!-->", "<!--->"):
        if page.startswith(empty, start):
            return start + len(empty)
    found = _COMMENT_END.search(page, start + 4)
    return len(page) if found is None else found.end()


def _attributes(page: str, at: int, attributes: dict[str, str | None]) -> int:
    """Take the attributes of a tag from ``at`` on; return where its ``>`` is, -1 where it has none."""
    while True:
        at = _end(_BETWEEN_ATTRIBUTES, page, at)
        if at >= len(page):
            return -1
        if page[at] == ">":
            return at
        start, at = at, _end(_ATTRIBUTE_NAME, page, at)
        name, value = page[start : min(at, start + 20)].lower(), None
        if (found := _BEFORE_VALUE.match(page, at)) is not None:
            at = found.end()
            quote = page[at : at + 1]
            if quote in ('"', "'"):
                end = page.find(quote, at + 1)
                if end < 0:
                    return -1
                span, at = (at + 1, end), end + 1
            else:
                end = _end(_BARE_VALUE, page, at)
                span, at = (at, end), end
            value = page[slice(*span)] if name in _WANTED_ATTRIBUTES else None
        if name in _WANTED_ATTRIBUTES:
            attributes.setdefault(name, None if value is None else _unescaped(value))


def _end(pattern: re.Pattern[str], page: str, at: int) -> int:
    found = pattern.match(page, at)
    return at if found is None else found.end()


def _unescaped(text: str) -> str:
    return unescape(_LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text
