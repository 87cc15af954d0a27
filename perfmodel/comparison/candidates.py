"""An object as matching sees it: its names, its place, and its content, by which it is distinguished from others."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from perfmodel.comparison.normalise import bigrams, likeness, numerals

__all__ = ["Candidate", "Features", "agreed", "evidence"]

# What a hint that agrees adds.
_WEIGHT_OF_HINT = Fraction(1, 4)

Features = tuple[frozenset[str], ...]


@frozen(eq=False)
class Candidate:
    """An object to be matched: its position ``at`` in its list, its names, and its content.

    ``exact`` and ``loose`` are the keys of its name, ``years`` the years in it; ``place`` is its section or category,
    ``owner`` tells apart objects of one name there (the body that spends). ``content`` is the whole of it, ``prints`` are
    parts that few others share, ``signature`` is a part by which it may be known under another name. ``features`` are
    sets to be compared where both have them, the weightiest first; ``hints`` count only where they are equal.
    """

    at: int
    exact: str
    loose: str
    years: tuple[int, ...]
    place: Hashable
    owner: Hashable
    content: Hashable
    prints: tuple[Hashable, ...]
    signature: Hashable
    hints: tuple[Hashable, ...]
    find_features: Callable[[], Features] = field(repr=False)

    @cached_property
    def features(self) -> Features:
        """The sets to be compared."""
        return self.find_features()

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """The name, for likeness."""
        return bigrams(self.loose)

    @cached_property
    def numerals(self) -> tuple[str, ...]:
        """The numbers in the name."""
        return numerals(self.loose)


def agreed(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates have a hint in common."""
    return any(mine is not None and mine == theirs for mine, theirs in zip(one.hints, other.hints, strict=True))


def evidence(one: Candidate, other: Candidate) -> Fraction | None:
    """Return how well the content of two candidates agrees, from 0 to 1; None where there is nothing to compare."""
    pairs = zip(one.features, other.features, strict=True)
    found = [likeness(mine, theirs) for mine, theirs in pairs if mine and theirs]
    if not found:
        return None
    # The same money over another goal is chance.
    return min(Fraction(1), max(found) + (_WEIGHT_OF_HINT if agreed(one, other) else 0))
