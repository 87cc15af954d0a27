"""Reading indicators: the second act, behind `indicator_starts`. What is not understood stays in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from perfmodel._internal.arguments import check_lang, check_text, is_file_name
from perfmodel._internal.messages import mismatch
from perfmodel.errors import ParseError
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.methods import ShownMethods
from perfmodel.source.characters import fold
from perfmodel.source.flow import Flow, flow_of, strip
from perfmodel.source.place import Place, Places
from perfmodel.source.span import Span
from perfmodel.strings.findings import finding
from perfmodel.strings.indicator_pattern import (
    LONGEST_INDICATOR,
    PrintedMatch,
    field_places,
    indicator_from_match,
    not_understood,
    parse_printed,
)
from perfmodel.strings.indicator_starts import indicator_starts
from perfmodel.strings.reasons import REASONS

if TYPE_CHECKING:
    from perfmodel.strings.indicator_parser import ParsedIndicator, ParseFailure

__all__ = ["Indicators", "Reader", "parse_indicator", "parse_indicators"]

_LEVEL_WORDS = {"level1": ("一级指标", "level-1 category"), "level2": ("二级指标", "level-2 category")}


class Indicators(tuple[Indicator, ...], ShownMethods):
    """Indicators in their order: a tuple, with the findings of reading in ``problems``; a notebook shows them as a table.

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
    ``matches`` are those that `indicator_starts` made on its way, by the offsets of the indicators; those of indicators
    that were read are taken out, so that a long text's need no room any more.
    """

    def __init__(
        self,
        flow: Flow,
        path: str = "indicators",
        first: int | None = None,
        strict: tuple[str, str] | None = None,
        matches: dict[int, PrintedMatch] | None = None,
    ) -> None:
        self.flow = flow
        self.first = first
        self.path = path
        self.strict = strict
        self.matches = {} if matches is None else matches
        self.places = Places(flow, field_places)
        self.problems: list[Finding] = []
        self.indicators: list[Indicator] = []
        self.layout: list[Span] = []

    def read_all(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Read stretches one after the other; see `read`."""
        folded, places = self.flow.folded, self.places
        take_match, add = self.matches.pop, self.indicators.append
        for start, end in stretches:
            match = take_match(start, None)
            if match is not None and match[-1].known:
                last = match[0]
                # A further colon may be that of a label with its ； lost, see `damaged_labels`.
                if folded.count(":", match[2], last) != (1 if match[4][0] < 0 else 2):
                    self.read(start, end)
                    continue
                if (last == end or folded[last:end].isspace()) and last - start <= LONGEST_INDICATOR:
                    add(indicator_from_match(match, places))
                    continue
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

    def _read(self, start: int, end: int, broken: tuple[int, int] | None = None) -> ParseFailure | None:
        """Take the indicators that a stretch is made of, behind what is ``broken`` before it; or return why it is not."""
        printed = parse_printed(self.flow, start, end)
        found: list[ParsedIndicator] = []
        if printed is None:
            from perfmodel.strings.indicator_parser import ParseFailure, parse_stretch  # most texts need none of it

            read = parse_stretch(self.flow, start, end)
            if isinstance(read, ParseFailure):
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

    def keep(self, start: int, end: int, failure: ParseFailure | None = None) -> None:
        """Keep a stretch as an indicator that was not understood; ``failure`` is the reason, where it is known."""
        start, end = strip(self.flow.text, start, end)
        if start == end:
            return
        from perfmodel.strings.indicator_parser import ParseFailure, parse_stretch

        reason = failure or parse_stretch(self.flow, start, end)
        if not isinstance(reason, ParseFailure):
            reason = ParseFailure(*REASONS["one"], start, end)
        span = self.flow.span(start, end)
        path = f"{self.path}[{len(self.indicators)}]"
        self.problems.append(finding("R05", path, span, reason=reason.message, reason_en=reason.english))
        self.indicators.append(not_understood(self.flow, start, end, reason.message))

    def _add(self, piece: ParsedIndicator) -> None:
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
        for mend in filter(attrgetter("code"), piece.mends):
            span = self.flow.span(mend.start, mend.end)
            values = {"text": mend.printed, "label": mend.label}
            self.problems.append(finding(mend.code, f"{path}.{mend.column}", span, **values))
        self._report_suspected(indicator, path)
        for column, text in piece.not_numbers:
            self.problems.append(finding("R13", f"{path}.{column}", place.of(column), text=text))
        if piece.rest[0] < piece.rest[1]:
            self.layout.append(self.flow.span(*piece.rest))
        self.indicators.append(indicator)

    def _report_suspected(self, indicator: Indicator, path: str) -> None:
        """Report labels in names and values, and further columns' labels that are nearly a known one."""
        if not indicator.further:
            return
        from perfmodel.strings.damaged_labels import suspected_label

        for name, _text in indicator.further:
            label = suspected_label(fold(name), indicator.annual is not None)
            if label is not None:
                column = f"further.{name}"
                place = indicator.place.of(column) if indicator.place else None
                self.problems.append(finding("R19", f"{path}.{column}", place, text=name, label=label))

    def _report_unknown(self, indicator: Indicator) -> None:
        """Report categories that no tree has, of the indicator that comes next."""
        for level, category in (("level1", indicator.level1), ("level2", indicator.level2)):
            if category is not None and not category.known:
                words = _LEVEL_WORDS[level]
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

    Returns a tuple of `Indicator` with the findings of reading as its ``problems``. Raises `ParseError` (in ``lang``)
    at the first place that is not understood. With ``recover=True`` it never does: an indicator that is not understood
    keeps its place, as printed and with the reason, and is reported. Raises `TypeError` for anything but a string, and
    `ValueError` for an unknown language.

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
    check_text(text)
    check_lang(lang)
    if is_file_name(text) and not recover:
        raise ParseError(
            "应为指标的文本，实为文件名；读取文件请用 perfmodel.read",
            "expected the text of indicators, got a file name; to read a file, use perfmodel.read",
            text, Span(0, len(text)), lang=lang,
        )  # fmt: skip
    flow = flow_of(text)
    reader = Reader(flow, strict=None if recover else (text, lang))
    starts, reader.matches = indicator_starts(flow)
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
        zh, en = mismatch(("一条指标", "one indicator"), (f"{len(found)} 条", str(len(found))))
        raise ParseError(zh, en, text, span, lang=lang)
    return found[0]
