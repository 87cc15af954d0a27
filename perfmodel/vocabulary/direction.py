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
6. something undesired (``mishaps``), and how it is measured: 跌倒·发生·次数.

Other words of the name can make the answer uncertain: 处理投诉次数 counts work, 控制事故起数 may be either. Then there is no
answer; a wrong one would be worse.
"""

from __future__ import annotations

import re
from functools import cache

from perfmodel._internal.caches import remembered
from perfmodel.source.characters import fold, squeeze
from perfmodel.vocabulary import groups

__all__ = ["better", "is_higher_better", "is_lower_better", "names_a_change"]

HIGHER, LOWER = "higher", "lower"
_OPPOSITE = {HIGHER: LOWER, LOWER: HIGHER, None: None}
_TRAILING = re.compile("(?:指标值?|目标值?)$")
# Not the 及 of 及时, 及格, 普及, the 与 of 参与, the 和 of 和解, 和谐, 调和.
_AND = re.compile("[、,/;]|(?<!普)及(?![时格])|(?<!参)与|(?<!调)和(?![解谐])")


def better(name: str, *, counts_output: bool = False) -> str | None:
    """Return which way a number is better by the name of its indicator: ``higher``, ``lower``, or None where that is not certain.

    ``counts_output`` says that the number counts what is produced (a number of things under 数量指标): more of it is
    better, unless a word of the name makes that doubtful.

    >>> better("培训合格率"), better("失误次数"), better("产品不合格率"), better("投诉办结率"), better("占比")
    ('higher', 'lower', 'lower', 'higher', None)
    >>> better("处理投诉次数"), better("培训人次"), better("培训人次", counts_output=True)
    (None, None, 'higher')
    """
    found = _by_name(name)
    return HIGHER if found is None and counts_output and not _is_doubtful(name) else found


def is_lower_better(name: str) -> bool:
    """Whether fewer are better for certain: the name says what nobody wants to happen.

    >>> is_lower_better("设备故障率"), is_lower_better("故障率下降"), is_lower_better("处理投诉次数")
    (True, False, False)
    """
    return _by_name(name) == LOWER


def is_higher_better(name: str) -> bool:
    """Whether more is better for certain: the name says what is to be reached.

    >>> is_higher_better("验收合格率"), is_higher_better("产品不合格率")
    (True, False)
    """
    return _by_name(name) == HIGHER


def names_a_change(name: str) -> bool:
    """Whether what a name measures is itself a change, by how much something rose or fell.

    >>> names_a_change("故障率下降幅度"), names_a_change("故障率")
    (True, False)
    """
    return _change().search(_essential(name)) is not None


@remembered(4096)
def _by_name(name: str) -> str | None:
    name = _essential(name)
    parts = [part for part in _AND.split(name) if part]
    if len(parts) < 2:
        return _of_one(name)
    # 受理率与办结率: what is joined has one direction only where nothing that is joined has the other.
    found = {_of_one(part) for part in parts[:-1]} | {_of_one(name)}
    return None if {HIGHER, LOWER} <= found else _of_one(name)


def _essential(name: str) -> str:
    """A name folded, without blanks, brackets at its end, and 指标 behind them."""
    return _TRAILING.sub("", groups.bare(squeeze(fold(name))))


def _of_one(name: str) -> str | None:
    """The direction of a name that measures one thing."""
    change = _change().search(name)
    if change is not None:
        found = _of_change(name[: change.start()], change)
        if found is not None:
            return found
    if _did_not_happen().search(groups.without_exceptions(name, "reversing")):
        return HIGHER
    denied = _denied_result().search(name)
    if denied is not None:
        return LOWER if denied["negation"] in "不未" and not _is_reversed(name) else None
    if groups.ends_as(name, "lower_is_better"):
        return LOWER if _happens(name) else None
    if groups.ends_as(name, "spent"):
        return None if _is_reversed(name) or groups.contains(name, "savings") or _is_paid_out(name) else LOWER
    if _dealt_with().search(name):
        return None if groups.contains(name, "late") else HIGHER
    if groups.ends_as(name, "higher_is_better") or _result().search(name):
        return None if groups.contains(name, "spoiled") or _concerns_pests(name) else HIGHER
    return LOWER if _mishap().search(name) and _happens(name) else None


def _of_change(stem: str, change: re.Match[str]) -> str | None:
    """The direction of a change: 故障率·下降·幅度. Without a word that measures it (故障率下降) it may be down to or down by."""
    if groups.ends_as(stem, "gains"):
        own: str | None = HIGHER
    else:
        own = _of_one(stem)
    if change["rise"] is not None:
        return own
    return _OPPOSITE[own] if change["measure"] else None


def _happens(name: str) -> bool:
    """Whether a name that ends in something undesired says that it happens: not that it is prevented or dealt with."""
    if _is_reversed(name):
        return False
    if name.endswith("率"):
        return not _concerns_pests(name) and not _resolved_mishap().search(name)
    return not groups.contains(name, "handling") and not _concerns_pests(name)


def _is_reversed(name: str) -> bool:
    return groups.contains(name, "reversing")


def _is_paid_out(name: str) -> bool:
    return groups.contains(name, "paid_out") and groups.contains(name, "standards")


def _concerns_pests(name: str) -> bool:
    return groups.ends_as(name, "lives") and groups.contains(name, "pests")


def _is_doubtful(name: str) -> bool:
    """Whether a name has a word that makes it doubtful that more of what it counts is better."""
    name = squeeze(fold(name))
    return groups.contains(name, "uncertain_counts") or groups.contains(name, "mishaps")


@cache
def _change() -> re.Pattern[str]:
    fall, rise, measure = map(groups.any_of, ("falls", "rises", "change_measures"))
    return re.compile(f"(?:{fall}|(?P<rise>{rise}))(?P<measure>{measure}?)$")


@cache
def _did_not_happen() -> re.Pattern[str]:
    mishap, things = groups.any_of("mishaps"), groups.any_of("mishap_things")
    return re.compile(
        f"[不未无零]{mishap}{things}?(?:率|比例|占比|比率)$|(?:无|零|未发生){mishap}(?:运行|生产)?(?:天数|时间|时长)$"
        f"|(?:无|未发生).{{0,8}}{mishap}天数$"
    )


@cache
def _denied_result() -> re.Pattern[str]:
    outcomes, resolved, rates = map(groups.any_of, ("outcomes", "resolved", "rates"))
    listed, negation = map(groups.any_of, ("higher_is_better", "negations"))
    return re.compile(f"(?P<negation>{negation}){_IN_TIME}?(?:(?:{outcomes}|{resolved}){rates}|{listed})$")


@cache
def _result() -> re.Pattern[str]:
    return re.compile(f"{groups.any_of('outcomes')}{groups.any_of('rates')}$")


@cache
def _dealt_with() -> re.Pattern[str]:
    return re.compile(f"{groups.any_of('resolved')}{groups.any_of('rates')}$")


@cache
def _mishap() -> re.Pattern[str]:
    """A name that ends in how often a mishap happens, or in the mishap itself: 系统宕机次数, 违规操作行为数, 重大舆情."""
    mishap, things, measures = map(groups.any_of, ("mishaps", "mishap_things", "mishap_measures"))
    return re.compile(f"(?<![不未非免无零防]){mishap}{things}{{0,2}}{measures}?$")


@cache
def _resolved_mishap() -> re.Pattern[str]:
    """A rate of what was dealt with: 化解·纠纷·率."""
    mishap, things = groups.any_of("mishaps"), groups.any_of("mishap_things")
    return re.compile(f"{groups.any_of('resolved')}(?!{_FAULT_OF_WORK}){mishap}{things}?率$")


# 未按时完成率
_IN_TIME = "(?:及时|按时|按期|如期|有效|全部|全面)"
# 处理差错率, 办理失误率: what goes wrong in doing the work, not what the work is about.
_FAULT_OF_WORK = "差错|错误|失误|偏差|误差|遗漏|延误|延期|超时|超期|逾期|重复|返工|失败|违规|中断|投诉率"
