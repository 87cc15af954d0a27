"""What reading a file has to say: what was left out, and what could not be read. Codes never change once released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from perfmodel.source.cells import CellPlace

__all__ = ["PROBLEMS", "Problem", "problem"]

# Code: severity, message, English. `error`: something that a person sees is not in what was read.
PROBLEMS = {
    "D01": ("hint", "隐藏的内容未读：{what}", "hidden content was not read: {what_en}"),
    "D02": ("error", "第{page}页没有文字，只有图片（扫描件），未读", "page {page} has a picture and no text (a scan); not read"),
    "D03": ("error", "有 {count} 个字符的字体没有编码表，未能识读", "{count} characters are of a font without a known encoding; not read"),
    "D04": ("warning", "合并区域互相重叠，按先出现的读", "merged ranges overlap; the one that came first counts"),
    "D05": ("warning", "表里套表超过 {count} 层，更深的未读", "tables are nested more than {count} deep; what is deeper was not read"),
    "D06": ("hint", "文件按 {encoding} 编码读入", "the file was read as {encoding}"),
    "D07": ("hint", "线条没有画全，按{how}分行分列", "rules are missing; rows and columns were told by {how_en}"),
    "D08": ("error", "文件在此处损坏或不完整，之后的内容未读：{reason}", "the file is damaged or cut off here; what follows was not read: {reason_en}"),
    "D09": ("hint", "文字标为“{text}”的水印未读入单元格", "the watermark “{text}” was kept out of the cells"),
    "D10": ("warning", "此处缺少横线，可能是几行，按一行读", "rules are missing here; what may be several rows was read as one"),
    "D11": ("warning", "引号没有配对，按普通字符读", "a quotation mark is never closed; it was read as any other character"),
    "D12": ("error", "有 {count} 处字节损坏，读作 \ufffd", "{count} places have damaged bytes; they were read as \ufffd"),
    "D13": ("warning", "第{page}页的文字来自扫描件的识别层，可能有误", "the text of page {page} comes from the recognition layer of a scan; it may be wrong"),
    "D14": ("error", "第{page}页损坏，未读完：{reason}", "page {page} is damaged and was not read to its end: {reason_en}"),
    "D15": ("warning", "第{page}页线条过多（地图或图纸？），未按线条读表", "page {page} has too many rules (a map, a drawing?); no table was read by them"),
    "D16": ("warning", "公式没有保存计算结果，按空单元格读：{what}", "formulas without a kept value were read as empty cells: {what}"),
    "D17": ("warning", "不认识数字格式“{text}”，数字按原值显示", "the number format “{text}” is not known; numbers are shown as they are stored"),
    "D18": ("hint", "中间的大片空白略去：{what}", "a wide stretch of empty cells was left out: {what}"),
    "D19": ("hint", "批注未读：{what}", "notes were not read: {what_en}"),
    "D20": ("warning", "跨页处上下两行可能是同一行，按{how}读", "the rows above and below this page end may be one; they were read as {how_en}"),
    "D21": ("hint", "与首页第{row}行相同，按重复的表头略去", "it says what row {row} of the first page says; it was left out as a head that is repeated"),
}  # fmt: skip


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
    'page 3 has a picture and no text (a scan); not read'
    """
    for key, value in values.items():
        if isinstance(value, str) and len(value) > 60:
            values[key] = value[:59] + "…"
    severity, message, english = PROBLEMS[code]
    return Problem(code, severity, message.format(**values), english.format(**values), place)
