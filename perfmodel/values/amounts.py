"""A number with its unit as a condition has it: digits, numerals, 百分之九十, and which units are certain."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby
from typing import Any

from attrs import define, field

from perfmodel.grammars.lalr import Tree
from perfmodel.values import numerals, units
from perfmodel.values.grammar import Ambiguous, Contradictory, Damaged, NotUnderstood
from perfmodel.values.modifiers import INCLUSION, without_blanks

__all__ = ["Amount", "amounts_of", "check_inclusion", "is_node", "unit_of_both"]

# 万分之五
_ONE_SCALE = {"万": "一万", "亿": "一亿"}
_SCALE = re.compile("[百千]?[万亿千]")
# 3个宝宝
_DOUBLED_IN_NAMES = frozenset("妈爸爷奶叔婶哥姐弟妹娃宝星太")
# Units that say no certain thing behind a number: 3月 is March, 24时 is midnight or a day.
_UNCERTAIN = frozenset(("月", "月份", "年度", "季", "季度", "号", "时", "点", "周年", "年代", "旬", "时间", "w"))


@define
class Amount:
    """A number, its unit, and what it looked like: whether it was a numeral, and the text of the number alone."""

    number: Decimal
    unit: str | None
    numeral: bool
    printed: str
    inclusions: list[str] = field(factory=list)


def amounts_of(tree: Tree) -> list[Amount]:
    """Return the numbers of a condition in order; raise NotUnderstood where one is uncertain."""
    children: list[Any] = tree.children
    return [_amount(child) for child in children if is_node(child, "amount")]


def is_node(child: object, *names: str) -> bool:
    """Tell whether a child of the tree is of one of these rules."""
    return getattr(child, "data", None) in names


def _amount(tree: Tree) -> Amount:
    """Return a number with its unit."""
    number, unit, inclusions = Decimal(0), None, []
    numeral, printed = False, ""
    for child in tree.children:
        if not isinstance(child, str):
            if is_node(child, "number"):
                number, unit, numeral, printed = _number(child)
            else:
                inclusions.append(str(child.children[0]))
        elif unit is None:
            unit = _unit(str(child), number, numeral)
        else:
            raise Damaged(f"单位重复（“{child}”）", f"a second unit (“{child}”)")
    return Amount(number, unit, numeral, printed, inclusions)


def _number(tree: Any) -> tuple[Decimal, str | None, bool, str]:
    """Return a number, the unit that its own words give it (百分之), whether it is a numeral, and its text."""
    tokens = list(tree.children)
    first = tokens[0]
    if first.type == "ALL_OF_100":
        return Decimal(100), "%", False, str(first)
    unit = {"OUT_OF_100": "%", "OUT_OF_1000": "‰"}.get(first.type)
    token = tokens[-1]
    if token.type == "NUMERAL":
        value = numerals.read(_ONE_SCALE.get(str(token), str(token)))
        if value is None:
            raise Ambiguous(f"“{token}”不是明确的数目", f"“{token}” is not a definite number")
        return value, unit, unit is None, str(token)
    text = without_blanks(str(token)).replace(",", "").replace("−", "-").replace("+", "")
    if re.match("-?0[0-9]", text):
        raise Ambiguous(f"“{token}”疑为编号，不是数目", f"“{token}” looks like a code, not a number")
    return Decimal(text), unit, False, text


def is_doubled(text: str) -> bool:
    """Tell whether each character of a text, or its last word, is there twice, as of letters printed over each other.

    >>> is_doubled("个个"), is_doubled("项项目目"), is_doubled("项目项目"), is_doubled("项目")
    (True, True, True, False)
    """
    half = len(text) // 2
    return text[:1] in text[1:] and half > 0 and (text[::2] == text[1::2] or text[:half] == text[half:])


def _is_printed_twice(text: str) -> bool:
    """Tell whether a text is a unit but for characters that are there more than once: 个个月, 次次次, 项项目目."""
    if (text[-1] == text[-2:-1] and units.is_plausible(text[:-1])) or is_doubled(text):
        return True
    once = "".join(char for char, _run in groupby(text))
    return once != text and units.look_up(text) is None and units.look_up(once) is not None


def _unit(text: str, number: Decimal, numeral: bool) -> str:
    """Return the unit behind a number; raise NotUnderstood where it is no certain one."""
    if text in ("百分比", "百分数"):
        return "%"
    if re.fullmatch(r"[人船车吨][·•∙・*.][一-鿿]{1,2}", text):
        return f"{text[0]}·{text[2:]}"  # 人·天, but 人/天 has a stroke
    if text[-1] not in _DOUBLED_IN_NAMES and _is_printed_twice(text):
        raise Damaged(f"“{text}”中有重复的字", f"characters are doubled in “{text}”")
    known = units.look_up(text) is not None
    # 四个自信 is a slogan, 四个村 are counted.
    sure = known or (numeral and units.is_listed(text))
    if numeral and text[:1] in "十百千" and text not in ("千瓦", "千米", "千克", "百分点"):
        raise NotUnderstood(f"“{text}”前另有数字", f"digits stand right before “{text}”")  # 二 十人
    if (numeral and not sure) or not units.is_plausible(text) or text in _UNCERTAIN:
        raise NotUnderstood(f"“{text}”不是明确的计量单位", f"“{text}” is not a definite unit of measurement")
    if units.is_incident(text) and number != 0:
        raise NotUnderstood(f"“{text}”前的数目缺量词", f"the number before “{text}” has no measure word")
    return text


def check_inclusion(text: str, amount: Amount | None) -> None:
    """Raise NotUnderstood where （含90%） repeats another number than the one before it."""
    match = INCLUSION.fullmatch(text)
    if match is None or amount is None or not match[1]:
        return
    if match[1].replace(",", "") != amount.printed or (match[2] and not units.same(match[2], amount.unit)):
        raise Contradictory(f"“{text}”与前面的数不同", f"“{text}” differs from the number before it")


def unit_of_both(amounts: list[Amount]) -> str | None:
    """Return the one unit of two amounts that stand side by side; raise NotUnderstood where they have two."""
    low, high = amounts
    if low.unit is None or low.unit == high.unit:
        return high.unit
    # 10万-20万元
    if high.unit and _SCALE.fullmatch(low.unit) and high.unit.startswith(low.unit):
        return high.unit
    if units.same(low.unit, high.unit):
        return high.unit
    raise NotUnderstood("两端的单位不同", "the two ends have different units")
