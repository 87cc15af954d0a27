"""From a syntax tree to a meaning: what words of comparison, units and numbers say together.

The grammar says what can stand behind what; here two things that stand together are refused where they contradict
each other (超过90%以上), and so is whatever has two readings. Nothing is ever dropped in silence.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from typing import Any

from perfmodel.grammars.lalr import Token, Tree
from perfmodel.values import units
from perfmodel.values.ambiguous_numbers import (
    refuse_bare_numerals,
    refuse_dates,
    refuse_names,
    refuse_open_scales,
    refuse_ranges_of_dates,
    refuse_years,
)
from perfmodel.values.amounts import Amount, amounts_of, check_inclusion, is_node, unit_of_both
from perfmodel.values.clause import Clause, finished_clause, operator_of, refuse_operators
from perfmodel.values.clause_units import resolve_unit
from perfmodel.values.date_clauses import deadline, period
from perfmodel.values.grammar import Ambiguous, Contradictory, NotUnderstood
from perfmodel.values.kinds import Meaning, Placeholder, Range, Threshold
from perfmodel.values.modifiers import Modifiers, collect_modifiers, is_exclusion, operator_of_sign
from perfmodel.values.qualitative import qualitative
from perfmodel.values.ratio_clauses import fraction, ratio, slashed

__all__ = ["read_clause"]


def read_clause(tree: Tree, column: str | None) -> Clause:
    """Return what a condition means; ``column`` is the unit of the table's own column of units.

    Raises NotUnderstood, with the reason, where it has no certain meaning.
    """
    kind = str(tree.data)
    if kind == "words":
        return Clause(qualitative(str(tree.children[0])))
    modifiers = collect_modifiers(tree)
    if kind == "deadline":
        return _dated(modifiers, deadline(tree, modifiers))
    if kind == "period":
        return _dated(modifiers, period(tree, modifiers))
    if kind == "template":
        return _template(tree, modifiers)
    clause: Clause = _CLAUSES[kind](tree, modifiers, column)
    return clause


def _dated(modifiers: Modifiers, meaning: Meaning) -> Clause:
    """Return the clause of a date or period."""
    return Clause(meaning, tuple(modifiers.phrases), tuple(modifiers.notes), bounded=True)


def _quantity(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    """Return what one number means: 不少于2次/年."""
    (amount,) = amounts_of(tree)
    operator, bounded = operator_of(modifiers, amount)
    unit, per, notes = resolve_unit(modifiers, amount.unit, column)
    refuse_bare_numerals(amount, unit, column)
    if unit in ("岁", "周岁") and modifiers.phrases and not re.search("[龄命]", modifiers.phrases[-1]):
        raise Ambiguous("“岁”指的是对象，不是数量", "the age says who is meant, not how much")
    if modifiers.change and amount.number < 0:
        raise Contradictory("增减后是负数", "a negative number after an increase or decrease")
    refuse_years(amount.printed, unit or column)
    if not bounded:
        refuse_dates(amount.printed, unit, column)
        refuse_names(amount, unit, per, modifiers)
    return finished_clause(modifiers, Threshold(operator, amount.number, unit, per, modifiers.change), notes, bounded)


def _range(
    modifiers: Modifiers, low: Decimal, high: Decimal, unit: str | None, column: str | None, **ends: bool
) -> Clause:
    """Return a range, with its unit and the words around it."""
    unit, per, notes = resolve_unit(modifiers, unit, column)
    if low > high:
        raise Contradictory("区间的下限大于上限", "the lower end of the range is above the upper end")
    return finished_clause(modifiers, Range(low, high, unit, per, modifiers.change, **ends), notes, bounded=True)


def _included(amount: Amount) -> bool:
    """Tell whether an end of a range is included: 80%（不含）-90%."""
    for text in amount.inclusions:
        check_inclusion(text, amount)
    return not any(is_exclusion(text) for text in amount.inclusions)


def _span(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    """Return what two numbers with a dash mean: 80%-90%."""
    low, high = amounts = amounts_of(tree)
    refuse_operators(modifiers)
    if modifiers.level and not modifiers.level.startswith(("控制", "限制")):
        raise NotUnderstood(f"“{modifiers.level}”后是区间", f"a range after “{modifiers.level}”")
    refuse_open_scales(low, high)
    unit = unit_of_both(amounts)
    refuse_ranges_of_dates(low, high, unit, column)
    if high.number < 0 <= low.number:
        raise Ambiguous(
            "后一个数前的“-”可能是负号，也可能是多写的",
            "the “-” before the second number may be a minus sign or a dash too many",
        )
    return _range(
        modifiers, low.number, high.number, unit, column, low_included=_included(low), high_included=_included(high)
    )


def _reversed(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    """Return what a number before its sign means: 95%≤ is at least 95%."""
    sign = operator_of_sign(str(tree.children[_index(tree, "amount") + 1]))
    if modifiers.before or modifiers.behind or modifiers.change:
        raise Contradictory("比较词互相矛盾", "the words of comparison contradict each other")
    mirrored = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}.get(sign)
    if mirrored is None:
        raise NotUnderstood(f"数后的“{sign}”缺后文", f"nothing follows “{sign}”")
    modifiers.before.append(mirrored)
    return _quantity(tree, modifiers, column)


def _index(tree: Tree, name: str) -> int:
    """Return where the first child of a rule stands."""
    return next(index for index, child in enumerate(tree.children) if is_node(child, name))


def _between(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    """Return what two signs mean: 98.5%≤X≤100%."""
    left, right = amounts = amounts_of(tree)
    at = _index(tree, "amount")
    first, second = operator_of_sign(str(tree.children[at + 1])), operator_of_sign(str(tree.children[at + 3]))
    refuse_operators(modifiers)
    if left.inclusions or right.inclusions or modifiers.level:
        raise Contradictory("区间另有比较词", "a range with another word of comparison")
    unit = unit_of_both(amounts)
    if {first, second} <= {"<", "<="}:
        low, high, ends = left, right, (first == "<=", second == "<=")
    elif {first, second} <= {">", ">="}:
        low, high, ends = right, left, (second == ">=", first == ">=")
    else:
        raise Contradictory("两个比较符号方向相反", "two signs of comparison in opposite directions")
    return _range(modifiers, low.number, high.number, unit, column, low_included=ends[0], high_included=ends[1])


def _tolerance(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    """Return what ±5% means: from -5% to 5%."""
    (amount,) = amounts_of(tree)
    refuse_operators(modifiers, "<=")
    if modifiers.change or amount.inclusions or amount.number < 0:
        raise NotUnderstood("“±”另有增减或含与不含", "“±” together with an increase, a decrease or inclusion")
    return _range(modifiers, -amount.number, amount.number, amount.unit, column)


def _around(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    """Return what 3±1次 means: from 2 to 4."""
    middle, step = amounts = amounts_of(tree)
    refuse_operators(modifiers)
    unit = unit_of_both(amounts)
    # 100±5% is 5 % of 100, or of the whole.
    relative = middle.unit is None and unit is not None and units.factor_between(unit, "%") is not None
    if relative or modifiers.change or modifiers.level or middle.inclusions or step.inclusions or step.number < 0:
        raise Ambiguous("“±”所指不明", "it is unclear what “±” refers to")
    with localcontext() as context:
        context.prec = 1200
        low, high = middle.number - step.number, middle.number + step.number
    return _range(modifiers, low, high, unit, column)


def _template(tree: Tree, modifiers: Modifiers) -> Clause:
    """Return a placeholder for a template that nobody filled in: ≥**%, ≥ %, a sign alone."""
    signs = set(modifiers.before) | set(modifiers.behind)
    tokens = {str(child.type): str(child) for child in tree.children if isinstance(child, Token)}
    rest = tokens.get("REST", "").strip()
    if "PLACE" in tokens:
        # A star before a number is the mark of a footnote.
        if re.search("[0-9]", rest) and not rest.startswith(("年", "月")):
            raise NotUnderstood("待填处后另有数字", "a number after a blank to be filled in")
    elif "UNIT" in tokens:
        unit = tokens["UNIT"]
        if modifiers.behind and unit[:1] in "十百千万亿":
            raise Ambiguous(
                f"“{unit}”可能是一{unit}，也可能漏填数目", f"“{unit}” may mean one {unit}, or its number is missing"
            )
        known = units.look_up(unit) is not None and not units.is_incident(unit) and unit != "半年"
        if not known or modifiers.phrases or modifiers.change or modifiers.per:
            raise NotUnderstood("没有数目", "there is no number")
    elif not modifiers.signs or modifiers.phrases or modifiers.change or modifiers.per:
        raise NotUnderstood("没有数目", "there is no number")
    return Clause(Placeholder(next(iter(signs)) if len(signs) == 1 else None))


_CLAUSES: dict[str, Any] = {
    "quantity": _quantity,
    "span": _span,
    "reversed": _reversed,
    "between": _between,
    "tolerance": _tolerance,
    "around": _around,
    "ratio": ratio,
    "fraction": fraction,
    "slashed": slashed,
}
