"""The official forms that are filled in later: self-evaluation and monitoring, of projects, departments and regions.

They are laid out as the forms of targets are: a block of labels beside their values, the money with what was spent of it,
the goal with what became of it, then a row for each indicator with its target, what was reached, and the points or causes.
What a form has no place for is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from perfmodel.model.execution import ExecutionLine
from perfmodel.model.fields import fields_of
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import LIKELIHOODS, Indicator
from perfmodel.model.table import FORMS, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.characters import fold
from perfmodel.spreadsheets.grid import FormGrid, Value, refuse
from perfmodel.spreadsheets.layouts import (
    LEVEL1_COLUMN,
    LEVEL2_COLUMN,
    NAME_COLUMN,
    SIDE_COLUMN,
    IndicatorColumn,
    ProjectForm,
    runs_of,
)

__all__ = ["ResultForm", "result_grids"]

_TITLES_OF_FORM = {
    "self-evaluation": {
        "project": "项目支出绩效自评表",
        "department": "部门整体支出绩效自评表",
        "policy": "专项资金绩效自评表",
        "region": "转移支付区域绩效自评表",
    },
    "monitoring": {
        "project": "项目支出绩效运行监控表",
        "department": "部门整体支出绩效运行监控表",
        "policy": "专项资金绩效运行监控表",
        "region": "转移支付区域绩效运行监控表",
    },
}
# Heads over what was budgeted and spent; those that a form always has, and the others where something stands in them.
_EXECUTION_HEADS = {
    "self-evaluation": {
        "initial": "年初预算数", "revised": "全年预算数", "executed": "全年执行数", "forecast": "全年预计执行数",
        "weight": "分值", "rate": "执行率", "score": "得分", "deviation": "偏差原因分析",
    },
    "monitoring": {
        "initial": "年初预算数", "revised": "全年预算数", "executed": "1-7月执行数", "rate": "1-7月执行率",
        "forecast": "全年预计执行数", "weight": "分值", "score": "得分", "deviation": "偏差原因分析",
    },
}  # fmt: skip
_USUAL_HEADS = {
    "self-evaluation": ("initial", "revised", "executed", "weight", "rate", "score"),
    "monitoring": ("initial", "executed", "rate", "forecast"),
}
_STYLE_OF_HEAD = {"weight": "number", "score": "number", "rate": "centred", "deviation": "text"}
# The columns of indicators: the field, its head, its width and its style; whether the form always has it.
_HEADS_OF_TARGETS: tuple[tuple[str, str, int, str, bool], ...] = (
    ("whole_period", "实施周期指标值", 16, "centred", False),
    ("annual", "年度指标值", 16, "centred", True),
    ("adjusted", "调整后指标值", 16, "centred", False),
    ("unit", "计量单位", 9, "centred", False),
)
_RESULT_HEADS: dict[str, tuple[tuple[str, str, int, str, bool], ...]] = {
    "self-evaluation": (
        *_HEADS_OF_TARGETS,
        ("actual", "实际完成值", 16, "centred", True),
        ("weight", "分值", 8, "number", True),
        ("score", "得分", 8, "number", True),
        ("deviation", "偏差原因分析及改进措施", 26, "text", True),
    ),
    "monitoring": (
        *_HEADS_OF_TARGETS,
        ("weight", "分值", 8, "number", False),
        ("actual", "1-7月执行情况", 16, "centred", True),
        ("forecast", "全年预计完成情况", 16, "centred", True),
        ("score", "得分", 8, "number", False),
    ),
}
_NOT_IN_FORM = {"self-evaluation": ("forecast", "causes", "likelihood"), "monitoring": ()}
_CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
_TICK = "√"
_FIELDS_WITH_COLUMNS = frozenset((*(name for rows in _RESULT_HEADS.values() for name, *_rest in rows), "name", "operator",
                            "deviation", "likelihood"))  # fmt: skip
_KINDS_OF_CELLS = ("text", "prose", "number")
_HEADS_OF_FIELDS = {"explanation": "指标解释"}
_PLAIN_PERCENTAGE = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)%")


def result_grids(table: TargetTable) -> list[FormGrid]:
    """Lay a self-evaluation or a monitoring table out, a form for each project.

    Raises `ValueError` for what the form has no place for.

    >>> from perfmodel.model.table import Project
    >>> table = TargetTable(form="self-evaluation", projects=[Project("会议费", goal="开好会议。")])
    >>> [cell.value for cell in result_grids(table)[0].cells][:3]
    ['项目支出绩效自评表', '项目名称', '会议费']
    """
    if table.unread:
        refuse(table, "unread", table.form)
    if table.total is not None:
        refuse(table, "total", table.form)
    for section in table.sections:
        if section.funding != Funding():
            refuse(section, "funding", table.form)
    return [ResultForm(table, section, project, 0).grid for section in table.sections for project in section.projects]


class ResultForm(ProjectForm):
    """The form of one project after or within the year."""

    @property
    def titles(self) -> dict[str, str]:  # type: ignore[override]
        """What the form is called, by scope."""
        return _TITLES_OF_FORM[self.table.form]

    def _require_places(self) -> None:
        project, form = self.project, self.table.form
        if self.section.name and project.spender not in (None, self.section.name):
            refuse(self.section, "name", form)
        if project.tasks and self.table.scope != "department":
            refuse(project, "tasks", form)
        if project.whole_period_funding is not None:
            refuse(project, "whole_period_funding", form)
        if project.whole_period_goal:
            refuse(project, "whole_period_goal", form)
        before: dict[str, bool] = {}
        for indicator in project.indicators:
            if not indicator.understood:
                refuse(indicator, "reason", form)
            for name in _NOT_IN_FORM[form]:
                if getattr(indicator, name) not in (None, ()):
                    refuse(indicator, name, form)
            for name in ("level1", "level2"):
                # A blank below a category means the same as above.
                if before.get(name) and getattr(indicator, name) is None:
                    refuse(indicator, name, form)
                before[name] = before.get(name, False) or getattr(indicator, name) is not None

    def _columns(self) -> list[IndicatorColumn]:
        """The columns behind the name; of those that a form need not have only the ones that something stands in."""
        indicators = self.project.indicators

        def used(name: str) -> bool:
            return any(getattr(one, name) not in (None, ()) for one in indicators)

        found = [_plain("operator", "计算符号", 9, "centred")] if used("operator") else []
        for name, head, width, style, always in _RESULT_HEADS[self.table.form]:
            if always or used(name):
                found.append(_plain(name, head, width, style))
        for field in fields_of(Indicator):
            if field.kind in _KINDS_OF_CELLS and field.declaration.content and field.name not in _FIELDS_WITH_COLUMNS:
                style = "number" if field.kind == "number" else "text"
                column = _plain(field.name, _HEADS_OF_FIELDS.get(field.name, field.zh), 22, style)
                found += [column] * used(field.name)
        self.groups: dict[int, tuple[str, int]] = {}
        if self.table.form == "monitoring":
            self._add_ticks(found)
        for label in dict.fromkeys(label for one in indicators for label, _text in one.further):
            found.append(IndicatorColumn(label, 20, "text", _further(label)))
        return found

    def _add_ticks(self, found: list[IndicatorColumn]) -> None:
        """The columns that are ticked, each under the head of its group."""
        causes = list(dict.fromkeys((*_CAUSES, *(cause for one in self.project.indicators for cause in one.causes))))
        self.groups[len(found)] = ("偏差原因分析", len(causes) + 1)
        found += [IndicatorColumn(cause, 9, "centred", _ticked(cause)) for cause in causes]
        found.append(_plain("deviation", "原因说明", 24, "text"))
        self.groups[len(found)] = ("完成目标可能性", len(LIKELIHOODS))
        found += [IndicatorColumn(one, 9, "centred", _likely(one)) for one in LIKELIHOODS]

    # The money, and what was spent of it.

    def _execution_heads(self) -> list[tuple[str, str]]:
        """The columns of money as fields with their heads."""
        form, lines = self.table.form, self.project.execution.lines
        return [
            (name, head)
            for name, head in _EXECUTION_HEADS[form].items()
            if name in _USUAL_HEADS[form] or any(getattr(line, name) is not None for line in lines)
        ]

    def _further_heads(self) -> list[str]:
        return list(dict.fromkeys(label for line in self.project.execution.lines for label, _text in line.further))

    def _least_columns(self) -> int:
        count = len(self._execution_heads()) + len(self._further_heads())
        tasks = len(self._task_amounts()) if self.table.scope == "department" else 0
        return NAME_COLUMN + max(count, tasks)

    def _before_goals(self) -> None:
        project = self.project
        if self.table.scope == "department" and project.tasks:
            self._tasks()
        elif project.funding != Funding():
            self._money()
        self._execution()

    def _execution(self) -> None:
        grid, lines = self.grid, self.project.execution.lines
        if not lines:
            return
        label = self._in_currency("资金情况" if self.table.scope == "region" else "项目资金")
        if self.table.scope == "department":
            label = self._in_currency("部门预算")
        heads, further = self._execution_heads(), self._further_heads()
        spans = _evenly(NAME_COLUMN, grid.last, len(heads) + len(further))
        grid.put(grid.rows, 0, label, "head", len(lines) + 1, 2)
        names = [*(head for _name, head in heads), *further]
        grid.add_row((2, 2, None, "head"), *((*span, name, "head") for span, name in zip(spans, names, strict=True)))
        for line in lines:
            values = [_execution_value(line, name) for name, _head in heads]
            texts = dict(line.further)
            cells = [*values, *((texts.get(one), "text") for one in further)]
            placed = ((*span, value, style) for span, (value, style) in zip(spans, cells, strict=True))
            grid.add_row((2, 2, line.source or None, "text"), *placed)

    def _goals(self) -> None:
        grid, project = self.grid, self.project
        if self.table.form != FORMS[1] and not project.goal_actual:
            super()._goals()
            return
        grid.put(grid.rows, 0, "年度目标" if self.table.scope == "region" else "年度总体目标", "head", 2, 2)
        middle = (2 + grid.last) // 2
        actual = "全年实际完成情况"
        grid.add_row((2, middle, "预期目标", "head"), (middle + 1, grid.last, actual, "head"))
        grid.add_row((2, middle, project.goal, "text"), (middle + 1, grid.last, project.goal_actual, "text"))

    def _indicators(self) -> None:
        grid, indicators = self.grid, self.project.indicators
        first = NAME_COLUMN + self.name_columns
        rows = 2 if self.groups else 1
        grid.put(grid.rows, SIDE_COLUMN, "绩效指标", "head", max(1, len(indicators)) + rows)
        grid.header = grid.rows
        grid.header_rows = rows
        self._heads(first, rows)
        for column, name in ((LEVEL1_COLUMN, "level1"), (LEVEL2_COLUMN, "level2")):
            for start, count, text in runs_of(indicators, name):
                grid.put(grid.rows + start, column, text, "category", count)
        for indicator in indicators:
            cells = ((first + at, first + at, one.value(indicator), one.style) for at, one in enumerate(self.columns))
            grid.add_row((NAME_COLUMN, first - 1, indicator.name, "text"), *cells)
        if not indicators:
            self._blank_indicator(first)
        self._below(first)

    def _heads(self, first: int, rows: int) -> None:
        """The heads, over two rows where some stand under the head of a group."""
        grid = self.grid
        left = (
            (LEVEL1_COLUMN, 1, "一级指标"),
            (LEVEL2_COLUMN, 1, "二级指标"),
            (NAME_COLUMN, self.name_columns, "三级指标"),
        )
        for column, width, head in left:
            grid.put(grid.rows, column, head, "head", rows, width)
        at = 0
        while at < len(self.columns):
            head, width = self.groups.get(at, ("", 1))
            if head:
                grid.put(grid.rows, first + at, head, "head", 1, width)
                for inside in range(at, at + width):
                    grid.put(grid.rows + 1, first + inside, self.columns[inside].head, "head")
            else:
                grid.put(grid.rows, first + at, self.columns[at].head, "head", rows)
            at += width
        grid.rows += rows

    def _below(self, first: int) -> None:
        """The total score under the points, then the grade and the conclusion."""
        grid, project = self.grid, self.project
        at = next((at for at, column in enumerate(self.columns) if column.head == "得分"), None)
        if at is not None and (project.total_score is not None or self.table.form == FORMS[1]):
            score = first + at
            rest = [(score + 1, grid.last, None, "text")] if score < grid.last else []
            grid.add_row((0, score - 1, "总分", "head"), (score, score, project.total_score, "number"), *rest)
        elif project.total_score is not None:
            self._labelled("自评总分", project.total_score, "number")
        if project.grade is not None:
            self._labelled("评价等级", project.grade)
        if project.conclusion:
            self._labelled("评价结论", project.conclusion)


def _evenly(first: int, last: int, count: int) -> list[tuple[int, int]]:
    """Return ``count`` stretches of about as many columns that fill them all.

    >>> _evenly(3, 9, 3)
    [(3, 5), (6, 7), (8, 9)]
    """
    size, more = divmod(last - first + 1, count)
    starts = [first + at * size + min(at, more) for at in range(count + 1)]
    return [(start, end - 1) for start, end in pairwise(starts)]


def _plain(name: str, head: str, width: int, style: str) -> IndicatorColumn:
    """A column of a field; of a target its text."""

    def value(one: Indicator) -> Value:
        content = getattr(one, name)
        return content.text if isinstance(content, Target) else content

    return IndicatorColumn(head, width, style, value)


def _further(label: str) -> Callable[[Indicator], Value]:
    return lambda one: dict(one.further).get(label)


def _ticked(cause: str) -> Callable[[Indicator], Value]:
    return lambda one: _TICK if cause in one.causes else None


def _likely(word: str) -> Callable[[Indicator], Value]:
    return lambda one: _TICK if one.likelihood == word else None


def _execution_value(line: ExecutionLine, name: str) -> tuple[Value, str]:
    """What stands in a cell of a line of money, and its style; a rate that is a percentage is a number."""
    style = _STYLE_OF_HEAD.get(name, "amount")
    if name == "rate":
        if line.rate is None:
            return None, style
        percentage = _PLAIN_PERCENTAGE.fullmatch(fold(line.rate.text))
        if percentage is None or line.rate.text != percentage[0]:
            return line.rate.text, style
        return Decimal(percentage[1]).scaleb(-2), "rate"
    content: Decimal | str | None = getattr(line, name)
    return content, style
