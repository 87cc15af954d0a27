"""Files that hold reports, comparisons or results of a year: those of an earlier run are no tables to read."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from zipfile import BadZipFile, ZipFile

__all__ = ["COMPARISON_MARK", "OWN_OUTPUT_MARK", "REPORT_MARK", "is_own_output"]

# They stand in the head of a page and in the properties of a workbook: of results of a year, of findings, of a comparison.
OWN_OUTPUT_MARK = "perfmodel results"
REPORT_MARK = "perfmodel report"
COMPARISON_MARK = "perfmodel comparison"
_MARKS = (OWN_OUTPUT_MARK, REPORT_MARK, COMPARISON_MARK)
_ANY_MARK = "|".join(_MARKS)
# How CSV begins (of results the columns that both levels have first; of findings; of changes), JSON of findings, and text (of
# findings the first of them; of results the headline).
_OWN_TEXT_START = re.compile(
    r"年度,单位,项目,表式,对应情况,|year,body,project,form,state,"
    r"|文件,代码,严重程度,规则,表序号,|file,code,severity,title,table_number,"
    r"|变化,严重程度,单位,项目,指标,内容,|kind,severity,section,project,indicator,subject,"
    r"|\d+ 个项目：(?:有计划有结果|有计划没有结果|有结果没有计划|对应存疑) \d+"
    r"|\d+ projects?: \d+ (?:with plan and result|without result|without plan|in doubt)"
    r'|\{\s*"perfmodel": "|[^\n]{1,300}: [A-Z]\d\d (?:error|warning|hint)\b'
    r"|没有计划(?:，也没有|和)结果。\s*\Z|No plan(?: and no result|s or results found)\.\s*\Z"
)
_OWN_PAGE_START = re.compile(rf'<!doctype html>\s*<html[^>]*><head>[^\n]{{0,200}}content="(?:{_ANY_MARK})"', re.I)
_PROPERTIES_PART = "docProps/custom.xml"
_MOST_BYTES_LOOKED_AT = 1000
_TEXT_ENCODINGS = ("utf-8-sig", "gb18030")  # spreadsheets save CSV in the latter


def is_own_output(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is the output of an earlier run.

    That is the text, CSV, page or workbook of `Results`; text, JSON, CSV, a page or a workbook of findings; CSV, a page or a
    workbook of a comparison. A workbook and a page say so; CSV and JSON are known by their beginning, the text by its first
    line. A file that cannot be opened is not one.

    >>> is_own_output("tests/tables/hazards.txt"), is_own_output("nowhere.csv")
    (False, False)
    """
    with suppress(OSError, ValueError):
        if not os.path.isfile(path):  # a pipe would be empty behind the look at it
            return False
        with open(path, "rb") as stream:
            start = stream.read(_MOST_BYTES_LOOKED_AT)
        if start.startswith(b"PK"):
            return _is_own_workbook(path)
        for encoding in _TEXT_ENCODINGS:
            text = start.decode(encoding, "ignore")
            if _OWN_TEXT_START.match(text) or _OWN_PAGE_START.match(text):
                return True
    return False


def _is_own_workbook(path: str | os.PathLike[str]) -> bool:
    with suppress(BadZipFile, KeyError, NotImplementedError, RuntimeError), ZipFile(path) as archive:
        part = archive.open(_PROPERTIES_PART)
        with part:
            properties = part.read(_MOST_BYTES_LOOKED_AT * 20)
        return any(f">{mark}<".encode() in properties for mark in _MARKS)
    return False
