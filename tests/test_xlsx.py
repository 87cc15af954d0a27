"""Spreadsheets: the form, numbers, hostile and long texts, files whole or not at all, the command line."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import perfmodel
from perfmodel import Category, Funding, Indicator, Project, Section, Target, TargetTable, to_xlsx
from perfmodel._internal.optional import MissingExtra, install_command
from perfmodel.spreadsheets import form as forms
from perfmodel.spreadsheets.cells import LONGEST_CELL_TEXT, cell_text, is_tempting, pieces, units_of
from perfmodel.spreadsheets.measure import TALLEST
from tests.golden import FOLDER
from tests.hostile import TEXTS, hostile_table
from tests.laws.test_xlsx import expected, opened, said
from tests.test_cli import run

pytest.importorskip("xlsxwriter")
pytest.importorskip("openpyxl")
REAL = perfmodel.read(FOLDER / "guangzhou-disability-employment.txt")


def _alone(project: Project) -> TargetTable:
    return TargetTable("表", "某局", "万元", sections=[Section(projects=[project])])


def test_the_real_table() -> None:
    sheet = opened(REAL).active
    assert said(sheet) == list(expected(REAL))
    areas = {str(area) for area in sheet.merged_cells.ranges}
    # The title, the head of the money, a project over its five indicators, its runs of level 1 and of level 2.
    assert {"A1:K1", "B3:E3", "A3:A4", "A7:A11", "F7:F11", "G7:G8", "G9:G10", "H9:H10"} <= areas
    assert "H7:H8" not in areas
    assert (sheet["B7"].value, sheet["B7"].number_format) == (418.58, "#,##0.00_ ")
    assert sheet["F7"].alignment.wrap_text
    assert sheet["K11"].border.bottom.style == sheet["F11"].border.left.style == "thin"


def test_ready_to_print() -> None:
    sheet = opened(REAL).active
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # 1 is the default
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.print_area == "'绩效目标表'!$A$1:$K$58"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert sheet.freeze_panes == "B5"
    # The fourth and the eighth project would not fit on the rest of their pages.
    assert [found.id for found in sheet.row_breaks.brk] == [21, 41]
    assert sheet["A22"].value.startswith(REAL.projects[3].name)
    assert sheet["A42"].value.startswith(REAL.projects[7].name)


def test_a_project_stays_on_one_page_where_it_fits() -> None:
    short, long = Project("甲", goal="目标" * 100), Project("乙", goal="目标" * 3000)
    sheet = opened(
        TargetTable("表", sections=[Section("某局", projects=[short] * 6), Section("另一局", projects=[long, short])])
    ).active
    names = [sheet.cell(found.id + 1, 1).value for found in sheet.row_breaks.brk]
    assert names[0] == "甲"
    assert "乙" not in names  # it goes over several pages wherever it begins
    many = opened(TargetTable("表", sections=[Section(projects=[short] * 6000)])).active
    assert len(many.row_breaks.brk) == 1000


def test_rows_are_tall_enough() -> None:
    goal = "残疾人" * 100
    table = _alone(Project("甲", goal=goal, indicators=[Indicator(name="培训人次"), Indicator(name="人次" * 60)]))
    sheet = opened(table).active
    heights = [sheet.row_dimensions[row].height for row in (5, 6)]
    # 40 columns hold 18 wide characters beside the borders: 17 lines of 15 points.
    assert sum(heights) >= 17 * 15
    assert heights[1] > heights[0]


def test_a_row_that_would_be_too_tall_takes_several() -> None:
    table = _alone(Project("甲", goal="残疾人" * 1000, indicators=[Indicator(name="人次"), Indicator(name="率")]))
    sheet = opened(table).active
    assert [row["三级指标"] for row in said(sheet)] == ["人次", "率"]
    heights = [dimension.height for dimension in sheet.row_dimensions.values()]
    assert max(heights) <= TALLEST
    assert sum(heights[4:]) >= 3000 / 18 * 15
    assert sheet["F5"].alignment.vertical == "top"


def test_what_the_form_has_no_column_for() -> None:
    indicator = Indicator(
        Category.lookup("1"), Category.lookup("11"), "人次", annual=Target("≥95"), unit="人次", weight=Decimal("12.5"),
        explanation="说明", scoring_standard="每少1人扣1分", further=(("备注", "无"), ("来源", "台账")),
    )  # fmt: skip
    misread = Indicator(printed="1、乱码；□□", reason="不明")
    project = Project(
        "甲", None, Funding(), "目标", [indicator, misread],
        period="2023-2025年", whole_period_funding=Funding(30, 20), whole_period_goal="三年目标",
    )  # fmt: skip
    table = TargetTable("表", sections=[Section(projects=[project])], unread=("不知何物",))
    sheet = opened(table).active
    first, second, last = said(sheet)
    assert [first] == list(expected(_alone(Project(
        "甲", None, Funding(), "目标", [indicator],
        period="2023-2025年", whole_period_funding=Funding(30, 20), whole_period_goal="三年目标",
    ))))  # fmt: skip
    assert second["一级指标"] == second["其他栏目"] == "未识读：1、乱码；□□"
    assert set(last.values()) == {"未识读文字：不知何物"}
    assert sheet.page_setup.paperSize == 8  # A3
    bare = opened(_alone(Project("甲"))).active
    assert [cell.value for cell in bare[3]][-5:] == ["绩效指标", None, None, None, None]


def test_numbers_are_numbers_as_long_as_they_keep_their_digits() -> None:
    large, small = Decimal("12345678901234567.89"), Decimal("1E-30")
    sheet = opened(_alone(Project("甲", None, Funding(Decimal("1234567.125"), Decimal("-0.50"), large, small)))).active
    cells = [sheet.cell(5, column) for column in range(2, 6)]
    assert [cell.value for cell in cells] == [1234567.125, -0.5, "12345678901234567.89", "0." + "0" * 29 + "1"]
    assert [cell.number_format for cell in cells[:2]] == ["#,##0.000_ ", "#,##0.00_ "]
    assert [cell.data_type for cell in cells] == ["n", "n", "s", "s"]
    widths = [sheet.column_dimensions[letter].width for letter in "BC"]
    assert widths[0] > len("1,234,567.125")


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts(name: str) -> None:
    text = TEXTS[name]
    book = opened(hostile_table(text))
    shown = cell_text(text)
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in ("s", "n")
            assert cell.hyperlink is None
            if cell.data_type == "s":
                assert units_of(cell.value) <= LONGEST_CELL_TEXT
                assert not is_tempting(cell.value) or cell.quotePrefix
    sheet = book.worksheets[0]
    if units_of(text) <= 1000:
        assert sheet["A1"].value == shown
        assert shown in {row.get("绩效目标") for row in said(sheet)}
    assert len(book.worksheets) == (2 if units_of(text) > LONGEST_CELL_TEXT else 1)


def test_nothing_but_text_is_in_the_file() -> None:
    stream = io.BytesIO()
    to_xlsx(hostile_table(TEXTS["formula"]), stream)
    with zipfile.ZipFile(stream) as archive:
        names = archive.namelist()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert not any("external" in name or "vba" in name.lower() or "drawing" in name for name in names)
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert 'quotePrefix="1"' in styles


def test_control_characters_are_shown() -> None:
    sheet = opened(_alone(Project("a\0b", indicators=[Indicator(name="x", annual=Target("1\r\n2\x0b\ud800"))]))).active
    assert sheet["A5"].value == "a␀b"
    assert sheet["K5"].value == "1\n2␋\ufffd"


@pytest.mark.parametrize("char", ["长", "\U00020bb7"], ids=["one unit", "two units"])
def test_a_text_that_no_cell_holds(char: str) -> None:
    goal = char * 40_000
    book = opened(_alone(Project("甲", goal=goal)))
    form, whole = book.worksheets
    assert (form.title, whole.title) == ("绩效目标表", "全文")
    assert form["F5"].value.startswith(goal[:16_000])
    assert form["F5"].value.endswith("…（此处放不下，全文见“全文”表第 2 行）")
    assert units_of(form["F5"].value) in (LONGEST_CELL_TEXT, LONGEST_CELL_TEXT - 1)
    first, *rest = [cell.value for cell in whole[2]]
    assert first == "F5"
    assert "".join(rest) == goal
    assert all(units_of(piece) <= LONGEST_CELL_TEXT for piece in pieces(goal))


def test_a_table_of_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MOST_ROWS", 10)
    with pytest.raises(ValueError, match="more than the 10 rows of a spreadsheet"):
        to_xlsx(REAL, io.BytesIO())


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "表.xlsx"
    to_xlsx(REAL, path)
    first = path.read_bytes()
    with pytest.raises(TypeError, match="expected a TargetTable, a Project or a list of them"):
        to_xlsx(REAL.projects[0].indicators[0], path)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="none"):
        to_xlsx(REAL, tmp_path / "none" / "a.xlsx")
    monkeypatch.setattr(os, "replace", lambda *_names: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        to_xlsx(REAL.projects[0], str(path))
    assert path.read_bytes() == first
    assert os.listdir(tmp_path) == ["表.xlsx"]


def test_without_the_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtra, match=re.escape(install_command("xlsx"))):
        to_xlsx(REAL, tmp_path / "a.xlsx")
    assert os.listdir(tmp_path) == []


def test_at_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    status, shown, _err = run(
        "parse", str(FOLDER / "guangzhou-disability-employment.txt"), "--to", "xlsx", "-o", str(out)
    )
    assert (status, shown) == (0, "")
    openpyxl: Any = pytest.importorskip("openpyxl")
    assert said(openpyxl.load_workbook(out).active) == list(expected(REAL))
    status, shown, err = run("parse", str(FOLDER / "guangzhou-disability-employment.txt"), "--to", "xlsx")
    assert (status, shown) == (2, "")
    assert "-o OUT.xlsx" in err
    status, _shown, err = run(
        "parse", "--to", "xlsx", "-o", str(out), "--lang", "en", data="名称: 率\n年度指标值: 3次".encode()
    )
    assert status == 2
    assert "expected a table or a project, got one indicator" in err
    code = "import sys; sys.modules['xlsxwriter'] = None; from perfmodel.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "parse", str(FOLDER / "hazards.txt"), "--to", "xlsx", "-o", str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.endswith(f"{install_command('xlsx')}\n")
    assert len(done.stderr.splitlines()) == 1
