"""What stands before an indicator's name, ``1、1-产出指标；11-数量指标``: it is the same in table after table, so it is remembered."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from perfmodel._internal.caches import Memory
from perfmodel.grammars import terminal
from perfmodel.model.category import Category
from perfmodel.source.characters import fold

__all__ = ["BARE_HEADS", "HEADS", "NUMBERED", "NUMBERS", "UNNUMBERED", "Head", "Number"]

_NUMBER = re.compile(r"[0-9]+")
# ① to ⑳, ㉑ to ㉟, ㊱ to ㊿.
_CIRCLED = {
    chr(first + step): number + step
    for first, number, count in ((0x2460, 1, 20), (0x3251, 21, 15), (0x32B1, 36, 15))
    for step in range(count)
}


def _number_in(text: str) -> int | None:
    """Return the number that stands before an indicator.

    >>> NUMBERS["（3）"], NUMBERS["㉒"]
    (3, 22)
    """
    match = _NUMBER.search(text)
    return int(match[0]) if match else _CIRCLED.get(text[0])


NUMBERS: Memory[str, int | None] = Memory(_number_in, 1024)


class Number(NamedTuple):
    """What ``1、`` says: its value, and whether rendering would write it so.

    ``single`` is whether it has one digit, or none at all, ``counted`` the value if it does not begin with 0.
    """

    value: int | None
    usual: bool
    single: bool
    counted: int | None


def _number_of(text: str) -> Number:
    folded = fold(text)
    value = NUMBERS[folded]
    counted = None if folded.startswith("0") else value
    return Number(value, text == f"{value}、", counted is not None and sum(map(str.isdecimal, folded)) < 2, counted)


NUMBERED: Memory[str, Number] = Memory(_number_of, 4096)
UNNUMBERED = Number(None, True, True, None)


class Head(NamedTuple):
    """What ``1-产出指标；11-数量指标`` says.

    Each category has its text beside it where that is not the category's label. ``usual`` is whether rendering would
    write it so; ``begins`` whether it is how an indicator begins, and none begins within the level-2 category; ``known``
    whether both categories are.
    """

    level1: Category
    text1: str | None
    level2: Category
    text2: str | None
    usual: bool
    begins: bool
    known: bool


def _head_of(text: str, before: str = "1、") -> Head:
    cut = fold(text).index(";")
    first, second = text[:cut].strip(), text[cut + 1 :].strip()
    level1, level2 = Category.read(first, 1), Category.read(second, 2)
    # One number is as good as another before it.
    beginning, folded = terminal("indicator", "INDICATOR_START"), f"。{before}{fold(text)};"
    begins = beginning.match(folded, 1) is not None and beginning.search(folded, len(before) + cut + 2) is None
    return Head(
        level1,
        None if first == level1.label else first,
        level2,
        None if second == level2.label else second,
        text == f"{first}；{second}",
        begins,
        level1.known and level2.known,
    )


HEADS: Memory[str, Head] = Memory(_head_of, 4096)
BARE_HEADS: Memory[str, Head] = Memory(partial(_head_of, before=""), 4096)
