"""The canonical indicator string and the canonical line of money: the forms that need no `printed` beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.model.indicator import Indicator
from perfmodel.source.characters import fold

if TYPE_CHECKING:
    from perfmodel.model.fields import Field

__all__ = [
    "EMPTY_COLUMN",
    "amount_text",
    "canonical",
    "canonical_funding",
    "decimals_of",
    "labelled_fields",
    "read_amounts",
]

# What stands in a column of money without an amount, where leaving it out would make the others ambiguous.
EMPTY_COLUMN = "—"


def amount_text(amount: Decimal, decimals: int = 2) -> str:
    """Write an amount in full, with ``decimals`` at least and all that it has.

    >>> amount_text(Decimal("18")), amount_text(Decimal("1E+3")), amount_text(Decimal("0.125"))
    ('18.00', '1000.00', '0.125')
    """
    text = f"{amount:f}"
    return text if len(text.partition(".")[2]) >= decimals else f"{amount:.{decimals}f}"


def decimals_of(amount: Decimal) -> int:
    """Return how many decimals an amount has as it was written.

    >>> decimals_of(Decimal("18.00")), decimals_of(Decimal("1E+3"))
    (2, 0)
    """
    return len(f"{amount:f}".partition(".")[2])


def canonical_funding(funding: Funding) -> str:
    """Write the amounts in the order of the form, as short as a reader can tell the columns again.

    >>> canonical_funding(Funding(Decimal("418.58"), Decimal("418.58")))
    '418.58 418.58'
    >>> canonical_funding(Funding(Decimal("5"), Decimal("3"), None, Decimal("2")))
    '5.00 3.00 — 2.00'
    """
    total, *sources = funding.amounts
    if total is not None and sources == [None, None, None]:
        alone = amount_text(total)
        # A number of any other form might be anything, where it stands alone.
        if alone[-3] == ".":
            return alone
    decimals = max(2, *(decimals_of(amount) for amount in funding.amounts if amount is not None), 2)
    if total is not None and total == funding.appropriation and sources[1:] == [None, None]:
        return " ".join([amount_text(total, decimals)] * 2)
    return " ".join(EMPTY_COLUMN if amount is None else amount_text(amount, decimals) for amount in funding.amounts)


def read_amounts(words: Sequence[str]) -> tuple[Decimal | None, ...]:
    """Return the amounts of a printed line under the four columns of the form, as far as it says where they stand.

    >>> read_amounts(["1,200.00", "1,200.00"])
    (Decimal('1200.00'), Decimal('1200.00'), None, None)
    """
    found = [_read_amount(word) for word in words]
    if len(found) == len(AMOUNTS):
        return tuple(found)
    known = found[:2] if len(found) == 2 and found[0] == found[1] else found[:1]
    return (*known, *[None] * (len(AMOUNTS) - len(known)))


def _read_amount(word: str) -> Decimal | None:
    try:
        return None if set(word) <= set("-–—/") else Decimal(fold(word).replace(",", ""))
    except InvalidOperation:
        return None  # damaged


@cache
def labelled_fields() -> tuple[Field, ...]:
    """Return the fields of an indicator that stand behind a label in its string, in the order of the form.

    >>> [field.declaration.printed for field in labelled_fields()][:3]
    ['实施周期指标值', '年度指标值', '计量单位']
    """
    from perfmodel.model.fields import fields_of  # reading a table needs none of it

    return tuple(field for field in fields_of(Indicator) if field.declaration.printed is not None)


@cache
def _labelled() -> tuple[tuple[str, str, Any, Callable[[Any], str]], ...]:
    """The same with what `canonical` needs of each: name, label, default, and how its content is written."""
    return tuple(
        (field.name, field.declaration.printed or "", field.default, _PRINTED_OF_KIND[field.kind])
        for field in labelled_fields()
    )


# How a field's content is written behind its label.
_PRINTED_OF_KIND: dict[str, Callable[[Any], str]] = {
    "text": str,
    "prose": str,
    "target": lambda target: target.text.strip(),
    **dict.fromkeys(("number", "amount"), "{:f}".format),
    "ordinal": str,
    "flag": lambda flag: "是" if flag else "否",
}


def canonical(indicator: Indicator, number: int | None = None) -> str:
    """Write an indicator in Guangdong's string form; ``number`` is printed before it where given.

    Whether the form can hold what the fields say is not looked at here; see `render`.
    """
    level1, level2 = indicator.level1, indicator.level2
    parts = [
        (indicator.level1_text or (level1.label if level1 else "")),
        (indicator.level2_text or (level2.label if level2 else "")),
        indicator.name,
    ]
    for name, label, default, write in _labelled():
        value = getattr(indicator, name)
        if value is not None and value != default:
            parts.append(f"{label}:{write(value)}")
    parts.extend(f"{name}:{text}" for name, text in indicator.further)
    if len(parts) == 3:
        # The form has at least one column of values; an empty one says that none was given.
        (label,) = [label for name, label, _default, _write in _labelled() if name == "annual"]
        parts.append(f"{label}:")
    text = "；".join(parts) + "。"
    return text if number is None else f"{number}、{text}"
