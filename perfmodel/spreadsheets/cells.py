"""What a cell can hold: text that no spreadsheet takes for a formula, numbers that keep their digits."""

from __future__ import annotations

import re
from decimal import Decimal

from perfmodel.source.characters import fold

__all__ = [
    "LONGEST_CELL_TEXT",
    "as_number",
    "cell_text",
    "cut",
    "is_tempting",
    "number_format",
    "number_text",
    "percentage_format",
    "pieces",
    "units_of",
]

# Characters that Excel takes in a cell, counted as UTF-16 does.
LONGEST_CELL_TEXT = 32_767
# A number has 15 digits in a spreadsheet; behind them it has others than were given.
_MOST_DIGITS = 15
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: 0x2421}
_CONTROLS |= {code: 0xFFFD for code in (*range(0x80, 0xA0), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if code != 0x85}


def cell_text(text: str) -> str:
    """Return a text as a cell can hold it: a control character becomes its picture, half of a surrogate pair ``\\ufffd``.

    >>> cell_text("a\\0b\\r\\nc")
    'a␀b\\nc'
    """
    return _LINE_ENDS.sub("\n", text).translate(_CONTROLS)


def is_tempting(text: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula, a number or a date when somebody edits its cell.

    Full-width signs count, since input methods of Chinese make formulas of them.

    >>> [is_tempting(text) for text in ("=1+1", "＋1", "@SUM", "90%", "'a", "\\t=1", "培训")]
    [True, True, True, True, True, True, False]
    """
    first = fold(text)[:1]
    return first != "" and (first in "=+-@'.|%\t\n\r" or first.isspace() or first.isdigit())


def units_of(text: str) -> int:
    """Count the characters of a text as UTF-16 does.

    >>> units_of("培训"), units_of("𠮷")
    (2, 2)
    """
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, most: int) -> str:
    """Return as much of a text's beginning as has ``most`` UTF-16 units at most.

    >>> cut("a𠮷b", 2), cut("a𠮷b", 3)
    ('a', 'a𠮷')
    """
    if len(text) <= most // 2:
        return text
    found = text[:most]
    over = units_of(found) - most
    while over > 0:
        found, last = found[:-1], found[-1]
        over -= 2 if last > "\uffff" else 1
    return found


def pieces(text: str, most: int = LONGEST_CELL_TEXT) -> list[str]:
    """Cut a text into pieces that each fit into a cell; together they are the text.

    >>> pieces("abcde", 2)
    ['ab', 'cd', 'e']
    """
    found = []
    while text:
        found.append(cut(text, most))
        text = text[len(found[-1]) :]
    return found


def as_number(number: Decimal) -> float | None:
    """Return the number for a cell; None where a spreadsheet could not keep its digits, so that it is to be text.

    >>> as_number(Decimal("418.58")), as_number(Decimal("12345678901234567.89"))
    (418.58, None)
    """
    if abs(number.adjusted()) > _MOST_DIGITS or len(number.as_tuple().digits) > 2 * _MOST_DIGITS:
        return None if number else 0.0
    value = float(number)
    return value if Decimal(f"{value:.{_MOST_DIGITS}g}") == number else None


def number_text(number: Decimal) -> str:
    """Write a number out; with an exponent where nobody could read its digits.

    >>> number_text(Decimal("1E+20")), number_text(Decimal("1E+2000"))
    ('100000000000000000000', '1E+2000')
    """
    return format(number, "f") if abs(number.adjusted()) < 1000 else str(number)


def number_format(number: Decimal, least: int = 2, grouped: bool = True) -> str:
    """Return the format that shows a number with its decimals, ``least`` at least, and thousands ``grouped`` or not.

    >>> number_format(Decimal("18")), number_format(Decimal("0.125"))
    ('#,##0.00_ ', '#,##0.000_ ')
    """
    exponent = number.as_tuple().exponent
    decimals = min(max(least, -exponent if isinstance(exponent, int) else 0), 2 * _MOST_DIGITS)
    # "_ " keeps the width of a blank from the border.
    return ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "") + "_ "


def percentage_format(share: Decimal) -> str:
    """Return the format that shows a share of one as a percentage with its decimals.

    >>> percentage_format(Decimal("0.9750")), percentage_format(Decimal("0.86"))
    ('0.00%', '0%')
    """
    exponent = share.as_tuple().exponent
    decimals = min(max(0, -exponent - 2 if isinstance(exponent, int) else 0), _MOST_DIGITS)
    return "0" + ("." + "0" * decimals if decimals else "") + "%"
