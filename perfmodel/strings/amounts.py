"""Reading a run of digits and signs as amounts of money: which of them are the columns of one line, if any are.

Every way to part the run into amounts is a candidate (`_Run.readings`). What cannot be a line of money is ruled out by
one of the `VETOES`; the others are compared by their `Score`: how sure the arithmetic makes them, what they leave over,
how they stand on the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal

from perfmodel._internal.caches import remembered
from perfmodel.model.funding import AMOUNTS
from perfmodel.source.flow import Flow
from perfmodel.strings.amount_readings import (
    CERTAIN,
    VETOES,
    Edge,
    Money,
    Reading,
    RunContext,
    Score,
    Token,
    adds_up,
    apart_at_end,
    left_edge,
    right_edge,
)

__all__ = ["COLUMN_AMOUNT", "VETOES", "Money", "Reading", "Score", "Token", "best_reading"]

COLUMN_AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,24})(?:\.([0-9]{1,24}))?")
_DASH = re.compile(r"[—–/-]{1,2}")
_NO_BLANKS = re.compile("[^ ]+")
# How many line ends inside a stretch are tried as ends of amounts, and how much work a run may make.
_MOST_LINE_ENDS, _MOST_WORK = 4, 400


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
        if len(whole) > 1 and run.is_sum_apart(whole):
            return Money(whole, alone=True, level=CERTAIN)
        # Any part of it leaves amounts over, and so is worth less than a sum or four columns, if it will do at all.
        reading = run.reading(whole)
        if reading is not None and reading.is_ruled_out:
            reading = None
        if len(whole) == 1 or (reading is not None and (reading.certain or reading.has_all_columns)):
            return None if reading is None else reading.money
    return run.best()


class _Run:
    """A run of digits, signs and blanks, and what is known of its parts."""

    def __init__(self, flow: Flow, start: int, end: int, limit: int, decimals: int) -> None:
        self.flow, self.start, self.end, self.limit, self.decimals = flow, start, end, limit, decimals
        self.text, self.context = flow.folded, RunContext(flow, start, end, decimals)
        self.words = [match.span() for match in _NO_BLANKS.finditer(self.text, start, end)]
        self.breaks = self.context.breaks
        self.tokens: dict[tuple[int, int], Token | None] = {}
        self.edges: dict[int, Edge | None] = {}
        # Where a token may end inside a word, from the last up: a line end, or as many decimals as the table has.
        self.stops: list[int] = []

    def uniform(self) -> tuple[Token, ...]:
        """Return all of it where it is a few amounts on one line, each with as many decimals; else nothing."""
        if self.breaks or len(self.words) > len(AMOUNTS):
            return ()
        tokens: list[Token] = []
        decimals = 0
        for start, end in self.words:
            token = self._token(start, end)
            if token is None or not token.decimals or (tokens and token.decimals != decimals):
                return ()
            decimals = token.decimals
            tokens.append(token)
        # With more decimals than the table has, the last of them may belong to the text behind.
        return tuple(tokens) if decimals <= self.decimals else ()

    def reading(self, tokens: tuple[Token, ...]) -> Reading | None:
        """Return a reading of it, or None where it can be none: digits or punctuation go on at an end."""
        left, right = left_edge(self.flow, tokens[0].start), self._right_edge(tokens[-1].end)
        return None if left is None or right is None else Reading(self.context, tokens, left, right)

    def is_sum_apart(self, tokens: tuple[Token, ...]) -> bool:
        """Whether the first of several amounts is the sum of the others, with nothing at either end: no veto is for these."""
        first, last = tokens[0].start, tokens[-1].end
        return left_edge(self.flow, first) == 2 and apart_at_end(self.flow, last, self.limit) == 2 and adds_up(tokens)

    def best(self) -> Money | None:
        """Return the best way to read it, as far as one will do."""
        best: Reading | None = None
        best_score: Score | None = None
        rivals = False
        for reading in self.readings():
            if reading.is_ruled_out:
                continue
            score = reading.score
            if best is None or best_score is None or score > best_score:
                rivals = best_score is not None and best_score[:4] == score[:4]
                best, best_score = reading, score
            elif score[:4] == best_score[:4] and reading.tokens != best.tokens:
                rivals = True
        if best is None:
            return None
        return best.money._replace(ambiguous=True) if rivals or self._has_number_before(best.start) else best.money

    def readings(self) -> Iterator[Reading]:
        """Yield all ways to read it or a part of it; none where these are too many, or there are no digits."""
        words = self.words
        if len(words) < len(AMOUNTS) and not any(char.isdigit() for char in self.text[self.start : self.end]):
            return
        decimal_ends = _decimal_ends(self.text, self.start, self.end, self.decimals)
        self.stops = sorted({*self.breaks, *decimal_ends}, reverse=True)
        starts = sorted({*self.breaks, *(start for start, _end in words)})
        if len(starts) * (len(self.stops) + len(words)) > _MOST_WORK:
            return
        self.context.others = [
            (start, end, token.decimals)
            for start, end in words
            if (token := self._token(start, end)) is not None
            and token.decimals != 0
            and not (token.decimals is None and self._is_glued(start))
        ]
        for start in starts:
            left = left_edge(self.flow, start)
            if left is None:
                continue
            for tokens in self._ways(start):
                right = self._right_edge(tokens[-1].end)
                if right is not None:
                    yield Reading(self.context, tokens, left, right)

    def _token(self, start: int, end: int) -> Token | None:
        """Return what stands there as an amount or a dash, if it is one."""
        key = start, end
        if key in self.tokens:
            return self.tokens[key]
        match = COLUMN_AMOUNT.fullmatch(self.text, start, end)
        token: Token | None = None
        if match:
            token = Token(match[0], start, end, Decimal(match[0].replace(",", "")), len(match[1] or ""))
        elif _DASH.fullmatch(self.text, start, end):
            token = Token(self.text[start:end], start, end, None, None)
        self.tokens[key] = token
        return token

    def _ways(self, start: int) -> list[tuple[Token, ...]]:
        """Return the ways to part what begins at a place into amounts: a line end inside digits may part two or break one.

        Those that end first come first; of those that end together, the ones that break amounts before those that part.
        """
        found = [
            tokens
            for tokens in self._longer((), start)
            if bisect_left(self.breaks, tokens[-1].end) - bisect_right(self.breaks, start) <= _MOST_LINE_ENDS
        ]
        return sorted(found, key=lambda tokens: tokens[-1].end)

    def _longer(self, tokens: tuple[Token, ...], at: int) -> Iterator[tuple[Token, ...]]:
        """Yield all tokens that these can be continued to from a place on."""
        word = bisect_right(self.words, (at, self.end)) - 1
        end = self.words[word][1]
        for stop in [end, *[stop for stop in self.stops if at < stop < end]]:
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

    def _right_edge(self, end: int) -> Edge | None:
        if end not in self.edges:
            self.edges[end] = right_edge(self.flow, end, self.limit)
        return self.edges[end]

    def _has_number_before(self, start: int) -> bool:
        """Whether a number stands before the money on its line (``180 18.00``): the end of a name, or one more amount."""
        before = [word for word in self.words if word[1] <= start]
        if not before:
            return False
        first, last = before[-1]
        return (
            not (self._is_glued(first) and self.text[first - 1] != ")")
            and bool(COLUMN_AMOUNT.fullmatch(self.text, first, last))
            and not self.context.has_break(last, start)
        )

    def _is_glued(self, start: int) -> bool:
        """Whether a word goes on from the text before it: a dash is no empty column then (``服务/ 0``)."""
        return start > 0 and self.text[start - 1] != " " and self.flow.break_at(start) is None


def _decimal_ends(text: str, start: int, end: int, decimals: int) -> list[int]:
    """Ends of amounts that ran into the text behind them (``52.171.对`` is 52.17 and ``1.对``)."""
    return [match.end() for match in _decimals(decimals).finditer(text, start, end)] if decimals else []


@remembered(16)
def _decimals(count: int) -> re.Pattern[str]:
    return re.compile(rf"\.[0-9]{{{count}}}(?=[0-9])")
