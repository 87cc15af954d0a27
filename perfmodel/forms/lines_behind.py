"""Lines of text behind a form that say more of it: 评价结论：…, 存在问题 with what follows below."""

from __future__ import annotations

from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.inline_labels import inline_pairs
from perfmodel.forms.sheets import At, Line
from perfmodel.forms.titles import is_attachment, is_title

__all__ = ["RESULT_LABELS", "pairs_behind", "says_more"]

# Labels of what forms say below their indicators.
RESULT_LABELS = ("goal_actual", "total_score", "grade", "conclusion")
_LONGEST_HEADING = 20


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
