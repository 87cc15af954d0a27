"""V07, V08: values that go against the way that is better (`perfmodel.vocabulary.direction`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from perfmodel.analysis.further_columns import operator_of
from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.source.characters import fold
from perfmodel.values import units
from perfmodel.values.kinds import Threshold
from perfmodel.values.parser import TargetReading, understand
from perfmodel.values.rendering import write
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.direction import HIGHER, LOWER
from perfmodel.vocabulary.undesired import better_in_category

__all__ = ["cost_from_below", "direction_of_name"]

# A rate of all there is, and of most of it, in %.
_ALL_IN_PERCENT, _MOST_IN_PERCENT = 100, 70
_CATEGORIES_OF_RATES = ("quality", "social_benefit", "economic_benefit", "ecological_benefit", "sustainable_influence")
# 污泥含水率: what something consists of.
_CONTENT = re.compile("含[一-鿿]{1,3}率$")
_USE_OF_SUPPLY = re.compile("用[水电气热能]量?(?:增长|提高|提升|增加|上升)(?:率|幅度|比例|量)?$")
_SUPPLY = re.compile("[供通][水电气热暖]|饮水|饮用水|自来水|水厂|电网|配网|电气化|燃气|天然气|气化|充电|输变电|光伏")
_TURNED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


def turned(target: TargetView) -> str | None:
    """Return a value with its operator the other way round; None where words beside the number would be lost."""
    meaning = target.meaning
    if not isinstance(meaning, Threshold) or meaning.op not in _TURNED:
        return None
    understanding = target.understanding
    if understanding.phrase is not None or understanding.note is not None or target.target.unit is not None:
        return None
    mended = evolve(meaning, op=_TURNED[meaning.op])
    text = write(mended)
    return text if understand(text).meaning == mended else None


def _is_money(unit: str | None) -> bool:
    """Whether a number can be an amount of money: 万 and no unit at all may be."""
    known = None if unit is None else units.look_up(unit)
    return unit is None or (known is not None and known.dimension.split(":")[0] in ("money", "number"))


def _is_amount(reading: TargetReading) -> bool:
    """Whether a value can be an amount of money, and by how much one changes is none."""
    meaning = reading.meaning
    return isinstance(meaning, Threshold) and meaning.change is None and _is_money(meaning.unit)


@rule(
    "V07",
    "warning",
    "cost-from-below",
    on="target",
    kinds=("threshold",),
    messages={
        "": (
            "成本指标“{name}”的指标值“{text}”只有下限，未明确成本上限",
            "the target value “{text}” of the cost indicator “{name}” sets only a lower bound; a cost needs an "
            "upper limit",
        )
    },
    basis=(
        Basis(MANAGEMENT_2015, "合理可行", "reasonable and feasible"),
        PRACTICE("成本应设上限", "a cost has an upper limit"),
    ),
    suggests=("guess",),
    where=(Where(is_cost=True, value=_is_amount),),
)
def cost_from_below(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """成本指标设有上限 / a cost has an upper limit.

    检查：成本指标的金额（或没有单位的数）不写“≥”“>”“不低于”。省下来、收进来的（节约额、成本降低额），发给个人的标准
    （补助标准、工资）除外，比率也除外（成本控制达标率）。
    Checks: an amount of money (or a number without a unit) in a cost indicator has no ≥, > or 不低于. Exempt are
    savings and revenue (成本节约额), standards of payment to people (补助标准, 工资) and rates (成本控制达标率).

    缘由：按“成本≥50万元”，支出越多完成得越好，与控制成本的要求相反。
    Why: with "cost ≥ 500,000 yuan", the more is spent the better.

    反例：

        1-产出指标；14-成本指标；项目总成本；年度指标值:≥50万元。

    正例：

        1-产出指标；14-成本指标；项目总成本；年度指标值:≤50万元。
    """
    meaning = target.meaning
    assert isinstance(meaning, Threshold)
    name = target.indicator.name
    if operator_of(target.target, target.indicator.indicator) not in (">=", ">") or groups.contains(name, "savings"):
        return
    if meaning.unit is None and groups.ends_as(name, "rate_names"):
        return
    if groups.contains(name, "paid_out") and (meaning.per is not None or groups.contains(name, "standards")):
        return
    yield target.hit(mended=turned(target), certain=False)


def measured(target: TargetView) -> str:
    """What is measured: the name, or what the value itself names (完成率≥100%)."""
    phrase = target.understanding.phrase
    for part in () if phrase is None else fold(phrase).split(","):
        if groups.ends_as(part, "measures") and not part.startswith("每"):
            return part
    return target.indicator.name


def _has_bound(reading: TargetReading) -> bool:
    """Whether a value is a number with an operator that can go against a name."""
    meaning = reading.meaning
    return (
        isinstance(meaning, Threshold)
        and meaning.op in _TURNED
        and meaning.change is None
        and reading.operator_form is not None
    )


def is_against(target: TargetView) -> bool:
    """Whether a value's operator goes against the direction that the name has."""
    meaning = target.meaning
    if not isinstance(meaning, Threshold) or meaning.change is not None:
        return False
    op = operator_of(target.target, target.indicator.indicator)
    if op not in _TURNED:
        return False
    name = measured(target)
    way = better_in_category(name, target.indicator.level2 or None, meaning.unit)
    if _is_use_of_supply(target, name):
        return False
    if op in (">=", ">"):
        return way == LOWER and not _is_left_to_v07(target, name)
    if way is None:
        return _is_most_of_all(target, name, meaning)
    return way == HIGHER and not _may_be_capped(name, meaning)


def _is_use_of_supply(target: TargetView, name: str) -> bool:
    """Whether more use is what a project is for that supplies: 受益人口用水量增长率 of a waterworks."""
    if _USE_OF_SUPPLY.search(name) is None:
        return False
    project = target.indicator.project
    return "受益" in name or (
        project is not None and _SUPPLY.search(project.name[: groups.LONGEST_EXAMINED]) is not None
    )


def _is_most_of_all(target: TargetView, name: str, meaning: Threshold) -> bool:
    """Whether an upper limit is so high that the rate must be one of something good: 统防统治率≤80%.

    Nobody aims at no more than four fifths of something bad; shares that neither way is better are listed.
    """
    if (
        meaning.unit is None
        or not units.same(meaning.unit, "%")
        or not _MOST_IN_PERCENT <= meaning.number < _ALL_IN_PERCENT
    ):
        return False
    return (
        target.indicator.level2 in _CATEGORIES_OF_RATES
        and name.endswith("率")
        and not groups.ends_as(name, "capped")
        and not groups.ends_as(name, "neutral_rates")
        and groups.ends_as(name, "bounded_ratios")
        and _CONTENT.search(name) is None
        and not any(
            groups.contains(name, words) for words in ("mishaps", "troubles", "reversing", "savings", "spoiled")
        )
    )


def _may_be_capped(name: str, meaning: Threshold) -> bool:
    """Whether an upper limit fits a rate that is better the higher it is: 预算执行率≤100%; not 再生水利用率≤25%."""
    if not groups.ends_as(name, "capped"):
        return False
    of_all = meaning.unit is not None and units.same(meaning.unit, "%") and meaning.number >= _ALL_IN_PERCENT
    return of_all or not groups.ends_as(name, "capped_at_all_only")


def _is_left_to_v07(target: TargetView, name: str) -> bool:
    """Whether a target says what something costs: V07 judges the money in cost indicators, and who is paid by a standard."""
    meaning = target.meaning
    assert isinstance(meaning, Threshold)
    return target.indicator.categories.is_cost and groups.ends_as(name, "spent") and _is_money(meaning.unit)


@rule(
    "V08",
    "warning",
    "direction-of-name",
    on="indicator",
    messages={
        "lower": (
            "“{name}”越低越好，指标值“{text}”却为下限",
            "“{name}” is better when it is lower, but its target value “{text}” is a lower bound",
        ),
        "higher": (
            "“{name}”越高越好，指标值“{text}”却为上限",
            "“{name}” is better when it is higher, but its target value “{text}” is an upper bound",
        ),
    },
    basis=(Basis(MANAGEMENT_2015, "合理可行", "reasonable and feasible"),),
    suggests=("guess",),
    where=(Where(value=_has_bound), Where(further=True)),
)
def direction_of_name(view: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """比较符号的方向与名称相符 / the direction of the operator matches the name.

    检查：名称以故障率、差错率、投诉率、事故发生数、流失率、死亡率、超支率之类结尾的，指标值不写“≥”；以合格率、覆盖
    率、满意度、达标率、就业率之类结尾的，不写“≤”。数量指标以外，名称以不希望有的状况和量词结尾的（占道经营处数、漏
    保户数、平均处置时长），耽误的时间（中断交通时间）、易出事的地方（易涝点数），以及以“起”计的，也不写“≥”：数量指
    标里那可能是整治了多少。以名称的结尾为准：“设备故障及时排除率”不是故障率。说减少了多少（故障率下降）、处理了多少
    件（处理投诉次数、调处纠纷件数、破案数）、没有再发生（三年未复吸率）的除外，供水、供电项目里用水、用电的增长也除
    外。质量、效益指标里看不出高低的比率，“≤”后面是 70% 以上的，也是写反了；占用率、羁押率之类两头都说得通的除外。执
    行率、使用率可以有 100% 以内的上限，再生水利用率、发放率只能以 100% 为限。比较符号在自己栏目里的也算。两个值都反
    了的，只在第一个值上报告。
    Checks: indicators whose names end in 故障率, 差错率, 投诉率, 事故发生数, 流失率, 死亡率, 超支率 and the like do
    not have ≥; those whose names end in 合格率, 覆盖率, 满意度, 达标率, 就业率 and the like do not have ≤. Except
    in quantity indicators, which may count what was remedied, names that end in an undesired condition and a
    measure (占道经营处数, 漏保户数, 平均处置时长), time lost (中断交通时间), places prone to trouble (易涝点数) and
    values counted in 起 do not have ≥ either. The end of the name decides: 设备故障及时排除率 is not a failure
    rate. Names that state a reduction, the number of cases handled (调处纠纷件数, 破案数) or that something did not
    recur (三年未复吸率) are exempt, and so is growing use of what a project supplies (用水量增长率). In quality and
    benefit indicators, a rate whose name does not tell which way is better is reversed too if it is at most 70% or
    more; rates that may go either way (占用率) are exempt. 执行率 and 使用率 may be capped below 100%, 再生水利用率
    and 发放率 at 100% only. An operator in a column of its own counts. If both target values are wrong, the finding
    is at the first.

    缘由：方向颠倒，工作越差得分越高。
    Why: with the operator reversed, worse work earns a higher score.

    反例：

        1-产出指标；12-质量指标；系统故障率；年度指标值:≥5%。

    正例：

        1-产出指标；12-质量指标；系统故障率；年度指标值:≤5%。
    """
    for target in view.targets:
        if is_against(target):
            lower = operator_of(target.target, target.indicator.indicator) in (">=", ">")
            yield target.hit("lower" if lower else "higher", mended=turned(target), certain=False)
            return  # what the name asks for is turned round once, however many values there are
