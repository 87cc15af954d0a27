"""What a notebook shows of a value, and what a report says of it, is the same: its meaning, or why it has none."""

from __future__ import annotations

import html

import pytest

from perfmodel import Indicator, Project, Section, TargetTable, show, validate
from perfmodel.values.kinds import Text

VALUES = (
    *("工1期", "十期左右吧", "超过90%以上", "90%95%", "200余人", "10日前", "≥2OO册", "由80%提高到90%", "9騧0%或以上"),
    *(
        "90%或上以",
        "每月15日前",
        "7*24小时",
        "≤95%以上",
        "30-20个",
        "2024年13月",
        "第五季度",
        "98.5.%",
        "≥95%%",
        "≥？人",
    ),
    *("≥95%", "12月底前", "合格", "无", "≥**%", "", "2-3个", "是", "≥10场次，每场≥50人", "2024年8月至12月"),
)


def _table(value: str) -> TargetTable:
    indicator = Indicator("1-产出指标", "11-数量指标", "培训期数", annual=value)
    return TargetTable(unit="某市某局", sections=[Section(projects=[Project("培训费", indicators=[indicator])])])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("value", VALUES)
def test_the_report_gives_the_reason_that_is_shown(value: str, lang: str) -> None:
    table = _table(value)
    target = table.projects[0].indicators[0].annual
    assert target is not None
    meaning = target.meaning
    report = [found for found in validate(table) if found.code in ("V15", "V19", "V20")]
    shown = html.unescape(show(table, lang=lang)._repr_html_())
    assert bool(report) is isinstance(meaning, Text)
    if isinstance(meaning, Text):
        reason = meaning.english if lang == "en" and meaning.english else meaning.reason
        assert reason in shown
        assert reason in report[0].render(lang)
        assert report[0].severity == ("error" if meaning.is_fault else "hint")
    else:
        assert ("未识读" if lang == "zh" else "not understood") not in shown


@pytest.mark.parametrize(("value", "severity"), [("每月15日前", "hint"), ("≤95%以上", "error"), ("7*24小时", "hint")])
def test_a_cell_has_the_border_of_its_finding(value: str, severity: str) -> None:
    table = _table(value)
    (found,) = (found for found in validate(table) if found.code == "V19")
    assert found.severity == severity
    shown = show(table)._repr_html_().rpartition("</style>")[2]
    assert ("pm-unclear-hint" in shown) is (severity == "hint")
    assert "pm-unclear" in shown


def test_a_reason_that_a_file_keeps_is_given_in_both_languages() -> None:
    def said(reason: str) -> str:
        indicator = Indicator(printed="1、1-产出指标；乱码", reason=reason)
        (found,) = (found for found in validate(Project("会议费", indicators=[indicator])) if found.code == "R05")
        return found.render("en")

    assert said("应为指标名称").endswith("expected the indicator name")
    assert said("“权重”不应重复").endswith("“权重” is repeated")
    assert said("字迹不清").endswith("the file says “字迹不清”")
