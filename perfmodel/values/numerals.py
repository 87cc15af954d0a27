"""Chinese numerals (中文数字): 一千二百三十四, 两, 十二, 二〇二四.

>>> read("一千二百三十四"), read("二十"), read("两")
(Decimal('1234'), Decimal('20'), Decimal('2'))
"""

from __future__ import annotations

from decimal import Decimal

__all__ = ["digits", "read", "write"]

_DIGIT_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_STEP_SIZES = {"十": 10, "百": 100, "千": 1000}
_GROUP_SIZES = {"亿": 10**8, "万": 10**4}


def digits(text: str) -> str | None:
    """Return the digits of a year written out (二〇二四), or None.

    >>> digits("二〇二四"), digits("二十四")
    ('2024', None)
    """
    if not text or any(char not in _DIGIT_VALUES for char in text):
        return None
    return "".join(str(_DIGIT_VALUES[char]) for char in text)


def write(number: int) -> str:
    """Return a number below 10,000 亿 in the one standard form.

    >>> write(1050), write(12), write(20000)
    ('一千零五十', '十二', '二万')
    """
    if number == 0:
        return "零"
    text, gap = "", False
    for group, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part, number = divmod(number, size)
        if part == 0:
            gap = bool(text) and number > 0
            continue
        text += ("零" if text and (gap or part < 1000) else "") + _below_10000(part) + group
        gap = False
    return text[1:] if text.startswith("一十") else text


def _below_10000(number: int) -> str:
    text, gap = "", False
    for step, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + step
        gap = digit == 0
    return text


def read(text: str) -> Decimal | None:
    """Return what a numeral says, or None where it is not written as the standard asks.

    两三 (two or three), 一百五 (150, in speech) and 三十两 say no certain number.

    >>> read("两三"), read("一百五"), read("三十两"), read("一万二千")
    (None, None, None, Decimal('12000'))
    """
    total, group, digit = 0, 0, 0
    for char in text:
        if char in _DIGIT_VALUES:
            digit = _DIGIT_VALUES[char]
        elif char in _STEP_SIZES:
            group += (digit or 1) * _STEP_SIZES[char]
            digit = 0
        elif char in _GROUP_SIZES:
            total += (group + digit) * _GROUP_SIZES[char]
            group = digit = 0
        else:
            return None
    total += group + digit
    if len(text) > 1 and (text.endswith("两") or "两十" in text):
        return None  # 三十两 may be 30 两, a weight
    plain = text.replace("〇", "零").replace("○", "零").replace("两", "二")
    if plain.startswith("一十"):
        plain = plain[1:]
    if total >= 10**12 or plain != write(total):
        return None
    return Decimal(total)
