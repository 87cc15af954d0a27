"""The parser of target values, made of ``perfmodel/grammars/target.lark`` when the first value is read."""

from __future__ import annotations

from typing import ClassVar

from perfmodel.grammars import machine
from perfmodel.grammars.lalr import Tree, Unexpected

__all__ = ["Ambiguous", "Contradictory", "Damaged", "Impossible", "NotUnderstood", "parse"]


class NotUnderstood(Exception):
    """A value cannot be understood with certainty: why, in Chinese and in English; ``cause`` is that of a `Text`."""

    cause: ClassVar[str] = "unknown"

    def __init__(self, reason: str, english: str) -> None:
        super().__init__(reason, english)
        self.reason = reason
        self.english = english


class Damaged(NotUnderstood):
    """Characters of the value were lost, doubled, put in or taken for others: ``9騧0%``."""

    cause = "damaged"


class Contradictory(NotUnderstood):
    """The value's own parts exclude each other: ``≤95%以上``."""

    cause = "contradictory"


class Impossible(NotUnderstood):
    """It does not exist: ``2024年13月``."""

    cause = "impossible"


class Ambiguous(NotUnderstood):
    """The value has two readings: ``10日前``."""

    cause = "ambiguous"


def parse(folded: str) -> Tree:
    """Return the syntax tree of a folded value; raise NotUnderstood where the grammar does not have it.

    >>> parse("≥90%").children[0].data
    'quantity'
    """
    try:
        return machine("target", "start").parse(folded)
    except Unexpected as error:
        at = error.start
        if at >= len(folded):
            raise NotUnderstood("内容不完整", "the value is incomplete") from None
        rest = folded[at : at + 8] + ("…" if len(folded) > at + 8 else "")
        raise NotUnderstood(
            f"第 {at + 1} 个字起（“{rest}”）不符合指标值的写法",
            f"not written as a target value from character {at + 1} on (“{rest}”)",
        ) from None
