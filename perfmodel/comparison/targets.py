"""Whether the new of two targets asks for more, for less, or for the same in other words.

A target is more demanding than another where whatever meets it surely meets the other too
(`perfmodel.values.logic.implies`): ≥95% than ≥90%, ≤3% than ≤5%. A fixed value says no direction; where one is taken
from elsewhere, the verdict is marked as inferred.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, frozen

from perfmodel.comparison.normalise import exact
from perfmodel.model.target import Target
from perfmodel.values import dates
from perfmodel.values.kinds import AllOf, Deadline, Meaning, Period, Ratio, Text, Threshold
from perfmodel.values.logic import implies

__all__ = ["Verdict", "verdict", "verdict_of_meanings"]

_FIXED_OPERATORS = ("=", "≈")


@frozen
class Verdict:
    """``raised``, ``lowered``, ``reworded`` or ``changed``, and why (a note of ``comparison.json``)."""

    kind: str
    why: str = ""
    inferred: bool = False


def verdict(old: Target, new: Target, better: Callable[[], str | None], shift: int | None) -> Verdict | None:
    """Compare two targets; None where not even the text differs.

    ``better`` tells which way a fixed value is more demanding; ``shift`` is by how many years the tables are apart.

    >>> verdict(Target("≤5%"), Target("3%或以下"), lambda: None, None)
    Verdict(kind='raised', why='', inferred=False)
    >>> verdict(Target("1亿元"), Target("10000万元"), lambda: None, None)
    Verdict(kind='reworded', why='converted', inferred=False)
    """
    if _is_same(old, new):
        return None
    found = _without_order(old, new)
    if found is not None:
        return found
    aligned = _aligned(old.meaning, new.meaning, shift)
    if isinstance(aligned, Verdict):
        return aligned
    one, other, rolled = aligned
    found = verdict_of_meanings(one, other, better)
    if found.kind == "reworded":
        return Verdict("reworded", "year_rolled" if rolled else _how_reworded(old, new))
    return evolve(found, why="year_rolled", inferred=True) if rolled and found.kind != "changed" else found


def verdict_of_meanings(one: Meaning, other: Meaning, better: Callable[[], str | None]) -> Verdict:
    """Compare what two targets of one year mean; ``better`` tells which way a fixed value is more demanding.

    >>> verdict_of_meanings(Target("≤5%").meaning, Target("≤3%").meaning, lambda: None).kind
    'raised'
    """
    return _by_implication(one, other) or _by_direction(one, other, better)


def _is_same(old: Target, new: Target) -> bool:
    # The reason why a text was not understood has its places in it, which do not count.
    same_meaning = old.meaning == new.meaning or old.kind == new.kind == "text"
    return exact(old.text) == exact(new.text) and same_meaning


def _without_order(old: Target, new: Target) -> Verdict | None:
    """The verdict on targets that cannot be put in order: not understood, blank, or with other words beside the value."""
    if {"text", "placeholder"} & {old.kind, new.kind}:
        return Verdict("changed", "text")
    if "none" in (old.kind, new.kind):
        return Verdict("reworded", "same_meaning") if old.meaning == new.meaning else Verdict("changed", "blank")
    if _both_differ(old.phrase, new.phrase) or _both_differ(old.note, new.note):
        return Verdict("changed", "phrase")
    return None


def _aligned(one: Meaning, other: Meaning, shift: int | None) -> tuple[Meaning, Meaning, bool] | Verdict:
    """Return two meanings as if their tables were of one year, and whether dates were moved for it.

    Where the years differ and that cannot be done, return the verdict.
    """
    years, years_new = _years(one), _years(other)
    if years == years_new:
        return one, other, False
    if not years or not years_new:
        return Verdict("changed", "no_order")
    if shift is None:
        return Verdict("changed", "years_unknown")
    # Always the earlier of the tables is carried forward: the other way there may be no such day.
    moved = _years_later(one, shift) if shift > 0 else one
    moved_other = other if shift > 0 else _years_later(other, -shift)
    if moved is None or moved_other is None:
        return Verdict("changed", "years_unknown")
    return moved, moved_other, shift != 0


def _both_differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and exact(one) != exact(other)


def _how_reworded(old: Target, new: Target) -> str:
    if old.phrase != new.phrase or old.note != new.note:
        return "remark"
    units = [getattr(target.meaning, "unit", None) for target in (old, new)]
    return "same_meaning" if units[0] == units[1] else "converted"


def _by_implication(one: Meaning, other: Meaning) -> Verdict | None:
    """What holds without any guess; None where neither implies the other, or where that is not what is meant."""
    forward, back = implies(other, one), implies(one, other)
    if forward and back:
        return Verdict("reworded")
    if not forward and not back:
        return None
    if _is_fixed(one) != _is_fixed(other) and _implied_as_bounds(one, other) == (True, True):
        # Of "90%" and "≥90%" the first implies the second, but nobody asks for less there.
        return None
    return Verdict("raised" if forward else "lowered")


def _by_direction(one: Meaning, other: Meaning, better: Callable[[], str | None]) -> Verdict:
    """The verdict where neither implies the other: by a direction that a fixed value does not say itself."""
    if type(one) is not type(other) or not (_is_fixed(one) or _is_fixed(other)):
        return Verdict("changed", "no_order")
    why = "by_date" if isinstance(one, Deadline) else "by_name"
    if not (_is_fixed(one) and _is_fixed(other)):
        why = "by_bound"
    elif why == "by_name":
        directed = _directed(one, other, better)
        if isinstance(directed, Verdict):
            return directed
        one, other = directed
    forward, back = _implied_as_bounds(one, other)
    if forward and back:
        return Verdict("changed", "fixed_or_bound")
    if not forward and not back:
        return Verdict("changed", "no_order")
    return Verdict("raised" if forward else "lowered", why, inferred=True)


def _directed(one: Meaning, other: Meaning, better: Callable[[], str | None]) -> tuple[Meaning, Meaning] | Verdict:
    """Return two fixed numbers as bounds on the side that the indicator name says; the verdict where it says none."""
    implied = _implied_as_bounds(one, other)
    if implied == (True, True):
        return Verdict("changed", "fixed_or_bound")
    if not any(implied):
        return Verdict("changed", "no_order")
    way = better()
    if way is None:
        return Verdict("changed", "no_direction")
    # To fall by more is more demanding where less is better.
    op = ">=" if (way == "higher") == (getattr(one, "change", None) != "decrease") else "<="
    return _as_bound(one, op), _as_bound(other, op)


def _is_fixed(meaning: Meaning) -> bool:
    return isinstance(meaning, (Threshold, Ratio, Deadline)) and meaning.op in _FIXED_OPERATORS


def _as_bound(meaning: Meaning, op: str) -> Meaning:
    """A fixed value as a bound; a date is one from above."""
    if not isinstance(meaning, (Threshold, Ratio, Deadline)) or meaning.op not in _FIXED_OPERATORS:
        return meaning
    if isinstance(meaning, Deadline):
        return evolve(meaning, op="<=")
    return evolve(meaning, op=op)


def _implied_as_bounds(one: Meaning, other: Meaning) -> tuple[bool, bool]:
    """Whether the new implies the old and the other way, a fixed value taken as the bound that the other is."""
    op = _operator_of_bound(one) or _operator_of_bound(other) or "<="
    old, new = _as_bound(one, op), _as_bound(other, op)
    return implies(new, old), implies(old, new)


def _operator_of_bound(meaning: Meaning) -> str | None:
    if isinstance(meaning, (Threshold, Ratio, Deadline)) and meaning.op not in _FIXED_OPERATORS:
        return meaning.op
    return None


def _parts(meaning: Meaning) -> tuple[Meaning, ...]:
    return meaning.parts if isinstance(meaning, AllOf) else (meaning,)


def _dates(meaning: Meaning) -> list[str]:
    found: list[str] = []
    for part in _parts(meaning):
        if isinstance(part, Deadline):
            found.append(part.date)
        elif isinstance(part, Period):
            found += [part.start, part.end]
    return found


def _years(meaning: Meaning) -> set[int]:
    return {year for date in _dates(meaning) if (year := dates.year_of(date)) is not None}


def _years_later(meaning: Meaning, by: int) -> Meaning | None:
    """A meaning with its dates some years later; None where that year or day does not exist."""
    try:
        if isinstance(meaning, AllOf):
            parts = [_years_later(part, by) for part in meaning.parts]
            return None if None in parts else AllOf(parts)  # type: ignore[arg-type]
        if isinstance(meaning, Deadline):
            return evolve(meaning, date=_later(meaning.date, by))
        if isinstance(meaning, Period):
            return evolve(meaning, start=_later(meaning.start, by), end=_later(meaning.end, by))
    except ValueError:
        return None
    return None if isinstance(meaning, Text) else meaning


def _later(date: str, by: int) -> str:
    year = dates.year_of(date)
    if year is None:
        return date
    if not 0 < year + by < 10_000:
        raise ValueError(date)
    return f"{year + by:04}{date[4:]}"
