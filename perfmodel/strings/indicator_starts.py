"""Where indicators begin, and on the way there the indicators themselves, where they stand in the printed form."""

from __future__ import annotations

from perfmodel.grammars import terminal
from perfmodel.grammars.patterns import regular
from perfmodel.model.indicator import Indicator
from perfmodel.source.flow import Flow
from perfmodel.source.place import Places
from perfmodel.strings.category_cells import BARE_HEADS, HEADS, NUMBERED, UNNUMBERED
from perfmodel.strings.indicator_pattern import LONGEST, find_parts, form, indicator_from_match

__all__ = ["begins"]


def begins(flow: Flow, start: int, end: int, made: dict[int, Indicator] | None = None) -> tuple[list[int], bool]:
    """Return the offsets at which an indicator begins in a stretch, by the grammar's INDICATOR_START.

    They are those that a search of the pattern through all of the text would find. But where an indicator in the
    printed form ends with its 。, the next one is looked for right there, and is passed over in one step, since none
    can begin inside: that would show at one of its ``;``. The second answer says whether all were found so, with
    numbers that have one digit or go on from the one before. ``made`` takes the indicators that were passed over, but
    for those with categories that are not known, which are to be reported.

    >>> from perfmodel.source.flow import flow_of
    >>> flow = flow_of("目标。1、1-产出指标；11-数量指标；人次；年度指标值:9人次。2、产出指标；质量指标；合格率")
    >>> begins(flow, 0, len(flow.text))
    ([3, 33], False)
    """
    (pattern, words_of), beginning = form(), terminal("indicator", "INDICATOR_START")
    # A beginning ends as its pattern may end: no other name or value has one at its end.
    endings = regular("indicator").get("endings", "")
    folded, text, at, plain, before, matching = flow.folded, flow.text, start, True, None, pattern.match
    found: list[int] = []
    places = Places(flow, find_parts)
    chained = False
    while True:
        match = matching(folded, at, end) if chained else None
        if match is None:
            begun = beginning.search(folded, at, end)
            if begun is None:
                return found, plain
            chained = False
            at, behind = begun.span()
            match = matching(folded, at, end)
            if match is None:
                found.append(at)
                at, plain = behind, False
                continue
        words = words_of(match)
        _, (first, behind), (level1, stop), (_, level2), (name, name_end), (whole, whole_end), _, (_, last) = words
        if first >= 0:
            number, head = NUMBERED[text[first:behind]], HEADS[text[behind:level2]]
        else:
            number, head = UNNUMBERED, BARE_HEADS[text[level1:level2]]
        if chained and not (head.begins and at in (first, level1)):
            # The form may have blanks before it, of which the pattern of a beginning takes some and some not.
            chained = False
            continue
        found.append(at)
        chained = last >= 0 and head.begins
        char = folded[name_end - 1]
        if (char in endings or char.isspace()) and beginning.search(folded, name, name_end + 1):
            chained = False
        if whole_end > 0:
            char = folded[whole_end - 1]
            if (char in endings or char.isspace()) and beginning.search(folded, whole, whole_end + 1):
                chained = False
        if not (chained and (number.single or (before is not None and number.counted == before + 1))):
            plain = False
        before = number.counted
        if chained:
            if made is not None and last - at <= LONGEST and head.known:
                made[at] = indicator_from_match(words, places, number, head)
            at = last
        else:
            at = folded.index(";", stop) + 1
