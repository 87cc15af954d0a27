"""Where the lines of budget execution do not add up: all money of the year, and its sources."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfmodel.analysis.funding_tree import is_sane
from perfmodel.model.execution import Execution

__all__ = ["execution_faults"]

_SUMMED_FIELDS = ("initial", "revised", "executed")
# The sources may be listed in two ways, each of which makes the whole.
_MOST_WAYS = 2


def execution_faults(execution: Execution, tolerance: Decimal = Decimal(0)) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield each column that does not add up: its field, the amount in the first line, and the sum of the others.

    Where one of the others is blank only a sum of more than the whole is a fault.

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
        ways = [total * way for way in range(1, _MOST_WAYS + 1)] if len(given) > _MOST_WAYS else [total]
        lacking = len(given) < len(parts) and found < total
        if not lacking and all(abs(found - way) > tolerance for way in ways):
            yield field, total, found
