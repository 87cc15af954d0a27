"""From the model to plain mappings, lists and scalars: what YAML and JSON write."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from perfmodel._internal.arguments import check_keys, wrong_type
from perfmodel.formats.schema import FILE_KINDS, KIND_KEY, MEANING_KEYS, kind_of, section_names
from perfmodel.model.fields import Field, keys_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable

__all__ = ["plain_of", "to_plain"]

Getter = Callable[[Any], Any]
_NUMBER_AT = next(at for at, key in enumerate(keys_of(Indicator)) if key.name == "number")


def to_plain(value: TargetTable | Project | Indicator, keys: str = "en", meanings: bool = False) -> dict[str, Any]:
    """Return an object as a dict in the order of the schema; amounts are Decimal, nothing empty is in it.

    ``keys`` is ``en`` or ``zh``; anything else raises `ValueError`. With ``meanings`` a target is a dict of its text
    and its meaning (`Target.to_plain`), else its text.

    >>> to_plain(Project("会议费", goal="开好会议。"), keys="zh")
    {'名称': '会议费', '绩效目标': '开好会议。'}
    """
    check_keys(keys)
    if type(value) not in FILE_KINDS:
        raise wrong_type(value, "TargetTable、Project 或 Indicator", "a TargetTable, a Project or an Indicator")
    plain = _mapping(value, keys)
    if meanings:
        _add_meanings(value, plain, keys)
    if kind_of(set(plain)) is not type(value):
        zh = keys == "zh"
        return {KIND_KEY[zh]: FILE_KINDS[type(value)][zh], **plain}
    return plain


def _add_meanings(value: TargetTable | Project | Indicator, plain: dict[str, Any], keys: str) -> None:
    """Put each target's meaning beside its text, in place."""
    zh = keys == "zh"
    if isinstance(value, Indicator):
        for key in keys_of(Indicator):
            target = getattr(value, key.name) if key.kind == "target" else None
            name = key.key(keys)
            if target is not None and name in plain:
                plain[name] = {
                    MEANING_KEYS["text"] if zh else "text": target.text,
                    **_translated(target.to_plain(), zh),
                }
        return
    kind: type = type(value)
    for key in keys_of(kind):
        if key.kind == "objects" and key.of in FILE_KINDS:
            inner = plain.get(key.key(keys), [])
            for item, written in zip(getattr(value, key.name), inner, strict=True):
                _add_meanings(item, written, keys)


def _translated(meaning: Any, zh: bool) -> Any:
    if isinstance(meaning, dict):
        return {MEANING_KEYS[key] if zh else key: _translated(item, zh) for key, item in meaning.items()}
    return [_translated(item, zh) for item in meaning] if isinstance(meaning, list) else meaning


def plain_of(value: Any, keys: str = "en") -> dict[str, Any]:
    """Return any object of the model as a dict in the order of the schema, as it stands inside of a file.

    >>> from perfmodel.model.funding import Funding
    >>> plain_of(Funding(total=18))
    {'total': Decimal('18')}
    """
    return _mapping(value, keys)


def _mapping(value: Any, keys: str, section: str | None = None) -> dict[str, Any]:
    """Return an object as a dict; ``section`` is what a project's section is called, where there are several."""
    plain: dict[str, Any] = {}
    kind: type = type(value)
    for shown, get, keeps_empty in _fields(kind, keys):
        written = section if get is None else get(value)
        if written is not None and (written != "" or keeps_empty):
            plain[shown] = written
    return plain


@cache
def _fields(kind: type, keys: str) -> tuple[tuple[str, Getter | None, bool], ...]:
    """What a class's keys are called, how to get what is written there, and whether an empty text is.

    It is where the field may also have nothing: an empty target is not the same as none.
    """
    return tuple((key.key(keys), _getter(key, keys), key.optional and key.kind != "category") for key in keys_of(kind))


def _getter(key: Field, keys: str) -> Getter | None:
    """Return how to get what is written under a key; None for a project's section, which the project does not know."""
    if key.kind == "objects":
        write = _LISTS.get(key.of)
        if write is not None:
            return lambda value: write(value, keys) or None
        items = attrgetter(key.name)
        return lambda value: [_mapping(item, keys) for item in items(value)] or None
    if not key.attribute:
        return None
    content = attrgetter(key.name)
    if key.kind == "object":
        # A line 合计 without amounts is not the same as none.
        return lambda value: (
            None
            if (found := content(value)) is None or not ((plain := _mapping(found, keys)) or key.optional)
            else plain
        )
    if key.kind == "category":
        as_printed = attrgetter(f"{key.name}_text")
        return lambda value: as_printed(value) or (None if (found := content(value)) is None else found.label)
    if key.declaration.choices and key.default is not None:
        usual = key.default
        return lambda value: None if (found := content(value)) == usual else found
    written = _PLAIN_OF_KIND.get(key.kind)
    return content if written is None else lambda value: None if (found := content(value)) is None else written(found)


# What is written of a field's content, where it is not written as it is; nothing where that is empty.
_PLAIN_OF_KIND: dict[str, Getter] = {
    "flag": lambda found: found or None,
    "target": attrgetter("text"),
    "pairs": lambda found: dict(found) or None,
    "texts": lambda found: list(found) or None,
}


def _projects(table: TargetTable, keys: str) -> list[dict[str, Any]]:
    named = section_names(table.sections)
    several = len(table.sections) > 1
    return [
        _mapping(project, keys, name if several else None)
        for section, name in zip(table.sections, named, strict=True)
        for project in section.projects
    ]


def _sections(table: TargetTable, keys: str) -> list[dict[str, Any]]:
    sections = table.sections
    if len(sections) == 1 and sections[0] == Section("", projects=table.projects):
        return []  # projects that stand under no body
    return [_mapping(section, keys) for section in sections]


def _indicators(project: Project, keys: str) -> list[dict[str, Any]]:
    """Write indicators; the number that an indicator's place gives it is not written."""
    indicators = project.indicators
    number = _fields(Indicator, keys)[_NUMBER_AT][0]
    found = [_mapping(indicator, keys) for indicator in indicators]
    for at, (indicator, plain) in enumerate(zip(indicators, found, strict=True), 1):
        if indicator.number == at:
            plain.pop(number, None)
    return found


_LISTS: dict[type | None, Callable[[Any, str], list[dict[str, Any]]]] = {
    Section: _sections,
    Project: _projects,
    Indicator: _indicators,
}
