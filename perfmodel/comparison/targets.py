"""Two targets: whether the new one asks for more, for less, or for the same in other words.

More demanding is what surely meets the other too (`perfmodel.values.logic.implies`): ≥95% is more than ≥90%, ≤3% more
than ≤5%. A fixed value says no direction; where one is taken from elsewhere, the verdict is marked as inferred.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, frozen

from perfmodel.comparison.normalise import exact
from perfmodel.model.target import Target
from perfmodel.values import dates
from perfmodel.values.kinds import AllOf, Deadline, Meaning, NoValue, Period, Ratio, Text, Threshold
from perfmodel.values.logic import implies

__all__ = ["Verdict", "verdict"]

_FIXED = ("=", "≈")


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
    one, other = old.meaning, new.meaning
    # The reason why a text was not understood has its places in it.
    if exact(old.text) == exact(new.text) and (one == other or one.kind == other.kind == "text"):
        return None
    if "text" in (one.kind, other.kind) or "placeholder" in (one.kind, other.kind):
        return Verdict("changed", "text")
    if isinstance(one, NoValue) or isinstance(other, NoValue):
        return Verdict("reworded", "same_meaning") if one == other else Verdict("changed", "blank")
    if _both_differ(old.phrase, new.phrase) or _both_differ(old.note, new.note):
        return Verdict("changed", "phrase")
    years, years_new = _years(one), _years(other)
    rolled = False
    if years != years_new:
        if shift is None or not (years and years_new):
            return Verdict("changed", "years_unknown" if years and years_new else "no_order")
        # Always the earlier of the tables is carried forward: the other way there may be no such day.
        moved, moved_other = (_carried(one, shift), other) if shift > 0 else (one, _carried(other, -shift))
        if moved is None or moved_other is None:
            return Verdict("changed", "years_unknown")
        one, other, rolled = moved, moved_other, shift != 0
    found = _ordered(one, other) or _fixed(one, other, better)
    if found.kind == "reworded":
        return Verdict("reworded", "year_rolled" if rolled else _how_reworded(old, new))
    return evolve(found, why="year_rolled", inferred=True) if rolled and found.kind != "changed" else found


def _both_differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and exact(one) != exact(other)


def _how_reworded(old: Target, new: Target) -> str:
    if old.phrase != new.phrase or old.note != new.note:
        return "remark"
    units = [getattr(target.meaning, "unit", None) for target in (old, new)]
    return "same_meaning" if units[0] == units[1] else "converted"


def _ordered(one: Meaning, other: Meaning) -> Verdict | None:
    """What holds without any guess; None where neither implies the other, or where that is not what is meant."""
    forward, back = implies(other, one), implies(one, other)
    if forward and back:
        return Verdict("reworded")
    if not forward and not back:
        return None
    if _is_fixed(one) != _is_fixed(other) and _joined(one, other) == (True, True):
        # Of "90%" and "≥90%" the first implies the second, but nobody asks for less there.
        return None
    return Verdict("raised" if forward else "lowered")


def _is_fixed(meaning: Meaning) -> bool:
    return isinstance(meaning, (Threshold, Ratio, Deadline)) and meaning.op in _FIXED


def _bound(meaning: Meaning, op: str) -> Meaning:
    """A fixed value as a bound."""
    if not isinstance(meaning, (Threshold, Ratio, Deadline)) or meaning.op not in _FIXED:
        return meaning
    if isinstance(meaning, Deadline):
        return evolve(meaning, op="<=")
    return evolve(meaning, op=op)


def _joined(one: Meaning, other: Meaning) -> tuple[bool, bool]:
    """Whether the new implies the old and the other way, a fixed value taken as the bound that the other is."""
    op = _op(one) or _op(other) or "<="
    left, right = _bound(one, op), _bound(other, op)
    return implies(right, left), implies(left, right)


def _op(meaning: Meaning) -> str | None:
    """The operator of a bound; None for what is none."""
    if isinstance(meaning, (Threshold, Ratio, Deadline)) and meaning.op not in _FIXED:
        return meaning.op
    return None


def _fixed(one: Meaning, other: Meaning, better: Callable[[], str | None]) -> Verdict:
    """Where neither implies the other: by a direction that a fixed value does not say itself."""
    if type(one) is not type(other) or not (_is_fixed(one) or _is_fixed(other)):
        return Verdict("changed", "no_order")
    if not (_is_fixed(one) and _is_fixed(other)):
        why = "by_bound"
    elif isinstance(one, Deadline):
        why = "by_date"
    else:
        why = "by_name"
        if _joined(one, other) == (True, True):
            return Verdict("changed", "fixed_or_bound")
        way = better() if any(_joined(one, other)) else None
        if way is None:
            return Verdict("changed", "no_direction" if any(_joined(one, other)) else "no_order")
        op = ">=" if (way == "higher") == (getattr(one, "change", None) != "decrease") else "<="
        one, other = _bound(one, op), _bound(other, op)
    forward, back = _joined(one, other)
    if forward and back:
        return Verdict("changed", "fixed_or_bound")
    if not forward and not back:
        return Verdict("changed", "no_order")
    return Verdict("raised" if forward else "lowered", why, inferred=True)


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


def _carried(meaning: Meaning, by: int) -> Meaning | None:
    """The same some years later; None where there is no such year or day."""
    try:
        if isinstance(meaning, AllOf):
            parts = [_carried(part, by) for part in meaning.parts]
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
