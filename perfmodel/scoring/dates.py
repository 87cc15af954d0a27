"""Scoring dates: a deadline or a period against when it was done. In time is full; how much lateness costs no text says."""

from __future__ import annotations

import re
from fractions import Fraction

from perfmodel.scoring.actual import Actual
from perfmodel.scoring.outcome import Outcome, Reason, unscored
from perfmodel.source.characters import fold, squeeze
from perfmodel.values import dates
from perfmodel.values.kinds import Deadline, Period
from perfmodel.values.logic import covered_days

__all__ = ["score_date"]

_Days = tuple[dates.Day, dates.Day]
_FULL_POINTS = Fraction(1)
# Done so many months before a deadline without a year, it may have been done in the following year.
_DOUBTFUL_MONTHS = 6
_OF_NO_YEAR = 0
_DOTTED = re.compile("(20[0-9]{2})[.](0?[1-9]|1[0-2])")


def score_date(target: Deadline | Period, actual: Actual, year: int | None = None) -> Outcome:
    """Return what an actual value is worth where the target is a date; ``year`` is the table's, for dates without one.

    >>> from perfmodel.scoring.actual import read_actual
    >>> target = Deadline("<=", "2023-12-31")
    >>> score_date(target, read_actual("2023年11月")).reached, score_date(target, read_actual("2024年1月")).reached
    (True, False)
    """
    if actual.word == "in_time":
        return Outcome(
            True,
            _FULL_POINTS,
            reasons=(("实际完成值为按时完成", "the actual value says that the work was completed on time"),),
        )
    if actual.word in ("late", "missed"):
        return _late()
    meaning = actual.meaning
    dotted = _DOTTED.fullmatch(squeeze(fold(actual.text)))
    if dotted is not None:  # 2023.12 may be a number elsewhere
        meaning = Deadline("=", f"{dotted[1]}-{int(dotted[2]):02}")
    if not isinstance(meaning, (Deadline, Period)):
        return unscored(
            "words", "实际完成值未明确完成时间", "the actual value does not say when the work was completed"
        )
    wanted, done = covered_days(target), covered_days(meaning)
    if wanted is None or done is None:
        return unscored("not_understood", "日期不存在", "the date does not exist")
    wanted, done, remarks, doubtful = _in_one_year(wanted, done, year)
    if doubtful:
        return unscored(
            "inexact",
            "指标值未写年份，实际完成时间可能在次年",
            "the target names no year; the work may have been completed a year later",
        )
    outcome = _score_days(target, meaning, wanted, done)
    return Outcome(
        outcome.reached, outcome.share, outcome.trouble, reasons=(*actual.remarks, *remarks, *outcome.reasons)
    )


def _late() -> Outcome:
    zh, en = "未按时完成；逾期没有公认的扣分办法", "completed late, for which there is no established formula"
    return unscored("no_formula", zh, en, False)


def _in_one_year(wanted: _Days, done: _Days, year: int | None) -> tuple[_Days, _Days, tuple[Reason, ...], bool]:
    """Return both with a year or both without, what was taken for the year, and whether that is in doubt."""
    without, other = wanted[0][0] == _OF_NO_YEAR, done[0][0] == _OF_NO_YEAR
    if without == other:
        return wanted, done, (), False
    if other:
        # Done in a month of no certain year: that of the deadline.
        said = wanted[1][0]
        return wanted, _with_year(done, said), (_year_taken(said),), False
    said = done[0][0] if year is None else year
    dated = _with_year(wanted, said)
    early = (dated[1][0] - done[1][0]) * 12 + dated[1][1] - done[1][1]
    return dated, done, (_year_taken(said),), year is None and early >= _DOUBTFUL_MONTHS


def _year_taken(year: int) -> Reason:
    return f"未写年份的按 {year} 年计", f"a date without a year was assumed to be in {year}"


def _with_year(days: _Days, year: int) -> _Days:
    (_, month, day), (_, last_month, last_day) = days
    last = dates.last_day(year, last_month) or last_day
    return (year, month, day), (year, last_month, min(last, last_day))


def _score_days(target: Deadline | Period, actual: Deadline | Period, wanted: _Days, done: _Days) -> Outcome:
    if done[0] > wanted[1]:
        return _late()
    if done[1] > wanted[1]:
        return _unsure()
    if isinstance(target, Period) and done[1] < wanted[0]:
        return unscored("inexact", "早于指标值的期间", "before the period of the target")
    if done[1] >= wanted[0]:
        return Outcome(True, _FULL_POINTS)
    if done[1][0] == wanted[1][0]:
        return Outcome(True, _FULL_POINTS, reasons=(("提前完成", "completed early"),))
    year, month, day = wanted[1]
    open_start = isinstance(actual, Deadline) and actual.op == "<="  # "by then" may be long before
    if open_start or done[0] <= (year - 1, month, day):
        return unscored(
            "inexact",
            "可能早于期限一年以上，请核对年份",
            "possibly a year or more before the deadline: please check the years",
        )
    early = (
        "在期限的上一年完成，早于期限不到一年，按提前完成计",
        "completed in the year before the deadline, less than a year early: counted as early completion",
    )
    return Outcome(True, _FULL_POINTS, reasons=(early,))


def _unsure() -> Outcome:
    zh, en = (
        "完成时间跨越期限，无法判断是否按时",
        "the time of completion extends past the deadline, so it is unclear whether it was met",
    )
    return unscored("inexact", zh, en)
