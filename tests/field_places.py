"""Every place in a table where a field of a class of the model can stand, found by following the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen

from perfmodel import Category, Indicator, Project, Section, Target, TargetTable, Task
from perfmodel.model.fields import Field, fields_of
from perfmodel.source.characters import fold

# A table in which each class stands once, without money: a lone amount is seen wherever it is put.
INDICATOR = Indicator(Category.lookup("1"), Category.lookup("11"), "业务培训次数", annual=Target("3次"))
PROJECT = Project("业务会议补助经费", goal="开好年度会议。", indicators=[INDICATOR])
TASK = Task("义务教育保障", "落实生均公用经费。")
SECTION = Section("某市某中心", projects=[PROJECT])
TABLE = TargetTable("项目支出绩效目标表", "某市某局", "万元", sections=[SECTION])
_ONE_OF_EACH: dict[type, Any] = {
    Indicator: INDICATOR,
    Project: PROJECT,
    Section: SECTION,
    TargetTable: TABLE,
    Task: TASK,
}


@frozen(repr=False)
class FieldPlace:
    """A field and the fields of objects, one inside the other, that lead to it from the table."""

    outer: tuple[Field, ...]
    field: Field

    @property
    def path(self) -> str:
        """Where the field stands in a table that has one object of each class, as findings name it."""
        steps = [step.name + ("[0]" if step.kind == "objects" else "") for step in self.outer]
        path = ".".join([*steps, self.field.name])
        # Files and findings number projects through the whole table.
        return path.removeprefix("sections[0].") if path.startswith("sections[0].projects[0].") else path

    @property
    def owner(self) -> Any:
        """The object that the field is of, as the table has it before something is put into the field."""
        found: Any = TABLE
        for step in self.outer:
            found = getattr(found, step.name)
            if step.kind == "objects":
                found = found[0] if found else None
            if found is None:
                found = _ONE_OF_EACH.get(step.item) or step.item()
        return found

    def __repr__(self) -> str:
        return f"<{self.path}>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """For Hypothesis, which would else print all declarations on the way."""
        printer.text(repr(self))

    def of_steps(self, kind: type) -> bool:
        """Whether an object of a class is on the way to the field, or has it."""
        return any(step.of is kind for step in self.outer)

    def holding(self, value: Any) -> TargetTable:
        """Return the table with a value in the field, and what the value cannot be without."""
        return self._with(_companions(self.field, value) | {self.field.name: value})

    def without(self, value: Any) -> TargetTable:
        """Return the same table without the value: with what stood in the field before."""
        before = _BEFORE.get(self.field.subject, getattr(self.owner, self.field.name))
        companions = {} if self.field.kind == "category_text" else _companions(self.field, value)
        return self._with(companions | {self.field.name: before})

    def _with(self, changes: dict[str, Any]) -> TargetTable:
        inner = evolve(self.owner, **changes)
        for at in reversed(range(len(self.outer))):
            around = FieldPlace(self.outer[:at], self.outer[at])
            inner = evolve(around.owner, **{around.field.name: (inner,) if around.field.kind == "objects" else inner})
        table: TargetTable = inner
        return table

    def shown(self, table: TargetTable) -> TargetTable | Project | Indicator:
        """Return the innermost object around the field that has a view of its own."""
        if self.of_steps(Indicator):
            return table.projects[0].indicators[0]
        return table.projects[0] if self.of_steps(Project) else table


def places(kind: type = TargetTable, outer: tuple[Field, ...] = ()) -> Iterator[FieldPlace]:
    """Yield the places of all fields of a class and of the objects in it."""
    for field in fields_of(kind):
        if not field.attribute:
            continue
        yield FieldPlace(outer, field)
        if field.kind in ("object", "objects"):
            yield from places(field.item, (*outer, field))


def _companions(field: Field, value: Any) -> dict[str, Any]:
    """What must stand in other fields for a value to stand in this one."""
    if field.kind == "category_text":
        level = field.name.removesuffix("_text")
        return {level: Category.read(value, int(level[-1]))}
    if field.kind == "category":
        return {f"{field.name}_text": None}
    return _NEEDED.get(field.subject, {})


# What was not understood keeps its text, for a reason; what is inferred is the column of an amount.
_NEEDED: dict[str, dict[str, Any]] = {
    "Indicator.reason": {"printed": "印坏的指标"},
    "Indicator.printed": {"reason": "缺字"},
    "Funding.inferred": {"total": Decimal("18.00")},
}
_BEFORE = {"Indicator.printed": "印坏的指标"}


def says_another(value: Any, base: Any) -> bool:
    """Whether a value says what another one does not, whatever its blanks, years and marks."""
    return bool(_letters(value) != _letters(base))


def _letters(value: Any) -> Any:
    text = value.text if isinstance(value, Target) else value
    return "".join(filter(str.isalpha, fold(text).replace("年", ""))) if isinstance(text, str) else value
