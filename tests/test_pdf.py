"""PDFs of every kind, drawn from tables that are known: what is read is what was drawn, text and span."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from perfmodel import Document, ParseError, read_document
from tests.drawn_pdf import (
    Drawn,
    Style,
    Table,
    draw_table,
    draw_text,
    embedded_font,
    paged,
    pdf,
    pdf_of,
    plain_font,
    rows_of,
)
from tests.raw_pdf import content_pdf, stream

HEAD = ["一级指标", "二级指标", "三级指标", "指标值"]
GOAL = "全年展览场次≥4场，服务对象满意度≥98%，保证质量。"
FORM = Table(
    [
        *(Drawn(0, 0, "项目名称"), Drawn(0, 1, "展览场次", 1, 3)),
        *(Drawn(1, column, text) for column, text in enumerate(HEAD)),
        *(Drawn(2, 0, "产出指标", 3, 1), Drawn(2, 1, "数量指标", 2, 1), Drawn(2, 2, "展览场次"), Drawn(2, 3, "≥4场")),
        *(Drawn(3, 2, "路灯数量"), Drawn(3, 3, "≥12")),
        *(Drawn(4, 1, "质量指标"), Drawn(4, 2, "路灯亮灯率"), Drawn(4, 3, "≥98%")),
        *(Drawn(5, 0, "效益指标"), Drawn(5, 1, "社会效益"), Drawn(5, 2, "安全事故发生数"), Drawn(5, 3, "0")),
    ],
    [80, 90, 120, 80],
    [22] * 6,
)
PLAIN = rows_of(
    HEAD,
    ["产出指标", "数量指标", "展览场次", "≥4场"],
    ["", "质量指标", "路灯亮灯率", "≥98%"],
    ["效益指标", "社会效益", "安全事故发生数", "0"],
    ["", "", "知晓程度", "≥85%"],
)
WRAPPED = Table(
    [
        Drawn(row, column, text)
        for row, texts in enumerate(
            [
                HEAD,
                ["产出指标", "数量指标", GOAL, "≥4场"],
                ["", "质量指标", "路灯亮灯率", "≥98%"],
                ["效益指标", "社会效益", GOAL, "0"],
                ["", "", "知晓程度", "≥85%"],
            ]
        )
        for column, text in enumerate(texts)
    ],
    [80, 90, 120, 80],
    [22, 45, 22, 45, 22],
    9,
)
NO_RULES = Style(inner_level=False, inner_plumb=False, sides=frozenset())


def read(data: bytes) -> Document:
    return read_document(io.BytesIO(data))


def cells(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]
        for grid in document.grids
    ]


def holds(data: bytes, *tables: Table, codes: str = "") -> Document:
    """What is read of a PDF is these tables, with problems of these codes."""
    document = read(data)
    assert cells(document) == [table.truth() for table in tables]
    assert " ".join(problem.code for problem in document.problems) == codes
    return document


@pytest.mark.parametrize("rules", ["stroked", "filled", "dashed", "dash segments", "dots", "double"])
@pytest.mark.parametrize("letters", ["plain", "each", "twice", "twice each"])
@pytest.mark.parametrize("font", [embedded_font, plain_font])
def test_rules_and_letters(rules: str, letters: str, font: Callable[[], str]) -> None:
    holds(pdf_of(FORM, Style(rules=rules, letters=letters, font=font)), FORM)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_is_to_be_turned(rotate: int) -> None:
    holds(pdf_of(FORM, rotate=rotate), FORM)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_lies_on_its_side_and_does_not_say_so(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (500, 0), 180: (595, 842), 270: (0, 842)}[angle])
        canvas.rotate(angle)
        draw_table(canvas, FORM, 60, 400 if angle != 180 else 800, Style())

    holds(pdf(draw), FORM)


def test_landscape() -> None:
    holds(pdf_of(FORM, pagesize=landscape(A4)), FORM)


@pytest.mark.parametrize("table", [FORM, PLAIN])
@pytest.mark.parametrize("sides", ["", "top bottom", "left right", "left top bottom", "right", "top", "bottom"])
def test_open_sides(table: Table, sides: str) -> None:
    holds(pdf_of(table, Style(sides=frozenset(sides.split()))), table)


def test_text_that_is_turned_in_its_cell() -> None:
    table = Table(
        [Drawn(0, 0, "产出指标", 3, 1), Drawn(0, 1, "数量指标"), Drawn(1, 1, "质量指标"), Drawn(2, 1, "时效指标")],
        [30, 100],
        [30] * 3,
    )
    holds(pdf_of(table, Style(turned=frozenset({(0, 0)}))), table)


def test_two_tables_with_text_between() -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas, FORM, 40, 800, Style())
        draw_text(canvas, "项目支出效益", 40, 300, 620, 600, 10, Style())
        draw_table(canvas, PLAIN, 40, 560, Style())

    document = holds(pdf(draw), FORM, PLAIN, codes="D03")  # 支 and 出 … the font lacks one letter
    assert [type(block).__name__ for block in document.blocks] == ["Grid", "Text", "Grid"]
    assert str(document.texts[0].place) == "第1页"


def test_two_tables_beside_each_other() -> None:
    small = rows_of(["项目", "万元"], ["展览", "12"], widths=[60, 60])

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, small, 40, 800, Style())
        draw_table(canvas, FORM, 180, 800, Style())

    holds(pdf(draw), small, FORM)


def test_a_form_xobject() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("form")
        draw_table(canvas, FORM, 0, 400, Style())
        canvas.endForm()
        canvas.translate(40, 300)
        canvas.doForm("form")

    holds(pdf(draw), FORM)


def test_a_watermark_is_kept_out_of_the_cells() -> None:
    def slanted(canvas: Canvas) -> None:
        draw_table(canvas, FORM, 40, 800, Style())
        canvas.setFillGray(0.8)
        canvas.setFont(embedded_font(), 60)
        canvas.translate(150, 600)
        canvas.rotate(35)
        canvas.drawString(0, 0, "体会长期")

    def upright(canvas: Canvas) -> None:
        canvas.setFillGray(0.85)
        canvas.setFont(embedded_font(), 60)
        canvas.drawString(80, 700, "体会长期")
        canvas.setFillGray(0)
        draw_table(canvas, FORM, 40, 800, Style())

    assert "体会长期" in holds(pdf(slanted), FORM, codes="D09").problems[0].message
    assert "体会长期" in holds(pdf(upright), FORM, codes="D09").problems[0].message


def test_white_letters_are_seen_on_a_dark_ground_alone() -> None:
    def hidden(canvas: Canvas) -> None:
        draw_table(canvas, FORM, 40, 800, Style())
        canvas.setFillGray(1)
        draw_text(canvas, "长期", 50, 300, 790, 780, 10, Style())

    def seen(canvas: Canvas) -> None:
        canvas.setFillGray(0.2)
        canvas.rect(40, 778, 480, 22, stroke=0, fill=1)
        canvas.setFillGray(1)
        draw_table(canvas, rows_of(HEAD), 40, 800, Style())
        canvas.setFillGray(0)
        draw_table(canvas, rows_of(["产出指标", "数量指标", "展览场次", "≥4场"]), 40, 778, Style())

    holds(pdf(hidden), FORM, codes="D01")
    holds(pdf(seen), rows_of(HEAD, ["产出指标", "数量指标", "展览场次", "≥4场"]))


def test_radicals_are_read_as_what_they_look_like_and_kept() -> None:
    grid = read(pdf_of(rows_of(["⽬标", "⻓期", "⻋数"], ["⻜行", "⼾数", "人数"]))).grids[0]
    assert [cell.text for cell in grid.cells] == ["目标", "长期", "车数", "飞行", "户数", "人数"]
    assert [cell.printed for cell in grid.cells] == ["⽬标", "⻓期", "⻋数", "⻜行", "⼾数", "人数"]
    assert grid.cells[5].original is None


@pytest.mark.parametrize("valign", ["top", "middle"])
@pytest.mark.parametrize(
    "style",
    [
        pytest.param(Style(inner_plumb=False), id="frame and level rules"),
        pytest.param(Style(inner_plumb=False, sides=frozenset({"top", "bottom"})), id="level rules"),
    ],
)
def test_columns_without_rules(style: Style, valign: str) -> None:
    style.valign = valign
    holds(pdf_of(WRAPPED, style), WRAPPED, codes="D07")


@pytest.mark.parametrize("table", [PLAIN, WRAPPED])
@pytest.mark.parametrize(
    "style",
    [
        pytest.param(Style(inner_level=False, valign="top"), id="plumb rules"),
        pytest.param(Style(inner_level=False, inner_plumb=False, sides=frozenset(), valign="top"), id="no rules"),
    ],
)
def test_rows_without_rules(style: Style, table: Table) -> None:
    holds(pdf_of(table, style), table, codes="D07")


@pytest.mark.parametrize("rows", ["no", "all"])
@pytest.mark.parametrize("table", [PLAIN, WRAPPED])
def test_the_head_tells_the_columns(table: Table, rows: str) -> None:
    def draw(canvas: Canvas) -> None:
        xs, ys = table.edges()
        for y in ys if rows == "all" else (0, ys[1], ys[-1]):
            canvas.line(40, 800 - y, 40 + xs[-1], 800 - y)
        for x in xs:
            canvas.line(40 + x, 800, 40 + x, 800 - ys[1])
        for x in (0, xs[-1]):
            canvas.line(40 + x, 800, 40 + x, 800 - ys[-1])
        draw_table(canvas, table, 40, 800, Style(inner_level=False, inner_plumb=False, sides=frozenset(), valign="top"))

    holds(pdf(draw), table, codes="D07")


def test_cells_that_are_wrapped_alike_are_one_row() -> None:
    texts = [Drawn(row, column, text) for row, line in enumerate([HEAD, ["产出指标", "数量指标", "展览场次", "≥4场"]])
             for column, text in enumerate(line)]  # fmt: skip
    table = Table(texts, [26] * 4, [40, 40], 10)
    holds(pdf_of(table), table)


@pytest.mark.parametrize("head", [0, 1])
def test_a_table_goes_on_over_pages(head: int) -> None:
    table = rows_of(HEAD, *(["产出指标", "数量指标", f"展览场次{row}", f"≥{row}场"] for row in range(30)))
    data, pages = paged(table, [11, 22], head)
    document = holds(data, table)
    assert pages == 3
    last = document.grids[0].at(30, 2)
    assert str(last.place) == f"第3页 表1 第{9 + head}行第3列"
    assert last.place is not None
    assert last.place.text("en") == f"page 3, table 1, row {9 + head}, column 3"


@pytest.mark.parametrize("head", [0, 1])
@pytest.mark.parametrize("breaks", [[5], [8], [10], [13], [6, 12], [15]])
def test_a_merged_cell_goes_on_over_pages(head: int, breaks: list[int]) -> None:
    cells = [Drawn(0, column, text) for column, text in enumerate(HEAD)]
    cells += [Drawn(1, 0, "产出指标", 12, 1), Drawn(13, 0, "效益指标", 6, 1)]
    cells += [Drawn(1, 1, "数量指标", 7, 1), Drawn(8, 1, "质量指标", 5, 1), Drawn(13, 1, "社会效益", 6, 1)]
    for row in range(1, 19):
        cells += [Drawn(row, 2, f"展览场次{row}"), Drawn(row, 3, f"≥{row}%")]
    table = Table(cells, [80, 90, 120, 80], [22] * 19)
    document = holds(paged(table, breaks, head)[0], table)
    if breaks == [5]:
        assert str(document.grids[0].at(1, 0).place) == f"第1页 表1 第2行第1列、第2页 表1 第{1 + head}行第1列"


def test_the_same_form_again_is_another_table() -> None:
    other = Table([cell if cell.row else Drawn(0, cell.column, cell.text.replace("展览场次", "路灯"), 1, cell.column_span)
                   for cell in FORM.cells], FORM.widths, FORM.heights)  # fmt: skip

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, FORM, 40, 800, Style())
        canvas.showPage()
        draw_table(canvas, other, 40, 800, Style())

    holds(pdf(draw), FORM, other)


def test_a_row_is_cut_by_the_end_of_a_page() -> None:
    first = rows_of(HEAD, *(["产出指标", "数量指标", f"展览{row}", f"≥{row}场"] for row in range(4)),
                    ["产出指标", "数量指标", "全年展览", "≥9场"])  # fmt: skip
    rest = rows_of(["", "", "场次数量", ""], ["效益指标", "社会效益", "安全", "0"])

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, first, 40, 800, Style())
        canvas.showPage()
        draw_table(canvas, rest, 40, 800, Style())

    grid = read(pdf(draw)).grids[0]
    assert grid.texts()[5:] == [
        ["产出指标", "数量指标", "全年展览场次数量", "≥9场"],
        ["效益指标", "社会效益", "安全", "0"],
    ]
    assert str(grid.at(5, 2).place) == "第1页 表1 第6行第3列、第2页 表1 第1行第3列"


def test_a_scan_an_encrypted_file_and_curves_are_called_by_their_names() -> None:
    picture = b"q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
    with pytest.raises(ParseError, match="扫描件"):
        read(content_pdf(picture))
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret", ownerPassword="owner", strength=128))
    canvas.drawString(50, 50, "secret")
    canvas.save()
    with pytest.raises(ParseError, match="加密"):
        read(file.getvalue())
    with pytest.raises(ParseError, match="没有文字"):
        read(content_pdf(b"0 0 m 100 100 l S"))


def test_the_text_under_a_scan_is_read_and_said() -> None:
    picture = b"q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
    document = read(content_pdf(picture + b" BT 3 Tr /F1 9 Tf 50 700 Td (target) Tj ET"))
    assert [text.text for text in document.texts] == ["target"]
    assert [problem.code for problem in document.problems] == ["D13"]


def test_letters_of_a_font_that_nobody_can_read_are_not_passed_on() -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[11 0 R]>>"
    child = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    content = b"BT /F1 9 Tf 50 700 Td (a) Tj /F2 9 Tf 20 0 Td <00410042> Tj ET"
    data = content_pdf(content, b"/Font<</F1 5 0 R/F2 10 0 R>>", {10: font, 11: child})
    document = read(data)
    assert [text.text for text in document.texts] == ["a \ufffd\ufffd"]
    assert [(problem.code, "2" in problem.message) for problem in document.problems] == [("D03", True)]


def test_a_layer_that_is_switched_off_is_not_seen() -> None:
    content = b"/OC /L1 BDC BT /F1 9 Tf 50 700 Td (draft) Tj ET EMC BT /F1 9 Tf 50 600 Td (final) Tj ET"
    data = content_pdf(content, b"/Properties<</L1 10 0 R>>", {10: b"<</Type/OCG/Name(x)>>"})
    data = data.replace(b"<</Type/Catalog", b"<</OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>/Type/Catalog")
    assert [text.text for text in read(data).texts] == ["final"]


def test_narrow_letters_beside_each_other_are_two() -> None:
    content = b"BT /F1 9 Tf 50 700 Td (hello, still, 11) Tj 0 -30 Td (hello) Tj 0.4 0 Td (hello) Tj ET"
    assert [text.text for text in read(content_pdf(content)).texts] == ["hello, still, 11", "hello"]


def test_escapes_in_strings() -> None:
    content = rb"BT /F1 9 Tf 50 700 Td (a\(b\)\101\
c) Tj 0 -20 Td <64 65> Tj T* [(f)-20(g)] TJ (\)) ' ET"
    assert next(text.text for text in read(content_pdf(content)).texts) == "a(b)Ac"


def test_stream_of_a_form_without_resources() -> None:
    form = stream(b"BT /F1 9 Tf 50 700 Td (inner) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    document = read(content_pdf(b"/X0 Do", b"/XObject<</X0 10 0 R>>", {10: form}))
    assert [text.text for text in document.texts] == ["inner"]


def test_a_cell_framed_by_a_ring_that_is_filled() -> None:
    """Browsers draw the border of a cell as a filled ring: a box with a little smaller one in it."""

    def draw(canvas: Canvas) -> None:
        xs, ys = PLAIN.edges()
        for cell in PLAIN.cells:
            left, top, right, bottom = xs[cell.column], ys[cell.row], xs[cell.column + 1], ys[cell.row + 1]
            path = canvas.beginPath()
            for inset in (0, 0.75):
                width, height = right - left - 2 * inset, bottom - top - 2 * inset
                path.rect(40 + left + inset, 800 - bottom + inset, width, height)
            canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
        draw_table(canvas, PLAIN, 40, 800, NO_RULES)

    holds(pdf(draw), PLAIN)


def test_a_mark_that_hangs_out_of_its_cell() -> None:
    table = rows_of(["展览场次。", "值"], ["路灯", "12"], widths=[48, 80])

    def draw(canvas: Canvas) -> None:
        canvas.setFont(embedded_font(), 10)
        canvas.drawString(42, 786, "展览场次。")
        canvas.drawString(92, 786, "值")
        canvas.drawString(42, 764, "路灯")
        canvas.drawString(92, 764, "12")
        draw_table(
            canvas,
            Table([Drawn(c.row, c.column, "") for c in table.cells], table.widths, table.heights),
            40,
            800,
            Style(),
        )

    holds(pdf(draw), table)


def test_no_rule_at_the_end_of_a_page_means_that_the_cell_goes_on() -> None:
    """A browser cuts a merged cell, and Calc its text too; only there is no rule at the end of the page."""
    widths = [80.0, 90.0, 120.0]

    def draw(canvas: Canvas) -> None:
        above = [Drawn(0, column, text) for column, text in enumerate(HEAD[:3])]
        above += [Drawn(1, 0, "效益"), Drawn(1, 1, "社会效益"), Drawn(1, 2, "知晓程度")]
        table = Table(above, widths, [22, 22])
        draw_table(canvas, table, 40, 800, Style(sides=frozenset({"left", "right", "top"})))
        canvas.line(120, 756, 330, 756)
        canvas.showPage()
        below = [Drawn(0, 0, "指标"), Drawn(0, 1, "生态效益"), Drawn(0, 2, "环境")]
        draw_table(canvas, Table(below, widths, [22]), 40, 800, Style(sides=frozenset({"left", "right", "bottom"})))
        canvas.line(120, 800, 330, 800)

    grid = read(pdf(draw)).grids[0]
    assert [(cell.text, cell.row_span) for cell in grid.cells][3:] == [
        *(("效益指标", 2), ("社会效益", 1), ("知晓程度", 1), ("生态效益", 1), ("环境", 1))
    ]


def test_sides_of_a_cell_that_goes_on_belong_to_the_table() -> None:
    """In the middle of a merged cell a page has its sides alone: Calc draws no rule above and below, and its text elsewhere."""
    widths = [40.0, 80.0, 120.0]

    def draw(canvas: Canvas) -> None:
        for page in range(3):
            rows = [Drawn(row, column, f"{page}{row}{column}") for row in range(3) for column in (1, 2)]
            part = Table([Drawn(0, 0, "产出" if page == 1 else "", 3), *rows], widths, [22] * 3)
            ends = {0: {"top"}, 1: set(), 2: {"bottom"}}[page]
            draw_table(canvas, part, 40, 800, Style(sides=frozenset({"left", "right"} | ends)))
            for y in (800, 734):
                canvas.line(80, y, 280, y)
            canvas.showPage()

    grid = read(pdf(draw)).grids[0]
    assert [(cell.text, cell.row, cell.row_span) for cell in grid.cells if cell.column == 0] == [("产出", 0, 9)]
    assert [cell.text for cell in grid.cells if cell.column == 1] == [
        f"{page}{row}1" for page in range(3) for row in range(3)
    ]


def _beside_levels(rows: list[list[str]], level: str, head: list[str]) -> Table:
    """A table, or a page's part of it, in which a merged cell stands at the left of all rows but the head."""
    cells = [Drawn(0, at, text) for at, text in enumerate(head)]
    cells += [Drawn(bool(head), 0, level, len(rows))]
    cells += [Drawn(row, at, text) for row, texts in enumerate(rows, bool(head)) for at, text in enumerate(texts, 1)]
    return Table(cells, [60, 90, 120, 80, 60], [22] * (len(rows) + bool(head)))


@pytest.mark.parametrize("other", ["万", ""], ids=["text at the right", "an empty column at the right"])
def test_a_side_without_rules_and_text_is_known_from_the_page_before(other: str) -> None:
    """A merged cell at a side without rules leaves no trace on a page, but the table stands as it stood."""
    rows = [[HEAD[1], f"展览场次{row}", f"≥{row}场", other] for row in range(9)]
    head = [*HEAD, "其他" if other else ""]

    def draw(canvas: Canvas) -> None:
        for first in (0, 3, 6):
            part = _beside_levels(rows[first : first + 3], "" if first else "产出指标", [] if first else head)
            xs, ys = part.edges()
            draw_table(canvas, part, 40, 800, Style(sides=frozenset()))
            for y, is_whole in ((0, first == 0), (ys[-1], first == 6)):
                canvas.line(40 if is_whole else 40 + xs[1], 800 - y, 40 + xs[-1], 800 - y)
            canvas.showPage()

    holds(pdf(draw), _beside_levels(rows, "产出指标", head))


def test_a_narrower_table_on_the_next_page_is_not_widened() -> None:
    wide = rows_of(HEAD, ["产出指标", "数量指标", "展览场次", "≥4场"], widths=[80, 90, 120, 80])
    narrow = rows_of(["项目名称", "其他", "合计"], ["路灯", "12", "34"], widths=[90, 120, 80])

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, wide, 40, 800, Style())
        canvas.showPage()
        draw_text(canvas, "路灯项目", 40, 400, 800, 770, 10, Style())
        draw_table(canvas, narrow, 120, 600, Style())

    holds(pdf(draw), wide, narrow)


def test_a_running_head_may_be_larger_than_the_text() -> None:
    table = rows_of(HEAD, *(["产出指标", "数量指标", f"展览场次{row}", f"≥{row}场"] for row in range(6)))

    def draw(canvas: Canvas) -> None:
        for rows in ((0, 4), (4, 7)):
            draw_text(canvas, "部门项目", 40, 300, 830, 810, 13, Style())
            cells = [Drawn(cell.row - rows[0], cell.column, cell.text) for cell in table.cells
                     if rows[0] <= cell.row < rows[1]]  # fmt: skip
            draw_table(canvas, Table(cells, table.widths, [22] * (rows[1] - rows[0])), 40, 800, Style())
            canvas.showPage()

    holds(pdf(draw), table)


def test_a_title_with_a_number_of_its_own_begins_a_table() -> None:
    tables = [rows_of(HEAD, *(["产出指标", "数量指标", f"展览场次{page}", f"≥{row}场"] for row in range(3)))
              for page in range(2)]  # fmt: skip

    def draw(canvas: Canvas) -> None:
        for page, table in enumerate(tables):
            draw_text(canvas, f"项目指标{page}", 40, 300, 830, 810, 13, Style())
            draw_table(canvas, table, 40, 800, Style())
            canvas.showPage()

    holds(pdf(draw), *tables)


@pytest.mark.parametrize("pieces", ["whole", "joints at the levels"])
def test_level_rules_with_a_head_block_and_levels(pieces: str) -> None:
    """Text of the head block crosses the columns below, and rules that meet show some of the columns alone."""
    goal = "全年展览场次≥4场，服务对象满意度≥98%，保证质量。"
    head = [["项目名称", goal], ["主管部门", goal], ["年度目标", goal]]
    rows = [["产出指标", "数量指标", "展览场次", "≥4场"], ["", "质量指标", "路灯亮灯率", "≥98%"],
            ["效益指标", "社会效益", "安全事故发生数", "0"], ["", "环境条件", "知晓程度", "≥85%"]]  # fmt: skip
    cells = [Drawn(row, at, text, 1, 3 if at else 1) for row, texts in enumerate(head) for at, text in enumerate(texts)]
    cells += [Drawn(row, at, text) for row, texts in enumerate([HEAD, *rows], 3) for at, text in enumerate(texts)]
    table = Table(cells, [100, 110, 150, 110], [22] * 8)

    def draw(canvas: Canvas) -> None:
        xs, ys = table.edges()
        draw_table(canvas, table, 40, 800, Style(inner_level=False, inner_plumb=False, sides=frozenset()))
        for y in ys:
            stops = [0, xs[1], xs[-1]] if pieces != "whole" else [0, xs[-1]]
            for start, end in pairwise(stops):
                canvas.line(40 + start, 800 - y, 40 + end, 800 - y)

    document = read(pdf(draw))
    assert [problem.code for problem in document.problems] == ["D07"]
    [grid] = document.grids
    assert [[text for text in texts if text] for texts in grid.texts()] == [
        *head,
        HEAD,
        *([text for text in texts if text] for texts in rows),
    ]
    assert [cell.text for cell in grid.cells if cell.column == 3] == [HEAD[3], *(texts[3] for texts in rows)]


def test_level_rules_beside_a_merged_cell_are_those_of_its_table() -> None:
    rows = [HEAD, *([*HEAD[:2], f"展览场次{row}", f"≥{row}场"] for row in range(6))]
    table = _beside_levels(rows, "产出指标", [])

    def draw(canvas: Canvas) -> None:
        xs, ys = table.edges()
        draw_table(canvas, table, 40, 800, Style(inner_level=False, inner_plumb=False, sides=frozenset()))
        for y in ys:
            canvas.line(40 + xs[1] * (0 < y < ys[-1]), 800 - y, 40 + xs[-1], 800 - y)

    holds(pdf(draw), table, codes="D07")


def test_rules_of_the_cells_that_begin_in_the_last_row_tell_whether_it_is_cut() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(2):
            above = [Drawn(0, column, "" if page else f"项目{column}", 2) for column in range(3)]
            rows = [Drawn(row, 3, f"指标{page}{row}") for row in range(2)]
            sides = frozenset({"left", "right", "bottom" if page else "top"})
            draw_table(canvas, Table([*above, *rows], [60.0] * 4, [22] * 2), 40, 800, Style(sides=sides))
            canvas.line(220, 756 if not page else 800, 280, 756 if not page else 800)
            canvas.showPage()

    grid = read(pdf(draw)).grids[0]
    assert [(cell.text, cell.row_span) for cell in grid.cells] == [
        *((f"项目{column}", 4) for column in range(3)),
        *((f"指标{page}{row}", 1) for page in range(2) for row in range(2)),
    ]


def test_a_line_through_which_a_page_ends_is_read_once() -> None:
    """Calc draws the whole text of a merged cell on both pages, and what is beyond the end of the page is cut off."""

    def draw(canvas: Canvas) -> None:
        for page in range(2):
            part = Table(
                [Drawn(0, 0, "", 2), Drawn(0, 1, f"指标{page}0"), Drawn(1, 1, f"指标{page}1")], [90.0, 90.0], [22] * 2
            )
            sides = frozenset({"left", "right", "bottom" if page else "top"})
            draw_table(canvas, part, 40, 800, Style(sides=sides))
            end = 800 if page else 756
            canvas.line(130, end, 220, end)
            canvas.saveState()
            clip = canvas.beginPath()
            clip.rect(40, 756, 90, 44)
            canvas.clipPath(clip, stroke=0)
            canvas.setFont(Style().font(), 9)
            for line, text in enumerate(("全年展览", "场次数量", "≥4场")):
                canvas.drawString(44, end + 10 - 12.5 * line, text)
            canvas.restoreState()
            canvas.showPage()

    document = read(pdf(draw))
    assert [(cell.text, cell.row_span) for cell in document.grids[0].cells if cell.column == 0] == [
        ("全年展览场次数量≥4场", 4)
    ]


def test_what_may_be_several_rows_is_said() -> None:
    document = read(pdf_of(WRAPPED, Style(inner_level=False, valign="middle")))
    assert [(problem.code, str(problem.place)) for problem in document.problems] == [("D10", "第1页 表1 第1行")]
