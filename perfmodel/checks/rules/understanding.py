"""V19, V20: values that nobody can evaluate, since they are not understood, or say that they are still to come."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.analysis.placeholders import placeholder_in_target, stands_for_nothing
from perfmodel.checks.context import TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.rules.damage import is_damaged_percentage
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.values import units
from perfmodel.values.kinds import Qualitative, Text, Threshold
from perfmodel.values.parser import TargetReading

__all__ = ["filled_value", "understood_value"]


def _is_text_or_below_zero(reading: TargetReading) -> bool:
    """Whether a value was not understood, or counts fewer than none: ≤-1起; a change or a temperature may be below zero."""
    meaning = reading.meaning
    if not isinstance(meaning, Threshold):
        return isinstance(meaning, Text)
    if meaning.number >= 0 or meaning.change is not None or meaning.unit is None:
        return False
    unit = units.look_up(meaning.unit)
    return unit is not None and unit.dimension.startswith("count:")


@rule(
    "V19",
    "error",
    "understood-value",
    on="target",
    kinds=("text", "threshold"),
    messages={
        "fault": (
            "“{name}”的指标值“{text}”有误：{reason}",
            "the target value “{text}” of “{name}” is invalid: {reason}",
        ),
        "below_zero": (
            "“{name}”的指标值“{text}”有误：数值小于 0",
            "the target value “{text}” of “{name}” is invalid: the number is below 0",
        ),
        "unclear": (
            "“{name}”的指标值“{text}”未能识读，未作检查：{reason}",
            "the target value “{text}” of “{name}” was not understood and not checked: {reason}",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "指向明确、细化量化", "to the point; specific and measurable"),
        PRACTICE(
            "未能识读的值未作检查，不能视为没有问题",
            "values that were not understood were not checked, which does not mean that they are correct",
        ),
    ),
    where=(Where(value=_is_text_or_below_zero),),
)
def understood_value(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """指标值能够识读 / the target value is understood.

    检查：指标值采用能够识读的写法。明显损坏的（9騧0%、≥2OO册、98.5.%）、自相矛盾的（≤95%以上、30-20个）、不可能的
    （2024年13月、第五季度、≤-1起）是错误；一般能够看懂、但程序不能识读，或有两种读法的（每月15日前、7*24小时、10日
    前）只作提示。其他检查看不到这样的值。留着模板标记的由 S11 报告，未填写的（#DIV/0!、待定）由 V20 报告，能猜出原
    来写法的百分数由 V15 报告。
    Checks: the target value is written in a form that is known. A value that is evidently damaged (9騧0%, ≥2OO册,
    98.5.%), contradicts itself (≤95%以上, 30-20个) or is impossible (2024年13月, 第五季度, ≤-1起) is an error; one
    that a person may well understand, or that can be read in two ways (每月15日前, 7*24小时, 10日前), is a hint. No
    other rule checks such a value. S11 reports template text, V20 values that are not filled in (#DIV/0!, 待定),
    and V15 percentages whose original form can be guessed.

    缘由：未能识读的指标值年终无法对照；损坏、矛盾的值，数值已不可靠。
    Why: a value that is not understood cannot be compared with the result, and in a damaged value even the number
    is uncertain.

    反例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:≤95%以上。

    正例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:≥95%。
    """
    meaning = target.meaning
    if isinstance(meaning, Threshold):
        yield target.hit("below_zero")
        return
    assert isinstance(meaning, Text)
    if (
        placeholder_in_target(target.target) is not None
        or stands_for_nothing(target.target.text)
        or is_damaged_percentage(target)
    ):
        return
    reason_en = meaning.english or meaning.reason
    if meaning.is_fault:
        yield target.hit("fault", reason=meaning.reason, reason_en=reason_en)
    else:
        yield target.hit("unclear", severity="hint", reason=meaning.reason, reason_en=reason_en)


def _may_stand_for_nothing(reading: TargetReading) -> bool:
    """Whether a value may be one that is not filled in: of words alone the words are known, of others the text is asked."""
    meaning = reading.meaning
    return not isinstance(meaning, Qualitative) or stands_for_nothing(meaning.words)


@rule(
    "V20",
    "error",
    "filled-value",
    on="target",
    kinds=("text", "qualitative", "none", "placeholder"),
    messages={
        "": (
            "“{name}”的指标值“{text}”等同于未填写",
            "the target value “{text}” of “{name}” amounts to leaving it blank",
        )
    },
    basis=(
        Basis(MANAGEMENT_2015, "完整性、细化量化", "completeness; specific and measurable"),
        PRACTICE("表格软件的错误值、空值由填报时带入", "error and null values come from the software used"),
    ),
    where=(Where(value=_may_stand_for_nothing),),
)
def filled_value(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """指标值已填写 / the target value is filled in.

    检查：指标值不是表格软件的错误值（#DIV/0!、#N/A、#REF!，夹在值里的≥#REF! 也算）、程序的空值（nan、None、NULL），
    也不是“待定”“暂无”“TBD”“待分配后确定”“以上级下达为准”“视进展再定”一类尚未确定的文字，前面写了比
    较符号的（≥待上级核定）也算。有意留空的（—、/、无、不适用）由 V17 提
    示，未填写的由 V01 报告。
    Checks: the value is not an error of a spreadsheet (#DIV/0!, #N/A, #REF!, also within a value: ≥#REF!), a null
    value of a program (nan, None, NULL) or a phrase for something undecided (待定, 暂无, TBD, 待分配后确定,
    视进展再定), nor an operator in front of one (≥待上级核定). V17 reports intentional blanks (—, /, 无, 不适用),
    and V01 reports empty cells.

    缘由：单元格中虽有文字，实际没有目标，年终无法考核。
    Why: the cell is not empty, but it sets no target.

    反例：

        1-产出指标；11-数量指标；培训人次；年度指标值:待定。

    正例：

        1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。
    """
    if stands_for_nothing(target.target.text):
        yield target.hit()
