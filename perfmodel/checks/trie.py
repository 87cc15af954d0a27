"""Many words looked for at once: as one pattern, and by the ends of texts. What it takes does not grow with the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["Endings", "any_word"]


def any_word(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest that fits; their beginnings are written once.

    >>> any_word(["合格", "合格率", "率"])
    '(?:合格(?:率)?|率)'
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"(?:{_branches(root)})"


def _branches(node: Mapping[str, Mapping[str, Any]]) -> str:
    return "|".join(_tail(char, below) for char, below in node.items() if char)


def _tail(text: str, node: Mapping[str, Mapping[str, Any]]) -> str:
    """The pattern of a beginning and of all that may follow it."""
    while len(node) == 1 and "" not in node:
        ((char, node),) = node.items()
        text += char
    if len(node) == 1:
        return re.escape(text)
    return f"{re.escape(text)}(?:{_branches(node)}){'?' if '' in node else ''}"


class Endings:
    """Which of some sets of words, each with exceptions, a text ends in: bit ``n`` stands for the set ``n``.

    A set counts where the longest of its words at the end is longer than the longest of its exceptions there.

    >>> endings = Endings([(["率"], ["功率"]), (["合格率"], [])])
    >>> endings.of("验收合格率"), endings.of("发电功率"), endings.of("次数")
    (3, 0, 0)
    """

    def __init__(self, sets: Iterable[tuple[Iterable[str], Iterable[str]]]) -> None:
        # The words read backwards, a dict for each character; under "" the lengths of those that begin there.
        self._root: dict[str, Any] = {}
        for number, (listed, excepted) in enumerate(sets):
            for word in listed:
                self._lengths_at(word)[0][number] = len(word)
            for word in excepted:
                self._lengths_at(word)[1][number] = len(word)
        _settle(self._root, {}, {})

    def _lengths_at(self, word: str) -> tuple[dict[int, int], dict[int, int]]:
        node = self._root
        for char in reversed(word):
            node = node.setdefault(char, {})
        lengths: tuple[dict[int, int], dict[int, int]] = node.setdefault("", ({}, {}))
        return lengths

    def of(self, text: str) -> int:
        """Return the sets that a text ends in, as bits."""
        node = self._root
        for char in text[::-1]:
            below = node.get(char)
            if below is None:
                break
            node = below
        found: int = node[""]
        return found


def _settle(node: dict[str, Any], listed: Mapping[int, int], excepted: Mapping[int, int], bits: int = 0) -> None:
    """Work out once which sets count at each place: no word is longer than the way to it."""
    lengths = node.pop("", None)
    if lengths is not None:
        listed, excepted = {**listed, **lengths[0]}, {**excepted, **lengths[1]}
        bits = sum(1 << number for number, length in listed.items() if length > excepted.get(number, 0))
    for below in node.values():
        _settle(below, listed, excepted, bits)
    node[""] = bits
