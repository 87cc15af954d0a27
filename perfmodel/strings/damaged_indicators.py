"""Traces of indicators that do not begin as they should: in a goal, or where a row would begin."""

from __future__ import annotations

import re

from perfmodel.grammars import terminal
from perfmodel.source.flow import Flow, skip_blanks, strip

__all__ = ["goal_and_lost", "is_in_indicator", "lost_indicator"]

# How far behind a line of money a sentence is looked through; keeps the work in proportion.
_SENTENCE_REACH = 2000
# What betrays an indicator that does not begin as one should.
_TRACE = r";[^;:。]{0,8}指标值\s{0,4}:|(?<![0-9])[1-3][1-9]\s{0,4}[-–—]\s{0,4}[^;:。0-9]{2,16};"


def is_in_indicator(flow: Flow, start: int, end: int) -> bool:
    """Whether the sentence from ``start`` on is an indicator's rather than a goal's; a blank line before it says no.

    >>> from perfmodel.source.flow import flow_of
    >>> is_in_indicator(flow_of("出指标；11-数量指标；次数；年度指标值:3次。"), 0, 30)
    True
    """
    if flow.is_apart(skip_blanks(flow.text, start, end)):
        return False
    end = min(end, start + _SENTENCE_REACH)
    stop = flow.folded.find("。", start, end)
    return _trace(flow, start, end if stop < 0 else stop) is not None


def _trace(flow: Flow, start: int, end: int) -> re.Match[str] | None:
    # No trace is without this sign, which is found faster.
    return re.compile(_TRACE).search(flow.folded, start, end) if flow.folded.find(";", start, end) >= 0 else None


def lost_indicator(flow: Flow, goal: tuple[int, int], number: int | None) -> int | None:
    """Return where in a goal indicators begin that do not begin as they should; None where all of it is goal.

    ``number`` is the one before the first indicator behind the goal: where it is not 1, one before it was damaged.
    """
    start, end = goal
    trace = _trace(flow, start, end)
    if trace is None and (number is None or number <= 1):
        return None
    limit = trace.start() if trace else end
    numbers = terminal("indicator", "NUMBER")
    inner = (flow.breaks[at] for at in reversed(flow.breaks_in(start, limit)))
    numbered = next((at for at in inner if numbers.match(flow.folded, at)), None)
    sentence = None
    if trace is not None:
        # The sentence that the trace is in; all of it where there is but one.
        stop = flow.folded.rfind("。", start, limit)
        sentence = skip_blanks(flow.text, stop + 1 if stop >= 0 else start, limit)
    candidates = [offset for offset in (numbered, flow.last_apart(start, limit)) if offset is not None]
    return max(candidates) if candidates else sentence


def goal_and_lost(
    flow: Flow, goal: tuple[int, int], number: int | None
) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """Return where a goal stands, and the indicators behind it that were too damaged to be recognised at first.

    ``goal`` is the stretch before the first of the indicators, ``number`` the one that is printed before that.

    >>> from perfmodel.source.flow import flow_of
    >>> goal_and_lost(flow_of("开好会议。"), (0, 5), None)
    ((0, 5), None)
    """
    start, end = strip(flow.text, *goal)
    cut = lost_indicator(flow, (start, end), number)
    return ((start, end), None) if cut is None else (strip(flow.text, start, cut), (cut, end))
