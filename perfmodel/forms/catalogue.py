"""The declaration of forms: which labels and heads there are, and which field each fills.

The declaration is data, ``perfmodel/grammars/forms.yaml``; a user's own spellings go before it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Any

from attrs import evolve, field, frozen

from perfmodel._internal.did_you_mean import SettingError, unknown
from perfmodel._internal.messages import mismatch, shown
from perfmodel.forms.misspelling import Misspellings
from perfmodel.forms.spelling import LONGEST_LABEL, key_of, keys_of, spellings

__all__ = ["Catalogue", "Label", "own_forms", "standard_forms"]

# 本区项目实施单位 is 项目实施单位; what stands before a label is no longer than this, and what it ends with no shorter.
_LONGEST_BEFORE_LABEL, _SHORTEST_END = 6, 4
_OTHER_THING = re.compile(
    "主管|归口|非|无|未|已|原|上[年级]|往年|历[年史]|去年|以前|前年|半年|季|月|累计|实际|完成|调整|中期|长期|实施期|周期|三年|结转|其[中他它]|合作|协作|配合|监[督管]|分管"
)
GROUPS_OF_LABELS = ("labels", "amounts", "amount_columns", "execution_columns", "columns", "task_columns")
LISTS_OF_WORDS = ("sums", "signatures")


@frozen
class Label:
    """What a label or a head says: the group it stands in, the field that it fills, and what else it tells of the form.

    ``scope`` is what a form with this label speaks of; None where it does not say. ``spelling`` is the declared one, where
    another was read as it.
    """

    group: str
    field: str
    scope: str | None = None
    spelling: str | None = None


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
    def spellings(self) -> frozenset[object]:
        """All that it says, to be compared with what another says."""
        labels = {(group, key, label) for group, keys in self.keys.items() for key, label in keys.items()}
        return frozenset({*labels, *self.titles.items(), *self.words.items()})

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

    def _ends_with(self, group: str, texts: Iterable[str], fields: Container[str]) -> set[str]:
        """Return the longest spelling that a text ends with, where what stands before it does not turn its meaning."""
        labels = self.keys[group]
        for text in texts:
            for at in range(1, min(_LONGEST_BEFORE_LABEL, len(text) - _SHORTEST_END) + 1):
                if text[at:] in labels and labels[text[at:]].field in fields:
                    return set() if _OTHER_THING.search(text[:at]) else {text[at:]}
        return set()

    @cached_property
    def _misspellings(self) -> dict[str, Misspellings]:
        return {}

    def guess(self, group: str, text: str, fields: Container[str]) -> Label | None:
        """Return the label of one of ``fields`` that a text must be, with one character wrong; None where it may be several.

        Only for what `find` does not know, where it stands as a label does.

        >>> found = standard_forms().guess("columns", "三级指栎", {"name", "unit"})
        >>> found.field, found.spelling, standard_forms().guess("columns", "责任单位", {"name", "unit"})
        ('name', '三级指标', None)
        """
        if not text or len(text) > LONGEST_LABEL or self.find(group, text) is not None:
            return None
        if group not in self._misspellings:
            self._misspellings[group] = Misspellings(self.keys[group])
        near = self._misspellings[group].near(keys_of(text), substituted_only=group == "amounts")
        near = near or self._ends_with(group, keys_of(text)[-1:], fields)
        known = ((self.keys[group][key], key) for key in sorted(near))
        labels = {(label.field, label.scope): (label, key) for label, key in known if label.field in fields}
        if len(labels) != 1:
            return None
        label, key = next(iter(labels.values()))
        return evolve(label, spelling=key)

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
            raise SettingError(*mismatch(("“字段: [写法]”", "fields with their spellings"), shown(fields)), (group,))
        for name, words in fields.items():
            if name not in declared[group]:
                raise unknown(("字段", "field"), name, declared[group], (group, name))
            _require_texts(words, (group, name))
    return _catalogue(given, declared)


def _require_texts(words: object, at: tuple[str, ...]) -> None:
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and key_of(word) for word in words):
        raise SettingError(*mismatch(("写法的列表", "a list of spellings"), shown(words)), at)


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
