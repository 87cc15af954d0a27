"""The lines of a text, as numbers: where each begins and ends, and how it stands on the page."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import compress

from perfmodel.source.characters import width

__all__ = ["Lines", "lines_of"]

# How many characters are parted into lines at a time.
_CHARACTERS_AT_ONCE = 65_536


class Lines:
    """The lines of a text that have anything on them, in order: offsets without outer blanks, and how they stand.

    ``gaps`` has the number of blank lines above each (none where a page ended: those say nothing about the text),
    ``indents`` the number of columns that it is set in. Numbers in arrays, since a table has very many lines.
    """

    __slots__ = ("ends", "gaps", "indents", "starts")

    def __init__(self, starts: array[int], ends: array[int], gaps: array[int], indents: array[int]) -> None:
        self.starts, self.ends, self.gaps, self.indents = starts, ends, gaps, indents

    def __len__(self) -> int:
        return len(self.starts)

    def spans(self, end: int, left_out: bytearray) -> Iterator[tuple[int, int]]:
        """Yield start and end of the lines before line ``end``, but for those whose byte is set."""
        for at in range(end):
            if not left_out[at]:
                yield self.starts[at], self.ends[at]

    def without(self, left_out: bytearray) -> Lines:
        """Return the lines but for those whose byte is set; a page ends where one is left out."""
        at = left_out.find(1)
        if at < 0:
            return self
        gaps = self.gaps[:]
        while 0 <= at < len(gaps) - 1:
            gaps[at + 1] = 0
            at = left_out.find(1, at + 1)
        kept = left_out.translate(bytes([1, 0, *range(2, 256)]))
        starts, ends, gaps, indents = (
            array(numbers.typecode, compress(numbers, kept)) for numbers in (self.starts, self.ends, gaps, self.indents)
        )
        return Lines(starts, ends, gaps, indents)


def lines_of(text: str) -> Lines:
    r"""Return the lines of a text that are not blank.

    >>> lines = lines_of("  合计\n\n1.00 ")
    >>> list(zip(lines.starts, lines.ends, lines.gaps, lines.indents))
    [(2, 4, 0, 2), (6, 10, 1, 0)]
    """
    code = "i" if len(text) < 2**31 else "q"
    starts, ends, gaps, indents = (array(code) for _ in range(4))
    gap, page = 0, False
    for begin, piece in _pieces(text):
        for line in piece.splitlines(keepends=True):
            words = line.strip()
            if words:
                lead = 0 if line.startswith(words) else line.index(words)
                starts.append(begin + lead)
                ends.append(begin + lead + len(words))
                gaps.append(0 if page else gap)
                indents.append(width(line[:lead].expandtabs(4)) if lead else 0)
                gap, page = 0, False
            else:
                gap += 1
            if line[-1] == "\f":
                page = True
            begin += len(line)
    return Lines(starts, ends, gaps, indents)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield pieces of whole lines, and where each begins: all lines at once take several times the room of the text."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + _CHARACTERS_AT_ONCE) + 1 or len(text)
        yield begin, text[begin:end]
        begin = end
