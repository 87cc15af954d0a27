"""The lines of money as a tree, and the faults in it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from perfmodel import (
    Category,
    Finding,
    Funding,
    Indicator,
    Project,
    Section,
    Target,
    TargetTable,
    parse_table,
    validate,
)
from perfmodel.analysis.funding_tree import Line, lines_of_table
from perfmodel.analysis.sum_faults import faults_in
from perfmodel.checks.profiles import profile_from

PRINTED = Path(__file__, "../tables/guangzhou-disability-employment.txt").resolve().read_text(encoding="utf-8")


def project(total: str, name: str = "会议费", goal: str = "开好会议。") -> Project:
    return Project(name, None, Funding(Decimal(total)), goal)


def found(table: TargetTable | Project, tolerance: str = "0") -> list[tuple[str, str]]:
    profile = profile_from({"settings": {"F01": {"tolerance": Decimal(tolerance)}}})
    return [(finding.code, finding.path) for finding in validate(table, profile, select="F")]


def total_of(table: TargetTable) -> Line:
    return lines_of_table(table)[0]


def test_tolerance() -> None:
    table = TargetTable(total=Funding(Decimal("30.1")), sections=[Section("", projects=[project("10"), project("20")])])
    assert found(table) == [("F01", "total")]
    assert found(table, "0.05") == [("F01", "total")]
    assert found(table, "0.1") == []


def test_a_heading_is_the_sum_of_the_lines_behind_it() -> None:
    sections = [
        Section("某市教育局", Funding(Decimal(30))),
        Section("某市教育局（本级）", Funding(Decimal(10)), [project("10")]),
        Section("某市第一中学", Funding(Decimal(20)), [project("20")]),
    ]
    table = TargetTable(total=Funding(Decimal(30)), sections=sections)
    assert [line.name for line in total_of(table).below] == ["某市教育局"]
    assert found(table) == []
    # With one amount altered it is still one, and what does not fit it is found.
    wrong = evolve(sections[0], funding=Funding(Decimal(31)))
    assert found(evolve(table, sections=[wrong, *sections[1:]])) == [("F01", "sections[0].funding")]
    wrong = evolve(sections[1], funding=Funding(Decimal(11)))
    assert found(evolve(table, sections=[sections[0], wrong, sections[2]])) == [("F01", "sections[1].funding")]
    assert found(evolve(table, total=Funding(Decimal(31)))) == [("F01", "total")]


def test_lines_that_may_have_been_missed() -> None:
    table = TargetTable(total=Funding(Decimal(30)), sections=[Section("", projects=[project("10")])])
    assert found(table) == [("F01", "total")]
    assert found(evolve(table, unread=("业务费 20.00 20.00",))) == []
    assert found(evolve(table, unread=("注：本表由某局填报，占比99.50%。",))) == [("F01", "total")]
    doubt = Finding("R16", "warning", "可能漏读了一个项目", "projects[0].goal")
    assert found(evolve(table, problems=(doubt,))) == []
    lost = Indicator(printed="业务费 20.00 20.00 开展业务", reason="应为“；”")
    swallowing = evolve(project("10"), indicators=[lost])
    assert found(evolve(table, sections=[Section("", projects=[swallowing])])) == []


def test_amounts_that_can_be_read_in_two_ways() -> None:
    wrong = Funding(Decimal(20), Decimal(10))
    table = TargetTable(sections=[Section("", projects=[evolve(project("20"), funding=wrong)])])
    assert found(table) == [("F01", "projects[0].funding")]
    doubt = Finding("R03", "warning", "可以有别的读法", "projects[0].funding")
    assert found(evolve(table, problems=(doubt,))) == []


@pytest.mark.parametrize("amount", ["9E+999999", "1E-999999", "1E+20", "0E+999", "-1E+30"])
def test_amounts_out_of_reach_of_any_table(amount: str) -> None:
    wild = Project("会议费", None, Funding(Decimal(amount), Decimal(1), Decimal(amount)), "开好会议。")
    sums = [code for code, _path in found(wild) if code != "F07"]  # money below zero is that, whatever it adds up to
    assert sums == []
    below_zero = {"F07"} if Decimal(amount) < 0 else set()
    assert {
        code
        for code, _path in found(TargetTable(total=Funding(Decimal(amount)), sections=[Section("", projects=[wild])]))
    } == below_zero


def test_printed_amounts_whose_columns_could_not_be_told() -> None:
    def line(printed: str) -> Line:
        return Line("funding", "会议费", Funding(Decimal(18), inferred=True, printed=printed))

    assert line("18.00 10.00 7.00").gap == 1
    assert line("18.00 10.00 8.00").gap == 0
    assert line("18.00").gap is None
    assert line("19.00 10.00").gap is None
    assert line("abc").gap is None


def test_a_difference_with_many_possible_causes_is_bounded() -> None:
    parts = [
        Line(str(at), "", Funding(Decimal(2) ** at, Decimal(0), Decimal(0), Decimal(0)), open=False) for at in range(40)
    ]
    top = Line("total", "合计", Funding(Decimal(1), Decimal(1)), tuple(parts))
    assert len(faults_in([top])) == 40


def test_several_faults_are_all_found() -> None:
    table = parse_table(PRINTED)
    (section,) = table.sections
    projects = list(section.projects)
    for at in (2, 5):
        projects[at] = evolve(projects[at], funding=evolve(projects[at].funding, total=Decimal(at)))
    wrong = evolve(table, sections=[evolve(section, projects=projects)])
    assert found(wrong) == [("F01", "projects[2].funding"), ("F01", "projects[5].funding")]


def test_one_amount_of_the_printed_table_altered() -> None:
    """Reading cannot tell the columns of unequal amounts then (R02); the sum says what is wrong, once."""
    before = validate(parse_table(PRINTED))
    text = PRINTED.replace("52.17 52.17", "62.17 52.17")
    after = validate(parse_table(text))
    assert {"R02", "F01", "F02"}.isdisjoint(before.by_rule)
    assert [finding.path for finding in after.by_rule["F01"]] == ["projects[1].funding"]
    assert "R02" not in after.by_rule
    assert after.source is not None
    span = after.by_rule["F01"][0].span
    assert span is not None
    assert text[span.start : span.end] == "62.17 52.17"


def test_an_amount_that_does_not_add_up_is_one_finding() -> None:
    """What compares with the total (F03 to F06) goes by what is certain of it."""
    goal = "项目资金18万元，召开会议2次。"
    cost = Indicator(Category.lookup("1"), Category.lookup("14"), "会议成本", annual=Target("≤18万元"))
    money = Funding(Decimal("18.00"), Decimal("18.00"))
    mine = Project("会议费", None, money, goal, [cost], whole_period_funding=money)
    sections = [Section("某中心", Funding(Decimal(38), Decimal(38)), [mine, project("20")])]
    table = TargetTable("绩效目标表", "某局", "万元", Funding(Decimal(38), Decimal(38)), sections)
    assert found(table) == []
    for names in (("total",), ("total", "appropriation")):
        for amount in (Decimal(8), Decimal(28), Decimal(180_000), Decimal(18_000_000)):
            altered = Funding(amount, amount if len(names) == 2 else money.appropriation)
            projects = [evolve(mine, funding=altered), project("20")]
            assert len(found(evolve(table, sections=[evolve(sections[0], projects=projects)]))) == 1
            alone = found(evolve(mine, whole_period_funding=altered))
            assert len(alone) == (1 if names == ("total",) or amount < 18 else 0)
