"""Weights of indicators, and the points that are printed at their categories (产出指标(50分))."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from attrs import define, field, frozen

from perfmodel._internal.caches import remembered
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.canonical import decimals_of
from perfmodel.vocabulary import groups

__all__ = ["Mismatch", "Weights", "is_sum", "weight_of", "weights_of"]

_NUMBER = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)[分%]?")
_MOST_DIGITS = 20
_POINTS = re.compile(r"\(([0-9]{1,4}(?:\.[0-9]{1,4})?)[分%]\)$")
_BRACKET = re.compile(r"\([^()]*\)$")


def weight_of(indicator: Indicator) -> Decimal | str | None:
    """Return an indicator's weight: a number, a text that is none, or None where no weight is printed.

    >>> weight_of(Indicator(weight=Decimal(10))), weight_of(Indicator(further=[("分值", "10分"), ("备注", "甲")]))
    (Decimal('10'), Decimal('10'))
    >>> weight_of(Indicator(further=[("权重", "十分")])), weight_of(Indicator(further=[("权重", "—")]))
    ('十分', None)
    """
    if indicator.weight is not None:
        # Out of reach of any table.
        return indicator.weight if abs(indicator.weight.adjusted()) <= _MOST_DIGITS else str(indicator.weight)
    for label, text in indicator.further:
        if _BRACKET.sub("", squeeze(fold(label))) in groups.group("weight_labels")["words"]:
            match = _NUMBER.fullmatch(squeeze(fold(text)))
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
    """The name of a category without its points, and these."""
    bare = squeeze(fold(text))
    match = _POINTS.search(bare)
    return (bare, None) if match is None else (bare[: match.start()], Decimal(match[1]))


@define
class _Parent:
    """A category of a project: where it first stands, the points printed there, and the weights below it."""

    at: int
    points: set[Decimal] = field(factory=set)
    weights: list[Decimal] = field(factory=list)
    below: dict[str, _Parent] = field(factory=dict)

    @property
    def printed(self) -> Decimal | None:
        """The points; None where none are printed, or different ones each time: those are of the indicators themselves."""
        return next(iter(self.points)) if len(self.points) == 1 else None

    @property
    def made(self) -> Decimal:
        return sum(self.weights, Decimal(0))


@frozen
class Mismatch:
    """A category whose children do not make up its points: ``level`` of which indicator ``at`` it first stands."""

    at: int
    level: str
    name: str
    printed: Decimal
    made: Decimal


class Weights:
    """The weights of a project's indicators, in points: shares such as 0.15 count as 15."""

    def __init__(self, indicators: tuple[Indicator, ...]) -> None:
        self.printed = tuple(weight_of(indicator) if indicator.understood else None for indicator in indicators)
        numbers = tuple(map(_number, self.printed))
        given = [number for number in numbers if number is not None]
        self.shares = bool(given) and max(given) <= 1 and sum(given) <= 1
        self.numbers = tuple(None if number is None else self.in_points(number) for number in numbers)
        self.given = len(given)
        understood = [indicator.understood for indicator in indicators]
        self.lacking = tuple(at for at, known in enumerate(understood) if known and self.printed[at] is None)
        self.complete = bool(indicators) and all(understood) and all(number is not None for number in self.numbers)
        self.none = bool(indicators) and all(understood) and not any(self.printed)
        self.sum = sum((number for number in self.numbers if number is not None), Decimal(0))
        self._indicators = indicators

    def in_points(self, number: Decimal) -> Decimal:
        """A weight of the project in points."""
        return number * 100 if self.shares else number

    def mismatches(self) -> Iterator[Mismatch]:
        """Yield the categories whose children do not add up to the points printed there.

        None where a weight is missing; where there are no weights at all, the points of level 2 are what makes level 1.

        >>> from perfmodel.model.category import Category
        >>> def row(one, two, weight):
        ...     first = Category.read(one, 1)
        ...     return Indicator(first, Category.read(two, 2), "甲", weight=weight, level1_text=one, level2_text=two)
        >>> rows = [row("产出指标(50分)", "数量指标", 20), row("产出指标(50分)", "质量指标", 20)]
        >>> [(found.level, found.printed, found.made) for found in weights_of(rows).mismatches()]
        [('level1', Decimal('50'), Decimal('40'))]
        """
        if not (self.complete or self.none) or not any(map(_has_points, self._indicators)):
            return
        for name, top in self._parents().items():
            off = [part for part in top.below.items() if self.complete and _misses(part[1])]
            for below, part in off:
                assert part.printed is not None
                yield Mismatch(part.at, "level2", below, part.printed, part.made)
            parts = self._parts(top)
            if top.printed is None or parts is None or is_sum(parts, top.printed):
                continue
            # A child that is wrong itself is reported there; points may be printed once more for each indicator.
            if (off and is_sum(top.weights, top.printed)) or (self.none and is_sum(_repeated(top), top.printed)):
                continue
            yield Mismatch(top.at, "level1", name, top.printed, sum(parts, Decimal(0)))

    def _parts(self, top: _Parent) -> list[Decimal] | None:
        """What makes up a level 1: the points of its level 2 where printed, else the weights; None where not known."""
        parts: list[Decimal] = []
        for part in top.below.values():
            if part.printed is not None and not _own(part):
                parts.append(part.printed)
            elif self.none:
                return None
            else:
                parts += part.weights
        return parts

    def _parents(self) -> dict[str, _Parent]:
        found: dict[str, _Parent] = {}
        for at, (indicator, weight) in enumerate(zip(self._indicators, self.numbers, strict=True)):
            parents = found
            for level in ("level1", "level2"):
                name, points = _points_of(_printed_category(indicator, level))
                parent = parents.setdefault(name, _Parent(at))
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


def _number(printed: Decimal | str | None) -> Decimal | None:
    return printed if isinstance(printed, Decimal) and printed > 0 else None


def _has_points(indicator: Indicator) -> bool:
    return any(_points_of(_printed_category(indicator, level))[1] is not None for level in ("level1", "level2"))


def _printed_category(indicator: Indicator, level: str) -> str:
    text: str | None = getattr(indicator, f"{level}_text")
    if text is not None:
        return text
    category = indicator.level1 if level == "level1" else indicator.level2
    return "" if category is None else category.name


def _own(parent: _Parent) -> bool:
    """Whether the points printed at each child are that child's own weight."""
    return len(parent.weights) > 1 and all(weight == parent.printed for weight in parent.weights)


def _misses(parent: _Parent) -> bool:
    return parent.printed is not None and not is_sum(parent.weights, parent.printed) and not _own(parent)


def _repeated(top: _Parent) -> list[Decimal]:
    """The points of the level-2 categories, once for each indicator."""
    return [part.printed for part in top.below.values() if part.printed is not None for _weight in part.weights]
