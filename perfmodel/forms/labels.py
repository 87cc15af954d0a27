"""Which cells of a head block are labels, and where their values stand: at the right, or below."""

from __future__ import annotations

import re

from perfmodel.forms.amounts import amount_of
from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.sheets import Strip

__all__ = ["GOAL_FIELDS", "GROUP_FIELDS", "SINGLE_FIELDS", "Labels", "may_be_label"]

# Groups of labels: what stands beside them has labels of its own.
GROUP_FIELDS = frozenset(("money", "goals", "indicators", "tasks", "layout"))
_LONGEST_GOAL_HEAD = 20
# What a form has one of.
GOAL_FIELDS = frozenset(("goal", "whole_period_goal", "goal_actual"))
SINGLE_FIELDS = frozenset(("name", "body", "spender", "department", "period", "year", "goal", "whole_period_goal"))
_UNKNOWN_LABEL = re.compile(r"[^0-9。；;，,≥≤%]{2,16}")


def may_be_label(text: str) -> bool:
    """Whether a text that nobody declared reads like a label.

    >>> may_be_label("分管领导意见"), may_be_label("开好会议。")
    (True, False)
    """
    return _UNKNOWN_LABEL.fullmatch(text) is not None


class Labels:
    """Finds labels and the cells of their values."""

    def __init__(self, forms: Catalogue) -> None:
        self.forms = forms

    def label(self, text: str) -> Label | None:
        """Return what a text is a label of; a source of money before the head of all of them."""
        found = self.forms.label(text)
        if found is not None and found.field not in ("layout", "attribute", "money"):
            return found
        return self.forms.amount(text) or found

    def goal_head_of(self, text: str) -> tuple[Label, str] | None:
        """Return the head of a goal that a text begins with, and the head as printed, where the goal follows in the same cell."""
        for size in range(min(_LONGEST_GOAL_HEAD, len(text) - 1), 3, -1):
            label = self.forms.label(text[:size])
            if label is not None and label.field in GOAL_FIELDS:
                return None if text[size:].strip(" :：") == "" else (label, text[:size])
        return None

    def is_known(self, text: str) -> bool:
        """Whether a text is a label of the head block, or the head of a column, and so no value."""
        return (
            self.label(text) is not None
            or self.forms.column(text) is not None
            or self.forms.find("execution_columns", text) is not None
        )

    def is_label(self, strip: Strip, cell: int) -> bool:
        """Whether a cell beside a label is a label too, and no value that reads like one: 项目类别 | 重点项目."""
        sheet = strip.sheet
        label = self.label(sheet.texts[cell])
        if label is None or (label.field != "attribute" and label.group != "amounts"):
            return label is not None
        if label.group == "amounts" and not self._is_beside_attribute(strip, cell):
            return True
        beside, below = strip.right_of(cell), strip.below(cell)
        if beside is not None and sheet.texts[beside]:
            of_value = self.label(sheet.texts[beside])
            if of_value is None or (of_value.group == "amounts" and not self._has_amount_beside(strip, beside)):
                return True
        return (
            below is not None
            and bool(sheet.texts[below])
            and not self.is_known(sheet.texts[below])
            and self.is_unlabelled(strip, below)
        )

    def _is_beside_attribute(self, strip: Strip, cell: int) -> bool:
        """Whether an attribute's label stands at the left: 项目类别 | 特定目标类, 资金性质 | 一般公共预算."""
        sheet, one = strip.sheet, strip.sheet.cells[cell]
        if one.column <= strip.first:
            return False
        label = self.forms.label(sheet.texts[sheet.at(one.row, one.column - 1)])
        return label is not None and label.field == "attribute"

    def _has_amount_beside(self, strip: Strip, cell: int) -> bool:
        beside = strip.right_of(cell)
        return beside is not None and amount_of(strip.sheet.texts[beside]) is not None

    def beside(self, strip: Strip, cell: int) -> list[int]:
        """The cells of values at the right of a label: one, or one below the other where the label goes over more rows."""
        sheet = strip.sheet
        one = sheet.cells[cell]
        found: list[int] = []
        for row in range(one.row, min(one.row + one.row_span, sheet.rows)):
            value = strip.right_of(cell, row)
            if value is None or value in found:
                continue
            text = sheet.texts[value]
            if text and (self.is_label(strip, value) or sheet.used[value]):
                return [] if row == one.row else found
            if sheet.cells[value].row < one.row and sheet.cells[value].row + sheet.cells[value].row_span <= row:
                continue
            found.append(value)
            if not text:
                found += self._further_right(strip, value, row)
        return found

    def _further_right(self, strip: Strip, value: int, row: int) -> list[int]:
        """Behind an empty cell the value may stand further right, before the next label (merged cells that were undone)."""
        sheet = strip.sheet
        at: int | None = value
        while at is not None:
            at = strip.right_of(at, row)
            if at is None or sheet.used[at]:
                return []
            if sheet.texts[at]:
                behind = strip.right_of(at, row)
                is_label = self.label(sheet.texts[at]) is not None or (
                    may_be_label(sheet.texts[at])
                    and behind is not None
                    and sheet.texts[behind] != ""
                    and self.label(sheet.texts[behind]) is None
                )
                return [] if is_label or sheet.cells[at].row != row else [at]
        return []

    def below(self, strip: Strip, cell: int) -> int | None:
        """The cell of the value below a label, where that is none itself and is as wide."""
        sheet = strip.sheet
        below = strip.below(cell)
        if below is None or sheet.used[below]:
            return None
        one, other = sheet.cells[cell], sheet.cells[below]
        if other.column != one.column or other.column_span > one.column_span + 1:
            return None
        head = self.label(sheet.texts[cell])
        # Exactly below the label of a goal, what reads like the head of a column is the goal: 2024年完成.
        beside = [text for near in strip.row(other.row) if near != below and (text := sheet.texts[near])]
        is_goal = (
            head is not None
            and head.field in GOAL_FIELDS
            and other.column_span == one.column_span
            and all(self.forms.column(text) is None for text in beside)
        )
        is_label = (
            self.label(sheet.texts[below]) is not None if is_goal else self.is_known(sheet.texts[below])
        ) or self.forms.guess("labels", sheet.texts[below], SINGLE_FIELDS) is not None
        return None if is_label else below

    def is_unlabelled(self, strip: Strip, cell: int) -> bool:
        """Whether no label stands at the left of a cell, with nothing but empty cells between, whose value it may be."""
        sheet, one = strip.sheet, strip.sheet.cells[cell]
        at = one.column - 1
        while at >= strip.first:
            text = sheet.texts[left := sheet.at(one.row, at)]
            if text:
                label = self.label(text)
                if label is None or sheet.cells[left].row < one.row:
                    return True
                is_amount = label.field == "money" and at == one.column - 1 and amount_of(sheet.texts[cell]) is not None
                return label.field in GROUP_FIELDS and not is_amount
            at = sheet.cells[left].column - 1
        return True

    def is_head_of_labels(self, strip: Strip, cell: int) -> bool:
        """Whether what stands at the right of a label are labels of its own: 总体目标 beside 中期目标 and 年度目标."""
        sheet = strip.sheet
        beside = strip.right_of(cell)
        while beside is not None and not sheet.texts[beside]:
            beside = strip.right_of(beside)
        label = None if beside is None else self.label(sheet.texts[beside])
        return label is not None and (sheet.cells[cell].row_span > 1 or label.field in ("goal", "whole_period_goal"))
