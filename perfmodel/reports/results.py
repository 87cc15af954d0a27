"""The files that were checked, with all that was found in them: what every format of output is written from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from perfmodel.checks.config import Config
from perfmodel.checks.fix import edits_of
from perfmodel.checks.report import Report
from perfmodel.formats.edit import CannotEdit, Edit, Editor
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.reports.counts import Counts, Failure
from perfmodel.source.source import Source

__all__ = ["Checked", "Results", "uri_path"]


@frozen
class Checked:
    """A file that was to be checked: its ``name`` as given, and its report or, if it could not be checked, the reason.

    ``fixable`` are the edits of the file that would fix a finding, by the finding's index in the report; ``fixed`` is the
    number of findings that were fixed, ``hidden`` that of findings which are not shown. ``tables`` are the reports of the
    tables of a file that has several, each with its own table, source and paths; the paths of the same findings in ``report``
    begin with the number of a table (``tables[1].projects[0].goal``).
    """

    name: str
    report: Report | None = None
    failure: Failure | None = None
    fixable: Mapping[int, tuple[Edit, ...]] = field(factory=dict)
    fixed: int = 0
    tables: tuple[Report, ...] = ()
    hidden: int = 0

    @classmethod
    def of(cls, name: str, report: Report, editor: Editor, fixed: int = 0) -> Checked:
        """Return a checked file with its report, and the edits that would fix what can be fixed for certain."""
        fixable = {}
        for at, finding in enumerate(report):
            try:
                edits = edits_of(finding, editor)
            except CannotEdit:
                continue
            if edits:
                fixable[at] = edits
        return cls(name, report, None, fixable, fixed)

    @classmethod
    def of_tables(cls, name: str, reports: Sequence[Report]) -> Checked:
        """Return a checked file with the reports of its tables; what concerns the file, and so is in each, is kept in the last.

        >>> reports = [Report([Finding("R10", "hint", "gb18030"), Finding("S02", "error", "b", "projects[0]")])] * 2
        >>> file = Checked.of_tables("a.yaml", reports)
        >>> [finding.path for finding in file.report], [len(report) for report in file.reports]
        (['tables[1]', 'tables[0].projects[0]', 'tables[1].projects[0]'], [1, 2])
        """
        if len(reports) == 1:
            return cls(name, reports[0])
        source = reports[0].source
        unique: dict[tuple[object, ...], tuple[int, Finding, Finding]] = {}
        for at, report in enumerate(reports):
            for finding in report:
                path = f"tables[{at}].{finding.path}".rstrip(".")
                span = finding.span if report.source is source else None
                one = evolve(finding, path=path, span=span, suggestion=None)
                unique[one.code, one.message, one.span, path if one.span or "]." in path else ""] = at, one, finding
        tables = tuple(
            Report([finding for place, _one, finding in unique.values() if place == at], report.source, report.obj)
            for at, report in enumerate(reports)
        )
        return cls(name, Report([one for _at, one, _finding in unique.values()], source), tables=tables)

    @property
    def counts(self) -> Counts:
        """How much was found in the file.

        >>> Checked("a.yaml", failure=Failure("文件不存在", "No such file or directory")).counts.failures
        1
        """
        counts = Counts.of_findings(self.report or (), failed=self.failure is not None)
        counts.fixable, counts.fixed, counts.hidden = len(self.fixable), self.fixed, self.hidden
        return counts

    def shown(self, severity: str | None) -> Checked:
        """Return the file with its findings of this severity and graver ones alone; with all of them for None.

        >>> report = Report([Finding("R01", "hint", "a"), Finding("S02", "error", "b")])
        >>> file = Checked("a.yaml", report).shown("warning")
        >>> [finding.code for finding in file.report], file.hidden
        (['S02'], 1)
        """
        if self.report is None or severity is None:
            return self
        report = self.report.filter(severity)
        shown = set(map(id, report))
        kept = [at for at, finding in enumerate(self.report) if id(finding) in shown]
        fixable = {new: self.fixable[old] for new, old in enumerate(kept) if old in self.fixable}
        tables = tuple(table.filter(severity) for table in self.tables)
        return evolve(self, report=report, fixable=fixable, hidden=len(self.report) - len(report), tables=tables)

    @property
    def parts(self) -> tuple[TargetTable | Project | Indicator | None, ...]:
        """The tables of a file that has several; none for any other file.

        >>> Checked("a.yaml", Report()).parts
        ()
        """
        return tuple(table.obj for table in self.tables)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The report of each table of the file; none where it could not be read.

        >>> Checked("a.yaml", Report()).reports
        (Report(findings=()),)
        """
        return self.tables or (() if self.report is None else (self.report,))

    @property
    def root(self) -> type | None:
        """The class of the object that paths of findings begin at; None where that is not known, and for several tables.

        >>> Checked("a.yaml", Report(obj=Indicator())).root
        <class 'perfmodel.model.indicator.Indicator'>
        """
        return None if self.report is None or self.report.obj is None else type(self.report.obj)

    @property
    def source(self) -> Source | None:
        """The text that was checked."""
        return None if self.report is None else self.report.source


@frozen
class Results:
    """All files of a run and the configuration of the run; with ``exit_zero`` errors leave the exit status at 0.

    >>> Results(()).counts.severities
    {'error': 0, 'warning': 0, 'hint': 0}
    """

    files: tuple[Checked, ...]
    config: Config = field(factory=Config)
    lang: str = "zh"
    exit_zero: bool = False

    @property
    def counts(self) -> Counts:
        """How much was found in all files."""
        counts = Counts()
        for file in self.files:
            counts.add(file.counts)
        return counts


def uri_path(name: str) -> str:
    """Return a file's path relative to the current folder, with ``/``; an absolute one if it lies outside of it.

    >>> uri_path("./docs/../README.md")
    'README.md'
    """
    try:
        relative = os.path.relpath(name)
    except (ValueError, OSError):  # another drive, or the current folder is gone
        return name.replace(os.sep, "/")
    outside = relative == os.pardir or relative.startswith(os.pardir + os.sep)
    return (os.path.abspath(name) if outside else relative).replace(os.sep, "/")
