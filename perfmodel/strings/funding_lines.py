"""Runs of amounts: finding the line of money of a project, whatever the page broke, and telling its columns.

The money is what parts a project's name from its goal, so that a wrong run would take text from one to the other. A
run counts only where its surroundings and its arithmetic speak for it; an amount inside prose does not.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import pairwise
from typing import Any

from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.model.finding import Finding
from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.source.flow import Flow
from perfmodel.source.place import Place
from perfmodel.strings.amounts import COLUMN_AMOUNT, Money, best_reading
from perfmodel.strings.canonical import canonical_funding
from perfmodel.strings.findings import finding

__all__ = ["WITHOUT_COLUMN", "Money", "Runs", "decimals_of", "funding_of"]

_RUN = re.compile(r"[0-9—–/-][0-9,.—–/ -]*")
_BEGINS, _IN_RUN = "0123456789—–/-", "0123456789—–/-,. "
# A longer run of digits and signs is no line of money.
_LONGEST_RUN = 160
# Where there may be money: two amounts (or dashes) side by side, or one behind a blank or a bracket.
_APART = re.compile(r"[ )](?:(?<=[0-9—–/-] ) *[0-9—–/-]|-?[0-9][0-9,]{0,160}\.[0-9])")
_APART_WHOLE = r"[ )](?:(?<=[0-9—–/-] ) *[0-9—–/-]|-?[0-9])"
# How a line of money that is damaged may end; nearly no other line does.
_DAMAGED_LAST = frozenset("0123456789)]元*,.;:·、。OoIlBSZ?\u00ad\u200b\u200c\u200d\u2060\ufeff")
_DAMAGED_BEFORE_LAST = frozenset("0123456789.,;:·、)]*万OoIlBSZ? \u00ad\u200b\u200c\u200d\u2060\ufeff")
_DIGITS_OR_STARS = frozenset("0123456789*")
# Where a line begins.
_FIRST = re.compile(r"-?[0-9][0-9,]{0,160}\.[0-9]")
_FIRST_WHOLE = "-?[0-9]"
_LABEL = re.compile(r"(?:合计|总计)\s{0,4}([0-9,]{1,20}(?:\.([0-9]{1,6}))?)")
# A row with a name, money, a goal and an indicator has more characters than this; rows of less, by the ten thousands,
# are none of a table.
_MOST, _DENSEST = 50_000, 48
# It begins with the point, which is found faster than digits are.
_PAIR = re.compile(r"\.(?<=[0-9]\.)([0-9]{1,6}) {1,8}[0-9,]{1,15}\.([0-9]{1,6})\.?")


def decimals_of(flow: Flow) -> int:
    """Return how many decimals the table's amounts have: as in the line 合计, else as most pairs of amounts have.

    >>> from perfmodel.source.flow import flow_of
    >>> decimals_of(flow_of("合计 830.5 830.5"))
    1
    """
    match = _LABEL.search(flow.folded)
    # A whole number that does not end where its word or its line does is a damaged amount.
    whole = match is not None and (
        flow.folded[match.end() : match.end() + 1].strip() == "" or flow.break_at(match.end()) is not None
    )
    if match and (match[2] or whole):
        return len(match[2] or "")
    pairs = Counter(pair[1] for pair in _PAIR.finditer(flow.folded) if len(pair[1]) == len(pair[2]))
    return len(pairs.most_common(1)[0][0]) if pairs else 2


class Runs:
    """The runs of money in a flow, of amounts with so many ``decimals``.

    Most runs of digits are no money and cannot be: where one may be is found out once for the whole flow.
    """

    def __init__(self, flow: Flow, decimals: int) -> None:
        self.flow = flow
        self.decimals = decimals
        self._damaged = _damaged(flow, decimals)
        self._likely = _likely(flow, decimals)
        if self._damaged:
            self._likely = array("q", merge(self._likely, (money.start for money in self._damaged)))
        self.too_many = self._one_too_many()
        # Who looks for the end of a list of indicators comes to a run first, who reads rows comes again.
        self._found: dict[tuple[int, int, int], list[Money]] = {}

    def _one_too_many(self) -> int | None:
        """Return where the first run begins that is one too many; none of a table has so many in so little text."""
        most = max(_MOST, len(self.flow.text) // _DENSEST)
        if len(self._likely) <= most:
            return None
        at = 0
        for match in _RUN.finditer(self.flow.folded):
            start, end = match.span()
            at = bisect_left(self._likely, start, at)
            if at == len(self._likely):
                break
            if self._likely[at] < end and end - start <= _LONGEST_RUN:
                most -= 1
                if most < 0:
                    return start
        return None

    def stretches(self, starts: Sequence[int]) -> Iterator[int]:
        """Yield which of the stretches that begin at some offsets may have money in them.

        >>> from perfmodel.source.flow import flow_of
        >>> list(Runs(flow_of("合计 5.00。会议费 5.00。目标。"), 2).stretches([0, 8, 17]))
        [0, 1]
        """
        at = bisect_left(self._likely, starts[0]) if starts else len(self._likely)
        while at < len(self._likely):
            behind = bisect_right(starts, self._likely[at])
            yield behind - 1
            if behind == len(starts):
                return
            at = bisect_left(self._likely, starts[behind], at)

    def within(self, start: int, end: int) -> Iterator[Money]:
        r"""Yield the runs of money in a stretch of the flow.

        >>> from perfmodel.source.flow import flow_of
        >>> runs = Runs(flow_of("经费 418.58 418.5\n8\n投入 3.00 万元"), 2)
        >>> [money.tokens[0].text for money in runs.within(0, 26)]
        ['418.58']
        """
        return self._with_damaged(start, end) if self._damaged else self._undamaged(start, end)

    def _with_damaged(self, start: int, end: int) -> Iterator[Money]:
        for money in self._damaged:
            if start <= money.start < end:
                yield from self._undamaged(start, money.start)
                yield money
                start = money.end
        yield from self._undamaged(start, end)

    def _undamaged(self, start: int, end: int) -> Iterator[Money]:
        at, done = bisect_left(self._likely, start), start
        while at < len(self._likely) and self._likely[at] < end:
            match = _RUN.search(self.flow.folded, self._begin(done, self._likely[at]), end)
            assert match is not None
            done = match.end()
            at = bisect_left(self._likely, done, at)
            if done - match.start() <= _LONGEST_RUN:
                yield from self._in_run(match.start(), done, end)

    def _begin(self, start: int, at: int) -> int:
        """Return where the digits, signs and blanks that stand before a place begin, in a stretch from ``start`` on."""
        reach = _LONGEST_RUN
        while True:
            first = max(start, at - reach)
            before = len(self.flow.folded[first:at].rstrip(_IN_RUN))
            if before or first == start:
                return first + before
            reach *= 2

    def _in_run(self, start: int, end: int, limit: int) -> list[Money]:
        known = self._found.pop((start, end, limit), None)
        if known is not None:
            return known
        flow = self.flow
        inner = (flow.breaks[at] for at in flow.breaks_in(start, end))
        # A line of money has no blank line in it, and is not set in further down.
        cuts = [start, *(at for at in inner if flow.is_apart(at) or flow.is_set_in(at)), end]
        found = [money for first, last in pairwise(cuts) if (money := self._best(first, last, limit)) is not None]
        if len(cuts) > 2 and not any(money.certain for money in found):
            # Unless it adds up only across one.
            whole = self._best(start, end, limit)
            if whole is not None and whole.certain:
                found = [whole]
        if found:
            self._found[start, end, limit] = found
        return found

    def _best(self, first: int, last: int, limit: int) -> Money | None:
        piece = self.flow.folded[first:last]
        start, end = first + len(piece) - len(piece.lstrip()), first + len(piece.rstrip())
        return best_reading(self.flow, start, end, limit, self.decimals)


def _likely(flow: Flow, decimals: int) -> array[int]:
    """Return places in all the runs that may be money: of several amounts, or of one with nothing glued to its front.

    Several are parted by blanks or a line end. One alone has decimals, but in a table without any.
    """
    text = flow.folded
    apart, first = (_APART, _FIRST) if decimals else (re.compile(_APART_WHOLE), re.compile(_FIRST_WHOLE))
    places = array("q", (match.end() - 1 for match in apart.finditer(text)))
    lines = array("q")
    for at in flow.breaks:
        if text[at] in _BEGINS:
            if at and text[at - 1] in _BEGINS:
                lines.append(at)
            elif (match := first.match(text, at)) is not None:
                lines.append(match.end() - 1)
    return array("q", merge(places, lines))


def _damaged(flow: Flow, decimals: int) -> list[Money]:
    """Return the lines of money that are damaged; what looks for them is imported only where a line may be one."""
    text, last_chars, before_last = flow.folded, _DAMAGED_LAST, _DAMAGED_BEFORE_LAST
    lines: list[tuple[int, int]] = []
    for start, end in pairwise((*flow.breaks, len(text))):
        if text[end - 1] not in last_chars or text[end - 2] not in before_last or start + 4 > end:
            continue
        line = text[max(start, end - _LONGEST_RUN) : end]
        last = line[line.rfind(" ") + 1 :]
        size = 2 * len(last) + 1
        twice = line.endswith(f"{last} {last}") and line[-size - 1 : -size] in " )0123456789"
        if not (twice and COLUMN_AMOUNT.fullmatch(last)) and not _DIGITS_OR_STARS.isdisjoint(last):
            lines.append((start, end))
    if not lines:
        return []
    from perfmodel.strings.damaged_amounts import damaged_amounts

    return damaged_amounts(flow, lines, decimals)


_funding = unchecked_constructor(Funding)
# Why the amounts behind the first stand in no column.
WITHOUT_COLUMN = ("只有第一个可作为总计", "only the first can be the total")


def funding_of(flow: Flow, money: Money | None, columns: tuple[str, ...], path: str) -> tuple[Funding, list[Finding]]:
    """Return the amounts in their columns, as far as the text or the arithmetic tells them, with what to report.

    ``columns`` are the money columns that the header names. As many amounts as columns stand in them in order. Two
    equal amounts are total and appropriation, and a single one is the total: inferences, recorded as such.
    """
    if money is None:
        return Funding(), []
    printed = " ".join([flow.text[token.start : token.end] for token in money.tokens])
    span = flow.span(money.start, money.end)
    if money.damaged:
        place = Place(money.start, money.end, (), flow)
        return _funding(inferred=False, place=place, printed=printed), [finding("R22", path, span, text=printed)]
    amounts = [token.amount for token in money.tokens]
    columns = columns if "total" in columns else AMOUNTS
    problems: list[Finding] = []
    inferred = False
    if len(amounts) == len(columns):
        names: tuple[str, ...] = columns
    else:
        inferred = True
        told = len(amounts) == 1 or (len(amounts) == 2 and amounts[0] == amounts[1])
        names = ("total", "appropriation")[: len(amounts) if told else 1]
        problems.append(finding("R01", path, span, columns="总计、财政拨款" if len(names) > 1 else "总计"))
        if not told:
            reason, reason_en = WITHOUT_COLUMN
            problems.append(finding("R02", path, span, text=printed, reason=reason, reason_en=reason_en))
    if money.ambiguous:
        problems.append(finding("R03", path, span, text=printed))
    parts = tuple((name, token.start, token.end) for name, token in zip(names, money.tokens, strict=False))
    values: dict[str, Any] = {name: amount for name, amount in zip(names, amounts, strict=False) if amount is not None}
    place = Place(money.start, money.end, parts, flow)
    made = _funding(inferred=inferred, place=place, **values)
    if canonical_funding(made) != printed:
        made = _funding(inferred=inferred, place=place, printed=printed, **values)
    return made, problems
