"""Where the forms of a document are: its rows parted into head blocks, indicator parts and tasks, and these into forms."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.cell_words import category_level
from perfmodel.forms.columns import Head, find_head
from perfmodel.forms.form_parts import FormParts, IndicatorPart, Rows, TaskPart
from perfmodel.forms.heads_across import find_across
from perfmodel.forms.inline_labels import inline_pairs
from perfmodel.forms.lines_behind import RESULT_LABELS, is_lone_value, is_wide_value, says_more
from perfmodel.forms.sheets import DocumentText, Line, Sheet, Strip
from perfmodel.forms.strips import strips_of
from perfmodel.forms.tasks import find_task_head
from perfmodel.forms.titles import is_attachment, is_note, is_title, year_of
from perfmodel.source.characters import fold
from perfmodel.strings.page_layout import is_page_number

__all__ = ["regions_of"]

# So many lines above a form are looked through for its title.
_LINES_ABOVE_FORM = 8
_LONGEST_SIGNATURE = 120
# So many rows of several cells above a title are a table that has nothing to do with its form.
_ROWS_OF_ANOTHER_TABLE = 3
# Between the parts of a form on two pages stand no more lines than the head and the foot of a page, and none is longer.
_LINES_AT_PAGE_EDGES = 4
_LONGEST_EDGE_LINE = 40
_ENDS_INDICATORS = frozenset(
    "name body spender department period goal whole_period_goal money goals tasks year".split()
)


def regions_of(text: DocumentText, forms: Catalogue) -> tuple[list[FormParts], list[FormParts], list[Line]]:
    """Return the forms of a document, the rows that are none, and the lines that belong to neither."""
    walker = _Walker(forms)
    for block in text.blocks:
        if isinstance(block, Line):
            walker.line(block)
        else:
            walker.sheet(block)
    walker.close()
    return walker.found, walker.left, walker.lines_left


class _Walker:
    """Goes over a document in order and puts what it meets into forms."""

    def __init__(self, forms: Catalogue) -> None:
        self.forms = forms
        self.found: list[FormParts] = []
        self.left: list[FormParts] = []
        self.current = FormParts()
        self.waiting: list[Line] = []
        self.lines_left: list[Line] = []
        self.last_part: IndicatorPart | None = None
        self.block: Rows = []

    def line(self, line: Line) -> None:
        """Take a line of text: a signature or a note of the form above, or something of the next one."""
        text = line.at.text
        if self.current.is_form and not self.waiting and (self.forms.is_signature(text) or is_note(text)):
            self.current.lines.append(line)
            return
        if self.current.is_form and not self.waiting and says_more(text, self.current.behind, self.forms):
            self.current.behind.append(line)
            return
        self.waiting.append(line)

    def sheet(self, sheet: Sheet) -> None:
        """Take a grid, strip by strip."""
        for at, strip in enumerate(strips_of(sheet, self.forms)):
            if at:
                self._flush()
            self._strip(strip)

    def close(self) -> None:
        """Finish the last form."""
        self._flush()
        self.lines_left += self.waiting
        self.waiting = []

    def _flush(self) -> None:
        if self.current.rows or self.current.indicators or self.current.titles or self.current.tasks:
            if self.current.is_form:
                self.found.append(self.current)
            else:
                self.left.append(self.current)
                self.lines_left += self.current.lines
        else:
            self.lines_left += self.current.lines
        self.current = FormParts()
        self.last_part = None
        self.block = []

    def _strip(self, strip: Strip) -> None:
        start = self._continued(strip)
        items = list(_items(strip, self.forms, start))
        if start == 0 and not self._goes_on(items, strip):
            self._flush()
        self._take_lines()
        if strip.sheet not in self.current.sheets:
            self.current.sheets.append(strip.sheet)
        self.block = []
        for item in items:
            if isinstance(item, IndicatorPart):
                self._indicators(item, strip)
            elif isinstance(item, TaskPart):
                self.current.tasks.append(item)
                self.block = []
            else:
                self._row(strip, item)

    def _take_lines(self) -> None:
        """The lines just above a grid may be its title; those before are none of it."""
        if not self.waiting:
            return
        first = max(len(self.waiting) - _LINES_ABOVE_FORM, 0)
        for at in range(len(self.waiting) - 1, first - 1, -1):
            text = self.waiting[at].at.text
            if len(text) > 120 and not inline_pairs(text, self.forms):
                first = at + 1
                break
        self.lines_left += self.waiting[:first]
        self.current.lines += self.waiting[first:]
        self.waiting = []

    def _continued(self, strip: Strip) -> int:
        """Add the rows that go on with the indicators of the grid before; return where they end."""
        part, sheet = self.last_part, strip.sheet
        if part is None or not self._may_go_on():
            return 0
        before = (part.rows or part.heads)[-1][0]
        if before.sheet is sheet or (before.sheet.columns, before.first, before.end) != (
            sheet.columns,
            strip.first,
            strip.end,
        ):
            return 0
        row = 0
        head = find_head(strip, 0, self.forms)
        if head is not None:
            if head.texts != part.head.texts:
                return 0
            part.heads += [(strip, at) for at in range(head.last + 1)]
            row = head.last + 1
        while (
            row < sheet.rows
            and find_head(strip, row, self.forms) is None
            and not _ends(strip, row, part.head, self.forms)
        ):
            part.rows.append((strip, row))
            row += 1
        if row and sheet not in self.current.sheets:
            self.current.sheets.append(sheet)
        if row:
            self.lines_left += self.waiting
            self.waiting = []
        return row

    def _may_go_on(self) -> bool:
        """Whether nothing but what stands at the edges of pages parts a grid from the one before."""
        texts = [line.at.text for line in self.waiting]
        return len(texts) <= _LINES_AT_PAGE_EDGES and all(
            is_page_number(text)
            or (len(text) <= _LONGEST_EDGE_LINE and not is_title(text) and not inline_pairs(text, self.forms))
            for text in texts
        )

    def _goes_on(self, items: list[IndicatorPart | TaskPart | int], strip: Strip) -> bool:
        """Whether a grid belongs to the form that was begun: that has a head block and no indicators yet, or the other way."""
        current = self.current
        if not current.sheets or any(is_title(line.at.text) for line in self.waiting):
            return False
        rows = [item for item in items if isinstance(item, int)]
        named = any(self._names(strip, row) for row in rows)
        titled = any(_title_row(strip, row, self.forms) for row in rows)
        has_indicators = any(isinstance(item, IndicatorPart) for item in items)
        if current.titles and not titled and self._is_bare_title():
            return True  # a title at the foot of the page before
        if named or titled:
            return False
        if has_indicators:
            return current.is_named and (not current.indicators or _same_head(current, items))
        return bool(current.is_named or current.indicators) and self._has_labels(strip, rows)

    def _is_bare_title(self) -> bool:
        """Whether the form that was begun has nothing but its title so far."""
        current = self.current
        texts = [strip.sheet.texts[cell] for strip, row in current.rows for cell in strip.row(row)]
        return not (current.is_named or current.indicators) and all(map(is_attachment, texts))

    def _has_labels(self, strip: Strip, rows: list[int]) -> bool:
        count = 0
        for row in rows:
            for cell in strip.row(row):
                label = self.forms.label(strip.sheet.texts[cell])
                count += label is not None and label.field in _ENDS_INDICATORS
        needed = 1 if self.current.is_named and not self.current.indicators else 2
        return count >= needed

    def _indicators(self, part: IndicatorPart, strip: Strip) -> None:
        current = self.current
        if current.indicators and current.is_named and current.named_behind_indicators and not part.head.is_list:
            self._new_form(strip)
        self.current.indicators.append(part)
        self.last_part = part
        self.block = []

    def _new_form(self, strip: Strip, keep: bool = False) -> None:
        """Begin another form on the same strip; with ``keep`` the rows just above belong to it."""
        moved: Rows = []
        if keep and self.block:
            moved = [one for one in self.block if not self._belongs_above(*one)]
            self.current.rows = [one for one in self.current.rows if one not in moved]
        self._flush()
        self.current.rows += moved
        self.current.sheets.append(strip.sheet)
        self.block = list(moved)

    def _belongs_above(self, strip: Strip, row: int) -> bool:
        texts = [strip.sheet.texts[cell] for cell in strip.row(row)]
        return not texts or self.forms.is_signature(texts[0]) or is_note(texts[0])

    def _row(self, strip: Strip, row: int) -> None:
        if not strip.row(row):
            return
        current = self.current
        if _title_row(strip, row, self.forms) and not self._is_goal_label(strip, row):
            if current.indicators or current.is_named or self._holds_another_table():
                self._new_form(strip)
            self.current.titles.append((strip, row))
            return
        if self._names(strip, row):
            if current.is_named:
                self._new_form(strip, keep=bool(current.indicators) and not current.named_behind_indicators)
            self.current.is_named = True
            self.current.named_behind_indicators = bool(self.current.indicators)
        if self._has_goal(strip, row):
            self.current.has_goal = True
        self.current.rows.append((strip, row))
        self.block.append((strip, row))

    def _holds_another_table(self) -> bool:
        """Whether what stands above a title is no head block of it, but a table of its own."""
        rows = [strip.row(row) for strip, row in self.current.rows]
        return sum(len(cells) > 2 for cells in rows) >= _ROWS_OF_ANOTHER_TABLE

    def _is_goal_label(self, strip: Strip, row: int) -> bool:
        """Whether what reads like a title, 年度绩效目标, is a label over its value: a name is there, and no indicators yet."""
        return self.current.is_named and not self.current.indicators and self._has_goal(strip, row)

    def _names(self, strip: Strip, row: int) -> bool:
        cells = strip.row(row)
        texts = [strip.sheet.texts[cell] for cell in cells]
        if any(self._is_field(text, ("name",)) for text in texts):
            return True
        return len(texts) > 1 and self.forms.guess("labels", texts[0], ("name",)) is not None

    def _has_goal(self, strip: Strip, row: int) -> bool:
        return any(self._is_field(strip.sheet.texts[cell], ("goal", "whole_period_goal")) for cell in strip.row(row))

    def _is_field(self, text: str, fields: tuple[str, ...]) -> bool:
        label = self.forms.label(text)
        if label is not None:
            return label.field in fields
        return any(found.field in fields for found, _start, _end, _name in inline_pairs(text, self.forms))


def _same_head(current: FormParts, items: list[IndicatorPart | TaskPart | int]) -> bool:
    texts = current.indicators[-1].head.texts
    return all(item.head.texts == texts for item in items if isinstance(item, IndicatorPart))


def _title_row(strip: Strip, row: int, forms: Catalogue) -> bool:
    """Whether a row is a form's title, alone or with its year or the unit of its amounts; 绩效目标 beside a goal is none."""
    cells = strip.row(row)
    texts = [strip.sheet.texts[cell] for cell in cells]
    if not cells or len(cells) > 2 or not is_title(texts[0]):
        return False
    if len(cells) == 2:
        if forms.label(texts[0]) is not None:
            return False
        return year_of(texts[1]) is not None or "单位" in fold(texts[1]) or is_attachment(texts[1])
    one = strip.sheet.cells[cells[0]]
    beside = strip.right_of(cells[0])
    return one.column_span > 1 or one.column == strip.first or beside is None


def _items(strip: Strip, forms: Catalogue, start: int) -> Iterator[IndicatorPart | TaskPart | int]:
    """Yield the parts of a strip, and the numbers of the rows that belong to none."""
    row = max(start, strip.top)
    held: int | None = None
    while row < strip.bottom:
        if (across := find_across(strip, row, forms)) is not None:
            if held is not None:
                yield held
            held = None
            yield IndicatorPart(*across[:3])
            row = across[3]
            continue
        head = find_head(strip, row, forms)
        tasks = None if head is not None else find_task_head(strip, row, forms)
        if head is None and tasks is None:
            if held is not None:
                yield held
            held = row
            row += 1
            continue
        first = row if head is None else head.first
        if held is not None and held < first:
            yield held
        held = None
        if head is not None:
            part = IndicatorPart(head, heads=[(strip, at) for at in range(head.first, head.last + 1)])
            row = _take_rows(strip, head.last + 1, part, forms)
            yield part
        elif tasks is not None:
            task_part = TaskPart(tasks, heads=[(strip, at) for at in range(tasks.first, tasks.last + 1)])
            row = tasks.last + 1
            while row < strip.bottom and find_head(strip, row, forms) is None and tasks.goes_on(strip, row, forms):
                task_part.rows.append((strip, row))
                row += 1
            yield task_part
    if held is not None:
        yield held


def _take_rows(strip: Strip, row: int, part: IndicatorPart, forms: Catalogue) -> int:
    start = row
    while row < strip.bottom:
        again = find_head(strip, row, forms)
        if again is not None:
            if again.texts != part.head.texts:
                return max(start, min(row, again.first))  # never back, or it would be gone over again
            part.heads += [(strip, at) for at in range(again.first, again.last + 1)]
            row = again.last + 1
            continue
        if _ends(strip, row, part.head, forms):
            return row
        part.rows.append((strip, row))
        row += 1
    return row


def _ends(strip: Strip, row: int, head: Head, forms: Catalogue) -> bool:
    """Whether the indicators end before a row: labels of a head block, a title, a signature or a note stand in it."""
    sheet = strip.sheet
    cells = strip.row(row)
    if not cells:
        return False
    text = sheet.texts[cells[0]]
    if len(cells) <= 2 and (is_note(text) or _title_row(strip, row, forms)):
        return True
    first_own = min((column.first for block in head.blocks for column in block.columns), default=strip.first)
    if sheet.cells[cells[0]].column > first_own or category_level(text) is not None:
        return False
    if len(text) < _LONGEST_SIGNATURE and forms.is_signature(text):
        return True
    if len(cells) == 1 and inline_pairs(text, forms):
        return True
    label = forms.label(text)
    if label is None:
        return len(cells) == 2 and not head.is_list and is_wide_value(strip, cells[0], head, whole=True)
    if label.field in _ENDS_INDICATORS:
        return not (head.is_list and label.field in ("body", "department", "year"))
    if head.is_list or label.field not in ("attribute", "layout", *RESULT_LABELS):
        return False
    return is_wide_value(strip, cells[0], head) or (label.field != "layout" and is_lone_value(strip, cells, head))
