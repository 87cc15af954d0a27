"""A table, a project or an indicator in HTML, laid out like the official form, with findings beside the rows they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from attrs import frozen

from perfmodel.analysis.budget_year import budget_year
from perfmodel.display import cells
from perfmodel.display.annotations import TOP, TOTAL, Annotations
from perfmodel.display.html import Child, Element, tag
from perfmodel.display.parts import (
    amounts_of,
    detail_fields,
    details,
    fundings_of,
    level_text,
    used_amounts,
    used_targets,
)
from perfmodel.display.words import label_of, labelled, phrase, truncate
from perfmodel.model.fields import Field
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable

__all__ = [
    "Limits",
    "elements_of",
    "heading_elements",
    "indicator_headings",
    "indicator_severity",
    "merged_rows",
    "project_severities",
    "unread_elements",
]

_MOST_UNREAD = 10
# Widths of columns, in pixels where there is room for them all; a narrower notebook shrinks them alike.
_PROJECT_WIDTH, _GOAL_WIDTH, _TARGET_WIDTH = 115, 150, 94
_LEVEL_WIDTHS = {"level1": 70, "level2": 78}
_INDICATOR_WIDTH = 150
_DIGIT_WIDTH = 9


@frozen
class Limits:
    """How much a view shows: the first projects and indicators of a table; ``only`` those with findings."""

    projects: int = 20
    indicators: int = 200
    only: bool = False


class _Grid:
    """The rows of one table: its columns, its findings, and how much may still be shown."""

    def __init__(
        self,
        fundings: Sequence[Funding],
        targets: tuple[Field, ...],
        annotations: Annotations,
        lang: str,
        limits: Limits,
        table: TargetTable | None = None,
    ) -> None:
        self.year = None if table is None else budget_year(table)
        # Within the year nothing can be missed yet.
        self.scores_actuals = table is None or table.form != "monitoring"
        self.money = money = used_amounts(fundings)
        longest = max((len(text) for funding in fundings for text in amounts_of(funding).values()), default=0)
        self.money_width = 16 + _DIGIT_WIDTH * min(max(longest, 6), 14)
        self.targets = targets
        self.annotations = annotations
        self.lang = lang
        self.limits = limits
        self.left = limits.indicators
        self.unseen = 0
        self.inner = 3 + len(targets)
        # Name and goal stand beside the money; an indicator alone has none of them.
        self.width = self.inner + (len(money) + 2 if money else 0)

    def table(self, rows: Iterator[Element]) -> Element:
        """The table with its two rows of headings."""
        lang = self.lang
        of_project = [
            (phrase("project", lang), _PROJECT_WIDTH),
            *((field.label(lang), self.money_width) for field in self.money),
            (label_of(Project, "goal", lang), _GOAL_WIDTH),
        ]
        of_indicator = [*indicator_headings(lang), *((field.label(lang), _TARGET_WIDTH) for field in self.targets)]
        widths = [width for _label, width in ((*of_project, *of_indicator) if self.money else of_indicator)]
        columns = tag("colgroup", *(tag("col", width=f"{100 * width / sum(widths):.2f}%") for width in widths))
        below = [tag("th", label, scope="col") for label, _width in of_indicator]
        if not self.money:
            return tag("table", columns, tag("thead", tag("tr", *below)), tag("tbody", *rows))
        above = [tag("th", *_heading(label), scope="col", rowspan=2) for label, _width in of_project]
        above.append(tag("th", label_of(Project, "indicators", lang), scope="colgroup", colspan=self.inner))
        return tag("table", columns, tag("thead", tag("tr", *above), tag("tr", *below)), tag("tbody", *rows))

    def note(self, text: str, columns: int | None = None) -> Element:
        """A cell that says what is not shown."""
        return tag("td", text, colspan=columns or self.width, class_="pm-note")

    def sum_row(
        self, name: str, funding: Funding, row: tuple[object, int | None], kind: type, lines: Iterable[str] = ()
    ) -> Iterator[Element]:
        """The row of the whole table or a spending body, with ``lines`` below its name; and its findings."""
        severity = self.annotations.worst(*row, "funding", "total")
        money = cells.money_cells(funding, self.money, 1, self.lang, severity)
        of_name = cells.severity_class(self.annotations.worst(*row, "name"))
        below = map(cells.secondary_line, lines)
        head = tag("th", truncate(name, self.lang), *below, scope="row", class_=of_name)
        yield tag("tr", head, *money, tag("td", colspan=self.inner + 1), class_="pm-sum")
        found = self.annotations.of(*row)
        if found:
            texts = cells.findings_of(found, self.annotations, kind, self.lang)
            yield tag("tr", tag("td", *texts, colspan=self.width, class_="pm-beside"))

    def project_rows(self, project: Project, at: int) -> Iterator[Element]:
        """The rows of a project: its own cells beside those of its indicators and of all findings."""
        rows = list(self.indicator_rows(project.indicators, at))
        own = self.annotations.of(at)
        if own:
            found = tag(
                "td",
                *cells.findings_of(own, self.annotations, Project, self.lang),
                colspan=self.inner,
                class_="pm-beside",
            )
            rows.insert(0, [found])
        severity = project_severities(self.annotations, at)
        head = [
            cells.project_cell(project, self.lang, len(rows), severity["name"]),
            *cells.money_cells(project.funding, self.money, len(rows), self.lang, severity["funding"]),
            cells.goal_cell(project, self.lang, len(rows), severity["goal"]),
        ]
        for place, row in enumerate(rows):
            yield tag("tr", *(head if place == 0 else ()), *row)

    def indicator_rows(self, indicators: Sequence[Indicator], project: int) -> Iterator[list[Element]]:
        """The cells of each row of a project's indicators; cells of levels that are alike are merged."""
        with_findings = self.annotations.indicators(project)
        wanted = [at for at in range(len(indicators)) if not self.limits.only or at in with_findings]
        shown = wanted[: max(0, self.left)]
        self.left -= len(shown)
        spans = merged_rows([indicators[at] for at in shown], [1 + (at in with_findings) for at in shown])
        for place, at in enumerate(shown):
            yield self._row(indicators[at], (project, at), spans[place])
            if at in with_findings:
                columns = self.inner if not indicators[at].understood else self.inner - 2
                found = cells.findings_of(self.annotations.of(project, at), self.annotations, Indicator, self.lang)
                yield [tag("td", *found, colspan=columns, class_="pm-beside")]
        if len(shown) < len(wanted):
            self.unseen += sum(len(self.annotations.of(project, at)) for at in wanted[len(shown) :])
            yield [self.note(phrase("more_indicators", self.lang, f"{len(wanted) - len(shown):,}"), self.inner)]
        if len(wanted) < len(indicators):
            yield [self.note(phrase("clean_indicators", self.lang, f"{len(indicators) - len(wanted):,}"), self.inner)]
        if not indicators:
            yield [self.note(phrase("no_indicators", self.lang), self.inner)]

    def _row(self, indicator: Indicator, row: tuple[int, int], spans: tuple[int, int]) -> list[Element]:
        if not indicator.understood:
            return [
                cells.unclear_cell(
                    indicator, self.lang, self.inner, self.annotations.worst(*row, "", "reason", "printed")
                )
            ]
        categories = (indicator.level1, indicator.level2)
        levels = [
            cells.level_cell(
                category, level_text(indicator, level), rows, self.lang, self.annotations.worst(*row, f"level{level}")
            )
            for level, category, rows in zip((1, 2), categories, spans, strict=True)
            if rows
        ]
        targets = (
            cells.value_cell(
                indicator,
                field.name,
                self.lang,
                self.annotations.worst(*row, field.name),
                self.year,
                self.scores_actuals,
            )
            for field in self.targets
        )
        severity = indicator_severity(self.annotations, *row)
        return [*levels, cells.indicator_cell(indicator, self.lang, severity), *targets]


def project_severities(annotations: Annotations, at: int) -> dict[str, str | None]:
    """Return the severity of the worst finding at the name (with the details), the money and the goal of a project."""
    fields = (
        ("name", ("spender", *(field.name for field in detail_fields(Project)))),
        ("funding", ()),
        ("goal", ("whole_period_goal",)),
    )
    return {name: annotations.worst(at, None, name, *more) for name, more in fields}


def indicator_severity(annotations: Annotations, project: int, at: int) -> str | None:
    """Return the severity of the worst finding at an indicator's name and details, or at the whole of it."""
    return annotations.worst(project, at, "", "name", "number", *(field.name for field in detail_fields(Indicator)))


def indicator_headings(lang: str) -> list[tuple[str, int]]:
    """Return the headings of an indicator's levels and its name, each with the width of its column."""
    levels = [(label_of(Indicator, name, lang), width) for name, width in _LEVEL_WIDTHS.items()]
    return [*levels, (phrase("indicator", lang), _INDICATOR_WIDTH)]


def _heading(words: str) -> Iterator[Element]:
    """A heading that breaks before its bracket, not inside."""
    name, bracket, rest = words.partition("（")
    yield tag("span", name)
    if bracket:
        yield tag("span", bracket + rest)


def merged_rows(indicators: Sequence[Indicator], heights: Sequence[int]) -> list[tuple[int, int]]:
    """Return how many rows the cells of level 1 and 2 span at each indicator; 0 where the cell above reaches down.

    >>> from perfmodel.model.category import Category
    >>> output, quantity = Category.lookup("1"), Category.lookup("11")
    >>> merged_rows([Indicator(output, quantity), Indicator(output, quantity), Indicator(output)], [1, 2, 1])
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
    return [(level1, level2) for level1, level2 in spans]


def table_elements(table: TargetTable, annotations: Annotations, lang: str, limits: Limits) -> Iterator[Child]:
    """A whole table: what it is, what could not be placed, its rows, and what is not shown."""
    projects = table.projects
    shown = [at for at in range(len(projects)) if not limits.only or at in annotations.projects][: limits.projects]
    indicators = chain.from_iterable(project.indicators for project in projects)
    grid = _Grid(list(fundings_of(table)), used_targets(indicators), annotations, lang, limits, table)
    yield from heading_elements(table, lang)
    yield from cells.findings_of(annotations.of(*TOP), annotations, TargetTable, lang)
    yield grid.table(_table_rows(table, grid, set(shown)))
    if any(projects[at].funding.inferred for at in shown) or (table.total is not None and table.total.inferred):
        yield tag("div", phrase("guessed", lang), class_="pm-second")
    yield from unread_elements(table, lang)


def heading_elements(table: TargetTable, lang: str) -> Iterator[Child]:
    """What a table is: its title, the body that publishes it, how much is in it."""
    count = sum(len(project.indicators) for project in table.projects)
    facts = [
        labelled(label_of(TargetTable, "unit", lang), truncate(table.unit, lang), lang) if table.unit else None,
        phrase("counts", lang, f"{len(table.projects):,}", f"{count:,}"),
        phrase("currency_unit", lang, table.currency_unit) if table.currency_unit else None,
        *details(table, lang, "html"),
    ]
    yield tag("div", truncate(table.title, lang), class_="pm-title") if table.title else None
    yield tag("div", *(tag("span", fact) for fact in facts if fact), class_="pm-facts")


def unread_elements(table: TargetTable, lang: str) -> Iterator[Child]:
    """The texts of a table that were not understood."""
    if table.unread:
        yield tag("div", phrase("unread", lang), class_="pm-name")
        yield from (tag("div", truncate(text, lang), class_="pm-unread") for text in table.unread[:_MOST_UNREAD])
        if len(table.unread) > _MOST_UNREAD:
            yield tag("div", phrase("more_texts", lang, len(table.unread) - _MOST_UNREAD), class_="pm-second")


def _table_rows(table: TargetTable, grid: _Grid, shown: set[int]) -> Iterator[Element]:
    lang = grid.lang
    if table.total is not None:
        yield from grid.sum_row(phrase("sum", lang), table.total, TOTAL, TargetTable)
    at = seen = bodies = 0
    for place, section in enumerate(table.sections):
        inside = [number for number in range(at, at + len(section.projects)) if number in shown]
        at += len(section.projects)
        row = ("section", place)
        found = grid.annotations.of(*row)
        if not inside and (section.projects or grid.limits.only) and not found:
            continue
        # Bodies without a project on view are shown as far as projects are.
        seen += not inside
        if not inside and seen > grid.limits.projects:
            bodies += 1
            grid.unseen += len(found)
            continue
        lines = list(details(section, lang, "html"))
        if section.name or amounts_of(section.funding) or lines or found:
            yield from grid.sum_row(section.name, section.funding, row, Section, lines)
        for number in inside:
            yield from grid.project_rows(table.projects[number], number)
    grid.unseen += grid.annotations.without(shown)
    for words in _left_over(table, grid, shown, bodies):
        yield tag("tr", grid.note(words))


def _left_over(table: TargetTable, grid: _Grid, shown: set[int], bodies: int) -> Iterator[str]:
    """What a view says of what it does not show."""
    hidden = [at for at in range(len(table.projects)) if at not in shown]
    clean = [at for at in hidden if grid.limits.only and at not in grid.annotations.projects]
    more = [at for at in hidden if not grid.limits.only or at in grid.annotations.projects]
    if more:
        count = sum(len(table.projects[at].indicators) for at in more)
        yield phrase("more_projects", grid.lang, f"{len(more):,}", f"{count:,}")
    if bodies:
        yield phrase("more_sections", grid.lang, f"{bodies:,}")
    if grid.unseen:
        yield phrase("more_findings", grid.lang, f"{grid.unseen:,}")
    if clean:
        yield phrase("clean_projects", grid.lang, f"{len(clean):,}")
    if not table.projects:
        yield phrase("no_projects", grid.lang)


def project_elements(project: Project, annotations: Annotations, lang: str, limits: Limits) -> Iterator[Child]:
    """A project alone, in the columns of a table."""
    grid = _Grid([project.funding], used_targets(project.indicators), annotations, lang, limits)
    yield grid.table(grid.project_rows(project, 0))
    if project.funding.inferred:
        yield tag("div", phrase("guessed", lang), class_="pm-second")


def indicator_elements(indicator: Indicator, annotations: Annotations, lang: str) -> Iterator[Child]:
    """An indicator alone."""
    grid = _Grid((), used_targets((indicator,)), annotations, lang, Limits())
    rows = (tag("tr", *row) for row in grid.indicator_rows((indicator,), 0))
    yield grid.table(rows)


def indicators_elements(
    indicators: Sequence[Indicator], annotations: Annotations, lang: str, limits: Limits
) -> Iterator[Child]:
    """Several indicators without a project, with the findings of reading them."""
    yield tag("div", tag("span", phrase("indicator_count", lang, f"{len(indicators):,}")), class_="pm-facts")
    yield from cells.findings_of(annotations.of(0), annotations, Project, lang)
    grid = _Grid((), used_targets(indicators), annotations, lang, limits)
    yield grid.table(tag("tr", *row) for row in grid.indicator_rows(indicators, 0))


def elements_of(obj: Any, annotations: Annotations, lang: str, limits: Limits) -> Iterator[Child]:
    """What shows an object: a table, a project, an indicator, several, or a target."""
    if isinstance(obj, TargetTable):
        yield from table_elements(obj, annotations, lang, limits)
    elif isinstance(obj, Project):
        yield from project_elements(obj, annotations, lang, limits)
    elif isinstance(obj, Indicator):
        yield from indicator_elements(obj, annotations, lang)
    elif isinstance(obj, tuple):
        yield from indicators_elements(obj, annotations, lang, limits)
    else:
        yield tag("div", *cells.target_children(obj, lang), title=truncate(obj.text, lang))
