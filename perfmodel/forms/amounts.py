"""Money in cells: what an amount is, and the unit that it is in."""

from __future__ import annotations

import re
from decimal import Decimal

from attrs import frozen

from perfmodel.model.table import CURRENCY_UNITS
from perfmodel.source.characters import fold, squeeze

__all__ = ["Amount", "amount_of", "currency_in_label", "currency_of_line", "is_empty_amount"]

_UNITS = "|".join(sorted(CURRENCY_UNITS, key=len, reverse=True))
_AMOUNT_IN_CELL = re.compile(
    rf"(?:人民币|[¥￥])?(?P<number>[-−]?(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?)\(?(?P<unit>{_UNITS})?\)?(?:人民币)?"
)
_CURRENCY_IN_LABEL = re.compile(rf"[(\[](?:金额|货币)?(?:单位)?:?(?:人民币)?({_UNITS})[)\]]|({_UNITS})\Z")
_CURRENCY_LINE = re.compile(rf"(?:金额|货币|资金|计量)?(?:计量)?单位[:]?\(?(?:人民币)?({_UNITS})\)?")
_EMPTY_AMOUNT_SIGNS = frozenset("-–—―/\\无*—")


@frozen
class Amount:
    """An amount, and the unit printed with it; None where there is none."""

    number: Decimal
    currency: str | None = None


def amount_of(text: str) -> Amount | None:
    """Return the amount that a cell holds; None where it holds something else.

    >>> amount_of("1,098,200.00").number, amount_of("588.31万元"), amount_of("约5万元")
    (Decimal('1098200.00'), Amount(number=Decimal('588.31'), currency='万元'), None)
    """
    match = _AMOUNT_IN_CELL.fullmatch(squeeze(fold(text)))
    if match is None:
        return None
    return Amount(Decimal(match["number"].replace(",", "").replace("−", "-")), match["unit"])


def is_empty_amount(text: str) -> bool:
    """Whether a cell for money says that there is none: a dash, 无, or nothing.

    >>> is_empty_amount("—"), is_empty_amount("0")
    (True, False)
    """
    return set(squeeze(fold(text))) <= _EMPTY_AMOUNT_SIGNS


def currency_in_label(text: str) -> str | None:
    """Return the unit in the brackets of a label: 项目资金（万元）.

    >>> currency_in_label("项目资金\\n（万元）"), currency_in_label("项目资金")
    ('万元', None)
    """
    match = _CURRENCY_IN_LABEL.search(squeeze(fold(text)))
    return (match[1] or match[2]) if match else None


def currency_of_line(text: str) -> str | None:
    """Return the unit that a corner of a table names: 单位：万元.

    >>> currency_of_line("金额单位：元"), currency_of_line("单位：某局")
    ('元', None)
    """
    folded = squeeze(fold(text)).strip("()")
    match = _CURRENCY_LINE.fullmatch(folded)
    return match[1] if match else None
