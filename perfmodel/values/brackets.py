"""Brackets right behind a number in which its unit stands: 500(元/人·月) is 500元/人·月, 12(月底) is 12月底."""

from __future__ import annotations

import re

from perfmodel.values import units

__all__ = ["open_unit_brackets"]

# A bracket right behind a number, brackets within it allowed: 5(台(套)).
_BRACKET_BEHIND_NUMBER = re.compile(r"(?<=[0-9])\s*\(((?:[^()]|\([^()]*\))*)\)")
# 200元/(人·年)
_BRACKET_BEHIND_STROKE = re.compile(r"(?<=/)\(([^()/]*[^()/\s][^()/]*)\)")
_YEAR_BEFORE_BRACKET = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}\Z")
_MONTH_IN_BRACKET = re.compile("[0-9]{1,2}月")
# How a date goes on, or how a bound stands in a bracket, behind its number: 2024(年底), 3(月31日前), 5(%以上).
_REST_OF_DATE_IN_BRACKET = re.compile("[年月日号季][0-9底末初前内以之度]")
_SCALES = frozenset("十百千万亿")


def open_unit_brackets(folded: str) -> str:
    """Return a folded text whose brackets are passed over where what stands in them goes on with the number before them.

    Characters keep their places: a bracket becomes a blank, or the 年 that it stands for in 2024(12月). A unit alone in brackets stays in them, since 12(月)
    says how long, and 12月 when; so does 台/套, which is one unit there.

    >>> open_unit_brackets("500(元/人·月)"), open_unit_brackets("12(月)"), open_unit_brackets("95(优)")
    ('500 元/人·月 ', '12(月)', '95(优)')
    """
    if "(" not in folded:
        return folded
    folded = _BRACKET_BEHIND_STROKE.sub(r" \1 ", folded)
    match = _BRACKET_BEHIND_NUMBER.search(folded)
    while match is not None:
        inner = match[1].strip()
        alone = (units.look_up(inner) is not None or _is_either(inner)) and not folded.startswith("/", match.end())
        if not alone and _goes_on(inner):
            at, end = match.start(1) - 1, match.end() - 1
            folded = f"{folded[:at]} {folded[at + 1 : end]} {folded[end + 1 :]}"
        elif _MONTH_IN_BRACKET.match(inner) and _YEAR_BEFORE_BRACKET.search(folded, 0, match.start()):
            at, end = match.start(1) - 1, match.end() - 1
            folded = f"{folded[:at]}年{folded[at + 1 : end]} {folded[end + 1 :]}"
        match = _BRACKET_BEHIND_NUMBER.search(folded, match.end())
    return folded


def _is_either(inner: str) -> bool:
    """Tell whether two counters stand side by side for one unit: 台/套."""
    left, _, right = inner.partition("/")
    return units.may_be_either(left, right)


def _goes_on(inner: str) -> bool:
    """Tell whether a text begins with a unit, or goes on as a date does."""
    if _REST_OF_DATE_IN_BRACKET.match(inner):
        return True
    return any(units.look_up(inner[:size]) is not None for size in range(1, 6)) and inner[:1] not in _SCALES
