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
            "the target “{text}” of “{name}” is wrong: {reason}",
        ),
        "below_zero": (
            "“{name}”的指标值“{text}”有误：数目小于 0",
            "the target “{text}” of “{name}” is wrong: fewer than none",
        ),
        "unclear": (
            "“{name}”的指标值“{text}”未能理解，没有检查：{reason}",
            "the target “{text}” of “{name}” was not understood, nor checked: {reason}",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "指向明确、细化量化", "to the point; specific and measurable"),
        PRACTICE(
            "未能理解的值没有检查过，不能当作没有问题", "what was not understood was not checked: that is no clean bill"
        ),
    ),
    where=(Where(value=_is_text_or_below_zero),),
)
def understood_value(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """指标值能够理解 / the value is understood.

    检查：指标值是这里认得的写法。看得出有损坏的（9騧0%、≥2OO册、98.5.%）、自相矛盾的（≤95%以上、30-20个）、
    不可能的（2024年13月、第五季度、≤-1起）是错误；人多半看得懂、只是这里不认得，或者有两种读法的（每月15日前、7*24小时、10日前）只作提示。
    其他检查看不到这样的值。留着模板标记的由 S11 报告，没有填的（#DIV/0!、待定）由 V20 报告，能猜出原来写法的百分数由 V15 报告。
    Checks: the value is written in a way that is known here. What is seen to be damaged (9騧0%, ≥2OO册, 98.5.%), to contradict
    itself (≤95%以上, 30-20个) or to be impossible (2024年13月, 第五季度, ≤-1起) is an error; what a person may well understand, or can be
    read in two ways (每月15日前, 7*24小时, 10日前), is a hint. No other rule sees such a value. Marks of a template are S11's,
    values that are not filled in (#DIV/0!, 待定) V20's, percentages of which the original can be guessed V15's.

    缘由：读不懂的指标值年终无法对照；损坏、矛盾的值，数目已经靠不住。
    Why: what cannot be read cannot be compared with what was done; of a damaged value not even the number is certain.

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
            "“{name}”的指标值“{text}”等于没有填写",
            "the target “{text}” of “{name}” stands for one that is not filled in",
        )
    },
    basis=(
        Basis(MANAGEMENT_2015, "完整性、细化量化", "completeness; specific and measurable"),
        PRACTICE("表格软件的错误值、空值是填报时带出来的", "error and null values of software came with the file"),
    ),
    where=(Where(value=_may_stand_for_nothing),),
)
def filled_value(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """指标值已经填写 / the value is filled in.

    检查：指标值不是表格软件的错误值（#DIV/0!、#N/A、#REF!）、程序的空值（nan、None、NULL），也不是“待定”“暂无”“TBD”“待分配后确定”“以上级下达为准”一类还没有定下来的话；
    错误值夹在里面的（≥#REF!）也算。
    有意留空的（—、/、无、不适用）由 V17 提示，什么也没写的由 V01 报告。
    Checks: the value is no error of a spreadsheet (#DIV/0!, #N/A, #REF!), no null of a program (nan, None, NULL) and no word
    for what is still to be settled (待定, 暂无, TBD, 待分配后确定); an error within a value counts too
    (≥#REF!). Deliberate blanks (—, /, 无, 不适用) are V17's, an empty cell is V01's.

    缘由：这一格看上去有字，其实没有目标，年终无从考核。
    Why: there is something in the cell, yet nothing is demanded.

    反例：

        1-产出指标；11-数量指标；培训人次；年度指标值:待定。

    正例：

        1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。
    """
    if stands_for_nothing(target.target.text):
        yield target.hit()
