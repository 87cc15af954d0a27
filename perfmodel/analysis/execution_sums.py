"""Where the lines of budget execution do not add up: all money of the year, and its sources."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfmodel.analysis.funding_tree import is_sane
from perfmodel.model.execution import Execution

__all__ = ["execution_faults"]

_SUMMED_FIELDS = ("initial", "revised", "executed")
# Of more lines than these some may be parts of others, or list the same money in another way.
_MOST_PLAIN_LINES = 3
# Sums of more lines than these are not tried.
_MOST_LINES_TRIED = 10


def execution_faults(execution: Execution, tolerance: Decimal = Decimal(0)) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield each column that does not add up: its field, the amount in the first line, and the sum of the others.

    Where one of the others is blank only a sum of more than the whole is a fault. Of many lines some may be parts of others: there is no
    fault where some of them make the whole.

    >>> from perfmodel.model.execution import ExecutionLine
    >>> lines = [ExecutionLine("年度资金总额", revised=80), ExecutionLine("甲", revised=60), ExecutionLine("乙", revised=25)]
    >>> list(execution_faults(Execution(lines)))
    [('revised', Decimal('80'), Decimal('85'))]
    """
    for field in _SUMMED_FIELDS:
        total, *parts = [getattr(line, field) for line in execution.lines] or [None]
        given = [part for part in parts if part is not None]
        if total is None or not given or not all(map(is_sane, (total, *given))):
            continue
        found = sum(given, Decimal(0))
        lacking = len(given) < len(parts) and found < total
        if not lacking and abs(found - total) > tolerance and not _may_be_nested(total, given, tolerance):
            yield field, total, found


def _may_be_nested(total: Decimal, parts: list[Decimal], tolerance: Decimal) -> bool:
    """Whether some lines may be parts of others: there are many, and some of them make the whole."""
    amounts = [part for part in parts if part]
    if len(amounts) <= _MOST_PLAIN_LINES:
        return False
    if len(amounts) > _MOST_LINES_TRIED:
        return True
    sums = {Decimal(0)}
    for amount in amounts:
        sums |= {one + amount for one in sums}
    return any(abs(one - total) <= tolerance for one in sums)
