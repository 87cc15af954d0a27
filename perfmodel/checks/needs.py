"""What a rule needs to find anything, said so that it is known without asking the rule."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from perfmodel.checks.standing import Standing
from perfmodel.values.reader import Understanding

__all__ = ["Needs"]


@frozen
class Needs:
    """One way in which a rule can find something: where all of this holds. Where it does not, the rule is not asked.

    It may hold where the rule then finds nothing, and never the other way round:

    - ``standing``: the categories, judged once for all indicators that stand in them;
    - ``ends``: groups of words, or words themselves, one of which ends the name (as `words.ends_as` has it);
    - ``value``: what a value says. Of a threshold's number nothing may be asked but how it compares with 0 and with 100:
      it is judged once for all thresholds that are alike in the rest. An indicator without values has an empty one;
    - ``irregular``: a ``name`` that is not of Chinese characters alone, or a ``value`` with a sign that may be a mark or
      a stray one; or one longer than the setting ``longest``;
    - ``pair``: two values that are not printed alike;
    - ``weighed``: a weight in the project, or a column that may be one.

    >>> Needs(standing=lambda standing: standing.level2 == "quality", ends=("completion",)).ends
    ('completion',)
    """

    standing: Callable[[Standing], bool] | None = None
    ends: tuple[str | tuple[str, ...], ...] = ()
    value: Callable[[Understanding], bool] | None = None
    irregular: str | None = None
    longest: str | None = None
    pair: bool = False
    weighed: bool = False
