"""What differs in a pair that is one: field by field, by what it means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from perfmodel.comparison.change import Change
from perfmodel.comparison.identities import category_key, same_amount
from perfmodel.comparison.location import Spot
from perfmodel.comparison.normalise import exact, loose, without_marks, without_years
from perfmodel.comparison.targets import verdict
from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project
from perfmodel.source.characters import fold
from perfmodel.strings.canonical import EMPTY_COLUMN, canonical, canonical_funding
from perfmodel.values import units
from perfmodel.vocabulary.direction import better, names_a_change

__all__ = ["fundings", "indicator", "name", "optional_funding", "project_fields", "prose"]

_POINTS = re.compile(r"\(([0-9.]+)分\)$")
_EMPTY = frozenset("-–—/")


def name(spot: Spot, subject: str, rank: int, why: str) -> Iterator[Change]:
    """Names that are not the same; a year in them does not count. ``why`` says by what the two were taken as one."""
    old, new = spot.old.name, spot.new.name
    if exact(old) == exact(new):
        return
    if without_years(old) == without_years(new):
        if why:
            yield spot.change("renamed", subject, old, new, rank, why, inferred=True)
    elif loose(old) == loose(new) and not why:
        yield spot.change("reworded", subject, old, new, rank, "only_marks")
    else:
        yield spot.change("renamed", subject, old, new, rank, why, inferred=bool(why))


def prose(spot: Spot, subject: str, old: str | None, new: str | None, rank: int) -> Iterator[Change]:
    """Text whose meaning cannot be compared: reworded where only years or marks differ, else changed."""
    if exact(old or "") == exact(new or "") and (old is None) == (new is None):
        return
    if old and new:
        one, other = without_years(old, prose=True), without_years(new, prose=True)
        if one == other:
            yield spot.change("reworded", subject, old, new, rank, "only_years")
            return
        if without_marks(exact(old)) == without_marks(exact(new)):
            yield spot.change("reworded", subject, old, new, rank, "only_marks")
            return
    yield spot.change("changed", subject, old, new, rank)


def fundings(
    spot: Spot, subject: str, old: Funding, new: Funding, rank: int, currencies: tuple[str | None, str | None]
) -> Iterator[Change]:
    """Amounts that differ; in two units they are converted where both are known."""
    known = None not in currencies
    why = "unknown_currency" if not known and currencies[0] != currencies[1] else ""
    for minor, column in enumerate(AMOUNTS):
        one, other = getattr(old, column), getattr(new, column)
        if one is None and other is None:
            continue
        kind, said = "money", why
        if one is None or other is None:
            # A PDF loses empty columns; a total that is missing is another matter.
            if column != "total" and not (one or other):
                kind, said = "reworded", "not_printed"
        elif same_amount(one, currencies[0] if known else None) == same_amount(other, currencies[1] if known else None):
            continue
        yield spot.change(
            kind,
            f"{subject}.{column}",
            one,
            other,
            rank,
            said,
            minor=minor,
            unit_old=currencies[0],
            unit_new=currencies[1],
        )
    if _untold(old) != _untold(new):
        yield spot.change(
            "money", f"{subject}.printed", old.printed, new.printed, rank, "untold_columns", minor=len(AMOUNTS)
        )


def optional_funding(
    spot: Spot,
    subject: str,
    both: tuple[Funding | None, Funding | None],
    rank: int,
    currencies: tuple[str | None, str | None],
) -> Iterator[Change]:
    """Amounts of a line that a form may not have; one without amounts is not the same as none."""
    old, new = both
    found = list(fundings(spot, subject, old or Funding(), new or Funding(), rank, currencies))
    if not found and (old is None) != (new is None):
        texts = [None if funding is None else canonical_funding(funding) for funding in both]
        found = [spot.change("changed", subject, texts[0], texts[1], rank)]
    yield from found


def _untold(funding: Funding) -> tuple[object, ...]:
    """What the printed line says that the amounts do not."""
    words = (funding.printed or "").split()
    amounts = list(funding.amounts)
    if len(words) == len(AMOUNTS) and [_amount(word) for word in words] == amounts:
        return ()
    left: list[object] = []
    for word in words:
        amount = _amount(word)
        if amount in amounts and amount is not None:
            amounts.remove(amount)
        else:
            left.append(fold(word) if amount is None and not set(word) <= _EMPTY else amount or EMPTY_COLUMN)
    return tuple(left)


def _amount(word: str) -> Decimal | None:
    text = fold(word).replace(",", "")
    return Decimal(text) if re.fullmatch(r"[-+]?[0-9]{1,60}(\.[0-9]{0,60})?", text) else None


def project_fields(
    spot: Spot, why: str, currencies: tuple[str | None, str | None] = (None, None), sections: tuple[str, str] = ("", "")
) -> Iterator[Change]:
    """What differs in two projects but for their indicators; ``sections`` are the names of those they stand in."""
    old: Project = spot.old
    new: Project = spot.new
    yield from name(spot, "project.name", 0, why)
    one, other = exact(old.spender or ""), exact(new.spender or "")
    if one != other:
        same = (one or exact(sections[0])) == (other or exact(sections[1]))
        kind, said = ("reworded", "same_body") if same else ("changed", "")
        yield spot.change(kind, "project.spender", old.spender, new.spender, 2, said)
    yield from fundings(spot, "project.funding", old.funding, new.funding, 3, currencies)
    yield from prose(spot, "project.goal", old.goal or None, new.goal or None, 4)
    if exact(old.period or "") != exact(new.period or ""):
        yield spot.change("changed", "project.period", old.period, new.period, 5)
    yield from optional_funding(
        spot, "project.whole_period_funding", (old.whole_period_funding, new.whole_period_funding), 6, currencies
    )
    yield from prose(spot, "project.whole_period_goal", old.whole_period_goal or None, new.whole_period_goal or None, 7)


def indicator(spot: Spot, why: str, shift: int | None) -> Iterator[Change]:
    """What differs in two indicators; ``shift`` is by how many years their tables are apart."""
    old: Indicator = spot.old
    new: Indicator = spot.new
    if not (old.understood and new.understood):
        yield from _not_read(spot)
        return
    categories = [(category_key(one.level1), category_key(one.level2)) for one in (old, new)]
    if categories[0] != categories[1]:
        yield spot.change("moved", "indicator.place", _category(old), _category(new), 0, step="")
    else:
        for level in ("level1", "level2"):
            texts = [getattr(one, f"{level}_text") for one in (old, new)]
            points = [_POINTS.search(exact(text or "")) for text in texts]
            if (points[0] and points[0][1]) != (points[1] and points[1][1]):
                yield spot.change("changed", f"indicator.{level}", texts[0], texts[1], 0, "points")
    yield from name(spot, "indicator.name", 1, why)
    yield from _targets(spot, shift)
    if exact(old.unit or "") != exact(new.unit or "") or (old.unit is None) != (new.unit is None):
        same = units.same(old.unit, new.unit)
        kind, said = ("reworded", "same_unit") if same else ("changed", "")
        yield spot.change(kind, "indicator.unit", old.unit, new.unit, 4, said)
    if old.weight != new.weight:
        yield spot.change("changed", "indicator.weight", old.weight, new.weight, 5)
    yield from prose(spot, "indicator.explanation", old.explanation, new.explanation, 6)
    yield from prose(spot, "indicator.scoring_standard", old.scoring_standard, new.scoring_standard, 7)
    yield from _further(spot)


def _category(found: Indicator) -> str:
    return "；".join(category.label for category in (found.level1, found.level2) if category is not None)


def _targets(spot: Spot, shift: int | None) -> Iterator[Change]:
    old: Indicator = spot.old
    new: Indicator = spot.new

    def way() -> str | None:
        ways = {_better(old), _better(new)}
        return ways.pop() if len(ways) == 1 else None

    for rank, field in enumerate(("whole_period", "annual"), 2):
        one, other = getattr(old, field), getattr(new, field)
        if one is None or other is None:
            if one is not other:
                texts = [None if target is None else target.text for target in (one, other)]
                yield spot.change("changed", f"indicator.{field}", texts[0], texts[1], rank)
            continue
        found = verdict(one, other, way, shift)
        if found is not None:
            yield spot.change(
                found.kind, f"indicator.{field}", one.text, other.text, rank, found.why, inferred=found.inferred,
                unit_old=one.unit, unit_new=other.unit,
            )  # fmt: skip


def _better(indicator: Indicator) -> str | None:
    """Which way the indicator's numbers are better, by its name; None where both name and value say that something falls."""
    targets = (indicator.whole_period, indicator.annual)
    if names_a_change(indicator.name) and any(getattr(target and target.meaning, "change", None) for target in targets):
        return None
    return better(indicator.name, counts_output=_counts_output(indicator))


def _counts_output(found: Indicator) -> bool:
    """Whether the indicator counts what is produced: a number of something under 数量指标."""
    if found.level2 is None or found.level2.code != "11":
        return False
    targets = [target for target in (found.whole_period, found.annual) if target is not None]
    known = [units.look_up(getattr(target.meaning, "unit", None) or "") for target in targets]
    return bool(known) and all(unit is not None and unit.dimension.startswith("count:") for unit in known)


def _further(spot: Spot) -> Iterator[Change]:
    """Fields of other names, each by its name; several names that fold to one are taken in order."""
    sides: list[dict[tuple[str, int], tuple[str, str]]] = []
    for one in (spot.old, spot.new):
        found: dict[tuple[str, int], tuple[str, str]] = {}
        counts: Counter[str] = Counter()
        for label, text in one.further:
            key = exact(label)
            found[key, counts[key]] = (label, text)
            counts[key] += 1
        sides.append(found)
    for rank, place in enumerate(sorted({*sides[0], *sides[1]}), 8):
        old, new = sides[0].get(place), sides[1].get(place)
        label = (old or new or ("", ""))[0]
        yield from prose(spot, f"indicator.further.{label}", old and old[1], new and new[1], rank)


def _not_read(spot: Spot) -> Iterator[Change]:
    """Indicators of which one or both were not understood: by their text."""
    texts = [(one.printed or "") if not one.understood else canonical(one) for one in (spot.old, spot.new)]
    if exact(texts[0]) != exact(texts[1]) or spot.old.understood != spot.new.understood:
        yield spot.change("changed", "indicator.printed", texts[0], texts[1], 0, "not_read", step="")
