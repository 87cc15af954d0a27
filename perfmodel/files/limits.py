"""All limits of reading files, each with its reason. A file that needs more is refused by the name of its limit.

They are set so that no file takes more than about 20 seconds and a gigabyte; a real form needs a hundredth of any.
"""

from __future__ import annotations

from typing import Any, NoReturn

from attrs import field, fields_dict, frozen

from perfmodel._internal.guards import wrong_kind
from perfmodel._internal.messages import wrong_value
from perfmodel.errors import ParseError

__all__ = ["DEFAULT_LIMITS", "Limits", "over_limit"]


def _limit(default: int, zh: str, en: str) -> int:
    made: int = field(default=default, kw_only=True, validator=_is_positive_integer, metadata={"zh": zh, "en": en})
    return made


def _is_positive_integer(owner: object, attribute: Any, value: object) -> None:
    expected, name = ("正整数", "a positive integer"), f"{type(owner).__name__}.{attribute.name}"
    if not isinstance(value, int):
        raise wrong_kind(expected, value, name)
    if value < 1:
        raise wrong_value(expected, value, name)


@frozen
class Limits:
    """Limits on how much of a file is read; pass other ones to `read_document` to raise them.

    >>> Limits(pages=50_000).pages
    50000
    """

    # A department's budget document with all its forms is under 50 MB; the bytes are held while they are read.
    file_bytes: int = _limit(256 << 20, "文件字节数", "bytes in the file")
    # A million positions take about 400 MB and ten seconds. 50 000 rows of a budget system's export have 20 columns.
    positions: int = _limit(1_250_000, "表格位置数", "positions in its tables")
    # Characters in all cells and texts: four bytes each, and as much again while they are put together.
    characters: int = _limit(50_000_000, "字符数", "characters")
    # Lines and paragraphs outside of tables; each is an object of 300 bytes. A province's book of budgets has 200 000.
    lines: int = _limit(1_000_000, "文字行数", "lines of text outside its tables")
    # Grids cost something each, even without a cell.
    grids: int = _limit(20_000, "表格数", "tables")
    # Tables within cells of tables. Nobody writes more than three; each level is a call of Python's.
    nesting: int = _limit(20, "嵌套层数", "levels of nesting")
    # Parts of a workbook or a document; a department's workbook with a sheet for each project has a few hundred.
    archive_entries: int = _limit(20_000, "压缩包内文件数", "entries in the archive")
    # The parts of a workbook or a document, unpacked: a million rows pack into 1.5 MB. They are read as they are
    # unpacked, 30 MB a second; 50 000 rows of 20 columns are 60 MB.
    unpacked_bytes: int = _limit(400 << 20, "解压后的总字节数", "unpacked bytes")
    # Tags of XML, opening and closing; each is a call of Python's, and one that is not closed takes 140 bytes.
    # 50 000 rows of 20 columns have four million, and as many strings.
    xml_tags: int = _limit(9_000_000, "XML 标签数", "XML tags")
    # Tags that are open at once, about (a comment counts as one): nobody nests them by the thousand.
    open_tags: int = _limit(1_000_000, "未关闭的 XML 标签数", "open XML tags")
    # Different names of tags and attributes, which the parser of XML keeps. A workbook has a hundred.
    xml_names: int = _limit(20_000, "XML 名称数", "XML names")
    # Tags of a page; each takes three microseconds. 50 000 rows of 20 columns have two million.
    html_tags: int = _limit(3_000_000, "HTML 标签数", "HTML tags")
    # One tag of XML, or one comment: some versions of expat go over an open one again with each piece that comes.
    tag_bytes: int = _limit(4 << 20, "一个 XML 标签的字节数", "bytes in one XML tag")
    # Merged ranges of a workbook; the list of a whole province's projects has 60 000.
    merges: int = _limit(300_000, "合并区域数", "merged ranges")
    # An XLS workbook: it has at most 65 536 rows a sheet. It is held four times while it is read.
    xls_bytes: int = _limit(64 << 20, "XLS 工作簿字节数", "bytes in the XLS workbook")
    # What the records of an XLS workbook are laid out as, in empty cells: a cell with something in it counts twice, eight
    # bytes of text once. 65 536 full rows of 20 columns are four million.
    xls_records: int = _limit(8_000_000, "XLS 工作簿记录数", "records in the XLS workbook")
    # LibreOffice takes three seconds for a document, and a minute where it is started for the first time on a slow disk.
    converter_seconds: int = _limit(60, "LibreOffice 转换秒数", "seconds of conversion by LibreOffice")
    # The longest book of budgets that was seen has 1 500 pages; an empty one takes half a millisecond.
    pages: int = _limit(20_000, "页数", "pages")
    # A page of a dense form has 3 000 drawing operators, a map 200 000; a million take ten seconds.
    page_operators: int = _limit(400_000, "每页绘图指令数", "drawing operators on a page")
    operators: int = _limit(4_000_000, "绘图指令数", "drawing operators")
    # Forms (XObjects) within forms: a form drawn by a form by a form is seen; 25 levels that draw twice are 2**25 forms.
    form_nesting: int = _limit(12, "表单对象嵌套层数", "levels of form XObjects")
    page_forms: int = _limit(2_000, "每页表单对象数", "form XObjects on a page")
    # Rules of one page that are looked at: the pieces of dashed lines come by the thousand.
    page_rules: int = _limit(60_000, "每页线条数", "rules on a page")
    page_characters: int = _limit(100_000, "每页字符数", "characters on a page")
    # Lines of a grid in one direction; the grid of a page has their product as unit cells.
    page_positions: int = _limit(100_000, "每页表格位置数", "table positions on a page")
    # A stream of a PDF, unpacked: pdfminer unpacks it at once, and keeps it.
    stream_bytes: int = _limit(64 << 20, "解压后的字节数", "bytes in an unpacked stream")


DEFAULT_LIMITS = Limits()


def over_limit(name: str, limits: Limits, lang: str = "zh", filename: str | None = None) -> NoReturn:
    """Raise the `ParseError` that names a limit of `Limits` which a file goes beyond.

    >>> over_limit("pages", Limits())
    Traceback (most recent call last):
    perfmodel.errors.ParseError: 文件超出限度：页数超过 20000（可用参数 limits.pages 放宽）
    """
    kind, value = fields_dict(Limits)[name].metadata, getattr(limits, name)
    raise ParseError(
        f"文件超出限度：{kind['zh']}超过 {value}（可用参数 limits.{name} 放宽）",
        f"the file exceeds a limit: more than {value} {kind['en']} (raise it with the argument limits.{name})",
        filename=filename,
        lang=lang,
    )
