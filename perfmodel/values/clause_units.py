"""The unit of a condition, what it is counted for, and the remarks that are left when both are known."""

from __future__ import annotations

import re
from typing import NamedTuple

from perfmodel.values import units
from perfmodel.values.grammar import Ambiguous, NotUnderstood
from perfmodel.values.modifiers import Modifiers

__all__ = ["ResolvedUnit", "resolve_unit"]

# How a remark begins that changes what stands before it.
_CHANGING_REMARK = re.compile(
    "[-+/>≥<≤=≈~±每约负共]|以[上下内]|至[少多]|最|不|超|低于|高于|大于|小于|上限|下限|左右|人均|[年月日]均|单位|[百千万亿]"
    "|提高|提升|增|上升|下降|降|减|缩短|累计|其中|同比|环比|较|比[上去前同2]|与.*相?比|除外|封顶|为限|起步?\\Z|保底|未[含包]|[本该此]数"
)
# What holds digits in a remark and is no value: a date, the number of a document or of a part of it.
_NO_VALUE_IN_REMARK = re.compile(
    r"(?:19|20)[0-9]{2}(?:[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?|年度?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?)?|[0-9]{1,2}月(?:[0-9]{1,2}[日号])?"
    r"|第[0-9]+|[0-9]+号|[表图注条款件项之][0-9]+|[A-Za-z][0-9.]+|[0-9.]+[A-Za-z]"
)
_NUMERALS = frozenset("十百千")
# 2次（上下半年各1次） says how the two are shared out.
_NUMBER_IN_REMARK = re.compile(r"(?<![各每0-9.])([0-9]+(?:\.[0-9]+)?)\s*([%‰]|[一-鿿]{0,4})")


class ResolvedUnit(NamedTuple):
    """The unit of a number, what it is counted for (``人·月``), and the remarks that are neither."""

    unit: str | None
    per: str | None
    notes: tuple[str, ...]


def resolve_unit(modifiers: Modifiers, unit: str | None, column: str | None) -> ResolvedUnit:
    """Return the unit of a condition, with what stands in brackets or behind a stroke; ``unit`` stands at the number.

    ``column`` is the unit of the table's own column of units. Raises NotUnderstood where units contradict each other.

    >>> from perfmodel.values.grammar import parse
    >>> from perfmodel.values.modifiers import collect_modifiers
    >>> resolve_unit(collect_modifiers(parse("50台(套)/年(计划)").children[0]), "台", None)
    ResolvedUnit(unit='台(套)', per='年', notes=('计划',))
    """
    if not (modifiers.notes or modifiers.per):  # nearly all
        return ResolvedUnit(unit, None, ())
    per = list(modifiers.per)
    if unit == "人" and per == modifiers.slashed == ["次"]:
        unit, per = "人/次", []  # either 人次 or 人 for each 次: one unit, as printed
    unit, remarks = _join_alternatives(modifiers, unit, per)
    unit, notes = _join_remarks(remarks, unit, per, column)
    _check_per(modifiers, per, unit or column)
    return ResolvedUnit(unit, "·".join(per) or None, tuple(notes))


def _join_alternatives(modifiers: Modifiers, unit: str | None, per: list[str]) -> tuple[str | None, list[str]]:
    """Join other counters in brackets to the unit, or to the last of ``per``: 台（套）, 县（市、区）; return the other remarks."""
    remarks = []
    for note in modifiers.notes:
        others = re.split("[、/,]", note)
        if unit is not None and units.look_up(f"{unit}({note})") is not None:
            unit = f"{unit}({note})"  # dB(A)
        elif not all(units.is_thing(other) for other in others) or note in (unit, *per) or _is_lower_limit(note, unit):
            remarks.append(note)
        elif per and modifiers.slashed and units.is_thing(per[-1]):
            per[-1] = f"{per[-1]}({note})"
        elif unit is not None and units.is_thing(unit):
            unit = f"{unit}({note})"
        else:
            remarks.append(note)
    return unit, remarks


def _is_lower_limit(note: str, unit: str | None) -> bool:
    """Tell whether 起 in brackets may say "and up" (100人（起）); behind a unit of cases it is another such unit (5宗（起）)."""
    return note == "起" and unit not in ("宗", "件", "例", "案", "单", "次")


def _join_remarks(
    remarks: list[str], unit: str | None, per: list[str], column: str | None
) -> tuple[str | None, list[str]]:
    """Take a remark for the unit where there is none yet: 35（%）, 3（次/年）; ``per`` takes what stands behind the stroke."""
    notes: list[str] = []
    for note in remarks:
        head, _, tail = note.partition("/")
        is_unit = (
            note not in _NUMERALS and units.look_up(head) is not None and (not tail or units.look_up(tail) is not None)
        )
        if is_unit and unit is None and column is None and not units.is_incident(head):
            if units.is_counter(head) and units.is_counter(tail):
                head, tail = note, ""
            unit = "%" if head == "百分比" else head
            per += [tail] if tail else []
        elif is_unit and units.same(head, unit) and not tail:
            continue
        elif is_unit:
            raise NotUnderstood(f"括号中的“{note}”改变前面的数", f"the remark “{note}” changes the number before it")
        else:
            _refuse_remark(note, unit, column)
            notes.append(note)
    return unit, notes


def _refuse_remark(note: str, unit: str | None, column: str | None) -> None:
    """Raise NotUnderstood for a remark that changes the number before it, holds another, or may be its unit."""
    if _CHANGING_REMARK.match(note) and note != "百分制":
        raise NotUnderstood(f"括号中的“{note}”改变前面的数", f"the remark “{note}” changes the number before it")
    if _holds_value(note, unit or column):
        raise Ambiguous(f"括号中的“{note}”另有数目", f"the remark “{note}” contains another number")
    if unit is None and column is None and units.is_plausible(note):
        raise Ambiguous(f"括号中的“{note}”可能是单位", f"the remark “{note}” may be the unit")


def _holds_value(note: str, unit: str | None) -> bool:
    """Tell whether a remark holds a number that may be the value as well: of the same unit, or of none."""
    for match in _NUMBER_IN_REMARK.finditer(_NO_VALUE_IN_REMARK.sub(" ", note)):
        ends = [size for size in range(1, len(match[2]) + 1) if units.look_up(match[2][:size]) is not None]
        alone = unit is None and match[0] == note and len(match[2]) in ends  # 100(95%)
        if alone or not ends or units.same(match[2][: ends[-1]], unit):
            return True
    return False


def _check_per(modifiers: Modifiers, per: list[str], unit: str | None) -> None:
    """Raise NotUnderstood where what a number is counted for repeats or contradicts its unit."""
    if len(modifiers.slashed) == 1 and units.may_be_either(unit or "", modifiers.slashed[0]):
        raise Ambiguous("“/”两边可能是并列的单位", "the units on both sides of “/” may be alternatives")
    known = units.look_up(unit or "")
    if known is not None and known.dimension == "months" and per == ["次"]:
        raise NotUnderstood("“/次”前是时段", "a span of time before “/次”")
    if any(_repeats(part, unit) for part in per):
        raise NotUnderstood("“/”两边是同一单位", "the same unit on both sides of “/”")
    if len(set(per)) < len(per):
        raise NotUnderstood("同一“每”重复", "the same “每” is repeated")


def _repeats(part: str, unit: str | None) -> bool:
    """Tell whether a number is counted for its own unit: 20%/30%, 3次/5次; but 5人/10万人 is a rate."""
    base = part.lstrip("0123456789")
    return units.same(base, unit) or units.factor_between(base, "%") is not None
