"""Tables that go on over pages: repeated heads once, a cell cut by a page end whole again."""

from __future__ import annotations

import re
from bisect import bisect_left

from attrs import evolve

from perfmodel.files.pdf.joined_table import JoinedCell, JoinedTable, place_of
from perfmodel.files.pdf.page import PageTable
from perfmodel.files.pdf.page_edge import PageEdge
from perfmodel.files.problem import problem
from perfmodel.source.cells import TableCell

__all__ = ["continues", "joined_with", "repeated_rows"]

# Lines of the grid on two pages are one line, and edges of tables one edge.
_SAME_GRID_LINE, _SAME_EDGE = 4.0, 6.0
# So many lines of one grid are the other's too.
_LINES_ALIKE = 0.7
_NUMBER_ALONE = re.compile(r"[-+]?[0-9][0-9,.%]*")
# ≥95% in a row: another project of the list may have the very same one.
_TARGET_VALUE = re.compile("[≥≤≧≦]|[＞＜＝><=]\\s*[0-9]|[0-9][%％]")
_FIGURE_OR_SIGN = re.compile(r"[0-9≥≤=＝<>＜＞]")


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
    return not same_beginning or repeated_rows(before, table) > 0


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


def _repeated(before: JoinedTable, table: PageTable) -> tuple[int, int]:
    """How many rows at the table's beginning repeat rows of the first page, heads; and where those stand.

    A head that is repeated is so on each page. What repeats a row further below is one only where that reads like a head:
    two projects may have one indicator.
    """
    first = before.first
    rows = len(first.lattice.ys) - 1
    theirs = [list(map(_plain, _row_texts(table, row).values())) for row in range(min(6, len(table.lattice.ys) - 1))]
    best = where = 0
    for start in range(rows if before.repeats != 0 else 1):
        count = 0
        while count < len(theirs) and start + count < rows:
            ours = list(map(_plain, _row_texts(first, start + count).values()))
            if ours != theirs[count] or not _is_head(ours, count, start):
                break
            count += 1
        if count > best:
            best, where = count, start
    return best, where


def repeated_rows(before: JoinedTable, table: PageTable) -> int:
    """Return how many rows at the beginning of a page's table are a head that is repeated."""
    return _repeated(before, table)[0]


def _is_head(texts: list[str], count: int, start: int) -> bool:
    """Whether texts that are repeated can be a head: several, most of them unlike, and none a number.

    Below the first row of a table none is empty, and none has a figure in it.
    """
    filled = [text for text in texts if text]
    if any(_NUMBER_ALONE.fullmatch(text) or _TARGET_VALUE.search(text) for text in filled):
        return False
    if start and (len(filled) < len(texts) or any(map(_FIGURE_OR_SIGN.search, filled))):
        return False
    return len(filled) >= (1 if count or not start else 2) and 2 * len(set(filled)) > len(filled)


def joined_with(before: JoinedTable, table: PageTable) -> JoinedTable:
    """Return a table with what goes on of it on the next page."""
    xs = _union(before.xs, table.lattice.xs)
    old, new = _mapping(before.xs, xs), _mapping(table.lattice.xs, xs)
    for cell in before.cells:
        cell.column, cell.column_end = old[cell.column], old[cell.column_end]
    skip, where = _repeated(before, table)
    opened = table.lattice.open_bottom
    before.leaves_open = before.leaves_open or (any(opened) and not all(opened))
    boxes = _parted_as_above(_cells_behind(table, skip, new), before)
    if before.last.is_inferred and table.is_inferred:
        boxes = _merged_as_above(boxes, before)
    edge = PageEdge(before, table, skip, old, boxes)
    cut = edge.is_cut()
    offset = before.rows - cut
    leading = True
    for cell in edge.top:
        over = edge.above.get((cell.column, cell.column_end))
        leading = leading and not (cell.text and not (over and over.text == cell.text))
        if over is not None and (cut or edge.is_one(over, cell, leading)):
            if cell.text and over.text != cell.text:
                over.text += cell.text[_overlap(over.text, cell.text) if over.row_end - over.row > 1 else 0 :]
            over.row_end = cell.row_end + offset
            over.places += cell.places
            boxes.remove(cell)
    for cell in boxes:
        cell.row += offset
        cell.row_end += offset
    rows = offset + len(table.lattice.ys) - 1 - skip
    problems = [*before.problems, *edge.problems]
    if skip and where and not before.repeats:
        problems.append(problem("D21", TableCell(1, None, table.number, table.page), row=where + 1))
    return JoinedTable(xs, rows, before.cells + boxes, table, before.first, before.leaves_open, problems, skip)


def _cells_behind(table: PageTable, skip: int, columns: list[int]) -> list[JoinedCell]:
    """The cells of a page's table behind its repeated head; ``columns`` are the lines of the whole table."""
    return [
        JoinedCell(
            max(box.row, skip) - skip,
            box.row_end - skip,
            columns[box.column],
            columns[box.column_end],
            text,
            [place_of(table, box)],
        )
        for box, text in zip(table.lattice.boxes, table.texts)  # noqa: B905
        if box.row_end > skip
    ]


def _parted_as_above(cells: list[JoinedCell], before: JoinedTable) -> list[JoinedCell]:
    """The cells, blank ones of the first row parted where the cells above them are, if those go on over several rows.

    Programs that frame each cell alone draw nothing for merged cells that go on beside each other.
    """
    above = sorted((cell for cell in before.cells if cell.row_end == before.rows), key=lambda cell: cell.column)
    found = []
    for cell in cells:
        over = [each for each in above if cell.column <= each.column and each.column_end <= cell.column_end]
        widths = sum(each.column_end - each.column for each in over)
        merged = all(each.row_end - each.row > 1 for each in over[:-1])
        if cell.row or cell.text or len(over) < 2 or widths < cell.column_end - cell.column or not merged:
            found.append(cell)
            continue
        for each in over:
            found.append(evolve(cell, column=each.column, column_end=each.column_end, places=list(cell.places)))
    return found


def _merged_as_above(cells: list[JoinedCell], before: JoinedTable) -> list[JoinedCell]:
    """The cells of columns inferred from text, those of the first row merged as the one above them where one has text at most."""
    found = list(cells)
    for over in (cell for cell in before.cells if cell.row_end == before.rows):
        below = [
            cell
            for cell in found
            if cell.row == 0 and over.column <= cell.column and cell.column_end <= over.column_end
        ]
        widths = sum(cell.column_end - cell.column for cell in below)
        filled = [cell for cell in below if cell.text]
        is_one_row = len({cell.row_end for cell in below}) == 1
        if len(below) > 1 and is_one_row and len(filled) < 2 and widths == over.column_end - over.column:
            whole = evolve((filled or below)[0], column=over.column, column_end=over.column_end)
            found = [cell for cell in found if cell not in below] + [whole]
    return found


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
