"""From a syntax tree to dates: deadlines (12月底前) and periods (2024年1月至12月)."""

from __future__ import annotations

import re
from typing import Any

from attrs import define

from perfmodel.grammars.lalr import Tree
from perfmodel.values import dates, numerals
from perfmodel.values.grammar import Ambiguous, Contradictory, NotUnderstood
from perfmodel.values.kinds import Deadline, Period
from perfmodel.values.modifiers import Modifiers, is_exclusion, without_blanks

__all__ = ["deadline", "period"]

# How a remark begins that changes the date before it.
_CHANGING_DATE_REMARK = re.compile("[-+/>≥<≤=~每约不]|[以之]?[前后内]|至|到|底|末|初|[上中下]旬|[0-9]")


@define
class _Day:
    """Parts of a date as the text has them; ``part`` is Q1 to Q4, H1 or H2; ``end`` is 底."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    end: bool = False

    def written(self) -> str:
        if self.end and self.day is None:
            self._to_last_day()
        head = "-" if self.year is None else f"{self.year:04}"
        if self.part:
            return f"{head}-{self.part}"
        if self.month is None:
            return head
        return f"{head}-{self.month:02}" + ("" if self.day is None else f"-{self.day:02}")

    def _to_last_day(self) -> None:
        if self.part:
            self.month, self.part = int(self.part[1]) * (3 if self.part[0] == "Q" else 6), None
        elif self.month is None:
            self.month = 12
        # The end of a February of no certain year stays a month: by February is by its end.
        self.day = dates.last_day(self.year, self.month)


def _integer(token: Any) -> int:
    """Return a year, month or day as a number."""
    text = without_blanks(str(token))
    if text.isascii():
        return int(text)
    digits = numerals.digits(text) if token.type == "YEAR" else None
    number = digits or numerals.read(text)
    if number is None:
        raise NotUnderstood(f"“{text}”不是明确的日期", f"“{text}” is not a definite date")
    return int(number)


def _read_date(tree: Any) -> _Day:
    """Return the parts of a date."""
    day = _Day()
    for token in tree.children:
        if token.type == "YEAR":
            day.year = _integer(token)
        elif token.type == "MONTH":
            day.month = _integer(token)
        elif token.type == "DAY":
            day.day = _integer(token)
        elif token.type == "QUARTER":
            digit = without_blanks(str(token)).removeprefix("第")[0]
            day.part = f"Q{numerals.read(digit) or digit}"
        elif token.type == "HALF":
            day.part = "H1" if str(token).startswith("上") else "H2"
        elif token.type in ("END", "YEAR_END"):
            day.end = True
        elif token.type in ("DATE_DIGITS", "MONTH_DIGITS", "MONTH_DIGITS_TO"):
            _set_digits(day, without_blanks(str(token)))
    return day


def _set_digits(day: _Day, text: str) -> None:
    """Set year, month and day from a date in digits: 2024.12.31, 20241231, 2024/6."""
    for mark in "./日月":
        text = text.replace(mark, "-")
    text = text.strip("-")
    if text.isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    numbers = [int(part) for part in text.split("-")]
    day.year, day.month = numbers[:2]
    day.day = numbers[2] if len(numbers) > 2 else None


def _refuse_words_of_amounts(modifiers: Modifiers) -> None:
    """Raise NotUnderstood where words stand before a date that go with amounts: 提高到, 较上年, 每人."""
    if (
        modifiers.reach
        or modifiers.level
        or modifiers.change
        or modifiers.compared
        or modifiers.event
        or any(per != "年" for per in modifiers.per)
    ):
        raise NotUnderstood("日期前的词不是日期的说法", "the words before the date do not go with a date")


def _due(tree: Any, modifiers: Modifiers) -> str:
    """Return what stands behind a date: 前, 内 or nothing; what is done, and remarks, go to the modifiers."""
    found = set()
    for child in tree.children:
        for part in child.children if getattr(child, "data", None) == "due" else ():
            if getattr(part, "data", None) == "inclusion":
                if is_exclusion(str(part.children[0])):
                    raise NotUnderstood("截止日期不含当日", "the deadline does not include its own day")
            elif part.type == "BY":
                found.add("前")
            elif part.type == "LE_AFTER":
                if not str(part).endswith("内"):
                    raise NotUnderstood("日期后有“以下”", "“以下” after a date")
                found.add("内")
            elif part.type == "DONE":
                modifiers.phrases.append(without_blanks(str(part)))
            else:
                note = str(part)[1:-1].strip()
                if _CHANGING_DATE_REMARK.match(note):
                    raise NotUnderstood(f"括号中的“{note}”改变前面的日期", f"the remark “{note}” changes the date")
                modifiers.notes.append(note)
    if len(found) > 1:
        raise Contradictory("日期后既有“前”又有“内”", "both “前” and “内” after the date")
    return found.pop() if found else ""


def deadline(tree: Tree, modifiers: Modifiers) -> Deadline | Period:
    """Return what a single date means: to be done by then, or in or on it; a whole year or 1-12月 is a period.

    Raises NotUnderstood where the words around it do not go with a date.

    >>> from perfmodel.values.grammar import parse
    >>> from perfmodel.values.modifiers import collect_modifiers
    >>> tree = parse("2024年6月底前").children[0]
    >>> deadline(tree, collect_modifiers(tree))
    Deadline(op='<=', date='2024-06-30')
    """
    _refuse_words_of_amounts(modifiers)
    behind = _due(tree, modifiers)
    signs = set(modifiers.before)
    by_then = behind or modifiers.until
    if signs - {"<=", "="} or len(signs) > 1 or ("=" in signs and by_then):
        raise NotUnderstood("比较词与日期矛盾", "the word of comparison does not go with a date")
    date = next(child for child in tree.children if getattr(child, "data", None) in _DATES)
    if date.data in ("whole_year", "months", "years"):
        if by_then or signs:
            raise NotUnderstood("时段后有“前”“内”等词", "a period with words of a deadline, such as “前” or “内”")
        return _period_of(date)
    day = _read_date(date)
    bare_month = day.year is None and day.month is not None and not day.end
    if bare_month and (behind == "内" or (signs and day.day is None)):
        raise Ambiguous("可能是月日，也可能是时长", "may be a month or a length of time")
    return Deadline("<=" if by_then or "<=" in signs else "=", day.written())


_DATES = ("day", "month", "year", "quarter", "half", "whole_year", "months", "years", "year_end")


def _period_of(tree: Any) -> Period:
    """Return the period of 2024年度, 1-12月 or 2023-2024年."""
    if tree.data == "whole_year":
        whole = _read_date(tree).written()
        return Period(whole, whole)
    tokens = {token.type: token for token in tree.children}
    if "YEAR_FROM" in tokens:
        return _in_order(_Day(_integer(tokens["YEAR_FROM"])), _Day(_integer(tokens["YEAR"])), inherited=False)
    year = _integer(tokens["YEAR"]) if "YEAR" in tokens else None
    start, end = _Day(year, _integer(tokens["MONTH_FROM"])), _Day(year, _integer(tokens["MONTH"]))
    return _in_order(start, end, inherited=year is not None)


def _in_order(start: _Day, end: _Day, inherited: bool) -> Period:
    """A year that the end took from the start must not put it before the start: it was another year then."""
    before = (end.month or 0, end.day or 99) < (start.month or 0, start.day or 0)
    if inherited and before:
        raise Contradictory("时段的终点早于起点", "the period ends before it starts")
    return Period(start.written(), end.written())


def period(tree: Tree, modifiers: Modifiers) -> Period:
    """Return what two dates mean; raise NotUnderstood where they are written in different forms, or in the wrong order.

    >>> from perfmodel.values.grammar import parse
    >>> from perfmodel.values.modifiers import collect_modifiers
    >>> tree = parse("2024年1月至12月").children[0]
    >>> period(tree, collect_modifiers(tree))
    Period(start='2024-01', end='2024-12')
    """
    _refuse_words_of_amounts(modifiers)
    if _due(tree, modifiers) or modifiers.before or modifiers.until:
        raise NotUnderstood("时段后有“前”“内”等词", "a period with words of a deadline, such as “前” or “内”")
    trees: list[Any] = [child for child in tree.children if getattr(child, "data", None) in (*_DATES, "only_day")]
    if any(date.data not in ("day", "month", "year", "only_day") for date in trees):
        raise NotUnderstood("时段的起点或终点不是年月日", "the start or end of the period is not a date")
    start, end = _read_date(trees[0]), _read_date(trees[1])
    if start.end or ((start.day is None) != (end.day is None and not end.end) and end.month is None):
        raise NotUnderstood(
            "时段的起点与终点写法不一", "the start and end of the period are written in different forms"
        )
    inherited = _complete_end(start, end, only_day=trees[1].data == "only_day")
    if (start.month is None) != (end.month is None):
        raise NotUnderstood(
            "时段的起点与终点写法不一", "the start and end of the period are written in different forms"
        )
    return _in_order(start, end, inherited)


def _complete_end(start: _Day, end: _Day, only_day: bool) -> bool:
    """Give the end of a period the year and month that it leaves out; tell whether it took any from the start."""
    inherited = end.year is None and start.year is not None
    if only_day:
        if start.day is None:
            raise NotUnderstood(
                "时段的起点与终点写法不一", "the start and end of the period are written in different forms"
            )
        end.month, inherited = start.month, True
    if inherited:
        end.year = start.year
    elif end.year is not None and start.year is None:
        raise NotUnderstood("时段的起点缺年份", "the start of the period has no year")
    return inherited
