"""What a label says, however it is printed: blanks, line ends, brackets, colons and full or half width do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from perfmodel._internal.caches import remembered
from perfmodel.source.characters import fold, squeeze

__all__ = ["LONGEST_LABEL", "key_of", "keys_of", "spellings", "without_number"]

# Nothing longer is a label.
LONGEST_LABEL = 60
_SIGNS_WITHOUT_MEANING = re.compile(r"[()\[\]{}:：,.、。;\"'“”‘’【】〔〕《》<>_*★☆●■◆▲△·•—–\-/+|~]+")
_BRACKETS_AT_END = re.compile(r"(?:[(\[〔【][^()\[\]〔〕【】]{0,40}[)\]〕】])+[:。.]?\Z")
_BRACKETS_INSIDE = re.compile(r"[(\[〔【][^()\[\]〔〕【】]{1,12}[)\]〕】]")
_YEAR_IN_LABEL = re.compile(r"(?:20[0-9]{2}|二[〇○零O][一二三四五六七八九〇○零]{2})年度?")
# 1-7月, 截至8月底: the months that a monitoring form speaks of.
_MONTHS_IN_LABEL = re.compile(r"(?:截至|截止)?(?:1[至到]?)?(?:1[0-2]|[1-9])月(?:份|底|末|[0-9]{1,2}日)?")
_NUMBER_BEFORE_LABEL = re.compile(
    r"\A(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[、.)](?![0-9])|[0-9]{1,2}\.[0-9]{1,2}[、.]?(?=[^0-9.%])|[①-⑳])"
)
# *项目名称: what has to be filled in.
_SIGNS_OF_DUTY = "*★☆●■◆▲△#"
_AMONG_WHICH = re.compile(r"\A其中[:：]?")
_CHOICE = re.compile(r"\(([^()]*)\)|(.)", re.DOTALL)


@remembered(16_384)
def key_of(text: str) -> str:
    """Return what counts of a label.

    >>> key_of("项 目\\n名称："), key_of("部门（单位）名称")
    ('项目名称', '部门单位名称')
    """
    return _SIGNS_WITHOUT_MEANING.sub("", squeeze(fold(text)))


def without_number(text: str) -> str:
    """Return a folded text without the number before it: 一、 (1) 2.

    >>> without_number("一、产出指标"), without_number("12个月")
    ('产出指标', '12个月')
    """
    return _NUMBER_BEFORE_LABEL.sub("", text, count=1)


@remembered(16_384)
def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys that a label may be looked up by, the surest first.

    >>> keys_of("其中：财政拨款（万元）")
    ('其中财政拨款万元', '其中财政拨款', '财政拨款万元', '财政拨款')
    >>> keys_of("2025年目标值")
    ('2025年目标值', '年度目标值', '目标值')
    >>> keys_of("1-7月执行数")
    ('17月执行数', '本期执行数')
    """
    folded = squeeze(fold(text)).lstrip(_SIGNS_OF_DUTY)
    bare = without_number(_AMONG_WHICH.sub("", without_number(folded)))
    found: dict[str, None] = {}
    for one in dict.fromkeys((folded, bare)):
        for form in (one, _BRACKETS_AT_END.sub("", one)):
            key = key_of(form)
            if key:
                found[key] = None
    # 项目（政策）名称 is 项目名称, where nobody declares all of it.
    if (bare_words := key_of(_BRACKETS_INSIDE.sub("", bare))) and len(bare_words) > 3:
        found[bare_words] = None
    for key in list(found):
        if _YEAR_IN_LABEL.search(key):
            for word in ("年度", ""):
                changed = _YEAR_IN_LABEL.sub(word, key)
                if changed not in ("", "年度"):  # a year alone is a value
                    found[changed] = None
        if "月" in key and (changed := _MONTHS_IN_LABEL.sub("本期", key, count=1)) != "本期":
            found[changed] = None
    return tuple(found)


def spellings(pattern: str) -> Iterator[str]:
    """Yield the keys of all that a spelling of the declaration stands for.

    >>> sorted(spellings("(年度|)目标(值|)"))
    ['年度目标', '年度目标值', '目标', '目标值']
    """
    parts = [[char] if char else choice.split("|") for choice, char in _CHOICE.findall(pattern)]
    for words in product(*parts):
        if key := key_of("".join(words)):
            yield key
