"""From drafts to the model: consecutive forms of one kind, scope, unit of the amounts and year are one table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from perfmodel.forms.cell_words import category_level, weight_of
from perfmodel.forms.drafts import ExecutionDraft, FormDraft, IndicatorDraft, Note, ProjectDraft, TaskDraft
from perfmodel.forms.result_columns import grade_of
from perfmodel.forms.sheets import At
from perfmodel.forms.spelling import without_number
from perfmodel.forms.titles import is_title, without_attachment
from perfmodel.model.category import Category
from perfmodel.model.execution import Execution, ExecutionLine
from perfmodel.model.fields import field_of
from perfmodel.model.finding import Finding
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import CURRENCY_UNITS, Project, Section, TargetTable, Task
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.flow import Flow
from perfmodel.source.place import Place
from perfmodel.source.source import Source
from perfmodel.source.span import Span
from perfmodel.strings.findings import finding

__all__ = ["tables_of"]

# Findings that leave it open whether a thing was read as it is meant.
_DOUBTS = frozenset("R02 R04 R13 R35 R36 R37 R38 R39 R41 R42 R44 R46 R47 R49 R53 R54".split())
# 820001-某局
_CODE_BEFORE_BODY = re.compile(r"\A[0-9A-Za-z]{2,20}[-—_. ]?")
_ATTACHMENT_SIGNS = "：: 　"


def tables_of(drafts: Iterable[FormDraft], flow: Flow, source: Source) -> list[TargetTable]:
    """Return the tables that forms make, in order."""
    inherited = list(_with_year(drafts))
    for _kind, forms in groupby(inherited, lambda one: (one.kind, one.scope, one.year)):
        _share_currency(list(forms))
    found = []
    for _key, group in groupby(inherited, lambda one: (one.kind, one.scope, one.currency, one.year)):
        found.append(_Assembly(list(group), flow, source).table())
    return found


def _with_year(drafts: Iterable[FormDraft]) -> Iterable[FormDraft]:
    """A form whose own title names no year has that of the form before it, if that is of its kind."""
    before: FormDraft | None = None
    for draft in drafts:
        is_more = before is not None and (before.kind, before.scope) == (draft.kind, draft.scope)
        if is_more and before is not None and before.year is not None and draft.year is None:
            draft.year = before.year
            draft.note("R55", draft.titles[0] if draft.titles else None, year=before.year)
        before = draft
        yield draft


def _share_currency(drafts: list[FormDraft]) -> None:
    """A form that names no unit of its amounts has that of the forms beside it, where these name one; that is said."""
    named = {draft.currency for draft in drafts if draft.currency is not None}
    if len(named) != 1:
        return
    unit = next(iter(named))
    for draft in drafts:
        if draft.currency is None:
            draft.currency = unit
            money = [part for one in draft.projects for _number, part in one.money.values()]
            money += [
                part for one in draft.projects for line in one.execution for _number, part in line.values.values()
            ]
            if money:
                draft.note("R53", money[0], draft.projects[0], unit=unit)


class _Assembly:
    """Puts one table together."""

    def __init__(self, drafts: list[FormDraft], flow: Flow, source: Source) -> None:
        self.drafts, self.flow, self.source = drafts, flow, source
        self.problems: list[Finding] = []
        self.unread: list[str] = []
        self.layout: list[Span] = []

    def table(self) -> TargetTable:
        """Build the table."""
        drafts = self.drafts
        sections = self._sections()
        start, end = min(one.start for one in drafts), max(one.end for one in drafts)
        fields, parts = self._head(start)
        for draft in drafts:
            self._notes(draft)
        for part in (one for draft in drafts for one in draft.unread):
            if part.text:
                path = f"unread[{len(self.unread)}]"
                self.problems.append(finding("R04", path, self._span(part), text=part.text))
                self.unread.append(part.text)
        doubts = sum(problem.code in _DOUBTS for problem in self.problems)
        if doubts:
            self.problems.append(finding("R50", "", self.flow.span(start, start), count=doubts))
        self.problems.sort(key=lambda one: one.span.start if one.span else 0)
        layout = sorted({(one.start, one.end) for draft in drafts for one in draft.layout if one.start < one.end})
        return TargetTable(
            sections=sections,
            unread=self.unread,
            problems=self.problems,
            layout=[self.flow.span(*one) for one in layout],
            source=self.source,
            place=Place(start, end, tuple(parts), self.flow),
            **fields,
        )

    def _span(self, part: At | None) -> Span | None:
        return None if part is None else self.flow.span(part.start, part.end)

    def _head(self, start: int) -> tuple[dict[str, Any], list[tuple[str, int, int]]]:
        """Title, unit and what else the table says of all its projects."""
        drafts = self.drafts
        first = drafts[0]
        fields: dict[str, Any] = {"form": first.kind, "scope": first.scope, "year": first.year}
        parts: list[tuple[str, int, int]] = []
        titles = [one for one in first.titles if is_title(one.text)] or first.titles
        if titles:
            fields["title"] = without_attachment(titles[0].text)
            parts.append(("title", titles[0].start, titles[0].end))
        kept = titles[0] if titles else None
        for draft in drafts:
            draft.layout += [one for one in draft.titles if one is not kept]
        bodies = {squeeze(one.text): one for draft in drafts if (one := draft.texts.get("body")) is not None}
        if len(bodies) == 1:
            body = next(iter(bodies.values()))
            fields["unit"] = body.text
            parts.append(("unit", body.start, body.end))
        self._leave_bodies(fields.get("unit"))
        if first.currency in CURRENCY_UNITS:
            fields["currency_unit"] = first.currency
        elif any(one.money or one.tasks or one.execution for draft in drafts for one in draft.projects):
            self.problems.append(
                finding("R09", "currency_unit", self.flow.span(start, start),
                        what="金额单位（单位：万元）", what_en="the currency unit (单位：万元)")
            )  # fmt: skip
        total = self._total()
        if total is not None:
            fields["total"] = total
        return fields, parts

    def _leave_bodies(self, unit: str | None) -> None:
        """Account for the bodies of forms that are not the table's: those that name a project are in its name."""
        for draft in self.drafts:
            body = draft.texts.get("body")
            if body is not None and body.text != unit and all(one.text("name") != body.text for one in draft.projects):
                draft.unread.append(body)

    def _total(self) -> Funding | None:
        """The first line of totals; more of them are said."""
        with_total = [draft for draft in self.drafts if draft.total]
        for draft in with_total[1:]:
            for _number, part in draft.total.values():
                draft.note("R25", part, text=part.text)
        return self._funding(with_total[0].total, "annual") if with_total else None

    def _sections(self) -> list[Section]:
        """The projects in their sections: those of one body behind each other stand in one."""
        built: list[tuple[str, list[Project]]] = []
        count = 0
        totals: dict[str, Any] = {}
        for draft in self.drafts:
            totals |= draft.sections
            for one in draft.projects:
                path = f"projects[{count}]"
                project = self._project(one, draft, path)
                body = project.spender or (one.text("name") if draft.scope == "department" else "")
                if not body and "body" in draft.texts:
                    body = draft.texts["body"].text
                if not built or built[-1][0] != body:
                    built.append((body, []))
                built[-1][1].append(project)
                count += 1
        sections = []
        for body, projects in built:
            key = squeeze(fold(body))
            money = totals.pop(key, None) or totals.pop(_CODE_BEFORE_BODY.sub("", key), None)
            funding = Funding() if money is None else self._funding(money, "annual")
            sections.append(Section(body, funding, projects))
        for draft in self.drafts:
            for name, money in draft.sections.items():
                if name in totals:
                    for _number, part in money.values():
                        draft.note("R25", part, text=part.text)
        return sections

    def _funding(self, money: dict[tuple[str, str], Any], period: str) -> Funding:
        own = {source: found for (one, source), found in money.items() if one == period}
        if not own:
            return Funding()
        parts = tuple((source, part.start, part.end) for source, (_number, part) in own.items())
        place = Place(min(one[1] for one in parts), max(one[2] for one in parts), parts, self.flow)
        return Funding(place=place, **{source: number for source, (number, _part) in own.items()})

    def _project(self, one: ProjectDraft, draft: FormDraft, path: str) -> Project:
        one.place_in_table = path
        texts = {name: one.text(name) for name in one.texts}
        parts = [(name, part.start, part.end) for name, found in one.texts.items() for part in found]
        parts += [("attributes", part.start, part.end) for _name, part in one.attributes]
        indicators = []
        for at, each in enumerate(one.indicators):
            each.place_in_table = f"{path}.indicators[{at}]"
            indicators.append(self._indicator(each, one, draft))
        if not one.text("name"):
            draft.note("R42", None, one)
        if not one.indicators:
            draft.note("R41", next((found[0] for found in one.texts.values() if found), None), one)
        whole = self._funding(one.money, "whole_period")
        ends = _parts_of(one)
        start = min((part.start for part in ends), default=draft.start)
        place = Place(start, max((part.end for part in ends), default=start), tuple(parts), self.flow)
        one.indicators = []  # a list has tens of thousands
        return Project(
            texts.get("name", ""),
            texts.get("spender") or None,
            self._funding(one.money, "annual"),
            texts.get("goal", ""),
            indicators,
            period=texts.get("period") or None,
            execution=self._execution(one),
            **_results(texts),
            whole_period_funding=None if whole == Funding() else whole,
            whole_period_goal=texts.get("whole_period_goal", ""),
            department=texts.get("department") or None,
            attributes=_pairs(one.attributes),
            tasks=[self._task(task) for task in one.tasks],
            place=place,
        )

    def _execution(self, project: ProjectDraft) -> Execution:
        lines = [self._execution_line(one) for one in project.execution]
        places = [line.place for line in lines if isinstance(line.place, Place)]
        if not places:
            return Execution(lines)
        start, end = min(one.start for one in places), max(one.end for one in places)
        return Execution(lines, place=Place(start, end, (("lines", start, end),), self.flow))

    def _execution_line(self, one: ExecutionDraft) -> ExecutionLine:
        parts = [(name, part.start, part.end) for name, (_number, part) in one.values.items()]
        parts += [(name, part.start, part.end) for name, part in one.texts.items()]
        parts += [("further", part.start, part.end) for _name, part in one.further]
        if one.source is not None:
            parts.append(("source", one.source.start, one.source.end))
        fields: dict[str, Any] = {name: number for name, (number, _part) in one.values.items()}
        fields |= {name: part.text for name, part in one.texts.items()}
        place = None
        if parts:
            place = Place(min(part[1] for part in parts), max(part[2] for part in parts), tuple(parts), self.flow)
        source = "" if one.source is None else one.source.text
        return ExecutionLine(source, further=_pairs(one.further), place=place, **fields)

    def _task(self, task: TaskDraft) -> Task:
        parts = [("name", task.name.start, task.name.end)]
        if task.content is not None:
            parts.append(("content", task.content.start, task.content.end))
        funding = self._funding({("annual", source): found for source, found in task.money.items()}, "annual")
        place = Place(parts[0][1], max(part[2] for part in parts), tuple(parts), self.flow)
        return Task(task.name.text, "" if task.content is None else task.content.text, funding, place=place)

    def _indicator(self, one: IndicatorDraft, project: ProjectDraft, draft: FormDraft) -> Indicator:
        texts = one.texts
        fields: dict[str, Any] = {}
        parts: list[tuple[str, int, int]] = []
        for name, part in texts.items():
            if name in ("weight", "score"):
                fields[name] = weight_of(part.text)
            elif name in ("level1", "level2"):
                fields[name] = _category_text(part.text)
            else:
                fields[name] = part.text
            parts.append((name, part.start, part.end))
        for period, target in one.targets.items():
            value = target.get("value")
            own = {name: target[name].text for name in ("unit", "operator") if name in target}
            if value is not None:
                fields[period] = Target(value.text, **own)
                parts.append((period, value.start, value.end))
                parts += [(name, target[name].start, target[name].end) for name in own]
            else:
                one.further += [
                    (field_of(Indicator, name).zh, target[name]) for name in ("operator", "unit") if name in target
                ]
        if not any(period in fields for period in ("annual", "whole_period")) and texts.get("name") is not None:
            draft.note("R48", texts["name"], project, text=texts["name"].text).indicator = one
        if one.causes:
            fields["causes"] = list(dict.fromkeys(part.text for part in one.causes))
            parts += [("causes", part.start, part.end) for part in one.causes]
        if one.further:
            fields["further"] = _pairs(one.further)
            parts += [("further", part.start, part.end) for _name, part in one.further]
        start = min((part[1] for part in parts), default=0)
        place = Place(start, max((part[2] for part in parts), default=start), tuple(parts), self.flow)
        return Indicator(place=place, **fields)

    def _notes(self, draft: FormDraft) -> None:
        for note in draft.notes:
            self.problems.append(finding(note.code, self._path(note), self._span(note.at), **note.values))

    def _path(self, note: Note) -> str:
        for one in (note.indicator, note.project):
            if one is not None and one.place_in_table:
                path = one.place_in_table
                return f"{path}.{note.path}" if note.path else path
        return note.path


def _parts_of(one: ProjectDraft) -> list[At]:
    """All that was read of a project."""
    ends = [part for found in one.texts.values() for part in found] + [part for _number, part in one.money.values()]
    ends += [part for line in one.execution for _number, part in line.values.values()]
    ends += [part for each in one.indicators for part in each.texts.values()]
    return ends


def _results(texts: dict[str, str]) -> dict[str, Any]:
    """What a project's head says that is filled in after the targets."""
    grade = texts.get("grade")
    return {
        "goal_actual": texts.get("goal_actual", ""),
        "total_score": weight_of(texts.get("total_score", "")),
        "grade": grade_of(grade) if grade else None,
        "conclusion": texts.get("conclusion", ""),
    }


def _pairs(found: list[tuple[str, At]]) -> list[tuple[str, str]]:
    """Pairs of names and texts; a name that is there already gets a number."""
    pairs: dict[str, str] = {}
    for name, part in found:
        name = name.strip().rstrip(_ATTACHMENT_SIGNS) or "—"
        shown, number = name, 2
        while shown in pairs:
            shown, number = f"{name}（{number}）", number + 1
        pairs[shown] = part.text
    return list(pairs.items())


def _category_text(text: str) -> str:
    """The text of a level's cell; without a number or brackets around it where only then it names a category."""
    if Category.lookup(text) is not None or category_level(text) is None:
        return text
    return without_number(squeeze(fold(text))).strip("[]【】()（）：:")
