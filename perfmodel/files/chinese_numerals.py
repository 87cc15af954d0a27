"""Numbers in Chinese numerals, as a workbook shows them in the formats ``[DBNum1]`` and ``[DBNum2]``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

__all__ = ["chinese_number", "in_numerals"]

_PLAIN_PLACES = "〇一二三四五六七八九", ("", "十", "百", "千")
_FORMAL_PLACES = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def in_numerals(number: Decimal, tokens: Sequence[tuple[str, str]], shown: str | None, formal: bool) -> str | None:
    """Return what is shown of a number in Western digits, in Chinese numerals: spoken in General, else digit by digit.

    >>> in_numerals(Decimal(123), [("general", "General"), ("literal", "元")], "123元", True), in_numerals(Decimal(2025), [("digits", "0000")], "2025", False)
    ('壹佰贰拾叁元', '二〇二五')
    """
    if shown is None:
        return None
    numerals, _ = _FORMAL_PLACES if formal else _PLAIN_PLACES
    digit_by_digit = str.maketrans("0123456789", numerals)
    if any(kind == "digits" for kind, _ in tokens) or not any(kind in ("general", "text") for kind, _ in tokens):
        return shown.translate(digit_by_digit)
    digits = "".join(char for char in shown if char in "0123456789.")
    whole, point, decimals = digits.partition(".")
    if not whole or len(whole) > 4 * len(_GROUPS) or digits not in shown:
        return None
    spoken = chinese_number(int(whole), formal) + point + decimals.translate(digit_by_digit)
    return shown.replace(digits, spoken, 1)


def chinese_number(number: int, formal: bool = False) -> str:
    """Return a whole number from 0 to 10**16 as it is spoken, with each one: 10 is ``一十``.

    >>> [chinese_number(number) for number in (0, 10, 105, 1010, 100500)], chinese_number(1230, formal=True)
    (['〇', '一十', '一百〇五', '一千〇一十', '一十万〇五百'], '壹仟贰佰叁拾')
    """
    numerals, places = _FORMAL_PLACES if formal else _PLAIN_PLACES
    if not number:
        return numerals[0]
    spoken, gap = "", False
    for group in range(len(_GROUPS) - 1, -1, -1):
        part = number // 10 ** (4 * group) % 10_000
        written = ""
        for place in range(3, -1, -1):
            digit = part // 10**place % 10
            if digit:
                written += (numerals[0] if gap and (spoken or written) else "") + numerals[digit] + places[place]
                gap = False
            else:
                gap = True
        if written:
            spoken += written + ("亿" if group == 2 else _GROUPS[group])
            gap = part % 10 == 0
    return spoken
