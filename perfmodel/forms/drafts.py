"""What is read of a form before it becomes the model: texts with their places, by the fields that they fill."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import define, field

from perfmodel.forms.amounts import Amount
from perfmodel.forms.sheets import At, Line, Sheet
from perfmodel.model.fields import field_of
from perfmodel.model.table import TargetTable

__all__ = ["ExecutionDraft", "FormDraft", "IndicatorDraft", "Note", "ProjectDraft", "TaskDraft"]

_YEAR_LABEL = field_of(TargetTable, "year").zh


@define(eq=False)
class IndicatorDraft:
    """An indicator: its texts by field; ``targets`` has value, unit and operator of each period.

    ``place_in_table`` is its path, once all forms are put together.
    """

    texts: dict[str, At] = field(factory=dict)
    targets: dict[str, dict[str, At]] = field(factory=dict)
    further: list[tuple[str, At]] = field(factory=list)
    causes: list[At] = field(factory=list)
    place_in_table: str = ""


@define(eq=False)
class ExecutionDraft:
    """A line of budget execution: numbers and texts by field; ``is_total`` says that it is of all money."""

    source: At | None = None
    is_total: bool = False
    values: dict[str, tuple[Decimal, At]] = field(factory=dict)
    texts: dict[str, At] = field(factory=dict)
    further: list[tuple[str, At]] = field(factory=list)


@define(eq=False)
class TaskDraft:
    """A main task of a department."""

    name: At
    content: At | None = None
    money: dict[str, tuple[Decimal, At]] = field(factory=dict)


@define(eq=False)
class ProjectDraft:
    """A project: its texts by field, its money by period and source, and what else its head says."""

    texts: dict[str, list[At]] = field(factory=dict)
    money: dict[tuple[str, str], tuple[Decimal, At]] = field(factory=dict)
    attributes: list[tuple[str, At]] = field(factory=list)
    indicators: list[IndicatorDraft] = field(factory=list)
    tasks: list[TaskDraft] = field(factory=list)
    execution: list[ExecutionDraft] = field(factory=list)
    place_in_table: str = ""

    def text(self, name: str) -> str:
        """Return the text of a field, empty where it has none."""
        return "".join(part.text for part in self.texts.get(name, ()))

    def head_texts(self) -> list[At]:
        """Return what the head of the form says of the project, but for its money, in order."""
        found = [part for parts in self.texts.values() for part in parts] + [part for _name, part in self.attributes]
        return sorted(found, key=lambda part: part.start)


@define(eq=False)
class Note:
    """A finding to be: where its path begins (a project, an indicator of it) is known once all forms are put together."""

    code: str
    at: At | None
    project: ProjectDraft | None = None
    indicator: IndicatorDraft | None = None
    path: str = ""
    values: dict[str, Any] = field(factory=dict)


@define(eq=False)
class FormDraft:
    """A form: its projects, what it says of all of them, what is layout, and what there is to say.

    ``unread`` stands in the form and is not understood; ``left`` stands above it and is none of it.
    """

    projects: list[ProjectDraft] = field(factory=list)
    titles: list[At] = field(factory=list)
    texts: dict[str, At] = field(factory=dict)
    year: int | None = None
    currency: str | None = None
    kind: str | None = None
    scope: str | None = None
    sections: dict[str, dict[tuple[str, str], tuple[Decimal, At]]] = field(factory=dict)
    total: dict[tuple[str, str], tuple[Decimal, At]] = field(factory=dict)
    layout: list[At] = field(factory=list)
    notes: list[Note] = field(factory=list)
    unread: list[At] = field(factory=list)
    left: list[Line] = field(factory=list)
    sheets: list[Sheet] = field(factory=list)
    start: int = -1
    end: int = 0

    def note(self, code: str, at: At | None, project: ProjectDraft | None = None, **values: Any) -> Note:
        """Add a finding to be."""
        found = Note(code, at, project, values=values)
        self.notes.append(found)
        return found

    def take_currency(self, currency: str | None, part: At) -> None:
        """Take the unit of the amounts that a label or a line names; another one than before is said."""
        if currency is not None and self.currency not in (None, currency):
            self.note("R46", part, text=part.text, unit=self.currency)
        self.currency = self.currency or currency

    def take_year(self, year: int | None, part: At) -> None:
        """Take the year that a label or a title names; another one than before is said."""
        if year is not None and self.year not in (None, year):
            self.note("R44", part, label=_YEAR_LABEL, text=part.text)
        self.year = self.year or year

    def put_amount(self, project: ProjectDraft, key: tuple[str, str], amount: Amount, part: At, label: str) -> None:
        """Put an amount into a project, by its period and source; what cannot be put there is kept and said."""
        if amount.currency is not None and self.currency not in (None, amount.currency):
            self.note("R46", part, project, text=part.text, unit=self.currency)
            project.attributes.append((label, part))
            return
        self.currency = self.currency or amount.currency
        known = project.money.get(key)
        if known is None:
            project.money[key] = (amount.number, part)
        elif known[0] == amount.number:
            self.layout.append(part)
        else:
            self.note("R44", part, project, label=label, text=part.text)
            project.attributes.append((label, part))
