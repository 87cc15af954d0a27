"""Whether the text of a cell can go on behind the end of a page: what its last line and the next text show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define

from perfmodel.files.pdf.drawing import Char
from perfmodel.files.pdf.lattice import Lattice
from perfmodel.files.pdf.lines import lines_of
from perfmodel.source.characters import char_width

__all__ = ["CellEnd", "cell_ends"]

# What may stand no earlier than behind another character: it is taken to the next line with that, or hangs out.
_NEVER_FIRST = frozenset("。，、；：！？）”’》】%.,;:!?)")
# What never ends a line: it is taken to the next one with what it stands before.
_NEVER_LAST = frozenset("“‘（《【(")
# Letters and figures are not parted at the end of a line; so wide is one of them, in parts of the size.
_WORD, _NARROW_WIDTH = re.compile(r"[0-9A-Za-z.,%/+-]+"), 0.55
# A line may end earlier than it must by so much of the size.
_EARLY = 0.3
_MOST_PADDING = 6.0
_SENTENCE_END = frozenset("。；;！!")
# What begins a text: a sign of comparison, the number of an item.
_BEGINS_TEXT = re.compile(r"[≥≤=＝<>＜＞≦≧±]|(?:目标|指标)?[0-9]{1,2}[.、．:：)）]")


@define
class CellEnd:
    """The last line of a cell's text, how wide it is, and how wide it can be; ``is_stack`` where each line is one character."""

    text: str
    lines: int
    width: float
    room: float
    size: float
    is_stack: bool

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends with a mark that ends a sentence, or a part of it."""
        return self.text[-1:] in _SENTENCE_END

    def takes(self, text: str) -> bool:
        """Whether text that follows would have begun a new line: the last line has no room for its beginning."""
        return self.width + _first_width(text) * self.size > self.room - _EARLY * self.size

    def may_go_on(self, text: str, by_sentence: bool) -> bool:
        """Whether the text can go on with another: the line is full, or, ``by_sentence``, a sentence ends with it."""
        if not text:
            return False
        if self.lines > 1 and self.ends_sentence:
            return by_sentence
        return not _BEGINS_TEXT.match(text) and self.takes(text)


def _first_width(text: str) -> float:
    """How wide the beginning of a text is that stands in one line, in parts of the size."""
    end = 0
    while text[end : end + 1] in _NEVER_LAST:
        end += 1
    word = _WORD.match(text, end)
    end = word.end() if word else end + 1
    while end < len(text) and text[end] in _NEVER_FIRST:
        end += 1
    return sum(1.0 if char_width(char) == 2 else _NARROW_WIDTH for char in text[:end])


def cell_ends(
    lattice: Lattice, chars_of: list[list[Char]], is_inferred: bool = False
) -> dict[tuple[int, int], CellEnd]:
    """Return the ends of the cells at a table's lower edge, by their first and last column.

    Where the columns ``is_inferred`` from text, a cell is as wide as the widest line that begins another one below it.
    """
    rows = len(lattice.ys) - 1
    found: dict[tuple[int, int], CellEnd] = {}
    gaps: list[float] = []
    for box, chars in zip(lattice.boxes, chars_of, strict=True):
        lines = lines_of([char for char in chars if char.turn == 0]) if box.row_end == rows else []
        if not lines:
            continue
        start, end = lattice.xs[box.column], lattice.xs[box.column_end]
        gaps += [line.start - start for line in lines]
        last = lines[-1]
        is_stack = all(len(line.chars) == 1 for line in lines)
        found[box.column, box.column_end] = CellEnd(
            last.text, len(lines), last.end - last.start, end - start, last.size, is_stack
        )
    padding = _padding(gaps)
    widest = _widest_lines(lattice, chars_of) if is_inferred else {}
    for columns, each in found.items():
        each.room = min(each.room - 2 * padding, widest.get(columns, each.room))
    return found


def _widest_lines(lattice: Lattice, chars_of: list[list[Char]]) -> dict[tuple[int, int], float]:
    """For columns the width of the widest line that another one of its cell stands below."""
    found: dict[tuple[int, int], float] = {}
    for box, chars in zip(lattice.boxes, chars_of, strict=True):
        for line in lines_of([char for char in chars if char.turn == 0])[:-1]:
            columns = box.column, box.column_end
            found[columns] = max(found.get(columns, 0.0), line.end - line.start)
    return found


def _padding(gaps: Iterable[float]) -> float:
    """What is left free at the sides of cells, where one of them is seen to begin near its side."""
    return min(max(min(gaps, default=0.0), 0.0), _MOST_PADDING)
