"""The fast way to an indicator: the form that Guangdong prints, by a pattern made of the grammar's own terminals.

What it takes, the grammar has, and means the same by it; what it does not take goes to the parser (`piece.read_piece`).
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
from perfmodel.model.target import TARGETS, Target
from perfmodel.source.flow import Flow
from perfmodel.source.place import Place, Places
from perfmodel.strings.category_cells import BARE_HEADS, HEADS, NUMBERED, UNNUMBERED, Head, Number

__all__ = ["LONGEST", "Words", "find_parts", "form", "indicator_from_match", "read_printed", "unread"]

# A longer piece is no indicator; it is kept as not understood instead of being read in full.
LONGEST = 20_000

_indicator = unchecked_constructor(Indicator)
# fmt: off
_printed_indicator = unchecked_constructor(
    Indicator, "level1", "level2", "name", "whole_period", "annual", "number", "level1_text", "level2_text", "printed",
    "place", "_between",
)
# fmt: on


Words: TypeAlias = "tuple[tuple[int, int], ...]"


class Form(NamedTuple):
    """The pattern of the form, and what tells where the words of a match stand: all of it, then those of `WORDS`."""

    pattern: re.Pattern[str]
    words: Callable[[re.Match[str]], Words]


WORDS = ("number", "level1", "level2", "name", "whole_period", "annual", "stop")

# By field: its place among the words of a match, of which the first is the whole.
_GROUP_OF_WORD = {name: at for at, name in enumerate(WORDS, 1)}


@cache
def form() -> Form:
    """Return the form; its pattern is made when first asked for.

    >>> form().words(form().pattern.match("1-产出指标;11-数量指标;人次;年度指标值:9人次"))[1:4]
    ((-1, -1), (0, 6), (7, 14))
    """
    kept = regular("indicator")
    if not is_kept("indicator"):
        return Form(re.compile("(?!)"), attrgetter("regs"))
    pattern = compiled(kept["printed"], kept["ignore"])
    groups = [pattern.groupindex[name] for name in WORDS]
    if groups == list(range(1, pattern.groups + 1)):
        return Form(pattern, attrgetter("regs"))
    return Form(pattern, lambda match: tuple(map(match.span, (0, *groups))))


def read_printed(flow: Flow, start: int, end: int) -> Indicator | None:
    """Read a stretch of a flow that is one indicator in the form that is printed; None for any other.

    >>> from perfmodel.source.flow import flow_of
    >>> flow = flow_of("2、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。")
    >>> found = read_printed(flow, 0, len(flow.text))
    >>> found.number, found.name, found.annual.text, found.printed
    (2, '培训人次', '90人次', None)
    """
    if end - start > LONGEST:
        return None
    pattern, words_of = form()
    match = pattern.fullmatch(flow.folded, start, end)
    if match is None:
        return None
    words = words_of(match)
    _, (first, behind), (level1, _), (_, level2), *_ = words
    text = flow.text
    if first >= 0:
        return indicator_from_match(
            words, Places(flow, find_parts), NUMBERED[text[first:behind]], HEADS[text[behind:level2]]
        )
    return indicator_from_match(words, Places(flow, find_parts), UNNUMBERED, BARE_HEADS[text[level1:level2]])


def indicator_from_match(words: Words, places: Places, number: Number, head: Head) -> Indicator:
    """Make the indicator of which it is known where its words stand, and what stands before its name."""
    _, (first, _), (level1, _), (_, behind), (at, end), whole, annual, (_, last) = words
    text = places.flow.text
    if first < 0:
        first = level1
    name = text[at:end].strip()
    if last < 0:
        last = annual[0] + len(text[annual[0] : annual[1]].rstrip())
    tail = text[end + 1 : last]
    known = _TAILS.get(tail)
    if known is None:
        known = _tail_of(tail, text, whole, annual)
    whole_period, annual_target, usual = known
    # As rendering would write it: no blanks, full-width signs.
    usual = (
        usual and number.usual and head.usual and end - behind == len(name) + 1 and text[behind] == text[end] == "；"
    )
    printed = None if usual else text[first:last]
    # fmt: off
    return _printed_indicator(
        head.level1, head.level2, name, whole_period, annual_target, number.value, head.text1, head.text2, printed,
        places, Places.between(first, last),
    )
    # fmt: on


def unread(flow: Flow, start: int, end: int, reason: str) -> Indicator:
    """Make the indicator that keeps a stretch which was not understood.

    >>> from perfmodel.source.flow import flow_of
    >>> found = unread(flow_of("1-产出指标；？"), 0, 8, "应为“；”")
    >>> found.printed, found.understood
    ('1-产出指标；？', False)
    """
    return _indicator(printed=flow.text[start:end], reason=reason, place=Place(start, end, (), flow))


def find_parts(
    flow: Flow, start: int, end: int, names: Sequence[str] = WORDS[1:-1]
) -> tuple[tuple[str, int, int], ...]:
    """Return where some fields stand, or all, of an indicator that was read here, by matching its text once more."""
    pattern, words_of = form()
    match = pattern.fullmatch(flow.folded, start, end)
    assert match is not None
    words = words_of(match)
    parts = []
    for name in names:
        at, behind = words[_GROUP_OF_WORD[name]] if name in _GROUP_OF_WORD else (-1, -1)
        if at >= 0:
            parts.append((name, at, at + len(flow.text[at:behind].rstrip())))
    return tuple(parts)


class _Tail(NamedTuple):
    """What ``实施周期指标值:…；年度指标值:…。`` says, and whether rendering would write it so."""

    whole_period: Target | None
    annual: Target
    usual: bool


_TAILS: Store[str, _Tail] = Store(32_768)


def _tail_of(tail: str, text: str, whole: tuple[int, int], annual: tuple[int, int]) -> _Tail:
    """Read the targets of a tail; it is known where they stand in the text."""
    value = text[annual[0] : annual[1]].strip()
    written = f"年度指标值:{value}。"
    target = None
    if whole[0] >= 0:
        first = text[whole[0] : whole[1]].strip()
        written = f"实施周期指标值:{first}；{written}"
        target = TARGETS[first]
    return _TAILS.keep(tail, _Tail(target, TARGETS[value], tail == written))
