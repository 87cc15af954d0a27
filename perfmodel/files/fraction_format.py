"""Numbers as fractions, as a workbook shows them: ``# ?/?``, ``# ??/??``, ``# ?/8``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

__all__ = ["fraction_text"]

_MOST_DIGITS_BELOW = 5
# Beyond this a number is so large that its fraction says nothing.
_LARGEST_FRACTION = 10**15


def fraction_text(number: Decimal, tokens: Sequence[tuple[str, str]]) -> str | None:
    """Return a number as the nearest fraction that a format has room for; None where the format is none of a fraction.

    Blanks that only keep a width are left out.

    >>> form = [("digits", "#"), ("literal", " "), ("digits", "??"), ("fraction", "/"), ("digits", "??")]
    >>> fraction_text(Decimal("1.25"), form), fraction_text(Decimal("-0.3333"), form), fraction_text(Decimal(2), form)
    ('1 1/4', '-1/3', '2')
    """
    kinds = [kind for kind, _ in tokens]
    at = kinds.index("fraction")
    digits = [text for kind, text in tokens[:at] if kind == "digits"]
    below = "".join(text for _, text in tokens[at + 1 :]).strip()
    if kinds.count("fraction") > 1 or len(digits) not in (1, 2) or abs(number) >= _LARGEST_FRACTION:
        return None
    if any(kind not in ("digits", "literal", "width", "fraction") for kind in kinds) or set("".join(digits)) - set(
        "#?0"
    ):
        return None
    if below.isdecimal() and int(below) > 0 and len(below) <= _MOST_DIGITS_BELOW:
        under = int(below)
        above = int(Fraction(abs(number)) * under + Fraction(1, 2))
    elif 0 < len(below) <= _MOST_DIGITS_BELOW and not set(below) - set("#?0"):
        nearest = Fraction(abs(number)).limit_denominator(10 ** len(below) - 1)
        above, under = nearest.numerator, nearest.denominator
    else:
        return None
    sign = "-" if number < 0 and above else ""
    if len(digits) == 1:
        return f"{sign}{above}/{under}"
    whole, above = divmod(above, under)
    if not above:
        return f"{sign}{whole}"
    return f"{sign}{whole} {above}/{under}" if whole or "0" in digits[0] else f"{sign}{above}/{under}"
