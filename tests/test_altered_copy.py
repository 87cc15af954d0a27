"""A sound table with six faults put in has six findings more, each at its place, and no other."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import (
    Category,
    Indicator,
    Project,
    Target,
    TargetTable,
    from_yaml,
    parse_indicator,
    parse_table,
    read,
    render_table,
    to_yaml,
)
from perfmodel.checks.engine import validate
from perfmodel.model.finding import Finding

TABLE = read(Path(__file__).parent / "tables" / "guangzhou-disability-employment.txt")
LEVEL1 = [Category.lookup(code) for code in "123"]


def _found(table: TargetTable) -> Counter[tuple[str, str]]:
    """Findings by rule and place; those of reading speak of the text, not of what the table says."""
    return Counter((finding.code, finding.path) for finding in _of_rules(table))


def _of_rules(table: TargetTable) -> list[Finding]:
    return [finding for finding in validate(table) if not finding.code.startswith("R")]


BEFORE = _found(TABLE)


class _Copy:
    """A copy in the making: projects and indicators that can be replaced."""

    def __init__(self) -> None:
        self.projects = list(TABLE.projects)

    def change(self, at: int, indicator: int, changed: Indicator) -> None:
        own = list(self.projects[at].indicators)
        own[indicator] = changed
        self.projects[at] = evolve(self.projects[at], indicators=tuple(own))

    def table(self) -> TargetTable:
        section = evolve(TABLE.sections[0], projects=tuple(self.projects), place=None)
        return evolve(TABLE, sections=(section,), problems=(), source=None, place=None)


def _with_targets(indicator: Indicator, text: str, fields: list[str]) -> Indicator:
    changed: dict[str, Any] = {name: Target(text) for name in fields}
    return evolve(indicator, printed=None, **changed)


def _money(draw: st.DrawFn, copy: _Copy, at: int) -> tuple[str, set[str]]:
    project: Project = copy.projects[at]
    names = draw(st.sampled_from([("total",), ("appropriation",), ("total", "appropriation")]))
    amount = draw(st.sampled_from([Decimal("0.01"), Decimal("1.00"), Decimal("90.00"), Decimal("-1.00")]))
    total = project.funding.total
    assert total is not None
    changed: dict[str, Any] = dict.fromkeys(names, total + amount)
    copy.projects[at] = evolve(project, funding=evolve(project.funding, **changed))
    where = f"projects[{at}].funding"
    if len(names) == 2:
        return "F01", {"sections[0].funding", "sections[0].funding.total"}
    return "F01", {where, *(f"{where}.{name}" for name in ("total", "appropriation"))}


def _fits(kind: str, indicator: Indicator) -> bool:
    """Whether the fault would be the only one there: a rate may be ≥100%, 故障率 is no benefit and no count."""
    assert indicator.level1 is not None
    assert indicator.annual is not None
    bounded = indicator.name.endswith(("率", "度")) and not indicator.name.endswith("完成率")
    if kind == "at least all":
        return bounded and (indicator.annual.direction == "higher" or indicator.annual.text == "100%")
    return kind != "direction" or (bounded and indicator.level1.code == "1")


def _fault(draw: st.DrawFn, copy: _Copy, kind: str, at: int) -> tuple[str, set[str]]:
    """Put one fault into a project; return the rule and the paths that may name it."""
    own = copy.projects[at].indicators
    if kind == "money":
        return _money(draw, copy, at)
    if kind == "duplicate":
        index = draw(st.integers(0, len(own) - 1))
        copy.projects[at] = evolve(copy.projects[at], indicators=(*own, own[index]))
        return "S12", {f"projects[{at}].indicators[{len(own)}]", f"projects[{at}].indicators[{len(own)}].name"}
    index = draw(st.sampled_from([at for at, indicator in enumerate(own) if _fits(kind, indicator)]))
    indicator = own[index]
    where = f"projects[{at}].indicators[{index}]"
    fields = draw(st.sampled_from([["whole_period"], ["annual"], ["whole_period", "annual"]]))
    at_targets = {f"{where}.{name}" for name in fields}
    if kind == "category":
        assert indicator.level1 is not None
        moved = draw(st.sampled_from([level for level in LEVEL1 if level != indicator.level1]))
        copy.change(at, index, evolve(indicator, level1=moved, level1_text=None, printed=None))
        return "S07", {where, f"{where}.level1", f"{where}.level2"}
    if kind == "at least all":
        copy.change(at, index, _with_targets(indicator, "≥100%", fields))
        return "V06", at_targets
    if kind == "placeholder":
        text = draw(st.sampled_from(["**%或以上", "≥**%", "**%"]))
        copy.change(at, index, _with_targets(indicator, text, fields))
        return "S11", at_targets
    assert kind == "direction"
    changed = _with_targets(indicator, "≥5%", ["whole_period", "annual"])
    copy.change(at, index, evolve(changed, name="设备故障率"))
    return "V08", {where, f"{where}.name", f"{where}.whole_period", f"{where}.annual"}


# Those that fit few indicators choose first.
KINDS = ("direction", "at least all", "money", "category", "placeholder", "duplicate")


class _Altered:
    """A copy with its faults, that is short where it is shown."""

    def __init__(self, table: TargetTable, faults: list[tuple[str, set[str]]]) -> None:
        self.table, self.faults = table, faults

    def __repr__(self) -> str:
        return repr(self.faults)


@st.composite
def altered(draw: st.DrawFn) -> _Altered:
    copy = _Copy()
    left = list(range(len(copy.projects)))
    faults = []
    for kind in KINDS:
        fitting = [at for at in left if any(_fits(kind, indicator) for indicator in copy.projects[at].indicators)]
        at = draw(st.sampled_from(fitting))
        left.remove(at)
        faults.append(_fault(draw, copy, kind, at))
    return _Altered(copy.table(), faults)


def _expect(found: Counter[tuple[str, str]], faults: list[tuple[str, set[str]]]) -> None:
    assert not BEFORE - found, BEFORE - found
    more = list((found - BEFORE).elements())
    assert sorted(code for code, _path in more) == sorted(code for code, _paths in faults), more
    for code, paths in faults:
        assert any(found_code == code and path in paths for found_code, path in more), (code, paths, more)


@given(altered())
def test_six_faults_are_six_findings(made: _Altered) -> None:
    _expect(_found(made.table), made.faults)
    read = from_yaml(to_yaml(made.table))
    assert isinstance(read, TargetTable)
    _expect(_found(read), made.faults)


@given(altered())
def test_they_are_found_in_the_printed_text(made: _Altered) -> None:
    _expect(_found(parse_table(render_table(made.table))), made.faults)


@pytest.mark.parametrize(
    ("printed", "altered", "path"),
    [
        ("18.00 18.00", "19.00 19.00", "sections[0].funding"),
        ("18.00 18.00", "19.00 18.00", "projects[2].funding"),
        ("18.00 18.00", "18.00 81.00", "projects[2].funding"),
        ("18.00 18.00", "18.00 180.0", "projects[2].funding"),
        ("9.15 9.15", "91.5 9.15", "projects[9].funding"),
        ("418.58 418.58", "418.58 418.85", "projects[0].funding"),
        ("合计 830.47 830.47", "合计 830.47 840.47", "total"),
        ("合计 830.47 830.47", "合计 840.47 840.47", "total"),
        ("服务中心 830.47 830.47", "服务中心 840.47 830.47", "sections[0].funding"),
    ],
)
def test_one_printed_amount_is_one_finding(printed: str, altered: str, path: str) -> None:
    assert TABLE.source is not None
    text = TABLE.source.text
    assert text.count(printed) >= 1
    before = Counter((finding.code, finding.path) for finding in validate(TABLE))
    found = Counter(
        (finding.code, finding.path) for finding in validate(parse_table(text.replace(printed, altered, 1)))
    )
    assert list((found - before).elements()) == [("F01", path)]
    assert not before - found


@pytest.mark.parametrize(
    "printed",
    [
        "1-产出指标；11-数量指标；配备保安人数；年度指标值:16人。",
        "1-产出指标；11-数量指标；宣传覆盖率；年度指标值:≥90%。",
        "2-效益指标；22-社会效益；家长负担；年度指标值:有效减轻。",
        "3-满意度指标；31-服务对象满意度；学员满意度；年度指标值:满意。",
    ],
)
def test_what_is_said_of_an_indicator_is_not_said_of_its_copy(printed: str) -> None:
    project = TABLE.projects[0]
    once = evolve(project, indicators=(*project.indicators, parse_indicator(printed)))
    twice = evolve(once, indicators=(*once.indicators, parse_indicator(printed)))
    before = Counter((finding.code, finding.path) for finding in validate(once))
    found = Counter((finding.code, finding.path) for finding in validate(twice))
    assert before
    assert not before - found
    assert list((found - before).elements()) == [("S12", f"indicators[{len(once.indicators)}]")]


def test_errors_and_certain_fixes_are_said_of_each_copy() -> None:
    for printed, code in (
        ("1-产出指标；11-数量指标；培训期数；年度指标值:3。", "V01"),
        ("1-产出指标；12-质量指标；合格率；年度指标值:≥100%。", "V06"),
    ):
        project = evolve(TABLE.projects[0], indicators=(parse_indicator(printed),) * 2)
        assert [finding.code for finding in validate(project, select=[code])] == [code, code]
