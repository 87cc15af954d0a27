"""Units of measurement (计量单位): which are known, what they measure, and how they convert.

They stand in ``perfmodel/data/units.json``. Only units of one dimension convert: a working day (工作日) is no day, a
month has no fixed number of days, and a percentage point (个百分点) is no percent.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any

from attrs import frozen

from perfmodel._internal.caches import remembered
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


def look_up(text: str) -> Unit | None:
    """Return the unit that a text names, or None where it is not known.

    >>> look_up("平米") == look_up("㎡"), look_up("月底") is None
    (True, True)
    """
    found, scales = _table().get(text), _scales()
    if found is not None and text not in scales:
        return found
    # Only a unit with a scale has to be made, so that only those are worth remembering.
    return _scaled_unit(text) if text[:1] in scales or text[:2] in scales else None


@remembered(4096)
def _scaled_unit(text: str) -> Unit | None:
    """Return the unit that a text names which begins with a scale: 万元, 万."""
    for length in (2, 1):
        scale = _scales().get(text[:length])
        if scale is not None and len(text) > length:
            base = _table().get(text[length:])
            if base is not None and text[length:] not in _scales():
                return Unit(base.name, base.dimension, base.factor * scale)
    scale = _scales().get(text)
    return None if scale is None else Unit(text, "number", scale)


# Words that hold a character below and are parts of names.
_HARMLESS = re.compile(
    "中心|小区|小组|小水|高校|高中|高速|[大中小]学|幼儿园|对象|大棚|大桥|大厦|大厅|水上|网上|中药|中队|大队|对子|起重"
)
# What happens to people or things, and how it is: no part of a unit (3人死亡, 20家入驻).
_HAPPENING = (
    "参加|开展|组织|举办|获得|通过|发生|死亡|流失|取得|实现|建立|进行|提供|得到|受到|解决|减少|增加|提高|提升|降低|下降|上升|增长|改善|"
    "完善|保持|控制|达标|合格|满意|优秀|良好|优良|超标|违规|失败|培训|检查|巡查|使用|左右|上下|以后|之后|开始|入驻|就业|上市|签约|落地|"
    "投产|投入|创建|开放|参与|参训|入选|上岗|毕业|结业|创业|入住|入学|入园|入库|参保|持证|通车|认定|备案|注册|授权|申请|立项|结题|录用|"
    "转化|搬迁|返乡|自信|全面|转变|加强|推进|推动|促进|确保|保障|统筹|结合"
)
_STATE = (
    "级|[优良好差中高低大小多少满足奖获被已未均全都是有无或和等比按可能将在于给由从向对把就也还又再最更很太仅只各另其该此这那哪上下后来起止"
    "完到了过着半强弱甲号版代型化性率龄非近逾整许接]|(?<!行)为"
)
_NOUN_LIKE = re.compile(f"(?!.*({_HAPPENING}|{_STATE}))[一-鿿]{{1,4}}")
_UNLISTED = re.compile(f"(?!.*({_HAPPENING}|{_STATE}))[一-鿿]{{2,4}}")


def _is_noun(text: str) -> bool:
    return text in _data()["nouns"] or _NOUN_LIKE.fullmatch(_HARMLESS.sub("某某", text)) is not None


def is_plausible(text: str) -> bool:
    """Tell whether a text can be a unit behind a number: a known one, a counter with a noun, or one that looks like it.

    >>> is_plausible("个村"), is_plausible("航次"), is_plausible("人死亡"), is_plausible("热水")
    (True, True, False, False)
    """
    if look_up(text) is not None:
        return True
    body = text.lstrip("十百千万亿")
    return bool(body) and (is_named(body) or _looks_like_unit(body))


def is_named(body: str) -> bool:
    """Tell whether a text is a noun or a counter with a noun (个村, 场演出)."""
    data = _data()
    if body in data["nouns"]:
        return True
    if any(body.startswith(counter) and _is_noun(body[len(counter) :]) for counter in data["takes_noun"]):
        return True
    return is_listed(body)


def is_listed(body: str) -> bool:
    """Tell whether a text is a counter with a noun that is in the list, so that a numeral may stand before it (四个村)."""
    data = _data()
    takes = (("takes_noun", ("nouns",)), ("takes_listed_noun", ("nouns", "events")), ("takes_event", ("events",)))
    return any(
        body.startswith(counter) and any(body[len(counter) :] in data[words] for words in lists)
        for counters, lists in takes
        for counter in data[counters]
    )


def _looks_like_unit(body: str) -> bool:
    """Tell whether a text that is in no list can only be a unit: by its last character (航次, 断面, 像控点).

    What begins with another unit says something about it (3年行动, 5人小组), unless that one is used in such names (车位).
    """
    if len(body) == 1:
        return _NOUN_LIKE.fullmatch(body) is not None
    if not body.endswith(tuple(_data()["endings"])) or not _UNLISTED.fullmatch(_HARMLESS.sub("某", body)):
        return False
    for length in range(1, len(body)):
        first, rest = look_up(body[:length]), look_up(body[length:])
        if first is None or (length == 1 and body[0] in _data()["compounds"]):
            continue
        if not (first.dimension.startswith("count:") and rest is not None and rest.dimension in ("length", "time")):
            return False
    return True


def is_time_span(text: str) -> bool:
    """Tell whether a text is something that recurs, so that 每 may be left out before it (1次/年, 2次（年）)."""
    return text in _data()["time_spans"]


def is_counter(text: str) -> bool:
    """Tell whether a text is a counter, of which two may stand side by side for one unit (台/套, 人/次)."""
    return text in _data()["alternatives"]


def is_thing(text: str) -> bool:
    """Tell whether a text counts things, so that another may stand in brackets behind it (台（套）, 个县（市、区）)."""
    known = look_up(text)
    return known is not None and known.dimension.startswith("count:") and not is_incident(text)


def may_be_either(left: str, right: str) -> bool:
    """Tell whether a stroke between two counters may mean either of them (台/套, 人/次), not one for each other (人/期).

    >>> may_be_either("台", "套"), may_be_either("人", "次"), may_be_either("人", "期"), may_be_either("次", "人")
    (True, True, False, False)
    """
    occasions = _data()["occasions"]
    if not is_counter(left) or not is_counter(right):
        return False
    return right == "次" or (left in occasions) == (right in occasions)


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
