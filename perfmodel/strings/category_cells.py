"""What stands before an indicator's name, ``1、1-产出指标；11-数量指标``: its number, and the cells of its two categories.

The same numbers and cells stand in table after table, so what each says is remembered.
"""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from perfmodel._internal.caches import Memory
from perfmodel.grammars import terminal
from perfmodel.model.category import Category
from perfmodel.source.characters import fold

__all__ = [
    "CATEGORY_CELLS",
    "NO_NUMBER",
    "NUMBER_VALUES",
    "PRINTED_NUMBERS",
    "UNNUMBERED_CATEGORY_CELLS",
    "CategoryCells",
    "PrintedNumber",
]

_RUN_OF_DIGITS = re.compile(r"[0-9]+")
# ① to ⑳, ㉑ to ㉟, ㊱ to ㊿.
_CIRCLED_NUMBERS = {
    chr(first + step): number + step
    for first, number, count in ((0x2460, 1, 20), (0x3251, 21, 15), (0x32B1, 36, 15))
    for step in range(count)
}


def _number_value(text: str) -> int | None:
    """Return the number that a folded text before an indicator says.

    >>> NUMBER_VALUES["(3)"], NUMBER_VALUES["㉒"]
    (3, 22)
    """
    match = _RUN_OF_DIGITS.search(text)
    return int(match[0]) if match else _CIRCLED_NUMBERS.get(text[0])


NUMBER_VALUES: Memory[str, int | None] = Memory(_number_value, 1024)


class PrintedNumber(NamedTuple):
    """What ``1、`` before an indicator says.

    ``canonical`` is whether rendering would write it so, ``one_digit`` whether it has one digit only (or there is no
    number), ``unpadded`` the value again unless it is printed with a 0 before it.

    >>> PRINTED_NUMBERS["09、"]
    PrintedNumber(value=9, canonical=False, one_digit=False, unpadded=None)
    """

    value: int | None
    canonical: bool
    one_digit: bool
    unpadded: int | None


def _printed_number(text: str) -> PrintedNumber:
    folded = fold(text)
    value = NUMBER_VALUES[folded]
    unpadded = None if folded.startswith("0") else value
    one_digit = unpadded is not None and sum(map(str.isdecimal, folded)) < 2
    return PrintedNumber(value, text == f"{value}、", one_digit, unpadded)


PRINTED_NUMBERS: Memory[str, PrintedNumber] = Memory(_printed_number, 4096)
NO_NUMBER = PrintedNumber(None, True, True, None)


class CategoryCells(NamedTuple):
    """What ``1-产出指标；11-数量指标`` before an indicator's name says.

    ``text1`` and ``text2`` are the cells as printed where that is not the category's label. ``canonical`` is whether
    rendering would write it so; ``known`` whether both categories are in a tree; ``starts_indicator`` whether the
    grammar's INDICATOR_START takes the first cell, and takes nothing in the second.

    >>> cells = CATEGORY_CELLS["1-产出指标；质量指标"]
    >>> cells.level2.code, cells.text2, cells.known, cells.starts_indicator
    ('12', '质量指标', True, True)
    """

    level1: Category
    text1: str | None
    level2: Category
    text2: str | None
    canonical: bool
    starts_indicator: bool
    known: bool


def _category_cells(text: str, number: str = "1、") -> CategoryCells:
    cut = fold(text).index(";")
    first, second = text[:cut].strip(), text[cut + 1 :].strip()
    level1, level2 = Category.read(first, 1), Category.read(second, 2)
    # One number is as good as another before it.
    pattern, folded = terminal("indicator", "INDICATOR_START"), f"。{number}{fold(text)};"
    starts_indicator = pattern.match(folded, 1) is not None and pattern.search(folded, len(number) + cut + 2) is None
    return CategoryCells(
        level1,
        None if first == level1.label else first,
        level2,
        None if second == level2.label else second,
        text == f"{first}；{second}",
        starts_indicator,
        level1.known and level2.known,
    )


CATEGORY_CELLS: Memory[str, CategoryCells] = Memory(_category_cells, 4096)
UNNUMBERED_CATEGORY_CELLS: Memory[str, CategoryCells] = Memory(partial(_category_cells, number=""), 4096)
