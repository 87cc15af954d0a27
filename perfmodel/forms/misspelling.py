"""Labels with one character wrong, one too many or one missing: 三级指栎, 年度目标标, 实施单."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["Misspellings"]

_SHORTEST_LABEL, _MOST_CHARACTERS = 3, 14
_DIGITS_OR_LETTERS = re.compile("[0-9A-Za-z]")


class Misspellings:
    """Finds the spellings that a text differs from by one character.

    >>> known = Misspellings(["三级指标", "二级指标", "实施单位"])
    >>> known.near(["三级指栎"]), known.near(["实施单"]), known.near(["三级指标标"]), known.near(["X级指标"])
    ({'三级指标'}, {'实施单位'}, {'三级指标'}, set())
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._gaps: dict[str, set[str]] = {}
        self._keys: set[str] = set()
        for key in keys:
            if _SHORTEST_LABEL <= len(key) <= _MOST_CHARACTERS:
                self._keys.add(key)
                for at in range(len(key)):
                    self._gaps.setdefault(f"{key[:at]}?{key[at + 1 :]}", set()).add(key)

    def near(self, texts: Iterable[str], substituted_only: bool = False) -> set[str]:
        """Return the spellings near any of the texts; with ``substituted_only`` those with as many characters.

        Of three characters only one too many counts: 指标直 may be too many things.
        """
        found: set[str] = set()
        for text in texts:
            if not _SHORTEST_LABEL <= len(text) <= _MOST_CHARACTERS or _DIGITS_OR_LETTERS.search(text):
                continue
            for at in range(len(text)):
                found |= self._gaps.get(f"{text[:at]}?{text[at + 1 :]}", set())
            if not substituted_only:
                found |= {key for at in range(len(text)) if (key := text[:at] + text[at + 1 :]) in self._keys}
                for at in range(len(text) + 1):
                    found |= self._gaps.get(f"{text[:at]}?{text[at:]}", set())
            if found:
                break
        return found
