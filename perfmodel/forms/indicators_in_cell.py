"""All indicators of a project in one cell of a list or a head block: 产出指标-数量指标-会议次数：≥2次；…"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import define, field

from perfmodel.forms.cell_words import category_level
from perfmodel.forms.drafts import FormDraft, IndicatorDraft, ProjectDraft
from perfmodel.forms.sheets import At, Sheet
from perfmodel.forms.spelling import without_number
from perfmodel.model.category import Category
from perfmodel.source.characters import fold

__all__ = ["IndicatorsInCell", "indicators_in_cell", "name_and_value", "take_indicators"]

_CLAUSE = re.compile(r"[^；;。\n]+")
_NUMBER_OF_CLAUSE = re.compile(
    r"\s*(?:(?:指标\s*)?[0-9]{1,3}\s*[、.．:：)）](?![0-9])|[(（][0-9一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|[①-⑳])\s*"
)
_BETWEEN_CELL_PARTS = re.compile(r"[:：\-—–_/|｜、,，\s]+")
_COLON = re.compile(r"\s*[:：|｜\t]\s*")
_SIGN = re.compile(r"[≥≤≧≦＞＜>=<＝]|(?:大于|小于)(?:等于|或等于)?|等于|不低于|不少于|不高于|不超过|不多于")
_CELL_NUMBER_AT_END = re.compile(r"(?<![0-9.])[0-9][0-9,]*(?:\.[0-9]+)?\s*[^0-9\s]{0,8}\Z")
_ENDS = " \t\u3000，,。:：-—"


@define
class IndicatorsInCell:
    """The indicators of a cell, what of it is layout, and what could not be read."""

    indicators: list[IndicatorDraft] = field(factory=list)
    layout: list[At] = field(factory=list)
    unread: list[At] = field(factory=list)


def indicators_in_cell(lines: Sequence[At]) -> IndicatorsInCell:
    """Return the indicators that the lines of a cell list, each a clause with its categories before it or carried on.

    >>> text = "产出指标：数量指标：会议次数≥2次；质量指标：合格率：100%"
    >>> found = indicators_in_cell([At(text, 0, len(text))])
    >>> [(one.texts["level2"].text, one.texts["name"].text, one.targets["annual"]["value"].text) for one in found.indicators]
    [('数量指标', '会议次数', '≥2次'), ('质量指标', '合格率', '100%')]
    """
    found = IndicatorsInCell()
    levels: dict[int, At] = {}
    for clause in _clauses(lines):
        rest = _take_levels(clause, levels, found)
        if rest is None or not rest.text:
            continue
        pair = name_and_value(rest)
        if pair is None:
            found.unread.append(rest)
            continue
        texts = {f"level{level}": part for level, part in sorted(levels.items())}
        found.indicators.append(IndicatorDraft({**texts, "name": pair[0]}, {"annual": {"value": pair[1]}}))
    return found


def take_indicators(sheet: Sheet, cell: int, project: ProjectDraft, draft: FormDraft) -> None:
    """Take a cell that lists indicators into a project; what of it could not be read is said."""
    found = indicators_in_cell(sheet.lines(cell))
    project.indicators += found.indicators
    draft.layout += found.layout
    draft.unread += found.unread
    sheet.use(cell)


def _clauses(lines: Iterable[At]) -> Iterable[At]:
    for line in lines:
        for match in _CLAUSE.finditer(line.text):
            clause = _stripped(line, *match.span())
            if clause.text:
                yield clause


def _stripped(part: At, start: int, end: int) -> At:
    text = part.text[start:end]
    words = text.strip(_ENDS)
    begin = part.start + start + (text.find(words) if words else 0)
    return At(words, begin, begin + len(words))


def _take_levels(clause: At, levels: dict[int, At], found: IndicatorsInCell) -> At | None:
    """Take the categories that a clause begins with into ``levels``; return what stands behind them."""
    at = 0
    text = clause.text
    while True:
        number = _NUMBER_OF_CLAUSE.match(text, at)
        begin = at if number is None else number.end()
        end = next(
            (match.start() for match in _BETWEEN_CELL_PARTS.finditer(text, begin) if match.start() > begin), len(text)
        )
        word = text[begin:end]
        level = category_level(word)
        if level is None:
            rest = _stripped(clause, begin if at or number else at, len(text))
            if begin > at and rest.text:
                found.layout.append(At(text[at:begin], clause.start + at, clause.start + begin))
            return rest
        if level == 1 and 1 in levels and Category.lookup(word, level=2) is not None and at:
            level = 2  # 成本指标 names a category of either level
        if level == 1:
            levels.pop(2, None)
        levels[level] = At(word, clause.start + begin, clause.start + end)
        found.layout.append(levels[level])
        separator = _BETWEEN_CELL_PARTS.match(text, end)
        at = end if separator is None else separator.end()
        if at >= len(text):
            return None


def name_and_value(part: At) -> tuple[At, At] | None:
    """Return the name of an indicator and its value, parted by a colon, a sign or before the number at the end; None for neither.

    >>> [one.text for one in name_and_value(At("会议次数≥2次", 0, 7))]
    ['会议次数', '≥2次']
    """
    text = part.text
    colons = list(_COLON.finditer(text))
    sign = _SIGN.search(text)
    if colons and (sign is None or colons[-1].end() <= sign.start()):
        first, last = colons[-1].span()
    elif sign is not None and sign.start():
        first = last = sign.start()
    elif (number := _CELL_NUMBER_AT_END.search(text)) is not None and number.start() > 1:
        first = last = number.start()
    else:
        return None
    name, value = _stripped(part, 0, first), _stripped(part, last, len(text))
    if not name.text or not value.text or category_level(without_number(fold(name.text))) is not None:
        return None
    return name, value
