"""A table, a project or an indicator in HTML, laid out like the official form, with findings beside the rows they concern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from attrs import frozen

from perfmodel.display import cells
from perfmodel.display.annotations import TOP, TOTAL, Beside
from perfmodel.display.html import Child, Element, tag
from perfmodel.display.parts import amounts_of, fundings_of, level_text, used_amounts, used_targets
from perfmodel.display.words import cut, say
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable

__all__ = ["Limits", "elements_of"]

_UNREAD = 10
# In pixels where there is room for them all; a narrower notebook shrinks them alike.
_WIDTHS = {"project": 115, "goal": 150, "level1": 70, "level2": 78, "indicator": 150, "whole_period": 94, "annual": 94}
_DIGIT = 9


@frozen
class Limits:
    """How much a view shows: the first projects and indicators of a table; ``only`` those with findings."""

    projects: int = 20
    indicators: int = 200
    only: bool = False


class _Grid:
    """Rows of a table in the making: its columns, its findings, how much may still be shown."""

    def __init__(
        self, fundings: Sequence[Funding], targets: tuple[str, ...], beside: Beside, lang: str, limits: Limits
    ) -> None:
        self.money = money = used_amounts(fundings)
        longest = max((len(text) for funding in fundings for text in amounts_of(funding).values()), default=0)
        self.money_width = 16 + _DIGIT * min(max(longest, 6), 14)
        self.targets = targets
        self.beside = beside
        self.lang = lang
        self.limits = limits
        self.left = limits.indicators
        self.unseen = 0
        self.inner = 3 + len(targets)
        # Name and goal stand beside the money; an indicator alone has none of them.
        self.width = self.inner + (len(money) + 2 if money else 0)

    def table(self, rows: Iterator[Element]) -> Element:
        """The table with its two rows of headings."""
        names = [*(["project", *self.money, "goal"] if self.money else []), "level1", "level2", "indicator"]
        widths = [_WIDTHS.get(name) or self.money_width for name in (*names, *self.targets)]
        columns = tag("colgroup", *(tag("col", width=f"{100 * width / sum(widths):.2f}%") for width in widths))
        below = [tag("th", say(name, self.lang), scope="col") for name in ("level1", "level2", "indicator")]
        below += [tag("th", say(name, self.lang), scope="col") for name in self.targets]
        if not self.money:
            return tag("table", columns, tag("thead", tag("tr", *below)), tag("tbody", *rows))
        above = [
            tag("th", *_heading(say(name, self.lang)), scope="col", rowspan=2)
            for name in ("project", *self.money, "goal")
        ]
        above.append(tag("th", say("indicators", self.lang), scope="colgroup", colspan=self.inner))
        return tag("table", columns, tag("thead", tag("tr", *above), tag("tr", *below)), tag("tbody", *rows))

    def note(self, text: str, columns: int | None = None) -> Element:
        """A cell that says what is not shown."""
        return tag("td", text, colspan=columns or self.width, class_="pm-note")

    def sum_row(self, name: str, funding: Funding, row: tuple[object, int | None], kind: type) -> Iterator[Element]:
        """The row of the whole table or a spending body, and its findings."""
        severity = self.beside.worst(*row, "funding", "total")
        money = cells.money_cells(funding, self.money, 1, severity)
        head = tag("th", cut(name, self.lang), scope="row", class_=cells.at(self.beside.worst(*row, "name")))
        yield tag("tr", head, *money, tag("td", colspan=self.inner + 1), class_="pm-sum")
        found = self.beside.of(*row)
        if found:
            texts = cells.findings_of(found, self.beside, kind, self.lang)
            yield tag("tr", tag("td", *texts, colspan=self.width, class_="pm-beside"))

    def project_rows(self, project: Project, at: int) -> Iterator[Element]:
        """The rows of a project: its own cells beside those of its indicators and of all findings."""
        rows = list(self.indicator_rows(project.indicators, at))
        own = self.beside.of(at)
        if own:
            found = tag(
                "td", *cells.findings_of(own, self.beside, Project, self.lang), colspan=self.inner, class_="pm-beside"
            )
            rows.insert(0, [found])
        severity = {
            name: self.beside.worst(at, None, name, *more)
            for name, more in (
                ("name", ("spender", "period", "whole_period_funding")),
                ("funding", ()),
                ("goal", ("whole_period_goal",)),
            )
        }
        head = [
            cells.project_cell(project, self.lang, len(rows), severity["name"]),
            *cells.money_cells(project.funding, self.money, len(rows), severity["funding"]),
            cells.goal_cell(project, self.lang, len(rows), severity["goal"]),
        ]
        for place, row in enumerate(rows):
            yield tag("tr", *(head if place == 0 else ()), *row)

    def indicator_rows(self, indicators: Sequence[Indicator], project: int) -> Iterator[list[Element]]:
        """The cells of each row of a project's indicators; cells of levels that are alike are merged."""
        with_findings = self.beside.indicators(project)
        wanted = [at for at in range(len(indicators)) if not self.limits.only or at in with_findings]
        shown = wanted[: max(0, self.left)]
        self.left -= len(shown)
        spans = _spans([indicators[at] for at in shown], [1 + (at in with_findings) for at in shown])
        for place, at in enumerate(shown):
            yield self._row(indicators[at], (project, at), spans[place])
            if at in with_findings:
                columns = self.inner if not indicators[at].understood else self.inner - 2
                found = cells.findings_of(self.beside.of(project, at), self.beside, Indicator, self.lang)
                yield [tag("td", *found, colspan=columns, class_="pm-beside")]
        if len(shown) < len(wanted):
            self.unseen += sum(len(self.beside.of(project, at)) for at in wanted[len(shown) :])
            yield [self.note(say("more_indicators", self.lang, f"{len(wanted) - len(shown):,}"), self.inner)]
        if len(wanted) < len(indicators):
            yield [self.note(say("clean_indicators", self.lang, f"{len(indicators) - len(wanted):,}"), self.inner)]
        if not indicators:
            yield [self.note(say("no_indicators", self.lang), self.inner)]

    def _row(self, indicator: Indicator, row: tuple[int, int], spans: tuple[int, int]) -> list[Element]:
        if not indicator.understood:
            return [
                cells.unclear_cell(indicator, self.lang, self.inner, self.beside.worst(*row, "", "reason", "printed"))
            ]
        categories = (indicator.level1, indicator.level2)
        levels = [
            cells.level_cell(
                category, level_text(indicator, level), rows, self.lang, self.beside.worst(*row, f"level{level}")
            )
            for level, category, rows in zip((1, 2), categories, spans, strict=True)
            if rows
        ]
        severity = self.beside.worst(
            *row, "", "name", "number", "unit", "weight", "explanation", "scoring_standard", "further"
        )
        targets = (
            cells.target_cell(getattr(indicator, name), self.lang, self.beside.worst(*row, name))
            for name in self.targets
        )
        return [*levels, cells.indicator_cell(indicator, self.lang, severity), *targets]


def _heading(words: str) -> Iterator[Element]:
    """A heading that breaks before its bracket, not inside."""
    name, bracket, rest = words.partition("（")
    yield tag("span", name)
    if bracket:
        yield tag("span", bracket + rest)


def _spans(indicators: Sequence[Indicator], heights: Sequence[int]) -> list[tuple[int, int]]:
    """How many rows the cells of level 1 and 2 span at each indicator; 0 where the cell above reaches down.

    >>> from perfmodel.model.category import Category
    >>> output, quantity = Category.lookup("1"), Category.lookup("11")
    >>> _spans([Indicator(output, quantity), Indicator(output, quantity), Indicator(output)], [1, 2, 1])
    [(4, 3), (0, 0), (0, 1)]
    """
    spans = [[0, 0] for _indicator in indicators]
    starts = [0, 0]
    for at, indicator in enumerate(indicators):
        before = indicators[at - 1] if at else None
        alike = before is not None and before.understood and indicator.understood
        for level in (1, 2):
            alike = alike and before is not None and level_text(before, level) == level_text(indicator, level)
            if not alike:
                starts[level - 1] = at
            spans[starts[level - 1]][level - 1] += heights[at]
    return [(first, second) for first, second in spans]


def table_elements(table: TargetTable, beside: Beside, lang: str, limits: Limits) -> Iterator[Child]:
    """A whole table: what it is, what could not be placed, its rows, and what is not shown."""
    projects = table.projects
    shown = [at for at in range(len(projects)) if not limits.only or at in beside.projects][: limits.projects]
    indicators = chain.from_iterable(project.indicators for project in projects)
    grid = _Grid(list(fundings_of(table)), used_targets(indicators), beside, lang, limits)
    yield tag("div", cut(table.title, lang), class_="pm-title") if table.title else None
    count = sum(len(project.indicators) for project in projects)
    facts = [
        say("unit", lang, cut(table.unit, lang)) if table.unit else None,
        say("counts", lang, f"{len(projects):,}", f"{count:,}"),
        say("currency_unit", lang, table.currency_unit) if table.currency_unit else None,
    ]
    yield tag("div", *(tag("span", fact) for fact in facts if fact), class_="pm-facts")
    yield from cells.findings_of(beside.of(*TOP), beside, TargetTable, lang)
    yield grid.table(_table_rows(table, grid, set(shown)))
    if any(projects[at].funding.inferred for at in shown) or (table.total is not None and table.total.inferred):
        yield tag("div", say("guessed", lang), class_="pm-second")
    if table.unread:
        yield tag("div", say("unread", lang), class_="pm-name")
        yield from (tag("div", cut(text, lang), class_="pm-unread") for text in table.unread[:_UNREAD])
        if len(table.unread) > _UNREAD:
            yield tag("div", say("more_texts", lang, len(table.unread) - _UNREAD), class_="pm-second")


def _table_rows(table: TargetTable, grid: _Grid, shown: set[int]) -> Iterator[Element]:
    lang = grid.lang
    if table.total is not None:
        yield from grid.sum_row(say("sum", lang), table.total, TOTAL, TargetTable)
    at = seen = bodies = 0
    for place, section in enumerate(table.sections):
        inside = [number for number in range(at, at + len(section.projects)) if number in shown]
        at += len(section.projects)
        row = ("section", place)
        found = grid.beside.of(*row)
        if not inside and (section.projects or grid.limits.only) and not found:
            continue
        # Bodies without a project on view are shown as far as projects are.
        seen += not inside
        if not inside and seen > grid.limits.projects:
            bodies += 1
            grid.unseen += len(found)
            continue
        if section.name or any(amount is not None for amount in section.funding.amounts) or found:
            yield from grid.sum_row(section.name, section.funding, row, Section)
        for number in inside:
            yield from grid.project_rows(table.projects[number], number)
    grid.unseen += grid.beside.without(shown)
    for words in _left_over(table, grid, shown, bodies):
        yield tag("tr", grid.note(words))


def _left_over(table: TargetTable, grid: _Grid, shown: set[int], bodies: int) -> Iterator[str]:
    """What a view says of what it does not show."""
    hidden = [at for at in range(len(table.projects)) if at not in shown]
    clean = [at for at in hidden if grid.limits.only and at not in grid.beside.projects]
    more = [at for at in hidden if not grid.limits.only or at in grid.beside.projects]
    if more:
        count = sum(len(table.projects[at].indicators) for at in more)
        yield say("more_projects", grid.lang, f"{len(more):,}", f"{count:,}")
    if bodies:
        yield say("more_sections", grid.lang, f"{bodies:,}")
    if grid.unseen:
        yield say("more_findings", grid.lang, f"{grid.unseen:,}")
    if clean:
        yield say("clean_projects", grid.lang, f"{len(clean):,}")
    if not table.projects:
        yield say("no_projects", grid.lang)


def project_elements(project: Project, beside: Beside, lang: str, limits: Limits) -> Iterator[Child]:
    """A project alone, in the columns of a table."""
    grid = _Grid([project.funding], used_targets(iter(project.indicators)), beside, lang, limits)
    yield grid.table(grid.project_rows(project, 0))
    if project.funding.inferred:
        yield tag("div", say("guessed", lang), class_="pm-second")


def indicator_elements(indicator: Indicator, beside: Beside, lang: str) -> Iterator[Child]:
    """An indicator alone."""
    grid = _Grid((), used_targets(iter((indicator,))), beside, lang, Limits())
    rows = (tag("tr", *row) for row in grid.indicator_rows((indicator,), 0))
    yield grid.table(rows)


def elements_of(obj: Any, beside: Beside, lang: str, limits: Limits) -> Iterator[Child]:
    """What shows an object: a table, a project, an indicator or a target."""
    if isinstance(obj, TargetTable):
        yield from table_elements(obj, beside, lang, limits)
    elif isinstance(obj, Project):
        yield from project_elements(obj, beside, lang, limits)
    elif isinstance(obj, Indicator):
        yield from indicator_elements(obj, beside, lang)
    else:
        yield tag("div", *cells.target_children(obj, lang), title=cut(obj.text, lang))
