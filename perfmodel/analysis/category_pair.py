"""Where indicators stand: what their two categories say, worked out once for all that stand in the same ones."""

from __future__ import annotations

from functools import cache

from attrs import field, frozen

from perfmodel.model.category import Category
from perfmodel.model.indicator import Indicator

__all__ = ["CategoryPair", "Standings", "telling_tree"]


@frozen(eq=False)
class CategoryPair:
    """Two categories, in English as in the glossary; there is one object for each pair.

    ``level1`` is the category that the indicator is in by its level 2, else by its own level 1 (``output``, ``benefit``,
    ``satisfaction``, ``cost``): the level 2 decides, since it is the more definite of the two where they disagree.
    ``level2`` is the level-2 category (``quantity``, ``quality``, ``timeliness``, ``cost``, …). Both are empty where not
    known. ``in_order`` says that both are of the tree and belong together, ``usual`` that neither is unknown to it;
    ``scheme`` is the one tree that the categories are of, None where they may be of any.

    >>> CategoryPair.of(Indicator(level2=Category.lookup("11"))).level1
    'output'
    """

    level1: str
    level2: str
    in_order: bool
    usual: bool
    scheme: str | None
    is_cost: bool = field(init=False)

    @is_cost.default
    def _of_cost(self) -> bool:
        return self.level1 == "cost" or self.level2 == "cost"

    @staticmethod
    def of(indicator: Indicator) -> CategoryPair:
        """Return where an indicator stands."""
        one, two = indicator.level1, indicator.level2
        in_order = one is not None and two is not None and two.known and two.parent is not None and two.parent == one
        usual = all(category is None or category.known for category in (one, two))
        telling = telling_tree(one, two)
        scheme = None if telling is None else telling.scheme
        return _standing(_level1(one, two), _level2(one, two), in_order, usual, scheme)


@cache  # as many as there are pairs in the tree
def _standing(level1: str, level2: str, in_order: bool, usual: bool, scheme: str | None) -> CategoryPair:
    return CategoryPair(level1, level2, in_order, usual, scheme)


def telling_tree(one: Category | None, two: Category | None) -> Category | None:
    """Return the category that tells of which tree an indicator is: the level 2 where it is known.

    >>> telling_tree(Category.lookup("1"), Category.lookup("14")).scheme
    '2015'
    """
    if one is not None and two is not None and one.name == two.name:
        return None  # S07 says that the name stands twice
    return two if two is not None and two.known else one


def _level1(one: Category | None, two: Category | None) -> str:
    for category in (two, one):
        if category is not None and category.known:
            return (category.parent or category).english
    return ""


def _level2(one: Category | None, two: Category | None) -> str:
    for category in (two, one):
        if category is not None and category.level == 2:
            return category.english
    return ""


class Standings:
    """Where the indicators of one table stand, by their very categories, which the table keeps alive.

    >>> standings, indicator = Standings(), Indicator(Category.lookup("1"), Category.lookup("11"))
    >>> standings.of(indicator).in_order, standings.of(indicator) is CategoryPair.of(indicator)
    (True, True)
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], CategoryPair] = {}

    def of(self, indicator: Indicator) -> CategoryPair:
        """Return where one of the table's indicators stands."""
        key = id(indicator.level1), id(indicator.level2)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = CategoryPair.of(indicator)
        return found
