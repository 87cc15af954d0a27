"""The automatic numbers of a DOCX file's paragraphs, as they are shown: ``1.``, ``（一）``, ``①``."""

from __future__ import annotations

import re

from attrs import define, evolve, field

from perfmodel.files.archive import Archive, Attributes, DamagedPart, local_name, local_value
from perfmodel.files.chinese_numerals import chinese_number

__all__ = ["Numbering", "read_numbering"]

_PLACE = re.compile("%([1-9])")
_CHINESE_NUMERALS = "〇一二三四五六七八九"
# Numbers that count on further than this are none that anybody writes.
_LARGEST = 9999
# Word itself keeps no more lists.
_MOST_LISTS = 32_767
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@define
class _Level:
    """How the numbers of a level look."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


@define
class Numbering:
    """Counts the numbered paragraphs of a file.

    ``lists`` have the levels of each list by its identifier and level, ``styles`` the list and level of each style.
    """

    lists: dict[tuple[str, int], _Level] = field(factory=dict)
    families: dict[str, str] = field(factory=dict)
    styles: dict[str, tuple[str | None, int]] = field(factory=dict)
    counts: dict[str, list[int]] = field(factory=dict)

    def next(self, style: str, given: tuple[str | None, int] | None) -> str:
        """Return the number of the next paragraph, of a style, with a list and level of its own; empty where it has none.

        >>> numbering = Numbering({("3", 0): _Level("chineseCounting", "（%1）")})
        >>> [numbering.next("", ("3", 0)) for _ in range(2)], numbering.next("", None)
        (['（一）', '（二）'], '')
        """
        identifier, at = given if given is not None else (None, 0)
        if identifier is None:
            identifier, from_style = self.styles.get(style, (None, 0))
            at = at or from_style
        level = None if identifier is None else self.lists.get((identifier, at))
        if identifier is None or level is None:
            return ""
        counts = self.counts.setdefault(self.families.get(identifier, identifier), [0] * 9)
        counts[at] = counts[at] + 1 if counts[at] else level.start
        counts[at + 1 :] = [0] * (8 - at)
        if level.form == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            shown = self.lists.get((identifier, place), level)
            return _written(counts[place] or shown.start, shown.form)

        return _PLACE.sub(number, level.text)


def read_numbering(archive: Archive, numbering_part: str | None, styles_part: str | None) -> Numbering:
    """Return how the paragraphs of a file are numbered; what cannot be read numbers nothing."""
    found = Numbering()
    for part, reader in ((numbering_part, _ListReader(found)), (styles_part, _StyleReader(found))):
        if part is not None:
            try:
                archive.parse(part, reader.start)
            except DamagedPart:
                continue
    return found


class _ListReader:
    """Takes lists from the part of numbering: abstract ones, and those of paragraphs, which refer to them."""

    def __init__(self, found: Numbering) -> None:
        self.found = found
        self.abstract: dict[tuple[str, int], _Level] = {}
        self.abstract_id = self.number_id = ""
        self.level = _Level()
        self.at = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """Open an element."""
        name = local_name[tag]
        value = local_value(attributes, "val") or ""
        if name == "abstractNum":
            self.abstract_id, self.number_id = local_value(attributes, "abstractNumId") or "", ""
        elif name == "num":
            self.number_id = local_value(attributes, "numId") or ""
        elif name in ("lvl", "lvlOverride"):
            self._start_level(name, local_value(attributes, "ilvl") or "")
        elif name == "abstractNumId":
            if len(self.found.families) >= _MOST_LISTS:
                return
            self.found.families[self.number_id] = value
            for at in range(9):
                if (value, at) in self.abstract:
                    self.found.lists[self.number_id, at] = self.abstract[value, at]
        elif name == "startOverride":
            self.found.families[self.number_id] = f"own {self.number_id}"
            if (level := self.found.lists.get((self.number_id, self.at))) is not None:
                # A copy: other lists have the same level.
                self.found.lists[self.number_id, self.at] = evolve(level, start=_number(value))
        elif name == "numFmt":
            self.level.form = value
        elif name == "lvlText":
            self.level.text = value[:100]
        elif name == "start":
            self.level.start = _number(value)

    def _start_level(self, name: str, level: str) -> None:
        self.at = min(_number(level, 0), 8)
        if name == "lvl":
            self.level = _Level()
            if self.number_id:
                self.found.lists[self.number_id, self.at] = self.level
            else:
                self.abstract[self.abstract_id, self.at] = self.level


def _number(text: str, usual: int = 1) -> int:
    return min(int(text[:6]), _LARGEST) if text.isdecimal() else usual


class _StyleReader:
    """Takes from the part of styles which of them number their paragraphs."""

    def __init__(self, found: Numbering) -> None:
        self.found = found
        self.style = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Open an element."""
        name = local_name[tag]
        if name == "style":
            self.style = local_value(attributes, "styleId") or ""
        elif name in ("numId", "ilvl") and self.style:
            value = local_value(attributes, "val") or ""
            identifier, level = self.found.styles.get(self.style, (None, 0))
            if name == "numId":
                self.found.styles[self.style] = value, level
            elif value.isdecimal():
                self.found.styles[self.style] = identifier, min(int(value[:3]), 8)


def _written(number: int, form: str) -> str:
    """A number in the form of a level.

    >>> [_written(12, form) for form in ("decimal", "chineseCounting", "decimalEnclosedCircle", "upperLetter", "lowerRoman")]
    ['12', '十二', '⑫', 'L', 'xii']
    """
    number = min(number, _LARGEST)
    if form.startswith(("chinese", "ideograph", "japaneseCounting", "taiwanese")):
        return _in_chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if form in ("upperLetter", "lowerLetter") and number:
        letter = chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        roman, rest = "", number
        for value, letters in _ROMAN:
            roman += letters * (rest // value)
            rest %= value
        return roman if form == "upperRoman" else roman.lower()
    if form == "decimalZero":
        return f"{number:02}"
    return "" if form == "none" else str(number)


def _in_chinese(number: int) -> str:
    if number > 99:
        return chinese_number(number)
    tens, ones = divmod(number, 10)
    spoken = "" if not tens else "十" if tens == 1 else f"{_CHINESE_NUMERALS[tens]}十"
    return spoken + (_CHINESE_NUMERALS[ones] if ones or not tens else "")
