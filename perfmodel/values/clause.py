"""A condition of a target value, and what all kinds of conditions have in common: operators, words that are left."""

from __future__ import annotations

from attrs import frozen

from perfmodel.values.amounts import Amount, check_inclusion
from perfmodel.values.grammar import Ambiguous, Contradictory, NotUnderstood
from perfmodel.values.kinds import Meaning, Range, Threshold
from perfmodel.values.modifiers import Modifiers, is_exclusion

__all__ = ["Clause", "finished_clause", "operator_of", "refuse_operators"]


@frozen
class Clause:
    """What one condition means, with what it says besides: ``phrases`` in front and behind, ``notes`` in brackets.

    ``bounded`` tells that an operator was written, ``each_first`` that 每… stood in front and
    ``bound_first`` that the operator did.
    """

    meaning: Meaning
    phrases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    bounded: bool = False
    each_first: bool = False
    bound_first: bool = False


def operator_of(modifiers: Modifiers, amount: Amount | None) -> tuple[str, bool]:
    """Return the operator that all words of comparison say together, and whether one was written.

    Raises NotUnderstood where they contradict each other, or do not say from which side a level is reached.

    >>> operator_of(Modifiers(behind=[">="], inclusions=["(不含)"]), None), operator_of(Modifiers(), None)
    (('>', True), ('=', False))
    """
    found = set(modifiers.before) | set(modifiers.behind)
    if len(found) > 1:
        raise Contradictory("比较词互相矛盾", "the words of comparison contradict each other")
    operator = next(iter(found), None)
    inclusions = modifiers.inclusions + (amount.inclusions if amount else [])
    for text in inclusions:
        check_inclusion(text, amount)
        if operator is None:
            raise NotUnderstood("只写含或不含，缺以上、以下", "“inclusive” or “exclusive” without a word of comparison")
        if is_exclusion(text):
            if modifiers.before and operator not in ("<", ">"):
                raise Contradictory("比较词与“不含”矛盾", "the word of comparison contradicts “不含”")
            operator = {">=": ">", "<=": "<"}.get(operator, operator)
        elif operator not in (">=", "<="):
            raise Contradictory("比较词与“含”矛盾", "the word of comparison contradicts “含”")
    if operator is not None:
        return operator, True
    if modifiers.level and modifiers.slashed and modifiers.level.startswith(("控制", "限制")):
        return "<=", True  # 控制在6.5次/10万公顷: a rate of what there should be little of
    if modifiers.level:
        raise Ambiguous(
            f"“{modifiers.level}”未说明是以上还是以下", f"“{modifiers.level}” does not say whether at least or at most"
        )
    return (">=", True) if modifiers.reach else ("=", False)


def refuse_operators(modifiers: Modifiers, *allowed: str) -> None:
    """Raise NotUnderstood where a word of comparison stands at a range, but for ``allowed`` operators."""
    if (set(modifiers.before) | set(modifiers.behind)) - set(allowed) or modifiers.inclusions:
        raise Ambiguous("比较词与区间并用", "a word of comparison together with a range")


def finished_clause(modifiers: Modifiers, meaning: Meaning, notes: tuple[str, ...], bounded: bool) -> Clause:
    """Return a clause; raise NotUnderstood where a word is left that does not go with such a meaning."""
    if modifiers.between and not isinstance(meaning, Range):
        raise NotUnderstood("“之间”前只有一个数", "only one number before “之间”")
    if modifiers.until:
        raise NotUnderstood(f"“{modifiers.until}”后不是日期", f"no date after “{modifiers.until}”")
    if modifiers.event and not (isinstance(meaning, Threshold) and meaning.op in ("<=", "<")):
        raise NotUnderstood("“后”不是期限的说法", "“后” does not express a deadline")
    if modifiers.compared and modifiers.change is None:
        raise NotUnderstood("比较的基期后缺增减", "a base of comparison without an increase or decrease")
    return Clause(meaning, tuple(modifiers.phrases), notes, bounded, modifiers.each_first, bool(modifiers.before))
