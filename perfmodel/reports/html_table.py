"""The findings about a table in HTML: each below the row that it concerns, in a table that can be filtered.

No cell spans rows, so that any of them can be hidden: a project is a body of the table, its name, money and goal in one row above
its indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve

from perfmodel.analysis.budget_year import budget_year
from perfmodel.checks.report import Report
from perfmodel.display import cells
from perfmodel.display.annotations import TOP, TOTAL, Annotations
from perfmodel.display.html import Child, Element, tag, with_attributes
from perfmodel.display.parts import amount_fields, amounts_of, details, level_text, used_targets
from perfmodel.display.table import (
    heading_elements,
    indicator_headings,
    indicator_severity,
    project_severities,
    unread_elements,
)
from perfmodel.display.words import label_of, labelled, phrase, severity_word, suggestion_text, truncate
from perfmodel.model.finding import SEVERITIES, Finding
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.paths import path_text
from perfmodel.model.table import Project, TargetTable
from perfmodel.reports.html_words import report_phrase

__all__ = ["finding_element", "part_elements", "rule_anchor"]

_MOST_FINDINGS_SHOWN = 2000
# How much of a goal is shown, in characters; less of it where only rows with findings are.
_WHOLE_GOAL_CHARACTERS, _BRIEF_GOAL_CHARACTERS = 1000, 160
_CODE = re.compile(r"[A-Za-z0-9]{1,20}")


def rule_anchor(code: str) -> str | None:
    """Return the place in the page that has the words of a rule; None for what is no code.

    >>> rule_anchor("V06"), rule_anchor("<b>")
    ('rule-V06', None)
    """
    return f"rule-{code}" if _CODE.fullmatch(code) else None


def finding_element(finding: Finding, report: Report, lang: str) -> Element:
    """Return a finding of a report: its code, which leads to the words of its rule, its message and suggestion, and where it is."""
    anchor = rule_anchor(finding.code)
    text = f"{finding.code} {severity_word(finding.severity, lang)}"
    classes = f"pm-badge pm-{finding.severity}"
    suggestion = finding.suggestion
    return tag(
        "div",
        tag("span", text, class_=classes) if anchor is None else tag("a", text, href=f"#{anchor}", class_=classes),
        tag("span", truncate(finding.render(lang), lang)),
        None if suggestion is None else " ",
        None if suggestion is None else tag("span", suggestion_text(suggestion, lang), class_="pm-name"),
        cells.secondary_line(" · ".join(_places(finding, report, lang))),
        class_=f"pm-finding pm-{finding.severity}",
        data_severity=finding.severity,
        data_code=finding.code if anchor else "",
    )


def _places(finding: Finding, report: Report, lang: str) -> Iterator[str]:
    """Where a finding is, as people say it: in the model, then in the file."""
    source = report.source
    where = path_text(finding.path, lang, None if report.obj is None else type(report.obj))
    if where:
        yield truncate(where, lang)
    if source is None or finding.span is None or finding.span.start > len(source.text):
        return
    cell = source.cell_at(finding.span.start)
    if cell is not None:
        yield truncate(cell.text(lang), lang)
    elif not source.cells:
        yield source.position(finding.span.start).render(lang)


def part_elements(report: Report, lang: str, brief: bool) -> Iterator[Child]:
    """What is found about one table, project or indicator; ``brief`` shows only the rows with findings.

    What is not shown is counted below. Without its object, a report is a list of findings.
    """
    whole = report
    if len(whole) > _MOST_FINDINGS_SHOWN:
        order = sorted(range(len(whole)), key=lambda at: SEVERITIES.index(whole[at].severity))
        report = evolve(whole, findings=[whole[at] for at in sorted(order[:_MOST_FINDINGS_SHOWN])])
    left = len(whole) - len(report)
    if report.obj is None:
        yield from (finding_element(finding, report, lang) for finding in report)
        if left:
            yield _left_out([report_phrase("more_findings", lang, f"{left:,}")], lang)
        return
    if isinstance(report.obj, TargetTable):
        yield from heading_elements(report.obj, lang)
    rows = _Rows(report, lang, brief, Annotations(whole.obj, whole))
    yield from (finding_element(finding, report, lang) for finding, _field in rows.annotations.of(*TOP))
    yield rows.table()
    words = list(rows.not_shown())
    if left:
        words.append(report_phrase("more_findings", lang, f"{left:,}"))
    if words:
        yield _left_out(words, lang)
    if isinstance(report.obj, TargetTable):
        yield from unread_elements(report.obj, lang)


def _left_out(words: Sequence[str], lang: str) -> Element:
    return tag("p", report_phrase("left_out", lang, (", " if lang == "en" else "、").join(words)), class_="pm-second")


class _Rows:
    """The rows of the table of a report."""

    def __init__(self, report: Report, lang: str, brief: bool, found: Annotations) -> None:
        self.obj: Any = report.obj
        self.report = report
        self.lang = lang
        self.brief = brief
        self.annotations = Annotations(self.obj, report, report.source)
        # All that was found, be it shown or not.
        self.found = found
        self.year: int | None = None
        # Within the year nothing can be missed yet.
        self.scores_actuals = True
        self.projects: Sequence[Project] = ()
        if isinstance(report.obj, TargetTable):
            self.projects = report.obj.projects
            self.year = budget_year(report.obj)
            self.scores_actuals = report.obj.form != "monitoring"
        elif isinstance(report.obj, Project):
            self.projects = (report.obj,)
        indicators = [indicator for project in self.projects for indicator in project.indicators]
        if isinstance(report.obj, Indicator):
            indicators.append(report.obj)
        self.targets = used_targets(indicators)
        self.labels = [name for name, _width in indicator_headings(lang)] + [one.label(lang) for one in self.targets]
        self.clean_projects = self.clean_indicators = 0

    def table(self) -> Element:
        """The table with its head, which printers repeat on each page."""
        widths = [13, 15, 30, *(42 / len(self.targets) for _target in self.targets)]
        columns = tag("colgroup", *(tag("col", width=f"{width:.1f}%") for width in widths))
        head = tag("thead", tag("tr", *(tag("th", label, scope="col") for label in self.labels)))
        caption = tag("caption", report_phrase("caption", self.lang))
        return tag("table", caption, columns, head, *self._bodies(), class_="pm-report")

    def not_shown(self) -> Iterator[str]:
        """What is not shown, once the table is made."""
        if self.clean_projects:
            yield report_phrase("clean_projects", self.lang, f"{self.clean_projects:,}")
        if self.clean_indicators:
            yield report_phrase("clean_indicators", self.lang, f"{self.clean_indicators:,}")

    def _bodies(self) -> Iterator[Element]:
        if isinstance(self.obj, Indicator):
            yield tag("tbody", *self._indicator(self.obj, (0, 0)))
            return
        if isinstance(self.obj, Project):
            yield from self._project(self.obj, 0)
            return
        table: TargetTable = self.obj
        found = self.annotations.of(*TOTAL)
        if table.total is not None and (found or not self.brief):
            yield tag("tbody", *self._sum(phrase("sum", self.lang), table.total, TOTAL))
        at = 0
        for place, section in enumerate(table.sections):
            row = ("section", place)
            inside = range(at, at + len(section.projects))
            at += len(section.projects)
            any_inside = any(number in self.annotations.projects for number in inside)
            named = section.name or amounts_of(section.funding) or any(details(section, self.lang, "html"))
            if self.annotations.of(*row) or (named and (any_inside or not self.brief)):
                lines = details(section, self.lang, "html")
                yield tag("tbody", *self._sum(section.name, section.funding, row, lines))
            for number in inside:
                yield from self._project(table.projects[number], number)

    def _sum(self, name: str, funding: Funding, row: tuple[Any, Any], lines: Iterable[str] = ()) -> Iterator[Element]:
        """The row of the whole table or of a spending body, and its findings."""
        worst = self.annotations.worst
        head = [
            tag("span", truncate(name, self.lang), class_=_classes("pm-name", worst(*row, "name"))),
            *map(cells.secondary_line, lines),
            self._money(funding, worst(*row, "funding", "total")),
        ]
        yield tag("tr", tag("th", *head, colspan=len(self.labels), scope="rowgroup"), class_="pm-sum")
        yield from self._found(row)

    def _money(self, funding: Funding, severity: str | None) -> Element | None:
        """The amounts on one line, each behind its label."""
        texts = amounts_of(funding)
        if not texts:
            return None
        guess = "pm-guess" if funding.inferred else None
        shown = [
            tag("span", f"{field.label(self.lang)} ", tag("span", texts[field.name], class_=guess))
            for field in amount_fields()
            if field.name in texts
        ]
        return tag("div", *shown, class_=_classes("pm-amounts", severity))

    def _project(self, project: Project, at: int) -> Iterator[Element]:
        if self.brief and at not in self.annotations.projects:
            with_findings = self.found.indicators(at)
            self.clean_projects += at not in self.found.projects
            self.clean_indicators += len(project.indicators) - len(with_findings)
            return
        worst = project_severities(self.annotations, at)
        name = cells.project_cell(project, self.lang, 1).children
        head = [
            tag("div", self._numbered(at), *name, class_=_classes("pm-of-project", worst["name"])),
            self._money(project.funding, worst["funding"]),
            *self._goals(project, worst["goal"]),
        ]
        rows = [tag("tr", tag("th", *head, colspan=len(self.labels), scope="rowgroup"), class_="pm-project")]
        rows += self._found((at, None))
        for place, indicator in enumerate(project.indicators):
            if self.brief and not self.annotations.of(at, place):
                self.clean_indicators += not self.found.of(at, place)
            else:
                rows += self._indicator(indicator, (at, place))
        yield tag("tbody", *rows)

    def _numbered(self, at: int) -> Element | None:
        """The number by which findings name a project of a table."""
        return tag("span", f"{at + 1}", class_="pm-nth") if len(self.projects) > 1 else None

    def _goals(self, project: Project, severity: str | None) -> Iterator[Element]:
        most = _BRIEF_GOAL_CHARACTERS if self.brief else _WHOLE_GOAL_CHARACTERS
        for name in ("whole_period_goal", "goal"):
            text = getattr(project, name)
            if text:
                label = tag("span", labelled(label_of(Project, name, self.lang), "", self.lang), class_="pm-second")
                yield tag("div", label, truncate(text, self.lang, most), class_=_classes("pm-of-project", severity))

    def _indicator(self, indicator: Indicator, row: tuple[int, int]) -> Iterator[Element]:
        worst, lang = self.annotations.worst, self.lang
        if not indicator.understood:
            severity = worst(*row, "", "reason", "printed")
            shown = [cells.unclear_cell(indicator, lang, len(self.labels), severity)]
        else:
            levels = (("level1", indicator.level1, 1), ("level2", indicator.level2, 2))
            shown = [
                cells.level_cell(category, level_text(indicator, level), 1, lang, worst(*row, name))
                for name, category, level in levels
            ]
            shown.append(cells.indicator_cell(indicator, lang, indicator_severity(self.annotations, *row)))
            shown += (
                cells.value_cell(indicator, field.name, lang, worst(*row, field.name), self.year, self.scores_actuals)
                for field in self.targets
            )
            shown = [_labelled_cell(cell, label) for cell, label in zip(shown, self.labels, strict=True)]
        yield tag("tr", *shown, class_="pm-row")
        yield from self._found(row)

    def _found(self, row: tuple[Any, Any]) -> Iterator[Element]:
        found = [finding_element(finding, self.report, self.lang) for finding, _field in self.annotations.of(*row)]
        if found:
            yield tag("tr", tag("td", *found, colspan=len(self.labels), class_="pm-beside"), class_="pm-found")


def _labelled_cell(cell: Element, label: str) -> Element:
    """A cell with the head of its column, which a narrow screen shows before it; without what the cell says twice."""
    kept = tuple((key, value) for key, value in cell.attributes if key not in ("title", "rowspan"))
    return with_attributes(evolve(cell, attributes=kept), data_label=label if cell.children else None)


def _classes(name: str, severity: str | None) -> str:
    return name if severity is None else f"{name} {cells.severity_class(severity)}"
