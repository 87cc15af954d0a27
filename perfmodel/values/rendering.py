"""Writing a meaning out as a target value: in signs (``≥90%``) or in words (``不低于90%``).

Whatever is written reads back as the same meaning; where the usual form has a second reading (``12月``), another form
is taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel._internal.messages import one_of, wrong_value
from perfmodel.values import numerals
from perfmodel.values.kinds import (
    AllOf,
    Boolean,
    Deadline,
    Meaning,
    NoValue,
    Period,
    Placeholder,
    Qualitative,
    Range,
    Ratio,
    Text,
    Threshold,
    plain_number,
)
from perfmodel.values.parser import understand

__all__ = ["STYLES", "write"]

STYLES = ("signs", "words")

_SIGN_OF = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "", "≈": "≈"}
_WORD_OF = {">=": "不低于", ">": "超过", "<=": "不超过", "<": "低于", "=": "", "≈": "约"}
_CHANGES = {None: "", "increase": "提高", "decrease": "降低"}


def write(meaning: Meaning, style: str = "signs") -> str:
    """Return a text that means this; ``style`` is ``signs`` or ``words``.

    A `Text` was not understood and is written as nothing: its target has the printed text. Raises ValueError for an
    unknown style.

    >>> from decimal import Decimal
    >>> target = Threshold(">=", Decimal("2"), "次", "年")
    >>> write(target), write(target, "words")
    ('≥2次/年', '每年不低于2次')
    >>> write(Threshold("=", Decimal("12"), "月"))
    '12(月)'
    """
    if style not in STYLES:
        raise wrong_value(one_of(STYLES), style, "style")
    if isinstance(meaning, Text):
        return ""
    usual = None
    for form in _forms(meaning, style == "words"):
        if understand(form).meaning == meaning:
            return form
        usual = form if usual is None else usual
    return usual or ""


def _forms(meaning: Meaning, in_words: bool) -> Iterator[str]:
    """Ways to write a meaning, the usual one first."""
    if isinstance(meaning, Threshold):
        yield from _threshold(meaning, in_words)
    elif isinstance(meaning, Range):
        yield from _range(meaning, in_words)
    elif isinstance(meaning, (Deadline, Period)):
        yield from _dated(meaning, in_words)
    elif isinstance(meaning, Ratio):
        bound = (_WORD_OF if in_words else _SIGN_OF)[meaning.op]
        yield f"{bound}{plain_number(meaning.left)}:{plain_number(meaning.right)}"
        yield f"{_SIGN_OF[meaning.op]}{plain_number(meaning.left)}/{plain_number(meaning.right)}"
        # 8:30 is a time of day as well.
        yield from _as_fraction(meaning, bound)
    elif isinstance(meaning, AllOf):
        joint = "，且" if in_words else "，"
        yield joint.join(write(part, "words" if in_words else "signs") for part in meaning.parts)
        yield "，且".join(write(part, "signs") for part in meaning.parts)
        yield "，且".join(map(_explicit, meaning.parts))
    elif isinstance(meaning, Boolean):
        yield "是" if meaning.value else "否"
    elif isinstance(meaning, Qualitative):
        yield meaning.words
    elif isinstance(meaning, NoValue):
        yield "无" if in_words else "/"
    elif isinstance(meaning, Placeholder):
        yield (_WORD_OF if in_words else _SIGN_OF)[meaning.op or "="] + "**"
        yield f"{meaning.op}**"


def _explicit(part: Meaning) -> str:
    """With an operator in any case, so that no other one reaches over."""
    forms = [form for form in _forms(part, in_words=False) if "=" in form]
    return next((form for form in forms if understand(form).meaning == part), write(part))


def _as_fraction(meaning: Ratio, bound: str) -> Iterator[str]:
    left, right = meaning.left, meaning.right
    if left == left.to_integral_value() and right == right.to_integral_value() and max(left, right) < 10**12:
        yield f"{numerals.write(int(right))}分之{numerals.write(int(left))}"
        yield f"{bound}{numerals.write(int(right))}分之{numerals.write(int(left))}"


def _tails(per: str | None) -> tuple[str, str]:
    """What counts it in front (每年) and behind (/年)."""
    if per is None:
        return "", ""
    return "".join(f"每{part}" for part in per.split("·")), f"/{per}"


def _threshold(meaning: Threshold, in_words: bool) -> Iterator[str]:
    number, unit, change = plain_number(meaning.number), meaning.unit or "", _CHANGES[meaning.change]
    each, per = _tails(meaning.per)
    bound = (_WORD_OF if in_words else _SIGN_OF)[meaning.op]
    if in_words and meaning.per:
        yield f"{each}{change}{bound}{number}{unit}"
    yield f"{change}{bound}{number}{unit}{per}"
    yield f"{change}{bound}{number}({unit}){per}"
    yield f"{change}{bound or '='}{number}{unit}{per}"
    yield f"{change}{bound or '='}{number}({unit}){per}"
    yield f"{each}{change}{bound}{number}{unit}"
    yield f"{each}{change}{bound or '='}{number}({unit})"


def _range(meaning: Range, in_words: bool) -> Iterator[str]:
    low, high, unit = plain_number(meaning.low), plain_number(meaning.high), meaning.unit or ""
    each, per = _tails(meaning.per)
    change = _CHANGES[meaning.change]
    low_open = "" if meaning.low_included else "（不含）"
    high_open = "" if meaning.high_included else "（不含）"
    if in_words:
        if meaning.per:
            yield f"{each}{change}{low}{unit}{low_open}至{high}{unit}{high_open}"
        yield f"{change}{low}{unit}{low_open}至{high}{unit}{high_open}{per}"
    elif meaning.low_included and meaning.high_included:
        yield f"{change}{low}{unit}~{high}{unit}{per}"
    signs = ["≤" if included else "<" for included in (meaning.low_included, meaning.high_included)]
    yield f"{change}{low}{unit}{signs[0]}X{signs[1]}{high}{unit}{per}"
    yield f"{change}{low}{signs[0]}X{signs[1]}{high}({unit}){per}"
    yield f"{each}{change}{low}{unit}{signs[0]}X{signs[1]}{high}{unit}"


def _spoken(date: str) -> str:
    """2024-12-31 → 2024年12月31日."""
    year, rest = ("", date[2:]) if date.startswith("--") else (f"{date[:4]}年", date[5:])
    if rest.startswith("Q"):
        return f"{year}第{'一二三四'[int(rest[1]) - 1]}季度"
    if rest.startswith("H"):
        return f"{year}{'上' if rest[1] == '1' else '下'}半年"
    parts = [str(int(part)) for part in rest.split("-") if part]
    return year + "".join(part + mark for part, mark in zip(parts, "月日", strict=False))


def _dated(meaning: Deadline | Period, in_words: bool) -> Iterator[str]:
    if isinstance(meaning, Deadline):
        by = meaning.op == "<="
        if not in_words:
            digits = meaning.date if len(meaning.date) == 10 else _spoken(meaning.date)
            yield f"{'≤' if by else ''}{digits}"
        yield f"{_spoken(meaning.date)}{'前' if by else ''}"
        yield f"不晚于{_spoken(meaning.date)}"
        return
    if meaning.start == meaning.end and len(meaning.start) == 4:
        yield f"{meaning.start}年度"
    joint = "至" if in_words else "-"
    yield f"{_spoken(meaning.start)}{joint}{_spoken(meaning.end)}"
