"""The further columns of a form (计算符号, 指标方向, 评分标准): the operator, the direction, how an indicator is scored."""

from __future__ import annotations

from attrs import frozen

from perfmodel._internal.caches import LONGEST_REMEMBERED, remembered
from perfmodel.model.fields import field_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.values.kinds import Threshold
from perfmodel.values.parser import operator_cell, understand
from perfmodel.vocabulary import groups

__all__ = [
    "OperatorColumn",
    "agrees_with_operator",
    "has_column",
    "is_explained",
    "is_scored",
    "operator_columns",
    "operator_of",
]


@frozen
class OperatorColumn:
    """A column for the operator: its ``label`` and ``text``, and what the text states, one of three.

    ``op``, ``better`` and ``sort`` are those of `perfmodel.values.operator_column.OperatorCell`.
    """

    label: str
    text: str
    op: str | None = None
    better: str | None = None
    sort: str | None = None


@remembered(1024)
def _read_column(label: str, text: str) -> OperatorColumn | None:
    if not groups.is_one_of(squeeze(fold(label)), "operator_columns"):
        return None
    cell = operator_cell(text)
    return None if cell is None else OperatorColumn(label, text, cell.op, cell.better, cell.sort)


def operator_columns(indicator: Indicator) -> list[OperatorColumn]:
    """Return the columns of an indicator that state an operator, a direction, or whether the target is a number.

    >>> [column.better for column in operator_columns(Indicator(further=(("指标方向", "反向指标"),)))]
    ['lower']
    >>> [column.op for column in operator_columns(Indicator(operator="≥"))]
    ['>=']
    """
    found = indicator.further
    if indicator.operator is not None:
        found = ((field_of(Indicator, "operator").zh, indicator.operator), *found)
    short = (
        (label, text) for label, text in found if len(label) <= LONGEST_REMEMBERED and len(text) <= LONGEST_REMEMBERED
    )
    return [column for label, text in short if (column := _read_column(label, text)) is not None]


def operator_of(target: Target, indicator: Indicator) -> str | None:
    """Return the operator of a target that is a single number: the printed one, else what a column of the form states.

    None where neither does, and for a target that is no single number.

    >>> operator_of(Target("5次"), Indicator(further=(("计算符号", "≤"),))), operator_of(Target("≥5次"), Indicator())
    ('<=', '>=')
    """
    meaning = target.meaning
    if not isinstance(meaning, Threshold):
        return None
    if target.understanding.operator_form is not None:
        return meaning.op
    # Most forms have no further columns.
    for column in operator_columns(indicator) if indicator.further or indicator.operator else ():
        if column.op or column.better:
            return column.op or {"higher": ">=", "lower": "<="}[str(column.better)]
    return None


def agrees_with_operator(target: Target, text: str) -> bool:
    """Whether a text can stand in the place of a target's beside its column of signs: none, or no other operator there.

    >>> agrees_with_operator(Target("100%", operator="≥"), "=100%"), agrees_with_operator(Target("》100%"), "≥100%")
    (False, True)
    """
    cell = None if target.operator is None else operator_cell(target.operator)
    if cell is None or cell.op is None:
        return True
    found = understand(text, target.unit)
    return found.operator_form is None or getattr(found.meaning, "op", cell.op) == cell.op


def has_column(indicator: Indicator, name: str) -> bool:
    """Whether a further column that is not empty has a label that ends in one of a group's words.

    >>> has_column(Indicator(further=(("计量单位", "次"),)), "unit_columns")
    True
    """
    return any(text and groups.ends_as(squeeze(fold(label)), name) for label, text in indicator.further)


def _any_column(indicator: Indicator, name: str) -> bool:
    return any(text and groups.contains(squeeze(fold(label)), name) for label, text in indicator.further)


def is_scored(indicator: Indicator) -> bool:
    """Whether the form states how the indicator is scored.

    >>> is_scored(Indicator(scoring_standard="每少1次扣1分"))
    True
    """
    return bool(indicator.scoring_standard) or _any_column(indicator, "scoring_columns")


def is_explained(indicator: Indicator) -> bool:
    """Whether the form explains the indicator, or states how it is scored.

    >>> is_explained(Indicator(further=(("计算公式", "合格数/抽检数"),)))
    True
    """
    return bool(indicator.explanation) or is_scored(indicator) or _any_column(indicator, "explaining_columns")
