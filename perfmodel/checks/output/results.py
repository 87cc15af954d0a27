"""What was found in files: what every form of output is written from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from perfmodel.checks.config import Config
from perfmodel.checks.fixing import edits_of
from perfmodel.checks.report import Report
from perfmodel.formats.edit import CannotEdit, Edit, Editor
from perfmodel.model.finding import SEVERITIES, Finding
from perfmodel.text import Position, Source

__all__ = ["Checked", "Failure", "Results", "uri_path"]


@frozen
class Failure:
    """Why a file could not be checked: the message in both languages, and where the file is wrong, if that is known."""

    zh: str
    en: str
    position: Position | None = None

    def text(self, lang: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


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
    """All files of a run, and what was asked of them; with ``exit_zero`` errors leave the exit status at 0."""

    files: tuple[Checked, ...]
    config: Config = field(factory=Config)
    lang: str = "zh"
    exit_zero: bool = False

    @property
    def findings(self) -> Iterable[Finding]:
        """All findings, file by file."""
        return (finding for file in self.files if file.report is not None for finding in file.report)

    @property
    def fixable(self) -> int:
        """How many findings could be fixed."""
        return sum(len(file.fixable) for file in self.files)

    @property
    def fixed(self) -> int:
        """How many findings were fixed."""
        return sum(file.fixed for file in self.files)

    @property
    def failures(self) -> int:
        """How many files could not be checked."""
        return sum(file.failure is not None for file in self.files)

    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each severity.

        >>> Results(()).counts()
        {'error': 0, 'warning': 0, 'hint': 0}
        """
        found = dict.fromkeys(SEVERITIES, 0)
        for finding in self.findings:
            found[finding.severity] += 1
        return found

    def by_rule(self) -> list[tuple[str, int]]:
        """Return codes with how often each was found, the most frequent first."""
        found: dict[str, int] = {}
        for finding in self.findings:
            found[finding.code] = found.get(finding.code, 0) + 1
        return sorted(found.items(), key=lambda row: (-row[1], row[0]))

    def status(self) -> int:
        """Return the exit status: 2 where a file could not be checked, 1 where an error was found, else 0."""
        if self.failures:
            return 2
        return 1 if self.counts()["error"] and not self.exit_zero else 0


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
