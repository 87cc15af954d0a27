"""Reading a run of digits and signs as amounts of money: which of them are the columns of one line, if any are.

Every way to part the run is tried; where amounts stand and whether they add up says which way is best.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from attrs import evolve, frozen

from perfmodel._internal.caches import remembered
from perfmodel.model.funding import AMOUNTS
from perfmodel.source.flow import Flow

__all__ = ["Money", "Token", "best_reading"]

_AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,24})(?:\.([0-9]{1,24}))?")
_DASH = re.compile(r"[—–/-]{1,2}")
_WORD = re.compile("[^ ]+")
# A measure behind a number: it then is part of prose ("18.00 万元", "3 次").
_STRICT_UNIT = re.compile(r"[元万亿%‰]|平方|公里")
_UNIT = re.compile(r"[以及或至到元万亿%‰人次个年月日号时天周米亩吨家户场件台套条项期分名篇份所座辆公平千百倍版级度类]")
# Behind or before a run of money there is no punctuation.
_CLOSING = frozenset("、,。;:)%~至到/*.·")
_OPENING = frozenset('、,;:=≥≤><~至约达共(“"*/+·')
_JOINED = re.compile(r"[0-9A-Za-z.,]")
# How many line ends inside a stretch are tried as ends of amounts.
_MOST_BREAKS = 4

STANDS_APART, CERTAIN = 2, 3


@frozen
class Token:
    """An amount, or the dash of an empty column, as printed; offsets are in the flow.

    ``amount`` is None for a dash, and so is ``places``, the number of its decimals.
    """

    text: str
    start: int
    end: int
    amount: Decimal | None
    places: int | None


@frozen
class Money:
    """A line of money: its amounts in order. ``ambiguous`` where the text can be read in another way as well."""

    tokens: tuple[Token, ...]
    alone: bool  # whether blanks or line ends stand on both sides
    level: int  # how much speaks for it: CERTAIN or STANDS_APART
    ambiguous: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the flow."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends in the flow."""
        return self.tokens[-1].end

    @property
    def decimals(self) -> int:
        """How many decimals the amounts are written with; the most where they differ."""
        return max(token.places or 0 for token in self.tokens)

    @property
    def certain(self) -> bool:
        """Whether the first of several amounts is the sum of the others, or all columns are filled."""
        return self.level == CERTAIN


class _Edge(NamedTuple):
    """An end of a reading: how it stands apart from what follows there (see `_right_edge`), and what that is."""

    right: int
    strict_unit: bool
    unit: bool
    joined: bool


def best_reading(flow: Flow, start: int, end: int, limit: int, decimals: int) -> Money | None:
    """Return the best reading of a run as money, if any will do; ``limit`` is where the text behind it ends.

    >>> from perfmodel.source.flow import flow_of
    >>> money = best_reading(flow_of("经费 418.58 418.58"), 3, 16, 16, 2)
    >>> [str(token.amount) for token in money.tokens], money.certain
    (['418.58', '418.58'], True)
    """
    run = _Run(flow, start, end, limit, decimals)
    whole = run.uniform()
    if whole:
        # Any part of it leaves amounts over, and so is worth less than a sum or four columns, if it will do at all.
        scored = run.score(whole)
        if len(whole) == 1 or (scored and (scored[1].certain or len(whole) == len(AMOUNTS))):
            return scored[1] if scored else None
    return run.best()


class _Run:
    """A run of digits, signs and blanks, and what is known of its parts."""

    def __init__(self, flow: Flow, start: int, end: int, limit: int, decimals: int) -> None:
        self.flow, self.start, self.end, self.limit, self.decimals = flow, start, end, limit, decimals
        self.text = flow.folded
        self.words = [match.span() for match in _WORD.finditer(self.text, start, end)]
        self.breaks = [flow.breaks[at] for at in flow.breaks_in(start, end)]
        self.tokens: dict[tuple[int, int], Token | None] = {}
        # Where a token may end inside a word, from the last up: a line end, or as many decimals as the table has.
        self.stops: list[int] = []
        # What could be one more amount on a line: words, with the number of their decimals, None for a dash.
        self.beside: list[tuple[int, int, int | None]] = []

    def uniform(self) -> tuple[Token, ...]:
        """Return all of it where it is a few amounts on one line, each with as many decimals; else nothing."""
        if self.breaks or len(self.words) > len(AMOUNTS):
            return ()
        tokens: list[Token] = []
        places = 0
        for first, last in self.words:
            token = self._token(first, last)
            if token is None or not token.places or (tokens and token.places != places):
                return ()
            places = token.places
            tokens.append(token)
        # With more decimals than the table has, the last of them may belong to the text behind.
        return tuple(tokens) if places <= self.decimals else ()

    def best(self) -> Money | None:
        """Return the best way to read it."""
        words = self.words
        if len(words) < len(AMOUNTS) and not any(char.isdigit() for char in self.text[self.start : self.end]):
            return None
        self.stops = sorted(
            {*self.breaks, *_decimal_ends(self.text, self.start, self.end, self.decimals)}, reverse=True
        )
        firsts = sorted({*self.breaks, *(first for first, _last in words)})
        if len(firsts) * (len(self.stops) + len(words)) > 400:
            return None
        self.beside = [
            (first, last, token.places)
            for first, last in words
            if (token := self._token(first, last)) is not None
            and token.places != 0
            and not (token.places is None and self._glued(first))
        ]
        edges: dict[int, _Edge | None] = {}
        best: tuple[tuple[int, ...], Money] | None = None
        rivals = False
        for first in firsts:
            left = _left_edge(self.flow, first)
            if left is None:
                continue
            for tokens in self._ways(first):
                end = tokens[-1].end
                if end not in edges:
                    edges[end] = self._edge(end)
                edge = edges[end]
                scored = None if edge is None else self._score(tokens, left, edge)
                if scored is None:
                    continue
                score, money = scored
                if best is None or score > best[0]:
                    rivals = best is not None and best[0][:4] == score[:4]
                    best = (score, money)
                elif score[:4] == best[0][:4] and money.tokens != best[1].tokens:
                    rivals = True
        if best is None:
            return None
        return evolve(best[1], ambiguous=True) if rivals or self._number_before(best[1].start) else best[1]

    def score(self, tokens: tuple[Token, ...]) -> tuple[tuple[int, ...], Money] | None:
        """Return how well tokens do as a line of money, or None where they cannot be one."""
        left, edge = _left_edge(self.flow, tokens[0].start), self._edge(tokens[-1].end)
        return None if left is None or edge is None else self._score(tokens, left, edge)

    def _token(self, first: int, last: int) -> Token | None:
        """Return what stands there as an amount or a dash, if it is one."""
        key = first, last
        if key in self.tokens:
            return self.tokens[key]
        match = _AMOUNT.fullmatch(self.text, first, last)
        made: Token | None = None
        if match:
            made = Token(match[0], first, last, Decimal(match[0].replace(",", "")), len(match[1] or ""))
        elif _DASH.fullmatch(self.text, first, last):
            made = Token(self.text[first:last], first, last, None, None)
        self.tokens[key] = made
        return made

    def _ways(self, first: int) -> list[tuple[Token, ...]]:
        """Return the ways to part what begins at a place into amounts: a line end inside digits may part two or break one.

        Those that end first come first; of those that end together, the ones that break amounts before those that part.
        """
        found = [
            tokens
            for tokens in self._longer((), first)
            if bisect_left(self.breaks, tokens[-1].end) - bisect_right(self.breaks, first) <= _MOST_BREAKS
        ]
        return sorted(found, key=lambda tokens: tokens[-1].end)

    def _longer(self, tokens: tuple[Token, ...], at: int) -> Iterator[tuple[Token, ...]]:
        """Yield all tokens that these can be continued to from a place on."""
        word = bisect_right(self.words, (at, self.end)) - 1
        end = self.words[word][1]
        for stop in (end, *(stop for stop in self.stops if at < stop < end)):
            token = self._token(at, stop)
            if token is None:
                continue
            longer = (*tokens, token)
            yield longer
            if len(longer) == len(AMOUNTS):
                continue
            if stop == end and word + 1 < len(self.words):
                yield from self._longer(longer, self.words[word + 1][0])
            elif stop in self.breaks:
                yield from self._longer(longer, stop)

    def _edge(self, last: int) -> _Edge | None:
        right = _right_edge(self.flow, last, self.limit)
        if right is None:
            return None
        behind = self.text[last : last + 3].lstrip()
        strict_unit, unit = bool(_STRICT_UNIT.match(behind)), bool(_UNIT.match(behind))
        if (strict_unit or unit) and (self.flow.is_apart(last) or self.flow.is_set_in(last)):
            strict_unit = unit = False
        return _Edge(right, strict_unit, unit, bool(_JOINED.match(behind)))

    def _score(self, tokens: tuple[Token, ...], left: int, edge: _Edge) -> tuple[tuple[int, ...], Money] | None:
        start, end, count = tokens[0].start, tokens[-1].end, len(tokens)
        places = {token.places for token in tokens}
        dashes = None in places
        places.discard(None)
        if (dashes and count != len(AMOUNTS)) or (len(places) > 1 and 0 in places):
            return None
        adds_up = count > 1 and _adds_up(tokens)
        alone = left == 2 and edge.right == 2
        filled = adds_up or (alone and count == len(AMOUNTS) and dashes)
        if edge.strict_unit and not (alone and (filled or count == len(AMOUNTS))):
            return None
        usual = places in ({self.decimals}, {2})
        if filled:
            level, fits = CERTAIN, True
        else:
            level = STANDS_APART
            alike = len(places) == 1 and alone and count == len(AMOUNTS)
            # 18.00 180.0: one of them is misprinted, which is no reason to lose both.
            mixed = alone and count > 1 and 0 not in places and bool(places & {self.decimals, 2})
            usual = usual or mixed
            fits = left == 2 and edge.right >= 1 and (alike or usual)
            if count == 1:
                fits = fits and not edge.unit and (edge.right == 2 or self.decimals > 0)
        if places == {0} and self.decimals != 0:
            # Whole numbers are many things; where the others have decimals, they must stand as amounts do, side by side.
            parted = all(self.text[token.start - 1] == " " for token in tokens[1:])
            joined = edge.joined or _JOINED.match(self.text[start - 1 : start])
            fits = fits and adds_up and alone and parted and not joined
        if not fits:
            return None
        opened = self.text[max(0, start - 4) : start].rstrip()[-1:] in _OPENING
        if opened and not (level == CERTAIN and alone):
            return None
        # Amounts on the same line that would be left over speak against a reading.
        cuts = 0
        for first, last, decimals in self.beside:
            if decimals is not None and decimals not in places:
                continue
            if (last <= start and not self._break_between(last, start)) or (
                first >= end and not self._break_between(end, first)
            ):
                if level == STANDS_APART:
                    return None
                cuts += 1
        # All columns filled without a rest say more than a sum that leaves one.
        rank = level if cuts else level + 2 if level == CERTAIN or count == len(AMOUNTS) else 1
        return (rank, -cuts, usual, count, left + edge.right, end - start), Money(tokens, alone, level)

    def _number_before(self, start: int) -> bool:
        """Whether a number stands before the money on its line (``180 18.00``): the end of a name, or one more amount."""
        before = [(first, last) for first, last in self.words if last <= start]
        if not before:
            return False
        first, last = before[-1]
        return (
            not (self._glued(first) and self.text[first - 1] != ")")
            and bool(_AMOUNT.fullmatch(self.text, first, last))
            and not self._break_between(last, start)
        )

    def _glued(self, first: int) -> bool:
        """Whether a word goes on from the text before it: a dash is no empty column then (``服务/ 0``)."""
        return first > 0 and self.text[first - 1] != " " and self.flow.break_at(first) is None

    def _break_between(self, start: int, end: int) -> bool:
        """Whether a line ends between two words of the run, or right before the second."""
        at = bisect_right(self.breaks, end)
        return at > 0 and (self.breaks[at - 1] == end or self.breaks[at - 1] > start)


def _decimal_ends(text: str, start: int, end: int, decimals: int) -> list[int]:
    """Ends of amounts that ran into the text behind them (``52.171.对`` is 52.17 and ``1.对``)."""
    return [match.end() for match in _decimals(decimals).finditer(text, start, end)] if decimals else []


@remembered(16)
def _decimals(count: int) -> re.Pattern[str]:
    return re.compile(rf"\.[0-9]{{{count}}}(?=[0-9])")


def _adds_up(tokens: tuple[Token, ...]) -> bool:
    total, *sources = (token.amount for token in tokens)
    return total is not None and total == sum((amount or Decimal(0) for amount in sources), Decimal(0))


def _left_edge(flow: Flow, start: int) -> int | None:
    """2 where a line begins or a blank or bracket stands before, 0 where text does, None where it cannot be money."""
    text = flow.folded
    if start == 0 or flow.break_at(start) is not None:
        return 2
    if text[start - 1].isdigit() or text[start - 1] in ".,—–-":
        return None
    return 2 if text[start - 1] in " )" else 0


def _right_edge(flow: Flow, end: int, limit: int) -> int | None:
    """2 where a line ends behind it, 1 where a blank follows, 0 where text does, None where it cannot be money."""
    text = flow.folded
    if end >= min(limit, len(text)):
        return 2
    behind = text[end : end + 4].lstrip()
    if flow.break_at(end) is not None:
        return None if behind and behind[0] in _CLOSING and not flow.is_apart(end) else 2
    if behind and behind[0] in _CLOSING:
        return None
    if text[end] == " ":
        return 2 if flow.break_at(end + 1) is not None else 1
    return 0
