"""From a syntax tree to ratios (≥1:20) and fractions (三分之二以上, 2/3以上)."""

from __future__ import annotations

import re
from decimal import Decimal

from perfmodel.grammars.lalr import Tree
from perfmodel.values.amounts import amounts_of
from perfmodel.values.clause import Clause, finished_clause, operator_of
from perfmodel.values.clause_units import resolve_unit
from perfmodel.values.grammar import Ambiguous, Impossible, NotUnderstood
from perfmodel.values.kinds import Ratio
from perfmodel.values.modifiers import Modifiers

__all__ = ["fraction", "ratio", "slashed"]

# 8:30 and 17:40 are times of day; 1:20 is a ratio.
_MINUTES = re.compile("[0-5][0-9]")


def _ratio_of(modifiers: Modifiers, left: Decimal, right: Decimal) -> Clause:
    """Return a ratio with its operator; raise NotUnderstood where other words stand there."""
    operator, bounded = operator_of(modifiers, None)
    if modifiers.change or modifiers.per or modifiers.level:
        raise NotUnderstood("比例另有增减或“每”", "a ratio with an increase, a decrease or “每”")
    if right <= 0 or left < 0:
        raise Impossible("比例的后项不大于 0", "the right side of the ratio is not over 0")
    notes = resolve_unit(modifiers, None, "").notes
    return finished_clause(modifiers, Ratio(left, right, operator), notes, bounded)


def ratio(tree: Tree, modifiers: Modifiers, _column: str | None) -> Clause:
    """Return what two numbers with a colon mean; raise NotUnderstood for what may be a time of day (8:30)."""
    left, right = amounts_of(tree)
    if left.unit or right.unit or left.inclusions or right.inclusions:
        raise NotUnderstood("比例的两数带有单位", "a ratio of numbers with units")
    if _MINUTES.fullmatch(right.printed) and (5 <= left.number <= 24 or left.number == 0):
        raise Ambiguous("可能是时刻，也可能是比例", "may be a time of day or a ratio")
    return _ratio_of(modifiers, left.number, right.number)


def fraction(tree: Tree, modifiers: Modifiers, _column: str | None) -> Clause:
    """Return what a fraction in words means; the whole stands first: 三分之二."""
    whole, part = amounts_of(tree)
    if whole.unit or part.unit or whole.inclusions or part.inclusions or part.number > whole.number:
        raise NotUnderstood("分数带有单位或大于 1", "a fraction with a unit, or over 1")
    return _ratio_of(modifiers, part.number, whole.number)


def slashed(tree: Tree, modifiers: Modifiers, _column: str | None) -> Clause:
    """Return what a fraction in digits means; raise NotUnderstood for what may be a day (2/3 without 以上)."""
    text = next(str(child) for child in tree.children if getattr(child, "type", None) == "SLASHED")
    part, whole = map(int, text.split("/"))
    if not (modifiers.before or modifiers.behind) or not 0 < part < whole <= 10:
        raise Ambiguous(f"“{text}”可能是日期，也可能是分数", f"“{text}” may be a date or a fraction")
    return _ratio_of(modifiers, Decimal(part), Decimal(whole))
