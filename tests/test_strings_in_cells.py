"""The string form read from files with cells: the same table as from text, nothing inferred, places of cells."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from html import escape
from pathlib import Path

import openpyxl
import pytest

from perfmodel import ParseError, TargetTable, read, read_document, validate
from perfmodel.cli import main
from perfmodel.model.funding import Funding
from perfmodel.strings.canonical import amount_text
from perfmodel.strings.render import render_indicators
from tests.workbooks import cell as word_cell
from tests.workbooks import document, paragraph
from tests.workbooks import row as word_row
from tests.workbooks import table as word_table

TABLES = Path(__file__).parent / "tables"
SAMPLES = Path(__file__).parent / "files" / "samples"
TABLE = read(TABLES / "guangzhou-disability-employment.txt")
HEAD = ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
INDICATOR = "1、1-产出指标；11-数量指标；次数；年度指标值:2次。"
ABOVE = ["项目支出绩效目标表", "单位名称：某市某局 单位：万元"]


def money(funding: Funding) -> list[str]:
    return ["" if amount is None else amount_text(amount) for amount in funding.amounts]


def rows_of(table: TargetTable) -> list[list[str]]:
    """The rows of a table as its publisher's workbook has them."""
    rows = [HEAD]
    if table.total is not None:
        rows.append(["合计", *money(table.total), "", ""])
    for section in table.sections:
        rows.append([section.name, *money(section.funding), "", ""])
        for project in section.projects:
            name = project.name if project.spender is None else f"{project.name}（{project.spender}）"
            rows.append([name, *money(project.funding), project.goal, render_indicators(project.indicators)])
    return rows


def above(table: TargetTable) -> list[str]:
    return [table.title, f"单位名称：{table.unit}", f"单位：{table.currency_unit}"]


def as_xlsx(lines: list[str], rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for at, line in enumerate(lines, 1):
        sheet.cell(at, 1).value = line
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(HEAD))
    for cells in rows:
        sheet.append([Decimal(text) if text.replace(".", "").isdigit() else text or None for text in cells])
        for cell in sheet[sheet.max_row]:
            cell.number_format = "#,##0.00"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(lines: list[str], rows: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([*([line] for line in lines), *rows])
    return file.getvalue().encode("gb18030")


def as_html(lines: list[str], rows: list[list[str]]) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in cells) + "</tr>" for cells in rows)
    return ("".join(f"<p>{line}</p>" for line in lines) + f"<table>{body}</table>").encode()


def as_docx(lines: list[str], rows: list[list[str]]) -> bytes:
    return document(
        "".join(map(paragraph, lines)) + word_table(*(word_row(*map(word_cell, map(escape, cells))) for cells in rows))
    )


WRITERS = {".xlsx": as_xlsx, ".csv": as_csv, ".html": as_html, ".docx": as_docx}


@pytest.mark.parametrize("ending", WRITERS)
def test_a_published_table_in_cells_is_the_same_table(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"表{ending}"
    path.write_bytes(WRITERS[ending](above(TABLE), rows_of(TABLE)))
    found = read(path)
    assert found.projects == TABLE.projects
    assert (found.title, found.unit, found.currency_unit) == (TABLE.title, TABLE.unit, TABLE.currency_unit)
    assert (found.total, found.sections, found.unread) == (TABLE.total, TABLE.sections, ())
    assert not any(project.funding.inferred for project in found.projects)
    assert {problem.code for problem in found.problems} <= {"R34"}


def test_every_span_is_the_text_of_its_field(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(as_xlsx(above(TABLE), rows_of(TABLE)))
    found = read(path)
    source = found.source
    assert source is not None
    for project in found.projects:
        assert project.place is not None
        span = project.place.of("name")
        assert span is not None
        assert source.slice(span) == project.name
        for indicator in project.indicators:
            assert indicator.place is not None
            annual = indicator.place.of("annual")
            if annual is not None and indicator.annual is not None:
                assert source.slice(annual) == indicator.annual.text
                assert str(source.cell_at(annual.start)).startswith("Sheet!G")


def test_the_sample() -> None:
    found = read(SAMPLES / "f01_gd.pdf")
    assert [
        (project.name, project.spender, project.funding.total, len(project.indicators)) for project in found.projects
    ] == [
        ("科普展览活动", "某市某局", Decimal("282.92"), 6),
        ("路灯维护经费", "某市某局", Decimal("768.51"), 6),
    ]
    assert found.problems == ()
    assert found.total is not None
    assert found.total.total == Decimal("1051.43")
    assert [finding.code for finding in validate(found)] == ["V04"]


def table_of(rows: list[list[str]], tmp_path: Path, lines: list[str] = ABOVE) -> TargetTable:
    path = tmp_path / "表.csv"
    path.write_bytes(as_csv(lines, rows))
    return read(path)


def test_amounts_that_are_none_and_columns_that_no_head_explains(tmp_path: Path) -> None:
    head = ["项目名称", "总计（万元）", "财政拨款", "绩效目标", "绩效指标", "备注"]
    found = table_of([head, ["会议费", "1,800.5", "若干", "开好会议。", INDICATOR, "待定"]], tmp_path)
    project = found.projects[0]
    assert (project.funding.total, project.funding.appropriation) == (Decimal("1800.5"), None)
    assert project.funding.printed == "1,800.5 若干 — —"
    assert found.unread == ("待定",)
    assert {problem.code for problem in found.problems} == {"R02", "R04", "R34"}


def test_an_indicator_that_is_not_understood_keeps_its_place(tmp_path: Path) -> None:
    found = table_of(
        [HEAD, ["会议费", "1.00", "", "", "", "开好会议。", f"{INDICATOR}2、1-产出指标；乱码。"]], tmp_path
    )
    assert [indicator.understood for indicator in found.projects[0].indicators] == [True, False]
    (problem,) = (problem for problem in found.problems if problem.code == "R05")
    assert found.source is not None
    assert problem.span is not None
    assert found.source.where(problem.span.start) == "第4行第7列"


def test_rows_below_a_project_are_more_of_it_and_heads_are_repeated(tmp_path: Path) -> None:
    rows = [HEAD, ["会议费", "1.00", "", "", "", "开好会议。", INDICATOR], HEAD]
    rows += [["", "", "", "", "", "", "2" + INDICATOR[1:]], ["培训费", "2.00", "", "", "", "—", "—"]]
    found = table_of(rows, tmp_path)
    assert [(project.name, len(project.indicators)) for project in found.projects] == [("会议费", 2), ("培训费", 0)]


def test_other_tables_of_the_file_are_left_alone_and_said(tmp_path: Path) -> None:
    path = tmp_path / "表.html"
    other = "<table><tr><td>收支总表</td><td>1</td></tr></table>"
    path.write_bytes(other.encode() + as_html(ABOVE, [HEAD, ["会议费", "1.00", "", "", "", "开会。", INDICATOR]]))
    found = read(path)
    assert (found.title, found.unit, len(found.projects)) == ("项目支出绩效目标表", "某市某局", 1)
    assert [(problem.code, "表1" in problem.message) for problem in found.problems] == [("R31", True)]


def test_what_is_no_performance_table_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "表.csv"
    path.write_text("科目,本年预算\n教育支出,2.00\n", encoding="utf-8")
    with pytest.raises(ParseError, match="perfmodel cells"):
        read(path)
    for command in ("parse", "check"):
        assert main([command, str(path), "--lang", "en"]) == 2
        assert "no performance-target table" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "图片"),
        (b"PK\x03\x04", "损坏"),
        (b"Rar!\x1a\x07\x00" + bytes(40), "压缩包"),
        (b"{\\rtf1 x}", "RTF"),
    ],
)
def test_files_that_are_no_tables_are_called_by_their_names(
    data: bytes, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.pdf"
    path.write_bytes(data)
    assert main(["parse", str(path)]) == 2
    assert word in capsys.readouterr().err


def test_findings_say_the_cell_in_every_form_of_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(
        as_xlsx(ABOVE, [HEAD, ["会议费", "1", "", "", "", "开好会议。", INDICATOR.replace("2次", "有所提高")]])
    )
    for form, said in (
        ("text", "表.xlsx:Sheet!G4: V"),
        ("json", '"cell": "Sheet!G4"'),
        ("github", "Sheet!G4"),
        ("sarif", "Sheet!G4"),
    ):
        main(["check", str(path), "--format", form])
        assert said in capsys.readouterr().out
    main(["check", str(path), "--fix"])
    assert "parse" in capsys.readouterr().err


def two_tables(second: list[str], total: str = "") -> bytes:
    """Return a document with two tables in the string form, each with its lines above it and its row 合计."""
    tables = []
    for lines, name in ((ABOVE_OF_YEAR, "会议费"), (second, "培训费")):
        rows = [HEAD, ["合计", total, "", "", "", "", ""], [name, "5.00", "", "", "", "办好。", INDICATOR]]
        tables.append("".join(map(paragraph, lines)) + word_table(*(word_row(*map(word_cell, one)) for one in rows)))
    return document("".join(tables))


ABOVE_OF_YEAR = ["2025年项目支出绩效目标表", "单位名称：某市某局 单位：万元"]


def test_a_second_table_of_one_year_body_and_unit_goes_on_with_the_first() -> None:
    [table] = read_document(io.BytesIO(two_tables(ABOVE_OF_YEAR))).tables
    assert [project.name for project in table.projects] == ["会议费", "培训费"]
    assert (table.title, table.unread, table.problems) == (ABOVE_OF_YEAR[0], (), ())
    [table] = read_document(io.BytesIO(two_tables(ABOVE_OF_YEAR, total="5.00"))).tables
    assert table.total is not None
    assert (table.total.total, [project.name for project in table.projects]) == (Decimal("5.00"), ["会议费", "培训费"])
    assert [problem.code for problem in table.problems] == ["R25", "R04", "R04"]


@pytest.mark.parametrize(
    ("second", "differs"),
    [
        (["2026年项目支出绩效目标表", ABOVE_OF_YEAR[1]], "year"),
        ([ABOVE_OF_YEAR[0], "单位名称：某市某院 单位：万元"], "unit"),
        ([ABOVE_OF_YEAR[0], "单位名称：某市某局 单位：元"], "currency_unit"),
    ],
)
def test_a_second_table_of_another_year_body_or_unit_is_its_own(second: list[str], differs: str) -> None:
    tables = read_document(io.BytesIO(two_tables(second, total="5.00"))).tables
    assert [[project.name for project in table.projects] for table in tables] == [["会议费"], ["培训费"]]
    assert getattr(tables[0], differs) != getattr(tables[1], differs)
    assert [(table.unread, table.problems) for table in tables] == [((), ()), ((), ())]
    assert [table.total.total for table in tables if table.total is not None] == [Decimal("5.00")] * 2
