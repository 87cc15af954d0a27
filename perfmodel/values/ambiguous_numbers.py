"""Numbers that may as well be something else: a date, a name, a rank. These are refused, with the reason."""

from __future__ import annotations

import re

from perfmodel.values import units
from perfmodel.values.ambiguous_digits import DATE, MONTH, NAME, YEAR
from perfmodel.values.amounts import Amount
from perfmodel.values.grammar import Ambiguous
from perfmodel.values.modifiers import Modifiers

__all__ = [
    "refuse_bare_numerals",
    "refuse_dates",
    "refuse_names",
    "refuse_open_scales",
    "refuse_ranges_of_dates",
    "refuse_years",
]


def refuse_bare_numerals(amount: Amount, unit: str | None, column: str | None) -> None:
    """Raise NotUnderstood for 三 or 二〇二四 without a unit, which may be a label, a rank or a year; 十二 is a number."""
    whole = len(amount.printed) > 1 and any(char in amount.printed for char in "十百千万亿")
    if amount.numeral and unit is None and column is None and amount.number != 0 and not whole:
        raise Ambiguous(f"“{amount.printed}”后缺单位", f"no unit after “{amount.printed}”")


def refuse_years(printed: str, unit: str | None) -> None:
    """Raise NotUnderstood for 2024届, 2024级, 2024学年: a year, or a count of them."""
    if unit in ("届", "级", "学年", "学期", "期", "版") and YEAR.fullmatch(printed):
        raise Ambiguous(f"“{printed}{unit}”可能是年份，也可能是数目", f"“{printed}{unit}” may be a year or a number")


def refuse_dates(printed: str, unit: str | None, column: str | None) -> None:
    """Raise NotUnderstood for a bare number that may be a date (2024.12, 6日), a kind of network (5G) or a size (4K)."""
    joined = unit or column
    of_years = joined in ("年", "年度")
    if of_years and (YEAR.fullmatch(printed) or (unit and re.fullmatch("2[1-9]", printed))):
        raise Ambiguous(f"“{printed}”可能是日期，也可能是数目", f"“{printed}” may be a date or a number")
    if joined is None and (DATE.fullmatch(printed) or MONTH.fullmatch(printed)):
        raise Ambiguous(f"“{printed}”可能是日期，也可能是数目", f"“{printed}” may be a date or a number")
    if unit == "日" and re.fullmatch("[12]?[0-9]|3[01]", printed):
        raise Ambiguous(
            f"“{printed}日”可能是日期，也可能是时长", f"“{printed}日” may be a day of the month or a number of days"
        )
    if unit is not None and re.fullmatch("[ABCDEFGKPQRSVkp]", unit) and not (unit == "G" and len(printed) > 1):
        raise Ambiguous(f"“{printed}{unit}”可能是名称，也可能是数目", f"“{printed}{unit}” may be a name or a number")


def refuse_names(amount: Amount, unit: str | None, per: str | None, modifiers: Modifiers) -> None:
    """Raise NotUnderstood for names (12345热线), for what may be one (一期, 5保户), and for slogans (四个到位)."""
    printed = amount.printed
    if unit is None:
        return
    if NAME.fullmatch(printed) and not any(units.look_up(unit[:size]) for size in (1, len(unit))):
        raise Ambiguous(f"“{printed}{unit}”可能是名称，也可能是数目", f"“{printed}{unit}” may be a name or a number")
    known = units.look_up(unit)
    if known is None and re.fullmatch("[1-9]", printed) and not (units.is_named(unit) or units.look_up(unit[0])):
        # 5保户, 2手车: one digit and a word that is in no list
        raise Ambiguous(f"“{printed}{unit}”可能是名称，也可能是数目", f"“{printed}{unit}” may be a name or a number")
    lasts = known is not None and known.dimension in ("time", "working_time", "months")
    if amount.numeral and per is None and (unit in ("期", "批") or (modifiers.done and not lasts)):
        raise Ambiguous(f"“{printed}{unit}”不一定是数目", f"“{printed}{unit}” may not be a number")


def refuse_open_scales(low: Amount, high: Amount) -> None:
    """Raise Ambiguous where the scale of the upper end may belong to the lower one: 两到三百人, 三千到五万元."""
    if low.unit is not None:
        return
    scaled_unit = high.unit is not None and high.unit[0] in "百千万亿" and units.is_plausible(high.unit[1:])
    whole_scale = (
        len(high.printed) > 1 and high.numeral and high.printed[-1] in "十百千" and low.printed[-1:] not in "十百千"
    )
    if (low.numeral and whole_scale and low.number < 10) or (
        scaled_unit and (low.number > high.number or low.printed[-1:] in "十百千")
    ):
        raise Ambiguous(
            f"“{low.printed}”和“{high.printed}{high.unit or ''}”是否为同一数量级不明确",
            f"it is unclear whether “{low.printed}” is of the same magnitude as “{high.printed}{high.unit or ''}”",
        )


def refuse_ranges_of_dates(low: Amount, high: Amount, unit: str | None, column: str | None) -> None:
    """Raise NotUnderstood where the two ends of a range may be dates: 1-5日, 23-24年, 2023-2024, 1.1-12.31."""
    for end in (low, high):
        refuse_years(end.printed, unit)
    if unit == "日" and high.number <= 31:
        raise Ambiguous("可能是日期，也可能是时长", "may be days of the month or numbers of days")
    if unit == "年" and all(re.fullmatch("1[89]|2[0-9]|3[0-5]", end.printed) for end in (low, high)):
        raise Ambiguous("可能是年份，也可能是年数", "may be years or numbers of years")
    if unit is not None or column is not None:
        return
    if any(DATE.fullmatch(end.printed) for end in (low, high)):
        raise Ambiguous("可能是年月，也可能是数目", "may be months or numbers")
    if YEAR.fullmatch(low.printed) and YEAR.fullmatch(high.printed):
        raise Ambiguous("可能是年份，也可能是数目", "may be years or numbers")
    if _may_be_days(low.printed, high.printed):
        raise Ambiguous("可能是日期，也可能是数目", "may be dates or numbers")


def _may_be_days(low: str, high: str) -> bool:
    """12-31 is the last of December, 1.1-12.31 a whole year; 9-12 and 1.5-2.5 are numbers."""
    last = {"2": "28|29", "4": "30", "6": "30", "9": "30", "11": "30"}.get(low.lstrip("0"), "31")
    if re.fullmatch("0?[1-9]|1[0-2]", low) and re.fullmatch(last, high):
        return True
    day = re.compile(r"(0?[1-9]|1[0-2])\.(0?[1-9]|[12][0-9]|3[01])")
    return bool(day.fullmatch(low) and day.fullmatch(high)) and len((low + high).replace(".", "")) > 4
