"""Reading a PDF as a document."""

from __future__ import annotations

import re
from typing import NoReturn

from perfmodel._internal.messages import Words
from perfmodel.errors import ParseError
from perfmodel.files.budget import Budget
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.grid import GridBuilder
from perfmodel.files.pdf.fonts import FontTable
from perfmodel.files.pdf.join import continues, joined_with, repeated_rows
from perfmodel.files.pdf.joined_table import JoinedTable, of_page
from perfmodel.files.pdf.lines import is_page_number
from perfmodel.files.pdf.opening import PageTreeError, hidden_layers, open_pdf, page_count, pages_of, refuse_damaged
from perfmodel.files.pdf.page import PageContent, PageLine, PageTable, draw, page_content
from perfmodel.files.problem import Problem, problem
from perfmodel.source.cells import CellPlace, CellPlaces, TableCell
from perfmodel.source.characters import without_radicals

__all__ = ["read"]

_ANY_DIGITS = re.compile(r"[0-9]+")
# Running heads and feet stand so near to the edge of the paper, and are no larger than the text by this; where they say
# the same on both pages, figures too, by this.
_PAGE_MARGIN, _LARGER, _LARGER_AND_ALIKE = 0.1, 1.2, 1.55
# A table that goes on fills the page so far.
_FULL_PAGE = 0.8


def read(data: bytes, budget: Budget) -> Document:
    """Read a PDF; raises `ParseError` where it is a scan, encrypted, or damaged beyond reading."""
    document = open_pdf(data, budget)
    fonts, layers = FontTable(budget), hidden_layers(document)
    writer = _Writer(budget)
    total = page_count(document)
    try:
        for number, page in enumerate(pages_of(document, budget), 1):
            if budget.on_page is not None:
                budget.on_page(number, total)
            if budget.pages is not None and number not in budget.pages:
                writer.open = None
                continue
            drawing, trouble = draw(page, fonts, budget, layers)
            content = page_content(drawing, number, budget, writer.open_columns())
            if content.is_widened and not writer.goes_on_with(content):
                content = page_content(drawing, number, budget)
            if trouble:
                content.problems.append(problem("D14", page=number, reason=trouble[0], reason_en=trouble[1]))
                writer.trouble = trouble
            writer.add(content)
    except PageTreeError as error:
        writer.problems.append(problem("D08", reason=error.zh, reason_en=error.en))
    return writer.finish()


class _Writer:
    """Puts pages together."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.blocks: list[Grid | Text | JoinedTable] = []
        self.problems: list[Problem] = []
        self.open: JoinedTable | None = None
        self.before: PageContent | None = None
        self.watermarks: set[str] = set()
        self.scans: list[int] = []
        self.hidden = self.unknown = 0
        self.has_text = False
        self.trouble: Words | None = None

    def add(self, content: PageContent) -> None:
        """Add a page."""
        self.problems += content.problems
        self.hidden += content.hidden
        self.unknown += content.unknown
        self.has_text = self.has_text or content.has_text
        if content.is_scan:
            self.scans.append(content.page)
        if content.watermark and content.watermark not in self.watermarks:
            self.watermarks.add(content.watermark)
            self.problems.append(problem("D09", TableCell(page=content.page), text=without_radicals(content.watermark)))
        first = next((at for at, block in enumerate(content.blocks) if isinstance(block, PageTable)), None)
        for at, block in enumerate(content.blocks):
            if isinstance(block, PageLine):
                self._line(block)
            elif at == first and self.open is not None and self._goes_on(content, at, block):
                self.blocks[self.blocks.index(self.open)] = self.open = joined_with(self.open, block)
            else:
                self.open = of_page(block)
                self.blocks.append(self.open)
        if first is None:
            self.open = None
        self.before = content

    def open_columns(self) -> list[float]:
        """Return the column lines of the table that may go on with the next page; none where there is no table like that."""
        return self.open.xs if self.open is not None and self.before is not None else []

    def goes_on_with(self, content: PageContent) -> bool:
        """Return whether the first table of a page goes on with the last one."""
        first = next((at for at, block in enumerate(content.blocks) if isinstance(block, PageTable)), None)
        table = None if first is None else content.blocks[first]
        return first is not None and isinstance(table, PageTable) and self._goes_on(content, first, table)

    def _goes_on(self, content: PageContent, at: int, table: PageTable) -> bool:
        """Whether nothing but running heads and feet stands between the last page's table and this page's first one."""
        if self.open is None or self.before is None:
            return False
        ahead = [block for block in content.blocks[:at] if isinstance(block, PageLine)]
        between = [line for line in _behind_last_table(self.before) + ahead if not self._is_in_margin(line, content)]
        if not all(line in ahead and self._is_title_again(line, self.before, table) for line in between):
            return False
        return continues(self.open, table)

    def _is_title_again(self, line: PageLine, before: PageContent, table: PageTable) -> bool:
        """Whether a line is a table's title that is drawn again above a part of it that fills the page before to its end.

        Of a table without rules at its sides the first rows may be no more than lines above its head.
        """
        if (
            self.open is None
            or repeated_rows(self.open, table) == 0
            or self.open.last.lattice.y1 < _FULL_PAGE * before.height
        ):
            return False
        return any(
            isinstance(block, PageLine) and block.text == line.text and abs(block.y - line.y) < 3
            for block in before.blocks
        )

    def _is_in_margin(self, line: PageLine, content: PageContent) -> bool:
        """Whether a line is a page number, or a running head or foot: in the margin, and on the other page too."""
        other = self.before
        page = content if line.page == content.page else other
        if page is None or is_page_number(line.text):
            return page is not None
        if _PAGE_MARGIN * page.height < line.y < (1 - _PAGE_MARGIN) * page.height:
            return False
        twin = other if page is content else content
        body = [block.size for block in page.blocks if isinstance(block, PageTable) and block.size]
        if twin is None or (body and line.size > _LARGER_AND_ALIKE * max(body)):
            return False
        figures = "0" if not body or line.size <= _LARGER * max(body) else r"\g<0>"
        pattern = _ANY_DIGITS.sub(figures, line.text)
        return any(
            isinstance(block, PageLine)
            and _ANY_DIGITS.sub(figures, block.text) == pattern
            and abs(block.y - line.y) < 3
            for block in twin.blocks
        )

    def _line(self, line: PageLine) -> None:
        self.budget.charge("characters", len(line.text))
        shown = without_radicals(line.text)
        self.blocks.append(Text(shown, TableCell(page=line.page), None if shown == line.text else line.text))

    def finish(self) -> Document:
        """Return the document; raises `ParseError` where there is no text in it."""
        if self.before is None and self.budget.pages is not None:
            raise ParseError(
                "PDF 中没有指定的页",
                "the PDF has none of the requested pages",
                filename=self.budget.filename,
                lang=self.budget.lang,
            )
        if not self.has_text:
            self._refuse()
        self.problems += [problem("D02", TableCell(page=page), page=page) for page in self.scans]
        if self.unknown:
            self.problems.append(problem("D03", count=self.unknown))
        if self.hidden:
            what = f"{self.hidden} 个字符", f"{self.hidden} characters"
            self.problems.append(problem("D01", what=what[0], what_en=what[1]))
        for block in self.blocks:
            if isinstance(block, JoinedTable):
                self.problems += block.problems
        blocks = tuple(self._grid(block) if isinstance(block, JoinedTable) else block for block in self.blocks)
        return Document(blocks, problems=tuple(self.problems))

    def _refuse(self) -> NoReturn:
        if self.trouble:
            refuse_damaged(self.budget, *self.trouble)
        if self.scans:
            message = (
                "PDF 为扫描件（只有图片，没有文字）：请先做文字识别（OCR），或使用未经扫描的原文件",
                "the PDF is a scan (pictures, no text): run it through OCR first, or use the file it was printed from",
            )
        else:
            message = (
                "PDF 中没有文字（文字可能已转为曲线）：请使用转成 PDF 之前的原文件，或打印成图片后做文字识别（OCR）",
                "there is no text in the PDF (it may have been turned into curves): use the file it was made from, "
                "or run it through OCR",
            )
        raise ParseError(*message, filename=self.budget.filename, lang=self.budget.lang)

    def _grid(self, table: JoinedTable) -> Grid:
        def place_of(row: int, column: int, row_span: int) -> CellPlace:
            return TableCell(row + 1, column + 1, table.first.number, table.first.page)

        builder = GridBuilder(self.budget, place_of)
        builder.extend(table.rows, len(table.xs) - 1)
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
            shown = without_radicals(cell.text)
            place: CellPlace = cell.places[0] if len(cell.places) == 1 else CellPlaces(tuple(cell.places))
            original = None if shown == cell.text else cell.text
            rows, columns = cell.row_end - cell.row, cell.column_end - cell.column
            builder.add(cell.row, cell.column, shown, rows, columns, original, place)
        first = TableCell(table=table.first.number, page=table.first.page)
        return builder.build(first.text(), first)


def _behind_last_table(content: PageContent) -> list[PageLine]:
    """The lines behind the last table of a page."""
    found: list[PageLine] = []
    for block in reversed(content.blocks):
        if not isinstance(block, PageLine):
            break
        found.append(block)
    return found
