"""The table's own column of signs (计算符号, 指标性质, 指标方向): what it says about the value in the cell beside it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, frozen

from perfmodel.source.characters import fold, squeeze
from perfmodel.source.span import Span
from perfmodel.values.kinds import Deadline, Placeholder, Ratio, Text, Threshold
from perfmodel.values.result import TargetReading
from perfmodel.vocabulary import groups

__all__ = ["SIGNS_OF_OPERATORS", "OperatorCell", "read_operator_cell", "with_operator_of_column"]

# No sign, and no word for one, is so long.
_LONGEST_OPERATOR = 20
SIGNS_OF_OPERATORS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "≈": "≈"}


@frozen
class OperatorCell:
    """What a cell of the column says, one of three.

    ``op`` is an operator (≥); ``better`` is ``higher`` or ``lower`` (正向, 反向); ``sort`` is ``qualitative`` or
    ``quantitative`` (定性, 定量).
    """

    op: str | None = None
    better: str | None = None
    sort: str | None = None


def read_operator_cell(text: str, read: Callable[[str], TargetReading]) -> OperatorCell | None:
    """Return what a cell of the column says; None where it says nothing that is known. ``read`` reads a value.

    >>> from perfmodel.values.parser import understand
    >>> read_operator_cell("大于等于", understand).op, read_operator_cell("反向指标", understand).better
    ('>=', 'lower')
    """
    plain = squeeze(fold(text))
    if not plain or len(plain) > _LONGEST_OPERATOR:
        return None
    for better in ("higher", "lower"):
        if groups.is_one_of(plain, f"column_{better}"):
            return OperatorCell(better=better)
    for sort in ("qualitative", "quantitative"):
        if groups.is_one_of(plain, f"column_{sort}"):
            return OperatorCell(sort=sort)
    for whole in (f"{plain}1%", f"1%{plain}"):  # 不少于, 以上
        found = read(whole)
        if isinstance(found.meaning, Threshold) and found.operator_form is not None and found.phrase is None:
            return OperatorCell(op=found.meaning.op)
    return None


def with_operator_of_column(
    text: str, op: str | None, alone: TargetReading, read: Callable[[str], TargetReading]
) -> TargetReading:
    """Return what a value means beside a column of signs: ("95", "≥") is ≥95. The value's own operator counts.

    ``op`` is the operator of the column, None where it states none; ``alone`` is what it means without the
    column; ``read`` reads a value beside the same column of units.

    >>> from perfmodel.values.parser import understand
    >>> with_operator_of_column("95%", ">=", understand("95%"), understand).meaning == understand("≥95%").meaning
    True
    """
    meaning = alone.meaning
    if op is None or alone.operator_form is not None:
        return alone
    if isinstance(meaning, Placeholder):
        return alone if meaning.op is not None or not text.strip() else evolve(alone, meaning=Placeholder(op))
    bare = isinstance(meaning, (Threshold, Ratio, Deadline)) and meaning.op == "="
    if not bare and not isinstance(meaning, Text):
        return alone
    sign = SIGNS_OF_OPERATORS[op]
    joined = _moved_back(read(sign + text), len(sign))
    if isinstance(joined.meaning, (Threshold, Ratio, Deadline)) and joined.meaning.op == op:
        return joined
    if isinstance(meaning, Threshold):  # what the grammar has no sign before: 提高5%
        return evolve(alone, meaning=evolve(meaning, op=op), operator_form="sign")
    return alone


def _moved_back(reading: TargetReading, by: int) -> TargetReading:
    """Return a reading of a text that had a sign put before it, with the places of the text without it."""
    if not reading.lookalikes:
        return reading
    moved = (
        evolve(one, span=Span(one.span.start - by, one.span.end - by))
        for one in reading.lookalikes
        if one.span.start >= by
    )
    return evolve(reading, lookalikes=tuple(moved))
