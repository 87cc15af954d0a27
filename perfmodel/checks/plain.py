"""Plain writing: text in which nothing was left over from a template, or came in by accident."""

from __future__ import annotations

import re
from functools import cache

from perfmodel.data import load

__all__ = ["essential_name", "is_plain_name", "is_plain_value"]

_CHINESE_ALONE = re.compile("[一-鿿]+")
_PLAIN_SIGNS = re.compile("[0-9.%‰/、≥≤><=一-鿿-]*")
_PERCENT_WORD = "百分比"
# What the names of a blank form have in them: 三级指标, 指标1.
_OF_BLANK_FORM = "指标"


_NUMBERED_NAME = re.compile(
    r"^(?:(?:三级)?指标[0-9一二三四五六七八九十]{0,2}[:.、]|[0-9]{1,2}[.、)](?![0-9])|\([0-9]{1,2}\))"
)


def essential_name(name: str) -> str:
    """Return a folded name without the number that a form has before it and the marks behind it.

    >>> essential_name("指标1:养护里程"), essential_name("养护里程。"), essential_name("2.培训人次"), essential_name("指标1")
    ('养护里程', '养护里程', '培训人次', '指标1')
    """
    return _NUMBERED_NAME.sub("", name).strip("。.;,、:!") or name


@cache
def _words_for_nothing() -> frozenset[str]:
    """What stands in a cell that was left blank on purpose: 无, 暂无, 不适用."""
    return frozenset(load("qualitative.json")["none"])


def is_plain_name(name: str) -> bool:
    """Whether a name is of Chinese characters alone, and neither one of the blank form nor a word for nothing.

    >>> is_plain_name("验收合格率"), is_plain_name("验收 合格率"), is_plain_name("三级指标"), is_plain_name("暂无")
    (True, False, False, False)
    """
    return (
        _CHINESE_ALONE.fullmatch(name) is not None and _OF_BLANK_FORM not in name and name not in _words_for_nothing()
    )


def is_plain_value(text: str) -> bool:
    """Whether a value is of Chinese characters, digits, the usual signs of comparison and ``. % ‰ / 、 -``, if of anything.

    >>> is_plain_value("≥95%"), is_plain_value("≥ 95%"), is_plain_value("》95%"), is_plain_value("95百分比")
    (True, False, False, False)
    """
    return _PLAIN_SIGNS.fullmatch(text) is not None and _PERCENT_WORD not in text
