"""What rules look at: views of a table's objects, each with its path, its surroundings, and what several rules need of it.

Paths are those of the object that is checked: ``projects[2].indicators[0].annual`` of a table,
``indicators[0].annual`` of a project, ``annual`` of an indicator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from perfmodel._internal.caches import lazy
from perfmodel.analysis.budget_year import budget_year
from perfmodel.analysis.category_pair import CategoryPair, CategoryPairs
from perfmodel.analysis.evaluated_rows import is_evaluated
from perfmodel.analysis.funding_tree import is_sane, lines_of_project, lines_of_table
from perfmodel.analysis.sum_faults import Fault, faults_in, other_totals
from perfmodel.analysis.weights import Weights, weights_of
from perfmodel.checks.plain import essential_name, is_plain_name, is_plain_value
from perfmodel.checks.rule import Hit, Traits
from perfmodel.checks.target_view import TargetView, is_one
from perfmodel.checks.view import View, join, make_hit
from perfmodel.model.fields import fields_of
from perfmodel.model.finding import Suggestion
from perfmodel.model.indicator import Indicator, span_of_field
from perfmodel.model.paths import span_at
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.scoring.options import DEFAULT_OPTIONS, ScoringOptions
from perfmodel.scoring.score import IndicatorScore, Score, score_indicator, score_project
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.span import Span
from perfmodel.vocabulary import groups

__all__ = ["IndicatorView", "ProjectView", "TableView", "TargetView", "is_one"]


class TableView(View):
    """A table."""

    def __init__(self, table: TargetTable, scoring: ScoringOptions = DEFAULT_OPTIONS) -> None:
        self.table = table
        self.scoring = scoring
        self.path = ""
        self.category_pairs = CategoryPairs()
        projects = ((project, section) for section in table.sections for project in section.projects)
        self.projects: tuple[ProjectView, ...] = tuple(
            ProjectView(project, f"projects[{at}]", self, section) for at, (project, section) in enumerate(projects)
        )

    @property
    def _object(self) -> TargetTable:
        return self.table

    @lazy
    def year(self) -> int | None:
        """The budget year."""
        return budget_year(self.table)

    @lazy
    def guessed_names(self) -> frozenset[str]:
        """The paths of projects of which reading could only guess where the name ends and the goal begins (R08)."""
        return frozenset(problem.path for problem in self.table.problems if problem.code == "R08")

    @lazy
    def sum_faults(self) -> tuple[Fault, ...]:
        """Where the amounts do not add up, to the last digit."""
        return faults_in(lines_of_table(self.table))

    @lazy
    def other_totals(self) -> dict[str, Decimal]:
        """What totals that do not add up would be if they did, by the path of their line."""
        return other_totals(self.sum_faults)


class ProjectView(View):
    """A project; ``table`` and ``section`` are None where it is checked alone.

    >>> from perfmodel.model.target import Target
    >>> twice = [Indicator(name="培训人次", annual=Target(text)) for text in ("5人次", "9人次", "5人次")]
    >>> project = ProjectView(Project("培训费", indicators=twice))
    >>> [view.is_namesake for view in project.indicators], [view.is_copy for view in project.indicators]
    ([False, True, True], [False, False, True])
    """

    def __init__(
        self,
        project: Project,
        path: str = "",
        table: TableView | None = None,
        section: Section | None = None,
        scoring: ScoringOptions = DEFAULT_OPTIONS,
    ) -> None:
        self.project = project
        self.scoring = scoring if table is None else table.scoring
        self.path = path
        self.table = table
        self.section = section
        category_pairs = CategoryPairs() if table is None else table.category_pairs
        self.indicators: tuple[IndicatorView, ...] = tuple(
            [IndicatorView(indicator, self, at, category_pairs) for at, indicator in enumerate(project.indicators)]
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
    def is_monitoring(self) -> bool:
        """Whether its form is one of monitoring, filled in within the year, when nothing can be missed yet."""
        if self.table is not None and self.table.table.form == "monitoring":
            return True
        project = self.project
        return any(one.forecast is not None or one.likelihood is not None for one in project.indicators) or any(
            line.forecast is not None for line in project.execution.lines
        )

    @lazy
    def has_results(self) -> bool:
        """Whether it says, or is to say, what became of its targets: by its form, an indicator, a line of money or a total."""
        project = self.project
        if self.table is not None and self.table.table.form != "targets":
            return True
        if project.execution.lines or project.total_score is not None or project.grade is not None:
            return True
        return any(is_evaluated(one) or one.likelihood is not None for one in project.indicators)

    @lazy
    def score(self) -> Score:
        """What it scores, by the profile's ways."""
        return score_project(self.project, self.scoring, None if self.table is None else self.table.year)

    def result_hit(
        self,
        path: str,
        message: str = "",
        *,
        severity: str | None = None,
        mended: str | None = None,
        certain: bool = True,
        **values: object,
    ) -> Hit:
        """Return a hit at a path below it; ``mended`` is the text that should stand there."""
        whole = join(self.path, path)
        suggestion = None if mended is None else Suggestion(mended, certain, (whole,))
        return make_hit(whole, span_at(self.project, path), message, values, severity, suggestion)

    @lazy
    def goal(self) -> str:
        """The goal, folded and without blanks."""
        return squeeze(fold(self.project.goal))

    @lazy
    def all_understood(self) -> bool:
        """Whether every indicator was understood, so that what is missing is certain."""
        return all(view.indicator.reason is None for view in self.indicators)

    @lazy
    def categories(self) -> frozenset[CategoryPair]:
        """The categories that its indicators are in."""
        return frozenset([view.categories for view in self.indicators])

    @lazy
    def all_categorised(self) -> bool:
        """Whether there are indicators and the level 1 of each is known, so that a missing category is certain."""
        return bool(self.indicators) and self.all_understood and all(pair.level1 for pair in self.categories)

    @lazy
    def has_no_levels(self) -> bool:
        """Whether no indicator has a category at all, as in forms without these columns."""
        return all(one.level1 is None and one.level2 is None for one in self.project.indicators)

    @lazy
    def names_are_unique(self) -> bool:
        """Whether no two indicators have the same name."""
        return len({view.name if view.name_is_plain else view.known_as for view in self.indicators}) == len(
            self.indicators
        )

    @lazy
    def first_by_identity(self) -> Mapping[tuple[object, ...], IndicatorView]:
        """The first of the indicators that are the same word for word, by `IndicatorView.identity`."""
        return {view.identity: view for view in reversed(self.indicators)}

    @lazy
    def first_by_name(self) -> Mapping[tuple[str, str], IndicatorView]:
        """The first of the indicators with one category and name, by `IndicatorView.category_and_name`."""
        return {view.category_and_name: view for view in reversed(self.indicators)}

    @lazy
    def without_copies(self) -> tuple[IndicatorView, ...]:
        """Its indicators but for copies, see `IndicatorView.is_copy`."""
        return tuple(view for view in self.indicators if not view.is_copy)

    @lazy
    def may_have_weights(self) -> bool:
        """Whether one of its indicators may have a weight."""
        return any(_may_have_weight(view.indicator) for view in self.indicators)

    @lazy
    def may_have_points(self) -> bool:
        """Whether one of its categories may be printed with points: 产出指标(50分)."""
        return any(not pair.usual for pair in self.categories) or any(
            view.indicator.level1_text is not None or view.indicator.level2_text is not None for view in self.indicators
        )

    @lazy
    def unused_columns(self) -> tuple[str, ...]:
        """The column of target values that every indicator leaves blank on purpose while the other one is filled."""
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
    def sum_faults(self) -> tuple[Fault, ...]:
        """Where its own amounts do not add up, to the last digit."""
        return faults_in(lines_of_project(self.project, self.path))

    def totals(self, field: str = "funding") -> tuple[Decimal, ...]:
        """Return what a total may be: what is printed, and what would add up where that does not; empty where unknown.

        What is to be said of the total must hold for each of them.
        """
        funding = getattr(self.project, field)
        if funding is None or funding.total is None or not is_sane(funding.total):
            return ()
        others = other_totals(self.sum_faults) if self.table is None else self.table.other_totals
        path = join(self.path, field)
        return (funding.total, others[path]) if path in others else (funding.total,)

    @lazy
    def weights(self) -> Weights:
        """The weights of its indicators."""
        return weights_of(self.project.indicators)


class IndicatorView(View):
    """An indicator; ``project`` is None where it is checked alone, ``at`` is its place in it, counted from 0.

    ``name`` is folded and without blanks. ``categories`` are its two categories as its `CategoryPair` has them, also as
    ``level1`` and ``level2``.
    """

    def __init__(
        self,
        indicator: Indicator,
        project: ProjectView | None = None,
        at: int = 0,
        category_pairs: CategoryPairs | None = None,
        scoring: ScoringOptions = DEFAULT_OPTIONS,
    ) -> None:
        self.indicator = indicator
        self.project = project
        self.scoring = scoring
        self.at = at
        # Nearly all rules ask for these.
        name = indicator.name
        self.name_is_plain = is_plain_name(name)
        self.name = name if self.name_is_plain else squeeze(fold(name))
        self.categories = pair = CategoryPair.of(indicator) if category_pairs is None else category_pairs.of(indicator)
        self.level1 = pair.level1
        self.level2 = pair.level2

    @property
    def _object(self) -> Indicator:
        return self.indicator

    def span_of(self, field: str | None = None) -> Span | None:
        """Return where a field stands in the source; where it was not printed, the name, else the whole indicator."""
        span = self.indicator.span if field is None else span_of_field(self.indicator, field)
        return super().span_of(field) if span is None else span

    @lazy
    def path(self) -> str:
        """The path."""
        return "" if self.project is None else join(self.project.path, f"indicators[{self.at}]")

    @property
    def score(self) -> IndicatorScore:
        """What it scores."""
        if self.project is None:
            return score_indicator(self.indicator, self.scoring)
        return self.project.score.indicators[self.at]

    @property
    def traits(self) -> Traits:
        """What rules may declare about it, but for its name and its values."""
        return Traits(*self.trait_values)

    @property
    def trait_values(self) -> tuple[CategoryPair, bool, bool, bool, bool, bool]:
        """The values of its traits: equal to them, and made in a fraction of the time."""
        indicator, project = self.indicator, self.project
        weighed = _may_have_weight(indicator) if project is None else project.may_have_weights
        columns = bool(indicator.further) or indicator.operator is not None
        evaluated = is_evaluated(indicator) and (project is None or not project.is_monitoring)
        return self.categories, self.plain, columns, weighed, len(self.targets) == 2, evaluated

    @property
    def plain(self) -> bool:
        """Whether its name and its values are in plain writing."""
        if not self.name_is_plain:
            return False
        for target in self.targets:  # noqa: SIM110 - asked of every indicator
            if not is_plain_value(target.target.text):
                return False
        return True

    @lazy
    def identity(self) -> tuple[object, ...]:
        """All that it says, its categories and values as texts."""
        indicator = self.indicator
        contents = [(getattr(indicator, name), text) for name, text in _identifying()]
        return (self.name, *(content if text is None else content and text(content) for content, text in contents))

    @lazy
    def category_and_name(self) -> tuple[str, str]:
        """Its category and name: the level 2, or what is printed in both cells where that is not known."""
        printed = (self.indicator.level1, self.indicator.level2)
        category = self.level2 or "/".join(["?", *(one.label for one in printed if one is not None)])
        return category, self.known_as

    @property
    def is_copy(self) -> bool:
        """Whether an indicator before it in the project is the same word for word."""
        project = self.project
        if project is None or project.names_are_unique or not self.indicator.understood:
            return False
        return project.first_by_identity[self.identity] is not self

    @property
    def is_namesake(self) -> bool:
        """Whether an indicator before it in the project has the same category and name, be its value another."""
        project = self.project
        if project is None or project.names_are_unique:
            return False
        return project.first_by_name[self.category_and_name] is not self

    @lazy
    def known_as(self) -> str:
        """Its name without a form's number before it (指标1：) and marks behind it."""
        return self.name if self.name_is_plain else essential_name(self.name)

    @property
    def has_sane_name(self) -> bool:
        """Whether its name can be judged: there is one, and it is of a sane length."""
        return 1 < len(self.name) <= groups.LONGEST_EXAMINED

    @lazy
    def targets(self) -> tuple[TargetView, ...]:
        """Its target values, in order; one view for both where they are printed alike: what is wrong is wrong once."""
        whole, annual = self.indicator.whole_period, self.indicator.annual
        if is_one(whole, annual):
            return (TargetView(self, whole, ("whole_period", "annual")),)
        both = (("whole_period", whole), ("annual", annual))
        return tuple(TargetView(self, target, (name,)) for name, target in both if target is not None)


@cache
def _identifying() -> tuple[tuple[str, Callable[[Any], str] | None], ...]:
    """The fields whose contents make an indicator what it is, but for its name, and how some are written as text."""
    texts: dict[str, Callable[[Any], str]] = {"category": attrgetter("name"), "target": attrgetter("text")}
    counted = [field for field in fields_of(Indicator) if field.counts and field.declaration.content]
    return tuple((field.name, texts.get(field.kind)) for field in counted if field.name != "name")


def _may_have_weight(indicator: Indicator) -> bool:
    """Whether there is a weight, or a column that may be one."""
    return indicator.weight is not None or bool(indicator.further)
