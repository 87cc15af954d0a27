"""Dates and times as a workbook shows them: numbers of days, in a format of years, months, days, hours, minutes, seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["DATE_LETTERS", "date_text", "days_of"]

DATE_LETTERS = frozenset("ymdhsabeYMDHSABE")
_CHINESE_LANGUAGES = ("804", "404", "C04", "1004")
_WEEKDAYS = "一二三四五六日"
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
# 9999-12-31 is the last day that a workbook knows.
_LAST_DAY = 2_958_465
# Day 60 of the system that begins in 1900 is 29 February, which that year had not; the days before are one too early.
_BEFORE_LEAP_DAY, _FIRST_DAY_1900, _FIRST_DAY_1904 = 60, date(1899, 12, 30), date(1904, 1, 1)

Tokens = Sequence[tuple[str, str]]


def date_text(number: Decimal, tokens: Tokens, date1904: bool = False) -> str | None:
    """Return a number of days, counted from 1900 or 1904, in the tokens of a date format; None where it is not a date.

    >>> date_text(Decimal("45658.75"), [("date", "yyyy"), ("literal", "-"), ("date", "mm"), ("literal", " "), ("date", "h")])
    '2025-01 18'
    """
    if not 0 <= number <= _LAST_DAY:
        return None
    decimals = max((len(text.partition(".")[2]) for kind, text in tokens if kind == "date"), default=0)
    seconds = (number * 86400).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    days = int(seconds // 86400)
    day = _day(days, date1904)
    if day is None:
        return None
    kinds = dict(tokens)  # what there is, and of languages the last
    if kinds.get("language") in ("F800", "X-SYSDATE"):
        return f"{day[0]}年{day[1]}月{day[2]}日"
    in_day = seconds - days * 86400
    # Without a language Excel names a day in English, in China too: what has it in Chinese is aaaa.
    english = not kinds.get("language", "").endswith(_CHINESE_LANGUAGES)
    pieces: list[str] = []
    for at, (kind, text) in enumerate(tokens):
        if kind == "date":
            letters = _letters(tokens, at)
            piece = _piece(letters, day, in_day, "half" in kinds, english)
            pieces.append(_in_chinese(piece, letters) if "numerals" in kinds else piece)
        elif kind == "bracket":
            pieces.append(_elapsed(text, seconds))
        elif kind == "half":
            pieces.append(text.split("/")[in_day >= 43200])
        elif kind in ("literal", "width") or text in (",", "."):
            pieces.append(text)
    return "".join(pieces).strip()


def days_of(value: str, date1904: bool = False) -> str | None:
    """Return a date in ISO 8601 as a workbook's number of days; None where the date does not exist.

    >>> days_of("2025-06-30T12:00:00"), days_of("2025-06-30Z", date1904=True), days_of("2025年")
    ('45838.5', '44376', None)
    """
    try:
        found = datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return None
    first = _FIRST_DAY_1904 if date1904 else _FIRST_DAY_1900
    since = found.replace(tzinfo=None) - datetime.combine(first, time())
    days = Decimal(since.days) + (Decimal(since.seconds) / 86400 if since.seconds else 0)
    return str(days) if days >= 0 else None


def _letters(tokens: Tokens, at: int) -> str:
    """The letters of a date's token in lower case; an m of minutes is n."""
    letters = tokens[at][1].lower()
    return "n" * len(letters) if letters[0] == "m" and _is_minute(tokens, at) else letters


def _day(days: int, date1904: bool) -> tuple[int, int, int, int] | None:
    """Year, month, day and weekday (from 0, Monday)."""
    if date1904:
        found = _FIRST_DAY_1904 + timedelta(days)
    elif days == _BEFORE_LEAP_DAY:
        return 1900, 2, 29, 2
    elif days == 0:
        return 1900, 1, 0, 5
    else:
        found = _FIRST_DAY_1900 + timedelta(days + (days < _BEFORE_LEAP_DAY))
    return found.year, found.month, found.day, found.weekday()


def _is_minute(tokens: Tokens, at: int) -> bool:
    """Whether an m is of minutes: behind hours, or before seconds."""
    around = [text.lower()[:1] for kind, text in tokens[:at] if kind in ("date", "bracket")][-1:]
    behind = [text.lower()[:1] for kind, text in tokens[at + 1 :] if kind in ("date", "bracket")][:1]
    return around == ["h"] or behind == ["s"]


def _piece(letters: str, day: tuple[int, int, int, int], in_day: Decimal, half: bool, english: bool) -> str:
    year, month, day_of_month, weekday = day
    kind, size = letters[0], len(letters)
    if kind in "yeb":
        return f"{year % 100:02}" if kind == "y" and size < 3 else f"{year:04}"
    if kind == "m":
        if size < 3:
            return f"{month:0{size}}"
        return {3: _MONTHS[month - 1][:3], 5: _MONTHS[month - 1][0]}.get(size, _MONTHS[month - 1])
    if kind == "d":
        if size < 3:
            return f"{day_of_month:0{size}}"
        return _DAYS[weekday][:3] if size == 3 else _DAYS[weekday] if english else f"星期{_WEEKDAYS[weekday]}"
    if kind == "a":
        return _WEEKDAYS[weekday] if size == 3 else f"星期{_WEEKDAYS[weekday]}"
    if kind == "h":
        hour = int(in_day // 3600)
        return f"{(hour + 11) % 12 + 1 if half else hour:0{min(size, 2)}}"
    if kind == "n":
        return f"{int(in_day // 60 % 60):0{min(size, 2)}}"
    if kind == "s":
        whole, _, decimals = f"{in_day % 60:f}".partition(".")
        wanted = letters.partition(".")[2]
        size = min(len(letters.partition(".")[0]), 2)
        return whole.zfill(size) + (f".{decimals[: len(wanted)].ljust(len(wanted), '0')}" if wanted else "")
    return ""


def _elapsed(text: str, seconds: Decimal) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return f"{int(seconds // unit):0{len(text)}}"


def _in_chinese(digits: str, letters: str) -> str:
    """Digits as Chinese numerals: a year digit by digit, a month or a day as it is spoken."""
    if letters[0] in "ye" or not digits.isdigit():
        return digits.translate(_CHINESE_DIGITS)
    tens, ones = divmod(int(digits), 10)
    spoken = "" if not tens else "十" if tens == 1 else f"{tens}十"
    return (spoken + (str(ones) if ones or not tens else "")).translate(_CHINESE_DIGITS)
