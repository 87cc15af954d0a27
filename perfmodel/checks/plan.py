"""Which rules to ask of an indicator and of its values: those that declare to look at what is like them.

1. A rule declares by `Where` what it looks at.
2. The traits of an indicator (its categories and the like) leave some rules; those are calculated once for all traits.
3. These rules' conditions are asked of its name and its values, once for each text.
4. What is fulfilled leaves the rules to ask; these are calculated once for all indicators that fulfil the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from typing import Any

from perfmodel._internal.caches import Store
from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.rule import NameCondition, Rule, Settings, Traits, ValueCondition, Where
from perfmodel.scoring.options import DEFAULT_OPTIONS, ScoringOptions
from perfmodel.values.kinds import Placeholder
from perfmodel.values.parser import TargetReading

__all__ = ["Active", "Plan"]

# A rule that is on: itself, its severity, its settings.
Active = tuple[Rule, str, Settings]
# A rule, and where it looks as far as the traits leave it.
_Left = tuple[Active, list[Where]]
# What a value is: its kind, and the conditions that it fulfils.
_Said = tuple[str, frozenset[ValueCondition]]
# The rules to ask of an indicator, and of each of its values.
_Asked = tuple[tuple[Active, ...], list[tuple[Active, ...]]]
_NO_NAMES: frozenset[NameCondition] = frozenset()
_NO_VALUES: frozenset[ValueCondition] = frozenset()
_NO_VALUE = TargetReading(Placeholder())


def _left_by(traits: Traits, active: Iterable[Active]) -> list[_Left]:
    left = [(entry, [where for where in entry[0].where if where.holds(traits)]) for entry in active]
    return [(entry, wheres) for entry, wheres in left if wheres]


def _has_condition(where: Where) -> bool:
    return where.name is not None or where.value is not None


class _Candidates:
    """Some of the rules that indicators with some traits leave, and what these rules ask of names and values."""

    def __init__(self, left: list[_Left]) -> None:
        # Without a condition on name or value: asked whatever these are.
        self._always = tuple(entry for entry, wheres in left if not all(map(_has_condition, wheres)))
        self._left = [(entry, wheres) for entry, wheres in left if all(map(_has_condition, wheres))]
        declared = [where for _entry, wheres in self._left for where in wheres]
        self.of_name = frozenset(where.name for where in declared if where.name is not None)
        self.of_value = frozenset(where.value for where in declared if where.value is not None)

    def asked(self, by_name: frozenset[NameCondition], by_value: frozenset[ValueCondition]) -> tuple[Active, ...]:
        """Return the rules to ask where the name and the value fulfil some of the conditions."""
        return self._always + tuple(
            entry for entry, wheres in self._left if any(where.is_fulfilled(by_name, by_value) for where in wheres)
        )


class _Group:
    """The candidates for indicators with the same traits: about the indicator itself, and by kind about its values."""

    def __init__(self, plan: Plan, traits: Traits) -> None:
        self._key = f"{next(_GROUP_NUMBERS)} "
        self._left = _left_by(traits, plan.about_values)
        self._about_indicator = _Candidates(_left_by(traits, plan.about_indicators))
        self._of_name = self._about_indicator.of_name | _Candidates(self._left).of_name
        self._about_values: dict[str, _Candidates] = {}
        self._of_values: dict[str, frozenset[ValueCondition]] = {}
        self._asked: dict[tuple[frozenset[NameCondition], tuple[_Said, ...]], _Asked] = {}

    def asked(self, by_name: frozenset[NameCondition], said: tuple[_Said, ...]) -> _Asked:
        """Return the rules to ask of an indicator and of each of its values, whose name and values fulfil some conditions."""
        found = self._asked.get((by_name, said))
        if found is None:
            by_any = (
                frozenset(chain.from_iterable(by_value for _kind, by_value in said)) if said else self._without_value()
            )
            found = self._asked[by_name, said] = (
                self._about_indicator.asked(by_name, by_any),
                [self._about_values[kind].asked(by_name, by_value) for kind, by_value in said],
            )
        return found

    def _without_value(self) -> frozenset[ValueCondition]:
        """Return the conditions that an indicator without any value fulfils."""
        return frozenset(condition for condition in self._about_indicator.of_value if condition(_NO_VALUE))

    def fulfilled_by_value(self, view: TargetView) -> frozenset[ValueCondition]:
        """Return the conditions that a value fulfils."""
        target = view.target
        conditions = self._of_values.get(view.meaning.kind)
        if conditions is None:
            conditions = self._conditions_of(view.meaning.kind)
        key = conditions, target.text, target.unit, target.operator
        found = _BY_VALUE.get(key)
        if found is None:
            reading = view.understanding
            fulfilled = [condition for condition in conditions if condition(reading)]
            found = _BY_VALUE.keep(key, _one_of_equals(frozenset(fulfilled)) if fulfilled else _NO_VALUES)
        return found

    def _conditions_of(self, kind: str) -> frozenset[ValueCondition]:
        """Return what the candidates for values of a kind and those for the indicator ask of the value."""
        candidates = _Candidates([left for left in self._left if kind in left[0][0].kinds])
        self._about_values[kind] = candidates
        self._of_values[kind] = _one_of_equals(self._about_indicator.of_value | candidates.of_value)
        return self._of_values[kind]

    def fulfilled_by_name(self, view: IndicatorView) -> frozenset[NameCondition]:
        """Return the conditions that an indicator's name fulfils: none where it cannot be judged."""
        if not self._of_name or not view.has_sane_name:
            return _NO_NAMES
        name = view.name
        key = self._key + name
        found = _BY_NAME.get(key)
        if found is None:
            fulfilled = [condition for condition in self._of_name if condition(name)]
            found = _BY_NAME.keep(key, _one_of_equals(frozenset(fulfilled)) if fulfilled else _NO_NAMES)
        return found


class Plan:
    """The rules that are on, by what they look at, and how self-evaluations are scored.

    >>> from perfmodel.model.indicator import Indicator
    >>> [rules for _view, rules in Plan([]).asked_of(IndicatorView(Indicator()))]
    [()]
    """

    def __init__(self, active: Iterable[Active], scoring: ScoringOptions = DEFAULT_OPTIONS) -> None:
        self._active = tuple(active)
        self._by_scope: dict[str, tuple[Active, ...]] = {}
        self.scoring = scoring
        self.about_indicators, self.about_values = self.of("indicator"), self.of("target")
        # As many as there are pairs of categories, times sixteen at most.
        self._groups: dict[tuple[Any, ...], _Group] = {}

    def of(self, scope: str) -> tuple[Active, ...]:
        """Return the rules that look at a scope."""
        found = self._by_scope.get(scope)
        if found is None:
            found = self._by_scope[scope] = tuple(entry for entry in self._active if scope in entry[0].scopes)
        return found

    def asked_of(self, view: IndicatorView) -> list[tuple[IndicatorView | TargetView, tuple[Active, ...]]]:
        """Return an indicator and its values, each with the rules that look at it."""
        traits = view.trait_values
        group = self._groups.get(traits)
        if group is None:
            group = self._groups[traits] = _Group(self, Traits(*traits))
        targets = view.targets
        said = tuple([(target.meaning.kind, group.fulfilled_by_value(target)) for target in targets])
        of_view, of_targets = group.asked(group.fulfilled_by_name(view), said)
        return [(view, of_view), *zip(targets, of_targets, strict=True)]


def _one_of_equals(conditions: frozenset[Any]) -> frozenset[Any]:
    """Return the same object for equal sets: comparing them then costs nothing, and no copies are kept."""
    found = _CONDITION_SETS.get(conditions)
    return _CONDITION_SETS.keep(conditions, conditions) if found is None else found


_GROUP_NUMBERS = count()
_CONDITION_SETS: Store[frozenset[Any], frozenset[Any]] = Store(4096)
# By the group's number and the name: as one text, since tuples are work for the collector of cycles.
_BY_NAME: Store[str, frozenset[NameCondition]] = Store(8192)
_BY_VALUE: Store[tuple[frozenset[ValueCondition], str, str | None, str | None], frozenset[ValueCondition]] = Store(8192)
