"""Checks as a whole: paths, findings of reading that rules say instead, severities by profile."""

from __future__ import annotations

import attrs
import pytest

from perfmodel import Project, parse_table, validate
from perfmodel.model.declaration import DECLARATION
from perfmodel.model.fields import CLASSES, fields_of
from perfmodel.model.paths import object_at, order_of, span_at
from perfmodel.source.source import Source

HEAD = "项目支出绩效目标表\n\n单位名称：某市某局 单位：万元\n\n项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标\n\n"
ROW = "    会议费 18.00 18.00\n召开年度会议2次，部署年度任务。\n"
ONE = "1、1-产出指标；11-数量指标；次数；年度指标值:3次。"


def test_the_order_of_fields_holds_them_all() -> None:
    for kind in CLASSES:
        names = [field.name for field in fields_of(kind)]
        declared = {
            field.name: field.metadata[DECLARATION].kind for field in attrs.fields(kind) if field.name[0] != "_"
        }
        assert {name for name, holds in declared.items() if holds != "reading"} <= set(names)
        backwards = names[::-1]
        assert sorted(backwards, key=order_of) == names


def test_paths_sort_as_fields_of_the_form_do() -> None:
    paths = ["", "title", "unit", "total", "projects[0].name", "projects[0].goal", "projects[0].indicators[1].level1"]
    paths += ["projects[0].indicators[1].annual", "projects[0].indicators[1].further.备注", "projects[2].name"]
    backwards = paths[::-1]
    assert sorted(backwards, key=order_of) == paths


def test_a_path_leads_to_a_further_column() -> None:
    table = parse_table(f"{HEAD}{ROW}{ONE[:-1]}；备注（一）:好；每次三天。")
    path = "projects[0].indicators[0].further.备注（一）"
    assert path in {problem.path for problem in table.problems}
    assert object_at(table, path) == "好；每次三天"
    assert table.source is not None
    span = span_at(table, path)
    assert span is not None
    assert table.source.slice(span) == "好；每次三天"
    assert path in {finding.path for finding in validate(table)}


@pytest.mark.parametrize("path", ["projects[0].nothing", "projects[9]", "title.x.y", "projects[0].indicators.备注"])
def test_nothing_stands_at_a_wrong_path(path: str) -> None:
    with pytest.raises(LookupError):
        object_at(parse_table(f"{HEAD}{ROW}{ONE}"), path)


@pytest.mark.parametrize("path", ["[", "projects[x]", "projects[0]name.", "a..b"])
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(ValueError, match="expected path to be a path"):
        object_at(Project("会议费"), path)


@pytest.mark.parametrize(
    ("text", "of_reading", "rule", "path"),
    [
        (HEAD.replace("单位名称：某市某局 ", "") + ROW + ONE, "R09", "S01", "unit"),
        (HEAD + ROW + ONE.replace("11-数量指标", "11-质量指标"), "R11", "S08", "projects[0].indicators[0].level2"),
        (HEAD + ROW + ONE.replace("11-数量指标", "15-其他指标"), "R11", "S07", "projects[0].indicators[0].level2"),
        (HEAD + ROW + ONE.replace("11-数量指标", "11-产出数量"), "R11", "S07", "projects[0].indicators[0].level2"),
    ],
)
def test_a_rule_says_what_reading_said(text: str, of_reading: str, rule: str, path: str) -> None:
    table = parse_table(text)
    assert (of_reading, path) in {(problem.code, problem.path) for problem in table.problems}
    report = validate(table)
    assert [finding.code for finding in report if finding.path == path] == [rule]
    # Where the rule is off, reading says it.
    without = validate(table, ignore=[rule])
    assert [finding.code for finding in without if finding.path == path] == [of_reading]


def test_what_else_was_not_found_is_still_said() -> None:
    table = parse_table("项目支出绩效目标表\n" + ROW + ONE)
    found = [(finding.code, finding.path) for finding in validate(table) if finding.code in ("R09", "S01")]
    assert sorted(found) == [("R09", ""), ("R09", "currency_unit"), ("S01", "unit")]


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        ("default", {"S06": "hint"}),
        ("guangdong", {}),
        ("central-2015", {"S05": "warning", "S06": "warning"}),
        ("central-2021", {"S05": "error", "S06": "warning"}),
    ],
)
def test_profiles_say_what_a_project_should_have(profile: str, found: dict[str, str]) -> None:
    goods = "1、1-产出指标；11-数量指标；购置台数；年度指标值:≥6台。2、2-效益指标；22-社会效益；设备使用率；年度指标值:≥95%。"
    table = parse_table(HEAD + "    检测设备购置 18.00 18.00\n购置检测设备6台。\n" + goods)
    report = validate(table, profile)
    assert {finding.code: finding.severity for finding in report if finding.code in ("S05", "S06")} == found


def test_spans_are_those_of_what_is_wrong() -> None:
    text = HEAD + ROW + ONE.replace("11-数量指标", "22-社会效益").replace("3次", "》3次")
    report = validate(parse_table(text), select=["S07", "S15"])
    source = Source(text)
    assert [source.slice(finding.span) for finding in report if finding.span] == ["1-产出指标", "》3次"]
