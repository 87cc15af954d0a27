"""Reading a single target value (指标值)."""

from __future__ import annotations

from perfmodel.model.target import TARGETS_BY_TEXT, Target

__all__ = ["parse_target"]


def parse_target(text: str, unit: str | None = None) -> Target:
    """Read a target value; ``unit`` is the text of the table's unit column, if it has one.

    Never raises on a string: a value without a definite meaning is of kind ``text``, with the reason. Raises
    `TypeError` for anything but a string.

    Source: 以上, 以下 and 以内 include the number; 超过 and 不满 exclude it (民法典第一千二百五十九条).

    >>> parse_target("不少于2次/年").to_plain()
    {'kind': 'threshold', 'op': '>=', 'number': '2', 'unit': '次', 'per': '年'}
    >>> parse_target("28.8万元", unit="%").unit_conflict
    UnitConflict(cell='万元', column='%')
    """
    if unit is not None or type(text) is not str:
        return Target(text, unit)
    known = TARGETS_BY_TEXT.get(text)
    return TARGETS_BY_TEXT[text] if known is None else known
