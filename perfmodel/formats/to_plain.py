"""From the model to plain mappings, lists and scalars: what YAML and JSON write."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from perfmodel.formats.schema import KIND, KINDS, MEANING, SCHEMA, Key, kind_of, section_names
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable

__all__ = ["to_plain"]

Getter = Callable[[Any], Any]
_NUMBER = next(at for at, key in enumerate(SCHEMA[Indicator]) if key.name == "number")


def to_plain(value: TargetTable | Project | Indicator, keys: str = "en", meanings: bool = False) -> dict[str, Any]:
    """Return an object as a dict in the order of the schema; amounts are Decimal, nothing empty is in it.

    ``keys`` is ``en`` or ``zh``; anything else raises `ValueError`. With ``meanings`` a target is a dict of its text
    and its meaning (`Target.to_plain`), else its text.

    >>> to_plain(Project("会议费", goal="开好会议。"), keys="zh")
    {'名称': '会议费', '绩效目标': '开好会议。'}
    """
    if keys not in ("en", "zh"):
        raise ValueError(f"keys 应为 en 或 zh，得到 {keys!r} / expected keys to be 'en' or 'zh'")
    if type(value) not in KINDS:
        raise TypeError(
            f"应为 TargetTable、Project 或 Indicator，得到 {type(value).__name__} / "
            "expected a TargetTable, a Project or an Indicator"
        )
    plain = _mapping(value, keys)
    if meanings:
        _add_meanings(value, plain, keys)
    if kind_of(set(plain)) is not type(value):
        zh = keys == "zh"
        return {KIND.zh if zh else KIND.name: KINDS[type(value)][zh], **plain}
    return plain


def _add_meanings(value: TargetTable | Project | Indicator, plain: dict[str, Any], keys: str) -> None:
    """Put each target's meaning beside its text, in place."""
    zh = keys == "zh"
    if isinstance(value, Indicator):
        for key in SCHEMA[Indicator]:
            target = getattr(value, key.name) if key.type == "target" else None
            name = key.zh if zh else key.name
            if target is not None and name in plain:
                plain[name] = {MEANING["text"] if zh else "text": target.text, **_translated(target.to_plain(), zh)}
        return
    for key in SCHEMA[type(value)]:
        if isinstance(key.type, list) and key.type[0] in KINDS:
            inner = plain.get(key.zh if zh else key.name, [])
            for item, written in zip(getattr(value, key.name), inner, strict=True):
                _add_meanings(item, written, keys)


def _translated(meaning: Any, zh: bool) -> Any:
    if isinstance(meaning, dict):
        return {MEANING[key] if zh else key: _translated(item, zh) for key, item in meaning.items()}
    return [_translated(item, zh) for item in meaning] if isinstance(meaning, list) else meaning


def _mapping(value: Any, keys: str, section: str | None = None) -> dict[str, Any]:
    """Return an object as a dict; ``section`` is what a project's section is called, where there are several."""
    plain: dict[str, Any] = {}
    kind: type = type(value)
    for shown, get in _fields(kind, keys):
        written = section if get is None else get(value)
        if written is not None and written != "":
            plain[shown] = written
    return plain


@cache
def _fields(kind: type, keys: str) -> tuple[tuple[str, Getter | None], ...]:
    """What a class's keys are called, and how to get what is written there (None or nothing where nothing is)."""
    return tuple((key.zh if keys == "zh" else key.name, _getter(kind, key, keys)) for key in SCHEMA[kind])


def _getter(kind: type, key: Key, keys: str) -> Getter | None:
    """Return how to get what is written under a key; None for a project's section, which the project does not know."""
    name, content = key.name, attrgetter(key.name)
    if key.type == "flag":
        return lambda value: content(value) or None
    if key.type == "target":
        return lambda value: None if (target := content(value)) is None else target.text
    if key.type == "category":
        as_printed = attrgetter(f"{name}_text")
        return lambda value: as_printed(value) or (None if (found := content(value)) is None else found.label)
    if key.type in ("pairs", "texts"):
        made = dict if key.type == "pairs" else list
        return lambda value: made(content(value)) or None
    if key.type == [Project]:
        return lambda value: _projects(value, keys) or None
    if key.type == [Indicator]:
        return lambda value: _indicators(content(value), keys) or None
    if key.type == [Section]:
        return lambda value: _sections(value, keys) or None
    if isinstance(key.type, type):
        # A line 合计 without amounts is not the same as none.
        kept = name in ("total", "whole_period_funding")
        return lambda value: (
            None if (found := content(value)) is None or not ((plain := _mapping(found, keys)) or kept) else plain
        )
    return None if kind is Project and name == "section" else content


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


def _indicators(indicators: tuple[Indicator, ...], keys: str) -> list[dict[str, Any]]:
    """The number that an indicator's place gives it is not written."""
    number = _fields(Indicator, keys)[_NUMBER][0]
    found = [_mapping(indicator, keys) for indicator in indicators]
    for at, (indicator, plain) in enumerate(zip(indicators, found, strict=True), 1):
        if indicator.number == at:
            plain.pop(number, None)
    return found
