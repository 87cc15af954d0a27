"""Radicals that stand where a character is meant: many PDF writers store ⽬ where 目 is seen."""

from __future__ import annotations

import re
from functools import cache

from perfmodel.data import load

__all__ = ["without_radicals"]

_RADICAL = re.compile("[\u2e80-\u2fd5]")


@cache
def _table() -> dict[int, str]:
    return str.maketrans(load("radicals.json")["radicals"])


def without_radicals(text: str) -> str:
    """Return a text with the characters that its radicals look like, one for one.

    >>> without_radicals("⽬标：增⻓率")
    '目标：增长率'
    """
    return text.translate(_table()) if _RADICAL.search(text) else text
