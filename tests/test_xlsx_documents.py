"""XLSX workbooks as documents: texts as shown, merges, what is hidden, hostile files; openpyxl where it is right."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from perfmodel import Limits, ParseError, read_document
from perfmodel.files.number_format import number_text_of
from tests.workbooks import OFFICE, PACKAGE, codes, read, seen, sheet_xml, workbook


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# A number as the file has it, its format, and what Excel shows.
SHOWN = [
    ("0.95", "0%", "95%"), ("0.955", "0.0%", "95.5%"), ("0.12345", "0.00%", "12.35%"), ("1", "0%", "100%"),
    ("3", "0", "3"), ("2.5", "0", "3"), ("-2.5", "0", "-3"), ("1.005", "0.00", "1.01"), ("12", "0.00", "12.00"),
    ("203466.33", "#,##0.00", "203,466.33"), ("-1234.5", "#,##0.00", "-1,234.50"), ("0", "#,##0.00", "0.00"),
    ("0.30000000000000004", "General", "0.3"), ("203466.33000000002", "General", "203466.33"), ("5", "General", "5"),
    ("1E-05", "General", "0.00001"), ("12345678901234567890", "General", "12345678901234567890"), ("-0.5", "General", "-0.5"),
    ("0.33333333333333331", "General", "0.3333333333"), ("12.5", '0.0"万元"', "12.5万元"), ("4", '"≥"0"场"', "≥4场"),
    ("4", "0\\场", "4场"), ("-5", "0;(0)", "(5)"), ("-5", "0.0_);[Red]\\(0.0\\)", "(5.0)"), ("0", '0;-0;"—"', "—"),
    ("5", ";;;", ""), ("12.3", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.30"), ("7", "@", "7"),
    ("45658", 'yyyy"年"m"月"d"日"', "2025年1月1日"), ("45658", "yyyy/m/d", "2025/1/1"), ("45658", "yyyy-mm-dd", "2025-01-01"),
    ("45658", "[$-804]yyyy\\年m\\月", "2025年1月"), ("45658", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二五年一月一日"),
    ("45658.75", "yyyy/m/d h:mm", "2025/1/1 18:00"), ("0.5", "h:mm:ss", "12:00:00"), ("1.5", "[h]:mm", "36:00"),
    ("0.75", "h:mm AM/PM", "6:00 PM"), ("60", "yyyy-m-d", "1900-2-29"), ("1", "yyyy-m-d", "1900-1-1"), ("45658", "aaaa", "星期三"),
    ("1234567", '0.00,"千"', "1234.57千"), ("12345.678", "0.00E+00", "1.23E+04"), ("0.5", "0.0#", "0.5"), ("8", "G/通用格式", "8"),
    ("3", "[>=1]0.0;0", "3.0"), ("13800001111", "000-0000-0000", "138-0000-1111"), ("5", '"是"', "是"), ("0.1", "General%", "10%"),
    ("0.5", "# ?/?", "1/2"), ("1.25", "# ??/??", "1 1/4"), ("2", "# ?/?", "2"), ("-1.5", "# ?/?", "-1 1/2"), ("0.3125", "# ?/8", "3/8"),
    ("1234567", '0!.0,"万"', "123.5万"), ("1234567", '0"."0,"万"', "123.5万"), ("45658", "dddd", "Wednesday"),
    ("45658", "[$-804]dddd", "星期三"), ("123", "[DBNum1]General", "一百二十三"), ("10500.5", "[DBNum2][$-804]General", "壹万零伍佰.伍"),
    ("2025", "[DBNum1]0000", "二〇二五"), ("1200000000", "[DBNum1]G/通用格式", "一十二亿"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "pattern", "shown"), SHOWN)
def test_numbers_are_shown_in_their_formats(value: str, pattern: str, shown: str) -> None:
    assert number_text_of(value, pattern) == shown
    document = read(workbook(sheet_xml(f'<row r="1"><c r="A1" s="1"><v>{value}</v></c></row>'), (pattern,)))
    assert [cell.text for grid in document.grids for cell in grid.cells] == ([shown] if shown else [])
    assert document.problems == ()


@pytest.mark.parametrize("pattern", ["# ?/? ?/?", "[DBNum3]0", "0.00.00", "[unknown]0", "-" * 600])
def test_a_format_that_is_not_known_is_said(pattern: str) -> None:
    document = read(workbook(sheet_xml('<row r="1"><c r="A1" s="1"><v>0.5</v></c></row>'), (pattern,)))
    assert [cell.text for cell in document.grids[0].cells] == ["0.5"]
    assert codes(document) == ["D17"]


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from(["0", "0.00", "#,##0.00", "0.0000", "#,##0"]))
def test_digits_are_those_of_python(number: Any, pattern: str) -> None:
    places = len(pattern.partition(".")[2])
    shown = number_text_of(str(number), pattern)
    assert shown is not None
    assert abs(float(shown.replace(",", "")) - float(number)) <= 0.5 * 10**-places + 1e-9
    assert len(shown.partition(".")[2]) == places
    assert ("," in pattern and abs(number) >= 1000) == ("," in shown) or abs(number) > 999


def test_dates_that_are_written_as_dates() -> None:
    cells = '<c t="d" s="1"><v>2025-06-30T08:00:00</v></c><c t="d"><v>2025-06-30</v></c><c t="d" s="1"><v>无</v></c>'
    assert read(workbook(sheet_xml(f"<row>{cells}</row>"), ("yyyy/m/d",))).grids[0].texts() == [
        ["2025/6/30", "2025-06-30", "无"]
    ]


def test_both_date_systems() -> None:
    sheet = sheet_xml('<row r="1"><c r="A1" s="1"><v>44196</v></c></row>')
    for properties in ('<workbookPr date1904="1"/>', '<workbookPr date1904="true"/>'):
        assert read(workbook(sheet, ("yyyy/m/d",), properties)).grids[0].cells[0].text == "2025/1/1"
    assert read(workbook(sheet, ("yyyy/m/d",))).grids[0].cells[0].text == "2020/12/31"


@given(st.dates(datetime.date(1900, 3, 1), datetime.date(2199, 12, 31)))
@settings(max_examples=30)
def test_dates_are_those_that_openpyxl_writes(date: datetime.date) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = date
    sheet["A1"].number_format = "yyyy-mm-dd"
    assert read(saved(book)).grids[0].cells[0].text == date.isoformat()


def test_kinds_of_values() -> None:
    strings = (
        "<sst><si><t>甲</t></si><si><r><t>不少于</t></r><r><rPr><b/></rPr><t xml:space='preserve'>2 次</t></r>"
        "<rPh sb='0' eb='1'><t>ブ</t></rPh></si><si><t>a_x000D_&#10;b_x005F_x0041_</t></si></sst>"
    )
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>9</v></c>'
        '<c r="E1" t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r><rPh><t>x</t></rPh></is></c><c r="F1" t="b"><v>1</v></c>'
        '<c r="G1" t="b"><v>0</v></c><c r="H1" t="e"><v>#DIV/0!</v></c><c r="I1" t="str"><f>A1&amp;B1</f><v>甲乙</v></c>'
        '<c r="J1"><f>1+1</f><v>2</v></c><c r="K1" t="str"><f>""</f><v></v></c><c r="L1" t="d"><v>2025-01-01T00:00:00</v></c>'
    )
    document = read(workbook(sheet_xml(f'<row r="1">{cells}</row>'), parts={"xl/sharedStrings.xml": strings}))
    assert document.grids[0].texts() == [
        ["甲", "不少于2 次", "a\nb_x0041_", "", "行内", "TRUE", "FALSE", "#DIV/0!", "甲乙", "2", "", "2025-01-01"]
    ]
    assert codes(document) == []


def test_a_formula_without_a_kept_value_is_empty_and_said() -> None:
    book = openpyxl.Workbook()
    book.active.append(["得分", "=100%", "=SUM(A1:A2)"])
    document = read(saved(book))
    assert document.grids[0].texts() == [["得分"]]
    assert codes(document) == ["D16"]
    assert str(document.problems[0].place) == "Sheet!B1"


def test_what_is_hidden_is_left_out_and_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目标表"
    for at in range(1, 6):
        sheet.append([f"{letter}{at}" for letter in "ABCDE"])
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[9].hidden = True  # nothing is in it
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("B4:D5")
    book.create_sheet("密").append(["x"])
    book["密"].sheet_state = "hidden"
    book.create_sheet("深").append(["x"])
    book["深"].sheet_state = "veryHidden"
    document = read(saved(book))
    assert [grid.name for grid in document.grids] == ["目标表"]
    assert document.grids[0].texts() == [
        ["A1", "B1", "D1", "E1"], ["A3", "B3", "D3", "E3"], ["A4", "B4", "", "E4"], ["A5", "", "", "E5"],
    ]  # fmt: skip
    assert str(document.grids[0].at(3, 3).place) == "目标表!E5"
    assert document.grids[0].at(3, 2).text == "B4"
    said = " ".join(problem.message for problem in document.problems)
    assert set(codes(document)) == {"D01"}
    # Only rows and columns with something in them, in the number that there are of them.
    texts = " ".join(problem.text("en") for problem in document.problems)
    assert " row 2 of sheet" in texts
    assert " column C of sheet" in texts
    assert all(word in said for word in ("第 2 行", "C 列", "“密”", "“深”"))
    assert "9" not in said


def test_values_under_a_merge_are_dropped_and_said() -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    document = read(workbook(sheet_xml(data, behind='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')))
    assert seen(document.grids[0]) == [("1", 0, 0, 2, 2)]
    assert codes(document) == ["D01"]


def test_notes_are_left_out_and_said() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "一级指标"
    book.active["A1"].comment = Comment("说明", "某人")
    document = read(saved(book))
    assert document.grids[0].texts() == [["一级指标"]]
    assert codes(document) == ["D19"]


def test_text_boxes_are_text_behind_their_sheet() -> None:
    box = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>单位：</a:t></a:r><a:r><a:t>万元</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    names = 'xmlns:xdr="x" xmlns:a="a" xmlns:mc="mc"'
    drawing = f"<xdr:wsDr {names}><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></xdr:wsDr>"
    related = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="d" Type="{OFFICE}/drawing" Target="../drawings/d.xml"/></Relationships>'
    parts: dict[str, str | bytes] = {"xl/worksheets/_rels/sheet1.xml.rels": related, "xl/drawings/d.xml": drawing}
    document = read(workbook(sheet_xml(ONE), parts=parts))
    assert [text.text for text in document.texts] == ["单位：万元"]


@st.composite
def sheets(draw: st.DrawFn) -> tuple[dict[tuple[int, int], Any], list[tuple[int, int, int, int]]]:
    """Values by row and column, and merged ranges that do not overlap."""
    values = draw(
        st.dictionaries(
            st.tuples(st.integers(1, 9), st.integers(1, 7)),
            st.one_of(
                st.text("产出指标=≥95% \n万元", min_size=1, max_size=6), st.integers(-(10**9), 10**9), st.booleans()
            ),
            min_size=1,
            max_size=30,
        )
    )
    merges: list[tuple[int, int, int, int]] = []
    for _ in range(draw(st.integers(0, 4))):
        top, left = draw(st.integers(1, 8)), draw(st.integers(1, 6))
        bottom, right = top + draw(st.integers(0, 2)), left + draw(st.integers(0, 2))
        alone = all(top > b or bottom < t or left > r or right < x for t, x, b, r in merges)
        if alone and (top, left) != (bottom, right):
            merges.append((top, left, bottom, right))
    return values, merges


@given(sheets())
@settings(max_examples=60, deadline=None)
def test_any_sheet_is_what_openpyxl_has(
    made: tuple[dict[tuple[int, int], Any], list[tuple[int, int, int, int]]],
) -> None:
    values, merges = made
    book = openpyxl.Workbook()
    for (row, column), value in values.items():
        cell = book.active.cell(row, column)
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "s"
            cell.value = value
            cell.data_type = "s"
        else:
            cell.value = value
    for top, left, bottom, right in merges:
        book.active.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    data = saved(book)
    oracle = openpyxl.load_workbook(io.BytesIO(data)).active
    document = read(data)
    spans = {
        (merged.min_row, merged.min_col): (merged.max_row - merged.min_row + 1, merged.max_col - merged.min_col + 1)
        for merged in oracle.merged_cells.ranges
    }
    shown = {
        (cell.row, cell.column): str(cell.value).upper() if isinstance(cell.value, bool) else str(cell.value)
        for row in oracle.iter_rows()
        for cell in row
        if cell.value is not None and str(cell.value).strip()
    }
    cells = [cell for grid in document.grids for cell in grid.cells]
    assert {(cell.row + 1, cell.column + 1): cell.text for cell in cells if cell.text} == shown
    for cell in cells:
        if cell.text:
            assert (cell.row_span, cell.column_span) == spans.get((cell.row + 1, cell.column + 1), (1, 1))
            assert str(cell.place) == f"Sheet!{oracle.cell(cell.row + 1, cell.column + 1).coordinate}"


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = '<row r="1048576"><c r="XFD1048576" s="1"{}/></row>'


@pytest.mark.parametrize(
    ("sheet", "shape", "said"),
    [
        (sheet_xml(ONE + FAR.format("")), (1, 1), []),
        (sheet_xml(ONE + FAR.replace("/></row>", "><v>2</v></c></row>").format("")), (2, 2), ["D18", "D18"]),
        (sheet_xml(ONE, before='<dimension ref="A1:XFD1048576"/>'), (1, 1), []),
        (sheet_xml(ONE + '<row r="2"><c r="B2"><v>1</v></c></row>', before='<dimension ref="A1"/>'), (2, 2), []),
        (sheet_xml(ONE, behind='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), (1, 1), []),
        (sheet_xml(ONE, before='<cols><col min="2" max="999999999" hidden="1"/></cols>'), (1, 1), []),
        (sheet_xml("<row/>" * 100_000 + "<row><c><v>1</v></c></row>"), (1, 1), ["D18"]),
        (sheet_xml('<row r="1"><c><v>1</v></c><c r="?"><v>2</v></c><c r="ZZZZ9"><v>3</v></c></row>'), (1, 3), []),
        (sheet_xml(ONE + ONE), (1, 1), ["D01"]),
        (
            sheet_xml(ONE, behind='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B1:C1"/></mergeCells>'),
            (2, 2),
            ["D04"],
        ),
        (sheet_xml(ONE)[: -len("</worksheet>")], (1, 1), ["D08"]),
    ],
)
def test_hostile_sheets_are_read_as_what_they_show(sheet: str, shape: tuple[int, int], said: list[str]) -> None:
    document = read(workbook(sheet, ("0",)))
    assert [(grid.rows, grid.columns) for grid in document.grids] == [shape]
    assert codes(document) == said


@pytest.mark.parametrize(
    ("sheet", "limits", "name"),
    [
        (sheet_xml("".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 200))), {"positions": 100}, "positions"),
        (sheet_xml(ONE) + " " * 10_000_000, {"unpacked_bytes": 1_000_000}, "unpacked_bytes"),
        (sheet_xml("<a/>" * 100_000), {"xml_tags": 10_000}, "xml_tags"),
        (sheet_xml(f'<row r="1" x="{"1" * 9_000_000}"/>'), {}, "tag_bytes"),
        (sheet_xml(ONE, behind="".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(1, 50))), {"merges": 9}, "merges"),
        (sheet_xml('<row><c t="inlineStr"><is><t>字字字字</t></is></c></row>' * 100), {"characters": 99}, "characters"),
        (sheet_xml(ONE), {"archive_entries": 2}, "archive_entries"),
    ],
)  # fmt: skip
def test_each_limit_is_named(sheet: str, limits: dict[str, int], name: str) -> None:
    with pytest.raises(ParseError, match=rf"limits\.{name}"):
        read_document(io.BytesIO(workbook(sheet)), limits=Limits(**limits))


def test_a_dtd_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "字字字字"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(ParseError, match="DTD"):
        read(workbook(bomb + sheet_xml('<row><c t="inlineStr"><is><t>&b;</t></is></c></row>')))


def test_a_workbook_without_its_parts() -> None:
    data = workbook(sheet_xml(ONE), parts={"xl/workbook.xml": "<workbook"})
    with pytest.raises(ParseError, match="损坏"):
        read(data)
    document = read(workbook(sheet_xml(ONE), parts={"xl/styles.xml": "<styleSheet>", "xl/sharedStrings.xml": ""}))
    assert document.grids[0].texts() == [["1"]]
    assert set(codes(document)) == {"D08"}
