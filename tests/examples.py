"""Examples in rules' pages and case files: an indicator string, or YAML of an indicator, a project or a table."""

from __future__ import annotations

from perfmodel import Funding, Indicator, Project, TargetTable, from_yaml, parse_indicators
from perfmodel.formats.read import form_of
from perfmodel.source.source import Source

GOAL = "为全市残疾人举办职业技能培训班4期，培训200人次，提高就业能力。"


def example(text: str) -> TargetTable | Project | Indicator:
    """One indicator string is an indicator, several are those of a project, everything else is YAML."""
    if form_of(Source(text)) == "yaml":
        found: TargetTable | Project | Indicator = from_yaml(text)
        return found
    indicators = parse_indicators(text)
    # A category that is not known is what some rules are about.
    assert {problem.code for problem in indicators.problems} <= {"R11"}, indicators.problems
    if len(indicators) == 1:
        return indicators[0]
    return Project("残疾人职业技能培训", None, Funding(), GOAL, tuple(indicators))
