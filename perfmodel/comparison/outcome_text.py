"""What became of projects, as lines of a report and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perfmodel.comparison.change import Change, one_line_name, place_text
from perfmodel.comparison.outcome import IndicatorOutcome, ProjectOutcome
from perfmodel.comparison.plan_result import Match
from perfmodel.comparison.words import way_word
from perfmodel.scoring.score import Score
from perfmodel.scoring.text import MARKS, points_text

__all__ = ["counts_text", "doubt_lines", "outcome_lines", "places_text", "plain_outcome", "state_word"]

_STATE_WORDS = {
    "met": ("完成", "met"),
    "missed": ("未完成", "missed"),
    "not_yet": ("尚未达到", "not yet"),
    "unknown": ("无法比较", "not comparable"),
    "dropped": ("取消", "dropped"),
    "over": ("超过 30%", "over by 30% or more"),
}
_NOT_YET_MARK = "○"


def state_word(state: str, lang: str) -> str:
    """Return what a state of an indicator is called.

    >>> state_word("missed", "zh"), state_word("unknown", "en")
    ('未完成', 'not comparable')
    """
    return _STATE_WORDS[state][lang == "en"]


def places_text(change: Change, lang: str) -> str:
    """Return the places in the files that a change is about, for the end of a line; empty where it names none."""
    places = [place_text(place, lang) for place in (change.place_old, change.place_new)]
    return f"  [{' → '.join(place or '—' for place in places)}]" if any(places) else ""


def doubt_lines(matches: Sequence[Match], lang: str) -> Iterator[str]:
    """Yield lines for the pairs that a person should look at: how each was found, and how like the names are."""
    doubtful = [match for match in matches if match.is_doubtful]
    if doubtful:
        yield ""
        yield ("Please check; these pairs were inferred:" if lang == "en" else "以下对应关系系推断，请核对：")
    for match in doubtful:
        names = " → ".join(one_line_name(name, lang) for name in (match.name_old, match.name_new))
        yield f"  {names}  {way_word(match.how, lang)} {match.likeness}"


def outcome_lines(outcomes: Sequence[ProjectOutcome], lang: str) -> Iterator[str]:
    """Yield lines that say of each project what was met and missed, and what it is worth."""
    for outcome in outcomes:
        yield ""
        yield one_line_name(outcome.name, lang) + (": " if lang == "en" else "：") + _counts(outcome, lang)
        yield from (f"  {line}" for line in _indicator_lines(outcome.indicators, lang))
        yield from (f"  {line}" for line in _score_lines(outcome, lang))


def _counts(outcome: ProjectOutcome, lang: str) -> str:
    return counts_text({**outcome.counts, "over": outcome.over}, lang)


def counts_text(numbers: Mapping[str, int], lang: str) -> str:
    """Return how many indicators there are of each state, and ``over``; always in the same order.

    >>> counts_text({"over": 1, "not_yet": 3, "met": 2}, "en")
    'met 2, not yet 3, over by 30% or more 1'
    """
    listed = [f"{state_word(state, lang)} {numbers[state]}" for state in _STATE_WORDS if state in numbers]
    return (", " if lang == "en" else "、").join(listed)


def _indicator_lines(indicators: Iterable[IndicatorOutcome], lang: str) -> Iterator[str]:
    for one in indicators:
        if one.result is None or one.score is None:
            continue
        target, actual = one.result.annual, one.result.actual
        values = [one_line_name("—" if value is None else value.signed_text, lang) for value in (target, actual)]
        turned = ""
        if one.approved_state not in (None, one.state):
            by = state_word(one.approved_state or "", lang)
            turned = f"  (by the approved target: {by})" if lang == "en" else f"  （按批复目标：{by}）"
        mark = _NOT_YET_MARK if one.state == "not_yet" else MARKS[one.score.reached]
        yield f"{mark} {one_line_name(one.name, lang)}  {values[0]} / {values[1]}{turned}"


def _score_lines(outcome: ProjectOutcome, lang: str) -> Iterator[str]:
    """The total that is printed, the one calculated, and the one by the approved targets; nothing where there is none."""
    totals = [
        (("自评总分", "total score as printed"), None if outcome.score is None else outcome.score.printed_total),
        (("按自评表目标计算", "calculated by the reported targets"), _total(outcome.score)),
        (("按批复目标计算", "calculated by the approved targets"), _total(outcome.approved_score)),
    ]
    shown = [f"{words[lang == 'en']} {total:f}" for words, total in totals if total is not None]
    if shown:
        yield ("; " if lang == "en" else "；").join(shown)


def _total(score: Score | None) -> Decimal | None:
    return None if score is None else score.total


def plain_outcome(outcome: ProjectOutcome) -> dict[str, Any]:
    """Return what became of a project as a dict for JSON, nothing empty in it."""
    score, approved = outcome.score, outcome.approved_score
    plain: dict[str, Any] = {
        "project": outcome.name,
        **outcome.counts,
        "over": outcome.over,
        "printed_total": _number(None if score is None else score.printed_total),
        "total": _number(_total(score)),
        "approved_total": _number(_total(approved)),
        "grade": None if score is None else score.grade,
        "approved_grade": None if approved is None else approved.grade,
        "indicators": [_plain_indicator(one) for one in outcome.indicators],
    }
    return {key: value for key, value in plain.items() if value is not None}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _plain_indicator(one: IndicatorOutcome) -> dict[str, Any]:
    targets = [None if side is None else side.annual for side in (one.plan, one.result)]
    actual = None if one.result is None else one.result.actual
    plain = {
        "indicator": one.name,
        "approved_name": None if one.plan is None or one.plan.name == one.name else one.plan.name,
        "approved": None if targets[0] is None else targets[0].signed_text,
        "target": None if targets[1] is None else targets[1].signed_text,
        "actual": None if actual is None else actual.signed_text,
        "state": one.state,
        "approved_state": one.approved_state,
        "points": None if one.score is None else points_text(one.score.points),
        "approved_points": None if one.approved_score is None else points_text(one.approved_score.points),
        "changes": [change.kind for change in one.changes] or None,
    }
    return {key: value for key, value in plain.items() if value is not None}
