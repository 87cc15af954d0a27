"""A plan and its result: whether the targets that are reported are those that were approved.

What the result adds (what was reached, points, reasons) is no difference, nor is what the two forms print in other ways. How
each indicator was found again is kept as a `Match`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, field, frozen

from perfmodel.analysis.category_pair import CategoryPair
from perfmodel.analysis.weights import weight_of
from perfmodel.comparison.change import Change, FilePlace, place_text
from perfmodel.comparison.changes import better_of
from perfmodel.comparison.identities import (
    category_key,
    match_projects,
    match_sections,
    match_with_result,
    same_amount,
)
from perfmodel.comparison.listed import homes, listed, years_apart
from perfmodel.comparison.location import Spot
from perfmodel.comparison.normalise import bigrams, exact, likeness, loose, without_marks, without_years
from perfmodel.comparison.plan_targets import plan_verdict
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import FORMS, Project, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.canonical import decimals_of
from perfmodel.vocabulary import groups

__all__ = ["DOUBTFUL_WAYS", "Match", "indicator_changes", "is_plan_of", "match_of", "plan_changes", "project_changes"]

# The order of the parts of a table, of a project and of an indicator.
_OF_TABLE = 2
_NAME_RANK, _PLACE_RANK, _GOAL_RANK, _BUDGET_RANK, _TARGET_RANK, _ADJUSTED_RANK, _WEIGHT_RANK, _LIST_RANK = range(8)
# Ways to find an indicator again that a person should look at.
DOUBTFUL_WAYS = ("elsewhere", "like_name", "same_text", "same_target")
# What is filled in earlier is the plan of what is filled in later.
_AGES = {"targets": 0, "monitoring": 1, "self-evaluation": 2}


@frozen
class Match:
    """A project or an indicator of a plan and what it is in the result, and how it was found.

    ``how`` is ``exact`` (the same name), ``folded`` (but for years, brackets and punctuation), ``elsewhere`` (the same name at another
    place), ``like_name`` (a similar one), ``same_target`` (another name over the same target in the same category), or
    ``same_text`` (over the same goal). ``likeness`` is that of the two names, from 0 to 1.

    >>> Match("培训人次", "受训人次", "indicators[0]", "indicators[1]", "same_target", Decimal("0.33")).is_doubtful
    True
    """

    name_old: str
    name_new: str
    path_old: str
    path_new: str
    how: str
    likeness: Decimal = field(default=Decimal(1))
    place_old: FilePlace | None = None
    place_new: FilePlace | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether it was inferred, so that a person should check it."""
        return self.how in DOUBTFUL_WAYS

    def mirrored(self) -> Match:
        """Return the same seen from the other side.

        >>> Match("甲", "乙", "a", "b", "exact").mirrored().path_old
        'b'
        """
        return Match(
            self.name_new,
            self.name_old,
            self.path_new,
            self.path_old,
            self.how,
            self.likeness,
            self.place_new,
            self.place_old,
        )

    def to_plain(self) -> dict[str, object]:
        """Return it as a dict for JSON."""
        plain = {
            "name_old": self.name_old,
            "name_new": self.name_new,
            "path_old": self.path_old,
            "path_new": self.path_new,
            "how": self.how,
            "likeness": str(self.likeness),
            "doubtful": self.is_doubtful,
            "place_old": place_text(self.place_old, "zh") or None,
            "place_new": place_text(self.place_new, "zh") or None,
        }
        return {key: value for key, value in plain.items() if value is not None}


Found = Change | Match


def is_plan_of(old: TargetTable, new: TargetTable) -> bool:
    """Whether the new table says what became of the old one: another form of one year, or two of monitoring.

    >>> is_plan_of(TargetTable(), TargetTable(form="self-evaluation")), is_plan_of(TargetTable(), TargetTable())
    (True, False)
    """
    if _AGES[old.form] == _AGES[new.form]:
        return old.form == FORMS[2] and (None in (old.year, new.year) or old.year == new.year)
    return _AGES[old.form] < _AGES[new.form]


def plan_changes(plan: TargetTable, result: TargetTable) -> Iterator[Found]:
    """Yield what differs between a plan and its result, and how projects and indicators were found again."""
    spot = Spot(plan, result, sources=(plan.source, result.source), of_one_form=plan.form == result.form)
    sections = match_sections(plan, result)
    anywhere = any(not any(section.name for section in table.sections) for table in (plan, result))
    shift = years_apart(plan.title, result.title)
    matching = match_projects(plan, result, sections, shift, anywhere)
    yield from listed(spot, "project", "projects", _OF_TABLE, matching, (plan.projects, result.projects))
    at_home = (homes(plan), homes(result))
    for pair in matching.pairs:
        one, other = plan.projects[pair.old], result.projects[pair.new]
        inner = spot.inner(one, other, "projects", _OF_TABLE, (pair.old, pair.new))
        yield match_of(inner, pair.why)
        bodies = [table.sections[home[at]].name for table, home, at in (
            (plan, at_home[0], pair.old), (result, at_home[1], pair.new),
        )]  # fmt: skip
        if all(bodies) and exact(bodies[0]) != exact(bodies[1]):
            yield inner.change("moved", "project.place", bodies[0], bodies[1], _PLACE_RANK, step="")
        currencies = (plan.currency_unit, result.currency_unit)
        yield from project_changes(inner, currencies, pair.why)


def project_changes(
    spot: Spot, currencies: tuple[str | None, str | None] = (None, None), why: str = ""
) -> Iterator[Found]:
    """Yield what differs between a project's plan and its result (those of ``spot``)."""
    plan, result = spot.old, spot.new
    yield from _name(spot, "project.name", why)
    if plan.goal and result.goal and _wording(plan.goal) != _wording(result.goal):
        yield spot.change("changed", "project.goal", plan.goal, result.goal, _GOAL_RANK)
    yield from _budget(spot, currencies)
    pairs = [plan.indicators, result.indicators]

    def same(at_old: int, at_new: int) -> bool:
        targets = [_targets(one.indicators[at]) for one, at in ((plan, at_old), (result, at_new))]
        return None not in targets and plan_verdict(targets[0], targets[1], lambda: None) is None  # type: ignore[arg-type]

    matching = match_with_result(pairs[0], pairs[1], same)
    yield from listed(spot, "indicator", "indicators", _LIST_RANK, matching, (pairs[0], pairs[1]))
    sums = _rescaled([(pairs[0][pair.old], pairs[1][pair.new]) for pair in matching.pairs])
    if sums is not None:
        yield spot.change("weight", "project.weights", *sums, _LIST_RANK, "rescaled", step="indicators", inferred=True)
    for pair in matching.pairs:
        one, other = pairs[0][pair.old], pairs[1][pair.new]
        inner = spot.inner(one, other, "indicators", _LIST_RANK, (pair.old, pair.new))
        yield match_of(inner, pair.why)
        found = indicator_changes(inner, pair.why)
        yield from (change for change in found if sums is None or change.kind != "weight")


def _rescaled(pairs: Sequence[tuple[Indicator, Indicator]]) -> tuple[Decimal, Decimal] | None:
    """Return the sums of both sides' weights where all weights were changed by one factor, as printed; None where they were not.

    Forms that weigh the budget's execution have 90 points for the indicators where others have 100.
    """
    weights = [(weight_of(plan), weight_of(result)) for plan, result in pairs]
    known = [(old, new) for old, new in weights if isinstance(old, Decimal) and isinstance(new, Decimal)]
    if len(known) < 2 or any(number <= 0 for pair in known for number in pair):
        return None
    sums = [sum(side, Decimal(0)) for side in zip(*known, strict=True)]
    if sums[0] == sums[1]:
        return None
    for old, new in known:
        slack = _rounding(old) * Fraction(sums[1]) + _rounding(new) * Fraction(sums[0])
        if abs(Fraction(old) * Fraction(sums[1]) - Fraction(new) * Fraction(sums[0])) > slack:
            return None
    return sums[0], sums[1]


def _rounding(weight: Decimal) -> Fraction:
    """How far from a weight that is no whole number what was rounded may be: one unit of its last decimal, as 33.34 beside 33.33."""
    return Fraction(0) if weight == weight.to_integral_value() else Fraction(1, 10 ** decimals_of(weight))


def match_of(spot: Spot, why: str) -> Match:
    """Return how the two of ``spot`` were found to be one, where matching gives ``why`` as its reason."""
    names = (_called(spot.old), _called(spot.new))
    how = why
    if how in ("", "years") or (how == "like_name" and _is_same_name(*names)):
        how = "exact" if exact(names[0]) == exact(names[1]) else "folded"
    alike = likeness(*(bigrams(loose(name)) for name in names)) if any(names) else 1
    shown = (Decimal(int(alike * 100)) / 100).quantize(Decimal("0.01"))
    places = spot.places_of("annual" if isinstance(spot.old, Indicator) else "name")
    return Match(*names, spot.path_old, spot.path_new, how, shown, *places)


def _called(found: Project | Indicator) -> str:
    return found.printed or "" if isinstance(found, Indicator) and not found.understood else found.name


def _wording(text: str) -> str:
    return without_marks(without_years(text, prose=True))


def _name(spot: Spot, subject: str, why: str) -> Iterator[Change]:
    """Another name; years, brackets and punctuation do not count."""
    old, new = _called(spot.old), _called(spot.new)
    if not _is_same_name(old, new):
        yield spot.change("renamed", subject, old, new, _NAME_RANK, why, inferred=bool(why))


def _is_same_name(old: str, new: str) -> bool:
    """Whether two names are one but for years, marks, or a bracket behind one of them: 场次 and 场次（场）."""
    if loose(old) == loose(new):
        return True
    one, other = squeeze(fold(old)), squeeze(fold(new))
    return groups.bare(one) == other or one == groups.bare(other)


def _budget(spot: Spot, currencies: tuple[str | None, str | None]) -> Iterator[Change]:
    """The money of the year: what was approved, and the initial budget that is reported."""
    (old, old_step), (new, new_step) = (_budget_of(project) for project in (spot.old, spot.new))
    if old is None or new is None:
        return
    known = None not in currencies
    keys = [same_amount(amount, unit if known else None) for amount, unit in zip((old, new), currencies, strict=True)]
    if keys[0] == keys[1]:
        return
    why = "revised_budget" if any(step.endswith("revised") for step in (old_step, new_step)) else ""
    if not known and currencies[0] != currencies[1]:
        why = "unknown_currency"
    sides = [
        spot.change("money", "project.funding.total", old, new, _BUDGET_RANK, why,
                    unit_old=currencies[0], unit_new=currencies[1], step=step)
        for step in (old_step, new_step)
    ]  # fmt: skip
    yield evolve(sides[0], path_new=sides[1].path_new, span_new=sides[1].span_new, place_new=sides[1].place_new)


def _budget_of(project: Project) -> tuple[Decimal | None, str]:
    """The budget of the year as it was approved, and where that stands."""
    total = project.execution.total
    for name in ("initial", "revised"):
        amount: Decimal | None = getattr(total, name, None)
        if amount is not None:
            return amount, f"execution.lines[0].{name}"
    return project.funding.total, "funding.total"


def indicator_changes(spot: Spot, why: str = "") -> Iterator[Change]:
    """Yield what differs between an indicator's plan and its result (those of ``spot``)."""
    yield from _name(spot, "indicator.name", why)
    yield from _place_of(spot)
    plan, result = spot.old, spot.new
    if not plan.understood or not result.understood:
        if exact(_called(plan)) != exact(_called(result)):
            yield spot.change(
                "changed", "indicator.printed", _called(plan), _called(result), _TARGET_RANK, "not_read", step=""
            )
        return
    yield from _target(spot, _targets(plan), _targets(result), "annual", _TARGET_RANK)
    if (plan.adjusted is None) != (result.adjusted is None):
        sides = [_targets(one) if one.adjusted is None else one.adjusted for one in (plan, result)]
        yield from _target(spot, sides[0], sides[1], "adjusted", _ADJUSTED_RANK)
    old, new = (weight_of(one) for one in (plan, result))
    if isinstance(old, Decimal) and isinstance(new, Decimal) and old != new:
        yield spot.change("weight", "indicator.weight", old, new, _WEIGHT_RANK)


def _place_of(spot: Spot) -> Iterator[Change]:
    """Another category, at a level that both forms print."""
    plan, result = spot.old, spot.new
    levels = [(plan.level1, result.level1), (plan.level2, result.level2)]
    if any(old is not None and new is not None and category_key(old) != category_key(new) for old, new in levels):
        labels = ["；".join(one.label for one in side if one is not None) for side in zip(*levels, strict=True)]
        yield spot.change("moved", "indicator.place", labels[0], labels[1], _PLACE_RANK, step="")


def _targets(indicator: Indicator) -> Target | None:
    """The target of the year; that of the whole period where it is the only one."""
    found = indicator.annual or indicator.whole_period
    return None if found is None or (found.kind in ("none", "placeholder") and not found.text.strip("-—–/ ")) else found


def _target(spot: Spot, old: Target | None, new: Target | None, name: str, rank: int) -> Iterator[Change]:
    subject = f"indicator.{name}"
    if old is None or new is None:
        if old is not new:
            kind, why = ("dropped", "value_dropped") if new is None else ("added", "value_added")
            why = "blank" if spot.of_one_form else why
            texts = [None if one is None else one.signed_text for one in (old, new)]
            yield spot.change(kind, subject, texts[0], texts[1], rank, why)
        return
    found = plan_verdict(old, new, lambda: _better(spot))
    if found is not None:
        why = "adjusted" if name == "adjusted" else found.why
        yield spot.change(
            found.kind, subject, old.signed_text, new.signed_text, rank, why,
            inferred=found.inferred, unit_old=old.unit, unit_new=new.unit,
        )  # fmt: skip


def _better(spot: Spot) -> str | None:
    """Which way a number is better: as both names say, less for a cost, else more, as a fixed number is scored."""
    ways = {better_of(one) or ("lower" if CategoryPair.of(one).is_cost else "higher") for one in (spot.old, spot.new)}
    return ways.pop() if len(ways) == 1 else None
