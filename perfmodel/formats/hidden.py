"""Characters that nobody sees, written in files as escapes: what is printed of a file moves no cursor and turns no text round."""

from __future__ import annotations

import re

__all__ = ["HIDDEN", "escaped"]

# Of Unicode's categories Cc, Cf, Zl, Zp and Cs; those below a blank are escaped by every writer of JSON and YAML.
HIDDEN = re.compile(
    "[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)


def escaped(text: str, wide: str = "") -> str:
    """Return a text with hidden characters as escapes of JSON, which those of YAML in double quotes are too.

    ``wide`` is YAML's escape for a character of more than 16 bits, ``\\\\U``; JSON writes two for one.

    >>> print(escaped("a\\u202eb\\U000e0001"), escaped("\\U000e0001", "\\\\U"))
    a\\u202eb\\udb40\\udc01 \\U000e0001
    """
    return text if text.isascii() and "\x7f" not in text else HIDDEN.sub(lambda match: _escape(match[0], wide), text)


def _escape(char: str, wide: str) -> str:
    code = ord(char)
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    if wide:
        return f"{wide}{code:08x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
