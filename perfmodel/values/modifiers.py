"""Modifiers: what stands before and behind a number or a date: words of comparison, 每…, more and less, remarks."""

from __future__ import annotations

import re
from typing import Any

from attrs import Factory, define

from perfmodel.grammars.lalr import Tree
from perfmodel.values import numerals, units
from perfmodel.values.grammar import NotUnderstood

__all__ = [
    "INCLUSION",
    "Modifiers",
    "collect_modifiers",
    "is_exclusion",
    "is_lookalike",
    "operator_of_sign",
    "without_blanks",
]

_PASSED_OVER = re.compile(r"[\s\u200b\ufeff]+")
_OPERATORS_IN_FRONT = {"GE": ">=", "LE": "<=", "GT": ">", "LT": "<", "ABOUT": "≈"}
_OPERATORS_BEHIND = {"GE_AFTER": ">=", "LE_AFTER": "<=", "ABOUT_AFTER": "≈"}
_OPERATORS_OF_SIGNS = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "=", "≈": "≈", ">=": ">=", "<=": "<="}
# One character to one: what a sign was meant to be.
_LOOKALIKES = str.maketrans("≧⩾≮》≦⩽≯《〉﹥〈﹤═≒", "≥≥≥≥≤≤≤≤>><<=≈")
# （含）, （不含90%）: the number that is repeated, and its unit.
INCLUSION = re.compile(
    r"\((?:(?:[不未]?(?:包含|包括|含)|[不未]计入?)(?:[本该此]数|([0-9.,]+)\s*([%‰一-鿿]{0,4}?))?(?:在内)?"
    r"|[本该此]数(?:除外|[不未][含计]|(?:[不未]计?)?在内))\)"
)
_EXCLUDED = re.compile("[不未]|除外")
# 9/100000 is a rate, 9/25 none.
_COUNTS_OF_RATES = {"10000": "万", "100000": "10万", "1000000": "100万"}
_COUNT_AND_UNIT = re.compile("([0-9]+|[一二两三四五六七八九十百千]+)?([百千万亿]?.+)")


@define
class Modifiers:
    """Everything about a condition but its numbers.

    ``before`` and ``behind`` are the operators written in front and behind; ``reach`` is 达到, which gives way to any
    of them; ``level`` is a word such as 提高到, which needs one. ``signs`` counts the operators that were signs.
    ``change`` is more or less (提高, 降低), ``compared`` tells that what it is compared with stands there (较上年).
    ``until`` is 截至 and the like, ``between`` is 之间, ``event`` is ……后, ``done`` is 完成 and the like.
    ``per`` is what the number is counted for; ``slashed`` are those of them that stand behind a stroke, ``each_first``
    tells that 每… stands in front. ``inclusions`` are （含） and （不含）, ``phrases`` the words that take nothing from
    the number, ``notes`` the remarks in brackets.
    """

    before: list[str] = Factory(list)
    behind: list[str] = Factory(list)
    signs: int = 0
    reach: bool = False
    level: str | None = None
    change: str | None = None
    compared: bool = False
    until: str | None = None
    between: bool = False
    event: bool = False
    each_first: bool = False
    done: bool = False
    inclusions: list[str] = Factory(list)
    per: list[str] = Factory(list)
    slashed: list[str] = Factory(list)
    phrases: list[str] = Factory(list)
    notes: list[str] = Factory(list)


def is_exclusion(inclusion: str) -> bool:
    """Tell whether a remark of `INCLUSION` takes the number itself out.

    >>> is_exclusion("(不含90%)"), is_exclusion("(本数除外)"), is_exclusion("(本数在内)")
    (True, True, False)
    """
    return _EXCLUDED.search(inclusion) is not None


def without_blanks(text: str) -> str:
    """Return a text without blanks.

    >>> without_blanks(" 2024 年 ")
    '2024年'
    """
    return _PASSED_OVER.sub("", text)


def operator_of_sign(text: str) -> str:
    """Return the operator that a sign stands for, look-alikes among them.

    >>> operator_of_sign("≧"), operator_of_sign("=>"), operator_of_sign("》")
    ('>=', '>=', '>=')
    """
    text = without_blanks(text).translate(_LOOKALIKES)
    if text in _OPERATORS_OF_SIGNS:
        return _OPERATORS_OF_SIGNS[text]
    if text == "等于":
        return "="
    return ">=" if {">", "≥"} & set(text) else "<="


def is_lookalike(text: str) -> bool:
    """Tell whether a sign was read as another one than it is.

    >>> is_lookalike("≧"), is_lookalike(">="), is_lookalike("等于")
    (True, False, False)
    """
    text = without_blanks(text)
    return text not in _OPERATORS_OF_SIGNS and text != "等于"


def collect_modifiers(tree: Tree) -> Modifiers:
    """Return what stands before and behind the numbers of a condition.

    Raises NotUnderstood where a word has no certain meaning, or more and less stand together.

    >>> from perfmodel.values.grammar import parse
    >>> found = collect_modifiers(parse("每年不少于2次(计划)").children[0])
    >>> found.per, found.before, found.notes
    (['年'], ['>='], ['计划'])
    """
    modifiers = Modifiers()
    for child in tree.children:
        rule = getattr(child, "data", None)
        if rule == "lead":
            _add_in_front(modifiers, child.children[0])
        elif rule == "after":
            for part in child.children:
                _add_behind(modifiers, part)
    return modifiers


def _add_in_front(modifiers: Modifiers, token: Any) -> None:
    kind, text = token.type, without_blanks(str(token))
    if kind in _OPERATORS_IN_FRONT:
        modifiers.before.append(_OPERATORS_IN_FRONT[kind])
    elif kind == "SIGN":
        modifiers.before.append(operator_of_sign(text))
        modifiers.signs += 1
    elif kind == "REACH":
        modifiers.reach = True
    elif kind in ("LEVEL", "WITHIN"):
        modifiers.level = text
    elif kind in ("UP", "DOWN"):
        if modifiers.change is not None:
            raise NotUnderstood("增减重复", "the increase or decrease is repeated")
        modifiers.change = "increase" if kind == "UP" else "decrease"
    elif kind == "UNTIL":
        modifiers.until = text
    elif kind in ("EACH", "EVERY", "MEAN"):
        modifiers.per.append(_counted_for(text, kind))
        modifiers.each_first = True
        modifiers.phrases.append(text)
    else:
        if kind == "TOPIC" and units.look_up(text) is not None:
            raise NotUnderstood(f"“{text}”在比较符号前", f"the unit “{text}” stands before the sign")
        modifiers.compared = modifiers.compared or kind == "COMPARED"
        modifiers.event = modifiers.event or kind == "EVENT"
        modifiers.phrases.append(text)


def _add_behind(modifiers: Modifiers, part: Any) -> None:
    rule = getattr(part, "data", None)
    if rule == "per":
        slashed = _slashed_units(part)
        modifiers.per.extend(slashed)
        modifiers.slashed.extend(slashed)
    elif rule == "each_after":
        each = (token for token in part.children if token.type == "EACH")
        modifiers.per.extend(_counted_for(without_blanks(str(token)), "EACH") for token in each)
    elif rule == "inclusion":
        modifiers.inclusions.append(without_blanks(str(part.children[0])))
    elif part.type in _OPERATORS_BEHIND:
        modifiers.behind.append(_OPERATORS_BEHIND[part.type])
    elif part.type == "BETWEEN_AFTER":
        modifiers.between = True
    elif part.type == "DONE":
        modifiers.done = True
        modifiers.phrases.append(without_blanks(str(part)))
    elif INCLUSION.fullmatch(without_blanks(str(part))):
        modifiers.inclusions.append(without_blanks(str(part)))
    else:
        modifiers.notes.append(str(part)[1:-1].strip())


def _counted_for(text: str, kind: str) -> str:
    """Return what 每… says a number is counted for: 每两年 → 2年, 人均 → 人."""
    if kind == "MEAN":
        return text[0]
    text = text.removeprefix("平均").removeprefix("每")
    return _with_count(text, "一" if kind == "EVERY" else "")


def _with_count(text: str, one: str = "") -> str:
    """Return a unit with the count in front of it in digits: 两年 → 2年, 每百人 → 百人; ``one`` is a count that says nothing."""
    match = _COUNT_AND_UNIT.fullmatch(text)
    if match is None:
        raise NotUnderstood(f"“每{text}”缺单位", f"no unit in “每{text}”")
    count, unit = match[1], match[2]
    if count is not None and not count.isascii() and units.look_up(text) is not None:
        return text  # 千瓦时
    if units.look_up(unit) is None and count is None and units.look_up(text) is None and not units.is_plausible(text):
        raise NotUnderstood(f"“每{text}”不是明确的计量单位", f"“每{text}” does not name a definite unit")
    if count is None or count == one:
        return unit
    if not units.is_plausible(unit):
        raise NotUnderstood(f"“{unit}”不是明确的计量单位", f"“{unit}” is not a definite unit of measurement")
    if not count.isascii():
        # 每百人, 每千人: the scale is part of the unit.
        if units.look_up(count + unit) is not None:
            return count + unit
        number = numerals.read(count)
        if number is None:
            raise NotUnderstood(f"“{count}”不是明确的数目", f"“{count}” is not a definite number")
        count = format(number, "f")
    return unit if count == "1" else count + unit


def _slashed_units(tree: Any) -> list[str]:
    """Return what a number is counted for behind a stroke: /年 → [年], /10万人·月 → [10万人, 月]."""
    parts: list[str] = []
    count = ""
    for token in tree.children:
        if token.type == "EACH":
            parts.append(_counted_for(without_blanks(str(token)), "EACH"))
        elif token.type in ("NUMBER", "NUMERAL"):
            count = str(token)
        elif token.type == "UNIT":
            scaled = re.match("[百千万亿]", str(token)) is not None
            if count.isdecimal() and count != "1" and not scaled and not units.is_time_span(str(token)):
                raise NotUnderstood(f"“/{count}{token}”未说明每多少", f"“/{count}{token}” does not say for how many")
            first, *others = re.split("[·•∙・*.]", str(token))  # /人·天
            parts += [_with_count(count + first), *others]
            count = ""
    if count:
        if count not in _COUNTS_OF_RATES:
            raise NotUnderstood(f"“/{count}”后缺单位", f"no unit after “/{count}”")
        parts.append(_COUNTS_OF_RATES[count])
    return parts
