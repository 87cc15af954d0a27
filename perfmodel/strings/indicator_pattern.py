"""Indicators in the form that Guangdong prints, read by one pattern that is derived from the grammar's terminals.

What the pattern takes, the grammar has too, and means the same by it; what it does not take goes to the parser
(`indicator_parser.parse_stretch`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from perfmodel._internal.caches import Store
from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.grammars.patterns import compiled, is_kept, regular
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import TARGETS_BY_TEXT, Target
from perfmodel.source.flow import Flow
from perfmodel.source.place import Place, Places
from perfmodel.strings.category_cells import (
    CATEGORY_CELLS,
    NO_NUMBER,
    PRINTED_NUMBERS,
    UNNUMBERED_CATEGORY_CELLS,
    CategoryCells,
    PrintedNumber,
)

__all__ = [
    "LONGEST_INDICATOR",
    "PrintedMatch",
    "field_places",
    "indicator_from_match",
    "not_understood",
    "parse_printed",
    "printed_form",
    "printed_match",
]

# A longer piece is no indicator; it is kept as not understood instead of being read in full.
LONGEST_INDICATOR = 20_000

_indicator = unchecked_constructor(Indicator)
# fmt: off
_printed_indicator = unchecked_constructor(
    Indicator, "level1", "level2", "name", "whole_period", "annual", "number", "level1_text", "level2_text", "printed",
    "place", "_between",
)
# fmt: on


# Where the groups of a match stand: all of it, then those of `GROUPS`; (-1, -1) for one that is not there.
GroupSpans: TypeAlias = "tuple[tuple[int, int], ...]"
# What a match of the printed form says about an indicator, see `printed_match`: where it and its level-2 cell end, name
# and targets stand, and it begins; its number and the cells of its categories. It ends at -1 where no 。 does.
PrintedMatch: TypeAlias = (
    "tuple[int, int, int, int, tuple[int, int], tuple[int, int], int, PrintedNumber, CategoryCells]"
)

GROUPS = ("number", "level1", "level2", "name", "whole_period", "annual", "stop")


class PrintedForm(NamedTuple):
    """The pattern of the printed form, and the function that returns the `GroupSpans` of a match of it."""

    pattern: re.Pattern[str]
    spans_of: Callable[[re.Match[str]], GroupSpans]


@cache
def printed_form() -> PrintedForm:
    """Return the printed form; its pattern is compiled when first asked for.

    >>> form = printed_form()
    >>> form.spans_of(form.pattern.match("1-产出指标;11-数量指标;人次;年度指标值:9人次"))[1:4]
    ((-1, -1), (0, 6), (7, 14))
    """
    kept = regular("indicator")
    if not is_kept("indicator"):
        return PrintedForm(re.compile("(?!)"), attrgetter("regs"))
    pattern = compiled(kept["printed"], kept["ignore"])
    groups = [pattern.groupindex[name] for name in GROUPS]
    if groups == list(range(1, pattern.groups + 1)):
        return PrintedForm(pattern, attrgetter("regs"))
    return PrintedForm(pattern, lambda match: tuple(map(match.span, (0, *groups))))


def printed_match(text: str, spans: GroupSpans) -> PrintedMatch:
    """Return what a match of the printed form says; ``text`` is the text that was matched, before it was folded."""
    _, (number, number_end), (level1, _), (_, level2_end), (name, name_end), whole_period, annual, (_, end) = spans
    if number < 0:
        cells = UNNUMBERED_CATEGORY_CELLS[text[level1:level2_end]]
        return end, level2_end, name, name_end, whole_period, annual, level1, NO_NUMBER, cells
    printed, cells = PRINTED_NUMBERS[text[number:number_end]], CATEGORY_CELLS[text[number_end:level2_end]]
    return end, level2_end, name, name_end, whole_period, annual, number, printed, cells


def parse_printed(flow: Flow, start: int, end: int) -> Indicator | None:
    """Parse a stretch of a flow that is one indicator in the printed form; return None for any other.

    >>> from perfmodel.source.flow import flow_of
    >>> flow = flow_of("2、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。")
    >>> found = parse_printed(flow, 0, len(flow.text))
    >>> found.number, found.name, found.annual.text, found.printed
    (2, '培训人次', '90人次', None)
    """
    if end - start > LONGEST_INDICATOR:
        return None
    pattern, spans_of = printed_form()
    match = pattern.fullmatch(flow.folded, start, end)
    if match is None:
        return None
    printed = printed_match(flow.text, spans_of(match))
    if flow.folded.count(":", printed[2], end) > 1 + (printed[4][0] >= 0):
        from perfmodel.strings.damaged_labels import mends_in

        if mends_in(flow.folded[start:end]):
            return None
    return indicator_from_match(printed, Places(flow, field_places))


def indicator_from_match(match: PrintedMatch, places: Places) -> Indicator:
    """Return the indicator that a match of the printed form says.

    ``places`` are those of all indicators that are read out of the same flow in this way. Fields that this form does not
    have are left at their defaults.
    """
    last, level2_end, name_start, name_end, whole_period, annual, first, number, cells = match
    text = places.flow.text
    name = text[name_start:name_end].strip()
    if last < 0:
        last = annual[0] + len(text[annual[0] : annual[1]].rstrip())
    tail = text[name_end + 1 : last]
    targets = _TARGET_PAIRS.get(tail)
    if targets is None:
        targets = _target_pair(tail, text, whole_period, annual)
    whole_period_target, annual_target, canonical = targets
    # As rendering would write it: no blanks, full-width signs.
    canonical = (
        canonical
        and number.canonical
        and cells.canonical
        and name_end - level2_end == len(name) + 1
        and text[level2_end] == text[name_end] == "；"
    )
    printed = None if canonical else text[first:last]
    # fmt: off
    return _printed_indicator(
        cells.level1, cells.level2, name, whole_period_target, annual_target, number.value, cells.text1, cells.text2,
        printed, places, Places.between(first, last),
    )
    # fmt: on


def not_understood(flow: Flow, start: int, end: int, reason: str) -> Indicator:
    """Return the indicator that keeps a stretch which was not understood, as printed and with the reason.

    >>> from perfmodel.source.flow import flow_of
    >>> found = not_understood(flow_of("1-产出指标；？"), 0, 8, "应为“；”")
    >>> found.printed, found.understood
    ('1-产出指标；？', False)
    """
    return _indicator(printed=flow.text[start:end], reason=reason, place=Place(start, end, (), flow))


def field_places(
    flow: Flow, start: int, end: int, names: Sequence[str] = GROUPS[1:-1]
) -> tuple[tuple[str, int, int], ...]:
    """Return name, start and end of some fields of an indicator in the printed form, or of all, by matching it again."""
    if len(names) == 1:
        place = _place_from_end(flow.folded, start, end, names[0])
        if place is not None:
            at, behind = place
            return ((names[0], at, at + len(flow.text[at:behind].rstrip())),)
    match = printed_form().pattern.fullmatch(flow.folded, start, end)
    assert match is not None
    places = []
    for name in names:
        at, behind = match.span(name) if name in GROUPS else (-1, -1)
        if at >= 0:
            places.append((name, at, at + len(flow.text[at:behind].rstrip())))
    return tuple(places)


# What stands before the targets nearly everywhere, from the end of an indicator on.
_USUAL_LABELS = (("annual", "年度指标值:"), ("whole_period", "实施周期指标值:"))


def _place_from_end(folded: str, start: int, end: int, name: str) -> tuple[int, int] | None:
    """Return start and end of a target or the name, found by the semicolons before them; None where that is not certain.

    In the printed form none of the three holds a semicolon. This takes a fraction of the time of a match, and thousands of
    findings ask for one field each.

    >>> text = "1-产出指标;11-数量指标;人次;年度指标值:9人次。"
    >>> _place_from_end(text, 0, len(text), "name"), _place_from_end(text, 0, len(text), "whole_period")
    ((15, 17), None)
    """
    behind = end - 1
    if folded[behind] != "。":
        return None
    for field, label in _USUAL_LABELS:
        before = folded.rfind(";", start, behind)
        if folded.startswith(label, before + 1):
            at = before + 1 + len(label)
            if field == name:
                return None if folded[at].isspace() else (at, behind)
            behind = before
        elif field in ("annual", name):
            return None
    at = folded.rfind(";", start, behind) + 1
    # A colon may be that of another label.
    certain = name == "name" and folded.find(":", at, behind) < 0 and not folded[at].isspace()
    return (at, behind) if certain else None


class _TargetPair(NamedTuple):
    """What ``实施周期指标值:…；年度指标值:…。`` says, and whether rendering would write it so."""

    whole_period: Target | None
    annual: Target
    canonical: bool


_TARGET_PAIRS: Store[str, _TargetPair] = Store(32_768)


def _target_pair(tail: str, text: str, whole_period: tuple[int, int], annual: tuple[int, int]) -> _TargetPair:
    """Return the targets of an indicator's tail, of which it is known where in the text they stand."""
    value = text[annual[0] : annual[1]].strip()
    canonical = f"年度指标值:{value}。"
    target = None
    if whole_period[0] >= 0:
        first = text[whole_period[0] : whole_period[1]].strip()
        canonical = f"实施周期指标值:{first}；{canonical}"
        target = TARGETS_BY_TEXT[first]
    return _TARGET_PAIRS.keep(tail, _TargetPair(target, TARGETS_BY_TEXT[value], tail == canonical))
