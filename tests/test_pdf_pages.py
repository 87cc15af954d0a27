"""What happens to a table at the end of a page: rows that are cut, rows that are not, and what stays open is reported."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from perfmodel import Document, read_document
from tests.drawn_pdf import Drawn, Style, Table, draw_table, draw_text, paged, pdf, rows_of

HEAD = ["一级指标", "二级指标", "三级指标", "指标值"]
WIDTHS = [80.0, 90.0, 120.0, 80.0]
# As many characters as a cell of 120 points holds in a line.
FULL = "全年展览场次数量保证质"


def read(*parts: Table, style: Style | None = None) -> Document:
    """What is read of tables that are drawn on a page each."""

    def draw(canvas: Canvas) -> None:
        for part in parts:
            draw_table(canvas, part, 40, 800, style or Style())
            canvas.showPage()

    return read_document(io.BytesIO(pdf(draw)))


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def rows(*texts: list[str]) -> Table:
    return rows_of(*texts, widths=WIDTHS)


def above(*last: str) -> Table:
    """A page's rows, each with its levels, and the last one."""
    return rows(HEAD, *(["产出指标", "数量指标", f"展览{row}", f"≥{row}场"] for row in range(4)), list(last))


def test_a_row_below_its_levels_is_a_new_one() -> None:
    """The levels of the row above go on over the page end; its name and value have room for more in their lines."""
    document = read(above("效益指标", "质量指标", "展览", "≥4场"), rows(["", "", "路灯亮灯率", "≥98%"]))
    assert document.grids[0].texts()[6:] == [["", "", "路灯亮灯率", "≥98%"]]
    assert codes(document) == []


def test_a_row_that_fills_its_lines_goes_on() -> None:
    document = read(
        above("产出指标", "数量指标", FULL, "≥9场"), rows(["", "", "量", ""], ["产出指标", "质量指标", "路灯", "0"])
    )
    assert document.grids[0].texts()[5:] == [
        ["产出指标", "数量指标", FULL + "量", "≥9场"],
        ["产出指标", "质量指标", "路灯", "0"],
    ]
    assert codes(document) == []


def test_what_stays_open_is_reported() -> None:
    """A line that is not full, and no value in a column that always has one."""
    document = read(above("产出指标", "数量指标", "展览", "≥9场"), rows(["", "", "场次", ""]))
    assert document.grids[0].texts()[5:] == [["产出指标", "数量指标", "展览场次", "≥9场"]]
    [problem] = document.problems
    assert (problem.code, problem.severity) == ("D20", "warning")
    assert problem.text("en") == (
        "page 2, table 1, row 1: the rows above and below this page break may be one row; they were read as one"
    )


def test_no_row_of_several_texts_goes_on_for_want_of_one() -> None:
    document = read(above("产出指标", "数量指标", "展览", "≥9场"), rows(["产出指标", "质量指标", "保证质量", ""]))
    assert document.grids[0].texts()[6:] == [["产出指标", "质量指标", "保证质量", ""]]


def test_a_full_row_above_a_whole_one_is_reported() -> None:
    """Both lines are full, and the row behind them has all that a row of its own has."""
    first = rows(HEAD, ["产出", "数量", "展览", "≥4场"], ["", "", "路灯", "≥4"], ["", "", FULL, "保证质量保证质"])
    document = read(first, rows(["", "", "展览场次", "质量"]))
    assert codes(document) == ["D20"]
    assert "".join("".join(texts) for texts in document.grids[0].texts()[3:]) in (
        f"{FULL}展览场次保证质量保证质质量",
        f"{FULL}保证质量保证质展览场次质量",
    )


@pytest.mark.parametrize("row", [["产出指标", "数量指标", "展览2", "≥2场"], ["产出指标", "数量指标", "展览", ""]])
def test_a_row_that_stands_twice_is_no_head(row: list[str]) -> None:
    """Two projects have the same indicator, and the second one stands at the top of a page."""
    first = rows(HEAD, *(["产出指标", "数量指标", f"展览{at}", f"≥{at}场"] for at in range(4)),
                 ["产出指标", "数量指标", "展览", ""], ["效益指标", "社会效益", "安全", "0"])  # fmt: skip
    document = read(first, rows(row, ["效益指标", "社会效益", "知晓程度", "≥85%"]))
    assert document.grids[0].texts()[7:] == [row, ["效益指标", "社会效益", "知晓程度", "≥85%"]]


def test_a_head_below_the_first_row_is_left_out_and_reported() -> None:
    first = Table([Drawn(0, 0, "项目名称"), Drawn(0, 1, "展览", 1, 3),
                   *(Drawn(1, at, text) for at, text in enumerate(HEAD)),
                   *(Drawn(2, at, text) for at, text in enumerate(["产出指标", "数量指标", "展览场次", "≥4场"]))],
                  WIDTHS, [22] * 3)  # fmt: skip
    document = read(first, rows(HEAD, ["效益指标", "社会效益", "安全", "0"]))
    assert document.grids[0].texts()[1:] == [HEAD, ["产出指标", "数量指标", "展览场次", "≥4场"],
                                            ["效益指标", "社会效益", "安全", "0"]]  # fmt: skip
    assert codes(document) == ["D21"]


def test_a_head_that_the_page_before_did_not_repeat_is_another_part() -> None:
    """The indicators of the year begin at the top of the third page, with the head that those of the whole period have."""
    body = [["产出指标", "数量指标", f"展览{at}", f"≥{at}场"] for at in range(4)]
    document = read(
        rows(["总目标", "", "", ""], HEAD, *body[:2]),
        rows(*body[2:]),
        rows(HEAD, ["效益指标", "社会效益", "安全", "0"]),
    )
    assert document.grids[0].texts()[6:] == [HEAD, ["效益指标", "社会效益", "安全", "0"]]


def test_a_stack_of_characters_is_cut() -> None:
    """A level whose characters stand below each other goes on; together its pieces end as the other levels do."""
    texts = [["数量指标", f"展览{at}", f"≥{at}场"] for at in range(8)]

    def part(level: str, first: int, end: int, more: str = "") -> Table:
        size = end - first - bool(more)
        cells = [Drawn(0, 0, level, size)] + ([Drawn(size, 0, more, end - first - size)] if more else [])
        cells += [
            Drawn(at - first, column, text) for at in range(first, end) for column, text in enumerate(texts[at], 1)
        ]
        return Table(cells, [16.0, *WIDTHS[1:]], [22] * (end - first))

    whole = [Drawn(0, 0, "产出指标", 3)]
    first = part("产出指标", 0, 3)
    first = Table([*whole, *first.cells[1:], Drawn(3, 0, "效益指", 2),
                   *(Drawn(at, column, text) for at in (3, 4) for column, text in enumerate(texts[at], 1))],
                  first.widths, [44] * 5)  # fmt: skip
    document = read(first, part("标", 5, 8))
    assert [(cell.text, cell.row, cell.row_span) for cell in document.grids[0].cells if cell.column == 0] == [
        ("产出指标", 0, 3),
        ("效益指标", 3, 5),
    ]


def test_a_page_in_the_middle_of_a_row() -> None:
    """A goal longer than a page: on the second one stand the sides of its cells, without any level rule."""
    goal = [f"目标{page}：全年展览场次≥4场，" for page in range(3)]

    def draw(canvas: Canvas) -> None:
        for page, text in enumerate(goal):
            canvas.line(40, 800, 40, 700)
            canvas.line(120, 800, 120, 700)
            canvas.line(400, 800, 400, 700)
            if page != 1:
                canvas.line(40, 700 if page else 800, 400, 700 if page else 800)
            draw_text(canvas, "" if page else "年度目标", 40, 120, 800, 700, 9, Style())
            draw_text(canvas, text, 120, 400, 800, 700, 9, Style())
            canvas.showPage()

    grids = read_document(io.BytesIO(pdf(draw))).grids
    assert [grid.texts() for grid in grids] == [[["年度目标", "".join(goal)]]]


def test_the_same_level_rows_as_before_over_any_break() -> None:
    """Levels blank below the first: each row is one, wherever a page ends."""
    body = [
        ["" if row % 4 else "产出指标", "" if row % 2 else "数量指标", f"展览场次{row}", f"≥{row}场"]
        for row in range(12)
    ]
    table = rows(HEAD, *body)
    for end in range(2, 12):
        document = read_document(io.BytesIO(paged(table, [end], 0)[0]))
        assert document.grids[0].texts() == [HEAD, *body], end
        assert codes(document) == []


def test_rows_of_one_cell_belong_to_a_table_without_outer_sides() -> None:
    """No plumb rule ties a title or a signature to the columns, but they stand in its level rules."""
    cells = [Drawn(0, 0, "路灯项目", 1, 4), *(Drawn(1, at, text) for at, text in enumerate(HEAD)),
             *(Drawn(2, at, text) for at, text in enumerate(["产出指标", "数量指标", "展览场次", "≥4场"])),
             Drawn(3, 0, "展览", 1, 4)]  # fmt: skip
    document = read(Table(cells, WIDTHS, [22] * 4), style=Style(sides=frozenset({"top", "bottom"})))
    assert [(cell.text, cell.column_span) for cell in document.grids[0].cells if cell.row in (0, 3)] == [
        ("路灯项目", 4),
        ("展览", 4),
    ]
    assert len(document.grids) == 1


def test_cells_with_frames_of_their_own_over_a_page_end() -> None:
    """A merged cell is framed only around its text, and not at all on the next page: what is free there is its own."""

    def frames(canvas: Canvas, cells: list[tuple[float, float, float, float, str]]) -> None:
        for x0, x1, top, bottom, text in cells:
            canvas.rect(x0 + 1.1, bottom + 1.1, x1 - x0 - 2.2, top - bottom - 2.2)
            draw_text(canvas, text, x0 + 1, x1 - 1, top, bottom, 9, Style())

    def draw(canvas: Canvas) -> None:
        rows_at = [(120, 800 - 20 * row, f"展览{row}", f"≥{row}场") for row in range(6)]
        for page in (0, 1):
            body = [
                cell
                for left, top, name, value in rows_at
                for cell in ((left, 240, top, top - 20, f"{name}{page}"), (240, 330, top, top - 20, value))
            ]
            merged = [(40, 120, 740, 720, "产出指标")] if page == 0 else [(40, 120, 760, 680, "效益指标")]
            first = [(40, 120, 800, 740, "数量指标")] if page == 0 else []
            frames(canvas, [*first, *merged, *body])
            canvas.showPage()

    document = read_document(io.BytesIO(pdf(draw)))
    (grid,) = document.grids
    assert [(cell.row, cell.row_span, cell.text) for cell in grid.cells if cell.column == 0] == [
        (0, 3, "数量指标"),
        (3, 5, "产出指标"),
        (8, 4, "效益指标"),
    ]
    assert len(grid.texts()) == 12


def test_a_row_that_the_page_end_leaves_empty_is_no_row() -> None:
    """Its text stands on one page, its cells are drawn on both."""
    rest = rows(["", "", "", ""], ["效益指标", "质量指标", "路灯亮灯率", "≥98%"])
    document = read(above("产出指标", "数量指标", "场次", "≥9场"), rest)
    assert [texts[2] for texts in document.grids[0].texts()][5:] == ["场次", "路灯亮灯率"]


def test_a_sliver_of_a_row_at_the_beginning_of_a_page_is_no_row() -> None:
    rest = rows(["", "", "", ""], ["效益指标", "质量指标", "路灯亮灯率", "≥98%"])
    rest.heights[0] = 3.5
    document = read(rows(HEAD, ["产出指标", "数量指标", "场次", "≥9场"]), rest)
    assert [texts[2] for texts in document.grids[0].texts()] == ["三级指标", "场次", "路灯亮灯率"]


def test_a_stack_that_hangs_out_of_an_open_page_end() -> None:
    """No cell has a rule at the page end, and a letter of the label stands below it; a note there is no letter of it."""

    def draw(canvas: Canvas) -> None:
        for y in (800, 770):
            canvas.line(40, y, 340, y)
        for x in (40, 60, 200, 340):
            canvas.line(x, 800, x, 745)
        for y, text in ((760, "产"), (747, "出"), (734, "指")):
            draw_text(canvas, text, 40, 60, y + 6, y - 6, 10, Style())
        for y, texts in ((785, ("展览", "场次", "指标")), (757, ("", "路灯", "亮灯"))):
            for x, text in zip((40, 60, 200), texts, strict=True):
                draw_text(canvas, text, x, x + 100, y + 8, y - 8, 10, Style())
        draw_text(canvas, "单位：元", 80, 190, 720, 708, 10, Style())

    document = read_document(io.BytesIO(pdf(draw)))
    [grid] = document.grids
    assert grid.texts()[1] == ["产出指", "路灯", "亮灯"]
