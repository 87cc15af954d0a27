"""V11: dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfmodel._internal.caches import remembered
from perfmodel.checks.context import ProjectView, TargetView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.values import dates
from perfmodel.values.dates import Day
from perfmodel.values.kinds import AllOf, Deadline, Meaning, Period, Text, Threshold
from perfmodel.values.parser import understand
from perfmodel.vocabulary import groups

__all__ = ["possible_dates"]

_Span = tuple[Day, Day]

# 2023-2024年: the first one stands before no 年 of its own.
_YEAR_IN_NAME = re.compile("(?<![0-9])20[0-9]{2}(?=年|[-–—~至到/](20)?[0-9]{2}年)")
# How many years a target may lie off those in a project's name.
_YEARS_OFF = 1


@rule(
    "V11",
    "error",
    "possible-dates",
    on="target",
    kinds=("deadline", "period", "all_of"),
    messages={
        "no_such_day": (
            "“{name}”的指标值“{text}”中的日期不存在",
            "the target value “{text}” of “{name}” contains a date that does not exist",
        ),
        "order": (
            "“{name}”的指标值“{text}”的截止时间早于起始时间",
            "the target value “{text}” of “{name}” ends before it begins",
        ),
        "outside": (
            "“{name}”的指标值“{text}”不在项目期限“{period}”之内",
            "the target value “{text}” of “{name}” lies outside the project period “{period}”",
        ),
        "year": (
            "“{name}”的指标值“{text}”与项目名称中的年份“{period}”不一致",
            "the target value “{text}” of “{name}” does not match the year in the project name, “{period}”",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "合理可行", "reasonable and feasible"),
        PRACTICE("名称中的年份仅供参考", "years in a name are only a clue"),
    ),
)
def possible_dates(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """日期存在，先后有序，且在项目期限之内 / dates exist, are in order and lie within the project period.

    检查：日历上有这一天（2月30日没有）；起不晚于止（跨年的“11月至3月”除外）；项目写了期限的，整个落在期限之外的日期
    是错误；没有写期限而名称里有年份的，相差一年以上是警告（规划、方案、筹备之类除外，它们的年份不是项目的年份；表题
    里的年份总是对的）。
    Checks: the day exists in the calendar (30 February does not); the start is not after the end (except across the
    turn of the year, 11月至3月). If the project states its period, a date entirely outside it is an error; if it
    does not and its name contains years, a date more than one year off is a warning (except for plans and
    preparations, whose years are not those of the project; a year in the table's title is always accepted).

    缘由：不存在或在项目期限之外的日期多半为照抄未改，届时无法对照。
    Why: a date that does not exist or lies outside the project period has usually been copied from elsewhere.

    反例：

        1-产出指标；13-时效指标；设备采购完成时间；年度指标值:2月30日前。

    正例：

        1-产出指标；13-时效指标；设备采购完成时间；年度指标值:11月30日前。
    """
    dated = _dated_parts(target.meaning)
    faults = {_fault(part) for part in dated} - {None}
    if faults:
        yield target.hit("no_such_day" if "no_such_day" in faults else "order")
        return
    project = target.indicator.project
    if project is None:
        return
    spans = [span for part in dated for span in _spans(part)]
    period = project.project.period
    limits = None if period is None or len(period) > groups.LONGEST_EXAMINED else _limits(period)
    years = None if limits is not None or not spans else _years(project)
    if limits is not None and any(_outside(span, limits) for span in spans):
        yield target.hit("outside", period=period)
    elif years is not None and any(_off(span, years) for span in spans):
        yield target.hit("year", severity="warning", period="-".join(map(str, sorted(set(years)))))


def _dated_parts(meaning: Meaning) -> list[Deadline | Period]:
    """Return the dates and periods that a value is made of."""
    parts: tuple[Meaning, ...] = meaning.parts if isinstance(meaning, AllOf) else (meaning,)
    return [part for part in parts if isinstance(part, (Deadline, Period))]


@remembered(1024)
def _fault(meaning: Deadline | Period) -> str | None:
    """Return the message of what is wrong with a date itself; None where nothing is."""
    if not meaning.exists:
        return "no_such_day"
    return "order" if _is_backwards(meaning) else None


def _covered(date: str) -> _Span:
    """Return the first and the last day of a date that exists; one without a year has year 0."""
    found = dates.days(date)
    assert found is not None
    return found


def _is_backwards(meaning: Deadline | Period) -> bool:
    """Whether a period ends before it starts; one without a year may go over into the next (11月至3月)."""
    if not isinstance(meaning, Period):
        return False
    first, last = _covered(meaning.start)[0], _covered(meaning.end)[1]
    return first > last and first[0] != 0


@remembered(1024)
def _spans(meaning: Deadline | Period) -> tuple[_Span, ...]:
    """Return the first and the last day of each date: those that it may mean."""
    if isinstance(meaning, Period):
        return _covered(meaning.start), _covered(meaning.end)
    (year, month, day), last = _covered(meaning.date)
    if meaning.op == "<=" and (year, month, day) != last:
        # 2025年前 may leave 2025 out.
        year, month, day = (year, month - 1, 31) if month > 1 else (max(year - 1, 0), 12, 31)
    return (((year, month, day), last),)


def _limits(period: str) -> _Span | None:
    """Return the first and the last day of a project's period; None where it does not say both (3年, 2024年12月)."""
    meaning = understand(period).meaning
    if isinstance(meaning, (Text, Threshold)):
        meaning = understand(f"{period}年").meaning  # 2023-2025: years, in this place
    if isinstance(meaning, Deadline):
        return _covered(meaning.date) if meaning.op == "=" and len(meaning.date) == 4 and meaning.exists else None
    if not isinstance(meaning, Period) or not meaning.exists:
        return None
    first, last = _covered(meaning.start)[0], _covered(meaning.end)[1]
    return (first, last) if first[0] and first <= last else None


def _outside(span: _Span, limits: _Span) -> bool:
    """Whether none of the days lies within the limits."""
    first, last = span
    if last[0] == 0:
        if limits[0][0] != limits[1][0]:
            return False  # some year of the period will have it
        year = limits[0][0]
        first, last = (year, *first[1:]), (year, *last[1:])
        if first > last:
            return False
    return last < limits[0] or first > limits[1]


def _years(project: ProjectView) -> tuple[int, int] | None:
    """Return the first and the last of the years in the project's name and the table's title.

    None where the name has no year, or is that of a plan.
    """
    name = project.name[: groups.LONGEST_EXAMINED]
    found = [int(match[0]) for match in _YEAR_IN_NAME.finditer(name)]
    if not found or groups.contains(name, "timeless_plans"):
        return None
    # The name may speak of what is worked on (2020 年的档案); the table's own year is right in any case.
    title = "" if project.table is None else project.table.table.title
    found += [int(match[0]) for match in _YEAR_IN_NAME.finditer(title[: groups.LONGEST_EXAMINED])]
    return min(found), max(found)


def _off(span: _Span, years: tuple[int, int]) -> bool:
    """Whether days lie off some years by more than the tolerance; those without a year do not."""
    first, last = span
    return last[0] != 0 and (last[0] < years[0] - _YEARS_OFF or first[0] > years[1] + _YEARS_OFF)
