"""Forms, pages and totals that a table should not have: refused, read or kept, and always said; what is written reads back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from perfmodel import (
    Category,
    Funding,
    Indicator,
    ParseError,
    Project,
    Section,
    Target,
    TargetTable,
    from_yaml,
    parse_indicator,
    parse_indicators,
    parse_table,
    render,
    render_table,
    to_yaml,
)

HEAD = (
    "项目支出绩效目标表\n\n单位名称：某市某局 单位：万元\n\n"
    "项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标\n\n"
)
ROW = "    会议费 18.00 18.00\n开好会议。\n"
ONE = "1、1-产出指标；11-数量指标；次数；年度指标值:3次。"
VALUE = ONE[:-3]

FORMS = [
    "项目支出绩效目标表\n项目名称 会议费\n一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 会议次数 ≥2次\n",
    "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|\n| 产出指标 | 数量指标 | 会议次数 | ≥2次 |\n",
    "项目支出绩效目标表\n| 产出指标 | 数量指标 | 会议次数 | ≥2次 |\n| 效益指标 | 社会效益指标 | 知晓率 | ≥80% |\n",
    "项目支出绩效目标表\n项目名称\n会议费\n一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n会议次数\n≥2次\n",
    "项目支出绩效目标表\n会议费\n产出指标\n数量指标\n会议次数\n≥2次\n质量指标\n合格率\n≥90%\n效益指标\n社会效益\n知晓率\n",
    f"{HEAD}会议费 18.00 18.00\n开好会议。\n一级指标 二级指标 三级指标 年度指标值\n产出指标 数量指标 次数 2次\n",
    "项目支出绩效目标申报表\n项目名称\t会议费\n一级指标\t二级指标\t三级指标\t目标值\n产出指标\t数量指标\t次数\t2次",
    "项目名称,会议费\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,次数,2次",
]


@pytest.mark.parametrize("text", FORMS)
def test_a_form_in_columns_is_refused_by_name(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_table(text)
    assert "分栏" in str(caught.value)
    assert "perfmodel cells" in caught.value.render("en")


# What is reported where, and what is read: names, goals, the total, what is unread.
SAID = [
    (f"{HEAD}{ROW[:-1]}产出指标：数量指标 3次。\n{ONE}", ("R23", "projects[0].goal")),
    (f"{HEAD}{ROW[:-1]}场次 | 人次\n{ONE}", ("R23", "projects[0].goal")),
    (f"{HEAD}{ROW[:-1]}指标值 3次。\n{ONE}", ("R23", "projects[0].goal")),
    (f"{HEAD}{ROW.replace('会议费', '会议费一级指标')}{ONE}", ("R23", "projects[0].name")),
    (f"{HEAD.replace('某市某局', '某市某局，' * 40)}{ROW}{ONE}", ("R24", "unit")),
    (f"{'关于印发绩效目标表的通知。' * 20}\n{HEAD}{ROW}{ONE}", ("R24", "title")),
    (f"{HEAD}合计 18.00 18.00\n{ROW}{ONE}\n合计 18.00 18.00\n", ("R25", "unread[0]")),
    (f"{HEAD}合计 18.00 18.00\n{ROW}{ONE}\n小计 18.00 18.00\n", ("R25", "unread[0]")),
    (
        f"{HEAD}{ROW}{ONE}\n\n{HEAD.replace('某局', '水务局')}合计 5.00 5.00\n    培训费 5.00 5.00\n办好。\n{ONE}",
        ("R26", ""),
    ),
    (f"{HEAD}{ROW}合计 18.00\n开好会议。\n{ONE}", ("R23", "projects[0].goal")),
    (f"{HEAD}{ROW}产出指标  质量指标  合格率  ≥95%\n效益指标\t社会效益指标\t知晓率\t≥80%", ("R23", "projects[0].goal")),
    (f"{HEAD}{ROW}{VALUE}\n3\n\f80%。", ("R27", "")),
    (f"{HEAD}{ROW}{VALUE}2次/\n3\n年。", ("R27", "")),
    (f"{HEAD}合计 18.00 1 18.00\n某市水务局 18.00 18.00\n{ROW}{ONE}", ("R23", "sections[0].name")),
    (f"{HEAD}{ROW}{VALUE}≥1200\n3\n场。", ("R27", "")),
    (f"{HEAD}{ROW}{VALUE}≥12\n7\n\f00场。", ("R27", "")),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_what_is_not_as_it_should_be_is_said(text: str, said: tuple[str, str]) -> None:
    table = parse_table(text)
    assert said in [(found.code, found.path) for found in table.problems]
    assert all("合计" not in project.name and "小计" not in project.name for project in table.projects)


@pytest.mark.parametrize("goal", ["完成年度各项产出指标，提高满意度指标。", "建立指标体系。", "数量指标全部完成。"])
def test_a_goal_may_speak_of_indicators(goal: str) -> None:
    table = parse_table(f"{HEAD}    会议费 18.00 18.00\n{goal}\n{ONE}")
    assert {found.code for found in table.problems} == {"R01"}


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}{ROW}{VALUE}≥12\n1\n\f00场。",
        f"{HEAD}{ROW}{VALUE}≥12\n\f2\n00场。",
        f"{HEAD}{ROW}{VALUE}≥1200场。\n\n3\n",
        f"{HEAD}{ROW}{VALUE}≥1200场。\n3",
        f"3\n\n{HEAD}{ROW}{VALUE}≥1200场。",
        f"3\n{HEAD}{ROW}{VALUE}≥1200场。",
    ],
)
def test_a_page_number_at_a_page_edge_is_none_of_the_text(text: str) -> None:
    table = parse_table(text)
    annual = table.projects[0].indicators[0].annual
    assert annual is not None
    assert (annual.text, table.title, table.unread) == ("≥1200场", "项目支出绩效目标表", ())
    assert {found.code for found in table.problems} == {"R01"}


LABELS = [
    ("；实施周期指标值:9；年指标值:8", "9", "8", "R17"),
    ("；实施周期指际值:9；年度指标值:8", "9", "8", "R17"),
    ("；本年度指标直:8", None, "8", "R17"),
    ("；指标值:8", None, "8", "R17"),
    ("；目标值：8", None, "8", "R17"),
    ("；实施周期指标值9；年度指标值≥8", "9", "≥8", "R17"),
    ("；年 度 指标值:8", None, "8", "R20"),
    ("；年度指标值\u200b:8", None, "8", "R20"),
    ("实施周期指标值:9；年度指标值:8", "9", "8", "R18"),
    ("；实施周期指标值:9年度指标值:8", "9", "8", "R18"),
    ("；实施周期指标值:年度指标值:8", None, "8", "R18"),
    ("；年度指标值:8计量单位:人", None, "8", "R18"),
    ("；实施周期指标值:90%或以；上年度指标值:90%", "90%或以上", "90%", "R17"),
    ("；实施周期指标值:90%或；以上年度指标值:90%或以上", "90%或以上", "90%或以上", "R17"),
    ("；实施周期指标值:9人；次年度指标值:9人次；权重:5", "9人次", "9人次", "R17"),
    ("；实施周期指标值:10月；底年度指标值:10月底", "10月底", "10月底", "R17"),
    ("；实施周期指标值:90%或以上年；度指标值:90%或以上", "90%或以上", "90%或以上", "R17"),
    ("；实施周期指标值:90%或以下；上年度指标值:90%", "90%或以下", None, "R19"),
    ("；实施周期指标值:90%或以上；上年度指标值:80%；年度指标值:90%", "90%或以上", "90%", ""),
    ("；年度指标值:8；指标值:7", None, "8", "R19"),
    ("；年度指标值:8；计量单泣:人", None, "8", "R19"),
    ("；年度指标值:8；上年度指标值:7；季度指标值:2", None, "8", ""),
    ("；年度指标值:8；指标说明:按评分标准:好；评价标准:好", None, "8", ""),
]


@pytest.mark.parametrize(("columns", "whole_period", "annual", "code"), LABELS)
def test_damaged_labels(columns: str, whole_period: str | None, annual: str | None, code: str) -> None:
    found = parse_indicators(f"1、1-产出指标；11-数量指标；人次{columns}。")
    (indicator,) = found
    targets = [target and target.text for target in (indicator.whole_period, indicator.annual)]
    assert (indicator.name, *targets) == ("人次", whole_period, annual)
    assert {problem.code for problem in found.problems} == ({code} if code else set())
    assert from_yaml(to_yaml(indicator)) == indicator


GOOD = parse_indicator("1、1-产出指标；11-数量指标；人次；年度指标值:9人次。")
WRITTEN: dict[str, Callable[[], Indicator]] = {
    "level 1 of no tree": lambda: evolve(GOOD, level1=Category.read("过程管理指标", 1)),
    "level 1 of no tree, with a code": lambda: evolve(GOOD, level1=Category.read("4-过程管理指标", 1)),
    "a start in a value": lambda: evolve(GOOD, annual=Target("见2、1-产出指标")),
    "a start in a value, whole": lambda: evolve(GOOD, annual=Target("2、1-产出指标；9")),
    "a start in a name": lambda: evolve(GOOD, name="见2、1-产出指标"),
    "a label in a value": lambda: evolve(GOOD, annual=Target("9实施周期指标值:8")),
    "a label in a name": lambda: evolve(GOOD, name="人次实施周期指标值:9"),
    "a blank behind a value": lambda: evolve(GOOD, annual=Target("9人次 ")),
    "a wide blank behind a value": lambda: evolve(GOOD, annual=Target("9人次\u3000")),
    "an empty value": lambda: evolve(GOOD, annual=Target("")),
    "no level 2": lambda: evolve(GOOD, level2=None),
    "half a surrogate pair": lambda: evolve(GOOD, name="人\ud800次"),
    "half a surrogate pair in a value": lambda: evolve(GOOD, annual=Target("9\udc00")),
    "a known label among the further": lambda: evolve(GOOD, annual=None, further=(("年度指标值", "9"),)),
    "nearly a known label": lambda: evolve(GOOD, annual=None, further=(("年指标值", "9"),)),
    "a stop in a unit": lambda: evolve(GOOD, unit="人。次", annual=Target("9", "人。次")),
    "too high a number": lambda: evolve(GOOD, number=1000),
    "too long": lambda: evolve(GOOD, name="人" * 30_000),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_what_is_written_reads_back_or_is_refused(what: str) -> None:
    indicator = WRITTEN[what]()
    try:
        assert parse_indicators(render(indicator)) == (indicator,)
    except ParseError:
        raise AssertionError(what) from None
    except ValueError as error:
        assert "Indicator" in str(error) or "surrogate" in str(error)
    project = Project("会议费", None, Funding(5, 5), "开好会议。", [GOOD, indicator])
    table = TargetTable("项目支出绩效目标表", "某局", "万元", None, [Section("某局", Funding(5, 5), [project])])
    try:
        text = render_table(table)
    except ValueError:
        return
    assert parse_table(text) == table
