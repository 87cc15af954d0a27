"""Checking a table, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import assert_type

import perfmodel
from perfmodel import Finding, Indicator, Profile, Project, Report, Span, Suggestion, TargetTable, View, validate


def lines_of(report: Report) -> list[str]:
    """A report is a sequence of findings."""
    return [f"{found.code} {found.severity} {found.path}: {found.render('en')}" for found in report]


def mended(finding: Finding) -> str | None:
    """Only what is certain."""
    suggestion = finding.suggestion
    assert_type(suggestion, Suggestion | None)
    if suggestion is None or not suggestion.certain:
        return None
    assert_type(suggestion.paths, tuple[str, ...])
    return suggestion.text


def main() -> None:
    """Check one indicator."""
    draft = perfmodel.parse_indicator("1-产出指标；12-质量指标；验收合格率；年度指标值:≥100%")
    report = validate(draft, profile="guangdong", select=["V06"], ignore="S")
    assert_type(report, Report)
    assert_type(report[0], Finding)
    assert_type(report[:1], tuple[Finding, ...])
    assert_type(report.errors, tuple[Finding, ...])
    assert_type(report.ok, bool)
    assert_type(report.by_rule, Mapping[str, tuple[Finding, ...]])
    assert_type(report.obj, TargetTable | Project | Indicator | None)
    assert_type(report[0].span, Span | None)
    assert_type(report.show(lang="en"), View)
    assert [mended(found) for found in report] == ["=100%"]
    assert len(lines_of(report)) == len(report) == 1
    own = Profile.of("guangdong")
    assert_type(own, Profile)
    assert validate(draft, own) == validate(draft, "guangdong")
    assert Report([Finding("S02", "error", "没有指标", suggestion=Suggestion("a", True, ["name"]))]).errors
