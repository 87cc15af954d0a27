"""Reading indicator strings: telling one from the next, and keeping what is not understood in its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from perfmodel._internal.caches import Memory
from perfmodel.errors import ParseError
from perfmodel.grammars import terminal
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.source.flow import Flow, flow_of, strip
from perfmodel.source.place import Place, Places
from perfmodel.source.span import Span
from perfmodel.strings.category_cells import NUMBERS
from perfmodel.strings.findings import finding
from perfmodel.strings.indicator_pattern import read_printed, unread
from perfmodel.strings.indicator_starts import begins

if TYPE_CHECKING:
    from perfmodel.strings.indicator_parser import Misread, Piece

__all__ = ["Indicators", "Reader", "parse_indicator", "parse_indicators", "starts_in"]

_LONGEST_START = 80
_SEVERAL_DIGITS = re.compile(r"[0-9]{2,3}")
_LEVELS = {"level1": ("一级指标", "level-1 category"), "level2": ("二级指标", "level-2 category")}


def starts_in(
    flow: Flow, start: int = 0, end: int | None = None, made: dict[int, Indicator] | None = None
) -> list[int]:
    """Return the offsets at which an indicator begins, by the grammar's INDICATOR_START.

    ``made`` takes the indicators that were read on the way, by the offsets at which they begin.

    >>> starts_in(flow_of("1、1-产出指标；11-数量指标；人次；年度指标值:9人次2、产出指标；质量指标；合格率"))
    [0, 29]
    """
    limit = len(flow.folded) if end is None else end
    found, plain = begins(flow, start, limit, made)
    found = _behind_gaps(flow, found)
    mended = _with_own_numbers(flow, found, start, limit)
    return mended if plain and mended is found else _without_stray_digits(flow, mended)


def _behind_gaps(flow: Flow, starts: list[int]) -> list[int]:
    """No indicator's beginning has a blank line in it: what stands before one belongs to something else."""
    if flow.last_apart(0, len(flow.text)) is None:
        return starts
    pattern = terminal("indicator", "INDICATOR_START")
    moved = []
    for start in starts:
        begun = pattern.match(flow.folded, start)
        gap = None if begun is None else flow.last_apart(start, begun.end())
        moved.append(start if gap is None else gap)
    return moved


def _with_own_numbers(flow: Flow, found: list[int], start: int, end: int) -> list[int]:
    """Mend the starts where digits at the end of a line ran into the number that begins the next (``0.00`` / ``1、``).

    To the pattern such a number is none, or a longer one. Where ``1`` / ``2、`` could be 12 as well, it is what follows
    on the number before.
    """
    pattern, numbers = terminal("indicator", "INDICATOR_START"), terminal("indicator", "NUMBER")
    text = flow.folded
    mended: set[int] | None = None
    added = -_LONGEST_START
    for at in flow.breaks_in(start, end):
        here = flow.breaks[at]
        if text[here - 1] not in "0123456789.," or not text[here].isdigit():
            continue
        number = numbers.match(text, here)
        # The digits before it are none of its own.
        match = number and pattern.match(text[here : here + _LONGEST_START])
        if match is None or number is None:
            continue
        mended = set(found) if mended is None else mended
        if here - added < 4:
            mended.discard(added)  # a longer run of broken digits: the last break before a number counts
        near = bisect_left(found, here - 4)
        rival = found[near] if near < len(found) and found[near] < here + match.end() else None
        if rival is not None and (rival > here or text[rival - 1] in ".," or _follows(flow, found, near, number[0])):
            mended.discard(rival)
            rival = None
        if rival is None:
            mended.add(here)
            added = here
    return found if mended is None else sorted(mended)


def _without_stray_digits(flow: Flow, starts: list[int]) -> list[int]:
    """Part a number from digits that are left of a damaged indicator before it: behind ``2、``, ``04、`` and ``14、``."""
    before: int | None = None
    padded = True  # whether the list writes 01、
    numbers, text = terminal("indicator", "NUMBER"), flow.folded
    for at, start in enumerate(starts):
        match = numbers.match(text, start)
        number, several, zeros = _DIGITS[match[0]] if match else (None, "", 0)
        if several and ((zeros and not padded) or (start > 0 and text[start - 1] in ".,")):
            starts[at] += zeros
        elif several and before is not None and number != before + 1:
            ends = [cut for cut in range(1, len(several)) if int(several[cut:]) in (before + 1, before + 2)]
            cut = next((cut for cut in ends if several[cut] != "0"), 0)
            starts[at] += cut
            number = int(several[cut:])
        before, padded = number, zeros > 0
    return starts


def _digits_in(number: str) -> tuple[int | None, str, int]:
    """The number that ``12、`` is, its digits where they are several, and how many zeros they begin with."""
    several = _SEVERAL_DIGITS.match(number)
    digits = several[0] if several else ""
    return NUMBERS[number], digits, len(digits) - len(digits.lstrip("0"))


_DIGITS: Memory[str, tuple[int | None, str, int]] = Memory(_digits_in, 1024)


def _follows(flow: Flow, found: list[int], at: int, short: str) -> bool:
    """Whether a shorter number, and not the longer one at ``found[at]``, is the next in its list, or begins one."""
    numbers = terminal("indicator", "NUMBER")
    before = numbers.match(flow.folded, found[at - 1]) if at else None
    expected = NUMBERS[before[0]] if before else None
    longer = numbers.match(flow.folded, found[at])
    after = None if expected is None else expected + 1
    if longer is not None and NUMBERS[longer[0]] == after:
        return False
    return NUMBERS[short] in (1, after)


class Indicators(tuple[Indicator, ...]):
    """Indicators in their order: a tuple, with the findings of reading in ``problems``.

    >>> Indicators().problems
    ()
    """

    problems: tuple[Finding, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _indicators, (tuple(self), self.problems)


def _indicators(found: tuple[Indicator, ...], problems: tuple[Finding, ...]) -> Indicators:
    made = Indicators(found)
    made.problems = problems
    return made


class Reader:
    """Reads the indicators of one list (a project's) out of a flow and gathers the findings.

    ``path`` is the list's place in the model, ``first`` the number that its first indicator should have, if any.
    ``strict`` makes what is not understood an error: it is the source's text, and the language of the message.
    ``made`` are indicators that `starts_in` has read already.
    """

    def __init__(
        self,
        flow: Flow,
        path: str = "indicators",
        first: int | None = None,
        strict: tuple[str, str] | None = None,
        made: dict[int, Indicator] | None = None,
    ) -> None:
        self.flow = flow
        self.first = first
        self.path = path
        self.strict = strict
        self.made = {} if made is None else made
        self.problems: list[Finding] = []
        self.indicators: list[Indicator] = []
        self.layout: list[Span] = []

    def read_all(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Read stretches one after the other; see `read`."""
        for start, end in stretches:
            made = self.made.pop(start, None)
            if made is not None and self._reaches(made._between, end):  # type: ignore[attr-defined]
                self.indicators.append(made)
            else:
                self.read(start, end)

    def read(self, start: int, end: int) -> None:
        """Read a stretch in which an indicator begins nowhere but at the start.

        What is not understood becomes an indicator of its own, in its place, with its text and the reason.
        """
        found = self._read(start, end)
        if found is None:
            return
        if self.strict is not None:
            text, lang = self.strict
            raise ParseError(found.message, found.english, text, self.flow.span(found.start, found.end), lang=lang)
        broken: tuple[int, int] | None = None
        for first, last in _sentences(self.flow, start, end):
            whole = first == start and last == end
            if whole or not _likely(self.flow, first, last) or self._read(first, last, broken) is not None:
                broken = (broken[0] if broken else first, last)
            else:
                broken = None
        if broken:
            # What is wrong with it, unless that changes without the blanks around: in “1- ” one is all that there is.
            bare = broken == (start, end) == strip(self.flow.text, start, end)
            self.keep(*broken, found if bare else None)

    def _read(self, start: int, end: int, broken: tuple[int, int] | None = None) -> Misread | None:
        """Take the indicators that a stretch is made of, behind what is ``broken`` before it; or return why it is not."""
        printed = read_printed(self.flow, start, end)
        found: list[Piece] = []
        if printed is None:
            from perfmodel.strings.indicator_parser import Misread, read_piece  # most texts need none of it

            read = read_piece(self.flow, start, end)
            if isinstance(read, Misread):
                return read
            found = read
        if broken:
            self.keep(*broken)
        if printed is not None:
            self._report_unknown(printed)
            self.indicators.append(printed)
        for piece in found:
            self._add(piece)
        return None

    def keep(self, start: int, end: int, misread: Misread | None = None) -> None:
        """Keep a stretch as an indicator that was not understood; ``misread`` is the reason, where it is known."""
        start, end = strip(self.flow.text, start, end)
        if start == end:
            return
        from perfmodel.strings.indicator_parser import Misread, read_piece

        reason = misread or read_piece(self.flow, start, end)
        if not isinstance(reason, Misread):
            reason = Misread("应为一条指标", "expected one indicator", start, end)
        span = self.flow.span(start, end)
        path = f"{self.path}[{len(self.indicators)}]"
        self.problems.append(finding("R05", path, span, reason=reason.message, reason_en=reason.english))
        self.indicators.append(unread(self.flow, start, end, reason.message))

    def _add(self, piece: Piece) -> None:
        indicator = piece.indicator
        path = f"{self.path}[{len(self.indicators)}]"
        place = indicator.place
        assert isinstance(place, Place)
        self._report_unknown(indicator)
        for column, start, end in piece.unlabelled:
            text = self.flow.text[start:end]
            self.problems.append(finding("R06", f"{path}.{column}", self.flow.span(start, end), text=text))
        for column, start, end in place.parts:
            stop = self.flow.text.find("。", start, end)
            if stop >= 0:
                span, text = self.flow.span(stop + 1, end), self.flow.text[stop + 1 : end]
                self.problems.append(finding("R14", f"{path}.{column}", span, text=text))
        for column, text in piece.not_numbers:
            self.problems.append(finding("R13", f"{path}.{column}", place.of(column), text=text))
        if piece.rest[0] < piece.rest[1]:
            self.layout.append(self.flow.span(*piece.rest))
        self.indicators.append(indicator)

    def _reaches(self, between: int, end: int) -> bool:
        """Whether there is nothing more than an indicator up to ``end``."""
        last = Places.end(between)
        return last == end or (last < end and self.flow.folded[last:end].isspace())

    def _report_unknown(self, indicator: Indicator) -> None:
        """Report categories that no tree has, of the indicator that comes next."""
        for level, category in (("level1", indicator.level1), ("level2", indicator.level2)):
            if category is not None and not category.known:
                words = _LEVELS[level]
                values = {"text": category.label, "level": words[0], "level_en": words[1]}
                place = indicator.place.of(level) if indicator.place else None
                self.problems.append(finding("R11", f"{self.path}[{len(self.indicators)}].{level}", place, **values))

    def finish(self) -> Indicators:
        """Return what was read; numbers that skip are reported, since an indicator may have been lost there."""
        expected = self.first
        for at, indicator in enumerate(self.indicators):
            number = indicator.number
            if number is not None and expected is not None and number != expected:
                path = f"{self.path}[{at}]"
                self.problems.append(finding("R07", path, indicator.span, expected=expected, number=number))
            if number is not None:
                expected = number + 1
            elif not indicator.understood and expected is not None:
                expected += 1
        return _indicators(tuple(self.indicators), tuple(self.problems))


def _likely(flow: Flow, start: int, end: int) -> bool:
    """Whether the grammar can take a sentence at all: three separators and a label are the least it asks for."""
    return flow.folded.count(";", start, end) >= 3 and flow.folded.find(":", start, end) >= 0


def _sentences(flow: Flow, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = flow.folded.find("。", start, end)
        last = end if stop < 0 else stop + 1
        yield start, last
        start = last


def parse_indicators(text: str, recover: bool = False, lang: str = "zh") -> Indicators:
    """Read one or more indicators in Guangdong's string form; lines may be broken anywhere.

    Returns a tuple of `Indicator`, with the findings of reading as its ``problems``. Raises `ParseError` (in ``lang``)
    at the first place that is not understood; with ``recover=True`` it never does: an indicator that is not understood
    stays in its place as printed, with the reason, and is reported.

    Source: the indicator strings of 项目支出绩效目标表 as Guangdong's bodies publish them; ``grammars/indicator.lark``.

    >>> text = "1、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。2、1-产出指标；??"
    >>> [indicator.understood for indicator in parse_indicators(text, recover=True)]
    [True, False]
    >>> parse_indicators(text)
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: 应为“；”（第 1 行，第 45 列）
    1、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。2、1-产出指标；??
                                                                              ^
    """
    if not isinstance(text, str):
        raise TypeError(f"text：应为文本，得到 {text!r:.80} / expected text")
    flow = flow_of(text)
    reader = Reader(flow, strict=None if recover else (text, lang))
    starts = starts_in(flow, made=reader.made)
    if not starts or flow.text[: starts[0]].strip():
        starts.insert(0, 0)  # text before the first is a stretch too
    reader.read_all(zip(starts, [*starts[1:], len(flow.text)], strict=True))
    return reader.finish()


def parse_indicator(text: str, lang: str = "zh") -> Indicator:
    """Read one indicator in Guangdong's string form.

    Raises `ParseError` (in ``lang``) where the text is not one indicator. Source: as for `parse_indicators`.

    >>> indicator = parse_indicator("3-满意度指标；31-服务对象满意度；学员满意率；年度指标值：≥90%")
    >>> indicator.level2.name, indicator.name, indicator.annual.text
    ('服务对象满意度指标', '学员满意率', '≥90%')
    """
    found = parse_indicators(text, lang=lang)
    if len(found) > 1:
        span = found[1].span
        raise ParseError("应为一条指标，却有多条", "expected one indicator, found several", text, span, lang=lang)
    return found[0]
