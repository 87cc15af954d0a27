"""Lines of a text joined again as the text ran before a page broke it, with the way back to the source."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from perfmodel._internal.caches import lazy
from perfmodel.source.characters import plain, width
from perfmodel.source.lines import Lines, lines_of
from perfmodel.source.span import Span

__all__ = ["Flow", "flow_of", "skip_blanks", "strip"]


_LATIN_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


class Flow:
    """Lines of a source joined again as the text ran before the page broke it, with the way back to the source.

    A line end disappears without a trace, whether it fell inside a word, a number, or between ``标`` and ``；``; only
    where two ASCII letters met is a blank put in, since two words were parted there. What stood at each join is kept:
    ``breaks`` has its offset in ``text``, ``gaps`` the number of blank lines there (none where a page ended: those say
    nothing about the text), ``indents`` how far the line behind it is set in.
    """

    def __init__(
        self, text: str, breaks: Sequence[int], gaps: Sequence[int], indents: Sequence[int], origins: Sequence[int]
    ) -> None:
        self.text, self.breaks, self.gaps, self.indents, self._origins = text, breaks, gaps, indents, origins

    @lazy
    def folded(self) -> str:
        """The text folded, with every kind of blank as a plain one; offsets are the same."""
        return plain(self.text)

    @lazy
    def _apart(self) -> array[int]:
        return array("q", (at for at, gap in zip(self.breaks, self.gaps, strict=True) if gap))

    @lazy
    def _set_in(self) -> array[int]:
        # Two columns further in than the line that is set in least.
        least = min(self.indents, default=0) + 2
        return array("q", (at for at, indent in zip(self.breaks, self.indents, strict=True) if indent >= least))

    def offset(self, index: int) -> int:
        """Return the offset in the source of the character at ``index`` of the flow."""
        breaks, behind = self.breaks, bisect_right(self.breaks, index)
        if behind < len(breaks) and index == breaks[behind] - 1 and self.text[index] == " ":
            # Lines end in no blank: this one was put in. It stands for the line end, just before the next line.
            return max(self._origins[behind] - 1, 0)
        piece = max(behind - 1, 0)
        return self._origins[piece] + index - breaks[piece] if breaks else index

    def span(self, start: int, end: int) -> Span:
        """Return the span in the source of a stretch of the flow."""
        breaks = self.breaks
        behind = bisect_right(breaks, start)
        if behind and start < end and (behind == len(breaks) or end < breaks[behind]):
            moved = self._origins[behind - 1] - breaks[behind - 1]
            return Span(start + moved, end + moved)  # all on one line
        first = self.offset(start)
        if end <= start:
            return Span(first, first)
        return Span(first, max(first, self.offset(end - 1) + 1))

    def break_at(self, index: int) -> int | None:
        """Return which break stands just before ``index``, or None."""
        at = bisect_right(self.breaks, index) - 1
        return at if at >= 0 and self.breaks[at] == index else None

    def breaks_in(self, start: int, end: int) -> range:
        """Return which breaks stand behind ``start`` and before ``end``."""
        first = bisect_right(self.breaks, start)
        return range(first, bisect_right(self.breaks, end - 1, first) if end > start else first)

    def first_break(self, start: int, end: int) -> int | None:
        """Return where, behind ``start`` and before ``end``, the first line begins."""
        return _first(self.breaks, start, end)

    def is_apart(self, index: int) -> bool:
        """Whether blank lines stand just before ``index``."""
        return _has(self._apart, index)

    def is_set_in(self, index: int) -> bool:
        """Whether a line that is set in begins at ``index``."""
        return _has(self._set_in, index)

    def apart_in(self, start: int, end: int) -> Sequence[int]:
        """Return the offsets behind ``start`` and before ``end`` that blank lines stand before."""
        return self._apart[bisect_right(self._apart, start) : bisect_left(self._apart, end)]

    def first_apart(self, start: int, end: int) -> int | None:
        """Return the first of the offsets behind ``start`` and before ``end`` that blank lines stand before."""
        return _first(self._apart, start, end)

    def last_apart(self, start: int, end: int) -> int | None:
        """Return the last of the offsets behind ``start`` and before ``end`` that blank lines stand before."""
        at = bisect_left(self._apart, end) - 1
        return self._apart[at] if at >= 0 and self._apart[at] > start else None

    def first_set_in(self, start: int, end: int) -> int | None:
        """Return where, behind ``start`` and before ``end``, the first line that is set in begins."""
        return _first(self._set_in, start, end)


def _has(offsets: Sequence[int], index: int) -> bool:
    at = bisect_left(offsets, index)
    return at < len(offsets) and offsets[at] == index


def _first(offsets: Sequence[int], start: int, end: int) -> int | None:
    at = bisect_right(offsets, start)
    return offsets[at] if at < len(offsets) and offsets[at] < end else None


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of text without its outer blanks."""
    behind = text[start:end].lstrip()
    first = end - len(behind)
    return (first, first + len(behind.rstrip())) if behind else (start, start)


def skip_blanks(text: str, start: int, end: int) -> int:
    """Return the offset of the first character from ``start`` that is no blank."""
    match = _ANY_BLANKS.match(text, start, end)
    return match.end() if match else start


_ANY_BLANKS = re.compile(r"\s*")


# How many lines are joined at a time: as texts of their own, very many take several times the room of the whole.
_LINES_AT_ONCE = 4096


def flow_of(text: str, lines: Lines | None = None) -> Flow:
    r"""Join lines of a text (all of them where none are named).

    >>> flow_of("年度指标值:9\n0%\n或以上").text
    '年度指标值:90%或以上'
    >>> flow_of("Windows\nServer 运维").text
    'Windows Server 运维'
    """
    if lines is None:
        words = text.strip()
        if words and "\n" not in text and len(text.splitlines()) == 1:
            lead = text.index(words)
            return Flow(words, (0,), (0,), (width(text[:lead].expandtabs(4)),), (lead,))
        lines = lines_of(text)
    joined: list[str] = []
    breaks = array(lines.starts.typecode)
    size, letter = 0, False
    for first in range(0, len(lines), _LINES_AT_ONCE):
        pieces: list[str] = []
        block = slice(first, first + _LINES_AT_ONCE)
        for start, end in zip(lines.starts[block], lines.ends[block], strict=True):
            piece = text[start:end]
            if letter and piece[0] in _LATIN_LETTERS:
                pieces.append(" ")
                size += 1
            letter = piece[-1] in _LATIN_LETTERS
            pieces.append(piece)
            breaks.append(size)
            size += end - start
        joined.append("".join(pieces))
    return Flow("".join(joined), breaks, lines.gaps, lines.indents, lines.starts)
