"""Labels of target values that are damaged: nearly one, with blanks in it, or with the ``；`` before it lost.

They are mended before the grammar reads the indicator, so that the grammar stays as strict as it is; each mend is reported.
A mend replaces a label only: names and values are as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from perfmodel._internal.caches import Memory
from perfmodel._internal.near_texts import is_one_edit
from perfmodel.grammars import labels
from perfmodel.model.fields import field_of
from perfmodel.model.indicator import Indicator

__all__ = [
    "ANNUAL_LABELS",
    "WHOLE_PERIOD_LABELS",
    "Mend",
    "MendedText",
    "mends_in",
    "suspected_label",
]


# The labels that the grammar knows, by column.
_LABELS_OF_COLUMN = labels("indicator")
WHOLE_PERIOD_LABELS, ANNUAL_LABELS = _LABELS_OF_COLUMN["whole_period"], _LABELS_OF_COLUMN["annual"]
_COLUMN_OF_LABEL = {label: column for column, known in _LABELS_OF_COLUMN.items() for label in known}
# Behind these stands text of any kind, in which words may be labels' and mean none.
_FREE_LABELS = tuple(label for label, column in _COLUMN_OF_LABEL.items() if field_of(Indicator, column).kind == "prose")
_TARGET_COLUMNS = frozenset(("whole_period", "annual"))
_TARGET_LABELS = (*WHOLE_PERIOD_LABELS, *ANNUAL_LABELS)
# Shorter labels have too many words that are one character off, or end in them.
_SHORTEST_NEAR = 4
_LONGEST_FIRST = sorted((label for label in _COLUMN_OF_LABEL if len(label) >= _SHORTEST_NEAR), key=len, reverse=True)
_BARE_LABELS = ("指标值", "目标值", "绩效指标值", "绩效目标值")
# Labels of other columns, one character off from a known one: words for other times and other standards.
_OTHER_TIMES = re.compile(
    r"(?:[上下前后次隔跨]一?年度?|[去明今历往首全]年|年[均终底初中末]|[季月半旬]度|上?半年度?|[短近远前后末初]期|每年度?)"
    r"(?:绩效)?(?:指标值|目标值)"
)
_OTHER_WORDS = frozenset(
    "评价标准 计分标准 得分标准 打分标准 赋分标准 加分标准 评定标准 评估标准 指标内涵 指标解析 计算单位 目标说明 目标内容 "
    "目标解释 计价单位 指标证明 指标标准".split()
)
_LONGEST_LABEL = max(map(len, _COLUMN_OF_LABEL))
_LABEL_WITHOUT_COLON = re.compile(
    rf"(?<=;)((?:\s{{0,4}})({'|'.join(_TARGET_LABELS)})(?:\s{{0,4}}[;.,、=-](?=[^;。\s])|(?=[0-9≥≤<>=不])))(?!\s*:)"
)
# So long may be what a ; that was moved cuts off a value.
_LONGEST_REST = 8
# Blanks, and characters that are not seen.
_UNSEEN_SIGNS = re.compile("[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")


class Mend(NamedTuple):
    """A stretch of text (offsets) that stands for ``text``, with the code of the finding that reports it.

    ``printed`` is the label as it stands, ``label`` what it must be, ``column`` the field that is read from it.
    """

    start: int
    end: int
    text: str
    code: str
    printed: str
    label: str
    column: str


class MendedText:
    """A text with its mends made, and the way back from its offsets to those of the text as printed."""

    def __init__(self, text: str, mends: Sequence[Mend]) -> None:
        pieces, at, size = [], 0, 0
        self._begins: list[int] = []
        self._ends: list[tuple[int, int, int]] = []
        for mend in mends:
            size += mend.start - at
            pieces += [text[at : mend.start], mend.text]
            self._begins.append(size)
            size += len(mend.text)
            self._ends.append((mend.start, size, mend.end))
            at = mend.end
        self.text = "".join([*pieces, text[at:]])
        self._left_out = [(mend.start, mend.end) for mend in mends if not mend.text]

    def without_left_out(self, printed: str, start: int) -> str:
        """Return a stretch of the text as printed, which begins at ``start``, without what the mends leave out."""
        for first, last in reversed(self._left_out):
            if start <= first < last <= start + len(printed):
                printed = printed[: first - start] + printed[last - start :]
        return printed

    def offset(self, index: int) -> int:
        """Return the offset in the text as printed.

        >>> mended = MendedText("名；年指标值:9", [Mend(2, 7, "年度指标值:", "R17", "年指标值", "年度指标值", "annual")])
        >>> mended.text, mended.offset(8)
        ('名；年度指标值:9', 7)
        """
        at = bisect_left(self._begins, index) - 1
        if at < 0:
            return index
        start, behind, end = self._ends[at]
        return end + index - behind if index >= behind else start


def _nearest(words: str) -> str | None:
    """Return the known label that words are one character off from, None for another label."""
    if not _SHORTEST_NEAR <= len(words) + 1 <= _LONGEST_LABEL + 2:
        return None
    if words in _OTHER_WORDS or _OTHER_TIMES.fullmatch(words):
        return None
    near = (label for label in _COLUMN_OF_LABEL if len(label) >= _SHORTEST_NEAR and is_one_edit(words, label))
    return next(near, None)


_NEAREST: Memory[str, str | None] = Memory(_nearest, 1024)


def mends_in(text: str) -> list[Mend]:
    """Return the mends of the labels in a folded stretch of indicators, in their order.

    A label is mended only where its column is not there already.

    >>> [mend[3:] for mend in mends_in("1-产出指标;11-数量指标;人次;实施周期指标值:9人次年度指标值:9人次")]
    [('R18', '年度指标值', '年度指标值', 'annual')]
    """
    found: list[Mend] = []
    for start, end in _sentences(text):
        printed = {"".join(_UNSEEN_SIGNS.split(text[begin:colon])) for begin, colon, _ in _segments(text, start, end)}
        taken = {_COLUMN_OF_LABEL[words] for words in printed if words in _COLUMN_OF_LABEL}
        for begin, colon, semicolons in _segments(text, start, end):
            moved = _moved_semicolon(text, begin, colon, semicolons, taken)
            if moved:
                found += moved
                taken.add(moved[-1].column)
                continue
            mend = _mend(text, begin, colon, semicolons, taken)
            if mend is not None:
                found.append(mend)
                taken.add(mend.column)
        found += _without_colon(text, start, end, taken)
    return sorted(found)


def _without_colon(text: str, start: int, end: int, taken: set[str]) -> Iterator[Mend]:
    """Yield the mends of labels whose colon was lost, or is another sign: 年度指标值8, 年度指标值;8."""
    for match in _LABEL_WITHOUT_COLON.finditer(text, start, end):
        column = _COLUMN_OF_LABEL[match[2]]
        if column not in taken and text.count(";", start, match.start()) >= 2:
            taken.add(column)
            yield Mend(*match.span(1), f"{match[2]}:", "R17", match[1].strip(), match[2], column)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for at in (match.start() for match in re.finditer("[。\n]", text)):
        yield start, at
        start = at + 1
    yield start, len(text)


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield what stands before each colon, behind ``;`` or another colon: start, end, and how many ``;`` are before it."""
    semicolons = 0
    for match in re.finditer("[;:]", text[start:end]):
        at = start + match.start()
        if match[0] == ":":
            begin = max(text.rfind(";", start, at), text.rfind(":", start, at), start - 1) + 1
            yield begin, at, semicolons
        else:
            semicolons += 1


def _mend(text: str, begin: int, colon: int, semicolons: int, taken: set[str]) -> Mend | None:
    """Return the mend of one label, which stands somewhere between ``begin`` and ``colon``; None where none is needed."""
    if semicolons < 2:
        return None
    segment = text[begin:colon]
    words = "".join(_UNSEEN_SIGNS.split(segment))
    first = begin + len(segment) - len(segment.lstrip())
    printed = text[first:colon].rstrip()
    behind_value = begin > 0 and text[begin - 1] == ":"
    if behind_value:
        whole = max(text.rfind(";", 0, begin), text.rfind("。", 0, begin)) + 1
        if "".join(_UNSEEN_SIGNS.split(text[whole : text.index(":", whole)])) in _FREE_LABELS:
            return None
        mend = _with_colon_inside(text, whole, begin, colon, taken)
        if mend is not None:
            return mend
    if words in _COLUMN_OF_LABEL:
        if behind_value:
            return _behind_colon(text, begin, colon, words)
        if printed != words:
            return Mend(first, colon, words, "R20", printed, words, _COLUMN_OF_LABEL[words])
        return None
    if not behind_value and semicolons > 2 - (words in _BARE_LABELS):
        near = _BARE_TARGET if words in _BARE_LABELS else _NEAREST[words]
        if text.startswith("值:", colon + 1):
            return None
        if near is not None and _COLUMN_OF_LABEL[near] in _TARGET_COLUMNS - taken:
            # In 年度指标:值9人次 the last two characters of the near are swapped.
            swapped = words == near[:-1] and text.startswith("值", colon + 1)
            end, tail = (colon + 2, ":") if swapped else (colon, "")
            return Mend(first, end, near + tail, "R17", text[first:end].rstrip(), near, _COLUMN_OF_LABEL[near])
        return None
    if semicolons > 2 and not behind_value:
        return None
    return _lost_semicolon(text, begin, colon, taken)


def _moved_semicolon(text: str, begin: int, colon: int, semicolons: int, taken: set[str]) -> list[Mend]:
    """Return the mends of a ``;`` that slid into the value before a label, or into the label; none for any other.

    90%或以;上年度指标值:90%或以上 is 90%或以上;年度指标值:90%或以上, and so is 90%或以上年;度指标值:90%或以上.
    """
    words = text[begin:colon].strip()
    value_start = max(text.rfind(sign, 0, begin - 1) for sign in ";:。") + 1
    if semicolons < 2 or text[begin - 1] != ";" or words in _COLUMN_OF_LABEL or text[value_start - 1] != ":":
        return []
    value, semicolon = text[value_start : begin - 1], begin - 1
    for label in _TARGET_LABELS:
        column = _COLUMN_OF_LABEL[label]
        if column in taken:
            continue
        rest = words.removesuffix(label)
        if rest != words and len(rest) <= _LONGEST_REST:
            if not _goes_on(value, rest, text[colon + 1 : min(_ends(text, colon))]):
                continue
            start = text.index(words, begin) + len(rest)
            named = (f"；{words}", f"{rest}；{label}", column)
            return [Mend(semicolon, begin, "", "R17", *named), Mend(start, start, ";", "", *named)]
        head = label[: -len(words)] if len(words) >= _SHORTEST_NEAR and label.endswith(words) else ""
        if head and value.endswith(head):
            printed = text[semicolon - len(head) : colon].rstrip()
            return [Mend(semicolon - len(head), colon, f";{label}", "R17", printed, label, column)]
    return []


def _ends(text: str, colon: int) -> Iterator[int]:
    """Yield where the value behind a colon may end."""
    yield len(text)
    for sign in ";。\n":
        at = text.find(sign, colon)
        if at >= 0:
            yield at


def _goes_on(value: str, rest: str, other: str) -> bool:
    """Whether a value goes on with a rest: it is the other target's then, or is understood with it alone."""
    whole = f"{value.strip()}{rest.strip()}"
    if whole == other.strip():
        return True
    from perfmodel.model.target import Target

    return Target(whole).understood and not Target(value.strip()).understood


def _with_colon_inside(text: str, whole: int, begin: int, colon: int, taken: set[str]) -> Mend | None:
    """Return the mend of a label of a target with a colon inside it, or with two behind it; None for any other."""
    label = "".join(_UNSEEN_SIGNS.split(text[whole:colon].replace(":", "")))
    if label not in _COLUMN_OF_LABEL:
        before = "".join(_UNSEEN_SIGNS.split(_segment_before(text, begin - 1)))
        label = label if before in _COLUMN_OF_LABEL else _NEAREST[label] or label
    column = _COLUMN_OF_LABEL.get(label, "")
    if column in _TARGET_COLUMNS and (column not in taken or not text[begin:colon].strip()):
        return Mend(whole, colon, label, "R17", text[whole:colon].strip(), label, column)
    return None


def _segment_before(text: str, colon: int) -> str:
    return text[max(text.rfind(sign, 0, colon) for sign in ";。:") + 1 : colon]


_BARE_TARGET = "年度指标值"


def _behind_colon(text: str, begin: int, colon: int, label: str) -> Mend:
    """Return the mend of a label with a colon before it: another one's, or the damaged ``;``."""
    before = text[max(0, begin - 1 - _LONGEST_LABEL) : begin - 1].rstrip()
    start = begin if before.endswith(tuple(_COLUMN_OF_LABEL)) else begin - 1
    return Mend(start, colon, f";{label}", "R18", label, label, _COLUMN_OF_LABEL[label])


def _lost_semicolon(text: str, begin: int, colon: int, taken: set[str]) -> Mend | None:
    """Return the mend of a label at the end of a name or a value, None where there is none."""
    words = text[begin:colon].rstrip()
    for label in _LONGEST_FIRST:
        if words.endswith(label) and _COLUMN_OF_LABEL[label] not in taken:
            before = words[: -len(label)]
            if text[begin - 1] == ";" and before.count("(") > before.count(")"):
                return None
            start = begin + len(before)
            return Mend(start, colon, f";{label}", "R18", label, label, _COLUMN_OF_LABEL[label])
    return None


def suspected_label(words: str, has_annual: bool) -> str | None:
    """Return the known label that a further column's may be; None where it is one of its own.

    ``has_annual`` is whether the indicator has a target for the year: 上年度指标值 beside none may be its label.

    >>> suspected_label("计量单泣", True), suspected_label("上年度指标值", True), suspected_label("上年度指标值", False)
    ('计量单位', None, '年度指标值')
    """
    words = "".join(_UNSEEN_SIGNS.split(words))
    if words in _BARE_LABELS:
        return _BARE_TARGET
    if _OTHER_TIMES.fullmatch(words):
        return None if has_annual else _BARE_TARGET
    near = _NEAREST[words]
    if near is None:
        near = next(
            (label for label in _LONGEST_FIRST if _COLUMN_OF_LABEL[label] in _TARGET_COLUMNS and words.endswith(label)),
            None,
        )
    return near
