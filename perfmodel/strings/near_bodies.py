"""Bodies whose names are one character off from one that the table names: most likely misprints of it."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice

from perfmodel._internal.near_texts import is_one_edit
from perfmodel.source.characters import fold, squeeze

__all__ = ["NearBodies", "is_near_body"]

# A shorter name has too many others that are one character off.
_SHORTEST_BODY = 4
# 第一中学 and 第二中学, 东区分局 and 西区分局 are two bodies.
_TELLING = tuple(
    map(
        frozenset,
        ("0123456789", "一二三四五六七八九十", "甲乙丙丁", "东西南北中", "上下前后左右", "大小新老", "省市区县镇乡村"),
    )
)
# How many characters at either end two names must share; the edit cannot be at both ends.
_SHARED_CHARACTERS = 3
# How many bodies and how many lengths of names are looked at for one name.
_MOST_BODIES, _MOST_LENGTHS = 20, 40


def is_near_body(words: str, body: str) -> bool:
    """Whether a body's name is a misprint of another's: one character off, unless that is what tells two bodies apart.

    >>> [is_near_body(words, "某市第一中学") for words in ("某市第一中字", "某市第二中学", "某市第一中学")]
    [True, False, False]
    """
    if len(body) < _SHORTEST_BODY or not is_one_edit(words, body):
        return False
    if len(words) != len(body):
        return True
    changed = [(here, there) for here, there in zip(words, body, strict=True) if here != there]
    return len(changed) > 1 or not any(set(changed[0]) <= words for words in _TELLING)


class NearBodies:
    """The bodies that a table names (squeezed and folded), to look for names that are one character off."""

    def __init__(self, names: set[str]) -> None:
        self._by_ends: defaultdict[tuple[int, str, str], list[str]] = defaultdict(list)
        for name in sorted(names):
            if len(name) >= _SHORTEST_BODY:
                words = f"({name})"
                self._by_ends[len(words), words[:_SHARED_CHARACTERS], ""].append(name)
                self._by_ends[len(words), "", words[-_SHARED_CHARACTERS:]].append(name)
        self._lengths = sorted({length for length, _, _ in self._by_ends})[:_MOST_LENGTHS]

    def near_spender(self, name: str) -> tuple[str, str] | None:
        """Return what stands at a project's name's end and nearly is a body in brackets, with that body; None for none.

        >>> NearBodies({"某市培训中心"}).near_spender("会议费（某市培汛中心）")
        ('（某市培汛中心）', '某市培训中心')
        """
        words = squeeze(name)
        folded = fold(words)
        for length in self._lengths:
            for size in (length, length - 1, length + 1):
                tail = folded[-size:]
                # The edit is in one half of it.
                keys = (length, tail[:_SHARED_CHARACTERS], ""), (length, "", tail[-_SHARED_CHARACTERS:])
                for body in islice((body for key in keys for body in self._by_ends.get(key, ())), _MOST_BODIES):
                    if len(folded) >= size and self._is_near(tail, body):
                        return words[-size:], body
        return None

    def _is_near(self, tail: str, body: str) -> bool:
        if tail[0] == "(" and tail[-1] == ")":
            return is_near_body(tail[1:-1], body)
        return is_one_edit(tail, f"({body})")
