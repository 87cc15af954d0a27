"""``perfmodel cells``: what is seen in a file."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Limits, read_document
from perfmodel.display.grids import document_csv, document_html, document_text
from perfmodel.files.budget import Budget
from perfmodel.files.document import Document
from perfmodel.files.grid import GridBuilder
from perfmodel.files.html import parse_html
from perfmodel.files.problem import PROBLEMS
from perfmodel.source.characters import width
from tests.drawn_pdf import Table
from tests.grid_strategies import tables
from tests.test_cli import run

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "files" / "samples"


def document_of(table: Table) -> Document:
    builder = GridBuilder(Budget())
    for cell in table.cells:
        builder.add(cell.row, cell.column, cell.text, cell.row_span, cell.column_span)
    return Document((builder.build("表1"),))


@given(tables())
def test_the_page_says_what_the_grid_says(table: Table) -> None:
    document = document_of(table)
    [grid] = parse_html(document_html(document), Budget()).grids
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells] == table.truth()


@given(tables())
def test_the_picture_is_a_rectangle_with_all_texts(table: Table) -> None:
    head, *lines = document_text(document_of(table)).split("\n")
    assert head == f"【表1】 {len(table.heights)} × {len(table.widths)}"
    assert len({width(line) for line in lines}) == 1
    drawn = re.sub(r"[^\w≥%=,.，。、-]", "", "".join(lines))
    letters = re.sub(r"[^\w≥%=,.，。、-]", "", "".join(cell.text for cell in table.cells))
    assert sorted(drawn) == sorted(letters)


@given(st.lists(st.lists(st.text(max_size=6), min_size=2, max_size=2), min_size=1, max_size=5))
def test_no_cell_of_the_csv_is_a_formula(rows: list[list[str]]) -> None:
    text = document_csv(Document((GridBuilder.of_rows(rows),)))
    for row in csv.reader(io.StringIO(text, newline="")):
        for field in row:
            number = re.fullmatch(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?%?", field)
            assert number or field.lstrip()[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def test_a_hostile_cell_is_text_in_the_page() -> None:
    page = document_html(Document((GridBuilder.of_rows([["<script>alert(1)</script>", '"><b>']], '"><i>'),)))
    seen: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            seen.append(tag)

    Tags().feed(page)
    assert not {"script", "b", "i"} & set(seen)


def test_forms_of_output() -> None:
    file = str(SAMPLES / "f06_eval.pdf")
    status, out, err = run("cells", file)
    assert (status, err) == (0, "")
    assert "│ 产出指标" in out
    status, out, err = run("cells", file, "--to", "json", "--lang", "en")
    cells = json.loads(out)["grids"][0]["cells"]
    assert cells[2] == {
        "text": "主管部门",
        "row": 1,
        "column": 0,
        "row_span": 1,
        "column_span": 2,
        "place": "page 1, table 1, row 2, column 1",
    }
    status, out, err = run("cells", file, "--to", "csv")
    assert out.startswith("\ufeff项目名称,,保障性住房补助")
    assert "'=100%" in out


def test_pages_and_sheets() -> None:
    file = str(SAMPLES / "h07_targets_hebei_watermark_chromium.pdf")
    status, out, err = run("cells", file, "--pages", "2")
    assert status == 0
    assert "【第2页 表1】 5 × 7" in out
    assert "D09" in err
    status, out, _err = run("cells", file, "--sheet", "第3页 表1")
    assert (status, out.count("【")) == (0, 1)
    assert run("cells", file, "--sheet", "目标表")[0] == 2
    status, _out, err = run("parse", file, "--sheet", "目标表")
    assert (status, "没有指定的工作表；可用：“第1页 表1" in err) == (2, True)
    assert run("cells", file, "--pages", "9")[0] == 2
    assert run("cells", file, "--pages", "3-1")[0] == 2


def test_the_status_of_what_cannot_be_read(tmp_path: Path) -> None:
    picture = tmp_path / "表.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    status, out, err = run("cells", str(picture), "--lang", "en")
    assert (status, out) == (2, "")
    assert "picture" in err
    assert run("cells", str(tmp_path / "none.pdf"))[0] == 2


def test_a_damaged_page_sets_the_status(tmp_path: Path) -> None:
    path = tmp_path / "表.html"
    path.write_bytes("<table><tr><td>甲".encode("gb18030") * 100 + b"\xff\n")
    assert run("cells", str(path))[0] == 1


@pytest.mark.parametrize("page", ["documents.md", "documents.zh.md"])
def test_the_page_has_all_codes_and_limits(page: str) -> None:
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert re.findall(r"^\| (D[0-9]+) ", text, re.MULTILINE) == sorted(PROBLEMS)
    limits = re.findall(r"^\| `(\w+)` \| ([0-9,]+) ", text, re.MULTILINE)
    assert limits == [(limit.name, f"{limit.default:,}") for limit in fields(Limits)]


def test_progress_and_pages_by_argument() -> None:
    seen: list[tuple[int, int | None]] = []
    file = SAMPLES / "h07_targets_hebei_watermark_chromium.pdf"
    document = read_document(file, pages=range(3, 4), on_page=lambda number, total: seen.append((number, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert [str(grid.place) for grid in document.grids] == ["第3页 表1"]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarms here")
def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    slow = tmp_path / "slow.txt"
    os.mkfifo(slow)  # nobody writes into it
    status, _out, err = run("cells", str(slow), "--timeout", "1", "-o", str(tmp_path / "out.txt"))
    assert status == 2
    assert "超过 1 秒（--timeout）未读完" in err
    assert not (tmp_path / "out.txt").exists()
    assert run("cells", str(SAMPLES / "f10_list.csv"), "--timeout", "60")[0] == 0


def test_a_folder_is_shown_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "甲.csv").write_text("一级指标,指标值\n产出指标,≥95%\n", encoding="utf-8")
    (tmp_path / "乙.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (tmp_path / "丙").mkdir()
    (tmp_path / "丙" / "丁.html").write_text("<table><tr><td>时效指标</td></tr></table>", encoding="utf-8")
    (tmp_path / "戊.yaml").write_text("projects: []\n", encoding="utf-8")
    status, out, err = run("cells", str(tmp_path), "--lang", "en")
    assert status == 2
    shown = [line for line in out.splitlines() if line.startswith(str(tmp_path))]
    assert shown == [str(tmp_path / "丙" / "丁.html"), str(tmp_path / "甲.csv")]
    assert out.index("时效指标") < out.index(shown[1]) < out.index("≥95%")
    assert "乙.pdf" in err
    assert "3 files: 2 read, 1 failed" in err
    (tmp_path / "乙.pdf").unlink()
    assert run("cells", str(tmp_path))[0] == 0
    assert run("cells", str(tmp_path), "-o", str(tmp_path / "cells.txt"))[:2] == (0, "")
    assert (tmp_path / "cells.txt").read_text(encoding="utf-8").count(str(tmp_path)) == 2


def test_several_files_are_text_alone(tmp_path: Path) -> None:
    file = str(SAMPLES / "f10_list.csv")
    status, _out, err = run("cells", file, str(tmp_path), "--to", "json", "--lang", "en")
    assert (status, "--to json can only write one file at a time" in err) == (2, True)
    assert run("cells", file, "-")[0] == 2
    assert run("cells", file, str(tmp_path / "none.csv"))[0] == 2
