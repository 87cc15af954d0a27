"""What people see: plain text, HTML, rich, pictures. How it looks was looked at; here is what must be in it."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import perfmodel
from perfmodel import (
    Category,
    Comparison,
    Finding,
    Funding,
    Indicator,
    Project,
    Report,
    Section,
    Suggestion,
    Target,
    TargetTable,
    compare,
    parse_indicator,
    show,
    validate,
)
from perfmodel._internal.optional import install_command
from perfmodel.display import fonts
from perfmodel.display.html import tag
from perfmodel.display.table import merged_rows
from perfmodel.model.execution import Execution, ExecutionLine
from tests.golden import FOLDER
from tests.laws.test_html import parsed


@pytest.fixture(scope="module")
def real() -> TargetTable:
    return perfmodel.read(FOLDER / "guangzhou-disability-employment.txt")


@pytest.fixture(scope="module")
def hazards() -> TargetTable:
    return perfmodel.read(FOLDER / "hazards.txt")


def table_of(projects: int, indicators: int) -> TargetTable:
    own = [
        Indicator(Category.lookup("1"), Category.lookup("11"), f"指标{at}", annual=Target("≥9次"))
        for at in range(indicators)
    ]
    return TargetTable(
        "表", sections=[Section("某局", projects=[Project(f"项目{at}", indicators=own) for at in range(projects)])]
    )


def rows_of(html: str) -> list[str]:
    return re.findall("<tr>(.*?)</tr>", html)


def test_str_is_short_and_repr_is_as_it_was(real: TargetTable) -> None:
    assert str(real).splitlines()[:4] == [
        "项目支出绩效目标表（含转移支付项目）",
        "单位名称：广州市残疾人就业培训服务中心  金额单位：万元  10 个项目，52 条指标",
        "  合计 830.47",
        "  1. 机构运行辅助经费  418.58",
    ]
    assert repr(real).startswith("TargetTable(title='项目支出")
    assert str(real.projects[2].indicators[0]) == "11-数量指标 年内刊登宣传就业年审政策次数：≥ 2次/年"
    assert str(Target("90%或以上")) == "90%或以上"
    assert str(real.projects[0]).count("\n") == 7


def test_str_is_bounded() -> None:
    large = table_of(1000, 60)
    assert len(str(large).splitlines()) == 23
    assert "还有 980 个项目、58,800 条指标没有显示" in str(large)
    assert len(str(large.projects[0]).splitlines()) == 22
    long = Project("名" * 10_000, goal="目" * 100_000, indicators=[Indicator(name="长" * 100_000)])
    assert len(str(long)) < 400
    report = Report([Finding("S02", "error", "没" * 5000, "a")] * 1000)
    assert len(str(report).splitlines()) == 101
    assert len(str(report)) < 150_000


def test_nothing_speaks_to_the_terminal() -> None:
    evil = "\x1b[31m红\x07\u202e反"
    for shown in (
        str(Project(evil, goal=evil, indicators=[Indicator(name=evil)])),
        str(show(Target(evil + "\n二"))),
        str(Report([Finding("X", "hint", evil)])),
    ):
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", shown)
        assert "红" in shown


def test_html_spans_rows(real: TargetTable) -> None:
    html = real.projects[0]._repr_html_()
    head, *rest = rows_of(html)[2:]
    assert len(rest) == 4
    assert '<td rowspan="5"><div class="pm-name">机构运行辅助经费</div></td>' in head
    assert '<td rowspan="2" class="pm-level">1-产出指标</td><td rowspan="1" class="pm-level">11-数量指标</td>' in head
    assert "产出指标" not in rest[0]
    assert '<td rowspan="2" class="pm-level">22-社会效益</td>' in rest[1].replace(' title="22-社会效益指标"', "")
    assert (
        '<div><span class="pm-op">≥</span><span class="pm-number">90</span><span class="pm-unit">%</span></div>' in head
    )
    assert 'title="90%或以上"' in head


def grid_is_whole(html: str) -> None:
    """Every row of each table has as many columns as every other, spans counted."""
    for table in re.findall("<table>(.*?)</table>", html):
        columns = table.count("<col ")
        for part in re.findall("<t(?:head|body)>(.*?)</t(?:head|body)>", table):
            reach: list[int] = [0] * columns
            for row in re.findall("<tr(?: [^>]*)?>(.*?)</tr>", part):
                taken = [at for at in range(columns) if reach[at] > 0]
                for at in taken:
                    reach[at] -= 1
                free = [at for at in range(columns) if at not in taken]
                for cell in re.findall("<t[hd]([^>]*)>", row):
                    span = {name: int(size) for name, size in re.findall(r'(colspan|rowspan)="(\d+)"', cell)}
                    for _column in range(span.get("colspan", 1)):
                        reach[free.pop(0)] = span.get("rowspan", 1) - 1
                assert not free, row
            assert not any(reach)


def test_every_row_is_full(real: TargetTable, hazards: TargetTable) -> None:
    for table in (real, hazards, table_of(30, 30), TargetTable(), table_of(3, 0)):
        grid_is_whole(table._repr_html_())
        grid_is_whole(validate(table)._repr_html_())
        findings = [
            Finding("X1", "error", "a", f"projects[{at}]{field}")
            for at in range(4)
            for field in ("", ".goal", ".indicators[0].level1", ".indicators[1]", ".indicators[99]")
        ]
        for report in (
            Report(findings, obj=table),
            Report(
                [*findings, Finding("X2", "hint", "b", "sections[0].name"), Finding("X3", "hint", "c", "total")],
                obj=table,
            ),
        ):
            grid_is_whole(report._repr_html_())
            assert parsed(report._repr_html_()).text.count("X1") == sum(finding.code == "X1" for finding in report)


def test_levels_are_not_merged_over_what_was_not_understood() -> None:
    one, two = Category.lookup("1"), Category.lookup("11")
    unclear = Indicator(printed="乱", reason="未识读")
    assert merged_rows([Indicator(one, two), unclear, Indicator(one, two)], [1, 1, 1]) == [(1, 1), (1, 1), (1, 1)]
    assert merged_rows([Indicator(one, two), Indicator(None, two)], [1, 1]) == [(1, 1), (1, 1)]


def test_what_was_not_understood_is_marked_with_its_reason(hazards: TargetTable) -> None:
    html = hazards._repr_html_()
    assert re.search(
        'pm-unclear"><div>③1-产出指标；14-成本指标；乱码□□。</div>.*未识读</span><span class="pm-second">应为“；”', html
    )
    assert "没有数目" in html
    assert "未填写" in Target("≥**%")._repr_html_()
    assert "not understood" in show(hazards, lang="en")._repr_html_()


def test_large_tables_show_their_beginning() -> None:
    html = table_of(500, 3)._repr_html_()
    assert "项目19<" in html
    assert "项目20<" not in html
    assert "还有 480 个项目、1,440 条指标没有显示" in html
    html = table_of(2, 400)._repr_html_()
    assert html.count("指标") < 800
    assert parsed(html).text.count("还有") == 2
    assert len(TargetTable("a", sections=[Section(f"某局{at}") for at in range(5000)])._repr_html_()) < 60_000
    assert len(Project("a" * 10**6, goal="b" * 10**6)._repr_html_()) < 12_000
    assert "还有 999000 字" in Project("a", goal="b" * 10**6)._repr_html_()


def test_findings_stand_beside_their_row(hazards: TargetTable) -> None:
    report = validate(hazards)
    assert report.obj is hazards
    html = report._repr_html_()
    rows = rows_of(html)
    at = next(at for at, row in enumerate(rows) if "R06" in row)
    assert "使用寿命" in rows[at - 1]
    assert "pm-at-warning" in rows[at - 1]
    assert "第 49 行" in rows[at]
    assert "其余 4 条指标没有发现问题" in html
    assert "数字化页数" not in html
    assert report == validate(evolve(hazards))


def test_a_large_report_says_how_much_is_left() -> None:
    sections = [Section(f"某局{at}", projects=[Project(f"项目{at}")]) for at in range(300)]
    table = TargetTable("表", sections=sections)
    findings = [
        Finding("X1", "hint", "看", f"{kind}[{at}].funding") for at in range(300) for kind in ("sections", "projects")
    ]
    html = Report(findings, obj=table)._repr_html_()
    grid_is_whole(html)
    shown = html.count(">X1 ")
    assert shown == 60  # of 20 projects, of their bodies, of 20 bodies without a project on view
    assert f"还有 {600 - shown} 条问题没有显示" in html
    assert len(html) < 60_000
    assert "还有 280 条问题没有显示" in rich_text(Report(findings, obj=table))
    many = Report([Finding("X1", "hint", "看", "projects[0].indicators[0].name")] * 5000, obj=table_of(1, 1))
    assert "还有 4,980 条问题没有显示" in many._repr_html_()
    assert len(many._repr_html_()) < 20_000


def test_a_report_without_its_object_is_a_list() -> None:
    report = Report([Finding("V06", "warning", "应写成“=100%”", "annual", english="write =100%")])
    assert "年度指标值：" in parsed(report._repr_html_()).text
    indicator = parse_indicator("1-产出指标；12-质量指标；验收合格率；年度指标值:≥100%")
    assert "验收合格率" in report.show(indicator)._repr_html_()
    assert "write =100%" in report.show(indicator, lang="en")._repr_html_()
    assert "没有发现问题" in Report()._repr_html_()
    assert "建议改为“=100%”" in parsed(validate(indicator)._repr_html_()).text
    with pytest.raises(ValueError, match="lang"):
        report.show(lang="fr")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "x",
        "projects[99].name",
        "indicators[7]",
        "sections[3]",
        "projects[0",
        "]][[",
        "<b>",
        "projects[" + "9" * 50 + "]",
    ],
)
def test_a_finding_anywhere_is_shown(path: str, real: TargetTable) -> None:
    found = Report([Finding("X1", "error", "看这里", path)])
    for obj in (real, real.projects[0], real.projects[0].indicators[0], None):
        assert "看这里" in found.show(obj)._repr_html_()
        rich_text(found.show(obj))


@pytest.mark.parametrize(
    ("certain", "zh", "en"), [(True, "建议改为“a”", "change it to “a”"), (False, "可能是“a”", "probably “a”")]
)
def test_a_suggestion_is_shown_with_its_finding(certain: bool, zh: str, en: str, real: TargetTable) -> None:
    path = "projects[0].indicators[0].annual"
    report = Report(
        [Finding("X1", "warning", "改", path, english="mend", suggestion=Suggestion("a", certain, (path,)))]
    )
    for obj in (real, None):
        for lang, words in (("zh", zh), ("en", en)):
            view = report.show(obj, lang)
            assert words in parsed(view._repr_html_()).text
            assert words in str(view)
            # Beside a row it is folded.
            assert (words if obj is None else "“a”") in rich_text(view)


def two_years(count: int = 1) -> tuple[TargetTable, TargetTable]:
    """Tables with a change of each kind in each of so many projects."""

    def table(new: bool) -> TargetTable:
        found = []
        for at in range(count):
            targets = ("≥95%", "≥80%", "≥90%") if new else ("≥90%", "≥90%", "90%或以上")
            indicators = [Indicator(name=f"率{place}", annual=Target(text)) for place, text in enumerate(targets)]
            indicators.append(Indicator(name="新增项" if new else "旧有项"))
            goal = f"第一段{'。' * 200}{'新' if new else '旧'}{'的话' * 500}{'、' * 200}末尾"
            found.append(Project(f"项目{at}", None, Funding(20 if new else 18), goal, indicators))
        alike = [Project("会议费", goal=goal) for goal in ("甲", "乙") if not new] or [Project("会议费", goal="丙")] * 2
        return TargetTable("表", "某局", "万元", sections=[Section("某局", projects=[*found, *alike])])

    return table(False), table(True)


def test_a_comparison_shows_old_beside_new() -> None:
    found = compare(*two_years())
    html = found._repr_html_()
    grid_is_whole(html)
    for kind, words in (
        ("money", "金额"),
        ("raised", "提高"),
        ("lowered", "降低"),
        ("reworded", "改写"),
        ("added", "新增"),
        ("ambiguous", "存疑"),
    ):
        assert f'<span class="pm-badge pm-{kind}">{words}' in html
    assert '<span class="pm-old">≥90%</span></td><td><span class="pm-new">≥95%</span>' in html
    assert '<span class="pm-old">18.00万元</span></td><td><span class="pm-new">20.00万元</span>' in html
    assert (
        '<th colspan="4" scope="rowgroup"><span>项目：项目0</span><span class="pm-second"> 第1个项目</span></th>'
        in html
    )
    # What is about no project does not stand below one.
    assert html.index("<span>全表</span>") > html.index("项目：项目0")
    doubt = next(row for row in rows_of(html) if "存疑" in row and "<td" in row)
    assert doubt.count('class="pm-unclear"') == 2
    assert doubt.count(">第2个项目<") == doubt.count(">第3个项目<") == 2
    assert "the whole table" in show(found, "en")._repr_html_().lower()


def test_codes_and_empty_categories_are_shown_in_words() -> None:
    blank = Indicator("产出指标", Category(None, ""), "期数")
    odd = Indicator("产出指标", "投入指标", "课时")
    table = TargetTable(
        form="self-evaluation", scope="region", sections=[Section(projects=[Project("甲", indicators=[blank, odd])])]
    )
    html = table._repr_html_()
    assert "表式：自评" in html
    assert "范围：转移支付区域" in html
    assert "self-evaluation" not in html
    assert "Form: self-evaluation" in show(table, "en")._repr_html_()
    rows = rows_of(html)
    assert [("未填写" in row, "不在类别表中" in row) for row in rows if "期数" in row or "课时" in row] == [
        (True, False),
        (False, True),
    ]


def test_lines_of_money_are_named_without_labels() -> None:
    lines = [ExecutionLine("年度资金总额", initial=178, executed=144), ExecutionLine("其他资金", initial=7)]
    html = Project("甲", execution=Execution(lines=lines))._repr_html_()
    assert "预算执行情况：年度资金总额，年初预算数 178.00，全年执行数 144.00；其他资金，年初预算数 7.00" in html


def test_of_long_texts_the_difference_is_shown() -> None:
    html = compare(*two_years())._repr_html_()
    row = parsed("<table>" + next(row for row in rows_of(html) if "绩效目标" in row) + "</table>").text
    assert "（前面还有 143 字）…" in row
    assert '<span class="pm-new">新</span>' in html
    assert f"{'的话' * 30}…（还有 1142 字）" in row
    [change] = compare(Project("a", goal="短" * 5000), Project("a", goal="长" * 5000))
    assert "还有 4400 字" in show(Comparison([change]))._repr_html_()
    assert len(Comparison([change])._repr_html_()) < 12_000


def test_a_long_comparison_is_cut_and_says_so() -> None:
    found = compare(*two_years(100))
    html = found._repr_html_()
    assert html.count("<tr>") <= 201
    assert f"还有 {len(found) - 200} 处不同没有显示" in html
    assert len(html) < 150_000
    assert f"还有 {len(found) - 200} 处不同没有显示" in rich_text(found)
    assert f"还有 {len(found) - 50} 处不同没有显示" in str(found)
    assert len(str(found).splitlines()) < 120
    assert max(map(len, str(found).splitlines())) < 350
    assert str(found).splitlines()[0] == found.render().splitlines()[0]
    assert f"not shown: {len(found) - 7} more differences" in show(found, "en", changes=7)._repr_html_()
    assert len(found.render().splitlines()) > 500


def test_a_short_comparison_prints_as_its_report() -> None:
    for pair in (two_years(), (Project("会议费"), Project("会议费", funding=Funding(3)))):
        found: Comparison = compare(*pair)
        assert str(found) == str(show(found)) == found.render()
    same = compare(Project("a"), Project("a"))
    for shown in (str(same), parsed(same._repr_html_()).text, rich_text(same).strip()):
        assert shown == "没有不同。"
    assert str(show(same, "en")) == "No differences."


def test_a_comparison_in_a_terminal() -> None:
    shown = rich_text(compare(*two_years()))
    for words in ("项目：项目0", "提高", "年度指标值", "≥95%", "存疑", "第3个项目", "+2.00"):
        assert words in shown


def test_only_known_tags_and_attributes() -> None:
    with pytest.raises(ValueError, match="script"):
        tag("script")
    with pytest.raises(ValueError, match="onclick"):
        tag("td", onclick="x")


def rich_text(value: Any) -> str:
    from rich.console import Console

    console = Console(width=100, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    console.print(value)
    console.file.close()
    return console.export_text()


def test_rich(real: TargetTable, hazards: TargetTable) -> None:
    for value in (
        real,
        hazards,
        hazards.projects[0],
        hazards.projects[0].indicators[0],
        Target("工5%"),
        validate(hazards),
        Report(),
    ):
        assert rich_text(value).strip()
    assert "≥ 90%" in rich_text(real)
    assert "R06" in rich_text(validate(hazards))
    shown = rich_text(
        Project("[red]名[/red]\x1b[31m", goal="[/]", indicators=[Indicator(name="[bold]", annual=Target("[link=x]"))])
    )
    assert all(text in shown for text in ("[red]名[/red]\ufffd[31m", "[/]", "[bold]", "[link=x]"))
    assert "还有" in rich_text(table_of(100, 3))


def test_nothing_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, perfmodel; table = perfmodel.TargetTable(); str(table); table._repr_html_(); "
        "print([name for name in ('rich', 'matplotlib', 'yaml') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == "[]\n"


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=re.escape(install_command("plot"))) as caught:
        table_of(1, 1).plot()
    assert "\n" not in str(caught.value)


@pytest.fixture
def pyplot() -> Any:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def drawn(table: TargetTable, kind: str = "money", **options: Any) -> Any:
    """The axes, drawn; a machine without a font for Chinese may say so."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="没有能显示中文的字体")
        warnings.filterwarnings("ignore", message="字体 .* 没有这些字")
        axes = table.plot(kind, **options)
    axes.figure.canvas.draw()
    return axes


def test_money_is_drawn_by_source(pyplot: Any, hazards: TargetTable) -> None:
    axes = drawn(hazards, lang="en")
    bars = {container.get_label(): [patch.get_width() for patch in container] for container in axes.containers}
    assert bars["Special account"] == [200.0]
    assert bars["Appropriation"] == [18.5, 1234.56, 50.0, 200.0]
    assert axes.get_xlabel() == "Amount (10,000 yuan)"
    own = pyplot.subplots()[1]
    assert drawn(hazards, "indicators", ax=own) is own
    assert sum(patch.get_width() for container in own.containers for patch in container) == 13
    for kind, lang in (("pie", "zh"), ("money", "fr")):
        with pytest.raises(ValueError, match="expected"):
            hazards.plot(kind, lang)


def test_what_no_source_was_given_for_and_what_is_left_is_drawn(pyplot: Any) -> None:
    projects = [Project(f"项目{at}", funding=Funding(10, 4, None, Decimal("1E+400"))) for at in range(50)]
    axes = drawn(TargetTable(sections=[Section(projects=projects)]), lang="en")
    assert len(axes.get_yticks()) == 31
    bars = {container.get_label(): [patch.get_width() for patch in container] for container in axes.containers}
    assert bars == {"Appropriation": [4.0] * 30 + [80.0], "Source not given": [6.0] * 30 + [120.0]}


def test_hostile_names_are_drawn(pyplot: Any) -> None:
    names = ["$\\frac{$", "a $x$ b", "\\$", "_隐", "%s", "{}", "\x1b[31m", "\ud800", "𪜀" * 80, "", "￿"]
    projects = [Project(name, funding=Funding(5, 9, -3)) for name in names]
    drawn(TargetTable(unit="$x$ $y_$", sections=[Section(projects=projects)]))
    for kind in ("money", "indicators", "targets"):
        drawn(TargetTable(), kind)


def test_without_a_font_for_chinese_a_warning_says_which(
    pyplot: Any, monkeypatch: pytest.MonkeyPatch, hazards: TargetTable
) -> None:
    from matplotlib import font_manager

    monkeypatch.setattr(fonts, "_candidates", lambda: iter([font_manager.findfont("DejaVu Sans")]))
    with pytest.warns(UserWarning, match="Noto Sans CJK"):
        axes = hazards.plot()
    axes.figure.canvas.draw()
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["Project 1", "Project 2", "Project 3", "Project 4"]
    with pytest.warns(UserWarning, match="Noto Sans CJK"):
        assert hazards.plot("indicators").get_title() == "Indicators by category"


@pytest.mark.parametrize(
    "text", ["", "??", "1、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。2、1-产出指标；<b>"]
)
def test_what_parse_indicators_gives_shows_itself(text: str) -> None:
    from perfmodel import parse_indicators, show

    found = parse_indicators(text, recover=True)
    html, plain = found._repr_html_(), str(found)
    assert f"{len(found)} 条指标" in html
    assert "<b>" not in html
    assert html.count('class="pm-finding') == len(found.problems)
    assert [html.count(problem.code) for problem in found.problems] == [len(found.problems)] * len(found.problems)
    assert plain.count("\n") == max(0, len(found) - 1)
    assert f"indicators: {len(found)}" in show(found, "en")._repr_html_()
    assert repr(found) == repr(tuple(found))
