"""Runs of amounts: finding the line of money of a project, whatever the page broke, and telling its columns.

The money is what parts a project's name from its goal, so that a wrong run would take text from one to the other. A
run counts only where its surroundings and its arithmetic speak for it; an amount inside prose does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, product

from attrs import evolve, frozen

from perfmodel.model.finding import Finding
from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.reading.findings import finding
from perfmodel.rendering.canonical import canonical_funding
from perfmodel.text import Flow, Place

__all__ = ["Money", "decimals_of", "funding_of", "money_in"]

_RUN = re.compile(r"[0-9—–/-][0-9,.—–/ -]*")
_AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,24})(?:\.([0-9]{1,24}))?")
_DASH = re.compile(r"[—–/-]{1,2}")
# A longer run of digits and signs is no line of money.
_LONGEST_RUN = 160
# A measure behind a number: it then is part of prose ("18.00 万元", "3 次").
_STRICT_UNIT = re.compile(r"[元万亿%‰]|平方|公里")
_UNIT = re.compile(r"[以及或至到元万亿%‰人次个年月日号时天周米亩吨家户场件台套条项期分名篇份所座辆公平千百倍版级度类]")
# Behind or before a run of money there is no punctuation.
_CLOSING = frozenset("、,。;:)%~至到/*.·")
_OPENING = frozenset('、,;:=≥≤><~至约达共(“"*/+·')
_JOINED = re.compile(r"[0-9A-Za-z.,]")
_LABEL = re.compile(r"(?:合计|总计)\s{0,4}([0-9,]{1,20}(?:\.([0-9]{1,6}))?)")
_PAIR = re.compile(r"[0-9]\.([0-9]{1,6}) {1,8}[0-9,]{1,15}\.([0-9]{1,6})")


STANDS_APART, CERTAIN = 2, 3


@frozen
class Token:
    """An amount, or the dash of an empty column, as printed; offsets are in the flow."""

    text: str
    start: int
    end: int

    @property
    def amount(self) -> Decimal | None:
        """The amount; None for a dash."""
        return None if _DASH.fullmatch(self.text) else Decimal(self.text.replace(",", ""))


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
        return max(len(token.text.partition(".")[2]) for token in self.tokens)

    @property
    def certain(self) -> bool:
        """Whether the first of several amounts is the sum of the others, or all columns are filled."""
        return self.level == CERTAIN


def decimals_of(flow: Flow) -> int:
    """Return how many decimals the table's amounts have: as in the line 合计, else as most pairs of amounts have.

    >>> from perfmodel.text import flow_of
    >>> decimals_of(flow_of("合计 830.5 830.5"))
    1
    """
    match = _LABEL.search(flow.folded)
    if match:
        return len(match[2] or "")
    pairs = Counter(pair[1] for pair in _PAIR.finditer(flow.folded) if len(pair[1]) == len(pair[2]))
    return len(pairs.most_common(1)[0][0]) if pairs else 2


def money_in(flow: Flow, start: int, end: int, decimals: int) -> Iterator[Money]:
    """Yield the runs of money in a stretch of the flow.

    >>> from perfmodel.text import flow_of
    >>> [money.tokens[0].text for money in money_in(flow_of("经费 418.58 418.5\\n8\\n投入 3.00 万元"), 0, 26, 2)]
    ['418.58']
    """
    for match in _RUN.finditer(flow.folded, start, end):
        if match.end() - match.start() > _LONGEST_RUN:
            continue
        inner = (flow.breaks[at] for at in flow.breaks_in(*match.span()))
        # A line of money has no blank line in it, and is not set in further down.
        cuts = [match.start(), *(at for at in inner if _gap(flow, at) or _set_in(flow, at)), match.end()]
        found = [
            money
            for first, last in pairwise(cuts)
            if (money := _stripped(flow, first, last, end, decimals)) is not None
        ]
        if len(cuts) > 2 and not any(money.certain for money in found):
            # Unless it adds up only across one.
            whole = _stripped(flow, match.start(), match.end(), end, decimals)
            if whole is not None and whole.certain:
                found = [whole]
        yield from found


def _stripped(flow: Flow, first: int, last: int, limit: int, decimals: int) -> Money | None:
    piece = flow.folded[first:last]
    return _best(flow, first + len(piece) - len(piece.lstrip()), first + len(piece.rstrip()), limit, decimals)


def _best(flow: Flow, start: int, end: int, limit: int, decimals: int) -> Money | None:
    """Return the best reading of a run of digits and signs as money, if any will do."""
    run = flow.folded[start:end]
    if not any(char.isdigit() for char in run) and len(run.split()) < len(AMOUNTS):
        return None
    breaks = [flow.breaks[at] for at in flow.breaks_in(start, end)]
    words = [(start + match.start(), start + match.end()) for match in re.finditer(r"[^ ]+", run)]
    firsts = sorted({*breaks, *(first for first, _last in words)})
    lasts = sorted({*breaks, *(last for _first, last in words), *_decimal_ends(run, start, decimals)})
    if len(firsts) * len(lasts) > 400:
        return None
    best: tuple[tuple[int, ...], Money] | None = None
    rivals = 0
    for first, last in product(firsts, lasts):
        if first >= last:
            continue
        for tokens in _tokens(flow, first, last, breaks):
            scored = _score(flow, tokens, words, limit, decimals)
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
    return evolve(best[1], ambiguous=bool(rivals) or _number_before(flow, words, best[1].start))


def _number_before(flow: Flow, words: list[tuple[int, int]], start: int) -> bool:
    """Whether a number stands before the money on its line (``180 18.00``): the end of a name, or one more amount."""
    before = [(first, last) for first, last in words if last <= start]
    if not before:
        return False
    first, last = before[-1]
    glued = first > 0 and flow.folded[first - 1] not in " )" and flow.break_at(first) is None
    return not glued and bool(_AMOUNT.fullmatch(flow.folded[first:last])) and not _break_between(flow, last, start)


def _decimal_ends(run: str, start: int, decimals: int) -> list[int]:
    """Ends of amounts that ran into the text behind them (``52.171.对`` is 52.17 and ``1.对``)."""
    if decimals == 0:
        return []
    return [start + match.end() for match in re.finditer(rf"\.[0-9]{{{decimals}}}(?=[0-9])", run)]


def _tokens(flow: Flow, first: int, last: int, breaks: list[int]) -> Iterator[tuple[Token, ...]]:
    """Yield the ways to part a stretch into amounts: a line end inside digits may part two amounts or break one."""
    text = flow.folded
    inner = [at for at in breaks if first < at < last]
    if len(inner) > 4:
        return
    for choice in product((False, True), repeat=len(inner)):
        cuts = {at for at, cut in zip(inner, choice, strict=True) if cut}
        tokens: list[Token] = []
        begin = first
        for at in range(first, last + 1):
            if at == last or text[at] == " " or at in cuts:
                if begin < at:
                    tokens.append(Token(text[begin:at], begin, at))
                begin = at + (at < last and text[at] == " ")
        if 1 <= len(tokens) <= len(AMOUNTS):
            yield tuple(tokens)


def _score(
    flow: Flow, tokens: tuple[Token, ...], words: list[tuple[int, int]], limit: int, decimals: int
) -> tuple[tuple[int, ...], Money] | None:
    """Return how well tokens do as a line of money, or None where they cannot be one."""
    places = _places(tokens)
    if places is None:
        return None
    start, end, count = tokens[0].start, tokens[-1].end, len(tokens)
    left, right = _left_edge(flow, start), _right_edge(flow, end, limit)
    opened = flow.folded[max(0, start - 4) : start].rstrip()[-1:] in _OPENING
    if left is None or right is None:
        return None
    adds_up = count > 1 and _adds_up(tokens)
    alone = left == 2 and right == 2
    behind = flow.folded[end : end + 3].lstrip()
    filled = adds_up or (alone and count == len(AMOUNTS) and any(token.amount is None for token in tokens))
    apart = _gap(flow, end) > 0 or _set_in(flow, end)
    if _STRICT_UNIT.match(behind) and not apart and not (alone and (filled or count == len(AMOUNTS))):
        return None
    if filled:
        level, fits = CERTAIN, True
        mixed = False
    else:
        level = STANDS_APART
        alike = len(places) == 1 and alone and count == len(AMOUNTS)
        # 18.00 180.0: one of them is misprinted, which is no reason to lose both.
        mixed = alone and count > 1 and 0 not in places and bool(places & {decimals, 2})
        fits = left == 2 and right >= 1 and (alike or mixed or places in ({decimals}, {2}))
        if count == 1:
            measured = bool(_UNIT.match(behind)) and not apart
            fits = fits and not measured and (right == 2 or decimals > 0)
    if places == {0} and decimals != 0:
        # Whole numbers are many things; where the others have decimals, they must stand as amounts do, side by side.
        parted = all(flow.folded[token.start - 1] == " " for token in tokens[1:])
        joined = _JOINED.match(flow.folded[start - 1 : start]) or _JOINED.match(behind)
        fits = fits and adds_up and alone and parted and not joined
    if not fits or (opened and not (level == CERTAIN and alone)):
        return None
    # Amounts on the same line that would be left over speak against a reading.
    cuts = 0
    for first, last in words:
        split = _break_between(flow, last, start) if last <= start else _break_between(flow, end, first)
        beside = last <= start or first >= end
        if beside and not split and _is_amount(flow.folded[first:last], places) and not _ends_a_word(flow, first, last):
            cuts += 1
    if level == STANDS_APART and cuts:
        return None
    # All columns filled without a rest say more than a sum that leaves one.
    rank = level if cuts else level + 2 if level == CERTAIN or count == len(AMOUNTS) else 1
    usual = mixed or places in ({decimals}, {2})
    return (rank, -cuts, usual, count, left + right, end - start), Money(tokens, alone, level)


def _places(tokens: tuple[Token, ...]) -> set[int] | None:
    """Return the numbers of decimals of the amounts; None where a token is no amount, or not all have decimals."""
    places: set[int] = set()
    for token in tokens:
        match = _AMOUNT.fullmatch(token.text)
        if match:
            places.add(len(match[1] or ""))
        elif len(tokens) != len(AMOUNTS) or not _DASH.fullmatch(token.text):
            return None
    if len(places) > 1 and 0 in places:
        return None
    return places


def _is_amount(word: str, places: set[int]) -> bool:
    """Whether a word could be one more amount of a line of money."""
    match = _AMOUNT.fullmatch(word)
    return bool(match[1]) and len(match[1]) in places if match else bool(_DASH.fullmatch(word))


def _ends_a_word(flow: Flow, first: int, last: int) -> bool:
    """Whether a dash belongs to the word before it (``服务/ 0``): no empty column."""
    glued = first > 0 and flow.folded[first - 1] != " " and flow.break_at(first) is None
    return glued and bool(_DASH.fullmatch(flow.folded[first:last]))


def _adds_up(tokens: tuple[Token, ...]) -> bool:
    total, *sources = (token.amount for token in tokens)
    return total is not None and total == sum((amount or Decimal(0) for amount in sources), Decimal(0))


def _break_between(flow: Flow, start: int, end: int) -> bool:
    return flow.break_at(end) is not None or len(flow.breaks_in(start, end)) > 0


def _gap(flow: Flow, at: int) -> int:
    found = flow.break_at(at)
    return 0 if found is None else flow.gaps[found]


def _set_in(flow: Flow, at: int) -> bool:
    found = flow.break_at(at)
    return found is not None and flow.indents[found] >= flow.margin + 2


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
        return None if behind and behind[0] in _CLOSING and _gap(flow, end) == 0 else 2
    if behind and behind[0] in _CLOSING:
        return None
    if text[end] == " ":
        return 2 if flow.break_at(end + 1) is not None else 1
    return 0


def funding_of(flow: Flow, money: Money | None, columns: tuple[str, ...], path: str) -> tuple[Funding, list[Finding]]:
    """Return the amounts in their columns, as far as the text or the arithmetic tells them, with what to report.

    ``columns`` are the money columns that the header names. As many amounts as columns stand in them in order. Two
    equal amounts are total and appropriation, and a single one is the total: inferences, recorded as such.
    """
    if money is None:
        return Funding(), []
    printed = " ".join(flow.text[token.start : token.end] for token in money.tokens)
    span = flow.span(money.start, money.end)
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
        shown = "、".join({"total": "总计", "appropriation": "财政拨款"}[name] for name in names)
        problems.append(finding("R01", path, span, columns=shown))
        if not told:
            reason = ("只有第一个可以当作总计", "only the first can be taken as the total")
            problems.append(finding("R02", path, span, text=printed, reason=reason[0], reason_en=reason[1]))
    if money.ambiguous:
        problems.append(finding("R03", path, span, text=printed))
    parts = tuple((name, token.start, token.end) for name, token in zip(names, money.tokens, strict=False))
    values = {name: amount for name, amount in zip(names, amounts, strict=False) if amount is not None}
    place = Place(money.start, money.end, parts, flow)
    made = Funding(inferred=inferred, place=place, **values)  # type: ignore[arg-type]
    if canonical_funding(made) != printed:
        made = Funding(inferred=inferred, place=place, printed=printed, **values)
    return made, problems
