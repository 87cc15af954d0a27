"""Units of measurement (计量单位): which are known, what they measure, and how they convert.

They stand in ``perfmodel/data/units.json``. Only units of one dimension convert: a working day (工作日) is no day, a
month has no fixed number of days, and a percentage point (个百分点) is no percent.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from attrs import frozen

from perfmodel.data import load

__all__ = ["Unit", "convert", "factor_between", "is_plausible", "look_up", "same"]


@frozen
class Unit:
    """A unit of measurement: ``name`` as the data file has it, ``dimension``, and ``factor`` to the base unit.

    A scale in front (万人次) is part of the factor.

    >>> look_up("万元")
    Unit(name='元', dimension='money', factor=Fraction(10000, 1))
    """

    name: str
    dimension: str
    factor: Fraction


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load("units.json")
    return data


@cache
def _table() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for row in _data()["units"]:
        # What has no factor converts to nothing but itself, scales aside.
        dimension = row["dimension"] if "factor" in row else f"{row['dimension']}:{row['name']}"
        unit = Unit(row["name"], dimension, Fraction(row.get("factor", 1)))
        for name in (row["name"], *row.get("aliases", ())):
            table[name] = unit
    for name in (*_data()["takes_noun"], *_data()["counters"], *_data()["incidents"]):
        table.setdefault(name, Unit(name, f"count:{name}", Fraction(1)))
    return table


@cache
def _scales() -> dict[str, Fraction]:
    return {name: Fraction(size) for name, size in _data()["scales"].items()}


@lru_cache(maxsize=4096)
def look_up(text: str) -> Unit | None:
    """Return the unit that a text names, or None where it is not known.

    >>> look_up("平米") == look_up("㎡"), look_up("月底") is None
    (True, True)
    """
    found = _table().get(text)
    if found is not None and text not in _scales():
        return found
    for length in (2, 1):
        scale = _scales().get(text[:length])
        if scale is not None and len(text) > length:
            base = _table().get(text[length:])
            if base is not None and text[length:] not in _scales():
                return Unit(base.name, base.dimension, base.factor * scale)
    scale = _scales().get(text)
    return None if scale is None else Unit(text, "number", scale)


_NOUN = re.compile(
    "(?!.*(参加|开展|组织|举办|获得|通过|发生|死亡|流失|取得|实现|建立|进行|提供|得到|受到|解决|减少|增加|提高|提升|降低|"
    "下降|上升|增长|改善|完善|保持|控制|达标|合格|满意|优秀|良好|优良|超标|违规|失败|培训|检查|巡查|使用|左右|上下|以后|"
    "之后|开始|级|[优良好差中高低大小多少满足奖获被已未均全都是有无或和等比按可能将在于给由从向对把就也还又再最更很太仅只各另其该此这那哪上下后来起止完到了过着]))"
    "[一-鿿]{1,4}"
)


def is_plausible(text: str) -> bool:
    """Tell whether a text can be a unit behind a number: a known one, a counter with a noun, a single character.

    >>> is_plausible("个村"), is_plausible("人死亡"), is_plausible("热线")
    (True, False, False)
    """
    if look_up(text) is not None:
        return True
    body = text.lstrip("十百千万亿")
    if not body:
        return False
    if body in _data()["nouns"]:
        return True
    if any(body.startswith(counter) and _NOUN.fullmatch(body[len(counter) :]) for counter in _data()["takes_noun"]):
        return True
    return len(body) == 1 and _NOUN.fullmatch(body) is not None


def is_time_span(text: str) -> bool:
    """Tell whether a text is something that recurs, so that 每 may be left out before it (1次/年, 2次（年）)."""
    return text in _data()["time_spans"]


def is_counter(text: str) -> bool:
    """Tell whether a text is a counter, of which two may stand side by side for one unit (台/套, 人/次)."""
    return text in _data()["alternatives"]


def is_incident(text: str) -> bool:
    """Tell whether a text is what there should be none of (零事故)."""
    return text in _data()["incidents"]


def same(left: str | None, right: str | None) -> bool:
    """Tell whether two texts name one unit.

    >>> same("㎡", "平方米"), same("工作日", "天"), same(None, "元")
    (True, False, False)
    """
    if left == right:
        return True
    if left is None or right is None:
        return False
    known = look_up(left)
    return known is not None and known == look_up(right)


def factor_between(left: str | None, right: str | None) -> Fraction | None:
    """Return by what a number in unit ``left`` is multiplied to be one in unit ``right``; None where they differ in kind.

    >>> factor_between("亿元", "万元"), factor_between("%", "个百分点")
    (Fraction(10000, 1), None)
    """
    if left == right:
        return Fraction(1)
    if left is None or right is None:
        return None
    one, other = look_up(left), look_up(right)
    if one is None or other is None or one.dimension != other.dimension:
        return None
    return one.factor / other.factor


def convert(number: Decimal, left: str | None, right: str | None) -> Decimal | None:
    """Convert a number, to 28 digits where the result does not end; None where the units differ in kind.

    >>> convert(Decimal("28.8"), "万元", "元")
    Decimal('288000')
    """
    factor = factor_between(left, right)
    if factor is None:
        return None
    if factor == 1:
        return number
    with localcontext() as context:
        context.prec = max(28, len(number.as_tuple().digits) + 16)
        result = number * factor.numerator / factor.denominator
    return _plain(result)


def _plain(number: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 288000 for 2.88E+5."""
    normal = number.normalize()
    exponent = normal.as_tuple().exponent
    return normal.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else normal
