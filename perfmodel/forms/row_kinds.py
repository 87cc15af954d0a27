"""What single rows of a grid are: the title of a form, an indicator, or where the indicators end."""

from __future__ import annotations

from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.cell_words import category_level, weight_of
from perfmodel.forms.columns import Head
from perfmodel.forms.head_rows import PERIODS
from perfmodel.forms.inline_labels import inline_pairs
from perfmodel.forms.lines_behind import RESULT_LABELS, is_lone_value, is_wide_value
from perfmodel.forms.sheets import Strip
from perfmodel.forms.titles import is_attachment, is_note, is_title, year_of
from perfmodel.source.characters import fold

__all__ = ["FIELDS_OF_HEADS", "ends_indicators", "is_title_row"]

_LONGEST_SIGNATURE = 120
FIELDS_OF_HEADS = frozenset("name body spender department period goal whole_period_goal money goals tasks year".split())


def is_title_row(strip: Strip, row: int, forms: Catalogue) -> bool:
    """Whether a row is a form's title, alone or with its year or the unit of its amounts; 绩效目标 beside a goal is none."""
    cells = strip.row(row)
    texts = [strip.sheet.texts[cell] for cell in cells]
    if not cells or len(cells) > 2 or not is_title(texts[0]):
        return False
    if len(cells) == 2:
        if forms.label(texts[0]) is not None:
            return False
        return year_of(texts[1]) is not None or "单位" in fold(texts[1]) or is_attachment(texts[1])
    one = strip.sheet.cells[cells[0]]
    beside = strip.right_of(cells[0])
    return one.column_span > 1 or one.column == strip.first or beside is None


def ends_indicators(strip: Strip, row: int, head: Head, forms: Catalogue) -> bool:
    """Whether the indicators end before a row: labels of a head block, a title, a signature or a note stand in it."""
    sheet = strip.sheet
    cells = strip.row(row)
    if not cells:
        return False
    text = sheet.texts[cells[0]]
    if len(cells) <= 2 and (is_note(text) or is_title_row(strip, row, forms)):
        return True
    first_own = min((column.first for block in head.blocks for column in block.columns), default=strip.first)
    if sheet.cells[cells[0]].column > first_own or category_level(text) is not None:
        return False
    if len(text) < _LONGEST_SIGNATURE and forms.is_signature(text):
        return True
    if len(cells) == 1 and inline_pairs(text, forms):
        return True
    label = None if _is_indicator(strip, row, head) else forms.label(text)
    if label is None:
        return not head.is_list and _is_labelled_text(strip, cells, head, forms)
    if label.field in FIELDS_OF_HEADS:
        return not (head.is_list and label.field in ("body", "department", "year"))
    if head.is_list or label.field not in ("attribute", "layout", *RESULT_LABELS):
        return False
    return is_wide_value(strip, cells[0], head) or (label.field != "layout" and is_lone_value(strip, cells, head))


def _is_labelled_text(strip: Strip, cells: list[int], head: Head, forms: Catalogue) -> bool:
    """Whether a row is a label that nobody declares with one wide text beside it; 合计 with the points of all is none."""
    is_pair = len(cells) == 2 and not forms.is_sum(strip.sheet.texts[cells[0]])
    return is_pair and is_wide_value(strip, cells[0], head, whole=True)


def _is_indicator(strip: Strip, row: int, head: Head) -> bool:
    """Whether a row has a value and points below their heads, each in a cell of its own: 项目实施周期 may name an indicator."""
    sheet = strip.sheet
    columns = [column for block in head.blocks for column in block.columns]
    cells = {
        column.field: sheet.at(row, column.first)
        for column in columns
        if column.field in ("name", "weight", "score", *PERIODS)
        and sheet.cells[sheet.at(row, column.first)].column == column.first
    }
    points = [sheet.texts[cells[field]] for field in ("weight", "score") if field in cells]
    valued = any(field in cells and sheet.texts[cells[field]] for field in PERIODS)
    return "name" in cells and valued and bool(points) and all(weight_of(text) is not None for text in points)
