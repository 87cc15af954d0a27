"""The fast way to a value that differs from one already read in nothing but a number: 95% is read as 90% was.

A template is made from what the grammar says of a value: it must have read these very digits as the value's numbers,
and nothing around them but words of comparison, a unit and the like. It holds for every number written alike (one digit,
several, decimals) that says no more than how much (see `ambiguous_digits`) and stands where no date, ratio, fraction or code could:
the grammar has no word that asks for other digits there. For a grammar that has changed since this was tested there are no
templates.
"""

from __future__ import annotations

import re
from decimal import Decimal
from string import ascii_letters
from typing import Any, NamedTuple, TypeAlias

from perfmodel._internal.caches import Store
from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.grammars.lalr import Tree
from perfmodel.grammars.patterns import is_kept
from perfmodel.source.characters import fold
from perfmodel.values.ambiguous_digits import is_plain
from perfmodel.values.kinds import Meaning, Range, Threshold
from perfmodel.values.result import TargetReading

__all__ = ["SplitValue", "reading_by_template", "remember_template", "split_numbers"]

_NUMBER_RUN = re.compile(r"([0-9]+(?:\.[0-9]+)?)")
# What makes a number part of something else, right before or behind it: a date, a rank, a ratio, a code, a blank form.
_JOINED_IN_FRONT = frozenset("-−+./:∶,第") | frozenset(ascii_letters)
_JOINED_BEHIND = frozenset("年月日号季./:∶,∕*×_□XxNn")
_BOUND_SIGNS = frozenset("≥≤<>")
# What may follow such a number at once.
_PLAIN_BEHIND = frozenset(("", "%", "‰", "人", "元", "万", "次", "个"))
_PASSED_CHARS = frozenset("(\u200b\ufeff")
# What the grammar passes over, and the bracket in which a unit may stand: 35（年）.
_PASSED_BEHIND = re.compile(r"[\s\u200b\ufeff]*(?:\([\s\u200b\ufeff]*)?")
# What may stand around the numbers, by the grammar's names: nothing that holds digits or a remark, counts or dates.
_TERMINALS_AROUND = frozenset(
    "SIGN GE LE GT LT REACH ABOUT LEVEL WITHIN UP DOWN AIM ACT SUBJECT TOPIC EVENT MEAN GE_AFTER LE_AFTER ABOUT_AFTER"
    " NUMBER UNIT SLASH TIMES DASH DONE".split()
)
# But for the second number of 80%-90%.
_RANGE_OF_SHARES = re.compile("[%‰][-~—–至到]")
_LONGEST_WITH_TEMPLATE = 60
# In these it depends on the number whether it is one or a date.
_UNITS_OF_DATES = frozenset(("年", "年度", "日", "月", "月份", "号"))
_threshold = unchecked_constructor(Threshold)
_reading = unchecked_constructor(TargetReading, "meaning", "note", "phrase", "operator_form")


class _Template(NamedTuple):
    """What all values of one shape have in common; the numbers are those of the value that it was made from."""

    meaning: Threshold | Range
    reading: TargetReading


# A value split at its numbers: the texts between them, with how each number is written in its place; and the numbers.
SplitValue: TypeAlias = "tuple[tuple[str, ...], list[str]]"
_TEMPLATES: Store[tuple[str, ...], _Template] = Store(4096)


def split_numbers(text: str) -> SplitValue | None:
    """Return a value split at its numbers; None where there is none that says only how much.

    >>> split_numbers("≥95%"), split_numbers("2024年")
    ((('≥', 'digits', '%'), ['95']), None)
    """
    if len(text) > _LONGEST_WITH_TEMPLATE:
        return None
    parts = _NUMBER_RUN.split(text if text.isascii() else fold(text))
    numbers: list[str] = []
    for at in range(1, len(parts), 2):
        printed, before, behind = parts[at], parts[at - 1], parts[at + 1]
        if (
            before
            and before[-1] in _JOINED_IN_FRONT
            and not (_RANGE_OF_SHARES.fullmatch(before) and behind[:1] in ("%", "‰"))
        ):
            continue
        first = behind[:1]
        if first in _PASSED_CHARS or first.isspace():
            first = _PASSED_BEHIND.sub("", behind, 1)[:1]
        # 20（ ） is a place to be filled in.
        if first and (first in _JOINED_BEHIND or first == ")"):
            continue
        # Behind a sign a number says how much, whatever it looks like, unless what follows may make a date or a year of it.
        if (
            printed[0] == "0" or (len(printed) > 2 and (before[-1:] not in _BOUND_SIGNS or first not in _PLAIN_BEHIND))
        ) and not is_plain(printed):
            return None
        numbers.append(printed)
        # No digit stands for either. 5 and a word that is no known unit may be a name, 35 and the same word are counted.
        parts[at] = "decimals" if "." in printed else "digit" if len(printed) == 1 else "digits"
    return (tuple(parts), numbers) if numbers else None


def reading_by_template(value: SplitValue) -> TargetReading | None:
    """Return what a value means that differs from one read before in its numbers alone; None for any other.

    >>> from perfmodel.values.grammar import parse
    >>> known = TargetReading(Threshold(">=", Decimal(90), "%"), operator_form="sign")
    >>> remember_template(split_numbers("≥90%"), known, parse("≥90%"))
    >>> reading_by_template(split_numbers("≥95%")).meaning
    Threshold(op='>=', number=Decimal('95'), unit='%', per=None, change=None)
    >>> _TEMPLATES.clear()
    >>> reading_by_template(split_numbers("≥95%")) is None
    True
    """
    key, numbers = value
    template = _TEMPLATES.get(key)
    if template is None:
        return None
    known, reading = template
    meaning: Any
    if type(known) is Threshold:
        meaning = _threshold(known.op, Decimal(numbers[0]), known.unit, known.per, known.change)
    else:
        low, high = map(Decimal, numbers)
        if low >= high:
            return None
        meaning = Range(low, high, known.unit, known.per, known.change, known.low_included, known.high_included)  # type: ignore[union-attr]
    return _reading(meaning, reading.note, reading.phrase, reading.operator_form)


def remember_template(value: SplitValue, reading: TargetReading, tree: Tree) -> None:
    """Remember what a value means as a template, if nothing but the numbers can differ in other values of its shape.

    ``tree`` is the syntax tree that the reading was made from.
    """
    meaning: Meaning = reading.meaning
    if reading.lookalikes or reading.unit_conflict or reading.note:
        return
    if isinstance(meaning, Threshold):
        meant, kind = [meaning.number], "quantity"
    elif isinstance(meaning, Range) and meaning.unit is not None and meaning.low < meaning.high:
        meant, kind = [meaning.low, meaning.high], "span"
    else:
        return
    key, numbers = value
    if meant != [Decimal(number) for number in numbers] or meaning.unit in _UNITS_OF_DATES or not is_kept("target"):
        return
    clauses = tree.children
    if len(clauses) != 1 or clauses[0].data != kind:
        return
    tokens = list(clauses[0].tokens())
    read = [token for token in tokens if token.type == "NUMBER"]
    if read == numbers and {token.type for token in tokens} <= _TERMINALS_AROUND:
        _TEMPLATES.keep(key, _Template(meaning, reading))
