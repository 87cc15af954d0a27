"""Pictures: names on two lines, fonts, whole numbers, what targets ask for, what does not fit and is said."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Category, Funding, Indicator, Project, Section, TargetTable
from perfmodel.display.fonts import preference
from perfmodel.display.labels import label_on_axis
from perfmodel.display.plot_targets import months_of
from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible


@pytest.fixture
def pyplot() -> Iterator[Any]:
    matplotlib: Any = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine without a font for Chinese says so
        yield pyplot
    pyplot.close("all")


def table_of(*projects: Project, year: int | None = None) -> TargetTable:
    return TargetTable(currency_unit="万元", year=year, sections=[Section(projects=projects)])


def indicator(code: str, annual: str | None, name: str = "指标") -> Indicator:
    return Indicator(level1=Category.lookup(code[0]), level2=Category.lookup(code), name=name, annual=annual)


def heights(axes: Any) -> dict[str, list[float]]:
    """The widths of the bars by the name of their series, for each row, 0 where there is none."""
    rows = len(axes.get_yticks())
    found = {}
    for container in axes.containers:
        found[container.get_label()] = [0.0] * rows
        for patch in container:
            found[container.get_label()][round(patch.get_y() + patch.get_height() / 2)] = patch.get_width()
    return found


def labels_of(axes: Any) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("会议费", "会议费"),
        (
            "广州市残疾人就业培训服务中心2023-2024年信息系统运行和维护项目",
            "广州市残疾人就业培训服务中心\n2023-2024年信息系统运行和维护项目",
        ),
        (
            "2025年第三批中央财政林业草原生态保护恢复资金（国家公园补助）项目",
            "2025年第三批中央财政林业草原生态\n保护恢复资金（国家公园补助）项目",
        ),
        ("XX Smart City Platform Windows Server 2022 运维", "XX Smart City Platform\nWindows Server 2022 运维"),
        ("高标准农田建设5万亩及配套机耕路120公里工程", "高标准农田建设5万亩及\n配套机耕路120公里工程"),
    ],
)
def test_names_are_broken_between_words(name: str, lines: str) -> None:
    assert label_on_axis(name) == lines


@pytest.mark.parametrize("shift", range(18))
@pytest.mark.parametrize(
    "whole", ["2023-2024年", "120公里", "3万多人次", "第十二批", "95.5%", "Windows", "2024年12月31日"]
)
def test_no_break_is_inside_a_number_and_its_unit(shift: int, whole: str) -> None:
    lines = label_on_axis("甲" * shift + whole + "乙" * (24 - shift)).split("\n")
    pieces = ["2024年", "12月", "31日"] if whole == "2024年12月31日" else [whole]
    assert all(any(piece in line for line in lines) for piece in pieces)


@given(st.text(max_size=60) | st.text("资金项目补助（）、2024年5万亩公里 Aa", max_size=40))
def test_a_label_is_its_name(text: str) -> None:
    label = label_on_axis(text)
    lines = label.split("\n")
    assert len(lines) <= 2
    assert all(width(line) <= 38 for line in lines)
    name = visible(text)
    if "…" in label and "…" not in name:
        assert name.startswith(lines[0].removesuffix("…").rstrip())
        assert name.rstrip().endswith(lines[-1])
    else:
        assert label.replace("\n", "").replace(" ", "") == name.replace(" ", "")


def test_a_regular_face_of_simplified_chinese_comes_first() -> None:
    pytest.importorskip("matplotlib")

    def entry(name: str, weight: int | str = 400, file: str = "a.ttc", index: int = 0) -> Any:
        return SimpleNamespace(name=name, weight=weight, fname=file, index=index, style="normal")

    ordered = [
        entry("Noto Sans CJK SC", index=2),
        entry("Source Han Sans SC", "normal"),
        entry("Microsoft YaHei"),
        entry("SimHei"),
        entry("WenQuanYi Zen Hei", 500),
        entry("Noto Serif CJK SC"),
        entry("Noto Sans CJK SC", 700, index=2),
        entry("Noto Sans CJK SC Black", 900, index=2),
        entry("Noto Sans CJK SC Light", index=2),
        entry("Noto Sans SC", 400, "NotoSansSC-DemiLight.otf"),
        entry("Noto Sans CJK JP"),
        entry("Noto Sans CJK JP", 900),
        entry("DejaVu Sans"),
    ]
    turned = ordered[::-1]
    found = sorted(turned, key=preference)
    assert found[:6] == ordered[:6]
    assert {id(each) for each in found[6:10]} == {id(each) for each in ordered[6:10]}
    assert found[10:] == ordered[10:]


def test_counts_have_whole_numbers_on_their_axis(pyplot: Any) -> None:
    project = Project("甲", indicators=[indicator("11", "3次"), indicator("12", "≥90%"), indicator("12", "≥95%")])
    for kind in ("indicators", "targets"):
        axes = table_of(project).plot(kind)
        axes.figure.canvas.draw()
        assert all(value == int(value) for value in axes.get_xticks())
        assert [text.get_text() for text in axes.get_xticklabels()][:2] == ["0", "1"]


def test_categories_stand_in_the_order_of_the_tree(pyplot: Any) -> None:
    codes = ["31", "22", "12", "11"]
    project = Project("甲", indicators=[Indicator(name="乙"), *(indicator(code, "3次") for code in codes)])
    axes = table_of(project).plot("indicators", lang="en")
    names = ["Quantity", "Quality", "Social benefit", "Recipient satisfaction", "Other or not understood"]
    assert labels_of(axes) == names


def test_what_targets_ask_for(pyplot: Any) -> None:
    quality = [
        "100%",
        "≥100%",
        "≥95%",
        "90%",
        "90%~95%",
        "≥85%",
        "≤5%",
        "增长5%以上",
        "12月底前",
        "明显提升",
        None,
        "工5%",
    ]
    project = Project(
        "甲",
        indicators=[
            *(indicator("12", text) for text in quality),
            indicator("13", "5%", "系统故障率"),
            indicator("13", "8~10次"),
            Indicator(level1=Category.lookup("1"), level2=Category.lookup("13"), whole_period="是"),
        ],
    )
    axes = table_of(project).plot("targets", lang="en")
    assert labels_of(axes) == ["Quality", "Timeliness"]
    assert heights(axes) == {
        "100%": [2, 0],
        "90% to below 100%": [3, 0],
        "Below 90%": [1, 0],
        "Upper limits (%)": [1, 1],
        "Other numbers": [1, 1],
        "Dates": [1, 0],
        "Words": [1, 1],
        "Blank or not understood": [2, 0],
    }
    assert len(axes.figure.axes) == 2
    own = pyplot.subplots()[1]
    assert table_of(project).plot("targets", ax=own) is own
    assert len(own.figure.axes) == 1


def test_months_of_deadlines() -> None:
    def months(*texts: str, year: int | None = None) -> tuple[list[str], list[int]]:
        project = Project("甲", indicators=[indicator("13", text) for text in texts])
        return months_of(table_of(project, year=year), "en")

    names, counts = months("6月底前", "第三季度前", "2024年12月31日前", "12月底前", "2024年", "≥3次", year=2024)
    assert dict(zip(names, counts, strict=True)) == {
        **dict.fromkeys("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 0), "Jun": 1, "Sep": 1, "Dec": 2
    }  # fmt: skip
    assert months("2024年6月底前", "2025年3月底前", "12月底前") == (["?-12", "2024-06", "2025-03"], [1, 1, 1])
    many = [f"{year}年{month}月底前" for year in (2023, 2024, 2025) for month in range(1, 13)]
    assert months(*many) == (["2023", "2024", "2025"], [12, 12, 12])
    assert months("≥3次") == ([], [])


def test_the_largest_projects_are_drawn_and_the_rest_is_summed(pyplot: Any) -> None:
    projects = [Project(f"项目{at}", funding=Funding(at)) for at in range(1, 61)]
    axes: Any = table_of(*projects).plot(lang="en")
    assert labels_of(axes)[:1] + labels_of(axes)[-2:] == ["项目31", "项目60", "30 other projects together"]
    assert heights(axes)["Source not given"][-1] == sum(range(1, 31))
    assert "465" in [text.get_text() for text in axes.texts]
    few: Any = table_of(*projects[:3]).plot()
    assert axes.figure.get_size_inches()[1] > few.figure.get_size_inches()[1] + 9


def test_indicators_that_are_left_out_are_counted(pyplot: Any) -> None:
    indicators = [Indicator(name=f"指标{at}", annual="≥90%", actual="95%") for at in range(60)]
    axes = Project("甲", indicators=indicators).plot(lang="en")
    assert len(axes.get_yticks()) == 40
    assert axes.get_xlabel().endswith("\nnot shown: 20 more indicators")
    assert "not shown" not in Project("甲", indicators=indicators[:40]).plot(lang="en").get_xlabel()


def test_a_long_name_has_a_line_of_its_own_in_the_title(pyplot: Any) -> None:
    name = "广州市残疾人就业培训服务中心2023-2024年信息系统运行和维护项目"
    indicators = [Indicator(name="丙", annual="≥90%", actual="95%")]
    assert Project(name, indicators=indicators).plot().get_title() == f"{name}\n实际完成值与指标值"
    assert Project("甲", indicators=indicators).plot().get_title() == "甲：实际完成值与指标值"
    longer = Project(name + "（" + "第三期" * 20 + "）", indicators=indicators).plot().get_title()
    assert longer.startswith("广州市残疾人就业培训服务中心…")
    assert longer.count("\n") == 1


def test_amounts_below_nothing_and_of_many_digits(pyplot: Any) -> None:
    projects = [
        Project("甲", funding=Funding(-5, -5)),
        Project("乙", funding=Funding(Decimal("1E+39"), Decimal("1E+39"))),
        Project("丙"),
    ]
    axes = table_of(*projects).plot(lang="en")
    axes.figure.canvas.draw()
    assert [text.get_text() for text in axes.texts] == ["-5", "1e+39"]
    low, high = axes.get_xlim()
    assert low <= -5 < 1e39 <= high
