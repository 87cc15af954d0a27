"""The fast way to an indicator: the form that Guangdong prints, by a pattern made of the grammar's own terminals.

What it takes, the grammar has, and means the same by it; what it does not take goes to the parser (`piece.read_piece`).
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any, NamedTuple, TypeAlias

from attrs import frozen

from perfmodel.grammars import terminal
from perfmodel.grammars.regular import compiled, regular
from perfmodel.making import open_form
from perfmodel.model.category import Category
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.remembering import Memory
from perfmodel.text import Flow, Place, fold

__all__ = ["LONGEST", "NUMBERS", "begins", "read_printed"]

# A longer piece is no indicator; it is kept as not understood instead of being read in full.
LONGEST = 20_000
_NUMBER = re.compile(r"[0-9]+")
# ① to ⑳, ㉑ to ㉟, ㊱ to ㊿.
_CIRCLED = {
    chr(first + step): number + step
    for first, number, count in ((0x2460, 1, 20), (0x3251, 21, 15), (0x32B1, 36, 15))
    for step in range(count)
}
_Indicator: Any = open_form(Indicator)
_Place: Any = open_form(Place)


@frozen
class _Form:
    """The pattern of the form, the numbers of its groups, and with which characters a beginning may end."""

    pattern: re.Pattern[str]
    groups: tuple[int, ...]
    endings: str


Places: TypeAlias = "tuple[tuple[int, int], ...]"


@cache
def _form() -> _Form:
    kept = regular("indicator")
    pattern = compiled(kept["printed"], kept["ignore"])
    names = ("number", "level1", "level2", "name", "whole_period", "annual", "stop")
    return _Form(pattern, tuple(pattern.groupindex[name] for name in names), kept["endings"])


def read_printed(flow: Flow, start: int, end: int) -> Indicator | None:
    """Read a stretch of a flow that is one indicator in the form that is printed; None for any other.

    >>> from perfmodel.text import flow_of
    >>> flow = flow_of("2、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。")
    >>> found = read_printed(flow, 0, len(flow.text))
    >>> found.number, found.name, found.annual.text, found.printed
    (2, '培训人次', '90人次', None)
    """
    if end - start > LONGEST:
        return None
    form = _form()
    match = form.pattern.fullmatch(flow.folded, start, end)
    return (
        None if match is None else _made(flow, match.regs, form.groups, *_head_at(flow.text, match.regs, form.groups))
    )


def _head_at(text: str, places: Places, groups: tuple[int, ...]) -> tuple[_Number, _Head]:
    """What stands before the name: what is said of the number, and of the categories."""
    first, behind = places[groups[0]]
    if first >= 0:
        return _NUMBERED[text[first:behind]], _HEADS[text[behind : places[groups[2]][1]]]
    return _UNNUMBERED, _BARE_HEADS[text[places[groups[1]][0] : places[groups[2]][1]]]


def _made(flow: Flow, places: Places, groups: tuple[int, ...], number: _Number, head: _Head) -> Indicator:
    """Make the indicator of which the places are known where the words of the form stand."""
    number_at, level1_at, level2_at, name_at, whole_at, annual_at, stop_at = groups
    text = flow.text
    first = places[number_at][0]
    if first < 0:
        first = places[level1_at][0]
    behind = places[level2_at][1]
    at, end = places[name_at]
    name = text[at:end].strip()
    last = places[stop_at][1]
    if last < 0:
        last = places[annual_at][0] + len(text[slice(*places[annual_at])].rstrip())
    made = _Indicator()
    tail = text[end + 1 : last]
    made.whole_period, made.annual, usual = _TAILS[tail] if places[whole_at][0] >= 0 else _SHORT_TAILS[tail]
    # As rendering would write it: no blanks, full-width signs.
    usual = (
        usual and number.usual and head.usual and end - behind == len(name) + 1 and text[behind] == text[end] == "；"
    )
    made.printed = None if usual else text[first:last]
    made.number, made.level1, made.level2, made.name = number.value, head.level1, head.level2, name
    made.level1_text, made.level2_text = head.text1, head.text2
    made.unit = made.weight = made.explanation = made.scoring_standard = made.reason = None
    made.further = ()
    place = made.place = _Place()
    place.start, place.end, place._parts, place.flow = first, last, _parts, flow
    place.__class__ = Place
    made.__class__ = Indicator
    return made  # type: ignore[no-any-return]


_FIELDS = ("level1", "level2", "name", "whole_period", "annual")


def _parts(flow: Flow, start: int, end: int) -> tuple[tuple[str, int, int], ...]:
    """Where the fields of an indicator stand that was read here: found again when somebody asks."""
    form = _form()
    match = form.pattern.fullmatch(flow.folded, start, end)
    assert match is not None
    parts = []
    for name, group in zip(_FIELDS, form.groups[1:-1], strict=True):
        at, behind = match.span(group)
        if at >= 0:
            parts.append((name, at, at + len(flow.text[at:behind].rstrip())))
    return tuple(parts)


# The same values stand in table after table; they cannot be changed, so that one object will do.
_TARGETS: Memory[Target] = Memory(Target, 8192)


def _tail_of(text: str) -> tuple[Target | None, Target, bool]:
    """The targets of ``实施周期指标值:…；年度指标值:…。``, and whether rendering would write them so."""
    first = fold(text).partition(";")[0]
    whole = text[first.index(":") + 1 : len(first)].strip()
    _, annual, usual = _short_tail_of(text[len(first) + 1 :])
    return _TARGETS[whole], annual, usual and text[: len(first) + 1] == f"实施周期指标值:{whole}；"


def _short_tail_of(text: str) -> tuple[Target | None, Target, bool]:
    """The same of ``年度指标值:…。`` alone."""
    stop = text.find("。")
    annual = text[fold(text).index(":") + 1 : len(text) if stop < 0 else stop].strip()
    return None, _TARGETS[annual], text == f"年度指标值:{annual}。"


_TAILS: Memory[tuple[Target | None, Target, bool]] = Memory(_tail_of, 8192)
_SHORT_TAILS: Memory[tuple[Target | None, Target, bool]] = Memory(_short_tail_of, 8192)


def _number_in(text: str) -> int | None:
    """Return the number that stands before an indicator.

    >>> NUMBERS["（3）"], NUMBERS["㉒"]
    (3, 22)
    """
    match = _NUMBER.search(text)
    return int(match[0]) if match else _CIRCLED.get(text[0])


NUMBERS: Memory[int | None] = Memory(_number_in, 1024)


class _Number(NamedTuple):
    """What ``1、`` says: its value, and whether rendering would write it so.

    ``single`` is whether it has one digit, or none at all, ``counted`` the value if it does not begin with 0.
    """

    value: int | None
    usual: bool
    single: bool
    counted: int | None


def _number_of(text: str) -> _Number:
    folded = fold(text)
    value = NUMBERS[folded]
    counted = None if folded.startswith("0") else value
    return _Number(value, text == f"{value}、", counted is not None and sum(map(str.isdecimal, folded)) < 2, counted)


_NUMBERED: Memory[_Number] = Memory(_number_of, 4096)
_UNNUMBERED = _Number(None, True, True, None)


class _Head(NamedTuple):
    """What ``1-产出指标；11-数量指标`` says.

    Each category has its text beside it where that is not the category's label. ``usual`` is whether rendering would
    write it so; ``begins`` whether it is how an indicator begins, and none begins within the level-2 category.
    """

    level1: Category
    text1: str | None
    level2: Category
    text2: str | None
    usual: bool
    begins: bool


def _head_of(text: str, before: str = "1、") -> _Head:
    cut = fold(text).index(";")
    first, second = text[:cut].strip(), text[cut + 1 :].strip()
    level1, level2 = Category.read(first, 1), Category.read(second, 2)
    # One number is as good as another before it.
    beginning, folded = terminal("indicator", "INDICATOR_START"), f"。{before}{fold(text)};"
    begins = beginning.match(folded, 1) is not None and beginning.search(folded, len(before) + cut + 2) is None
    return _Head(
        level1,
        None if first == level1.label else first,
        level2,
        None if second == level2.label else second,
        text == f"{first}；{second}",
        begins,
    )


_HEADS: Memory[_Head] = Memory(_head_of, 4096)
_BARE_HEADS: Memory[_Head] = Memory(partial(_head_of, before=""), 4096)


def begins(flow: Flow, start: int, end: int, made: dict[int, Indicator] | None = None) -> tuple[list[int], bool]:
    """Return the offsets at which an indicator begins in a stretch, by the grammar's INDICATOR_START.

    They are those that a search of the pattern through all of the text would find. But where an indicator in the
    printed form ends with its 。, the next one is looked for right there, and is passed over in one step, since none
    can begin inside: that would show at one of its ``;``. The second answer says whether all were found so, with
    numbers that have one digit or go on from the one before. ``made`` takes the indicators that were passed over.

    >>> from perfmodel.text import flow_of
    >>> flow = flow_of("目标。1、1-产出指标；11-数量指标；人次；年度指标值:9人次。2、产出指标；质量指标；合格率")
    >>> begins(flow, 0, len(flow.text))
    ([3, 33], False)
    """
    form, beginning = _form(), terminal("indicator", "INDICATOR_START")
    groups, endings, matching = form.groups, form.endings, form.pattern.match
    _, level1_at, _, name_at, whole_at, _, stop_at = groups
    folded, text, at, plain, before = flow.folded, flow.text, start, True, None
    found: list[int] = []
    behind_stop = False
    while True:
        match = matching(folded, at, end) if behind_stop else None
        if match is not None:
            places = match.regs
            number, head = _head_at(text, places, groups)
        if match is None or not head.begins:
            begun = beginning.search(folded, at, end)
            if begun is None:
                return found, plain
            at, behind = begun.span()
            match = matching(folded, at, end)
            if match is None:
                found.append(at)
                at, behind_stop, plain, before = behind, False, False, None
                continue
            places = match.regs
            number, head = _head_at(text, places, groups)
        found.append(at)
        last = places[stop_at][1]
        behind_stop = last >= 0 and head.begins
        # A beginning ends as its pattern may end.
        first, behind = places[name_at]
        char = folded[behind - 1]
        if (char in endings or char.isspace()) and beginning.search(folded, first, behind + 1):
            behind_stop = False
        first, behind = places[whole_at]
        if behind > 0:
            char = folded[behind - 1]
            if (char in endings or char.isspace()) and beginning.search(folded, first, behind + 1):
                behind_stop = False
        plain = plain and behind_stop and (number.single or (before is not None and number.counted == before + 1))
        before = number.counted
        if behind_stop:
            if made is not None and last - at <= LONGEST:
                made[at] = _made(flow, places, groups, number, head)
            at = last
        else:
            at = folded.index(";", places[level1_at][1]) + 1
