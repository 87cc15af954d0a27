"""Reading a target value: from its text to what it means, or to a text with the reason why it is not understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from perfmodel._internal.caches import Memory, Store, remembered
from perfmodel.grammars.lalr import Token, Tree
from perfmodel.source.characters import fold
from perfmodel.source.span import Span
from perfmodel.values import qualitative
from perfmodel.values.brackets import open_unit_brackets
from perfmodel.values.clause import Clause
from perfmodel.values.clauses import read_clause
from perfmodel.values.column_parts import joined_with_column
from perfmodel.values.grammar import NotUnderstood, parse
from perfmodel.values.joined_clauses import joined_clauses
from perfmodel.values.kinds import Placeholder, Qualitative, Text, Threshold
from perfmodel.values.modifiers import is_lookalike, operator_of_sign, without_blanks
from perfmodel.values.number_signs import holds_number, is_unit_alone, may_hold_number
from perfmodel.values.number_templates import reading_by_template, remember_template, split_numbers
from perfmodel.values.operator_column import OperatorCell, read_operator_cell, with_operator_of_column
from perfmodel.values.refusals import refusal
from perfmodel.values.result import Lookalike, TargetReading, UnitConflict
from perfmodel.values.unit_column import refuse_bound_in_column, unit_of_column, with_unit_of_column

__all__ = ["Lookalike", "OperatorCell", "TargetReading", "UnitConflict", "operator_cell", "understand"]

# Nothing longer is read: no table has such a value.
LONGEST_VALUE = 500
# In nothing longer is looked for what is wrong with it.
_LONGEST_EXPLAINED = 60
_STRIPPED_BLANKS = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2000\u2002\u2003\u2009\u200b\u2028\u2029\u202f\u3000\ufeff"
# What may stand at the end of a value and says nothing.
_STOP_CHARS = frozenset("。;,、!.")
_STOP_AT_END = re.compile(r"([。;,、!]|(?<![0-9])\.)\Z")
# A blank or a line's end in the middle of a word.
_GAP = re.compile(
    "(?<=[一-鿿])(?<![零一二三四五六七八九十百千万亿两])\\s+(?=[一-鿿])|(?<=[一-鿿])\\s+(?![零一二三四五六七八九十百千万亿两])(?=[一-鿿])"
)
_WORD_FOR_AND = re.compile("且|并|同时")


def understand(text: str, unit: str | None = None, operator: str | None = None) -> TargetReading:
    """Return what a target value means; ``unit`` and ``operator`` are the cells of the table's own columns, where it has them.

    Never raises on a string; what has no certain meaning is a `Text` with the reason.

    Source: 以上, 以下 and 以内 include the number; 超过 and 不满 exclude it (民法典第一千二百五十九条).

    >>> understand("90%或以上（计划标准）").note
    '计划标准'
    >>> understand("28.8万元", "%").unit_conflict
    UnitConflict(cell='万元', column='%')
    >>> understand("95", "%", "≥").meaning == understand("≥95%").meaning
    True
    >>> understand("工5%").meaning.kind
    'text'
    """
    if operator is not None:
        return _in_columns(text, unit, operator)
    if unit is None:
        return _UNDERSTOOD[text]
    found = _IN_COLUMNS.get((text, unit))
    if found is not None:
        return found
    # No unit is so long.
    return _IN_COLUMNS.keep((text, unit), parse_without_template(text, None if len(unit) > LONGEST_VALUE else unit))


@remembered(8192)
def _in_columns(text: str, unit: str | None, operator: str) -> TargetReading:
    """Return what a value means beside a column of signs, and one of units where there is one."""

    def read(value: str) -> TargetReading:
        return understand(value, unit)

    cell = operator_cell(operator)
    return with_operator_of_column(text, None if cell is None else cell.op, read(text), read)


@remembered(256)
def operator_cell(text: str) -> OperatorCell | None:
    """Return what a cell of the table's own column of signs says; None where it says nothing that is known.

    >>> operator_cell("≥").op, operator_cell("反向").better, operator_cell("定性").sort
    ('>=', 'lower', 'qualitative')
    """
    return read_operator_cell(text, understand)


def parse_uncached(text: str) -> TargetReading:
    """Return what a value means that no column says anything about, by its template or in full; nothing is kept of it.

    >>> parse_uncached("95%") == understand("95%")
    True
    """
    value = split_numbers(text)
    found = None if value is None else reading_by_template(value)
    if found is None:
        trees: list[Tree] = []
        found = parse_without_template(text, None, trees)
        if value is not None and trees:
            remember_template(value, found, trees[0])
    return found


_UNDERSTOOD: Memory[str, TargetReading] = Memory(parse_uncached, 8192)
_IN_COLUMNS: Store[tuple[str, str], TargetReading] = Store(8192)


def _too_long() -> TargetReading:
    return TargetReading(Text(f"超过 {LONGEST_VALUE} 个字", f"more than {LONGEST_VALUE} characters"))


def parse_without_template(text: str, unit: str | None, trees: list[Tree] | None = None) -> TargetReading:
    """Return what a value means, found without any template; nothing is remembered.

    ``trees`` takes the syntax tree, where the grammar has the value.

    >>> parse_without_template("≥90%", None).meaning.op
    '>='
    """
    if len(text) > 4 * LONGEST_VALUE and len(text.strip(_STRIPPED_BLANKS)) > LONGEST_VALUE:
        return _too_long()
    start = len(text) - len(text.lstrip(_STRIPPED_BLANKS))
    stripped = text[start:].rstrip(_STRIPPED_BLANKS)
    if len(stripped) > LONGEST_VALUE:
        return _too_long()
    joined = None if unit is None else joined_with_column(stripped, unit, _bare_reading)
    if joined is not None:
        return joined
    folded, places = _without_gaps(fold(stripped), start)
    folded = open_unit_brackets(folded)
    while folded[-1:] in _STOP_CHARS and _STOP_AT_END.search(folded):
        folded = folded[:-1].rstrip(_STRIPPED_BLANKS)
    # What is printable to Python is of none of these categories.
    if not folded.isprintable() and any(
        unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and not char.isspace() for char in folded
    ):
        return TargetReading(Text("含有控制字符或无效字符", "contains control or invalid characters", "damaged"))
    plain = without_blanks(folded)
    if not plain:
        return TargetReading(Placeholder())
    known = qualitative.listed(plain)
    if known is not None:
        return TargetReading(known)
    if is_unit_alone(plain):
        return TargetReading(Placeholder())
    if not may_hold_number(plain):
        return TargetReading(_value_in_words(plain))
    try:
        tree = parse(folded)
        if trees is not None:
            trees.append(tree)
        return _read_tree(tree, folded, text, places, unit)
    except NotUnderstood as problem:
        if holds_number(plain):
            found = _explained(problem, folded)
            return TargetReading(Text(found.reason, found.english, found.cause))
        return TargetReading(_value_in_words(plain))


def _explained(problem: NotUnderstood, folded: str) -> NotUnderstood:
    """Return why a value is not understood: what is wrong with it, where that can be seen, for where the grammar stopped."""
    if problem.cause != "unknown" or len(folded) > _LONGEST_EXPLAINED:
        return problem
    return refusal(folded, _is_understood) or problem


def _is_understood(folded: str) -> bool:
    """Tell whether a folded text has a certain meaning."""
    try:
        _read_tree(parse(folded), folded, folded, range(len(folded)), None)
    except NotUnderstood:
        return False
    return True


def _bare_reading(text: str) -> TargetReading:
    """Return what a value means beside no column of units."""
    return parse_without_template(text, None)


def _value_in_words(plain: str) -> Qualitative | Text:
    """Return what a text without any number means."""
    if "?" in plain and is_unit_alone(plain.replace("?", "")):
        return Text("“?”处的数目已丢失", "the number at “?” has been lost", "damaged")
    if not any(char.isalpha() for char in plain):
        return Text("既无文字，也无数目", "contains neither words nor a number")
    return qualitative.qualitative(plain)


def _without_gaps(folded: str, start: int) -> tuple[str, Sequence[int]]:
    """Return a text without the blanks between two characters of a word (个工 作日), and where each character stood.

    A blank between two numerals stays: it is not certain that they are one number.
    """
    if folded.isprintable() and " " not in folded:
        return folded, range(start, start + len(folded))
    gaps = {at for match in _GAP.finditer(folded) for at in range(*match.span())}
    kept = [at for at in range(len(folded)) if at not in gaps]
    return "".join(folded[at] for at in kept), [start + at for at in kept]


def _read_tree(tree: Tree, folded: str, text: str, places: Sequence[int], unit: str | None) -> TargetReading:
    """Return what a syntax tree means; ``places`` are the offsets of the folded text's characters in ``text``."""
    column = unit_of_column(unit)
    tokens = list(tree.tokens())
    _refuse_idioms(tokens, folded)
    clauses = _clauses(tree, column[0] if column else None)
    if len(clauses) == 1:
        meaning = clauses[0].meaning
    else:
        joints = [str(child) for child in tree.children if isinstance(child, Token)]
        meaning = joined_clauses(clauses, with_and=all(map(_WORD_FOR_AND.search, joints)))
    refuse_bound_in_column(meaning, unit)
    meaning, conflict = with_unit_of_column(meaning, column)
    signs = [token for token in tokens if token.type == "SIGN"]
    form = None
    if isinstance(meaning, Threshold) and clauses[0].bounded:
        form = "sign" if signs else "words"
    notes = "；".join([note for clause in clauses for note in clause.notes if note])
    phrases = "，".join([phrase for clause in clauses for phrase in clause.phrases])
    return TargetReading(meaning, notes or None, phrases or None, _lookalikes(signs, text, places), conflict, form)


def _clauses(tree: Tree, column: str | None) -> list[Clause]:
    """Return the conditions of a value; the column of units belongs to one that stands alone."""
    trees = [child for child in tree.children if isinstance(child, Tree)]
    return [read_clause(child, column if len(trees) == 1 else None) for child in trees]


def _refuse_idioms(tokens: list[Token], folded: str) -> None:
    """Raise NotUnderstood where a numeral is part of an idiom: the 十分 of 十分满意."""
    numerals = {token.start_pos for token in tokens if token.type == "NUMERAL"}
    for first, end in qualitative.idioms(folded) if numerals else ():
        if first in numerals:
            raise NotUnderstood(f"“{folded[first:end]}”不是数目", f"“{folded[first:end]}” is not a number")


def _lookalikes(signs: list[Token], text: str, places: Sequence[int]) -> tuple[Lookalike, ...]:
    """Return the signs that were read as others, in the order of their places."""
    found = []
    for token in signs:
        if is_lookalike(str(token)):
            first = token.start_pos or 0
            span = Span(places[first], places[first + len(token) - 1] + 1)
            found.append(Lookalike(text[span.start : span.end], operator_of_sign(str(token)), span))
    return tuple(sorted(found, key=lambda lookalike: lookalike.span))
