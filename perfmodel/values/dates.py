"""Dates as target values print them: ISO 8601, cut short where the text is.

``2024-12-31``, ``2024-12``, ``2024``; without a year the forms of XML Schema, ``--12-31`` and ``--12``. A quarter is
``2024-Q3`` or ``--Q3``, a half year ``2024-H1`` or ``--H1``: ISO 8601 has no form for these.

A date that the calendar does not have (2月30日) is kept, so that a check can report it.
"""

from __future__ import annotations

import calendar
import re

__all__ = ["days", "exists", "is_date", "last_day", "month_of", "year_of"]

_DATE = re.compile(
    "(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?|-(?P<part>[QH][1-4]))?"
    "|--(?P<only_month>[0-9]{2})(-(?P<only_day>[0-9]{2}))?|--(?P<only_part>[QH][1-4])"
)
# (year or None, month, day): comparable where both have a year or neither has.
Day = tuple[int, int, int]


def is_date(text: str) -> bool:
    """Tell whether a text is written as a date here; whether the calendar has it is `exists`.

    >>> is_date("2024-12"), is_date("--12-31"), is_date("2024-Q3"), is_date("12-31")
    (True, True, True, False)
    """
    match = _DATE.fullmatch(text)
    return match is not None and (match["part"] or match["only_part"]) not in ("H3", "H4")


def year_of(date: str) -> int | None:
    """Return the year, or None where the text has none.

    >>> year_of("2024-12"), year_of("--12")
    (2024, None)
    """
    return None if date.startswith("--") else int(date[:4])


def month_of(date: str) -> int | None:
    """Return the month, or None where the text has none.

    >>> month_of("2024-12"), month_of("2024")
    (12, None)
    """
    match = _DATE.fullmatch(date)
    month = match and (match["month"] or match["only_month"])
    return int(month) if month else None


def last_day(year: int | None, month: int) -> int | None:
    """Return the last day of a month; None for February of no certain year.

    >>> last_day(2024, 2), last_day(None, 12), last_day(None, 2)
    (29, 31, None)
    """
    if not 1 <= month <= 12:
        return None
    if year is None:
        return None if month == 2 else calendar.monthrange(2023, month)[1]
    return calendar.monthrange(year, month)[1] if year > 0 else None


def exists(date: str) -> bool:
    """Tell whether the calendar has a date; 29 February does where no year says otherwise.

    >>> exists("2024-02-29"), exists("--02-30"), exists("--02-29")
    (True, False, True)
    """
    match = _DATE.fullmatch(date)
    if match is None or not is_date(date):
        return False
    month = match["month"] or match["only_month"]
    if month is None:
        return match["year"] != "0000"
    day = match["day"] or match["only_day"] or "01"
    year = int(match["year"]) if match["year"] else 2024
    longest = last_day(year, int(month))
    return longest is not None and 1 <= int(day) <= longest


def days(date: str) -> tuple[Day, Day] | None:
    """Return the first and the last day that a date covers; None for one that the calendar does not have.

    A date without a year has year 0 in both, so that it compares only with its like.

    >>> days("2024-02"), days("--Q3")
    (((2024, 2, 1), (2024, 2, 29)), ((0, 7, 1), (0, 9, 30)))
    """
    match = _DATE.fullmatch(date)
    if match is None or not exists(date):
        return None
    year = int(match["year"] or 0)
    month, day = match["month"] or match["only_month"], match["day"] or match["only_day"]
    part = match["part"] or match["only_part"]
    if part:
        length = 3 if part[0] == "Q" else 6
        first, last = (int(part[1]) - 1) * length + 1, int(part[1]) * length
    elif month:
        first = last = int(month)
    else:
        first, last = 1, 12
    if day:
        return (year, first, int(day)), (year, first, int(day))
    return (year, first, 1), (year, last, last_day(year or 2024, last) or 31)
