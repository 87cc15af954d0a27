"""Reports that are handed on: spreadsheets, CSV, JSON Lines, one line each; what is shown of them; findings as frames."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from perfmodel import (
    Comparison,
    Finding,
    Funding,
    Indicator,
    Project,
    Report,
    Section,
    TargetTable,
    compare,
    from_yaml,
    validate,
)
from perfmodel._internal import optional
from perfmodel.reports import marked_tables, workbooks
from perfmodel.reports.change_rows import CHANGE_COLUMNS
from perfmodel.reports.finding_rows import FINDING_COLUMNS
from perfmodel.reports.own_output import is_own_output
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.rule_catalogue import entry_of
from perfmodel.reports.terminal import styled_findings
from tests.test_check_cli import ONLY, TABLE, Run, run, write

__all__ = ["run"]

ROOT = Path(__file__).parent
HAZARDS = ROOT / "tables" / "hazards.txt"
REAL = ROOT / "tables" / "guangzhou-disability-employment.txt"
LIBRARIES = ("pandas", "polars", "arrow")


def opened(data: bytes | Path) -> Any:
    pytest.importorskip("xlsxwriter")
    openpyxl: Any = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(io.BytesIO(data) if isinstance(data, bytes) else data)


def values(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def messages() -> list[str]:
    """What is found in the table, in its order."""
    return [finding.message for finding in validate(from_yaml(TABLE), select=ONLY[1])]


def test_one_line_a_finding(run: Run) -> None:
    write("表.yaml")
    status, out, err = run("check", "表.yaml", *ONLY, "--format", "concise")
    assert (status, err) == (1, "")
    heads = ["7:48: V06 warning", "11:14: V06 warning", "14:7: S01 error", "14:7: S02 error"]
    assert out.splitlines() == [f"表.yaml:{head}: {message}" for head, message in zip(heads, messages(), strict=True)]


def test_lines_of_json(run: Run) -> None:
    write("表.yaml")
    status, out, _err = run("check", "表.yaml", "没有.yaml", *ONLY, "--format", "jsonl")
    assert status == 2
    whole = json.loads(run("check", "表.yaml", "没有.yaml", *ONLY, "--format", "json")[1])
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[:-1] == [{"file": "表.yaml", **finding} for finding in whole["files"][0]["findings"]]
    failure = whole["files"][1]["failure"]
    assert lines[-1] == {
        "file": "没有.yaml", "code": "R59", "severity": "error", "message": f"文件未能读取：{failure['message']}",
        "english": f"the file could not be read: {failure['english']}", "path": "", "failure": failure,
    }  # fmt: skip


def test_a_file_that_cannot_be_read_has_a_row(run: Run) -> None:
    write("表.yaml")
    write("坏.yaml", "name: [")
    Path("空.txt").write_bytes(b"")
    names = ("表.yaml", "坏.yaml", "空.txt", "没有.yaml")
    status, out, _err = run("check", *names, *ONLY, "--format", "csv", "--lang", "en")
    assert status == 2
    rows = [row for row in csv.DictReader(io.StringIO(out, newline="")) if row["code"] == "R59"]
    assert [(row["file"], row["severity"], row["title"]) for row in rows] == [
        (name, "error", "the file could not be read: …") for name in names[1:]
    ]
    assert (rows[0]["line"], rows[0]["column"], rows[0]["path"]) == ("1", "8", "")
    assert rows[2]["message"] == "the file could not be read: No such file or directory"
    lines = [json.loads(line) for line in run("check", *names, *ONLY, "--format", "jsonl")[1].splitlines()]
    failed = [line for line in lines if line["code"] == "R59"]
    assert [line["file"] for line in failed] == list(names[1:])
    assert (failed[0]["line"], failed[0]["column"]) == (1, 8)
    assert run("check", *names, *ONLY, "-o", "发现.xlsx")[0] == 2
    heads, *found = values(opened(Path("发现.xlsx")).worksheets[0])
    codes = [row[heads.index("代码")] for row in found]
    assert (len(codes), codes.count("R59")) == (len(lines), 3)
    # It is an error whatever else is asked for.
    assert "R59" in run("check", "空.txt", "--select", "V06", "--severity", "error", "--format", "csv")[1]
    # One that was checked but cannot be fixed was read.
    Path("列.csv").write_bytes((ROOT / "files" / "samples" / "f10_list.csv").read_bytes())
    status, out, err = run("check", "列.csv", "--fix", "--format", "csv")
    assert (status, "R59" in out, "未修正" in err) == (2, False, True)


def test_csv(run: Run) -> None:
    write("表.yaml")
    status, out, _err = run("check", "表.yaml", *ONLY, "--format", "csv")
    assert status == 1
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert list(rows[0]) == [column.zh for column in FINDING_COLUMNS]
    first = {name: text for name, text in rows[0].items() if text}
    assert first == {
        "文件": "表.yaml", "代码": "V06", "严重程度": "警告", "规则": entry_of("V06").title(), "项目序号": "1",
        "项目": "会议费", "指标序号": "1", "指标": "验收合格率", "字段": "annual", "所在": rows[0]["所在"], "行": "7", "列": "48",
        "问题": messages()[0], "原文": "≥100%", "建议": "'=100%", "可自动修正": "✓",
        "路径": "projects[0].indicators[0].annual",
    }  # fmt: skip
    assert run("check", "表.yaml", *ONLY, "-o", "发现.csv")[0] == 1
    data = Path("发现.csv").read_bytes()
    assert data.decode("utf-8") == "\ufeff" + out
    english = run("check", "表.yaml", *ONLY, "--format", "csv", "--lang", "en")[1]
    assert next(csv.reader(io.StringIO(english))) == [column.name for column in FINDING_COLUMNS]


def test_counts_by_rule(run: Run) -> None:
    write("表.yaml")
    out = run("check", "表.yaml", *ONLY, "--format", "csv", "--statistics", "--lang", "en")[1]
    counts = [("V06", "bounded-ratio", "2"), ("S01", "filled", "1"), ("S02", "has-indicators", "1")]
    assert list(csv.reader(io.StringIO(out, newline=""))) == [
        ["code", "name", "count", "title"],
        *([code, name, count, entry_of(code).title("en")] for code, name, count in counts),
    ]
    for form in ("concise", "jsonl", "github", "sarif"):
        status, out, err = run("check", "表.yaml", "--statistics", "--format", form)
        assert (status, out) == (2, "")
        assert form in err
    assert run("check", "表.yaml", "--statistics", "-o", "a.xlsx")[0] == 2


def test_only_the_grave_ones(run: Run) -> None:
    write("表.yaml")
    status, out, _err = run("check", "表.yaml", *ONLY, "--severity", "error")
    assert status == 1
    assert [line.split()[1] for line in out.splitlines() if line.startswith("表.yaml:")] == ["S01", "S02"]
    assert out.endswith("共 2 处：错误 2，警告 0，提示 0；另有 2 处未显示（--severity）。\n")
    out = run("check", "表.yaml", *ONLY, "--severity", "error", "--lang", "en")[1]
    assert out.endswith("2 found: 2 errors, 0 warnings, 0 hints; 2 more not shown (--severity).\n")
    plain = json.loads(run("check", "表.yaml", *ONLY, "--severity", "error", "--format", "json")[1])
    assert (plain["errors"], plain["warnings"], plain["hidden"]) == (2, 0, 2)
    assert [finding["code"] for finding in plain["files"][0]["findings"]] == ["S01", "S02"]
    assert run("check", "表.yaml", *ONLY, "--severity", "hint") == run("check", "表.yaml", *ONLY)
    write("率.yaml", "level1: 产出指标\nlevel2: 质量指标\nname: 验收合格率\nannual: ≥100%\n")
    assert run("check", "率.yaml", "--select", "V06", "--severity", "error")[:2] == (
        0,
        "没有发现问题；另有 1 处未显示（--severity）。\n",
    )
    plain = json.loads(run("check", "表.yaml", *ONLY, "--severity", "warning", "--format", "json")[1])
    assert [finding["fixable"] for finding in plain["files"][0]["findings"]] == [True, True, False, False]


def test_groups(run: Run) -> None:
    write("表.yaml")
    write("另.yaml", TABLE.replace("会议费", "差旅费"))
    lines = run("check", "表.yaml", *ONLY, "--group-by", "project")[1].splitlines()
    headings = [at for at, line in enumerate(lines) if line.startswith("表.yaml · ")]
    assert [lines[at].endswith(name) for at, name in zip(headings, ("会议费", "培训费"), strict=True)] == [True, True]
    assert [line.split()[1] for line in lines[: headings[1]] if line.startswith("表.yaml:")] == ["V06", "V06"]
    lines = run("check", "表.yaml", "另.yaml", *ONLY, "--group-by", "rule")[1].splitlines()
    assert [line for line in lines if line.endswith(" 处）")] == [
        f"{code} {entry_of(code).title()}（{count} 处）" for code, count in (("V06", 4), ("S01", 2), ("S02", 2))
    ]
    assert [line.split(":")[0] for line in lines[: lines.index("")] if ": V06 " in line] == ["表.yaml"] * 2 + [
        "另.yaml"
    ] * 2
    lines = run("check", "表.yaml", "另.yaml", *ONLY, "--group-by", "file")[1].splitlines()
    assert [line for line in lines if line in ("表.yaml", "另.yaml")] == ["表.yaml", "另.yaml"]
    assert run("check", "表.yaml", "--group-by", "project", "--format", "json")[0] == 2
    assert run("check", "表.yaml", "--group-by", "rule", "--statistics")[0] == 2


def test_a_workbook_needs_a_file_and_its_library(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("表.yaml")
    assert run("check", "表.yaml", "--format", "xlsx")[:2] == (2, "")
    assert run("check", "表.yaml", "--format", "xlsx", "-o", "a.csv")[0] == 2
    assert run("diff", "表.yaml", "表.yaml", "--format", "xlsx")[0] == 2

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name, name=name)

    monkeypatch.setattr(optional, "import_module", missing)
    status, _out, err = run("check", "没有.yaml", "-o", "a.xlsx")
    assert (status, Path("a.xlsx").exists()) == (2, False)
    assert "[xlsx]" in err
    assert "没有.yaml" not in err


def test_a_workbook(run: Run) -> None:
    pytest.importorskip("xlsxwriter")
    write("好.yaml", TABLE.replace("- 名称: 培训费\n", "").replace("≥", "="))
    write("坏.yaml")
    status, _out, _err = run("check", "好.yaml", "没有.yaml", "坏.yaml", *ONLY, "-o", "发现.xlsx")
    assert status == 2
    book = opened(Path("发现.xlsx"))
    assert book.sheetnames == ["发现的问题", "汇总", "规则", "好.yaml", "坏.yaml"]
    findings = book["发现的问题"]
    assert findings.freeze_panes == "B2"
    assert findings.auto_filter.ref == f"A1:{findings.cell(findings.max_row, findings.max_column).coordinate}"
    heads, *rows = values(findings)
    assert [(row[heads.index("文件")], row[heads.index("代码")]) for row in rows] == [
        ("没有.yaml", "R59"), ("坏.yaml", "V06"), ("坏.yaml", "V06"), ("坏.yaml", "S01"), ("坏.yaml", "S02"),
    ]  # fmt: skip
    overview = values(book["汇总"])
    assert overview[0][0] == "共 4 处：错误 2，警告 2，提示 0；可自动修正 2 处（--fix）；1 个文件出错。"
    table = next(at for at, row in enumerate(overview) if row[0] == "文件")
    assert [row[:5] for row in overview[table + 1 : table + 4]] == [
        ["没有.yaml", None, None, None, "文件不存在"],
        ["坏.yaml", 2, 2, 0, None],
        ["好.yaml", 0, 0, 0, None],
    ]
    assert [row[1] for row in values(book["规则"])] == ["规则名", "bounded-ratio", "filled", "has-indicators"]
    marked = {
        cell.value: cell.comment.text for row in book["坏.yaml"].iter_rows() for cell in row if cell.comment is not None
    }
    assert marked["≥100%"].startswith("V06 警告：")
    assert marked[None] in (f"S01 错误：{messages()[2]}", f"S02 错误：{messages()[3]}")
    assert not [cell for row in book["好.yaml"].iter_rows() for cell in row if cell.comment is not None]
    before = Path("发现.xlsx").read_bytes()
    run("check", "好.yaml", "没有.yaml", "坏.yaml", *ONLY, "-o", "发现.xlsx", "--jobs", "2")
    assert Path("发现.xlsx").read_bytes() == before


def test_tables_of_one_file(run: Run) -> None:
    pytest.importorskip("xlsxwriter")
    write("两张.yaml", f"{TABLE}---\n{TABLE.replace('会议费', '差旅费')}")
    rows = list(csv.DictReader(io.StringIO(run("check", "两张.yaml", *ONLY, "--format", "csv", "--lang", "en")[1])))
    assert [row["table_number"] for row in rows] == ["1"] * 4 + ["2"] * 4
    assert [rows[at]["project"] for at in (0, 4)] == ["会议费", "差旅费"]
    run("check", "两张.yaml", *ONLY, "-o", "a.xlsx", "--lang", "en")
    book = opened(Path("a.xlsx"))
    assert book.sheetnames == ["Findings", "Summary", "Rules", "两张.yaml", "两张.yaml 2"]
    heads, *shown = values(book["Findings"])
    assert [row[heads.index("table_number")] for row in shown] == [1] * 4 + [2] * 4
    headings = [
        line for line in run("check", "两张.yaml", *ONLY, "--group-by", "project")[1].splitlines() if " · " in line
    ]
    assert len(headings) == len(set(headings)) == 4


def test_the_cell_of_a_finding_is_its_fields() -> None:
    table = TargetTable(
        "绩效目标表",
        "某局",
        "万元",
        Funding(60),
        [Section("某中心", Funding(50), [Project("会议费", None, Funding(18), "开会。")])],
    )
    texts = {
        "": "绩效目标表", "title": "绩效目标表", "unit": "单位名称：某局", "currency_unit": "单位：万元", "total": 60,
        "total.total": 60, "sections[0].funding": 50, "sections[0].funding.total": 50, "sections[0].name": "某中心",
        "sections[0]": "某中心", "projects[0]": "会议费", "projects[0].spender": "会议费", "projects[0].funding.total": 18,
        "projects[0].goal": "开会。", "projects[0].indicators": None,
    }  # fmt: skip
    stream = io.BytesIO()
    Report([Finding("S02", "error", path, path) for path in texts], obj=table).to_xlsx(stream)
    book = opened(stream.getvalue())
    heads, *rows = list(book.worksheets[0].iter_rows())
    place = [cell.value for cell in heads].index("所在")
    for row, expected in zip(rows, texts.values(), strict=True):
        name, _, cell = row[place].hyperlink.location.rpartition("!")
        assert book[name.strip("'")][cell].value == expected


def test_what_has_no_room_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_FINDINGS", 3)
    monkeypatch.setattr(workbooks, "_MOST_TABLES", 1)
    monkeypatch.setattr(marked_tables, "_MOST_NOTES", 1)
    faulty = TargetTable(projects=[Project("会议费", goal="开会。"), Project("培训费", goal="开会。")])
    clean = evolve(faulty, sections=())
    files = [
        Checked(name, validate(table, select="S02")) for name, table in (("a", clean), ("b", faulty), ("c", faulty))
    ]
    for lang, said in (
        ("zh", ("另有 1 处未列出", "2 张表未列出表页", "1 个单元格只有颜色，没有批注")),
        ("en", ("Not listed: 1 finding;", "Without a sheet: 2 tables;", "Marked without a note: 1 cell")),
    ):
        book = opened(workbooks.findings_workbook(Results(tuple(files), lang=lang)))
        assert book.sheetnames[3:] == ["b"]
        assert book.worksheets[0].max_row == 4
        shown = " ".join(row[0] or "" for row in values(book.worksheets[1]))
        assert all(text in shown for text in said), shown


def test_a_table_that_no_sheet_holds_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from perfmodel.spreadsheets import form

    monkeypatch.setattr(form, "MOST_ROWS", 4)
    report = validate(TargetTable(projects=[Project("会议费"), Project("培训费")]))
    book = opened(workbooks.findings_workbook(Results((Checked("a", report),))))
    assert "1 张表未列出表页" in " ".join(row[0] or "" for row in values(book["汇总"]))
    assert book.worksheets[0].max_row == len(report) + 1


@pytest.mark.parametrize(
    "checked", [Project("会议费"), Indicator("1-产出指标", name="期数", annual="若干")], ids=["project", "indicator"]
)
def test_what_is_no_table_has_a_sheet_too(checked: Project | Indicator) -> None:
    stream = io.BytesIO()
    report = checked.validate()
    report.to_xlsx(stream)
    book = opened(stream.getvalue())
    notes = [cell.comment.text for row in book.worksheets[3].iter_rows() for cell in row if cell.comment is not None]
    assert sum(note.count(f"{finding.code} ") > 0 for finding in report for note in notes) >= len(report)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_may_have_findings_of_a_users_own(lang: str) -> None:
    report = Report([Finding("X99", "warning", "自定", english="of their own"), Finding("S02", "error", "没有指标")])
    stream = io.BytesIO()
    report.to_xlsx(stream, lang)
    findings, overview, rules = opened(stream.getvalue()).worksheets[:3]
    assert [row[2] for row in values(findings)[1:]] == ["X99", "S02"]
    assert any(row[1] == "X99" and row[3] == 1 for row in values(overview))
    assert [row[0] for row in values(rules)[1:]] == ["S02"]
    assert "X99" in report.to_html(lang=lang)


def test_a_report_is_read_back_by_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl")
    import perfmodel

    report = perfmodel.read(HAZARDS).validate()
    report.to_xlsx(tmp_path / "发现.xlsx")
    frame = pandas.read_excel(tmp_path / "发现.xlsx")
    assert frame["代码"].tolist() == report.to_pandas()["code"].tolist()
    assert frame["问题"].tolist() == report.to_pandas(keys="zh")["问题"].tolist()


def test_counts_and_filter() -> None:
    report = Report([Finding("V06", "warning", "a"), Finding("S02", "error", "b"), Finding("R01", "hint", "c")])
    assert report.counts == {"error": 1, "warning": 1, "hint": 1}
    assert list(report.counts) == ["error", "warning", "hint"]
    assert report.filter().findings == report.findings
    assert [one.code for one in report.filter("error")] == ["S02"]
    assert [one.code for one in report.filter("hint", code=["S", "R01"])] == ["S02", "R01"]
    assert report.filter(code="").findings == ()
    table = TargetTable(projects=[Project("会议费")])
    assert table.validate().filter("error").obj is table
    with pytest.raises(ValueError, match=r"severity.*fatal.* / expected .*severity"):
        report.filter("fatal")
    with pytest.raises(ValueError, match="V99"):
        report.filter(code="V99")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("keys", ["en", "zh"])
def test_frames(library: str, keys: str) -> None:
    pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
    import perfmodel

    report = perfmodel.read(HAZARDS).validate()
    found = perfmodel.read(REAL).compare(perfmodel.read(HAZARDS))
    for value, empty, columns in ((report, Report(), FINDING_COLUMNS), (found, Comparison(), CHANGE_COLUMNS)):
        full, none = (getattr(one, f"to_{library}")(keys=keys) for one in (value, empty))
        names = [column.zh if keys == "zh" else column.name for column in columns]
        assert list(full.column_names if library == "arrow" else full.columns) == names
        assert (len(full), len(none)) == (len(value), 0)
        if library == "pandas":
            assert full.dtypes.to_dict() == none.dtypes.to_dict()
        else:
            assert full.schema == none.schema
        records = value.to_records(keys=keys, lang="en")
        assert [list(record) for record in records] == [names] * len(value)


def test_records_say_who_and_where() -> None:
    import perfmodel

    report = perfmodel.read(HAZARDS).validate(select="V04,R06")
    [unread, vague] = report.to_records(lang="en")
    assert (vague["code"], vague["project_number"], vague["project"]) == ("V04", 4, "会议费")
    assert (vague["indicator"], vague["field"], vague["text"]) == ("长效机制", "whole_period", "显著提升")
    assert vague["file"] == str(HAZARDS)
    assert (vague["line"], vague["column"], vague["cell"]) == (56, 48, None)
    assert unread["message"] == report[0].english
    assert report.to_records()[0]["message"] == report[0].message


@pytest.mark.parametrize(("lang", "place"), [("zh", "计量单位"), ("en", "unit")])
def test_the_unit_of_an_indicator_alone_is_not_the_body(lang: str, place: str) -> None:
    one, other = (Indicator(name="次数", annual="5", unit=unit) for unit in ("次", "场"))
    places = {record["path_new"]: record["place_new"] for record in compare(one, other).to_records(lang=lang)}
    assert places["unit"] == place
    report = Report([Finding("S02", "error", "误", "unit")], obj=one)
    assert place in str(report.show(lang=lang))
    assert f"  {place}\n" in f"{styled_findings(Checked('a', report), lang, 80).plain}\n"
    assert report.to_records(lang=lang)[0]["place"] == place


def test_changes(run: Run) -> None:
    pytest.importorskip("xlsxwriter")
    write("旧.yaml", TABLE)
    write("新.yaml", TABLE.replace("≥100%", "≥90%").replace("培训费", "差旅费"))
    status, out, _err = run("diff", "旧.yaml", "新.yaml", "--format", "csv", "--lang", "en")
    assert status == 1
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    plain = json.loads(run("diff", "旧.yaml", "新.yaml", "--format", "json")[1])["changes"]
    assert [row["message"] for row in rows] == [change["english"] for change in plain]
    assert [
        json.loads(line) for line in run("diff", "旧.yaml", "新.yaml", "--format", "jsonl")[1].splitlines()
    ] == plain
    assert run("diff", "旧.yaml", "新.yaml", "-o", "变化.csv", "--lang", "en") == (1, "", "")
    assert Path("变化.csv").read_bytes().decode("utf-8") == "\ufeff" + out
    assert run("diff", "旧.yaml", "新.yaml", "-o", "变化.xlsx")[0] == 1
    book = opened(Path("变化.xlsx"))
    heads, *shown = values(book["变化"])
    assert [row[heads.index("说明")] for row in shown] == [change["message"] for change in plain]
    assert values(book["汇总"])[0][0].startswith(f"{len(plain)} 处不同")
    assert run("diff", "旧.yaml", "新.yaml", "-o", "旧.yaml")[0] == 2
    assert run("diff", "旧.yaml", "新.yaml", "-o", "变化.txt")[:2] == (1, "")
    assert Path("变化.txt").read_text(encoding="utf-8") == run("diff", "旧.yaml", "新.yaml")[1]


def test_differences_of_money() -> None:
    old, new = (TargetTable(currency_unit="万元", total=Funding(amount)) for amount in (Decimal("18.50"), Decimal(20)))
    [row] = compare(old, new).to_records()
    assert (str(row["old_amount"]), str(row["new_amount"]), str(row["difference"])) == ("18.50", "20", "1.50")
    assert (row["currency_old"], row["project"], row["severity"]) == ("万元", None, None)
    [row] = compare(old, evolve(new, currency_unit="元")).to_records()[:1]
    assert row["difference"] is None


@pytest.mark.parametrize("page", ["frames.md", "frames.zh.md"])
def test_the_columns_are_the_documented_ones(page: str) -> None:
    text = (ROOT.parent / "docs" / "reference" / page).read_text(encoding="utf-8")
    text = text[text.index("\n| `file`") :]
    for first, columns in (("file", FINDING_COLUMNS), ("kind", CHANGE_COLUMNS)):
        rows = re.findall(
            r"^\| (`.*?) \| (.*?) \|", text[text.index(f"\n| `{first}`") :].partition("\n\n")[0], re.MULTILINE
        )
        names = [name for row, _zh in rows for name in re.findall("`([a-z_]+)`", row)]
        chinese = [name for _row, zh in rows for name in re.split("[、,] ?", zh)]
        assert sorted(zip(names, chinese, strict=True)) == sorted((column.name, column.zh) for column in columns)


def test_what_one_side_has_stands_under_its_own_name() -> None:
    old, new = (
        TargetTable(
            sections=[
                Section(name="财政局", projects=[Project("会议费", indicators=[Indicator(name=own)])]),
                Section(name=body, projects=[Project(other)]),
            ]
        )
        for own, body, other in (("期数", "甲局", "培训费"), ("满意度", "乙局", "购置费"))
    )
    rows = {
        (row["kind"], row["section"], row["project"], row["indicator"])
        for row in compare(old, new).to_records()
        if row["subject"] in ("section", "project", "indicator")
    }
    assert rows == {
        ("dropped", "甲局", None, None),
        ("added", "乙局", None, None),
        ("dropped", None, "培训费", None),
        ("added", None, "购置费", None),
        ("dropped", None, "会议费", "期数"),
        ("added", None, "会议费", "满意度"),
    }


def test_lists_of_earlier_runs_are_known(run: Run) -> None:
    write("表.yaml")
    write("旧.yaml", TABLE.replace("≥", "="))
    for ending in ("csv", "xlsx"):
        for lang in ("zh", "en"):
            run("check", "表.yaml", "-o", f"a-{lang}.{ending}", "--lang", lang)
            run("diff", "旧.yaml", "表.yaml", "-o", f"b-{lang}.{ending}", "--lang", lang)
            assert is_own_output(f"a-{lang}.{ending}")
            assert is_own_output(f"b-{lang}.{ending}")
    for form, ending in (("text", "txt"), ("concise", "txt"), ("json", "json")):
        run("check", "表.yaml", "--format", form, "-o", f"{form}.{ending}", *ONLY)
        assert is_own_output(f"{form}.{ending}")
    assert not any(map(is_own_output, ("表.yaml", str(HAZARDS), str(REAL))))
