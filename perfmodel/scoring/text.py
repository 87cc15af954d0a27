"""A score as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfmodel._internal.arguments import check_lang
from perfmodel.source.excerpt import visible

if TYPE_CHECKING:
    from perfmodel.scoring.score import IndicatorScore, Points, Score

__all__ = ["MARKS", "points_text", "render"]

# Reached, missed, not to be told.
MARKS: dict[bool | None, str] = {True: "✓", False: "✗", None: "?"}


def points_text(points: Points, closed: bool = True) -> str:
    """Return points as text: a number, a band, or a question mark.

    >>> from decimal import Decimal
    >>> points_text(Decimal("2.68")), points_text((Decimal(6), Decimal(8)), closed=False), points_text(None)
    ('2.68', '[6, 8)', '?')
    """
    if isinstance(points, tuple):
        return f"[{points[0]:f}, {points[1]:f}{']' if closed else ')'}"
    return "?" if points is None else f"{points:f}"


def render(score: Score, lang: str = "zh") -> str:
    """Return a score as text, a line an indicator; `Score.render` says more.

    >>> from perfmodel.model.table import Project
    >>> from perfmodel.scoring.score import score_project
    >>> print(render(score_project(Project("会议费")), "en"))
    会议费
    total ?: no indicator has a weight
    """
    check_lang(lang)
    english = lang == "en"
    lines = [visible(score.name), *(_line(one, english) for one in score.indicators)]
    execution = score.execution
    if execution is not None:
        name, why = ("execution", execution.english) if english else ("预算执行率", execution.why)
        lines.append(f"  {name}  {points_text(execution.points)}/{execution.weight:f}  {why}")
    lines.append(_last_line(score, english))
    return "\n".join(lines)


def _line(one: IndicatorScore, english: bool) -> str:
    weight = "?" if one.weight is None else f"{one.weight:f}"
    why = one.english if english else one.why
    return f"{MARKS[one.reached]} {visible(one.name)}  {points_text(one.points, one.closed)}/{weight}  {visible(why)}"


def _last_line(score: Score, english: bool) -> str:
    if score.total is None:
        return f"total ?: {visible(score.english)}" if english else f"合计 ?：{visible(score.why)}"
    return f"total {score.total:f}, {score.grade}" if english else f"合计 {score.total:f}，{score.grade}"
