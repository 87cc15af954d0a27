"""Which rules to ask of an indicator and of its values: those that declare to look at what has their traits.

1. A rule declares by `Where` what it looks at: categories, endings of the name, what a value says, and the like.
2. What counts of an indicator is its `Traits`; what counts of a value is its kind, and the set of conditions that it fulfils.
3. Which rules look at what has these traits, this kind and these conditions is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from perfmodel._internal.caches import Store
from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.rule import Condition, Rule, Settings, Traits

__all__ = ["Active", "Plan"]

# A rule that is on: itself, its severity, its settings.
Active = tuple[Rule, str, Settings]
_Conditions = frozenset[Condition]


class Asked(NamedTuple):
    """The rules that look at an indicator, and those that look at its values, by their kind and what they fulfil."""

    indicator: tuple[Active, ...]
    values: dict[tuple[str, _Conditions], tuple[Active, ...]]


class Plan:
    """The rules that are on, by what they look at.

    >>> from perfmodel.model.indicator import Indicator
    >>> Plan([]).of_indicator(IndicatorView(Indicator()))[1].indicator
    ()
    """

    def __init__(self, active: Iterable[Active]) -> None:
        self._active = tuple(active)
        declared = [where for rule, _severity, _settings in self._active for where in rule.where]
        self._endings = frozenset(name for where in declared for name in where.name_ends or ())
        self._conditions = frozenset(where.value for where in declared if where.value is not None)
        self._of_indicators, self._of_values = self.of("indicator"), self.of("target")

    def of(self, scope: str) -> tuple[Active, ...]:
        """Return the rules that look at a scope."""
        return tuple(entry for entry in self._active if scope in entry[0].scopes)

    def of_indicator(self, view: IndicatorView) -> tuple[Traits, Asked]:
        """Return what counts of an indicator, and the rules that look at it."""
        traits = view.traits(self._endings)
        key = self, traits
        asked = _ASKED.get(key)
        if asked is None:
            rules = tuple(entry for entry in self._of_indicators if entry[0].looks_at(traits))
            asked = _ASKED.keep(key, Asked(rules, {}))
        return traits, asked

    def of_value(self, view: TargetView, traits: Traits, asked: Asked) -> tuple[Active, ...]:
        """Return the rules that look at a value of an indicator; the rest is what `of_indicator` gave."""
        target = view.target
        key = self, target.text, target.unit
        fulfilled = _FULFILLED.get(key)
        if fulfilled is None:
            reading = view.understanding
            fulfilled = _FULFILLED.keep(key, frozenset(one for one in self._conditions if one(reading)))
        kind = view.meaning.kind
        rules = asked.values.get((kind, fulfilled))
        if rules is None:
            rules = asked.values[kind, fulfilled] = tuple(
                entry for entry in self._of_values if kind in entry[0].kinds and entry[0].looks_at(traits, fulfilled)
            )
        return rules


_ASKED: Store[tuple[Plan, Traits], Asked] = Store(4096)
_FULFILLED: Store[tuple[Plan, str, str | None], _Conditions] = Store(8192)
