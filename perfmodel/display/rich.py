"""Renderables of rich; only rich itself asks for them, so it is there when this is imported.

Every text is a `Text`, never markup: ``[red]`` in a table is shown, not obeyed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from perfmodel.comparison.change import Change
from perfmodel.comparison.comparison import headline
from perfmodel.display.annotations import TOP, TOTAL, Annotations
from perfmodel.display.changes import Side, counts_of, groups_of
from perfmodel.display.parts import details, displayed_target, level_text, object_text, used_targets
from perfmodel.display.report import severity_counts
from perfmodel.display.styles import CHANGE_STYLES, SEVERITY_STYLES
from perfmodel.display.table import Limits, indicator_headings
from perfmodel.display.words import field_name, label_of, labelled, phrase, severity_word, suggestion_text, truncate
from perfmodel.model.finding import Finding, count_severities
from perfmodel.model.indicator import Indicator
from perfmodel.model.paths import path_text
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.excerpt import visible
from perfmodel.source.source import Source

__all__ = ["changes_renderable", "renderable", "report_renderable"]

_FINDINGS_IN_LIST = 100
_GOAL_CHARACTERS = 200


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)


def renderable(obj: Any, annotations: Annotations, lang: str, limits: Limits) -> RenderableType:
    """Return what rich shows of an object."""
    if isinstance(obj, TargetTable):
        return Group(*_table(obj, annotations, lang, limits))
    if isinstance(obj, Project):
        return Group(*_project(obj, 0, annotations, lang, limits, limits.indicators)[0])
    if isinstance(obj, Indicator):
        return _grid((obj,), 0, annotations, lang, Limits(), 1)[0]
    if isinstance(obj, tuple):
        return Group(*_several(obj, annotations, lang, limits))
    return _target(obj, lang)


def _several(
    indicators: Sequence[Indicator], annotations: Annotations, lang: str, limits: Limits
) -> Iterator[RenderableType]:
    yield _text(phrase("indicator_count", lang, f"{len(indicators):,}"))
    yield from _findings((0, None), Project, annotations, lang)
    if indicators:
        yield _grid(indicators, 0, annotations, lang, limits, limits.indicators)[0]


def _finding(finding: Finding, kind: type, field: str, annotations: Annotations, lang: str) -> Text:
    text = _text(f"{finding.code} {severity_word(finding.severity, lang)} ", SEVERITY_STYLES[finding.severity])
    where = field_name(kind, field, lang)
    text.append_text(_text(f"{where}: " if where else ""))
    text.append_text(_text(truncate(finding.render(lang), lang)))
    if finding.suggestion is not None:
        text.append_text(_text(" " + suggestion_text(finding.suggestion, lang), "bold"))
    line = annotations.line(finding)
    if line is not None:
        text.append_text(_text(" " + phrase("line", lang, line), "dim"))
    return text


def _findings(row: tuple[Any, Any], kind: type, annotations: Annotations, lang: str) -> Iterator[Text]:
    found = annotations.of(*row)
    for finding, field in found[:_FINDINGS_IN_LIST]:
        yield _finding(finding, kind, field, annotations, lang)
    if len(found) > _FINDINGS_IN_LIST:
        yield _text(phrase("more_findings", lang, len(found) - _FINDINGS_IN_LIST), "dim")


def _table(table: TargetTable, annotations: Annotations, lang: str, limits: Limits) -> Iterator[RenderableType]:
    count = sum(len(project.indicators) for project in table.projects)
    if table.title:
        yield _text(truncate(table.title, lang), "bold")
    facts = [
        labelled(label_of(TargetTable, "unit", lang), truncate(table.unit, lang), lang) if table.unit else "",
        phrase("currency_unit", lang, table.currency_unit) if table.currency_unit else "",
        phrase("counts", lang, f"{len(table.projects):,}", f"{count:,}"),
        *details(table, lang, "rich"),
    ]
    yield _text("  ".join(fact for fact in facts if fact))
    if table.total is not None:
        yield _text(f"{phrase('sum', lang)}  {object_text(table.total, lang, 'rich')}", "bold")
    yield from _findings(TOP, TargetTable, annotations, lang)
    yield from _findings(TOTAL, TargetTable, annotations, lang)
    for at, section in enumerate(table.sections[: limits.projects]):
        for line in details(section, lang, "rich"):
            yield _text(f"{truncate(section.name, lang)}  {line}", "dim")
        yield from _findings(("section", at), Section, annotations, lang)
    wanted = [at for at in range(len(table.projects)) if not limits.only or at in annotations.projects]
    left = limits.indicators
    for at in wanted[: limits.projects]:
        lines, left = _project(table.projects[at], at, annotations, lang, limits, left)
        yield Text()
        yield from lines
    hidden = wanted[limits.projects :]
    if hidden:
        inside = sum(len(table.projects[at].indicators) for at in hidden)
        yield _text(phrase("more_projects", lang, f"{len(hidden):,}", f"{inside:,}"), "dim")
        unseen = annotations.without(set(wanted[: limits.projects]))
        if unseen:
            yield _text(phrase("more_findings", lang, f"{unseen:,}"), "dim")
    if len(wanted) < len(table.projects):
        yield _text(phrase("clean_projects", lang, f"{len(table.projects) - len(wanted):,}"), "dim")
    for text in table.unread[:10]:
        yield _text(f"{phrase('unread', lang)}: {truncate(text, lang)}")


def _project(
    project: Project, at: int, annotations: Annotations, lang: str, limits: Limits, left: int
) -> tuple[list[RenderableType], int]:
    """A project's lines, and how many indicators may still be shown."""
    head = _text(truncate(project.name, lang) or phrase("unnamed", lang), "bold")
    if project.spender is not None:
        head.append_text(_text(f"（{truncate(project.spender, lang)}）"))
    head.append_text(_text("  " + object_text(project.funding, lang, "rich"), "cyan"))
    lines: list[RenderableType] = [head]
    lines += [_text(line, "dim") for line in details(project, lang, "rich")]
    for name, goal in (("whole_period_goal", project.whole_period_goal), ("goal", project.goal)):
        if goal:
            lines.append(_text(f"{label_of(Project, name, lang)}: {truncate(goal, lang, _GOAL_CHARACTERS)}", "dim"))
    lines += _findings((at, None), Project, annotations, lang)
    if project.indicators:
        grid, left = _grid(project.indicators, at, annotations, lang, limits, left)
        lines.append(grid)
    else:
        lines.append(_text(phrase("no_indicators", lang), "dim"))
    return lines, left


def _grid(
    indicators: Sequence[Indicator], project: int, annotations: Annotations, lang: str, limits: Limits, left: int
) -> tuple[RenderableType, int]:
    targets = used_targets(indicators)
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for label in (*(label for label, _width in indicator_headings(lang)), *(field.label(lang) for field in targets)):
        table.add_column(_text(label), overflow="fold", ratio=None)
    with_findings = annotations.indicators(project)
    wanted = [at for at in range(len(indicators)) if not limits.only or at in with_findings]
    notes: list[RenderableType] = []
    for at in wanted[: max(0, left)]:
        indicator = indicators[at]
        found = list(_findings((project, at), Indicator, annotations, lang))
        levels = [_text(truncate(level_text(indicator, level), lang)) for level in (1, 2)]
        cells = [_target(getattr(indicator, field.name), lang) for field in targets]
        table.add_row(*levels, Group(_named(indicator, lang), *found), *cells)
    shown = min(len(wanted), max(0, left))
    if len(wanted) > shown:
        notes.append(_text(phrase("more_indicators", lang, f"{len(wanted) - shown:,}"), "dim"))
    if len(wanted) < len(indicators):
        notes.append(_text(phrase("clean_indicators", lang, f"{len(indicators) - len(wanted):,}"), "dim"))
    return Group(table, *notes) if shown else Group(*notes), left - shown


def _named(indicator: Indicator, lang: str) -> Text:
    if not indicator.understood:
        text = _text(f"{phrase('unclear', lang)} ", "bold red")
        return text.append_text(
            _text(f"{truncate(indicator.printed or '', lang)} ({truncate(indicator.reason or '', lang)})")
        )
    text = _text(truncate(indicator.name, lang))
    for line in details(indicator, lang, "rich"):
        text.append_text(_text(" · " + line, "dim"))
    return text


def _target(target: Target | None, lang: str) -> Text:
    if target is None:
        return Text()
    shown = displayed_target(target, lang)
    text = Text()
    for role, piece in shown.main:
        text.append_text(_text(f"{piece} " if role == "op" else piece, "bold" if role in ("op", "number") else ""))
    if shown.printed is not None:
        text.append_text(_text(f" {shown.printed}", "dim"))
    if shown.mark is not None:
        text.append_text(_text(f" [{shown.mark}]", SEVERITY_STYLES[shown.severity or "error"]))
        text.append_text(_text(f" {shown.reason}" if shown.reason else "", "dim"))
    return text


def report_renderable(
    findings: Sequence[Finding], obj: Any, source: Source | None, lang: str, limits: Limits
) -> RenderableType:
    """Return findings: beside the rows of their object where that is known, else as a list."""
    counts = severity_counts(count_severities(findings), lang)
    head = Text("  ").join(_text(text, SEVERITY_STYLES[severity]) for severity, text in counts)
    if not findings:
        return _text(phrase("clean", lang))
    if obj is not None:
        return Group(head, renderable(obj, Annotations(obj, findings, source), lang, evolve(limits, only=True)))
    annotations = Annotations(None, (), source)
    lines = [
        _finding(finding, type(None), finding.place_text(lang), annotations, lang)
        for finding in findings[:_FINDINGS_IN_LIST]
    ]
    if len(findings) > _FINDINGS_IN_LIST:
        lines.append(_text(phrase("more_findings", lang, f"{len(findings) - _FINDINGS_IN_LIST:,}"), "dim"))
    return Group(head, *lines)


def changes_renderable(changes: Sequence[Change], lang: str, most: int) -> RenderableType:
    """Return the first changes of a comparison: by project, in columns, the old beside the new."""
    if not changes:
        return _text(headline(changes, lang))
    counts = counts_of(changes, lang)
    parts: list[RenderableType] = [Text("  ").join(_text(text, CHANGE_STYLES[kind]) for kind, text in counts)]
    for group in groups_of(changes[:most], lang):
        if group.heading:
            parts += [
                Text(),
                _text(group.heading, "bold").append_text(_text(f"  {path_text(group.path, lang)}", "dim")),
            ]
        table = Table(show_edge=False, pad_edge=False, header_style="bold", expand=True)
        for key, ratio in (("subject", 3), ("change", 3), ("old", 4), ("new", 4)):
            table.add_column(_text(phrase(key, lang)), overflow="fold", ratio=ratio)
        for row in group.rows:
            what = _text(f"{row.word} ", CHANGE_STYLES[row.kind]).append_text(_text(row.field))
            notes = [_text(truncate(text, lang), "dim") for text in row.notes]
            table.add_row(
                _text(truncate(row.subject, lang)), Group(what, *notes), _side(row.old, lang), _side(row.new, lang)
            )
        parts.append(table)
    if len(changes) > most:
        parts.append(_text(phrase("more_changes", lang, f"{len(changes) - most:,}"), "dim"))
    return Group(*parts)


def _side(side: Side | None, lang: str) -> Text:
    if side is None:
        return _text(phrase("none", lang), "dim")
    text = Text()
    for piece, differs in side.pieces:
        text.append_text(_text(piece, "bold" if differs else ""))
    for line in side.below:
        text.append_text(Text("\n")).append_text(_text(truncate(line, lang), "dim"))
    return text
