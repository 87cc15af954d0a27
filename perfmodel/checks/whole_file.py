"""The report of a whole file: of its only table, or of all its tables, with what is true of the file said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve

from perfmodel.checks.report import Report
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source

__all__ = ["file_report", "reading_report"]


def file_report(
    found: Sequence[tuple[Source, TargetTable | Project | Indicator]],
    report_of: Callable[[Source, TargetTable | Project | Indicator], Report],
) -> tuple[Report, tuple[Report, ...]]:
    """Return the report of a file, and of a file with several tables that of each; ``report_of`` makes the report of one.

    Paths in the report of several tables begin with the number of the table (``tables[1].projects[0].goal``); spans are
    those of the first table's source. What is found in the same words at the same place for several tables stands once.

    >>> tables = [(Source(""), TargetTable(unit=name)) for name in ("甲", "乙")]
    >>> whole, parts = file_report(tables, lambda source, obj: Report([Finding("R15", "error", obj.unit)], source, obj))
    >>> [(finding.path, finding.message) for finding in whole], len(parts)
    ([('tables[0]', '甲'), ('tables[1]', '乙')], 2)
    """
    if len(found) == 1:
        return report_of(*found[0]), ()
    source = found[0][0]
    all_findings: list[tuple[int, Finding, Finding]] = []
    for at, (own, obj) in enumerate(found):
        for finding in report_of(own, obj):
            path = f"tables[{at}].{finding.path}".rstrip(".")
            span = finding.span if own is source else None
            all_findings.append((at, evolve(finding, path=path, span=span, suggestion=None), finding))
    # What is said of the file is said once.
    unique = {
        (one.code, one.message, one.span, one.path if one.span or "]." in one.path else ""): (at, one, finding)
        for at, one, finding in all_findings
    }
    tables = tuple(
        Report([finding for place, _one, finding in unique.values() if place == at], own, obj)
        for at, (own, obj) in enumerate(found)
    )
    return Report([one for _at, one, _finding in unique.values()], source), tables


def reading_report(source: Source, obj: TargetTable | Project | Indicator) -> Report:
    """Return the findings of reading alone as a report.

    >>> len(reading_report(Source(""), Project("会议费")))
    0
    """
    return Report(obj.problems if isinstance(obj, TargetTable) else (), source, obj)
