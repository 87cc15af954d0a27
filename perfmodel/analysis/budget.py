"""Sums of money in 元 that can be compared as printed: a project's budget, and the sums that its goal calls its budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import islice

from attrs import frozen

from perfmodel._internal.caches import remembered
from perfmodel.analysis.funding_tree import is_sane
from perfmodel.strings.canonical import decimals_of
from perfmodel.values import units
from perfmodel.vocabulary import groups

__all__ = ["Money", "StatedBudget", "budget_of", "factor_of", "money_of", "of_several_years", "stated_in", "sums_in"]

_YUAN = "元"
_LEAST_DECIMALS = 2
_SUM_WITH_UNIT = r"(?P<number>[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,6})?)(?P<unit>亿元|[百千]?万元|千元|元)"
_SUM_IN_TEXT = re.compile(rf"(?<![0-9.,]){_SUM_WITH_UNIT}")
_BUDGET_YEAR = r"20[0-9]{2}年度?"
# 2023-2025年: a sum in the goal of such a project may be that of all of its years.
_SPAN_OF_YEARS = re.compile("20([0-9]{2})年?(?:[0-9]{1,2}月)?[-–—~～至到](?:20)?([0-9]{2})年")
# Of a sentence that names more budgets than these the others are not looked at.
_MOST_BUDGETS_IN_SENTENCE = 16
_SENTENCE = re.compile("[^。;!?]+")


@frozen
class Money:
    """A sum in 元, and the ``step`` of its last printed digit: 418.6万元 is 4186000 in steps of 1000.

    >>> Money(Decimal(4186000), Decimal(1000)).agrees(Money(Decimal(4185800), Decimal(100)))
    True
    """

    yuan: Decimal
    step: Decimal

    def agrees(self, other: Money) -> bool:
        """Whether the two are the same sum, each rounded to the digits printed."""
        return abs(self.yuan - other.yuan) <= max(self.step, other.step) / 2

    def agrees_cut(self, other: Money) -> bool:
        """Whether the two are the same sum, each rounded or cut off to the digits printed."""
        return abs(self.yuan - other.yuan) < max(self.step, other.step) or self.agrees(other)


def money_of(number: Decimal | None, unit: str | None, least_decimals: int = 0) -> Money | None:
    """Return an amount in a unit of money as a sum; None where the amount is not known, or the unit is none of money.

    >>> money_of(Decimal("418.58"), "万元") == Money(Decimal(4185800), Decimal(100))
    True
    >>> money_of(Decimal(3), "次"), money_of(None, "元")
    (None, None)
    """
    if number is None or not is_sane(number):
        return None
    factor = factor_of(unit)
    if factor is None:
        return None
    return Money(number * factor, factor.scaleb(-max(least_decimals, decimals_of(number))))


@remembered(256)
def factor_of(unit: str | None) -> Decimal | None:
    """Return how many 元 a unit of money is; None for another unit.

    >>> factor_of("万元"), factor_of("次")
    (Decimal('10000'), None)
    """
    return units.convert(Decimal(1), unit, _YUAN)


def budget_of(amount: Decimal | None, currency_unit: str | None) -> Money | None:
    """Return an amount of a table as a sum; None where it is not known, or 0.

    A whole number may stand for one that was rounded to the two decimals that amounts are printed with.

    >>> budget_of(Decimal(20), "万元") == Money(Decimal(200000), Decimal(100))
    True
    """
    return money_of(amount, currency_unit, _LEAST_DECIMALS) if amount else None


@frozen
class StatedBudget:
    """A sum that a text calls the project's budget.

    ``text`` is what was printed, ``year`` the year beside it or None; ``whole`` says that it is for the project's whole life,
    ``part`` that it may be a part of the budget only.
    """

    text: str
    money: Money
    whole: bool
    year: str | None
    part: bool = False


def of_several_years(text: str) -> bool:
    """Whether a folded text speaks of several years or stages.

    >>> of_several_years("2023-2025年"), of_several_years("分三年实施"), of_several_years("2024年1月至2024年12月")
    (True, True, False)
    """
    return groups.contains(text, "several_years") or any(
        match[1] != match[2] for match in _SPAN_OF_YEARS.finditer(text)
    )


def stated_in(text: str) -> Iterator[StatedBudget]:
    """Yield the sums that a folded text marks as the project's budget; none where it speaks of several years.

    >>> [(found.text, found.money.yuan) for found in stated_in("安排资金20万元,培训100人;补助每人500元。")]
    [('安排资金20万元', Decimal('200000'))]
    """
    if _YUAN not in text or of_several_years(text):
        return
    for sentence in _SENTENCE.finditer(text):
        for match in islice(_pattern().finditer(sentence[0]), _MOST_BUDGETS_IN_SENTENCE):
            said_before = sentence[0][: match.start("stated")] + match["before"]
            if groups.contains(said_before, "other_money") or _follows().match(sentence[0], match.end()):
                continue
            if groups.contains(said_before, "money_worked_on") and not groups.starts_as(
                match["stated"], "own_budget_words"
            ):
                continue
            money = money_of(Decimal(match["number"].replace(",", "")), match["unit"])
            if money is not None:
                year = match["year"]
                yield StatedBudget(
                    match["stated"],
                    money,
                    match["whole"] is not None,
                    None if year is None else year[:4],
                    match["part"] is not None,
                )


def sums_in(text: str) -> Iterator[Money]:
    """Yield all sums of money in a folded text, whatever they are for.

    >>> [money.yuan for money in sums_in("补助100人,每人500元,共5万元。")]
    [Decimal('500'), Decimal('50000')]
    """
    for match in _SUM_IN_TEXT.finditer(text):
        money = money_of(Decimal(match["number"].replace(",", "")), match["unit"])
        if money is not None:
            yield money


@cache
def _pattern() -> re.Pattern[str]:
    whole, year = groups.any_of("whole_budget_words"), groups.any_of("year_budget_words")
    part = groups.any_of("part_budget_words")
    return re.compile(
        rf"(?:^|(?<=[,:、()])|(?<=[0-9][.)]))(?P<stated>(?P<before>(?:(?P<year>{_BUDGET_YEAR})|{groups.any_of('budget_leads')}){{0,4}})"
        rf"(?:(?P<whole>{whole})|{year}|(?P<part>{part})){groups.any_of('budget_links')}{{0,3}}{_SUM_WITH_UNIT})"
    )


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(groups.any_of("part_follows"))
