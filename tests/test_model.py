"""The model: guards, equality, categories, and what objects must be able to do."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from perfmodel import (
    Category,
    Finding,
    Funding,
    Indicator,
    Project,
    Section,
    Span,
    Target,
    TargetTable,
    compare,
    from_yaml,
    parse_table,
    to_json,
    to_xlsx,
    to_yaml,
    validate,
)
from perfmodel.source.cells import PlaceInCells, SheetCell, TableCell
from tests.golden import FOLDER

REAL = (FOLDER / "guangzhou-disability-employment.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Funding(total=1.5), TypeError, "Funding.total：应为金额（Decimal），实为 1.5（float）"),  # type: ignore[arg-type]
        (lambda: Funding(other=Decimal("NaN")), ValueError, "Funding.other"),
        (lambda: Project(name="a\nb"), ValueError, "Project.name：应为一行文本"),
        (lambda: Project(name=" a"), ValueError, "Project.name"),
        (lambda: Project(name=3), TypeError, "Project.name：应为文本，实为 3（int）"),  # type: ignore[arg-type]
        (lambda: Project(indicators=["a"]), TypeError, "Project.indicators：应为 Indicator 的序列"),  # type: ignore[list-item]
        (lambda: Section(projects="ab"), TypeError, "Section.projects"),  # type: ignore[arg-type]
        (lambda: Indicator(annual=90), TypeError, "Indicator.annual：应为 Target，实为 90（int）"),  # type: ignore[arg-type]
        (lambda: Indicator(level1=1), TypeError, "Indicator.level1：应为 Category，实为 1（int）"),  # type: ignore[arg-type]
        (lambda: Indicator(level2="1-产出\n指标"), ValueError, "Indicator.level2：应为一行文本"),
        (lambda: Indicator(level1="1-产出指标", level1_text="2-效益指标"), ValueError, "level1_text"),
        (lambda: TargetTable(projects=["a"]), TypeError, "Section.projects：应为 Project 的序列"),  # type: ignore[list-item]
        (lambda: TargetTable(projects="ab"), TypeError, "Section.projects"),  # type: ignore[arg-type]
        (
            lambda: TargetTable(sections=[Section("甲")], projects=[Project("乙")]),
            TypeError,
            "TargetTable：sections 与 projects 不能同时给出 / TargetTable: expected sections or projects, not both",
        ),
        (lambda: Indicator(further=(("a", "b"), ("a", "c"))), ValueError, "Indicator.further"),
        (lambda: Indicator(reason="坏了"), ValueError, "printed"),
        (lambda: Indicator(level1=Category.lookup("1"), level1_text="2-效益指标"), ValueError, "level1_text"),
        (lambda: Indicator(number=-1), TypeError, "Indicator.number"),
        (lambda: TargetTable(currency_unit="美元"), ValueError, "currency_unit"),
        (lambda: Finding("R01", "fatal", "a"), ValueError, "severity"),
        (lambda: Span(3, 2), ValueError, "Span.end"),
        (lambda: Target(90), TypeError, "Target.text"),  # type: ignore[arg-type]
    ],
)
def test_guards_name_class_field_and_value(make: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words.replace("（", ".").replace("）", ".").replace("(", ".").replace(")", ".")):
        make()


@pytest.mark.parametrize("level1", ["1-产出指标", "产出指标(50分)", "产出", "其他指标", "11-数量指标", "", None])
@pytest.mark.parametrize("level2", ["11-数量指标", "数量", "99-新指标", None])
@pytest.mark.parametrize("annual", ["≥95%", "工5%", " 5 次 ", "", None])
@pytest.mark.parametrize("unit", ["次", None])
def test_texts_are_taken_as_yaml_takes_them(
    level1: str | None, level2: str | None, annual: str | None, unit: str | None
) -> None:
    given = {"kind": "indicator", "level1": level1, "level2": level2, "name": "甲", "annual": annual, "unit": unit}
    written = json.dumps({key: text for key, text in given.items() if text is not None}, ensure_ascii=False)
    made = Indicator(level1, level2, "甲", annual=annual, unit=unit)
    assert made == from_yaml(written)
    assert type(made.level1) in (Category, type(None))
    if "" not in given.values():  # which YAML leaves out
        assert from_yaml(to_yaml(made)) == made
    assert attrs.evolve(made, name="乙") == Indicator(level1, level2, "乙", annual=annual, unit=unit)
    assert pickle.loads(pickle.dumps(made)) == made


def test_a_category_and_its_text_may_both_be_given() -> None:
    output = Category.lookup("1")
    assert Indicator("1-产出指标", level1_text="产出").level1_text == "产出"
    assert Indicator("产出", level1_text="1-产出指标") == Indicator(output, level1_text="1-产出指标")


def test_projects_without_sections_stand_in_one_without_a_name() -> None:
    project = Project("会议费", goal="开会")
    table = TargetTable("表", projects=(one for one in [project]))
    assert table == TargetTable("表", sections=[Section(projects=[project])])
    assert table.projects == (project,)
    assert TargetTable(projects=[]) == from_yaml("projects: []")
    assert attrs.evolve(table, sections=()).projects == ()
    assert pickle.loads(pickle.dumps(table)) == table
    assert repr(table) == repr(TargetTable("表", sections=[Section(projects=[project])]))


def test_objects_are_frozen_hashable_and_picklable() -> None:
    table = parse_table(REAL)
    assert {table, parse_table(REAL)} == {table}
    again = pickle.loads(pickle.dumps(table))
    assert again == table
    assert again.problems == table.problems
    assert again.projects[3].span == table.projects[3].span
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        table.title = ""  # type: ignore[misc]
    for kind in (TargetTable, Section, Project, Funding, Indicator, Category, Target, Finding, Span):
        assert "__slots__" in vars(kind)


def test_positions_and_findings_take_no_part_in_equality() -> None:
    table = parse_table(REAL)
    moved = parse_table("\n\n" + REAL)
    assert moved == table
    assert hash(moved) == hash(table)
    assert moved.projects[0].span != table.projects[0].span
    assert attrs.evolve(table, problems=()) == table
    assert attrs.evolve(table, title="另一张表") != table


def test_amounts_compare_by_meaning() -> None:
    assert Funding(Decimal("18"), inferred=True) == Funding(18) == Funding(Decimal("18.00"))
    assert hash(Funding(Decimal("18"))) == hash(Funding(Decimal("18.00")))


@pytest.mark.parametrize(
    ("text", "level", "label"),
    [
        ("1-产出指标", None, "1-产出指标"),
        ("产出（工作量）指标", 1, "1-产出指标"),
        ("产出指标(50分)", 1, "1-产出指标"),
        ("预期效果", 1, "2-效益指标"),
        ("22-社会效益", 2, "22-社会效益指标"),
        ("２２－社会效益", 2, "22-社会效益指标"),
        ("满意度指标", 2, "31-服务对象满意度指标"),
        ("满意度指标", None, "3-满意度指标"),
        ("服务对象满意度指标", 1, "3-满意度指标"),
        ("成本指标", 1, "成本指标"),
        ("成本指标", 2, "14-成本指标"),
        ("14-成本指标", 2, "14-成本指标"),
        ("24", 2, "24-可持续影响指标"),
        ("环境效益指标", 2, "23-生态效益指标"),
        ("社会公众或服务对象满意度指标", 2, "31-服务对象满意度指标"),
        ("11-质量指标", 2, None),
        ("15-其他指标", 2, None),
        ("", None, None),
    ],
)
def test_categories_are_found(text: str, level: int | None, label: str | None) -> None:
    found = Category.lookup(text, level)
    assert (found.label if found else None) == label


def test_a_place_for_each_field() -> None:
    table = parse_table(REAL)
    source = table.source
    assert source is not None
    indicator = table.projects[2].indicators[4]
    assert indicator.place is not None
    for name, text in (("level2", "31-服务对象满意度"), ("name", "就业服务满意率"), ("annual", "80%或以上")):
        span = indicator.place.of(name)
        assert span is not None
        assert source.slice(span).replace("\n", "") == text
    assert indicator.place.of("weight") is None


def test_what_functions_do_methods_do_too(tmp_path: Path) -> None:
    table = parse_table(REAL)
    project, indicator = table.projects[2], table.projects[2].indicators[0]
    own: Any
    old: Any
    new: Any
    for own in (table, project, indicator):
        assert own.to_yaml() == to_yaml(own)
        assert own.to_yaml("zh", meanings=True) == to_yaml(own, "zh", meanings=True)
        assert own.to_json() == to_json(own)
        assert own.to_json("zh", indent=None, meanings=True) == to_json(own, "zh", indent=None, meanings=True)
        assert own.validate() == validate(own)
        assert own.validate("guangdong", select="V", ignore="V06") == validate(own, "guangdong", "V", "V06")
        assert own.validate(source=table.source).source == table.source
    for old, new in ((table, attrs.evolve(table, unit="某局")), (project, table.projects[3])):
        assert old.compare(new) == compare(old, new)
        assert old.compare(new)
        assert not old.compare(old)
    assert indicator.compare(project.indicators[1]) == compare(indicator, project.indicators[1])
    with pytest.raises(TypeError, match="expected two TargetTables"):
        indicator.compare(project)  # type: ignore[arg-type]
    pytest.importorskip("xlsxwriter")
    for own in (table, project):
        own.to_xlsx(tmp_path / "方法.xlsx")
        to_xlsx(own, str(tmp_path / "函数.xlsx"))
        assert (tmp_path / "方法.xlsx").read_bytes() == (tmp_path / "函数.xlsx").read_bytes()


def test_an_object_may_stand_in_cells() -> None:
    cell = TableCell(page=2, table=1, row=3)
    place = PlaceInCells(cell, (("name", SheetCell("表1", 7, 2)), ("annual", TableCell(3, 2, 1, 2))))
    indicator = Indicator(name="甲", annual="5", place=place)
    assert indicator == Indicator(name="甲", annual="5")
    assert indicator.span is None
    assert indicator.place == place
    assert {place, pickle.loads(pickle.dumps(place))} == {place}
    assert place.of("annual") is None
    assert place.cell_of("annual") == TableCell(3, 2, 1, 2)
    assert (place.render(), place.render(name="name"), place.render(lang="en", name="annual")) == (
        "第2页 表1 第3行",
        "表1!B7",
        "page 2, table 1, row 3, column 2",
    )
    project = Project("甲", indicators=[indicator])
    (finding, *_rest) = validate(project, select="V01")
    assert (finding.path, finding.span) == ("indicators[0].annual", None)
    assert not compare(project, Project("甲", indicators=[attrs.evolve(indicator, place=None)]))
    assert from_yaml(to_yaml(project)) == project


def test_an_object_of_a_text_stands_at_a_line() -> None:
    table = parse_table(REAL)
    place = table.projects[0].place
    assert place is not None
    assert table.source is not None
    assert place.cell_of("name") is None
    position = table.source.position(table.source.text.index(table.projects[0].name[:6]))
    assert place.render(table.source, name="name") == f"第{position.line}行第{position.column}列"
    assert place.render(table.source, "en") == f"line {position.line}, column {position.column}"
    assert place.render() == ""
    assert place.render(table.source, name="period") == ""
