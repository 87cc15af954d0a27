"""Findings as rows: what stands in each column for a finding, in every form that is a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from perfmodel._internal.caches import Memory
from perfmodel.display.annotations import row_of
from perfmodel.display.words import severity_word
from perfmodel.frames.columns import Column
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.paths import object_at, path_text
from perfmodel.model.table import Project, TargetTable
from perfmodel.model.target import Target
from perfmodel.reports.counts import Failure
from perfmodel.reports.rule_catalogue import find_entry
from perfmodel.source.source import Source
from perfmodel.strings.canonical import amount_text
from perfmodel.strings.findings import CATALOGUE

__all__ = [
    "FINDING_COLUMNS",
    "UNREAD_FILE",
    "Owner",
    "finding_rows",
    "owner_of",
    "shown_finding",
    "unread_file",
    "unread_file_row",
]

FINDING_COLUMNS = (
    Column("file", "文件"),
    Column("code", "代码"),
    Column("severity", "严重程度"),
    Column("title", "规则"),
    Column("table_number", "表序号", "int"),
    Column("project_number", "项目序号", "int"),
    Column("project", "项目"),
    Column("indicator_number", "指标序号", "int"),
    Column("indicator", "指标"),
    Column("field", "字段"),
    Column("place", "所在"),
    Column("cell", "单元格"),
    Column("line", "行", "int"),
    Column("column", "列", "int"),
    Column("message", "问题"),
    Column("text", "原文"),
    Column("suggestion", "建议"),
    Column("certain", "可自动修正", "bool"),
    Column("path", "路径"),
)
# A finding about a whole project has all of it before it; nobody reads that in a cell.
_MOST_PRINTED = 200
_TABLE_STEP = re.compile(r"tables\[(?P<number>[0-9]{1,9})\]\.?")
_OBJECT_STEPS = re.compile(r"(?:(?:projects|indicators|sections)\[[0-9]+\]\.?)*")
_FIELDS_OF_PATHS: Memory[str, str] = Memory(lambda path: _OBJECT_STEPS.sub("", path, count=1), 32_768)


@frozen
class Owner:
    """What a finding is about: the object that was checked, the finding's path in it, and the row of a table that it concerns.

    ``number`` is that of the table, from 1, in a file with several; ``row`` is as in `perfmodel.display.annotations`.
    """

    obj: TargetTable | Project | Indicator | None
    path: str
    number: int | None = None
    row: tuple[Any, Any] = (None, None)

    @property
    def project(self) -> Project | None:
        """The project that the finding is about; None where it is about none, or a project that is not known."""
        at = self.row[0]
        if isinstance(self.obj, Project):
            return self.obj
        return self.obj.projects[at] if isinstance(self.obj, TargetTable) and isinstance(at, int) else None

    @property
    def indicator(self) -> Indicator | None:
        """The indicator that the finding is about; None where it is about none."""
        if isinstance(self.obj, Indicator):
            return self.obj
        project, at = self.project, self.row[1]
        return None if project is None or not isinstance(at, int) else project.indicators[at]

    @property
    def field(self) -> str:
        """The field that the finding is about, as a path in its project or indicator; empty where it is about all of it."""
        return _FIELDS_OF_PATHS[self.path]

    @property
    def value(self) -> Any:
        """What stands at the path; None where nothing does."""
        try:
            return None if self.obj is None else object_at(self.obj, self.path)
        except (
            ValueError,
            LookupError,
            AttributeError,
            TypeError,
        ):  # a further column whose label is no step of a path
            return None


def owner_of(path: str, obj: Any, parts: Sequence[Any] = ()) -> Owner:
    """Return what a path is about, in the object that was checked; ``parts`` are the tables of a file that has several.

    >>> table = TargetTable(projects=[Project("会议费"), Project("培训费", indicators=[Indicator(name="期数")])])
    >>> owner = owner_of("projects[1].indicators[0].annual", table)
    >>> owner.project.name, owner.indicator.name, owner.path
    ('培训费', '期数', 'projects[1].indicators[0].annual')
    >>> owner_of("tables[1].projects[0].goal", None, [TargetTable(), table]).project.name
    '会议费'
    """
    number = None
    match = _TABLE_STEP.match(path) if parts else None
    if match is not None and int(match["number"]) < len(parts):
        obj, path, number = parts[int(match["number"])], path[match.end() :], int(match["number"]) + 1
    if obj is None:
        return Owner(None, path, number)
    return Owner(obj, path, number, row_of(obj, path)[0])


def finding_rows(
    findings: Iterable[Finding],
    source: Source | None = None,
    obj: Any = None,
    parts: Sequence[Any] = (),
    file: str | None = None,
    lang: str = "zh",
) -> Iterator[dict[str, Any]]:
    """Yield a row for each finding under the English names of `FINDING_COLUMNS`; what is not known is None.

    Numbers of projects and indicators count from 1, as lines and columns do.

    >>> project = Project("会议费", indicators=[Indicator(name="期数", annual="≥2期")])
    >>> finding = Finding("V06", "warning", "…", "indicators[0].annual")
    >>> row = next(finding_rows([finding], obj=project))
    >>> row["project"], row["indicator_number"], row["indicator"], row["field"], row["text"]
    ('会议费', 1, '期数', 'annual', '≥2期')
    """
    for finding in findings:
        owner = owner_of(finding.path, obj, parts)
        project, indicator, suggestion = owner.project, owner.indicator, finding.suggestion
        entry = find_entry(finding.code)
        row = {
            "file": file,
            "code": finding.code,
            "severity": finding.severity,
            "title": None if entry is None else entry.title(lang),
            "table_number": owner.number,
            "project_number": owner.row[0] + 1 if isinstance(owner.row[0], int) and project is not None else None,
            "project": None if project is None else project.name or None,
            "indicator_number": owner.row[1] + 1 if isinstance(owner.row[1], int) and indicator is not None else None,
            "indicator": None if indicator is None else indicator.name or indicator.printed or None,
            "field": owner.field or None,
            "place": path_text(finding.path, lang, None if owner.obj is None else type(owner.obj)) or None,
            "message": finding.render(lang),
            "text": _printed(owner.value, finding, source),
            "suggestion": None if suggestion is None else suggestion.text,
            "certain": None if suggestion is None else suggestion.certain,
            "path": finding.path or None,
        }
        yield row | _place(finding, source, lang)


# The code of the finding that stands for a file which could not be read.
UNREAD_FILE = "R59"


def unread_file(failure: Failure) -> Finding:
    """Return the finding that says that a file could not be read, and why.

    >>> unread_file(Failure("文件为空", "the file is empty")).render("en")
    'the file could not be read: the file is empty'
    """
    kind = CATALOGUE[UNREAD_FILE]
    message, english = kind.message.format(text=failure.zh), kind.english.format(text=failure.en)
    return Finding(UNREAD_FILE, kind.severity, message, english=english)


def unread_file_row(failure: Failure, file: str | None = None, lang: str = "zh") -> dict[str, Any]:
    """Return the row of that finding, with the line and the column where the file is wrong, if they are known.

    >>> row = unread_file_row(Failure("文件为空", "the file is empty"), "表.txt")
    >>> row["file"], row["code"], row["severity"], row["line"]
    ('表.txt', 'R59', 'error', None)
    """
    row = next(finding_rows([unread_file(failure)], file=file, lang=lang))
    if failure.position is not None:
        row |= {"line": failure.position.line, "column": failure.position.column}
    return row


def _place(finding: Finding, source: Source | None, lang: str) -> dict[str, Any]:
    """Where a finding is in its file: the cell of a document, or line and column of a text."""
    cell = line = column = None
    if finding.span is not None and source is not None:
        found = source.cell_at(finding.span.start)
        if found is None:
            position = source.position(finding.span.start)
            line, column = position.line, position.column
        else:
            cell = found.text(lang)
    return {"cell": cell, "line": line, "column": column}


def _printed(value: Any, finding: Finding, source: Source | None) -> str | None:
    """What is printed at the place of a finding: a field's own text where it has one, else the text of the place."""
    text = ""
    if isinstance(value, Target):
        text = value.text
    elif isinstance(value, Decimal):
        text = amount_text(value) if abs(value.adjusted()) < _MOST_PRINTED else str(value)
    elif isinstance(value, str):
        text = value
    elif source is not None and finding.span is not None:
        text = source.text[finding.span.start : min(finding.span.end, finding.span.start + _MOST_PRINTED + 1)]
    elif isinstance(value, Indicator):
        text = value.printed or value.name
    elif isinstance(value, Project):
        text = value.name
    return (text if len(text) <= _MOST_PRINTED else f"{text[: _MOST_PRINTED - 1]}…") or None


def shown_finding(row: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return a row as people read it: the severity in words, and a mark where the suggestion can be written by ``--fix``."""
    return row | {"severity": severity_word(row["severity"], lang), "certain": "✓" if row["certain"] else None}
