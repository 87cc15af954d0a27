"""Forms without any table: lines of 项目名称：…, categories in 【】, and indicators as 数量指标：名称：值 or parted by strokes."""

from __future__ import annotations

import re

from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.cell_words import category_level
from perfmodel.forms.drafts import FormDraft, IndicatorDraft, ProjectDraft
from perfmodel.forms.head_block import HeadBlock
from perfmodel.forms.inline_labels import inline_pairs
from perfmodel.forms.sheets import At, Line
from perfmodel.forms.titles import is_attachment, is_title, take_title
from perfmodel.model.category import Category

__all__ = ["read_label_lists"]

_STROKES = re.compile(r"\s*[|｜\t]\s*")
_COLONS = re.compile(r"\s*[:：]\s*")


def read_label_lists(lines: list[Line], forms: Catalogue) -> tuple[list[FormDraft], list[Line]]:
    """Return the forms among lines that belong to no table, and the lines that are left."""
    starts = [at for at, line in enumerate(lines) if _names(line, forms)]
    drafts: list[FormDraft] = []
    left: list[Line] = []
    at = 0
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        draft, used = _read(lines, at, start, end, forms)
        if draft is None:
            continue
        drafts.append(draft)
        left += [line for place, line in enumerate(lines[at:end], at) if place not in used]
        at = end
    return drafts, left + lines[at:]


def _names(line: Line, forms: Catalogue) -> bool:
    return any(label.field == "name" and end > start for label, start, end, _name in inline_pairs(line.at.text, forms))


def _read(lines: list[Line], before: int, start: int, end: int, forms: Catalogue) -> tuple[FormDraft | None, set[int]]:
    draft, project = FormDraft(), ProjectDraft()
    block = HeadBlock(forms, draft, project)
    used: set[int] = set()
    state: dict[int, At] = {}
    for at in range(before, start):
        if is_title(lines[at].at.text):
            take_title(draft, lines[at].at)
            used.add(at)
        elif is_attachment(lines[at].at.text):
            draft.layout.append(lines[at].at)
            used.add(at)
    last: HeadBlock | None = None
    for at in range(start, end):
        part = lines[at].at
        level = category_level(part.text)
        if level is not None:
            state[level] = _inner(part)
            if level == 1:
                state.pop(2, None)
            used.add(at)
            draft.layout.append(part)
        elif _indicator(part, state, project) or block.line(part):
            used.add(at)
        elif is_title(part.text):
            break
        last = block
    if not project.indicators or last is None:
        return None, set()
    draft.projects.append(project)
    places = [lines[at].at for at in used]
    draft.start, draft.end = min(one.start for one in places), max(one.end for one in places)
    return draft, used


def _inner(part: At) -> At:
    text = part.text.strip("【】[]()（）：: ")
    at = part.text.find(text)
    return At(text, part.start + at, part.start + at + len(text))


def _indicator(part: At, state: dict[int, At], project: ProjectDraft) -> bool:
    """Take a line that begins with a category: its name and its value stand behind it."""
    separator = _STROKES if _STROKES.search(part.text) and not part.text.strip().startswith("【") else _COLONS
    pieces = _pieces(part, separator)
    if len(pieces) < 3:
        return False
    levels = [category_level(piece.text) for piece in pieces]
    if levels[0] is None:
        return False
    if levels[:2] == [1, None] and Category.lookup(pieces[0].text, level=2) is not None:
        levels[0] = 2  # 成本指标 names a category of either level
    if levels[:2] == [1, 1] and Category.lookup(pieces[1].text, level=2) is not None:
        levels[1] = 2
    skip = 0
    texts: dict[str, At] = {}
    while skip < 2 and levels[skip] is not None and len(pieces) - skip > 2:
        texts[f"level{levels[skip]}"] = pieces[skip]
        skip += 1
    if "level2" in texts and "level1" not in texts and 1 in state:
        texts["level1"] = state[1]
    if "level2" not in texts and 2 in state:
        texts["level2"] = state[2]
    name, value = pieces[skip], pieces[-1]
    if len(pieces) - skip > 2:
        if separator is not _COLONS:
            return False
        name = At(part.text[name.start - part.start : pieces[-2].end - part.start], name.start, pieces[-2].end)
    one = IndicatorDraft(texts={**texts, "name": name}, targets={"annual": {"value": value}})
    project.indicators.append(one)
    return True


def _pieces(part: At, separator: re.Pattern[str]) -> list[At]:
    found = []
    at = 0
    for match in [*separator.finditer(part.text), None]:
        end = len(part.text) if match is None else match.start()
        if end > at:
            found.append(At(part.text[at:end], part.start + at, part.start + end))
        at = end if match is None else match.end()
    return found
