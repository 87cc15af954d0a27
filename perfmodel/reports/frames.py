"""Reports and comparisons as records and as typed frames: a row for each finding, a row for each change."""

from __future__ import annotations

from typing import Any

from perfmodel._internal.arguments import check_keys, check_lang, wrong_type
from perfmodel.checks.report import Report
from perfmodel.comparison.comparison import Comparison
from perfmodel.frames.build import frame
from perfmodel.frames.columns import Column, name_of
from perfmodel.reports.change_rows import CHANGE_COLUMNS, change_rows
from perfmodel.reports.finding_rows import FINDING_COLUMNS, finding_rows

__all__ = ["report_frame", "report_records"]


def report_records(value: Report | Comparison, keys: str = "en", lang: str = "zh") -> list[dict[str, Any]]:
    """Return a report or a comparison as records: a dict for each finding or change, with a key for each column.

    >>> from perfmodel.model.finding import Finding
    >>> report_records(Report([Finding("S02", "error", "没有指标")]), "zh")[0]["问题"]
    '没有指标'
    """
    columns, rows = _columns_and_rows(value, keys, lang)
    return [{name_of(column, keys): row[column.name] for column in columns} for row in rows]


def report_frame(library: str, value: Report | Comparison, keys: str = "en", lang: str = "zh") -> Any:
    """Return the rows of `report_records` as a frame of ``pandas``, ``polars`` or ``pyarrow``.

    The types of the columns are the same where there are no rows. Raises `MissingExtra` without the library.

    >>> report_frame("pandas", Report()).columns[:3].tolist()
    ['file', 'code', 'severity']
    """
    columns, rows = _columns_and_rows(value, keys, lang)
    return frame(library, columns, [name_of(column, keys) for column in columns], rows)


def _columns_and_rows(
    value: Report | Comparison, keys: str, lang: str
) -> tuple[tuple[Column, ...], list[dict[str, Any]]]:
    check_keys(keys)
    check_lang(lang)
    if isinstance(value, Comparison):
        return CHANGE_COLUMNS, list(change_rows(value, lang))
    if not isinstance(value, Report):
        raise wrong_type(value, "Report 或 Comparison", "a Report or a Comparison")
    source = value.source
    file = None if source is None else source.name
    return FINDING_COLUMNS, list(finding_rows(value, source, value.obj, file=file, lang=lang))
