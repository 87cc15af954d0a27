"""What a self-evaluation says in its rows: whether it says anything, whose part a row is, and its reasons."""

from __future__ import annotations

from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project
from perfmodel.source.characters import fold, squeeze
from perfmodel.vocabulary import groups

__all__ = ["is_evaluated", "is_explained", "is_filler", "is_part_row", "plain_words", "reason_for_all"]

_MARKS_AT_END = "。;,、!."


def plain_words(text: str) -> str:
    """Return what a cell says, folded, without blanks and without marks at its end.

    >>> plain_words("已 完成。")
    '已完成'
    """
    return squeeze(fold(text)).rstrip(_MARKS_AT_END)


def is_filler(text: str | None) -> bool:
    """Whether a cell for reasons says nothing: blank, 无, 0, a stroke.

    >>> is_filler("无"), is_filler(None), is_filler("两个月封航")
    (True, True, False)
    """
    plain = plain_words(text or "")
    return not plain or groups.is_one_of(plain, "filler")


def reason_for_all(project: Project) -> str | None:
    """Return what a project says of its deviations once for the whole table (偏差大或目标未完成原因分析); None where nothing.

    >>> reason_for_all(Project(attributes=[("偏差大或目标未完成原因分析", "两个月封航。")]))
    '两个月封航。'
    """
    for label, text in project.attributes:
        if groups.contains(squeeze(fold(label)), "reason_labels") and not is_filler(text):
            return text
    return None


def is_explained(indicator: Indicator, project: Project | None) -> bool:
    """Whether a reason is given for what became of a target: in its own cell, by a cause ticked, or once for the whole table.

    >>> is_explained(Indicator(deviation="无"), Project(attributes=[("存在问题", "两个月封航。")]))
    True
    """
    if not is_filler(indicator.deviation) or indicator.causes:
        return True
    return project is not None and reason_for_all(project) is not None


def is_part_row(indicator: Indicator, project: Project) -> bool:
    """Whether an indicator is a part of the one above it (其中): it has neither weight nor points, and others have.

    >>> parts = [Indicator(name="培训人次", weight=10), Indicator(name="其中：线上")]
    >>> [is_part_row(one, Project(indicators=parts)) for one in parts]
    [False, True]
    """
    if indicator.weight is not None or indicator.score is not None:
        return False
    return any(one.weight is not None or one.score is not None for one in project.indicators)


def is_evaluated(indicator: Indicator) -> bool:
    """Whether an indicator says what became of its target.

    >>> is_evaluated(Indicator(annual="≥5次", actual="4次")), is_evaluated(Indicator(annual="≥5次"))
    (True, False)
    """
    return indicator.actual is not None or indicator.score is not None
