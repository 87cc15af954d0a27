"""Lines of money whose amounts are damaged: they are not numbers, but separate a name from a goal all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from perfmodel._internal.near_texts import is_one_edit
from perfmodel.source.flow import Flow
from perfmodel.strings.amount_readings import CERTAIN, STANDS_APART, Money, Token
from perfmodel.strings.amounts import COLUMN_AMOUNT
from perfmodel.strings.row_names import is_body_name

__all__ = ["damaged_amounts"]

# What a damaged amount consists of: digits, letters that look like some, signs around and between them, a measure.
_LIKE_AMOUNT = re.compile(
    r"[(\[¥￥]{0,2}[0-9OoIlBSZ?*]+(?:[.,;:·。、*?]{1,2}[0-9OoIlBSZ?*]+)*[)\]*,.;:·。、%]{0,2}(?:[万亿]?元)?"
)
_GLUED = re.compile(r"([0-9]+\.[0-9]+?)(?:[0-9]?[,;、。]?|[!-~·])\1")
# One alone is money only with its decimals behind a sign.
_LONE_AMOUNT = re.compile(r"[(\[¥￥]{0,2}[0-9OoIlBSZ?]+[.,;·。][0-9OoIlBSZ?]{2}[)\]*]{0,2}(?:[万亿]?元)?")
_WITH_DECIMALS = re.compile(
    r"[(\[¥￥]{0,2}[0-9OoIlBSZ?*]+[.,;:·。、*?]{1,2}[0-9OoIlBSZ?*]{2}[)\]*,.;:·。、%]{0,2}(?:[万亿]?元)?"
)
# What stands behind the number of an indicator or of a sentence.
_BEHIND_NUMBER = tuple("、.,)")
_AMOUNT_WORDS = re.compile("[^ ]+")
_NOT_IN_NAMES = re.compile("[。;:,]|指标")
_LONGEST_HEAD, _LONGEST_TAIL = 80, 60
_TOTAL_NAME = re.compile(r"(?:合\s?计|总\s?计|小\s?计)$")


def damaged_amounts(flow: Flow, lines: Iterable[tuple[int, int]], decimals: int) -> list[Money]:
    """Return the damaged lines of money among some of a flow; ``decimals`` is how many the table's amounts have.

    >>> from perfmodel.source.flow import flow_of
    >>> flow = flow_of("合计 41O.58 418.58\\n会议费 18.00， 18.00\\n办好2.00 3.00")
    >>> [money.tokens[0].text for money in damaged_amounts(flow, [(0, 16), (16, 32), (32, 43)], 2)]
    ['41O.58 418.58', '18.00, 18.00']
    """
    text = flow.folded
    found: list[Money] = []
    for start, end in lines:
        line = text[max(start, end - _LONGEST_HEAD - _LONGEST_TAIL) : end]
        words = [(match.start(), match[0]) for match in _AMOUNT_WORDS.finditer(line)][-3:]
        size, sure = _damaged_tail([word for _, word in words], decimals)
        # In 18.00 18.001⏎、产出指标 the last digit is the number of what comes next.
        numbered = text.startswith(_BEHIND_NUMBER, end) and COLUMN_AMOUNT.fullmatch(words[-1][1])
        if not size or numbered:
            continue
        head = line[: words[-size][0]]
        if _NOT_IN_NAMES.search(head) or len(head) > _LONGEST_HEAD:
            continue
        if sure or _stands_as_money(flow, start, head):
            first = end - len(line) + words[-size][0]
            token = Token(text[first:end], first, end, None, None)
            found.append(Money((token,), alone=True, level=CERTAIN if sure else STANDS_APART, damaged=True))
    return found


def _damaged_tail(words: list[str], decimals: int) -> tuple[int, bool]:
    """Return how many words at the end of a line are damaged amounts, and whether they can be nothing else."""
    last = words[-1]
    if len(words) == 3 and _is_split(words):
        return 3, True
    if len(words) >= 2 and _is_damaged_pair(words[-2], last, decimals):
        return 2, True
    if _GLUED.fullmatch(last) and not COLUMN_AMOUNT.fullmatch(last):
        return 1, True
    return (1, False) if _LONE_AMOUNT.fullmatch(last) and _is_damaged(last) else (0, False)


def _is_damaged_pair(before: str, last: str, decimals: int) -> bool:
    """Whether one of two words is an amount and the other nearly it, or both are the same damaged one."""
    if _is_amount(before, decimals) and COLUMN_AMOUNT.fullmatch(last) and last[:-1] == before:
        return decimals > 0  # 18.00 18.000
    clean = [word for word in (before, last) if _is_amount(word, decimals)]
    if len(clean) == 1:
        other = last if clean[0] == before else before
        return _is_damaged(other) and _is_nearly(other, clean[0])
    if clean or _digits(before) != _digits(last) or not (_is_damaged(before) and _is_damaged(last)):
        return False
    both = _LIKE_AMOUNT.fullmatch(before) and _LIKE_AMOUNT.fullmatch(last)
    return both is not None and (len(_digits(last)) > 2 or set(last) == {"*"})


def _is_nearly(word: str, clean: str) -> bool:
    like = _LIKE_AMOUNT.fullmatch(word) is not None
    if (like and _digits(word) == _digits(clean)) or _WITH_DECIMALS.fullmatch(word):
        return True
    # 目2.50 2.50 is the end of a name on the line before; 2.50 2.50办 the first word of a goal.
    return is_one_edit(word, clean) and (like or clean not in (word[1:], word[:-1]))


def _is_split(words: list[str]) -> bool:
    """Whether a blank stands in one of two equal amounts: 418.5 8 418.58."""
    first, second, third = words
    joined = first + second == third or second + third == first
    return joined and "." in first + third and all(set(word) <= set("0123456789.") for word in words)


def _is_amount(word: str, decimals: int) -> bool:
    return COLUMN_AMOUNT.fullmatch(word) is not None and len(word.partition(".")[2]) == decimals


def _is_damaged(word: str) -> bool:
    return COLUMN_AMOUNT.fullmatch(word) is None and (any(map(str.isdecimal, word)) or set(word) == {"*"})


def _digits(word: str) -> str:
    return "".join(filter(str.isdecimal, word))


def _stands_as_money(flow: Flow, start: int, head: str) -> bool:
    """Whether a line with one amount alone is a row's: behind a name that is set in or a total's, or apart."""
    if not head.strip():
        return flow.is_apart(start)
    name = head.rstrip()
    is_row = flow.is_set_in(start) or _TOTAL_NAME.search(name) is not None or is_body_name(name, set())
    return head.endswith((" ", ")")) and is_row
