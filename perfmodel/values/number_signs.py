"""Whether a text holds a number at all: what goes to the grammar, and what is a value in words."""

from __future__ import annotations

import re

from perfmodel.values import qualitative, units

__all__ = ["holds_number", "is_unit_alone", "may_hold_number"]

_NUMERIC_SIGNS = re.compile(r"[≥≧⩾≤≦⩽<>=≈≒≮≯﹥﹤═》《±%‰‱℃$¥￥^*×_□+]|\(\s*\)|[Xx]{2}|^[XxNn][一-鿿]")
_NUMERAL_CHARS = re.compile("[零〇一二三四五六七八九十百千万亿两半]")
_DATE_OR_COUNT_WORDS = re.compile("年[底末]|季度|半年|\\A(?:好?几|数)[次个人家场项户件期批]")
# 《预算法》: a title, not two signs.
_TITLE_IN_BRACKETS = re.compile("《[^《》]*》")
_ONLY_HAN = re.compile("[\u3400-\u9fff]*")
_NO_UNIT_ALONE = re.compile("[A-Za-z]|[十百半].*")
_COUNTED_THING = re.compile("[〇一二三四五六七八九十百千两零]+[多几余来]*([万亿]?[一-鿿]{1,4})")
# 叁拾万元: numerals as cheques have them, which no rule reads.
_FORMAL_NUMERALS = re.compile("[壹贰叁肆伍陆柒捌玖佰仟]")
# 数千, 十几, 上百, 一半以上, 亿元以上: a number is meant, though not said.
_NO_CERTAIN_NUMBER = re.compile(
    "(?<![人次户件个指系总基分字])数[十百千万亿]+(?!分)|几[十百千万亿]+|[十百千万亿]+[几余多来](?!元化|样)"
    r"|(?:近|超|逾|达|约|好几?)[百千万亿]+(?:[人元次个余]|\Z)|\A(?:好?几|数)[次个人家场项户件期批]"
    "|[一二两三四五六七八九十百千]+[到至][一二两三四五六七八九]*[十百千万亿]"
    r"|成[百千]上[千万]|\A上[百千万亿]+|一半|\A[百千万亿]+[一-鿿]{1,3}(?:以[上下内]|左右)"
)
_FRACTION_IN_WORDS = re.compile(
    "分之|半个?[年月天日小周]|[一二三四五六七八九十]点[零一二三四五六七八九]|[一二两三四五六七八九]成"
)


def is_unit_alone(plain: str) -> bool:
    """Tell whether a text is a unit that waits for its number (次, 人/天); a letter is a grade, not an ampere.

    >>> is_unit_alone("人次"), is_unit_alone("A"), is_unit_alone("优")
    (True, False, False)
    """
    if _NO_UNIT_ALONE.fullmatch(plain) and plain not in ("百分比", "百分点"):
        return False
    return all(units.look_up(part) is not None and not units.is_incident(part) for part in plain.split("/"))


def _any_digit(plain: str) -> bool:
    """Tell whether any character stands for a number, Chinese ones aside: 3, ①, Ⅱ."""
    return _ONLY_HAN.fullmatch(plain) is None and any(
        char.isnumeric() and not "\u3400" <= char <= "\u9fff" and char != "〇" for char in plain
    )


def may_hold_number(plain: str) -> bool:
    """Tell whether a text holds anything that the grammar may read as a number, a sign or a date.

    >>> may_hold_number("三次"), may_hold_number("年底"), may_hold_number("显著提升"), may_hold_number("十分满意")
    (True, True, False, False)
    """
    if _any_digit(plain) or _NUMERIC_SIGNS.search(_TITLE_IN_BRACKETS.sub("", plain)):
        return True
    rest = qualitative.without_idioms(plain)
    return bool(_NUMERAL_CHARS.search(rest) or _DATE_OR_COUNT_WORDS.search(rest))


def holds_number(plain: str) -> bool:
    """Tell whether a text that the grammar does not have says a number all the same, so that it is no value in words.

    >>> holds_number("工5%"), holds_number("叁拾万元"), holds_number("一贯")
    (True, True, False)
    """
    if _any_digit(plain) or _NUMERIC_SIGNS.search(_TITLE_IN_BRACKETS.sub("", plain)):
        return True
    rest = qualitative.without_idioms(plain)
    if (
        _NO_CERTAIN_NUMBER.search(rest)
        or _FRACTION_IN_WORDS.search(rest)
        or _FORMAL_NUMERALS.search(rest)
        or not _NUMERAL_CHARS.sub("", rest)
    ):
        return True
    return any(
        units.look_up(match[1][:length]) is not None
        for match in _COUNTED_THING.finditer(rest)
        for length in range(1, len(match[1]) + 1)
    )
