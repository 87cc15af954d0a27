"""E20, E21: forms of monitoring, filled in within the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perfmodel.analysis.evaluated_rows import is_explained
from perfmodel.checks.context import ProjectView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import PRACTICE
from perfmodel.scoring.execution import rate_of
from perfmodel.scoring.outcome import rounded
from perfmodel.source.characters import fold, squeeze
from perfmodel.vocabulary import groups

__all__ = ["execution_so_far", "hopeless_explained"]

_MONTHS_OF_TITLE = re.compile("1月?[-–—~～至到]([0-9]{1,2})月")
_DOCUMENT = PRACTICE("绩效运行监控的通行做法", "how execution is monitored in practice")


@rule(
    "E20",
    "warning",
    "hopeless-explained",
    on="result",
    messages={
        "": (
            "“{name}”{likelihood}完成目标，未说明原因",
            "the likelihood that “{name}” meets its target is “{likelihood}”, and no reason is given",
        )
    },
    basis=(_DOCUMENT,),
    settings={"possible_too": False},
)
def hopeless_explained(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """监控中无法完成的目标说明原因 / a target that can no longer be met is explained.

    检查：监控表里完成可能性是“完全不可能”的指标，偏差原因有一栏打勾，或者写了原因说明（全表的原因说明也算）。设置
    possible_too 的，“有可能”的也查。
    Checks: an indicator whose likelihood is 完全不可能 has a cause ticked or a reason given (a reason for the whole
    table is enough). With the setting possible_too, 有可能 is checked as well.

    缘由：监控旨在及时纠偏，未说明原因无从纠偏。
    Why: monitoring serves to correct deviations in time.

    反例：

        name: 设备购置
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 购置设备, annual: ≥20台, actual: 2台, forecast: 10台, likelihood: 完全不可能}

    正例：

        name: 设备购置
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 购置设备, annual: ≥20台, actual: 2台, forecast: 10台, causes: [经费保障], likelihood: 完全不可能}
    """
    wanted = ("完全不可能", "有可能") if settings["possible_too"] else ("完全不可能",)
    for view in project.indicators:
        own = view.indicator
        if own.likelihood in wanted and not is_explained(own, project.project):
            yield view.hit("likelihood", name=own.name, likelihood=own.likelihood)


@rule(
    "E21",
    "warning",
    "execution-so-far",
    on="result",
    messages={
        "": (
            "“{name}”截至 {month} 月的预算执行率为 {rate}%，为序时进度的 {share}%",
            "by month {month}, “{name}” had spent {rate}% of its budget, {share}% of the pro rata amount",
        )
    },
    basis=(_DOCUMENT,),
    settings={"month": 7, "red": Decimal(60), "yellow": Decimal(80)},
)
def execution_so_far(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """监控时的预算执行进度 / the budget spent by the time of monitoring.

    检查：监控表里执行数÷预算数，不低于序时进度（月份÷12）的 red（默认 60%）；低于 yellow（默认 80%）的是提示。月份
    看表名（1-7月），没有的按设置 month（默认 7）。
    Checks: in a monitoring form, the amount spent ÷ the budget is not below 60% (setting red) of the pro rata
    amount (month ÷ 12); below 80% (setting yellow) is a hint. The month is taken from the title (1-7月), otherwise
    from the setting month (7).

    缘由：年中支出过少，年底或突击支出，或形成结余。
    Why: what has not been spent by then is spent in haste at the end of the year, or not at all.

    反例：

        name: 设备购置
        execution: {lines: [{source: 年度资金总额, initial: 200, executed: 60, rate: 30%, forecast: 200}]}
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 购置设备, annual: ≥20台, actual: 2台, likelihood: 确定能}

    正例：

        name: 设备购置
        execution: {lines: [{source: 年度资金总额, initial: 200, executed: 120, rate: 60%, forecast: 200}]}
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 购置设备, annual: ≥20台, actual: 12台, likelihood: 确定能}
    """
    line = project.project.execution.total
    if line is None or not project.is_monitoring:
        return
    rate = rate_of(line, project.scoring.denominator)
    month = _month(project, settings["month"])
    if rate is None or not 1 <= month <= 12:
        return
    share = rate * 12 / month * 100
    if share < Fraction(settings["yellow"]):
        yield project.result_hit(
            "execution.lines[0].executed",
            severity=None if share < Fraction(settings["red"]) else "hint",
            name=project.project.name,
            month=month,
            rate=rounded(rate * 100, 1),
            share=rounded(share, 1),
        )


def _month(project: ProjectView, usual: int) -> int:
    title = "" if project.table is None else project.table.table.title[: groups.LONGEST_EXAMINED]
    match = _MONTHS_OF_TITLE.search(squeeze(fold(title)))
    return usual if match is None else int(match[1])
