"""How much room a text takes in a cell, in points and in columns, at the size that the form is printed in.

A column's unit is the width of a digit, as spreadsheets count it; a wide character takes two.
"""

from __future__ import annotations

import re

from perfmodel._internal.caches import remembered
from perfmodel.source.characters import width

__all__ = ["TALLEST", "height_of", "lines_of"]

# Points; a row cannot be taller.
TALLEST = 400.0
_LINE, _PADDING = 15.0, 5.0
# Words of ASCII stay together; everything else may be broken anywhere.
_UNBROKEN = re.compile(r"[!-~]+|.", re.DOTALL)


@remembered(4096)
def lines_of(text: str, columns: int) -> int:
    """Count the lines that a text takes in a cell of so many columns, its words kept together where they fit.

    >>> lines_of("残疾人培训", 6), lines_of("abc defg", 6), lines_of("abcdefghij", 4), lines_of("a\\nb", 9)
    (2, 2, 3, 2)
    """
    columns = max(columns, 2)
    count = 0
    for line in text.split("\n"):
        count += 1
        used = 0
        for word in _UNBROKEN.findall(line):
            size = width(word)
            if used + size <= columns:
                used += size
            elif size <= columns:
                count, used = count + (used > 0), size
            else:
                over = size - (columns - used) if used else size
                count += -(-over // columns) - (0 if used else 1)
                used = over % columns or columns
    return count


def height_of(text: str, columns: int) -> float:
    """Return the points that a text needs in a cell of so many columns.

    >>> height_of("残疾人培训", 6)
    35.0
    """
    return lines_of(text, columns) * _LINE + _PADDING
