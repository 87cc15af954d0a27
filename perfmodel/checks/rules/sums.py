"""F01, F02, F07: whether the amounts of a table add up, across each line and from the projects up to 合计, and are amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perfmodel.analysis.budget import money_of
from perfmodel.analysis.execution_sums import execution_faults
from perfmodel.analysis.funding_tree import COLUMNS, lines_of_project, lines_of_table
from perfmodel.analysis.sum_faults import Fault, faults_in
from perfmodel.checks.context import IndicatorView, ProjectView, TableView, TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import PRACTICE
from perfmodel.model.execution import ExecutionLine
from perfmodel.model.fields import field_of
from perfmodel.model.funding import Funding
from perfmodel.model.paths import span_at
from perfmodel.scoring.value import target_of
from perfmodel.values.kinds import Threshold
from perfmodel.values.parser import TargetReading

__all__ = ["adds_up", "not_negative", "one_unit"]


def _faults(view: TableView | ProjectView, tolerance: Decimal) -> tuple[Fault, ...]:
    if not tolerance:
        return view.sum_faults
    lines = lines_of_table(view.table) if isinstance(view, TableView) else lines_of_project(view.project)
    return faults_in(lines, tolerance)


def _column_words(kind: type, column: str) -> dict[str, str]:
    """Return what a column is called, to fill the messages."""
    field = field_of(kind, column)
    return {"column": field.in_text("zh"), "column_en": field.in_text("en")}


def _hit(view: TableView | ProjectView, fault: Fault) -> Hit:
    root = view.table if isinstance(view, TableView) else view.project
    values = {
        "name": fault.line.name,
        "parent": fault.parent.name,
        **_column_words(Funding, fault.column),
        "printed": fault.printed,
        "sum": fault.expected,
        "gap": abs(fault.printed - fault.expected),
    }
    message = "across" if fault.across else "below" if fault.line is fault.parent else "part"
    return Hit(fault.line.path, span_at(root, fault.line.path), message, values)


@rule(
    "F01",
    "error",
    "adds-up",
    on="whole",
    messages={
        "across": (
            "“{name}”的总计应为各来源之和 {sum}，实为 {printed}，相差 {gap}",
            "the total of “{name}” should be {sum}, the sum of its sources; it is {printed} (difference: {gap})",
        ),
        "below": (
            "“{name}”的{column}应为所属各项之和 {sum}，实为 {printed}，相差 {gap}",
            "the {column} of “{name}” should be {sum}, the sum of its items; it is {printed} (difference: {gap})",
        ),
        "part": (
            "“{name}”的{column}与“{parent}”不一致：应为 {sum}，实为 {printed}，相差 {gap}",
            "the {column} of “{name}” does not match “{parent}”: it should be {sum}; it is {printed} (difference: {gap})",
        ),
    },
    basis=(PRACTICE("表内数字合计应当一致", "the figures in a table add up"),),
    settings={"tolerance": Decimal(0)},
    supersedes=("R02",),
)
def adds_up(view: TableView | ProjectView, settings: Settings) -> Iterator[Hit]:
    """金额合计一致 / the amounts add up.

    检查：总计等于表里各项来源之和（财政拨款、财政专户拨款、其他资金，及中央补助、地方资金、上年结转资金、单位资
    金）；各项目之和等于所属单位，各单位之和等于合计，各栏各自相加。一处金额印错只报一次：能够判断的报在该行，无法判
    断的报在所属各项合计不一致的一行。分行合计不一致所造成的合计不符不再另报。没有印出的金额、推断的栏目、可作两读的
    数字不作判断；漏读了项目的，不验它的合计。单位行下面没有项目、后面各单位合计恰好等于它的，当作上级单位的小计。相
    差不超过 tolerance（默认 0，以表中的金额单位计）的不报；乘以或除以 10,000 才相符的，由 F02 报。自评表、监控表的
    预算执行情况，总额一行的年初预算、全年预算、执行数各等于其中各行之和；其中有空白的，只在其中之和超过总额时报；行
    数多的，其中几行加起来是总额，可能分为两层，不报。
    Checks: a total is the sum of all sources in the table; projects add up to their spending body and bodies to 合
    计, column by column. One wrong amount is reported once: at its own line if the sums show which line it is,
    otherwise at the line whose items do not add up. Amounts that were not printed, whose columns were inferred or
    that can be read in two ways are not judged, and neither are sums over rows of which one may have been missed. A
    body without projects whose amount is the sum of the bodies that follow is regarded as their parent. Differences
    up to the setting tolerance (0, in the printed unit) are accepted; F02 reports amounts that match after a factor
    of 10,000. In budget execution, the line of all funds is the sum of the lines below it, column by column; where
    some of these are blank, only a sum above the whole is reported, and where some of many lines add up to the
    whole, there may be two levels, and nothing is reported.

    缘由：总计与分项不一致，必有一处有误或漏列，审核和批复缺少依据。
    Why: if a total and its items disagree, one of them is wrong or something is missing.

    反例：

        name: 会议费
        funding: {total: 20.00, appropriation: 15.00, other: 3.00}
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。

    正例：

        name: 会议费
        funding: {total: 18.00, appropriation: 15.00, other: 3.00}
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。
    """
    for fault in _faults(view, settings["tolerance"]):
        if not fault.mixed:
            yield _hit(view, fault)
    for project in view.projects if isinstance(view, TableView) else (view,):
        for field, total, expected in execution_faults(project.project.execution, settings["tolerance"]):
            values: dict[str, Any] = {**_column_words(ExecutionLine, field), "printed": total, "sum": expected}
            name = project.project.name
            yield project.result_hit(
                f"execution.lines[0].{field}", "below", name=name, parent="", gap=abs(total - expected), **values
            )


@rule(
    "F02",
    "warning",
    "one-unit",
    on=("whole", "indicator"),
    messages={
        "across": (
            "“{name}”的总计 {printed} 与各来源之和 {sum} 相差一万倍，疑为元与万元混用",
            "the total of “{name}”, {printed}, and the sum of its sources, {sum}, differ by a factor of 10,000: "
            "元 and 万元 may have been mixed up",
        ),
        "below": (
            "“{name}”的{column} {printed} 须乘以或除以一万才与所属各项之和 {sum} 一致，疑为元与万元混用",
            "the {column} of “{name}”, {printed}, matches the sum of its items, {sum}, only after a factor of 10,000 "
            "is applied: 元 and 万元 may have been mixed up",
        ),
        "part": (
            "“{name}”的{column} {printed} 须乘以或除以一万才与“{parent}”一致（应为 {sum}），疑为元与万元混用",
            "the {column} of “{name}”, {printed}, matches “{parent}” ({sum}) only after a factor of 10,000 is applied: "
            "元 and 万元 may have been mixed up",
        ),
        "actual": (
            "“{name}”的实际完成值“{printed}”须乘以或除以一万才与指标值“{parent}”相当，疑为单位混用",
            "the actual value “{printed}” of “{name}” is comparable with its target value “{parent}” only after a "
            "factor of 10,000 is applied: units may have been mixed up",
        ),
    },
    basis=(PRACTICE("一张表只用一个金额单位", "a table uses one currency unit"),),
    supersedes=("R02",),
    where=(Where(evaluated=True),),
)
def one_unit(view: TableView | ProjectView | IndicatorView, settings: Settings) -> Iterator[Hit]:
    """元与万元不混用 / 元 and 万元 are not mixed up.

    检查：F01 的各项相加，把一行的金额（或一行中的一个金额）乘以或除以 10,000 才相符的。这样的地方 F01 不再报。自评
    表里没有单位的实际完成值，乘以或除以 10,000 才与目标相当的，也报，不计分。
    Checks: sums checked by F01 that match only after the amounts of a line, or one of them, are multiplied or
    divided by 10,000. F01 does not report these. An actual value without a unit that is comparable with its target
    value only in this way is reported as well and is not scored.

    缘由：同一张表中万元与元混填，金额会相差一万倍。
    Why: an amount in 元 among amounts in 万元 is wrong by a factor of 10,000.

    反例：

        name: 会议费
        funding: {total: 180000, appropriation: 15.00, other: 3.00}
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。

    正例：

        name: 会议费
        funding: {total: 18.00, appropriation: 15.00, other: 3.00}
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。
    """
    if isinstance(view, IndicatorView):
        own, target = view.indicator, target_of(view.indicator)
        if view.score.outcome.trouble == "unit_in_doubt" and target is not None and own.actual is not None:
            wanted = f"{target.signed_text}{target.unit or ''}"
            yield view.hit("actual", "actual", name=own.name, printed=own.actual.text, parent=wanted)
        return
    for fault in _faults(view, Decimal(0)):
        if fault.mixed:
            yield _hit(view, fault)


def _is_below_zero(reading: TargetReading) -> bool:
    meaning = reading.meaning
    return (
        isinstance(meaning, Threshold)
        and meaning.number < 0
        and meaning.change is None
        and money_of(meaning.number, meaning.unit) is not None
    )


@rule(
    "F07",
    "error",
    "not-negative",
    on=("table", "project", "target"),
    kinds=("threshold",),
    messages={
        "": (
            "“{name}”的{column}不应小于 0，实为 {amount}",
            "the {column} of “{name}” should not be negative; it is {amount}",
        ),
        "target": (
            "成本指标“{name}”的指标值不应小于 0，实为“{text}”",
            "the target value of the cost indicator “{name}” should not be negative; it is “{text}”",
        ),
    },
    basis=(PRACTICE("预算安排的金额不应小于 0", "budgets are not negative"),),
    where=(Where(is_cost=True, value=_is_below_zero),),
)
def not_negative(view: TableView | ProjectView | TargetView, settings: Settings) -> Iterator[Hit]:
    """金额不小于 0 / no amount is negative.

    检查：合计、各单位和各项目（年度和实施周期）的总计和各项来源都不小于 0；同一行只报告一次。成本指标的金额也不小于
    0。
    Checks: the amounts of the whole table, of each body and of each project, for the year and for the whole period,
    are not negative; a line is reported once. Money in cost indicators is not negative either.

    缘由：负数多半为多印一横，或将调减数填入预算数。
    Why: most likely a dash was read as a sign, or a reduction was entered in place of the budget.

    反例：

        name: 会议费
        funding: {total: -18.00}
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。

    正例：

        name: 会议费
        funding: {total: 18.00}
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。
    """
    if isinstance(view, TargetView):
        yield view.hit("target")
        return
    if isinstance(view, ProjectView):
        project = view.project
        for field in ("funding", "whole_period_funding"):
            found = _below_zero(getattr(project, field))
            if found is not None:
                yield view.hit(field, name=project.name or "—", **found)
        return
    table = view.table
    lines = [("total", "合计", table.total)]
    lines += [
        (f"sections[{at}].funding", section.name or "—", section.funding) for at, section in enumerate(table.sections)
    ]
    for path, name, funding in lines:
        found = _below_zero(funding)
        if found is not None:
            yield Hit(path, span_at(table, path), "", {"name": name, **found})


def _below_zero(funding: Funding | None) -> dict[str, Any] | None:
    """Return the first amount below zero and its column, to fill the message; None where there is none."""
    if funding is None:
        return None
    for column in COLUMNS:
        amount: Decimal | None = getattr(funding, column)
        if amount is not None and amount < 0:
            return {**_column_words(Funding, column), "amount": amount}
    return None
