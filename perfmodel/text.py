"""Source text and places in it: joining of broken lines, spans, lines and columns.

Everything here is about characters and knows nothing of tables. Offsets are code points into the text as it was
given; a line and a column are worked out only when somebody asks for them.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from string import ascii_letters
from typing import Any, TypeAlias

from attrs import field, frozen

from perfmodel.characters import char_width, fold, plain, squeeze, unfold, width
from perfmodel.lines import Lines, lines_of
from perfmodel.making import Made

__all__ = [
    "LINE_END",
    "Flow",
    "Place",
    "Places",
    "Position",
    "Source",
    "Span",
    "excerpt",
    "flow_of",
    "fold",
    "position",
    "skip_blanks",
    "squeeze",
    "strip",
    "unfold",
    "visible",
    "width",
]

# What str.splitlines and PDF extractors end a line with; \r\n counts as one.
LINE_END = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_LETTERS = frozenset(ascii_letters)
# What an editor counts as a line.
_EDITOR_LINE_END = re.compile("\r\n|\n|\r")


@frozen(order=True)
class Span:
    """A stretch of source text: code points from ``start`` up to, but not including, ``end``.

    >>> span = Span(2, 4)
    >>> "年度指标值"[span.start : span.end], len(span)
    ('指标', 2)
    """

    start: int = field()
    end: int = field()

    @end.validator
    def _ordered(self, _attribute: object, value: int) -> None:
        if not 0 <= self.start <= value:
            raise ValueError(f"Span.end：应不小于 start / expected 0 <= start <= end, got {self.start}, {value}")

    def __len__(self) -> int:
        return self.end - self.start


@frozen
class Position:
    """A place as people count it: line and column from 1, the column in characters.

    >>> Position(line=3, column=14)
    Position(line=3, column=14)
    """

    line: int
    column: int


def position(text: str, offset: int) -> Position:
    r"""Line and column of an offset, counted as an editor counts them.

    >>> position("合计\r\n830.47", 4)
    Position(line=2, column=1)
    """
    return Source(text).position(offset)


@frozen(order=False)
class Source:
    """A text as it was given, with where it came from.

    ``encoding`` is what a file's bytes were read as; None for a text that came as a string.

    >>> Source("单位：万元\\n合计", name="表.txt").position(6)
    Position(line=2, column=1)
    """

    text: str
    name: str | None = None
    encoding: str | None = None

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _EDITOR_LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """Line and column (from 1) of a code point offset."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def slice(self, span: Span) -> str:
        """Return the text of a span, as given."""
        return self.text[span.start : span.end]

    def excerpt(self, span: Span) -> str:
        """Return the line that a span begins in, with a caret under it; see `excerpt`."""
        return excerpt(self.text, span)


def _visible(char: str) -> str:
    """One character for one: a control or format character must not reach a terminal."""
    if char == "\t":
        return " "
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") else char


# What a line begins with, or has in it, that the runner of GitHub Actions takes as a command to itself.
_COMMAND = re.compile(r"(?P<start>\A\s*):(?=:)|#(?=#\[)")


def visible(text: str) -> str:
    r"""Return the text as it may be shown to a person: line ends and tabs as blanks, control characters as U+FFFD.

    Characters that turn the order of others around, or cannot be encoded, are among them. The text speaks neither to a
    terminal nor, where it begins a line, to the runner of a workflow.

    >>> visible("a\nb\x1b[31mc\u202ed"), visible("::error::")
    ('a b\ufffd[31mc\ufffdd', '\ufffd:error::')
    """
    # What is printable to Python is of none of the categories that are replaced.
    return _without_command(text if text.isprintable() else "".join(map(_visible, LINE_END.sub(" ", text))))


def _without_command(line: str) -> str:
    return _COMMAND.sub(lambda match: f"{match['start'] or ''}\ufffd", line)


def excerpt(text: str, span: Span, columns: int = 100) -> str:
    """Return the line in which a span begins and, below it, a caret for each column that the span takes there.

    The caret stands right under wide characters. A long line is cut to about ``columns`` around the place; control
    characters are shown as U+FFFD, so that a hostile file cannot speak to the terminal.

    >>> print(excerpt("单位：万元", Span(3, 5)))
    单位：万元
          ^^^^
    """
    start = min(span.start, len(text))
    reach = 2 * columns
    # Only the neighbourhood is looked at: a line may be fifty megabytes long.
    left = max(0, start - reach)
    for match in _EDITOR_LINE_END.finditer(text, left, start):
        left = match.end()
    right_match = _EDITOR_LINE_END.search(text, start, min(len(text), start + reach))
    right = right_match.start() if right_match else min(len(text), start + reach)
    before, after = text[left:start], text[start:right]
    if width(before) + width(after) <= columns:
        head, kept = before, len(after)
    else:
        cut = len(before) - _fitting(before[::-1], columns // 2)
        head = ("…" if cut else "") + before[cut:]
        kept = _fitting(after, columns - width(head))
    tail = after[:kept] + ("…" if kept < len(after) else "")
    marked = text[start : max(start, min(span.end, start + kept))]
    line, indent, carets = ("".join(map(_visible, part)) for part in (head + tail, head, marked))
    return f"{_without_command(line)}\n{' ' * width(indent)}{'^' * max(1, width(carets))}"


def _fitting(text: str, columns: int) -> int:
    """Return how many characters of a text fit into a number of columns."""
    for count, char in enumerate(text):
        columns -= char_width(char)
        if columns < 0:
            return count
    return len(text)


@frozen(eq=False)
class Flow:
    """Lines of a source joined again as the text ran before the page broke it, with the way back to the source.

    A line end disappears without a trace, whether it fell inside a word, a number, or between ``标`` and ``；``; only
    where two ASCII letters met is a blank put in, since two words were parted there. What stood at each join is kept:
    ``breaks`` has its offset in ``text``, ``gaps`` the number of blank lines there (none where a page ended: those say
    nothing about the text), ``indents`` how far the line behind it is set in.
    """

    text: str
    breaks: Sequence[int]
    gaps: Sequence[int]
    indents: Sequence[int]
    _origins: Sequence[int] = field(repr=False)

    @cached_property
    def folded(self) -> str:
        """The text folded, with every kind of blank as a plain one; offsets are the same."""
        return plain(self.text)

    @cached_property
    def _apart(self) -> array[int]:
        return array("q", (at for at, gap in zip(self.breaks, self.gaps, strict=True) if gap))

    @cached_property
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
        breaks, first = self.breaks, self.offset(start)
        if end <= start:
            return Span(first, first)
        behind = bisect_right(breaks, start)
        if behind == len(breaks) or end < breaks[behind]:
            return Span(first, first + end - start)  # all on one line
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
_AT_ONCE = 4096


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
    for first in range(0, len(lines), _AT_ONCE):
        pieces: list[str] = []
        block = slice(first, first + _AT_ONCE)
        for start, end in zip(lines.starts[block], lines.ends[block], strict=True):
            piece = text[start:end]
            if letter and piece[0] in _LETTERS:
                pieces.append(" ")
                size += 1
            letter = piece[-1] in _LETTERS
            pieces.append(piece)
            breaks.append(size)
            size += end - start
        joined.append("".join(pieces))
    return Flow("".join(joined), breaks, lines.gaps, lines.indents, lines.starts)


Parts: TypeAlias = "tuple[tuple[str, int, int], ...]"


@frozen(eq=False)
class Place(Made):
    """Where an object of the model stands in its source, and where each of its fields does.

    Kept as offsets into a flow (or straight into the source, where ``flow`` is None); spans are made when asked for.
    ``parts`` has name, start and end of each field that was printed.

    >>> Place(0, 9, (("name", 2, 5),)).of("name")
    Span(start=2, end=5)
    """

    start: int
    end: int
    parts: Parts = ()
    flow: Flow | None = field(default=None, repr=False)

    @property
    def span(self) -> Span:
        """The whole object's span in the source."""
        return self._span(self.start, self.end)

    def of(self, name: str) -> Span | None:
        """Return the span of a field, or None where the field was not printed."""
        for part, start, end in self.parts:
            if part == name:
                return self._span(start, end)
        return None

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end) if self.flow is None else self.flow.span(start, end)


# Nothing that is read in the same way as thousands of others is longer than this.
_LONGEST_PLACE = 1 << 20


@frozen(eq=False)
class Places:
    """Where very many objects stand that were read out of one flow in the same way: a `Place` is made when asked for.

    ``find`` finds where the fields of one stand, by the flow and the two offsets. An object keeps one number, made by `between`.

    >>> places = Places(flow_of("甲；乙。"), lambda flow, start, end: (("name", start, end - 1),))
    >>> places.at(Places.between(2, 4)).of("name"), Places.end(Places.between(2, 4))
    (Span(start=2, end=3), 4)
    """

    flow: Flow
    find: Callable[[Any, int, int], Parts]

    @staticmethod
    def between(start: int, end: int) -> int:
        """Return a stretch as one number."""
        return start * _LONGEST_PLACE + end - start

    @staticmethod
    def end(between: int) -> int:
        """Return where a stretch ends."""
        return between // _LONGEST_PLACE + between % _LONGEST_PLACE

    def at(self, between: int) -> Place:
        """Return the place of an object."""
        start, size = divmod(between, _LONGEST_PLACE)
        return Place(start, start + size, self.find(self.flow, start, start + size), self.flow)
