"""Why an indicator was not understood: what was expected at that place, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Container

__all__ = ["REASONS", "expected", "in_english", "stands_twice"]

# What the parser could have gone on with, in the field's words, by the terminal; the first that was possible is named.
_EXPECTED = {
    "LEVEL1": ("一级指标（如“1-产出指标”）", "a level-1 category (such as “1-产出指标”)"),
    "LEVEL2": ("二级指标（如“11-数量指标”）", "a level-2 category (such as “11-数量指标”)"),
    "NAME": ("指标名称", "the indicator name"),
    "_WHOLE_PERIOD": (
        "实施周期指标值、年度指标值或其他“名称:值”",
        "the whole-period target value, the annual target value or another “名称:值”",
    ),
    "VALUE": ("指标值", "a target value"),
    "FREE_TEXT": ("文本", "text"),
    "_SEP": ("“；”", "“；”"),
    "_PART": ("“。”", "“。”"),
    "": ("指标", "an indicator"),
}
# What is expected where no single terminal tells.
REASONS = {
    "label": ("应为栏名", "expected a label"),
    "one": ("应为一条指标", "expected one indicator"),
    "shorter": ("应为不足两万字的指标", "expected an indicator of fewer than 20,000 characters"),
}
_STANDS_TWICE = re.compile("“(.*)”不应重复", re.DOTALL)


def _both(words: tuple[str, str]) -> tuple[str, str]:
    return f"应为{words[0]}", f"expected {words[1]}"


def expected(terminals: Container[str]) -> tuple[str, str]:
    """Return what was expected, in both languages; ``terminals`` are those that the parser could have gone on with.

    >>> expected({"_SEP", "NAME"}), expected(())
    (('应为指标名称', 'expected the indicator name'), ('应为指标', 'expected an indicator'))
    """
    return _both(next((words for name, words in _EXPECTED.items() if name in terminals), _EXPECTED[""]))


def stands_twice(label: str) -> tuple[str, str]:
    """Return the reason, in both languages, that a label is repeated.

    >>> stands_twice("年度指标值")[1]
    '“年度指标值” is repeated'
    """
    return f"“{label}”不应重复", f"“{label}” is repeated"


def in_english(reason: str) -> str:
    """Return a reason, of which a file keeps the Chinese alone, in English; one that is not of here stays as it is, in quotes.

    >>> in_english("应为指标名称"), in_english("“权重”不应重复"), in_english("字迹不清")
    ('expected the indicator name', '“权重” is repeated', 'the file says “字迹不清”')
    """
    known = dict([*map(_both, _EXPECTED.values()), *REASONS.values()])
    twice = _STANDS_TWICE.fullmatch(reason)
    if twice is not None:
        return stands_twice(twice[1])[1]
    return known.get(reason) or f"the file says “{reason}”"
