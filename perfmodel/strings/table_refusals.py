"""Texts that are not a table, and are refused with advice; apart, since most texts need none of it."""

from __future__ import annotations

from typing import NoReturn

from perfmodel.errors import ParseError
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["refuse"]

_TABLE_REFUSALS = {
    "file name": (
        "应为绩效目标表的文本，实为文件名；读取文件请用 perfmodel.read",
        "expected the text of a table, got a file name; to read a file, use perfmodel.read",
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
        "这是分栏的绩效目标表（一级、二级、三级指标各占一栏），从文本中无法分清各栏；请直接读取原文件（PDF、XLSX、DOCX），"
        "或用 perfmodel cells 查看单元格",
        "this is a form in columns (one each for levels 1, 2 and 3), which a text does not preserve: read the file "
        "itself (PDF, XLSX, DOCX), or see its cells with perfmodel cells",
    ),
    "empty": ("内容为空，没有绩效目标表", "no performance-target table: there is no text"),
    "nothing": (
        "没有绩效目标表：应有标题“项目支出绩效目标表”、表头（项目名称…绩效指标）或绩效指标",
        "no performance-target table: expected the title “项目支出绩效目标表”, its header or an indicator",
    ),
}


def refuse(reason: str, source: Source, span: Span, lang: str) -> NoReturn:
    """Raise `ParseError` for a text that is not a table, for one of `_TABLE_REFUSALS`; ``span`` is where that shows.

    >>> refuse("amounts", Source("1.00 2.00", name="表.txt"), Span(0, 4), "en")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: 表.txt: too many amounts for so little text: this is not a performance-target table (line 1, column 1)
    1.00 2.00
    ^^^^
    """
    zh, en = _TABLE_REFUSALS[reason]
    raise ParseError(zh, en, source.text, span, filename=source.name, lang=lang)
