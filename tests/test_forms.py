"""Forms that are laid out otherwise than most: what is read of each, and what is said."""

from __future__ import annotations

import pytest

from perfmodel.files.budget import Budget
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.grid import GridBuilder
from perfmodel.forms import document as forms_document
from perfmodel.model.indicator import Indicator

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
    return forms_document.document_of(Document(parts))


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
