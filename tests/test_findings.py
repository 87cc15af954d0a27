"""The findings of reading: each stands on its page, and each comes out of a text that earns it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfmodel import parse_table
from perfmodel.strings.findings import CATALOGUE

HEAD = "项目支出绩效目标表\n\n单位名称：某市某局 单位：万元\n\n项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标\n\n"
ONE = "1、1-产出指标；11-数量指标；次数；年度指标值:3次。"
TEXTS = {
    "R01": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE}",
    "R02": f"{HEAD}    会议费 18.00 12.00\n开好会议。\n{ONE}",
    "R03": f"{HEAD}    会议费 41\n8.58\n开好会议。\n{ONE}",
    "R04": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE}\n\n注：本表由财务科填报。",
    "R05": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE}2、1-产出指标；乱码。",
    "R06": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE[:-1]}；每次三天。",
    "R07": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE}3{ONE[1:]}",
    "R08": f"{HEAD}    会议费\n\n开好会议。\n{ONE}",
    "R09": f"项目支出绩效目标表\n会议费 18.00 18.00\n开好会议。\n{ONE}",
    "R11": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE.replace('11-数量指标', '11-质量指标')}",
    "R12": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE[:-1]}\n\n培训费 5.00 5.00\n办好培训。\n{ONE}",
    "R13": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE[:-1]}；权重:较高。",
    "R15": f"{HEAD}合计 18.00 18.00",
    "R16": f"{HEAD}会议费 18.00\n培训费 5.00\n办好培训。\n{ONE}",
    "R14": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE[:-1]}；指标说明:按次计。每次半天。",
    "R17": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE.replace('年度指标值', '年指标值')}",
    "R18": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE.replace('；年度指标值', '年度指标值')}",
    "R19": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE[:-1]}；计量单泣:次。",
    "R20": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE.replace('年度指标值', '年 度指标值')}",
    "R22": f"{HEAD}    会议费 1;.00 18.00\n开好会议。\n{ONE}",
    "R23": f"{HEAD}    会议费 18.00 18.00\n开好会议。一级指标 二级指标 三级指标\n{ONE}",
    "R24": f"{HEAD.replace('某市某局', '某市某局' * 40)}    会议费 18.00 18.00\n开好会议。\n{ONE}",
    "R25": f"{HEAD}合计 18.00 18.00\n    会议费 18.00 18.00\n开好会议。\n{ONE}\n合计 18.00 18.00\n",
    "R26": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE}\n\n{HEAD.replace('某局', '水务局')}    培训费 5.00 5.00\n办好。\n{ONE}",
    "R27": f"{HEAD}    会议费 18.00 18.00\n开好会议。\n{ONE[:-3]}≥1200\n3\n场。",
    "R21": f"{HEAD}    会议费（某市某句） 18.00 18.00\n开好会议。\n{ONE}",
}


@pytest.mark.parametrize("code", TEXTS)
def test_each_code_has_a_text_that_earns_it(code: str) -> None:
    clean = {found.code for found in parse_table(TEXTS["R01"]).problems}
    assert clean == {"R01"}
    found = [problem for problem in parse_table(TEXTS[code]).problems if problem.code == code]
    assert found
    assert found[0].severity == CATALOGUE[code].severity
    assert found[0].message != found[0].english
    assert found[0].span is not None


def test_a_guessed_name_is_marked_as_one() -> None:
    goals = ("开展培训工作。\n会议费\n60.00", "开展培训，确保质量\n\n会议费 60.00 60.00")
    for money, goal in zip(("40.00", "40.00 40.00"), goals, strict=True):
        table = parse_table(f"{HEAD}培训费\n{money}\n\n{goal}\n\n开好会议。\n{ONE}")
        assert [project.name for project in table.projects] == ["培训费", "会议费"]
        assert [found.path for found in table.problems if found.code == "R12"] == ["projects[1].name"]


def test_the_page_has_them_all() -> None:
    page = (Path(__file__).parent.parent / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
    rows = {cells[1].strip(): cells for cells in (line.split("|") for line in page.split("\n")) if len(cells) == 6}
    assert set(CATALOGUE) == set(rows) - {"code", "---"}
    for code, kind in CATALOGUE.items():
        assert rows[code][2].strip() == kind.severity
        assert re.sub(r"\{\w+\}", "…", kind.message) == rows[code][3].strip()
