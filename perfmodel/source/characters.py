"""Characters: folding, squeezing, width on a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from perfmodel._internal.caches import Memory
from perfmodel.data import load

__all__ = [
    "EDITOR_LINE_END",
    "LINE_END",
    "char_width",
    "fold",
    "plain",
    "radicals",
    "squeeze",
    "unfold",
    "width",
    "without_radicals",
]

# What str.splitlines and PDF extractors end a line with; \r\n counts as one.
LINE_END = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# What an editor counts as a line.
EDITOR_LINE_END = re.compile("\r\n|\n|\r")

# What is stored where another character is seen: radicals (⽬ for 目), which many PDF writers take for the character
# itself, and the compatibility ideographs (U+F967 for 不).
_RADICALS = "\u2e80-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d"
_RADICAL = f"[{_RADICALS}]"


class _Folded(dict[int, int]):
    """Which character is meant by another; those of `_RADICALS` are looked up when they are first met."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        known = load("radicals.json")["radicals"].get(char)
        self[code] = found = ord(known or unicodedata.normalize("NFC", char))
        return found


# Full-width ASCII (！ to ～), the full-width blank, and the small forms (﹪), but for ﹤ and ﹥, which the grammar has; one
# character to one character. NFKC is not used: it turns ㎡ into m2 and … into ..., so that positions no longer fit and
# units change.
_FOLD = _Folded({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20})
_FOLD.update(zip(range(0xFE50, 0xFE64), map(ord, ",、.\ufe53;:?!—(){}〔〕#&*+-"), strict=True))
_FOLD.update(zip((0xFE66, 0xFE68, 0xFE69, 0xFE6A, 0xFE6B), map(ord, "=\\$%@"), strict=True))

_WIDE = re.compile(f"[\uff01-\uff5e\u3000\ufe50-\ufe63\ufe66-\ufe6b{_RADICALS}]")

# Tabs and the blanks that word processors and PDF extractors put between cells.
_ANY_BLANK_TO_SPACE = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F], 0x20)
_FOLD_AND_BLANKS = _Folded({**_FOLD, **_ANY_BLANK_TO_SPACE})
_UNPLAIN = re.compile(f"{_WIDE.pattern[:-1]}\t\xa0\u1680\u2000-\u200a\u202f\u205f]")


def fold(text: str) -> str:
    """Fold full-width and small digits, letters and signs to ASCII, and radicals to what they look like, one for one.

    Lengths and positions stay as they are, and so do characters such as ``㎡`` and ``①``.

    Source: radicals by Unicode's ``EquivalentUnifiedIdeograph``, compatibility ideographs by their canonical decomposition.

    >>> fold("９０﹪（含）；㎡①…"), fold("⽤⼈单位")
    ('90%(含);㎡①…', '用人单位')
    """
    return _replaced(text, _WIDE, _FOLD)


def plain(text: str) -> str:
    """Fold a text and make every kind of blank a plain one; line ends stay.

    >>> plain("１、\\t合\\u3000计")
    '1、 合 计'
    """
    return _replaced(text, _UNPLAIN, _FOLD_AND_BLANKS)


def radicals(text: str) -> list[str]:
    """Return the radicals and compatibility ideographs that stand in a text for other characters, each once.

    >>> radicals("⽤⼈单位⽤款"), radicals("用人单位")
    (['⽤', '⼈'], [])
    """
    return (
        [] if text.isascii() else list(dict.fromkeys(char for char in re.findall(_RADICAL, text) if fold(char) != char))
    )


def without_radicals(text: str) -> str:
    """Return a text with the characters that its radicals look like, one for one; all else stays.

    >>> without_radicals("⽬标：增⻓率")
    '目标：增长率'
    """
    return _replaced(text, re.compile(_RADICAL), _FOLD)


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
