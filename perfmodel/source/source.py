"""A text as given, with its origin."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from perfmodel.source.characters import EDITOR_LINE_END
from perfmodel.source.excerpt import EXCERPT_COLUMNS, excerpt
from perfmodel.source.span import Position, Span

if TYPE_CHECKING:
    from perfmodel.source.cells import CellPlace

__all__ = ["Source", "position"]


@frozen(slots=False)
class Source:
    """A text as given, with its origin.

    ``encoding`` is what a file's bytes were read as; None for a text that came as a string. ``cells`` are the cells whose
    texts stand here one behind the other, where the file has cells: the offset of each, and its place in the file.

    >>> Source("单位：万元\\n合计", name="表.txt").position(6)
    Position(line=2, column=1)
    """

    text: str
    name: str | None = None
    encoding: str | None = None
    cells: tuple[tuple[int, CellPlace], ...] = field(default=(), kw_only=True, repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in EDITOR_LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """Line and column (from 1) of a code point offset."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def cell_at(self, offset: int) -> CellPlace | None:
        """Return the place of the cell that an offset belongs to, None where the file has no cells."""
        at = bisect_right(self.cells, offset, key=_offset_of) - 1
        return self.cells[at][1] if at >= 0 else None

    def where(self, offset: int, lang: str = "zh") -> str:
        """Return where an offset is, as people say it: line and column, or the cell of a file that has cells.

        >>> Source("单位：万元\\n合计").where(6)
        '2:1'
        """
        cell = self.cell_at(offset)
        if cell is not None:
            return cell.text(lang)
        found = self.position(offset)
        return f"{found.line}:{found.column}"

    def slice(self, span: Span) -> str:
        """Return the text of a span, as given."""
        return self.text[span.start : span.end]

    def excerpt(self, span: Span, columns: int = EXCERPT_COLUMNS) -> str:
        """Return the line that a span begins in, with a caret under it; see `excerpt`.

        Of a file that has cells it is the row of the cell, its cells parted by strokes, each with its first line.

        >>> from perfmodel.source.cells import SheetCell
        >>> cells = ((0, SheetCell("表1", 7, 1)), (4, SheetCell("表1", 7, 2)), (8, SheetCell("表1", 8, 1)))
        >>> print(Source("合格率\\n90%\\n及时率", cells=cells).excerpt(Span(4, 7)))
        合格率 │ 90%
                 ^^^
        """
        text, marked = self._row_of_cells(span) if self.cells else (self.text, span)
        return excerpt(text, marked, columns)

    def _row_of_cells(self, span: Span) -> tuple[str, Span]:
        """Return the row of cells that a span begins in as a line, and where the span is in it."""
        cells, at = self.cells, bisect_right(self.cells, span.start, key=_offset_of) - 1
        if at < 0:
            return self.text, span
        row = _row_of(cells[at][1])
        first, last = at, at
        while first and at - first < _CELLS_SHOWN and _row_of(cells[first - 1][1]) == row:
            first -= 1
        while last + 1 < len(cells) and last - at < _CELLS_SHOWN and _row_of(cells[last + 1][1]) == row:
            last += 1
        start = self.text.rfind("\n", 0, span.start) + 1
        pieces = [self._first_line(cells[each][0] if each != at else start) for each in range(first, last + 1)]
        before = sum(len(piece) + len(_CELL_STROKE) for piece in pieces[: at - first])
        begin = before + span.start - start
        end = min(begin + len(span), before + len(pieces[at - first]))
        return _CELL_STROKE.join(pieces), Span(begin, max(begin, end))

    def _first_line(self, start: int) -> str:
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end]


# So many cells at each side of one are shown of its row.
_CELLS_SHOWN = 20
_CELL_STROKE = " │ "


def _row_of(place: CellPlace) -> tuple[object, ...]:
    """Return what cells of one row have in common."""
    from perfmodel.source.cells import CellPlaces, SheetCell  # a text has none of them

    if isinstance(place, CellPlaces):
        place = place.places[0]
    if isinstance(place, SheetCell):
        return place.sheet, place.row
    return place.page, place.table, place.row


def _offset_of(cell: tuple[int, CellPlace]) -> int:
    return cell[0]


def position(text: str, offset: int) -> Position:
    r"""Line and column of an offset, counted as an editor counts them.

    >>> position("合计\r\n830.47", 4)
    Position(line=2, column=1)
    """
    return Source(text).position(offset)
