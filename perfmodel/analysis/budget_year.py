"""The budget year of a table."""

from __future__ import annotations

import re

from perfmodel.model.table import TargetTable
from perfmodel.source.characters import fold
from perfmodel.vocabulary import groups

__all__ = ["budget_year"]

_YEAR_OF_TITLE = re.compile("(20[0-9]{2})年")


def budget_year(table: TargetTable) -> int | None:
    """Return the budget year: what the form says, else the one year of its title; None where there is none, or several.

    >>> budget_year(TargetTable(title="2024年度项目支出绩效自评表")), budget_year(TargetTable(title="2023年至2024年"))
    (2024, None)
    """
    if table.year is not None:
        return table.year
    years = set(_YEAR_OF_TITLE.findall(fold(table.title[: groups.LONGEST_EXAMINED])))
    return int(years.pop()) if len(years) == 1 else None
