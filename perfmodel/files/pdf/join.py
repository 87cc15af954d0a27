"""Tables that go on over pages: repeated heads once, a cell cut by a page end whole again."""

from __future__ import annotations

import re
from bisect import bisect_left

from attrs import define, field

from perfmodel.files.pdf.lattice import Box
from perfmodel.files.pdf.page import PageTable
from perfmodel.source.cells import TableCell

__all__ = ["JoinedCell", "JoinedTable", "continues", "joined_with", "of_page"]

# Lines of the grid on two pages are one line, and edges of tables one edge.
_SAME_GRID_LINE, _SAME_EDGE = 4.0, 6.0
# So many lines of one grid are the other's too.
_LINES_ALIKE = 0.7
_NUMBER_ALONE = re.compile(r"[-+]?[0-9][0-9,.%]*")
# ≥95% in a row: another project of the list may have the very same one.
_TARGET_VALUE = re.compile("[≥≤≧≦]|[＞＜＝><=]\\s*[0-9]|[0-9][%％]")
# A column is always filled where so many of the rows fill it.
_ALWAYS = 0.9
_LEAST_ROWS = 3
# A side is open where rules are missing along more than so much of it.
_MOST_OPEN = 0.6


@define
class JoinedCell:
    """A cell of a table over pages; columns are lines of ``JoinedTable.xs``."""

    row: int
    row_end: int
    column: int
    column_end: int
    text: str
    places: list[TableCell]


@define
class JoinedTable:
    """A table over pages. ``last`` is its part on the last page.

    ``leaves_open`` is whether a cell that goes on over a page end has no rule there, as others have.
    """

    xs: list[float]
    rows: int
    cells: list[JoinedCell]
    last: PageTable
    first: PageTable
    leaves_open: bool = False
    head: list[list[str]] = field(factory=list)


def of_page(table: PageTable) -> JoinedTable:
    """Return a page's table, to be joined with what follows."""
    cells = [
        JoinedCell(box.row, box.row_end, box.column, box.column_end, text, [_place(table, box)])
        for box, text in zip(table.lattice.boxes, table.texts)  # noqa: B905
    ]
    opened = table.lattice.open_bottom
    return JoinedTable(
        list(table.lattice.xs), len(table.lattice.ys) - 1, cells, table, table, any(opened) and not all(opened)
    )


def _place(table: PageTable, box: Box) -> TableCell:
    return TableCell(box.row + 1, box.column + 1, table.number, table.page)


def continues(before: JoinedTable, table: PageTable) -> bool:
    """Whether a page's first table goes on with the last one of the page before: alike columns, and no new beginning."""
    xs, others = before.last.lattice.xs, table.lattice.xs
    if abs(xs[0] - others[0]) > _SAME_EDGE or abs(xs[-1] - others[-1]) > _SAME_EDGE:
        return False
    fewer, more = sorted((xs, others), key=len)
    alike = sum(any(abs(x - other) <= _SAME_GRID_LINE for other in more) for x in fewer)
    if len(fewer) > 2 and alike < _LINES_ALIKE * len(fewer):
        return False
    if len(fewer) == 2 and len(more) > 3:
        return False
    if before.last.size and table.size and abs(before.last.size - table.size) > 0.2 * before.last.size:
        return False
    # A table that begins as the other began, and goes on otherwise, is another of the same form.
    ours, theirs = _row_texts(before.first, 0), _row_texts(table, 0)
    first, other = next(iter(ours.values()), ""), next(iter(theirs.values()), "")
    same_beginning = bool(first) and _plain(first) == _plain(other) and not _NUMBER_ALONE.fullmatch(first)
    return not same_beginning or _repeated(before, table) > 0


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _row_texts(table: PageTable, row: int) -> dict[tuple[int, int], str]:
    """The texts of the cells that begin in a row, by where they begin and end, from left to right."""
    xs = table.lattice.xs
    found = [
        ((round(xs[box.column]), round(xs[box.column_end])), text)
        for box, text in zip(table.lattice.boxes, table.texts)  # noqa: B905
        if box.row == row
    ]
    return dict(sorted(found))


def _repeated(before: JoinedTable, table: PageTable) -> int:
    """How many rows at the table's beginning repeat rows of the first page: heads."""
    first = before.first
    rows = len(first.lattice.ys) - 1
    theirs = [list(map(_plain, _row_texts(table, row).values())) for row in range(min(6, len(table.lattice.ys) - 1))]
    best = 0
    for start in range(rows):
        count = 0
        while count < len(theirs) and start + count < rows:
            ours = list(map(_plain, _row_texts(first, start + count).values()))
            if ours != theirs[count] or not _is_head(ours, count > 0 or start == 0):
                break
            count += 1
        best = max(best, count)
    return best


def _is_head(texts: list[str], follows: bool) -> bool:
    """Whether texts that stand twice can be a head: several, most of them unlike, and none a number."""
    filled = [text for text in texts if text]
    if any(_NUMBER_ALONE.fullmatch(text) or _TARGET_VALUE.search(text) for text in filled):
        return False
    return len(filled) >= (1 if follows else 2) and 2 * len(set(filled)) > len(filled)


def joined_with(before: JoinedTable, table: PageTable) -> JoinedTable:
    """Return a table with what goes on of it on the next page."""
    xs = _union(before.xs, table.lattice.xs)
    old, new = _mapping(before.xs, xs), _mapping(table.lattice.xs, xs)
    for cell in before.cells:
        cell.column, cell.column_end = old[cell.column], old[cell.column_end]
    skip = _repeated(before, table)
    opened = table.lattice.open_bottom
    before.leaves_open = before.leaves_open or (any(opened) and not all(opened))
    boxes = _cells_behind(table, skip, new)
    above = {(cell.column, cell.column_end): cell for cell in before.cells if cell.row_end == before.rows}
    top = sorted((cell for cell in boxes if cell.row == 0), key=lambda cell: cell.column)
    cut = bool(top) and _is_cut(before, above, top, table, skip)
    offset = before.rows - cut
    leading = True
    for cell in top:
        over = above.get((cell.column, cell.column_end))
        leading = leading and not (cell.text and not (over and over.text == cell.text))
        if over is not None and (cut or _is_one(before, over, cell, leading)):
            if cell.text and over.text != cell.text:
                over.text += cell.text[_overlap(over.text, cell.text) if over.row_end - over.row > 1 else 0 :]
            over.row_end = cell.row_end + offset
            over.places += cell.places
            boxes.remove(cell)
    for cell in boxes:
        cell.row += offset
        cell.row_end += offset
    rows = offset + len(table.lattice.ys) - 1 - skip
    return JoinedTable(xs, rows, before.cells + boxes, table, before.first, before.leaves_open)


def _cells_behind(table: PageTable, skip: int, columns: list[int]) -> list[JoinedCell]:
    """The cells of a page's table behind its repeated head; ``columns`` are the lines of the whole table."""
    return [
        JoinedCell(
            max(box.row, skip) - skip,
            box.row_end - skip,
            columns[box.column],
            columns[box.column_end],
            text,
            [_place(table, box)],
        )
        for box, text in zip(table.lattice.boxes, table.texts)  # noqa: B905
        if box.row_end > skip
    ]


def _overlap(before: str, text: str) -> int:
    """How much of a text stands before the page end already: a line that the end cuts through is drawn on both pages."""
    longest = min(len(before), len(text))
    return next((size for size in range(longest, 2, -1) if before.endswith(text[:size])), 0)


def _union(xs: list[float], others: list[float]) -> list[float]:
    merged = list(xs)
    for x in others:
        at = bisect_left(merged, x)
        near = [merged[each] for each in (at - 1, at) if 0 <= each < len(merged)]
        if not any(abs(x - other) <= _SAME_EDGE for other in near):
            merged.insert(at, x)
    return merged


def _mapping(xs: list[float], merged: list[float]) -> list[int]:
    """For each line its number in the merged ones; always growing, so that no cell loses its width."""
    found: list[int] = []
    for x in xs:
        nearest = min(range(len(merged)), key=lambda at: abs(merged[at] - x))
        found.append(max(nearest, found[-1] + 1) if found else nearest)
    return [min(each, len(merged) - 1) for each in found]


def _is_cut(
    before: JoinedTable,
    above: dict[tuple[int, int], JoinedCell],
    top: list[JoinedCell],
    table: PageTable,
    skip: int,
) -> bool:
    """Whether the first row goes on with the last one: its rule is missing, or a column that all rows fill is empty."""
    if any((cell.column, cell.column_end) not in above for cell in top):
        return False
    last_row = {key: cell for key, cell in above.items() if cell.row == before.rows - 1}
    own = [cell for cell in top if cell.row_end == 1 and (cell.column, cell.column_end) in last_row]
    if _is_row_open(before) and not _is_new_row(own, table, skip):
        return True
    if before.leaves_open:
        return False
    return _has_column_empty(before, last_row, top)


def _has_column_empty(before: JoinedTable, last_row: dict[tuple[int, int], JoinedCell], top: list[JoinedCell]) -> bool:
    """Whether a first row has nothing in a column that all rows fill, and the rest below what the last row has."""
    filled = [cell for cell in top if cell.text]
    if not filled or any((cell.column, cell.column_end) not in last_row for cell in filled):
        return False
    if any(not last_row[cell.column, cell.column_end].text for cell in filled):
        return False
    for cell in top:
        key = cell.column, cell.column_end
        alone = cell.row_end == 1 and key in last_row and last_row[key].row_end - last_row[key].row == 1
        if alone and not cell.text and last_row[key].text and _is_always_filled(before, key):
            return True
    return False


def _is_always_filled(before: JoinedTable, key: tuple[int, int]) -> bool:
    column = [cell for cell in before.cells if (cell.column, cell.column_end) == key]
    return len(column) >= _LEAST_ROWS and sum(bool(cell.text) for cell in column) >= _ALWAYS * len(column)


def _is_row_open(before: JoinedTable) -> bool:
    """Whether the rule below the last row is missing: that of merged cells, which go on in any case, says nothing."""
    opened = _opened(before)
    rows = len(before.last.lattice.ys) - 1
    own = [box for box in before.last.lattice.boxes if box.row == rows - 1]
    return bool(opened) and bool(own) and all(all(opened[box.column : box.column_end]) for box in own)


def _is_new_row(own: list[JoinedCell], table: PageTable, skip: int) -> bool:
    """Whether a page's first row begins there: it has rules above, or behind a repeated head all its cells have text.

    Some writers draw no rule at the end of a page, whether a row is cut there or not.
    """
    if skip:
        return len(own) > 1 and all(cell.text for cell in own)
    opened = table.lattice.open_top
    boxes = [box for box in table.lattice.boxes if box.row == 0 and box.row_end == 1]
    return bool(opened) and bool(boxes) and not any(any(opened[box.column : box.column_end]) for box in boxes)


def _opened(before: JoinedTable) -> list[bool]:
    """For each column of the last page's table whether its rule is missing at the page end: where the table has such rules."""
    style = before.first.lattice.open_top
    return [] if style and sum(style) > _MOST_OPEN * len(style) else before.last.lattice.open_bottom


def _is_one(before: JoinedTable, over: JoinedCell, cell: JoinedCell, leading: bool) -> bool:
    """Whether the cell above the page end goes on as the first one behind it: no rule between, or a merged one.

    A merged cell's text may stand on both pages.
    """
    box = next((box for box, place in _last_boxes(before) if place in over.places), None)
    opened = _opened(before)
    if box is not None and opened and all(opened[box.column : box.column_end]):
        return True
    if before.leaves_open and cell.text != over.text:
        return False
    merged = over.row_end - over.row > 1 or cell.row_end - cell.row > 1
    if not cell.text:
        return bool(over.text) and (merged or (leading and not _has_blanks_below(before, over)))
    return cell.text == over.text and merged and leading


def _last_boxes(before: JoinedTable) -> list[tuple[Box, TableCell]]:
    table = before.last
    rows = len(table.lattice.ys) - 1
    return [(box, _place(table, box)) for box in table.lattice.boxes if box.row_end == rows]


def _has_blanks_below(before: JoinedTable, over: JoinedCell) -> bool:
    """Whether cells of the column are left empty below a text, each with its own rule: then so is the one behind the page."""
    return any(
        not cell.text and (cell.column, cell.column_end) == (over.column, over.column_end) for cell in before.cells
    )
