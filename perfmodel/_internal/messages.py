"""Messages in two languages, and the one way to say that a value is not what was expected.

A message is a pair, Chinese and English. An exception of Python's own has one text with both: ``中文 / English``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

__all__ = ["Words", "bilingual", "did_you_mean", "in_languages", "mismatch", "one_of", "shown", "spaced", "wrong_value"]

Words = tuple[str, str]

_BETWEEN_LANGUAGES = " / "
_LONGEST_VALUE_SHOWN = 80


def bilingual(words: Words) -> str:
    """Return both languages on one line.

    >>> bilingual(("应为文本", "expected text"))
    '应为文本 / expected text'
    """
    return _BETWEEN_LANGUAGES.join(words)


def in_languages(text: str) -> Words:
    """Return the Chinese and the English of a text that `bilingual` made; a text in one language twice.

    A value that holds the separator itself stands in both halves, so that the separator in the middle is the one meant.

    >>> in_languages("应为日期，实为“1 / 2” / expected a date, got “1 / 2”")
    ('应为日期，实为“1 / 2”', 'expected a date, got “1 / 2”')
    >>> in_languages("no such thing")
    ('no such thing', 'no such thing')
    """
    parts = text.split(_BETWEEN_LANGUAGES)
    middle = len(parts) // 2
    return _BETWEEN_LANGUAGES.join(parts[:middle]) or text, _BETWEEN_LANGUAGES.join(parts[middle:])


def spaced(before: str, behind: str) -> str:
    """Join two parts of a Chinese message: a blank stands between Chinese and Latin characters, and nowhere else.

    >>> spaced("应为", "Decimal"), spaced("应为", "文本"), spaced("应为", "“zh”")
    ('应为 Decimal', '应为文本', '应为“zh”')
    """
    return (
        f"{before} {behind}"
        if behind[:1].isascii() and before[-1:] > "\u2fff" and before[-1:].isalnum()
        else f"{before}{behind}"
    )


def shown(value: object, longest: int = _LONGEST_VALUE_SHOWN) -> str:
    """Return a value for a message: a text in quotation marks, a number as it is, anything else as Python writes it.

    >>> shown("de"), shown(Decimal("1.5")), shown(None), shown("会议费" * 40, 6)
    ('“de”', '1.5', 'None', '“会议费会议…”')
    """
    if isinstance(value, str):
        text = value if value.isprintable() else repr(value[: longest + 1])[1:-1]
    else:
        text = str(value) if isinstance(value, (int, float, Decimal)) else repr(value)
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    return f"“{text}”" if isinstance(value, str) else text


def one_of(choices: Iterable[object]) -> Words:
    """Return what is expected where there are few choices.

    >>> one_of(["zh", "en"]), one_of([1, 2, 3])
    (('“zh”或“en”', '“zh” or “en”'), ('1、2 或 3', '1, 2 or 3'))
    """
    *first, last = map(shown, choices)
    if not first:
        return last, last
    zh = spaced(f"{'、'.join(first)}{'' if first[-1].endswith('”') else ' '}或", last)
    return zh, f"{', '.join(first)} or {last}"


def mismatch(expected: Words, got: str | Words, name: str | Words = "") -> Words:
    """Return that a value is not as expected; ``got`` is the value as shown, or its kind, in each language where they differ.

    ``name`` says what the value was given for: an argument, a field.

    >>> mismatch(one_of(["zh", "en"]), shown("de"), "lang")
    ('lang：应为“zh”或“en”，实为“de”', 'expected lang to be “zh” or “en”, got “de”')
    >>> mismatch(("列表", "a list"), ("文本", "text"))
    ('应为列表，实为文本', 'expected a list, got text')
    """
    got_zh, got_en = (got, got) if isinstance(got, str) else got
    name_zh, name_en = (name, name) if isinstance(name, str) else name
    zh = f"{spaced('应为', expected[0])}，{spaced('实为', got_zh)}"
    en = f"{name_en} to be {expected[1]}" if name else expected[1]
    return f"{name_zh}：{zh}" if name else zh, f"expected {en}, got {got_en}"


def wrong_value(expected: Words, value: object, name: str = "") -> ValueError:
    """Return the error for a value that is not as expected.

    >>> wrong_value(one_of(["en", "zh"]), "de", "keys")
    ValueError('keys：应为“en”或“zh”，实为“de” / expected keys to be “en” or “zh”, got “de”')
    """
    return ValueError(bilingual(mismatch(expected, shown(value), name)))


def did_you_mean(close: Iterable[str], known: Iterable[str]) -> Words:
    """Return what to say behind an unknown name: the nearest one that is known, else the first twenty that are.

    >>> did_you_mean(["V06"], []), did_you_mean([], ["name", "goal"])
    (('，是否为“V06”？', '; did you mean “V06”?'), ('；可用：“name”、“goal”', '; known: “name”, “goal”'))
    """
    for name in close:
        return f"，是否为“{name}”？", f"; did you mean “{name}”?"
    names: list[Any] = [f"“{name}”" for name in known]
    return f"；可用：{'、'.join(names[:20])}", f"; known: {', '.join(names[:20])}"
