"""Names on the axis of a picture: on one line or two, broken between words and never inside a number and its unit."""

from __future__ import annotations

import re
from functools import cache

from attrs import frozen

from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible
from perfmodel.values.units import look_up
from perfmodel.vocabulary.groups import group

__all__ = ["label_on_axis"]

# Columns of a line, where a wide character takes two; and of a line that would have to leave something out otherwise.
_LINE_COLUMNS, _MOST_LINE_COLUMNS = 34, 38
_NUMBER_IN_NAME = r"第?[0-9０-９]+(?:[.,．，\-–—~～至/:：%％][0-9０-９]+)*[%％]?|第[一二三四五六七八九十百]+"
_FOREIGN_WORD = r"[A-Za-z0-9][A-Za-z0-9.&'_+\-]*"
_PIECE_OF_NAME = re.compile(
    f"(?P<number>{_NUMBER_IN_NAME})|(?P<foreign>{_FOREIGN_WORD})|(?P<blank> +)|(?P<other>.)", re.DOTALL
)
_LONGEST_UNIT_IN_NAME, _LONGEST_WORD_OF_NAME = 5, 5
# What may stand between a number and its unit (3万多人), and the units of ordinals and dates that measure nothing.
_BEFORE_UNIT = re.compile("[多余]?[十百千万亿]*[多余]?")
_ORDINAL_UNITS = frozenset("年度 季度 学年 批次 标段 年 月份 月 日 号 批 期 届 级 类".split())
_SIGNS_BEGINNING_PIECE, _SIGNS_ENDING_PIECE = "（(《“‘【〔[", "）)》”’】〕]，、；：。,;:.!?！？"
# How unwelcome a break is, in columns by which the two lines may differ instead.
_AT_SIGN, _AT_WORD, _AT_ONE_WORD, _INSIDE_WORD = 0, 4, 12, 30


@frozen
class _Piece:
    """A part of a name that stays on one line, and whether it is a word, a number or a sign, not just any character."""

    text: str
    is_word: bool


def label_on_axis(text: str) -> str:
    """Return a name on one line or two; of a longer one the beginning and the end, in which like names differ.

    >>> print(label_on_axis("广州市残疾人就业培训服务中心2023-2024年信息系统运行和维护项目"))
    广州市残疾人就业培训服务中心
    2023-2024年信息系统运行和维护项目
    """
    text = visible(text)
    if width(text) <= _LINE_COLUMNS:
        return text
    pieces = _pieces(text)
    best: tuple[int, str] | None = None
    for at in range(1, len(pieces)):
        first, second = _joined(pieces[:at]), _joined(pieces[at:])
        cost = _cost(pieces[at - 1].text, pieces[at].text, pieces[at - 1].is_word + pieces[at].is_word)
        if cost is None or max(width(first), width(second)) > _MOST_LINE_COLUMNS:
            continue
        cost += abs(width(first) - width(second))
        if best is None or cost < best[0]:
            best = cost, f"{first}\n{second}"
    return best[1] if best is not None else _beginning_and_end(pieces)


def _beginning_and_end(pieces: list[_Piece]) -> str:
    """Return two lines of what is too long for them, with … where something was left out."""
    beginning, end = "", ""
    for piece in pieces:
        if width(beginning + piece.text) > _LINE_COLUMNS - 1:
            break
        beginning += piece.text
    for piece in reversed(pieces):
        if width(piece.text + end) > _LINE_COLUMNS:
            break
        end = piece.text + end
    whole = "".join(piece.text for piece in pieces)
    # One piece that is longer than a line is broken anywhere.
    beginning = beginning or _fitting(whole)
    end = end or _fitting(whole[::-1])[::-1]
    return f"{beginning.rstrip()}…\n{end.strip()}"


def _fitting(text: str) -> str:
    while width(text) > _LINE_COLUMNS - 1:
        text = text[: max(len(text) - max((width(text) - _LINE_COLUMNS) // 2, 1), 0)]
    return text


def _joined(pieces: list[_Piece]) -> str:
    return "".join(piece.text for piece in pieces).strip()


def _cost(before: str, behind: str, words: int) -> int | None:
    """Return how unwelcome a break between two pieces is, None where there may be none; ``words`` of them are words."""
    if before[-1] in _SIGNS_BEGINNING_PIECE or behind[0] in _SIGNS_ENDING_PIECE:
        return None
    if before[-1] in _SIGNS_ENDING_PIECE or behind[0] in _SIGNS_BEGINNING_PIECE or before.isspace() or behind.isspace():
        return _AT_SIGN
    return (_INSIDE_WORD, _AT_ONE_WORD, _AT_WORD)[words]


@cache
def _words() -> frozenset[str]:
    return frozenset(group("words_of_names")["words"])


def _pieces(text: str) -> list[_Piece]:
    """Return the parts of a name that are not broken: words, numbers with their units, signs, other characters."""
    found: list[_Piece] = []
    at = 0
    while at < len(text):
        match = _PIECE_OF_NAME.match(text, at)
        assert match is not None
        end = match.end()
        if match.lastgroup == "number":
            end = _behind_unit(text, end)
        elif match.lastgroup == "other":
            end = next(
                (at + size for size in range(_LONGEST_WORD_OF_NAME, 1, -1) if text[at : at + size] in _words()), end
            )
        found.append(_Piece(text[at:end], end - at > 1 or match.lastgroup != "other"))
        at = end
    return found


def _behind_unit(text: str, at: int) -> int:
    """Return the place behind the unit of the number that ends at ``at``."""
    between = _BEFORE_UNIT.match(text, at)  # it always matches, if only nothing
    for start in (between.end() if between else at, at):
        for size in range(_LONGEST_UNIT_IN_NAME, 0, -1):
            unit = text[start : start + size]
            if len(unit) == size and (unit in _ORDINAL_UNITS or look_up(unit) is not None):
                return start + size
    return between.end() if between else at
