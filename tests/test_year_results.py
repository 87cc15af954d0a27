"""A folder of a year: plans and results in files of many kinds, found again, counted and written for people."""

from __future__ import annotations

import csv
import html
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import perfmodel
from perfmodel import (
    Execution,
    ExecutionLine,
    Funding,
    Indicator,
    Project,
    Results,
    Section,
    TargetTable,
    results,
)
from perfmodel.cli import main
from perfmodel.spreadsheets.delimited import harmless
from perfmodel.year_results.columns import RESULT_LEVELS, columns_of
from perfmodel.year_results.files import TableFile
from perfmodel.year_results.results import results_of_files
from tests.hostile import TEXTS

BODY = "某县公路局"


def indicators(*changes: tuple[int, dict[str, Any]]) -> list[Indicator]:
    found = [
        Indicator("产出指标", "数量指标", "养护里程", annual="≥150公里", weight=30),
        Indicator("产出指标", "质量指标", "验收合格率", annual="≥95%", weight=20),
        Indicator("产出指标", "时效指标", "完成时间", annual="2024年11月底前", weight=10),
        Indicator("效益指标", "社会效益指标", "惠及群众人数", annual="≥2万人", weight=20),
        Indicator("满意度指标", "服务对象满意度指标", "群众满意度", annual="≥90%", weight=10),
    ]
    for at, change in changes:
        found[at] = evolve(found[at], **change)
    return found


def plan(name: str, body: str = BODY, **more: Any) -> TargetTable:
    project = Project(name, body, Funding(Decimal(60)), "养护农村公路。", indicators(), **more)
    return TargetTable("项目支出绩效目标表", "", "万元", year=2024, sections=[Section(body, projects=[project])])


ACTUALS = ("160公里", "96%", "2024年11月", "3万人", "85%")


def result(
    name: str, *changes: tuple[int, dict[str, Any]], body: str = BODY, without: int | None = None
) -> TargetTable:
    own = [
        evolve(one, actual=actual, score=one.weight) for one, actual in zip(indicators(*changes), ACTUALS, strict=True)
    ]
    if without is not None:
        del own[without]
    line = ExecutionLine("年度资金总额", initial=60, revised=60, executed=57, rate="95.00%", weight=10, score="9.5")
    project = Project(
        name, body, goal="养护农村公路。", indicators=own, execution=Execution([line]), total_score="99.50"
    )
    return TargetTable(
        "项目支出绩效自评表",
        "",
        "万元",
        year=2024,
        form="self-evaluation",
        sections=[Section(body, projects=[project])],
    )


def written_html(table: TargetTable) -> str:
    """A project's form as a page."""
    [project] = table.projects
    rows = [
        ["项目名称", project.name],
        ["实施单位", project.spender or ""],
        ["年度资金总额（万元）", f"{project.funding.total:.2f}"],
    ]
    rows.append(["年度总体目标", project.goal])
    cells = [["一级指标", "二级指标", "三级指标", "指标值", "权重"]]
    for one in project.indicators:
        cells.append([one.level1.name, one.level2.name, one.name, one.annual.text, str(one.weight)])  # type: ignore[union-attr]
    body = [f"<tr><td>{label}</td><td colspan=4>{value}</td></tr>" for label, value in rows]
    body += ["<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in cells]
    return (
        f"<!doctype html><meta charset=utf-8><p>项目支出绩效目标表</p><p>（2024年度）</p><table>{''.join(body)}</table>"
    )


def written_csv(table: TargetTable) -> str:
    """A self-evaluation as CSV."""
    [project] = table.projects
    line = project.execution.lines[0]
    rows: list[list[object]] = [
        ["项目支出绩效自评表"], ["（2024年度）"], ["项目名称", project.name], ["实施单位", project.spender],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", line.source, line.initial, line.revised, line.executed, line.weight, line.rate.text, line.score],  # type: ignore[union-attr]
        ["年度总体目标", project.goal],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"],
    ]  # fmt: skip
    for one in project.indicators:
        texts = [one.annual.text, one.actual.text]  # type: ignore[union-attr]
        rows.append([one.level1.name, one.level2.name, one.name, *texts, one.weight, one.score, ""])  # type: ignore[union-attr]
    stream = io.StringIO()
    csv.writer(stream).writerows([*row, *[""] * (8 - len(row))] for row in rows)
    return stream.getvalue()


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """Plans and results of six projects in two folders of mixed files."""
    pytest.importorskip("xlsxwriter")
    plans, reports = tmp_path / "计划", tmp_path / "自评"
    plans.mkdir()
    reports.mkdir()
    plan("甲路养护").to_xlsx(plans / "甲.xlsx", layout=2)
    plan("乙路养护").to_docx(plans / "乙.docx")
    (plans / "丙.html").write_text(written_html(plan("丙路养护")), encoding="utf-8")
    (plans / "丁.yaml").write_text(plan("丁路养护").to_yaml(), encoding="utf-8")
    (plans / "戊.json").write_text(plan("戊路养护").to_json(), encoding="utf-8")
    (reports / "甲.csv").write_text(written_csv(result("甲路养护", (0, {"annual": "≥130公里"}))), encoding="utf-8")
    result("2024年乙路养护", without=1).to_xlsx(reports / "乙.xlsx")
    result("丙路养护", (3, {"name": "宣传覆盖人数"})).to_docx(reports / "丙.docx")
    (reports / "丁.yaml").write_text(result("丁路养护", (0, {"annual": "不少于150公里"})).to_yaml(), encoding="utf-8")
    result("己路养护").to_docx(reports / "己.docx")
    (reports / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    return tmp_path


def kinds(found: Results) -> dict[str, list[str]]:
    return {one.name: [change.kind for change in one.outcome.changes] for one in found.projects}


def test_who_met_what(year: Path) -> None:
    found = results(year / "计划", year / "自评")
    assert {one.name: one.state for one in found.projects} == {
        "甲路养护": "matched", "乙路养护": "matched", "丙路养护": "matched", "丁路养护": "matched",
        "戊路养护": "no_result", "己路养护": "no_plan",
    }  # fmt: skip
    assert kinds(found) == {
        "甲路养护": ["lowered"], "乙路养护": ["dropped"], "丙路养护": ["renamed"], "丁路养护": [], "戊路养护": [], "己路养护": [],
    }  # fmt: skip
    counts = {one.name: one.outcome.counts for one in found.projects}
    assert counts["甲路养护"] == {"met": 4, "missed": 1, "unknown": 0, "dropped": 0}
    assert counts["乙路养护"] == {"met": 3, "missed": 1, "unknown": 0, "dropped": 1}
    assert [Path(file.name).name for file in found.unread] == ["坏.pdf"]
    [renamed] = [one for row in found.projects for one in row.outcome.indicators if one.match and one.match.is_doubtful]
    assert (renamed.name, renamed.match and renamed.match.how) == ("宣传覆盖人数", "same_target")
    [lowered] = [change for change in found.departures if change.kind == "lowered"]
    assert lowered.place_old is not None
    assert lowered.place_new is not None


def entries(*tables: TargetTable) -> Results:
    return results_of_files([TableFile(f"{at}.yaml", (table,)) for at, table in enumerate(tables)])


def test_bodies_and_years_tell_projects_apart() -> None:
    one, other = plan("会议费", "甲局"), plan("会议费", "102-乙局")
    found = entries(one, other, result("会议费", body="乙局"), result("会议费", body="甲局"))
    assert [(row.plan_file, row.result_file) for row in found.projects] == [("0.yaml", "3.yaml"), ("1.yaml", "2.yaml")]
    found = entries(plan("会议费"), evolve(plan("会议费"), year=2023), evolve(result("会议费"), year=2023))
    assert [(row.plan_file, row.state) for row in found.projects] == [("0.yaml", "no_result"), ("1.yaml", "matched")]
    # A form that names no year may be of any.
    found = entries(plan("会议费"), evolve(plan("培训费"), year=2023), evolve(result("培训费"), year=None))
    assert [(row.plan_file, row.state) for row in found.projects] == [("0.yaml", "no_result"), ("1.yaml", "matched")]


def test_what_stands_twice_counts_once_and_what_cannot_be_told_is_said() -> None:
    found = entries(plan("会议费"), plan("会议费"), result("会议费"))
    assert [row.state for row in found.projects] == ["matched"]
    assert found.duplicates == (("1.yaml", "会议费"),)
    other = evolve(
        plan("会议费"),
        sections=[Section(BODY, projects=[evolve(plan("会议费").projects[0], goal="另一目标，与前者不同。")])],
    )
    other = evolve(other, sections=[Section(BODY, projects=[evolve(other.projects[0], indicators=indicators()[:4])])])
    unlike = evolve(result("会议费"), sections=[Section(BODY, projects=[Project("会议费", BODY)])])
    found = entries(plan("会议费"), other, unlike)
    assert {row.state for row in found.projects} == {"ambiguous"}


def test_monitoring_stands_beside_the_self_evaluation() -> None:
    monitored = evolve(result("会议费"), form="monitoring")
    found = entries(plan("会议费"), result("会议费"), monitored)
    assert [(row.form, row.state) for row in found.projects] == [
        ("self-evaluation", "matched"),
        ("monitoring", "matched"),
    ]


def test_within_the_year_a_target_that_is_not_reached_is_not_missed_unless_it_cannot_be() -> None:
    table = evolve(result("会议费"), form="monitoring")
    own = list(table.projects[0].indicators)
    for at, likelihood in ((0, "有可能"), (1, "完全不可能"), (3, None)):
        own[at] = evolve(own[at], actual=("20公里", "60%", "", "0.5万人")[at], likelihood=likelihood)
    monitored = evolve(table, sections=[Section(BODY, projects=[evolve(table.projects[0], indicators=own)])])
    [row] = entries(plan("会议费"), monitored).projects
    states = [one.state for one in row.outcome.indicators]
    assert states == ["not_yet", "missed", "met", "not_yet", "not_yet"]
    assert [one.approved_state for one in row.outcome.indicators] == states
    assert row.outcome.counts == {"met": 1, "missed": 1, "not_yet": 3, "unknown": 0, "dropped": 0}
    found = entries(plan("会议费"), monitored)
    assert "尚未达到 3" in found.render()
    assert "not yet 3" in found.render("en")
    assert [record["not_yet"] for record in found.to_records()] == [3]
    # `compare` says the same, and the year that is over knows no such state.
    [outcome] = perfmodel.compare(plan("会议费"), monitored).outcomes
    assert outcome.counts == row.outcome.counts
    assert "○ 养护里程" in perfmodel.compare(plan("会议费"), monitored).render()
    [after] = entries(plan("会议费"), evolve(monitored, form="self-evaluation")).projects
    assert [one.state for one in after.outcome.indicators] == ["missed", "missed", "met", "missed", "missed"]


@pytest.mark.parametrize("level", RESULT_LEVELS)
def test_frames_have_the_records(level: str) -> None:
    found = entries(plan("会议费"), result("会议费"), plan("培训费"))
    records = found.to_records(level)
    assert list(records[0]) == [column.name for column in columns_of(level)]
    assert list(found.to_records(level, keys="zh")[0]) == [column.zh for column in columns_of(level)]
    for library, way in (("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow")):
        pytest.importorskip(library)
        frame = getattr(found, way)(level)
        assert len(frame) == len(records)
        assert list(getattr(frame, "column_names", frame.columns))[:3] == ["year", "body", "project"]
        empty = getattr(Results(), way)(level)
        assert len(empty) == 0
    with pytest.raises(ValueError, match="level"):
        found.to_records("target")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_is_obeyed(text: str, tmp_path: Path) -> None:
    openpyxl: Any = pytest.importorskip("openpyxl")
    changed = (0, {"name": text[:200], "annual": text[:200], "explanation": None})
    found = entries(plan(text[:200], text[:100] or BODY), result(text[:200], changed, body=text[:100]))
    path = tmp_path / "结果.xlsx"
    found.to_xlsx(path)
    book = openpyxl.load_workbook(path)
    assert not [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink
    ]
    for level in RESULT_LEVELS:
        for row in csv.reader(io.StringIO(found.to_csv(level))):
            assert not [cell for cell in row if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")]
    page = found.to_html()
    tags = {name.lower() for name in re.findall(r"<\s*([A-Za-z]+)", page)}
    assert tags <= set("html head meta title body div style table thead tbody tr th td span".split())
    assert page.count("<script") == 0
    shown = found.render()
    assert "\x07" not in shown
    assert "\u202e" not in shown


def test_what_begins_as_a_formula_stands_behind_an_apostrophe() -> None:
    assert harmless("=1+1") == "'=1+1"
    assert harmless("≥95%") == "≥95%"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    return (status, *capsys.readouterr())


def test_the_command_says_what_is_unread_unmatched_and_lowered(year: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "results", year / "计划", year / "自评", "--lang", "en")
    assert status == 2
    assert "6 projects: 4 with plan and result, 1 without result, 1 without plan" in out
    assert "坏.pdf" in err
    (year / "自评" / "坏.pdf").unlink()
    assert run(capsys, "results", year)[0] == 1
    for ending in ("txt", "csv", "html", "xlsx"):
        path = year / f"out.{ending}"
        assert run(capsys, "results", year / "计划", year / "自评", "-o", path)[0] == 1
        assert path.stat().st_size > 100
    assert (year / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    alone = [year / "计划" / "丁.yaml", year / "自评" / "丁.yaml"]
    assert run(capsys, "results", *alone)[0] == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("level", RESULT_LEVELS)
def test_results_of_an_earlier_run_are_no_input(
    year: Path, level: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (year / "自评" / "坏.pdf").unlink()
    before = results(year)
    outputs = [year / f"结果.{ending}" for ending in ("txt", "csv", "html", "xlsx")]
    for _again in range(2):  # the second time they are there, and are written anew
        for path in outputs:
            assert run(capsys, "results", year, "-o", path, "--level", level, "--lang", lang)[0] == 1
    (year / "国标.csv").write_bytes(outputs[1].read_text("utf-8-sig").encode("gb18030"))
    found = results(year)
    assert (found.projects, found.unread) == (before.projects, ())
    assert set(map(Path, found.own_outputs)) == {*outputs, year / "国标.csv"}
    assert "结果.xlsx" in found.render(lang)
    _, out, err = run(capsys, "results", year, "--lang", lang)
    assert all(path.name in err for path in outputs)
    assert "结果.xlsx" in out
    # A folder without anything gives no result that would be read as a table either.
    (year / "无").mkdir()
    (year / "无" / "结果.txt").write_text(Results().render(lang) + "\n", "utf-8")
    assert results(year / "无").own_outputs


def test_files_are_read_in_workers_and_within_a_limit_of_time(year: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = run(capsys, "results", year, "--jobs", "1", "--format", "csv")
    assert run(capsys, "results", year, "--jobs", "2", "--timeout", "300", "--format", "csv") == alone
    assert run(capsys, "results", year, "--jobs", "0")[0] == 2


def test_diff_of_folders_says_what_to_use(year: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "diff", year / "计划", year / "自评", "--lang", "en")
    assert (status, "perfmodel results" in err) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xlsx"],
        ["--format", "csv", "-o", "out.html"],
        ["--profile", "nowhere"],
        ["-o", "out.pdf"],
        ["-o", "丁.yaml"],
    ],
)
def test_wrong_usage(
    arguments: list[str], year: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(year / "计划")
    status, out, err = run(capsys, "results", "丁.yaml", *arguments)
    assert (status, out) == (2, "")
    assert err


def test_the_command_writes_the_form_to_be_filled_in(year: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, ending in (("self-evaluation", "xlsx"), ("monitoring", "docx")):
        path = year / f"form.{ending}"
        assert run(capsys, "form", "--for", form, year / "计划" / "丁.yaml", "-o", path) == (0, "", "")
        [table] = perfmodel.read_document(path).tables
        assert table.form == form
        assert table.projects[0].execution.lines[0].initial == 60
    status, _out, err = run(capsys, "form", year / "自评" / "丁.yaml", "-o", year / "again.xlsx", "--lang", "en")
    assert status == 2
    assert "expected one table of targets" in err


def test_nothing_at_all() -> None:
    assert entries().render() == "没有计划和结果。"
    assert Results().to_html("en").count("<table") == 0
    assert "No plan" in Results()._repr_html_() or "没有计划" in Results()._repr_html_()


def test_a_blank_form_takes_no_plan_from_a_result() -> None:
    """Somebody prefilled the form, and saved the one that was filled in under another name."""
    promised = plan("农村公路养护")
    blank = perfmodel.blank_form(promised)
    lowered = result("农村公路养护", (0, {"annual": "≥130公里"}))
    for files in ([blank, lowered], [lowered, blank]):
        found = results_of_files([TableFile(f"{at}.xlsx", (one,)) for at, one in enumerate([promised, *files])])
        states = {one.result_file: one.state for one in found.projects if one.result_file}
        assert states == {f"{at}.xlsx": "matched" if one is lowered else "ambiguous" for at, one in enumerate(files, 1)}
    found = results_of_files([TableFile("计划.xlsx", (promised,)), TableFile("自评.xlsx", (blank,))])
    assert [one.state for one in found.projects] == ["matched"]


def test_a_second_result_of_a_plan_is_in_doubt_not_without_a_plan() -> None:
    promised = plan("农村公路养护")
    same, lowered = result("农村公路养护"), result("农村公路养护", (0, {"annual": "≥130公里"}))
    other = result("公路桥梁检测", (0, {"name": "检测座数", "annual": "≥3座"}), body="某县桥梁所")
    names = ["计划.xlsx", "初稿.xlsx", "终稿.xlsx", "桥梁.xlsx"]
    found = results_of_files(
        [TableFile(name, (one,)) for name, one in zip(names, [promised, same, lowered, other], strict=True)]
    )
    states = {one.result_file: one.state for one in found.projects if one.result_file}
    assert states["终稿.xlsx"] == "ambiguous"
    assert states["桥梁.xlsx"] == "no_plan"
