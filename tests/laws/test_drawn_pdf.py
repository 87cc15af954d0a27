"""What is drawn is read: every grid, with every set of rules and letters, on pages turned any way."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from perfmodel import read_document
from tests.drawn_pdf import Style, Table, pdf_of
from tests.grid_strategies import styles, tables


@given(tables(), styles(), st.sampled_from([0, 0, 0, 90, 180, 270]))
def test_what_is_drawn_is_read(table: Table, style: Style, rotate: int) -> None:
    if not any(cell.text for cell in table.cells):
        return  # a page without text is refused
    document = read_document(io.BytesIO(pdf_of(table, style, rotate=rotate)))
    found = [
        [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]
        for grid in document.grids
    ]
    assert found == [table.truth()]
    assert document.problems == ()


@given(tables(), styles())
def test_pdfplumber_finds_the_same_texts(table: Table, style: Style) -> None:
    """Where letters stand once, each cell for itself, and rules are strokes, the library is right too."""
    import pdfplumber

    if (
        style.letters != "plain"
        or style.rules not in ("stroked", "filled")
        or not any(cell.text for cell in table.cells)
    ):
        return
    data = pdf_of(table, style)
    with pdfplumber.open(io.BytesIO(data)) as opened:
        theirs = opened.pages[0].extract_tables()
    [grid] = read_document(io.BytesIO(data)).grids
    plain = [[(text or "").replace("\n", "").replace(" ", "") for text in row] for row in theirs[0]]
    assert [plain] == [[[text.replace(" ", "") for text in row] for row in grid.texts()]] * len(theirs)
