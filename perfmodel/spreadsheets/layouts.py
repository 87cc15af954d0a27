"""The official forms of targets: which cell of a layout stands where.

1. **Strings**: one table; all indicators of a project stand in one cell, as indicator strings.
2. **Plain columns**: a form for each project: a block of labels beside their values, then a row for each indicator.
3. **Signs and units in columns of their own**: as 2, with 计算符号 and 计量单位 beside the value.

What a layout has no place for is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from attrs import frozen

from perfmodel._internal.messages import one_of, wrong_value
from perfmodel.model.fields import field_of, fields_of
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import FORMS, Project, Section, TargetTable
from perfmodel.spreadsheets.grid import FormGrid, Value, currency_line, refuse
from perfmodel.spreadsheets.strings_form import strings_grid

__all__ = [
    "FIRST_WIDTHS",
    "LAYOUTS",
    "LEVEL1_COLUMN",
    "LEVEL2_COLUMN",
    "NAME_COLUMN",
    "SIDE_COLUMN",
    "IndicatorColumn",
    "ProjectForm",
    "grids_of",
    "runs_of",
]

LAYOUTS = (1, 2, 3)
_SOURCES = ("appropriation", "special_account", "central", "local", "carried_over", "own", "other")
# Rows of money that a form has though nothing stands in them.
_USUAL_ROWS = {"project": ("appropriation", "other"), "region": ("central", "local")}
_TITLES = {
    "project": "项目支出绩效目标表",
    "department": "部门整体支出绩效目标表",
    "policy": "专项资金绩效目标表",
    "region": "中央对地方转移支付区域绩效目标表",
}
# What stands before the name, the department and the body, by scope.
_HEAD_LABELS = {
    "project": ("项目名称", "主管部门", "实施单位"),
    "department": ("部门（单位）名称", "主管部门", "实施单位"),
    "policy": ("专项资金名称", "主管部门", "实施单位"),
    "region": ("专项名称", "中央主管部门", "省级主管部门"),
}
# The columns before the values: 绩效指标 over all rows, both levels, the name.
SIDE_COLUMN, LEVEL1_COLUMN, LEVEL2_COLUMN, NAME_COLUMN = range(4)
FIRST_WIDTHS = (6, 13, 17, 26)


def grids_of(table: TargetTable, layout: int) -> list[FormGrid]:
    """Lay a table out: one grid for layout 1, one for each project for the others.

    Raises `ValueError` for another layout, and for what the layout has no place for.

    >>> table = TargetTable("项目支出绩效目标表", projects=[Project("会议费", department="某市某局")], year=2025)
    >>> [cell.value for cell in grids_of(table, 2)[0].cells][:6]
    ['项目支出绩效目标表', '（2025年度）', '项目名称', '会议费', '主管部门', '某市某局']
    >>> grids_of(table, 1)
    Traceback (most recent call last):
      ...
    ValueError: TargetTable.year：版式 1 没有“年度”的位置 / TargetTable.year: layout 1 has no place for it
    """
    if layout not in LAYOUTS:
        raise wrong_value(one_of(LAYOUTS), layout, "layout")
    if table.form != FORMS[0]:
        refuse(table, "form", layout)
    if table.unread:
        refuse(table, "unread", layout)
    if layout == 1:
        return [strings_grid(table)]
    if table.total is not None:
        refuse(table, "total", layout)
    for section in table.sections:
        if section.funding != Funding():
            refuse(section, "funding", layout)
    places = ((section, project) for section in table.sections for project in section.projects)
    return [ProjectForm(table, section, project, layout).grid for section, project in places]


@frozen
class IndicatorColumn:
    """A column behind the name: its head, its width, its style, and what stands in it."""

    head: str
    width: int
    style: str
    value: Callable[[Indicator], Value]


# The columns of their own by the kind of field, with width and style; those that stand elsewhere; heads as forms have them.
_OWN_COLUMN = {"number": (8, "number"), "text": (24, "text"), "prose": (24, "text")}
_PLACED = frozenset(("name", "operator", "unit"))
_HEADS_IN_FORMS = {"explanation": "指标解释"}


def _columns(indicators: Sequence[Indicator], layout: int) -> list[IndicatorColumn]:
    """Return the columns behind the name; those that nothing stands in are left out, but for the value."""

    def used(name: str) -> bool:
        return any(getattr(one, name) is not None for one in indicators)

    def plain(name: str, head: str, width: int, style: str) -> IndicatorColumn:
        return IndicatorColumn(head, width, style, lambda one: getattr(one, name))

    values = []
    for name, other in (("whole_period", "annual"), ("annual", "whole_period")):
        if used(name) or (name == "annual" and not used(other)):
            head = field_of(Indicator, name).zh if used("whole_period") else "指标值"
            values.append(
                IndicatorColumn(head, 17, "centred", lambda one, name=name: getattr(getattr(one, name), "text", None))  # type: ignore[misc]
            )
    found = values
    if layout == 3:
        found = [plain("operator", "计算符号", 9, "centred"), *values, plain("unit", "计量单位", 9, "centred")]
    # Whatever else an indicator says in words or numbers has a column of its own.
    for field in fields_of(Indicator):
        if field.kind in _OWN_COLUMN and field.declaration.content and field.name not in _PLACED and used(field.name):
            width, style = _OWN_COLUMN[field.kind]
            found.append(plain(field.name, _HEADS_IN_FORMS.get(field.name, field.zh), width, style))
    for label in dict.fromkeys(label for one in indicators for label, _text in one.further):
        found.append(IndicatorColumn(label, 20, "text", lambda one, label=label: dict(one.further).get(label)))  # type: ignore[misc]
    return found


class ProjectForm:
    """The form of one project, in layout 2 or 3."""

    titles = _TITLES

    def __init__(self, table: TargetTable, section: Section, project: Project, layout: int) -> None:
        self.table, self.section, self.project, self.layout = table, section, project, layout
        self._require_places()
        self.columns = self._columns()
        least = self._least_columns()
        self.name_columns = max(1, least - len(self.columns) - NAME_COLUMN)
        names = [FIRST_WIDTHS[NAME_COLUMN] // self.name_columns + 4 * (self.name_columns > 1)] * self.name_columns
        widths = (*FIRST_WIDTHS[:NAME_COLUMN], *names, *(column.width for column in self.columns))
        self.title = table.title or self.titles[table.scope]
        self.grid = FormGrid(project.name or self.title, widths)
        self._title()
        self._head()
        self._before_goals()
        self._goals()
        self._indicators()

    def _columns(self) -> list[IndicatorColumn]:
        """The columns behind the name."""
        return _columns(self.project.indicators, self.layout)

    def _least_columns(self) -> int:
        """How many columns the form needs above the indicators."""
        project = self.project
        whole = project.whole_period_funding is not None or bool(project.whole_period_goal)
        # Labels and values of both periods stand side by side, as the amounts of a task do.
        return NAME_COLUMN + (len(self._task_amounts()) if self.table.scope == "department" else 3 if whole else 2)

    def _before_goals(self) -> None:
        """The money, or the tasks of a department."""
        if self.table.scope == "department":
            self._tasks()
        else:
            self._money()

    def _require_places(self) -> None:
        project, scope = self.project, self.table.scope
        if self.section.name and project.spender not in (None, self.section.name):
            refuse(self.section, "name", self.layout)
        if project.tasks and scope != "department":
            refuse(project, "tasks", self.layout)
        if project.whole_period_funding is not None and scope == "department":
            refuse(project, "whole_period_funding", self.layout)
        # What became of the targets has a form of its own.
        for one in (project, *project.indicators):
            kind: type = type(one)
            for field in fields_of(kind):
                if (field.declaration.result or field.name == "adjusted") and getattr(one, field.name) != field.default:
                    refuse(one, field.name, self.layout)
        before: dict[str, bool] = {}
        for indicator in project.indicators:
            if not indicator.understood:
                refuse(indicator, "reason", self.layout)
            for name in ("operator", "unit") if self.layout == 2 else ():
                if getattr(indicator, name) is not None:
                    refuse(indicator, name, self.layout)
            for name in ("level1", "level2"):
                # A blank below a category means the same as above.
                if before.get(name) and getattr(indicator, name) is None:
                    refuse(indicator, name, self.layout)
                before[name] = before.get(name, False) or getattr(indicator, name) is not None

    def _title(self) -> None:
        grid, table = self.grid, self.table
        grid.add_row((0, grid.last, self.title, "title"))
        if table.year is not None and str(table.year) not in self.title:
            grid.add_row((0, grid.last, f"（{table.year}年度）", "subtitle"))
        unit = f"单位名称：{table.unit}" if table.unit else None
        currency = currency_line(table)
        if unit or currency:
            grid.add_row((0, NAME_COLUMN - 1, unit, "unit"), (NAME_COLUMN, grid.last, currency, "currency"))

    def _head(self) -> None:
        name, department, spender = _HEAD_LABELS[self.table.scope]
        project = self.project
        self._labelled(name, project.name)
        body = project.spender or self.section.name
        pairs: list[tuple[str, str]] = []
        if project.department is not None:
            pairs.append((department, project.department))
        if body and (self.table.scope != "department" or body != project.name):
            pairs.append((spender, body))
        if project.period is not None:
            pairs.append(("项目期", project.period))
        pairs += project.attributes
        for at in range(0, len(pairs), 2):
            if at + 1 == len(pairs):
                self._labelled(*pairs[at])
            else:
                one, other = pairs[at : at + 2]
                self.grid.add_row(
                    (0, 1, one[0], "head"),
                    (2, 2, one[1], "text"),
                    (3, 3, other[0], "head"),
                    (4, self.grid.last, other[1], "text"),
                )

    def _labelled(self, label: str, value: Value, style: str = "text") -> None:
        self.grid.add_row((0, 1, label, "head"), (2, self.grid.last, value, style))

    def _in_currency(self, label: str) -> str:
        currency = self.table.currency_unit
        return f"{label}（{currency}）" if currency else label

    def _money_rows(self) -> list[str]:
        """The amounts that have a row: the total, those that the form always has, and those that are given."""
        fundings = [one for one in (self.project.funding, self.project.whole_period_funding) if one is not None]
        usual = _USUAL_ROWS.get(self.table.scope, _USUAL_ROWS["project"])
        given = [name for name in _SOURCES if any(getattr(one, name) is not None for one in fundings)]
        return ["total", *(name for name in _SOURCES if name in usual or name in given)]

    def _money(self) -> None:
        grid, whole = self.grid, self.project.whole_period_funding
        region = self.table.scope == "region"
        names = self._money_rows()
        label = self._in_currency("资金情况" if region else "项目资金")
        grid.put(grid.rows, 0, label, "head", len(names), 2)
        for at, name in enumerate(names):
            parts: list[tuple[int, int, Value, str]] = []
            if whole is not None:
                parts += [
                    (2, 2, _amount_label(name, at, "中期资金总额"), "text"),
                    (3, 3, getattr(whole, name), "amount"),
                ]
            first, end = (2, 2) if whole is None else (4, min(5, grid.last - 1))
            total = "年度金额" if region else "年度资金总额"
            parts.append((first, end, _amount_label(name, at, total), "text"))
            parts.append((end + 1, grid.last, getattr(self.project.funding, name), "amount"))
            grid.add_row(*parts)

    def _task_amounts(self) -> list[str]:
        """The columns of money of a department's tasks."""
        fundings = [*(task.funding for task in self.project.tasks), self.project.funding]
        given = [name for name in _SOURCES if any(getattr(one, name) is not None for one in fundings)]
        return ["total", *(name for name in _SOURCES if name in _USUAL_ROWS["project"] or name in given)]

    def _tasks(self) -> None:
        """The main tasks of a department, with the sum of their money."""
        grid, project = self.grid, self.project
        lines = [(task.name, task.content, task.funding) for task in project.tasks]
        if not lines and project.funding == Funding():
            return
        names = self._task_amounts()
        spans = _spread(NAME_COLUMN, grid.last, len(names))
        grid.put(grid.rows, 0, "年度主要任务", "head", len(lines) + 3, 1)
        grid.put(grid.rows, 1, "任务名称", "head", 2)
        grid.put(grid.rows, 2, "主要内容", "head", 2)
        grid.add_row((NAME_COLUMN, grid.last, self._in_currency("预算金额"), "head"))
        words = ["总额", *(field_of(Funding, name).zh for name in names[1:])]
        grid.add_row(*((*span, word, "head") for span, word in zip(spans, words, strict=True)))
        for name, content, funding in [*lines, ("金额合计", "", project.funding)]:
            amounts = ((*span, getattr(funding, one), "amount") for span, one in zip(spans, names, strict=True))
            grid.add_row((1, 1, name, "text"), (2, 2, content, "text"), *amounts)

    def _goals(self) -> None:
        grid, project = self.grid, self.project
        if not project.whole_period_goal:
            self._labelled("年度目标" if self.table.scope == "region" else "年度总体目标", project.goal)
            return
        grid.put(grid.rows, 0, "总体目标", "head", 2, 2)
        grid.add_row((2, 3, "中期目标", "head"), (4, grid.last, "年度目标", "head"))
        grid.add_row((2, 3, project.whole_period_goal, "text"), (4, grid.last, project.goal, "text"))

    def _indicators(self) -> None:
        grid, indicators = self.grid, self.project.indicators
        first = NAME_COLUMN + self.name_columns
        top = grid.rows
        grid.put(top, SIDE_COLUMN, "绩效指标", "head", max(1, len(indicators)) + 1)
        heads = ((first + at, first + at, column.head, "head") for at, column in enumerate(self.columns))
        levels = (
            (LEVEL1_COLUMN, LEVEL1_COLUMN, "一级指标", "head"),
            (LEVEL2_COLUMN, LEVEL2_COLUMN, "二级指标", "head"),
        )
        grid.header = grid.add_row(*levels, (NAME_COLUMN, first - 1, "三级指标", "head"), *heads)
        for column, name in ((LEVEL1_COLUMN, "level1"), (LEVEL2_COLUMN, "level2")):
            for start, count, text in runs_of(indicators, name):
                grid.put(grid.rows + start, column, text, "category", count)
        for indicator in indicators:
            cells = ((first + at, first + at, one.value(indicator), one.style) for at, one in enumerate(self.columns))
            grid.add_row((NAME_COLUMN, first - 1, indicator.name, "text"), *cells)
        if not indicators:
            self._blank_indicator(first)

    def _blank_indicator(self, first: int) -> None:
        """The row of a form without indicators; ``first`` is the column behind the name."""
        columns = [LEVEL1_COLUMN, LEVEL2_COLUMN, *range(first, self.grid.last + 1)]
        cells = [(at, at, None, "text") for at in columns]
        self.grid.add_row(*cells[:2], (NAME_COLUMN, first - 1, None, "text"), *cells[2:])


def _amount_label(name: str, at: int, total: str) -> str:
    if name == "total":
        return f"{total}："
    return f"其中：{field_of(Funding, name).zh}" if at == 1 else field_of(Funding, name).zh


def _spread(first: int, last: int, count: int) -> list[tuple[int, int]]:
    """Return ``count`` stretches that fill the columns; the last takes what is left.

    >>> _spread(3, 6, 3)
    [(3, 3), (4, 4), (5, 6)]
    """
    return [(first + at, last if at == count - 1 else first + at) for at in range(count)]


def _level_text(indicator: Indicator, name: str) -> str:
    category = getattr(indicator, name)
    return getattr(indicator, f"{name}_text") or ("" if category is None else category.label)


def runs_of(indicators: Sequence[Indicator], name: str) -> Iterator[tuple[int, int, str]]:
    """Yield the runs of one category, as the first place, the count and the text; a level-2 run stays in its level-1 run."""

    def key(at: int) -> tuple[str, ...]:
        names = ("level1",) if name == "level1" else ("level1", "level2")
        return tuple(_level_text(indicators[at], one) for one in names)

    for texts, places in groupby(range(len(indicators)), key):
        found = list(places)
        yield found[0], len(found), texts[-1]
