"""The placeholders that a blank form has where something is to be filled in: **, ××, XX, ____, 20XX."""

from __future__ import annotations

import re

from perfmodel.grammars import terminal
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.vocabulary import groups

__all__ = ["placeholder_in", "placeholder_in_name", "placeholder_in_target", "stands_for_nothing"]

_LETTER = re.compile("[A-Za-z]")
# No longer than the longest of the words, and brackets around it.
_LONGEST_FOR_NOTHING = 16
_LONGEST_UNIT_BEHIND_NOTHING = 3
# 待·分配后·确定, 暂未·明确, 以上级·下达为准: still to be settled.
_TO_BE_SETTLED = re.compile(
    "(?:[暂尚]?待(?!遇)|(?:暂|尚|暂时|目前)(?:未|不|无法|不能))[一-鿿]{0,8}"
    "(?:定|确定|明确|确认|核定|核实|落实|下达|批复|分配|分解|测算|通知|公布|统计|填|填报|填写|补充|商定|研究|审定|细化)(?:后?再?(?:定|确定|明确|填报?|补充))?"
    "|(?:视(?!情)|由|根据|依据|按照?)(?!合同|协议|标准|规定)[一-鿿]{2,10}(?:(?:后?再?|另行)(?:确定|而定|明确|核定)|(?:再|另)[行作]?(?:定|议|填|报))"
    "|(?:以|按)[一-鿿]{1,6}(?:下达|批复|通知|核定|确定)(?:数)?为准|(?:另行|后续|届时|随后|下达后|批复后)[一-鿿]{0,2}(?:确定|明确|通知|下达|补充|填报)"
)
# ≥·待上级核定·人: an operator before what is still to be settled, and a unit behind it, change nothing.
_OPERATOR_AND_UNIT = re.compile(
    "(?:[≥≤><=]+|(?:大于|小于)(?:或?等于)?|不(?:得|应|能)?(?:少于|低于|小于|超过|高于|多于|大于)|至少|至多|最少|最多)(?P<words>.+)"
)
# Not at the beginning alone: ≥#REF!
_SOFTWARE_ERROR = re.compile("#(?:REF|DIV/0|N/A|VALUE|NAME|NUM|NULL|SPILL|CALC)[!?]?")


def placeholder_in(text: str) -> str | None:
    """Return the first placeholder in a name or in prose; None where there is none.

    >>> placeholder_in("20XX年培训"), placeholder_in("购置X光机2台，5×8小时值守")
    ('20XX', None)
    """
    return groups.first_match(text, "template_marks")


def placeholder_in_name(text: str) -> str | None:
    """Return the placeholder in an indicator's name, or the whole name where it is that of a blank form; None for others.

    >>> placeholder_in_name("指标1"), placeholder_in_name("培训××人次"), placeholder_in_name("核心指标达标率")
    ('指标1', '××', None)
    """
    return placeholder_in(text) or groups.first_match(squeeze(fold(text)), "template_names")


def placeholder_in_target(target: Target) -> str | None:
    """Return the placeholder in a target value; None where there is none, also where the number is missing (``≥ %``).

    >>> placeholder_in_target(Target("≥X%")), placeholder_in_target(Target("≥ %")), placeholder_in_target(Target("≥95%"))
    ('X', None, None)
    """
    mark = placeholder_in(target.text)
    if mark is not None or target.kind != "placeholder":
        return mark
    folded = fold(target.text)
    match = terminal("target", "PLACE").search(folded)
    return None if match is None or _LETTER.match(folded, match.end()) else match[0]


def stands_for_nothing(text: str) -> bool:
    """Whether a value is one of software for nothing (``#DIV/0!``, ``nan``), or says that it is still to be settled.

    >>> [stands_for_nothing(text) for text in ("#N/A", "NaN", "（待定）", "暂无", "无", "≥95%")]
    [True, True, True, True, False, False]
    >>> [stands_for_nothing(text) for text in ("≥#REF!", "待分配后确定", "待遇提高")]
    [True, True, False]
    >>> [stands_for_nothing(text) for text in ("≥待上级核定", "≥nan%", "≥90%")]
    [True, True, False]
    """
    if len(text) > _LONGEST_FOR_NOTHING:
        return False
    bare = squeeze(fold(text)).strip("()[]。.").upper()
    bounded = _OPERATOR_AND_UNIT.fullmatch(bare)
    if bounded is not None:
        words = bounded["words"].strip("()[]")
        shortest = max(1, len(words) - _LONGEST_UNIT_BEHIND_NOTHING)
        return any(_is_for_nothing(words[:end]) for end in range(shortest, len(words) + 1))
    return _is_for_nothing(bare)


def _is_for_nothing(bare: str) -> bool:
    return (
        groups.is_one_of(bare, "unfilled_values")
        or ("#" in bare and _SOFTWARE_ERROR.search(bare) is not None)
        or _TO_BE_SETTLED.fullmatch(bare) is not None
    )
