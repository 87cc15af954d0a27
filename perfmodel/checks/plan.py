"""Which rules to ask of an indicator: told for all of them at once, by what they need.

Every way in which a rule can find something (`Needs`) is a bit. The categories of an indicator, its name and its values
each say which ways are left, and the bits that all of them leave name the rules to ask: nearly always few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from perfmodel._internal.caches import LONGEST_REMEMBERED, remembered
from perfmodel.analysis.category_pair import CategoryPair
from perfmodel.analysis.further_columns import operator_columns
from perfmodel.checks.context import IndicatorView, TargetView, is_one
from perfmodel.checks.needs import Needs, Words
from perfmodel.checks.rule import Rule, Settings
from perfmodel.model.target import Target
from perfmodel.values.kinds import Placeholder, Threshold
from perfmodel.values.parser import TargetReading
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.suffixes import Endings

__all__ = ["Active", "Plan"]

# A rule that is on: itself, its severity, its settings.
Active = tuple[Rule, str, Settings]
_Asked = tuple[tuple[Active, ...], tuple[Active, ...]]

# What may be a template's mark in a value, and what may be a stray blank or word.
_MARK = re.compile("[*×Xx_○◯△…＊Ｘｘ＿]")
_STRAY = re.compile(r"[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]|(?<=[一-鿿])\s+[一-鿿]|百分比")
_IRREGULAR = re.compile(f"{_MARK.pattern}|{_STRAY.pattern}")
_HUNDRED, _ZERO = Decimal(100), Decimal(0)
_MOST = 8192


class Plan:
    """Rules that are on, by what they need; what was told of values and names is kept, up to a bound.

    >>> from perfmodel.model.indicator import Indicator
    >>> [len(asked) for _view, asked in Plan([]).asked_of(IndicatorView(Indicator()))]
    []
    """

    def __init__(self, active: Iterable[Active]) -> None:
        self._active = tuple(active)
        # By bit: the rule that needs it, whether it looks at a target, and what it needs.
        self._ways: list[tuple[Active, bool, Needs]] = [
            (entry, scope == "target", needs)
            for entry in self._active
            for scope in entry[0].scopes
            if scope in ("indicator", "target")
            for needs in entry[0].needs
        ]
        ends: dict[Words, int] = {}
        for _entry, _of_target, needs in self._ways:
            for end in needs.ends:
                ends.setdefault(end, len(ends))
        self._ends = ends
        self._endings = _endings_of(tuple(ends))
        self._own = self._bits(lambda entry, of_target, needs: not of_target)
        self._single = self._bits(lambda entry, of_target, needs: not needs.pair)
        self._unweighed = self._bits(lambda entry, of_target, needs: not needs.weighed)
        self._patterns = [
            (1 << at, re.compile(needs.fits()))
            for at, (_entry, _of_target, needs) in enumerate(self._ways)
            if needs.fits is not None
        ]
        self._fitted = sum(bit for bit, _pattern in self._patterns)
        self._not = {kind: self._bits(_is_not(kind)) for kind in ("name", "mark", "stray", "long")}
        self._regular = self._not["mark"] & self._not["stray"] & self._not["long"]
        self._longest_name = self._longest("name")
        self._longest_text = self._longest("long")
        self._by_standing: dict[CategoryPair, int] = {}
        self._by_ending: dict[int, int] = {}
        self._by_text: dict[tuple[str, str | None], int] = {}
        self._by_shape: dict[tuple[object, ...], int] = {}
        self._by_kind: dict[str, int] = {}
        self._by_bits: dict[int, _Asked] = {}
        self._blank = self._of_understanding(TargetReading(Placeholder())) & self._regular & self._own

    def of(self, scope: str) -> tuple[Active, ...]:
        """Return the rules that look at a scope other than indicators and targets."""
        return tuple(entry for entry in self._active if scope in entry[0].scopes)

    def asked_of(self, view: IndicatorView) -> Sequence[tuple[IndicatorView | TargetView, tuple[Active, ...]]]:
        """Return what to look at of an indicator, with the rules to ask about it."""
        bits = self._of_place(view)
        indicator = view.indicator
        whole, annual = indicator.whole_period, indicator.annual
        tell = self._of_target
        if indicator.further and operator_columns(indicator):
            tell = self._of_any_value  # what a value says is not all that is said of it
        if annual is None or whole is None or is_one(whole, annual):
            target = whole if annual is None else annual
            bits &= self._single & (self._blank if target is None else tell(target))
            if bits & self._fitted:
                bits = self._fitting(bits, view)
            if not bits:
                return ()
            asked, asked_of_each = self._asked(bits)
            if not asked_of_each:
                return ((view, asked),)
            return ((view, asked), (view.targets[0], asked_of_each))
        bits = self._fitting(bits, view)
        both = tell(whole), tell(annual)
        asked, _none = self._asked(bits & self._own & (both[0] | both[1] | ~self._single))
        each = [self._asked(bits & ~self._own & told)[1] for told in both]
        return ((view, asked), *zip(view.targets, each, strict=True))

    def _bits(self, holds: Callable[[Active, bool, Needs], bool]) -> int:
        return sum(1 << at for at, way in enumerate(self._ways) if holds(*way))

    def _longest(self, irregular: str) -> int:
        """How long a text can be without being longer than a rule lets it be."""
        limits = [
            int(settings[needs.longest])
            for (_rule, _severity, settings), _of_target, needs in self._ways
            if needs.irregular == irregular and needs.longest is not None
        ]
        return min([LONGEST_REMEMBERED, *limits])

    def _asked(self, bits: int) -> _Asked:
        """The rules that bits stand for: those about the indicator, and those about its target."""
        known = self._by_bits.get(bits)
        if known is not None:
            return known
        if len(self._by_bits) > _MOST:
            self._by_bits.clear()
        found: tuple[list[Active], list[Active]] = ([], [])
        for at, (entry, of_target, _needs) in enumerate(self._ways):
            if bits >> at & 1 and not (found[of_target] and found[of_target][-1] is entry):
                found[of_target].append(entry)
        asked = self._by_bits[bits] = (tuple(found[False]), tuple(found[True]))
        return asked

    def _of_place(self, view: IndicatorView) -> int:
        """The ways that the categories, the name and the weights leave."""
        bits = self._by_standing.get(view.standing)
        if bits is None:
            bits = self._by_standing[view.standing] = self._of_standing(view.standing)
        name = view.name
        ends = self._endings.of(name if view.plain else groups.bare(name))
        told = self._by_ending.get(ends)
        if told is None:
            told = self._by_ending[ends] = self._of_ends(ends)
        bits &= told
        if view.plain and len(name) <= self._longest_name:
            bits &= self._not["name"]
        return bits if view.weighed else bits & self._unweighed

    def _fitting(self, bits: int, view: IndicatorView) -> int:
        """The ways of those given that the name fits."""
        name = view.name if view.plain else groups.bare(view.name)
        for bit, pattern in self._patterns:
            if bits & bit and pattern.search(name) is None:
                bits &= ~bit
        return bits

    def _of_standing(self, standing: CategoryPair) -> int:
        return self._bits(lambda entry, of_target, needs: needs.standing is None or needs.standing(standing))

    def _of_ends(self, found: int) -> int:
        if len(self._by_ending) > _MOST:
            self._by_ending.clear()
        return self._bits(
            lambda entry, of_target, needs: not needs.ends or any(found >> self._ends[end] & 1 for end in needs.ends)
        )

    def _of_target(self, target: Target) -> int:
        """The ways that a value leaves, by its text."""
        text = target.text
        key = text, target.unit
        bits = self._by_text.get(key)
        if bits is None:
            bits = self._of_shape(target.understanding)
            if len(text) <= self._longest_text and _IRREGULAR.search(text) is None:
                bits &= self._regular
            else:
                bits &= self._of_irregular(text)
            if len(self._by_text) > _MOST:
                self._by_text.clear()
            if len(text) <= LONGEST_REMEMBERED:
                self._by_text[key] = bits
        return bits

    def _of_irregular(self, text: str) -> int:
        """The ways that the very writing of a value leaves."""
        bits = -1
        if _MARK.search(text) is None:
            bits &= self._not["mark"]
        if _STRAY.search(text) is None:
            bits &= self._not["stray"]
        return bits & self._not["long"] if len(text) <= self._longest_text else bits

    def _of_shape(self, understanding: TargetReading) -> int:
        """The ways that a value leaves, by all that counts of it but the very number of a threshold."""
        meaning = understanding.meaning
        if not isinstance(meaning, Threshold):
            return self._of_understanding(understanding)
        number = meaning.number
        shape = (
            meaning.op,
            meaning.unit,
            meaning.per,
            meaning.change,
            understanding.operator_form,
            3 if number > _HUNDRED else 1 if _ZERO < number < _HUNDRED else 2 if number else 0,
            number < _ZERO,
            understanding.phrase is None,
            understanding.note is None,
            understanding.lookalikes == (),
            understanding.unit_conflict is None,
        )
        bits = self._by_shape.get(shape)
        if bits is None:
            if len(self._by_shape) > _MOST:
                self._by_shape.clear()
            bits = self._by_shape[shape] = self._of_understanding(understanding)
        return bits

    def _of_understanding(self, understanding: TargetReading) -> int:
        kind = understanding.meaning.kind
        return self._bits(
            lambda entry, of_target, needs: (
                (not of_target or kind in entry[0].kinds) and (needs.value is None or needs.value(understanding))
            )
        )

    def _of_any_value(self, target: Target) -> int:
        """The ways that a value leaves when a column of the form may say more of it."""
        kind = target.kind
        bits = self._by_kind.get(kind)
        if bits is None:
            bits = self._by_kind[kind] = self._bits(
                lambda entry, of_target, needs: not of_target or kind in entry[0].kinds
            )
        return bits


@remembered(16)  # plans differ in few rules, and nearly all rules are in most
def _endings_of(ends: tuple[Words, ...]) -> Endings:
    return Endings(map(_words_of, ends))


def _is_not(irregular: str) -> Callable[[Active, bool, Needs], bool]:
    return lambda entry, of_target, needs: needs.irregular != irregular


def _words_of(given: Words) -> tuple[Iterable[str], Iterable[str]]:
    return groups.listed(given) if isinstance(given, str) else (given(), ())
