"""What differs in amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from perfmodel.comparison.change import Change
from perfmodel.comparison.field_pair import FieldPair
from perfmodel.comparison.identities import same_amount
from perfmodel.model.funding import AMOUNTS, FURTHER_SOURCES, Funding
from perfmodel.source.characters import fold
from perfmodel.strings.canonical import EMPTY_COLUMN

__all__ = ["amounts"]

_COMPARED_AMOUNTS = (*AMOUNTS, *FURTHER_SOURCES)
_NO_AMOUNT = frozenset("-–—/")


def amounts(at: FieldPair, old: Funding, new: Funding) -> Iterator[Change]:
    """Amounts that differ; in two units they are converted where both are known."""
    currencies = at.around.currencies
    known = None not in currencies
    unknown = "unknown_currency" if not known and currencies[0] != currencies[1] else ""
    for minor, column in enumerate(_COMPARED_AMOUNTS):
        one, other = getattr(old, column), getattr(new, column)
        if one is None and other is None:
            continue
        kind, why = "money", unknown
        if one is None or other is None:
            # A PDF loses empty columns; a total that is missing is another matter.
            if column != "total" and not (one or other):
                kind, why = "reworded", "not_printed"
        elif same_amount(one, currencies[0] if known else None) == same_amount(other, currencies[1] if known else None):
            continue
        inner = evolve(at, subject=f"{at.subject}.{column}", minor=at.minor + minor)
        yield inner.change(kind, one, other, why, unit_old=currencies[0], unit_new=currencies[1])
    if _untold(old) != _untold(new):
        inner = evolve(at, subject=f"{at.subject}.printed", minor=at.minor + len(_COMPARED_AMOUNTS))
        yield inner.change("money", old.printed, new.printed, "untold_columns")


def _untold(funding: Funding) -> tuple[object, ...]:
    """What the printed line says that the amounts do not."""
    words = (funding.printed or "").split()
    amounts = list(funding.amounts)
    if len(words) == len(AMOUNTS) and [_amount(word) for word in words] == amounts:
        return ()
    amounts += funding.sources[len(AMOUNTS) - 1 :]
    left: list[object] = []
    for word in words:
        amount = _amount(word)
        if amount in amounts and amount is not None:
            amounts.remove(amount)
        else:
            left.append(fold(word) if amount is None and not set(word) <= _NO_AMOUNT else amount or EMPTY_COLUMN)
    return tuple(left)


def _amount(word: str) -> Decimal | None:
    text = fold(word).replace(",", "")
    return Decimal(text) if re.fullmatch(r"[-+]?[0-9]{1,60}(\.[0-9]{0,60})?", text) else None
