"""`compare`: an old and a new table, project or indicator side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from attrs import evolve

from perfmodel.comparison import changes
from perfmodel.comparison.change import Change, amount_with_unit
from perfmodel.comparison.comparison import Comparison, in_order
from perfmodel.comparison.field_pair import Around
from perfmodel.comparison.identities import match_indicators, match_projects, match_sections, match_tasks
from perfmodel.comparison.location import Spot
from perfmodel.comparison.matching import Matching
from perfmodel.comparison.normalise import exact, years
from perfmodel.comparison.words import note
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable, Task

__all__ = ["compare"]

Compared = TypeVar("Compared", TargetTable, Project, Indicator)

# The order of the parts of a table and of a project.
_FIELDS, _SECTIONS, _PROJECTS, _UNREAD = range(4)
_TASKS, _INDICATORS = (changes.last_rank(Project) + at for at in (0, 1))


def compare(old: Compared, new: Compared) -> Comparison:
    """Compare two tables (or two projects, or two indicators): what was added, dropped, renamed, raised or lowered.

    Projects are matched by name with the years folded, indicators by category and name; what cannot be told is
    ``ambiguous``, what was inferred says so. Amounts are compared by value, in 元 where the units differ; targets by
    what they mean. Blanks, full-width forms, years in names, the order of things and their numbers do not count
    (``docs/reference/comparing.md``). ``compare(a, a)`` is empty, ``compare(b, a)`` is ``compare(a, b).mirrored()``.
    Objects that are passed as two projects or two indicators are taken as one whatever their names.

    Raises TypeError where the two are not of one kind, or of another.

    >>> from perfmodel import Funding, Project
    >>> found = compare(Project("2024年会议费", funding=Funding(18)), Project("2025年会议费", funding=Funding(20)))
    >>> print(found)
    1 处不同：金额 1
    <BLANKLINE>
    金额  资金·总计：18.00 → 20.00（+2.00）
    """
    for kind in (TargetTable, Project, Indicator):
        if isinstance(old, kind) and isinstance(new, kind):
            return in_order(_WAYS[kind](old, new))
    raise TypeError(
        f"compare：应为两张 TargetTable、两个 Project 或两个 Indicator，得到 {type(old).__name__} 与 {type(new).__name__} / "
        f"expected two TargetTables, two Projects or two Indicators, got {type(old).__name__} and {type(new).__name__}"
    )


def _tables(old: TargetTable, new: TargetTable) -> Iterator[Change]:
    spot = Spot(old, new)
    around = Around(currencies=(old.currency_unit, new.currency_unit))
    yield from changes.fields(Spot(old, new, at_old=(_FIELDS,), at_new=(_FIELDS,)), around)
    yield from _unread(spot)
    sections = match_sections(old, new)
    yield from _list(spot, "section", "sections", _SECTIONS, sections, (old.sections, new.sections))
    for pair in sections.pairs:
        inner = spot.inner(old.sections[pair.old], new.sections[pair.new], "sections", _SECTIONS, (pair.old, pair.new))
        yield from changes.fields(inner, evolve(around, why=pair.why))
    shift = _apart(old.title, new.title)
    if shift is None and old.year is not None and new.year is not None:
        shift = new.year - old.year
    matching = match_projects(old, new, sections, shift)
    yield from _list(spot, "project", "projects", _PROJECTS, matching, (old.projects, new.projects))
    homes = (_homes(old), _homes(new))
    same = {(pair.old, pair.new) for pair in sections.pairs}
    for pair in matching.pairs:
        places = (pair.old, pair.new)
        inner = spot.inner(old.projects[pair.old], new.projects[pair.new], "projects", _PROJECTS, places)
        at = (homes[0][pair.old], homes[1][pair.new])
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
        own = _apart(inner.old.name, inner.new.name)
        years_apart = shift if own is None else own
        inside = evolve(around, why=pair.why, sections=names, shift=years_apart)
        yield from changes.fields(inner, inside)
        yield from _tasks_of(inner, inside)
        yield from _indicators_of(inner, years_apart)


def _unread(spot: Spot) -> Iterator[Change]:
    """Text that belongs to no field, each as often as it stands there."""
    counts = [Counter(map(exact, table.unread)) for table in (spot.old, spot.new)]
    for added, table, left in ((False, spot.old, counts[0] - counts[1]), (True, spot.new, counts[1] - counts[0])):
        for at, text in enumerate(table.unread):
            if left[exact(text)] > 0:
                left[exact(text)] -= 1
                yield spot.alone("table.unread", None, text, "unread", _UNREAD, at, added)


def _list(
    spot: Spot, subject: str, steps: str, rank: int, matching: Matching, lists: tuple[Sequence[Any], Sequence[Any]]
) -> Iterator[Change]:
    """What of two lists stands on one side alone, and what is in doubt."""
    for added, places in ((False, matching.dropped), (True, matching.added)):
        for at in places:
            what = lists[added][at]
            zh, en = _about(what, spot, added)
            found = spot.alone(subject, what, _called(what), steps, rank, at, added)
            yield evolve(found, note=zh, note_english=en)
    for doubt in matching.doubts:
        names = ([_called(lists[0][at]) for at in doubt.old], [_called(lists[1][at]) for at in doubt.new])
        yield spot.doubt(subject, names, steps, rank, doubt)


def _about(what: Section | Project | Indicator | Task, spot: Spot, added: bool) -> tuple[str, str]:
    """The money and the number of indicators of a project that comes or goes."""
    if not isinstance(what, Project):
        return "", ""
    table = spot.new if added else spot.old
    zh, en = note("weighs")
    total = "—" if what.funding.total is None else amount_with_unit(what.funding.total, table.currency_unit)
    said = {"total": total, "count": len(what.indicators)}
    return zh.format(**said), en.format(**said)


def _called(what: Section | Project | Indicator | Task) -> str:
    return what.printed or "" if isinstance(what, Indicator) and not what.understood else what.name


def _homes(table: TargetTable) -> list[int]:
    """Which section each project stands in."""
    return [at for at, section in enumerate(table.sections) for _project in section.projects]


def _apart(old: str, new: str) -> int | None:
    """By how many years two names are apart; None where they do not say so."""
    one, other = years(old), years(new)
    by = {later - earlier for earlier, later in zip(one, other, strict=False)}
    return by.pop() if len(one) == len(other) and len(by) == 1 else None


def _projects(old: Project, new: Project) -> Iterator[Change]:
    spot = Spot(old, new, where_old=(old.name,), where_new=(new.name,))
    shift = _apart(old.name, new.name)
    around = Around(shift=shift)
    yield from changes.fields(spot, around)
    yield from _tasks_of(spot, around)
    yield from _indicators_of(spot, shift)


def _tasks_of(spot: Spot, around: Around) -> Iterator[Change]:
    old, new = spot.old.tasks, spot.new.tasks
    if not old and not new:
        return
    matching = match_tasks(old, new)
    yield from _list(spot, "task", "tasks", _TASKS, matching, (old, new))
    for pair in matching.pairs:
        inner = spot.inner(old[pair.old], new[pair.new], "tasks", _TASKS, (pair.old, pair.new))
        yield from changes.fields(inner, evolve(around, why=pair.why, sections=("", "")))


def _indicators_of(spot: Spot, shift: int | None) -> Iterator[Change]:
    old, new = spot.old.indicators, spot.new.indicators
    matching = match_indicators(old, new)
    yield from _list(spot, "indicator", "indicators", _INDICATORS, matching, (old, new))
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
