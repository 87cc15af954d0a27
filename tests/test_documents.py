"""Documents: the law of grids, places, what a file is, and the samples."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Document, Limits, ParseError, read_document
from perfmodel.files.budget import Budget
from perfmodel.files.detect import detect_kind
from perfmodel.files.grid import GridBuilder

SAMPLES = Path(__file__).parent / "files" / "samples"
spans = st.integers(1, 4)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), spans, spans, st.text(max_size=2)), max_size=30))
def test_each_position_belongs_to_exactly_one_cell(cells: list[tuple[int, int, int, int, str]]) -> None:
    builder = GridBuilder(Budget())
    put = [cell for cell in cells if builder.add(cell[0], cell[1], cell[4], cell[2], cell[3])]
    grid = builder.build()
    seen: dict[tuple[int, int], object] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert (row, column) not in seen
                seen[row, column] = cell
                assert grid.at(row, column) is cell
    assert set(seen) == {(row, column) for row in range(grid.rows) for column in range(grid.columns)}
    for row, column, row_span, column_span, text in put:
        cell = grid.at(row, column)
        assert (cell.row, cell.column, cell.text) == (row, column, text)
        assert cell.row_span <= row_span
        assert cell.column_span <= column_span
    assert list(grid.cells) == sorted(grid.cells, key=lambda cell: (cell.row, cell.column))


@pytest.mark.parametrize(
    ("cell", "limit"),
    [
        ((1_048_575, 16_383, 1, 1), "positions"),
        ((0, 0, 1_048_576, 16_384), "positions"),
        ((0, 0, 1, 50_000_000), "positions"),
    ],
)
def test_spans_are_charged_before_they_are_laid_out(cell: tuple[int, int, int, int], limit: str) -> None:
    row, column, row_span, column_span = cell
    with pytest.raises(ParseError, match=rf"limits\.{limit}"):
        GridBuilder(Budget()).add(row, column, "x", row_span, column_span)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_documents_are_values(name: str) -> None:
    document = read_document(SAMPLES / name)
    again = read_document(SAMPLES / name)
    assert document == again
    assert hash(document) == hash(again)
    assert pickle.loads(pickle.dumps(document)) == document
    assert all(str(cell.place) for grid in document.grids for cell in grid.cells)


# What stands in the samples: the shape of each grid, and some of its cells.
SEEN = {
    "f01_gd.pdf": [(5, 7)],
    "f02_targets.xlsx": [(17, 5), (17, 5)],
    "f03_split.docx": [(14, 7)],
    "f04_criteria.html": [(1, 3), (14, 8)],
    "f06_eval.pdf": [(19, 9)],
    "f09_region.xls": [(17, 5)],
    "f10_list.csv": [(14, 9)],
    "h02_targets_tianjin_weasyprint.pdf": [(14, 6), (15, 6), (13, 6), (16, 6)],
    "h07_targets_hebei_watermark_chromium.pdf": [(20, 10), (17, 9)],
    "h26_department_headbelow_xlsxwriter.xlsx": [(20, 6), (18, 6)],
    "h33_targets_controls_raw.docx": [(17, 5), (16, 5)],
    "h41_selfeval_children_cms.html": [(1, 3), (25, 9), (19, 9), (1, 2)],
    "h44_list_sichuan_gb18030.csv": [(49, 14)],
}


@pytest.mark.parametrize(("name", "shapes"), SEEN.items())
def test_samples(name: str, shapes: list[tuple[int, int]]) -> None:
    assert [(grid.rows, grid.columns) for grid in read_document(SAMPLES / name).grids] == shapes


def test_a_sample_cell_by_cell() -> None:
    grid = read_document(SAMPLES / "f06_eval.pdf").grids[0]
    assert [(cell.text, cell.row_span, cell.column_span) for cell in grid.cells if cell.row == 10] == [
        *(("产出指标", 4, 1), ("数量指标", 3, 1), ("印发宣传手册数量", 1, 1), ("5000册", 1, 1), ("6000册", 1, 1)),
        *(("12.5", 1, 1), ("12.5", 1, 1), ("报名人数少于预期，今后提前发布通知", 1, 1)),
    ]
    assert str(grid.at(18, 6).place) == "第1页 表1 第19行第7列"


def test_a_row_with_a_repeated_head_and_a_cell_over_two_pages() -> None:
    grid = read_document(SAMPLES / "h07_targets_hebei_watermark_chromium.pdf").grids[0]
    merged = grid.at(14, 0)
    assert (merged.text, merged.row_span) == ("效果", 4)
    assert str(merged.place) == "第1页 表1 第15行第1列、第2页 表1 第2行第1列"
    assert sum(cell.text == "指标名称" for cell in grid.cells) == 1


@pytest.mark.parametrize(
    ("data", "word", "english"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "图片", "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "图片", "picture"),
        (b"GIF89a" + bytes(50), "图片", "picture"),
        (b"BM\x36\x00\x00\x00\x00\x00" + bytes(50), "图片", "picture"),
        (b"RIFF\x00\x00\x00\x00WEBP" + bytes(50), "图片", "picture"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "压缩包", "archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "压缩包", "archive"),
        (b"\x1f\x8b\x08" + bytes(50), "压缩包", "archive"),
        (b"PK\x03\x04 cut off", "损坏", "damaged"),
        (b"{\\rtf1\\ansi hello}", "RTF", "RTF"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage\0".encode("utf-16-le"),
            "加密",
            "encrypted",
        ),
        (b"", "文件为空", "empty"),
        (b"\r\n \t", "文件为空", "empty"),
        (bytes(100), "文件为空", "empty"),
        (bytes(range(256)) * 4, "未知的文件种类", "unknown kind"),
    ],
)
def test_what_is_not_read_is_called_by_its_name(data: bytes, word: str, english: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_document(io.BytesIO(data))
    assert word in caught.value.message
    assert english in caught.value.english


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4 ...", "pdf"),
        (b"\r\n\r\n%PDF-1.4 ...", "pdf"),
        (b"<html><body>x", "html"),
        ("\ufeff<!DOCTYPE html>".encode(), "html"),
        ("<p>绩效".encode("gb18030"), "html"),
        ("<table><tr><td>项目".encode("utf-16"), "html"),
        ("项目,金额\n会议费,3\n".encode("gb18030"), "csv"),
        ("项目\t金额\n会议费\t3\n".encode("utf-16"), "csv"),
        ("项目;金额\n会议费;3\n".encode("utf-8-sig"), "csv"),
        ("单位：万元。\n第一段，有逗号。\n".encode(), "text"),
        ("BMW采购说明\n第二行\n".encode(), "text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "Workbook\0".encode("utf-16-le"), "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument\0".encode("utf-16-le"), "doc"),
    ],
)
def test_a_kind_is_told_by_content(data: bytes, kind: str) -> None:
    assert detect_kind(data, Limits()) == kind


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(ParseError, match=r"limits\.file_bytes"):
        read_document(io.BytesIO(b"a,b\n" * 100), limits=Limits(file_bytes=100))


def test_tables_are_looked_for_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the tables are looked for")

    monkeypatch.setattr("perfmodel.forms.document._find", refuse)
    document = read_document(SAMPLES / "f02_targets.xlsx")
    assert (document.kind, len(document.grids), len(document.blocks)) == ("xlsx", 2, 2)
    with pytest.raises(AssertionError):
        _ = document.tables
    monkeypatch.undo()
    assert [len(table.projects) for table in document.tables] == [2]


def test_documents_are_compared_by_what_their_labels_say() -> None:
    data = "项目名称,会议费,,\n一级指标,二级指标,三级指标,考核要求\n产出指标,数量指标,会议次数,≥2次\n".encode()
    first, second = (read_document(io.BytesIO(data), forms={"columns": {"annual": ["考核要求"]}}) for _ in range(2))
    other = read_document(io.BytesIO(data))
    assert first == second
    assert hash(first) == hash(second)
    assert first != other
    again = pickle.loads(pickle.dumps(first))
    assert again == first
    assert again.tables == first.tables
    assert again.tables != other.tables


def test_a_document_says_its_name_and_kind() -> None:
    document: Document = read_document(SAMPLES / "f10_list.csv")
    assert document.kind == "csv"
    assert document.name == str(SAMPLES / "f10_list.csv")
    assert [problem.code for problem in document.problems] == ["D06"]


def test_the_core_alone_reads_pages_and_delimited_text() -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['pdfminer', 'lxml', 'openpyxl', 'xlrd']))\n"
        "import perfmodel\n"
        "for name in ('f04_criteria.html', 'f10_list.csv'):\n"
        "    print(len(perfmodel.read_document('tests/files/samples/' + name).grids))\n"
        "print(sorted({'lark', 'perfmodel.strings.table'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SAMPLES.parents[2]
    )
    assert run.stdout == "2\n1\n[]\n"
