"""E11: what of a self-evaluation is not as it was approved, as findings at their places in the self-evaluation."""

from __future__ import annotations

from collections.abc import Iterable

from perfmodel.comparison.change import Change, place_text, sentence
from perfmodel.comparison.plan_code import PLAN_CODE, PLAN_SEVERITY
from perfmodel.comparison.words import SEVERITY_OF_KIND, kind_word
from perfmodel.model.finding import Finding
from perfmodel.source.excerpt import visible

__all__ = ["plan_findings", "unplanned"]


def plan_findings(changes: Iterable[Change], plan_name: str = "") -> tuple[Finding, ...]:
    """Return a finding for each change between a plan and its result; what was dropped stands where its project does.

    ``plan_name`` is the file's, for the messages, where there are several.

    >>> change = Change("lowered", "indicator.annual", "indicators[0].annual", "indicators[0].annual", "≥55场", "≥50场")
    >>> [found] = plan_findings([change])
    >>> found.code, found.severity, found.message
    ('E11', 'error', '与批复的绩效目标不一致，降低：年度指标值：≥55场 → ≥50场（要求降低）；批复表 indicators[0].annual')
    """
    return tuple(_finding(change, plan_name) for change in changes)


def unplanned(path: str, plans: int) -> Finding:
    """Return the finding for a table of which no project stands in any of so many approved tables.

    >>> unplanned("projects[0]", 1).message
    '批复的绩效目标表中没有本表的项目，无法对照'
    """
    return Finding(
        PLAN_CODE,
        PLAN_SEVERITY,
        f"批复的绩效目标表{f'（{plans} 张）' if plans > 1 else ''}中没有本表的项目，无法对照",
        path,
        None,
        "none of the projects is in "
        + (f"any of the {plans} approved tables" if plans > 1 else "the approved table")
        + ", so that nothing can be compared",
    )


def _finding(change: Change, plan_name: str) -> Finding:
    names = change.where_new or change.where_old
    whose = names[-1] if names else ""
    named = f"{whose}，" if whose and change.subject.startswith("indicator.") else ""
    file = f"{visible(plan_name)} " if plan_name else ""
    place, place_english = (place_text(change.place_old, lang) or change.path_old for lang in ("zh", "en"))
    place = f"；批复表 {file}{place}" if place else ""
    place_english = f"; approved at {file}{place_english}" if place_english else ""
    return Finding(
        PLAN_CODE,
        SEVERITY_OF_KIND[change.kind],
        f"与批复的绩效目标不一致，{kind_word(change.kind, 'zh')}：{named}{sentence(change, 'zh')}{place}",
        change.path_new if change.path_new is not None else _home(change),
        change.span_new,
        f"not as approved, {kind_word(change.kind, 'en')}: {named.replace('，', ', ')}{sentence(change, 'en')}{place_english}",
    )


def _home(change: Change) -> str:
    """The list of the result in which something is missing; its own number there is not known."""
    steps = (change.path_old or "").rpartition("[")[0]
    if change.missing_from is None:
        return steps
    return f"{change.missing_from}.{steps.rpartition('.')[2]}".lstrip(".")
