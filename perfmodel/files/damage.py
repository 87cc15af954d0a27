"""What is wrong with a damaged file, in Chinese and in English, whichever library noticed it."""

from __future__ import annotations

import struct
import zlib
from xml.parsers import expat
from zipfile import BadZipFile

from perfmodel._internal.messages import Words, bilingual

__all__ = ["Damage", "damage_of", "xml_damage_of"]

_INCOMPLETE = ("内容不完整", "it is cut off")
_WRONG_STRUCTURE = ("结构有误", "its structure is wrong")
_WRONG_PACKING = ("压缩的数据有误", "its compressed data are wrong")
_XML = {
    3: _INCOMPLETE,
    5: _INCOMPLETE,
    6: _INCOMPLETE,
    20: _INCOMPLETE,
    7: ("XML 标签不成对", "its XML tags do not pair"),
    8: ("XML 属性重复", "an XML attribute is repeated"),
    9: ("XML 结束后另有内容", "there is text after the end of its XML"),
    18: ("编码未知", "its encoding is unknown"),
    19: ("编码与声明不符", "its encoding is not the declared one"),
}
# By the name of the class: pdfminer is imported for PDF files alone.
_OF_PDF = {
    "PDFSyntaxError": ("语法有误", "its syntax is wrong"),
    "PDFNoValidXRef": ("缺交叉引用表", "its cross-reference table is missing"),
    "PSEOF": _INCOMPLETE,
    "PSSyntaxError": ("语法有误", "its syntax is wrong"),
    "PDFObjectNotFound": ("缺所引用的对象", "an object that it refers to is missing"),
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
    (('校验和不符', 'its checksum is wrong'), ('结构有误', 'its structure is wrong'))
    """
    if isinstance(error, Damage):
        return error.zh, error.en
    if isinstance(error, BadZipFile) and "CRC" in str(error):
        return "校验和不符", "its checksum is wrong"
    if isinstance(error, zlib.error):
        return _WRONG_PACKING
    if isinstance(error, (EOFError, struct.error)):
        return _INCOMPLETE
    return _OF_PDF.get(type(error).__name__, _WRONG_STRUCTURE)


def xml_damage_of(error: expat.ExpatError) -> Words:
    """Return where the XML of a file is damaged, and how."""
    zh, en = _XML.get(error.code, ("XML 语法有误", "its XML syntax is wrong"))
    line, column = error.lineno, error.offset + 1
    return f"{zh}（第 {line} 行，第 {column} 列）", f"{en} (line {line}, column {column})"
