"""Two years side by side: a table of cases, and what is made of what is found."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve

from perfmodel import (
    Category,
    Change,
    Comparison,
    Funding,
    Indicator,
    Project,
    Section,
    Target,
    TargetTable,
    compare,
    from_json,
    read,
)
from tests.golden import FOLDER

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "compare.yaml").read_text(encoding="utf-8"))
MIRRORED = {"added": "dropped", "dropped": "added", "raised": "lowered", "lowered": "raised"}


def _pair(case: dict[str, Any]) -> tuple[Any, Any]:
    if "target" in case:
        levels = (None, Category.read(case["level2"], 2) if "level2" in case else None)
        one, other = (Indicator(*levels, case.get("name", "指标"), annual=Target(str(text))) for text in case["target"])
        return one, other
    kinds = {"projects": "table", "indicators": "project"}

    def built(plain: dict[str, Any]) -> Any:
        kind = next((kind for key, kind in kinds.items() if key in plain), "indicator")
        return from_json(json.dumps({"kind": kind, **{key: plain[key] for key in plain if key != "kind"}}))

    return built(case["old"]), built(case["new"])


def _expected(case: dict[str, Any]) -> list[tuple[str, str]]:
    if "target" in case:
        return [(case["kind"], "annual")] if "kind" in case else []
    return [(kind, path) for kind, path in case.get("changes", [])]


def _found(comparison: Comparison) -> list[tuple[str, str]]:
    return [
        (change.kind, str(change.path_old if change.path_new is None else change.path_new)) for change in comparison
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.get("target") or case["new"])[:60])
def test_case(case: dict[str, Any]) -> None:
    old, new = _pair(case)
    found = compare(old, new)
    assert _found(found) == _expected(case), str(found)
    back = compare(new, old)
    assert sorted(MIRRORED.get(change.kind, change.kind) for change in back) == sorted(change.kind for change in found)
    assert found.mirrored() == back
    if "target" in case:
        assert [change.inferred for change in found] == ([case.get("inferred", False)] if "kind" in case else [])
    for change in found:
        # What was matched by anything but its name says so.
        assert (change.kind != "renamed") or change.inferred == bool(change.note)


def test_the_kinds_have_their_names() -> None:
    kinds = {kind for case in CASES for kind, _path in _expected(case)}
    assert kinds == {
        "added", "dropped", "renamed", "moved", "money", "raised", "lowered", "reworded", "changed", "ambiguous",
    }  # fmt: skip
    with pytest.raises(ValueError, match="expected kind to be"):
        Comparison().of("gone")
    with pytest.raises(ValueError):
        Change("gone", "project")


@pytest.mark.parametrize(
    ("old", "new"), [(TargetTable(), Project()), (Project(), Indicator()), (1, 2), (Section(), Section()), (None, None)]
)
def test_what_cannot_be_compared(old: Any, new: Any) -> None:
    with pytest.raises(TypeError, match=r"应为两张 TargetTable.* / expected two TargetTables"):
        compare(old, new)


def _with_project(table: TargetTable, at: int, **fields: Any) -> TargetTable:
    [section] = table.sections
    projects = (*section.projects[:at], evolve(section.projects[at], **fields), *section.projects[at + 1 :])
    return evolve(table, sections=[evolve(section, projects=projects)])


def test_the_real_table() -> None:
    table = read(FOLDER / "guangzhou-disability-employment.txt")
    again = read(FOLDER / "guangzhou-disability-employment.yaml")
    assert not compare(table, again)
    indicator = evolve(table.projects[2].indicators[0], annual=Target("不少于3次/年"))
    changed = _with_project(
        table, 2, funding=Funding(Decimal("20.00"), Decimal("20.00")),
        indicators=(indicator, *table.projects[2].indicators[1:]),
    )  # fmt: skip
    found = compare(table, changed)
    assert _found(found) == [
        ("money", "projects[2].funding.total"),
        ("money", "projects[2].funding.appropriation"),
        ("raised", "projects[2].indicators[0].annual"),
    ]
    [raised] = found.raised
    assert table.source is not None
    assert raised.span_old is not None
    assert table.source.slice(raised.span_old) == "不少于2次/年"
    assert raised.where_new == ("残疾人就业经费", "年内刊登宣传就业年审政策次数")
    total = found.money[0]
    assert (total.old, total.new, total.unit_old) == (Decimal("18.00"), Decimal("20.00"), "万元")
    assert str(found) == (
        "3 处不同：金额 2、提高 1\n"
        "\n"
        "项目：残疾人就业经费  [projects[2]]\n"
        "  金额  资金·总计：18.00万元 → 20.00万元（+2.00）\n"
        "  金额  资金·财政拨款：18.00万元 → 20.00万元（+2.00）\n"
        "  绩效指标：年内刊登宣传就业年审政策次数\n"
        "    提高  年度指标值：不少于2次/年 → 不少于3次/年"
    )
    assert found.render("en").endswith(
        "  indicator: 年内刊登宣传就业年审政策次数\n    raised  annual: 不少于2次/年 → 不少于3次/年"
    )
    assert total.render() == "资金·总计：18.00万元 → 20.00万元（+2.00）"
    assert raised.render("en") == "annual: 不少于2次/年 → 不少于3次/年 (more demanding)"


def test_the_same_project_of_two_years_in_one_table() -> None:
    table = read(FOLDER / "guangzhou-disability-employment.txt")
    names = [project.name for project in table.projects]
    assert [name[14:23] for name in (names[7], names[9])] == ["2023-2024", "2024-2025"]
    later = table
    for at in (7, 9):
        name = names[at].replace("2024", "2025").replace("2023", "2024").replace("2025-2025", "2025-2026")
        later = _with_project(later, at, name=name)
    found = compare(table, later)
    # The contract that both tables have is one; that the other goes on is inferred.
    [renamed] = found.renamed
    assert renamed.inferred
    assert (renamed.path_old, renamed.path_new) == ("projects[7]" + ".name", "projects[9]" + ".name")
    assert not found.added
    assert not found.dropped
    # One such project in each table is the same with nothing to be said.
    assert not compare(_one(table, 7), _one(later, 7))


def _one(table: TargetTable, at: int) -> TargetTable:
    return evolve(table, sections=[evolve(table.sections[0], projects=[table.projects[at]])])


def test_a_move_without_support_says_so() -> None:
    def table(name: str, **fields: Any) -> TargetTable:
        sections = [Section(each, projects=[Project("会议费", **fields)] if each == name else ()) for each in "甲乙"]
        return TargetTable(sections=sections)

    [bare] = compare(table("甲"), table("乙")).moved
    assert (bare.old, bare.new, bare.inferred) == ("甲", "乙", True)
    [supported] = compare(
        table("甲", goal="开好年度会议。再开好会议。"), table("乙", goal="开好年度会议。再开好会议。")
    )
    assert (supported.kind, supported.inferred) == ("moved", False)
    assert supported.message == "所在：甲 → 乙"


def test_amounts_of_any_size() -> None:
    huge, tiny = Funding(Decimal("1E+999999999")), Funding(Decimal("1E-999999"))
    found = compare(Project("a", funding=huge), Project("a", funding=tiny))
    assert [change.kind for change in found] == ["money"]
    assert "1E+999999999" in str(found)
    assert found.to_plain()["changes"][0]["old"] == "1E+999999999"
    old = TargetTable(currency_unit="亿元", sections=[Section(projects=[Project("a", funding=huge)])])
    new = evolve(old, currency_unit="元")
    assert [change.kind for change in compare(old, new)] == ["reworded", "money"]


def test_amounts_whose_columns_are_not_told() -> None:
    one, other = (Funding(Decimal(5), printed=text) for text in ("5.00 3.00 2.00", "5.00 2.00 3.00"))
    found = compare(Project("a", funding=one), Project("a", funding=other))
    assert _found(found) == [("money", "funding.printed")]
    grouped = Funding(Decimal(1200), Decimal(1200), printed="1,200.00 1,200.00")
    assert not compare(Project("a", funding=grouped), Project("a", funding=evolve(grouped, printed=None)))
    columns = Funding(Decimal(5), printed="5.00 — — —")
    assert not compare(Project("a", funding=columns), Project("a", funding=evolve(columns, printed=None)))


def test_many_of_one_name_are_one_doubt() -> None:
    def table(first: int) -> TargetTable:
        projects = [Project("会议费", goal=f"开好第{at}次会议。") for at in range(first, first + 10_000)]
        return TargetTable(sections=[Section(projects=projects)])

    [doubt] = compare(table(0), table(10_000))
    assert doubt.kind == "ambiguous"
    assert len(doubt.candidates_old) == len(doubt.candidates_new) == 10_000
    assert len(str(Comparison((doubt,)))) < 1000
    assert not compare(table(0), table(0))


def test_many_like_names() -> None:
    def table(word: str) -> TargetTable:
        projects = [Project(f"{chr(0x4E00 + at)}{chr(0x9000 - at)}{word}经费") for at in range(3000)]
        return TargetTable(sections=[Section(projects=projects)])

    found = compare(table("培训"), table("招聘"))
    assert len(found.added) == len(found.dropped) == 3000


def test_a_hostile_name_does_not_speak_to_the_terminal() -> None:
    found = compare(Project("a\x1b[31mb"), Project("c\x1b]0;d"))
    assert "\x1b" not in str(found)
    assert "\x1b" not in found[0].message


def test_long_texts_are_cut_to_where_they_differ() -> None:
    goal = "为全市就业年龄阶段残疾人提供就业服务，" * 20
    found = compare(
        Project("a", goal=f"{goal}举办三场招聘会。{goal}"), Project("a", goal=f"{goal}举办四场招聘会。{goal}")
    )
    assert found[0].message == "绩效目标：…供就业服务，举办三场招聘会。为全市… → …供就业服务，举办四场招聘会。为全市…"
    assert found[0].old == f"{goal}举办三场招聘会。{goal}"
