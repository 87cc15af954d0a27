"""The end of a page across a table: whether the row at it is cut, and which cells go on behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from perfmodel.files.pdf.joined_table import JoinedCell, JoinedTable, place_of
from perfmodel.files.pdf.lattice import Box
from perfmodel.files.pdf.page import PageTable
from perfmodel.files.pdf.page_ends import CellEnd
from perfmodel.files.problem import Problem, problem
from perfmodel.source.cells import TableCell

__all__ = ["PageEdge"]

# A column is always filled where so many of the rows fill it.
_ALWAYS = 0.9
_LEAST_ROWS = 3
# A side is open where rules are missing along more than so much of it.
_MOST_OPEN = 0.6
# A text so long is prose, and no name of a level or body.
_PROSE = 24
_ROWS_READ_AS = {True: ("一行", "one"), False: ("两行", "two")}

_Pair = tuple[JoinedCell, JoinedCell]


class PageEdge:
    """What stands above and below the end of a page, and what it shows.

    ``top`` are the cells of the first row behind it and its repeated head, ``above`` the cells that end at it, by their
    columns. ``problems`` say where it stayed open whether a row goes on.
    """

    def __init__(
        self, before: JoinedTable, table: PageTable, skip: int, columns: Sequence[int], cells: list[JoinedCell]
    ) -> None:
        self.before, self.table, self.skip = before, table, skip
        self.above = {(cell.column, cell.column_end): cell for cell in before.cells if cell.row_end == before.rows}
        self.top = sorted((cell for cell in cells if cell.row == 0), key=lambda cell: cell.column)
        self.problems: list[Problem] = []
        last = before.last
        rows = len(last.lattice.ys) - 1
        self._boxes = {place_of(last, box): box for box in last.lattice.boxes if box.row_end == rows}
        self._opened = _opened(before)

    def is_cut(self) -> bool:
        """Whether the first row goes on with the last one.

        Rules tell it: those of a cut row are missing at the end of the page, where others are not. Where a program draws
        all of them, or none, the text does: what goes on has filled its last line, and a row of its own is complete.
        """
        if not self.top or any((cell.column, cell.column_end) not in self.above for cell in self.top):
            return False
        pairs = [(self.above[cell.column, cell.column_end], cell) for cell in self.top]
        if self._is_remnant(pairs):
            return True
        told = self._told_by_rules([(over, cell) for over, cell in pairs if cell.text])
        return self._told_by_text(pairs) if told is None else told

    def _is_remnant(self, pairs: list[_Pair]) -> bool:
        """Whether one of the two rows has no text at all though rows always have some: it is what a page end cut off.

        Programs move the text of a row as a whole to one side of the page end and draw its cells on both.
        """
        own = [pair for pair in pairs if self._is_own(*pair)]
        if not self._do_others_go_on(pairs, own):
            return False
        filled = [(bool(over.text), bool(cell.text)) for over, cell in own]
        one_is_blank = any(above for above, _ in filled) != any(below for _, below in filled)
        return one_is_blank and any(_is_always_filled(self.before, cell, over) for over, cell in own)

    def _told_by_rules(self, filled: list[_Pair]) -> bool | None:
        """What the rules say of the row; None where they say nothing."""
        opened = [self._is_open(over) for over, _ in filled] or [
            all(self._opened[box.column : box.column_end])
            for box in self._boxes.values()
            if self._opened and box.row == len(self.before.last.lattice.ys) - 2
        ]
        if not self._opened or not opened or not all(opened):
            return False if self.before.leaves_open else None
        if self.skip:
            return None if filled else True
        both = [pair for pair in filled if pair[0].text and self._is_own(*pair)]
        if both and self._are_in_sentences(both):
            return True
        return any(self._is_open_above(*pair) for pair in both) if both else not self._has_rule_above()

    def _is_in_sentence(self, over: JoinedCell, cell: JoinedCell) -> bool:
        """Whether a page end stands in the middle of a sentence of prose."""
        end = self._end(over)
        return end is not None and end.lines > 1 and len(over.text) >= _PROSE and end.may_go_on(cell.text, False)

    def _do_others_go_on(self, pairs: list[_Pair], own: list[_Pair]) -> bool:
        """Whether the merged cells that have text behind the page end go on with those above."""
        others = [pair for pair in pairs if pair[1].text and pair not in own]
        return all(self._is_repeated(*pair) or self._is_rest(*pair) for pair in others)

    def _are_in_sentences(self, filled: list[_Pair]) -> bool:
        return all(self._is_in_sentence(*pair) for pair in filled)

    def _told_by_text(self, pairs: list[_Pair]) -> bool:
        """What the texts say of the row; where they leave it open, that is reported."""
        own = [pair for pair in pairs if self._is_own(*pair)]
        filled = [(over, cell) for over, cell in own if cell.text]
        if not filled or not self._do_others_go_on(pairs, own):
            return False
        missing = [cell for over, cell in own if not cell.text and over.text]
        goes_on = all(self._may_go_on(*pair, bool(missing)) for pair in filled)
        lacks = self._lacks(missing, filled)
        if goes_on is lacks or (goes_on and self._are_in_sentences(filled)):
            return goes_on
        cut = len(filled) == 1 if lacks else len(filled) > 1 or bool(missing)
        if lacks or all(_has_blanks(self.before, cell) for cell in missing):
            self._report(cut)
        return cut

    def _lacks(self, missing: list[JoinedCell], filled: list[_Pair]) -> bool:
        """Whether a row lacks a text that rows have, behind its first one: before that stand the levels, blank below."""
        first = min(cell.column for _, cell in filled)
        return any(cell.column > first and _is_always_filled(self.before, cell) for cell in missing)

    def _report(self, cut: bool) -> None:
        how, how_en = _ROWS_READ_AS[cut]
        place = TableCell(self.skip + 1, None, self.table.number, self.table.page)
        self.problems.append(problem("D20", place, how=how, how_en=how_en))

    def _may_go_on(self, over: JoinedCell, cell: JoinedCell, has_gaps: bool) -> bool:
        """Whether a cell's text can be the rest of the one above, or all of it where that was moved behind the page end.

        In a row that ``has_gaps`` a text may go on with a new sentence.
        """
        if not over.text:
            return _is_always_filled(self.before, cell)
        end = self._end(over)
        return end is not None and end.may_go_on(cell.text, has_gaps)

    def _end(self, over: JoinedCell) -> CellEnd | None:
        box = self._box(over)
        return None if box is None else self.before.last.ends.get((box.column, box.column_end))

    def _box(self, over: JoinedCell) -> Box | None:
        return next((self._boxes[place] for place in reversed(over.places) if place in self._boxes), None)

    def _is_open(self, over: JoinedCell) -> bool:
        """Whether there is no rule below a cell at the end of the page, where the table has such rules."""
        box = self._box(over)
        return box is not None and bool(self._opened) and all(self._opened[box.column : box.column_end])

    def _has_rule_above(self) -> bool:
        """Whether the cells of the page's first row have rules above them."""
        opened = self.table.lattice.open_top
        boxes = [box for box in self.table.lattice.boxes if box.row == 0 and box.row_end == 1]
        return bool(opened) and bool(boxes) and not any(any(opened[box.column : box.column_end]) for box in boxes)

    def is_one(self, over: JoinedCell, cell: JoinedCell, leading: bool) -> bool:
        """Whether a cell goes on as the first one behind the page end: no rule between, or a merged one.

        A merged cell's text may stand on both pages, or be cut. ``leading`` is whether the cells to its left go on too.
        """
        if self._is_open(over):
            return not cell.text or cell.text == over.text or self._is_open_above(over, cell)
        if self.before.leaves_open and cell.text != over.text:
            return False
        merged = over.row_end - over.row > 1 or cell.row_end - cell.row > 1
        if not cell.text:
            return bool(over.text) and (merged or (leading and not _has_blanks_below(self.before, over)))
        if cell.text == over.text:
            return merged and leading
        return merged and self._is_rest(over, cell)

    def _is_open_above(self, over: JoinedCell, cell: JoinedCell) -> bool:
        """Whether there is no rule above a cell; behind a repeated head there always is one, and other cells tell it."""
        if self.skip:
            return not all(self._opened) or not self._is_own(over, cell)
        opened = self.table.lattice.open_top
        box = next((box for box in self.table.lattice.boxes if place_of(self.table, box) in cell.places), None)
        return box is None or not opened or all(opened[box.column : box.column_end])

    def _is_own(self, over: JoinedCell, cell: JoinedCell) -> bool:
        """Whether two cells are of the last row and the first one alone."""
        return cell.row_end == 1 and over.row == self.before.rows - 1

    @staticmethod
    def _is_repeated(over: JoinedCell, cell: JoinedCell) -> bool:
        return cell.text == over.text and cell.row_end > 1

    def _is_rest(self, over: JoinedCell, cell: JoinedCell) -> bool:
        """Whether a merged cell's text is the rest of the one above.

        Together they end as others of the column do; or it is prose in the middle of a sentence, or nothing stands beside it
        that begins anew.
        """
        end = self._end(over)
        others = [each.text for each in _column(self.before, over) if each.text and each is not over]
        if end is None or not (end.is_stack or end.may_go_on(cell.text, True)) or cell.text in others:
            return False
        if self._is_piece(over, cell, others, end):
            return True
        left = [each.text for each in self.top if each.column < cell.column]
        within = not end.ends_sentence or (bool(left) and not any(left))
        return len(over.text) >= _PROSE and end.lines > 1 and not end.is_stack and within

    def _is_piece(self, over: JoinedCell, cell: JoinedCell, others: list[str], end: CellEnd) -> bool:
        """Whether two texts are pieces of the name of a level or body, as the others of their column are."""
        is_single = min(len(over.text), len(cell.text)) == 1 and not cell.text[0].isdigit()
        if others:
            usual = Counter(text[-1] for text in others).most_common(1)[0][0]
            return over.text[-1:] != usual and (cell.text[-1] == usual or is_single)
        if end.is_stack:
            return is_single or (over.text[-1] != cell.text[-1] and not all(each.text for each in self.top))
        return is_single


def _opened(before: JoinedTable) -> list[bool]:
    """For each column of the last page's table whether its rule is missing at the page end: where the table has such rules."""
    style = before.first.lattice.open_top
    return [] if style and sum(style) > _MOST_OPEN * len(style) else before.last.lattice.open_bottom


def _is_always_filled(before: JoinedTable, cell: JoinedCell, but: JoinedCell | None = None) -> bool:
    """Whether the rows of a column all have text, each its own, ``but`` for one."""
    column = [each for each in _column(before, cell) if each is not but]
    if any(each.row_end - each.row > 1 for each in column):
        return False
    return len(column) >= _LEAST_ROWS and sum(bool(each.text) for each in column) >= _ALWAYS * len(column)


def _has_blanks(before: JoinedTable, cell: JoinedCell) -> bool:
    """Whether cells of a column are left empty below a text, or merged: then one without text is nothing unusual."""
    return any(not each.text or each.row_end - each.row > 1 for each in _column(before, cell))


def _column(before: JoinedTable, cell: JoinedCell) -> list[JoinedCell]:
    return [each for each in before.cells if (each.column, each.column_end) == (cell.column, cell.column_end)]


def _has_blanks_below(before: JoinedTable, over: JoinedCell) -> bool:
    """Whether cells of the column are left empty below a text, each with its own rule: then so is the one behind the page."""
    return any(not cell.text for cell in _column(before, over))
