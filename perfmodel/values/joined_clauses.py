"""Several conditions in one value: a range in two parts (≥80%，≤90%), or all of them together (≥10场次，每场≥50人)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from perfmodel.values.clause import Clause
from perfmodel.values.grammar import Ambiguous, Contradictory, NotUnderstood
from perfmodel.values.kinds import AllOf, Meaning, Part, Qualitative, Range, Threshold

__all__ = ["joined_clauses"]


def joined_clauses(clauses: list[Clause], with_and: bool) -> Meaning:
    """Return what several conditions mean together: one range where they are its two ends, or all of them.

    ``with_and`` tells that 且 stands between them: then two numbers of one unit are meant to hold together. Raises
    NotUnderstood where it is open how far a word reaches (不少于3次，5人).

    >>> from decimal import Decimal
    >>> joined_clauses([Clause(Threshold(op, Decimal(at), "%"), bounded=True) for op, at in ((">=", 80), ("<=", 90))], False)
    Range(low=Decimal('80'), high=Decimal('90'), unit='%', per=None, change=None, low_included=True, high_included=True)
    """
    for clause in clauses:
        if not isinstance(clause.meaning, Part):
            raise NotUnderstood("几项条件中有一项没有内容", "one of several conditions is empty")
    if all(isinstance(clause.meaning, Qualitative) for clause in clauses):
        raise NotUnderstood("没有数目", "there is no number")
    merged = _two_ends(clauses)
    if merged is not None:
        return merged
    _check_scopes([clause for clause in clauses if isinstance(clause.meaning, (Threshold, Range))], with_and)
    return AllOf(tuple(clause.meaning for clause in clauses))  # type: ignore[misc]


def _two_ends(clauses: list[Clause]) -> Range | None:
    """Return the range whose two ends the conditions are; None where they are no such ends."""
    ends = [clause.meaning for clause in clauses if isinstance(clause.meaning, Threshold)]
    if len(clauses) != 2 or len(ends) != 2 or clauses[1].phrases:
        return None
    low, high = sorted(ends, key=lambda end: end.op.startswith("<"))
    alike = (low.unit, low.per, low.change) == (high.unit, high.per, high.change)
    if not alike and None in (low.unit, high.unit) and (low.per, low.change) == (high.per, high.change):
        alike = low.op[0] == ">" and high.op[0] == "<" and low.number > high.number  # ≥100且≤50人
    if not alike or low.op not in (">=", ">") or high.op not in ("<=", "<"):
        return None
    if low.number > high.number:
        raise Contradictory("区间的下限大于上限", "the lower end of the range is above the upper end")
    return Range(low.number, high.number, low.unit, low.per, low.change, low.op == ">=", high.op == "<=")


def _check_scopes(numeric: list[Clause], with_and: bool) -> None:
    """Raise NotUnderstood where it is open how far a word reaches: 不少于3次，5人; 提高5%，10%."""
    meanings: list[Any] = [clause.meaning for clause in numeric]
    if len(numeric) < 2:
        return
    if any(meaning.unit is None for meaning in meanings):
        raise Ambiguous("几个数中有的缺单位", "some of several numbers have no unit")
    if _mixed(numeric) and not all(clause.phrases for clause in numeric):
        raise Ambiguous("几个数中有的缺比较词", "some of several numbers have no word of comparison")
    if len({meaning.change for meaning in meanings}) > 1 or (meanings[0].change and len(numeric) > 1):
        raise Ambiguous("增减所指的数不明", "it is unclear to which numbers the increase or decrease applies")
    for before, after in pairwise(numeric):
        one, other = before.meaning, after.meaning
        assert isinstance(one, (Threshold, Range))
        assert isinstance(other, (Threshold, Range))
        if before.each_first and other.per is None:
            raise Ambiguous("“每”所指的数不明", "it is unclear to which numbers “每” applies")
        alike = (one.unit, one.per) == (other.unit, other.per)
        if alike and not with_and and not (before.phrases and after.phrases):
            raise NotUnderstood("同一单位有两个数", "two numbers with the same unit")


def _mixed(numeric: list[Clause]) -> bool:
    """Tell whether a word of comparison may reach over to a number that has none: 不少于3次，5人; 3次，5人以上."""
    pairs = list(pairwise(clause for clause in numeric if isinstance(clause.meaning, Threshold)))
    return any(one.bounded and not other.bounded for one, other in pairs) or any(
        not one.bounded and other.bounded and not other.bound_first for one, other in pairs
    )
