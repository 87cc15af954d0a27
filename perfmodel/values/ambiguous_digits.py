"""What the digits of a number may say by themselves: a year, a date, a name (12345热线)."""

from __future__ import annotations

import re

__all__ = ["DATE", "MONTH", "NAME", "YEAR", "is_plain"]

YEAR = re.compile("(?:19|20)[0-9]{2}")
MONTH = re.compile("20[0-4][0-9](?:0[1-9]|1[0-2])")
DATE = re.compile(r"(?:19|20)[0-9]{2}(?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[0-3][0-9])")
NAME = re.compile("1[12][0-9]|12[0-9]{3}|9[56][0-9]{3,4}|211|985|863|973|315|618|(?:19|20)[0-9]{2}")
# Whatever begins like a year may be one, to the grammar too.
_MORE_THAN_HOW_MUCH = re.compile(rf"(?:19|20)[0-9]{{2}}.*|0+(?:\.0*)?|0[0-9].*|{NAME.pattern}")


def is_plain(printed: str) -> bool:
    """Tell whether a number says no more than how much, so that any other of as many digits would be read as it is.

    >>> [is_plain(printed) for printed in ("95", "3600", "0.4", "2024", "12345", "007", "0")]
    [True, True, True, False, False, False, False]
    """
    return _MORE_THAN_HOW_MUCH.fullmatch(printed) is None
