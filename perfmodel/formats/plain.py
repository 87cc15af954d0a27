"""From the model to plain mappings, lists and scalars: what YAML and JSON write."""

from __future__ import annotations

from typing import Any

from perfmodel.formats.schema import KIND, KINDS, MEANING, SCHEMA, Key, kind_of, section_names
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable

__all__ = ["to_plain"]


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


def _mapping(value: Any, keys: str, **given: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key in SCHEMA[type(value)]:
        content = given[key.name] if key.name in given else _content(value, key)
        written = _written(content, key, keys)
        # A line 合计 without amounts is not the same as none.
        kept = written == {} and key.name in ("total", "whole_period_funding") and content is not None
        if kept or (written is not None and written is not False and written not in ("", [], {})):
            plain[key.zh if keys == "zh" else key.name] = written
    return plain


def _content(value: Any, key: Key) -> Any:
    if key.type == "category":
        category = getattr(value, key.name)
        return getattr(value, f"{key.name}_text") or (None if category is None else category.label)
    if key.name == "projects":
        return _projects(value)
    if (
        key.name == "sections"
        and len(value.sections) == 1
        and value.sections[0] == Section("", projects=value.projects)
    ):
        return ()  # projects that stand under no body
    return getattr(value, key.name, None)


def _projects(table: TargetTable) -> list[tuple[Project, str | None]]:
    named = section_names(table.sections)
    several = len(table.sections) > 1
    return [
        (project, name if several else None)
        for section, name in zip(table.sections, named, strict=True)
        for project in section.projects
    ]


def _written(content: Any, key: Key, keys: str) -> Any:
    if content is None:
        return None
    if key.type == "target":
        return content.text
    if key.type == "pairs":
        return dict(content)
    if key.type == "texts":
        return list(content)
    if key.type == [Project]:
        return [_mapping(project, keys, section=section) for project, section in content]
    if key.type == [Indicator]:
        # The number that an indicator's place gives it is not written.
        return [
            _mapping(indicator, keys, number=None if indicator.number == at else indicator.number)
            for at, indicator in enumerate(content, 1)
        ]
    if isinstance(key.type, list):
        return [_mapping(item, keys) for item in content]
    if isinstance(key.type, type):
        return _mapping(content, keys)
    return content
