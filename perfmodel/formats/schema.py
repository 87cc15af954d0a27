"""What a file holds: a table, a project or an indicator, under the keys that `perfmodel.model.fields` lists.

That list decides how YAML and JSON are written and read; a scalar's type is what stands there, not what it looks like.
"""

from __future__ import annotations

from collections import Counter

from perfmodel.data import load
from perfmodel.model.fields import keys_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable

__all__ = ["FILE_KINDS", "KIND_KEY", "MEANING_KEYS", "MEANING_NAMES", "kind_of", "section_names"]


# A file holds one of these; the key is written only where the other keys leave open which.
KIND_KEY = ("kind", "类型")
FILE_KINDS: dict[type, tuple[str, str]] = {
    TargetTable: ("table", "绩效目标表"),
    Project: ("project", "项目"),
    Indicator: ("indicator", "绩效指标"),
}

# The keys of a target that stands with its meaning, with their Chinese names.
MEANING_KEYS: dict[str, str] = {name: words["zh"] for name, words in load("fields.json")["meaning"].items() if name}
MEANING_NAMES = {zh: name for name, zh in MEANING_KEYS.items()}


def kind_of(names: set[str]) -> type:
    """Return what a mapping with these keys (in either language) is: the kind that has the most of them, else the first.

    >>> kind_of({"name", "annual"}).__name__, kind_of({"名称"}).__name__
    ('Indicator', 'Project')
    """
    return max(FILE_KINDS, key=lambda kind: sum(key.name in names or key.zh in names for key in keys_of(kind)))


def section_names(sections: tuple[Section, ...]) -> list[str]:
    """Return by what each section is called in a project's key ``section``: its name, or ``#2`` where that is not its own.

    >>> section_names((Section("某局"), Section("某局"), Section("某中心")))
    ['#1', '#2', '某中心']
    """
    names = [section.name for section in sections]
    counts = Counter(names)
    return [name if counts[name] == 1 and not name.startswith("#") else f"#{at}" for at, name in enumerate(names, 1)]
