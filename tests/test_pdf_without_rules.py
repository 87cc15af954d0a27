"""Tables of which rules are missing, or all of them: told by their text, by the head, by the page before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.drawn_pdf import Drawn, Style, Table, draw_rule, draw_table, draw_text, pdf, pdf_of, rows_of
from tests.test_pdf import HEAD, holds, read

BARE = frozenset[str]()
NO_RULES = Style(inner_level=False, inner_plumb=False, sides=BARE)
ROWS = [
    ["产出指标", "数量指标", "展览场次", "≥4场"],
    ["产出指标", "质量指标", "路灯亮灯率", "≥98%"],
    ["效益指标", "社会效益", "安全事故发生", "0"],
    ["效益指标", "生态效益", "居民知晓程度", "≥85%"],
    ["满意度", "服务对象", "群众满意度", "≥90%"],
]
MORE = [
    ["满意度", "服务对象", "居民满意度", "≥80%"],
    ["满意度", "服务对象", "学程满意度", "≥70%"],
    ["满意度", "服务对象", "单位满意度", "≥60%"],
]


def filled(document: object) -> list[list[tuple[int, str]]]:
    """The rows of the cells that have text, of each grid."""
    return [sorted((cell.row, cell.text) for cell in grid.cells if cell.text) for grid in document.grids]  # type: ignore[attr-defined]


def test_rules_of_square_dots() -> None:
    table = rows_of(HEAD, *ROWS, widths=[80, 90, 120, 80])
    holds(pdf_of(table, Style(rules="square dots")), table)


def form() -> Table:
    """A form: fields, a label beside three rows, prose, and a label beside all rows of the grid."""
    cells = [Drawn(0, 0, "项目名称", 1, 2), Drawn(0, 2, "路灯项目", 1, 3)]
    cells += [Drawn(1, 0, "项目资金万元", 3, 1)]
    for row, (label, amount) in enumerate([("年资金总额", "12.00"), ("其中财政拨款", "8.00"), ("其他资金", "4.00")], 1):
        cells += [Drawn(row, 1, label, 1, 2), Drawn(row, 3, amount, 1, 2)]
    cells += [Drawn(4, 0, "总体目标"), Drawn(4, 1, "改善居民环境条件，保证路灯亮灯率达到要求。" * 4, 1, 4)]
    cells += [Drawn(5, 0, "绩效指标", 6, 1)]
    for row, texts in enumerate([HEAD, *ROWS], 5):
        cells += [Drawn(row, column, text) for column, text in enumerate(texts, 1)]
    cells = [
        Drawn(c.row, c.column, c.text.replace("绩效", "产出").replace("要求", "目标"), c.row_span, c.column_span)
        for c in cells
    ]
    return Table(cells, [60, 80, 90, 140, 100], [22.0] * 4 + [60] + [22] * 6, 9)


@pytest.mark.parametrize("valign", ["middle", "top"])
@pytest.mark.parametrize("align", ["left", "center"])
def test_a_form_without_rules(valign: str, align: str) -> None:
    table = form()
    document = read(pdf_of(table, Style(inner_level=False, inner_plumb=False, sides=BARE, valign=valign, align=align)))
    want = sorted((cell.row, cell.text) for cell in table.cells)
    [found] = filled(document)
    assert [text for row, text in found if row > 4] == [text for row, text in want if row > 4]
    assert {(row, text) for row, text in found} >= {each for each in want if each[0] in (0, 4)}
    assert "D07" in {problem.code for problem in document.problems}


def test_a_table_without_rules_goes_on() -> None:
    table = rows_of(HEAD, *ROWS, *MORE[:2], widths=[80, 90, 120, 80])

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows_of(HEAD, *ROWS, widths=table.widths), 40, 800, NO_RULES)
        canvas.showPage()
        draw_table(canvas, rows_of(*MORE[:2], widths=table.widths), 40, 800, NO_RULES)

    holds(pdf(draw), table, codes="D07 D07")


def _level(canvas: Canvas, table: Table, top: float, skip: tuple[int, ...] = ()) -> None:
    xs, ys = table.edges()
    for at, y in enumerate(ys):
        if at not in skip:
            draw_rule(canvas, "stroked", 40, top - y, 40 + xs[-1], top - y)
    draw_table(canvas, table, 40, top, NO_RULES)


def test_lines_in_the_middle_of_their_cells_are_one_row() -> None:
    """Cells of two lines and of three, each in the middle: the first lines of the former stand level, and begin no row."""
    heads = ["名称", "目标", "达到", "年资金", "条件"]
    texts = ["学年展览场次", "≥18.6万次", "18.8万次合", "12.5万元率", "居民条件改善达到，保证程度。"]
    cells = [Drawn(row, at, text) for row, part in enumerate([heads, texts]) for at, text in enumerate(part)]
    table = Table(cells, [46, 46, 42, 32, 56], [22.0, 70.0], 10)
    holds(pdf_of(table, Style(valign="middle")), table)


def test_a_column_that_the_head_alone_fills() -> None:
    table = rows_of([*HEAD, "其他"], *([*row, ""] for row in ROWS), widths=[80, 90, 120, 80, 60])
    holds(pdf(lambda canvas: _level(canvas, table, 800)), table, codes="D07")


def test_a_row_without_a_rule_above_it_at_the_beginning_of_a_page() -> None:
    widths = [80.0, 90.0, 120.0, 80.0]

    def draw(canvas: Canvas) -> None:
        _level(canvas, rows_of(HEAD, *ROWS, widths=widths), 800)
        canvas.showPage()
        _level(canvas, rows_of(*MORE, widths=widths), 800, skip=(0,))

    holds(pdf(draw), rows_of(HEAD, *ROWS, *MORE, widths=widths), codes="D07 D07")


def test_a_column_that_rules_part_on_the_page_before_alone() -> None:
    widths = [80.0, 90.0, 120.0, 80.0]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows_of(HEAD, *ROWS, widths=widths), 40, 800, Style())
        canvas.showPage()
        table = rows_of(*MORE, widths=widths)
        xs, ys = table.edges()
        for y in ys:
            canvas.line(40, 800 - y, 40 + xs[-1], 800 - y)
        for x in (*xs[:3], xs[-1]):
            canvas.line(40 + x, 800, 40 + x, 800 - ys[-1])
        draw_table(canvas, table, 40, 800, NO_RULES)

    holds(pdf(draw), rows_of(HEAD, *ROWS, *MORE, widths=widths), codes="D07")


def test_lines_of_a_merged_cell_below_the_last_rule_of_a_page() -> None:
    def draw(canvas: Canvas) -> None:
        for x in (40, 100):
            canvas.line(x, 800, x, 700)
        for x in (220, 340):
            canvas.line(x, 800, x, 740)
        for y in (800, 770, 740):
            canvas.line(40 if y == 800 else 100, y, 340, y)
        for y, text in zip((790, 777, 764, 751, 738, 725), "产出数量指标", strict=True):
            draw_text(canvas, text, 40, 100, y + 6, y - 6, 10, Style())
        for y, texts in ((785, ("展览场次", "≥4场")), (755, ("路灯亮灯率", "≥98%"))):
            draw_text(canvas, texts[0], 100, 220, y + 8, y - 8, 10, Style())
            draw_text(canvas, texts[1], 220, 340, y + 8, y - 8, 10, Style())

    [grid] = read(pdf(draw)).grids
    assert next(cell.text for cell in grid.cells if cell.column == 0) == "产出数量指标"


def _columns_of_prose(canvas: Canvas) -> None:
    for column in range(3):
        draw_text(
            canvas,
            "改善居民环境条件，保证路灯亮灯率达到目标。" * 9,
            40 + column * 175,
            205 + column * 175,
            800,
            500,
            10,
            Style(),
        )


def _fields(canvas: Canvas) -> None:
    for row in range(5):
        for column, text in enumerate(["单位：一", "人：二", "日期：三"]):
            draw_text(canvas, text, 40 + 160 * column, 190 + 160 * column, 800 - 20 * row, 780 - 20 * row, 10, Style())


def _prose_with_one_line_of_three(canvas: Canvas) -> None:
    draw_text(canvas, "改善居民环境条件，保证路灯亮灯率达到目标。" * 9, 40, 550, 800, 600, 10, Style())
    for column, text in enumerate(["单位", "人", "日期"]):
        draw_text(canvas, text, 40 + 160 * column, 190 + 160 * column, 590, 570, 10, Style())


@pytest.mark.parametrize("draw", [_columns_of_prose, _fields, _prose_with_one_line_of_three])
def test_prose_and_fields_are_no_table(draw: Callable[[Canvas], None]) -> None:
    assert read(pdf(draw)).grids == ()


def test_letters_that_are_spaced_out_stand_in_one_column() -> None:
    """The head's letters are spaced out as wide as columns may be apart, and its first column is filled in few rows."""
    blank = [["", *texts[1:]] for texts in (*ROWS, *MORE)]
    table = rows_of(["单位", "项目", "三级指标", "指标值"], ["某单位人民", "路灯项目", "展览", "≥1场"], *blank)

    def draw(canvas: Canvas) -> None:
        xs, ys = table.edges()
        for cell in table.cells:
            x, y = 40 + xs[cell.column], 800 - ys[cell.row] - 14
            canvas.setFont(Style().font(), 9)
            for at, char in enumerate(cell.text):
                canvas.drawString(x + at * (12.6 if cell.row == 0 else 9), y, char)

    [grid] = read(pdf(draw)).grids
    assert [text for text in grid.texts()[0] if text] == ["单位", "项目", "三级指标", "指标值"]


def test_a_title_below_notes_begins_another_table() -> None:
    table, other = rows_of(HEAD, *ROWS), rows_of(HEAD, *MORE)

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, table, 40, 800, NO_RULES)
        draw_text(canvas, "合计：元", 40, 300, 668, 646, 10, Style())
        draw_text(canvas, "项目指标", 40, 300, 646, 624, 10, Style())
        draw_table(canvas, other, 40, 624, NO_RULES)

    document = read(pdf(draw))
    assert [len(grid.texts()) for grid in document.grids] == [6, 4]


def test_notes_and_a_title_between_level_rules_part_tables() -> None:
    table, other = rows_of(HEAD, *ROWS), rows_of(HEAD, *MORE)

    def draw(canvas: Canvas) -> None:
        _level(canvas, table, 800)
        draw_text(canvas, "合计：元", 40, 300, 668, 646, 10, Style())
        draw_text(canvas, "项目指标", 40, 300, 646, 624, 10, Style())
        _level(canvas, other, 624)

    document = read(pdf(draw))
    assert [grid.texts() for grid in document.grids] == [[HEAD, *ROWS], [HEAD, *MORE]]


def test_columns_of_which_the_next_page_fills_more() -> None:
    """On the first page texts are short, on the next one they fill their column: the line stands before what is level."""
    widths = [80.0, 110.0, 120.0, 80.0]
    full = [["效益指标", "服务对象满意度指标", texts[2], texts[3]] for texts in MORE]

    def draw(canvas: Canvas) -> None:
        _level(canvas, rows_of(HEAD, *ROWS, widths=widths), 800)
        canvas.showPage()
        _level(canvas, rows_of(*full, widths=widths), 800)

    holds(pdf(draw), rows_of(HEAD, *ROWS, *full, widths=widths), codes="D07 D07")


def test_a_label_of_all_rows_stands_lower_where_it_goes_on() -> None:
    """Its cell goes on over the page end, so that its middle is near the last row of the page."""
    cells = [Drawn(0, 0, "项目名称"), Drawn(0, 1, "路灯项目", 1, 4)]
    cells += [
        Drawn(row, at, text) for row, texts in enumerate([HEAD, *ROWS, *MORE], 1) for at, text in enumerate(texts, 1)
    ]
    table = Table(cells, [60, 80, 90, 140, 100], [22.0] * 10, 9)

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, table, 40, 800, NO_RULES)
        draw_text(canvas, "产出", 40, 100, 800 - 22 * 8, 800 - 22 * 9, 9, Style())

    [grid] = read(pdf(draw)).grids
    [label] = [cell for cell in grid.cells if cell.text == "产出"]
    assert (label.row, label.row_span) == (1, 9)
