"""Which way a number is better, as the name of what is measured says: fewer faults, more passes.

This is the only place that knows. Rules ask it whether an operator goes against a name, comparison whether a fixed value
that changed asks for more or for less. The words are in ``perfmodel/data/words/directions.json``.

A Chinese name has its measure at the end, and before it what is measured: 系统·故障·次数, 故障·排除·率. So a name is read
from its end, and the first of these that fits decides:

1. a change: 故障率·下降·幅度 (how much fewer faults: more is better), 投诉·增长·率;
2. something undesired that did not happen: 无·故障·率, 零·投诉·率;
3. a good result denied: 不·合格·率;
4. a listed ending (``lower_is_better``, ``higher_is_better``), or what is spent (``spent``: 能耗, 等待时间);
5. something that was dealt with (``resolved``), or a good result (``outcomes``), and a rate: 投诉·办结·率, 验收·通过·率;
6. something undesired (``mishaps``), and how it is measured: 跌倒·发生·次数; a fault, lack or delay that one character says
   (``lapse_signs``), and a rate: 无故·缺席·率.

Other words of the name can make the answer uncertain: 处理投诉次数 counts work, 控制事故起数 may be either. Then there is no
answer; a wrong one would be worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from perfmodel._internal.caches import Memory
from perfmodel.source.characters import fold, squeeze
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.suffixes import any_word

__all__ = [
    "HIGHER",
    "LOWER",
    "better",
    "essential_name",
    "is_higher_better",
    "is_lower_better",
    "names_a_change",
    "parts_of_name",
]

HIGHER, LOWER = "higher", "lower"
_OPPOSITE = {HIGHER: LOWER, LOWER: HIGHER, None: None}
_TRAILING = re.compile("(?:指标值?|目标值?)$")
# Not the 及 of 及时, 及格, 普及, the 与 of 参与, the 和 of 和解, 和谐, 调和.
_JOINING_WORD = re.compile("[、,/;]|(?<!普)及(?![时格])|(?<!参)与|(?<!调)和(?![解谐])")

# What stands just before a mishap that does not happen, or is to be kept from happening.
_NOT_HAPPENING = ("不", "未", "非", "免", "无", "零", "防")
_NOT = re.compile("[不未非无零免漏误错]")
# 不·合格·率, 未·按时·完成·率
# 漏·处置·率; 错误·处理·率 is of errors that were dealt with.
_NEGATED = re.compile(
    "([不未非无零免]|(?<![错失延贻耽渗泄遗缺疏跑差过纠查补防堵检容])[漏误错])(?:及时|按时|按期|如期|有效|全部|全面)?$"
)
# 无事故天数, 无故障运行时间, 未发生重大安全事故天数
_TIME_WITHOUT = re.compile(
    "(?:无|零|未发生)(?P<what>.{1,12}?)(?:天数|(?:运行|生产)(?:天数|时间|时长)|(?<=[故障宕停断])时间)$"
)
# 三年·未·复吸率, 零·投诉率
_DENIED_LAPSE = re.compile("(?:未|无|零)(?:再次?|重新|发生|出现)?$")
# What goes wrong in the work itself, and not what the work is about.
_FAULT_OF_WORK = re.compile("差错|错误|失误|偏差|误差|遗漏|延误|延期|超时|超期|逾期|重复|返工|失败|违规|中断")


def better(name: str, *, counts_output: bool = False) -> str | None:
    """Return which way a number is better by the name of its indicator: ``higher``, ``lower``, or None where that is not certain.

    ``counts_output`` says that the number counts what is produced (a number of things under 数量指标): more of it is
    better, unless a word of the name makes that doubtful.

    >>> better("培训合格率"), better("失误次数"), better("产品不合格率"), better("投诉办结率"), better("占比")
    ('higher', 'lower', 'lower', 'higher', None)
    >>> better("处理投诉次数"), better("培训人次"), better("培训人次", counts_output=True)
    (None, None, 'higher')
    """
    found = _DIRECTION_OF_NAME[name]
    return HIGHER if found is None and counts_output and not _is_doubtful(name) else found


def is_lower_better(name: str) -> bool:
    """Whether fewer are better for certain: the name says what nobody wants to happen.

    >>> is_lower_better("设备故障率"), is_lower_better("故障率下降"), is_lower_better("处理投诉次数")
    (True, False, False)
    """
    return _DIRECTION_OF_NAME[name] == LOWER


def is_higher_better(name: str) -> bool:
    """Whether more is better for certain: the name says what is to be reached.

    >>> is_higher_better("验收合格率"), is_higher_better("产品不合格率")
    (True, False)
    """
    return _DIRECTION_OF_NAME[name] == HIGHER


def names_a_change(name: str) -> bool:
    """Whether what a name measures is itself a change, by how much something rose or fell.

    >>> names_a_change("故障率下降幅度"), names_a_change("故障率")
    (True, False)
    """
    return any(True for _change in _changes(essential_name(name)))


def _by_name(name: str) -> str | None:
    name = essential_name(name)
    if len(name) > groups.LONGEST_EXAMINED:
        return None
    if _JOINING_WORD.search(name) is None:
        return _of_one(name)
    parts = parts_of_name(name)
    # 受理率与办结率: what is joined has one direction only where nothing that is joined has the other.
    found = {_of_one(part) for part in parts[:-1]} | {_of_one(name)}
    return None if {HIGHER, LOWER} <= found else _of_one(name)


_DIRECTION_OF_NAME: Memory[str, str | None] = Memory(_by_name, 4096)


def parts_of_name(name: str) -> list[str]:
    """Return what is joined in a name: 受理率与办结率.

    >>> parts_of_name("受理率与办结率"), parts_of_name("公众参与率")
    (['受理率', '办结率'], ['公众参与率'])
    """
    return [part for part in _JOINING_WORD.split(name) if part]


def essential_name(name: str) -> str:
    """Return a name folded, without blanks, brackets at its end, and 指标 behind them.

    >>> essential_name(" 验收 合格率（%）")
    '验收合格率'
    """
    name = groups.bare(squeeze(fold(name)))
    return _TRAILING.sub("", name) if name.endswith(("标", "值")) else name


def _of_one(name: str) -> str | None:
    """The direction of a name that measures one thing, or by how much that changes."""
    return _of_change(name) or _of_state(name)


def _of_state(name: str) -> str | None:
    """The direction of a name that measures one thing as it is."""
    if _NOT.search(name) is not None:
        if _did_not_happen(name):
            return HIGHER
        negation = _negation_of_result(name)
        if negation is not None:
            return LOWER if negation in "不未漏误错" and not groups.contains(name, "reversing") else None
    endings = groups.endings_of(name)
    if "lower_is_better" in endings:
        return LOWER if _happens(name) else None
    if "spent" in endings:
        return None if _is_saved_or_paid(name) else LOWER
    rates_of = list(groups.stems(name, "rates"))
    if _ends_one_of(rates_of, "resolved"):
        return None if groups.contains(name, "late") else HIGHER
    if "higher_is_better" in endings or _ends_one_of(rates_of, "outcomes") or _is_achieved(name):
        return None if groups.contains(name, "spoiled") or _is_of_pests(name) else HIGHER
    return LOWER if (_is_mishap(name) or _is_lapse(name)) and _happens(name) else None


def _changes(name: str) -> Iterator[tuple[str, bool, bool]]:
    """What a name says to change, whether it rises, and whether a word measures by how much: 故障率·下降·幅度."""
    for measured, rest in ((True, groups.stems(name, "change_measures")), (False, iter((name,)))):
        for stem in rest:
            for rises, group in ((True, "rises"), (False, "falls")):
                for changing in groups.stems(stem, group):
                    yield changing, rises, measured


@cache
def _rising_or_falling() -> re.Pattern[str]:
    return re.compile(f"{groups.any_of('rises')}|{groups.any_of('falls')}")


@cache
def _undesired() -> re.Pattern[str]:
    return re.compile(groups.any_of("mishaps"))


def _of_change(name: str) -> str | None:
    """The direction of a change; a fall that is not measured (故障率下降) may be down to or down by, and has none."""
    if _rising_or_falling().search(name) is None:
        return None
    for changing, rises, measured in _changes(name):
        own = HIGHER if groups.ends_as(changing, "gains") else _of_state(changing)
        if own == HIGHER and not rises and groups.contains(name, "savings"):
            continue  # 增收节支金额: what is saved is not what was earned
        if own is not None:
            return own if rises else _OPPOSITE[own] if measured else None
    return None


def _mishaps(name: str, *, measured_by: str = "mishap_measures", bare: bool = True) -> Iterator[tuple[str, str]]:
    """What stands before something undesired, and that: 员工·违规·操作·行为·次数; ``bare`` where nothing need measure it."""
    for stem in (name, *groups.stems(name, measured_by)) if bare else groups.stems(name, measured_by):
        things = list(groups.stems(stem, "mishap_things"))
        for mishap in (stem, *things, *(inner for thing in things for inner in groups.stems(thing, "mishap_things"))):
            for before in groups.stems(mishap, "mishaps"):
                yield before, mishap[len(before) :]


def _is_mishap(name: str) -> bool:
    """Whether a name ends in something undesired, or in how it is measured: 系统宕机次数, 重大舆情."""
    if _undesired().search(name) is None:
        return False
    return any(not before.endswith(_NOT_HAPPENING) for before, _mishap in _mishaps(name))


@cache
def _lapse() -> re.Pattern[str]:
    signs, others = groups.listed("lapse_signs")
    return re.compile(
        f"(?<![不未非免无零防治减除降消纠堵补])(?!{any_word(others)})[{''.join(signs)}][一-鿿](?:率|比例|比率|占比|次数|起数)$"
    )


def _is_lapse(name: str) -> bool:
    """Whether a name ends in a rate of what was left out, missed or late: 无故缺席率, 标本退检率; not 脱贫率, 退耕率."""
    return _lapse().search(name) is not None


def _did_not_happen(name: str) -> bool:
    """Whether a name measures how surely something undesired does not happen: 无·故障·率, 零·事故·天数."""
    plain = groups.without_exceptions(name, "reversing")
    if any(before.endswith(("不", "未", "无", "零")) for before, _ in _mishaps(plain, measured_by="rates", bare=False)):
        return True
    if plain.endswith("率") and any(map(_DENIED_LAPSE.search, groups.stems(plain, "lower_is_better"))):
        return True
    match = _TIME_WITHOUT.search(plain)
    return match is not None and any(_mishaps(match["what"]))


def _negation_of_result(name: str) -> str | None:
    """The negation just before a good result: 不 of 产品·不·合格·率, or of 未·按时·完成·率."""
    results = [result for stem in groups.stems(name, "rates") for result in groups.stems(stem, "outcomes", "resolved")]
    for before in (*results, *groups.stems(name, "higher_is_better")):
        match = _NEGATED.search(before)
        if match is not None:
            return match[1]
    return None


def _ends_one_of(names: list[str], group: str) -> bool:
    return any(True for name in names for _before in groups.stems(name, group))


# 网上·立案·率, 优良·水质·比例, 带动·消费·额: how much of it was as it should be, or came of it.
_AS_IT_SHOULD_BE = re.compile(
    "(?:(?<![不未非])(?:网上|线上|在线|掌上|当场|成功|有效|规范|科学|合理|文明|依法|合规|正确|按时|精准|主动|自觉|持证|实名)[一-鿿]{2,4}(?:率|比例|占比)"
    "|(?:优良|优质|达标|合格|完好|清洁|良好|优秀)[一-鿿]{1,6}(?:率|比例|比率|占比)"
    "|(?:带动|拉动|撬动)[一-鿿]{2,6}(?:额|人数|户数|数量|收入|产值))$"
)


def _is_achieved(name: str) -> bool:
    """Whether a name ends in how many of something did what they should: 种子发芽率, 租金收缴比例."""
    if _AS_IT_SHOULD_BE.search(name) is not None:
        return not groups.contains(name, "mishaps")
    achieved = [name[: -len(measure)] for measure in ("率", "比例") if name.endswith(measure)]
    return _ends_one_of(achieved, "achievements")


def _happens(name: str) -> bool:
    """Whether a name that ends in something undesired says that it happens: not that it is prevented or dealt with."""
    if groups.contains(name, "reversing") or _is_of_pests(name):
        return False
    if not name.endswith("率"):
        return not groups.contains(name, "handling") and not groups.starts_as(name, "resolved")
    # 化解纠纷率, but not 处理差错率
    dealt_with = (before for before, mishap in _mishaps(name) if not _FAULT_OF_WORK.match(mishap))
    return not any(True for before in dealt_with for _rest in groups.stems(before, "resolved"))


def _is_saved_or_paid(name: str) -> bool:
    """Whether what is spent is to be less, so that the number may be by how much, or is paid to people by a standard."""
    if groups.contains(name, "reversing") or groups.contains(name, "savings"):
        return True
    return groups.contains(name, "paid_out") and groups.contains(name, "standards")


def _is_of_pests(name: str) -> bool:
    """Whether life or death is that of what is to be killed: 松毛虫死亡率."""
    return groups.ends_as(name, "lives") and groups.contains(name, "pests")


def _is_doubtful(name: str) -> bool:
    """Whether a name has a word that makes it doubtful that more of what it counts is better."""
    name = squeeze(fold(name))
    return groups.contains(name, "uncertain_counts") or groups.contains(name, "mishaps")
