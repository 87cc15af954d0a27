"""V15, V18: numbers that nobody meant, or nobody thought about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfmodel.analysis.further_columns import is_explained, operator_of
from perfmodel.checks.context import IndicatorView, ProjectView, TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.source.characters import fold, squeeze
from perfmodel.values.kinds import Text, Threshold
from perfmodel.values.parser import TargetReading
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.direction import is_lower_better

__all__ = ["damaged_sign", "is_damaged_percentage", "same_number"]

_PERCENT = re.compile(
    r"(?P<sign>[≥≤<>=]?)(?P<lead>[^0-9OoIl.]?)(?P<number>[0-9OoIl]{1,4}(\.[0-9OoIl]{1,2})?)(?P<mark>[%$])"
)
_DIGITS_FOR_LETTERS = str.maketrans("OoIl", "0011")


def _is_suspicious(reading: TargetReading) -> bool:
    """Whether a value is a rate of two hundred and more, or not understood at all."""
    meaning = reading.meaning
    if not isinstance(meaning, Threshold):
        return True
    plain = meaning.unit == "%" and meaning.per is None and meaning.change is None
    return plain and (200 <= meaning.number < 300 or meaning.number == 2100)


@rule(
    "V15",
    "hint",
    "damaged-sign",
    on=("target", "indicator"),
    kinds=("threshold", "text"),
    messages={
        "": (
            "“{name}”的指标值“{text}”疑因识别或转换损坏，可能为“{mended}”",
            "the target value “{text}” of “{name}” seems to be damaged by text recognition or conversion; it "
            "may be “{mended}”",
        ),
        "unknown": (
            "“{name}”的指标值“{text}”疑因识别或转换损坏",
            "the target value “{text}” of “{name}” seems to be damaged by text recognition or conversion",
        ),
        "actual": (
            "“{name}”的实际完成值“{text}”疑因识别或转换损坏",
            "the actual value “{text}” of “{name}” seems to be damaged by text recognition or conversion",
        ),
    },
    basis=(PRACTICE("扫描识别常将“≥”误认为“2”“工”“^”", "text recognition often misreads “≥” as “2”, “工” or “^”"),),
    suggests=("guess",),
    where=(Where(value=_is_suspicious), Where(evaluated=True)),
)
def damaged_sign(target: TargetView | IndicatorView, settings: Settings) -> Iterator[Hit]:
    """疑因识别损坏的符号 / signs damaged by text recognition.

    检查：没有比较符号的比率写成 200% 到 299%（“292%”多半是“≥92%”）；百分数前面是“工”“^”“Z”之类，后面是“$”，或者里面
    有字母 O、l。给出的写法是猜测，只作提示；最高为 100% 的比率（合格率）不可能是二百多，是警告；增长率、提升率之类
    可以是二百多，不提示。自评表的实际完成值也看，这样的不计分。
    Checks: a rate of 200% to 299% without an operator ("292%" is most likely "≥92%"); a percentage preceded by 工,
    ^, Z or the like, followed by $, or containing the letters O and l. The suggestion is a guess, and the finding a
    hint; for a rate of at most 100% (合格率), which cannot be over 200%, it is a warning. Growth rates, which may
    well exceed 200%, are not reported. Actual values are checked as well; a damaged one is not scored.

    缘由：公开的表多为扫描件，符号识别错误会改变数值。
    Why: many published tables are scans, and a misread sign changes the number.

    反例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:292%。

    正例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:≥92%。
    """
    if isinstance(target, IndicatorView):
        own = target.indicator
        if own.actual is not None and target.traits.evaluated and target.score.outcome.trouble == "damaged":
            yield target.hit("actual", "actual", name=own.name, text=own.actual.text)
        return
    meaning = target.meaning
    if not _is_suspicious(target.understanding):
        return
    if isinstance(meaning, Threshold):
        if has_stray_digit(target):
            mended = _without_two(f"{meaning.number:f}")
            # Of a part of a whole this is more than a suspicion: the number cannot be.
            severity = "warning" if is_impossible_rate(target) else None
            yield _hit(target, None if mended is None else f"≥{mended}%", severity)
        return
    match = _damaged_percentage(target)
    if match is not None:
        digits = match["number"].translate(_DIGITS_FOR_LETTERS)
        yield _hit(target, _guess(target, match["sign"], match["lead"], digits))


def has_stray_digit(target: TargetView) -> bool:
    """Whether a value is a rate of 200% to 299% without an operator, so that its 2 may have been a ≥."""
    if not isinstance(target.meaning, Threshold) or not _is_suspicious(target.understanding):
        return False
    if operator_of(target.target, target.indicator.indicator) is not None:
        return False
    name = target.indicator.name
    return groups.ends_as(name, "bounded_ratios") or groups.ends_as(name, "rates_in_damage")


def is_impossible_rate(target: TargetView) -> bool:
    """Whether V15 reports, in place of V06, a rate of at most 100% that is more than 200%."""
    name, level1 = target.indicator.name, target.indicator.level1
    return has_stray_digit(target) and groups.ends_as(name, "bounded_ratios") and level1 != "satisfaction"


def _damaged_percentage(target: TargetView) -> re.Match[str] | None:
    """Return the parts of a value that is a percentage but for a damaged sign or digit; None for another value."""
    match = _PERCENT.fullmatch(squeeze(fold(target.target.text)))
    if match is None:
        return None
    lead, digits = match["lead"], match["number"].translate(_DIGITS_FOR_LETTERS)
    damaged = groups.is_one_of(lead, "damaged_signs") if lead else match["mark"] == "$" or digits != match["number"]
    return match if damaged else None


def is_damaged_percentage(target: TargetView) -> bool:
    """Whether V15 reports that a value which is not understood is a percentage with a damaged sign or digit."""
    return isinstance(target.meaning, Text) and _damaged_percentage(target) is not None


def _hit(target: TargetView, mended: str | None, severity: str | None = None) -> Hit:
    if mended is None:
        return target.hit("unknown", severity=severity)
    return target.hit(mended=mended, certain=False, severity=severity)


def _without_two(digits: str) -> str | None:
    """What stands behind a 2 that was a ≥; None where that is no rate."""
    rest = digits[1:]
    return rest if not rest.startswith("0") and 0 < Decimal(rest) <= 100 else None


def _guess(target: TargetView, sign: str, lead: str, digits: str) -> str | None:
    if not sign and not lead and 200 <= Decimal(digits) < 300:
        rest = _without_two(digits)
        return None if rest is None else f"≥{rest}%"
    if not 0 < Decimal(digits) <= 100:
        return None
    if lead and not sign:
        sign = "≤" if is_lower_better(target.indicator.name) else "≥"
    return f"{sign}{digits}%"


@rule(
    "V18",
    "hint",
    "same-number",
    on="project",
    messages={
        "": (
            "项目“{name}”有 {count} 条效益指标的指标值均为“{text}”，未说明依据",
            "{count} benefit indicators of project “{name}” have the same target value “{text}”, with no explanation "
            "of its basis",
        )
    },
    basis=(
        Basis(MANAGEMENT_2015, "适当性", "suitability"),
        PRACTICE("三条以上才提示", "reported only for three or more"),
    ),
    settings={"count": 3},
)
def same_number(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """多条效益指标为同一百分比 / several benefits have the same percentage.

    检查：一个项目的效益指标里，名称不同的三条（可设置）以上指标值是同一个百分比，又没有指标说明或评分标准。满意度不
    算。
    Checks: three or more benefit indicators of a project (a setting) with different names have the same percentage
    and neither an explanation nor a scoring standard. Satisfaction does not count.

    缘由：每条均写“≥95%”，往往未经测算。
    Why: where every benefit is "≥95%", the number has often not been estimated.

    反例：

        1、1-产出指标；11-数量指标；培训班期数；年度指标值:≥4期。
        2、2-效益指标；22-社会效益；政策知晓率；年度指标值:≥95%。
        3、2-效益指标；22-社会效益；考核通过率；年度指标值:≥95%。
        4、2-效益指标；22-社会效益；学员就业率；年度指标值:≥95%。

    正例：

        1、1-产出指标；11-数量指标；培训班期数；年度指标值:≥4期。
        2、2-效益指标；22-社会效益；政策知晓率；年度指标值:≥85%。
        3、2-效益指标；22-社会效益；考核通过率；年度指标值:≥95%。
        4、2-效益指标；22-社会效益；学员就业率；年度指标值:≥60%。
    """
    alike: dict[Threshold, dict[str, TargetView]] = {}
    benefits = [view for view in project.indicators if view.level1 == "benefit"]
    if len(benefits) < settings["count"]:
        return
    for view in benefits:
        indicator = view.indicator
        target = indicator.whole_period if indicator.annual is None else indicator.annual
        if target is None or not indicator.understood:
            continue
        meaning = target.meaning
        if not isinstance(meaning, Threshold) or meaning.unit != "%" or meaning.change is not None:
            continue
        if not is_explained(indicator):
            alike.setdefault(meaning, {}).setdefault(view.name, view.targets[-1])
    for found in alike.values():
        if len(found) >= settings["count"]:
            first = next(iter(found.values()))
            unit = first.target.unit or ""
            text = first.target.text if first.target.text.endswith(unit) else first.target.text + unit
            yield first.hit(name=project.project.name, count=len(found), text=text)
