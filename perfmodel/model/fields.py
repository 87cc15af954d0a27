"""Every field of the model, read from where it is declared: the one list from which all others derive.

Files, their JSON Schema, frames, spreadsheets, printed labels, words in views and messages, paths and their order,
comparison, the reference pages and the strategies of the tests ask here what fields there are.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import attrs

from perfmodel.data import load
from perfmodel.model.declaration import DECLARATION, Declaration
from perfmodel.model.table import Project, TargetTable

__all__ = ["CLASSES", "Field", "class_words", "field_of", "fields_of", "keys_of", "rank_of_step", "whole_words"]

# Keys of files that no attribute stands behind: projects stand beside the sections, and name theirs.
_ONLY_IN_FILES: dict[type, dict[str, Declaration]] = {
    TargetTable: {"projects": Declaration("objects", of=Project, before="unread", column=None, width=None)},
    Project: {"section": Declaration("text", before="spender", column=None, width=None)},
}


def _classes() -> tuple[type, ...]:
    found: list[type] = [TargetTable]
    for kind in found:  # it grows on the way
        declarations = [attribute.metadata[DECLARATION] for attribute in attrs.fields(kind)]
        declarations += _ONLY_IN_FILES.get(kind, {}).values()
        found += dict.fromkeys(one.of for one in declarations if one.of is not None and one.of not in found)
    return tuple(found)


# The classes whose fields a table fills: the table, what stands in it, what stands in that.
CLASSES = _classes()


class Field(NamedTuple):
    """A field of a class of the model: its name, its words in both languages, and its `Declaration`.

    ``owner`` is the class; ``zh`` and ``en`` are its names for people, ``about`` says in Chinese and English what stands
    in it; ``column_zh`` is what its column in frames and forms is called in Chinese, of an object what stands before the
    names of its columns: its name, where its words do not say otherwise; ``long_en`` is its English name where no head of
    a column helps (annual target value), ``item_words`` what one of the objects, texts or pairs in it is called in Chinese
    and English, with ``{}`` for its number or label; ``attribute`` is False for a key that only files have; ``default`` is
    what it is where nothing was given, ``optional`` says that this is None; ``counts`` whether two objects that differ in
    it are different.

    >>> from perfmodel.model.indicator import Indicator
    >>> weight = field_of(Indicator, "weight")
    >>> weight.zh, weight.en, weight.kind, weight.optional
    ('权重', 'Weight', 'number', True)
    """

    owner: type
    name: str
    zh: str
    en: str
    about: tuple[str, str]
    declaration: Declaration
    column_zh: str = ""
    long_en: str = ""
    item_words: tuple[str, str] = ("", "")
    attribute: bool = True
    default: Any = None
    optional: bool = False
    counts: bool = True

    @property
    def kind(self) -> str:
        """What it holds: one of `perfmodel.model.declaration.KINDS_OF_FIELD`."""
        return self.declaration.kind

    @property
    def of(self) -> type | None:
        """The class of the object, or of the objects, that it holds."""
        return self.declaration.of

    @property
    def item(self) -> type:
        """The same, of a field that is known to hold objects."""
        if self.declaration.of is None:
            raise TypeError(f"{self.subject} holds no objects")
        return self.declaration.of

    @property
    def level(self) -> int:
        """The level in the tree of categories, of a field that holds one; fields are named for it."""
        return int(self.name.removeprefix("level"))

    @property
    def subject(self) -> str:
        """Its full name, as words and messages know it: ``Indicator.weight``."""
        return f"{self.owner.__name__}.{self.name}"

    def label(self, lang: str) -> str:
        """Return its name for people in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh

    def in_text(self, lang: str) -> str:
        """Return its name within a sentence or a path, in ``zh`` or ``en``.

        >>> from perfmodel.model.indicator import Indicator
        >>> field_of(Indicator, "annual").in_text("en")
        'annual target value'
        """
        return self.long_en[:1].lower() + self.long_en[1:] if lang == "en" else self.zh

    def key(self, keys: str) -> str:
        """Return its key in files, in ``zh`` or ``en``."""
        return self.zh if keys == "zh" else self.name


@cache
def fields_of(kind: type) -> tuple[Field, ...]:
    """Return the fields of a class that a table fills, in the order in which files and forms have them.

    What says only how an object was read (places, findings, the source) is not among them.

    >>> [field.name for field in fields_of(Project)][:4]
    ['name', 'section', 'spender', 'department']
    """
    found: list[Field] = []
    for attribute in attrs.fields(kind):
        declaration = attribute.metadata.get(DECLARATION)
        if declaration is None:
            raise TypeError(f"{kind.__name__}.{attribute.name} is not declared")
        if declaration.kind != "reading":
            found.append(_field(kind, attribute.name, declaration, attribute))
    found += [_field(kind, name, declaration) for name, declaration in _ONLY_IN_FILES.get(kind, {}).items()]
    order = [field.name for field in found if field.declaration.before is None]
    for field in found:
        if field.declaration.before is not None:
            order.insert(order.index(field.declaration.before), field.name)
    return tuple(sorted(found, key=lambda field: order.index(field.name)))


@cache
def keys_of(kind: type) -> tuple[Field, ...]:
    """Return the fields of a class that are its keys in YAML and JSON, in their order.

    >>> [field.key("zh") for field in keys_of(Project)][:3]
    ['名称', '所属单位', '资金使用单位']
    """
    return tuple(field for field in fields_of(kind) if field.declaration.in_files)


@cache
def field_of(kind: type, name: str) -> Field:
    """Return a field by its name; raise `KeyError` where the class has none of it.

    >>> field_of(Project, "goal").zh
    '绩效目标'
    """
    for field in fields_of(kind):
        if field.name == name:
            return field
    raise KeyError(f"{kind.__name__}.{name}")


def class_words(kind: type) -> tuple[str, str]:
    """Return what an object of a class is, in Chinese and English.

    >>> class_words(Project)
    ('一个项目：资金、绩效目标、绩效指标。', 'A project: its money, goal and indicators.')
    """
    zh, en = load("fields.json")[kind.__name__][""]["about"]
    return zh, en


def whole_words(kind: type) -> tuple[str, str]:
    """Return what all of a table, a project or an indicator is called as a place, in Chinese and English.

    >>> whole_words(TargetTable)
    ('全表', 'the whole table')
    """
    zh, en = load("fields.json")[kind.__name__][""]["whole"]
    return zh, en


def rank_of_step(name: str) -> int:
    """Return where a field comes among those of its class, for sorting paths; what is no field comes last.

    >>> rank_of_step("name") < rank_of_step("goal") < rank_of_step("indicators") < rank_of_step("备注")
    True
    """
    ranks = _ranks()
    return ranks.get(name, len(ranks))


@cache
def _ranks() -> dict[str, int]:
    """One order that agrees with that of each class: a path does not say of which class a field is."""
    from graphlib import TopologicalSorter  # only sorting asks for it

    before: dict[str, list[str]] = {}

    def comes_before(name: str, other: str) -> bool:
        return name == other or any(comes_before(name, earlier) for earlier in before.get(other, ()))

    for kind in CLASSES:
        names = [field.name for field in fields_of(kind)]
        for earlier, name in pairwise(names):
            # Where two classes disagree, that of the whole decides.
            if not comes_before(name, earlier):
                before.setdefault(name, []).append(earlier)
    return {name: at for at, name in enumerate(TopologicalSorter(before).static_order())}


def _default(attribute: Any) -> Any:
    default = attribute.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _field(kind: type, name: str, declaration: Declaration, attribute: Any = None) -> Field:
    words = load("fields.json")[kind.__name__].get(name, {"zh": name, "en": name, "about": ["", ""]})
    zh, en = words["about"]
    there = attribute is not None
    return Field(
        kind, name, words["zh"], words["en"], (zh, en), declaration,
        column_zh=words.get("column_zh", words["zh"]),
        long_en=words.get("long_en", words["en"]),
        item_words=tuple(words.get("item", ("", ""))),
        attribute=there,
        default=_default(attribute) if there else None,
        optional=there and attribute.default is None,
        counts=there and bool(attribute.eq),
    )  # fmt: skip
