"""HTML pages, read with the standard library alone: tables with their spans, and the text between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import define, field

from perfmodel.files.budget import Budget
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.grid import GridBuilder
from perfmodel.files.html_tokens import EndTag, StartTag, html_tokens
from perfmodel.files.problem import Problem, problem
from perfmodel.files.text_file import text_of
from perfmodel.files.unseen import without_unseen
from perfmodel.source.cells import CellPlace, TableCell

__all__ = ["read"]

_VOID_ELEMENTS = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What is in these is not shown.
_UNSEEN = frozenset("script style noscript template head title datalist svg math object iframe rt rp".split())
_BLOCKS = frozenset(
    "address article aside blockquote caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_KEEP_LINES = frozenset(["pre", "textarea"])
_TEXT_INPUTS = frozenset("text number date month tel email url search".split())
_ROW_GROUPS = frozenset(["thead", "tbody", "tfoot"])
_PARTS_OF_TABLES = _ROW_GROUPS | {"tr", "td", "th"}
# An opening tag closes these where they are still open, as HTML says.
_CLOSES = {
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "option": ("option",),
    **dict.fromkeys(_ROW_GROUPS, ("td", "th", "tr", "caption", *_ROW_GROUPS)),
}
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_HTML_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_LINE_BREAK = re.compile(r" ?\v[ \v]*")
# HTML itself allows no larger spans.
_MAX_COLUMN_SPAN, _MAX_ROW_SPAN = 1000, 65534


@define
class _OpenCell:
    row_span: int
    column_span: int
    text: list[str] = field(factory=list)
    # Tables in the cell: how many pieces of text stand before each, and where it stands among the blocks.
    tables: list[tuple[int, int]] = field(factory=list)


@define
class _Level:
    """A table that is open, or the page around all of them: what is open in it, and what was read of it."""

    number: int = 0
    slot: int = 0
    open_tags: list[tuple[str, bool]] = field(factory=list)
    counts: Counter[str] = field(factory=Counter)
    groups: list[list[list[_OpenCell]]] = field(factory=list)
    foot: list[list[_OpenCell]] = field(factory=list)
    in_foot: bool = False
    row: list[_OpenCell] | None = None
    cell: _OpenCell | None = None
    outside: list[str] = field(factory=list)


def read(data: bytes, budget: Budget) -> Document:
    """Read an HTML page."""
    text, problems = text_of(data, budget)
    return parse_html(text, budget, problems)


def parse_html(text: str, budget: Budget, problems: tuple[Problem, ...] = ()) -> Document:
    """Return the tables of a page, and the text between them; hidden parts are left out and said.

    >>> grid = parse_html("<table><tr><td rowspan=2>产出<td>数量<tr><td>质量</table>", Budget()).grids[0]
    >>> [(cell.text, cell.row, cell.column, cell.row_span) for cell in grid.cells]
    [('产出', 0, 0, 2), ('数量', 0, 1, 1), ('质量', 1, 1, 1)]
    """
    reader = _Reader(budget)
    for token in html_tokens(text, budget):
        if isinstance(token, str):
            reader.text(token)
        elif isinstance(token, StartTag):
            reader.start(token)
        else:
            reader.end(token)
    reader.finish()
    return Document(tuple(reader.shown_blocks()), problems=problems + reader.problems())


class _Reader:
    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.blocks: list[Grid | Text | None] = []
        self.layouts: set[int] = set()
        self.texts_around: dict[int, tuple[list[Text], list[Text]]] = {}
        self.levels = [_Level()]
        self.tables = self.parts = 0
        self.hidden = 0
        self.hidden_texts = 0
        self.too_deep = 0
        self.kept_lines = 0
        self.options: list[tuple[bool, list[str]]] | None = None
        self.was_too_deep = False

    def shown_blocks(self) -> Iterator[Grid | Text]:
        """Yield what was read, in order."""
        for slot, block in enumerate(self.blocks):
            before, behind = self.texts_around.get(slot, ((), ()))
            yield from before
            if block is not None:
                yield block
            yield from behind

    def problems(self) -> tuple[Problem, ...]:
        """What was left out."""
        found = []
        if self.hidden_texts:
            found.append(problem("D01", what=f"{self.hidden_texts} 段", what_en=f"{self.hidden_texts} pieces"))
        if self.was_too_deep:
            found.append(problem("D05", count=self.budget.limits.nesting))
        return tuple(found)

    def start(self, token: StartTag) -> None:
        """Open an element."""
        tag, given = token.name, token.attributes
        if tag == "table" and len(self.levels) > self.budget.limits.nesting:
            self.too_deep += 1
            self.was_too_deep = True
            return
        level = self.levels[-1]
        for implied in _CLOSES.get(tag, ()):
            self._close_tag(level, implied)
        if tag in _BLOCKS:
            self._close_tag(level, "p")
            self._break()
        elif tag == "br":
            self._break()
        hidden_style = _HIDDEN_STYLE.search(given.get("style") or "")
        unseen = tag in _UNSEEN or "hidden" in given or hidden_style is not None
        if tag in _VOID_ELEMENTS:
            if tag == "input" and not unseen:
                self._put(_shown_input(given))
            return
        level.open_tags.append((tag, unseen))
        level.counts[tag] += 1
        # A cell that is only invisible keeps its place.
        keeps_place = hidden_style is not None and tag in ("td", "th") and hidden_style[1][0] in "vV"
        if keeps_place and not self.hidden and len(self.levels) > 1:
            self._open_part(level, tag, given)
        self.hidden += unseen
        if self.hidden and tag != "table":
            return
        if tag == "table":
            self._open_table()
        elif tag in _KEEP_LINES or tag in ("select", "option"):
            self._open_field(tag, given)
        elif len(self.levels) > 1:
            self._open_part(level, tag, given)

    def _open_field(self, tag: str, given: dict[str, str | None]) -> None:
        """Open what shows its text in a way of its own: with its lines, or as the one choice of several."""
        if tag in _KEEP_LINES:
            self.kept_lines += 1
        elif tag == "select":
            self.options = []
        elif self.options is not None:
            self.options.append(("selected" in given, []))

    def end(self, token: EndTag) -> None:
        """Close an element, and what is still open in it."""
        tag = token.name
        if tag == "table":
            if self.too_deep:
                self.too_deep -= 1
                return
            if len(self.levels) > 1:
                self._close_table()
                self._close_tag(self.levels[-1], tag)
                return
        if tag in _BLOCKS:
            self._break()
        if tag in _KEEP_LINES:
            self.kept_lines = max(self.kept_lines - 1, 0)
        elif tag == "select":
            self._put_option()
        self._close_tag(self.levels[-1], tag)

    def text(self, data: str) -> None:
        """Take text."""
        if self.hidden:
            self.hidden_texts += bool(data.strip()) and not self._in_unseen()
            return
        self._put(data)

    def _put_option(self) -> None:
        """Put the choice that a list shows: what is selected, else the first."""
        options, self.options = self.options, None
        if options:
            self._put("".join(next((pieces for selected, pieces in options if selected), options[0][1])))

    def finish(self) -> None:
        """Close what the page left open."""
        self._put_option()
        while len(self.levels) > 1:
            self._close_table()
        self._flush()

    def _in_unseen(self) -> bool:
        """Whether the text belongs to no one's eyes anyway: a script, a style."""
        tags = self.levels[-1].open_tags
        return any(tag in _UNSEEN for tag, _ in tags[-50:])

    def _put(self, text: str) -> None:
        level = self.levels[-1]
        self.budget.charge("characters", len(text))
        if self.kept_lines:
            text = text.strip("\n").replace("\n", "\v")
        if self.options is not None:
            if self.options:
                self.options[-1][1].append(text)
        elif level.cell is not None:
            level.cell.text.append(_HTML_BLANKS.sub(" ", text))
        elif text.strip():
            # Text in a table but in no cell is shown above the table.
            target = next((each.cell for each in reversed(self.levels) if each.cell is not None), None)
            (self.levels[0].outside if target is None else target.text).append(_HTML_BLANKS.sub(" ", text))

    def _break(self) -> None:
        """Begin a new line of what is open."""
        cell = self.levels[-1].cell
        if cell is not None:
            cell.text.append("\v")
        elif len(self.levels) == 1:
            self._flush()

    def _flush(self) -> None:
        """Make a text of what stands outside of tables."""
        outside = self.levels[0].outside
        text = _shown(outside)
        outside.clear()
        if text:
            self.budget.charge("lines")
            self.blocks.append(Text(text))

    def _open_table(self) -> None:
        if len(self.levels) == 1:
            self._flush()
        self.budget.check("grids", self.tables)
        self.tables += 1
        if (around := self.levels[-1].cell) is not None:
            around.tables.append((len(around.text), len(self.blocks)))
        self.blocks.append(None)
        self.levels.append(_Level(self.tables, len(self.blocks) - 1))

    def _open_part(self, level: _Level, tag: str, given: dict[str, str | None]) -> None:
        if tag in _PARTS_OF_TABLES:
            # Groups, rows and cells are held until their table ends, though nothing may be in them.
            self.parts += 1
            self.budget.check("positions", self.parts)
        if tag in _ROW_GROUPS:
            level.groups.append([])
            level.in_foot = tag == "tfoot"
        elif tag == "tr":
            self._open_row(level)
        elif tag in ("td", "th"):
            if level.row is None:
                self._open_row(level)
            row_span = _number(given.get("rowspan"), _MAX_ROW_SPAN)
            level.cell = _OpenCell(
                _MAX_ROW_SPAN if row_span == 0 else row_span, _number(given.get("colspan"), _MAX_COLUMN_SPAN) or 1
            )
            if level.row is not None:
                level.row.append(level.cell)

    def _open_row(self, level: _Level) -> None:
        level.row = []
        if level.in_foot:
            level.foot.append(level.row)
        else:
            if not level.groups:
                level.groups.append([])
            level.groups[-1].append(level.row)

    def _close_tag(self, level: _Level, tag: str) -> None:
        if not level.counts[tag]:
            return
        while True:
            closed, unseen = level.open_tags.pop()
            level.counts[closed] -= 1
            self.hidden -= unseen
            if closed in ("td", "th"):
                level.cell = None
            elif closed == "tr":
                level.row = level.cell = None
            elif closed in _ROW_GROUPS:
                level.in_foot = False
                level.groups.append([])
            if closed == tag:
                return

    def _is_page_layout(self, groups: list[list[list[_OpenCell]]]) -> bool:
        """Whether a table only arranges a page: tables of several columns are in it, and no row has two cells that hold anything."""
        rows = [[cell for cell in row if cell.tables or _shown(cell.text)] for group in groups for row in group]
        slots = [slot for row in rows for cell in row for _before, slot in cell.tables]
        blocks = [self.blocks[slot] for slot in slots]
        has_table = any(slot in self.layouts for slot in slots) or any(
            isinstance(block, Grid) and block.columns > 1 for block in blocks
        )
        return has_table and all(len(row) < 2 for row in rows)

    def _texts_of_layout(self, cells: Iterable[_OpenCell]) -> None:
        """Put the texts of a table that only arranges the page before and behind the tables in it."""
        waiting: list[Text] = []
        last: int | None = None
        for cell in cells:
            at = 0
            for before, slot in cell.tables:
                waiting += self._lines_of(cell.text[at:before])
                self.texts_around.setdefault(slot, ([], []))[0][:0] = waiting
                waiting, last, at = [], slot, before
            waiting += self._lines_of(cell.text[at:])
        if last is not None:
            self.texts_around[last][1].extend(waiting)

    def _lines_of(self, pieces: list[str]) -> list[Text]:
        lines = [line for line in _shown(pieces).split("\n") if line]
        self.budget.charge("lines", len(lines))
        return [Text(line) for line in lines]

    def _close_table(self) -> None:
        level = self.levels.pop()
        self.hidden -= sum(unseen for _, unseen in level.open_tags)
        if level.foot:
            level.groups.append(level.foot)
        groups = [group for group in level.groups if group]
        if not any(row for group in groups for row in group):
            return

        if self._is_page_layout(groups):
            self.layouts.add(level.slot)
            self._texts_of_layout(cell for group in groups for row in group for cell in row)
            return

        def place_of(row: int, column: int, row_span: int) -> CellPlace:
            return TableCell(row + 1, column + 1, level.number)

        builder = GridBuilder(self.budget, place_of)
        start = 0
        for group in groups:
            end = start + len(group)
            for row, cells in enumerate(group, start):
                column = 0
                for cell in cells:
                    column = builder.first_free(row, column)
                    builder.add(row, column, _shown(cell.text), min(cell.row_span, end - row), cell.column_span)
                    column += cell.column_span
            start = end
        builder.extend(start, builder.columns)
        self.blocks[level.slot] = builder.build(f"表{level.number}", TableCell(table=level.number))


def _shown(pieces: list[str]) -> str:
    """The text as a browser shows it: blanks are one, breaks are line ends."""
    return without_unseen(_LINE_BREAK.sub("\n", _HTML_BLANKS.sub(" ", "".join(pieces)).strip()))


def _shown_input(given: dict[str, str | None]) -> str:
    """What a field to fill in shows: its text, or whether it is ticked."""
    kind = (given.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in given else "□"
    return given.get("value") or "" if kind in _TEXT_INPUTS else ""


def _number(given: str | None, most: int) -> int:
    found = re.match(r"\s*\+?([0-9]+)", given or "")
    return 1 if found is None else min(int(found[1][:9]), most)
