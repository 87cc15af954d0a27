"""V03, V13: words of comparison, and what a value and its columns say twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from attrs import frozen

from perfmodel._internal.caches import remembered
from perfmodel.analysis.further_columns import OperatorColumn, operator_columns
from perfmodel.checks.context import TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.values import units
from perfmodel.values.kinds import Deadline, Qualitative, Range, Ratio, Threshold
from perfmodel.values.parser import TargetReading, understand
from perfmodel.values.rendering import write
from perfmodel.vocabulary import groups

__all__ = ["given_twice", "is_operator_alone", "operator_in_words"]


@frozen
class Comparison:
    """A comparison without a number: 成本 ≤ 预算."""

    subject: str
    sign: str
    bound: str


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    signs = sorted(groups.group("comparisons")["signs"], key=lambda word: -len(word))
    negated = "|".join(word for word in signs if word[0] in "不未")
    positive = "|".join(word for word in signs if word[0] not in "不未")
    contained = groups.group("contained")
    leads = "|".join(map(re.escape, contained["words"]))
    ends = "|".join(map(re.escape, contained["endings"]))
    return (
        # 是否超过, 无法高于: another word in front turns it round.
        re.compile(f"{negated}|(?<![不未无非否得能可宜应法降提增])({positive})"),
        re.compile(f"(?P<subject>.*?)({leads})(?P<bound>.+?)({ends})"),
    )


@remembered(2048)
def comparison(text: str) -> Comparison | None:
    """Return the comparison that a value in words makes; None where it makes none, or compares with nothing definite.

    >>> comparison("成本控制在预算内")
    Comparison(subject='成本', sign='≤', bound='预算')
    >>> comparison("不断提高"), comparison("控制在合理范围内")
    (None, None)
    """
    plain, within = _words()
    match = within.fullmatch(text)
    if match is not None:
        bound, sign, subject = match["bound"], "≤", match["subject"]
    else:
        match = plain.search(text)
        if match is None:
            return None
        word = match[0]
        sign = groups.group("comparisons")["signs"][word]
        # 不超预算: what it is compared with begins inside of the word
        start = match.end() - 2 if word[:2] in ("不超", "未超") and word[2:3] not in ("过", "出") else match.end()
        bound, subject = text[start:], text[: match.start()]
    if not bound or groups.contains(bound, "indefinite_bounds"):
        return None
    return Comparison(subject, sign, bound)


@remembered(2048)
def is_operator_alone(text: str) -> bool:
    """Whether words are an operator without its number, with a unit or not.

    >>> is_operator_alone("不少于次"), is_operator_alone("至少"), is_operator_alone("不低于上年"), is_operator_alone("不超标准")
    (True, True, False, False)
    """
    for word in sorted(groups.group("operator_words")["words"], key=len, reverse=True):
        unit = text.removeprefix(word) if text.startswith(word) else text.removesuffix(word)
        if len(unit) < len(text):
            return not unit or units.look_up(unit) is not None
    return False


def _is_in_words(reading: TargetReading) -> bool:
    """Whether a value compares in words: with a number behind them, or with something else."""
    meaning = reading.meaning
    if isinstance(meaning, Qualitative):
        return comparison(meaning.words) is not None and not is_operator_alone(meaning.words)
    return reading.operator_form == "words"


@rule(
    "V03",
    "hint",
    "operator-in-words",
    on="target",
    kinds=("qualitative", "threshold"),
    messages={
        "": (
            "“{name}”的指标值“{text}”相当于“{sign}”，宜写明数值",
            "the target value “{text}” of “{name}” amounts to “{sign}”; a number would be clearer",
        ),
        "number": (
            "“{name}”的指标值“{text}”可写为“{sign}”",
            "the target value “{text}” of “{name}” can be written as “{sign}”",
        ),
    },
    basis=(
        PRACTICE(
            "以上、以下、以内包括本数，超过、不满不包括本数",
            "以上, 以下 and 以内 include the number; 超过 and 不满 exclude it",
        ),
    ),
    settings={"numbers": False},
    where=(Where(value=_is_in_words),),
)
def operator_in_words(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """以文字表示的比较符号 / an operator in words is shown as its sign.

    检查：指标值用文字作比较而没有数目的（不超预算、不低于国家标准、控制在预算内），显示所代表的符号；丢了数目的（不
    少于次）由 V02 报告。有数目的（90%或以上）不提示；设 numbers = true 则一并显示。
    Checks: a comparison in words without a number (不超预算) is shown with its sign; V02 reports one that has lost
    its number (不少于次). Comparisons with a number (90%或以上) are shown only if the setting `numbers` is true.

    缘由：表中未写明预算金额和标准等级，写明数值才能对照。
    Why: readers of the table do not know the budget or the standard that is meant; a number can be compared.

    反例：

        1-产出指标；14-成本指标；项目总成本；年度指标值:不超预算。

    正例：

        1-产出指标；14-成本指标；项目总成本；年度指标值:≤28.8万元。
    """
    meaning = target.meaning
    if isinstance(meaning, Qualitative):
        found = comparison(meaning.words)
        assert found is not None
        yield target.hit(sign=f"{found.subject}{found.sign}{found.bound}")
    elif settings["numbers"]:
        signs = write(meaning)
        # What stands beside the number would be lost.
        alone = _says_nothing_else(target) and understand(signs).meaning == meaning
        yield target.hit("number", sign=signs, mended=signs if alone else None)


def _says_nothing_else(target: TargetView) -> bool:
    return target.understanding.phrase is None and target.understanding.note is None


def _has_two_units(reading: TargetReading) -> bool:
    return reading.unit_conflict is not None


@rule(
    "V13",
    "error",
    "given-twice",
    on="target",
    kinds=("threshold", "range", "ratio", "deadline", "qualitative"),
    messages={
        "unit": (
            "“{name}”的指标值“{text}”的单位为“{cell}”，计量单位栏为“{column}”，两者不一致",
            "the target value “{text}” of “{name}” is in “{cell}”, but the unit column says “{column}”",
        ),
        "operator": (
            "“{name}”的指标值“{text}”与“{label}”栏的“{column}”不一致",
            "the target value “{text}” of “{name}” contradicts “{column}” in the column “{label}”",
        ),
        "sort": (
            "“{name}”的指标值“{text}”与“{label}”栏的“{column}”不一致：定性指标应填文字，定量指标应填数值",
            "the target value “{text}” of “{name}” contradicts “{column}” in the column “{label}”: qualitative "
            "targets are words, quantitative ones are numbers",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "合理可行", "reasonable and feasible"),
        PRACTICE("同一内容两处填写应当一致", "content given twice must agree"),
    ),
    where=(Where(value=_has_two_units), Where(further=True)),
)
def given_twice(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """分栏填写的符号、单位与指标值一致 / an operator or unit given twice is the same.

    检查：指标值里写的单位与计量单位栏相同；指标值里写的比较符号与计算符号（指标性质、指标方向）栏相同，日期旁边不写
    “≥”，有上下两头的（20-40）旁边不写“≥”“≤”；标为正向的不写“≤”，标为反向的不写“≥”；标为定性的不是数目，标为定量的
    （警告）不是只有文字。两个量词（个、项）或两个时间单位（工作日、天）不同只是警告。
    Checks: the unit in the target value matches the unit column, and the operator in the target value matches the
    operator column. A date does not have ≥ in that column, and a range such as 20-40 has neither ≥ nor ≤; 正向
    (higher is better) does not go with ≤, nor 反向 with ≥; 定性 does not go with a number, nor (a warning) 定量
    with words alone. Two different measure words or units of time (个 and 项, 工作日 and 天) are only a warning.

    缘由：两处不一致，无法判断以哪一处为准，得分也无法计算。
    Why: where the two differ it is unclear which one applies, so that no score can be calculated.

    反例：

        level1: 产出指标
        level2: 成本指标
        name: 项目总成本
        annual: ≤28.8万元
        unit: '%'

    正例：

        level1: 产出指标
        level2: 成本指标
        name: 项目总成本
        annual: ≤28.8
        unit: 万元
    """
    conflict = target.understanding.unit_conflict
    if conflict is not None:
        severity = "warning" if _sort(conflict.cell) & _sort(conflict.column) else None
        yield target.hit("unit", severity=severity, cell=conflict.cell, column=conflict.column)
        return
    for column in operator_columns(target.indicator.indicator):
        message = _disagrees(target, column)
        if message is not None:
            severity = "warning" if column.sort == "quantitative" else None
            yield target.hit(message, severity=severity, label=column.label, column=column.text)
            return


def _sort(unit: str) -> set[str]:
    """What a unit may be mixed up with: counters with counters, times with times, 万 with 万元."""
    found = units.look_up(unit)
    if found is None:
        return set()
    dimension = found.dimension.split(":")[0]
    if dimension == "number":
        return {"count", "scaled"}
    if dimension == "money":
        return {"scaled"} if unit[0] in "万亿" else set()
    return {"count": {"count"}, "time": {"time"}, "working_time": {"time"}, "months": {"time"}}.get(dimension, set())


def _disagrees(target: TargetView, column: OperatorColumn) -> str | None:
    """By which message a value disagrees with a column; None where it does not for certain."""
    meaning = target.meaning
    if column.sort == "qualitative":
        return "sort" if isinstance(meaning, (Threshold, Range, Ratio)) else None
    if column.sort == "quantitative":
        return "sort" if isinstance(meaning, Qualitative) and comparison(meaning.words) is None else None
    if isinstance(meaning, Deadline):  # not before a day
        return "operator" if column.op in (">=", ">") else None
    if isinstance(meaning, Range):  # 20-40 has two ends, ≥ only one
        return "operator" if column.op in (">=", ">", "<=", "<") else None
    if not isinstance(meaning, Threshold) or target.understanding.operator_form is None:
        return None
    if column.op is not None:
        return None if column.op == meaning.op else "operator"
    if meaning.change is not None:
        return None  # 降低5%以上: is it the cost or the saving that the column speaks of?
    against = {"higher": "<", "lower": ">"}[str(column.better)]
    return "operator" if meaning.op.startswith(against) else None
