"""The table's own column of units (计量单位): what it says about the value in the cell beside it."""

from __future__ import annotations

import re

from attrs import evolve

from perfmodel.source.characters import fold
from perfmodel.values import qualitative, units
from perfmodel.values.grammar import Contradictory, NotUnderstood
from perfmodel.values.kinds import Meaning, Range, Threshold
from perfmodel.values.modifiers import without_blanks
from perfmodel.values.result import UnitConflict

__all__ = ["refuse_bound_in_column", "unit_of_column", "with_unit_of_column"]

_UNLISTED_UNIT = re.compile("[一-鿿㎡㎥%‰A-Za-zμµ(][一-鿿㎡㎥%‰A-Za-z0-9μµ²³()/·*、-]{0,11}")
# 24 | 小时内: a bound that stands in the column.
_BOUND_IN_COLUMN = re.compile(r"以[上下内]|内\Z|不[少低超高大小]|[≥≤<>=]")
# A column of units that says what kind of value stands in the cell, not in which unit.
_NAMES_NO_UNIT = re.compile(
    r"以[上下内]|内\Z|不|定[性量]|其[他它]|文[字本]|^单位|^[无有否](?!人)|描述|数[值字]|量纲|指标|说明|[≥≤<>=]|[是否有无优良]/|标准\Z|^([空值是率]|是否|数量|面积|优良|合格)\Z"
)


def unit_of_column(text: str | None) -> tuple[str, str | None] | None:
    """Return the unit that a column of units names, and what it is counted for; None where it names no unit.

    >>> unit_of_column("次/年"), unit_of_column("定性"), unit_of_column("人·月")
    (('次', '年'), None, ('人·月', None))
    """
    if text is None:
        return None
    plain = without_blanks(fold(text))
    plain = re.sub(r"\((百分比|百分数|百分号|%)\)\Z", "", plain)
    head, _, remark = plain.rstrip(")").partition("(")
    if units.look_up(head) is not None and (units.look_up(remark) is None or units.same(head, remark)):
        plain = head  # 元（人民币）, but not 人（次）
    if plain in ("百分比", "百分数", "百分号", "百分率", "百分之"):
        plain = "%"
    if _NAMES_NO_UNIT.search(plain) or qualitative.listed(plain) is not None:
        return None
    if re.fullmatch("[一-鿿][·*•.][一-鿿]{1,2}", plain):
        return f"{plain[0]}·{plain[2:]}", None  # 人·月 is one unit, not men for each month
    head, *tail = re.split("[/·*、]", plain)
    alternatives = "/" not in plain or (len(tail) == 1 and units.may_be_either(head, tail[0]))
    if (
        (not tail or not alternatives)
        and head
        and units.is_plausible(head)
        and all(units.is_plausible(part.lstrip("0123456789")) for part in tail)
    ):
        return head, "·".join(tail) or None
    # The column says what the unit is, so one that is not known (台（套）) is kept as it is.
    return (plain, None) if _UNLISTED_UNIT.fullmatch(plain) else None


def refuse_bound_in_column(meaning: Meaning, text: str | None) -> None:
    """Raise NotUnderstood where a bound stands in the column (小时内): one of the cell may or may not agree with it."""
    if (
        text is not None
        and isinstance(meaning, (Threshold, Range))
        and _BOUND_IN_COLUMN.search(without_blanks(fold(text)))
    ):
        raise NotUnderstood("单位栏有比较词", "the unit column has words of comparison")


def with_unit_of_column(meaning: Meaning, column: tuple[str, str | None] | None) -> tuple[Meaning, UnitConflict | None]:
    """Fill in what a value leaves out with the unit of the column, which never overrules the value.

    Returns the meaning, and the conflict where the two name different units.
    """
    if column is None or not isinstance(meaning, (Threshold, Range)):
        return meaning, None
    unit, per = column
    if meaning.unit is None and re.search("日期|时间|时点|年月|月份", unit):
        raise NotUnderstood("单位栏是日期，指标值是数目", "the unit column calls for a date, the value is a number")
    shown = unit if per is None else f"{unit}/{per}"
    if meaning.unit is None:
        if meaning.per is not None and per is not None and meaning.per != per:
            raise Contradictory("“每”与单位栏不同", "“每” differs from the unit column")
        return evolve(meaning, unit=unit, per=meaning.per or per), None
    if meaning.unit in ("万", "亿") and units.look_up(meaning.unit + unit) is not None:
        # ("620万", "元"); ("620万", "万元") leaves open whether the scale is meant once or twice.
        return evolve(meaning, unit=meaning.unit + unit, per=meaning.per or per), None
    if not units.same(meaning.unit, unit):
        return meaning, UnitConflict(meaning.unit, shown)
    if meaning.per is None:
        return evolve(meaning, per=per), None
    return meaning, None if per is None or per == meaning.per else UnitConflict(f"{meaning.unit}/{meaning.per}", shown)
