"""Which rules to ask of what: of an indicator, those that look at indicators with its traits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from perfmodel.checks.rule import Rule, Settings, Traits

__all__ = ["Active", "Plan"]

# A rule that is on: itself, its severity, its settings.
Active = tuple[Rule, str, Settings]


class Asked(NamedTuple):
    """The rules to ask about an indicator, and about its values by the kind of their meaning."""

    indicator: tuple[Active, ...]
    values: Mapping[str, tuple[Active, ...]]


class Plan:
    """The rules that are on, by what they look at.

    >>> from perfmodel.checks.context import IndicatorView
    >>> from perfmodel.model.indicator import Indicator
    >>> Plan([]).of_indicators(IndicatorView(Indicator()).traits).indicator
    ()
    """

    def __init__(self, active: Iterable[Active]) -> None:
        self._active = tuple(active)
        # By traits: eight times as many as there are pairs of categories at most.
        self._of_indicators: dict[Traits, Asked] = {}

    def of(self, scope: str) -> tuple[Active, ...]:
        """Return the rules that look at a scope."""
        return tuple(entry for entry in self._active if scope in entry[0].scopes)

    def of_indicators(self, traits: Traits) -> Asked:
        """Return the rules that look at indicators with some traits, and at their values."""
        asked = self._of_indicators.get(traits)
        if asked is None:
            asked = self._of_indicators[traits] = self._work_out(traits)
        return asked

    def _work_out(self, traits: Traits) -> Asked:
        of_indicator = tuple(entry for entry in self.of("indicator") if entry[0].looks_at(traits))
        of_values = [entry for entry in self.of("target") if entry[0].looks_at(traits)]
        kinds = {kind for rule, _severity, _settings in of_values for kind in rule.kinds}
        by_kind = {kind: tuple(entry for entry in of_values if kind in entry[0].kinds) for kind in kinds}
        return Asked(of_indicator, by_kind)
