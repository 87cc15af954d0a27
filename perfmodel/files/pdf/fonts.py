"""From the bytes of a string to characters and their widths: pdfminer's fonts, asked once for each character."""

from __future__ import annotations

import re
from typing import Any

from attrs import define, field

from perfmodel._internal.optional import require
from perfmodel.files.budget import Budget
from perfmodel.files.pdf.streams import stream_bytes

__all__ = ["Font", "FontTable", "Glyph"]

# What stands for a character of which nobody knows what it is.
UNKNOWN_CHARACTER = "\ufffd"
# Character codes have two bytes, rarely four, of which a font uses a part.
_MOST_CODES = 1 << 17


@define
class Glyph:
    """A character of a font: its text, its width in parts of the font size, and whether its meaning is known."""

    text: str
    width: float
    known: bool
    is_blank: bool


@define
class Font:
    """A font as a page uses it."""

    source: Any
    to_unicode: dict[int, str]
    vertical: bool
    multibyte: bool
    _glyphs: dict[int, Glyph] = field(factory=dict)

    def glyphs(self, data: bytes) -> list[Glyph]:
        """Return the characters of a string."""
        known, found = self._glyphs, []
        for code in self.source.decode(data) if self.source is not None else data:
            glyph = known.get(code)
            if glyph is None:
                glyph = known[code] = self._glyph(code)
            found.append(glyph)
        return found

    def _glyph(self, code: int) -> Glyph:
        if self.source is None:
            return Glyph(UNKNOWN_CHARACTER, 0.5, False, False)
        text = self.to_unicode.get(code)
        if text is None and not (self.to_unicode and self.multibyte):
            try:
                text = self.source.to_unichr(code)
            except Exception:  # pdfminer's own for a character without meaning, others' for a broken font
                text = None
        known = text is not None and _is_known(text)
        try:
            width = 1.0 if self.vertical else float(self.source.char_width(code))
        except Exception:
            width = 0.5
        if not known:
            # A code that means nothing and has no width is seen by nobody.
            return Glyph(UNKNOWN_CHARACTER if width else "", width, not width, False)
        return Glyph(text or "", width, True, not self.multibyte and code == 32)


def _is_known(text: str) -> bool:
    """Whether a text means something: no private character, no zero, no replacement character."""
    return bool(text) and not any(
        char == "\0" or char == UNKNOWN_CHARACTER or "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
        for char in text
    )


class FontTable:
    """The fonts of a file, each made once."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self._made: dict[Any, Font] = {}
        self._manager = require("pdfminer.pdfinterp", "pdf").PDFResourceManager()
        self._types = require("pdfminer.pdftypes", "pdf")

    def font(self, given: Any) -> Font:
        """Return the font that a page's resources hold under a name: a reference or a dict."""
        key = getattr(given, "objid", None)
        if key in self._made:
            return self._made[key]
        font = self._make(given)
        if key is not None:
            self._made[key] = font
        return font

    def _make(self, given: Any) -> Font:
        try:
            spec = dict(self._types.dict_value(given))
            to_unicode = self._to_unicode(spec)
            descendants = self._types.resolve1(spec.get("DescendantFonts"))
            if descendants:
                child = self._narrow(dict(self._types.dict_value(descendants[0])), bool(to_unicode))
                spec["DescendantFonts"] = [child]
            if to_unicode:
                spec.pop("ToUnicode", None)
            source = self._manager.get_font(None, spec)
            return Font(source, to_unicode, bool(source.is_vertical()), bool(source.is_multibyte()))
        except RecursionError:
            raise
        except Exception:  # a broken font: its characters are counted as not known
            return Font(None, {}, False, False)

    def _narrow(self, child: dict[str, Any], has_unicode: bool) -> dict[str, Any]:
        """A font's description without what would take long: widths of endless ranges, a font file that is not needed."""
        widths = self._types.resolve1(child.get("W"))
        if isinstance(widths, list) and not _are_sane(widths):
            child.pop("W")
        if has_unicode and "FontDescriptor" in child:
            descriptor = dict(self._types.dict_value(child["FontDescriptor"]))
            descriptor.pop("FontFile2", None)
            child["FontDescriptor"] = descriptor
        return child

    def _to_unicode(self, spec: dict[str, Any]) -> dict[int, str]:
        given = self._types.resolve1(spec.get("ToUnicode"))
        if not isinstance(given, self._types.PDFStream):
            return {}
        return parse_to_unicode(stream_bytes(given, self.budget))


def _are_sane(widths: list[Any]) -> bool:
    """Whether no range of a font's widths (first, last, width) is longer than there are codes."""
    numbers = [item for item in widths if isinstance(item, (int, float))]
    return not numbers or max(numbers) < _MOST_CODES


_UNICODE_SECTION = re.compile(rb"begin(bfchar|bfrange)\b(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def parse_to_unicode(data: bytes) -> dict[int, str]:
    """Return what a font's ToUnicode table says each code means.

    >>> parse_to_unicode(b"1 beginbfchar <01> <9879> endbfchar 1 beginbfrange <02> <03> <76EE> endbfrange")
    {1: '项', 2: '目', 3: '盯'}
    """
    found: dict[int, str] = {}
    for section in _UNICODE_SECTION.finditer(data):
        items: list[Any] = []
        inner: list[bytes] | None = None
        for item in _HEX.finditer(section[2]):
            if item[2]:
                inner = []
                items.append(inner)
            elif item[3]:
                inner = None
            else:
                (items if inner is None else inner).append(re.sub(rb"\s", b"", item[1]))
        if section[1] == b"bfchar":
            for code, text in zip(items[::2], items[1::2]):  # noqa: B905
                if isinstance(code, bytes) and isinstance(text, bytes) and code:
                    found[int(code, 16)] = _utf16(text)
        else:
            for first, last, text in zip(items[::3], items[1::3], items[2::3]):  # noqa: B905
                if isinstance(first, bytes) and isinstance(last, bytes) and first and last:
                    _add_range(found, int(first, 16), int(last, 16), text)
        if len(found) > _MOST_CODES:
            break
    return found


def _add_range(found: dict[int, str], first: int, last: int, text: Any) -> None:
    last = min(last, first + 0xFFFF)
    if isinstance(text, list):
        for code, each in zip(range(first, last + 1), text):  # noqa: B905
            found[code] = _utf16(each)
        return
    start = _utf16(text)
    if not start:
        return
    head, tail = start[:-1], ord(start[-1])
    for code in range(first, last + 1):
        if tail + code - first > 0x10FFFF or len(found) > _MOST_CODES:
            return
        found[code] = head + chr(tail + code - first)


def _utf16(digits: bytes) -> str:
    raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return raw.decode("latin-1") if len(raw) == 1 else raw.decode("utf-16-be", "replace")
