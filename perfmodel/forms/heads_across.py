"""Indicators that stand across: 一级指标, 二级指标, 三级指标 and 指标值 head rows, with an indicator in each column."""

from __future__ import annotations

from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.columns import Head, find_head
from perfmodel.forms.sheets import Strip, TurnedSheet

__all__ = ["find_across"]

_HEADS_ACROSS = frozenset(
    ("level1", "level2", "name", "annual", "whole_period", "operator", "unit", "weight", "further")
)


def find_across(
    strip: Strip, row: int, forms: Catalogue
) -> tuple[Head, list[tuple[Strip, int]], list[tuple[Strip, int]], int] | None:
    """Return the head, rows and head rows (all of a turned sheet) of indicators across, and the row behind; None where none are."""
    sheet = strip.sheet
    fields: list[str] = []
    column = -1
    for at in range(row, strip.bottom):
        cells = strip.row(at)
        label = forms.column(sheet.texts[cells[0]]) if cells else None
        if label is None or label.field not in _HEADS_ACROSS or (fields and sheet.cells[cells[0]].column != column):
            break
        if len(cells) < 2 or forms.column(sheet.texts[cells[1]]) is not None:
            return None
        column = sheet.cells[cells[0]].column
        fields.append(label.field)
    if fields[:1] != ["level1"] or not {"name", "level2"} & set(fields) or "annual" not in fields:
        return None
    turned = Strip(TurnedSheet(sheet), row, row + len(fields), column, strip.end)
    head = find_head(turned, column, forms)
    if head is None:
        return None
    rows = [(turned, at) for at in range(head.last + 1, strip.end)]
    return head, rows, [(turned, at) for at in range(head.first, head.last + 1)], row + len(fields)
