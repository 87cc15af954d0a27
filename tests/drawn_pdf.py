"""PDFs drawn from a table that is known: what was drawn is the truth that reading is held to."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

from attrs import define, field, frozen
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

# What can be drawn in the font made here: letters, signs, the words of the forms, and radicals.
CHARACTERS = sorted(
    {
        *(chr(code) for code in range(0x20, 0x7F)),
        *"≥≤≠±×％、。，；：（）“”—…·√☑Ⅳ℃㎡",
        *"一二三级指标值产出效益满意度数量质时成本社会经济生态服务对象项目名称主管部门实施单位年资金总额其中财政拨款他体长期",
        *"展览场次路灯亮率安全事故发生惠民策群众知晓程学师公共覆盖居环境条件有所改善达到类高行月户飞车食人页合计填报日万元保证",
        *"⽬⻓⻋⻜⼾⼈⾼⻝⽣⺠青蓝",
    }
)


@frozen
class Drawn:
    """A cell that was drawn: the truth."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@define
class Table:
    """A table to draw: its cells, and how large its rows and columns are."""

    cells: list[Drawn]
    widths: list[float]
    heights: list[float]
    size: float = 10.0

    @property
    def width(self) -> float:
        return sum(self.widths)

    @property
    def height(self) -> float:
        return sum(self.heights)

    def truth(self) -> list[tuple[int, int, int, int, str]]:
        return sorted((cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in self.cells)

    def edges(self) -> tuple[list[float], list[float]]:
        xs, ys = [0.0], [0.0]
        for width in self.widths:
            xs.append(xs[-1] + width)
        for height in self.heights:
            ys.append(ys[-1] + height)
        return xs, ys


def rows_of(*rows: Sequence[str], widths: Sequence[float] | None = None, height: float = 22.0) -> Table:
    """A table without spans."""
    cells = [Drawn(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    columns = len(rows[0])
    return Table(cells, list(widths or [480 / columns] * columns), [height] * len(rows))


@cache
def embedded_font() -> str:
    """A TrueType font in which every character is a box, registered with reportlab; its name."""
    builder = FontBuilder(1000, isTTF=True)
    names = {char: f"u{ord(char):04X}" for char in CHARACTERS}
    pen = TTGlyphPen(None)
    pen.moveTo((50, -100)), pen.lineTo((50, 800)), pen.lineTo((450, 800)), pen.lineTo((450, -100)), pen.closePath()
    box = pen.glyph()
    order = [".notdef", *names.values()]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})
    builder.setupGlyf(dict.fromkeys(order, box))
    metrics = {name: (_advance(char), 50) for char, name in names.items()}
    builder.setupHorizontalMetrics({".notdef": (500, 50), **metrics})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "psName": "Boxes"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    file = BytesIO()
    builder.save(file)
    file.seek(0)
    pdfmetrics.registerFont(TTFont("Boxes", file))
    return "Boxes"


@cache
def plain_font() -> str:
    """A font for Chinese that is not in the file."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def _advance(char: str) -> int:
    return 500 if ord(char) < 0x100 else 1000


def text_width(text: str, size: float) -> float:
    return sum(_advance(char) for char in text) * size / 1000


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The lines of a text in a cell."""
    lines = [""]
    for char in text:
        if lines[-1] and text_width(lines[-1] + char, size) > width - 6:
            lines.append("")
        lines[-1] += char
    return lines


@define
class Style:
    """How a table is drawn."""

    rules: str = "stroked"
    font: Callable[[], str] = embedded_font
    align: str = "left"
    valign: str = "middle"
    letters: str = "plain"
    sides: frozenset[str] = frozenset({"left", "right", "top", "bottom"})
    inner_level: bool = True
    inner_plumb: bool = True
    turned: frozenset[tuple[int, int]] = field(factory=frozenset)


def draw_table(canvas: Canvas, table: Table, x: float, top: float, style: Style) -> None:
    """Draw a table, its upper left corner at ``x`` and ``top`` (from the bottom of the page)."""
    xs, ys = table.edges()
    for kind, at, start, end in edges_of(table, style):
        if kind == "level":
            draw_rule(canvas, style.rules, x + start, top - at, x + end, top - at)
        else:
            draw_rule(canvas, style.rules, x + at, top - start, x + at, top - end)
    for cell in table.cells:
        left, right = x + xs[cell.column], x + xs[cell.column + cell.column_span]
        upper, lower = top - ys[cell.row], top - ys[cell.row + cell.row_span]
        if (cell.row, cell.column) in style.turned:
            draw_turned(canvas, cell.text, left, right, upper, lower, table.size, style)
        else:
            draw_text(canvas, cell.text, left, right, upper, lower, table.size, style)


def edges_of(table: Table, style: Style) -> Iterator[tuple[str, float, float, float]]:
    """The rules of a table, as stretches between neighbours that are not one cell."""
    owner = {}
    for index, cell in enumerate(table.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                owner[row, column] = index
    xs, ys = table.edges()
    rows, columns = len(table.heights), len(table.widths)
    for row in range(rows + 1):
        for column in range(columns):
            side = {0: "top", rows: "bottom"}.get(row)
            wanted = side in style.sides if side else style.inner_level
            if wanted and owner.get((row - 1, column)) != owner.get((row, column)):
                yield "level", ys[row], xs[column], xs[column + 1]
    for column in range(columns + 1):
        for row in range(rows):
            side = {0: "left", columns: "right"}.get(column)
            wanted = side in style.sides if side else style.inner_plumb
            if wanted and owner.get((row, column - 1)) != owner.get((row, column)):
                yield "plumb", xs[column], ys[row], ys[row + 1]


def draw_rule(canvas: Canvas, how: str, x0: float, y0: float, x1: float, y1: float) -> None:
    if how == "filled":
        canvas.rect(min(x0, x1) - 0.25, min(y0, y1) - 0.25, abs(x1 - x0) + 0.5, abs(y1 - y0) + 0.5, stroke=0, fill=1)
    elif how == "double":
        for offset in (-0.8, 0.8):
            if x0 == x1:
                canvas.line(x0 + offset, y0, x1 + offset, y1)
            else:
                canvas.line(x0, y0 + offset, x1, y1 + offset)
    elif how == "square dots":
        length = math.hypot(x1 - x0, y1 - y0)
        for step in range(int(length / 1.5) + 1):
            part = min(step * 1.5 / length, 1.0)
            canvas.rect(x0 + (x1 - x0) * part - 0.375, y0 + (y1 - y0) * part - 0.375, 0.75, 0.75, stroke=0, fill=1)
    elif how in ("dash segments", "dots"):
        length = math.hypot(x1 - x0, y1 - y0)
        dash, gap = (3.0, 2.0) if how == "dash segments" else (0.5, 1.5)
        at = 0.0
        while at < length:
            end = min(at + dash, length)
            first, last = at / length, end / length
            canvas.line(x0 + (x1 - x0) * first, y0 + (y1 - y0) * first, x0 + (x1 - x0) * last, y0 + (y1 - y0) * last)
            at += dash + gap
    else:
        canvas.setLineWidth(0.5)
        if how == "dashed":
            canvas.setDash(3, 2)
        canvas.line(x0, y0, x1, y1)
        canvas.setDash()


def draw_text(
    canvas: Canvas, text: str, left: float, right: float, upper: float, lower: float, size: float, style: Style
) -> None:
    pitch = 1.3 * size
    lines = wrapped(text, right - left, size)
    block = pitch * (len(lines) - 1)
    if style.valign == "top":
        y = upper - size - 2
    else:
        y = (upper + lower) / 2 + block / 2 - 0.35 * size
    for line in lines:
        width = text_width(line, size)
        start = left + 3 if style.align == "left" else (left + right - width) / 2
        draw_line(canvas, line, start, y, size, style)
        y -= pitch


def draw_line(canvas: Canvas, text: str, x: float, y: float, size: float, style: Style) -> None:
    canvas.setFont(style.font(), size)
    if style.letters == "each":
        for char in text:
            canvas.drawString(x, y, char)
            x += text_width(char, size)
    elif style.letters == "twice":
        canvas.drawString(x, y, text)
        canvas.drawString(x + 0.3, y, text)
    elif style.letters == "twice each":
        for char in text:
            canvas.drawString(x, y, char)
            canvas.drawString(x + 0.4, y - 0.1, char)
            x += text_width(char, size)
    else:
        canvas.drawString(x, y, text)


def draw_turned(
    canvas: Canvas, text: str, left: float, right: float, upper: float, lower: float, size: float, style: Style
) -> None:
    """Draw text that reads upwards."""
    lines = wrapped(text, upper - lower, size)
    canvas.saveState()
    canvas.translate((left + right) / 2, (upper + lower) / 2)
    canvas.rotate(90)
    y = 1.3 * size * (len(lines) - 1) / 2 - 0.35 * size
    for line in lines:
        draw_line(canvas, line, -text_width(line, size) / 2, y, size, style)
        y -= 1.3 * size
    canvas.restoreState()


def pdf(draw: Callable[[Canvas], Any], pagesize: tuple[float, float] = A4) -> bytes:
    """Return the PDF that a function draws."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=pagesize, pageCompression=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_of(table: Table, style: Style | None = None, pagesize: tuple[float, float] = A4, rotate: int = 0) -> bytes:
    """Return a PDF with one table."""
    style = style or Style()

    def draw(canvas: Canvas) -> None:
        width, height = pagesize
        if rotate:
            # The content lies on its side, and the page says by how much it is to be turned; reportlab turns the paper.
            canvas.setPageRotation(rotate)
            canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[rotate])
            canvas.rotate(rotate)
        draw_table(canvas, table, 40, height - 60, style)

    return pdf(draw, pagesize)


def paged(table: Table, breaks: Iterable[int], head: int, style: Style | None = None) -> tuple[bytes, int]:
    """Return a PDF of a table that is cut before the rows ``breaks``, its first ``head`` rows on each page; how many pages.

    A cell that is cut has its text on the first page.
    """
    style = style or Style()
    starts = [0, *breaks, len(table.heights)]
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for number, (start, end) in enumerate(pairwise(starts)):
        part = _part(table, start, end, head if number else 0)
        draw_table(canvas, part, 40, 800, style)
        canvas.setFont(style.font(), 9)
        canvas.drawString(290, 20, str(number + 1))
        canvas.showPage()
    canvas.save()
    return file.getvalue(), len(starts) - 1


def _part(table: Table, start: int, end: int, head: int) -> Table:
    cells = [cell for cell in table.cells if cell.row + cell.row_span <= head]
    for cell in table.cells:
        first, last = max(cell.row, start), min(cell.row + cell.row_span, end)
        if first < last:
            text = cell.text if cell.row >= start else ""
            cells.append(Drawn(first - start + head, cell.column, text, last - first, cell.column_span))
    return Table(cells, table.widths, table.heights[:head] + table.heights[start:end], table.size)
