"""Texts that are no table, and are refused with what to do; most texts need none of it."""

from __future__ import annotations

from typing import NoReturn

from perfmodel.errors import ParseError
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["refuse"]

_TABLE_REFUSALS = {
    "file name": (
        "这像是文件名，不是绩效目标表的文本；读文件请用 perfmodel.read",
        "this looks like a file's name, not the text of a table: perfmodel.read reads files",
    ),
    "page numbers": (
        "页码过多过密，不是绩效目标表",
        "too many page numbers for so little text: this is not a performance-target table",
    ),
    "amounts": (
        "金额过多过密，不是绩效目标表",
        "too many amounts for so little text: this is not a performance-target table",
    ),
    "columns": (
        "这是分栏的绩效目标表（一级指标、二级指标、三级指标各占一栏），文本已无法区分各栏。请直接提供原文件（PDF、XLSX、DOCX），"
        "或用 perfmodel cells 查看各单元格的识读结果",
        "this is a form in columns (levels 1, 2 and 3 in a column each), and plain text does not preserve its "
        "columns: pass the original file (PDF, XLSX, DOCX), or use perfmodel cells to see how its cells are read",
    ),
    "nothing": (
        "未找到绩效目标表：应有标题“项目支出绩效目标表”、表头（项目名称…绩效指标）或绩效指标",
        "no performance-target table found: expected the title “项目支出绩效目标表”, its column headings or an "
        "indicator",
    ),
}


def refuse(reason: str, source: Source, span: Span, lang: str) -> NoReturn:
    """Raise `ParseError` for a text that is no table, for one of `_TABLE_REFUSALS`; ``span`` is where that shows.

    >>> refuse("amounts", Source("1.00 2.00", name="表.txt"), Span(0, 4), "en")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: 表.txt: too many amounts for so little text: this is not a performance-target table (line 1, column 1)
    1.00 2.00
    ^^^^
    """
    zh, en = _TABLE_REFUSALS[reason]
    raise ParseError(zh, en, source.text, span, filename=source.name, lang=lang)
