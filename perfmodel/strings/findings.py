"""The findings of reading: their codes, severities and messages. Codes never change once released."""

from __future__ import annotations

from typing import NamedTuple

from perfmodel._internal.caches import remembered
from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.model.finding import Finding
from perfmodel.source.span import Span

__all__ = ["CATALOGUE", "finding"]


class _Kind(NamedTuple):
    severity: str
    message: str
    english: str


CATALOGUE = {
    "R01": _Kind(
        "hint",
        "原文未标明金额所在栏目，推断为：{columns}",
        "the text does not say which columns the amounts belong to; inferred: {columns}",
    ),
    "R02": _Kind(
        "error",
        "金额“{text}”无法归入栏目：{reason}",
        "cannot determine which columns the amounts “{text}” belong to: {reason_en}",
    ),
    "R03": _Kind("warning", "金额“{text}”存在其他读法", "the amounts “{text}” can be read in another way"),
    "R04": _Kind("warning", "未能识读的文字：{text}", "text not understood: {text}"),
    "R05": _Kind(
        "error", "该指标未能识读，按原文保留：{reason}", "indicator not understood; kept as printed: {reason_en}"
    ),
    "R06": _Kind(
        "warning",
        "“{text}”前缺少栏名，并入前一栏的值",
        "“{text}” has no label; read as part of the preceding value",
    ),
    "R07": _Kind(
        "hint",
        "指标序号不连续：应为 {expected}，实为 {number}",
        "indicator numbers are not consecutive: expected {expected}, found {number}",
    ),
    "R08": _Kind(
        "error",
        "项目没有金额，名称与绩效目标的分界系推断",
        "no amounts found for this project; where its name ends was inferred",
    ),
    "R09": _Kind("warning", "未找到{what}", "{what_en} not found"),
    "R10": _Kind("hint", "文件按 {encoding} 编码读取", "the file was read as {encoding}"),
    "R11": _Kind("warning", "“{text}”不是规定的{level}", "“{text}” is not a known {level_en}"),
    "R12": _Kind("hint", "项目名称的起点系推断", "where the project name begins was inferred"),
    "R15": _Kind("error", "未读到任何项目", "no projects were found"),
    "R16": _Kind(
        "warning",
        "绩效目标中的“{text}”形似金额行，可能漏读一个项目",
        "“{text}” in the goal looks like a line of amounts; a project may have been missed",
    ),
    "R31": _Kind(
        "hint",
        "文件中有 {count} 处不是绩效目标表，未读取：{what}",
        "parts of the file that are not performance tables were not read ({count}): {what_en}",
    ),
    "R32": _Kind("error", "文件未读全（{code}）：{text}", "the file was not read completely ({code}): {text}"),
    "R33": _Kind("warning", "读取文件时（{code}）：{text}", "while reading the file ({code}): {text}"),
    "R34": _Kind("hint", "读取文件时（{code}）：{text}", "while reading the file ({code}): {text}"),
    "R35": _Kind(
        "warning",
        "栏目“{text}”含义不明，按栏名保留",
        "the meaning of the column “{text}” is unknown; kept under its heading",
    ),
    "R36": _Kind(
        "warning",
        "两栏的栏名均为“{text}”，第二栏按栏名保留",
        "two columns are headed “{text}”; the second is kept under its heading",
    ),
    "R37": _Kind("error", "有指标值，未填写指标名称：{text}", "a target value without an indicator name: {text}"),
    "R38": _Kind(
        "warning",
        "“{text}”未填写三级指标，以二级指标的内容作为指标名称",
        "“{text}” has no level 3; the content of level 2 was read as the name",
    ),
    "R39": _Kind(
        "warning", "指标“{text}”缺少一级或二级指标", "the indicator “{text}” has no level-1 or level-2 category"
    ),
    "R40": _Kind("hint", "“{text}”未填写", "“{text}” is not filled in"),
    "R41": _Kind("error", "表中未读到绩效指标", "no indicators were found in the form"),
    "R42": _Kind("error", "表中未填写项目（部门、专项）名称", "the form names no project, department or transfer"),
    "R43": _Kind(
        "hint",
        "标签“{text}”含义不明，连同内容保留在项目属性中",
        "the meaning of the label “{text}” is unknown; kept with its value among the attributes",
    ),
    "R44": _Kind(
        "warning",
        "“{label}”有两处不同的内容，第二处为：{text}",
        "“{label}” is given twice with different contents; the second is: {text}",
    ),
    "R45": _Kind("hint", "“{text}”没有标签，按{what}识读", "“{text}” has no label; read as {what_en}"),
    "R46": _Kind(
        "warning",
        "“{text}”与表中的金额单位“{unit}”不一致",
        "“{text}” does not match the currency unit of the table, “{unit}”",
    ),
    "R47": _Kind(
        "warning",
        "“{label}”有多个金额，没有栏名，未归入资金：{text}",
        "“{label}” has several amounts without headings; kept among the attributes: {text}",
    ),
    "R48": _Kind("warning", "指标“{text}”未填写指标值", "the indicator “{text}” has no target value"),
    "R49": _Kind(
        "warning",
        "表名为“{text}”，表头为{what}表头，两者不一致，按表头识读",
        "the title is “{text}”, but the headings are those of {what_en}; read by its headings",
    ),
    "R50": _Kind(
        "warning",
        "本表有 {count} 处识读存疑，请人工核对",
        "doubtful readings in this table: {count}; please check them",
    ),
    "R51": _Kind("hint", "本表未填写，未读出项目", "this form is not filled in; it contains no project"),
    "R52": _Kind(
        "hint",
        "左右两组指标未写明期间，左侧按中长期、右侧按年度识读",
        "the two blocks of indicators do not name their periods; the left one was read as the whole period, the "
        "right one as the year",
    ),
    "R53": _Kind(
        "warning",
        "本表未写明金额单位，参照同一文件中相邻的表按“{unit}”识读",
        "this form does not name its currency unit; “{unit}” was taken from the neighbouring forms in the file",
    ),
    "R54": _Kind(
        "warning",
        "“{text}”疑为两行合并",
        "“{text}” seems to be two rows run together",
    ),
    "R55": _Kind(
        "hint",
        "本表未写明年度，参照同一文件中的前一张表按 {year} 年识读",
        "this form does not name its year; {year} was taken from the preceding form in the file",
    ),
    "R56": _Kind(
        "warning",
        "“{text}”为绩效目标表的表名，其下未读出表",
        "“{text}” is the title of a performance table, but no table was read below it",
    ),
    "R57": _Kind(
        "hint",
        "一个单元格中编号列有 {count} 条指标，已拆分",
        "one cell contains {count} numbered indicators; they were separated",
    ),
    "R58": _Kind(
        "hint",
        "本表未写明年度，根据文件中的“{text}”按 {year} 年识读",
        "this form does not name its year; {year} was taken from “{text}” in the file",
    ),
    "R59": _Kind("error", "文件未能读取：{text}", "the file could not be read: {text}"),
    "R14": _Kind(
        "hint",
        "“{text}”在句号之后，并入前一栏的文字",
        "“{text}” follows a full stop; read as part of the preceding text",
    ),
    "R17": _Kind(
        "warning",
        "栏名应为“{label}”，实为“{text}”，按“{label}”识读",
        "the label “{text}” should be “{label}”; read as such",
    ),
    "R18": _Kind(
        "warning",
        "“{label}”前缺少“；”，已分开识读",
        "the “；” before “{label}” is missing; read as a separate column",
    ),
    "R19": _Kind(
        "warning",
        "栏名“{text}”疑为“{label}”，按原文保留",
        "the label “{text}” may be “{label}”; kept as printed",
    ),
    "R20": _Kind(
        "hint",
        "栏名“{text}”中有空白或不可见字符，按“{label}”识读",
        "the label “{text}” contains blanks or invisible characters; read as “{label}”",
    ),
    "R21": _Kind(
        "warning",
        "“{text}”与表中的“{body}”仅一字之差",
        "“{text}” differs by one character from “{body}”, which also occurs in the table",
    ),
    "R22": _Kind(
        "error",
        "金额“{text}”已损坏，未能识读",
        "the amounts “{text}” are damaged and were not read",
    ),
    "R23": _Kind(
        "error",
        "{what}中混有“{text}”，可能漏读项目、指标或表格",
        "{what_en} contains “{text}”, which does not belong there; projects, indicators or a form may have been missed",
    ),
    "R24": _Kind(
        "error",
        "{what}过长，不像{what}，该段未能识读",
        "{what_en} is too long to be one; this passage was not understood",
    ),
    "R25": _Kind(
        "warning",
        "“{text}”为另一行合计或小计，未计入合计",
        "“{text}” is another line of totals; it is not counted",
    ),
    "R26": _Kind(
        "error",
        "此处开始另一张表，已并入本表：{text}",
        "another table begins here; its rows were added to this one: {text}",
    ),
    "R27": _Kind(
        "warning",
        "单独成行的“{text}”可能为页码，按文字识读",
        "“{text}” on a line of its own may be a page number; read as text",
    ),
    "R13": _Kind("hint", "“{text}”不是数值，按原文保留", "“{text}” is not a number; kept as printed"),
}


_finding = unchecked_constructor(Finding)


def finding(code: str, path: str, span: Span | None, **values: object) -> Finding:
    """Make a finding of reading; ``values`` fill the message's places.

    >>> finding("R07", "projects[0].indicators[1]", Span(4, 6), expected=2, number=3).render("en")
    'indicator numbers are not consecutive: expected 2, found 3'
    """
    for key, value in values.items():
        if isinstance(value, str) and len(value) > 60:
            values[key] = value[:59] + "…"
    severity, message, english = _said(code, tuple(values.items()))
    return _finding(code, severity, message, path, span, english)


# A damaged table has the same to say about very many places.
@remembered(1024)
def _said(code: str, values: tuple[tuple[str, object], ...]) -> tuple[str, str, str]:
    kind, shown = CATALOGUE[code], dict(values)
    return kind.severity, kind.message.format(**shown), kind.english.format(**shown)
