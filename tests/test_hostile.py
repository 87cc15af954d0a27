"""Hostile tables: as large as anybody likes, and still checked in time and memory in proportion to their size.

No test measures time: what these hold would take hours, or all of the memory, if a rule went over it again and again.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfmodel import Category, Funding, Indicator, Project, Section, Target, TargetTable, validate
from perfmodel.checks import words
from perfmodel.checks.ledger import Line
from perfmodel.checks.memory import LONGEST, remembered
from perfmodel.checks.reckoning import faults_in

MANY = 200_000
QUANTITY, TIMELINESS = Category.lookup("11"), Category.lookup("13")


def _indicator(name: str = "培训人次", value: str = "≥5人次", level2: Category | None = QUANTITY) -> Indicator:
    return Indicator(Category.lookup("1"), level2, name, annual=Target(value))


def _table(*projects: Project, title: str = "", unit: str = "", section: str = "某局") -> TargetTable:
    return TargetTable(title, unit, "万元", sections=[Section(section, projects=projects)])


LONG_TEXTS = ["1.", "（", "率", "X", "1,", "，预算1元", "2020-", "_1", "会 ", "一是", "*"]


@pytest.mark.parametrize("text", LONG_TEXTS)
def test_a_long_text_anywhere(text: str) -> None:
    long = (text * (MANY // len(text))).strip() + "a"
    project = Project(long, goal=long, funding=Funding(5), indicators=[_indicator(long, long)], period=long)
    assert "S14" in validate(_table(project), select="ALL").by_rule  # too long is what it is
    validate(Indicator(name="甲", annual=Target("5"), further=[("权重", long), (long, "5")]), select="ALL")


@pytest.mark.parametrize("where", ["name", "period", "title", "unit", "section"])
def test_a_long_text_above_many_indicators(where: str) -> None:
    long = "2020年" * MANY
    dated = [_indicator(f"完成时间{at}", "2023年底前", TIMELINESS) for at in range(500)]
    name, period = (long if where == field else "2020年会" for field in ("name", "period"))
    projects = [Project(name, goal="帮助学生", indicators=dated[at : at + 250], period=period) for at in (0, 250)]
    projects += [Project("2020年会", goal="帮助学生", indicators=dated[:1]) for _ in range(500)]
    title, unit, section = (long if where == field else "" for field in ("title", "unit", "section"))
    validate(_table(*projects, title=title, unit=unit, section=section), select="ALL")


@pytest.mark.parametrize("other", ["5", None, "—"])
def test_many_indicators_with_a_blank(other: str | None) -> None:
    whole = None if other is None else Target(other)
    blanks = [Indicator(name=f"甲{at}", whole_period=Target("—"), annual=whole) for at in range(10_000)]
    found = validate(Project("会", indicators=blanks), select="V17")
    assert len(found) == (0 if other == "5" else len(blanks))


def test_what_is_long_is_not_remembered() -> None:
    asked: list[str] = []

    @remembered(16)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    for text in ("甲" * LONGEST, "甲" * (LONGEST + 1)):
        assert length(text) == length(text) == len(text)
    assert [len(text) for text in asked] == [LONGEST, LONGEST + 1, LONGEST + 1]
    assert words.ends_as("甲" * (LONGEST + 1) + "合格率", "bounded_ratios")


def test_many_bodies_that_do_not_add_up() -> None:
    sections = [Section(f"局{at}", Funding(2, 2), [Project("会", funding=Funding(3, 3))]) for at in range(5_000)]
    table = TargetTable(total=Funding(10_000, 10_000), sections=sections)
    assert len(validate(table, select="F01")) == 5_000


def test_many_lines_below_a_heading() -> None:
    parts = [Project("会", goal="开会", funding=Funding(1)) for _ in range(20_000)]
    heading = Project("会议费", funding=Funding(20_000))
    table = TargetTable(sections=[Section("局", Funding(20_000), [heading, *parts])])
    assert not validate(table, select="F01")


@pytest.mark.parametrize("gaps", [[1] * 3_000, [0, *range(1, 80)] * 40, [3, -3] * 1_500, [7] * 2_000 + [11] * 2_000])
def test_many_faults_that_may_make_up_another(gaps: list[int]) -> None:
    """What the faults below a line can make up is tried once for each amount, however many have it."""
    parts = tuple(Line(f"p{at}", "会", Funding(gap + 5, 5, 0, 0)) for at, gap in enumerate(gaps))
    whole = Decimal(sum(gaps) + 5 * len(gaps))
    faults = faults_in([Line("total", "合计", Funding(whole, whole - sum(gaps), 0, 0), parts)])
    assert len(faults) == sum(gap != 0 for gap in gaps) + (sum(gaps) != 0)
