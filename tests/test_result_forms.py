"""Self-evaluations and monitoring forms of several places: what is read of each, and what is said."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfmodel import ExecutionLine, Indicator, Project, TargetTable, read_document
from tests.drawn_forms import line_of, uncovered
from tests.test_forms import codes, read

SAMPLES = Path(__file__).parent / "files" / "samples"
TITLE = "2023年度项目支出绩效自评表"
HEAD = "项目名称|会议费^7\n"


def only(*blocks: str) -> tuple[TargetTable, Project]:
    """Return the one table of grids, and its one project; nothing of them is lost."""
    document = read(*blocks)
    assert uncovered(document) == []
    [table] = document.tables
    [project] = table.projects
    return table, project


def result(one: Indicator) -> str:
    """Return an indicator's values, points and reason on one line."""
    targets = (one.annual, one.adjusted, one.actual, one.forecast)
    points = (one.weight, one.score)
    texts = [
        *(target.text if target else "" for target in targets),
        *("" if each is None else str(each) for each in points),
    ]
    return "/".join([one.name, *texts, one.deviation or ""])


ROW = "产出指标|数量指标|会议次数|"
COLUMNS = {
    "the order of the central form": (
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施\n" + ROW + "≥10次|9次|50|45|延期",
        "会议次数/≥10次//9次//50/45/延期",
    ),
    "the weight before the values": (
        "一级指标|二级指标|三级指标|分值|年度指标值(A)|全年实际值(B)|得分|未完成原因\n" + ROW + "50|10次|9次|45|延期",
        "会议次数/10次//9次//50/45/延期",
    ),
    "first and adjusted targets": (
        "一级指标|二级指标|三级指标|年初指标值|调整指标值|全年完成值|指标权重|指标得分\n" + ROW + "10次|8次|8次|50|50",
        "会议次数/10次/8次/8次//50/50/",
    ),
    "an adjusted target alone is the target": (
        "一级指标|二级指标|三级指标|调整后指标值|实际完成值|分值|得分|备注\n" + ROW + "8次|8次|50|50|",
        "会议次数/8次//8次//50/50/",
    ),
    "points of a hundred, weighted": (
        "一级指标|二级指标|三级指标|指标值|实际完成值|得分|权重占比|折算得分\n" + ROW + "10次|9次|90|50|45",
        "会议次数/10次//9次//50/45/",
    ),
    "a second check beside": (
        "一级指标|二级指标|三级指标|指标值|自评完成值|自评得分|复核完成值|复核得分\n" + ROW + "10次|10次|50|9次|45",
        "会议次数/10次//10次///50/",
    ),
    "last year beside this year": (
        "一级指标|二级指标|三级指标|年度指标值|2022年完成值|完成情况|分值|得分\n" + ROW + "10次|7次|9次|50|45",
        "会议次数/10次//9次//50/45/",
    ),
    "reasons under 说明": (
        "一级指标|二级指标|三级指标|指标值|实际完成值|分值|得分|说明\n" + ROW + "10次|9次|50|45|延期",
        "会议次数/10次//9次//50/45/延期",
    ),
    "heads on two rows": (
        "绩效指标^3|年度指标值^3|实际完成值^1,2|分值^1,2|得分^1,2|备注^1,2\n一级指标|二级指标|三级指标|指标性质|指标值|度量单位\n"
        + ROW + "≥|10|次|9|50|45|延期",
        "会议次数/10//9//50/45/延期",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", COLUMNS.values(), ids=list(COLUMNS))
def test_columns_of_results_are_read(case: tuple[str, str]) -> None:
    rows, wanted = case
    table, project = only(TITLE, "单位：万元", HEAD + rows)
    assert [result(one) for one in project.indicators] == [wanted]
    assert table.form == "self-evaluation"


def test_ticks_are_causes_and_a_likelihood() -> None:
    rows = (
        "一级指标^1,2|二级指标^1,2|三级指标^1,2|年度指标值^1,2|1-7月执行情况^1,2|全年预计完成情况^1,2|偏差原因分析^4|完成目标可能性^3\n"
        "经费保障|人员保障|其他|原因说明|确定能|有可能|完全不可能\n"
        "产出指标|数量指标|会议次数|10次|4次|8次|√|□|资料未到|预算下达晚||√|"
    )
    table, project = only("2024年项目支出绩效运行监控表", "单位：万元", "项目名称|会议费^12\n" + rows)
    [one] = project.indicators
    assert table.form == "monitoring"
    assert (one.causes, one.likelihood, one.deviation) == (("经费保障", "其他"), "有可能", "预算下达晚")
    assert one.further == (("其他", "资料未到"),)
    assert result(one) == "会议次数/10次//4次/8次///预算下达晚"


def test_two_likelihoods_are_said() -> None:
    rows = "一级指标|二级指标|三级指标|年度指标值|1-7月执行情况|确定能|有可能\n" + ROW + "10次|4次|√|√"
    table, project = only("项目支出绩效运行监控表", "单位：万元", HEAD + rows)
    assert project.indicators[0].likelihood == "确定能"
    assert "R44" in codes(table)


@pytest.mark.parametrize(
    ("cell", "wanted"), [("☑确定能 □有可能 □完全不可能", "确定能"), ("有可能完成", "有可能"), ("90%", None)]
)
def test_a_likelihood_stands_in_one_cell(cell: str, wanted: str | None) -> None:
    rows = f"一级指标|二级指标|三级指标|年度指标值|1-7月执行情况|完成目标可能性\n{ROW}10次|4次|{cell}"
    _table, project = only("项目支出绩效运行监控表", "单位：万元", HEAD + rows)
    assert project.indicators[0].likelihood == wanted
    assert project.indicators[0].further == (() if wanted else (("完成目标可能性", "90%"),))


INDICATORS = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因\n" + ROW + "10次|9次|50|45|延期\n"
MONEY = {
    "rows of sources, the last columns filled in the first row alone": (
        "项目资金^1,3||年初预算数|全年预算数|全年执行数|分值|执行率|得分\n年度资金总额|20|18|9|10|50%|5\n其中：财政拨款|20|18|9|—|50%|—",
        [
            {"source": "年度资金总额", "initial": "20", "revised": "18", "executed": "9", "rate": "50%", "weight": "10", "score": "5"},
            {"source": "财政拨款", "initial": "20", "revised": "18", "executed": "9", "rate": "50%"},
        ],
    ),
    "a second weight and score": (
        "项目资金^1,3||全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分^2\n年度资金总额|18|9|10|50%|5^2\n其中：财政拨款|18|9|10|50%|5^2",
        [
            {"source": "年度资金总额", "revised": "18", "executed": "9", "rate": "50%", "weight": "10", "score": "5"},
            {"source": "财政拨款", "revised": "18", "executed": "9", "rate": "50%", "weight": "10", "score": "5"},
        ],
    ),
    "points named in the head": (
        "预算执行情况（20分）^1,2||预算数(A)|执行数(B)|执行率|得分（20分*执行率）^3\n年度财政资金总额|18|9|50%|10^3",
        [{"source": "年度财政资金总额", "revised": "18", "executed": "9", "rate": "50%", "weight": "20", "score": "10"}],
    ),
    "the total below its sources": (
        "项目资金^1,3||预算数|执行数|执行率^4\n财政拨款|18|9|50%^4\n合计|18|9|50%^4",
        [
            {"source": "合计", "revised": "18", "executed": "9", "rate": "50%"},
            {"source": "财政拨款", "revised": "18", "executed": "9", "rate": "50%"},
        ],
    ),
    "no line of all money": (
        "项目资金^1,3||预算数|执行数|执行率^4\n财政拨款|18|9|50%^4\n其他资金|2|2|100%^4",
        [
            {"source": ""},
            {"source": "财政拨款", "revised": "18", "executed": "9", "rate": "50%"},
            {"source": "其他资金", "revised": "2", "executed": "2", "rate": "100%"},
        ],
    ),
    "labels beside values": (
        "预算执行情况^1,2|预算数|18|执行数|9|执行率|50%|\n其中：财政拨款|18|其中：财政拨款|9|||",
        [
            {"source": "", "revised": "18", "executed": "9", "rate": "50%"},
            {"source": "财政拨款", "revised": "18", "executed": "9"},
        ],
    ),
    "months of a monitoring form": (
        "项目资金^1,2||年初预算数|1—7月执行数|1—7月执行率|全年预计执行数^3\n年度资金总额|20|9|45%|20^3",
        [{"source": "年度资金总额", "initial": "20", "executed": "9", "forecast": "20", "rate": "45%"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MONEY.values(), ids=list(MONEY))
def test_budget_execution_is_read(case: tuple[str, list[dict[str, str]]]) -> None:
    rows, wanted = case
    _table, project = only(TITLE, "单位：万元", HEAD + rows + "\n" + INDICATORS)
    assert [line_of(line) for line in project.execution.lines] == wanted
    assert project.funding.total is None


def test_words_in_the_money_are_kept_and_said() -> None:
    rows = "项目资金^1,2||全年预算数|全年执行数|执行率|得分^3\n年度资金总额|18|见附件|50%|良^3\n"
    table, project = only(TITLE, "单位：万元", HEAD + rows + INDICATORS)
    [line] = project.execution.lines
    assert line == ExecutionLine(
        "年度资金总额", revised=18, rate="50%", further=[("全年执行数", "见附件"), ("得分", "良")]
    )
    assert {"R02", "R13"} <= codes(table)


@pytest.mark.parametrize(
    ("row", "score"),
    [
        ("总分^5|100|98.62|", "98.62"),
        ("总分^6|98.62|", "98.62"),
        ("总分^5|100||", None),
        ("自评得分^2|98.62^6", "98.62"),
        ("自评总分：98.62^8", "98.62"),
        ("其他说明^2|无^6\n总分^5|100|98.62|（自评等级：优）", "98.62"),
    ],
)
def test_the_total_score_is_no_sum_of_weights(row: str, score: str | None) -> None:
    _table, project = only(TITLE, "单位：万元", HEAD + INDICATORS + row)
    assert project.total_score == (None if score is None else Decimal(score))
    assert len(project.indicators) == 1
    assert project.grade == ("优" if "优" in row else None)


@pytest.mark.parametrize("cell", ["优", "优☑ 良□ 中□ 差□", "√优 □良 □中 □差"])
def test_a_grade_may_be_ticked(cell: str) -> None:
    _table, project = only(TITLE, "单位：万元", HEAD + INDICATORS + f"评价等级^2|{cell}^6")
    assert project.grade == "优"


def test_what_stands_below_is_read() -> None:
    rows = HEAD + INDICATORS + "评价结论^2|较好。^6\n存在问题^2|进度慢。^6"
    _table, project = only(TITLE, "单位：万元", rows)
    assert (project.conclusion, project.attributes) == ("较好。", (("存在问题", "进度慢。"),))
    table, project = only(
        TITLE,
        "单位：万元",
        HEAD + INDICATORS,
        "评价结论：较好。",
        "存在问题",
        "支出的进度比年初计划的慢，第四季度才支出。",
    )
    assert project.conclusion == "较好。"
    assert project.attributes == (("存在问题", "支出的进度比年初计划的慢，第四季度才支出。"),)
    assert "R31" not in codes(table)


def test_several_goals_with_points_of_their_own_are_one() -> None:
    part = "一级指标|二级指标|三级指标^2|年初目标值（A）|实际完成值（B）^2|得分\n产出指标|数量指标|{}^2|10次|9次^2|20\n"
    rows = (
        "年度绩效目标1（40分）|开会。^7\n"
        + part.format("会议")
        + "年度绩效目标2（40分）|培训。^7\n"
        + part.format("培训")
    )
    table, project = only(TITLE, "单位：万元", HEAD + rows)
    assert project.goal == "开会。培训。"
    assert [(one.name, one.score) for one in project.indicators] == [("会议", Decimal(20)), ("培训", Decimal(20))]
    assert codes(table) == set()


def test_goals_that_a_page_end_cut_from_their_heads() -> None:
    rows = "年度总体目标|预期目标开好会议。^3|实际完成情况已完成。^4\n"
    table, project = only(TITLE, "单位：万元", HEAD + rows + INDICATORS)
    assert (project.goal, project.goal_actual) == ("开好会议。", "已完成。")
    assert "R54" in codes(table)


def test_points_of_two_indicators_together_are_the_first_ones() -> None:
    rows = INDICATORS.replace("|50|45|", "|50^1,2|45^1,2|") + "|质量指标|合格率|100%|100%|"
    _table, project = only(TITLE, "单位：万元", HEAD + rows)
    assert [(one.weight, one.score) for one in project.indicators] == [(Decimal(50), Decimal(45)), (None, None)]


def test_words_under_points_are_kept_and_said() -> None:
    rows = INDICATORS.replace("|50|45|", "|50|不适用|")
    table, project = only(TITLE, "单位：万元", HEAD + rows)
    assert (project.indicators[0].score, project.indicators[0].further) == (None, (("得分", "不适用"),))
    assert "R13" in codes(table)


def test_heads_of_points_in_a_form_of_targets_are_weights() -> None:
    rows = "一级指标|二级指标|三级指标|指标值|权重（分）\n" + ROW + "10次|50"
    table, project = only("2025年项目支出绩效目标表", "单位：万元", HEAD + rows)
    assert (table.form, project.indicators[0].weight, project.indicators[0].score) == ("targets", Decimal(50), None)


def test_cells_of_levels_that_nothing_stands_under_are_said() -> None:
    rows = INDICATORS + "产出指标|另行说明的话||||||\n"
    table, _project = only(TITLE, "单位：万元", HEAD + rows)
    assert table.unread == ("另行说明的话",)


def test_the_samples_are_read() -> None:
    pytest.importorskip("pdfminer")
    [project] = read_document(SAMPLES / "f06_eval.pdf").projects
    total = project.execution.total
    assert total is not None
    assert line_of(total) == {
        "source": "年度资金总额", "initial": "178.24", "revised": "178.24", "executed": "144.05", "rate": "80.82%",
        "weight": "10", "score": "8.08",
    }  # fmt: skip
    assert project.total_score == Decimal("96.78")
    assert (
        result(project.indicators[0]) == "印发宣传手册数量/5000册//6000册//12.5/12.5/报名人数少于预期，今后提前发布通知"
    )
    pytest.importorskip("lxml")
    first, second = read_document(SAMPLES / "h41_selfeval_children_cms.html").projects
    assert [one.total_score for one in (first, second)] == [Decimal("98.00"), Decimal("97.85")]
    child = next(one for one in first.indicators if one.name == "其中：羊养殖数量")
    assert result(child) == "其中：羊养殖数量/180只//180只////"


def test_a_body_above_the_table_is_no_name() -> None:
    rows = "项目支出绩效自评表^5\n部门：某局          公开15表^5\n（2023年度）^5\n项目名称|会议费^4\n" + INDICATORS
    table, project = only(rows)
    assert (project.name, table.unit, table.scope, table.year) == ("会议费", "某局", "project", 2023)
    table, project = only(TITLE, "部门名称|某局^4\n项目名称|会议费^4\n" + INDICATORS)
    assert (project.name, table.unit, table.scope) == ("会议费", "某局", "project")
    assert "R44" not in codes(table)


def test_a_project_or_policy_is_a_project() -> None:
    table, _project = only("2023年度项目（政策）绩效自评表", HEAD + INDICATORS)
    assert table.scope == "project"


def test_an_indicator_may_be_named_as_a_label_is() -> None:
    rows = "指标名称|年初指标值|全年完成值|指标权重|指标得分\n会议次数|10次|9次|50|45\n项目实施周期|1-12月|1-12月|20|20"
    _table, project = only(TITLE, HEAD + rows)
    assert [one.name for one in project.indicators] == ["会议次数", "项目实施周期"]


def test_columns_of_a_list_are_the_execution_of_a_budget() -> None:
    rows = (
        "预算单位|项目名称|年初预算数(万元)|全年预算数(万元)|全年执行数(万元)|预算执行率|一级指标|二级指标|三级指标|指标值|实际完成值\n"
        "某局|会议费|10|8|6|75%|产出指标|数量指标|会议次数|10次|9次\n"
        "某局|会议费|10|8|6|75%|产出指标|数量指标|参会人数|99人|98人\n"
    )
    table, project = only("2023年度项目支出绩效自评表", rows)
    assert project.execution is not None
    assert project.execution.total is not None
    assert line_of(project.execution.total) == {
        "source": "", "initial": "10", "revised": "8", "executed": "6", "rate": "75%",
    }  # fmt: skip
    assert len(project.execution.lines) == 1
    assert table.currency_unit == "万元"
    assert "R44" not in codes(table)


def test_what_is_to_be_explained_is_no_indicator() -> None:
    rows = HEAD + INDICATORS + "其他需要说明事项|||无||||\n"
    _table, project = only(TITLE, rows)
    assert [one.name for one in project.indicators] == ["会议次数"]


def test_brackets_say_which_budget() -> None:
    money = "项目资金（万元）^1,2||预算数（年初预算）|预算数（调整后）|实际执行数|执行率^3\n合计|10|8|6|75%^3\n"
    _table, project = only(TITLE, HEAD + money + INDICATORS)
    assert project.execution is not None
    assert project.execution.total is not None
    found = line_of(project.execution.total)
    assert (found["initial"], found["revised"], found["executed"]) == ("10", "8", "6")


def test_labels_of_money_stand_before_their_amounts_where_cells_are_not_merged() -> None:
    _table, project = only(TITLE, "单位：万元", HEAD + "预算数||8||执行数||6|\n" + INDICATORS)
    assert project.execution is not None
    assert project.execution.total is not None
    assert line_of(project.execution.total) == {"source": "", "revised": "8", "executed": "6"}


def test_a_list_of_monitoring_has_execution_before_its_indicators() -> None:
    rows = (
        "项目单位|项目名称|全年预算数（万元）|1-8月执行数（万元）|执行率|一级指标|二级指标|三级指标|指标值|1-8月完成值|偏差原因\n"
        "某局|会议费|8|6|75%|产出指标|数量指标|会议次数|10次|9次|延期\n|||||||参会人数|99人|98人|\n"
    )
    table, project = only("2024年项目绩效运行监控汇总表", rows)
    assert project.execution is not None
    assert project.execution.total is not None
    assert line_of(project.execution.total)["executed"] == "6"
    assert [one.actual.text for one in project.indicators if one.actual] == ["9次", "98人"]
    assert table.form == "monitoring"


def test_goals_and_what_became_of_them_go_on_below_where_cells_are_not_merged() -> None:
    goals = "年度总体目标||预期目标|||实际完成情况||\n||1.开会。|||1.开了。||\n||2.培训。|||2.培训了。||\n"
    table, project = only(TITLE, HEAD + goals + INDICATORS)
    assert (project.goal, project.goal_actual) == ("1.开会。2.培训。", "1.开了。2.培训了。")
    assert "R04" not in codes(table)


def test_two_heads_of_money_that_mean_the_same_are_said() -> None:
    money = "项目资金（万元）||全年预算数|全年执行数|执行数|执行率^2\n年度资金总额||8|6|5|75%^2\n"
    table, project = only(TITLE, HEAD + money + INDICATORS)
    assert project.execution is not None
    assert project.execution.total is not None
    assert line_of(project.execution.total)["executed"] == "6"
    assert project.execution.total.further == (("执行数", "5"),)
    assert "R36" in codes(table)
