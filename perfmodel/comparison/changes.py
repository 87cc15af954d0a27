"""What differs in a pair that is one: field by field, by what it means.

Which fields there are is for their declarations to say; how one is compared follows from its kind, but for the few
that `_SPECIAL` lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
from attrs import evolve

from perfmodel.comparison.amounts import amounts
from perfmodel.comparison.change import Change
from perfmodel.comparison.field_pair import Around, FieldPair
from perfmodel.comparison.identities import category_key, same_amount, targets_of
from perfmodel.comparison.location import Spot
from perfmodel.comparison.normalise import exact, loose, without_marks, without_years
from perfmodel.comparison.targets import verdict
from perfmodel.comparison.words import class_name
from perfmodel.model.category import Category
from perfmodel.model.fields import Field, fields_of
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.strings.canonical import canonical, canonical_funding
from perfmodel.values import operator_cell, units
from perfmodel.vocabulary.direction import better, names_a_change

__all__ = ["PLACE_RANK", "better_of", "fields", "indicator", "last_rank"]

_POINTS_OF_CATEGORY = re.compile(r"\(([0-9.]+)分\)$")
# Kinds of fields of which two that are equal may differ all the same: amounts in two units, dates of two years.
_BY_WHAT_IS_AROUND = frozenset(("category", "target", "object"))
_FLAG_TEXTS = {None: None, True: "是", False: "否"}
# Where a project stands comes behind its name.
PLACE_RANK = 1


_Comparer = Callable[[FieldPair, Any, Any], Iterator[Change]]


def fields(spot: Spot, around: Around) -> Iterator[Change]:
    """Yield what differs in the fields of two tables, sections, projects or indicators; not in what these are made of."""
    kind: type = type(spot.old)
    one, other, owner = spot.old, spot.new, class_name(kind)
    for rank, field, compare in _comparers(kind):
        name = field.name
        old, new = getattr(one, name), getattr(other, name)
        if old != new or field.kind in _BY_WHAT_IS_AROUND:
            yield from compare(FieldPair(spot, field, f"{owner}.{name}", rank, around), old, new)


def last_rank(kind: type) -> int:
    """Return the rank behind those of all fields of a class."""
    return 2 * len(attrs.fields(kind))


@cache
def _comparers(kind: type) -> tuple[tuple[int, Field, _Comparer], ...]:
    """The fields of a class that are compared, in the order in which it declares them, each with its rank and its way."""
    known = {field.name: field for field in fields_of(kind) if field.counts and field.declaration.content}
    found = []
    for at, attribute in enumerate(attrs.fields(kind)):
        field = known.get(attribute.name)
        if field is None or field.subject in _ELSEWHERE:
            continue
        found.append((2 * at, field, _SPECIAL.get(field.subject) or _BY_KIND[field.kind]))
    return tuple(found)


def _name(at: FieldPair, old: str, new: str) -> Iterator[Change]:
    """Names that are not the same; a year in them does not count."""
    why = at.around.why
    if exact(old) == exact(new):
        return
    if without_years(old) == without_years(new):
        if why:
            yield at.change("renamed", old, new, why, inferred=True)
    elif loose(old) == loose(new) and not why:
        yield at.change("reworded", old, new, "only_marks")
    else:
        yield at.change("renamed", old, new, why, inferred=bool(why))


def _text(at: FieldPair, old: str | None, new: str | None) -> Iterator[Change]:
    """Text that is the same or is not; an empty one is none."""
    if exact(old or "") != exact(new or ""):
        yield at.change("changed", old, new)


def _prose(at: FieldPair, old: str | None, new: str | None) -> Iterator[Change]:
    """Prose; an empty one is none where the field is never None."""
    yield from _wording(at, old, new) if at.field.optional else _wording(at, old or None, new or None)


def _wording(at: FieldPair, old: str | None, new: str | None) -> Iterator[Change]:
    """Text whose meaning cannot be compared: reworded where only years or marks differ, else changed."""
    if exact(old or "") == exact(new or "") and (old is None) == (new is None):
        return
    if old and new:
        one, other = without_years(old, prose=True), without_years(new, prose=True)
        if one == other:
            yield at.change("reworded", old, new, "only_years")
            return
        if without_marks(exact(old)) == without_marks(exact(new)):
            yield at.change("reworded", old, new, "only_marks")
            return
    yield at.change("changed", old, new)


def _texts(at: FieldPair, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """Several texts, in their order."""
    if [exact(text) for text in old] != [exact(text) for text in new]:
        yield at.change("changed", "；".join(old) or None, "；".join(new) or None)


def _pairs(at: FieldPair, old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...]) -> Iterator[Change]:
    """Texts with names, each by its name; several names that fold to one are taken in order."""
    sides: list[dict[tuple[str, int], tuple[str, str]]] = []
    for pairs in (old, new):
        found: dict[tuple[str, int], tuple[str, str]] = {}
        counts: Counter[str] = Counter()
        for label, text in pairs:
            key = exact(label)
            found[key, counts[key]] = (label, text)
            counts[key] += 1
        sides.append(found)
    for minor, place in enumerate(sorted({*sides[0], *sides[1]})):
        one, other = sides[0].get(place), sides[1].get(place)
        label = (one or other or ("", ""))[0]
        inner = evolve(at, subject=f"{at.subject}.{label}", minor=minor)
        yield from _wording(inner, one and one[1], other and other[1])


def _number(at: FieldPair, old: Decimal | None, new: Decimal | None) -> Iterator[Change]:
    if old != new:
        yield at.change("changed", old, new)


def _amount(at: FieldPair, old: Decimal | None, new: Decimal | None) -> Iterator[Change]:
    """Money outside of a `Funding`; in two units it is converted where both are known."""
    currencies = at.around.currencies
    known = None not in currencies
    keys = [
        None if one is None else same_amount(one, unit if known else None)
        for one, unit in zip((old, new), currencies, strict=True)
    ]
    if keys[0] != keys[1]:
        why = "unknown_currency" if not known and currencies[0] != currencies[1] else ""
        yield at.change("money", old, new, why, unit_old=currencies[0], unit_new=currencies[1])


def _ordinal(at: FieldPair, old: int | None, new: int | None) -> Iterator[Change]:
    if old != new:
        yield at.change("changed", None if old is None else str(old), None if new is None else str(new))


def _flag(at: FieldPair, old: bool | None, new: bool | None) -> Iterator[Change]:
    if old != new:
        yield at.change("changed", _FLAG_TEXTS[old], _FLAG_TEXTS[new])


def _category(at: FieldPair, old: Category | None, new: Category | None) -> Iterator[Change]:
    if category_key(old) != category_key(new):
        yield at.change("changed", None if old is None else old.label, None if new is None else new.label)


def _target(at: FieldPair, old: Target | None, new: Target | None) -> Iterator[Change]:
    """Targets by what they ask for; which way is better, an indicator's name may tell."""
    if old is None or new is None:
        if old is not new:
            yield at.change(
                "changed", None if old is None else old.signed_text, None if new is None else new.signed_text
            )
        return
    owners = (at.spot.old, at.spot.new)

    def way() -> str | None:
        ways = [better_of(owner) if isinstance(owner, Indicator) else None for owner in owners]
        return ways[0] if ways[0] == ways[1] else None

    found = verdict(old, new, way, at.around.shift)
    if found is not None:
        yield at.change(
            found.kind, old.signed_text, new.signed_text, found.why,
            inferred=found.inferred, unit_old=old.unit, unit_new=new.unit,
        )  # fmt: skip


def _object(at: FieldPair, old: Any, new: Any) -> Iterator[Change]:
    """An object by its own fields; one that says nothing is not the same as none."""
    item = at.field.item
    found = list(_inside(at, item() if old is None else old, item() if new is None else new))
    if not found and (old is None) != (new is None):
        found = [at.change("changed", _object_text(old), _object_text(new))]
    yield from found


def _inside(at: FieldPair, old: Any, new: Any) -> Iterator[Change]:
    if isinstance(old, Funding):
        yield from amounts(at, old, new)
        return
    for minor, field, compare in _comparers(at.field.item):
        inner = evolve(at, field=field, subject=f"{at.subject}.{field.name}", minor=at.minor + minor)
        yield from compare(inner, getattr(old, field.name), getattr(new, field.name))


def _objects(at: FieldPair, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Change]:
    """Lines of an object: the first with the first, the others by their names and, where these are alike, their order."""
    places = [_places_by_name(found) for found in (old, new)]
    for order, key in enumerate(dict.fromkeys([*places[0], *places[1]])):
        ends = [found.get(key) for found in places]
        one, other = (None if place is None else found[place] for place, found in zip(ends, (old, new), strict=True))
        minor = at.minor + order * last_rank(at.field.item)
        steps = [f"{at.subject.partition('.')[2]}[{order if place is None else place}]" for place in ends]
        if one is None or other is None:
            added = evolve(at, minor=minor, step=steps[one is None])
            yield added.change("dropped" if other is None else "added", _line_name(one), _line_name(other))
            continue
        spot = at.spot
        paths = [
            f"{path}.{step}" if path else step for path, step in zip((spot.path_old, spot.path_new), steps, strict=True)
        ]
        inner = evolve(spot, old=one, new=other, path_old=paths[0], path_new=paths[1])
        for rank, field, compare in _comparers(at.field.item):
            inside = FieldPair(inner, field, f"{at.subject}.{field.name}", at.rank, at.around, minor + rank, field.name)
            yield from compare(inside, getattr(one, field.name), getattr(other, field.name))


def _places_by_name(found: tuple[Any, ...]) -> dict[tuple[str, int], int]:
    counts: Counter[str] = Counter()
    places = {}
    for at, one in enumerate(found):
        name = exact(_line_name(one) or "") if at else ""
        places[name, counts[name]] = at
        counts[name] += 1
    return places


def _line_name(found: Any) -> str | None:
    """The first field of a line is what it is called."""
    kind: type = type(found)
    return None if found is None else getattr(found, fields_of(kind)[0].name)


def _object_text(found: Any) -> str | None:
    return canonical_funding(found) if isinstance(found, Funding) else None if found is None else ""


def _title(at: FieldPair, old: str, new: str) -> Iterator[Change]:
    if without_years(old) != without_years(new):
        yield from _prose(at, old, new)


def _currency(at: FieldPair, old: str | None, new: str | None) -> Iterator[Change]:
    if old != new:
        kind, why = ("changed", "") if old is None or new is None else ("reworded", "converted_money")
        yield at.change(kind, old, new, why)


def _spender(at: FieldPair, old: str | None, new: str | None) -> Iterator[Change]:
    """The body that uses the money; where none is printed, it is the section."""
    one, other = exact(old or ""), exact(new or "")
    if one != other:
        same = (one or exact(at.around.sections[0])) == (other or exact(at.around.sections[1]))
        kind, why = ("reworded", "same_body") if same else ("changed", "")
        yield at.change(kind, old, new, why)


def _unit(at: FieldPair, old: str | None, new: str | None) -> Iterator[Change]:
    if exact(old or "") != exact(new or "") or (old is None) != (new is None):
        kind, why = ("reworded", "same_unit") if units.same(old, new) else ("changed", "")
        yield at.change(kind, old, new, why)


def _operator(at: FieldPair, old: str | None, new: str | None) -> Iterator[Change]:
    """The column of signs: what a sign changes is seen in the targets beside it, where there are any."""
    if exact(old or "") == exact(new or "") and (old is None) == (new is None):
        return
    operators = [None if text is None else operator_cell(text) for text in (old, new)]
    signs = [None if cell is None else cell.op for cell in operators]
    pairs = zip(targets_of(at.spot.old), targets_of(at.spot.new), strict=True)
    if any(signs) and any(one and other and verdict(one, other, lambda: None, None) for one, other in pairs):
        return
    kind, why = ("reworded", "same_meaning") if signs[0] is not None and signs[0] == signs[1] else ("changed", "")
    yield at.change(kind, old, new, why)


def _year(at: FieldPair, old: int | None, new: int | None) -> Iterator[Change]:
    """The year of a table: two that differ are what tables of two years are compared for."""
    if (old is None) != (new is None):
        yield from _ordinal(at, old, new)


def _category_of_indicator(at: FieldPair, old: Category | None, new: Category | None) -> Iterator[Change]:
    """Another category is another place for the indicator, whichever of its levels differ; points may stand behind it."""
    places = [(one.level1, one.level2) for one in (at.spot.old, at.spot.new)]
    # Equal categories have one key, and mostly they are equal.
    if places[0] != places[1] and _place_key(*places[0]) != _place_key(*places[1]):
        if at.field.level == 1:
            inner = evolve(at, subject="indicator.place")
            yield inner.change("moved", _categories(at.spot.old), _categories(at.spot.new), step="")
        return
    texts = [getattr(one, f"{at.field.name}_text") for one in (at.spot.old, at.spot.new)]
    if texts[0] == texts[1]:
        return
    points = [_POINTS_OF_CATEGORY.search(exact(text or "")) for text in texts]
    if (points[0] and points[0][1]) != (points[1] and points[1][1]):
        yield at.change("changed", texts[0], texts[1], "points")


def _place_key(level1: Category | None, level2: Category | None) -> tuple[str, str]:
    return category_key(level1), category_key(level2)


def _categories(found: Indicator) -> str:
    return "；".join(category.label for category in (found.level1, found.level2) if category is not None)


# What is compared where lists are: object by object, or each text as often as it stands there.
_ELSEWHERE = ("TargetTable.sections", "TargetTable.unread", "Section.projects", "Project.indicators", "Project.tasks")
_SPECIAL: dict[str, _Comparer] = {
    "TargetTable.title": _title,
    "TargetTable.unit": _prose,
    "TargetTable.currency_unit": _currency,
    "TargetTable.year": _year,
    "Task.name": _name,
    "Section.name": _name,
    "Project.name": _name,
    "Project.spender": _spender,
    "Indicator.level1": _category_of_indicator,
    "Indicator.level2": _category_of_indicator,
    "Indicator.name": _name,
    "Indicator.unit": _unit,
    "Indicator.operator": _operator,
}
_BY_KIND: dict[str, _Comparer] = {
    "text": _text,
    "prose": _prose,
    "target": _target,
    "category": _category,
    "amount": _amount,
    "number": _number,
    "ordinal": _ordinal,
    "flag": _flag,
    "texts": _texts,
    "pairs": _pairs,
    "object": _object,
    "objects": _objects,
}


def indicator(spot: Spot, around: Around) -> Iterator[Change]:
    """Yield what differs in two indicators; those that were not understood are compared by their text."""
    if spot.old.understood and spot.new.understood:
        yield from fields(spot, around)
    else:
        yield from _not_understood(spot)


def better_of(indicator: Indicator) -> str | None:
    """Which way the indicator's numbers are better, by its name; None where both name and value say that something falls."""
    meanings = [target.meaning for target in targets_of(indicator) if target is not None]
    if names_a_change(indicator.name) and any(getattr(meaning, "change", None) for meaning in meanings):
        return None
    return better(indicator.name, counts_output=_counts_output(indicator))


def _counts_output(found: Indicator) -> bool:
    """Whether the indicator counts what is produced: a number of something under 数量指标."""
    if found.level2 is None or found.level2.code != "11":
        return False
    targets = [target for target in targets_of(found) if target is not None]
    known = [units.look_up(getattr(target.meaning, "unit", None) or "") for target in targets]
    return bool(known) and all(unit is not None and unit.dimension.startswith("count:") for unit in known)


def _not_understood(spot: Spot) -> Iterator[Change]:
    """Indicators of which one or both were not understood: by their text."""
    texts = [(one.printed or "") if not one.understood else canonical(one) for one in (spot.old, spot.new)]
    if exact(texts[0]) != exact(texts[1]) or spot.old.understood != spot.new.understood:
        yield spot.change("changed", "indicator.printed", texts[0], texts[1], 0, "not_read", step="")
