"""V12, V16: units that suit the category, and the year against the whole period."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.analysis.further_columns import operator_of
from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import GUIDE_2021, MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.source.characters import fold, squeeze
from perfmodel.values import units
from perfmodel.values.kinds import Placeholder, Range, Threshold
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.direction import is_lower_better

__all__ = ["suiting_unit", "year_within_period"]

# What is no money for certain; an amount of electricity may well be what something costs.
_NO_MONEY = ("share", "points", "time", "working_time", "months", "count", "length", "area")


# What is built, repaired, cleared or carried adds up as things counted do: 公里, 平方米, 立方米, 吨.
_DIMENSIONS_THAT_ADD_UP = ("length", "area", "volume", "mass")


def _dimension(unit: str | None) -> str:
    known = None if unit is None else units.look_up(unit)
    return "" if known is None else known.dimension.split(":")[0]


@rule(
    "V12",
    "warning",
    "suiting-unit",
    on="indicator",
    messages={
        "cost": (
            "成本指标“{name}”的指标值应为金额，实为“{text}”",
            "the target value of the cost indicator “{name}” should be an amount of money; it is “{text}”",
        ),
        "quantity": (
            "数量指标“{name}”的指标值应为数量，实为百分比“{text}”",
            "the target value of the quantity indicator “{name}” should be a quantity; it is the percentage “{text}”",
        ),
        "rate": (
            "数量指标“{name}”为比率；数量宜以个、次、人等计量，比率多属质量或时效指标",
            "the quantity indicator “{name}” is a rate; quantities are counted, and rates mostly belong under "
            "quality or timeliness",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "相关性、适当性", "relevance and suitability"),
        Basis(GUIDE_2021, "绩效指标的分类", "the classification of indicators"),
        PRACTICE(
            "数量指标采用比率的较多，仅作提示", "many quantity indicators are rates in practice, so this is only a hint"
        ),
    ),
    settings={"rates": True},
    where=(Where(level2=["quantity", "cost", "economic_cost"]),),
)
def suiting_unit(view: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """计量单位与指标类别相称 / the unit suits the category.

    检查：成本指标（经济成本）的指标值是金额；数量指标的指标值不是百分比。名称本身就是比率的（完成率、覆盖率）只作提
    示，说的是质量、时效、效益的（合格率、及时率、就业率）和成本的比率（成本控制率；费率、节约率仍是提示）除外。广东
    的表惯用完成率作数量指标，方案 guangdong 因此不提示（设置 rates）。社会成本、生态环境成本不必是金额；能耗、用水
    量之类不判断；一条指标只报告一次。
    Checks: the target value of a cost indicator (经济成本) is an amount of money, and that of a quantity indicator
    is not a percentage. If the name itself is a rate (完成率), this is only a hint, and nothing is reported with
    the setting rates off, as in the profile guangdong. Rates of quality, timeliness or benefit (合格率) and of
    costs (成本控制率) are exempt, except prices and savings (手续费率, 节约率). Social and ecological costs need
    not be money, and energy consumption and the like are not judged. An indicator is reported only once.

    缘由：数量指标应反映工作量，“培训人次90%”无法判断培训人数；成本指标应反映支出金额。
    Why: a quantity indicator shows how much is done, and 90% does not say how many people are trained; a cost
    indicator shows how much is spent.

    反例：

        1-产出指标；11-数量指标；培训人次；年度指标值:≥90%。

    正例：

        1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。
    """
    if view.level2 == "quantity":
        yield from _of_quantity(view, settings["rates"])
    else:
        yield from _of_cost(view)


def _of_quantity(view: IndicatorView, rates: bool) -> Iterator[Hit]:
    is_rate = groups.ends_as(view.name, "rate_names")
    for target in view.targets:
        meaning = target.meaning
        if isinstance(meaning, (Threshold, Range)):
            found = _dimension(meaning.unit) == "share" and meaning.change is None
        else:
            # A rate whose number nobody has filled in is a rate all the same.
            found = is_rate and isinstance(meaning, Placeholder) and squeeze(target.target.text) != ""
        if found:
            if rates or not is_rate:
                mild = not groups.ends_as(view.name, "rates_of_others")
                severity, message = ("hint" if mild else None, "rate") if is_rate else (None, "quantity")
                yield view.hit(message=message, severity=severity, name=view.indicator.name, text=target.target.text)
            return


def _is_price_or_saving(name: str) -> bool:
    """Whether a rate is a price of money (手续费率, 利率), or how much is saved: both may stand for a cost."""
    return groups.contains(name, "price_rates") or groups.contains(name, "savings")


def _of_cost(view: IndicatorView) -> Iterator[Hit]:
    is_rate = groups.ends_as(view.name, "rate_names")
    for target in view.targets:
        meaning = target.meaning
        if isinstance(meaning, Placeholder):
            # A rate whose number nobody has filled in is a rate all the same.
            if not is_rate or not squeeze(target.target.text) or "元" in target.target.text:
                continue
            mild = True
        elif isinstance(meaning, (Threshold, Range)) and _dimension(meaning.unit) in _NO_MONEY:
            mild = _dimension(meaning.unit) in ("share", "points") and (
                meaning.change is not None or (is_rate and _is_price_or_saving(view.name))
            )
        else:
            continue
        severity = "hint" if mild else None
        yield view.hit(message="cost", severity=severity, name=view.indicator.name, text=target.target.text)
        return


@rule(
    "V16",
    "warning",
    "year-within-period",
    on="indicator",
    messages={
        "": (
            "“{name}”的年度指标值“{text}”严于实施周期指标值“{whole}”",
            "the annual target value “{text}” of “{name}” is more demanding than its whole-period target value "
            "“{whole}”",
        )
    },
    basis=(Basis(MANAGEMENT_2015, "相应匹配", "consistent with each other"),),
    where=(Where(differs=True),),
)
def year_within_period(view: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """年度指标值不超过实施周期指标值 / the annual target value does not exceed the whole-period target value.

    检查：一个一个累加的数量（次、人次、台……）和长度、面积、体积、重量，年度指标值不大于实施周期指标值；单位相同或可
    以换算。比率、时间、金额、按年按人计的数（2次/年）、平均数、在册在库数、深度宽度、上限（≤）、不希望发生的事都不
    比较。
    Checks: for quantities that add up (次, 人次, 台 …) and for lengths, areas, volumes and weights, in convertible
    units, the annual target value does not exceed the whole-period target value. Rates, times, money, numbers per
    year or per person, averages, stocks, depths and widths, upper limits and undesired events are not compared.

    缘由：一年的数量超过整个周期的总数，两者至少有一处有误。
    Why: if one year exceeds all years together, at least one of the two numbers is wrong.

    反例：

        1-产出指标；11-数量指标；培训人次；实施周期指标值:≥1000人次；年度指标值:≥5000人次。

    正例：

        1-产出指标；11-数量指标；培训人次；实施周期指标值:≥5000人次；年度指标值:≥1000人次。
    """
    whole, annual = view.targets
    one, other = whole.meaning, annual.meaning
    if not isinstance(one, Threshold) or not isinstance(other, Threshold):
        return
    if not (_counts_up(whole, one) and _counts_up(annual, other)) or one.number <= 0:
        return
    factor = units.factor_between(other.unit, one.unit)
    if factor is None or other.number * factor.numerator <= one.number * factor.denominator:
        return
    if groups.contains(view.name, "not_cumulative") or is_lower_better(view.name):
        return
    yield annual.hit(whole=whole.target.text)


def _counts_up(target: TargetView, meaning: Threshold) -> bool:
    """Whether a number is one of things counted one by one, or of a length, area or volume, and to be reached."""
    if meaning.unit is None or meaning.per is not None or meaning.change is not None:
        return False
    if (operator_of(target.target, target.indicator.indicator) or "=") not in (">=", ">", "="):
        return False
    unit = fold(meaning.unit)
    dimension = _dimension(unit)
    if dimension in _DIMENSIONS_THAT_ADD_UP:
        return not groups.ends_as(target.indicator.name, "extents")
    if unit.isascii() or groups.is_one_of(unit.lstrip("十百千万亿"), "not_counted"):
        return False
    return dimension == "count" if dimension else units.is_plausible(unit)
