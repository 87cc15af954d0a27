"""The classes an indicator belongs to: level 1 and level 2 of a fixed tree (一级指标, 二级指标).

The trees of 2015 (财预〔2015〕88号) and of 2021 (财预〔2021〕101号) stand in ``perfmodel/data/categories.json``.
"""

from __future__ import annotations

import re
from functools import cache

from attrs import field, frozen

from perfmodel._internal.caches import Store
from perfmodel._internal.guards import wrong_kind
from perfmodel.data import load
from perfmodel.model import validators
from perfmodel.source.characters import fold, squeeze

__all__ = ["Category"]

_CODED = re.compile(r"\s*([0-9]{1,4})\s*[-–—]\s*(.*)", re.DOTALL)
_POINTS_BEHIND_NAME = re.compile(r"\([0-9.]+分\)$")


@frozen
class Category:
    """A level-1 or level-2 category of the tree, or one that the tree does not have.

    ``code`` is the one printed in Guangdong's tables (None where no source confirms one); ``parent`` is the level-1
    category of a level-2 one; ``schemes`` are the trees it belongs to, ``2015`` and ``2021``, none for an unknown one.

    >>> quantity = Category.lookup("11-数量")
    >>> quantity.code, quantity.name, quantity.parent.name
    ('11', '数量指标', '产出指标')
    >>> quantity.label, quantity.level, quantity.known
    ('11-数量指标', 2, True)
    """

    code: str | None = field(default=None, validator=validators.text(optional=True))
    name: str = field(default="", validator=validators.text())
    parent: Category | None = field(default=None)
    schemes: tuple[str, ...] = field(default=(), converter=validators.as_texts, validator=validators.tuple_of(str))

    @parent.validator
    def _parent_is_category(self, attribute: object, value: object) -> None:
        if value is not None and not isinstance(value, Category):
            raise wrong_kind(("Category", "a Category"), value, "Category.parent")

    @property
    def known(self) -> bool:
        """Whether the category is in one of the trees."""
        return bool(self.schemes)

    @property
    def scheme(self) -> str | None:
        """The only tree that has the category; None where both or neither have it.

        >>> Category.lookup("经济成本指标").scheme, Category.lookup("产出指标").scheme
        ('2021', None)
        """
        return self.schemes[0] if len(self.schemes) == 1 else None

    @property
    def level(self) -> int | None:
        """1 or 2; None where an unknown category does not say."""
        if self.known:
            return 1 if self.parent is None else 2
        return {1: 1, 2: 2}.get(len(self.code or ""))

    @property
    def english(self) -> str:
        """The category's English name in the glossary, ``quantity``; empty for an unknown one.

        Both levels have a ``cost``: a class of its own in 2021, one of the outputs in 2015.

        >>> Category.lookup("22-社会效益").english, Category.read("其他指标", 2).english
        ('social_benefit', '')
        """
        return _english().get(self.name, "") if self.known else ""

    @property
    def label(self) -> str:
        """The form that tables print: code, hyphen, name; the name alone where there is no code."""
        return self.name if self.code is None else f"{self.code}-{self.name}"

    @staticmethod
    def tree(scheme: str | None = None) -> tuple[Category, ...]:
        """Return all categories in order, parents first; of one tree where ``scheme`` names it.

        >>> [category.name for category in Category.tree("2021") if category.level == 1]
        ['产出指标', '成本指标', '效益指标', '满意度指标']
        """
        return tuple(entry for entry in _tree() if scheme is None or scheme in entry.schemes)

    @staticmethod
    def lookup(text: str, level: int | None = None, scheme: str | None = None) -> Category | None:
        """Find a category by code, name, alias or ``code-name``; None where the tree has none, or code and name differ.

        Blanks, full-width forms and printed points (``产出指标(50分)``) do not count. A name that both levels have
        (成本指标, 满意度指标) is the level-1 one unless ``level`` says otherwise.

        >>> Category.lookup("社会效益").label
        '22-社会效益指标'
        >>> Category.lookup("成本指标").schemes, Category.lookup("成本指标", level=2).code
        (('2021',), '14')
        >>> Category.lookup("11-质量指标") is None
        True

        A category without a confirmed code is found with any that no other has:

        >>> Category.lookup("41-经济成本指标").label
        '经济成本指标'
        """
        code, name = split_label(text)
        if code is None and name.isdigit():
            code, name = name, ""
        for key in (name, _POINTS_BEHIND_NAME.sub("", name)):
            for entry in _index().get(key, ()) if key else _by_code().get(code or "", ()):
                if (
                    (code is None or code == entry.code or _may_have(entry, code))
                    and level in (None, entry.level)
                    and (scheme is None or scheme in entry.schemes)
                ):
                    return entry
        return None

    @staticmethod
    def read(text: str, level: int) -> Category:
        """Return the category that a cell for ``level`` names: out of the tree, or an unknown one that says the same.

        A category of the other level is what it is; that it stands in the wrong cell is for a check to say.

        >>> Category.read("11-质量指标", 2)
        Category(code='11', name='质量指标', parent=None, schemes=())
        """
        known = _CATEGORIES_OF_CELLS.get((text, level))
        return _CATEGORIES_OF_CELLS.keep((text, level), _read(text, level)) if known is None else known


# The same cells stand in table after table.
_CATEGORIES_OF_CELLS: Store[tuple[str, int], Category] = Store(4096)


def _read(text: str, level: int) -> Category:
    found = Category.lookup(text, level) or Category.lookup(text)
    if found is not None:
        return found
    match = _CODED.fullmatch(fold(text))
    if match is None:
        return Category(None, text.strip())
    return Category(match[1], text[match.start(2) :].strip())


def split_label(text: str) -> tuple[str | None, str]:
    """Split a folded ``code-name`` cell on its first hyphen only; blanks do not count.

    >>> split_label("22-社会效益-其他")
    ('22', '社会效益-其他')
    """
    folded = squeeze(fold(text))
    match = _CODED.fullmatch(folded)
    return (match[1], match[2]) if match else (None, folded)


def _may_have(entry: Category, code: str) -> bool:
    """Whether a category may be printed with a code, no source having confirmed one for it."""
    return entry.code is None and len(code) == entry.level and code not in _by_code()


@cache
def _tree() -> tuple[Category, ...]:
    parents: dict[str, Category] = {}
    entries: list[Category] = []
    for row in load("categories.json")["categories"]:
        parent = parents[row["parent"]] if "parent" in row else None
        entry = Category(row["code"], row["name"], parent, row["schemes"])
        if parent is None:
            parents[entry.name] = entry
        entries.append(entry)
    return tuple(entries)


@cache
def _english() -> dict[str, str]:
    return {row["name"]: row["english"] for row in load("categories.json")["categories"]}


@cache
def _index() -> dict[str, tuple[Category, ...]]:
    index: dict[str, list[Category]] = {}
    rows = load("categories.json")["categories"]
    pairs = list(zip(_tree(), rows, strict=True))
    # Names before aliases, level 1 before level 2: the order in which a bare name is looked up.
    for entry, _row in sorted(pairs, key=lambda pair: pair[0].level or 0):
        index.setdefault(entry.name, []).append(entry)
    for entry, row in sorted(pairs, key=lambda pair: pair[0].level or 0):
        for alias in row["aliases"]:
            index.setdefault(squeeze(fold(alias)), []).append(entry)
    return {key: tuple(found) for key, found in index.items()}


@cache
def _by_code() -> dict[str, tuple[Category, ...]]:
    return {entry.code: (entry,) for entry in _tree() if entry.code is not None}
