"""Objects made without checks are those that the classes make, also when a field is added to a class."""

from __future__ import annotations

import gc
import pickle
import weakref
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import NOTHING, Factory, field, fields, frozen
from hypothesis import given
from hypothesis import strategies as st

import perfmodel
from perfmodel import (
    Category,
    Execution,
    ExecutionLine,
    Finding,
    Funding,
    Indicator,
    Project,
    Section,
    Source,
    Span,
    Suggestion,
    Target,
    Task,
)
from perfmodel._internal.fast_objects import WeaklyReferable, unchecked_constructor
from perfmodel.cli import main
from perfmodel.source.place import Place
from perfmodel.strings import table as table_module
from perfmodel.values.kinds import Range, Threshold
from perfmodel.values.result import TargetReading
from tests.benchmarks.data import table as table_text

ONE_OF_EACH: dict[str, Any] = {
    "Category | None": Category.lookup("11"),
    "Category": Category.lookup("11"),
    "str": "甲",
    "str | None": "甲",
    "Target | None": Target("5次"),
    "Decimal": Decimal(5),
    "Decimal | None": Decimal(5),
    "bool": True,
    "int | None": 3,
    "int": 3,
    "Funding": Funding(Decimal(5)),
    "Funding | None": Funding(Decimal(5)),
    "Execution": Execution([ExecutionLine("年度资金总额", executed=5)]),
    "AnyPlace | None": Place(0, 4),
    "Span | None": Span(0, 4),
    "Source | None": Source("甲"),
    "Suggestion | None": Suggestion("甲", True, ("name",)),
    "Meaning": Threshold(">=", Decimal(5), "次"),
    "tuple[tuple[str, str], ...]": (("备注", "甲"),),
    "tuple[str, ...]": ("甲",),
    "tuple[Indicator, ...]": (Indicator(name="甲"),),
    "tuple[Project, ...]": (Project("甲"),),
    "tuple[Task, ...]": (Task("甲"),),
    "tuple[Section, ...]": (Section("甲"),),
    "tuple[Finding, ...]": (Finding("R01", "hint", "甲"),),
    "tuple[Span, ...]": (Span(0, 4),),
}
# What the fast way makes, or could.
CLASSES = [Finding, Funding, Indicator, Project, Place, Range, Target, TargetReading, Threshold]
# What must fit to other fields, or is one of a few.
SPECIAL = {
    "severity": "hint",
    "op": "<=",
    "low": Decimal(1),
    "high": Decimal(2),
    "change": "increase",
    "reason": None,
    "likelihood": "有可能",
}
SKIPPED = (
    "level1_text",
    "level2_text",
    "unit",
    "operator",
    "parts",
    "flow",
    "kind",
    "lookalikes",
    "unit_conflict",
    "operator_form",
)


def drawn(data: st.DataObject, kind: Any) -> dict[str, Any]:
    given = {}
    for one in fields(kind):
        if one.name not in SKIPPED and (one.default is NOTHING or data.draw(st.booleans())):
            given[one.name] = SPECIAL[one.name] if one.name in SPECIAL else ONE_OF_EACH[str(one.type)]
    return given


def set_collector(on: bool) -> None:
    if on:
        gc.enable()
    else:
        gc.disable()


def parts(obj: Any) -> dict[str, Any]:
    return {one.name: getattr(obj, one.name) for one in fields(type(obj))}


@given(st.sampled_from(CLASSES), st.data())
def test_the_unchecked_constructor_makes_what_the_class_makes(kind: Any, data: st.DataObject) -> None:
    given = drawn(data, kind)
    make: Callable[..., Any] = unchecked_constructor(kind)
    expected, made = kind(**given), make(**given)
    assert type(made) is kind
    assert parts(made) == parts(expected)
    some = data.draw(st.permutations(sorted(given)))
    if set(some) >= {one.name for one in fields(kind) if one.default is NOTHING} and some:
        make = unchecked_constructor(kind, *some)
        assert parts(make(*map(given.get, some))) == parts(expected)


@frozen
class Later(WeaklyReferable):
    """A class with a default of every sort."""

    name: str
    plain: int = 1
    texts: tuple[str, ...] = field(default=(), converter=tuple)
    made: list[int] = field(factory=list)
    both: tuple[int, ...] = field(default=Factory(lambda: [1, 2]), converter=tuple)
    own: str = field(kw_only=True)
    _hidden: int = 5
    derived: int = field(init=False)

    @own.default
    def _own(self) -> str:
        return self.name * 2

    @derived.default
    def _derived(self) -> int:
        return self.plain + 1


def test_defaults_of_every_sort_hold() -> None:
    make = unchecked_constructor(Later)
    assert make("甲") == Later("甲")
    assert make("甲", 2, own="乙", hidden=3) == Later("甲", 2, own="乙", hidden=3)
    assert make("甲").made is not make("甲").made
    assert unchecked_constructor(Later, "plain", "name")(2, "甲") == Later("甲", 2)
    made = make("甲")
    assert weakref.ref(made)() is made
    with pytest.raises(AttributeError):
        made.name = "乙"  # type: ignore[misc]


def test_what_was_read_fast_has_every_field() -> None:
    table = perfmodel.parse_table(table_text(20_000))
    indicators = [indicator for project in table.projects for indicator in project.indicators]
    assert len(indicators) > 50
    for indicator in indicators:
        assert set(parts(indicator)) == {one.name for one in fields(Indicator)}
        assert pickle.loads(pickle.dumps(indicator)) == indicator


@pytest.mark.parametrize("on", [True, False])
def test_reading_leaves_the_collector_alone(on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    text = table_text(400_000)
    seen: list[tuple[bool, tuple[int, int, int]]] = []
    make: Any = table_module._Assembly

    def assemble(*args: Any) -> Any:
        seen.append((gc.isenabled(), gc.get_threshold()))
        return make(*args)

    monkeypatch.setattr(table_module, "_Assembly", assemble)
    before = gc.get_threshold()
    set_collector(on)
    try:
        perfmodel.parse_table(text)
        assert seen == [(on, before)]
        assert (gc.isenabled(), gc.get_threshold()) == (on, before)
    finally:
        gc.enable()


@pytest.mark.parametrize("on", [True, False])
def test_the_command_line_holds_the_collector_off_and_sets_it_as_it_was(
    on: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    make: Any = table_module._Assembly

    def assemble(*args: Any) -> Any:
        seen.append(gc.isenabled())
        return make(*args)

    monkeypatch.setattr(table_module, "_Assembly", assemble)
    (tmp_path / "表.txt").write_text(table_text(5_000), encoding="utf-8")
    before = gc.get_threshold()
    gc.set_threshold(701, *before[1:])
    set_collector(on)
    try:
        for command in (
            ["parse", str(tmp_path / "表.txt"), "-o", str(tmp_path / "表.yaml")],
            ["check", str(tmp_path / "表.txt")],
        ):
            assert main(command) in (0, 1)
            assert (gc.isenabled(), gc.get_threshold()) == (on, (701, *before[1:]))
        assert seen == [False, False]
    finally:
        gc.enable()
        gc.set_threshold(*before)
