"""A search of a text for the grammar's INDICATOR_START that steps over whole indicators in the printed form."""

from __future__ import annotations

from typing import NamedTuple

from perfmodel.grammars import terminal
from perfmodel.grammars.patterns import regular
from perfmodel.source.flow import Flow
from perfmodel.strings.category_cells import CATEGORY_CELLS, NO_NUMBER, PRINTED_NUMBERS, UNNUMBERED_CATEGORY_CELLS
from perfmodel.strings.indicator_pattern import PrintedMatch, printed_form

__all__ = ["StartSearch", "search_starts"]

# The white space that the folded text of a flow can have.
_FLOW_BLANKS = " \x1f"


class StartSearch(NamedTuple):
    """What a search for INDICATOR_START finds.

    ``offsets`` are those at which a match begins, ascending. ``matches`` has, for those at which a whole indicator in
    the printed form begins that was stepped over, its match. ``settled`` is whether that is so for all of them, and their
    numbers have one digit or go on from the number before, so that none can have digits in it that are not its own.
    """

    offsets: list[int]
    matches: dict[int, PrintedMatch]
    settled: bool


def search_starts(flow: Flow) -> StartSearch:
    """Return the offsets of INDICATOR_START in a flow, as ``finditer`` of its pattern would find them.

    Where an indicator in the printed form ends with its 。, the next one is matched right there, as a whole. That is
    faster than a search and finds the same: no start ends inside an indicator but at a ``;``, and what stands before
    each ``;`` of the form is looked at.

    >>> from perfmodel.source.flow import flow_of
    >>> found = search_starts(flow_of("目标。1、1-产出指标；11-数量指标；人次；年度指标值:9人次。2、产出指标；质量指标；合格率"))
    >>> found.offsets, list(found.matches), found.settled
    ([3, 33], [3], False)
    """
    (pattern, spans_of), start_pattern = printed_form(), terminal("indicator", "INDICATOR_START")
    match_form, search = pattern.match, start_pattern.search
    # A start ends as its pattern may end, and with blanks: only a name or value with one of these can have one at its end.
    endings = regular("indicator").get("endings", "") + _FLOW_BLANKS
    folded, text = flow.folded, flow.text
    offsets: list[int] = []
    matches: dict[int, PrintedMatch] = {}
    numbers, category_cells = PRINTED_NUMBERS, CATEGORY_CELLS
    settled, next_number = True, -1
    at, behind_indicator = 0, False
    while True:
        match = match_form(folded, at) if behind_indicator else None
        if match is None:
            behind_indicator = False
            start = search(folded, at)
            if start is None:
                return StartSearch(offsets, matches, settled)
            at = start.start()
            match = match_form(folded, at)
            if match is None:
                offsets.append(at)
                at, settled = start.end(), False
                continue
        # `printed_match`, without a call for each indicator.
        _, (first, number_end), (level1, _), (_, level2_end), (name, name_end), whole, annual, (_, end) = spans_of(
            match
        )
        if first >= 0:
            number, cells = numbers[text[first:number_end]], category_cells[text[number_end:level2_end]]
        else:
            first, number, cells = level1, NO_NUMBER, UNNUMBERED_CATEGORY_CELLS[text[level1:level2_end]]
        is_start = cells.starts_indicator
        if behind_indicator and not (is_start and at == first):
            # The form may have blanks before it, of which INDICATOR_START takes some and some not.
            behind_indicator = False
            continue
        offsets.append(at)
        behind_indicator = is_start and end >= 0
        if folded[name_end - 1] in endings or folded[whole[1] - 1] in endings:
            parts = (name, name_end), whole
            # A start would take the `;` behind one of the two.
            behind_indicator = behind_indicator and not any(
                search(folded, begin, stop + 1) for begin, stop in parts if stop > 0
            )
        _, _, one_digit, unpadded = number
        if not (behind_indicator and (one_digit or unpadded == next_number)):
            settled = False
        next_number = -1 if unpadded is None else unpadded + 1
        if behind_indicator:
            matches[at] = end, level2_end, name, name_end, whole, annual, first, number, cells
            at = end
        else:
            at = folded.index(";", at) + 1
