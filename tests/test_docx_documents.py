"""DOCX documents: spans, content controls, tracked changes, text boxes, nested tables, numbers, hostile files."""

from __future__ import annotations

import io
import shutil
import sys
import time
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfmodel import Limits, ParseError, read_document
from tests.workbooks import OFFICE, PACKAGE, WORD, cell, codes, document, paragraph, read, row, seen, table

GRID = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="1"/><w:gridCol w:w="2000"/></w:tblGrid>'


def span(columns: int, merge: str = "") -> str:
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f'<w:gridSpan w:val="{columns}"/>{down}'


def test_spans_in_both_directions() -> None:
    body = paragraph("项目支出绩效目标表") + table(
        row(cell("项目名称", span(2)), cell("会议费", span(2))),
        row(cell("产出指标", span(1, "restart")), cell("数量指标"), cell("次数"), cell("2次")),
        row(cell("", span(1, "continue")), cell("质量指标"), cell("合格率"), cell("≥95%")),
        row(cell("", span(1, "continue")), cell("备注", span(3))),
    )
    found = read(document(body))
    assert [text.text for text in found.texts] == ["项目支出绩效目标表"]
    assert seen(found.grids[0]) == [
        ("项目名称", 0, 0, 1, 2), ("会议费", 0, 2, 1, 2), ("产出指标", 1, 0, 3, 1), ("数量指标", 1, 1, 1, 1), ("次数", 1, 2, 1, 1),
        ("2次", 1, 3, 1, 1), ("质量指标", 2, 1, 1, 1), ("合格率", 2, 2, 1, 1), ("≥95%", 2, 3, 1, 1), ("备注", 3, 1, 1, 3),
    ]  # fmt: skip
    assert str(found.grids[0].at(2, 3).place) == "表1 第3行第4列"


def test_rows_that_begin_late_and_columns_that_nobody_sees() -> None:
    late = '<w:gridBefore w:val="1"/>'
    found = read(document(table(row(cell("a"), cell("b")), row(cell("c"), properties=late))))
    assert found.grids[0].texts() == [["a", "b"], ["", "c"]]
    phantom = table(row(cell("a", span(5)), cell("b", span(50_000_000))), row(cell("c", span(5)), cell("d", span(7))))
    assert read(document(phantom)).grids[0].texts() == [["a", "b"], ["c", "d"]]
    narrow = table(GRID, row(cell("a", span(2)), cell("b")), row(cell("c"), cell("d", span(2))))
    assert seen(read(document(narrow)).grids[0]) == [
        ("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 1, 0, 1, 1), ("d", 1, 1, 1, 1)
    ]  # fmt: skip


def test_content_controls_at_every_level() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    inline = f"<w:tc><w:p>{control('<w:r><w:t>内</w:t></w:r>')}<w:r><w:t>文</w:t></w:r></w:p></w:tc>"
    body = control(table(row(control(cell("a")), cell("b")), control(row(cell("c"), inline))))
    assert read(document(body)).grids[0].texts() == [["a", "b"], ["c", "内文"]]


def test_tracked_changes_are_read_as_accepted() -> None:
    changed = (
        "<w:tc><w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:t>值</w:t></w:r></w:p></w:tc>"
    )
    body = table(
        row(cell("a"), changed),
        row(cell("删"), cell("去"), properties="<w:del w:id='1'/>"),
        row(cell("加"), cell("上"), properties="<w:ins w:id='2'/>"),
    )
    assert read(document(body)).grids[0].texts() == [["a", "新值"], ["加", "上"]]


def test_text_boxes_are_read_once() -> None:
    def box(text: str) -> str:
        inner = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
        return (
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{inner}</mc:Choice>"
            f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )

    body = f"<w:p><w:r><w:t>前</w:t></w:r>{box('单位：万元')}</w:p>" + table(
        row(f"<w:tc><w:p>{box('内')}</w:p></w:tc>")
    )
    found = read(document(body))
    assert [text.text for text in found.texts] == ["前", "单位：万元"]
    assert found.grids[0].texts() == [["内"]]


def test_a_nested_table_is_a_grid_of_its_own() -> None:
    inner = table(row(cell("里")))
    found = read(document(table(row(f"<w:tc>{paragraph('外')}{inner}{paragraph('后')}</w:tc>", cell("b")))))
    assert [grid.texts() for grid in found.grids] == [[["外\n后", "b"]], [["里"]]]
    deep = "<w:tbl><w:tr><w:tc>" * 2000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 2000
    assert codes(read(document(deep))) == ["D05"]


def test_hidden_text_is_left_out_and_said() -> None:
    hidden, shown = "<w:rPr><w:vanish/></w:rPr>", '<w:rPr><w:vanish w:val="0"/></w:rPr>'
    body = (
        paragraph("密", run=hidden)
        + paragraph("明", run=shown)
        + paragraph("段", "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>")
    )
    body += table(row(cell("a")), row(cell("x"), properties="<w:hidden/>"))
    found = read(document(body))
    assert [text.text for text in found.texts] == ["明", "段"]
    assert found.grids[0].texts() == [["a"]]
    assert codes(found) == ["D01", "D01"]


def test_characters_that_are_elements() -> None:
    symbol = '<w:sym w:font="Wingdings" w:char="F0FC"/>'
    run = f"<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:noBreakHyphen/>{symbol}</w:r>"
    tabs = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr>"
    found = read(document(f"<w:p>{tabs}{run}</w:p>"))
    assert [text.text for text in found.texts] == ["甲\n乙 -✓"]


def test_cells_merged_across_as_old_documents_write_it() -> None:
    def across(kind: str) -> str:
        return f'<w:hMerge w:val="{kind}"/>'

    body = table(
        row(cell("标题", across("restart")), cell("", across("continue")), cell("", "<w:hMerge/>")),
        row(cell("a"), cell("b"), cell("c")),
    )
    assert seen(read(document(body)).grids[0]) == [
        ("标题", 0, 0, 1, 3), ("a", 1, 0, 1, 1), ("b", 1, 1, 1, 1), ("c", 1, 2, 1, 1)
    ]  # fmt: skip


def test_a_deleted_end_of_a_paragraph_and_a_deleted_cell() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    body = paragraph("前", mark) + paragraph("后") + paragraph("另")
    joined = f"<w:tc>{paragraph('甲', mark)}{paragraph('乙')}</w:tc>"
    body += table(row(joined, cell("去", '<w:cellDel w:id="2"/>'), cell("丙")))
    found = read(document(body))
    assert [text.text for text in found.texts] == ["前后", "另"]
    assert found.grids[0].texts() == [["甲乙", "丙"]]


def test_boxes_to_tick_and_signs_that_nobody_sees() -> None:
    def box(inner: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{inner}</w:checkBox></w:ffData></w:fldChar></w:r>'

    ticked = box('<w:default w:val="0"/><w:checked/>')
    unticked = box('<w:default w:val="0"/>')
    body = f"<w:p>{ticked}<w:r><w:t>是</w:t></w:r>{unticked}<w:r><w:t>否</w:t></w:r></w:p>"
    body += paragraph("绩\xad效\u200b目标")
    assert [text.text for text in read(document(body)).texts] == ["☑是□否", "绩效目标"]


NUMBERING = f"""<w:numbering xmlns:w="{WORD}">
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"""
STYLES = f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'


def related(**kinds: str) -> str:
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind.rstrip("0123456789")}" Target="{name}"/>'
        for kind, name in kinds.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def test_automatic_numbers_are_text() -> None:
    def numbered(text: str, number: int, level: int = 0) -> str:
        return paragraph(
            text, f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        )

    styled = paragraph("式", '<w:pPr><w:pStyle w:val="L"/></w:pPr>')
    none = paragraph("无", '<w:pPr><w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>')
    body = numbered("甲", 1) + numbered("子", 1, 1) + numbered("丑", 1, 1) + styled + numbered("乙", 1) + none
    body += numbered("点", 2) + numbered("五", 3) + numbered("子", 1, 1)
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": related(numbering="numbering.xml", styles="styles.xml"),
        "word/numbering.xml": NUMBERING,
        "word/styles.xml": STYLES,
    }
    assert [text.text for text in read(document(body, parts)).texts] == [
        "（一）甲", "一.3子", "一.4丑", "（二）式", "（三）乙", "无", "点", "（五）五", "三.3子",
    ]  # fmt: skip


def test_headers_and_footers_are_text_and_comments_are_said() -> None:
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": related(header1="h1.xml", header2="h2.xml", footer="f.xml", comments="c.xml"),
        "word/h1.xml": f'<w:hdr xmlns:w="{WORD}">{paragraph("附件1")}</w:hdr>',
        "word/h2.xml": f'<w:hdr xmlns:w="{WORD}">{paragraph("附件1")}</w:hdr>',
        "word/f.xml": f'<w:ftr xmlns:w="{WORD}">{paragraph("第1页")}</w:ftr>',
        "word/c.xml": f'<w:comments xmlns:w="{WORD}"/>',
    }
    found = read(document(paragraph("正文"), parts))
    assert [text.text for text in found.texts] == ["附件1", "正文", "第1页"]
    assert codes(found) == ["D19"]


@st.composite
def layouts(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    merges: list[tuple[int, int, int, int]] = []
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        bottom, right = draw(st.integers(top, rows - 1)), draw(st.integers(left, columns - 1))
        if all(top > b or bottom < t or left > r or right < x for t, x, b, r in merges):
            merges.append((top, left, bottom, right))
    return rows, columns, merges


@given(layouts())
@settings(max_examples=50, deadline=None)
def test_any_table_that_python_docx_makes(made: tuple[int, int, list[tuple[int, int, int, int]]]) -> None:
    rows, columns, merges = made
    file = python_docx.Document()
    drawn = file.add_table(rows, columns)
    # A row and a column with no merge, so that every line of the grid is seen.
    drawn.add_row()
    drawn.add_column(914400)
    for top, left, bottom, right in merges:
        drawn.cell(top, left).merge(drawn.cell(bottom, right))
    for at in range(rows + 1):
        for across in range(columns + 1):
            drawn.cell(at, across).text = "" if (at + across) % 3 == 0 else f"r{at}c{across}"
    stream = io.BytesIO()
    file.save(stream)
    grid = read(stream.getvalue()).grids[0]
    oracle = python_docx.Document(io.BytesIO(stream.getvalue())).tables[0]
    assert (grid.rows, grid.columns) == (rows + 1, columns + 1)
    for at in range(rows + 1):
        for across in range(columns + 1):
            assert grid.at(at, across).text == oracle.cell(at, across).text
    spans = {(t, x): (b - t + 1, r - x + 1) for t, x, b, r in merges}
    for each in grid.cells:
        assert (each.row_span, each.column_span) == spans.get((each.row, each.column), (1, 1))


@pytest.mark.parametrize(
    ("body", "limits", "name"),
    [
        (table(*[row(cell("x"))] * 100), {"positions": 50}, "positions"),
        (table("<w:tr/>" * 100), {"positions": 50}, "positions"),
        (table(row(cell("x"))) * 20, {"grids": 9}, "grids"),
        (paragraph("字" * 100), {"characters": 99}, "characters"),
        (
            table(*(row(cell("x"), properties=f'<w:gridBefore w:val="{at}"/>') for at in range(60))),
            {"positions": 3000},
            "positions",
        ),
    ],
)
def test_each_limit_is_named(body: str, limits: dict[str, int], name: str) -> None:
    with pytest.raises(ParseError, match=rf"limits\.{name}"):
        read_document(io.BytesIO(document(body)), limits=Limits(**limits))


def test_a_document_that_is_cut_off() -> None:
    whole = f'<w:document xmlns:w="{WORD}"><w:body>{table(row(cell("a"), cell("b")), row(cell("c")))}'
    found = read(document("", {"word/document.xml": whole[: whole.index("c</w:t>")]}))
    assert found.grids[0].texts()[0] == ["a", "b"]
    assert codes(found) == ["D08"]
    with pytest.raises(ParseError, match="DTD"):
        read(document("", {"word/document.xml": "<!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>"}))


needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LIBREOFFICE IS NOT INSTALLED: .doc is not tested"
)


@needs_office
def test_a_doc_file_is_read_through_libreoffice() -> None:
    from perfmodel.files.budget import Budget
    from perfmodel.files.doc import converted

    file = python_docx.Document()
    file.add_paragraph("标题")
    drawn = file.add_table(2, 2, style="Table Grid")
    for at, text in enumerate(["项目名称", "会议费", "备注"]):
        drawn.cell(at // 2, at % 2).text = text
    drawn.cell(1, 0).merge(drawn.cell(1, 1))
    file.add_paragraph("附注")  # LibreOffice writes no table into a .doc where nothing is behind it
    stream = io.BytesIO()
    file.save(stream)
    old = converted(stream.getvalue(), "docx", "doc", Budget())
    found = read(old)
    assert found.kind == "doc"
    assert [text.text for text in found.texts] == ["标题", "附注"]
    assert seen(found.grids[0]) == [("项目名称", 0, 0, 1, 1), ("会议费", 0, 1, 1, 1), ("备注", 1, 0, 1, 2)]


def test_without_libreoffice_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from perfmodel.files import doc

    monkeypatch.setattr(doc, "_program", lambda: None)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument\0".encode("utf-16-le")
    with pytest.raises(ParseError) as caught:
        read(data)
    assert ".docx" in caught.value.message
    assert "LibreOffice" in caught.value.english


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the process in /proc")
def test_a_converter_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from perfmodel.files import doc

    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\nsleep 1000 &\necho $! > {tmp_path}/child\nwait\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(doc, "_program", lambda: str(script))
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument\0".encode("utf-16-le")
    with pytest.raises(ParseError, match=r"limits\.converter_seconds"):
        read_document(io.BytesIO(data), limits=Limits(converter_seconds=1))
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    status = Path(f"/proc/{child}/stat")

    def is_over() -> bool:
        return not status.exists() or status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"

    for _ in range(200):  # it is killed; the system may need a moment
        if is_over():
            break
        time.sleep(0.05)
    assert is_over()
