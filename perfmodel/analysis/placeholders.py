"""What a template has where something is to be filled in: **, ××, XX, ____, 20XX."""

from __future__ import annotations

import re

from perfmodel.grammars import terminal
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.vocabulary import groups

__all__ = ["name_mark", "template_mark", "value_mark"]

_LETTER = re.compile("[A-Za-z]")


def template_mark(text: str) -> str | None:
    """Return the first mark of a template that stands in a name or in prose; None where none does.

    >>> template_mark("20XX年培训"), template_mark("购置X光机2台，5×8小时值守")
    ('20XX', None)
    """
    return groups.first_match(text, "template_marks")


def name_mark(text: str) -> str | None:
    """Return the mark of a template that stands in an indicator's name, or is all of it; None where there is none.

    >>> name_mark("指标1"), name_mark("培训××人次"), name_mark("核心指标达标率")
    ('指标1', '××', None)
    """
    return template_mark(text) or groups.first_match(squeeze(fold(text)), "template_names")


def value_mark(target: Target) -> str | None:
    """Return the mark of a template that stands in a target value; None where none does (``≥ %``).

    >>> value_mark(Target("≥X%")), value_mark(Target("≥ %")), value_mark(Target("≥95%"))
    ('X', None, None)
    """
    mark = template_mark(target.text)
    if mark is not None or target.kind != "placeholder":
        return mark
    folded = fold(target.text)
    match = terminal("target", "PLACE").search(folded)
    return None if match is None or _LETTER.match(folded, match.end()) else match[0]
