"""Findings in HTML: how many there are, and each beside the row it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from perfmodel.display.annotations import Annotations
from perfmodel.display.cells import badge, finding_element, secondary_line
from perfmodel.display.html import Child, tag
from perfmodel.display.table import Limits, elements_of
from perfmodel.display.words import phrase, severity_word
from perfmodel.model.finding import Finding, count_severities
from perfmodel.model.paths import path_text
from perfmodel.source.source import Source

__all__ = ["report_elements", "severity_badges", "severity_counts"]

_LIST = 100


def severity_counts(counts: Mapping[str, int], lang: str) -> list[tuple[str, str]]:
    """Return the severities that occur, with the text that says how many findings there are of each; ``counts`` has all.

    >>> severity_counts({"error": 1, "warning": 0, "hint": 1200}, "zh")
    [('error', '错误 1'), ('hint', '提示 1,200')]
    """
    return [(severity, f"{severity_word(severity, lang)} {count:,}") for severity, count in counts.items() if count]


def severity_badges(counts: Mapping[str, int], lang: str) -> list[Child]:
    """Return a badge for each severity that occurs."""
    return [badge(text, severity) for severity, text in severity_counts(counts, lang)]


def report_elements(
    findings: Sequence[Finding], obj: Any, source: Source | None, lang: str, limits: Limits
) -> Iterator[Child]:
    """The findings: beside the rows of the object, of which only those are shown; as a list without an object."""
    yield tag("div", *(severity_badges(count_severities(findings), lang) or [phrase("clean", lang)]))
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
