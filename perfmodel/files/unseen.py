"""Characters that nobody sees: where a line may be broken, how letters are joined, which way a text runs."""

from __future__ import annotations

import re

__all__ = ["without_unseen"]

_UNSEEN_IN_CELLS = re.compile("[\xad\u200b-\u200f\u2060\ufeff]+")


def without_unseen(text: str) -> str:
    """Return a text without characters that are never drawn.

    >>> without_unseen("绩\\xad效\\u200b目标")
    '绩效目标'
    """
    return text if text.isascii() else _UNSEEN_IN_CELLS.sub("", text)
