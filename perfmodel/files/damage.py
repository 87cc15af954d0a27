"""What is wrong with a damaged file, in Chinese and in English, whichever library noticed it."""

from __future__ import annotations

import struct
import zlib
from xml.parsers import expat
from zipfile import BadZipFile

from perfmodel._internal.messages import Words, bilingual

__all__ = ["Damage", "damage_of", "xml_damage_of"]

_INCOMPLETE = ("内容不完整", "incomplete")
_WRONG_STRUCTURE = ("结构有误", "wrong structure")
_WRONG_PACKING = ("压缩的数据有误", "wrong compressed data")
_XML_DAMAGE = {
    3: _INCOMPLETE,
    5: _INCOMPLETE,
    6: _INCOMPLETE,
    20: _INCOMPLETE,
    7: ("XML 标签不成对", "unpaired XML tags"),
    8: ("XML 属性重复", "a repeated XML attribute"),
    9: ("XML 结束后另有内容", "text after the end of the XML"),
    18: ("编码未知", "unknown encoding"),
    19: ("编码与声明不符", "an encoding other than the declared one"),
}
# By the name of the class: pdfminer is imported for PDF files alone.
_PDF_DAMAGE = {
    "PDFSyntaxError": ("语法有误", "wrong syntax"),
    "PDFNoValidXRef": ("缺交叉引用表", "missing cross-reference table"),
    "PSEOF": _INCOMPLETE,
    "PSSyntaxError": ("语法有误", "wrong syntax"),
    "PDFObjectNotFound": ("缺所引用的对象", "missing object"),
}


class Damage(Exception):
    """A file, or a part of it, is damaged; ``zh`` and ``en`` say how."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(bilingual((zh, en)))
        self.zh = zh
        self.en = en


def damage_of(error: BaseException) -> Words:
    """Return how a file is damaged, by the error that a library raised over it.

    >>> damage_of(BadZipFile("Bad CRC-32 for file 'a.xml'")), damage_of(KeyError("Pages"))
    (('校验和不符', 'wrong checksum'), ('结构有误', 'wrong structure'))
    """
    if isinstance(error, Damage):
        return error.zh, error.en
    if isinstance(error, BadZipFile) and "CRC" in str(error):
        return "校验和不符", "wrong checksum"
    if isinstance(error, zlib.error):
        return _WRONG_PACKING
    if isinstance(error, (EOFError, struct.error)):
        return _INCOMPLETE
    return _PDF_DAMAGE.get(type(error).__name__, _WRONG_STRUCTURE)


def xml_damage_of(error: expat.ExpatError) -> Words:
    """Return where the XML of a file is damaged, and how."""
    zh, en = _XML_DAMAGE.get(error.code, ("XML 语法有误", "wrong XML syntax"))
    line, column = error.lineno, error.offset + 1
    return f"{zh}（第 {line} 行，第 {column} 列）", f"{en} (line {line}, column {column})"
