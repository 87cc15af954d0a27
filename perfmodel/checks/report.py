"""A report: the findings about a table, a project or an indicator, and the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, overload

from attrs import evolve, field, frozen

from perfmodel._internal.guards import of_type
from perfmodel._internal.messages import one_of, wrong_value
from perfmodel.model import validators
from perfmodel.model.finding import SEVERITIES, Finding, count_severities
from perfmodel.model.indicator import Indicator
from perfmodel.model.methods import ReportMethods, ViewMethods
from perfmodel.model.paths import order_of
from perfmodel.model.report_methods import ReportRowMethods
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source

__all__ = ["Report", "in_order"]


_CHECKED_KINDS = ("TargetTable、Project 或 Indicator", "a TargetTable, a Project or an Indicator")
_checked = of_type((TargetTable, Project, Indicator), _CHECKED_KINDS, optional=True)


def _findings(given: Iterable[Finding]) -> tuple[Finding, ...]:
    return validators.as_tuple(given)


@frozen
class Report(ViewMethods, ReportMethods, ReportRowMethods, Sequence[Finding]):
    """The findings about a table, a project or an indicator, in the order of the table.

    ``source`` is the text that their spans refer to, ``obj`` what was checked, where they are known; they take no part
    in equality. A notebook shows the findings beside the rows of ``obj`` that they concern.

    >>> report = Report((Finding("S02", "error", "没有指标", "projects[0].indicators"),))
    >>> len(report), report.ok, [finding.code for finding in report.errors]
    (1, False, ['S02'])
    """

    findings: tuple[Finding, ...] = field(default=(), converter=_findings, validator=validators.tuple_of(Finding))
    source: Source | None = field(default=None, eq=False, repr=False, validator=validators.instance(Source))
    obj: TargetTable | Project | Indicator | None = field(default=None, eq=False, repr=False, validator=_checked)

    @property
    def ok(self) -> bool:
        """Whether nothing of severity error was found."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings of severity error: what is wrong in any table."""
        return self._of("error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings of severity warning: breaches of rules that leave room for judgement."""
        return self._of("warning")

    @property
    def hints(self) -> tuple[Finding, ...]:
        """Findings of severity hint: what a person may want to check."""
        return self._of("hint")

    @property
    def by_rule(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings by code, in the order of the codes.

        >>> Report((Finding("V06", "warning", "a"), Finding("S02", "error", "b"))).by_rule.keys()
        dict_keys(['S02', 'V06'])
        """
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.code, []).append(finding)
        return {code: tuple(found[code]) for code in sorted(found)}

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each severity, the gravest first.

        >>> Report((Finding("V06", "warning", "a"), Finding("S02", "error", "b"))).counts
        {'error': 1, 'warning': 1, 'hint': 0}
        """
        return count_severities(self.findings)

    def filter(self, severity: str | None = None, code: str | Iterable[str] | None = None) -> Report:
        """Return a report of the findings of this severity or a graver one, and of these codes.

        ``code`` names codes or beginnings of codes: ``"V,C07"`` or a list, as `validate` takes them. None leaves all.
        Raises `ValueError` for another severity or an unknown code.

        >>> report = Report((Finding("V06", "warning", "a"), Finding("S02", "error", "b"), Finding("R01", "hint", "c")))
        >>> [finding.code for finding in report.filter("warning")], [finding.code for finding in report.filter(code="V,R")]
        (['V06', 'S02'], ['V06', 'R01'])
        """
        from perfmodel.checks.selection import is_selected, selectors  # these know all rules

        if severity is not None and severity not in SEVERITIES:
            raise wrong_value(one_of(SEVERITIES), severity, "severity")
        shown = SEVERITIES if severity is None else SEVERITIES[: SEVERITIES.index(severity) + 1]
        wanted = selectors(code)
        found = (one for one in self.findings if one.severity in shown)
        return evolve(self, findings=(one for one in found if wanted is None or is_selected(one.code, wanted)))

    def to_plain(self) -> dict[str, Any]:
        """Return a plain form for JSON: counts by severity, and a dict for each finding, with line and column if known.

        >>> Report((Finding("S02", "error", "没有指标", "indicators"),)).to_plain()["findings"]
        [{'code': 'S02', 'severity': 'error', 'message': '没有指标', 'path': 'indicators'}]
        """
        counts = {f"{severity}s": count for severity, count in self.counts.items()}
        return {"ok": self.ok, **counts, "findings": [self._plain(finding) for finding in self.findings]}

    def _plain(self, finding: Finding) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "english": finding.english,
            "path": finding.path,
        }
        if finding.span is not None:
            plain["span"] = [finding.span.start, finding.span.end]
            cell = None if self.source is None else self.source.cell_at(finding.span.start)
            if cell is not None:
                plain["cell"] = cell.text()
            elif self.source is not None:
                start, end = self.source.position(finding.span.start), self.source.position(finding.span.end)
                plain |= {"line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column}
        if finding.suggestion is not None:
            suggestion = finding.suggestion
            plain["suggestion"] = {
                "text": suggestion.text,
                "certain": suggestion.certain,
                "paths": list(suggestion.paths),
            }
        return {key: value for key, value in plain.items() if value != "" or key == "path"}

    def _of(self, severity: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == severity)

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self.findings[index]


_span_ends = attrgetter("span.start", "span.end")


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings in the order of the table: by place in the text if all have one, else by path; then by code.

    >>> found = [Finding("V06", "warning", "", "projects[10].name"), Finding("S02", "error", "", "projects[9].name")]
    >>> [finding.code for finding in in_order(found)]
    ['S02', 'V06']
    """
    if any(finding.span is None for finding in findings):
        return sorted(findings, key=_by_path)
    ordered: list[Finding] = []
    # Most are alone at their place: the path need not be taken apart.
    for _ends, group in groupby(sorted(findings, key=_span_ends), _span_ends):
        here = list(group)
        ordered += here if len(here) == 1 else sorted(here, key=_by_path)
    return ordered


def _by_path(finding: Finding) -> tuple[Any, ...]:
    return order_of(finding.path), finding.code, finding.message
