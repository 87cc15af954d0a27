"""Finding where indicators begin: the first act of reading them. The second, `indicators`, reads what stands between.

1. The grammar's INDICATOR_START is searched for (`start_search`). In nearly all texts that settles it.
2. Where damage or a broken line may have put digits before a number that are not its own, there are several candidates
   for one beginning: what INDICATOR_START takes; a number at the start of a line; a number without its first digits.
   What speaks for each and against it (`EVIDENCE`) is added up, and the best is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from perfmodel._internal.caches import Memory
from perfmodel.grammars import terminal
from perfmodel.source.flow import Flow
from perfmodel.strings.category_cells import NUMBER_VALUES
from perfmodel.strings.indicator_pattern import PrintedMatch
from perfmodel.strings.start_search import search_starts

__all__ = ["EVIDENCE", "Candidate", "Evidence", "IndicatorStarts", "ListBefore", "indicator_starts"]

# INDICATOR_START takes fewer characters than this, and at least so many (``1-产出;``).
_LONGEST_START, _SHORTEST_START = 80, 5
_TWO_OR_THREE_DIGITS = re.compile(r"[0-9]{2,3}")


class IndicatorStarts(NamedTuple):
    """Where indicators begin: offsets in a flow, ascending.

    ``matches`` has, by its offset, the match of each indicator in the printed form that was stepped over on the way; to
    read it, it need not be matched again. It says nothing about where the indicator ends: see ``offsets``.
    """

    offsets: list[int]
    matches: dict[int, PrintedMatch]


def indicator_starts(flow: Flow) -> IndicatorStarts:
    """Return where indicators begin in a flow.

    >>> from perfmodel.source.flow import flow_of
    >>> indicator_starts(flow_of("1、1-产出指标；11-数量指标；人次；年度指标值:9人次2、产出指标；质量指标；合格率")).offsets
    [0, 29]

    The last line of an amount runs into the number below it. No number 1 would be printed as 001:

    >>> indicator_starts(flow_of("会议费 5.00\\n1、1-产出指标；11-数量指标；人次；年度指标值:9人次。")).offsets
    [8]
    """
    offsets, matches, settled = search_starts(flow)
    offsets = _behind_blank_lines(flow, offsets)
    numbers_at_lines = _numbers_at_lines(flow)
    if numbers_at_lines:
        at_lines = {offset for offset, _end in numbers_at_lines}
        candidates = _with_numbers_at_lines(offsets, numbers_at_lines)
        offsets = _choose(flow, candidates, at_lines, at_lines.difference(offsets))
    elif not settled:
        offsets = _choose(flow, offsets, set(), set())
    return IndicatorStarts(offsets, matches)


class Candidate(NamedTuple):
    """A place where an indicator may begin, and the number that it would have there (None for none).

    ``by_pattern`` is whether a search for INDICATOR_START finds it; ``at_line`` whether a line begins there, behind a line
    that ends in digits; ``padded`` whether the number is printed with a 0 before it; ``behind_point`` whether a decimal
    point or a comma stands before it; ``shortened`` whether it leaves out digits of the number.
    """

    offset: int
    number: int | None
    by_pattern: bool = False
    at_line: bool = False
    padded: bool = False
    behind_point: bool = False
    shortened: bool = False


class ListBefore(NamedTuple):
    """What the indicator before says about the list: its number, and whether that is printed with a 0 before it."""

    number: int | None
    padded: bool


class Evidence(NamedTuple):
    """What speaks for a candidate, or against it, and how much."""

    points: int
    reason: str
    holds: Callable[[Candidate, ListBefore], bool]


EVIDENCE = (
    Evidence(9, "number 1 at the start of a line: a list begins", lambda here, _: here.at_line and here.number == 1),
    Evidence(8, "the list goes on with the next number", lambda here, before: _is_behind(here, before, 1)),
    Evidence(4, "the list goes on with the next number but one", lambda here, before: _is_behind(here, before, 2)),
    Evidence(2, "the grammar takes it for a start as it is printed", lambda here, _: here.by_pattern),
    Evidence(-1, "digits before it are left over", lambda here, _: here.shortened),
    Evidence(-16, "its first digits are decimals", lambda here, _: here.behind_point),
    Evidence(
        -16,
        "a 0 stands before its number, though not before the last",
        lambda here, before: here.padded and not (before.padded or here.shortened),
    ),
)


def _is_behind(here: Candidate, before: ListBefore, step: int) -> bool:
    return before.number is not None and here.number == before.number + step


def points_of(candidate: Candidate, before: ListBefore) -> int:
    """Return the points that the evidence gives a candidate behind the indicator ``before``.

    >>> points_of(Candidate(7, 12, by_pattern=True), ListBefore(1, padded=False))  # 12、 behind 1、
    2
    >>> points_of(Candidate(8, 2, shortened=True), ListBefore(1, padded=False))  # 2、, and a stray 1 before it
    7
    """
    return sum(evidence.points for evidence in EVIDENCE if evidence.holds(candidate, before))


def _numbers_at_lines(flow: Flow) -> list[tuple[int, int]]:
    """Return where lines begin with an indicator's number while the line above ends in digits (``0.00`` / ``1、``).

    Joined, the number is none to INDICATOR_START, or a longer one. With each stands where its INDICATOR_START ends.
    """
    start_pattern, numbers = terminal("indicator", "INDICATOR_START"), terminal("indicator", "NUMBER")
    folded = flow.folded
    found = []
    for at in flow.breaks:
        if at and folded[at - 1] in "0123456789.," and folded[at].isdigit() and numbers.match(folded, at):
            # Cut off from the digits before it, which are none of its own.
            match = start_pattern.match(folded[at : at + _LONGEST_START])
            if match is not None:
                found.append((at, at + match.end()))
    return found


def _with_numbers_at_lines(offsets: list[int], numbers_at_lines: list[tuple[int, int]]) -> list[int]:
    """Add the numbers at lines as candidates; take out what INDICATOR_START found behind such a number, without it."""
    without_number = {
        offset
        for at, end in numbers_at_lines
        for offset in offsets[bisect_right(offsets, at) : bisect_left(offsets, end)]
    }
    return sorted({*offsets} - without_number | {at for at, _end in numbers_at_lines})


def _behind_blank_lines(flow: Flow, offsets: list[int]) -> list[int]:
    """Move starts with a blank line in them behind it: what stands before it belongs to something else."""
    moved = offsets
    for gap in flow.apart_in(0, len(flow.folded)):
        at = bisect_left(moved, gap) - 1
        if at >= 0 and gap - moved[at] < _LONGEST_START and flow.folded.find(";", moved[at], gap) < 0:
            if moved is offsets:
                moved = offsets.copy()
            moved[at] = gap
    return moved


def _choose(flow: Flow, offsets: list[int], at_lines: set[int], not_by_pattern: set[int]) -> list[int]:
    """Return the offset of the best candidate for each beginning, out of all candidates' ``offsets``."""
    chosen: list[int] = []
    before = ListBefore(None, padded=True)
    first = 0
    while first < len(offsets):
        last = first + 1
        while last < len(offsets) and _is_same_start(flow, offsets[first], offsets[last]):
            last += 1
        if last == first + 1:
            number, digits = _number_at(flow, offsets[first])
            if not digits or (before.number is not None and number == before.number + 1 and digits[0] != "0"):
                # Nothing else is as good: most are of this kind.
                chosen.append(offsets[first])
                before = ListBefore(number, padded=False)
                first = last
                continue
        candidates = list(_candidates(flow, offsets[first:last], at_lines, not_by_pattern, before))
        best = candidates[0]
        if len(candidates) > 1:
            best = max(candidates, key=lambda candidate: (points_of(candidate, before), candidate.offset))
        chosen.append(best.offset)
        before = ListBefore(best.number, best.padded)
        first = last
    return chosen


def _is_same_start(flow: Flow, offset: int, other: int) -> bool:
    """Whether two candidates are for one beginning: they end with the same ``;``."""
    return other - offset < _SHORTEST_START and flow.folded.find(";", offset, other) < 0


def _candidates(
    flow: Flow, offsets: list[int], at_lines: set[int], not_by_pattern: set[int], before: ListBefore
) -> Iterator[Candidate]:
    """Yield the candidates for one beginning: those at ``offsets``, and behind the first digits of their numbers."""
    folded = flow.folded
    expected = () if before.number is None else (before.number + 1, before.number + 2)
    for offset in offsets:
        number, digits = _number_at(flow, offset)
        zeros = len(digits) - len(digits.lstrip("0"))
        here = Candidate(
            offset,
            number,
            by_pattern=offset not in not_by_pattern,
            at_line=offset in at_lines,
            padded=zeros > 0,
            behind_point=offset > 0 and folded[offset - 1] in ".,",
        )
        yield here
        if zeros:
            by_pattern = here.by_pattern and not here.behind_point
            yield here._replace(offset=offset + zeros, by_pattern=by_pattern, behind_point=False, shortened=True)
        for cut in range(1, len(digits)):
            if digits[cut] != "0" and int(digits[cut:]) in expected:
                yield Candidate(offset + cut, int(digits[cut:]), padded=zeros > 0, shortened=True)


def _number_at(flow: Flow, offset: int) -> tuple[int | None, str]:
    """Return the number that stands at a place, if any, and its digits if there are several."""
    match = terminal("indicator", "NUMBER").match(flow.folded, offset)
    return _NUMBERS_WITH_DIGITS[match[0]] if match else (None, "")


def _number_with_digits(number: str) -> tuple[int | None, str]:
    """Return the value of ``12、`` and its digits, if there are several; they come first then."""
    several = _TWO_OR_THREE_DIGITS.match(number)
    return NUMBER_VALUES[number], several[0] if several else ""


_NUMBERS_WITH_DIGITS: Memory[str, tuple[int | None, str]] = Memory(_number_with_digits, 1024)
