"""What a form is made of: rows of its head block, and parts with tasks and indicators, each with its rows."""

from __future__ import annotations

from attrs import define, field

from perfmodel.forms.columns import Head
from perfmodel.forms.sheets import Line, Sheet, Strip
from perfmodel.forms.tasks import TaskHead
from perfmodel.forms.titles import is_title

__all__ = ["FormParts", "IndicatorPart", "Rows", "TaskPart"]

Rows = list[tuple[Strip, int]]


@define(eq=False)
class IndicatorPart:
    """A head of indicators with the rows below it."""

    head: Head
    rows: Rows = field(factory=list)
    heads: Rows = field(factory=list)


@define(eq=False)
class TaskPart:
    """A head of main tasks with the rows below it."""

    head: TaskHead
    rows: Rows = field(factory=list)
    heads: Rows = field(factory=list)


@define(eq=False)
class FormParts:
    """What one form is made of, in order of kind: lines and rows of its head block, tasks, and parts with indicators.

    ``behind`` are lines below it that say more of it: 评价结论：…
    """

    lines: list[Line] = field(factory=list)
    behind: list[Line] = field(factory=list)
    titles: Rows = field(factory=list)
    rows: Rows = field(factory=list)
    tasks: list[TaskPart] = field(factory=list)
    indicators: list[IndicatorPart] = field(factory=list)
    sheets: list[Sheet] = field(factory=list)
    is_named: bool = False
    has_goal: bool = False
    named_behind_indicators: bool = False

    @property
    def is_form(self) -> bool:
        """Whether this is a form about performance: it has a head of indicators, or a title, a name and a goal."""
        titled = bool(self.titles) or any(is_title(line.at.text) for line in self.lines)
        return bool(self.indicators) or (titled and self.is_named and self.has_goal)
