"""The approved table beside what is checked: what of a result is not as it was approved, as findings (E11) of a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from perfmodel.comparison.change import Change
from perfmodel.comparison.compare import compare
from perfmodel.comparison.comparison import in_order
from perfmodel.comparison.location import Spot, field_span
from perfmodel.comparison.plan_code import NotOfOneKind
from perfmodel.comparison.plan_findings import plan_findings, unplanned
from perfmodel.comparison.plan_result import Match, plan_changes
from perfmodel.comparison.project_pairs import Entry, Paired, compare_pair, entries_of, pair_up
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.paths import span_at
from perfmodel.model.table import FORMS, Project, TargetTable

__all__ = ["Approved", "approved_findings", "approved_tables"]

Approved = TargetTable | Project | Indicator | Sequence[TargetTable | Project | Indicator]
_Checked = TargetTable | Project | Indicator


def approved_findings(checked: _Checked, approved: Approved) -> list[Finding]:
    """Return what of a result is not as it was approved, each finding at its place in the result.

    Projects are found again as `compare` finds them where there is one approved table; where there are several, by year, body and
    name. A result of one project reports on no other: what else was approved is not missing there. Raises `TypeError` where the
    two cannot be compared, `ValueError` where no approved table is one of targets.

    >>> approved, reported = (Project("演出", indicators=[Indicator(name="场次", annual=text)]) for text in ("≥50场", "≥40场"))
    >>> [(finding.severity, finding.path) for finding in approved_findings(reported, approved)]
    [('error', 'indicators[0].annual')]
    """
    given = [approved] if isinstance(approved, _Checked) else list(approved)
    if len(given) == 1 and type(given[0]) is type(checked) and not isinstance(checked, TargetTable):
        found = list(plan_findings(compare(given[0], checked, as_result=True)))  # type: ignore[type-var]
    elif isinstance(checked, Project):
        of_table = approved_findings(TargetTable(form=FORMS[1], projects=[checked]), given)
        found = [evolve(finding, path=_inside(finding.path)) for finding in of_table]
    elif isinstance(checked, TargetTable):
        found = _of_table(checked, approved_tables(given))
    else:
        raise _unlike(checked, given)
    return [finding if finding.span is not None else _placed(finding, checked) for finding in found]


def approved_tables(given: Iterable[_Checked]) -> list[TargetTable]:
    """Return the tables of targets among what was given as approved; a project alone is one.

    Raises `TypeError` for an indicator or anything else, `ValueError` where there is no table of targets.

    >>> [table.projects[0].name for table in approved_tables([Project("会议费"), TargetTable(form="monitoring")])]
    ['会议费']
    """
    tables = []
    for one in given:
        if not isinstance(one, (TargetTable, Project)):
            raise _unlike(TargetTable(), [one])
        tables.append(TargetTable(projects=[one]) if isinstance(one, Project) else one)
    plans = [table for table in tables if table.form == FORMS[0]]
    if not plans:
        raise ValueError("批复的文件中没有绩效目标表 / the approved files have no performance-target table")
    return plans


def _unlike(checked: _Checked, given: Sequence[object]) -> NotOfOneKind:
    kinds = sorted({type(one).__name__ for one in given}) or ["—"]
    name = type(checked).__name__
    return NotOfOneKind(
        f"无法对照：检查的是 {name}，批复的是 {'、'.join(kinds)}",
        f"cannot compare: checked was a {name}, approved was {', '.join(kinds)}",
    )


def _inside(path: str) -> str:
    """The path in a project of what stands in the only project of a table."""
    return path.removeprefix("projects[0]").removeprefix(".") if path.startswith("projects[0]") else ""


def _placed(finding: Finding, checked: _Checked) -> Finding:
    """The finding with the place of what it is missing in."""
    owner = finding.path.rpartition(".")[0]
    return evolve(finding, span=span_at(checked, owner) if owner else None)


def _of_table(result: TargetTable, plans: list[TargetTable]) -> list[Finding]:
    if len(plans) == 1:
        return _of_one_plan(plans[0], result)
    found: list[Finding] = []
    plan_entries = list(_distinct(entry for at, plan in enumerate(plans) for entry in entries_of(str(at), [plan])))
    pairs = pair_up(plan_entries, entries_of("", [result]))
    if result.projects and not any(pair.result is not None and (pair.plan is not None or pair.doubt) for pair in pairs):
        return [_nothing_planned(result, len(plans))]
    names = {plan.source.name if plan.source is not None else None for plan in plans}
    met = {pair.plan.name for pair in pairs if pair.plan is not None and pair.result is not None}
    doubtful = [pair.plan for pair in pairs if pair.plan is not None and pair.doubt]
    for pair in pairs:
        name = "" if pair.plan is None or pair.plan.table.source is None else pair.plan.table.source.name or ""
        changes = in_order(_of_pair(pair, result, doubtful, met)).changes
        found += plan_findings(changes, name if len(names) > 1 else "")
    return found


def _distinct(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The projects without those that stand a second time, word for word."""
    seen = set()
    for entry in entries:
        key = entry.project, entry.body, entry.year, entry.table.scope
        if key not in seen:
            seen.add(key)
            yield entry


def _nothing_planned(result: TargetTable, plans: int) -> Finding:
    alone = len(result.projects) == 1
    span = field_span(result.projects[0], "name") if alone else None
    return evolve(unplanned("projects[0].name" if alone else "", plans), span=span)


def _of_one_plan(plan: TargetTable, result: TargetTable) -> list[Finding]:
    found = list(plan_changes(plan, result))
    changes = [one for one in found if isinstance(one, Change)]
    known = any(isinstance(one, Match) for one in found) or any(
        change.kind == "ambiguous" and change.subject == "project" for change in changes
    )
    if result.projects and not known:
        return [_nothing_planned(result, 1)]
    alone = len(result.projects) == 1
    kept = [change for change in changes if not (alone and change.kind == "dropped" and change.subject == "project")]
    return list(plan_findings(in_order(kept)))


def _of_pair(pair: Paired, table: TargetTable, doubtful: Sequence[Entry], met: set[str]) -> Iterator[Change]:
    """What differs between a plan and its result; what stands alone as such, if it is missing on the other side."""
    plan, result = pair.plan, pair.result
    if plan is not None and result is not None:
        yield from compare_pair(plan, result, pair.why, in_tables=True)[2]
    elif result is not None and not pair.doubt:
        spot = Spot(None, table, sources=(None, table.source))
        yield spot.alone("project", result.project, result.project.name, "projects", 0, result.at, added=True)
    elif result is not None:
        spot = Spot(None, result.project, path_new=f"projects[{result.at}]", sources=(None, table.source))
        path = f"projects[{result.at}]"
        yield Change(
            "ambiguous", "project", None, path, "、".join(dict.fromkeys(one.project.name for one in doubtful)),
            result.project.name, span_new=field_span(result.project, "name"), place_new=spot.places_of("name")[1],
        )  # fmt: skip
    elif plan is not None and not pair.doubt and len(table.projects) > 1 and plan.name in met:
        spot = Spot(plan.table, None, sources=(plan.table.source, None))
        yield spot.alone("project", plan.project, plan.project.name, "projects", 0, plan.at, added=False)
