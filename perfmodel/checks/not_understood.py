"""What an object holds that was not understood or is damaged, said as reading says it: a file of another form has no findings of reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perfmodel.model.finding import Finding
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.span import Span
from perfmodel.strings.damaged_labels import suspected_label
from perfmodel.strings.findings import finding
from perfmodel.strings.form_signs import LONGEST_WORDS, foreign_words
from perfmodel.strings.funding_lines import WITHOUT_COLUMN
from perfmodel.strings.near_bodies import NearBodies, is_near_body
from perfmodel.strings.reasons import in_english

__all__ = ["not_understood"]

_SPENDER_AT_END = re.compile(r"[(（]([^()（）]+)[)）]\s*\Z")
_NUMBER_IN_LINE = re.compile(r"[0-9][0-9.,]*")
_TEXTS_OF_PROJECT = (("name", "名称", "the name"), ("goal", "绩效目标", "the goal"))


def not_understood(obj: TargetTable | Project | Indicator, reported: Iterable[Finding] = ()) -> Iterator[Finding]:
    """Yield a finding for each indicator, text and amount that was not understood, but for those ``reported`` already.

    Of a table of which reading reported nothing, as it reports nothing of files, what else reading would say of its content is found too: words of a form in
    names and goals, labels that are nearly known ones, bodies that are nearly those that the table names.

    >>> broken = Indicator(printed="1-产出指标；", reason="没有名称")
    >>> [(found.code, found.path) for found in not_understood(Project("会议费", indicators=[broken]))]
    [('R05', 'indicators[0]')]
    >>> [(found.code, found.path) for found in not_understood(TargetTable(unread=("附件3",)))]
    [('R04', 'unread[0]')]
    >>> [(found.code, found.path) for found in not_understood(TargetTable("表", "单位" * 99))]
    [('R24', 'unit')]
    """
    known = {found.path for found in reported if found.code in ("R04", "R05")}
    for path, indicator in _broken(obj):
        if path not in known:
            reason = indicator.reason or ""
            yield finding("R05", path, indicator.span, reason=reason, reason_en=in_english(reason))
    if isinstance(obj, TargetTable):
        for at, text in enumerate(obj.unread):
            if f"unread[{at}]" not in known:
                yield finding("R04", f"unread[{at}]", None, text=text)
        if not obj.problems:
            yield from _of_table(obj)


def _of_table(table: TargetTable) -> Iterator[Finding]:
    """Yield what reading a text would say of a table's content."""
    for name, (most, what, what_en) in LONGEST_WORDS.items():
        if len(getattr(table, name)) > most:
            yield finding("R24", name, _span(table, name), what=what, what_en=what_en)
    yield from _damaged_amounts("total", table)
    spenders = {squeeze(fold(project.spender or _bracketed_at_end(project.name))) for project in table.projects} - {""}
    unit = {squeeze(fold(table.unit))} - {""}
    # A body that several projects name as their spender is one that the table names too.
    spent = {squeeze(fold(project.spender)) for project in table.projects if project.spender}
    bodies = NearBodies({squeeze(fold(section.name)) for section in table.sections if section.name} | unit | spent)
    for at, section in enumerate(table.sections):
        yield from _damaged_amounts(f"sections[{at}].funding", section)
        words = squeeze(fold(section.name))
        near = next((body for body in sorted(spenders | unit) if is_near_body(words, body)), None)
        if near is not None and words not in spenders | unit:
            yield finding("R21", f"sections[{at}].name", _span(section, "name"), text=section.name, body=near)
        foreign = foreign_words(fold(section.name), is_name=True)
        if foreign is not None:
            _name, what, what_en = _TEXTS_OF_PROJECT[0]
            span = _span(section, "name")
            yield finding("R23", f"sections[{at}].name", span, text=foreign, what=what, what_en=what_en)
    for at, project in enumerate(table.projects):
        yield from _of_project(project, f"projects[{at}].", bodies)


def _bracketed_at_end(name: str) -> str:
    """What stands in brackets at a name's end: a spender perhaps, whom the table does not name elsewhere."""
    match = _SPENDER_AT_END.search(name)
    return "" if match is None else match[1]


def _of_project(project: Project, path: str, bodies: NearBodies) -> Iterator[Finding]:
    """Yield what reading would say of a project's content; ``bodies`` are those that its table names."""
    yield from _damaged_amounts(f"{path}funding", project)
    near = bodies.near_spender(project.name) if project.spender is None else None
    if near is not None:
        yield finding("R21", f"{path}name", _span(project, "name"), text=near[0], body=near[1])
    for name, what, what_en in _TEXTS_OF_PROJECT:
        words = foreign_words(fold(getattr(project, name)), name == "name")
        if words is not None:
            yield finding("R23", f"{path}{name}", _span(project, name), text=words, what=what, what_en=what_en)
    for at, indicator in enumerate(project.indicators):
        for column, _text in indicator.further:
            label = suspected_label(fold(column), indicator.annual is not None)
            if label is not None:
                place = f"{path}indicators[{at}].further.{column}"
                yield finding("R19", place, _span(indicator, f"further.{column}"), text=column, label=label)


def _damaged_amounts(path: str, obj: TargetTable | Section | Project) -> Iterator[Finding]:
    """Yield a finding of amounts that are kept as printed and were not read."""
    name = path.rpartition(".")[2]
    funding: Funding | None = getattr(obj, name)
    if funding is None or funding.printed is None:
        return
    read = sum(amount is not None for amount in funding.amounts)
    if not read:
        yield finding("R22", path, _span(obj, name), text=funding.printed)
    elif read < len(_NUMBER_IN_LINE.findall(fold(funding.printed))):
        reason, reason_en = WITHOUT_COLUMN
        yield finding("R02", path, _span(obj, name), text=funding.printed, reason=reason, reason_en=reason_en)


def _span(obj: TargetTable | Section | Project | Indicator, name: str) -> Span | None:
    """Return where a field stands; None where that is not known."""
    return None if obj.place is None else obj.place.of(name)


def _broken(obj: TargetTable | Project | Indicator) -> Iterator[tuple[str, Indicator]]:
    """Yield the indicators that were not understood, with their paths."""
    if isinstance(obj, Indicator):
        if obj.reason is not None:
            yield "", obj
        return
    projects = (("", obj),) if isinstance(obj, Project) else tuple(enumerate(obj.projects))
    for number, project in projects:
        for at, indicator in enumerate(project.indicators):
            if indicator.reason is not None:
                before = "" if isinstance(obj, Project) else f"projects[{number}]."
                yield f"{before}indicators[{at}]", indicator
