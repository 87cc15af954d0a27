"""The order in which findings are reported: that of the table."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from perfmodel.model.finding import Finding
from perfmodel.model.paths import order_of

__all__ = ["in_order"]

_place_of = attrgetter("span.start", "span.end")


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings by place in the text where all have one, else by path; then by code.

    >>> found = [Finding("V06", "warning", "", "projects[10].name"), Finding("S02", "error", "", "projects[9].name")]
    >>> [finding.code for finding in in_order(found)]
    ['S02', 'V06']
    """
    if None in map(attrgetter("span"), findings):
        return sorted(findings, key=_by_path)
    by_place = sorted(findings, key=_place_of)
    # Most stand alone at their place: only for the others anything else counts.
    found: list[Finding] = []
    for _place, alike in groupby(by_place, _place_of):
        several = list(alike)
        found += several if len(several) == 1 else sorted(several, key=_by_path)
    return found


def _by_path(finding: Finding) -> tuple[Any, ...]:
    return order_of(finding.path), finding.code, finding.message
