"""Which result is that of which plan, where there are many tables: by year, body and project, as two tables are matched."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve, frozen

from perfmodel.comparison.candidates import Candidate
from perfmodel.comparison.change import Change
from perfmodel.comparison.identities import project_candidate
from perfmodel.comparison.location import Spot
from perfmodel.comparison.matching import match
from perfmodel.comparison.normalise import bigrams, exact, likeness, loose, years
from perfmodel.comparison.plan_result import Match, match_of, project_changes
from perfmodel.model.table import Project, Section, TargetTable

__all__ = ["Entry", "Paired", "compare_pair", "entries_of", "pair_up"]

# How like its plan's name that of a renamed project is at least.
_NEAR_PROJECT = Fraction(3, 4)
# By what a project is found again under its own name: the same name, or the same but for years.
_SAME_NAME = ("", "years")
# The code of a body before its name: 102001-某市某局.
_CODE_OF_BODY = re.compile("^[0-9]{2,}[-—_.]?(?=[^0-9])")


@frozen
class Entry:
    """A project as it stands in a file: ``name`` is the file's, ``at`` which project of the table it is."""

    name: str
    table: TargetTable
    section: Section
    project: Project
    at: int

    @property
    def body(self) -> str:
        """The body that carries the project out; empty where no form says one."""
        if self.table.scope == "department":
            return self.project.name
        return self.section.name or self.project.spender or self.table.unit

    @property
    def year(self) -> int | None:
        """The budget year: the table's, or that of its title."""
        said = years(self.table.title)
        return self.table.year if self.table.year is not None else said[-1] if said else None


@frozen
class Paired:
    """A plan and its result, one of them, or those that may be one another (``doubt``); ``why`` says by what it was inferred."""

    plan: Entry | None
    result: Entry | None
    why: str = ""
    doubt: bool = False


def entries_of(name: str, tables: Iterable[TargetTable]) -> list[Entry]:
    """Return the projects of a file.

    >>> [entry.body for entry in entries_of("表.txt", [TargetTable(sections=[Section("某局", projects=[Project("会议费")])])])]
    ['某局']
    """
    found = []
    for table in tables:
        places = [(section, project) for section in table.sections for project in section.projects]
        found += [Entry(name, table, section, project, at) for at, (section, project) in enumerate(places)]
    return found


def pair_up(plans: Sequence[Entry], results: Sequence[Entry]) -> list[Paired]:
    """Pair plans with results, those of one year first and blank forms last; what is left stands alone.

    A second result under the name of a plan that has one is in doubt: it is not without a plan.

    >>> one = entries_of("计划.xlsx", [TargetTable(year=2024, projects=[Project("会议费")])])
    >>> other = entries_of("自评.xlsx", [TargetTable(form="self-evaluation", year=2024, projects=[Project("2024年会议费")])])
    >>> [(pair.plan.name, pair.result.name) for pair in pair_up(one, other)]
    [('计划.xlsx', '自评.xlsx')]
    """
    found: list[Paired] = []
    left, others = list(plans), list(results)
    for is_wanted in (_is_filled_in, lambda _entry: True):
        pairs = _by_years(left, list(filter(is_wanted, others)))
        found += pairs
        left, others = _without(left, [pair.plan for pair in pairs]), _without(others, [pair.result for pair in pairs])
    taken = [pair.plan for pair in found if pair.plan is not None]
    second = [evolve(pair, plan=None, doubt=True) for pair in _by_years(taken, others) if pair.why in _SAME_NAME]
    others = _without(others, [pair.result for pair in second])
    return [*found, *second, *(Paired(entry, None) for entry in left), *(Paired(None, entry) for entry in others)]


def _is_filled_in(entry: Entry) -> bool:
    """Whether a result says anything of what was done: `blank_form` writes one that does not."""
    project = entry.project
    return (
        any(indicator.actual is not None or indicator.score is not None for indicator in project.indicators)
        or any(line.executed is not None for line in project.execution.lines)
        or project.total_score is not None
    )


def _by_years(plans: Sequence[Entry], results: Sequence[Entry]) -> list[Paired]:
    """Return pairs, and doubts, of plans and results, those of one year first; nothing of what stands alone."""
    known = {entry.year for entry in (*plans, *results) if entry.year is not None}
    found: list[Paired] = []
    left, others = list(plans), list(results)
    for is_of_plan, is_of_result in _rounds(sorted(known)):
        pairs = _matched(list(filter(is_of_plan, left)), list(filter(is_of_result, others)))
        found += pairs
        left, others = _without(left, [pair.plan for pair in pairs]), _without(others, [pair.result for pair in pairs])
    return found


def compare_pair(
    plan: Entry, result: Entry, why: str, in_tables: bool = False
) -> tuple[Match, tuple[Match, ...], tuple[Change, ...]]:
    """Return how a project was found again, how its indicators were, and what differs.

    Paths are those of the projects; those of their tables with ``in_tables``.

    >>> one, other = (entries_of("表", [TargetTable(projects=[Project(name)])])[0] for name in ("会议费", "会务费"))
    >>> [(change.kind, change.path_new) for change in compare_pair(one, other, "like_name", in_tables=True)[2]]
    [('renamed', 'projects[0].name')]
    """
    paths = [f"projects[{entry.at}]" if in_tables else "" for entry in (plan, result)]
    spot = Spot(
        plan.project, result.project, paths[0], paths[1], (plan.project.name,), (result.project.name,),
        sources=(plan.table.source, result.table.source),
    )  # fmt: skip
    found = list(project_changes(spot, (plan.table.currency_unit, result.table.currency_unit), why))
    changes = tuple(one for one in found if isinstance(one, Change))
    bodies = [exact(entry.body) for entry in (plan, result)]
    if why == "elsewhere" and all(bodies) and bodies[0] != bodies[1]:
        changes = (spot.change("moved", "project.place", plan.body, result.body, 0, step=""), *changes)
    return match_of(spot, why), tuple(one for one in found if isinstance(one, Match)), changes


_OfYear = Callable[[Entry], bool]


def _rounds(known: Sequence[int]) -> Iterator[tuple[_OfYear, _OfYear]]:
    """Yield which plans are matched with which results: those of one year, then those that may be of any."""
    if len(known) < 2:
        yield (lambda _entry: True), (lambda _entry: True)
        return
    for year in known:
        of_year = partial(_is_of, year)
        yield of_year, of_year
    yield partial(_is_of, None), (lambda _entry: True)
    yield (lambda _entry: True), partial(_is_of, None)


def _is_of(year: int | None, entry: Entry) -> bool:
    return entry.year == year


def _without(entries: Sequence[Entry], gone: Iterable[Entry | None]) -> list[Entry]:
    taken = {id(entry) for entry in gone}
    return [entry for entry in entries if id(entry) not in taken]


def _matched(plans: Sequence[Entry], results: Sequence[Entry]) -> list[Paired]:
    """Pairs, and doubts, of some plans and results; nothing of what stands alone."""
    if not plans or not results:
        return []
    named = all(any(entry.body for entry in side) for side in (plans, results))
    sides = [[_candidate(at, entry, named) for at, entry in enumerate(side)] for side in (plans, results)]
    matching = match(sides[0], sides[1])
    found = [
        Paired(plans[pair.old], results[pair.new], pair.why)
        for pair in matching.pairs
        if pair.why != "like_name" or _is_near(plans[pair.old], results[pair.new])
    ]
    for doubt in matching.doubts:
        found += [Paired(plans[at], None, doubt.why, doubt=True) for at in doubt.old]
        found += [Paired(None, results[at], doubt.why, doubt=True) for at in doubt.new]
    return found


def _is_near(plan: Entry, result: Entry) -> bool:
    """Whether the names of two projects are near enough: those of one body may share all indicators and be two all the same."""
    one, other = (bigrams(loose(entry.project.name)) for entry in (plan, result))
    return likeness(one, other) >= _NEAR_PROJECT


def _candidate(at: int, entry: Entry, named: bool) -> Candidate:
    """A project as matching sees it; its body is its place, whichever part of the form names it."""
    # A policy's form is a project's by another name.
    scope = "project" if entry.table.scope == "policy" else entry.table.scope
    place: Hashable = (scope, loose(_CODE_OF_BODY.sub("", exact(entry.body))) if named else "")
    found = project_candidate(at, entry.project, entry.section, place, entry.table.currency_unit)
    return evolve(found, owner=None)
