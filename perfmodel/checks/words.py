"""Word lists that rules judge by: ``perfmodel/data/words/*.json``, with a reason for each group."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from perfmodel.data import load

__all__ = ["FILES", "alternatives", "contains", "ends_as", "found_in", "group"]

FILES = ("money", "ratios", "weights")


@cache
def _groups() -> dict[str, Any]:
    groups: dict[str, Any] = {}
    for name in FILES:
        for key, row in load(f"words/{name}.json")["groups"].items():
            if key in groups:
                raise ValueError(f"{key} stands in two files of words")
            groups[key] = row
    return groups


def group(name: str) -> Any:
    """Return a group as its file has it: ``reason``, ``english``, ``words`` and, where it has one, ``except``.

    >>> group("bounded_ratios")["words"]
    ['率', '度', '比例']
    """
    return _groups()[name]


@lru_cache(maxsize=8192)
def ends_as(text: str, name: str) -> bool:
    """Whether a text ends in one of a group's words, and not in one of its exceptions; brackets at its end do not count.

    >>> ends_as("验收合格率", "bounded_ratios"), ends_as("收入增长率", "bounded_ratios")
    (True, False)
    """
    row = group(name)
    bare = text
    while bare.endswith(")") and "(" in bare:
        bare = bare[: bare.rindex("(")]
    return bare.endswith(tuple(row["words"])) and not bare.endswith(tuple(row.get("except", ())))


@lru_cache(maxsize=8192)
def found_in(text: str, name: str) -> tuple[str, ...]:
    """Return the words of a group that stand in a text, in the order of the group; its exceptions are taken out first.

    >>> found_in("合格比例和达标率", "bounded_ratios")
    ('率', '比例')
    """
    row = group(name)
    for word in row.get("except", ()):
        text = text.replace(word, "\0")
    return tuple(word for word in row["words"] if word in text)


def contains(text: str, name: str) -> bool:
    """Whether a word of a group stands in a text.

    >>> contains("验收合格率", "bounded_ratios")
    True
    """
    return bool(found_in(text, name))


@cache
def alternatives(name: str) -> str:
    """Return a regular expression that matches any one word of a group, the longest that fits.

    >>> re.match(alternatives("whole_budget_words"), "总投资额500万元")[0]
    '总投资额'
    """
    words = sorted(group(name)["words"], key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))})"
