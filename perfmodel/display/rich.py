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
from perfmodel.display.annotations import TOP, TOTAL, Beside
from perfmodel.display.changes import Side, counts_of, groups_of
from perfmodel.display.parts import details, level_text, money_text, said, used_targets
from perfmodel.display.report import summary
from perfmodel.display.table import Limits
from perfmodel.display.words import SEVERITY, cut, field_name, say, suggested
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.excerpt import visible
from perfmodel.source.source import Source

__all__ = ["changes_renderable", "renderable", "report_renderable"]

_STYLES = {"error": "bold red", "warning": "yellow", "hint": "blue"}
_KINDS = {
    "added": "bold green", "dropped": "bold red", "renamed": "bold magenta", "moved": "bold magenta", "money": "bold cyan",
    "raised": "bold blue", "lowered": "bold yellow", "reworded": "dim", "changed": "bold", "ambiguous": "bold red reverse",
}  # fmt: skip
_FINDINGS = 100


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)


def renderable(obj: Any, beside: Beside, lang: str, limits: Limits) -> RenderableType:
    """Return what rich shows of an object."""
    if isinstance(obj, TargetTable):
        return Group(*_table(obj, beside, lang, limits))
    if isinstance(obj, Project):
        return Group(*_project(obj, 0, beside, lang, limits, limits.indicators)[0])
    if isinstance(obj, Indicator):
        return _grid((obj,), 0, beside, lang, Limits(), 1)[0]
    return _target(obj, lang)


def _finding(finding: Finding, kind: type, field: str, beside: Beside, lang: str) -> Text:
    text = _text(f"{finding.code} {SEVERITY[finding.severity][lang == 'en']} ", _STYLES[finding.severity])
    where = field_name(kind, field, lang)
    text.append_text(_text(f"{where}: " if where else ""))
    text.append_text(_text(cut(finding.text(lang), lang)))
    if finding.suggestion is not None:
        text.append_text(_text(" " + suggested(finding.suggestion, lang), "bold"))
    line = beside.line(finding)
    if line is not None:
        text.append_text(_text(" " + say("line", lang, line), "dim"))
    return text


def _findings(row: tuple[Any, Any], kind: type, beside: Beside, lang: str) -> Iterator[Text]:
    found = beside.of(*row)
    for finding, field in found[:_FINDINGS]:
        yield _finding(finding, kind, field, beside, lang)
    if len(found) > _FINDINGS:
        yield _text(say("more_findings", lang, len(found) - _FINDINGS), "dim")


def _table(table: TargetTable, beside: Beside, lang: str, limits: Limits) -> Iterator[RenderableType]:
    count = sum(len(project.indicators) for project in table.projects)
    if table.title:
        yield _text(cut(table.title, lang), "bold")
    facts = [
        say("unit", lang, cut(table.unit, lang)) if table.unit else "",
        say("currency_unit", lang, table.currency_unit) if table.currency_unit else "",
        say("counts", lang, f"{len(table.projects):,}", f"{count:,}"),
    ]
    yield _text("  ".join(fact for fact in facts if fact))
    if table.total is not None:
        yield _text(f"{say('sum', lang)}  {money_text(table.total, lang)}", "bold")
    yield from _findings(TOP, TargetTable, beside, lang)
    yield from _findings(TOTAL, TargetTable, beside, lang)
    for at in range(min(len(table.sections), limits.projects)):
        yield from _findings(("section", at), Section, beside, lang)
    wanted = [at for at in range(len(table.projects)) if not limits.only or at in beside.projects]
    left = limits.indicators
    for at in wanted[: limits.projects]:
        lines, left = _project(table.projects[at], at, beside, lang, limits, left)
        yield Text()
        yield from lines
    hidden = wanted[limits.projects :]
    if hidden:
        inside = sum(len(table.projects[at].indicators) for at in hidden)
        yield _text(say("more_projects", lang, f"{len(hidden):,}", f"{inside:,}"), "dim")
        unseen = beside.without(set(wanted[: limits.projects]))
        if unseen:
            yield _text(say("more_findings", lang, f"{unseen:,}"), "dim")
    if len(wanted) < len(table.projects):
        yield _text(say("clean_projects", lang, f"{len(table.projects) - len(wanted):,}"), "dim")
    for text in table.unread[:10]:
        yield _text(f"{say('unread', lang)}: {cut(text, lang)}")


def _project(
    project: Project, at: int, beside: Beside, lang: str, limits: Limits, left: int
) -> tuple[list[RenderableType], int]:
    """A project's lines, and how many indicators may still be shown."""
    head = _text(cut(project.name, lang) or say("unnamed", lang), "bold")
    if project.spender is not None:
        head.append_text(_text(f"（{cut(project.spender, lang)}）"))
    head.append_text(_text("  " + money_text(project.funding, lang), "cyan"))
    lines: list[RenderableType] = [head]
    for key, goal in (("whole_period_goal", project.whole_period_goal), ("goal", project.goal)):
        if goal:
            lines.append(_text(f"{say(key, lang).rstrip('：: ')}: {cut(goal, lang, 200)}", "dim"))
    lines += _findings((at, None), Project, beside, lang)
    if project.indicators:
        grid, left = _grid(project.indicators, at, beside, lang, limits, left)
        lines.append(grid)
    else:
        lines.append(_text(say("no_indicators", lang), "dim"))
    return lines, left


def _grid(
    indicators: Sequence[Indicator], project: int, beside: Beside, lang: str, limits: Limits, left: int
) -> tuple[RenderableType, int]:
    targets = used_targets(iter(indicators))
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for key in ("level1", "level2", "indicator", *targets):
        table.add_column(_text(say(key, lang)), overflow="fold", ratio=None)
    with_findings = beside.indicators(project)
    wanted = [at for at in range(len(indicators)) if not limits.only or at in with_findings]
    notes: list[RenderableType] = []
    for at in wanted[: max(0, left)]:
        indicator = indicators[at]
        found = list(_findings((project, at), Indicator, beside, lang))
        levels = [_text(cut(level_text(indicator, level), lang)) for level in (1, 2)]
        cells = [_target(getattr(indicator, name), lang) for name in targets]
        table.add_row(*levels, Group(_named(indicator, lang), *found), *cells)
    shown = min(len(wanted), max(0, left))
    if len(wanted) > shown:
        notes.append(_text(say("more_indicators", lang, f"{len(wanted) - shown:,}"), "dim"))
    if len(wanted) < len(indicators):
        notes.append(_text(say("clean_indicators", lang, f"{len(indicators) - len(wanted):,}"), "dim"))
    return Group(table, *notes) if shown else Group(*notes), left - shown


def _named(indicator: Indicator, lang: str) -> Text:
    if not indicator.understood:
        text = _text(f"{say('unclear', lang)} ", "bold red")
        return text.append_text(_text(f"{cut(indicator.printed or '', lang)} ({cut(indicator.reason or '', lang)})"))
    text = _text(cut(indicator.name, lang))
    for line in details(indicator, lang):
        text.append_text(_text(" · " + line, "dim"))
    return text


def _target(target: Target | None, lang: str) -> Text:
    if target is None:
        return Text()
    shown = said(target, lang)
    text = Text()
    for role, piece in shown.main:
        text.append_text(_text(f"{piece} " if role == "op" else piece, "bold" if role in ("op", "number") else ""))
    if shown.printed is not None:
        text.append_text(_text(f" {shown.printed}", "dim"))
    if shown.mark is not None:
        text.append_text(_text(f" [{shown.mark}]", "bold red"))
        text.append_text(_text(f" {shown.reason}" if shown.reason else "", "dim"))
    return text


def report_renderable(
    findings: Sequence[Finding], obj: Any, source: Source | None, lang: str, limits: Limits
) -> RenderableType:
    """Return findings: beside the rows of their object where that is known, else as a list."""
    head = Text("  ").join(_text(text, _STYLES[severity]) for severity, text in summary(findings, lang))
    if not findings:
        return _text(say("clean", lang))
    if obj is not None:
        return Group(head, renderable(obj, Beside(obj, findings, source), lang, evolve(limits, only=True)))
    beside = Beside(None, (), source)
    lines = [_finding(finding, type(None), finding.path, beside, lang) for finding in findings[:_FINDINGS]]
    if len(findings) > _FINDINGS:
        lines.append(_text(say("more_findings", lang, f"{len(findings) - _FINDINGS:,}"), "dim"))
    return Group(head, *lines)


def changes_renderable(changes: Sequence[Change], lang: str, most: int) -> RenderableType:
    """Return the first changes of a comparison: by project, in columns, the old beside the new."""
    if not changes:
        return _text(headline(changes, lang))
    counts = counts_of(changes, lang)
    parts: list[RenderableType] = [Text("  ").join(_text(text, _KINDS[kind]) for kind, text in counts)]
    for group in groups_of(changes[:most], lang):
        if group.heading:
            parts += [Text(), _text(group.heading, "bold").append_text(_text(f"  {group.path}", "dim"))]
        table = Table(show_edge=False, pad_edge=False, header_style="bold", expand=True)
        for key, ratio in (("subject", 3), ("change", 3), ("old", 4), ("new", 4)):
            table.add_column(_text(say(key, lang)), overflow="fold", ratio=ratio)
        for row in group.rows:
            what = _text(f"{row.word} ", _KINDS[row.kind]).append_text(_text(row.field))
            said = [_text(cut(text, lang), "dim") for text in row.said]
            table.add_row(_text(cut(row.subject, lang)), Group(what, *said), _side(row.old, lang), _side(row.new, lang))
        parts.append(table)
    if len(changes) > most:
        parts.append(_text(say("more_changes", lang, f"{len(changes) - most:,}"), "dim"))
    return Group(*parts)


def _side(side: Side | None, lang: str) -> Text:
    if side is None:
        return _text(say("none", lang), "dim")
    text = Text()
    for piece, differs in side.pieces:
        text.append_text(_text(piece, "bold" if differs else ""))
    for line in side.below:
        text.append_text(Text("\n")).append_text(_text(cut(line, lang), "dim"))
    return text
