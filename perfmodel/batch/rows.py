"""One input becomes rows: the file itself, its tables, projects, indicators and findings, as they are read and checked."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from attrs import frozen

from perfmodel._internal.caches import Memory
from perfmodel._version import __version__
from perfmodel.batch.datasets import FOLDED_NAME
from perfmodel.batch.inputs import file_key
from perfmodel.batch.settings import Settings
from perfmodel.checks.engine import validate
from perfmodel.checks.report import Report
from perfmodel.checks.whole_file import file_report, reading_report
from perfmodel.errors import ParseError
from perfmodel.files.detect import detect_kind
from perfmodel.files.limits import DEFAULT_LIMITS
from perfmodel.formats.read import FileContents, form_of, is_document, read_contents
from perfmodel.formats.schema import FILE_KINDS
from perfmodel.frames.columns import INDICATOR_COUNT, PROJECT_NUMBER, SECTION_NUMBER
from perfmodel.frames.datasets import SCHEMA_VERSION, folded_name
from perfmodel.frames.objects import text_of_objects
from perfmodel.frames.records import cells_of, held, indicator_rows
from perfmodel.model.finding import SEVERITIES, Finding
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.reports.counts import Failure
from perfmodel.reports.finding_rows import finding_rows, unread_file, unread_file_row
from perfmodel.source.source import Source
from perfmodel.strings.decoding import decode

__all__ = ["FILE_STATUSES", "FileOutcome", "failed", "outcome_of", "outcome_of_contents"]

# What came of an input. The last three are found by whoever runs the workers, out of memory also here.
FILE_STATUSES = ("read", "refused", "failed", "timeout", "memory", "died")

Row: TypeAlias = "dict[str, Any]"
_Found: TypeAlias = "TargetTable | Project | Indicator"

_FOLDED: Memory[str, str | None] = Memory(lambda name: folded_name(held(name)), 32_768)
_EMPTY_FUNDING = Funding()


@frozen(eq=False)
class FileOutcome:
    """What came of one input, as rows under the names of columns; what is None may be left out of a row.

    ``projects`` and ``indicators`` hold what is their own: each stands with the place, from 0, of the table or of the
    project that it belongs to. ``findings`` are whole rows.

    >>> outcome = outcome_of("表.yaml", "name: 会议费\\ngoal: 开好会议。".encode(), Settings("parse", lang="en"))
    >>> outcome.file["status"], outcome.file["kind"], [row["project"] for _table, row in outcome.projects]
    ('read', 'yaml', ['会议费'])
    """

    file: Row
    tables: Sequence[Row] = ()
    projects: Sequence[tuple[int, Row]] = ()
    indicators: Sequence[tuple[int, Row]] = ()
    findings: Sequence[Row] = ()


def outcome_of(name: str, data: bytes | str, settings: Settings) -> FileOutcome:
    """Read one input with all its tables, and check them where the settings say so; whatever it holds, nothing is raised.

    A text is read as the file of it in UTF-8.

    >>> outcome = outcome_of("扫描件.png", b"\\x89PNG...", Settings(lang="en"))
    >>> outcome.file["status"], outcome.findings[0]["code"]
    ('refused', 'R59')
    """
    content = held(data).encode() if isinstance(data, str) else data
    try:
        return _read(name, content, settings)
    except ParseError as error:
        return failed(name, content, "refused", Failure.of(error), settings)
    except MemoryError as error:
        return failed(name, content, "memory", Failure.of(error), settings)
    except Exception as error:  # one input stops no other
        return failed(name, content, "failed", Failure.of(error), settings)


def failed(name: str, data: bytes | None, status: str, failure: Failure, settings: Settings) -> FileOutcome:
    """Return the outcome of an input that could not be read: a row of files, and a finding that says why.

    ``data`` is None where it could not be opened. ``status`` is one of `FILE_STATUSES`.

    >>> outcome = failed("a.pdf", None, "failed", Failure("文件不存在", "No such file or directory"), Settings(lang="en"))
    >>> outcome.file["message"], outcome.file["error_count"], outcome.findings[0]["severity"]
    ('No such file or directory', 1, 'error')
    """
    row = unread_file_row(failure, file_key(name), settings.lang)
    kind = None if data is None else _kind_of(name, data)
    file = _file_row(name, data, kind, status, settings) | _counts(0, 0, 0)
    file |= {"message": failure.text(settings.lang)} | _severities([unread_file(failure)])
    return FileOutcome(file, findings=(row,))


def _read(name: str, data: bytes, settings: Settings) -> FileOutcome:
    pages, sheets, forms = settings.pages, settings.sheets, settings.forms
    read = read_contents(data, name, settings.lang, pages=pages, sheets=sheets, forms=forms)
    return outcome_of_contents(name, data, read, settings)


def outcome_of_contents(name: str, data: bytes, read: FileContents, settings: Settings) -> FileOutcome:
    """Return the outcome of an input that was read: what stands in it is checked where the settings say so.

    >>> contents = FileContents("yaml", [(Source(""), Project("会议费"))])
    >>> outcome_of_contents("表.yaml", b"", contents, Settings("parse")).file["project_count"]
    1
    """
    config, lang = settings.config, settings.lang

    def checked(source: Source, obj: _Found) -> Report:
        return validate(obj, config.profile, config.select, config.unwanted, source)

    report, parts = file_report(read.found, reading_report if settings.command == "parse" else checked)
    file = file_key(name)
    findings = [
        row | {"table_number": row["table_number"] or 1}
        for row in finding_rows(report, report.source, report.obj, [part.obj for part in parts], file, lang)
    ]
    rows = _Rows(lang)
    for (source, obj), part in zip(read.found, parts or (report,), strict=True):
        rows.add(source, obj, part)
    whole = _file_row(name, data, read.kind, "read", settings) | rows.counts() | _severities(report)
    return FileOutcome(whole, rows.tables, rows.projects, rows.indicators, findings)


class _Rows:
    """The rows of the tables of one file."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.tables: list[Row] = []
        self.projects: list[tuple[int, Row]] = []
        self.indicators: list[tuple[int, Row]] = []

    def add(self, source: Source, obj: _Found, findings: Iterable[Finding]) -> None:
        """Add a table, or a project or an indicator as a table of it alone."""
        if isinstance(obj, TargetTable):
            table = obj
        else:
            project = obj if isinstance(obj, Project) else Project(indicators=[obj])
            table = TargetTable(sections=[Section(projects=[project])])
        of_table, first, before = len(self.tables), len(self.projects), len(self.indicators)
        for place, section in enumerate(table.sections, 1):
            of_section = {SECTION_NUMBER.name: place} | cells_of(section)
            for project in section.projects:
                self._add_project(of_table, len(self.projects) - first + 1, of_section, project)
        row = {"table_number": of_table + 1, "object": FILE_KINDS[type(obj)][0]} | cells_of(table)
        if table.total is not None:
            row |= cells_of(table.total)
        if any(section.name or section.funding != _EMPTY_FUNDING for section in table.sections):
            row["sections"] = text_of_objects(table.sections)
        if table.unread:
            row["unread"] = json.dumps(table.unread, ensure_ascii=False)
        row["place"] = None if table.place is None else table.place.render(source, self.lang) or None
        row["project_count"] = len(self.projects) - first
        row[INDICATOR_COUNT.name] = len(self.indicators) - before
        self.tables.append(row | _severities(findings))

    def _add_project(self, table: int, number: int, of_section: Row, project: Project) -> None:
        own = of_section | {PROJECT_NUMBER.name: number, INDICATOR_COUNT.name: len(project.indicators)}
        self.projects.append((table, own | cells_of(project)))
        at = len(self.projects) - 1
        for row in indicator_rows(project.indicators, unicode_only=True):
            name = row.get("indicator")
            if name:
                row[FOLDED_NAME] = _FOLDED[name]
            self.indicators.append((at, row))

    def counts(self) -> Row:
        """Return how many tables, projects and indicators there are."""
        return _counts(len(self.tables), len(self.projects), len(self.indicators))


def _counts(tables: int, projects: int, indicators: int) -> Row:
    return {"table_count": tables, "project_count": projects, INDICATOR_COUNT.name: indicators}


def _severities(findings: Iterable[Finding]) -> Row:
    counts = Counter(finding.severity for finding in findings)
    return {f"{severity}_count": counts[severity] for severity in SEVERITIES}


def _file_row(name: str, data: bytes | None, kind: str | None, status: str, settings: Settings) -> Row:
    return {
        "file": file_key(name),
        "hash": None if data is None else hashlib.sha256(data).hexdigest(),
        "size": None if data is None else len(data),
        "kind": kind,
        "status": status,
        "command": settings.command,
        "settings": settings.fingerprint,
        "library_version": __version__,
        "schema_version": SCHEMA_VERSION,
    }


def _kind_of(name: str, data: bytes) -> str | None:
    """Return the kind of a file that could not be read; None where that is not known either."""
    try:
        if is_document(data, name):
            return detect_kind(data, DEFAULT_LIMITS)
        return form_of(decode(data, name))
    except Exception:  # what is wrong with the file has been said
        return None
