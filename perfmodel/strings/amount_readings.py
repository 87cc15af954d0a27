"""One way to read a run of digits and signs as a line of money: what rules it out, and how good it is otherwise."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import NamedTuple

from perfmodel._internal.caches import lazy
from perfmodel.model.funding import AMOUNTS
from perfmodel.source.flow import Flow

__all__ = [
    "CERTAIN",
    "STANDS_APART",
    "VETOES",
    "Edge",
    "Money",
    "Reading",
    "RunContext",
    "Score",
    "Token",
    "adds_up",
    "apart_at_end",
    "left_edge",
    "right_edge",
]

# A measure behind a number: it then is part of prose ("18.00 万元", "3 次").
_STRICT_MEASURES = (*"元万亿%‰", "平方", "公里")
_MEASURES = frozenset("以及或至到元万亿%‰人次个年月日号时天周米亩吨家户场件台套条项期分名篇份所座辆公平千百倍版级度类")
# Behind or before a run of money there is no punctuation.
_CLOSING = frozenset("、,。;:)%~至到/*.·")
_OPENING = frozenset('、,;:=≥≤><~至约达共(“"*/+·')
_JOINED = re.compile(r"[0-9A-Za-z.,]")

STANDS_APART, CERTAIN = 2, 3


class Token(NamedTuple):
    """An amount, or the dash of an empty column, as printed; offsets are in the flow.

    ``amount`` is None for a dash, and so is ``decimals``, how many it has.
    """

    text: str
    start: int
    end: int
    amount: Decimal | None
    decimals: int | None


class Money(NamedTuple):
    """A line of money: its amounts in order. ``ambiguous`` where the text can be read in another way as well.

    ``damaged`` where the amounts are not numbers: the line is one token then, as printed.
    """

    tokens: tuple[Token, ...]
    alone: bool  # whether blanks or line ends stand on both sides
    level: int  # how much speaks for it: CERTAIN or STANDS_APART
    ambiguous: bool = False
    damaged: bool = False

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
        return max(token.decimals or 0 for token in self.tokens)

    @property
    def certain(self) -> bool:
        """Whether the first of several amounts is the sum of the others, or all columns are filled."""
        return self.level == CERTAIN


class Edge(NamedTuple):
    """An end of a reading: how it stands apart from the text there, and what that text is.

    ``apart`` is 2 at a line end, 1 at a blank, 0 where text goes on. ``joined`` is whether digits or letters do;
    ``measure`` and ``strict_measure`` whether the text is a measure of a number (see `_MEASURES`).
    """

    apart: int
    strict_measure: bool
    measure: bool
    joined: bool


class Score(NamedTuple):
    """How good a reading is: of two, the first of these that differs decides. Readings with the same first four are rivals.

    ``rank`` is 5 for a certain reading that leaves no amount of its line over, 4 for one that fills all columns otherwise, 3
    for a certain one that leaves amounts over, 1 for any other; ``left_over`` is how many it leaves, below zero; ``usual``
    whether the decimals are as the table's; ``apart`` how its ends stand apart, see `Edge`.
    """

    rank: int
    left_over: int
    usual: bool
    amounts: int
    apart: int
    length: int


class RunContext:
    """What a run of digits, signs and blanks is read in: its flow, and what else stands in it.

    ``decimals`` is how many decimals the table's amounts have; ``others`` is what could be one more amount on a line:
    start, end and decimals of words, None for a dash.
    """

    def __init__(self, flow: Flow, start: int, end: int, decimals: int) -> None:
        self.flow, self.text, self.decimals = flow, flow.folded, decimals
        self.breaks = [flow.breaks[at] for at in flow.breaks_in(start, end)]
        self.others: list[tuple[int, int, int | None]] = []

    def has_break(self, start: int, end: int) -> bool:
        """Whether a line ends between two words of the run, or right before the second."""
        at = bisect_right(self.breaks, end)
        return at > 0 and (self.breaks[at - 1] == end or self.breaks[at - 1] > start)


class Reading:
    """One way to read a run: its tokens, and what the vetoes and the score go by."""

    def __init__(self, run: RunContext, tokens: tuple[Token, ...], left: int, right: Edge) -> None:
        self.run, self.tokens, self.left, self.right = run, tokens, left, right
        self.start, self.end = tokens[0].start, tokens[-1].end
        decimals = {token.decimals for token in tokens}
        self.has_dashes = None in decimals
        decimals.discard(None)
        self.decimals = decimals
        self.alone = left == 2 and right.apart == 2
        self.has_all_columns = len(tokens) == len(AMOUNTS)

    @lazy
    def adds_up(self) -> bool:
        """Whether the first of several amounts is the sum of the others."""
        return len(self.tokens) > 1 and adds_up(self.tokens)

    @lazy
    def certain(self) -> bool:
        """Whether it is money beyond doubt: it adds up, or fills all columns with dashes among them."""
        return self.adds_up or (self.alone and self.has_all_columns and self.has_dashes)

    @lazy
    def usual(self) -> bool:
        """Whether the amounts have as many decimals as the table's, or two.

        Of several on a line of their own some may: 18.00 180.0 is misprinted, which is no reason to lose both.
        """
        usual = {self.run.decimals, 2}
        if len(self.decimals) == 1 and self.decimals <= usual:
            return True
        several = not self.certain and self.alone and len(self.tokens) > 1
        return several and 0 not in self.decimals and bool(self.decimals & usual)

    @lazy
    def left_over(self) -> int:
        """How many amounts beside it on its line would be left over, of those that are printed like its own."""
        return sum(
            1
            for start, end, decimals in self.run.others
            if (decimals is None or decimals in self.decimals)
            and (
                (end <= self.start and not self.run.has_break(end, self.start))
                or (start >= self.end and not self.run.has_break(self.end, start))
            )
        )

    @property
    def is_ruled_out(self) -> bool:
        """Whether one of the `VETOES` says that it is no line of money."""
        for veto in VETOES:  # noqa: SIM110 - a third of the time of any(…), for each line of money
            if veto(self):
                return True
        return False

    @property
    def score(self) -> Score:
        """How good it is."""
        level = CERTAIN if self.certain else STANDS_APART
        # All columns filled without a rest say more than a sum that leaves one.
        sure = self.certain or self.has_all_columns
        rank = level if self.left_over else level + 2 if sure else 1
        apart = self.left + self.right.apart
        return Score(rank, -self.left_over, self.usual, len(self.tokens), apart, self.end - self.start)

    @property
    def money(self) -> Money:
        """The line of money that it is."""
        return Money(self.tokens, self.alone, CERTAIN if self.certain else STANDS_APART)


def _has_not_its_columns(reading: Reading) -> bool:
    """A dash is an empty column, and then all are printed; and none has whole numbers where another has decimals."""
    mixed = len(reading.decimals) > 1 and 0 in reading.decimals
    return mixed or (reading.has_dashes and not reading.has_all_columns)


def _is_measured(reading: Reading) -> bool:
    """A measure stands behind it (``18.00 万元``), and it is not all that stands on its lines."""
    return reading.right.strict_measure and not (reading.alone and (reading.certain or reading.has_all_columns))


def _does_not_stand_apart(reading: Reading) -> bool:
    """It is not certain, and not parted from the text as amounts are, or not printed as they are."""
    if reading.certain:
        return False
    alike = len(reading.decimals) == 1 and reading.alone and reading.has_all_columns
    if reading.left < 2 or reading.right.apart < 1 or not (alike or reading.usual):
        return True
    if len(reading.tokens) > 1:
        return False
    return reading.right.measure or not (reading.right.apart == 2 or reading.run.decimals > 0)


def _is_of_other_numbers(reading: Reading) -> bool:
    """Whole numbers are many things: where other amounts have decimals, they must add up, alone and side by side."""
    if reading.decimals != {0} or reading.run.decimals == 0:
        return False
    text = reading.run.text
    if reading.right.joined or _JOINED.match(text[reading.start - 1 : reading.start]):
        return True
    parted = all(text[token.start - 1] == " " for token in reading.tokens[1:])
    return not (reading.adds_up and reading.alone and parted)


def _is_opened(reading: Reading) -> bool:
    """A sign stands before it that leads to a number in prose (``≥``, ``约``), and it is not certain and alone."""
    before = reading.run.text[max(0, reading.start - 4) : reading.start].rstrip()
    return before[-1:] in _OPENING and not (reading.certain and reading.alone)


def _leaves_amounts(reading: Reading) -> bool:
    """Amounts on its line would be left over, and it is not certain."""
    return not reading.certain and reading.left_over > 0


# What rules a reading out. To add one, write a function whose docstring says what it holds, and put it here.
VETOES = (
    _has_not_its_columns,
    _is_measured,
    _does_not_stand_apart,
    _is_of_other_numbers,
    _is_opened,
    _leaves_amounts,
)


def adds_up(tokens: tuple[Token, ...]) -> bool:
    """Whether the first of the amounts is the sum of the others.

    >>> one, two = (Token(text, 0, 4, Decimal(text), 2) for text in ("1.00", "2.00"))
    >>> adds_up((one, one)), adds_up((one, two))
    (True, False)
    """
    if len(tokens) == 2:
        return tokens[0].amount is not None and tokens[0].amount == (tokens[1].amount or 0)
    total, *sources = (token.amount for token in tokens)
    return total is not None and total == sum((amount or Decimal(0) for amount in sources), Decimal(0))


def left_edge(flow: Flow, start: int) -> int | None:
    """Return 2 where a line begins or a blank or bracket stands before, 0 where text does, None where it cannot be money."""
    text = flow.folded
    if start == 0 or flow.break_at(start) is not None:
        return 2
    if text[start - 1].isdigit() or text[start - 1] in ".,—–-":
        return None
    return 2 if text[start - 1] in " )" else 0


def right_edge(flow: Flow, end: int, limit: int) -> Edge | None:
    """Return how a reading that ends at a place stands there, None where it cannot be money."""
    apart = apart_at_end(flow, end, limit)
    if apart is None:
        return None
    behind = flow.folded[end : end + 3].lstrip()
    strict_measure, measure = behind.startswith(_STRICT_MEASURES), behind[:1] in _MEASURES
    if (strict_measure or measure) and (flow.is_apart(end) or flow.is_set_in(end)):
        strict_measure = measure = False
    return Edge(apart, strict_measure, measure, bool(_JOINED.match(behind)))


def apart_at_end(flow: Flow, end: int, limit: int) -> int | None:
    """Return 2 where a line ends behind it, 1 where a blank follows, 0 where text does, None where it cannot be money."""
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
