"""Hostile tables: as large as anybody likes, and still checked in time and memory in proportion to their size.

No test measures time: what these hold would take hours, or all of the memory, if a rule went over it again and again.
"""

from __future__ import annotations

import tracemalloc
from decimal import Decimal

import pytest

from perfmodel import (
    Category,
    Funding,
    Indicator,
    ParseError,
    Project,
    Section,
    Target,
    TargetTable,
    parse_table,
    validate,
)
from perfmodel._internal.caches import LONGEST_REMEMBERED as LONGEST
from perfmodel._internal.caches import remembered
from perfmodel.analysis.funding_tree import Line
from perfmodel.analysis.sum_faults import faults_in
from perfmodel.source.characters import fold
from perfmodel.source.flow import flow_of
from perfmodel.strings.page_layout import content_of
from perfmodel.vocabulary import groups

MANY = 200_000
QUANTITY, TIMELINESS = Category.lookup("11"), Category.lookup("13")


def _indicator(name: str = "培训人次", value: str = "≥5人次", level2: Category | None = QUANTITY) -> Indicator:
    return Indicator(Category.lookup("1"), level2, name, annual=Target(value))


def _table(*projects: Project, title: str = "", unit: str = "", section: str = "某局") -> TargetTable:
    return TargetTable(title, unit, "万元", sections=[Section(section, projects=projects)])


def _counts(obj: TargetTable | Indicator) -> dict[str, int]:
    """How often each rule has something to say."""
    return {code: len(found) for code, found in validate(obj, select="ALL").by_rule.items()}


LONG_TEXTS = ["1.", "（", "率", "X", "1,", "，预算1元", "2020-", "_1", "会 ", "一是", "*"]


@pytest.mark.parametrize("text", LONG_TEXTS)
def test_a_long_text_anywhere(text: str) -> None:
    long = (text * (MANY // len(text))).strip() + "a"
    project = Project(long, goal=long, funding=Funding(5), indicators=[_indicator(long, long)], period=long)
    assert "S14" in validate(_table(project), select="ALL").by_rule  # too long is what it is
    further = Indicator(name="甲", annual=Target("5"), further=[("权重", long), (long, "5")])
    assert _counts(further) == {"S16": 2, "V01": 1, "W04": 1}


@pytest.mark.parametrize("where", ["name", "period", "title", "unit", "section"])
def test_a_long_text_above_many_indicators(where: str) -> None:
    long = "2020年" * MANY
    dated = [_indicator(f"完成时间{at}", "2023年底前", TIMELINESS) for at in range(500)]
    name, period = (long if where == field else "2020年会" for field in ("name", "period"))
    projects = [Project(name, goal="帮助学生", indicators=dated[at : at + 250], period=period) for at in (0, 250)]
    projects += [Project("2020年会", goal="帮助学生", indicators=dated[:1]) for _ in range(500)]
    title, unit, section = (long if where == field else "" for field in ("title", "unit", "section"))
    found = _counts(_table(*projects, title=title, unit=unit, section=section))
    assert found.get("S14", 0) == (2 if where == "name" else 0)
    # All else is said as often as below a short text.
    projects_said = dict.fromkeys(("G02", "S03", "S04", "S05", "S06", "S13"), len(projects))
    assert {code: found[code] for code in (*projects_said, "V11")} == {**projects_said, "V11": 2 * len(dated)}


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
    assert groups.ends_as("甲" * (LONGEST + 1) + "合格率", "bounded_ratios")


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


HEADER = "项目名称 总计 财政拨款 绩效目标 绩效指标\n"


def test_very_much_above_a_header_that_stands_again() -> None:
    above = "项目支出绩效目标表\n" + "".join(f"第{at}条\n" for at in range(20_000)) + "单位：万元\n"
    table = parse_table(f"{above}{HEADER}会议费 5.00 5.00\n{above}{HEADER}培训费 6.00 6.00\n{HEADER * 20_000}")
    assert [project.name for project in table.projects] == ["会议费", "培训费"]
    assert not table.projects[0].goal


def test_a_title_that_stands_again_below_very_much() -> None:
    above = "项目支出绩效目标表\n" + "甲\n" * MANY
    table = parse_table(above + HEADER + f"会议费 5.00 5.00\n项目支出绩效目标表（续表）\n{HEADER}" * 2_000)
    assert {project.goal for project in table.projects} == {""}


def test_very_many_amounts_behind_an_indicator() -> None:
    text = f"{HEADER}会议费 5.00 5.00\n1、1-产出指标；11-数量指标；" + "甲 1.00\n" * (MANY // 10)
    assert parse_table(text).projects[0].name == "会议费"


def test_very_many_digits() -> None:
    for text in ("1.00 " * MANY, "1\n" * MANY, "1,000 2\n" * MANY, "- " * MANY, "— \n" * MANY):
        assert parse_table(HEADER + text).source is not None


def test_lines_take_little_room() -> None:
    text = "甲乙\n丙\n\n    丁\n" * 20_000
    tracemalloc.start()
    flow = flow_of(text, content_of(text).lines)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(flow.breaks) == 60_000
    assert peak < 60 * len(flow.breaks)  # a line as an object takes twice that


def test_folding_is_quick_whatever_is_folded() -> None:
    wide = "".join(map(chr, range(0xFF01, 0xFF5F))) * 20_000
    assert fold(wide) == "".join(map(chr, range(0x21, 0x7F))) * 20_000


def test_rows_of_next_to_nothing_are_refused() -> None:
    for row in ("合计 1.00\n", "名 1.00 1.00\n目标。\n", "（某局）1.00\n"):
        with pytest.raises(ParseError, match="金额过多过密"):
            parse_table(HEADER + row * 60_000)
    table = parse_table(HEADER + "会议费 1.00 1.00\n开好年度会议。\n" * 2_000)
    assert len(table.projects) == 2_000


def test_pages_of_next_to_nothing_are_refused() -> None:
    with pytest.raises(ParseError, match="页码过多过密"):
        parse_table(HEADER + "\f1\n" * 30_000)
    assert parse_table(HEADER + "\f1\n会议费 1.00 1.00\n" * 300).projects
