"""The weights of a project's indicators, and the points printed at their categories: 产出指标(50分).

The points of a category should be the sum of the weights in it; those of a level 1 that of its level-2 categories.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from attrs import define, field, frozen

from perfmodel._internal.caches import lazy, remembered
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.canonical import decimals_of
from perfmodel.vocabulary import groups

__all__ = ["Mismatch", "Weights", "is_sum", "weight_of", "weights_of"]

_PRINTED_WEIGHT = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)[分%]?")
_LARGEST_EXPONENT = 20
_PRINTED_POINTS = re.compile(r"\(([0-9]{1,4}(?:\.[0-9]{1,4})?)[分%]\)$")
_BRACKET_BEHIND_LABEL = re.compile(r"\([^()]*\)$")


def weight_of(indicator: Indicator) -> Decimal | str | None:
    """Return an indicator's weight: a number, a text that is none, or None where no weight is printed.

    >>> weight_of(Indicator(weight=Decimal(10))), weight_of(Indicator(further=[("分值", "10分"), ("备注", "甲")]))
    (Decimal('10'), Decimal('10'))
    >>> weight_of(Indicator(further=[("权重", "十分")])), weight_of(Indicator(further=[("权重", "—")]))
    ('十分', None)
    """
    if indicator.weight is not None:
        # No table has a larger one.
        return indicator.weight if abs(indicator.weight.adjusted()) <= _LARGEST_EXPONENT else str(indicator.weight)
    for label, text in indicator.further:
        if _BRACKET_BEHIND_LABEL.sub("", squeeze(fold(label))) in groups.group("weight_labels")["words"]:
            match = _PRINTED_WEIGHT.fullmatch(squeeze(fold(text)))
            if match:
                return Decimal(match[1])
            return text if text and Target(text).kind != "none" else None
    return None


def is_sum(weights: Iterable[Decimal], whole: Decimal) -> bool:
    """Whether weights make up a whole, each rounded as printed: three of 33.33 are 100.

    >>> thirds = [Decimal("33.33")] * 3
    >>> is_sum(thirds, Decimal(100)), is_sum([Decimal(50), Decimal("49.9")], Decimal(100))
    (True, False)
    """
    gap, slack = -whole, Decimal(0)
    for weight in weights:
        gap += weight
        if weight != weight.to_integral_value():
            slack += Decimal(1).scaleb(-decimals_of(weight)) / 2
    return abs(gap) <= slack


@remembered(1024)
def _points_of(text: str) -> tuple[str, Decimal | None]:
    """The name of a category without its points, and the points."""
    bare = squeeze(fold(text))
    match = _PRINTED_POINTS.search(bare)
    return (bare, None) if match is None else (bare[: match.start()], Decimal(match[1]))


@define
class _CategoryPoints:
    """A category of a project: its first indicator ``at``, the ``points`` printed there, the ``weights`` in it, and the
    level-2 categories ``below`` a level 1.
    """

    at: int
    points: set[Decimal] = field(factory=set)
    weights: list[Decimal] = field(factory=list)
    below: dict[str, _CategoryPoints] = field(factory=dict)

    @property
    def printed(self) -> Decimal | None:
        """The points printed at the category; None where there are none, or different ones: those belong to the indicators."""
        return next(iter(self.points)) if len(self.points) == 1 else None

    @property
    def sum_of_weights(self) -> Decimal:
        return sum(self.weights, Decimal(0))


@frozen
class Mismatch:
    """A category whose ``printed`` points are not the ``sum`` of its parts.

    ``at`` is the position of the first indicator in it, ``level`` is ``level1`` or ``level2``.
    """

    at: int
    level: str
    name: str
    printed: Decimal
    sum: Decimal


@frozen(eq=False, slots=False)  # so that what is worked out can be kept
class Weights:
    """The weights of a project's ``indicators``, in points: shares such as 0.15 count as 15."""

    indicators: tuple[Indicator, ...]

    @lazy
    def printed(self) -> tuple[Decimal | str | None, ...]:
        """The weight of each indicator as `weight_of` returns it; None also for one that was not understood."""
        return tuple(weight_of(indicator) if indicator.understood else None for indicator in self.indicators)

    @lazy
    def _positive(self) -> tuple[Decimal | None, ...]:
        return tuple(weight if isinstance(weight, Decimal) and weight > 0 else None for weight in self.printed)

    @lazy
    def are_shares(self) -> bool:
        """Whether the weights are parts of 1."""
        numbers = [number for number in self._positive if number is not None]
        return bool(numbers) and max(numbers) <= 1 and sum(numbers) <= 1

    @lazy
    def numbers(self) -> tuple[Decimal | None, ...]:
        """The weight of each indicator in points; None where it is not a number above 0."""
        return tuple(None if number is None else self.in_points(number) for number in self._positive)

    @lazy
    def given(self) -> int:
        """How many indicators have a weight that is a number over 0."""
        return sum(number is not None for number in self.numbers)

    @lazy
    def lacking(self) -> tuple[int, ...]:
        """The positions of the indicators that were understood and have no weight printed."""
        both = zip(self.indicators, self.printed, strict=True)
        return tuple(at for at, (indicator, weight) in enumerate(both) if indicator.understood and weight is None)

    @lazy
    def _all_understood(self) -> bool:
        return bool(self.indicators) and all(indicator.understood for indicator in self.indicators)

    @lazy
    def complete(self) -> bool:
        """Whether the weights of all indicators are known."""
        return self._all_understood and None not in self.numbers

    @lazy
    def none(self) -> bool:
        """Whether no indicator has a weight."""
        return self._all_understood and not any(self.printed)

    @lazy
    def sum(self) -> Decimal:
        """The sum of the weights that are known."""
        return sum((number for number in self.numbers if number is not None), Decimal(0))

    def in_points(self, number: Decimal) -> Decimal:
        """Return a weight of the project in points.

        >>> weights_of([Indicator(weight=Decimal("0.6")), Indicator(weight=Decimal("0.4"))]).in_points(Decimal("0.6"))
        Decimal('60.0')
        """
        return number * 100 if self.are_shares else number

    def mismatches(self) -> Iterator[Mismatch]:
        """Yield the categories whose parts do not add up to the points printed there.

        Nothing where only some weights are missing. Where all are, the points of level 2 should add up to those of level 1.

        >>> from perfmodel.model.category import Category
        >>> def row(one, two, weight):
        ...     first = Category.read(one, 1)
        ...     return Indicator(first, Category.read(two, 2), "甲", weight=weight, level1_text=one, level2_text=two)
        >>> rows = [row("产出指标(50分)", "数量指标", 20), row("产出指标(50分)", "质量指标", 20)]
        >>> [(found.level, found.printed, found.sum) for found in weights_of(rows).mismatches()]
        [('level1', Decimal('50'), Decimal('40'))]
        """
        if not (self.complete or self.none) or not any(map(_has_points, self.indicators)):
            return
        for name, top in self._categories().items():
            off = [part for part in top.below.items() if self.complete and _is_mismatch(part[1])]
            for below, part in off:
                assert part.printed is not None
                yield Mismatch(part.at, "level2", below, part.printed, part.sum_of_weights)
            parts = self._parts_of(top)
            if top.printed is None or parts is None or is_sum(parts, top.printed):
                continue
            # A level 2 that is wrong is reported itself; points may be printed again for each indicator.
            if (off and is_sum(top.weights, top.printed)) or (
                self.none and is_sum(_points_by_indicator(top), top.printed)
            ):
                continue
            yield Mismatch(top.at, "level1", name, top.printed, sum(parts, Decimal(0)))

    def _parts_of(self, top: _CategoryPoints) -> list[Decimal] | None:
        """Return the parts of a level 1: the points of each level 2 where printed, else its weights; None where not known."""
        parts: list[Decimal] = []
        for part in top.below.values():
            if part.printed is not None and not _repeats_weights(part):
                parts.append(part.printed)
            elif self.none:
                return None
            else:
                parts += part.weights
        return parts

    def _categories(self) -> dict[str, _CategoryPoints]:
        found: dict[str, _CategoryPoints] = {}
        for at, (indicator, weight) in enumerate(zip(self.indicators, self.numbers, strict=True)):
            parents = found
            for level in ("level1", "level2"):
                name, points = _points_of(_printed_category(indicator, level))
                parent = parents.setdefault(name, _CategoryPoints(at))
                parent.points |= set() if points is None else {points}
                parent.weights.append(weight or Decimal(0))
                parents = parent.below
        return found


def weights_of(indicators: Iterable[Indicator]) -> Weights:
    """Return the weights of a project's indicators.

    >>> found = weights_of([Indicator(weight=Decimal("0.6")), Indicator(weight=Decimal("0.4"))])
    >>> found.complete, found.sum
    (True, Decimal('100.0'))
    """
    return Weights(tuple(indicators))


def _has_points(indicator: Indicator) -> bool:
    return any(_points_of(_printed_category(indicator, level))[1] is not None for level in ("level1", "level2"))


def _printed_category(indicator: Indicator, level: str) -> str:
    text: str | None = getattr(indicator, f"{level}_text")
    if text is not None:
        return text
    category = indicator.level1 if level == "level1" else indicator.level2
    return "" if category is None else category.name


def _repeats_weights(parent: _CategoryPoints) -> bool:
    """Whether the points at a category are those of each indicator in it, printed again for each."""
    return len(parent.weights) > 1 and all(weight == parent.printed for weight in parent.weights)


def _is_mismatch(parent: _CategoryPoints) -> bool:
    return parent.printed is not None and not is_sum(parent.weights, parent.printed) and not _repeats_weights(parent)


def _points_by_indicator(top: _CategoryPoints) -> list[Decimal]:
    """The points of the level-2 categories, once for each indicator."""
    return [part.printed for part in top.below.values() if part.printed is not None for _weight in part.weights]
