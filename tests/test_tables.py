"""Whole documents: read as their golden files say, however they are broken, encoded or carried about."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfmodel import ParseError, from_json, from_yaml, parse_table, read, render_table, to_json, to_yaml
from perfmodel.source.characters import squeeze
from tests.accounting import unaccounted
from tests.golden import FOLDER, documents, golden

REAL = (FOLDER / "guangzhou-disability-employment.txt").read_text(encoding="utf-8")
HAZARDS = (FOLDER / "hazards.txt").read_text(encoding="utf-8")
FOOTERS = ("第 1 页，共 2 页", "- 3 -", "\f", "— 3 —")


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    table = parse_table(path.read_text(encoding="utf-8"))
    assert golden(table) == path.with_suffix(".yaml").read_text(encoding="utf-8")
    assert unaccounted(table) == ""
    assert from_yaml(golden(table)) == table
    for keys in ("en", "zh"):
        assert from_yaml(to_yaml(table, keys)) == table
        assert from_json(to_json(table, keys)) == table


def test_the_real_table() -> None:
    table = parse_table(REAL)
    projects = table.projects
    assert (len(projects), sum(len(project.indicators) for project in projects)) == (10, 52)
    assert sum((project.funding.total or Decimal(0) for project in projects), Decimal(0)) == Decimal("830.47")
    assert sum(project.spender is not None for project in projects) == 7
    assert [section.name for section in table.sections] == ["广州市残疾人就业培训服务中心"]
    assert projects[2].name == "残疾人就业经费"
    assert projects[2].goal.endswith("做好按比例安排残疾人就业年审政策宣传工作。")
    assert projects[3].goal.endswith("促进社区稳定。")
    assert projects[7].name == "广州市残疾人就业培训服务中心2023-2024年信息系统运行和维护项目"
    assert {problem.code for problem in table.problems} == {"R01"}
    assert len(table.problems) == 12


def _rebroken(text: str, width: int) -> str:
    """Paragraphs, as blank lines part them, broken anew at a number of characters."""
    lines = []
    for paragraph in text.split("\n\n"):
        indent = paragraph[: len(paragraph) - len(paragraph.lstrip(" \n"))].replace("\n", "")
        parts = [line.strip() for line in paragraph.split("\n")]
        whole = indent + "".join(parts)
        lines += [whole[at : at + width] for at in range(0, len(whole), width)] or [""]
        lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize("width", [20, 33, 97])
def test_the_real_table_broken_anew(width: int) -> None:
    table = parse_table(REAL)
    for text in (_rebroken(REAL, width), render_table(table, width)):
        lines = text.split("\n")
        for number, at in enumerate(range(30, len(lines), 41)):
            lines.insert(at, FOOTERS[number % len(FOOTERS)])
        found = parse_table("\n".join(lines))
        assert found.projects == table.projects
        assert found == table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "table.txt"
    path.write_bytes(REAL.replace("\n", newline).encode(encoding))
    found = read(path)
    assert found == parse_table(REAL)
    assert found.source is not None
    assert found.source.encoding == encoding
    assert [problem.message for problem in found.problems if problem.code == "R10"] == (
        [] if encoding == "utf-8" else [f"文件按 {encoding} 编码读取"]
    )
    assert found.projects[3].span is not None
    assert found.source.position(found.projects[3].span.start).line == (76 if newline != "" else 0)


def test_names_may_stand_anywhere_on_the_page() -> None:
    flat = "\n".join(line.strip() for line in HAZARDS.split("\n"))
    assert parse_table(flat).projects == parse_table(HAZARDS).projects
    unindented = "\n".join(line.strip() for line in REAL.split("\n"))
    assert parse_table(unindented) == parse_table(REAL)
    no_blanks = "\n".join(line for line in REAL.split("\n") if line.strip())
    assert parse_table(no_blanks) == parse_table(REAL)


def test_the_whole_text_is_accounted_for() -> None:
    assert squeeze(REAL)
    for text in (
        REAL,
        HAZARDS,
        HAZARDS.replace("合计", ""),
        REAL.replace("单位名称：", ""),
        REAL.replace("目标 绩效指标", ""),
    ):
        assert unaccounted(parse_table(text)) == ""


@pytest.mark.parametrize("text", ["", " \n", "会议通知", "\f\f", "1,2,3", "<html>", "合计 1.00 1.00"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_table(text)
    assert "没有绩效目标表" in str(caught.value)
    assert "no performance-target table" in caught.value.render("en")


@pytest.mark.parametrize("text", ["", "\n \u3000\n"])
def test_of_an_empty_text_no_title_is_expected(text: str) -> None:
    with pytest.raises(ParseError, match="内容为空"):
        parse_table(text)


def test_a_spender_that_no_line_names_is_one_where_several_projects_have_it() -> None:
    """Once, brackets behind a name may be a part of it."""
    head = "项目支出绩效目标表\n单位名称：某局 单位：万元\n项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标\n"
    row = "    {}（某区培训中心） 18.00 18.00\n开好。\n"
    once = parse_table(head + row.format("会议费"))
    assert [(project.name, project.spender) for project in once.projects] == [("会议费（某区培训中心）", None)]
    twice = parse_table(head + row.format("会议费") + row.format("培训费"))
    assert [(project.name, project.spender) for project in twice.projects] == [
        ("会议费", "某区培训中心"),
        ("培训费", "某区培训中心"),
    ]
