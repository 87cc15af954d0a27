"""Which rows are the head of indicators: the row of their names, what stands above it, and how far down it goes."""

from __future__ import annotations

from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.cell_words import category_level
from perfmodel.forms.labels import GOAL_FIELDS
from perfmodel.forms.sheets import Strip
from perfmodel.forms.spelling import key_of

__all__ = ["is_head_row", "is_list_with_cells", "is_row_of_parents", "last_row_of_head"]

PERIODS = ("whole_period", "annual")
# Columns of values: targets, and what became of them.
VALUES = (*PERIODS, "adjusted", "actual", "forecast")
# What forms have that are filled in later; heads of theirs may stand over others.
_RESULTS = frozenset(
    "actual actual_else forecast adjusted score score_weighted deviation likelihood likely cause".split()
)
LEVEL_FIELDS = ("level1", "level2")
NAMES = ("name", "name_else")
# What only the head of indicators has.
_CORE = frozenset((*LEVEL_FIELDS, *NAMES, *PERIODS, "operator", "unit", "weight", "scoring_standard"))
# Heads above heads.
_PARENTS = frozenset(("period", "group", "name_else", *PERIODS, "goal", "whole_period_goal"))
_VALUE_SIGNS = frozenset("≥≤≧≦＞＜＝><=")
# Among values for each county, what stands for all of them.
WHOLE_BODIES = frozenset("全省 全市 全县 全区 全州 合计 总计 总体 汇总 小计 整体 总值 总数".split())


def is_head_row(strip: Strip, row: int, forms: Catalogue) -> bool:
    """Whether a row holds the heads of indicators.

    >>> from perfmodel.files.document import Document
    >>> from perfmodel.files.grid import GridBuilder
    >>> from perfmodel.forms.catalogue import standard_forms
    >>> from perfmodel.forms.sheets import DocumentText
    >>> grid = GridBuilder.of_rows([["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "次数", "3次"]])
    >>> sheet = DocumentText.of(Document((grid,))).blocks[0]
    >>> [is_head_row(Strip(sheet, 0, 4), row, standard_forms()) for row in (0, 1)]
    [True, False]
    """
    sheet = strip.sheet
    cells = strip.row(row)
    if len(cells) < 2:
        return False
    labels = [forms.column(sheet.texts[cell]) for cell in cells]
    fields = {label.field for label in labels if label is not None}
    if is_list_with_cells(fields, len(cells)):
        return True
    if "name_with_value" in fields and not fields.isdisjoint(LEVEL_FIELDS):
        return True
    if len(fields & _CORE) < 2 or _holds_targets(strip, cells):
        return False
    has_values = not fields.isdisjoint(PERIODS) or {"operator", "unit"} <= fields
    named = "name" in fields or "level2" in fields or {"name_else", "level1"} <= fields
    others = has_values or {"level1", "level2"} <= fields or {"level1", "name"} <= fields
    # 指标内容 | 指标值 alone could head anything.
    bare = "name_else" in fields and has_values and (len(fields) > 2 or _has_categories_below(strip, row))
    if not (named and others) and not bare:
        return False
    known = sum(label is not None for label in labels)
    return known * 2 > len(cells) or {"level1", "level2"} <= fields


def _holds_targets(strip: Strip, cells: list[int]) -> bool:
    """Whether this is a row of targets, whatever its levels are called."""
    return any(strip.sheet.texts[cell][0] in _VALUE_SIGNS for cell in cells)


def _has_categories_below(strip: Strip, row: int) -> bool:
    """Whether one of the next rows begins with a category: names and categories by turns in one column."""
    rows = range(row + 1, min(row + 4, strip.sheet.rows))
    return any(cells and category_level(strip.sheet.texts[cells[0]]) == 1 for cells in map(strip.row, rows))


def is_list_with_cells(fields: set[str], count: int) -> bool:
    """Whether these heads are of a list with all indicators of a project in one cell: 项目名称 | 年度目标 | 绩效指标."""
    return (
        {"project", "name_else"} <= fields
        and "goal" in fields
        and count > 2
        and fields.isdisjoint({*LEVEL_FIELDS, "name", *PERIODS})
    )


def is_row_of_parents(strip: Strip, row: int, forms: Catalogue) -> bool:
    """Whether the row above the names holds nothing but heads of several columns."""
    sheet = strip.sheet
    above = strip.row(row - 1)
    labels = [forms.column(sheet.texts[cell]) for cell in above if not _heads_money(sheet.texts[cell], forms)]
    above = [cell for cell in above if not _heads_money(sheet.texts[cell], forms)]
    if not above or any(label is None for label in labels) or any(_is_goal(strip, cell, forms) for cell in above):
        return False
    others = [
        cell
        for cell, label in zip(above, labels, strict=True)
        if label is not None
        and label.field not in _PARENTS | _CORE | _RESULTS | {"further"}
        and not _is_alone_in_head(strip, cell, row)
    ]
    if others:
        return False
    wide = [cell for cell in above if sheet.cells[cell].column_span > 1]
    reaches = [sheet.cells[cell] for cell in above if sheet.cells[cell].row + sheet.cells[cell].row_span > row]
    spread = len(above) > 1 or len(strip.row(row)) >= len(above) + 1
    return spread and bool(wide or reaches or len(above) > 1)


def _is_goal(strip: Strip, cell: int, forms: Catalogue) -> bool:
    """Whether a text stands exactly below the label of a goal, and so is one though it reads like a head: 2024年完成."""
    sheet, one = strip.sheet, strip.sheet.cells[cell]
    if one.row == 0:
        return False
    above = sheet.at(one.row - 1, one.column)
    label = forms.label(sheet.texts[above])
    places = {(other.column, other.column_span) for other in (one, sheet.cells[above])}
    return label is not None and label.field in GOAL_FIELDS and len(places) == 1


def _heads_money(text: str, forms: Catalogue) -> bool:
    """Whether a text heads the columns of money of a list: 资金（万元） over 总额 and 财政拨款."""
    label = forms.label(text)
    return forms.amount(text) is not None or (label is not None and label.field == "money")


def _is_alone_in_head(strip: Strip, cell: int, row: int) -> bool:
    """Whether nothing stands below a head: it goes over both rows, or is merged in the eyes of a person alone."""
    sheet, one = strip.sheet, strip.sheet.cells[cell]
    below = sheet.at(row, one.column)
    return below == cell or not sheet.texts[below]


def last_row_of_head(strip: Strip, row: int, forms: Catalogue) -> int:
    """The last row of the head: where the cells of levels and names end, or one more where that holds heads of values."""
    sheet = strip.sheet
    cells = strip.row(row)
    anchors = [
        sheet.cells[cell]
        for cell in cells
        if (label := forms.column(sheet.texts[cell])) is not None and label.field in ("name", "level1", "level2")
    ]
    last = row + max((min(one.row_span for one in anchors) if anchors else 1), 1) - 1
    if last + 1 >= sheet.rows or last > row:
        return min(last, sheet.rows - 1)
    below = strip.row(row + 1)
    under = [cell for cell in below if _is_under_wide_head(strip, cell, row)]
    first_name = min((one.column for one in anchors), default=strip.first)
    if below and len(under) == len(below) and all(sheet.cells[cell].column > first_name for cell in below):
        return row + 1
    return row + (_is_row_of_bodies(strip, below, first_name) or _is_row_of_value_heads(strip, below, forms))


def _is_row_of_value_heads(strip: Strip, cells: list[int], forms: Catalogue) -> bool:
    """Whether cells below the heads are heads too, of signs, values and units: no levels and no names."""
    labels = [forms.column(strip.sheet.texts[cell]) for cell in cells]
    fields = {label.field for label in labels if label is not None}
    return len(cells) > 1 and all(labels) and fields.isdisjoint((*LEVEL_FIELDS, "name"))


def _is_row_of_bodies(strip: Strip, cells: list[int], first_name: int) -> bool:
    """Whether cells below the heads name the whole and its parts, 全省 | 甲县 | 乙县, where merged cells were undone."""
    sheet = strip.sheet
    texts = [sheet.texts[cell] for cell in cells]
    return (
        len(cells) > 2
        and key_of(texts[0]) in WHOLE_BODIES
        and sheet.cells[cells[0]].column > first_name
        and not any(char.isdigit() for text in texts for char in text)
    )


def _is_under_wide_head(strip: Strip, cell: int, row: int) -> bool:
    sheet = strip.sheet
    above = sheet.cells[sheet.at(row, sheet.cells[cell].column)]
    return above.column_span > 1 and bool(above.text) and sheet.cells[cell].column_span < above.column_span
