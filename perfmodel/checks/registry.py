"""All rules, in the order of their codes."""

from __future__ import annotations

from perfmodel.checks.rule import Rule
from perfmodel.checks.rules import completeness, goals, people, place, ratios, routine, works

__all__ = ["RULES", "rule_of"]

RULES: tuple[Rule, ...] = (
    # S: structure and completeness
    completeness.filled,  # S01
    completeness.has_indicators,  # S02
    # V: target values
    ratios.bounded_ratio,  # V06
    # C: the right thing in the right category
    routine.money_flow,  # C01
    routine.bare_completion,  # C02
    routine.routine_management,  # C03
    place.quality_or_benefit,  # C04
    place.satisfaction_place,  # C05
    place.about_environment,  # C06
    people.people_asked,  # C07
    # G: goals
    goals.names_something,  # G01
    goals.boilerplate,  # G02
    works.work_has_indicator,  # G03
    goals.goals_differ,  # G04
)
_BY_CODE = {found.code: found for found in RULES}


def rule_of(code: str) -> Rule:
    """Return the rule of a code; raises `KeyError` for an unknown one.

    >>> rule_of("S02").name
    'has-indicators'
    """
    return _BY_CODE[code]
