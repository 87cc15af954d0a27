"""The fast way to an indicator: the form that Guangdong prints, by a pattern made of the grammar's own terminals.

What it takes, the grammar has, and means the same by it; what it does not take goes to the parser (`piece.read_piece`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from attrs import frozen

from perfmodel.grammars import terminal
from perfmodel.grammars.regular import compiled, regular
from perfmodel.making import open_form
from perfmodel.model.category import Category
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.remembering import Memory
from perfmodel.text import Flow, Place, fold

__all__ = ["LEVELS", "LONGEST", "NUMBERS", "begins", "read_printed"]

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


@cache
def _form() -> _Form:
    kept = regular("indicator")
    pattern = compiled(kept["printed"], kept["ignore"])
    names = ("number", "level1", "level2", "name", "whole_period", "annual", "stop")
    return _Form(pattern, tuple(pattern.groupindex[name] for name in names), kept["endings"])


def read_printed(flow: Flow, start: int, end: int, match: re.Match[str] | None = None) -> Indicator | None:
    """Read a stretch of a flow that is one indicator in the form that is printed; None for any other.

    ``match`` is what `begins` found there, where it was kept.

    >>> from perfmodel.text import flow_of
    >>> flow = flow_of("2、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。")
    >>> found = read_printed(flow, 0, len(flow.text))
    >>> found.number, found.name, found.annual.text, found.printed
    (2, '培训人次', '90人次', None)
    """
    if end - start > LONGEST:
        return None
    form = _form()
    if match is None or match.end() != end:
        match = form.pattern.fullmatch(flow.folded, start, end)
        if match is None:
            return None
    number_at, level1_at, level2_at, name_at, whole_at, annual_at, stop_at = form.groups
    text, places = flow.text, match.regs
    first, behind = places[number_at]
    at, _ = places[level1_at]
    number: int | None = None
    if first < 0:
        first, head = at, ""
    else:
        number = NUMBERS[flow.folded[first:behind]]
        head = f"{number}、" if number is not None else ""
    level1, text1, level2, text2, label, _known = LEVELS[text[at : places[level2_at][1]]]
    at, behind = places[name_at]
    name = text[at:behind].strip()
    at, behind = places[annual_at]
    annual = text[at:behind].strip()
    last = places[stop_at][1]
    if last < 0:
        last = at + len(annual)
    at, behind = places[whole_at]
    made = _Indicator()
    if at < 0:
        made.whole_period = None
        usual = f"{head}{label}{name}；年度指标值:{annual}。"
    else:
        whole = text[at:behind].strip()
        made.whole_period = _TARGETS[whole]
        usual = f"{head}{label}{name}；实施周期指标值:{whole}；年度指标值:{annual}。"
    printed = text[first:last]
    made.printed = None if printed == usual else printed
    made.level1, made.level1_text, made.level2, made.level2_text = level1, text1, level2, text2
    made.name, made.number, made.annual = name, number, _TARGETS[annual]
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


def _levels_of(text: str) -> tuple[Category, str | None, Category, str | None, str, bool]:
    """Return what ``1-产出指标；11-数量指标`` names: each category, with its text where that is not the category's label.

    Behind them stand the text as it is written, and whether both are known.

    >>> _, text, quantity, _, written, known = LEVELS["1-产出；11-数量指标"]
    >>> text, quantity.name, written, known
    ('1-产出', '数量指标', '1-产出；11-数量指标；', True)
    """
    cut = fold(text).index(";")
    first, second = text[:cut].strip(), text[cut + 1 :].strip()
    level1, level2 = Category.read(first, 1), Category.read(second, 2)
    return (
        level1,
        None if first == level1.label else first,
        level2,
        None if second == level2.label else second,
        f"{first}；{second}；",
        level1.known and level2.known,
    )


LEVELS: Memory[tuple[Category, str | None, Category, str | None, str, bool]] = Memory(_levels_of, 4096)


def _number_in(text: str) -> int | None:
    """Return the number that stands before an indicator.

    >>> NUMBERS["（3）"], NUMBERS["㉒"]
    (3, 22)
    """
    match = _NUMBER.search(text)
    return int(match[0]) if match else _CIRCLED.get(text[0])


NUMBERS: Memory[int | None] = Memory(_number_in, 1024)


def _begins_in(segment: str) -> bool:
    """Whether an indicator begins within what stands between one ``;`` and the next."""
    return terminal("indicator", "INDICATOR_START").search(f";{segment};", 1) is not None


_BEGINNINGS: Memory[bool] = Memory(_begins_in, 4096)


class _Head(NamedTuple):
    """What stands before the first ``;``: whether an indicator begins there, its number, whether that has one digit.

    A number that begins with 0 is None: what it is depends on the others.
    """

    begins: bool
    number: int | None
    single: bool


def _head_of(head: str) -> _Head:
    number = terminal("indicator", "NUMBER").match(head)
    begun = terminal("indicator", "INDICATOR_START").match(f"。{head};", 1)
    if number is None or number[0].startswith("0"):
        return _Head(begun is not None, None, number is None)
    return _Head(begun is not None, NUMBERS[number[0]], sum(map(str.isdecimal, number[0])) < 2)


_HEADS: Memory[_Head] = Memory(_head_of, 4096)


def begins(flow: Flow, start: int, end: int, matches: dict[int, re.Match[str]] | None = None) -> tuple[list[int], bool]:
    """Return the offsets at which an indicator begins in a stretch, by the grammar's INDICATOR_START.

    They are those that a search of the pattern through all of the text would find. But where an indicator in the
    printed form ends with its 。, the next one is looked for right there, and is passed over in one step, since none
    can begin inside: that would show at one of its ``;``. The second answer says whether all were found so, with
    numbers that have one digit or go on from the one before. ``matches`` takes what was found, by its offset.

    >>> from perfmodel.text import flow_of
    >>> flow = flow_of("目标。1、1-产出指标；11-数量指标；人次；年度指标值:9人次。2、产出指标；质量指标；合格率")
    >>> begins(flow, 0, len(flow.text))
    ([3, 33], False)
    """
    form, beginning = _form(), terminal("indicator", "INDICATOR_START")
    _, level1_at, level2_at, name_at, whole_at, _, stop_at = form.groups
    text, at, plain, before, endings = flow.folded, start, True, None, form.endings
    found: list[int] = []
    matching = form.pattern.match
    behind_stop = False
    while True:
        match = matching(text, at, end) if behind_stop else None
        if match is not None:
            places = match.regs
            head = _HEADS[text[at : places[level1_at][1]]]
        if match is None or not head.begins:
            begun = beginning.search(text, at, end)
            if begun is None:
                return found, plain
            at, behind = begun.span()
            match = matching(text, at, end)
            if match is None:
                found.append(at)
                at, behind_stop, plain, before = behind, False, False, None
                continue
            places = match.regs
            head = _HEADS[text[at : places[level1_at][1]]]
        found.append(at)
        if matches is not None:
            matches[at] = match
        plain = plain and (head.single or (before is not None and head.number == before + 1))
        before = head.number
        at = places[stop_at][1]
        for group in (level2_at, name_at, whole_at):
            first, behind = places[group]
            # A beginning ends as its pattern may end, and what has been looked at once is remembered.
            if (
                first >= 0
                and ((last := text[behind - 1]) in endings or last.isspace())
                and _BEGINNINGS[text[first:behind]]
            ):
                at = -1
        behind_stop = at >= 0
        if not behind_stop:
            at, plain = text.index(";", places[level1_at][1]) + 1, False
