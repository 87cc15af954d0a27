"""Reading a target value: from its text to what it means, or to a text with the reason why it is not understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from attrs import evolve

from perfmodel._internal.caches import Memory, Store
from perfmodel.grammars.lalr import Token, Tree
from perfmodel.source.characters import fold
from perfmodel.source.span import Span
from perfmodel.values import qualitative, units
from perfmodel.values.clauses import Clause, read_clause
from perfmodel.values.grammar import NotUnderstood, parse
from perfmodel.values.kinds import AllOf, Meaning, Part, Placeholder, Qualitative, Range, Text, Threshold
from perfmodel.values.modifiers import is_lookalike, operator_of_sign, without_blanks
from perfmodel.values.number_templates import by_template, learn, parted
from perfmodel.values.result import Lookalike, TargetReading, UnitConflict

__all__ = ["Lookalike", "TargetReading", "UnitConflict", "understand"]

LONGEST = 500
_BLANKS = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2000\u2002\u2003\u2009\u200b\u2028\u2029\u202f\u3000\ufeff"
_STOPS = frozenset("。;,、!.")
_STOP = re.compile(r"([。;,、!]|(?<![0-9])\.)\Z")
_SIGNS = re.compile(r"[≥≧⩾≤≦⩽<>=≈≒≮≯﹥﹤═》《±%‰‱℃$¥￥^*×_□+]|\(\s*\)|[Xx]{2}|^[XxNn][一-鿿]")
_NUMERALS = re.compile("[零〇一二三四五六七八九十百千万亿两半]")
_DATE_WORDS = re.compile("年[底末]|季度|半年")
# 《预算法》: a title, not two signs.
_TITLE = re.compile("《[^《》]*》")
# A blank or a line's end in the middle of a word.
_GAP = re.compile(
    "(?<=[一-鿿])(?<![零一二三四五六七八九十百千万亿两])\\s+(?=[一-鿿])|(?<=[一-鿿])\\s+(?![零一二三四五六七八九十百千万亿两])(?=[一-鿿])"
)
_HAN = re.compile("[\u3400-\u9fff]*")
_AND = re.compile("且|并|同时")
_COLUMN = re.compile("[一-鿿㎡㎥%‰A-Za-zμµ(][一-鿿㎡㎥%‰A-Za-z0-9μµ²³()/·*、-]{0,11}")
# A column of units that says what kind of value stands in the cell, not in which unit.
_BOUND = re.compile(r"以[上下内]|内\Z|不[少低超高大小]|[≥≤<>=]")
_NO_UNIT = re.compile(
    r"以[上下内]|内\Z|不|定[性量]|其[他它]|文[字本]|^单位|^[无有否](?!人)|描述|数[值字]|量纲|指标|说明|[≥≤<>=]|[是否有无优良]/|标准\Z|^([空值是率]|是否|数量|面积|优良|合格)\Z"
)
_NO_UNIT_ALONE = re.compile("[A-Za-z]|[十百半].*")
_COUNTED = re.compile("[〇一二三四五六七八九十百千两零]+[多几余来]*([万亿]?[一-鿿]{1,4})")
# 叁拾万元: numerals as cheques have them, which no rule reads.
_FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖佰仟]")
_FRACTION = re.compile(
    "分之|半个?[年月天日小周]|[一二三四五六七八九十]点[零一二三四五六七八九]|[一二两三四五六七八九]成"
)


def understand(text: str, unit: str | None = None) -> TargetReading:
    """Return what a target value means; ``unit`` is the text of the table's own column of units, where it has one.

    Never raises on a string; what has no certain meaning is a `Text` with the reason.

    Source: 以上, 以下, 以内 include the number, 超过, 不满 do not (民法典第一千二百五十九条).

    >>> understand("90%或以上（计划标准）").note
    '计划标准'
    >>> understand("28.8万元", "%").unit_conflict
    UnitConflict(cell='万元', column='%')
    >>> understand("工5%").meaning.kind
    'text'
    """
    if unit is None:
        return _UNDERSTOOD[text]
    found = _IN_COLUMNS.get((text, unit))
    if found is not None:
        return found
    # No unit is so long.
    return _IN_COLUMNS.keep((text, unit), in_full(text, None if len(unit) > LONGEST else unit))


def parse_uncached(text: str) -> TargetReading:
    """Return what a value means that no column says anything about, by its template or in full; nothing is kept of it.

    >>> parse_uncached("95%") == understand("95%")
    True
    """
    value = parted(text)
    found = None if value is None else by_template(value)
    if found is None:
        trees: list[Tree] = []
        found = in_full(text, None, trees)
        if value is not None and trees:
            learn(value, found, trees[0])
    return found


_UNDERSTOOD: Memory[str, TargetReading] = Memory(parse_uncached, 8192)
_IN_COLUMNS: Store[tuple[str, str], TargetReading] = Store(8192)


def _too_long() -> TargetReading:
    return TargetReading(Text(f"多于 {LONGEST} 个字", f"more than {LONGEST} characters"))


def in_full(text: str, unit: str | None, trees: list[Tree] | None = None) -> TargetReading:
    """Return what a value means without looking at any other; ``trees`` takes the tree that the grammar makes of it.

    >>> in_full("≥90%", None).meaning.op
    '>='
    """
    if len(text) > 4 * LONGEST and len(text.strip(_BLANKS)) > LONGEST:
        return _too_long()
    start = len(text) - len(text.lstrip(_BLANKS))
    stripped = text[start:].rstrip(_BLANKS)
    if len(stripped) > LONGEST:
        return _too_long()
    folded, places = _closed(fold(stripped), start)
    while folded[-1:] in _STOPS and _STOP.search(folded):
        folded = folded[:-1].rstrip(_BLANKS)
    # What is printable to Python is of none of these categories.
    if not folded.isprintable() and any(
        unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and not char.isspace() for char in folded
    ):
        return TargetReading(Text("含有控制字符或无效字符", "holds control characters or invalid ones"))
    plain = without_blanks(folded)
    if not plain:
        return TargetReading(Placeholder())
    known = qualitative.fixed(plain)
    if known is not None:
        return TargetReading(known)
    if _is_unit_alone(plain):
        return TargetReading(Placeholder())
    if not _may_hold_number(plain):
        return TargetReading(_words(plain))
    try:
        tree = parse(folded)
        if trees is not None:
            trees.append(tree)
        return _by_grammar(tree, folded, text, places, unit)
    except NotUnderstood as problem:
        if _holds_number(plain):
            return TargetReading(Text(problem.reason, problem.english))
        return TargetReading(_words(plain))


def _is_unit_alone(plain: str) -> bool:
    # A is a grade, not an ampere that somebody forgot to count.
    if _NO_UNIT_ALONE.fullmatch(plain) and plain not in ("百分比", "百分点"):
        return False
    return all(units.look_up(part) is not None and not units.is_incident(part) for part in plain.split("/"))


def _words(plain: str) -> Qualitative | Text:
    if not any(char.isalpha() for char in plain):
        return Text("没有文字，也没有数目", "holds neither words nor a number")
    return qualitative.qualitative(plain)


def _any_digit(plain: str) -> bool:
    # ① and Ⅱ are numbers that no rule reads; 一 is looked at elsewhere.
    return _HAN.fullmatch(plain) is None and any(
        char.isnumeric() and not "\u3400" <= char <= "\u9fff" and char != "〇" for char in plain
    )


def _may_hold_number(plain: str) -> bool:
    if _any_digit(plain) or _SIGNS.search(_TITLE.sub("", plain)):
        return True
    rest = qualitative.without_idioms(plain)
    return bool(_NUMERALS.search(rest) or _DATE_WORDS.search(rest))


def _holds_number(plain: str) -> bool:
    if _any_digit(plain) or _SIGNS.search(_TITLE.sub("", plain)):
        return True
    rest = qualitative.without_idioms(plain)
    if _FRACTION.search(rest) or _FORMAL.search(rest) or not _NUMERALS.sub("", rest):
        return True
    return any(
        units.look_up(match[1][:length]) is not None
        for match in _COUNTED.finditer(rest)
        for length in range(1, len(match[1]) + 1)
    )


def _closed(folded: str, start: int) -> tuple[str, Sequence[int]]:
    """The text without the blanks between two characters of a word (个工 作日), and where each character stood.

    A blank between two numerals stays: it is not certain that they are one number.
    """
    if folded.isprintable() and " " not in folded:
        return folded, range(start, start + len(folded))
    gaps = {at for match in _GAP.finditer(folded) for at in range(*match.span())}
    kept = [at for at in range(len(folded)) if at not in gaps]
    return "".join(folded[at] for at in kept), [start + at for at in kept]


def _by_grammar(tree: Tree, folded: str, text: str, places: Sequence[int], unit: str | None) -> TargetReading:
    column = _column(unit)
    tokens = list(tree.tokens())
    numerals = {token.start_pos for token in tokens if token.type == "NUMERAL"}
    for first, end in qualitative.idioms(folded) if numerals else ():
        if first in numerals:
            raise NotUnderstood(f"“{folded[first:end]}”不是数目", f"{folded[first:end]} is no number")
    trees: list[Tree] = [child for child in tree.children if not isinstance(child, str)]
    clauses = [read_clause(child, column[0] if column and len(trees) == 1 else None) for child in trees]
    joints = [child for child in tree.children if isinstance(child, str)]
    meaning = clauses[0].meaning if len(clauses) == 1 else _joined(clauses, all(_AND.search(sep) for sep in joints))
    if unit is not None and isinstance(meaning, (Threshold, Range)) and _BOUND.search(without_blanks(fold(unit))):
        # 24 小时内: the bound stands in the column, and one of the cell may or may not agree.
        raise NotUnderstood("单位栏里有比较词", "words of comparison in the column of units")
    meaning, conflict = _with_column(meaning, column)
    notes = [note for clause in clauses for note in clause.notes if note]
    phrases = [phrase for clause in clauses for phrase in clause.phrases]
    form = None
    signs = [token for token in tokens if token.type == "SIGN"]
    if isinstance(meaning, Threshold) and clauses[0].bounded:
        form = "sign" if signs else "words"
    return TargetReading(
        meaning, "；".join(notes) or None, "，".join(phrases) or None, _lookalikes(signs, text, places), conflict, form
    )


def _lookalikes(signs: list[Token], text: str, places: Sequence[int]) -> tuple[Lookalike, ...]:
    found = []
    for token in signs:
        if is_lookalike(str(token)):
            first = token.start_pos or 0
            span = Span(places[first], places[first + len(token) - 1] + 1)
            found.append(Lookalike(text[span.start : span.end], operator_of_sign(str(token)), span))
    return tuple(sorted(found, key=lambda lookalike: lookalike.span))


def _joined(clauses: list[Clause], said: bool) -> Meaning:
    """Several conditions: one range where they are its two ends, or all of them together.

    ``said`` tells that 且 stands between them: then two numbers of one unit are meant to hold together.
    """
    for clause in clauses:
        if not isinstance(clause.meaning, Part):
            raise NotUnderstood("几项条件中有一项没有内容", "one of several conditions says nothing")
    if all(isinstance(clause.meaning, Qualitative) for clause in clauses):
        raise NotUnderstood("没有数目", "there is no number")
    merged = _two_ends(clauses)
    if merged is not None:
        return merged
    _check_scopes([clause for clause in clauses if isinstance(clause.meaning, (Threshold, Range))], said)
    return AllOf(tuple(clause.meaning for clause in clauses))  # type: ignore[misc]


def _two_ends(clauses: list[Clause]) -> Range | None:
    ends = [clause.meaning for clause in clauses if isinstance(clause.meaning, Threshold)]
    if len(clauses) != 2 or len(ends) != 2 or clauses[1].phrases:
        return None
    low, high = sorted(ends, key=lambda end: end.op.startswith("<"))
    alike = (low.unit, low.per, low.change) == (high.unit, high.per, high.change)
    if not alike or low.op not in (">=", ">") or high.op not in ("<=", "<"):
        return None
    if low.number > high.number:
        raise NotUnderstood("区间的下限大于上限", "the lower end of the range is above the upper one")
    return Range(low.number, high.number, low.unit, low.per, low.change, low.op == ">=", high.op == "<=")


def _check_scopes(numeric: list[Clause], said: bool) -> None:
    """Refuse what leaves open how far a word reaches: 不少于3次，5人; 提高5%，10%."""
    meanings: list[Any] = [clause.meaning for clause in numeric]
    if len(numeric) < 2:
        return
    if any(meaning.unit is None for meaning in meanings):
        raise NotUnderstood("几个数中有的没有单位", "some of several numbers have no unit")
    if _mixed(numeric) and not all(clause.phrases for clause in numeric):
        raise NotUnderstood("几个数中有的没有比较词", "some of several numbers have no word of comparison")
    if len({meaning.change for meaning in meanings}) > 1 or (meanings[0].change and len(numeric) > 1):
        raise NotUnderstood("增减管到哪个数不明", "it is not certain to which numbers more or less belongs")
    for before, after in pairwise(numeric):
        one, other = before.meaning, after.meaning
        assert isinstance(one, (Threshold, Range))
        assert isinstance(other, (Threshold, Range))
        if before.each_first and other.per is None:
            raise NotUnderstood("“每”管到哪个数不明", "it is not certain to which numbers 每 belongs")
        alike = (one.unit, one.per) == (other.unit, other.per)
        if alike and not said and not (before.phrases and after.phrases):
            raise NotUnderstood("同一单位有两个数", "two numbers of the same unit")


def _mixed(numeric: list[Clause]) -> bool:
    """Whether a word of comparison may reach over to a number that has none: 不少于3次，5人; 3次，5人以上."""
    pairs = list(pairwise(clause for clause in numeric if isinstance(clause.meaning, Threshold)))
    return any(one.bounded and not other.bounded for one, other in pairs) or any(
        not one.bounded and other.bounded and not other.bound_first for one, other in pairs
    )


def _column(text: str | None) -> tuple[str, str | None] | None:
    """Unit and per of the table's own column of units; None where it names none."""
    if text is None:
        return None
    plain = without_blanks(fold(text))
    plain = re.sub(r"\((百分比|百分数|百分号|%)\)\Z", "", plain)
    head, _, remark = plain.rstrip(")").partition("(")
    if units.look_up(head) is not None and (units.look_up(remark) is None or units.same(head, remark)):
        plain = head  # 元（人民币）, but not 人（次）
    if plain in ("百分比", "百分数", "百分号", "百分率", "百分之"):
        plain = "%"
    if _NO_UNIT.search(plain) or qualitative.fixed(plain) is not None:
        return None
    if re.fullmatch("[一-鿿][·*•.][一-鿿]{1,2}", plain):
        return f"{plain[0]}·{plain[2:]}", None  # 人·月 is one unit, not men for each month
    head, *tail = re.split("[/·*、]", plain)
    alternatives = "/" not in plain or (len(tail) == 1 and units.may_be_either(head, tail[0]))
    if (not tail or not alternatives) and head and units.is_plausible(head) and all(map(units.is_plausible, tail)):
        return head, "·".join(tail) or None
    # The column says what the unit is, so one that is not known (台（套）) is kept as it is.
    return (plain, None) if _COLUMN.fullmatch(plain) else None


def _with_column(meaning: Meaning, column: tuple[str, str | None] | None) -> tuple[Meaning, UnitConflict | None]:
    """Join the own column of units in: it fills what the cell leaves out, and never overrules it."""
    if column is None or not isinstance(meaning, (Threshold, Range)):
        return meaning, None
    unit, per = column
    if meaning.unit is None and re.search("日期|时间|时点|年月|月份", unit):
        raise NotUnderstood("单位栏是日期，指标值是数目", "a number where the column of units asks for a date")
    shown = unit if per is None else f"{unit}/{per}"
    if meaning.unit is None:
        if meaning.per is not None and per is not None and meaning.per != per:
            raise NotUnderstood("“每”与单位栏不同", "每 differs from the column of units")
        return evolve(meaning, unit=unit, per=meaning.per or per), None
    if meaning.unit in ("万", "亿") and units.look_up(meaning.unit + unit) is not None:
        # ("620万", "元"); ("620万", "万元") leaves open whether the scale is meant once or twice.
        return evolve(meaning, unit=meaning.unit + unit, per=meaning.per or per), None
    if not units.same(meaning.unit, unit):
        return meaning, UnitConflict(meaning.unit, shown)
    if meaning.per is None:
        return evolve(meaning, per=per), None
    return meaning, None if per is None or per == meaning.per else UnitConflict(f"{meaning.unit}/{meaning.per}", shown)
