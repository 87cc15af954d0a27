"""Values that are words alone (定性): grades, trends, yes and no, blanks on purpose.

They stand in ``perfmodel/data/qualitative.json``; everything else that holds no number is a value in words too, of no
known scale.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from perfmodel.data import load
from perfmodel.values import numerals, units
from perfmodel.values.kinds import Boolean, NoValue, Qualitative

__all__ = ["grades", "idioms", "listed", "qualitative", "without_idioms"]

_NUMERAL_RUN = re.compile("[零〇一二三四五六七八九十百千万亿两]+")
_NEGATED_OR_HELD = re.compile("[不未无非没勿免负零]|防止|避免|遏制|杜绝|控制|抑制|扭转|持平")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load("qualitative.json")
    return data


@cache
def _grades() -> dict[str, tuple[str, str]]:
    return {
        word: (scale["name"], words[0]) for scale in _data()["scales"] for words in scale["grades"] for word in words
    }


def grades(scale: str) -> tuple[str, ...]:
    """Return the grades of a scale, best first; none for an unknown scale.

    >>> grades("优良中差")
    ('优', '良', '中', '差')
    """
    for row in _data()["scales"]:
        if row["name"] == scale:
            return tuple(words[0] for words in row["grades"])
    return ()


def listed(text: str) -> NoValue | Boolean | Qualitative | None:
    """Return what a text means that stands in the lists as it is; None for any other.

    >>> listed("暂无"), listed("否"), listed("优秀").grade, listed("90%") is None
    (NoValue(), Boolean(value=False), '优', True)
    """
    return _listed().get(text)


@cache
def _listed() -> dict[str, NoValue | Boolean | Qualitative]:
    data = _data()
    found: dict[str, NoValue | Boolean | Qualitative] = {}
    for word in data["idioms"]:
        found[word] = qualitative(word)
    for word, (scale, grade) in _grades().items():
        found[word] = Qualitative(word, scale, grade)
    for word, value in data["boolean"].items():
        found[word] = Boolean(value)
    for word in data["none"]:
        found[word] = NoValue()
    return found


@cache
def _trends() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("|".join(map(re.escape, words)))) for name, words in _data()["trends"].items())


def qualitative(text: str) -> Qualitative:
    """Return a value in words, with the direction of its trend where all of its words agree on one.

    >>> qualitative("逐步提高").trend, qualitative("不下降").trend, qualitative("降低成本，提高效率").trend
    ('increase', None, None)
    """
    if text in _grades():
        return Qualitative(text, *_grades()[text])
    if _NEGATED_OR_HELD.search(text):
        return Qualitative(text)
    trends = [name for name, words in _trends() if words.search(text)]
    return Qualitative(text, trend=trends[0] if len(trends) == 1 else None)


@cache
def _idioms() -> re.Pattern[str]:
    longest_first = sorted(_data()["idioms"], key=lambda word: (-len(word), word))
    # 一户一策, but not 一年一次
    return re.compile(
        "|".join(
            [
                *map(re.escape, longest_first),
                "一[一-鿿]一(?![次回场期天年月])[一-鿿]",
                # 一次验收合格, 形成一批成果
                "一次(?=通过|验收|合格|办[好成]|成优|交验|交付|建成|成活)",
                "一批(?![次量]|以)(?=[一-鿿])",
            ]
        )
    )


def idioms(text: str) -> list[tuple[int, int]]:
    """Return where words stand that begin like a number and are none: 一次性, 十分, but not the 十分 of 十分钟.

    >>> idioms("十分满意"), idioms("十分钟内"), idioms("十一个月")
    ([(0, 2)], [], [])
    """
    found = []
    for match in _idioms().finditer(text):
        if text.startswith("分之", match.end() - 1):
            continue  # 十分之一
        run = _NUMERAL_RUN.match(text, match.start())
        counted = run is not None and numerals.read(run[0]) is not None
        if run is None or not counted or _counted_to(text, run.end()) <= match.end():
            found.append(match.span())
    return found


def _counted_to(text: str, start: int) -> int:
    """Where the longest known unit that begins here ends."""
    ends = [start + size for size in range(1, 6) if units.look_up(text[start : start + size]) is not None]
    return min(max(ends, default=0), len(text))


def without_idioms(text: str) -> str:
    """Return a text without these words.

    >>> without_idioms("十分满意"), without_idioms("一次性补贴"), without_idioms("十分钟")
    ('满意', '补贴', '十分钟')
    """
    for start, end in reversed(idioms(text)):
        text = text[:start] + text[end:]
    return text
