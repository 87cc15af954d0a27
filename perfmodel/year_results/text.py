"""The results of a year as lines of text: what stands where, then each project with what was missed and what had changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfmodel.comparison.change import one_line_name, sentence
from perfmodel.comparison.outcome import ProjectOutcome
from perfmodel.comparison.outcome_text import counts_text, places_text
from perfmodel.comparison.words import kind_word, way_word
from perfmodel.source.excerpt import visible

if TYPE_CHECKING:
    from perfmodel.year_results.results import ProjectResult, Results

__all__ = ["headline", "render"]

_HEADLINES = {
    "matched": ("有计划有结果 {0}", "{0} with plan and result"),
    "no_result": ("有计划没有结果 {0}", "{0} without result"),
    "no_plan": ("有结果没有计划 {0}", "{0} without plan"),
    "ambiguous": ("对应存疑 {0}", "{0} in doubt"),
}


def headline(found: Results, lang: str) -> str:
    """Return how many projects there are of each state, and how many indicators were met.

    >>> from perfmodel.year_results.results import Results
    >>> headline(Results(), "zh")
    '没有计划和结果。'
    """
    en = lang == "en"
    if not found.projects:
        return "No plans or results found." if en else "没有计划和结果。"
    states = Counter(one.state for one in found.projects)
    parts = [words[en].format(states[state]) for state, words in _HEADLINES.items() if states[state]]
    counts: Counter[str] = Counter()
    for one in found.projects:
        if one.outcome.result is not None:
            counts.update({**one.outcome.counts, "over": one.outcome.over})
    listed = counts_text(counts, lang)
    if en:
        count = len(found.projects)
        return f"{count} project{'s' * (count != 1)}: {', '.join(parts)}" + (
            f"; indicators: {listed}" if listed else ""
        )
    return f"{len(found.projects)} 个项目：{'、'.join(parts)}" + (f"；指标：{listed}" if listed else "")


def render(found: Results, lang: str) -> str:
    """Return the report; `Results.render` says more."""
    return "\n".join(map(visible, _lines(found, lang)))


def _lines(found: Results, lang: str) -> Iterator[str]:
    en = lang == "en"
    yield headline(found, lang)
    for one in found.projects:
        yield ""
        yield from _project(one, lang)
    if found.unread:
        yield ""
        yield f"not read: {len(found.unread)}" if en else f"未能读取：{len(found.unread)} 个文件"
        yield from (f"  {file.name}: {file.en}" if en else f"  {file.name}：{file.zh}" for file in found.unread)
    if found.own_outputs:
        yield ""
        yield (
            f"results of an earlier run, ignored: {len(found.own_outputs)}"
            if en
            else f"此前输出的结果、未计入：{len(found.own_outputs)} 个文件"
        )
        yield from (f"  {name}" for name in found.own_outputs)
    if found.duplicates:
        yield ""
        yield (
            f"exact duplicates, ignored: {len(found.duplicates)}"
            if en
            else f"完全重复、未计入：{len(found.duplicates)} 个"
        )
        yield from (
            f"  {name}{': ' if en else '：'}{one_line_name(project, lang)}" for name, project in found.duplicates
        )


def _project(one: ProjectResult, lang: str) -> Iterator[str]:
    en = lang == "en"
    whose = " · ".join(
        part for part in (str(one.year or ""), one_line_name(one.body, lang) if one.body else "") if part
    )
    yield one_line_name(one.name, lang) + (f"  ({whose})" if en else f"（{whose}）") * bool(whose)
    files = " → ".join(name or "—" for name in (one.plan_file, one.result_file))
    yield f"  {files}"
    if one.state != "matched":
        words = {
            "no_result": ("没有结果", "no result"),
            "no_plan": ("没有批复的绩效目标", "no approved plan"),
            "ambiguous": (
                "同名的不止一个，无法判断对应关系",
                "several projects may correspond; which belong together cannot be determined",
            ),
        }
        yield f"  ! {words[one.state][en]}"
    if one.match is not None and one.match.is_doubtful:
        yield f"  ? {way_word(one.match.how, lang)} {one.match.likeness}: {one_line_name(one.match.name_new, lang)}"
    if one.outcome.result is not None:
        yield from _outcome(one.outcome, lang)


def _outcome(outcome: ProjectOutcome, lang: str) -> Iterator[str]:
    """What became of a project: how many were met, the totals, what had changed, and what was missed."""
    numbers = {**outcome.counts, "over": outcome.over}
    yield f"  {counts_text(numbers, lang)}"
    yield from _totals(outcome, lang)
    for change in outcome.changes:
        where = change.where_new or change.where_old
        named = f"{one_line_name(where[-1], lang)} " if change.subject.startswith("indicator.") and where else ""
        yield f"  {kind_word(change.kind, lang)}  {named}{sentence(change, lang)}{places_text(change, lang)}"
    for indicator in outcome.indicators:
        if indicator.state == "missed" and indicator.result is not None:
            target, actual = indicator.result.annual, indicator.result.actual
            values = ["—" if value is None else one_line_name(value.signed_text, lang) for value in (target, actual)]
            yield f"  ✗ {one_line_name(indicator.name, lang)}  {values[0]} / {values[1]}"


def _totals(outcome: ProjectOutcome, lang: str) -> Iterator[str]:
    en = lang == "en"
    score, approved = outcome.score, outcome.approved_score
    named = [
        (("自评总分", "total score as printed"), None if score is None else score.printed_total),
        (("应得总分", "calculated score"), None if score is None else score.total),
        (("按批复目标", "by the approved targets"), None if approved is None else approved.total),
    ]
    shown = [f"{words[en]} {total:f}" for words, total in named if total is not None]
    if shown:
        yield "  " + ("; " if en else "；").join(shown)
