"""What is drawn is read: every grid, with every set of rules and letters, on pages turned any way."""

from __future__ import annotations

import io

import pdfplumber
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
    """Where letters stand once and rules are whole, the library is right too, but for tables of one cell."""
    if style.letters != "plain" or style.rules not in ("stroked", "filled") or len(table.cells) < 2:
        return
    if not any(cell.text for cell in table.cells):
        return
    data = pdf_of(table, style)
    with pdfplumber.open(io.BytesIO(data)) as opened:
        [theirs] = opened.pages[0].extract_tables()
    [grid] = read_document(io.BytesIO(data)).grids
    plain = [["".join((text or "").split()) for text in row] for row in theirs]
    assert plain == [["".join(text.split()) for text in row] for row in grid.texts()]
