"""The fast way to a value that differs from one already read in nothing but a number: 95% is read as 90% was.

A template is learnt from what the grammar made of a value. It holds for every number with as many digits, as long as
the number says no more than how much (see `telling`) and stands where no date, ratio, fraction or code could: the
grammar has no word that asks for other digits there.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from perfmodel.making import open_form
from perfmodel.remembering import Store
from perfmodel.text import fold
from perfmodel.values.kinds import Meaning, Range, Threshold
from perfmodel.values.telling import is_plain
from perfmodel.values.understanding import Understanding

__all__ = ["by_template", "learn"]

# Numbers beside which nothing stands that makes them part of something else: a date, a rank, a ratio, a code, a blank form.
_NUMBER = re.compile(
    r"(?<![-−+./:∶,第0-9A-Za-z])([0-9]+(?:\.[0-9]+)?)(?![0-9]|\s*[年月日号季./:∶,∕*×_□XxNn])"
    r"|(?<=[%‰][-~—–至到])([0-9]+(?:\.[0-9]+)?)(?=[%‰])"
)
_LONGEST = 60
# Of a range in these, or in none, it depends on the numbers whether they are dates.
_DATED = (None, "年", "日", "月", "号")
_Threshold: Any = open_form(Threshold)
_Range: Any = open_form(Range)
_Understanding: Any = open_form(Understanding)


class _Template(NamedTuple):
    """What is the same for all values of one shape; the numbers are those of the value from which it was learnt."""

    meaning: Threshold | Range
    understood: Understanding


# The text between the numbers, and of each number how many digits it has.
_Key = tuple[str, ...]
_TEMPLATES: Store[_Key, _Template] = Store(4096)


def _parted(text: str) -> tuple[_Key, list[str]] | None:
    """Part a value into its key and its numbers; None where it has no number, or one that says more than how much."""
    if len(text) > _LONGEST:
        return None
    parts: list[str] = []
    numbers: list[str] = []
    folded, at = fold(text), 0
    for match in _NUMBER.finditer(folded):
        printed = match[0]
        size = len(printed)
        if (size > 2 or printed[0] == "0") and not is_plain(printed):
            return None
        start = match.start()
        parts.append(folded[at:start])
        # Three digits or more are alike, and so are decimals.
        parts.append("12"[size - 1] if size < 3 else "." if "." in printed else "3")
        numbers.append(printed)
        at = start + size
    if not numbers:
        return None
    parts.append(folded[at:])
    return tuple(parts), numbers


def by_template(text: str) -> Understanding | None:
    """Return what a value means that differs from one read before in its numbers alone; None for any other.

    >>> learn("≥90%", Understanding(Threshold(">=", Decimal(90), "%"), operator_form="sign"))
    >>> by_template("≥95%").meaning
    Threshold(op='>=', number=Decimal('95'), unit='%', per=None, change=None)
    >>> by_template("≥9%") is None
    True
    """
    parted = _parted(text)
    template = _TEMPLATES.get(parted[0]) if parted else None
    if parted is None or template is None:
        return None
    known, understood = template
    meaning: Any
    if type(known) is Threshold:
        meaning = _Threshold()
        meaning.op, meaning.number = known.op, Decimal(parted[1][0])
        meaning.unit, meaning.per, meaning.change = known.unit, known.per, known.change
        meaning.__class__ = Threshold
    else:
        low, high = map(Decimal, parted[1])
        if low >= high:
            return None
        meaning = Range(low, high, known.unit, known.per, known.change, known.low_included, known.high_included)  # type: ignore[union-attr]
    made = _Understanding()
    made.meaning, made.note, made.phrase = meaning, understood.note, understood.phrase
    made.lookalikes, made.unit_conflict, made.operator_form = (), None, understood.operator_form
    made.__class__ = Understanding
    return made  # type: ignore[no-any-return]


def learn(text: str, understood: Understanding) -> None:
    """Keep what a value means as a template, where nothing but its numbers can differ in others of its shape."""
    meaning: Meaning = understood.meaning
    if understood.lookalikes or understood.unit_conflict or not isinstance(meaning, (Threshold, Range)):
        return
    parted = _parted(text)
    if parted is None:
        return
    if isinstance(meaning, Threshold):
        said = [meaning.number]
    else:
        said = [meaning.low, meaning.high]
        if meaning.unit in _DATED or meaning.low >= meaning.high:
            return
    if said == [Decimal(number) for number in parted[1]]:
        _TEMPLATES.keep(parted[0], _Template(meaning, understood))
