"""Findings, by the row of a table that they concern."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Any

from perfmodel._internal.caches import Memory
from perfmodel.model.finding import SEVERITIES, Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source

__all__ = ["Annotations", "row_of"]

_PATH = re.compile(
    r"(?:projects\[(?P<project>[0-9]{1,9})\])?\.?(?:indicators\[(?P<indicator>[0-9]{1,9})\])?\.?"
    r"(?:sections\[(?P<section>[0-9]{1,9})\])?\.?(?P<field>[a-z][a-z0-9_]*)?.*",
    re.DOTALL,
)
# (project, indicator) of an indicator's row, (project, None) of a project's, ("section", n), "total"; else the top.
_Row = tuple[Any, Any]
TOP: _Row = (None, None)
TOTAL: _Row = ("total", None)


class Annotations:
    """Findings of an object, by the row they concern and the field in it.

    >>> finding = Finding("V06", "warning", "应写成“=100%”", "projects[0].indicators[3].annual")
    >>> from perfmodel.model.table import Section
    >>> table = TargetTable(sections=[Section(projects=[Project(indicators=[Indicator()] * 4)])])
    >>> annotations = Annotations(table, [finding])
    >>> [(found.code, field) for found, field in annotations.of(0, 3)], annotations.worst(0, 3, "annual"), annotations.projects
    ([('V06', 'annual')], 'warning', {0})
    """

    def __init__(self, root: Any, findings: Iterable[Finding] = (), source: Source | None = None) -> None:
        self.source = source
        self._rows: dict[_Row, list[tuple[Finding, str]]] = {}
        for finding in findings:
            row, field = row_of(root, finding.path)
            self._rows.setdefault(row, []).append((finding, field))
        self.projects = {row[0] for row in self._rows if isinstance(row[0], int)}

    def of(self, project: Any = None, indicator: int | None = None) -> list[tuple[Finding, str]]:
        """The findings of a row with their fields; those that concern no row, without arguments."""
        return self._rows.get((project, indicator), [])

    def worst(self, project: Any, indicator: int | None, *fields: str) -> str | None:
        """The severity of the worst finding at a cell; None where there is none."""
        found = {finding.severity for finding, field in self.of(project, indicator) if field in fields}
        return next((severity for severity in SEVERITIES if severity in found), None)

    def indicators(self, project: int) -> set[int]:
        """The indicators of a project that have findings."""
        return {row[1] for row in self._rows if row[0] == project and isinstance(row[1], int)}

    def without(self, projects: Container[int]) -> int:
        """How many findings concern other projects than these, and their indicators."""
        rows = ((row[0], found) for row, found in self._rows.items() if isinstance(row[0], int))
        return sum(len(found) for project, found in rows if project not in projects)

    def line(self, finding: Finding) -> int | None:
        """The line of the source that a finding is about; None where that is not known."""
        if finding.span is None or self.source is None or finding.span.start > len(self.source.text):
            return None
        # The lines of a document's cells are nobody's lines.
        return None if self.source.cells else self.source.position(finding.span.start).line

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))


def row_of(root: Any, path: str) -> tuple[_Row, str]:
    """Return the row of an object that a path concerns, and the first field of the path in it.

    >>> row_of(TargetTable(projects=[Project("会议费")]), "projects[0].funding.total")
    ((0, None), 'funding')
    """
    project, indicator, section, field = _PLACES_IN_TABLE[path]
    if isinstance(root, TargetTable):
        projects = len(root.projects)
        if project is not None and project < projects:
            inside = indicator is not None and indicator < len(root.projects[project].indicators)
            return (project, indicator if inside else None), field
        if section is not None and project is None and section < len(root.sections):
            return ("section", section), field
        return (TOTAL if field == "total" and root.total is not None else TOP), field
    if isinstance(root, (Project, tuple)):
        indicators = root.indicators if isinstance(root, Project) else root
        inside = indicator is not None and indicator < len(indicators)
        return (0, indicator if inside else None), field
    return ((0, 0) if isinstance(root, Indicator) else TOP), field


def _place_in_table(path: str) -> tuple[int | None, int | None, int | None, str]:
    """The project, the indicator and the section that a path names, and the first field in it."""
    match = _PATH.match(path)
    assert match is not None
    project, indicator, section = (
        None if match[name] is None else int(match[name]) for name in ("project", "indicator", "section")
    )
    return project, indicator, section, match["field"] or ""


_PLACES_IN_TABLE: Memory[str, tuple[int | None, int | None, int | None, str]] = Memory(_place_in_table, 32_768)
