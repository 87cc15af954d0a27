"""Law: what is read of a form is what was put in, however it is laid out, merged, wrapped, blanked and spelled; nothing is lost."""

from __future__ import annotations

import csv
import io
import random
import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import read_document, to_json
from perfmodel.data import load
from perfmodel.files.budget import Budget
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.grid import GridBuilder
from perfmodel.forms import document as forms_document
from perfmodel.forms.catalogue import standard_forms
from perfmodel.forms.document import Document as ReadDocument
from perfmodel.source.characters import without_radicals
from tests.drawn_forms import differences, draw_document, draw_form, draw_list, uncovered

randoms = st.integers(0, 2**32).map(random.Random)


@given(randoms)
def test_what_is_read_of_a_form_is_what_was_put_in(rng: random.Random) -> None:
    document, wanted = draw_form(rng)
    assert differences(ReadDocument(document), wanted) == []


@given(randoms)
def test_every_cell_of_a_form_is_accounted_for(rng: random.Random) -> None:
    document, _wanted = draw_form(rng)
    found = ReadDocument(document)
    assert found.tables
    assert uncovered(found) == []


@given(randoms)
def test_what_is_read_of_several_forms_is_what_was_put_in(rng: random.Random) -> None:
    document, wanted = draw_document(rng)
    found = ReadDocument(document)
    assert [project.name for project in found.projects] == [one.name for one in wanted]
    assert [differences(found, one, at) for at, one in enumerate(wanted)] == [[]] * len(wanted)
    assert uncovered(found) == []


@given(randoms)
def test_what_is_read_of_a_list_is_what_was_put_in(rng: random.Random) -> None:
    document, wanted = draw_list(rng)
    found = ReadDocument(document)
    assert [project.name for project in found.projects] == [one.name for one in wanted]
    assert [differences(found, one, at) for at, one in enumerate(wanted)] == [[]] * len(wanted)
    assert uncovered(found) == []


@given(randoms)
def test_a_label_with_one_character_wrong_is_read_as_it_is_meant_or_said(rng: random.Random) -> None:
    document, wanted = draw_form(rng)
    forms = standard_forms()
    names = {one["name"] for one in wanted.indicators}
    places = [
        (block, cell)
        for block, grid in enumerate(document.blocks)
        if isinstance(grid, Grid)
        for cell, one in enumerate(grid.cells)
        if len(one.text) > 3
        and one.text not in names
        and (forms.label(one.text) or forms.column(one.text) or forms.amount(one.text))
    ]
    block, cell = rng.choice(places)
    grid = document.blocks[block]
    assert isinstance(grid, Grid)
    words = grid.cells[cell].text
    at = rng.randrange(len(re.split("[（(：]", words)[0]))
    cells = list(grid.cells)
    cells[cell] = evolve(cells[cell], text=f"{words[:at]}栎{words[at + 1 :]}")
    blocks = list(document.blocks)
    blocks[block] = evolve(grid, cells=tuple(cells))
    found = ReadDocument(Document(tuple(blocks)))
    said = [problem for table in found.tables for problem in table.problems] or found.problems or found.unread
    assert said or differences(found, wanted) == []
    assert uncovered(found) == []


def radicals_for(text: str) -> str:
    """Return a text with radicals for all characters that have one: ⽬ for 目."""
    return "".join(RADICALS.get(char, char) for char in text)


# The radicals that stand for characters of the labels of forms, among others.
RADICALS = {meant: radical for radical, meant in load("radicals.json")["radicals"].items()}


def plain_objects(document: forms_document.Document) -> list[str]:
    """Return the tables of a document with what is said of them, without radicals."""
    tables = [(to_json(table), [(one.code, one.message) for one in table.problems]) for table in document.tables]
    return [without_radicals(str(table)) for table in tables]


# What stands in cells that no form was ever laid out as: heads, labels, categories and values, anywhere.
ROW_OF_HEADS = (
    "一级指标 二级指标 三级指标 指标值 计量单位 权重 备注 年度指标值 实际完成值 得分 项目名称 绩效目标".split()
)
HEADS = (
    "主管部门 实施单位 项目期 年度目标 总体目标 年度绩效指标 中期绩效指标 项目资金（万元） 年度资金总额 其中：财政拨款 年初预算数 全年执行数 "
    "分值 执行率 实施周期指标值 计算符号 评分标准 绩效指标 偏差原因分析 产出指标 数量指标 社会效益指标 满意度指标 年度主要任务 任务名称 "
    "预算金额 总额 合计 小计 总分 填报人： 项目支出绩效目标表 2025年度 单位：万元 序号 单位 项目 指标内容 确定能 存在问题 注：无 部门名称"
).split()
CELLS = (
    "次数 ≥90% 10.00 — √ ≥ 会议费 某局 黑匣子 指标1： …… 2025年 1-产出指标；11-数量指标；次数；年度指标值:2次。".split()
)


def any_grid(rng: random.Random) -> Grid:
    """Return a grid of 3 to 8 columns and 3 to 12 rows with heads, values and empty cells anywhere, some merged."""
    builder = GridBuilder(Budget())
    columns, rows, share = rng.randint(3, 8), rng.randint(3, 12), rng.choice([0.2, 0.5, 0.8])
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        first = rng.randint(0, 3) if rng.random() < 0.2 else None
        for column in range(columns):
            if (row, column) in taken:
                continue
            down, right = (rng.randint(1, min(3, rows - row)), rng.randint(1, min(3, columns - column)))
            area = {(row + down_by, column + by) for down_by in range(down) for by in range(right)}
            if rng.random() < 0.8 or area & taken:
                down, right, area = 1, 1, {(row, column)}
            taken |= area
            words = rng.choice(HEADS + ROW_OF_HEADS if rng.random() < share else CELLS) if rng.random() < 0.75 else ""
            if first is not None:
                words = ROW_OF_HEADS[(column + first) % len(ROW_OF_HEADS)]
            builder.add(row, column, words, down, right)
    return builder.build("表")


@given(randoms)
def test_any_grid_is_read_to_its_end(rng: random.Random) -> None:
    found = ReadDocument(Document((any_grid(rng),)))
    assert found.tables or found.unread or found.problems or not found.grids[0].texts()


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_any_grid_is_accounted_for(first: int) -> None:
    for seed in range(first, first + 50):
        found = ReadDocument(Document((any_grid(random.Random(seed)),)))
        # A form that was not filled in, and rows that are another table, are named as a whole.
        if not found.unread and all(problem.code != "R51" for problem in found.problems):
            assert uncovered(found) == [], seed


@given(randoms)
def test_radicals_mean_what_they_look_like(rng: random.Random) -> None:
    document, _wanted = rng.choice([draw_form, draw_list, draw_document])(rng)
    blocks: list[Grid | Text] = [
        evolve(block, text=radicals_for(block.text))
        if isinstance(block, Text)
        else evolve(block, cells=tuple(evolve(cell, text=radicals_for(cell.text)) for cell in block.cells))
        for block in document.blocks
    ]
    assert plain_objects(ReadDocument(Document(tuple(blocks)))) == plain_objects(ReadDocument(document))


def as_csv(document: Document) -> bytes:
    """Return the blocks of a document as one table of delimited text."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for block in document.blocks:
        if isinstance(block, Text):
            writer.writerow([block.text])
        else:
            writer.writerows(block.texts())
    return stream.getvalue().encode()


def as_html(document: Document) -> bytes:
    """Return the blocks of a document as a page."""
    parts = []
    for block in document.blocks:
        if isinstance(block, Text):
            parts.append(f"<p>{escaped(block.text)}</p>")
        else:
            rows = (
                "".join(
                    f"<td rowspan={cell.row_span} colspan={cell.column_span}>{escaped(cell.text)}</td>"
                    for cell in cells
                )
                for cells in block.by_rows()
            )
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return ("<html><meta charset=utf-8><body>" + "".join(parts) + "</body></html>").encode()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def as_xlsx(document: Document) -> bytes:
    """Return the blocks of a document as a workbook of one sheet."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        at = 0
        for block in document.blocks:
            if isinstance(block, Text):
                sheet.write_string(at, 0, block.text)
                at += 1
                continue
            assert isinstance(block, Grid)
            for cell in block.cells:
                place = (at + cell.row, cell.column)
                if cell.row_span > 1 or cell.column_span > 1:
                    sheet.merge_range(*place, place[0] + cell.row_span - 1, place[1] + cell.column_span - 1, cell.text)
                elif cell.text:
                    sheet.write_string(*place, cell.text)
            at += block.rows
    return stream.getvalue()


@pytest.mark.parametrize("written", [as_csv, as_html, as_xlsx])
def test_a_form_reads_equal_from_every_kind_of_file(written) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("lxml" if written is as_html else "xlsxwriter")

    @given(randoms)
    def law(rng: random.Random) -> None:
        document, wanted = draw_form(rng)
        assert differences(read_document(io.BytesIO(written(document))), wanted) == []

    law()
