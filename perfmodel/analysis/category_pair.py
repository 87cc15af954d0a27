"""The two categories of an indicator, and what they mean together: one object for all indicators in the same two."""

from __future__ import annotations

import re
from functools import cache

from attrs import field, frozen

from perfmodel.model.category import Category
from perfmodel.model.indicator import Indicator

__all__ = ["CategoryPair", "CategoryPairs", "deciding_category", "without_number"]


@frozen(eq=False)
class CategoryPair:
    """The English names of an indicator's two categories (`Category.english`); there is one object for each pair.

    ``level1`` is the parent of the indicator's level 2, else its own level 1 (``output``, ``benefit``, ``satisfaction``,
    ``cost``): where the two disagree the level 2 decides, since it is the more definite. ``level2`` is the level-2
    category (``quantity``, ``quality``, ``timeliness``, ``cost``, …). Both are empty where not known. ``in_order`` says
    that both are known and belong together, ``usual`` that neither is unknown; ``scheme`` is the one tree of categories
    that they are of, ``2015`` or ``2021``, None where they may be of either.

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
        """Return the pair of an indicator's categories."""
        one, two = without_number(indicator.level1, 1), without_number(indicator.level2, 2)
        in_order = one is not None and two is not None and two.known and two.parent is not None and two.parent == one
        usual = all(category is None or category.known for category in (one, two))
        deciding = deciding_category(one, two)
        scheme = None if deciding is None else deciding.scheme
        return _pair(_level1(one, two), _level2(one, two), in_order, usual, scheme)


@cache  # as many as there are pairs in the tree
def _pair(level1: str, level2: str, in_order: bool, usual: bool, scheme: str | None) -> CategoryPair:
    return CategoryPair(level1, level2, in_order, usual, scheme)


def deciding_category(one: Category | None, two: Category | None) -> Category | None:
    """Return the category that decides of which tree an indicator is: the level 2 where it is known, else the level 1.

    >>> deciding_category(Category.lookup("1"), Category.lookup("14")).scheme
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


_NUMBER_BEFORE = re.compile("(?:[0-9一二三四五六七八九十]{1,2}[.、．)）]|[(（][0-9一二三四五六七八九十]{1,2}[)）])\\s*")


def without_number(category: Category | None, level: int) -> Category | None:
    """Return the known category that an unknown one names behind a number of a list, else the same.

    >>> without_number(Category(None, "1.产出指标"), 1).code, without_number(Category(None, "其他指标"), 1).name
    ('1', '其他指标')
    """
    if category is None or category.known:
        return category
    number = _NUMBER_BEFORE.match(category.label)
    return category if number is None else Category.lookup(category.label[number.end() :], level) or category


class CategoryPairs:
    """The pairs of categories of one table's indicators, found by the identity of the categories, which the table keeps alive.

    >>> pairs, indicator = CategoryPairs(), Indicator(Category.lookup("1"), Category.lookup("11"))
    >>> pairs.of(indicator).in_order, pairs.of(indicator) is CategoryPair.of(indicator)
    (True, True)
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], CategoryPair] = {}

    def of(self, indicator: Indicator) -> CategoryPair:
        """Return the pair of the categories of one of the table's indicators."""
        key = id(indicator.level1), id(indicator.level2)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = CategoryPair.of(indicator)
        return found
