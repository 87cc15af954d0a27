"""From characters to lines of text, and from lines to the text of a cell."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from attrs import define

from perfmodel.files.pdf.drawing import Char
from perfmodel.source.characters import char_width, without_radicals

__all__ = ["Line", "cell_text", "has_label", "is_page_number", "line_text", "lines_of"]

# Characters whose middles are nearer than so much of their size stand in one line.
_SAME_TEXT_LINE = 0.5
# Gaps, in parts of the size, that are a blank: between narrow characters, and where a wide one stands at either side.
_NARROW_BLANK, _WIDE_BLANK = 0.22, 1.3
# Figures of a number may stand wide apart in a font whose marks are narrow.
_NUMBER_BLANK, _IN_NUMBERS = 0.6, frozenset("0123456789.,:%/-")
# A gap is a blank only where it is so much more than what is usual in its line: else letters are spaced out.
_UNUSUAL = 1.6
# A line that is the number of a page and nothing else: 3, - 3 -, 第3页, 第3页 共10页, 3/10.
_NUMBER_IN_MARGIN = re.compile(r"[-—–\s]*(?:第\s*)?[0-9]+\s*(?:页)?(?:\s*[/／，,]?\s*(?:共\s*)?[0-9]+\s*页?)?[-—–\s]*")
# A character of vertical text stands no further below the one before it; letters in it are turned so.
_NEXT_LINE, _DOWNWARDS = 2.2, 270


@define
class Line:
    """Characters that stand beside each other, in the order of reading."""

    chars: list[Char]
    across: float
    size: float
    blank_behind: bool = False

    @property
    def start(self) -> float:
        """Where it begins."""
        return self.chars[0].start

    @property
    def end(self) -> float:
        """Where it ends."""
        return max(char.end for char in self.chars)

    @property
    def text(self) -> str:
        """Its text, with a blank where a gap is one."""
        return line_text(self.chars)


def lines_of(chars: list[Char]) -> list[Line]:
    """Return the lines of characters that are turned alike, in the order of reading; blanks at their ends are dropped."""
    lines: list[Line] = []
    current: list[Char] = []
    across = size = 0.0
    for char in sorted(chars, key=_across):
        if current and char.across - across > _SAME_TEXT_LINE * max(size, char.size):
            _close(lines, current, across, size)
            current = []
        if not current or char.size > size:
            across, size = char.across, char.size
        current.append(char)
    _close(lines, current, across, size)
    return lines


def _across(char: Char) -> float:
    return char.across


def _start(char: Char) -> float:
    return char.start + char.end


def _close(lines: list[Line], chars: list[Char], across: float, size: float) -> None:
    chars = sorted(chars, key=_start)
    first, last = 0, len(chars)
    while first < last and chars[first].text.isspace():
        first += 1
    while last > first and chars[last - 1].text.isspace():
        last -= 1
    if last > first:
        lines.append(Line(chars[first:last], across, size, last < len(chars)))


def line_text(chars: list[Char]) -> str:
    """Return the text of a line's characters."""
    if len(chars) == 1:
        return chars[0].text
    gaps = [after.start - before.end for before, after in pairwise(chars)]
    usual = max(median(gaps), 0.0) if len(gaps) > 1 else 0.0
    pieces = [chars[0].text]
    for before, after, gap in zip(chars, chars[1:], gaps):  # noqa: B905
        if gap > _NARROW_BLANK * after.size and not before.text.isspace() and not after.text.isspace():
            wide = char_width(before.text[-1]) == 2 or char_width(after.text[0]) == 2
            number = before.text[-1] in _IN_NUMBERS and after.text[0] in _IN_NUMBERS
            least = (_WIDE_BLANK if wide else _NUMBER_BLANK if number else _NARROW_BLANK) * after.size
            if gap > least and (gap > _UNUSUAL * usual + 0.5 or len(chars) < 3):
                pieces.append(" ")
        pieces.append(after.text)
    return "".join(pieces)


def is_page_number(text: str) -> bool:
    """Return whether the text of a line reads like the number of a page, and nothing else."""
    return _NUMBER_IN_MARGIN.fullmatch(without_radicals(text)) is not None


def has_label(text: str) -> bool:
    """Return whether a text is a field with its label, as stands around tables: 填报人：张三, 注：…."""
    return "：" in text or ":" in text


def cell_text(chars: list[Char]) -> str:
    """Return the text of a cell's characters: its lines joined, without a blank unless one was set between two words."""
    if not chars:
        return ""
    if len(chars) > 1 and _is_below(chars[0], chars[1]) and _runs_down(chars):
        return "".join(char.text for column in _columns(chars) for char in column)
    turns = Counter(char.turn for char in chars)
    if len(turns) == 1:
        return _joined(lines_of(chars))
    return "".join(_joined(lines_of([char for char in chars if char.turn == turn])) for turn, _ in turns.most_common())


def _is_below(before: Char, char: Char) -> bool:
    """Whether a character stands just below the one that was drawn before it."""
    return abs(char.x - before.x) < _SAME_TEXT_LINE * char.size and 0 < char.y - before.y < _NEXT_LINE * char.size


def _runs_down(chars: list[Char]) -> bool:
    """Whether characters, in the order in which they were drawn, run down columns from right to left.

    Letters among them may lie on their side.
    """
    return all(char.turn in (0, _DOWNWARDS) for char in chars) and all(
        _is_below(before, char) or (before.x - char.x > _SAME_TEXT_LINE * char.size and before.y > char.y)
        for before, char in pairwise(chars)
    )


def _columns(chars: list[Char]) -> list[list[Char]]:
    """Return characters that run downwards as the columns they stand in, from right to left."""
    columns: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: -char.x):
        if not columns or columns[-1][0].x - char.x > _SAME_TEXT_LINE * char.size:
            columns.append([])
        columns[-1].append(char)
    for column in columns:
        column.sort(key=lambda char: char.y)
    return columns


def _joined(lines: list[Line]) -> str:
    text, blank = "", False
    for line in lines:
        added = line.text
        if blank and text[-1].isascii() and added[0].isascii() and text[-1].isalpha() and added[0].isalpha():
            text += " "
        text += added
        blank = line.blank_behind
    return text
