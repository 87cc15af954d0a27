"""Texts that are nearly the same: by which misprints are recognised."""

from __future__ import annotations

__all__ = ["is_one_edit"]


def is_one_edit(text: str, other: str) -> bool:
    """Whether two texts differ in one character: one more, one less, another one, or two neighbours swapped.

    >>> [is_one_edit(text, "年度指标值") for text in ("年指标值", "度年指标值", "年度指际值", "年度指标值", "指标值")]
    [True, True, True, False, False]
    """
    if abs(len(text) - len(other)) > 1 or text == other:
        return False
    first = 0
    while first < min(len(text), len(other)) and text[first] == other[first]:
        first += 1
    rest, other_rest = text[first:], other[first:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:] and len(other_rest) > 1)
    )
