"""The declaration of forms: which labels and heads there are, and which field each fills.

The declaration is data, ``perfmodel/grammars/forms.yaml``; a user's own spellings go before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Any

from attrs import field, frozen

from perfmodel._internal.did_you_mean import SettingError, unknown
from perfmodel.forms.spelling import LONGEST_LABEL, key_of, keys_of, spellings

__all__ = ["Catalogue", "Label", "own_forms", "standard_forms"]

GROUPS_OF_LABELS = ("labels", "amounts", "amount_columns", "execution_columns", "columns", "task_columns")
LISTS_OF_WORDS = ("sums", "signatures")


@frozen
class Label:
    """What a label or a head says: the group it stands in, the field that it fills, and what else it tells of the form.

    ``scope`` is what a form with this label speaks of; None where it does not say.
    """

    group: str
    field: str
    scope: str | None = None


@frozen(eq=False)
class Catalogue:
    """All labels by what they say.

    >>> forms = standard_forms()
    >>> forms.label("项 目 名 称：").field, forms.column("三级\\n指标").field, forms.amount("其中：财政拨款").field
    ('name', 'name', 'appropriation')
    """

    keys: Mapping[str, Mapping[str, Label]] = field(repr=False)
    titles: Mapping[str, tuple[str, ...]] = field(repr=False)
    words: Mapping[str, frozenset[str]] = field(repr=False)

    @cached_property
    def _found(self) -> dict[tuple[str, str], Label | None]:
        return {}

    def find(self, group: str, text: str) -> Label | None:
        """Return what a cell's text says among the labels of a group; None where it is none of them."""
        if not text or len(text) > LONGEST_LABEL:
            return None
        known = self._found
        try:
            return known[group, text]
        except KeyError:
            pass
        labels = self.keys[group]
        found = next((labels[key] for key in keys_of(text) if key in labels), None)
        if len(known) > 20_000:
            known.clear()
        known[group, text] = found
        return found

    def label(self, text: str) -> Label | None:
        """Return which label of the head block a text is."""
        return self.find("labels", text)

    def amount(self, text: str) -> Label | None:
        """Return which source of money a text names."""
        return self.find("amounts", text)

    def column(self, text: str) -> Label | None:
        """Return which column of indicators, or of a list, a text heads."""
        return self.find("columns", text)

    def is_sum(self, text: str) -> bool:
        """Whether a text is the name of a row that sums up: 小计, 合计, 总分."""
        return len(text) <= LONGEST_LABEL and any(key in self.words["sums"] for key in keys_of(text))

    def is_signature(self, text: str) -> bool:
        """Whether a text is signed by somebody: 填报人：某  联系电话：…"""
        key = key_of(text[:LONGEST_LABEL])
        return any(key.startswith(word) for word in self.words["signatures"])

    def kinds_of_title(self, title: str) -> list[str]:
        """Return what a title says of its form, in the order of the declaration."""
        key = key_of(title)
        return [kind for kind, words in self.titles.items() if any(word in key for word in words)]


@cache
def standard_forms() -> Catalogue:
    """Return the declaration that comes with the package."""
    return _catalogue({}, _declared())


@cache
def _declared() -> dict[str, Any]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files("perfmodel.grammars").joinpath("forms.yaml").read_text(encoding="utf-8")
    declared: dict[str, Any] = yaml.load(text, Loader=loader)
    return declared


def own_forms(given: Mapping[str, Any]) -> Catalogue:
    """Return the declaration with a user's own spellings, which go before those of the package.

    ``given`` has the shape of the declaration; only what is to be added. Raises `SettingError` for a group or a field that
    there is not, and for what is no list of spellings.

    >>> own_forms({"columns": {"annual": ["考核要求"]}}).column("考核要求").field
    'annual'
    """
    declared = _declared()
    for group, fields in given.items():
        if group not in declared:
            raise unknown(("表式部分", "part of a form"), group, declared, (group,))
        if group in LISTS_OF_WORDS:
            _require_texts(fields, (group,))
            continue
        if not isinstance(fields, Mapping):
            raise SettingError("应为“项: [写法]”", "expected fields with their spellings", (group,))
        for name, words in fields.items():
            if name not in declared[group]:
                raise unknown(("项", "field"), name, declared[group], (group, name))
            _require_texts(words, (group, name))
    return _catalogue(given, declared)


def _require_texts(words: object, at: tuple[str, ...]) -> None:
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and key_of(word) for word in words):
        raise SettingError("应为写法的列表", "expected a list of spellings", at)


def _catalogue(own: Mapping[str, Any], declared: Mapping[str, Any]) -> Catalogue:
    keys: dict[str, dict[str, Label]] = {}
    for group in GROUPS_OF_LABELS:
        keys[group] = {}
        for source in (own, declared):
            for name, words in source.get(group, {}).items():
                plain, _, scope = name.partition(".")
                label = Label(group, plain, scope or None)
                for word in words:
                    for key in spellings(word):
                        keys[group].setdefault(key, label)
    titles = {
        kind: tuple(key_of(word) for word in (*own.get("titles", {}).get(kind, ()), *words))
        for kind, words in declared["titles"].items()
    }
    words = {
        name: frozenset(key for word in (*own.get(name, ()), *declared[name]) for key in spellings(word))
        for name in LISTS_OF_WORDS
    }
    return Catalogue(keys, titles, words)
