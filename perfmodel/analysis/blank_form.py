"""The form that is to be filled in later, prefilled from the targets that were approved."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from perfmodel._internal.messages import one_of, wrong_value
from perfmodel.analysis.weights import weight_of
from perfmodel.model.execution import Execution, ExecutionLine
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import FORMS, Project, Section, TargetTable

__all__ = ["blank_form"]

_LINE_OF_ALL_MONEY = "年度资金总额"
# What the money of a source is called in the rows of execution.
_SOURCE_LINES = {
    "appropriation": "当年财政拨款",
    "special_account": "财政专户管理资金",
    "central": "中央补助",
    "local": "地方资金",
    "carried_over": "上年结转资金",
    "own": "单位资金",
    "other": "其他资金",
}
_HUNDRED = Decimal(100)
# The weight of execution where the indicators' weights leave none to tell.
_USUAL_EXECUTION_WEIGHT = Decimal(10)


def blank_form(plan: TargetTable, form: str = "self-evaluation") -> TargetTable:
    """Return the blank self-evaluation or monitoring table for approved targets.

    It has the targets (with their weights in a self-evaluation), the goal, and the budget as the initial budget of the
    execution rows; actual values and scores are blank. In a self-evaluation the weight of execution is what the
    indicators leave of 100, or 10 if they have no weights. `to_xlsx` and `to_docx` write it as the official form. What
    these forms have no place for (the whole period, explanations, contacts) is left out. Raises `ValueError` for an
    unknown form, and for a table that is not one of targets.

    Source: the forms 项目支出绩效自评表 and 项目支出绩效运行监控表.

    >>> from perfmodel import Indicator
    >>> plan = TargetTable(projects=[Project("养护", funding=Funding(60), indicators=[Indicator(name="里程", annual="≥9公里", weight=90)])])
    >>> [project] = blank_form(plan).projects
    >>> project.execution.total.initial, project.execution.total.weight, project.indicators[0].annual.text
    (Decimal('60'), Decimal('10'), '≥9公里')
    """
    if form not in FORMS[1:]:
        raise wrong_value(one_of(FORMS[1:]), form, "form")
    if plan.form != FORMS[0]:
        raise wrong_value(("绩效目标表（“targets”）", "“targets”"), plan.form, "plan.form")
    sections = [
        Section(section.name, projects=[_project(project, form) for project in section.projects])
        for section in plan.sections
    ]
    return TargetTable(
        unit=plan.unit, currency_unit=plan.currency_unit, sections=sections, form=form, scope=plan.scope, year=plan.year
    )


def _project(plan: Project, form: str) -> Project:
    weights = [weight for one in plan.indicators if isinstance(weight := weight_of(one), Decimal)]
    left = _HUNDRED - sum(weights, Decimal(0)) if weights else _USUAL_EXECUTION_WEIGHT
    weight = left if form == FORMS[1] and 0 < left < _HUNDRED else None
    return Project(
        plan.name,
        plan.spender,
        goal=plan.goal or plan.whole_period_goal,
        indicators=[_indicator(one, form == FORMS[1]) for one in plan.indicators],
        department=plan.department,
        tasks=plan.tasks,
        execution=_execution(plan.funding, weight),
    )


def _execution(budget: Funding, weight: Decimal | None) -> Execution:
    """The rows of execution: the budget of the year, and of each source that has some."""
    lines = [ExecutionLine(_LINE_OF_ALL_MONEY, initial=budget.total, weight=weight)]
    for name, source in _SOURCE_LINES.items():
        amount = getattr(budget, name)
        if amount is not None:
            lines.append(ExecutionLine(source, initial=amount))
    return Execution(lines)


def _indicator(plan: Indicator, with_weight: bool) -> Indicator:
    if not plan.understood:
        return plan
    weight = weight_of(plan)
    return evolve(
        Indicator(plan.level1, plan.level2, plan.name, level1_text=plan.level1_text, level2_text=plan.level2_text),
        annual=plan.annual or plan.whole_period,
        operator=plan.operator,
        unit=plan.unit,
        weight=weight if with_weight and isinstance(weight, Decimal) else None,
    )
