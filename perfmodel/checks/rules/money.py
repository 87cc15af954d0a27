"""F03 to F06: the money of a project against its targets, its goal and its indicators."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perfmodel.analysis.budget import (
    Money,
    StatedBudget,
    budget_of,
    factor_of,
    money_of,
    of_several_years,
    stated_in,
    sums_in,
)
from perfmodel.analysis.goal_text import LONGEST_GOAL
from perfmodel.checks.context import IndicatorView, ProjectView, TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.source.characters import fold
from perfmodel.values import units
from perfmodel.values.kinds import AllOf, Range, Threshold
from perfmodel.values.parser import TargetReading
from perfmodel.vocabulary import groups

__all__ = ["goal_agrees", "much_for_little", "whole_period_is_more", "within_budget"]


_NUMBER_WORDS = ("千", "万", "百万", "千万", "亿")


def _most(reading: TargetReading) -> Money | None:
    """Return the most money that a value allows; None where it sets no limit, or is no money."""
    meaning = reading.meaning
    if isinstance(meaning, Threshold):
        highest = meaning.quantity if meaning.op in ("<=", "<", "=") else None
    else:
        highest = meaning.high_quantity if isinstance(meaning, Range) else None
    if highest is None or highest.per is not None or getattr(meaning, "change", None) is not None:
        return None
    # What a cost is limited to is money: 500万 is 500万元.
    unit = f"{highest.unit}元" if highest.unit in _NUMBER_WORDS else highest.unit
    return money_of(highest.number, unit)


def _limits_money(reading: TargetReading) -> bool:
    return _most(reading) is not None


@rule(
    "F03",
    "warning",
    "within-budget",
    on="target",
    kinds=("threshold", "range"),
    messages={
        "": (
            "“{name}”的指标值“{text}”超过项目预算 {budget} {unit}",
            "the target value “{text}” of “{name}” exceeds the project budget of {budget} {unit}",
        )
    },
    basis=(Basis(MANAGEMENT_2015, "相应匹配", "matched to the budget"),),
    where=(Where(is_cost=True, value=_limits_money),),
)
def within_budget(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """成本指标值不超过预算 / cost targets do not exceed the budget.

    检查：经济成本类指标的总额（≤、＜、＝ 或不带符号，以元、万元等计，“500万”即 500 万元），换算之后不超过项目总计；
    年度指标值比年度资金，实施周期指标值只比实施周期资金。按印出的位数四舍五入后相等的不算超过。单位成本（元/人，名
    称里有人均、单价、标准等）、工程总投资与合同额、节约额、社会成本和生态成本不比；表上没有金额单位、项目没有金额的
    不比。总计合计不一致（F01）的，超过加得起来的数才算。
    Checks: a total amount in a cost indicator (≤, <, = or no operator, in a unit of money; 500万 is 500万元) does
    not exceed the project total after conversion: annual target values are compared with the annual funding,
    whole-period ones only with the whole-period funding. Values that are equal when rounded as printed are
    accepted. Unit costs (per person), total investments and contracts, savings, and social and ecological costs are
    not compared, nor is anything without a currency unit. If the total does not add up (F01), the target must also
    exceed the sum.

    缘由：目标应与预算确定的资金量相匹配；成本上限高于预算，无法控制成本。
    Why: a ceiling above the budget does not limit costs.

    反例：

        currency_unit: 万元
        projects:
        - name: 会议费
          funding: {total: 18.00}
          indicators:
          - {level1: 产出指标, level2: 成本指标, name: 会议费总额, annual: ≤20万元}

    正例：

        currency_unit: 万元
        projects:
        - name: 会议费
          funding: {total: 18.00}
          indicators:
          - {level1: 产出指标, level2: 成本指标, name: 会议费总额, annual: ≤18万元}
    """
    view = target.indicator
    if view.project is None or view.level2 in ("social_cost", "ecological_cost"):
        return
    most = _most(target.understanding)
    assert most is not None
    if groups.contains(view.name, "costs_of_one") or groups.contains(view.name, "no_costs"):
        return
    if "annual" not in target.fields:
        totals = view.project.totals("whole_period_funding")
    elif groups.contains(view.name, "costs_of_more"):
        return
    else:
        totals = view.project.totals()
    unit = view.project.currency_unit
    budgets = [budget_of(total, unit) for total in totals]
    if budgets and all(budget and most.yuan > budget.yuan and not most.agrees(budget) for budget in budgets):
        yield target.hit(budget=totals[0], unit=unit)


@rule(
    "F04",
    "error",
    "whole-period-is-more",
    on="project",
    messages={
        "": (
            "“{name}”的实施周期资金总计 {whole} 少于年度资金总计 {annual}",
            "the whole-period total of “{name}”, {whole}, is less than its annual total, {annual}",
        )
    },
    basis=(PRACTICE("全部不少于其中一年", "the whole period is no less than one of its years"),),
)
def whole_period_is_more(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """实施周期资金不少于年度资金 / the whole-period total is not less than the annual total.

    检查：两个总计都印出时，实施周期（中期）资金总计不小于年度资金总计。
    Checks: where both are printed, the whole-period total is not less than the annual total.

    缘由：年度资金是实施周期资金的一部分，不应多于全部。
    Why: the annual funding is part of the whole-period funding.

    反例：

        name: 信息系统运维
        period: 2024-2025年
        funding: {total: 9.15}
        whole_period_funding: {total: 8.00}
        goal: 保障信息系统安全运行。

    正例：

        name: 信息系统运维
        period: 2024-2025年
        funding: {total: 9.15}
        whole_period_funding: {total: 18.00}
        goal: 保障信息系统安全运行。
    """
    whole = project.totals("whole_period_funding")
    annual = project.totals() if whole else ()
    if annual and 0 <= max(whole) < min(annual):
        yield project.hit("whole_period_funding", name=project.project.name, whole=whole[0], annual=annual[0])


@rule(
    "F05",
    "warning",
    "goal-agrees",
    on="project",
    messages={
        "": (
            "绩效目标中的“{text}”与项目预算 {budget} {unit}不一致",
            "“{text}” in the goal does not match the project budget of {budget} {unit}",
        )
    },
    basis=(Basis(MANAGEMENT_2015, "相应匹配", "matched to the budget"),),
)
def goal_agrees(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """绩效目标中的资金数与预算一致 / amounts of money in the goal match the budget.

    检查：绩效目标里明说是项目预算的金额（“安排资金”“预算”“项目资金”“经费合计”“总投资”等紧跟金额；“投入资金”“财政拨
    款”“支出”后面的只看多于预算的），换算后与项目的总计（或者其中一个来源、实施周期资金）相符，按印出的位数取舍之后
    相等的算相符。目标里另有金额与预算相符的、这样的金额不止一个的，不作判断。目标、项目名称、项目期限说到几年的不检
    查；同一句里说到往年、某一级政府、每人、其中、约数等的不检查；金额后面紧跟“用于”“补助”等的只是一部分，不检查；写
    明年度的，只看与表名同一年度的。总投资可以跨年：多于年度预算而没有实施周期资金可比的，只作提示。
    Checks: amounts that the goal itself calls the project budget (or describes as invested or spent; these only if
    they are higher) match, after conversion and when rounded as printed, the project total, one of its sources or
    the whole-period funding. Nothing is reported if another amount in the goal matches or if there are several such
    amounts; if the goal, the name or the period covers several years; if the same sentence refers to past years,
    one level of government, one person, a part, or an approximate amount; or if it names a year other than that of
    the title. A total investment above the annual budget is only a hint if there is no whole-period funding to
    compare it with.

    缘由：目标与预算两处金额不一致，必有一处未随预算调整。
    Why: if the two differ, one of them has not been updated.

    反例：

        currency_unit: 万元
        projects:
        - name: 会议费
          funding: {total: 18.00}
          goal: 项目资金20万元，召开全市残疾人就业工作会议2次。

    正例：

        currency_unit: 万元
        projects:
        - name: 会议费
          funding: {total: 18.00}
          goal: 项目资金18万元，召开全市残疾人就业工作会议2次。
    """
    own, unit = project.project, project.currency_unit
    if unit is None or len(own.goal) > LONGEST_GOAL or "元" not in own.goal:
        return
    budget = budget_of(own.funding.total, unit)
    stated = None if budget is None else _stated_budget(project)
    if budget is None or stated is None or _is_of_several_years(project) or _names_a_known_sum(project):
        return
    if stated.part and stated.money.yuan <= budget.yuan:
        return
    more = stated.whole and stated.money.yuan > budget.yuan and own.whole_period_funding is None
    values: dict[str, Any] = {"text": stated.text, "budget": own.funding.total, "unit": unit}
    yield project.hit("goal", severity="hint" if more else None, **values)


def _stated_budget(project: ProjectView) -> StatedBudget | None:
    """Return the one sum that the goal calls the budget; None where there are several, each a part perhaps."""
    title = "" if project.table is None else project.table.table.title[: groups.LONGEST_EXAMINED]
    stated = [found for found in stated_in(project.goal) if found.year is None or f"{found.year}年" in title]
    of_year, of_whole = ([found for found in stated if found.whole is whole] for whole in (False, True))
    sums = of_year or of_whole
    return sums[0] if len(sums) == 1 else None


def _is_of_several_years(project: ProjectView) -> bool:
    """Whether the project's name or its period speaks of several years; `stated_in` looks at the goal itself."""
    texts = (project.name, fold(project.project.period or ""))
    return any(of_several_years(text[: groups.LONGEST_EXAMINED]) for text in texts)


def _names_a_known_sum(project: ProjectView) -> bool:
    """Whether some sum in the goal is one of the project's amounts."""
    fundings = [funding for funding in (project.project.funding, project.project.whole_period_funding) if funding]
    amounts = [*project.totals(), *(amount for funding in fundings for amount in (funding.total, *funding.sources))]
    known = [money for amount in amounts if (money := budget_of(amount, project.currency_unit)) is not None]
    return any(money.agrees_cut(other) for money in sums_in(project.goal) for other in known)


@rule(
    "F06",
    "hint",
    "much-for-little",
    on="project",
    messages={
        "few": (
            "“{name}”的预算为 {budget} {unit}，仅有 {count} 条指标",
            "“{name}” has a budget of {budget} {unit} but few indicators: {count}",
        ),
        "generic": (
            "“{name}”的预算为 {budget} {unit}，产出指标均无具体数量",
            "“{name}” has a budget of {budget} {unit}, but none of its output indicators is a concrete quantity",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "细化量化、相应匹配", "specific and measurable; matched to the budget"),
        Basis(MANAGEMENT_2015, "适当性", "adequacy"),
    ),
    settings={"much": Decimal(10_000_000), "few": 5},
)
def much_for_little(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """资金量大的项目，指标不宜少而空泛 / a large budget calls for more than a few generic indicators.

    检查：项目总计达到 much（默认 1000 万元，设置以元计）的，指标不少于 few 条（默认 5），产出指标里至少有一条是具体
    的数量（次、人、台、公里……，不是百分比、时间、金额或定性的话）。表上没有金额单位、有未识读的指标、产出有未能识读
    的指标值的不作判断；一条指标也没有的由 S02 报。
    Checks: a project with a total of at least the setting much (10,000,000 元) has at least 5 indicators (setting
    few) and a concrete quantity (not a percentage, a time, an amount of money or words) among its outputs. A table
    without a currency unit, and a project with an indicator or an output's target value that was not understood, is
    not judged; S02 reports a project without indicators.

    缘由：资金量大而指标少、指标空泛，无法说明资金的产出。
    Why: with a large budget and few or generic indicators it is unclear what the money buys.

    反例：

        currency_unit: 万元
        projects:
        - name: 道路养护
          funding: {total: 2600.00}
          indicators:
          - {level1: 产出指标, level2: 质量指标, name: 养护合格率, annual: ≥95%}
          - {level1: 满意度指标, level2: 服务对象满意度指标, name: 群众满意度, annual: ≥90%}

    正例：

        currency_unit: 万元
        projects:
        - name: 道路养护
          funding: {total: 2600.00}
          indicators:
          - {level1: 产出指标, level2: 数量指标, name: 养护里程, annual: ≥260公里}
          - {level1: 产出指标, level2: 质量指标, name: 养护合格率, annual: ≥95%}
          - {level1: 产出指标, level2: 时效指标, name: 完工时间, annual: 11月底前}
          - {level1: 效益指标, level2: 社会效益指标, name: 路况优良率, annual: ≥90%}
          - {level1: 满意度指标, level2: 服务对象满意度指标, name: 群众满意度, annual: ≥90%}
    """
    if not project.indicators or not project.all_understood:
        return
    if not _may_be_much(project, settings["much"]):
        return
    budgets = [budget_of(total, project.currency_unit) for total in project.totals()]
    if not budgets or not all(budget and budget.yuan >= settings["much"] for budget in budgets):
        return
    values: dict[str, Any] = {
        "name": project.project.name,
        "budget": project.project.funding.total,
        "unit": project.currency_unit,
    }
    if len(project.without_copies) < settings["few"]:
        yield project.hit("indicators", "few", count=len(project.without_copies), **values)
    elif _all_generic(project.indicators):
        yield project.hit("indicators", "generic", **values)


def _may_be_much(project: ProjectView, much: Decimal) -> bool:
    """Whether the printed total, which is one of those that the budget may be, is so much."""
    total, factor = project.project.funding.total, factor_of(project.currency_unit)
    return total is not None and factor is not None and total * factor >= much


def _all_generic(indicators: tuple[IndicatorView, ...]) -> bool:
    """Whether it is certain that none of the outputs is a concrete quantity."""
    if not all(indicator.level1 for indicator in indicators):
        return False
    outputs = [indicator for indicator in indicators if indicator.level1 == "output"]
    targets = [target for indicator in outputs for target in indicator.targets]
    open_kinds = ("text", "placeholder")
    return bool(targets) and not any(target.meaning.kind in open_kinds or _is_concrete(target) for target in targets)


def _is_concrete(target: TargetView) -> bool:
    meaning = target.meaning
    parts = meaning.parts if isinstance(meaning, AllOf) else (meaning,)
    return any(isinstance(part, (Threshold, Range)) and _is_counted(part.unit) for part in parts)


def _is_counted(unit: str | None) -> bool:
    """Whether a unit is of things: no share, no time, no money. A number without a unit is taken to be counted."""
    known = None if unit is None else units.look_up(unit)
    generic = ("share", "points", "time", "working_time", "months", "money")
    return known is None or known.dimension.partition(":")[0] not in generic
