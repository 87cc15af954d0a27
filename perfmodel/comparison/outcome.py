"""What became of a plan: of each project which indicators were met, missed or cannot be told, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import evolve, field, frozen

from perfmodel.comparison.change import Change
from perfmodel.comparison.plan_result import Match
from perfmodel.model.indicator import LIKELIHOODS, Indicator
from perfmodel.model.table import FORMS, Project, TargetTable
from perfmodel.scoring.options import ScoringOptions
from perfmodel.scoring.score import IndicatorScore, Score, score_project

__all__ = ["STATES", "IndicatorOutcome", "ProjectOutcome", "outcome_of", "outcomes_of"]

# From which share of the target on an indicator is over-fulfilled.
_OVER_FULFILLED_FROM = Fraction(13, 10)
STATES = ("met", "missed", "not_yet", "unknown", "dropped")


@frozen
class IndicatorOutcome:
    """The outcome of an indicator of a plan.

    ``plan`` is what was approved (None where it was not) and ``result`` what is reported (None where it was dropped).
    ``score`` is what the result is worth against the target that it reports, ``approved_score`` against the approved one;
    ``match`` says how it was found again, ``changes`` what differs. ``within_year`` is true of a monitoring form: what it reports is not
    the end of the year.

    >>> one = IndicatorOutcome(Indicator(name="里程", annual="≥9公里"), None)
    >>> one.name, one.state, one.is_over
    ('里程', 'dropped', False)
    """

    plan: Indicator | None
    result: Indicator | None
    match: Match | None = None
    score: IndicatorScore | None = None
    approved_score: IndicatorScore | None = None
    changes: tuple[Change, ...] = ()
    within_year: bool = False

    @property
    def name(self) -> str:
        """The name in the result, that of the plan where it was dropped."""
        found = self.plan if self.result is None else self.result
        return "" if found is None else found.name

    @property
    def state(self) -> str:
        """The state against the target that the result reports.

        ``met``, ``missed``, ``not_yet`` (the year is not over, and it may still be reached), ``unknown`` (it cannot be told) or
        ``dropped``. Within the year a target is missed only where the form says that it cannot be reached (``完全不可能``).
        """
        return "dropped" if self.result is None else self._state(self.result, self.score)

    @property
    def approved_state(self) -> str | None:
        """The same against the approved target; None where there is none."""
        if self.plan is None:
            return None
        return "dropped" if self.result is None else self._state(self.result, self.approved_score)

    def _state(self, result: Indicator, score: IndicatorScore | None) -> str:
        reached = None if score is None else score.reached
        if reached is None:
            return "unknown"
        may_be_reached = self.within_year and result.likelihood != LIKELIHOODS[-1]
        return "met" if reached else "not_yet" if may_be_reached else "missed"

    @property
    def is_over(self) -> bool:
        """Whether it was met by 130% of its target or more."""
        score = self.score
        ratio = None if score is None or score.reached is not True else score.outcome.ratio
        return ratio is not None and ratio >= _OVER_FULFILLED_FROM


@frozen
class ProjectOutcome:
    """What became of a project: its indicators in the order of the result, those that were dropped behind them.

    ``plan`` or ``result`` is None where the project stands on one side alone. ``score`` is by the targets that the result reports,
    ``approved_score`` by the approved ones, with the weights of the result.

    >>> from perfmodel import compare
    >>> plan = Project("养护", indicators=[Indicator(name="里程", annual="≥150公里"), Indicator(name="桥梁", annual="≥3座")])
    >>> result = Project("养护", indicators=[Indicator(name="里程", annual="≥130公里", actual="140公里")])
    >>> [outcome] = compare(plan, result, as_result=True).outcomes
    >>> outcome.counts
    {'met': 1, 'missed': 0, 'unknown': 0, 'dropped': 1}
    >>> outcome.indicators[0].state, outcome.indicators[0].approved_state
    ('met', 'missed')
    """

    plan: Project | None
    result: Project | None
    indicators: tuple[IndicatorOutcome, ...] = ()
    score: Score | None = None
    approved_score: Score | None = None
    path: str = ""
    changes: tuple[Change, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """The name in the plan, that of the result where there is no plan."""
        found = self.result if self.plan is None else self.plan
        return "" if found is None else found.name

    @property
    def counts(self) -> dict[str, int]:
        """How many indicators were met, missed, cannot be told, and were dropped; ``not_yet`` only where there is one."""
        states = [one.state for one in self.indicators]
        return {state: states.count(state) for state in STATES if state != "not_yet" or state in states}

    @property
    def over(self) -> int:
        """How many were met by 130% of their target or more."""
        return sum(one.is_over for one in self.indicators)

    @property
    def changed(self) -> dict[str, int]:
        """How many changes of each kind there are between plan and result, for the kinds that occur."""
        kinds = [change.kind for change in self.changes]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def outcomes_of(
    plan: TargetTable | Project | Indicator,
    result: TargetTable | Project | Indicator,
    matches: Sequence[Match],
    changes: Sequence[Change],
    options: ScoringOptions | None = None,
) -> tuple[ProjectOutcome, ...]:
    """Return what became of each project that both a plan and its result have, in the order of the result."""
    if isinstance(plan, Project) and isinstance(result, Project):
        return (outcome_of(plan, result, matches, changes, options),)
    if not isinstance(plan, TargetTable) or not isinstance(result, TargetTable):
        return ()
    places = [{f"projects[{at}]": project for at, project in enumerate(table.projects)} for table in (plan, result)]
    pairs = {match.path_new: match.path_old for match in matches if match.path_new in places[1]}
    planned = {old: new for new, old in pairs.items()}
    own_matches: dict[str, list[Match]] = {path: [] for path in pairs}
    for match in matches:
        if match.path_new not in pairs:
            own_matches[_project_step(match.path_new)].append(match)
    own_changes: dict[str, list[Change]] = {path: [] for path in pairs}
    for change in changes:
        # What was dropped has its place in the plan alone.
        path = (
            _project_step(change.path_new) if change.path_new else planned.get(_project_step(change.path_old or ""), "")
        )
        if path in pairs:
            own_changes[path].append(change)
    year = result.year or plan.year
    within_year = result.form == FORMS[2]
    return tuple(
        outcome_of(
            places[0][pairs[path]],
            project,
            own_matches[path],
            own_changes[path],
            options,
            year,
            (pairs[path], path),
            within_year=within_year,
        )
        for path, project in places[1].items()
        if path in pairs
    )


def _project_step(path: str) -> str:
    return path.partition(".")[0]


def outcome_of(
    plan: Project | None,
    result: Project | None,
    matches: Iterable[Match] = (),
    changes: Sequence[Change] = (),
    options: ScoringOptions | None = None,
    year: int | None = None,
    paths: tuple[str, str] = ("", ""),
    *,
    within_year: bool = False,
) -> ProjectOutcome:
    """Return what became of a project; ``paths`` are its places in both tables, ``options`` how it is scored.

    ``within_year`` is true where the result is a monitoring form: what it does not reach may still be reached.

    >>> outcome_of(Project("养护"), None).score is None
    True
    """
    by_new = {match.path_new: match for match in matches}
    starts = [f"{path}." if path else "" for path in paths]
    left = {f"{starts[0]}indicators[{at}]": one for at, one in enumerate(() if plan is None else plan.indicators)}
    rows: list[tuple[Indicator | None, Indicator, str]] = []
    for at, indicator in enumerate(() if result is None else result.indicators):
        path = f"{starts[1]}indicators[{at}]"
        rows.append((left.pop(by_new[path].path_old, None) if path in by_new else None, indicator, path))
    score = None if result is None else score_project(result, options, year)
    approved = None
    if plan is not None and result is not None:
        approved = score_project(evolve(result, indicators=[_approved(*row[:2]) for row in rows]), options, year)
    found = []
    for at, (one, indicator, path) in enumerate(rows):
        about = tuple(
            change for change in changes if change.path_new is not None and f"{change.path_new}.".startswith(f"{path}.")
        )
        mine = None if score is None else score.indicators[at]
        theirs = None if approved is None or one is None else approved.indicators[at]
        found.append(IndicatorOutcome(one, indicator, by_new.get(path), mine, theirs, about, within_year))
    for path, one in left.items():
        dropped = tuple(change for change in changes if change.path_old == path)
        found.append(IndicatorOutcome(one, None, changes=dropped))
    return ProjectOutcome(plan, result, tuple(found), score, approved, paths[1], tuple(changes))


def _approved(plan: Indicator | None, result: Indicator) -> Indicator:
    """An indicator of the result with the target that was approved."""
    if plan is None:
        return result
    target = plan.annual or plan.whole_period
    return evolve(result, annual=target, adjusted=None, operator=plan.operator, unit=plan.unit)
