"""Lines that say what a form is: its title, its year, and what is a note."""

from __future__ import annotations

import re

from perfmodel.forms.drafts import FormDraft
from perfmodel.forms.sheets import At
from perfmodel.source.characters import fold, squeeze

__all__ = ["is_attachment", "is_note", "is_title", "parted_attachment", "take_title", "without_attachment", "year_of"]

_LONGEST_FORM_TITLE = 80
_TITLE_OF_FORM = re.compile(r"绩效|指标.{0,6}表\Z")
_TITLE_END = re.compile(r"(?:表|一览|情况|目标|报告表|明细|书)(?:\([^()]{0,20}\)|[0-9一二三四五六七八九十-]{1,4})*\Z")
# 二、绩效目标 heads a part of a form.
_SECTION_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|[0-9]{1,2}[、.]).{0,4}(?:绩效目标|绩效指标)(?:情况|设定|设置|体系)?"
)
_YEAR = re.compile(r"(20[0-9]{2})(?=年|年度|-|\)|\Z|(?:部门|单位|项目|预算))")
_YEAR_LINE = re.compile(r"\(?(20[0-9]{2})年?度?(?:预算)?\)?")
_CHINESE_YEAR = re.compile("二([〇○零O0])([一二三四五六七八九〇○零O0])([一二三四五六七八九〇○零O0])年")
_DIGITS = dict(zip("〇○零O0一二三四五六七八九", "00000123456789", strict=True))
_NOTE_START = re.compile(r"(?:备?注|说明|填报说明|填表说明)[0-9]?[:：.、]")
_ATTACHMENT_LINE = re.compile(
    r"(?:公开|预算|附)[0-9]{1,2}(?:[-—][0-9]{1,2})?表|附[件表录]?[0-9一二三四五六七八九十]{0,3}(?:[-—][0-9]{1,2})?[:：]?"
)
_ATTACHMENT_BEFORE = re.compile(r"\A附[件表录]?\s*[0-9一二三四五六七八九十]{0,3}(?:[-—][0-9]{1,2})?[:：\s]+")


def is_title(text: str) -> bool:
    """Whether a line is the title of a form about performance.

    >>> is_title("附表1　项目支出绩效目标表"), is_title("2025年度项目绩效目标及指标表"), is_title("收支总表")
    (True, True, False)
    """
    if len(text) > _LONGEST_FORM_TITLE:
        return False
    folded = squeeze(fold(text))
    if _SECTION_HEADING.fullmatch(folded):
        return False
    return _TITLE_OF_FORM.search(folded) is not None and _TITLE_END.search(folded) is not None and "。" not in folded


def is_attachment(text: str) -> bool:
    """Whether a line is the number of an attachment: 附件2.

    >>> is_attachment("附件2"), is_attachment("附近")
    (True, False)
    """
    return _ATTACHMENT_LINE.fullmatch(squeeze(fold(text))) is not None


def without_attachment(title: str) -> str:
    """Return a title without the number of its attachment.

    >>> without_attachment("附表1　项目支出绩效目标表")
    '项目支出绩效目标表'
    """
    return _ATTACHMENT_BEFORE.sub("", title)


def parted_attachment(text: str) -> tuple[str, str]:
    """Part the text of a line from the number of the form at its end, empty where there is none.

    >>> parted_attachment("某局　　公开15表"), parted_attachment("某局")
    (('某局', '公开15表'), ('某局', ''))
    """
    words = text.split()
    if len(words) < 2 or not is_attachment(words[-1]):
        return text, ""
    return text[: text.rfind(words[-1])].rstrip(), words[-1]


def is_note(text: str) -> bool:
    """Whether a line is a note below a form.

    >>> is_note("注：金额单位为万元。"), is_note("注册商标")
    (True, False)
    """
    return _NOTE_START.match(squeeze(fold(text))) is not None


def year_of(text: str, alone: bool = False) -> int | None:
    """Return the year that a line names; where it is to stand ``alone``, None for a line that says more.

    >>> year_of("（2025年度）", alone=True), year_of("2026年预算项目支出绩效目标申报表"), year_of("二〇二五年度")
    (2025, 2026, 2025)
    """
    folded = squeeze(fold(text))
    if (chinese := _CHINESE_YEAR.search(folded)) is not None:
        digits = "".join(_DIGITS[sign] for sign in chinese.groups())
        folded = folded.replace(chinese[0], f"2{digits}年")
    if alone:
        match = _YEAR_LINE.fullmatch(folded)
        return int(match[1]) if match else None
    years = [int(found[1]) for found in _YEAR.finditer(folded)]
    return years[0] if years else None


def take_title(draft: FormDraft, part: At) -> None:
    """Take a line of a title into a form's draft, with the year that it names."""
    draft.take_year(year_of(part.text), part)
    draft.titles.append(part)
