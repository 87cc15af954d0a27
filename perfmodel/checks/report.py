"""What checking has to say of a table, all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from attrs import evolve, field, frozen
from attrs import validators as attrs_validators

from perfmodel.model import validators
from perfmodel.model.finding import SEVERITIES, Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.methods import Shown
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source

if TYPE_CHECKING:
    from perfmodel.display.view import View

__all__ = ["Report"]


_checked = attrs_validators.optional(attrs_validators.instance_of((TargetTable, Project, Indicator)))


def _findings(given: Iterable[Finding]) -> tuple[Finding, ...]:
    return validators.as_tuple(given)


@frozen
class Report(Shown, Sequence[Finding]):
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
        """What is wrong wherever the table comes from."""
        return self._of("error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What breaks a rule that leaves room for judgement."""
        return self._of("warning")

    @property
    def hints(self) -> tuple[Finding, ...]:
        """What a person may want to look at."""
        return self._of("hint")

    @property
    def by_rule(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings by code, codes in order.

        >>> Report((Finding("V06", "warning", "a"), Finding("S02", "error", "b"))).by_rule.keys()
        dict_keys(['S02', 'V06'])
        """
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.code, []).append(finding)
        return {code: tuple(found[code]) for code in sorted(found)}

    def to_plain(self) -> dict[str, Any]:
        """Return a plain form for JSON: counts by severity, and a dict for each finding, with line and column if known.

        >>> Report((Finding("S02", "error", "没有指标", "indicators"),)).to_plain()["findings"]
        [{'code': 'S02', 'severity': 'error', 'message': '没有指标', 'path': 'indicators'}]
        """
        counts = {f"{severity}s": len(self._of(severity)) for severity in SEVERITIES}
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

    def show(self, obj: TargetTable | Project | Indicator | None = None, lang: str = "zh") -> View:
        """Return a view of the findings beside the rows that they concern, of ``obj`` or of what was checked.

        A notebook shows it as HTML; rows without findings are counted, not shown. Raises ValueError for another language.

        >>> print(Report((Finding("S02", "error", "没有指标", english="no indicators"),)).show(lang="en"))
        S02 error: no indicators
        """
        from perfmodel.display.view import show

        return show(self if obj is None else evolve(self, obj=obj), lang)
