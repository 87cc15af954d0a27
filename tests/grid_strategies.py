"""Grids of all shapes, for the laws of reading files."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from tests.drawn_pdf import Drawn, Style, Table, embedded_font, plain_font, wrapped

WORDS = [
    "产出指标", "数量指标", "展览场次", "≥4场", "≥98%", "1", "12.5", "100", "", "", "—", "有所改善", "项目名称", "=100%",
    "全年展览场次≥4场，服务对象满意度≥98%，保证质量。", "年度总体目标", "203,466.33", "2025", "1-产出指标", "满意度", "√",
]  # fmt: skip


@st.composite
def tables(draw: st.DrawFn, most_rows: int = 8, most_columns: int = 6) -> Table:
    """A table with spans, rows as high as their text needs."""
    rows, columns = draw(st.integers(2, most_rows)), draw(st.integers(2, most_columns))
    size = draw(st.sampled_from([8.0, 9.0, 10.5]))
    widths = draw(st.lists(st.sampled_from([45.0, 60.0, 85.0]), min_size=columns, max_size=columns))
    cells: list[Drawn] = []
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            row_span, column_span = draw(st.sampled_from([(1, 1)] * 6 + [(1, 2), (1, 3), (2, 1), (3, 1), (2, 2)]))
            row_span, column_span = min(row_span, rows - row), min(column_span, columns - column)
            while any((row, column + at) in taken for at in range(column_span)):
                column_span -= 1
            taken |= {(row + down, column + across) for down in range(row_span) for across in range(column_span)}
            cells.append(Drawn(row, column, draw(st.sampled_from(WORDS)), row_span, column_span))
    heights = [draw(st.sampled_from([18.0, 22.0, 30.0])) for _ in range(rows)]
    for cell in cells:
        width = sum(widths[cell.column : cell.column + cell.column_span])
        needed = 1.3 * size * len(wrapped(cell.text, width, size)) + 6
        lacking = needed - sum(heights[cell.row : cell.row + cell.row_span])
        if lacking > 0:
            heights[cell.row + cell.row_span - 1] += lacking
    return without_needless_lines(Table(cells, widths, heights, size))


def without_needless_lines(table: Table) -> Table:
    """A table without rows and columns in which no cell begins: nobody sees them."""
    rows = sorted({cell.row for cell in table.cells})
    columns = sorted({cell.column for cell in table.cells})
    last_row, last_column = len(table.heights), len(table.widths)
    row_edges, column_edges = [*rows, last_row], [*columns, last_column]
    new_row = {old: new for new, old in enumerate(row_edges)}
    new_column = {old: new for new, old in enumerate(column_edges)}
    cells = []
    for cell in table.cells:
        row_end, column_end = cell.row + cell.row_span, cell.column + cell.column_span
        row, column = new_row[cell.row], new_column[cell.column]
        cells.append(Drawn(row, column, cell.text, new_row[row_end] - row, new_column[column_end] - column))
    heights = [sum(table.heights[a:b]) for a, b in itertools.pairwise(row_edges)]
    widths = [sum(table.widths[a:b]) for a, b in itertools.pairwise(column_edges)]
    return Table(cells, widths, heights, table.size)


def styles() -> st.SearchStrategy[Style]:
    """All ways in which a whole set of rules and letters can be drawn."""
    return st.builds(
        Style,
        rules=st.sampled_from(["stroked", "filled", "dashed", "dash segments", "double"]),
        font=st.sampled_from([embedded_font, plain_font]),
        align=st.sampled_from(["left", "centre"]),
        valign=st.sampled_from(["top", "middle"]),
        letters=st.sampled_from(["plain", "each", "twice", "twice each"]),
    )
