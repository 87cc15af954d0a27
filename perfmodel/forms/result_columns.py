"""What the columns of a form say that is filled in after the targets: ticks, points, and the row of the total score."""

from __future__ import annotations

import re

from attrs import evolve

from perfmodel.forms.amounts import is_empty_amount
from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.cell_words import weight_of
from perfmodel.forms.columns import Block, Column
from perfmodel.forms.drafts import FormDraft, IndicatorDraft, ProjectDraft
from perfmodel.forms.sheets import At, Strip
from perfmodel.forms.spelling import key_of
from perfmodel.model.fields import field_of
from perfmodel.model.indicator import LIKELIHOODS, Indicator
from perfmodel.model.table import Project
from perfmodel.source.characters import fold, squeeze

__all__ = [
    "TICKED_FIELDS",
    "field_of_result",
    "grade_of",
    "is_tick",
    "likelihood_of",
    "score_cell",
    "take_points",
    "take_score",
    "take_ticks",
    "take_total",
    "ticked_of",
]

# Columns whose cells are ticked.
TICKED_FIELDS = frozenset(("cause", "likelihood", "likely"))
_TICKS = frozenset("√✓✔☑☒■●◆⊙★▲vV1是有yY对")
_NO_TICKS = frozenset("×✕✗✘□☐○◇◯0否无-—–/\\")
_TICKED_SIGNS = "√✓✔☑☒■●R"
_UNTICKED_SIGNS = "□☐○◯"
_CHOICE_BEFORE_SIGN = re.compile(rf"([一-龥]{{1,8}})[:：]?[(（]?([{_TICKED_SIGNS}{_UNTICKED_SIGNS}])[)）]?")
_CHOICE_BEHIND_SIGN = re.compile(rf"[(（]?([{_TICKED_SIGNS}{_UNTICKED_SIGNS}])[)）]?([一-龥]{{1,8}})")
_LIKELY_WORDS = {
    LIKELIHOODS[0]: "确定能 能 一定能 能够 确定 肯定能 是".split(),
    LIKELIHOODS[1]: "有可能 可能 或许能".split(),
    LIKELIHOODS[2]: "完全不可能 不可能 不能 确定不能 否".split(),
}
_LIKELIHOOD_OF_KEY = {
    word + end: found for found, words in _LIKELY_WORDS.items() for word in words for end in ("", "完成", "实现")
}
# Names of rows that hold the score of all.
_SUM_OF_POINTS = re.compile("总|合计|共计")
_GRADE_IN_WORDS = re.compile(r"[(]?(?:自评|评价|绩效)?(?:等级|等次|级别|结果)[:为]?([一-龥]{1,3})[)]?")
_LONGEST_GRADE = 8
_GRADES = frozenset("优 良 中 差 优秀 良好 合格 不合格 一般".split())


def is_tick(text: str) -> bool:
    """Whether a cell is ticked.

    >>> is_tick("√"), is_tick("□"), is_tick("资金未到位")
    (True, False, False)
    """
    return squeeze(text) in _TICKS


def ticked_of(text: str) -> str | None:
    """Return the only choice that is ticked in a cell that lists several; None where there is none, or more than one.

    >>> ticked_of("优□ 良☑ 中□ 差□"), ticked_of("☑确定能 □有可能"), ticked_of("良")
    ('良', '确定能', None)
    """
    plain = squeeze(fold(text))
    for pattern, sign, word in ((_CHOICE_BEFORE_SIGN, 2, 1), (_CHOICE_BEHIND_SIGN, 1, 2)):
        found = list(pattern.finditer(plain))
        if len(found) > 1 and "".join(match[0] for match in found) == plain:
            ticked = [match[word] for match in found if match[sign] in _TICKED_SIGNS]
            return ticked[0] if len(ticked) == 1 else None
    return None


def grade_of(text: str) -> str:
    """Return the grade that a cell says: the ticked one of several, else the text.

    >>> grade_of("优（√）良（□）中（□）差（□）"), grade_of("良")
    ('优', '良')
    """
    return ticked_of(text) or text


def field_of_result(field: str, text: str) -> str:
    """Return the field of a label's text: a sentence behind 自评结果 is a conclusion, and no grade.

    >>> field_of_result("grade", "优"), field_of_result("grade", "项目完成较好，达到预期目标")
    ('grade', 'conclusion')
    """
    return "conclusion" if field == "grade" and len(grade_of(text)) > _LONGEST_GRADE else field


def likelihood_of(text: str) -> str | None:
    """Return how likely a cell or a head says that it is to reach the target; None where it says something else.

    >>> likelihood_of("有可能完成"), likelihood_of("□确定能 √有可能"), likelihood_of("90%")
    ('有可能', '有可能', None)
    """
    return _LIKELIHOOD_OF_KEY.get(key_of(ticked_of(text) or text))


def take_ticks(one: IndicatorDraft, cells: list[tuple[Column, At]], project: ProjectDraft, draft: FormDraft) -> None:
    """Put ticked causes and the likelihood into an indicator; what is neither ticked nor empty is kept under its head."""
    for column, part in cells:
        if column.field == "cause":
            _cause(one, column, part, draft)
            continue
        found = likelihood_of(column.head if is_tick(part.text) else part.text)
        if column.field == "likely" and not is_tick(part.text) and found is None and squeeze(part.text) in _NO_TICKS:
            draft.layout.append(part)
        elif found is None:
            one.further.append((column.head, part))
        elif (known := one.texts.get("likelihood")) is not None and known.text != found:
            label = field_of(Indicator, "likelihood").zh
            one.further.append((column.head, part))
            draft.note("R44", part, project, label=label, text=column.head).indicator = one
        else:
            one.texts["likelihood"] = evolve(part, text=found)


def _cause(one: IndicatorDraft, column: Column, part: At, draft: FormDraft) -> None:
    if squeeze(part.text) in _NO_TICKS:
        draft.layout.append(part)
        return
    one.causes.append(evolve(part, text=column.head))
    if not is_tick(part.text):
        one.further.append((column.head, part))


def take_points(one: IndicatorDraft, project: ProjectDraft, draft: FormDraft) -> None:
    """Leave weight and score to an indicator where they are numbers; other words are kept under their names."""
    for name in ("weight", "score"):
        part = one.texts.get(name)
        if part is None or weight_of(part.text) is not None:
            continue
        del one.texts[name]
        if is_empty_amount(part.text):
            draft.layout.append(part)
        else:
            one.further.append((field_of(Indicator, name).zh, part))
            draft.note("R13", part, project, text=part.text).indicator = one


def take_total(
    strip: Strip, cells: list[int], block: Block, project: ProjectDraft, draft: FormDraft, forms: Catalogue
) -> None:
    """Take the total score out of a row of sums: 总分 | 100 | 98.62; the sum of the weights is layout, other words are kept."""
    sheet = strip.sheet
    name = next((cell for cell in cells if forms.is_sum(sheet.texts[cell])), None)
    if name is None or not _SUM_OF_POINTS.search(fold(sheet.texts[name])):
        return
    numbers = [cell for cell in cells if weight_of(sheet.texts[cell]) is not None]
    score = _number_under(strip, numbers, block)
    if score is not None:
        take_score(sheet.part(score), sheet.texts[name], project, draft)
        sheet.use(score)
    for cell in cells:
        text = sheet.texts[cell]
        if cell == name or cell in numbers or sheet.used[cell] or is_empty_amount(text):
            continue
        grade = _GRADE_IN_WORDS.fullmatch(squeeze(fold(text)))
        if grade is not None and not project.texts.get("grade"):
            project.texts["grade"] = [_inside(sheet.part(cell), grade[1])]
            sheet.use(cell)
        elif text in _GRADES and not project.texts.get("grade"):
            project.texts["grade"] = [sheet.part(cell)]
            sheet.use(cell)
        elif forms.label(text) is None and forms.column(text) is None:
            project.attributes.append((sheet.texts[name], sheet.part(cell)))
            sheet.use(cell)


def _inside(part: At, text: str) -> At:
    """Return the part of a cell that is a text; the whole cell where it is printed otherwise."""
    at = part.text.find(text)
    return part if at < 0 else At(text, part.start + at, part.start + at + len(text))


def _number_under(strip: Strip, numbers: list[int], block: Block) -> int | None:
    """Which of the numbers in a row of sums is the score: that under the scores, else the last of several, else the only one.

    A number under the weights alone is their sum.
    """
    sheet = strip.sheet
    columns = {name: column for name in ("weight", "score") if (column := block.of(name)) is not None}

    def covers(cell: int, name: str) -> bool:
        one, column = sheet.cells[cell], columns.get(name)
        return column is not None and one.column <= column.first < one.column + one.column_span

    for cell in numbers:
        if covers(cell, "score"):
            return cell
    others = [cell for cell in numbers if not covers(cell, "weight")]
    if "score" in columns and len(numbers) > 1:
        return numbers[-1] if numbers[-1] in others or len(others) == 0 else others[-1]
    return others[-1] if others else None


def score_cell(strip: Strip, first: int, draft: FormDraft) -> int:
    """Return the cell of a total score: of 总分 | 100 | 98.62 the last number; the sum of the weights before it is layout.

    ``first`` is the first cell beside the label.
    """
    sheet = strip.sheet
    numbers = [cell for cell in strip.row(sheet.cells[first].row) if weight_of(sheet.texts[cell]) is not None]
    numbers = numbers[numbers.index(first) :] if first in numbers else []
    for cell in numbers:
        sheet.use(cell)
    draft.layout += [sheet.part(cell) for cell in numbers[:-1]]
    return numbers[-1] if numbers else first


def take_score(part: At, label: str, project: ProjectDraft, draft: FormDraft) -> None:
    """Take a total score; another one than before is said, what is not a number is kept."""
    known = project.texts.get("total_score")
    number = weight_of(part.text)
    if number is None:
        if is_empty_amount(part.text):
            draft.layout.append(part)
        else:
            project.attributes.append((label, part))
            draft.note("R13", part, project, text=part.text)
    elif known is None:
        project.texts["total_score"] = [part]
    elif weight_of(known[0].text) == number:
        draft.layout.append(part)
    else:
        project.attributes.append((label, part))
        draft.note("R44", part, project, label=field_of(Project, "total_score").zh, text=part.text)
