"""Labels with their values behind a colon, in one cell or one line: 预算单位：某局  项目负责人：张三."""

from __future__ import annotations

import re

from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.spelling import LONGEST_LABEL

__all__ = ["inline_pairs"]

_COLON_OF_LABEL = re.compile("[:：]")
# Labels in one cell or line are parted by blanks, or by the end of a sentence.
_INLINE_LABEL = re.compile(r"(?:\A|(?<=[\s；;，,。]))(?:其中[:：]\s*)?([^\s:：；;，,。]{2,24})[:：]")
_AMONG_WHICH_BEFORE = re.compile(r"\s*其中[:：]\s*")
_BLANKS, _STOPS = " \t\u3000\u2003\xa0", "；;，,。"


def inline_pairs(text: str, forms: Catalogue) -> list[tuple[Label, int, int, str]]:
    """Return the labels in a text that have their values behind a colon: label, where its value stands, and the label.

    >>> from perfmodel.forms.catalogue import standard_forms
    >>> text = "预算单位：某局  项目负责人：张三"
    >>> [(label.field, text[start:end].strip()) for label, start, end, _name in inline_pairs(text, standard_forms())]
    [('spender', '某局'), ('attribute', '张三')]
    """
    found: list[tuple[Label, int, int, str]] = []
    among = _AMONG_WHICH_BEFORE.match(text)
    start = 0 if among is None else among.end()
    first = _COLON_OF_LABEL.search(text, start, start + LONGEST_LABEL + 1)
    if first is None:
        return found
    name = text[start : first.start()].strip()
    label = forms.label(name) or forms.amount(name)
    if label is None:
        return found
    at = first.end()
    if label.field in ("goal", "whole_period_goal"):
        return [(label, at, len(text), name)]
    for match in _INLINE_LABEL.finditer(text, at):
        other = forms.label(match[1]) or forms.amount(match[1])
        if other is None:
            continue
        # The source of an amount ends with a comma too: 资金总额：5万元，其中：财政拨款：5万元.
        both_money = other.group == "amounts" and (label.group == "amounts" or label.field == "money")
        if text[match.start() - 1] not in (_BLANKS + _STOPS if both_money else _BLANKS):
            continue
        found.append((label, at, match.start(), name))
        label, at, name = other, match.end(), match[1]
    found.append((label, at, len(text), name))
    return found
