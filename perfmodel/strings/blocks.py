"""Parting a table into blocks: rows, then the indicators of the last of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from perfmodel.grammars import terminal
from perfmodel.source.flow import Flow, skip_blanks
from perfmodel.strings.amounts import Money
from perfmodel.strings.category_cells import NUMBER_VALUES
from perfmodel.strings.damaged_indicators import is_in_indicator, lost_indicator
from perfmodel.strings.funding_lines import Runs
from perfmodel.strings.row_names import PlaceBehindIndicator, name_behind_indicator

__all__ = ["Block", "Blocks", "note_behind", "number_at", "parse_blocks"]

_NOTE_WORDS = tuple("注 备注 附注 说明 填表 填报 联系 制表 审核".split())
_NOTE_LABEL = re.compile(r"(?:备注|附注|注|说明)\s{0,4}:")
_CATEGORY_CODE = r"\s{0,4}[1-9]\s{0,4}[-–—]"


class Block(NamedTuple):
    """A stretch with rows, and the indicators of its last row: where each begins and the last ends, if there are any."""

    start: int
    end: int
    indicators: list[int]


class Blocks(NamedTuple):
    """The blocks of a table in their order; ``inferred`` are stretches from where a name was taken to begin to its money."""

    blocks: list[Block]
    inferred: list[tuple[int, int]]


def parse_blocks(runs: Runs, start: int, indicator_starts: Sequence[int], bodies: set[str]) -> Blocks:
    """Part rows from indicators: between the last indicator of a project and the first of the next stand rows.

    ``start`` is where the first row begins, ``indicator_starts`` are all offsets behind it at which an indicator does,
    ``bodies`` the names of bodies that the table names.

    >>> from perfmodel.source.flow import flow_of
    >>> flow = flow_of("会议费 5.00\\n开会。\\n1、产出指标；质量；名；年度指标值:1。\\n    培训费 3.00\\n2、产出指标；质量；名；年度指标值:1。")
    >>> [(block.start, block.indicators) for block in parse_blocks(Runs(flow, 2), 0, [11, 42], set()).blocks]
    [(0, [11, 31]), (31, [42, 59])]
    """
    flow = runs.flow
    found, last = Blocks([], []), len(flow.text)
    begin, first = start, 0
    for at in runs.stretches(indicator_starts):
        followed = at + 1 < len(indicator_starts)
        end = indicator_starts[at + 1] if followed else last
        row = _row_behind(runs, indicator_starts[at], end, followed, bodies)
        if row is not None:
            cut, inferred_up_to = row
            if inferred_up_to is not None:
                found.inferred.append((cut, inferred_up_to))
            found.blocks.append(Block(begin, indicator_starts[first], [*indicator_starts[first : at + 1], cut]))
            begin, first = cut, at + 1
    rest = indicator_starts[first:]
    found.blocks.append(Block(begin, rest[0] if rest else last, [*rest, last] if rest else []))
    return found


def number_at(flow: Flow, start: int) -> int | None:
    """Return the number that an indicator at a place has, None for none."""
    match = terminal("indicator", "NUMBER").match(flow.folded, start)
    return NUMBER_VALUES[match[0]] if match else None


def _continues(flow: Flow, start: int, end: int) -> bool:
    """Whether the number of the indicator at ``end`` goes on from that of the one at ``start``."""
    number, following = number_at(flow, start), number_at(flow, end)
    return number is not None and following is not None and following > number


def _row_behind(runs: Runs, start: int, end: int, followed: bool, bodies: set[str]) -> tuple[int, int | None] | None:
    """Return where, behind an indicator, the next row begins; None where none does before the next indicator.

    Where one is ``followed`` by another whose number goes on from its own, one of their list may stand between them,
    damaged, and what looks like money in it is none unless it stands as a row's does. With the place stands where the
    money begins if the place is inferred, None if it is not.
    """
    flow = runs.flow
    for money in runs.within(start, end):
        sure = money.certain and money.decimals == runs.decimals and not (followed and _continues(flow, start, end))
        if not (money.alone or sure) or is_in_indicator(flow, money.end, end):
            continue
        named = name_behind_indicator(PlaceBehindIndicator(flow, start, money, sure, bodies))
        if named is None:
            continue
        name = _past_damage(flow, named[0], money)
        if skip_blanks(flow.text, name, money.start) < money.start:
            if _NOTE_LABEL.match(flow.folded, name):
                return None
            return name, money.start if named[1] else None
    return None


def _past_damage(flow: Flow, start: int, money: Money) -> int:
    """Return where a name begins, if what stands before it is the rest of an indicator that lost its end."""
    number = terminal("indicator", "NUMBER").match(flow.folded, start)
    if number is None or not re.compile(_CATEGORY_CODE).match(flow.folded, number.end()):
        return start
    first = flow.first_break(start, money.start)
    return start if first is None else first


def note_behind(flow: Flow, start: int, end: int) -> int | None:
    """Return where, behind the last indicator of a list, text begins that is no indicator (a note to the table)."""
    for gap in flow.apart_in(start, end):
        if _NOTE_LABEL.match(flow.folded, gap):
            return gap
    stop = flow.folded.find("。", start, end)
    while stop >= 0:
        begin = skip_blanks(flow.text, stop + 1, end)
        if begin >= end:
            return None
        is_note_line = flow.folded.startswith(_NOTE_WORDS, begin) and flow.break_at(begin) is not None
        if flow.is_apart(begin) or is_note_line:
            from perfmodel.strings.indicator_parser import ParseFailure, parse_stretch

            numbered = terminal("indicator", "NUMBER").match(flow.folded, begin)
            lost = lost_indicator(flow, (begin, end), None)
            whole = not isinstance(parse_stretch(flow, start, begin), ParseFailure)
            return begin if not numbered and lost is None and whole else None
        stop = flow.folded.find("。", stop + 1, end)
    return None
