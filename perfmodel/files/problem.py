"""What reading a file has to say: what was left out, and what could not be read. Codes never change once released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from perfmodel.source.cells import CellPlace

__all__ = ["PROBLEMS", "Problem", "problem"]

# Code: severity, message, English. `error`: something that a person sees is not in what was read.
PROBLEMS = {
    "D01": ("hint", "隐藏内容未读取：{what}", "hidden content was not read: {what_en}"),
    "D02": (
        "error",
        "第{page}页为扫描图片，没有文字，未读取",
        "page {page} is a scanned picture without text; it was not read",
    ),
    "D03": (
        "error",
        "有 {count} 个字符的字体没有编码表，未能识读",
        "{count} characters are in a font without a known encoding; they were not read",
    ),
    "D04": ("warning", "合并区域相互重叠，以先出现的为准", "merged ranges overlap; the first one was used"),
    "D05": (
        "warning",
        "嵌套表格超过 {count} 层，更深层未读取",
        "tables are nested more than {count} levels deep; deeper ones were not read",
    ),
    "D06": ("hint", "文件按 {encoding} 编码读取", "the file was read as {encoding}"),
    "D07": (
        "hint",
        "表格线不完整，按{how}划分行列",
        "rules of the table are missing; rows and columns were inferred from {how_en}",
    ),
    "D08": (
        "error",
        "文件在此处损坏或不完整，其后的内容未读取：{reason}",
        "the file is damaged or truncated here; what follows was not read: {reason_en}",
    ),
    "D09": ("hint", "水印“{text}”未读入单元格", "the watermark “{text}” was not read into the cells"),
    "D10": (
        "warning",
        "此处缺少横线，可能为多行，按一行识读",
        "a horizontal rule is missing here; what may be several rows was read as one",
    ),
    "D11": (
        "warning",
        "引号未配对，按普通字符识读",
        "a quotation mark is never closed; it was read as an ordinary character",
    ),
    "D12": (
        "error",
        "有 {count} 处字节损坏，以 \ufffd 代替",
        "damaged bytes were replaced with \ufffd (places: {count})",
    ),
    "D13": (
        "warning",
        "第{page}页的文字来自扫描件的识别层，可能有误",
        "the text of page {page} comes from the text-recognition layer of a scan and may contain errors",
    ),
    "D14": (
        "error",
        "第{page}页损坏，未读完：{reason}",
        "page {page} is damaged and was not read to the end: {reason_en}",
    ),
    "D15": (
        "warning",
        "第{page}页线条过多（可能为地图或图纸），未按线条识读表格",
        "page {page} has too many rules (perhaps a map or a drawing); they were not used to find tables",
    ),
    "D16": (
        "warning",
        "公式未保存计算结果，按空单元格识读：{what}",
        "formulas without a stored value were read as empty cells: {what}",
    ),
    "D17": (
        "warning",
        "数字格式“{text}”未知，数字按原值显示",
        "the number format “{text}” is unknown; numbers are shown as stored",
    ),
    "D18": ("hint", "中间的大片空白已略去：{what}", "a large block of empty cells was skipped: {what}"),
    "D19": ("hint", "批注未读取：{what}", "comments were not read: {what_en}"),
    "D20": (
        "warning",
        "跨页处上下两行可能为同一行，按{how}识读",
        "the rows above and below this page break may be one row; they were read as {how_en}",
    ),
    "D21": (
        "hint",
        "与首页第{row}行相同，按重复的表头略去",
        "identical to row {row} of the first page; skipped as a repeated heading",
    ),
}


@frozen
class Problem:
    """Something that a person should know about what was read of a file.

    ``code`` names the kind, ``severity`` is ``error`` (something seen was not read), ``warning`` or ``hint``;
    ``message`` is in Chinese, ``english`` says the same; ``place`` is where, None for the file.
    """

    code: str
    severity: str
    message: str
    english: str
    place: CellPlace | None = None

    def text(self, lang: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``, with its place."""
        message = self.english if lang == "en" else self.message
        if self.place is None:
            return message
        return f"{self.place.text(lang)}: {message}" if lang == "en" else f"{self.place.text(lang)}：{message}"


def problem(code: str, place: CellPlace | None = None, **values: object) -> Problem:
    """Make a problem of reading; ``values`` fill the message's places.

    >>> problem("D02", page=3).text("en")
    'page 3 is a scanned picture without text; it was not read'
    """
    for key, value in values.items():
        if isinstance(value, str) and len(value) > 60:
            values[key] = value[:59] + "…"
    severity, message, english = PROBLEMS[code]
    return Problem(code, severity, message.format(**values), english.format(**values), place)
