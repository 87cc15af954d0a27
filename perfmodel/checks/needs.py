"""What a rule needs to find anything, said so that it is known without asking the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import frozen

from perfmodel.analysis.category_pair import CategoryPair
from perfmodel.values.parser import TargetReading

__all__ = ["Needs", "Words"]

# A group of words, or what gives words.
Words = str | Callable[[], Iterable[str]]


@frozen
class Needs:
    """One way in which a rule can find something: where all of this holds. Where it does not, the rule is not asked.

    It may hold where the rule then finds nothing, and never the other way round:

    - ``standing``: the categories, judged once for all indicators that stand in them;
    - ``ends``: groups of words, or what gives the words, one of which ends the name (as `groups.ends_as` has it);
    - ``fits``: what gives a pattern that is found in the name, brackets at its end left out;
    - ``value``: what a value says. Of a threshold's number nothing may be asked but how it compares with 0 and with 100:
      it is judged once for all thresholds that are alike in the rest. An indicator without values has an empty one;
    - ``irregular``: a ``name`` that is not of Chinese characters alone, or longer than the setting ``longest``; a value
      that may have the ``mark`` of a template, ``stray`` blanks or words, or is ``long``er than the setting;
    - ``pair``: two values that are not printed alike;
    - ``weighed``: a weight in the project, or a column that may be one.

    >>> Needs(standing=lambda standing: standing.level2 == "quality", ends=("completion",)).ends
    ('completion',)
    """

    standing: Callable[[CategoryPair], bool] | None = None
    ends: tuple[Words, ...] = ()
    fits: Callable[[], str] | None = None
    value: Callable[[TargetReading], bool] | None = None
    irregular: str | None = None
    longest: str | None = None
    pair: bool = False
    weighed: bool = False
