"""What an actual value is worth before its weight is known: whether the target is reached, which share, and why."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

__all__ = ["TROUBLES", "Band", "Outcome", "Reason", "rounded", "shown", "unscored"]

# In Chinese and in English.
Reason = tuple[str, str]
# Why there is no share, or no certain one.
TROUBLES = (
    "",
    "blank",  # no actual value
    "no_target",  # no target value, or a place of a template
    "not_understood",  # one of the two has no certain meaning
    "words",  # words, a date or a share where a number is asked for
    "unit",  # units that do not convert
    "unit_in_doubt",  # fits only after a factor of 10 000
    "share_in_doubt",  # 0.03 of 5 %: a share of one, or a percentage
    "inexact",  # 95%以上 against 98%: the number may be on either side
    "damaged",  # looks damaged by conversion
    "no_formula",  # a date, a range or one of several conditions missed: no text says how many points that costs
    "zero",  # at least 0
    "negative",  # a target below 0
    "over",  # points off for too much: by no formula
    "person",  # words that a person has to weigh
)
_LONGEST_NUMBER = 30


@frozen
class Band:
    """The share of the weight that a person may choose within; ``closed`` where the upper end belongs to it."""

    low: Fraction
    high: Fraction
    closed: bool = True


@frozen
class Outcome:
    """What an actual value is worth.

    ``reached`` is None where that cannot be told. ``share`` is that of the weight, a `Band` where a person decides, None
    where there is no formula; ``trouble`` then says why, one of `TROUBLES`. ``formula`` is how a number was calculated,
    ``reasons`` the sentences. ``ratio`` is actual ÷ target where both are numbers and the target is over 0, ``actual`` the
    number in the target's unit; ``was_share`` says that a share of one (0.93) was taken for a percentage.
    """

    reached: bool | None
    share: Fraction | Band | None = None
    trouble: str = ""
    formula: str = ""
    reasons: tuple[Reason, ...] = ()
    ratio: Fraction | None = None
    actual: Fraction | None = None
    was_share: bool = False


def unscored(trouble: str, zh: str, en: str, reached: bool | None = None) -> Outcome:
    """Return what cannot be scored, with one of `TROUBLES` and the sentence that says why.

    >>> unscored("zero", "指标值“不少于 0”无法计分", "a target of at least 0 cannot be scored").share is None
    True
    """
    return Outcome(reached, None, trouble, reasons=((zh, en),))


def rounded(number: Fraction, decimals: int = 2) -> Decimal:
    """Return a number to so many decimals, half up.

    >>> rounded(Fraction(107, 40)), rounded(Fraction(57, 8)), rounded(Fraction(2, 3), 4)
    (Decimal('2.68'), Decimal('7.13'), Decimal('0.6667'))
    """
    scaled = number * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign, digits = (1 if whole < 0 else 0), tuple(map(int, str(abs(whole))))
    return Decimal((sign, digits, -decimals))


def shown(number: Fraction | Decimal) -> str:
    """Write a number: in full where it ends, else to four decimals.

    >>> shown(Fraction(5, 2)), shown(Fraction(2, 3)), shown(Fraction(10)), shown(Decimal("1E+3"))
    ('2.5', '0.6667', '10', '1000')
    """
    exact = Fraction(number)
    if exact.denominator == 1:
        text = str(exact.numerator)
    else:
        text = f"{rounded(exact, 4):f}".rstrip("0")
    return text if len(text) <= _LONGEST_NUMBER else f"{text[: _LONGEST_NUMBER - 1]}…"
