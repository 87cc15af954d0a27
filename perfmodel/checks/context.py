"""What rules look at: the objects of a table with what surrounds them, their paths, and what was worked out once for all.

Paths are those of the object that is checked: ``projects[2].indicators[0].annual`` of a table,
``indicators[0].annual`` of a project, ``annual`` of an indicator.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from decimal import Decimal
from typing import Any, TypeGuard

from perfmodel._internal.caches import lazy
from perfmodel.analysis.category_pair import CategoryPair, Standings
from perfmodel.analysis.funding_tree import is_sane, lines_of_project, lines_of_table
from perfmodel.analysis.sum_faults import Fault, faults_in, other_totals
from perfmodel.analysis.weights import Weights, weights_of
from perfmodel.checks.rule import Hit
from perfmodel.model.finding import Suggestion
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.span import Span
from perfmodel.values.kinds import Meaning
from perfmodel.values.parser import TargetReading
from perfmodel.vocabulary.groups import LONGEST

__all__ = ["IndicatorView", "ProjectView", "TableView", "TargetView", "is_one", "join"]


# A name of these alone is one: no number, no mark of a template, no blank.
_HAN = re.compile("[一-鿿]+")
_TEMPLATE = "指标"


def join(path: str, name: str) -> str:
    """Join a field's name to a path.

    >>> join("", "goal"), join("projects[0]", "goal")
    ('goal', 'projects[0].goal')
    """
    return f"{path}.{name}" if path else name


class _View(ABC):
    """An object of the model with its path."""

    path: str

    @property
    @abstractmethod
    def _object(self) -> Any:
        """The object itself."""

    def span_of(self, field: str | None = None) -> Span | None:
        """Where a field stands in the source; the object's name where the field was not printed, else all of it."""
        place = self._object.place
        if place is None:
            return None
        span: Span | None = None if field is None else place.of(field)
        if span is None and field is not None:
            span = place.of("name")
        return span or self._object.span

    def hit(
        self,
        field: str | None = None,
        message: str = "",
        *,
        severity: str | None = None,
        suggestion: Suggestion | None = None,
        **values: object,
    ) -> Hit:
        """Make a hit at a field, or at the object itself."""
        path = self.path if field is None else join(self.path, field)
        return Hit(path, self.span_of(field), message, values, severity, suggestion)


class TableView(_View):
    """A table."""

    def __init__(self, table: TargetTable) -> None:
        self.table = table
        self.path = ""
        self.standings = Standings()
        projects = ((project, section) for section in table.sections for project in section.projects)
        self.projects = tuple(
            ProjectView(project, f"projects[{at}]", self, section) for at, (project, section) in enumerate(projects)
        )

    @property
    def _object(self) -> TargetTable:
        return self.table

    @lazy
    def guessed(self) -> frozenset[str]:
        """The paths of projects whose name and goal reading could not part with certainty (R08)."""
        return frozenset(problem.path for problem in self.table.problems if problem.code == "R08")

    @lazy
    def faults(self) -> tuple[Fault, ...]:
        """Where the amounts do not add up, to the last digit."""
        return faults_in(lines_of_table(self.table))

    @lazy
    def other_totals(self) -> dict[str, Decimal]:
        """What totals that do not add up may be instead, by the path of their line."""
        return other_totals(self.faults)


class ProjectView(_View):
    """A project; ``table`` and ``section`` are None where it is checked alone."""

    def __init__(
        self, project: Project, path: str = "", table: TableView | None = None, section: Section | None = None
    ) -> None:
        self.project = project
        self.path = path
        self.table = table
        self.section = section
        standings = Standings() if table is None else table.standings
        self.indicators = tuple(
            [IndicatorView(indicator, self, at, standings) for at, indicator in enumerate(project.indicators)]
        )

    @property
    def _object(self) -> Project:
        return self.project

    @property
    def currency_unit(self) -> str | None:
        """What the amounts are printed in; None where it is not known."""
        return None if self.table is None else self.table.table.currency_unit

    @lazy
    def name(self) -> str:
        """The name, folded and without blanks."""
        return squeeze(fold(self.project.name))

    @lazy
    def goal(self) -> str:
        """The goal, folded and without blanks."""
        return squeeze(fold(self.project.goal))

    @lazy
    def readable(self) -> bool:
        """Whether every indicator was understood, so that what is missing is certain."""
        return all(view.indicator.understood for view in self.indicators)

    @lazy
    def standings(self) -> frozenset[CategoryPair]:
        """Where its indicators stand."""
        return frozenset([view.standing for view in self.indicators])

    @lazy
    def categorised(self) -> bool:
        """Whether there are indicators and the level 1 of each is known, so that a missing category is certain."""
        return bool(self.indicators) and self.readable and all(standing.level1 for standing in self.standings)

    @lazy
    def names_are_unique(self) -> bool:
        """Whether no two indicators have the same name, as they nearly always do: none is a copy of another."""
        return len({view.name for view in self.indicators}) == len(self.indicators)

    def is_duplicate(self, view: IndicatorView) -> bool:
        """Whether an indicator that is the same in all that it says stands before this one of the project."""
        return not self.names_are_unique and self._first[view.said] is not view

    @lazy
    def distinct(self) -> tuple[IndicatorView, ...]:
        """The indicators without copies; those that were not understood are none."""
        if self.names_are_unique:
            return self.indicators
        return tuple(view for view in self.indicators if not view.indicator.understood or not self.is_duplicate(view))

    @lazy
    def _first(self) -> dict[tuple[object, ...], IndicatorView]:
        first: dict[tuple[object, ...], IndicatorView] = {}
        for view in self.indicators:
            first.setdefault(view.said, view)
        return first

    @lazy
    def firsts(self) -> dict[tuple[str, str, str], IndicatorView]:
        """The first indicator of each category and name: what is said of one is not said of its copies."""
        firsts: dict[tuple[str, str, str], IndicatorView] = {}
        for view in self.indicators:
            firsts.setdefault(view.key, view)
        return firsts

    @lazy
    def weighed(self) -> bool:
        """Whether one of its indicators may have a weight."""
        return any(_may_weigh(view.indicator) for view in self.indicators)

    @lazy
    def pointed(self) -> bool:
        """Whether one of its categories may be printed with points: 产出指标(50分)."""
        return any(not standing.usual for standing in self.standings) or any(
            view.indicator.level1_text is not None or view.indicator.level2_text is not None for view in self.indicators
        )

    @lazy
    def unused(self) -> tuple[str, ...]:
        """The column of targets that every indicator leaves blank on purpose while the other one is filled."""
        unused = []
        for blank, filled in (("whole_period", "annual"), ("annual", "whole_period")):
            pairs = [(getattr(view.indicator, blank), getattr(view.indicator, filled)) for view in self.indicators]
            if len(pairs) > 1 and all(
                one is not None and one.kind == "none" and other is not None and other.kind != "none"
                for one, other in pairs
            ):
                unused.append(blank)
        return tuple(unused)

    @lazy
    def faults(self) -> tuple[Fault, ...]:
        """Where its own amounts do not add up, to the last digit."""
        return faults_in(lines_of_project(self.project, self.path))

    def totals(self, field: str = "funding") -> tuple[Decimal, ...]:
        """What a total may be: as printed, and as the sums would have it where they do not fit; empty where unknown.

        Only what holds for each of them is certain.
        """
        funding = getattr(self.project, field)
        if funding is None or funding.total is None or not is_sane(funding.total):
            return ()
        others = other_totals(self.faults) if self.table is None else self.table.other_totals
        path = join(self.path, field)
        return (funding.total, others[path]) if path in others else (funding.total,)

    @lazy
    def weights(self) -> Weights:
        """The weights of its indicators."""
        return weights_of(self.project.indicators)


class IndicatorView(_View):
    """An indicator; ``project`` is None where it is checked alone, ``at`` is its place in it.

    ``name`` is folded and without blanks; ``plain`` says that it is of Chinese characters alone, and not one that a
    template prints. ``level1`` and ``level2`` are its categories as its `CategoryPair` has them. ``targets`` are in order; one
    view for both where they are printed alike, since what is wrong is wrong once.
    """

    def __init__(
        self,
        indicator: Indicator,
        project: ProjectView | None = None,
        at: int = 0,
        standings: Standings | None = None,
    ) -> None:
        self.indicator = indicator
        self.project = project
        self.at = at
        # Nearly all rules ask for these.
        name = indicator.name
        self.plain = _HAN.fullmatch(name) is not None and _TEMPLATE not in name
        self.name = name if self.plain else squeeze(fold(name))
        self.standing = standing = CategoryPair.of(indicator) if standings is None else standings.of(indicator)
        self.level1 = standing.level1
        self.level2 = standing.level2

    @property
    def _object(self) -> Indicator:
        return self.indicator

    @lazy
    def path(self) -> str:
        """The path."""
        return "" if self.project is None else join(self.project.path, f"indicators[{self.at}]")

    @lazy
    def said(self) -> tuple[object, ...]:
        """All that it says, its categories and targets as texts: what an indicator and its copy have in common."""
        indicator = self.indicator
        categories = (indicator.level1, indicator.level2)
        targets = (indicator.whole_period, indicator.annual)
        return (
            self.name,
            *("" if category is None else category.name for category in categories),
            *("" if target is None else target.text for target in targets),
            indicator.unit,
            indicator.weight,
            indicator.explanation,
            indicator.scoring_standard,
            indicator.further,
        )

    @lazy
    def key(self) -> tuple[str, str, str]:
        """What makes it the same as another one: categories and name."""
        return self.level1, self.level2, self.name

    @property
    def repeats(self) -> bool:
        """Whether it stands in the project before, in the same category and by the same name."""
        project = self.project
        return project is not None and not project.names_are_unique and project.firsts[self.key] is not self

    @property
    def judged(self) -> bool:
        """Whether its name can be judged: there is one, of a sane length."""
        return 1 < len(self.name) <= LONGEST

    @property
    def is_cost(self) -> bool:
        """Whether it is a cost, in the tree of 2015 or of 2021."""
        return self.standing.is_cost

    @property
    def weighed(self) -> bool:
        """Whether it may have a weight, or others of its project."""
        return _may_weigh(self.indicator) if self.project is None else self.project.weighed

    @lazy
    def targets(self) -> tuple[TargetView, ...]:
        """Its targets."""
        whole, annual = self.indicator.whole_period, self.indicator.annual
        if is_one(whole, annual):
            return (TargetView(self, whole, ("whole_period", "annual")),)
        both = (("whole_period", whole), ("annual", annual))
        return tuple(TargetView(self, target, (name,)) for name, target in both if target is not None)


def is_one(whole: Target | None, annual: Target | None) -> TypeGuard[Target]:
    """Whether two targets are printed alike.

    >>> is_one(Target("5次"), Target("5次")), is_one(None, None)
    (True, False)
    """
    return (
        whole is not None
        and annual is not None
        and (whole is annual or (whole.text == annual.text and whole.unit == annual.unit))
    )


def _may_weigh(indicator: Indicator) -> bool:
    """Whether there is a weight, or a column that may be one."""
    return indicator.weight is not None or bool(indicator.further)


class TargetView:
    """A target value; ``fields`` are where it stands: ``annual``, or both where both are printed alike."""

    def __init__(self, indicator: IndicatorView, target: Target, fields: tuple[str, ...]) -> None:
        self.indicator = indicator
        self.target = target
        self.fields = fields
        self.understanding: TargetReading = target.understanding
        self.meaning: Meaning = self.understanding.meaning

    @property
    def path(self) -> str:
        """The path of the first field."""
        return join(self.indicator.path, self.fields[0])

    def hit(
        self,
        message: str = "",
        *,
        severity: str | None = None,
        mended: str | None = None,
        certain: bool = True,
        **values: object,
    ) -> Hit:
        """Make a hit at the value; ``mended`` is the text that should stand there.

        The message's places ``name`` and ``text`` are the indicator's name and the value as printed.
        """
        suggestion = None
        if mended is not None:
            paths = tuple(join(self.indicator.path, name) for name in self.fields)
            suggestion = Suggestion(mended, certain, paths)
        given = {"name": self.indicator.indicator.name, "text": self.target.text, **values}
        return Hit(self.path, self.indicator.span_of(self.fields[0]), message, given, severity, suggestion)
