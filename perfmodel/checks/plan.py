"""Which rules to ask of an indicator and of its values: those that declare to look at what is like them.

1. A rule declares by `Where` what it looks at.
2. The traits of an indicator (its categories and the like) leave some rules; those are worked out once for all traits.
3. These rules' conditions are asked of its name and its values, once for each text.
4. What is fulfilled leaves the rules to ask; these are worked out once for each set of fulfilled conditions.
"""

from __future__ import annotations

from collections.abc import Iterable

from perfmodel._internal.caches import Store, lazy
from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.rule import NameCondition, Rule, Settings, Traits, ValueCondition
from perfmodel.values.kinds import Placeholder
from perfmodel.values.parser import TargetReading

__all__ = ["Active", "Plan"]

# A rule that is on: itself, its severity, its settings.
Active = tuple[Rule, str, Settings]
_NONE: frozenset[ValueCondition] = frozenset()
_NO_VALUE = TargetReading(Placeholder())


class _Candidates:
    """The rules of one scope that indicators with some traits leave, and what these rules ask of names and values."""

    def __init__(self, active: Iterable[Active], traits: Traits) -> None:
        left = [(entry, [where for where in entry[0].where if where.holds(traits)]) for entry in active]
        self._left = [(entry, wheres) for entry, wheres in left if wheres]
        declared = [where for _entry, wheres in self._left for where in wheres]
        self.of_name = frozenset(where.name for where in declared if where.name is not None)
        self.of_value = frozenset(where.value for where in declared if where.value is not None)
        self._asked: dict[tuple[frozenset[NameCondition], frozenset[ValueCondition]], tuple[Active, ...]] = {}

    def asked(self, by_name: frozenset[NameCondition], by_value: frozenset[ValueCondition]) -> tuple[Active, ...]:
        """Return the rules to ask where the name and the value fulfil some of the conditions."""
        key = by_name, by_value
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = tuple(
                entry for entry, wheres in self._left if any(where.is_fulfilled(by_name, by_value) for where in wheres)
            )
        return found


class _Group:
    """The candidates for indicators with the same traits: about the indicator itself, and by kind about its values."""

    def __init__(self, plan: Plan, traits: Traits) -> None:
        self._plan, self._traits = plan, traits
        self._about_values: dict[str, _Candidates] = {}
        self.about_indicator = _Candidates(plan.of("indicator"), traits)
        every = (self.about_indicator, _Candidates(plan.of("target"), traits))
        self.of_name = frozenset[NameCondition]().union(*(candidates.of_name for candidates in every))

    @lazy
    def without_value(self) -> frozenset[ValueCondition]:
        """The conditions that an indicator without any value fulfils."""
        return frozenset(condition for condition in self.about_indicator.of_value if condition(_NO_VALUE))

    def about_value(self, kind: str) -> _Candidates:
        """Return the candidates for values of a kind."""
        found = self._about_values.get(kind)
        if found is None:
            of_kind = (entry for entry in self._plan.of("target") if kind in entry[0].kinds)
            found = self._about_values[kind] = _Candidates(of_kind, self._traits)
        return found

    def fulfilled_by_name(self, view: IndicatorView) -> frozenset[NameCondition]:
        """Return the conditions that an indicator's name fulfils: none where it cannot be judged."""
        if not self.of_name or not view.has_sane_name:
            return frozenset()
        key = self, view.name
        found = _BY_NAME.get(key)
        if found is None:
            found = frozenset(condition for condition in self.of_name if condition(view.name))
            _BY_NAME.keep(key, found)
        return found

    def fulfilled_by_value(self, view: TargetView, candidates: _Candidates) -> frozenset[ValueCondition]:
        """Return the conditions that a value fulfils, of those about the indicator and those about values of its kind."""
        target = view.target
        key = self, target.text, target.unit
        found = _BY_VALUE.get(key)
        if found is None:
            asked = self.about_indicator.of_value | candidates.of_value
            found = _BY_VALUE.keep(key, frozenset(condition for condition in asked if condition(view.understanding)))
        return found


class Plan:
    """The rules that are on, by what they look at.

    >>> from perfmodel.model.indicator import Indicator
    >>> list(Plan([]).asked_of(IndicatorView(Indicator())))
    []
    """

    def __init__(self, active: Iterable[Active]) -> None:
        self._active = tuple(active)
        # As many as there are pairs of categories, times sixteen at most.
        self._groups: dict[Traits, _Group] = {}

    def of(self, scope: str) -> tuple[Active, ...]:
        """Return the rules that look at a scope."""
        return tuple(entry for entry in self._active if scope in entry[0].scopes)

    def asked_of(self, view: IndicatorView) -> list[tuple[IndicatorView | TargetView, tuple[Active, ...]]]:
        """Return an indicator and its values, each with the rules that look at it, where there are any."""
        traits = view.traits
        group = self._groups.get(traits)
        if group is None:
            group = self._groups[traits] = _Group(self, traits)
        by_name = group.fulfilled_by_name(view)
        by_any = _NONE if view.targets else group.without_value
        found: list[tuple[IndicatorView | TargetView, tuple[Active, ...]]] = []
        for target in view.targets:
            candidates = group.about_value(target.meaning.kind)
            by_value = group.fulfilled_by_value(target, candidates)
            by_any = by_any | by_value if by_any else by_value
            asked = candidates.asked(by_name, by_value)
            if asked:
                found.append((target, asked))
        asked = group.about_indicator.asked(by_name, by_any)
        return [(view, asked), *found] if asked else found


_BY_NAME: Store[tuple[_Group, str], frozenset[NameCondition]] = Store(8192)
_BY_VALUE: Store[tuple[_Group, str, str | None], frozenset[ValueCondition]] = Store(8192)
