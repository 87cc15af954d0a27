"""The text of a goal: its numbers, the works that it lists, and its content, which is what general words leave."""

from __future__ import annotations

import re
from functools import cache

from perfmodel._internal.caches import remembered
from perfmodel.vocabulary import groups

__all__ = [
    "LONGEST_GOAL",
    "NUMBER",
    "SHORTEST_GOAL",
    "content",
    "empty_talk",
    "has_number",
    "is_set_phrases",
    "pairs_of",
    "without_duties",
    "works",
]

# The least number of characters, unless a profile says otherwise.
SHORTEST_GOAL = 15
# A longer goal is not searched: it surely states something, and its works cannot be told apart.
LONGEST_GOAL = 5_000
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PUNCTUATION_AND_BLANKS = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"\([^()]{0,60}\)|〔[^〔〕]{0,20}〕")
_YEARS_IN_GOAL = re.compile(r"(?:19|20)[0-9]{2}(?:年?[-—–~至到](?:19|20)[0-9]{2})?(?:年度|年)?")
_SUM_OF_MONEY = re.compile(r"[0-9][0-9,.]*[十百千万亿]*元")
_DOCUMENT_NUMBER = re.compile(r"[〔\[](?:19|20)[0-9]{2}[〕\]][0-9]+号")
_LIST_NUMERALS = "一二三四五六七八九十"
_CIRCLED_DIGITS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# How works are numbered: the number in each is the one group. The goal is folded and has no blanks.
_LIST_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<=[。;；:：.]))([{_LIST_NUMERALS}]{{1,2}})、",
        rf"\(([{_LIST_NUMERALS}]{{1,2}})\)",
        rf"([{_LIST_NUMERALS}]{{1,2}})是",
        rf"第([{_LIST_NUMERALS}]{{1,2}})[,、]",
        r"(?<![0-9A-Za-z.(第~—–-])([1-9][0-9]?)[.、)](?![0-9])",
        r"\(([1-9][0-9]?)\)",
        f"([{_CIRCLED_DIGITS}])",
    )
)
_ANY_LIST_MARK = re.compile("|".join(mark.pattern for mark in _LIST_MARKS))
# The characters of years and of list numbers: a text without them, as most are, has neither.
_SIGN_OF_YEARS_OR_LISTS = re.compile(f"[0-9{_LIST_NUMERALS}{_CIRCLED_DIGITS}]")
# How the first work of a list is numbered: a goal without it, as most are, lists none.
_FIRST_LIST_MARK = re.compile(r"一[、是)]|第一[,、]|1[.、)]|①")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(f"(?:[二两三四五六七八九十百千]|一百|一千|一万){groups.any_of('counted')}")


def has_number(goal: str) -> bool:
    """Whether a goal has a number; those of years, documents, sums of money and lists do not count.

    >>> has_number("1.举办两期培训"), has_number("1.按财预〔2021〕101号，2024年支出28.8万元")
    (True, False)
    """
    text = _ANY_LIST_MARK.sub("", _YEARS_IN_GOAL.sub("", _SUM_OF_MONEY.sub("", _DOCUMENT_NUMBER.sub("", goal))))
    return NUMBER.search(text) is not None or _counted().search(text) is not None


# 履行·文物保护·职责, 守住·安全·底线, 规范·执法·行为, 维护·通行·秩序
_DUTY = re.compile(
    # 以…思想·为指导, 贯彻…精神, 奋力谱写…新篇章, 擦亮·品牌: slogans
    "以[^,。;]{2,40}为(?:指导|统领|引领|主线|抓手|契机|动力|根本|遵循|目标|导向|中心|核心|己任|宗旨)|贯彻[^,。;]{0,40}精神"
    "|(?:谱写|续写|书写|绘就|开创|开启|展现|彰显|交出|答好|跑出|迈上|踏上|再创|共创|描绘)[^,。;、]{0,16}"
    "(?:篇章|华章|新篇|局面|画卷|蓝图|征程|加速度|答卷|作为|风貌|风采|辉煌|格局|天地|台阶|高峰|佳绩)"
    "|(?:擦亮|打响|叫响|做响|唱响)(?:金字|特色|亮点|工作|服务|党建|自身|[一-鿿])*?(?:品牌|招牌|名片|旋律)"
    "|"
    "(?:履行|履|落实|压实|扛牢|扛起|担起|守住|守牢|筑牢|夯实|强化|明确|严守)好?[^,。;、]{0,10}(?:职责|责任|职能|底线|使命|防线|义务|担当|红线|关口)"
    "|(?:规范|严格|文明)[^,。;、]{0,6}(?:行为|作风)|维护[^,。;、]{0,8}(?:秩序|稳定|大局|形象|正义|公平|安宁|权威)"
)


def without_duties(goal: str) -> str:
    """Return a folded goal without phrases that name a duty, or are a slogan, and no work.

    >>> without_duties("切实履行文物保护职责,坚决守住文物安全底线,巡查文物点")
    '切实,坚决,巡查文物点'
    """
    return _DUTY.sub("", goal)


def content(text: str, mark: str = "") -> str:
    """Return what is left of a text without brackets, years, list numbers, punctuation and the words that fit any project.

    ``mark`` stands in place of what was taken out.

    >>> content("保障单位各项工作顺利开展，圆满完成2024年度目标任务。"), content("做好残疾人培训工作")
    ('', '残疾人培训')
    """
    bare = _BRACKETED.sub(" ", text) if "(" in text or "〔" in text else text
    if _SIGN_OF_YEARS_OR_LISTS.search(bare) is not None:
        bare = _ANY_LIST_MARK.sub(" ", _YEARS_IN_GOAL.sub(" ", bare))
    bare = _PUNCTUATION_AND_BLANKS.sub(" ", bare)
    return groups.without(bare, "boilerplate", mark).replace(" ", mark)


def pairs_of(text: str) -> set[str]:
    """Return all pairs of neighbouring characters; none spans punctuation or blanks.

    >>> sorted(pairs_of("编纂 市志"))
    ['市志', '编纂']
    """
    return {run[at : at + 2] for run in _PUNCTUATION_AND_BLANKS.split(text) for at in range(len(run) - 1)}


def empty_talk(name: str, goal: str, shortest: int) -> str | None:
    """Return why a project's goal states nothing, None where it states something.

    It is ``boilerplate`` (nothing but words that fit any project), repeats the project's ``name``, or is too ``short``: of
    fewer than ``shortest`` characters. ``name`` and ``goal`` are folded and without blanks.

    >>> empty_talk("会议费", "保障会议工作顺利进行,按时完成全年各项任务", SHORTEST_GOAL)
    'name'
    """
    if not goal or len(goal) > LONGEST_GOAL:
        return None
    name = name[: groups.LONGEST_EXAMINED]
    if is_set_phrases(goal):
        return "boilerplate"
    if not _says_more(goal, name):
        left = content(goal)
        if not left:
            return "boilerplate"
        if left == content(_without_ending(name)):
            return "name"
    return "short" if len(goal) < shortest else None


_CLAUSE_IN_GOAL = re.compile("[,。;:!、]+")
_LONGEST_SET_PHRASES = 120
# Whose sense of gain is better is everybody's, and names nobody.
_FEELINGS_OF_ALL = re.compile(
    "(?:广大)?(?:人民群众|群众|老?百姓|人民|民众|居民|市民)的?(?=获得感|幸福感|安全感|满意度|美好|生活|福祉|需[求要])"
)

# 为切实·做好·农产品质量安全·工作: among set phrases it is one more.
_WORK_DONE_WELL = re.compile("(?:为了?)?(?:切实|全面|认真|扎实|积极|持续|进一步)*(?:做好|抓好|搞好)[^,]{1,12}工作")
# 凝聚力量,展现风采 are slogans: no work is spoken of, not even in general.
_WORK_IN_GENERAL = re.compile(
    "提高|提升|促进|推动|推进|加强|改善|增强|优化|完善|改进|健全|强化|扩大|深化|保障|做好|抓好|落实|完成|确保|开展|实现"
)


@cache
def _set_phrase() -> re.Pattern[str]:
    """A clause that something general gets better: 改善教育质量, 促进学校全面发展."""
    verb, end = groups.any_of("bettering"), groups.any_of("bettered")
    return re.compile(
        f"(?:并|以|从而|进而|不断|持续|有效|进一步|切实|全面|逐步|着力|努力|稳步)*{verb}.{{0,10}}{end}|{end}"
    )


@remembered(1024)
def is_set_phrases(goal: str) -> bool:
    """Whether a folded goal is made of nothing but clauses by which something general gets better, and names nobody.

    Slogans that speak of no work at all (凝聚奋进力量,展现时代风采) are not meant.

    >>> is_set_phrases("改善教育质量,提高教学水平,促进学校全面发展。"), is_set_phrases("提高残疾人就业能力。")
    (True, False)
    """
    if len(goal) > _LONGEST_SET_PHRASES or NUMBER.search(goal):
        return False
    clauses = [clause for clause in _CLAUSE_IN_GOAL.split(goal) if clause]
    others = [part for part in clauses if not (_set_phrase().fullmatch(part) or _fits_any_project(part))]
    return (
        len(clauses) > 2 * len(others)
        and len(others) < 2
        and all(map(_WORK_DONE_WELL.fullmatch, others))
        and _WORK_IN_GENERAL.search(goal) is not None
        and not groups.contains(_FEELINGS_OF_ALL.sub("", goal), "beneficiaries")
    )


def _fits_any_project(clause: str) -> bool:
    return not _specific_character().search(clause) and not groups.without(clause, "boilerplate")


@cache
def _specific_character() -> re.Pattern[str]:
    """A character that stands in nothing that `content` takes out of a text, except in brackets."""
    taken = "".join(groups.group("boilerplate")["words"]) + _LIST_NUMERALS + _CIRCLED_DIGITS + "是第年度至到"
    return re.compile(rf"[^\W_0-9A-Za-z{re.escape(''.join(sorted(set(taken))))}]")


def _says_more(goal: str, name: str) -> bool:
    """Whether a goal surely states something that the name does not; quicker than comparing what `content` leaves."""
    if "(" in goal or "〔" in goal:
        return False
    return any(sign[0] not in name for sign in _specific_character().finditer(goal))


@remembered(1024)
def _without_ending(name: str) -> str:
    """A project's name without the words that end most of them."""
    bare = groups.bare(name)
    for _ in range(3):
        bare = re.sub(f"{groups.any_of('name_endings')}$", "", bare)
    return bare


def works(goal: str) -> tuple[str, ...]:
    """Return the works of a goal's first numbered list; none where no list has two.

    >>> works("1.举办招聘会6场;2.刊登2.5版广告")
    ('举办招聘会6场;', '刊登2.5版广告')
    """
    if _FIRST_LIST_MARK.search(goal) is None:
        return ()
    best: list[re.Match[str]] = []
    for mark in _LIST_MARKS:
        found: list[re.Match[str]] = []
        for match in mark.finditer(goal):
            if _ordinal(match[1]) == len(found) + 1:
                found.append(match)
        if len(found) > 1 and (not best or found[0].start() < best[0].start()):
            best = found
    ends = [*(match.start() for match in best[1:]), len(goal)]
    return tuple(goal[match.end() : end] for match, end in zip(best, ends, strict=False))


def _ordinal(text: str) -> int:
    """Return the value of a list number: 3 for 3, 三 or ③; 0 where it is none."""
    if text.isascii():
        return int(text)
    if text in _CIRCLED_DIGITS:
        return _CIRCLED_DIGITS.index(text) + 1
    if len(text) == 1:
        return _LIST_NUMERALS.index(text) + 1
    return 10 + _LIST_NUMERALS.index(text[1]) + 1 if text[0] == "十" else 0
