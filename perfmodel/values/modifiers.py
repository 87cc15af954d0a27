"""What stands before and behind a number or a date: words of comparison, 每…, more and less, remarks."""

from __future__ import annotations

import re
from typing import Any

from attrs import Factory, define

from perfmodel.grammars.lalr import Tree
from perfmodel.values import numerals, units
from perfmodel.values.grammar import NotUnderstood

__all__ = ["INCLUSION", "Modifier", "collect", "is_lookalike", "read_sign", "squeezed"]

_BLANK = re.compile(r"[\s\u200b\ufeff]+")
_OPERATORS = {"GE": ">=", "LE": "<=", "GT": ">", "LT": "<", "ABOUT": "≈"}
_BEHIND = {"GE_AFTER": ">=", "LE_AFTER": "<=", "ABOUT_AFTER": "≈"}
_SIGNS = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "=", "≈": "≈", ">=": ">=", "<=": "<="}
# One character to one: what a sign was meant to be.
_MEANT = str.maketrans("≧⩾≮》≦⩽≯《〉﹥〈﹤═≒", "≥≥≥≥≤≤≤≤>><<=≈")
# （含）, （不含90%）: the number that is repeated, and its unit.
INCLUSION = re.compile(r"\(不?(?:包含|包括|含)(?:本数|([0-9.,]+)\s*([%‰一-鿿]{0,4}))?\)")
_COUNT = re.compile("([0-9]+|[一二两三四五六七八九十百千]+)?([百千万亿]?.+)")


@define
class Modifier:
    """Everything about a condition but its numbers.

    ``before`` and ``behind`` are the operators written in front and behind; ``reach`` is 达到, which gives way to any
    of them; ``level`` is a word such as 提高到, which needs one. ``signs`` counts the operators that were signs;
    ``slashed`` are those of ``per`` that stand behind a stroke.
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


def squeezed(text: str) -> str:
    """Return a text without blanks.

    >>> squeezed(" 2024 年 ")
    '2024年'
    """
    return _BLANK.sub("", text)


def read_sign(text: str) -> str:
    """Return the operator that a sign stands for, look-alikes among them.

    >>> read_sign("≧"), read_sign("=>"), read_sign("》")
    ('>=', '>=', '>=')
    """
    text = squeezed(text).translate(_MEANT)
    if text in _SIGNS:
        return _SIGNS[text]
    if text == "等于":
        return "="
    return ">=" if {">", "≥"} & set(text) else "<="


def is_lookalike(text: str) -> bool:
    """Tell whether a sign was read as another one than it is.

    >>> is_lookalike("≧"), is_lookalike(">="), is_lookalike("等于")
    (True, False, False)
    """
    text = squeezed(text)
    return text not in _SIGNS and text != "等于"


def collect(tree: Tree) -> Modifier:
    """Gather what stands before and behind; raise NotUnderstood where it is said twice and differs."""
    lead = Modifier()
    for child in tree.children:
        name = getattr(child, "data", None)
        if name == "lead":
            _before(lead, child.children[0])
        elif name == "after":
            for part in child.children:
                _behind(lead, part)
    return lead


def _before(lead: Modifier, token: Any) -> None:
    kind, text = token.type, squeezed(str(token))
    if kind in _OPERATORS:
        lead.before.append(_OPERATORS[kind])
    elif kind == "SIGN":
        lead.before.append(read_sign(text))
        lead.signs += 1
    elif kind == "REACH":
        lead.reach = True
    elif kind in ("LEVEL", "WITHIN"):
        lead.level = text
    elif kind in ("UP", "DOWN"):
        if lead.change is not None:
            raise NotUnderstood("增减说了两次", "more or less is said twice")
        lead.change = "increase" if kind == "UP" else "decrease"
    elif kind == "UNTIL":
        lead.until = text
    elif kind in ("EACH", "EVERY", "MEAN"):
        lead.per.append(_each(text, kind))
        lead.each_first = True
        lead.phrases.append(text)
    else:
        if kind == "TOPIC" and units.look_up(text) is not None:
            raise NotUnderstood(f"“{text}”在比较符号前", f"the unit {text} stands before the sign")
        lead.compared = lead.compared or kind == "COMPARED"
        lead.event = lead.event or kind == "EVENT"
        lead.phrases.append(text)


def _behind(lead: Modifier, part: Any) -> None:
    name = getattr(part, "data", None)
    if name == "per":
        slashed = _per(part)
        lead.per.extend(slashed)
        lead.slashed.extend(slashed)
    elif name == "each_after":
        lead.per.extend(_each(squeezed(str(token)), "EACH") for token in part.children if token.type == "EACH")
    elif name == "inclusion":
        lead.inclusions.append(squeezed(str(part.children[0])))
    elif part.type in _BEHIND:
        lead.behind.append(_BEHIND[part.type])
    elif part.type == "BETWEEN_AFTER":
        lead.between = True
    elif part.type == "DONE":
        lead.done = True
        lead.phrases.append(squeezed(str(part)))
    elif INCLUSION.fullmatch(squeezed(str(part))):
        lead.inclusions.append(squeezed(str(part)))
    else:
        lead.notes.append(str(part)[1:-1].strip())


def _each(text: str, kind: str) -> str:
    """What 每… counts for: 每两年 → 2年, 人均 → 人."""
    if kind == "MEAN":
        return text[0]
    text = text.removeprefix("平均").removeprefix("每")
    return _counted(text, "一" if kind == "EVERY" else "")


def _counted(text: str, one: str = "") -> str:
    match = _COUNT.fullmatch(text)
    if match is None:
        raise NotUnderstood(f"“每{text}”没有单位", f"no unit in 每{text}")
    count, unit = match[1], match[2]
    if count is not None and not count.isascii() and units.look_up(text) is not None:
        return text  # 千瓦时
    if units.look_up(unit) is None and count is None and units.look_up(text) is None and not units.is_plausible(text):
        raise NotUnderstood(f"“每{text}”不是确定的计量单位", f"每{text} names no certain unit")
    if count is None or count == one:
        return unit
    if not units.is_plausible(unit):
        raise NotUnderstood(f"“{unit}”不是确定的计量单位", f"{unit} is no certain unit of measurement")
    if not count.isascii():
        # 每百人, 每千人: the scale is part of the unit.
        if units.look_up(count + unit) is not None:
            return count + unit
        number = numerals.read(count)
        if number is None:
            raise NotUnderstood(f"“{count}”不是确定的数目", f"{count} is no certain number")
        count = format(number, "f")
    return unit if count == "1" else count + unit


def _per(tree: Any) -> list[str]:
    parts: list[str] = []
    count = ""
    for token in tree.children:
        if token.type == "EACH":
            parts.append(_each(squeezed(str(token)), "EACH"))
        elif token.type in ("NUMBER", "NUMERAL"):
            count = str(token)
        elif token.type == "UNIT":
            scaled = re.match("[百千万亿]", str(token)) is not None
            if count.isdecimal() and count != "1" and not scaled and not units.is_time_span(str(token)):
                raise NotUnderstood(f"“/{count}{token}”不是每多少", f"/{count}{token} does not say for how many")
            first, *others = re.split("[·•∙・*.]", str(token))  # /人·天
            parts += [_counted(count + first), *others]
            count = ""
    return parts
