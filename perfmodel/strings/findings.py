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
        "原文没有标明金额所在的栏目，推断为：{columns}",
        "the text does not say which columns the amounts stand in; inferred: {columns}",
    ),
    "R02": _Kind(
        "error",
        "金额“{text}”无法归入栏目：{reason}",
        "cannot tell which columns the amounts “{text}” stand in: {reason_en}",
    ),
    "R03": _Kind("warning", "金额“{text}”可以有别的读法", "the amounts “{text}” can be read in another way"),
    "R04": _Kind("warning", "这段文字未能识读：{text}", "this text was not understood: {text}"),
    "R05": _Kind(
        "error", "这条指标未能识读，按原文保留：{reason}", "indicator not understood, kept as printed: {reason_en}"
    ),
    "R06": _Kind(
        "warning",
        "“{text}”前面没有栏名，当作前一栏的值的一部分",
        "“{text}” has no label; taken as part of the value before it",
    ),
    "R07": _Kind(
        "hint",
        "指标序号不连续：应为 {expected}，印的是 {number}",
        "indicator numbers are not consecutive: expected {expected}, printed {number}",
    ),
    "R08": _Kind(
        "error",
        "项目没有金额，名称与绩效目标的分界是推断的",
        "no amounts found for this project; where its name ends was inferred",
    ),
    "R09": _Kind("warning", "没有找到{what}", "{what_en} not found"),
    "R10": _Kind("hint", "文件按 {encoding} 编码读入", "the file was read as {encoding}"),
    "R11": _Kind("warning", "“{text}”不是已知的{level}", "“{text}” is not a known {level_en}"),
    "R12": _Kind("hint", "项目名称的起点是推断的", "where the project's name begins was inferred"),
    "R15": _Kind("error", "没有读到任何项目", "no project was found"),
    "R16": _Kind(
        "warning",
        "绩效目标里的“{text}”像一行金额，可能漏读了一个项目",
        "“{text}” in the goal stands like a line of money; a project may have been missed",
    ),
    "R31": _Kind(
        "hint",
        "文件里有 {count} 处不是绩效目标表，未读：{what}",
        "not read, since it is no performance table ({count} in the file): {what_en}",
    ),
    "R32": _Kind("error", "文件没有读全（{code}）：{text}", "the file was not read whole ({code}): {text}"),
    "R33": _Kind("warning", "读文件时（{code}）：{text}", "reading the file ({code}): {text}"),
    "R34": _Kind("hint", "读文件时（{code}）：{text}", "reading the file ({code}): {text}"),
    "R35": _Kind(
        "warning",
        "栏目“{text}”的含义不明，按栏名保留",
        "what the column “{text}” holds is not known; kept under its head",
    ),
    "R36": _Kind(
        "warning",
        "两栏都是“{text}”，第二栏按栏名保留",
        "two columns are headed “{text}”; the second is kept under its head",
    ),
    "R37": _Kind("error", "有指标值，没有指标名称：{text}", "a value without the name of an indicator: {text}"),
    "R38": _Kind(
        "warning",
        "“{text}”没有三级指标，按二级指标的内容作指标名称",
        "“{text}” has no level 3; what stands at level 2 was taken for the name",
    ),
    "R39": _Kind("warning", "指标“{text}”缺一级或二级指标", "the indicator “{text}” has no level 1 or level 2"),
    "R40": _Kind("hint", "“{text}”没有填写", "“{text}” was not filled in"),
    "R41": _Kind("error", "表里没有读到绩效指标", "no indicators were found in the form"),
    "R42": _Kind(
        "error", "表里没有项目（部门、专项）名称", "the form has no name of a project, department or transfer"
    ),
    "R43": _Kind(
        "hint",
        "标签“{text}”的含义不明，连同内容保留在项目属性里",
        "what the label “{text}” says is not known; kept with its value among the attributes",
    ),
    "R44": _Kind(
        "warning", "“{label}”有两个不同的内容，第二个是：{text}", "“{label}” is given twice, the second time as: {text}"
    ),
    "R45": _Kind("hint", "“{text}”没有标签，按{what}读", "“{text}” has no label; read as {what_en}"),
    "R46": _Kind(
        "warning", "“{text}”与表里的金额单位“{unit}”不同", "“{text}” differs from the table's unit of amounts, {unit}"
    ),
    "R47": _Kind(
        "warning",
        "“{label}”有几个金额而没有栏头，未归入资金：{text}",
        "“{label}” has several amounts without heads; kept among the attributes: {text}",
    ),
    "R48": _Kind("warning", "指标“{text}”没有指标值", "the indicator “{text}” has no value"),
    "R49": _Kind(
        "warning",
        "表名是“{text}”，表头却是{what}的，按表头读",
        "the title says “{text}”, the heads say {what_en}; read by its heads",
    ),
    "R50": _Kind(
        "warning",
        "这张表有 {count} 处读得不确定，请人核对",
        "{count} places of this table were read with doubts; a person should look at them",
    ),
    "R51": _Kind("hint", "这张表没有填写，未读出项目", "this form was not filled in; it holds no project"),
    "R52": _Kind(
        "hint",
        "左右两组指标没有写明期间，按左边中长期、右边年度读",
        "the two blocks of indicators name no periods; the left was read as the whole period, the right as the year",
    ),
    "R53": _Kind(
        "warning",
        "这张表没有写金额单位，按同一文件里前后的表读作“{unit}”",
        "this form names no unit of its amounts; read in {unit}, as the forms beside it in the file",
    ),
    "R54": _Kind(
        "warning",
        "“{text}”像是两行并在了一起",
        "“{text}” looks like two rows that were put together",
    ),
    "R55": _Kind(
        "hint",
        "这张表没有写年度，按同一文件里前一张表作 {year} 年",
        "this form names no year; taken as {year}, as the form before it in the file",
    ),
    "R56": _Kind(
        "warning",
        "“{text}”是绩效目标表的表名，下面没有读出表",
        "“{text}” is the title of a performance table, and no table was read below it",
    ),
    "R57": _Kind(
        "hint",
        "一格里编号写了 {count} 个指标，已分开",
        "{count} numbered indicators stand in one cell; they were parted",
    ),
    "R58": _Kind(
        "hint",
        "这张表没有写年度，按文件里的“{text}”作 {year} 年",
        "this form names no year; taken as {year}, from “{text}” in the file",
    ),
    "R14": _Kind(
        "hint",
        "“{text}”在句号之后，当作前一栏文字的一部分",
        "“{text}” stands behind a full stop; taken as part of the text before it",
    ),
    "R17": _Kind(
        "warning", "栏名“{text}”应为“{label}”，按此识读", "the label “{text}” must be “{label}”; read as that"
    ),
    "R18": _Kind(
        "warning",
        "“{label}”前面缺“；”，已分开识读",
        "the ； before “{label}” is missing; read as a column of its own",
    ),
    "R19": _Kind(
        "warning",
        "栏名“{text}”疑为“{label}”，按原文保留",
        "the label “{text}” may be “{label}”; kept as printed",
    ),
    "R20": _Kind(
        "hint",
        "栏名“{text}”里夹有空白或看不见的字符，按“{label}”识读",
        "blanks or invisible characters stand in the label “{text}”; read as “{label}”",
    ),
    "R21": _Kind(
        "warning",
        "“{text}”与表中的“{body}”只差一个字",
        "“{text}” is one character off from “{body}”, which the table names",
    ),
    "R22": _Kind(
        "error",
        "金额“{text}”印得不像金额，未能识读",
        "the amounts “{text}” are damaged and were not read",
    ),
    "R23": _Kind(
        "error",
        "{what}里有不该有的“{text}”，可能漏读了项目、指标或表格",
        "{what_en} holds “{text}”, which is none of it; rows, indicators or a form were not read",
    ),
    "R24": _Kind(
        "error",
        "{what}太长，不是{what}：这一段没有读懂",
        "{what_en} is too long to be one: this part was not understood",
    ),
    "R25": _Kind(
        "warning",
        "“{text}”是又一行合计或小计，未计入合计",
        "“{text}” is one more line of totals; it is not counted",
    ),
    "R26": _Kind(
        "error",
        "这里开始了另一张表，已并入这一张：{text}",
        "another table begins here; its rows were added to this one's: {text}",
    ),
    "R27": _Kind(
        "warning",
        "单独成行的“{text}”可能是页码，按文字读了",
        "“{text}” on a line of its own may be a page number; read as text",
    ),
    "R13": _Kind("hint", "“{text}”不是数字，按原文保留", "“{text}” is not a number; kept as printed"),
}


_finding = unchecked_constructor(Finding)


def finding(code: str, path: str, span: Span | None, **values: object) -> Finding:
    """Make a finding of reading; ``values`` fill the message's places.

    >>> finding("R07", "projects[0].indicators[1]", Span(4, 6), expected=2, number=3).render("en")
    'indicator numbers are not consecutive: expected 2, printed 3'
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
