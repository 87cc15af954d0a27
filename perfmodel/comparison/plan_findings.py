"""E11: what of a self-evaluation is not as it was approved, as findings at their places in the self-evaluation."""

from __future__ import annotations

from collections.abc import Iterable

from perfmodel.comparison.change import Change, place_text, sentence
from perfmodel.comparison.words import SEVERITY_OF_KIND, kind_word
from perfmodel.model.finding import Finding

__all__ = ["CODE", "plan_findings"]

CODE = "E11"


def plan_findings(changes: Iterable[Change]) -> tuple[Finding, ...]:
    """Return a finding for each change between a plan and its result; what was dropped stands where its project does.

    >>> change = Change("lowered", "indicator.annual", "indicators[0].annual", "indicators[0].annual", "≥55场", "≥50场")
    >>> [found] = plan_findings([change])
    >>> found.code, found.severity, found.message
    ('E11', 'error', '与批复的绩效目标不一致，降低：年度指标值：≥55场 → ≥50场（要求降低）')
    """
    return tuple(_finding(change) for change in changes)


def _finding(change: Change) -> Finding:
    names = change.where_new or change.where_old
    whose = names[-1] if names else ""
    named = f"{whose}，" if whose and change.subject.startswith("indicator.") else ""
    place, place_english = (place_text(change.place_old, lang) for lang in ("zh", "en"))
    place = f"；批复表 {place}" if place else ""
    place_english = f"; approved at {place_english}" if place_english else ""
    return Finding(
        CODE,
        SEVERITY_OF_KIND[change.kind],
        f"与批复的绩效目标不一致，{kind_word(change.kind, 'zh')}：{named}{sentence(change, 'zh')}{place}",
        change.path_new if change.path_new is not None else _home(change.path_old or ""),
        change.span_new,
        f"not as approved, {kind_word(change.kind, 'en')}: {named.replace('，', ', ')}{sentence(change, 'en')}{place_english}",
    )


def _home(path: str) -> str:
    """The list that something is missing in, which the result does not have; its own number there is not known."""
    return path.rpartition("[")[0]
