"""Forms that are laid out otherwise than most: what is read of each, and what is said."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfmodel import read_document
from perfmodel.files.budget import Budget
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.grid import GridBuilder
from perfmodel.forms import document as forms_document
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import TargetTable

HEAD = "项目名称|会议费^4\n项目资金（万元）^1,2|年度资金总额|10.00^3\n其中：财政拨款|10.00^3\n年度目标|开好会议。^4\n"


def grid_of(text: str) -> Grid:
    """Return the grid of lines of cells, each ``text^columns,rows``."""
    builder = GridBuilder(Budget())
    for row, line in enumerate(text.strip("\n").split("\n")):
        column = 0
        for part in line.split("|"):
            column = builder.first_free(row, column)
            words, _, spans = part.strip().partition("^")
            columns, rows = (
                (int(span) for span in (spans + ",1" if "," not in spans else spans).split(",")) if spans else (1, 1)
            )
            builder.add(row, column, words, rows, columns)
            column += columns
    return builder.build("表")


def read(*blocks: str) -> forms_document.Document:
    """Read grids; a block without a stroke is a line of text."""
    parts = tuple(grid_of(block) if "|" in block else Text(block) for block in blocks)
    return forms_document.Document(Document(parts))


def row(one: Indicator) -> str:
    """Return an indicator on one line, as printed."""
    levels = (
        one.level1_text or (one.level1 and one.level1.label),
        one.level2_text or (one.level2 and one.level2.label),
    )
    targets = (one.whole_period, one.annual)
    signs = (f"{target.operator or ''}{target.text}{target.unit or ''}" if target else "" for target in targets)
    return "/".join(map(str, (*levels, one.name, *signs)))


CASES = {
    "a level 2 alone is the name": (
        "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|次数|2次|\n|会议天数||3天|",
        ["产出指标/数量指标/次数//2次", "产出指标/None/会议天数//3天"],
        ["R38"],
    ),
    "signs, values and units under one head, for two periods": (
        "一级指标^1,2|二级指标^1,2|三级指标^1,2|中期指标值^3|年度指标值^3\n符号|值|单位|符号|值|单位\n"
        "产出指标|数量指标|次数|≥|15|次|≥|5|次",
        ["产出指标/数量指标/次数/≥15次/≥5次"],
        [],
    ),
    "one period above the other": (
        "长期绩效指标^5\n一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|次数|6次|\n"
        "年度绩效指标^5\n一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|次数|2次|",
        ["产出指标/数量指标/次数/6次/2次"],
        [],
    ),
    "periods at the side": (
        "中期指标^1,2|一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|次数|6次\n"
        "年度指标^1,2|一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|次数|2次",
        ["产出指标/数量指标/次数/6次/2次"],
        [],
    ),
    "counties beside the whole": (
        "一级指标^1,2|二级指标^1,2|三级指标^1,2|指标值^3\n全省|甲县|乙县\n产出指标|数量指标|次数|5次|2次|3次",
        ["产出指标/数量指标/次数//5次"],
        [],
    ),
    "categories in rows of their own": (
        "三级指标^2|指标值^2|备注\n产出指标^5\n数量指标^5\n次数^2|2次^2|\n效益指标^5\n社会效益指标^5\n影响^2|大^2|",
        ["产出指标/数量指标/次数//2次", "效益指标/社会效益指标/影响//大"],
        [],
    ),
    "numbers in cells of their own": (
        "一级指标|二级指标|三级指标^2|指标值\n产出指标^1,2|数量指标|指标1：|次数|2次\n质量指标|指标1：|合格率|≥90%",
        ["产出指标/数量指标/次数//2次", "产出指标/质量指标/合格率//≥90%"],
        [],
    ),
    "a column that nobody declares": (
        "一级指标|二级指标|三级指标|指标值|黑匣子\n产出指标|数量指标|次数|2次|甲",
        ["产出指标/数量指标/次数//2次"],
        ["R35"],
    ),
    "names below a head that nobody declares": (
        "一级指标|二级指标|衡量要点|填报口径|指标值\n产出指标|数量指标|次数|甲|2次\n|质量指标|合格率||≥90%",
        ["产出指标/数量指标/次数//2次", "产出指标/质量指标/合格率//≥90%"],
        ["R17", "R35"],
    ),
    "nothing below a head that nobody declares": (
        "一级指标|二级指标|衡量要点|指标值|备注\n产出指标|数量指标||2次|",
        ["产出指标/数量指标/数量指标//2次"],
        ["R35", "R38"],
    ),
    "a value without a name": (
        "一级指标|二级指标|三级指标|指标值|备注\n效益指标|社会效益指标||显著|",
        ["效益指标/社会效益指标///显著"],
        ["R37"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_indicator_part_reads_as_a_person_reads_it(name: str) -> None:
    text, rows, codes = CASES[name]
    (table,) = read(HEAD + text).tables
    assert [row(one) for one in table.projects[0].indicators] == rows
    assert [problem.code for problem in table.problems if problem.code not in ("R50", "R48")] == codes
    assert any(problem.code == "R50" for problem in table.problems) == bool(codes)
    project = table.projects[0]
    assert (project.name, project.goal, str(project.funding.total), table.currency_unit) == (
        "会议费", "开好会议。", "10.00", "万元",
    )  # fmt: skip


def test_projects_stand_by_turns_in_the_column_of_indicators() -> None:
    found = read(
        "指标名称|指标值|备注\n会议费||\n产出指标||\n数量指标||\n会议次数|2次|\n培训费||\n产出指标||\n质量指标||\n合格率|≥95%|"
    )
    assert [(one.name, [row(each) for each in one.indicators]) for one in found.projects] == [
        ("会议费", ["产出指标/数量指标/会议次数//2次"]),
        ("培训费", ["产出指标/质量指标/合格率//≥95%"]),
    ]


@pytest.mark.parametrize("gap", ["||", "|"])
def test_forms_without_levels_stand_beside_each_other(gap: str) -> None:
    rows = (
        ("项目名称", "会议费^2", "培训费^2"),
        ("年度目标", "开好会议。^2", "办好。^2"),
        ("三级指标|指标值|备注",) * 2,
        ("次数|2次|", "人数|9人|"),
    )
    text = "\n".join(gap.join((f"{one[0]}|{one[1]}", f"{one[0]}|{one[2]}") if len(one) == 3 else one) for one in rows)
    found = read(text)
    assert [(one.name, one.goal, [row(each) for each in one.indicators]) for one in found.projects] == [
        ("会议费", "开好会议。", ["None/None/次数//2次"]),
        ("培训费", "办好。", ["None/None/人数//9人"]),
    ]


def test_a_form_that_nobody_filled_in_gives_no_project_and_says_so() -> None:
    found = read(
        "项目支出绩效目标表",
        "项目名称|^4\n主管部门||实施单位|^2\n项目资金（万元）|年度资金总额|^3\n年度目标|目标1：……^4\n"
        "一级指标|二级指标|三级指标|指标值|备注\n产出指标^1,2|数量指标|指标1：||\n质量指标|指标1：||",
    )
    assert not found.tables
    assert [problem.code for problem in found.problems] == ["R51"]


def test_a_form_goes_on_behind_the_foot_of_a_page() -> None:
    first = HEAD + "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|次数|2次|"
    found = read(first, "某局项目库打印 第 1 页", "产出指标|质量指标|合格率|≥90%|\n效益指标|社会效益指标|影响|大|")
    assert [one.name for one in found.projects[0].indicators] == ["次数", "合格率", "影响"]


def test_a_form_without_a_unit_of_its_amounts_has_that_of_its_neighbours() -> None:
    rows = "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|次数|2次|"
    bare = HEAD.replace("（万元）", "").replace("会议费", "培训费")
    found = read("2025年项目支出绩效目标表", HEAD + rows, "2025年项目支出绩效目标表", bare + rows)
    (table,) = found.tables
    assert [project.name for project in table.projects] == ["会议费", "培训费"]
    assert [problem.code for problem in table.problems] == ["R50", "R53"]


def test_what_is_no_performance_table_is_left_alone_and_named() -> None:
    found = read("收支总表|本年预算\n一般公共预算拨款|12.00\n合计|12.00", "部门预算说明：收入增加。")
    assert not found.tables
    assert [one.text for one in found.unread] == ["收支总表", "部门预算说明：收入增加。"]


INDICATORS = "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|次数|2次|\n"
LIST = "项目名称|预算金额（万元）|一级指标|二级指标|三级指标|指标值\n{0}|1.00|产出指标|数量指标|次数|2次\n合计|{1}||||"
STRINGS = (
    "项目名称（资金使用单位）|总计|财政拨款|绩效目标|绩效指标\n"
    "会议费|1.00|1.00|开会。|1-产出指标；11-数量指标；次数；年度指标值:2次。"
)


def codes(table: TargetTable) -> set[str]:
    return {problem.code for problem in table.problems} - {"R50"}


def test_lines_above_another_form_are_its_own_though_strings_stand_before() -> None:
    named = HEAD.replace("项目名称", "部门名称").replace("（万元）", "")
    lines = ["2025年项目支出绩效目标表", "单位：万元", STRINGS, "2026年部门整体支出绩效目标表", "单位：元"]
    strings, form = read(*lines, named + INDICATORS).tables
    assert (strings.year, strings.currency_unit, strings.scope) == (2025, "万元", "project")
    assert (form.year, form.currency_unit, form.scope) == (2026, "元", "department")


def test_a_year_taken_from_the_form_before_is_said() -> None:
    second = HEAD.replace("会议费", "培训费") + INDICATORS
    [table] = read("2025年项目支出绩效目标表", "单位：万元", HEAD + INDICATORS, "项目支出绩效目标表", second).tables
    assert table.year == 2025
    assert "R55" in codes(table)


def test_a_second_line_of_totals_is_said() -> None:
    title = "2025年项目支出绩效目标表"
    [table] = read(title, LIST.format("甲", "1.00"), title, LIST.format("乙", "7.00")).tables
    assert table.total is not None
    assert str(table.total.total) == "1.00"
    assert ["7.00" in one.message for one in table.problems if one.code == "R25"] == [True]


def test_points_of_two_indicators_together_are_the_first_ones() -> None:
    rows = "一级指标|二级指标|三级指标|指标值|权重\n产出指标^1,2|数量指标^1,2|次数|2次|10^1,2\n人数|9人"
    [project] = read("单位：万元", HEAD + rows).projects
    assert [str(one.weight) for one in project.indicators] == ["10", "None"]


def test_an_indicator_over_two_rows_is_one() -> None:
    rows = "产出指标^1,3|数量指标^1,3|次数^1,2|2次^1,2|甲\n乙\n人数|9人|"
    [project] = read("单位：万元", HEAD + "一级指标|二级指标|三级指标|指标值|备注\n" + rows).projects
    assert [(one.name, one.further) for one in project.indicators] == [
        ("次数", (("备注", "甲"), ("备注（2）", "乙"))),
        ("人数", ()),
    ]


def test_what_two_periods_say_otherwise_of_one_indicator_is_kept_and_said() -> None:
    head = "一级指标|二级指标|三级指标|指标值|权重|二级指标|三级指标|指标值|权重\n"
    rows = "产出指标|数量指标|次数|6次|10|数量指标|次数|2次|20"
    [table] = read("单位：万元", "项目名称|会议费^8\n年度目标|开会。^8\n" + head + rows).tables
    [one] = table.projects[0].indicators
    assert (str(one.weight), one.further) == ("10", (("权重", "20"),))
    assert "R44" in codes(table)


def test_a_sign_without_a_value_is_kept_under_its_own_name() -> None:
    head = "一级指标^1,2|二级指标^1,2|三级指标^1,2|中期指标值^3|年度指标值^3\n符号|值|单位|符号|值|单位\n"
    [project] = read("单位：万元", HEAD + head + "产出指标|数量指标|次数|≥||次|≥|5|次").projects
    assert project.indicators[0].further == (("计算符号", "≥"), ("计量单位", "次"))


@pytest.mark.parametrize(
    ("blocks", "kept", "code"),
    [
        (["填报单位|甲局^4\n单位名称|乙局^4\n" + HEAD + INDICATORS], ("单位名称", "乙局"), "R44"),
        (["2025年项目支出绩效目标表", "年度|2026年^4\n" + HEAD + INDICATORS], ("年度", "2026年"), "R44"),
        (
            ["项目名称|年度|一级指标|二级指标|三级指标|指标值\n甲|2024年|产出指标|数量指标|次数|2次\n乙|2025年|产出指标|数量指标|次数|2次"],
            ("年度", "2025年"),
            "R44",
        ),
        (
            ["单位：万元", "项目名称|预算数|一级指标|二级指标|三级指标|指标值\n甲|3元|产出指标|数量指标|次数|2次"],
            ("预算数", "3元"),
            "R46",
        ),
    ],
)  # fmt: skip
def test_what_contradicts_is_kept_and_said(blocks: list[str], kept: tuple[str, str], code: str) -> None:
    [table] = read(*blocks).tables
    assert kept in [pair for project in table.projects for pair in project.attributes]
    assert code in codes(table)


def test_two_units_of_the_amounts_are_said() -> None:
    [table] = read("单位：元", HEAD + INDICATORS).tables
    assert "R46" in codes(table)


def test_words_in_a_row_without_name_and_value_are_said() -> None:
    rows = "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|次数|2次|\n质量指标^2|||另行说明"
    [table] = read("单位：万元", HEAD + rows).tables
    assert table.unread == ("另行说明",)
    assert "R04" in codes(table)


def test_what_a_file_holds_beside_its_tables_is_said_with_the_first() -> None:
    empty = (
        "项目支出绩效目标表",
        "项目名称|^4\n年度目标|目标1：……^4\n一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|指标1：||",
    )
    found = read("收支总表|本年预算\n合计|12.00", "2025年项目支出绩效目标表", "单位：万元", HEAD + INDICATORS, *empty)
    [table] = found.tables
    messages = {problem.code: problem.message for problem in table.problems}
    assert "收支总表" in messages["R31"]
    assert "未填写" in messages["R34"]
    assert [one.text for one in found.unread] == ["收支总表"]


def test_the_body_of_a_form_of_a_whole_department_is_its_name() -> None:
    rows = "单位名称|某局^4\n年度目标|开好会议。^4\n" + INDICATORS
    [table] = read("2025年单位整体支出绩效目标表", "单位：万元", rows).tables
    assert (table.scope, table.unit, [project.name for project in table.projects]) == ("department", "某局", ["某局"])
    assert "R42" not in codes(table)


def test_a_column_of_units_before_the_indicators_holds_bodies() -> None:
    head = "单位|项目名称|一级指标|二级指标|三级指标|指标值|单位\n"
    [table] = read("2025年项目支出绩效目标表", head + "某局|会议费|产出指标|数量指标|次数|2|次\n").tables
    [project] = table.projects
    assert (project.spender, project.indicators[0].unit, project.indicators[0].further) == ("某局", "次", ())
    assert "R36" not in codes(table)


FOUR = "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|次数|2次|"
MORE_CASES = {
    "numbered indicators in one cell": (
        "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|1.会议次数；2.参会人数|1.2次；2.≥60人|",
        ["产出指标/数量指标/会议次数//2次", "产出指标/数量指标/参会人数//≥60人"],
        ["R57"],
    ),
    "numbers right behind words, as a PDF has them": (
        "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|1.车辆2.档案|1.3辆2.≥12万页|",
        ["产出指标/数量指标/车辆//3辆", "产出指标/数量指标/档案//≥12万页"],
        ["R57"],
    ),
    "numbered names with one value": (
        "一级指标|二级指标|三级指标|指标值|备注\n产出指标|数量指标|1.会议次数；2.参会人数|按计划|",
        ["产出指标/数量指标/1.会议次数；2.参会人数//按计划"],
        ["R50", "R54"],
    ),
    "numbers before names and values of rows": (
        "一级指标|二级指标|三级指标|指标值|备注\n产出指标^1,2|数量指标^1,2|1.车辆|1.3辆|\n2.档案|2.≥5册|",
        ["产出指标/数量指标/车辆//3辆", "产出指标/数量指标/档案//≥5册"],
        [],
    ),
    "two levels in one cell": (
        "指标类别|指标名称|指标值|备注\n产出指标-成本指标|成本|≤2元|\n效益指标（社会效益指标）|影响|大|",
        ["产出指标/成本指标/成本//≤2元", "效益指标/社会效益指标/影响//大"],
        [],
    ),
    "categories of level 2 alone": (
        "指标类型|指标名称|指标值|备注\n数量指标^1,2|次数|2次|\n人数|9人|\n质量指标|合格率|≥95%|",
        ["None/数量指标/次数//2次", "None/数量指标/人数//9人", "None/质量指标/合格率//≥95%"],
        [],
    ),
    "costs below outputs by turns": (
        "指标名称^2|指标值^2|备注\n一、产出指标^5\n（一）成本指标^5\n单位成本^2|≤2元^2|\n二、满意度指标^5\n满意度^2|≥90%^2|",
        ["产出指标/成本指标/单位成本//≤2元", "满意度指标/None/满意度//≥90%"],
        [],
    ),
    "heads for each level 1": (
        "产出指标^1,2|二级指标|三级指标|指标值|备注\n数量指标|次数|2次|\n满意度指标^1,2|二级指标|三级指标|指标值|备注\n"
        "服务对象满意度指标|满意度|≥90%|",
        ["产出指标/数量指标/次数//2次", "满意度指标/服务对象满意度指标/满意度//≥90%"],
        [],
    ),
    "indicators across": (
        "一级指标|产出指标|产出指标|满意度指标|\n二级指标|数量指标|质量指标|服务对象满意度指标|\n三级指标|次数|合格率|满意度|\n"
        "指标值|2次|≥95%|≥90%|",
        ["产出指标/数量指标/次数//2次", "产出指标/质量指标/合格率//≥95%", "满意度指标/服务对象满意度指标/满意度//≥90%"],
        [],
    ),
    "names with their values": (
        "一级指标|二级指标|三级指标及目标值^3\n产出指标|数量指标|次数≥2次^3\n产出指标|质量指标|合格率：100%^3",
        ["产出指标/数量指标/次数//≥2次", "产出指标/质量指标/合格率//100%"],
        [],
    ),
    "a head that ends as a declared one does": (
        "一级指标|二级指标|本次考核三级指标|指标值|备注\n产出指标|数量指标|次数|2次|",
        ["产出指标/数量指标/次数//2次"],
        ["R17"],
    ),
    "heads on two rows without merged cells": (
        "绩效指标|||年度指标值|\n一级指标|二级指标|三级指标|符号|值\n产出指标|数量指标|次数|≥|2次",
        ["产出指标/数量指标/次数//≥2次"],
        [],
    ),
    "a category alone in its row, without merged cells": (
        "二级指标|三级指标|指标值|备注\n产出指标|||\n数量指标|次数|2次|\n满意度指标|||\n服务对象满意度指标|满意度|≥90%|",
        ["产出指标/数量指标/次数//2次", "满意度指标/服务对象满意度指标/满意度//≥90%"],
        [],
    ),
    "heads with one character wrong": (
        "一级指标|二级指标|三级指栎|指标直|备注\n产出指标|数量指标|次数|2次|",
        ["产出指标/数量指标/次数//2次"],
        ["R17", "R17"],
    ),
}


@pytest.mark.parametrize("name", MORE_CASES)
def test_indicators_stand_in_one_cell_or_across(name: str) -> None:
    text, rows, codes = MORE_CASES[name]
    (table,) = read("2025年项目支出绩效目标表", HEAD + text).tables
    assert [row(one) for one in table.projects[0].indicators] == rows
    assert [problem.code for problem in table.problems] == codes


def test_a_list_has_all_indicators_of_a_project_in_one_cell() -> None:
    found = read(
        "序号|项目名称|项目资金（万元）|年度绩效目标|绩效指标\n"
        "1|会议费|10.00|开好会议。|产出指标-数量指标-会议次数：≥2次；质量指标-合格率100%；效益指标：社会效益指标：影响：大；看不懂"
    )
    (table,) = found.tables
    assert [row(one) for one in table.projects[0].indicators] == [
        "产出指标/数量指标/会议次数//≥2次", "产出指标/质量指标/合格率//100%", "效益指标/社会效益指标/影响//大",
    ]  # fmt: skip
    assert str(table.projects[0].funding.total) == "10.00"
    assert table.unread == ("看不懂",)


def test_labels_stand_above_their_values() -> None:
    found = read(
        "2025年项目支出绩效目标表",
        "项目名称|主管部门|项目单位|资金总额（万元）|财政拨款\n会议费|某局|某所|10.00|9.00\n年度绩效目标^5\n开好会议。^5\n"
        + FOUR,
    )
    (project,) = found.projects
    assert (project.name, project.department, project.spender, project.goal) == ("会议费", "某局", "某所", "开好会议。")
    assert (str(project.funding.total), str(project.funding.appropriation)) == ("10.00", "9.00")
    assert not found.tables[0].problems


@pytest.mark.parametrize(
    ("block", "total", "appropriation"),
    [
        ("项目资金（万元）|年度资金总额：10.00|其中：财政拨款：9.00^3", "10.00", "9.00"),
        ("项目资金|10.00万元，其中：财政拨款9.00万元^4", "10.00", "9.00"),
        ("项目资金^1,2|年度资金总额|10.00|万元^2\n财政拨款|9.00|万元^2", "10.00", "9.00"),
        ("项目资金^1,3|资金来源|金额（万元）|备注^2\n财政拨款|9.00|^2\n合计|10.00|^2", "10.00", "9.00"),
        ("年度资金总额（万元）|10.00|资金性质|一般公共预算^2", "10.00", "None"),
        ("项目类别|特定目标类|项目期|1年^1\n年度资金总额（万元）|10.00|财政拨款|9.00", "10.00", "9.00"),
    ],
)
def test_money_stands_in_many_ways(block: str, total: str, appropriation: str) -> None:
    found = read("2025年项目支出绩效目标表", "项目名称|会议费^4\n" + block + "\n年度目标|开好会议。^4\n" + FOUR)
    (project,) = found.projects
    assert (str(project.funding.total), str(project.funding.appropriation)) == (total, appropriation)
    assert not any(problem.code in ("R44", "R47", "R04", "R02") for problem in found.tables[0].problems)


def test_the_year_of_a_file_is_that_of_its_first_form_and_said() -> None:
    found = read("某局2025年部门预算", "项目支出绩效目标表", HEAD + FOUR)
    assert found.tables[0].year == 2025
    assert "R58" in {problem.code for problem in found.tables[0].problems}


def test_a_title_without_a_table_is_said() -> None:
    found = read("项目支出绩效目标表", "甲|乙|丙\n丁|戊|己")
    assert not found.tables
    assert [problem.code for problem in found.problems] == ["R56"]


def test_parts_of_a_form_in_tables_of_their_own() -> None:
    found = read(
        "2025年项目支出绩效目标申报表", "一、项目基本情况", "项目名称|会议费^2\n主管部门|某局^2", "二、绩效目标",
        "年度目标|开好会议。", "三、绩效指标", FOUR,
    )  # fmt: skip
    (table,) = found.tables
    (project,) = table.projects
    assert (table.year, project.name, project.goal, len(project.indicators)) == (2025, "会议费", "开好会议。", 1)
    assert not table.unread


def test_what_no_form_took_of_a_grid_is_said() -> None:
    found = read("项目名称|不明之物^4\n2025年项目支出绩效目标表^5\n" + HEAD + FOUR)
    (table,) = found.tables
    assert set(table.unread) >= {"不明之物"}


def test_a_table_above_a_form_of_the_same_sheet_is_left_alone() -> None:
    found = read(
        "项目|2024年预算数|2025年预算数||\n三公经费|20.00|18.00||\n公务接待费|5.00|4.00||\n2025年项目支出绩效目标表^5\n"
        + HEAD
        + FOUR
    )
    assert str(found.projects[0].funding.total) == "10.00"
    assert [one.text for one in found.unread] == ["项目"]
    assert not found.tables[0].unread


def test_more_of_a_goal_stands_below_it_where_merged_cells_were_undone() -> None:
    found = read("项目名称|会议费|||\n年度目标|开好会议。|||\n|会风良好。|||\n" + FOUR)
    assert found.projects[0].goal == "开好会议。会风良好。"


def test_a_table_that_only_arranges_the_page_is_none(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<table><tr><td>首页</td></tr><tr><td><p>2025年项目支出绩效目标表</p><p>单位：万元</p><table><tr><td>项目名称<td colspan=3>会议费"
        "<tr><td>资金总额<td colspan=3>10.00<tr><td>一级指标<td>二级指标<td>三级指标<td>指标值"
        "<tr><td>产出指标<td>数量指标<td>次数<td>2次</table></td></tr><tr><td>关闭</td></tr></table>",
        encoding="utf-8",
    )
    (table,) = read_document(page).tables
    assert (table.year, table.currency_unit, table.title) == (2025, "万元", "2025年项目支出绩效目标表")


def test_a_period_that_reads_like_a_head_of_amounts_is_the_period() -> None:
    rows = "项目名称|会议费\n项目期|长期\n年度资金总额|5.00\n年度目标|开好会议。\n" + INDICATORS
    [table] = read("2025年项目支出绩效目标表", "单位：万元", rows).tables
    assert table.projects[0].period == "长期"


def test_a_label_with_its_value_in_one_cell_below_the_tasks_is_no_task() -> None:
    tasks = "部门名称|某局^4\n任务名称|主要内容|预算金额^3\n日常工作|办好事情|5.00^3\n年度总体目标：开好年度会议。^5\n"
    [table] = read("2025年部门整体支出绩效目标表", "单位：万元", tasks + INDICATORS).tables
    [project] = table.projects
    assert (project.goal, [task.name for task in project.tasks]) == ("开好年度会议。", ["日常工作"])


@pytest.mark.parametrize("said", ["无", "—", "/", "没有"])
@pytest.mark.parametrize("label", ["存在问题^2", "存在问题^3"])
def test_what_stands_below_the_indicators_is_no_line_of_money(said: str, label: str) -> None:
    (table,) = read(
        "2023年度项目支出绩效自评表^7\n项目名称^2|会议费^5\n预算执行情况（万元）（20分）^1,2|^2|预算数|执行数|执行率|得分\n"
        "年度财政资金总额^2|50.00|47.50|95.00%|19.00\n绩效指标^1,2|一级指标|二级指标|三级指标|年度指标值|实际完成值|得分\n"
        f"产出指标|数量指标|次数|≥12次|12次|20\n{label}|{said}^{7 - int(label[-1])}"
    ).tables
    (line,) = table.projects[0].execution.lines
    assert (line.source, line.weight, line.score) == ("年度财政资金总额", Decimal(20), Decimal(19))
    assert table.projects[0].attributes == (("存在问题", said),)


def test_the_further_points_of_a_note_belong_to_it() -> None:
    (table,) = read(
        "2023年度项目支出绩效自评表^4\n项目名称|会议费^3\n一级指标|二级指标|年度指标值|实际完成值\n产出指标|数量指标|≥12次|12次\n"
        "注：1.得分最高不能超过分值。^4\n2.定性指标按三档计分。^4\n3、其他。^4\n"
    ).tables
    assert not table.unread


def test_a_list_has_a_row_for_each_body_over_its_projects() -> None:
    head = "项目名称（资金使用单位）|总计|绩效目标|一级指标|二级指标|三级指标|年度指标值\n"
    (table,) = read(
        "2025年项目支出绩效目标表",
        head
        + "某县水利局||||||\n水库除险（某县水利局）|50.00|加固水库五座，保障下游安全。|产出指标|数量指标|座数|≥5座\n"
        "某县档案室||||||\n数字化（一期）（某县档案室）|8.00|完成馆藏档案数字化十万页。|产出指标|数量指标|页数|≥10万页\n",
    ).tables
    assert [(section.name, [one.name for one in section.projects]) for section in table.sections] == [
        ("某县水利局", ["水库除险"]), ("某县档案室", ["数字化（一期）"]),
    ]  # fmt: skip
    assert [problem.code for problem in table.problems] == ["R09"]  # no unit of the amounts


def test_radicals_in_labels_name_the_unit_of_amounts_and_sums() -> None:
    text = "预算单位|项⽬|项⽬总⾦额（元）|⼀级指标|⼆级指标|指标名称|指标值\n甲院|普查|5.00|产出指标|数量指标|⻓度|2⼈\n⼩计：甲院||5.00||||"
    [table] = read(text).tables
    assert (table.currency_unit, table.unread) == ("元", ())
    assert [(section.name, str(section.funding.total)) for section in table.sections] == [("甲院", "5.00")]
    [one] = table.projects[0].indicators
    assert (one.name, one.annual and one.annual.text) == ("⻓度", "2⼈")


def test_amounts_stand_below_their_heads_with_an_empty_row_between() -> None:
    text = "项目名称|会议费^4\n项目资金（万元）^1,3|年度资金总额|财政拨款|其他资金|\n||||\n10.00|8.00|2.00|\n年度目标|开会。^4\n"
    [table] = read(text + INDICATORS).tables
    [project] = table.projects
    amounts = (project.funding.total, project.funding.appropriation, project.funding.other)
    assert [str(amount) for amount in amounts] == ["10.00", "8.00", "2.00"]
    assert (project.goal, table.unread) == ("开会。", ())


def test_words_below_the_total_score_are_kept() -> None:
    [table] = read(HEAD + "总分^1,2|98^4\n良好^4\n" + INDICATORS).tables
    [project] = table.projects
    assert (str(project.total_score), project.attributes, table.unread) == ("98", (("总分", "良好"),), ())


@pytest.mark.parametrize("goal", ["（2020年）完成", "2024年完成", "完成值"])
def test_a_goal_that_reads_like_a_head_is_the_goal(goal: str) -> None:
    grid = grid_of(
        "项目名称|会议费^4\n年度总体目标^1,2|预期目标^2|全年实际完成情况^2\n开好会议^2|" + goal + "^2\n"
        "绩效指标|一级指标|二级指标|三级指标|年度指标值\n|产出指标|数量指标|会议次数|≥2次\n"
    )
    [project] = forms_document.Document(Document((grid,))).projects
    assert (project.goal, project.goal_actual) == ("开好会议", goal)
    assert [one.name for one in project.indicators] == ["会议次数"]
