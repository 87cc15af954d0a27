"""Cells of HTML tables: targets, indicators, money, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from perfmodel.display.annotations import Annotations
from perfmodel.display.html import Child, Element, tag
from perfmodel.display.parts import amount_fields, amounts_of, details, displayed_target, level_text, target_fields
from perfmodel.display.words import field_name, label_of, labelled, phrase, severity_word, suggestion_text, truncate
from perfmodel.model.category import Category
from perfmodel.model.fields import Field
from perfmodel.model.finding import Finding
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project
from perfmodel.model.target import Target
from perfmodel.scoring.options import DEFAULT_OPTIONS
from perfmodel.scoring.score import IndicatorScore, score_indicator
from perfmodel.scoring.text import points_text

__all__ = [
    "actual_cell",
    "badge",
    "finding_element",
    "findings_of",
    "indicator_cell",
    "level_cell",
    "money_cells",
    "result_lines",
    "target_cell",
    "value_cell",
]

# A row may have a thousand findings; a view shows the first of them.
_FINDINGS_IN_ROW = 20


def badge(text: str, severity: str = "") -> Element:
    """A word on a coloured ground."""
    return tag("span", text, class_=f"pm-badge pm-{severity}" if severity else "pm-badge")


def secondary_line(*children: Child) -> Element:
    """A line of lesser weight."""
    return tag("div", *children, class_="pm-second")


def badge_with_reason(mark: str, reason: str | None, severity: str = "") -> Element:
    """A badge and its reason."""
    return tag("div", badge(mark, severity), None if reason is None else tag("span", reason, class_="pm-second"))


def finding_element(finding: Finding, lang: str, where: str = "", line: int | None = None) -> Element:
    """A finding: code, severity, where it is, message, suggestion, line of the source."""
    parts: list[Child] = [badge(f"{finding.code} {severity_word(finding.severity, lang)}", finding.severity)]
    if where:
        parts.append(tag("span", labelled(truncate(where, lang), "", lang), class_="pm-name"))
    parts.append(tag("span", truncate(finding.render(lang), lang)))
    if finding.suggestion is not None:
        parts += [" ", tag("span", suggestion_text(finding.suggestion, lang), class_="pm-name")]
    if line is not None:
        parts += [" ", tag("span", phrase("line", lang, line), class_="pm-second")]
    return tag("div", *parts, class_=f"pm-finding pm-{finding.severity}", title=truncate(finding.path, lang) or None)


def findings_of(
    found: Iterable[tuple[Finding, str]], annotations: Annotations, kind: type, lang: str, most: int = _FINDINGS_IN_ROW
) -> Iterator[Element]:
    """The findings of a row, each with the field it concerns."""
    shown = list(found)
    for finding, field in shown[:most]:
        yield finding_element(finding, lang, field_name(kind, field, lang), annotations.line(finding))
    if len(shown) > most:
        yield secondary_line(phrase("more_findings", lang, f"{len(shown) - most:,}"))


def _classes(*classes: str | None) -> str | None:
    return " ".join(name for name in classes if name) or None


def severity_class(severity: str | None) -> str | None:
    """Return the CSS class of a cell with a finding of a severity, None where there is none."""
    return None if severity is None else f"pm-at-{severity}"


def target_children(target: Target | None, lang: str) -> list[Child]:
    """What stands in a target's cell: what it means, operator and number apart, and what was printed below."""
    if target is None:
        return []
    shown = displayed_target(target, lang)
    children: list[Child] = [tag("div", *(tag("span", text, class_=f"pm-{role}") for role, text in shown.main))]
    if shown.printed is not None:
        children.append(secondary_line(shown.printed))
    if shown.mark is not None:
        children.append(badge_with_reason(shown.mark, shown.reason))
    return children


def result_lines(found: IndicatorScore, lang: str) -> Iterator[Element]:
    """What became of a target: met or missed, the points (the form's own where it prints them), and a bar of them."""
    mark, severity = _MARKS_OF_RESULTS[found.reached]
    yield tag(
        "div", badge(phrase(mark, lang), severity), title=truncate(found.english if lang == "en" else found.why, lang)
    )
    points = found.counted if found.printed is None else found.printed
    if found.weight is None or (points is None and found.points is None):
        return
    text = points_text(found.points, found.closed) if points is None else f"{points:f}"
    yield tag("div", tag("span", f"{text}/{found.weight:f}", class_="pm-number"))
    if points is not None:
        filled = min(max(int(points * _BAR_LENGTH / found.weight), 0), _BAR_LENGTH)
        bar = "█" * filled + "░" * (_BAR_LENGTH - filled)
        yield tag("div", tag("span", bar), class_=f"pm-bar pm-{severity or 'unsure'}")


# Met, missed, not to be told: the words, and the class that has their colour.
_MARKS_OF_RESULTS: dict[bool | None, tuple[str, str]] = {
    True: ("met", "met"),
    False: ("missed", "missed"),
    None: ("unsure", ""),
}
_BAR_LENGTH = 10


def actual_cell(indicator: Indicator, lang: str, severity: str | None = None, year: int | None = None) -> Element:
    """A cell with an actual value, and what it is worth beside its target; ``year`` is the table's, for dates without one."""
    cell = target_cell(indicator.actual, lang, severity)
    if indicator.actual is None or indicator.forecast is not None or indicator.likelihood is not None:
        return cell
    lines = result_lines(score_indicator(indicator, DEFAULT_OPTIONS, year), lang)
    return evolve(cell, children=(*cell.children, *lines))


def value_cell(
    indicator: Indicator, name: str, lang: str, severity: str | None, year: int | None, scores_actuals: bool
) -> Element:
    """A cell with one of an indicator's targets, by the name of the field; an actual value with what it is worth."""
    if name == "actual" and scores_actuals:
        return actual_cell(indicator, lang, severity, year)
    return target_cell(getattr(indicator, name), lang, severity)


def target_cell(target: Target | None, lang: str, severity: str | None = None) -> Element:
    """A cell with a target; one that was not understood has a border, of an error's colour where a finding of one would have it."""
    unclear = None
    if target is not None and not target.understood:
        mild = (severity or displayed_target(target, lang).severity) == "hint"
        unclear = "pm-unclear pm-unclear-hint" if mild else "pm-unclear"
    title = None if target is None else truncate(target.text, lang)
    return tag("td", *target_children(target, lang), class_=_classes(unclear, severity_class(severity)), title=title)


def indicator_cell(indicator: Indicator, lang: str, severity: str | None = None) -> Element:
    """A cell with an indicator's name and its details."""
    number = None if indicator.number is None else tag("span", f"{indicator.number}、", class_="pm-second")
    title = None if indicator.printed is None else truncate(indicator.printed, lang)
    lines = map(secondary_line, details(indicator, lang, "html"))
    name = tag("span", truncate(indicator.name, lang))
    return tag("td", number, name, *lines, class_=severity_class(severity), title=title)


def unclear_cell(indicator: Indicator, lang: str, columns: int, severity: str | None = None) -> Element:
    """A cell with an indicator that was not understood, as it was printed."""
    reason = truncate(indicator.reason or "", lang)
    children = (
        tag("div", truncate(indicator.printed or "", lang)),
        badge_with_reason(phrase("unclear", lang), reason, "error"),
        *map(secondary_line, _filled_fields(indicator, lang)),
    )
    return tag("td", *children, colspan=columns, class_=_classes("pm-unclear", severity_class(severity)))


def _filled_fields(indicator: Indicator, lang: str) -> Iterator[str]:
    """Yield what else stands in an indicator that was not understood: reading leaves its fields empty, a file may not."""
    for text in (level_text(indicator, 1), level_text(indicator, 2), indicator.name):
        if text:
            yield truncate(text, lang)
    for field in target_fields():
        target: Target | None = getattr(indicator, field.name)
        if target is not None:
            yield truncate(target.text, lang)
    yield from details(indicator, lang, "html")


def level_cell(category: Category | None, text: str, rows: int, lang: str, severity: str | None) -> Element:
    """A cell of level 1 or 2 that spans its indicators; the category's own name as its title where it differs."""
    title = category.label if category is not None and category.label != text else None
    unknown = category is not None and not category.known
    mark = secondary_line(phrase("unknown_category" if text.strip() else "unfilled", lang)) if unknown else None
    return tag(
        "td", truncate(text, lang), mark, rowspan=rows, class_=_classes("pm-level", severity_class(severity)),
        title=None if title is None else truncate(title, lang),
    )  # fmt: skip


def money_cells(
    funding: Funding, columns: Sequence[Field], rows: int, lang: str, severity: str | None = None
) -> Iterator[Element]:
    """A cell for each column of money; what else is known of the money stands in the first."""
    texts = amounts_of(funding)
    title = None if funding.printed is None else truncate(funding.printed)
    shown = {"inferred", "printed", *(field.name for field in amount_fields())}
    rest = [secondary_line(text) for text in details(funding, lang, "html", without=shown)]
    for column in columns:
        text = texts.get(column.name)
        amount = None if text is None else tag("span", text, class_="pm-guess" if funding.inferred else None)
        marks = severity_class(severity) if text is not None or not texts else None
        yield tag("td", amount, *rest, rowspan=rows, class_=_classes("pm-money", marks), title=title)
        rest = []


def project_cell(project: Project, lang: str, rows: int, severity: str | None = None) -> Element:
    """A cell with a project's name, its spender and its details."""
    lines: list[Child] = [tag("div", truncate(project.name, lang) or phrase("unnamed", lang), class_="pm-name")]
    if project.spender is not None:
        lines.append(secondary_line(f"（{truncate(project.spender, lang)}）"))
    lines += map(secondary_line, details(project, lang, "html"))
    return tag("td", *lines, rowspan=rows, class_=severity_class(severity))


def goal_cell(project: Project, lang: str, rows: int, severity: str | None = None) -> Element:
    """A cell with a project's goal, and that of its whole life."""
    if not project.whole_period_goal:
        return tag("td", truncate(project.goal, lang), rowspan=rows, class_=severity_class(severity))
    goals = (
        (label_of(Project, "whole_period_goal", lang), project.whole_period_goal),
        (phrase("annual_goal", lang), project.goal),
    )
    parts = [
        tag("div", tag("span", labelled(label, "", lang), class_="pm-name"), tag("span", truncate(text, lang)))
        for label, text in goals
        if text
    ]
    return tag("td", *parts, rowspan=rows, class_=severity_class(severity))
