"""A score in HTML: target and actual value side by side, met or missed, the points with a bar, and how they were calculated."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.display.cells import result_lines
from perfmodel.display.html import Child, Element, tag
from perfmodel.display.words import label_of, phrase, truncate
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project
from perfmodel.scoring.score import IndicatorScore, Score
from perfmodel.scoring.text import points_text

__all__ = ["score_elements"]

# Of a table with more indicators the first are shown.
_MOST_ROWS = 200
# Widths of the columns, in per cent.
_COLUMN_WIDTHS = (26, 15, 15, 16, 28)


def score_elements(score: Score, lang: str) -> Iterator[Child]:
    """The table of a score: a row an indicator, then the execution of the budget, then the total and the grade."""
    english = lang == "en"
    yield tag("div", truncate(score.name, lang), class_="pm-title") if score.name else None
    headings = (
        phrase("indicator", lang),
        label_of(Indicator, "annual", lang),
        label_of(Indicator, "actual", lang),
        phrase("points", lang),
        phrase("worked_out", lang),
    )
    columns = tag("colgroup", *(tag("col", width=f"{width}%") for width in _COLUMN_WIDTHS))
    head = tag("thead", tag("tr", *(tag("th", text, scope="col") for text in headings)))
    rows = [_row(one, lang) for one in score.indicators[:_MOST_ROWS]]
    left = len(score.indicators) - _MOST_ROWS
    if left > 0:
        note = phrase("more_indicators", lang, f"{left:,}")
        rows.append(tag("tr", tag("td", note, colspan=len(headings), class_="pm-note")))
    execution = score.execution
    if execution is not None:
        points = f"{points_text(execution.points)}/{execution.weight:f}"
        why = execution.english if english else execution.why
        name = tag("td", phrase("execution_rate", lang), colspan=3)
        rows.append(tag("tr", name, tag("td", points), tag("td", truncate(why, lang))))
    total = points_text(score.total)
    grade = score.english if english else score.why
    if score.grade is not None:
        grade = f"{label_of(Project, 'grade', lang)} {score.grade}"
    name = tag("th", label_of(Project, "total_score", lang), scope="row", colspan=3)
    rows.append(tag("tr", name, tag("td", total), tag("td", truncate(grade, lang)), class_="pm-sum"))
    yield tag("table", columns, head, tag("tbody", *rows))


def _row(one: IndicatorScore, lang: str) -> Element:
    return tag(
        "tr",
        tag("td", truncate(one.name, lang)),
        tag("td", truncate(one.target, lang)),
        tag("td", truncate(one.actual, lang)),
        tag("td", *result_lines(one, lang)),
        tag("td", truncate(one.english if lang == "en" else one.why, lang)),
    )
