"""Look for many words at once, as one pattern or at the end of a text, in time that does not grow with their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["Endings", "any_word"]


def any_word(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of some words; what words begin with in common stands in it once.

    >>> any_word(["合格", "合格率", "率"])
    '(?:合格率?|率)'
    >>> any_word(["保障", "保证"])
    '(?:保[障证])'
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"(?:{_branches(root)})"


def _branches(node: Mapping[str, Mapping[str, Any]]) -> str:
    below = [(char, rest) for char, rest in node.items() if char]
    last = [re.escape(char) for char, rest in below if len(rest) == 1 and "" in rest]
    found = [_tail(char, rest) for char, rest in below if len(rest) > 1 or "" not in rest]
    if last:
        found.append(last[0] if len(last) == 1 else f"[{''.join(last)}]")
    return "|".join(found)


def _tail(text: str, node: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the pattern of a beginning and of all that may follow it."""
    while len(node) == 1 and "" not in node:
        ((char, node),) = node.items()
        text += char
    if len(node) == 1:
        return re.escape(text)
    branches = _branches(node)
    if not _ONE.fullmatch(branches):
        branches = f"(?:{branches})"
    return f"{re.escape(text)}{branches}{'?' if '' in node else ''}"


# A single character or a class of them, which needs no brackets before "?".
_ONE = re.compile(r"\\?.|\[[^\]\\]*\]")


# By the name of a set: the length of a word, and of an exception.
_Lengths = tuple[dict[str, int], dict[str, int]]


# No characters: they are keys beside those.
_WORDS, _SETS_NODE = 0, 1


class Endings:
    """Find in which of some named sets of words, each with exceptions, a text ends.

    A set counts where the longest of its words at the end is longer than the longest of its exceptions there.

    >>> endings = Endings({"ratios": (["率"], ["功率"]), "quality": (["合格率"], [])})
    >>> sorted(endings.of("验收合格率")), endings.of("发电功率"), endings.of("次数")
    (['quality', 'ratios'], frozenset(), frozenset())
    """

    def __init__(self, sets: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> None:
        # A tree of the words read backwards, a dict for each node. Beside the characters it holds the words that end at a
        # node, and the sets that count there once they are known.
        self._root: dict[str | int, Any] = {}
        for name, (listed, excepted) in sets.items():
            for word in listed:
                self._lengths_at(word)[0][name] = len(word)
            for word in excepted:
                self._lengths_at(word)[1][name] = len(word)

    def _lengths_at(self, word: str) -> _Lengths:
        node = self._root
        for char in reversed(word):
            node = node.setdefault(char, {})
        lengths: _Lengths = node.setdefault(_WORDS, ({}, {}))
        return lengths

    def of(self, text: str) -> frozenset[str]:
        """Return the names of the sets that a text ends in."""
        node = self._root
        for char in text[::-1]:
            below = node.get(char)
            if below is None:
                break
            node = below
        found: frozenset[str] | None = node.get(_SETS_NODE)
        if found is None:
            found = node[_SETS_NODE] = self._sets_at(node, text)
        return found

    def _sets_at(self, place: dict[str | int, Any], text: str) -> frozenset[str]:
        """Return the sets that count at a node that a text leads to; no word found on the way is longer than the text."""
        listed: dict[str, int] = {}
        excepted: dict[str, int] = {}
        node = self._root
        for char in (*text[::-1], None):
            own = node.get(_WORDS)
            if own is not None:
                listed |= own[0]
                excepted |= own[1]
            if node is place or char is None:
                break
            node = node[char]
        return frozenset(name for name, length in listed.items() if length > excepted.get(name, 0))
