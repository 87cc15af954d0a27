"""The placeholders that a blank form has where something is to be filled in: **, ××, XX, ____, 20XX."""

from __future__ import annotations

import re

from perfmodel.grammars import terminal
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.vocabulary import groups

__all__ = ["placeholder_in", "placeholder_in_name", "placeholder_in_target", "stands_for_nothing"]

_LETTER = re.compile("[A-Za-z]")
# No longer than the longest of the words, and brackets around it.
_LONGEST_FOR_NOTHING = 16


def placeholder_in(text: str) -> str | None:
    """Return the first placeholder in a name or in prose; None where there is none.

    >>> placeholder_in("20XX年培训"), placeholder_in("购置X光机2台，5×8小时值守")
    ('20XX', None)
    """
    return groups.first_match(text, "template_marks")


def placeholder_in_name(text: str) -> str | None:
    """Return the placeholder in an indicator's name, or the whole name where it is that of a blank form; None for others.

    >>> placeholder_in_name("指标1"), placeholder_in_name("培训××人次"), placeholder_in_name("核心指标达标率")
    ('指标1', '××', None)
    """
    return placeholder_in(text) or groups.first_match(squeeze(fold(text)), "template_names")


def placeholder_in_target(target: Target) -> str | None:
    """Return the placeholder in a target value; None where there is none, also where the number is missing (``≥ %``).

    >>> placeholder_in_target(Target("≥X%")), placeholder_in_target(Target("≥ %")), placeholder_in_target(Target("≥95%"))
    ('X', None, None)
    """
    mark = placeholder_in(target.text)
    if mark is not None or target.kind != "placeholder":
        return mark
    folded = fold(target.text)
    match = terminal("target", "PLACE").search(folded)
    return None if match is None or _LETTER.match(folded, match.end()) else match[0]


def stands_for_nothing(text: str) -> bool:
    """Whether a value is one of software for nothing (``#DIV/0!``, ``nan``), or says that it is still to be settled.

    >>> [stands_for_nothing(text) for text in ("#N/A", "NaN", "（待定）", "暂无", "无", "≥95%")]
    [True, True, True, True, False, False]
    """
    if len(text) > _LONGEST_FOR_NOTHING:
        return False
    return groups.is_one_of(squeeze(fold(text)).strip("()[]。.").upper(), "unfilled_values")
