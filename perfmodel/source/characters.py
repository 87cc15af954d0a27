"""Characters: folding, squeezing, width on a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from perfmodel._internal.caches import Memory

__all__ = ["EDITOR_LINE_END", "LINE_END", "char_width", "fold", "plain", "squeeze", "unfold", "width"]

# What str.splitlines and PDF extractors end a line with; \r\n counts as one.
LINE_END = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# What an editor counts as a line.
EDITOR_LINE_END = re.compile("\r\n|\n|\r")

# Full-width ASCII (！ to ～) and the full-width blank, one character to one character. NFKC is not used: it turns ㎡
# into m2 and … into ..., so that positions no longer fit and units change.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_WIDE = re.compile("[\uff01-\uff5e\u3000]")

# Tabs and the blanks that word processors and PDF extractors put between cells.
_ANY_BLANK_TO_SPACE = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F], 0x20)
_FOLD_AND_BLANKS = _FOLD | _ANY_BLANK_TO_SPACE
_UNPLAIN = re.compile("[\uff01-\uff5e\u3000\t\xa0\u1680\u2000-\u200a\u202f\u205f]")


def fold(text: str) -> str:
    """Fold full-width digits, letters and signs to ASCII, one character to one character.

    Lengths and positions stay as they are, and so do characters such as ``㎡`` and ``①``.

    >>> fold("９０％（含）；㎡①…")
    '90%(含);㎡①…'
    """
    return _replaced(text, _WIDE, _FOLD)


def plain(text: str) -> str:
    """Fold a text and make every kind of blank a plain one; line ends stay.

    >>> plain("１、\\t合\\u3000计")
    '1、 合 计'
    """
    return _replaced(text, _UNPLAIN, _FOLD_AND_BLANKS)


def _replaced(text: str, signs: re.Pattern[str], by: Mapping[int, int]) -> str:
    """Replace each of the signs: kind by kind, since a text has few kinds and looking each character up is slow."""
    match = signs.search(text)
    while match:
        sign = match[0]
        text = text.replace(sign, chr(by[ord(sign)]))
        match = signs.search(text, match.end())
    return text


def unfold(sign: str) -> str:
    """Return the full-width form of an ASCII sign; another sign as it is.

    >>> unfold("*"), unfold("×")
    ('＊', '×')
    """
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


def squeeze(text: str) -> str:
    """Return the text without any white space: what counts when characters are accounted for.

    >>> squeeze(" 合 计\\u3000")
    '合计'
    """
    return "".join(text.split())


def char_width(char: str) -> int:
    """Columns that one character takes on a terminal.

    >>> char_width("标")
    2
    """
    return _WIDTHS[char]


def _width_of(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 1


_WIDTHS: Memory[str, int] = Memory(_width_of, 4096)


def width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a wide character, none for a combining one.

    >>> width("90%或以上")
    9
    """
    if text.isascii():
        return len(text)
    return sum(map(_WIDTHS.__getitem__, text))
