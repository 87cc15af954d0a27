"""The parser of target values, built from ``perfmodel/grammars/target.lark`` when the first value is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

__all__ = ["NotUnderstood", "parse"]


class NotUnderstood(Exception):
    """A value cannot be understood with certainty: why, in Chinese and in English."""

    def __init__(self, reason: str, english: str) -> None:
        super().__init__(reason, english)
        self.reason = reason
        self.english = english


@cache
def _parser() -> Lark:
    from importlib.resources import files

    from lark import Lark  # a tenth of a second that a program without target values need not pay

    text = files("perfmodel").joinpath("grammars").joinpath("target.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=False, propagate_positions=False)


def parse(folded: str) -> Tree[Token]:
    """Return the syntax tree of a folded value; raise NotUnderstood where the grammar does not have it.

    >>> parse("≥90%").children[0].data
    'quantity'
    """
    from lark.exceptions import UnexpectedEOF, UnexpectedInput

    try:
        return _parser().parse(folded)
    except UnexpectedInput as error:
        at = getattr(error, "pos_in_stream", None)
        at = at if isinstance(at, int) and 0 <= at < len(folded) else len(folded)
        if isinstance(error, UnexpectedEOF) or at >= len(folded):
            raise NotUnderstood("到末尾仍不完整", "the value breaks off at its end") from None
        rest = folded[at : at + 8] + ("…" if len(folded) > at + 8 else "")
        raise NotUnderstood(
            f"第 {at + 1} 个字起（“{rest}”）不合指标值的写法",
            f"from character {at + 1} ({rest!r}) on, this is not how target values are written",
        ) from None
