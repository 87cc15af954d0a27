"""Labels and heads: none stands under two fields, none takes what another form means by it, and what nothing takes is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfmodel.files.document import Document as Cells
from perfmodel.forms.catalogue import GROUPS_OF_LABELS
from perfmodel.forms.document import Document
from perfmodel.forms.spelling import spellings
from perfmodel.model.table import TargetTable
from tests.test_forms import grid_of

INDICATORS = "一级指标|二级指标|三级指标|指标值|\n产出指标|数量指标|次数|2次|\n"
# Fields that come after others: a spelling of theirs counts only where nothing else is declared so.
LAST_FIELDS = frozenset(("name_else", "actual_else", "group", "period", "further", "attribute", "explanation"))
# Declared twice on purpose, or of old: the first field is meant.
TWICE = {"单位", "中央财政拨款", "考核标准", "预期目标"}


def table_of(rows: str) -> TargetTable:
    """Return the only table of a grid."""
    (table,) = Document(Cells((grid_of(rows),))).tables
    return table


def codes(table: TargetTable) -> list[str]:
    """Return the codes of what is said of a table."""
    return [problem.code for problem in table.problems]


@pytest.mark.parametrize("group", GROUPS_OF_LABELS)
def test_a_spelling_stands_under_one_field(group: str) -> None:
    from perfmodel.forms.catalogue import _declared

    known: dict[str, str] = {}
    for name, words in _declared()[group].items():
        if name.partition(".")[0] in LAST_FIELDS:
            continue
        for key in {key for word in words for key in spellings(word)} - TWICE:
            assert known.setdefault(key, name) == name, key


@pytest.mark.parametrize("row", ["年度预算|300|基本支出|200|项目支出|100", "预算金额|300|项目支出|100|基本支出|200"])
def test_what_a_department_is_to_spend_was_not_spent(row: str) -> None:
    table = table_of(f"部门整体支出绩效目标表^6\n部门名称|某局^5\n{row}\n年度目标|办好事。^5\n{INDICATORS}")
    project = table.projects[0]
    assert project.funding.total == Decimal(300)
    assert not project.execution.lines
    assert dict(project.attributes) == {"基本支出": "200", "项目支出": "100"}


def test_what_stands_beside_the_execution_of_a_budget_is_read_too() -> None:
    rows = f"项目支出绩效自评表^6\n项目名称|会议费^5\n全年预算数|300|全年执行数|200|项目负责人|张三\n{INDICATORS}"
    project = table_of(rows).projects[0]
    assert project.execution.lines[0].executed == Decimal(200)
    assert dict(project.attributes) == {"项目负责人": "张三"}


def test_a_number_beside_other_cells_is_no_number_of_a_page() -> None:
    table = table_of(f"项目名称|会议费|负责人|张三|27\n{INDICATORS}")
    assert table.unread == ("27",)
    alone = table_of(f"项目名称|会议费|负责人|张三|\n{INDICATORS}||27||\n")
    assert alone.unread == ()


def test_money_and_policies_of_a_list_are_no_causes() -> None:
    table = table_of(
        "项目名称|经费（万元）|政策|一级指标|二级指标|三级指标|指标值\n会议费|100|某政策|产出指标|数量指标|次数|2次"
    )
    (project,) = table.projects
    assert (table.form, project.funding.total, project.indicators[0].causes) == ("targets", Decimal(100), ())
    assert dict(project.indicators[0].further) == {"政策": "某政策"}


@pytest.mark.parametrize("head", ["审核意见", "评审结果"])
def test_a_form_that_was_approved_is_no_self_evaluation(head: str) -> None:
    rows = f"项目支出绩效目标表^5\n项目名称|会议费^4\n一级指标|二级指标|三级指标|指标值|{head}\n产出指标|数量指标|次数|2次|同意"
    table = table_of(rows)
    assert table.form == "targets"
    assert "R49" not in codes(table)
    assert dict(table.projects[0].indicators[0].further) == {head: "同意"}


def test_what_a_form_without_a_project_holds_is_said() -> None:
    rows = (
        "项目支出绩效目标表^4\n项目名称||实施单位|某局\n项目负责人|李四|联系电话|\n年度目标|目标1：……^3\n"
        "一级指标|二级指标|三级指标|指标值\n产出指标^1,2|数量指标|指标1：|\n质量指标|指标1：|\n效益指标|另有约定||"
    )
    found = Document(Cells((grid_of(rows),)))
    assert not found.tables
    said = [(one.code, one.message.partition("：")[2], one.place and one.place.text()) for one in found.problems]
    assert said == [
        ("R51", "", "第1行第1列"),
        ("R04", "某局", "第2行第4列"),
        ("R04", "李四", "第3行第2列"),
        ("R04", "另有约定", "第8行第2列"),
    ]


def test_titles_and_names_above_an_empty_row_are_those_of_the_forms_beside_each_other_below_it() -> None:
    names = "项目名称|会议费^2||项目名称|培训费^2\n"
    head = "一级指标|三级指标|指标值||一级指标|三级指标|指标值\n"
    rows = "产出指标|次数|2次||产出指标|人数|9人"
    title, empty = "项目支出绩效目标表（2025年度）^7\n", "||||||\n"
    for text in (title + empty + names + head + rows, title + names + empty + head + rows):
        table = table_of(text)
        assert (table.year, codes(table)) == (2025, ["R55", *[code for code in codes(table) if code != "R55"]])
        assert [(one.name, one.indicators[0].name) for one in table.projects] == [
            ("会议费", "次数"),
            ("培训费", "人数"),
        ]
        assert table.unread == ()


def test_a_weight_behind_an_empty_column_is_that_of_the_level_before_it() -> None:
    rows = "项目名称|会议费^6\n一级指标||权重|二级指标|三级指标|指标值|分值\n产出指标||30|数量指标|次数|2次|10"
    (one,) = table_of(rows).projects[0].indicators
    assert dict(one.further) == {"一级指标权重": "30"}


def test_words_in_a_row_of_sums_are_said() -> None:
    head = "项目名称|预算金额|一级指标|二级指标|三级指标|指标值\n会议费|100|产出指标|数量指标|次数|2次\n"
    table = table_of(f"{head}合计|100||||以实际到位为准")
    assert table.unread == ("以实际到位为准",)
    assert table_of(f"{head}合计|100||||").unread == ()


def test_sums_of_money_in_a_list_are_no_score() -> None:
    rows = "项目名称|预算金额|一级指标|二级指标|三级指标|指标值{}\n会议费|100|产出指标|数量指标|次数|2次{}\n合计|100||||{}\n"
    bare = table_of(rows.format("", "", ""))
    assert (bare.projects[0].total_score, bare.total and bare.total.total) == (None, Decimal(100))
    empty = table_of(rows.format("|得分", "|98", "|"))
    assert empty.projects[0].total_score is None
    scored = table_of(rows.format("|得分", "|98", "|98"))
    assert (scored.projects[0].total_score, scored.total and scored.total.total) == (Decimal(98), Decimal(100))


def test_a_sentence_behind_the_result_is_a_conclusion() -> None:
    rows = f"项目支出绩效自评表^4\n项目名称|会议费|自评结果|项目完成较好，目标全部达到\n评价等级|优|自评得分|95\n{INDICATORS}"
    project = table_of(rows).projects[0]
    assert (project.grade, project.conclusion) == ("优", "项目完成较好，目标全部达到")


def test_a_number_names_no_source_of_money() -> None:
    rows = f"部门整体支出绩效目标表^4\n部门名称|某局^3\n年度预算情况^1,2|收入|预算|支出\n310|300|290\n{INDICATORS}"
    table = table_of(rows)
    assert not table.projects[0].execution.lines
    assert table.unread == ("310", "300", "290")
