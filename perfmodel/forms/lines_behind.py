"""What stands behind the indicators and says more of a form: rows of its table, lines below it: 评价结论：…"""

from __future__ import annotations

from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.cell_words import category_level
from perfmodel.forms.columns import Head
from perfmodel.forms.head_rows import PERIODS, VALUES
from perfmodel.forms.inline_labels import inline_pairs
from perfmodel.forms.sheets import At, Line, Strip
from perfmodel.forms.titles import is_attachment, is_title

__all__ = ["RESULT_LABELS", "is_lone_value", "is_wide_value", "pairs_behind", "says_more"]

# Labels of what forms say below their indicators.
RESULT_LABELS = ("goal_actual", "total_score", "grade", "conclusion")
_LONGEST_HEADING = 20
# Columns that hold no text of a label beside the indicators: 总分 with a number below the weights is their sum.
_NO_TEXT_FIELDS = frozenset((*VALUES, "weight", "score"))


def says_more(text: str, before: list[Line], forms: Catalogue) -> bool:
    """Whether a line behind a form says more of it: a result, or further labels and their texts behind one."""
    label = _label_of(text, forms)
    if label is not None:
        return label.field in RESULT_LABELS or (bool(before) and label.field == "attribute")
    if not before or is_title(text) or is_attachment(text) or len(text) <= _LONGEST_HEADING:
        return False
    last = before[-1].at.text
    return forms.label(last) is not None or (_label_of(last, forms) is None and len(last) > _LONGEST_HEADING)


def pairs_behind(lines: list[Line], forms: Catalogue) -> list[tuple[Label, At, str]]:
    """Return the labels with their texts, in order; a text below a label is its own."""
    found: list[tuple[Label, At, str]] = []
    heading: tuple[Label, str] | None = None
    for line in lines:
        part = line.at
        label = forms.label(part.text)
        if label is not None:
            heading = (label, part.text)
            continue
        pairs = inline_pairs(part.text, forms)
        if pairs:
            heading = None
            # The first label's text is the rest of the line: a conclusion has colons of its own.
            first, start, _end, name = pairs[0]
            found.append((first, At(part.text[start:], part.start + start, part.end), name))
        elif heading is not None:
            found.append((heading[0], part, heading[1]))
        elif found:
            found.append((found[-1][0], part, found[-1][2]))
    return found


def _label_of(text: str, forms: Catalogue) -> Label | None:
    pairs = inline_pairs(text, forms)
    return pairs[0][0] if pairs else forms.label(text)


def is_lone_value(strip: Strip, cells: list[int], head: Head) -> bool:
    """Whether a label has one text beside it and nothing else: where cells are not merged, 评价结论 | | … | |."""
    if len(cells) != 2 or category_level(strip.sheet.texts[cells[1]]) is not None:
        return False
    text, at = strip.sheet.texts[cells[1]], strip.sheet.cells[cells[1]].column
    if not any(char.isdigit() for char in text):
        return True
    columns = [column for block in head.blocks for column in block.columns if column.field in _NO_TEXT_FIELDS]
    return not any(column.first <= at < column.end for column in columns)


def is_wide_value(strip: Strip, cell: int, head: Head, whole: bool = False) -> bool:
    """Whether what stands beside a cell goes over several columns of the indicators: 其他说明 | …

    With ``whole`` it has to go over names and values.
    """
    sheet = strip.sheet
    beside = strip.right_of(cell)
    if beside is None or not sheet.texts[beside]:
        return False
    one = sheet.cells[beside]
    columns = [column for block in head.blocks for column in block.columns]
    if whole:
        covered = {column.field for column in columns if one.column <= column.first < one.column + one.column_span}
        return "name" in covered and not covered.isdisjoint(PERIODS)
    return sum(one.column <= column.first < one.column + one.column_span for column in columns) > 1
