"""How the budget of a year was executed (预算执行情况): a line for each source of money, as self-evaluations print them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import field, frozen

from perfmodel.model import validators
from perfmodel.model.declaration import declared, of_reading
from perfmodel.model.target import Target
from perfmodel.source.place import AnyPlace
from perfmodel.source.span import Span

__all__ = ["Execution", "ExecutionLine"]


def _lines(given: Iterable[ExecutionLine]) -> tuple[ExecutionLine, ...]:
    return validators.as_tuple(given)


def _target(value: Target | str | None) -> Target | None:
    return Target(value) if isinstance(value, str) else value


@frozen
class ExecutionLine:
    """A line of budget execution: what was planned, what was spent, and the points for it.

    ``source`` (资金来源) is the name of the line as printed: 年度资金总额, 当年财政拨款. ``initial`` (年初预算数), ``revised``
    (全年预算数, 调整后预算数), ``executed`` (全年执行数; in a monitoring form that of the months so far) and ``forecast``
    (全年预计执行数) are in the table's `currency_unit`. ``rate`` (执行率) is the value as printed, ``86.19%``; ``weight``
    (分值) and ``score`` (得分) are points, ``deviation`` the reason that is given for the line; ``further`` holds all other
    columns, in order, as pairs. What was not printed, or only as a dash, is None. Numbers may be given as text.

    Source: the forms 项目支出绩效自评表 and 项目支出绩效运行监控表.

    >>> line = ExecutionLine("年度资金总额", revised="20000.00", executed="9034", rate="45.17%", weight=10, score="4.52")
    >>> line.executed, line.rate.quantity.number, line.score
    (Decimal('9034'), Decimal('45.17'), Decimal('4.52'))
    """

    source: str = field(
        default="",
        validator=validators.text(),
        metadata=declared("text", column=None, width=None, views=("html", "rich")),
    )
    initial: Decimal | None = field(
        default=None,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("amount", column=None, width=None, views=("html", "rich")),
    )
    revised: Decimal | None = field(
        default=None,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("amount", column=None, width=None, views=("html", "rich")),
    )
    executed: Decimal | None = field(
        default=None,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("amount", column=None, width=None, views=("html", "rich")),
    )
    forecast: Decimal | None = field(
        default=None,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("amount", column=None, width=None, views=("html", "rich")),
    )
    rate: Target | None = field(
        default=None,
        converter=_target,
        validator=validators.instance(Target),
        metadata=declared("target", column=None, width=None, views=("html", "rich")),
    )
    weight: Decimal | None = field(
        default=None,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("number", column=None, width=None, views=("html", "rich")),
    )
    score: Decimal | None = field(
        default=None,
        converter=validators.as_number,
        validator=validators.amount,
        metadata=declared("number", column=None, width=None, views=("html", "rich")),
    )
    deviation: str | None = field(
        default=None,
        validator=validators.text(optional=True),
        metadata=declared("prose", column=None, width=None, views=("html", "rich")),
    )
    further: tuple[tuple[str, str], ...] = field(
        default=(),
        converter=validators.as_pairs,
        validator=validators.pairs,
        metadata=declared("pairs", column=None, width=None, views=("html", "rich")),
    )
    place: AnyPlace | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(AnyPlace), metadata=of_reading()
    )

    @property
    def span(self) -> Span | None:
        """The span of the line in the source."""
        return None if self.place is None else self.place.span


@frozen
class Execution:
    """How a project's budget was executed: its ``lines`` by source of money, that of the whole year's money first.

    Source: the forms 项目支出绩效自评表 and 项目支出绩效运行监控表.

    >>> execution = Execution([ExecutionLine("年度资金总额", revised=50, executed=48), ExecutionLine("其他资金", revised=2)])
    >>> execution.total.executed, len(execution.lines), Execution().total
    (Decimal('48'), 2, None)
    """

    lines: tuple[ExecutionLine, ...] = field(
        default=(),
        converter=_lines,
        validator=validators.tuple_of(ExecutionLine),
        metadata=declared("objects", of=ExecutionLine, width=40, views=("html", "rich")),
    )
    place: AnyPlace | None = field(
        default=None, eq=False, repr=False, validator=validators.instance(AnyPlace), metadata=of_reading()
    )

    @property
    def total(self) -> ExecutionLine | None:
        """The first line, which is that of all money of the year; None where there is no line."""
        return self.lines[0] if self.lines else None

    @property
    def span(self) -> Span | None:
        """The span of the lines in the source."""
        return None if self.place is None else self.place.span
