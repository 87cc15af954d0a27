"""Findings as CSV for spreadsheets: a row for each finding, headings and severities in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfmodel.frames.columns import name_of
from perfmodel.reports.counts import Counts
from perfmodel.reports.finding_rows import FINDING_COLUMNS, finding_rows, shown_finding, unread_file_row
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.rule_catalogue import entry_of
from perfmodel.spreadsheets.delimited import delimited_text

__all__ = ["csv_headings", "csv_rows", "findings_csv", "statistics_csv"]


def findings_csv(results: Results) -> str:
    """Return all findings as CSV, with headings.

    >>> findings_csv(Results((), lang="en"))[:24]
    'file,code,severity,title'
    """
    return csv_headings(results.lang) + csv_rows(results)


def csv_headings(lang: str) -> str:
    """Return the line of headings."""
    return delimited_text([[name_of(column, lang) for column in FINDING_COLUMNS]])


def csv_rows(results: Results) -> str:
    """Return a row for each finding, and for each file that could not be read, without headings.

    >>> from perfmodel.reports.counts import Failure
    >>> from perfmodel.reports.results import Checked
    >>> csv_rows(Results((Checked("a.txt", failure=Failure("文件为空", "the file is empty")),), lang="en"))[:16]
    'a.txt,R59,error,'
    """
    lang = results.lang
    rows = (shown_finding(row, lang) for file in results.files for row in _rows_of(file, lang))
    return delimited_text([row[column.name] for column in FINDING_COLUMNS] for row in rows)


def _rows_of(file: Checked, lang: str) -> Iterator[dict[str, Any]]:
    if file.report is not None:
        yield from finding_rows(file.report, file.source, file.report.obj, file.parts, file.name, lang)
    elif file.failure is not None:
        yield unread_file_row(file.failure, file.name, lang)


def statistics_csv(counts: Counts, lang: str = "zh") -> str:
    """Return how often each code was found, the most frequent first.

    >>> print(statistics_csv(Counts(codes={"S02": 3}), "en"), end="")
    code,name,count,title
    S02,has-indicators,3,a project has at least one indicator
    """
    heads = ["code", "name", "count", "title"] if lang == "en" else ["代码", "规则名", "次数", "规则"]
    rows = [[code, entry_of(code).name, count, entry_of(code).title(lang)] for code, count in counts.by_rule()]
    return delimited_text([heads, *rows])
