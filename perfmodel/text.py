"""Source text and places in it: folding, joining of broken lines, spans, lines and columns, display width.

Everything here is about characters and knows nothing of tables. Offsets are code points into the text as it was
given; a line and a column are worked out only when somebody asks for them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from attrs import field, frozen

__all__ = [
    "Flow",
    "Line",
    "Place",
    "Position",
    "Source",
    "Span",
    "excerpt",
    "flow_of",
    "fold",
    "iter_lines",
    "position",
    "squeeze",
    "unfold",
    "visible",
    "width",
]

# Full-width ASCII (！ to ～) and the full-width blank, one character to one character. NFKC is not used: it turns ㎡
# into m2 and … into ..., so that positions no longer fit and units change.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Looking for them is much faster than folding, and most texts have none.
_WIDE = re.compile("[\uff01-\uff5e\u3000]")

# Tabs and the blanks that word processors and PDF extractors put between cells.
_BLANKS = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F], 0x20)

# What str.splitlines and PDF extractors end a line with; \r\n counts as one.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# What an editor counts as a line.
_EDITOR_LINE_END = re.compile("\r\n|\n|\r")


def fold(text: str) -> str:
    """Fold full-width digits, letters and signs to ASCII, one character to one character.

    Lengths and positions stay as they are, and so do characters such as ``㎡`` and ``①``.

    >>> fold("９０％（含）；㎡①…")
    '90%(含);㎡①…'
    """
    return text.translate(_FOLD) if _WIDE.search(text) else text


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


@lru_cache(4096)
def _char_width(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 1


def width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a wide character, none for a combining one.

    >>> width("90%或以上")
    9
    """
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


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
    return _without_command(text if text.isprintable() else "".join(map(_visible, _LINE_END.sub(" ", text))))


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
        columns -= _char_width(char)
        if columns < 0:
            return count
    return len(text)


@frozen
class Line:
    """A line of source text without its line end and outer blanks: offsets, and how it stood on the page.

    ``indent`` is the number of columns it is set in; ``page`` is true where a page ends before or at it.
    """

    start: int
    end: int
    indent: int
    page: bool = False


def iter_lines(text: str) -> Iterator[Line]:
    r"""Yield the lines of a text; a blank one has equal ``start`` and ``end``.

    >>> [(line.start, line.end, line.indent) for line in iter_lines("  合计\n\n1.00 ")]
    [(2, 4, 2), (5, 5, 0), (6, 10, 0)]
    """
    begin, page = 0, False
    for match in _LINE_END.finditer(text):
        yield _line(text, begin, match.start(), page)
        begin, page = match.end(), match.group() == "\f"
    yield _line(text, begin, len(text), page)


def _line(text: str, begin: int, end: int, page: bool) -> Line:
    raw = text[begin:end]
    stripped = raw.strip()
    if not stripped:
        return Line(begin, begin, 0, page)
    lead = len(raw) - len(raw.lstrip())
    return Line(begin + lead, begin + lead + len(stripped), width(raw[:lead].expandtabs(4)), page)


@frozen(eq=False)
class Flow:
    """Lines of a source joined again as the text ran before the page broke it, with the way back to the source.

    A line end disappears without a trace, whether it fell inside a word, a number, or between ``标`` and ``；``; only
    where two ASCII letters met is a blank put in, since two words were parted there. What stood at each join is kept:
    ``breaks`` has its offset in ``text``, ``gaps`` the number of blank lines there (none where a page ended: those say
    nothing about the text), ``indents`` how far the line behind it is set in.
    """

    text: str
    breaks: tuple[int, ...]
    gaps: tuple[int, ...]
    indents: tuple[int, ...]
    _starts: tuple[int, ...] = field(repr=False)
    _origins: tuple[int, ...] = field(repr=False)

    @cached_property
    def folded(self) -> str:
        """The text folded, with every kind of blank as a plain one; offsets are the same."""
        return fold(self.text).translate(_BLANKS)

    @cached_property
    def margin(self) -> int:
        """How far the least indented line is set in."""
        return min(self.indents, default=0)

    def offset(self, index: int) -> int:
        """Return the offset in the source of the character at ``index`` of the flow."""
        if not self._starts:
            return index
        piece = max(bisect_right(self._starts, index) - 1, 0)
        return self._origins[piece] + index - self._starts[piece]

    def span(self, start: int, end: int) -> Span:
        """Return the span in the source of a stretch of the flow."""
        first = self.offset(start)
        return Span(first, max(first, self.offset(end - 1) + 1) if end > start else first)

    def break_at(self, index: int) -> int | None:
        """Return which break stands just before ``index``, or None."""
        at = bisect_right(self.breaks, index) - 1
        return at if at >= 0 and self.breaks[at] == index else None

    def breaks_in(self, start: int, end: int) -> range:
        """Return which breaks stand behind ``start`` and before ``end``."""
        return range(bisect_right(self.breaks, start), bisect_right(self.breaks, end - 1))


def _ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def flow_of(text: str, lines: Iterable[Line] | None = None) -> Flow:
    r"""Join lines of a text (all of them where none are named).

    >>> flow_of("年度指标值:9\n0%\n或以上").text
    '年度指标值:90%或以上'
    >>> flow_of("Windows\nServer 运维").text
    'Windows Server 运维'
    """
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    breaks: list[int] = []
    gaps: list[int] = []
    indents: list[int] = []
    size, gap, page, last = 0, 0, False, ""
    for line in iter_lines(text) if lines is None else lines:
        page = page or line.page
        if line.start == line.end:
            gap += 1
            continue
        piece = text[line.start : line.end]
        if _ascii_letter(last) and _ascii_letter(piece[0]):
            pieces.append(" ")
            # The blank stands for the line end, which is in the source just before this line.
            starts.append(size)
            origins.append(max(line.start - 1, 0))
            size += 1
        starts.append(size)
        origins.append(line.start)
        breaks.append(size)
        gaps.append(0 if page else gap)
        indents.append(line.indent)
        pieces.append(piece)
        size += len(piece)
        gap, page, last = 0, False, piece[-1]
    return Flow("".join(pieces), tuple(breaks), tuple(gaps), tuple(indents), tuple(starts), tuple(origins))


Parts: TypeAlias = "tuple[tuple[str, int, int], ...]"


@frozen(eq=False, weakref_slot=False)
class Place:
    """Where an object of the model stands in its source, and where each of its fields does.

    Kept as offsets into a flow (or straight into the source, where ``flow`` is None); spans are made when asked for.
    ``parts`` may be given as a function of the flow and the two offsets, which finds them when asked.

    >>> Place(0, 9, (("name", 2, 5),)).of("name")
    Span(start=2, end=5)
    """

    start: int
    end: int
    _parts: Parts | Callable[[Any, int, int], Parts] = ()
    flow: Flow | None = field(default=None, repr=False)

    @property
    def parts(self) -> Parts:
        """Name, start and end of each field that was printed."""
        return self._parts(self.flow, self.start, self.end) if callable(self._parts) else self._parts

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
