"""Money of a table, a spending body or a project."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from perfmodel._internal.fast_objects import WeaklyReferable
from perfmodel.model import validators
from perfmodel.model.declaration import declared, of_reading
from perfmodel.source.place import AnyPlace
from perfmodel.source.span import Span

__all__ = ["AMOUNTS", "FURTHER_SOURCES", "Funding"]

# The columns of the form in their order: 总计, 财政拨款, 财政专户拨款, 其他资金.
AMOUNTS = ("total", "appropriation", "special_account", "other")
# Sources that other forms name: 中央补助, 地方资金, 上年结转资金, 单位资金 (自有资金).
FURTHER_SOURCES = ("central", "local", "carried_over", "own")


@frozen
class Funding(WeaklyReferable):
    """Amounts of money, in the table's `currency_unit`: 总计 = 财政拨款 + 财政专户拨款 + 其他资金, and what else forms name.

    The further sources are ``central`` (中央补助), ``local`` (地方资金), ``carried_over`` (上年结转资金) and ``own``
    (单位资金, 自有资金). An amount that was not printed is None. ``inferred`` is true where the text did not say which column an amount
    stood in (a PDF loses empty columns), so that it was inferred; it takes no part in equality. ``printed`` holds
    the amounts as printed where they cannot be had again from the fields (grouping commas, columns that could not be
    told). Whether the amounts add up is left to a check.

    >>> money = Funding(total=Decimal("418.58"), appropriation=Decimal("418.58"))
    >>> money.total == money.appropriation, money.other
    (True, None)
    """

    total: Decimal | None = field(
        default=None,
        converter=validators.as_amount,
        validator=validators.amount,
        metadata=declared("amount", width=12, always=True),
    )
    appropriation: Decimal | None = field(
        default=None,
        converter=validators.as_amount,
        validator=validators.amount,
        metadata=declared("amount", width=12, always=True),
    )
    special_account: Decimal | None = field(
        default=None,
        converter=validators.as_amount,
        validator=validators.amount,
        metadata=declared("amount", width=15, always=True),
    )
    other: Decimal | None = field(
        default=None,
        converter=validators.as_amount,
        validator=validators.amount,
        metadata=declared("amount", width=12, always=True),
    )
    inferred: bool = field(
        default=False,
        eq=False,
        validator=validators.flag,
        metadata=declared("flag", content=False, column="funding_inferred", width=None, views=("html",)),
    )
    printed: str | None = field(
        default=None,
        validator=validators.text(optional=True),
        metadata=declared("text", content=False, column="funding_printed", width=None, views=("html",)),
    )
    central: Decimal | None = field(
        default=None,
        kw_only=True,
        converter=validators.as_amount,
        validator=validators.amount,
        metadata=declared("amount", before="inferred", width=15),
    )
    local: Decimal | None = field(
        default=None,
        kw_only=True,
        converter=validators.as_amount,
        validator=validators.amount,
        metadata=declared("amount", before="inferred", width=15),
    )
    carried_over: Decimal | None = field(
        default=None,
        kw_only=True,
        converter=validators.as_amount,
        validator=validators.amount,
        metadata=declared("amount", before="inferred", width=15),
    )
    own: Decimal | None = field(
        default=None,
        kw_only=True,
        converter=validators.as_amount,
        validator=validators.amount,
        metadata=declared("amount", before="inferred", width=15),
    )
    place: AnyPlace | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(AnyPlace), metadata=of_reading()
    )

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        """The four amounts in the order of the form of Guangdong."""
        return (self.total, self.appropriation, self.special_account, self.other)

    @property
    def sources(self) -> tuple[Decimal | None, ...]:
        """The amounts of all sources, which the total is the sum of: those of `amounts`, and the further ones.

        >>> Funding(total=30, central=20, local=10).sources
        (None, None, None, Decimal('20'), Decimal('10'), None, None)
        """
        return (*self.amounts[1:], self.central, self.local, self.carried_over, self.own)

    @property
    def span(self) -> Span | None:
        """The span of the amounts in the source."""
        return None if self.place is None else self.place.span
