"""`compare`: an old and a new table, project or indicator side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from attrs import evolve

from perfmodel._internal.messages import bilingual, mismatch
from perfmodel.comparison import changes
from perfmodel.comparison.change import Change
from perfmodel.comparison.comparison import Comparison, in_order
from perfmodel.comparison.field_pair import Around
from perfmodel.comparison.identities import match_indicators, match_projects, match_sections, match_tasks
from perfmodel.comparison.listed import homes, listed, years_apart
from perfmodel.comparison.location import Spot
from perfmodel.comparison.normalise import exact
from perfmodel.comparison.outcome import outcomes_of
from perfmodel.comparison.plan_result import Match, indicator_changes, is_plan_of, plan_changes, project_changes
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.scoring.options import ScoringOptions

__all__ = ["compare"]

Compared = TypeVar("Compared", TargetTable, Project, Indicator)

# The order of the parts of a table and of a project.
_FIELDS, _SECTIONS, _PROJECTS, _UNREAD = range(4)
_TASKS, _INDICATORS = (changes.last_rank(Project) + at for at in (0, 1))


def compare(
    old: Compared, new: Compared, *, as_result: bool | None = None, scoring: ScoringOptions | None = None
) -> Comparison:
    """Compare two tables (or two projects, or two indicators): what was added, dropped, renamed, raised or lowered.

    Of two tables of targets, or two of another form, all that they say is compared, as of two years. Where one is the **plan** of
    the other (targets and their self-evaluation or monitoring, two of monitoring of one year), only what was approved is:
    targets, names, weights, money. What the result adds is no difference then, nor is what the forms print in another way;
    `Comparison.matches` says how each project and indicator was found again, `Comparison.outcomes` what was met and missed.
    ``as_result`` says which of the two is meant, where the forms do not (two projects); ``scoring`` is how what was reached is
    scored (`Profile.scoring`).

    Projects are matched by name with the years folded, indicators by category and name; what cannot be told is
    ``ambiguous``, what was inferred says so. Amounts are compared by value, in 元 where the units differ; targets by
    what they mean. Blanks, full-width forms, years in names, the order of things and their numbers do not count
    (``docs/reference/comparing.md``). ``compare(a, a)`` is empty, ``compare(b, a)`` is ``compare(a, b).mirrored()``.
    Objects that are passed as two projects or two indicators are taken as one whatever their names.

    Raises `TypeError` if the two are of different kinds, or of any other kind.

    >>> from perfmodel import Funding, Project
    >>> found = compare(Project("2024年会议费", funding=Funding(18)), Project("2025年会议费", funding=Funding(20)))
    >>> print(found)
    1 处不同：金额 1
    <BLANKLINE>
    金额  资金·总计：18.00 → 20.00（+2.00）
    """
    for kind in (TargetTable, Project, Indicator):
        if isinstance(old, kind) and isinstance(new, kind):
            if as_result is None:
                as_result = _are_plan_and_result(old, new)
            return _with_result(old, new, scoring) if as_result else in_order(_WAYS[kind](old, new))
    expected = ("两张 TargetTable、两个 Project 或两个 Indicator", "two TargetTables, two Projects or two Indicators")
    kinds = (type(old).__name__, type(new).__name__)
    raise TypeError(bilingual(mismatch(expected, (" 与 ".join(kinds), " and ".join(kinds)))))


def _are_plan_and_result(old: object, new: object) -> bool:
    """Whether one of two is the plan of the other."""
    if not isinstance(old, TargetTable) or not isinstance(new, TargetTable):
        return False
    return is_plan_of(old, new) or is_plan_of(new, old)


def _with_result(old: Compared, new: Compared, scoring: ScoringOptions | None) -> Comparison:
    """Compare a plan with its result, in either order."""
    if isinstance(old, TargetTable) and isinstance(new, TargetTable):
        if is_plan_of(new, old) and not is_plan_of(old, new):
            return _with_result(new, old, scoring).mirrored()
        found = list(plan_changes(old, new))
    elif isinstance(old, Project) and isinstance(new, Project):
        spot = Spot(old, new, where_old=(old.name,), where_new=(new.name,), sources=(None, None))
        found = list(project_changes(spot))
    else:
        assert isinstance(old, Indicator)
        assert isinstance(new, Indicator)
        spot = Spot(old, new, where_old=(old.name,), where_new=(new.name,), sources=(None, None))
        found = list(indicator_changes(spot))
    changes = in_order([one for one in found if isinstance(one, Change)]).changes
    matches = tuple(one for one in found if isinstance(one, Match))
    return Comparison(changes, matches, outcomes_of(old, new, matches, changes, scoring), of_result=True)


def _tables(old: TargetTable, new: TargetTable) -> Iterator[Change]:
    spot = Spot(old, new)
    around = Around(currencies=(old.currency_unit, new.currency_unit))
    yield from changes.fields(Spot(old, new, at_old=(_FIELDS,), at_new=(_FIELDS,)), around)
    yield from _unread(spot)
    sections = match_sections(old, new)
    yield from listed(spot, "section", "sections", _SECTIONS, sections, (old.sections, new.sections))
    for pair in sections.pairs:
        inner = spot.inner(old.sections[pair.old], new.sections[pair.new], "sections", _SECTIONS, (pair.old, pair.new))
        yield from changes.fields(inner, evolve(around, why=pair.why))
    shift = years_apart(old.title, new.title)
    if shift is None and old.year is not None and new.year is not None:
        shift = new.year - old.year
    matching = match_projects(old, new, sections, shift)
    yield from listed(spot, "project", "projects", _PROJECTS, matching, (old.projects, new.projects))
    places_of = (homes(old), homes(new))
    same = {(pair.old, pair.new) for pair in sections.pairs}
    for pair in matching.pairs:
        places = (pair.old, pair.new)
        inner = spot.inner(old.projects[pair.old], new.projects[pair.new], "projects", _PROJECTS, places)
        at = (places_of[0][pair.old], places_of[1][pair.new])
        names = (old.sections[at[0]].name, new.sections[at[1]].name)
        if at not in same and exact(names[0]) != exact(names[1]):
            why = pair.why if pair.why == "elsewhere" else ""
            yield inner.change(
                "moved",
                "project.place",
                names[0] or None,
                names[1] or None,
                changes.PLACE_RANK,
                why,
                step="",
                inferred=bool(why),
            )
        own = years_apart(inner.old.name, inner.new.name)
        apart = shift if own is None else own
        inside = evolve(around, why=pair.why, sections=names, shift=apart)
        yield from changes.fields(inner, inside)
        yield from _tasks_of(inner, inside)
        yield from _indicators_of(inner, apart)


def _unread(spot: Spot) -> Iterator[Change]:
    """Text that belongs to no field, each as often as it stands there."""
    counts = [Counter(map(exact, table.unread)) for table in (spot.old, spot.new)]
    for added, table, left in ((False, spot.old, counts[0] - counts[1]), (True, spot.new, counts[1] - counts[0])):
        for at, text in enumerate(table.unread):
            if left[exact(text)] > 0:
                left[exact(text)] -= 1
                yield spot.alone("table.unread", None, text, "unread", _UNREAD, at, added)


def _projects(old: Project, new: Project) -> Iterator[Change]:
    spot = Spot(old, new, where_old=(old.name,), where_new=(new.name,))
    shift = years_apart(old.name, new.name)
    around = Around(shift=shift)
    yield from changes.fields(spot, around)
    yield from _tasks_of(spot, around)
    yield from _indicators_of(spot, shift)


def _tasks_of(spot: Spot, around: Around) -> Iterator[Change]:
    old, new = spot.old.tasks, spot.new.tasks
    if not old and not new:
        return
    matching = match_tasks(old, new)
    yield from listed(spot, "task", "tasks", _TASKS, matching, (old, new))
    for pair in matching.pairs:
        inner = spot.inner(old[pair.old], new[pair.new], "tasks", _TASKS, (pair.old, pair.new))
        yield from changes.fields(inner, evolve(around, why=pair.why, sections=("", "")))


def _indicators_of(spot: Spot, shift: int | None) -> Iterator[Change]:
    old, new = spot.old.indicators, spot.new.indicators
    matching = match_indicators(old, new)
    yield from listed(spot, "indicator", "indicators", _INDICATORS, matching, (old, new))
    for pair in matching.pairs:
        places = (pair.old, pair.new)
        inner = spot.inner(old[pair.old], new[pair.new], "indicators", _INDICATORS, places)
        yield from changes.indicator(inner, Around(pair.why, shift=shift))


def _indicators(old: Indicator, new: Indicator) -> Iterator[Change]:
    yield from changes.indicator(Spot(old, new, where_old=(old.name,), where_new=(new.name,)), Around())


_WAYS: dict[type, Callable[[Any, Any], Iterator[Change]]] = {
    TargetTable: _tables,
    Project: _projects,
    Indicator: _indicators,
}
