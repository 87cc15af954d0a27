"""Labels with their values behind a colon, in one cell or one line: 预算单位：某局  项目负责人：张三."""

from __future__ import annotations

import re

from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.spelling import LONGEST_LABEL

__all__ = ["inline_pairs"]

_COLON_OF_LABEL = re.compile("[:：]")
# Labels in one cell or line are parted by blanks, or by the end of a sentence.
_INLINE_LABEL = re.compile(r"(?:\A|(?<=[\s；;，,。]))([^\s:：；;，,。]{2,24})[:：]")


def inline_pairs(text: str, forms: Catalogue) -> list[tuple[Label, int, int, str]]:
    """Return the labels in a text that have their values behind a colon: label, where its value stands, and the label.

    >>> from perfmodel.forms.catalogue import standard_forms
    >>> text = "预算单位：某局  项目负责人：张三"
    >>> [(label.field, text[start:end].strip()) for label, start, end, _name in inline_pairs(text, standard_forms())]
    [('spender', '某局'), ('attribute', '张三')]
    """
    found: list[tuple[Label, int, int, str]] = []
    first = _COLON_OF_LABEL.search(text[: LONGEST_LABEL + 1])
    if first is None:
        return found
    label = forms.label(text[: first.start()]) or forms.amount(text[: first.start()])
    if label is None:
        return found
    name, at = text[: first.start()].strip(), first.end()
    if label.field in ("goal", "whole_period_goal"):
        return [(label, at, len(text), name)]
    for match in _INLINE_LABEL.finditer(text, at):
        other = forms.label(match[1]) or forms.amount(match[1])
        if other is None or text[match.start() - 1] not in " \t\u3000\u2003\xa0":
            continue
        found.append((label, at, match.start(), name))
        label, at, name = other, match.end(), match[1]
    found.append((label, at, len(text), name))
    return found
