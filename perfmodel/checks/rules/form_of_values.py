"""V01, V02, V17: what a target value is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfmodel.analysis.further_columns import has_column, operator_of
from perfmodel.analysis.placeholders import placeholder_in_target, stands_for_nothing
from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.rules.comparisons import is_operator_alone
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.source.characters import fold, squeeze
from perfmodel.values import units
from perfmodel.values.kinds import NoValue, Placeholder, Qualitative, Range, Threshold
from perfmodel.values.parser import TargetReading
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.direction import is_lower_better

__all__ = ["deliberate_blank", "number_behind_operator", "whole_quantity"]

_HUNDRED = Decimal(100)
_OF_MANY = re.compile("[0-9一二两三四五六七八九十百千万亿]")
# 灌溉水利用系数提高值: by how much a coefficient rose has no unit either.
_HOW_MUCH_MORE = re.compile("(?:提高|提升|增加|增长|上升|下降|降低|减少)(?:值|幅度|量)?$")
# 万车死亡率, 每十万人发案率, 亿元GDP事故死亡率: how many of so many.
_PER_MANY = re.compile(
    "(?:[十百千]?万|[百千]|亿)(?:名|个|户籍|常住)?"
    "(?:车公里|车|人口|人|户|架次|工时|小时|飞行小时|吨|公里|元|台|床日|例|次|件|株|辆|船|艘)"
    "(?:GDP|国?内?生产总值|产值|煤)?[一-鿿]{0,4}?"
    "(?:死亡|伤亡|重伤|轻伤|受伤|伤害|负伤|发案|案件|犯罪|事故|征候|发病|患病|感染|故障|投诉|失事|火灾|责任|差错|自杀|溺水){1,3}"
    "(?:人数|发生|起数)?(?:率|数)?$"
)
_UNIT_IN_BRACKETS = re.compile(r"\(([^()]{1,8})\)\Z")


def _is_all(meaning: Threshold) -> bool:
    return meaning.number == _HUNDRED and meaning.unit is not None and units.same(meaning.unit, "%")


def _is_rate_of_pay(meaning: Threshold) -> bool:
    """Whether a value is money for each person or time: 500元/人·月 is what each gets, no more and no less."""
    return _is_price(meaning) and any(
        groups.is_one_of(part.lstrip("每0123456789"), "paid_each") for part in re.split("[·/]", meaning.per or "")
    )


def _is_price(meaning: Threshold) -> bool:
    """Whether a value is money for each of something."""
    known = None if meaning.unit is None or meaning.per is None else units.look_up(meaning.unit)
    return known is not None and known.dimension.startswith("money")


# How often something is done, and how long it takes until it is done again.
_OFTEN = frozenset(
    (
        "次",
        "遍",
        "轮",
        "回",
        "趟",
        "期",
        "期次",
        "场",
        "场次",
        "批",
        "批次",
        "轮次",
        "节",
        "堂",
        "班次",
        "航次",
        "篇",
        "份",
        "条",
    )
)
_HOW_OFTEN = frozenset(("日", "天", "周", "星期", "旬", "月", "季", "季度", "半年", "年", "年度", "小时", "学期"))


def _is_frequency(meaning: Threshold) -> bool:
    """Whether a value is how often something is done: 每季度1次, 每日2次."""
    return meaning.unit in _OFTEN and meaning.per in _HOW_OFTEN


def _says_itself(meaning: Threshold) -> bool:
    """Whether a number without an operator can be meant in one way only.

    It is 0, 100%, a change, what each is paid, or how often something is done.
    """
    return (
        meaning.change is not None
        or not meaning.number
        or _is_all(meaning)
        or _is_frequency(meaning)
        or _is_rate_of_pay(meaning)
    )


_MISSING_NUMBER = frozenset(("number",))
# By whether the operator is missing, and the unit.
_MISSING_PARTS = {
    (False, False): frozenset[str](),
    (False, True): frozenset(("unit",)),
    (True, False): frozenset(("operator",)),
    (True, True): frozenset(("operator", "unit")),
}


def _missing(reading: TargetReading) -> frozenset[str]:
    """Return what a value lacks by itself: a ``number``, or an ``operator`` and a ``unit`` for it."""
    meaning = reading.meaning
    if isinstance(meaning, Placeholder):
        return _MISSING_NUMBER
    if not isinstance(meaning, (Threshold, Range)):
        return _MISSING_PARTS[False, False]
    bare = isinstance(meaning, Threshold) and reading.operator_form is None and not _says_itself(meaning)
    # 0 needs no unit, nor does 12/10万.
    unitless = meaning.unit is None and (isinstance(meaning, Range) or bool(meaning.number))
    return _MISSING_PARTS[bare, unitless and (meaning.per is None or _OF_MANY.match(meaning.per) is None)]


def _is_incomplete(reading: TargetReading) -> bool:
    return bool(_missing(reading))


@rule(
    "V01",
    "error",
    "whole-quantity",
    on="indicator",
    messages={
        "missing": ("“{name}”未填写指标值", "“{name}” has no target value"),
        "unit_only": (
            "“{name}”的指标值“{text}”只有计量单位，缺少数值",
            "the target value “{text}” of “{name}” is a unit without a number",
        ),
        "bare": (
            "“{name}”的指标值“{text}”缺少比较符号和计量单位",
            "the target value “{text}” of “{name}” has neither an operator nor a unit",
        ),
        "no_operator": (
            "“{name}”的指标值“{text}”缺少比较符号，无法判断是至少、至多还是等于",
            "the target value “{text}” of “{name}” has no operator; it could mean at least, at most or exactly",
        ),
        "no_unit": ("“{name}”的指标值“{text}”缺少计量单位", "the target value “{text}” of “{name}” has no unit"),
    },
    basis=(Basis(MANAGEMENT_2015, "细化量化", "specific and measurable"),),
    settings={"operators": True},
    where=(Where(value=_is_incomplete),),
)
def whole_quantity(view: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """定量指标值有比较符号、数值和计量单位 / a quantitative target value has an operator, a number and a unit.

    检查：指标有指标值，其他栏目的内容不计；指标值不是只有一个单位（“公里”）；数目既有比较符号又有计量单位，两样都没
    有是错误，只缺一样是警告。符号、单位写在表格自身的栏目里也算。100% 和 0 不会有别的意思，不必写符号；说明变动幅度
    的（提高2个百分点）、发放标准（500元/人·月）、频次（每季度1次、每月2期）和区间不必写符号，单价（90万元/个）要
    写。广东的表惯写“12台”，方案 guangdong（设置 operators）因此把只缺符号降为提示。比值、指数、得分、万车死亡率之类
    没有单位，名称末尾的括号里写了单位的也不必再写。
    Checks: there is a target value, whatever other columns contain; it is more than a unit; a number has an
    operator and a unit (an error if both are missing, a warning if one is). Operators and units in columns of their
    own count. 100% and 0 need no operator, and neither do ranges, changes (提高2个百分点), payment standards
    (500元/人·月) and frequencies (每季度1次, 每月2期); unit prices (90万元/个) do. With the setting operators off,
    as in the profile guangdong, a missing operator is only a hint, because tables there usually print values such as
    12台. Indices and ratios (万车死亡率) have no unit, and a name may give the unit in brackets at its end.

    缘由：仅写“3”，无法判断是 3 次、3 人还是 3 万元，也无法判断高低，年终无法对照。
    Why: with a bare "3" it is unclear what is counted and whether more is better, so that nothing can be compared
    at the end of the year.

    反例：

        1-产出指标；11-数量指标；培训班期数；年度指标值:3。

    正例：

        1-产出指标；11-数量指标；培训班期数；年度指标值:≥3期。
    """
    targets = view.targets
    if all(map(_is_empty, targets)):
        yield view.hit(targets[0].fields[0] if targets else "annual", "missing", name=view.indicator.name)
        return
    for target in targets:
        missing = _missing(target.understanding)
        if "number" in missing:
            if _is_unit_alone(target):
                yield target.hit("unit_only")
            continue
        if "operator" in missing and _has_operator(target):
            missing -= {"operator"}
        if "unit" in missing and not _needs_unit(view):
            missing -= {"unit"}
        if missing:
            message = "bare" if len(missing) == 2 else f"no_{next(iter(missing))}"
            yield target.hit(message, severity=_severity(message, settings))


def _has_operator(target: TargetView) -> bool:
    """Whether an operator stands in a column, or the name is that of a standard by which people are paid."""
    if operator_of(target.target, target.indicator.indicator) is not None:
        return True
    name, meaning = target.indicator.name, target.meaning
    if not isinstance(meaning, Threshold) or not _is_price(meaning):
        return False
    return groups.contains(name, "standards") or groups.contains(name, "paid_out")


def _is_empty(target: TargetView) -> bool:
    return isinstance(target.meaning, Placeholder) and not squeeze(target.target.text)


def _is_unit_alone(target: TargetView) -> bool:
    """Whether a value without a number is no operator either, and no mark of a template."""
    meaning = target.meaning
    assert isinstance(meaning, Placeholder)
    return (
        meaning.op is None
        and squeeze(fold(target.target.text)) != ""
        and placeholder_in_target(target.target) is None
        and not stands_for_nothing(target.target.text)
    )


def _severity(message: str, settings: Settings) -> str | None:
    if message == "bare":
        return None
    return "warning" if message == "no_unit" or settings["operators"] else "hint"


def _needs_unit(view: IndicatorView) -> bool:
    """Whether neither the name nor a column gives a unit, and there is one to give."""
    found = _UNIT_IN_BRACKETS.search(view.name)
    if found is not None and all(units.is_plausible(part) for part in found[1].split("/")):
        return False
    measure = _HOW_MUCH_MORE.sub("", view.name)
    if _PER_MANY.search(measure) is not None:
        return False
    return not groups.ends_as(measure, "dimensionless") and not has_column(view.indicator, "unit_columns")


def _is_operator(reading: TargetReading) -> bool:
    """Whether a value is an operator without a number, as a sign or in words."""
    meaning = reading.meaning
    if isinstance(meaning, Qualitative):
        return is_operator_alone(meaning.words)
    return isinstance(meaning, Placeholder) and meaning.op is not None


@rule(
    "V02",
    "error",
    "number-behind-operator",
    on="target",
    kinds=("placeholder", "qualitative"),
    messages={
        "": (
            "“{name}”的指标值“{text}”只有比较符号，缺少数值",
            "the target value “{text}” of “{name}” has an operator but no number",
        )
    },
    basis=(Basis(MANAGEMENT_2015, "细化量化", "specific and measurable"),),
    where=(Where(value=_is_operator),),
)
def number_behind_operator(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """比较符号后有数值 / an operator is followed by a number.

    检查：指标值不是只有“≥”“≥ %”“不少于次”这样的比较符号或比较词（加单位）。留着模板标记的（≥**%）由 S11 报告。
    Checks: the target value is more than an operator, with or without a unit, as a sign or in words (不少于次). S11
    reports template text (≥**%).

    缘由：数值在填报或转换文件时丢失，仅剩的符号没有规定任何要求。
    Why: the number was lost when the form was filled in or converted, and the sign alone sets no target.

    反例：

        2-效益指标；22-社会效益；政策知晓率；年度指标值:≥ %。

    正例：

        2-效益指标；22-社会效益；政策知晓率；年度指标值:≥85%。
    """
    if isinstance(target.meaning, Qualitative) or placeholder_in_target(target.target) is None:
        yield target.hit()


@rule(
    "V17",
    "hint",
    "deliberate-blank",
    on="target",
    kinds=("none",),
    messages={
        "": (
            "“{name}”的指标值“{text}”为有意留空，请确认确无指标值",
            "the target value “{text}” of “{name}” marks an intentional blank; please confirm that there is no target",
        ),
        "zero": (
            "“{name}”的指标值“{text}”按有意留空识读；如指不发生，应填写 0 和计量单位",
            "the target value “{text}” of “{name}” is read as an intentional blank; if nothing is to occur, enter "
            "0 with a unit",
        ),
    },
    basis=(
        PRACTICE("“—”“/”“不适用”为有意留空，不是漏填", "“—”, “/” and “不适用” are intentional blanks, not omissions"),
        Basis(MANAGEMENT_2015, "完整性", "completeness"),
    ),
)
def deliberate_blank(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """有意留空的指标值 / a target value that was intentionally left blank.

    检查：指标值是“—”“/”“无”“不适用”之类。只作提示：这不算漏填（漏填由 V01 报告）。项目里每条指标的同一栏都这样留
    空、另一栏都有值的，是没有用这一栏，不提示。
    Checks: the target value is "—", "/", 无, 不适用 or the like. This is only a hint, because it is not an omission
    (V01 reports those). A column that the project leaves blank throughout, while the other one is filled in, is not
    reported.

    缘由：留空的指标无法考核；“无”也可能指“0次”。
    Why: a blank target cannot be evaluated, and 无 may have been meant as "0 times".

    反例：

        1-产出指标；11-数量指标；培训班期数；年度指标值:—。

    正例：

        1-产出指标；11-数量指标；培训班期数；年度指标值:≥3期。
    """
    assert isinstance(target.meaning, NoValue)
    if stands_for_nothing(target.target.text):
        return  # V20 says so
    project = target.indicator.project
    if project is not None and len(target.fields) == 1 and target.fields[0] in project.unused_columns:
        return
    may_be_zero = groups.is_one_of(squeeze(fold(target.target.text)), "blank_as_zero")
    lower = is_lower_better(target.indicator.name)
    yield target.hit("zero" if may_be_zero and lower else "")
