"""What was found in files: what every form of output is written from."""

from __future__ import annotations

import os
from collections.abc import Mapping

from attrs import field, frozen

from perfmodel.checks.config import Config
from perfmodel.checks.fix import edits_of
from perfmodel.checks.report import Report
from perfmodel.formats.edit import CannotEdit, Edit, Editor
from perfmodel.reports.counts import Counts, Failure
from perfmodel.source.source import Source

__all__ = ["Checked", "Results", "uri_path"]


@frozen
class Checked:
    """A file that was to be checked: its ``name`` as given, its report, or why there is none.

    ``fixable`` are the changes that would fix a finding, by its place in the report; ``fixed`` counts what was fixed.
    """

    name: str
    report: Report | None = None
    failure: Failure | None = None
    fixable: Mapping[int, tuple[Edit, ...]] = field(factory=dict)
    fixed: int = 0

    @classmethod
    def of(cls, name: str, report: Report, editor: Editor, fixed: int = 0) -> Checked:
        """Make one of a report, with what could be fixed in its file."""
        fixable = {}
        for at, finding in enumerate(report):
            try:
                edits = edits_of(finding, editor)
            except CannotEdit:
                continue
            if edits:
                fixable[at] = edits
        return cls(name, report, None, fixable, fixed)

    @property
    def source(self) -> Source | None:
        """The text that was checked."""
        return None if self.report is None else self.report.source


@frozen
class Results:
    """All files of a run, and what was asked of them; with ``exit_zero`` errors leave the exit status at 0.

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
            counts.add(Counts.of(file))
        return counts


def uri_path(name: str) -> str:
    """Return a file's path from the current folder, with ``/``; as it is where it lies elsewhere.

    >>> uri_path("./docs/../README.md")
    'README.md'
    """
    try:
        relative = os.path.relpath(name)
    except (ValueError, OSError):  # another drive, or the current folder is gone
        return name.replace(os.sep, "/")
    outside = relative == os.pardir or relative.startswith(os.pardir + os.sep)
    return (os.path.abspath(name) if outside else relative).replace(os.sep, "/")
