"""All rules, in the order of their codes."""

from __future__ import annotations

from perfmodel.checks.rule import Rule
from perfmodel.checks.rules import completeness, money, ratios, sums, weights

__all__ = ["RULES", "rule_of"]

RULES: tuple[Rule, ...] = (
    # S: structure and completeness
    completeness.filled,  # S01
    completeness.has_indicators,  # S02
    # V: target values
    ratios.bounded_ratio,  # V06
    # F: money
    sums.adds_up,  # F01
    sums.one_unit,  # F02
    money.within_budget,  # F03
    money.whole_period_is_more,  # F04
    money.goal_agrees,  # F05
    money.much_for_little,  # F06
    # W: weights
    weights.weights_add_up,  # W01
    weights.split_by_level,  # W02
    weights.children_add_up,  # W03
    weights.weights_are_numbers,  # W04
    weights.not_too_heavy,  # W05
)
_BY_CODE = {found.code: found for found in RULES}


def rule_of(code: str) -> Rule:
    """Return the rule of a code; raises `KeyError` for an unknown one.

    >>> rule_of("S02").name
    'has-indicators'
    """
    return _BY_CODE[code]
