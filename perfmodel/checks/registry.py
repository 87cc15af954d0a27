"""The list of all rules, in the order of their codes. A rule that is not listed here is never asked."""

from __future__ import annotations

from perfmodel.checks.rule import Rule
from perfmodel.checks.rules import (
    actuals,
    categories,
    comparisons,
    completeness,
    damage,
    dates,
    direction,
    execution,
    explanations,
    form,
    form_of_values,
    goals,
    money,
    monitoring,
    names,
    peers,
    people,
    place,
    points,
    presence,
    ratios,
    routine,
    sums,
    totals,
    understanding,
    units,
    weights,
    words_in_values,
    works,
)

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
    categories.both_categories,  # S16
    completeness.has_projects,  # S17
    # V: target values
    form_of_values.whole_quantity,  # V01
    form_of_values.number_behind_operator,  # V02
    comparisons.operator_in_words,  # V03
    words_in_values.vague,  # V04
    words_in_values.gradable,  # V05
    ratios.bounded_ratio,  # V06
    direction.cost_from_below,  # V07
    direction.direction_of_name,  # V08
    ratios.satisfaction,  # V09
    words_in_values.timely,  # V10
    dates.possible_dates,  # V11
    units.suiting_unit,  # V12
    comparisons.given_twice,  # V13
    damage.damaged_sign,  # V15
    units.year_within_period,  # V16
    form_of_values.deliberate_blank,  # V17
    damage.same_number,  # V18
    understanding.understood_value,  # V19
    understanding.filled_value,  # V20
    peers.within_peers,  # V21
    # C: the right thing in the right category
    routine.money_flow,  # C01
    routine.bare_completion,  # C02
    routine.routine_management,  # C03
    place.quality_or_benefit,  # C04
    place.satisfaction_place,  # C05
    place.about_environment,  # C06
    people.people_asked,  # C07
    # F: money
    sums.adds_up,  # F01
    sums.one_unit,  # F02
    money.within_budget,  # F03
    money.whole_period_is_more,  # F04
    money.goal_agrees,  # F05
    money.much_for_little,  # F06
    sums.not_negative,  # F07
    # W: weights
    weights.weights_add_up,  # W01
    weights.split_by_level,  # W02
    weights.children_add_up,  # W03
    weights.weights_are_numbers,  # W04
    weights.not_too_heavy,  # W05
    # G: goals
    goals.names_something,  # G01
    goals.boilerplate,  # G02
    works.work_has_indicator,  # G03
    goals.goals_differ,  # G04
    # E: what became of the targets
    points.within_weight,  # E01
    points.follows_formula,  # E02
    points.in_band,  # E03
    execution.execution_points,  # E04
    totals.total_adds_up,  # E05
    explanations.miss_explained,  # E06
    explanations.over_fulfilment,  # E07
    actuals.numeric_actual,  # E08
    points.full_marks,  # E09
    totals.grade_fits,  # E10
    explanations.low_execution,  # E12
    execution.rate_over_nothing,  # E13
    points.silent_deduction,  # E14
    execution.points_outrun_money,  # E15
    explanations.budget_change,  # E16
    totals.total_within_hundred,  # E17
    actuals.copied_actuals,  # E18
    actuals.comparable_actual,  # E19
    monitoring.hopeless_explained,  # E20
    monitoring.execution_so_far,  # E21
    totals.filled_in,  # E22
)
_BY_CODE = {found.code: found for found in RULES}


def rule_of(code: str) -> Rule:
    """Return the rule of a code; raises `KeyError` for an unknown one.

    >>> rule_of("S02").name
    'has-indicators'
    """
    return _BY_CODE[code]
