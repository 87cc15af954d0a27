"""All rules, in the order of their codes."""

from __future__ import annotations

from perfmodel.checks.rule import Rule
from perfmodel.checks.rules import categories, completeness, form, names, presence, ratios

__all__ = ["RULES", "rule_of"]

RULES: tuple[Rule, ...] = (
    # S: structure and completeness
    completeness.filled,  # S01
    completeness.has_indicators,  # S02
    completeness.output_and_benefit,  # S03
    presence.satisfaction_where_served,  # S04
    presence.has_cost,  # S05
    presence.quantity_and_quality,  # S06
    categories.known_and_in_place,  # S07
    categories.code_and_name,  # S08
    categories.one_tree,  # S09
    names.worded_name,  # S10
    names.no_placeholders,  # S11
    names.no_duplicates,  # S12
    form.sane_number,  # S13
    form.lengths,  # S14
    form.stray_characters,  # S15
    # V: target values
    ratios.bounded_ratio,  # V06
)
_BY_CODE = {found.code: found for found in RULES}


def rule_of(code: str) -> Rule:
    """Return the rule of a code; raises `KeyError` for an unknown one.

    >>> rule_of("S02").name
    'has-indicators'
    """
    return _BY_CODE[code]
