"""What the text of a goal is made of: its numbers, the works it lists, and what is left without general words."""

from __future__ import annotations

import re
from functools import cache

from perfmodel._internal.caches import remembered
from perfmodel.checks.context import ProjectView
from perfmodel.vocabulary import groups

__all__ = ["LONGEST", "NUMBER", "SHORTEST", "content", "empty_talk", "has_number", "pairs_of", "works"]

# The least number of characters, unless a profile says otherwise.
SHORTEST = 15
# A longer goal is not looked through: it surely names something, and its works cannot be told apart.
LONGEST = 5_000
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_POINTS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^()]{0,60}\)|〔[^〔〕]{0,20}〕")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}(?:年?[-—–~至到](?:19|20)[0-9]{2})?(?:年度|年)?")
_MONEY = re.compile(r"[0-9][0-9,.]*[十百千万亿]*元")
_DOCUMENT = re.compile(r"[〔\[](?:19|20)[0-9]{2}[〕\]][0-9]+号")
_NUMERALS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# How works are numbered: the number in each is the one group. The goal is folded and has no blanks.
_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<=[。;；:：.]))([{_NUMERALS}]{{1,2}})、",
        rf"\(([{_NUMERALS}]{{1,2}})\)",
        rf"([{_NUMERALS}]{{1,2}})是",
        rf"第([{_NUMERALS}]{{1,2}})[,、]",
        r"(?<![0-9A-Za-z.(第~—–-])([1-9][0-9]?)[.、)](?![0-9])",
        r"\(([1-9][0-9]?)\)",
        f"([{_CIRCLED}])",
    )
)
_MARK = re.compile("|".join(mark.pattern for mark in _MARKS))
# What years and numbers of lists are made of: most texts have none.
_COUNTS = re.compile(f"[0-9{_NUMERALS}{_CIRCLED}]")
# What the first of a list begins with, so that most goals are looked through once.
_FIRST = re.compile(r"一[、是)]|第一[,、]|1[.、)]|①")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(f"(?:[二两三四五六七八九十百千]|一百|一千|一万){groups.any_of('counted')}")


def has_number(goal: str) -> bool:
    """Whether a goal has a number; those of years, documents, sums of money and lists do not count.

    >>> has_number("1.举办两期培训"), has_number("1.按财预〔2021〕101号，2024年支出28.8万元")
    (True, False)
    """
    text = _MARK.sub("", _YEARS.sub("", _MONEY.sub("", _DOCUMENT.sub("", goal))))
    return NUMBER.search(text) is not None or _counted().search(text) is not None


def content(text: str, mark: str = "") -> str:
    """Return what is left of a text without brackets, years, list numbers, punctuation and the words that fit any project.

    ``mark`` stands in place of what was taken out.

    >>> content("保障单位各项工作顺利开展，圆满完成2024年度目标任务。"), content("做好残疾人培训工作")
    ('', '残疾人培训')
    """
    bare = _BRACKETS.sub(" ", text) if "(" in text or "〔" in text else text
    if _COUNTS.search(bare) is not None:
        bare = _MARK.sub(" ", _YEARS.sub(" ", bare))
    bare = _POINTS.sub(" ", bare)
    return groups.without(bare, "boilerplate", mark).replace(" ", mark)


def pairs_of(text: str) -> set[str]:
    """Return all two characters in a row; over punctuation and blanks there are none.

    >>> sorted(pairs_of("编纂 市志"))
    ['市志', '编纂']
    """
    return {run[at : at + 2] for run in _POINTS.split(text) for at in range(len(run) - 1)}


def empty_talk(project: ProjectView, shortest: int) -> str | None:
    """Tell how a goal says nothing: ``boilerplate``, the project's ``name``, too ``short``; None where it says something.

    >>> from perfmodel import Project
    >>> empty_talk(ProjectView(Project("会议费", goal="保障会议工作顺利进行，按时完成全年各项任务")), SHORTEST)
    'name'
    """
    goal = project.goal
    if not goal or len(goal) > LONGEST:
        return None
    name = project.name[: groups.LONGEST]
    if not _says_more(goal, name):
        said = content(goal)
        if not said:
            return "boilerplate"
        if said == content(_without_ending(name)):
            return "name"
    return "short" if len(goal) < shortest else None


@cache
def _own_signs() -> re.Pattern[str]:
    """Signs that are in nothing that is taken out of a text but brackets."""
    taken = "".join(groups.group("boilerplate")["words"]) + _NUMERALS + _CIRCLED + "是第年度至到"
    return re.compile(rf"[^\W_0-9A-Za-z{re.escape(''.join(sorted(set(taken))))}]")


def _says_more(goal: str, name: str) -> bool:
    """Whether a goal surely says something that the name does not: told without taking anything out."""
    if "(" in goal or "〔" in goal:
        return False
    return any(sign[0] not in name for sign in _own_signs().finditer(goal))


@remembered(1024)
def _without_ending(name: str) -> str:
    """A project's name without the words that end most of them."""
    bare = groups.bare(name)
    for _ in range(3):
        bare = re.sub(f"{groups.any_of('name_endings')}$", "", bare)
    return bare


def works(goal: str) -> tuple[str, ...]:
    """Return the works that a goal lists by numbers: of the list that begins first, none if it has fewer than two.

    >>> works("1.举办招聘会6场;2.刊登2.5版广告")
    ('举办招聘会6场;', '刊登2.5版广告')
    """
    if _FIRST.search(goal) is None:
        return ()
    best: list[re.Match[str]] = []
    for mark in _MARKS:
        found: list[re.Match[str]] = []
        for match in mark.finditer(goal):
            if _ordinal(match[1]) == len(found) + 1:
                found.append(match)
        if len(found) > 1 and (not best or found[0].start() < best[0].start()):
            best = found
    ends = [*(match.start() for match in best[1:]), len(goal)]
    return tuple(goal[match.end() : end] for match, end in zip(best, ends, strict=False))


def _ordinal(text: str) -> int:
    """A list's number: 3 for 3, 三 or ③; 0 for another."""
    if text.isascii():
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if len(text) == 1:
        return _NUMERALS.index(text) + 1
    return 10 + _NUMERALS.index(text[1]) + 1 if text[0] == "十" else 0
