"""How many digits a column of decimals needs, so that none of them is lost."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal

__all__ = ["LEAST", "as_text", "at_scale", "digits_of", "size_of"]

# Decimals of a column whose numbers have fewer: frames of several tables then have one schema, as a rule.
LEAST = 2


def digits_of(number: Decimal) -> tuple[int, int]:
    """Return how many digits stand before and behind the point; zeros at the end do not count.

    >>> digits_of(Decimal("12.50")), digits_of(Decimal("1E+3")), digits_of(Decimal("0.001"))
    ((2, 1), (4, 0), (0, 3))
    """
    _sign, digits, exponent = number.as_tuple()
    if not number or not isinstance(exponent, int):
        return 0, 0
    while digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    return max(0, len(digits) + exponent), max(0, -exponent)


def size_of(numbers: Iterable[Decimal]) -> tuple[int, int]:
    """Return the precision and the scale that hold all of these.

    >>> size_of([Decimal("418.58"), Decimal("0.125")]), size_of([])
    ((6, 3), (2, 2))
    """
    whole, scale = 0, LEAST
    for number in numbers:
        before, behind = digits_of(number)
        whole, scale = max(whole, before), max(scale, behind)
    return whole + scale, scale


def at_scale(number: Decimal, scale: int) -> Decimal:
    """Return the same number with ``scale`` decimals."""
    return number.quantize(Decimal(1).scaleb(-scale), context=Context(prec=100))


def as_text(number: Decimal) -> str:
    """Write a number with all of its digits; with an exponent where it would be too long to read."""
    return format(number, "f") if abs(number.adjusted()) < 1000 else str(number)
