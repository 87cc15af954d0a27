"""Cells of HTML tables: targets, indicators, money, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfmodel.display.annotations import Beside
from perfmodel.display.html import Child, Element, tag
from perfmodel.display.parts import amounts_of, details, level_text, money_text, said
from perfmodel.display.words import SEVERITY, cut, field_name, say, suggested
from perfmodel.model.category import Category
from perfmodel.model.finding import Finding
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project
from perfmodel.model.target import Target

__all__ = ["badge", "finding_element", "findings_of", "indicator_cell", "level_cell", "money_cells", "target_cell"]

# A row may have a thousand findings; a view shows the first of them.
_BESIDE = 20


def badge(text: str, severity: str = "") -> Element:
    """A word on a coloured ground."""
    return tag("span", text, class_=f"pm-badge pm-{severity}" if severity else "pm-badge")


def second(*children: Child) -> Element:
    """A line of lesser weight."""
    return tag("div", *children, class_="pm-second")


def marked(mark: str, reason: str | None, severity: str = "") -> Element:
    """A badge and its reason."""
    return tag("div", badge(mark, severity), None if reason is None else tag("span", reason, class_="pm-second"))


def finding_element(finding: Finding, lang: str, where: str = "", line: int | None = None) -> Element:
    """A finding: code, severity, where it is, message, suggestion, line of the source."""
    comma = ": " if lang == "en" else "："
    parts: list[Child] = [badge(f"{finding.code} {SEVERITY[finding.severity][lang == 'en']}", finding.severity)]
    if where:
        parts.append(tag("span", cut(where, lang) + comma, class_="pm-name"))
    parts.append(tag("span", cut(finding.text(lang), lang)))
    if finding.suggestion is not None:
        parts += [" ", tag("span", suggested(finding.suggestion, lang), class_="pm-name")]
    if line is not None:
        parts += [" ", tag("span", say("line", lang, line), class_="pm-second")]
    return tag("div", *parts, class_=f"pm-finding pm-{finding.severity}", title=cut(finding.path, lang) or None)


def findings_of(
    found: Iterable[tuple[Finding, str]], beside: Beside, kind: type, lang: str, most: int = _BESIDE
) -> Iterator[Element]:
    """The findings of a row, each with the field it concerns."""
    shown = list(found)
    for finding, field in shown[:most]:
        yield finding_element(finding, lang, field_name(kind, field, lang), beside.line(finding))
    if len(shown) > most:
        yield second(say("more_findings", lang, f"{len(shown) - most:,}"))


def _classes(*classes: str | None) -> str | None:
    return " ".join(name for name in classes if name) or None


def at(severity: str | None) -> str | None:
    """The class of a cell that a finding is about."""
    return None if severity is None else f"pm-at-{severity}"


def target_children(target: Target | None, lang: str) -> list[Child]:
    """What stands in a target's cell: what it means, operator and number apart, and what was printed below."""
    if target is None:
        return []
    shown = said(target, lang)
    children: list[Child] = [tag("div", *(tag("span", text, class_=f"pm-{role}") for role, text in shown.main))]
    if shown.printed is not None:
        children.append(second(shown.printed))
    if shown.mark is not None:
        children.append(marked(shown.mark, shown.reason))
    return children


def target_cell(target: Target | None, lang: str, severity: str | None = None) -> Element:
    """A cell with a target."""
    unclear = "pm-unclear" if target is not None and not target.understood else None
    title = None if target is None else cut(target.text, lang)
    return tag("td", *target_children(target, lang), class_=_classes(unclear, at(severity)), title=title)


def indicator_cell(indicator: Indicator, lang: str, severity: str | None = None) -> Element:
    """A cell with an indicator's name and what belongs to it."""
    number = None if indicator.number is None else tag("span", f"{indicator.number}、", class_="pm-second")
    title = None if indicator.printed is None else cut(indicator.printed, lang)
    lines = (second(text) for text in details(indicator, lang))
    return tag("td", number, tag("span", cut(indicator.name, lang)), *lines, class_=at(severity), title=title)


def unclear_cell(indicator: Indicator, lang: str, columns: int, severity: str | None = None) -> Element:
    """A cell with an indicator that was not understood, as it was printed."""
    reason = cut(indicator.reason or "", lang)
    children = (
        tag("div", cut(indicator.printed or "", lang)),
        marked(say("unclear", lang), reason, "error"),
        *(second(text) for text in _rest(indicator, lang)),
    )
    return tag("td", *children, colspan=columns, class_=_classes("pm-unclear", at(severity)))


def _rest(indicator: Indicator, lang: str) -> Iterator[str]:
    """What an indicator that was not understood says all the same: reading leaves nothing, a file may have it."""
    for text in (level_text(indicator, 1), level_text(indicator, 2), indicator.name):
        if text:
            yield cut(text, lang)
    for target in (indicator.whole_period, indicator.annual):
        if target is not None:
            yield cut(target.text, lang)
    yield from details(indicator, lang)


def level_cell(category: Category | None, text: str, rows: int, lang: str, severity: str | None) -> Element:
    """A cell of level 1 or 2 that spans its indicators; the category's own name as its title where it differs."""
    title = category.label if category is not None and category.label != text else None
    unknown = category is not None and not category.known
    mark = second(say("unknown_category", lang)) if unknown else None
    return tag(
        "td", cut(text, lang), mark, rowspan=rows, class_=_classes("pm-level", at(severity)),
        title=None if title is None else cut(title, lang),
    )  # fmt: skip


def money_cells(
    funding: Funding, columns: tuple[str, ...], rows: int, severity: str | None = None
) -> Iterator[Element]:
    """A cell for each column of money."""
    texts = amounts_of(funding)
    title = None if funding.printed is None else cut(funding.printed)
    for name in columns:
        text = texts.get(name)
        amount = None if text is None else tag("span", text, class_="pm-guess" if funding.inferred else None)
        marks = at(severity) if text is not None or not texts else None
        yield tag("td", amount, rowspan=rows, class_=_classes("pm-money", marks), title=title)


def project_cell(project: Project, lang: str, rows: int, severity: str | None = None) -> Element:
    """A cell with a project's name, its spender, and what it says of its whole life."""
    lines: list[Child] = [tag("div", cut(project.name, lang) or say("unnamed", lang), class_="pm-name")]
    if project.spender is not None:
        lines.append(second(f"（{cut(project.spender, lang)}）"))
    if project.period is not None:
        lines.append(second(say("period", lang, cut(project.period, lang))))
    if project.whole_period_funding is not None:
        money = money_text(project.whole_period_funding, lang)
        lines.append(second(say("whole_period_funding", lang) + (money or say("none", lang))))
    return tag("td", *lines, rowspan=rows, class_=at(severity))


def goal_cell(project: Project, lang: str, rows: int, severity: str | None = None) -> Element:
    """A cell with a project's goal, and that of its whole life."""
    if not project.whole_period_goal:
        return tag("td", cut(project.goal, lang), rowspan=rows, class_=at(severity))
    parts = [
        tag("div", tag("span", say(key, lang), class_="pm-name"), tag("span", cut(text, lang)))
        for key, text in (("whole_period_goal", project.whole_period_goal), ("annual_goal", project.goal))
        if text
    ]
    return tag("td", *parts, rowspan=rows, class_=at(severity))
