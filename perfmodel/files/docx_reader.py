"""What a part of a DOCX file shows, taken from its XML as it is parsed: tables with their rows, and the text between them."""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import define, field

from perfmodel.files.archive import Attributes, local_name, local_value
from perfmodel.files.budget import Budget
from perfmodel.files.document import Grid, Text
from perfmodel.files.docx_numbering import Numbering
from perfmodel.files.docx_table import WordCell, WordRow, grid_of_rows
from perfmodel.files.problem import Problem, problem
from perfmodel.files.unseen import without_unseen

__all__ = ["PartReader"]

# What is in these is not shown: deleted text, former properties, how characters are spoken, properties of content controls.
_UNSEEN_ELEMENTS = frozenset(
    "del moveFrom sdtPr rt rPrChange pPrChange tcPrChange trPrChange tblPrChange sectPrChange tblGridChange".split()
)
_CHARACTERS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
# Ticks and boxes that are drawn with the fonts of symbols; their codes may have F0 in front.
_SYMBOLS = {
    "wingdings": {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x6E: "■", 0x6C: "●", 0xA1: "○"},
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x51: "☒", 0x54: "☒", 0xA3: "□", 0x30: "□"},
    "symbol": {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xD6: "√", 0xB9: "≠"},
}
_OFF = frozenset(["0", "false", "off"])
_BLANK_LINES = re.compile(r"[ \t\u3000]*\n\s*")


@define
class _Table:
    """A table that is open: its number, where its grid will stand among the blocks, its rows."""

    number: int
    slot: int
    rows: list[WordRow] = field(factory=list)
    widths: list[int] = field(factory=list)
    row: WordRow | None = None
    cell: WordCell | None = None
    in_row_properties: bool = False


class PartReader:
    """Takes tables and text from the elements of a part (the document, a header, the footnotes)."""

    def __init__(self, budget: Budget, numbering: Numbering) -> None:
        self.budget = budget
        self.numbering = numbering
        self.blocks: list[Grid | Text | None] = []
        self.tables: list[_Table] = []
        self.table_count = self.cell_count = 0
        self.hidden_texts = self.hidden_rows = 0
        self.skipped = 0
        self.was_too_deep = False
        self.in_run = self.is_hidden = self.taking = False
        self.style = ""
        self.number: tuple[str | None, int] | None = None
        self.choices: list[bool] = []
        self.in_properties = self.goes_on = False
        self.box: str | None = None
        self.outside: list[str] = []
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "t": self._start_text,
            "r": self._start_run,
            "p": self._start_paragraph,
            "tbl": self._start_table,
            "tr": self._start_row,
            "tc": self._start_cell,
            "gridCol": self._grid_column,
            "vanish": self._hide,
            "sym": self._symbol,
            "trPr": self._start_row_properties,
            "AlternateContent": lambda _: self.choices.append(False),
            "pStyle": self._paragraph_style,
            "numId": self._number_id,
            "ilvl": self._number_level,
            "pPr": self._start_properties,
            "checkBox": self._start_box,
            "default": self._tick,
            "checked": self._tick,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "t": self._end_text,
            "r": self._end_run,
            "p": self._end_paragraph,
            "tbl": self._end_table,
            "tr": self._end_row,
            "tc": self._end_cell,
            "trPr": self._end_row_properties,
            "pPr": self._end_properties,
            "checkBox": self._end_box,
            "txbxContent": self._end_text_box,
            "AlternateContent": self._end_alternatives,
        }

    def start(self, tag: str, attributes: Attributes) -> None:
        """Open an element."""
        if self.skipped:
            self.skipped += 1
            return
        name = local_name[tag]
        table = self.tables[-1] if self.tables else None
        if table is not None and table.in_row_properties:
            self._row_property(table, name, attributes)
        elif name in _UNSEEN_ELEMENTS or self._is_second_choice(name):
            # The mark at a paragraph's end may be deleted: then the next paragraph goes on in its line.
            self.goes_on |= self.in_properties and name == "del"
            self.skipped = 1
        elif (handler := self._starts.get(name)) is not None:
            handler(attributes)
        elif self.in_run and name in _CHARACTERS:
            self._put(_CHARACTERS[name])
        elif table is not None and table.cell is not None:
            _cell_property(table.cell, name, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        if self.skipped:
            self.skipped -= 1
            return
        if (handler := self._ends.get(local_name[tag])) is not None:
            handler()

    def text(self, data: str) -> None:
        """Take text."""
        if self.taking and not self.skipped:
            self._put(data)

    def finish(self) -> list[Grid | Text]:
        """Close what the part left open (it was cut off), and return what was read."""
        while self.tables:
            self._end_cell()
            self._end_row()
            self._end_table()
        self._flush()
        return [block for block in self.blocks if block is not None]

    def problems(self) -> list[Problem]:
        """What was left out."""
        found = []
        if self.hidden_texts:
            found.append(
                problem("D01", what=f"{self.hidden_texts} 段文字", what_en=f"{self.hidden_texts} pieces of text")
            )
        if self.hidden_rows:
            found.append(
                problem("D01", what=f"{self.hidden_rows} 个表格行", what_en=f"{self.hidden_rows} rows of tables")
            )
        if self.was_too_deep:
            found.append(problem("D05", count=self.budget.limits.nesting))
        return found

    def _is_second_choice(self, name: str) -> bool:
        """Whether an element says once more, for older programs, what was said by another (a text box, mostly)."""
        if name not in ("Choice", "Fallback") or not self.choices:
            return False
        known, self.choices[-1] = self.choices[-1], True
        return known

    def _end_alternatives(self) -> None:
        if self.choices:
            self.choices.pop()

    def _put(self, text: str) -> None:
        if self.is_hidden:
            self.hidden_texts += bool(text.strip())
            return
        self.budget.charge("characters", len(text))
        cell = next((table.cell for table in reversed(self.tables) if table.cell is not None), None)
        (self.outside if cell is None else cell.pieces).append(text)

    def _flush(self) -> None:
        """Make a text of what stands outside of tables."""
        text = _shown(self.outside)
        self.outside.clear()
        if text:
            self.budget.charge("lines")
            self.blocks.append(Text(text))

    def _start_text(self, attributes: Attributes) -> None:
        self.taking = True

    def _end_text(self) -> None:
        self.taking = False

    def _start_run(self, attributes: Attributes) -> None:
        self.in_run, self.is_hidden = True, False

    def _end_run(self) -> None:
        self.in_run = self.is_hidden = False

    def _hide(self, attributes: Attributes) -> None:
        if self.in_run:
            self.is_hidden = local_value(attributes, "val") not in _OFF

    def _symbol(self, attributes: Attributes) -> None:
        font, code = local_value(attributes, "font") or "", local_value(attributes, "char") or ""
        if re.fullmatch("[0-9A-Fa-f]{1,4}", code):
            number = int(code, 16)
            self._put(_SYMBOLS.get(font.lower(), {}).get(number & 0xFF) or chr(number))

    def _start_paragraph(self, attributes: Attributes) -> None:
        # A text box stands in a run of a paragraph, and has paragraphs of its own.
        self.in_run = self.is_hidden = self.taking = False
        self.style, self.number = "", None
        goes_on, self.goes_on = self.goes_on, False
        if goes_on:
            return
        if any(table.cell is not None for table in self.tables):
            self._put("\n")
        else:
            self._flush()

    def _end_paragraph(self) -> None:
        if not self.goes_on and not any(table.cell is not None for table in self.tables):
            self._flush()

    def _start_properties(self, attributes: Attributes) -> None:
        self.in_properties = True

    def _end_properties(self) -> None:
        self.in_properties = False
        self._put_number()

    def _end_text_box(self) -> None:
        # What stands behind it in the paragraph around it is another line.
        if any(table.cell is not None for table in self.tables):
            self._put("\n")

    def _start_box(self, attributes: Attributes) -> None:
        self.box = "□"

    def _tick(self, attributes: Attributes) -> None:
        """Take whether a box to tick is ticked: usually (`default`), or in this document (`checked`, which comes last)."""
        if self.box is not None:
            self.box = "□" if local_value(attributes, "val") in _OFF else "☑"

    def _end_box(self) -> None:
        if self.box is not None:
            self._put(self.box)
        self.box = None

    def _paragraph_style(self, attributes: Attributes) -> None:
        self.style = local_value(attributes, "val") or ""

    def _number_id(self, attributes: Attributes) -> None:
        self.number = local_value(attributes, "val"), self.number[1] if self.number else 0

    def _number_level(self, attributes: Attributes) -> None:
        level = _count(local_value(attributes, "val"), 0, 8)
        self.number = self.number[0] if self.number else None, level

    def _put_number(self) -> None:
        """Put the automatic number of a paragraph before its text."""
        text = self.numbering.next(self.style, self.number)
        if text:
            self._put(text)

    def _start_table(self, attributes: Attributes) -> None:
        if len(self.tables) >= self.budget.limits.nesting:
            self.was_too_deep = True
            self.skipped = 1
            return
        if not self.tables:
            self._flush()
        self.budget.check("grids", self.table_count + 1)
        self.table_count += 1
        self.blocks.append(None)
        self.tables.append(_Table(self.table_count, len(self.blocks) - 1))

    def _grid_column(self, attributes: Attributes) -> None:
        if self.tables:
            self.budget.check("positions", len(self.tables[-1].widths))
            self.tables[-1].widths.append(_count(local_value(attributes, "w"), 0))

    def _end_table(self) -> None:
        if not self.tables:
            return
        table = self.tables.pop()
        rows = [row for row in table.rows if not row.is_deleted and not row.is_hidden]
        self.hidden_rows += sum(row.is_hidden for row in table.rows)
        self.blocks[table.slot] = grid_of_rows(rows, self.budget, table.number, table.widths)

    def _start_row(self, attributes: Attributes) -> None:
        if self.tables:
            self._count_cell()
            table = self.tables[-1]
            table.row = WordRow()
            table.rows.append(table.row)

    def _end_row(self) -> None:
        if self.tables:
            self.tables[-1].row = None

    def _count_cell(self) -> None:
        """Count what is held until its table ends: cells, and rows though they may have none."""
        self.cell_count += 1
        self.budget.check("positions", self.cell_count)

    def _start_row_properties(self, attributes: Attributes) -> None:
        if self.tables:
            self.tables[-1].in_row_properties = True

    def _end_row_properties(self) -> None:
        if self.tables:
            self.tables[-1].in_row_properties = False

    def _row_property(self, table: _Table, name: str, attributes: Attributes) -> None:
        row = table.row
        if row is None:
            return
        if name == "trPrChange":
            self.skipped = 1
        elif name == "gridBefore":
            row.before = _count(local_value(attributes, "val"), 0)
        elif name == "gridAfter":
            row.after = _count(local_value(attributes, "val"), 0)
        elif name == "del":
            row.is_deleted = True
        elif name == "hidden":
            row.is_hidden = local_value(attributes, "val") not in _OFF

    def _start_cell(self, attributes: Attributes) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        if table.row is None:
            self._start_row(attributes)
        self._count_cell()
        table.cell = WordCell()
        if table.row is not None:
            table.row.cells.append(table.cell)

    def _end_cell(self) -> None:
        if self.tables and (cell := self.tables[-1].cell) is not None:
            cell.text = _shown(cell.pieces)
            cell.pieces = []
            self.tables[-1].cell = None
            if cell.is_deleted and (row := self.tables[-1].row) is not None:
                row.cells.pop()


def _cell_property(cell: WordCell, name: str, attributes: Attributes) -> None:
    if name == "gridSpan":
        cell.column_span = max(_count(local_value(attributes, "val"), 1), 1)
    elif name == "vMerge":
        cell.merge = "restart" if local_value(attributes, "val") == "restart" else "continue"
    elif name == "hMerge":
        cell.goes_on_left = local_value(attributes, "val") != "restart"
    elif name == "cellDel":
        cell.is_deleted = True


def _shown(pieces: list[str]) -> str:
    """The text of a cell or paragraph, without blank lines and blanks at its ends."""
    return without_unseen(_BLANK_LINES.sub("\n", "".join(pieces)).strip())


def _count(value: str | None, usual: int, most: int = 999_999_999) -> int:
    return min(int(value), most) if value is not None and value.isdecimal() and len(value) < 10 else usual
