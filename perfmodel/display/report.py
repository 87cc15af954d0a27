"""Findings in HTML: how many there are, and each beside the row it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve

from perfmodel.display.annotations import Annotations
from perfmodel.display.cells import badge, finding_element, secondary_line
from perfmodel.display.html import Child, tag
from perfmodel.display.table import Limits, elements_of
from perfmodel.display.words import SEVERITY, phrase
from perfmodel.model.finding import SEVERITIES, Finding
from perfmodel.model.paths import path_text
from perfmodel.source.source import Source

__all__ = ["report_elements", "summary"]

_LIST = 100


def summary(findings: Sequence[Finding], lang: str) -> list[tuple[str, str]]:
    """The severities that occur, worst first, with how many findings there are of each.

    >>> summary([Finding("S02", "error", "没有指标")], "zh")
    [('error', '错误 1')]
    """
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
    return [(severity, f"{SEVERITY[severity][lang == 'en']} {count:,}") for severity, count in counts.items() if count]


def report_elements(
    findings: Sequence[Finding], obj: Any, source: Source | None, lang: str, limits: Limits
) -> Iterator[Child]:
    """The findings: beside the rows of the object, of which only those are shown; as a list without an object."""
    counts: list[Child] = [badge(text, severity) for severity, text in summary(findings, lang)]
    yield tag("div", *(counts or [phrase("clean", lang)]))
    if not findings:
        return
    if obj is not None:
        yield from elements_of(obj, Annotations(obj, findings, source), lang, evolve(limits, only=True))
        return
    for finding in findings[:_LIST]:
        line = None
        if (
            finding.span is not None
            and source is not None
            and not source.cells
            and finding.span.start <= len(source.text)
        ):
            line = source.position(finding.span.start).line
        yield finding_element(finding, lang, path_text(finding.path, lang), line)
    if len(findings) > _LIST:
        yield secondary_line(phrase("more_findings", lang, f"{len(findings) - _LIST:,}"))
