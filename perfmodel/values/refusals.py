"""Why the grammar does not have a value: damage that can be seen, dates that cannot be, forms of speech that say no number.

The grammar says at which character it stopped; a person who has to mend the table wants to know what is wrong there.
Nothing here reads a value: each reason is only looked for once the value has been refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from perfmodel.values import units
from perfmodel.values.grammar import Ambiguous, Damaged, Impossible, NotUnderstood

__all__ = ["refusal"]


class _Reason(NamedTuple):
    """Why a value that matches ``pattern`` is refused; {0} in both texts stands for what the pattern found."""

    pattern: str
    error: type[NotUnderstood]
    reason: str
    english: str


# The first that fits is given.
_REASONS = (
    _Reason(r"[?\ufffd]", Damaged, "“{0}”处的字已丢失", "the character at “{0}” has been lost"),
    _Reason(
        r"([%‰不或及以])\1+|([%‰])[。.,;、]+\2|(?<=不)(?:少少|低低|超超|过过|于于|高高)|或以或|及以及以|(?<=[少低超高大小多])于于+",
        Damaged,
        "“{0}”重复",
        "“{0}” is doubled",
    ),
    _Reason(r"不\s*(?=[0-9])|以(?=[%‰])", Damaged, "“{0}”不成词", "“{0}” is not a word of comparison, though close to one"),
    _Reason(r"[0-9%‰]\s*[-~～—–]+\Z", Damaged, "“{0}”后缺一个数", "the number after “{0}” is missing"),
    _Reason(
        r"[0-9]+\.(?=[%‰])|(?<![0-9.])(?!(?:19|20)[0-9]{2}\.)[0-9]+\.[0-9]+\.(?=[0-9]*[%‰一-鿿])|[0-9]+(?:\.\.+|。)[0-9]+",
        Damaged,
        "“{0}”的小数点有误",
        "the decimal point in “{0}” is wrong",
    ),
    # O3 is ozone, 5l five litres.
    _Reason(
        r"(?<![0-9A-Za-z])(?!O[23](?![0-9]))(?=[OoIl〇○]*[0-9])[0-9]*[OoIl〇○][0-9OoIl〇○]*(?<![0-9]l)(?![0-9A-Za-z])",
        Damaged,
        "“{0}”中数字与字母相混",
        "letters among the digits of “{0}”",
    ),
    _Reason(r"[≥≤<>][,;、。]", Damaged, "“{0}”中有多余的标点", "a stray punctuation mark in “{0}”"),
    _Reason(r"(?<![0-9])[%‰][0-9]+|[0-9][%‰][0-9]+\Z", Damaged, "“{0}”的百分号在数前", "the percent sign stands before its number in “{0}”"),
    _Reason(
        r"[0-9.]+([%‰]|(?![年月日号])[一-鿿]{1,3})[0-9.]+\1",
        Damaged,
        "“{0}”两数之间的符号丢失",
        "the sign between the two numbers of “{0}” has been lost",
    ),
    _Reason(
        r"(?<=年)\s*(?:1[3-9]|[2-9][0-9]|0{1,2}|十[三四五六七八九]|[二三四五六七八九]十.?)\s*月"
        r"|(?<![0-9])(?:1[3-9]|[2-9][0-9]|0{1,2})\s*月\s*(?:[0-9]{1,2}\s*[日号]|[底末初上中下旬]+)"
        r"|(?<![0-9])(?:19|20)[0-9]{2}([-/.])(?:1[3-9]|[2-9][0-9]|0{1,2})(?:\1[0-9]{1,2}(?![0-9])|(?=[月前底末]))"
        r"|(?<![0-9])20[0-9]{2}(?:1[3-9]|[2-9][0-9]|00)[0-3][0-9](?=[以之]?前)|^(?:1[3-9]|0{1,2}|十[三四五六七八九])月(?=[以之]?前|$)",
        Impossible,
        "“{0}”：月份不存在",
        "there is no such month: “{0}”",
    ),
    _Reason(
        r"(?<=月)\s*(?:3[2-9]|[4-9][0-9]|0{1,2})\s*[日号]|(?<![0-9])(?:19|20)[0-9]{2}([-/.])[0-9]{1,2}\1(?:3[2-9]|[4-9][0-9]|0{1,2})(?![0-9])",
        Impossible,
        "“{0}”：日期不存在",
        "there is no such day: “{0}”",
    ),
    _Reason(
        r"第\s*(?:[五六七八九十]|[05-9]|[0-9]{2,})\s*季度|(?<=年)\s*[05-9五六七八九]\s*季度|^[五六七八九]季度",
        Impossible,
        "“{0}”：季度不存在",
        "there is no such quarter: “{0}”",
    ),
    _Reason(
        r"每(?:半?年|个?月|季度?|周|学期).*[日号月][之以]?[前底末]",
        NotUnderstood,
        "“{0}”是周期性重复的期限",
        "“{0}” is a recurring date",
    ),
    _Reason(
        r"(?<![0-9月])(?:[12]?[0-9]|3[01])\s*[日号]内?[之以]?前",
        Ambiguous,
        "“{0}”可能是某月的一天，也可能是时长",
        "“{0}” may be a day of the month or a length of time",
    ),
    _Reason(
        r"[由从自].+?(?:提高|提升|增长|增加|上升|降低|下降|减少|缩短|压缩|升|降)?[到至].+",
        NotUnderstood,
        "“{0}”是从一个数到另一个数的变化",
        "“{0}” is a change from one number to another",
    ),
    _Reason(
        r"[0-9]+\D{0,3}[*×xX][0-9]+", NotUnderstood, "“{0}”是两数相乘", "“{0}” is one number times another"
    ),
    _Reason(
        r"[0-9]+\s+[0-9]+", Ambiguous, "“{0}”可能是一个数，也可能是两个", "“{0}” may be one number or two"
    ),
    _Reason(r"一半", NotUnderstood, "“{0}”未写成数目", "“{0}” is not written as a number"),
    _Reason(
        r"[0-9.十百千万亿]+[余多来几]|几[十百千万亿次个人家场项户件期批]|数[次个人家场项户件期批]|(?:[近逾]数?|[数上])[0-9十百千万亿]+",
        NotUnderstood,
        "“{0}”未说明确切的数目",
        "“{0}” does not give an exact number",
    ),
)  # fmt: skip

_WORDS_IN_FRONT = (
    "不少于",
    "不低于",
    "不小于",
    "不超过",
    "不高于",
    "不大于",
    "不多于",
    "大于等于",
    "小于等于",
    "不得低于",
)
_WORDS_BEHIND = ("或以上", "及以上", "或以下", "及以下")
# Without any of these characters, nothing behind a number is nearly one of these words.
_OF_BOUNDS = re.compile("[以或及之右]")
_TURNED_ROUND = re.compile(r"(?:[上下内]以|内之|右左)\Z")
# Words that are right as they are, though they look like others: 大于 for 不大于; 2024年及以后.
_RIGHT_IN_FRONT = re.compile(r"(?:[高低大小多少长短]于|超[过出]?|等于|至[多少]|最[多少高低]|约|达到)\Z")
_RIGHT_BEHIND = re.compile(r"(?:以[上下内]|之内|左右|上下|[前后外来])\Z")
_WORDS_AT_HEAD = re.compile(r"[^0-9]*?([一-鿿]{2,5})\s*(?=[0-9])")
_TAIL = re.compile(r"[0-9].*?([一-鿿]{1,5})\Z")
# One character right before a digit, where a number, or a sign and its number, are all that a value has otherwise.
_STRAY_CHAR = re.compile(r"(?:(?<![^≥≤<>=0-9]))[^\s0-9A-Za-z](?=[0-9])|(?<=[0-9])[一-鿿](?=[%‰])")
_NO_STRAY_CHARS = frozenset(
    "第余多几来近逾约前后超每共各男女上下至到和及或与按为在于含达需计比分之点且并另仅有增减升降新老大小高低中特甲乙丙丁东南西北"
    "较又再最约满足够费其附注图表时详见等是无不未须应可能均总合累当本今明昨同全限起止成好"
    "≥≤<>=≧≦⩾⩽≈≒≮≯﹥﹤═》《±+-−~～—–∼〜%‰.,;:、。·*×/∕√()[]【】「」“”\"'‘’$¥￥①②③④⑤⑥⑦⑧⑨_□↑↓#"
)


@cache
def _searches() -> list[tuple[Callable[[str], re.Match[str] | None], _Reason]]:
    """Return the search for each of the reasons; compiled when the first value is refused."""
    return [(re.compile(known.pattern).search, known) for known in _REASONS]


def refusal(folded: str, is_understood: Callable[[str], bool]) -> NotUnderstood | None:
    """Return why a value is refused that the grammar does not have; None where nothing more is known of it.

    ``is_understood`` tells whether another text has a meaning: what has one but for a single character is damaged.

    >>> found = refusal("≥95%%", lambda text: False)
    >>> found.cause, found.reason
    ('damaged', '“%%”重复')
    >>> refusal("9騧0%", lambda text: text == "90%").reason
    '“9騧0%”中有多余的字“騧”'
    >>> refusal("2024年13月", lambda text: False).cause, refusal("国家级1项", lambda text: False)
    ('impossible', None)
    """
    for search, known in _searches():
        match = search(folded)
        if match is not None:
            return known.error(known.reason.format(match[0]), known.english.format(match[0]))
    if folded.count("(") != folded.count(")"):
        return Damaged("括号不成对", "unpaired brackets")
    word = _damaged_word(folded)
    if word is not None:
        return Damaged(f"“{word}”不成词", f"“{word}” is not a word of comparison, though close to one")
    for match in _stray_chars(folded):
        if is_understood(folded[: match.start()] + folded[match.end() :]):
            around = folded[max(0, match.start() - 2) : match.end() + 6]
            return Damaged(f"“{around}”中有多余的字“{match[0]}”", f"a stray character in “{around}”: “{match[0]}”")
    return None


def _stray_chars(folded: str) -> Iterator[re.Match[str]]:
    """Yield the characters before digits that no number has there, at most three."""
    found = 0
    for match in _STRAY_CHAR.finditer(folded):
        if match[0] not in _NO_STRAY_CHARS and units.look_up(match[0]) is None and found < 3:
            found += 1
            yield match


def _damaged_word(folded: str) -> str | None:
    """Return what stands before or behind the number and is a word of comparison but for one character: 或上以, 低不于."""
    head = _WORDS_AT_HEAD.match(folded)
    if head is not None and not _RIGHT_IN_FRONT.search(head[1]):
        found = _nearly(head[1], _WORDS_IN_FRONT)
        if found is not None:
            return found
    tail = _TAIL.search(folded)
    if tail is None or _RIGHT_BEHIND.search(tail[1]):
        return None
    if not _OF_BOUNDS.search(tail[1]):
        return None
    turned = _TURNED_ROUND.search(tail[1])
    return _nearly(tail[1], _WORDS_BEHIND) or (turned and turned[0]) or (tail[1] if tail[1].endswith("以") else None)


def _nearly(run: str, words: tuple[str, ...]) -> str | None:
    """Return the end of a run of characters that is one of the words but for one character, or two in the wrong order."""
    for word in words:
        for size in (len(word), len(word) + 1, len(word) - 1):
            if len(run) >= size and run[-size] in word and _one_edit_apart(run[-size:], word):
                return run[-size:]
    return None


def _one_edit_apart(text: str, word: str) -> bool:
    """Tell whether one character was lost, put in or taken for another, or two neighbours were turned round.

    >>> [_one_edit_apart(text, "不少于") for text in ("不少", "不少千", "少不于", "不少之于", "不得高于", "不少于")]
    [True, True, True, True, False, False]
    """
    start = 0
    while start < min(len(text), len(word)) and text[start] == word[start]:
        start += 1
    left, right = text[start:], word[start:]
    return left != right and (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
