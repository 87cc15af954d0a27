"""Quantiles of numbers that are counted, not listed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from decimal import Decimal, localcontext
from itertools import accumulate

__all__ = ["LEAST_BODIES", "Counted"]

# Of fewer bodies nothing is judged: one of them would be more than one in twenty.
LEAST_BODIES = 20
# Enough for the exact sum of any two numbers of 38 digits, and to divide it by 100.
_QUANTILE_DIGITS = 100


class Counted:
    """Numbers in order, each with how often it stands there.

    >>> numbers = Counted({Decimal(90): 3, Decimal(80): 1})
    >>> numbers.total, numbers.at(0), numbers.at(3), numbers.quantile(1, 4)
    (4, Decimal('80'), Decimal('90'), Decimal('87.5'))
    """

    def __init__(self, counts: Mapping[Decimal, int]) -> None:
        self.numbers = sorted(counts)
        self._ends = list(accumulate(counts[number] for number in self.numbers))
        self.total = self._ends[-1] if self._ends else 0

    def at(self, place: int) -> Decimal:
        """Return the number at a place of the list that they would be, from 0."""
        return self.numbers[bisect_right(self._ends, place)]

    def quantile(self, part: int, parts: int) -> Decimal:
        """Return where ``part`` of so many equal ``parts`` end, as ``statistics.quantiles(…, method="inclusive")`` has it.

        The least number is where nothing has ended yet, the greatest the end of all; between two numbers it is
        interpolated linearly, without rounding.
        """
        place, rest = divmod(part * (self.total - 1), parts)
        low = self.at(place)
        if not rest:
            return low
        with localcontext() as context:
            context.prec = _QUANTILE_DIGITS
            return (low * (parts - rest) + self.at(place + 1) * rest) / parts

    def below(self, number: Decimal) -> int:
        """Return how many are less than a number."""
        at = bisect_left(self.numbers, number)
        return self._ends[at - 1] if at else 0

    def above(self, number: Decimal) -> int:
        """Return how many are greater than a number."""
        at = bisect_right(self.numbers, number)
        return self.total - (self._ends[at - 1] if at else 0)
