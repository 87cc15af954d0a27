"""Scoring words: grades of a scale, trends, yes and no. A person picks the points; the program says within which band."""

from __future__ import annotations

import re
from fractions import Fraction

from perfmodel.analysis.evaluated_rows import plain_words
from perfmodel.scoring.actual import Actual
from perfmodel.scoring.options import ScoringOptions
from perfmodel.scoring.outcome import Band, Outcome, Reason
from perfmodel.source.characters import fold, squeeze
from perfmodel.values import qualitative
from perfmodel.values.kinds import Boolean, Qualitative, Threshold
from perfmodel.vocabulary import groups

__all__ = ["score_words"]

# What a target says that nothing is to happen: 无事故, 不发生, 杜绝.
_ASKS_FOR_NONE = re.compile("^(?:无|零|不发生|未发生|不出现|未出现|没有|杜绝|避免|防止|不存在)")
# Scales of what is done or not, where all of it (100%) is the best.
_SCALES_OF_DOING = ("完成", "合格", "达标", "及时", "有效")
_SAID_BEFORE = re.compile("^(?:已经?|均|都|全部|得到|实现)+")
_DONE = re.compile("(?:圆满|全面|超额)?完成")
_WORST_NEGATED = re.compile("^[不未无]|^差$|^坏$|^低$")


def score_words(target: Boolean | Qualitative, text: str, actual: Actual, options: ScoringOptions) -> Outcome:
    """Return what an actual value is worth where the target is in words; ``text`` is the target's.

    >>> from perfmodel.scoring.actual import read_actual
    >>> target = Qualitative("优", "优良中差", "优")
    >>> score_words(target, "优", read_actual("良"), ScoringOptions()).share
    Band(low=Fraction(3, 5), high=Fraction(4, 5), closed=False)
    """
    level, reason = _level(target, text, actual)
    if level is None:
        return Outcome(False if reason is _FAR_BELOW else None, None, "person", reasons=(reason,))
    bands = {
        "reached": Band(options.reached_from, Fraction(1)),
        "partly": Band(options.partly_from, options.reached_from, closed=False),
        "missed": Band(Fraction(0), options.partly_from, closed=False),
    }
    return Outcome(level == "reached", bands[level], "", reasons=(*actual.remarks, reason))


_UNKNOWN: Reason = (
    "定性指标值，是否达到须人工判断",
    "a qualitative target: whether it is met is to be decided by a person",
)
_FAR_BELOW: Reason = (
    "低于指标值两档以上，得分须人工确定",
    "two grades or more below the target: the score is to be decided by a person",
)


def _level(target: Boolean | Qualitative, text: str, actual: Actual) -> tuple[str | None, Reason]:
    """``reached``, ``partly`` or ``missed``, and why; None where a person has to decide."""
    if isinstance(target, Boolean):
        return _level_of_boolean(target, actual)
    meaning = actual.meaning
    if _essence(actual.text) == _essence(text):
        return "reached", ("与指标值的文字相同", "the same words as the target")
    on_scale = _level_on_scale(target, actual)
    if on_scale is not None:
        return on_scale
    asks_for_time = target.scale == "及时" or groups.contains(target.words, "prompt")
    if actual.word == "reached" and asks_for_time and _DONE.fullmatch(_essence(actual.text)):
        return None, (
            "实际完成值为已完成，未明确是否按时",
            "the actual value says that the work was completed, but not whether it was on time",
        )
    if actual.word in ("reached", "partly", "missed"):
        return actual.word, _SAYS[actual.word]
    if actual.word == "in_time" and asks_for_time:
        return "reached", ("实际完成值为按时完成", "the actual value says that the work was completed on time")
    if actual.word == "late" and asks_for_time:
        return "missed", ("实际完成值为逾期", "the actual value says that the work was late")
    if _ASKS_FOR_NONE.match(squeeze(fold(target.words))):
        return _level_of_none(actual)
    if target.trend is not None:
        change = meaning.change if isinstance(meaning, Threshold) else getattr(meaning, "trend", None)
        if change is not None:
            return _level_of_trend(target, actual, change)
    return None, _UNKNOWN


_SAYS: dict[str, Reason] = {
    "reached": ("实际完成值为达成目标", "the actual value says that the target was met"),
    "partly": ("实际完成值为部分达成目标", "the actual value says that the target was partly met"),
    "missed": ("实际完成值为未达成目标", "the actual value says that the target was not met"),
}


def _essence(text: str) -> str:
    """What a text says, without 已, 全部 and the like before it and marks behind it: 已通过验收."""
    return _SAID_BEFORE.sub("", plain_words(text))


def _level_of_boolean(target: Boolean, actual: Actual) -> tuple[str | None, Reason]:
    meaning = actual.meaning
    if isinstance(meaning, Boolean):
        if meaning == target:
            return "reached", ("与指标值相同", "the same as the target")
        return "missed", ("与指标值相反", "the opposite of the target")
    if actual.word in ("reached", "partly", "missed") and target.value:
        return actual.word, _SAYS[actual.word]
    if actual.word == "nothing" and not target.value and squeeze(actual.text) not in ("无", "没有", "零"):
        return "reached", ("未发生", "it did not occur")
    return None, _UNKNOWN


def _level_on_scale(target: Qualitative, actual: Actual) -> tuple[str | None, Reason] | None:
    """The level by the grades of one scale, or None where they are of two."""
    meaning = actual.meaning
    if target.scale is None:
        return None
    order = qualitative.grades(target.scale)
    if isinstance(meaning, Threshold) and target.scale in _SCALES_OF_DOING and target.grade == order[0]:
        if meaning.unit == "%" and meaning.number == 100 and meaning.change is None:
            return "reached", ("全部完成", "all of it was completed")
        return None
    if not isinstance(meaning, Qualitative) or meaning.scale != target.scale:
        return None
    if target.grade not in order or meaning.grade not in order:
        return None
    below = order.index(meaning.grade) - order.index(target.grade)
    if below <= 0:
        return "reached", ("等级不低于指标值", "a grade no lower than that of the target")
    if _WORST_NEGATED.search(meaning.grade):
        return "missed", ("等级为最低一档", "the lowest grade")
    if below == 1:
        return "partly", ("比指标值低一档", "one grade below the target")
    return None, _FAR_BELOW


def _level_of_none(actual: Actual) -> tuple[str | None, Reason]:
    meaning = actual.meaning
    if actual.is_nothing:
        return "reached", ("未发生", "it did not occur")
    if isinstance(meaning, Threshold) and meaning.number > 0 and meaning.op == "=" and meaning.unit != "%":
        return "missed", ("已发生", "it occurred")
    return None, _UNKNOWN


def _level_of_trend(target: Qualitative, actual: Actual, change: str) -> tuple[str | None, Reason]:
    meaning = actual.meaning
    if change != target.trend:
        return "missed", ("变动方向与指标值相反", "the change is in the opposite direction")
    if isinstance(meaning, Threshold):
        if meaning.number <= 0:
            return "missed", ("没有变动", "nothing changed")
        return "reached", ("变动方向与指标值相同", "the change is in the direction of the target")
    strong = groups.contains(target.words, "degrees_strong")
    words = squeeze(fold(actual.text))
    if strong and not groups.contains(words, "degrees_strong"):
        return None, _UNKNOWN
    return "reached", ("变动方向与指标值相同", "the change is in the direction of the target")
