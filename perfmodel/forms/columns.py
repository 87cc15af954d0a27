"""The head of the indicators: which rows it has, and what each column is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from attrs import evolve, frozen

from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.cell_words import category_level
from perfmodel.forms.head_rows import (
    LEVEL_FIELDS,
    NAMES,
    PERIODS,
    VALUES,
    WHOLE_BODIES,
    is_head_row,
    is_list_with_cells,
    is_row_of_parents,
    last_row_of_head,
)
from perfmodel.forms.sheets import Strip
from perfmodel.forms.spelling import key_of

__all__ = ["Block", "Column", "Head", "find_head"]

T = TypeVar("T")

_KINDS = ("monitoring", "self-evaluation")
# What a misspelled head may be, where the form has no other column of it.
_GUESSED = frozenset((*LEVEL_FIELDS, "name", *PERIODS, "operator", "unit", "weight", "project"))
_OVER_VALUES = frozenset(("period", *PERIODS))
_EXECUTION_FIELDS = frozenset("initial revised budget executed forecast rate".split())
_YEAR_IN_HEAD = re.compile("(20[0-9]{2})年?")


@frozen
class Column:
    """Columns of a sheet that one head stands over: what they hold, and the head as printed.

    ``period`` is the period that the heads name, ``year`` the year, ``source`` the source of money, or
    what it is of the execution of a budget. ``field`` is None where
    no declaration explains it; ``misspelled`` is the declared spelling where the head differs from it by one character.
    """

    field: str | None
    first: int
    end: int
    head: str
    period: str | None = None
    year: int | None = None
    source: str | None = None
    is_shared: bool = False
    misspelled: str | None = None


@frozen
class Block:
    """The columns of one list of indicators; a form of two periods may have two beside each other.

    ``period`` is what values without a period of their own are for.
    """

    columns: tuple[Column, ...]
    period: str | None = None

    def of(self, name: str) -> Column | None:
        """Return the column of a field."""
        return next((column for column in self.columns if column.field == name), None)


@frozen
class Head:
    """The head of an indicator part: its rows (from ``first`` to ``last``), and the columns of its blocks.

    ``kind`` is what a form with these columns is filled in for; None where they do not say.
    """

    first: int
    last: int
    blocks: tuple[Block, ...]
    project_columns: tuple[Column, ...] = ()
    side: tuple[Column, ...] = ()
    texts: tuple[str, ...] = ()
    kind: str | None = None

    @property
    def is_list(self) -> bool:
        """Whether each row names its project."""
        return any(column.field == "project" for column in self.project_columns)

    @property
    def columns(self) -> Iterator[Column]:
        """All columns that hold something."""
        yield from self.project_columns
        for block in self.blocks:
            yield from (column for column in block.columns if not column.is_shared)


def find_head(strip: Strip, row: int, forms: Catalogue) -> Head | None:
    """Return the head that has its row of names at ``row``; None where there is none."""
    if not is_head_row(strip, row, forms) or _is_over_names(strip, row, forms):
        return None
    first = row - 1 if row and is_row_of_parents(strip, row, forms) else row
    last = last_row_of_head(strip, row, forms)
    columns = _guessed(list(_columns(strip, first, last, forms)), forms)
    if is_list_with_cells({column.field or "" for column in columns}, len(columns)):
        columns = [evolve(one, field="indicators") if one.field == "name_else" else one for one in columns]
    columns = _execution_settled(_names_settled(_values_settled(columns)), forms)
    project_columns, blocks, side = _parted(columns)
    texts = tuple(strip.sheet.texts[cell] for one in range(first, last + 1) for cell in strip.row(one))
    # 2024年完成值 beside this year's values is last year's, and makes no self-evaluation.
    kinds = [
        label.scope
        for text in texts
        if _YEAR_IN_HEAD.search(text) is None and (label := forms.column(text)) is not None and label.scope in _KINDS
    ]
    kind = next((kind for kind in _KINDS if kind in kinds), None)
    return Head(first, last, blocks, project_columns, side, texts, kind)


def _is_over_names(strip: Strip, row: int, forms: Catalogue) -> bool:
    """Whether a row of heads, 绩效指标 | 年度指标值, stands over the row of names and has none of them itself."""
    fields = {label.field for cell in strip.row(row) if (label := forms.column(strip.sheet.texts[cell])) is not None}
    below = row + 1
    return (
        fields.isdisjoint((*LEVEL_FIELDS, "name"))
        and below < strip.sheet.rows
        and is_head_row(strip, below, forms)
        and is_row_of_parents(strip, below, forms)
    )


def _columns(strip: Strip, first: int, last: int, forms: Catalogue) -> Iterator[Column]:
    """Yield the columns under the head, those under one head together."""
    sheet = strip.sheet
    found: Column | None = None
    before: tuple[int, ...] = ()
    for at in range(strip.first, strip.end):
        path = tuple(dict.fromkeys(cell for row in range(first, last + 1) if sheet.texts[cell := sheet.at(row, at)]))
        if path and len(before) > 1 and path[0] != before[0] and _is_below_blank(strip, first, last, at):
            path = (
                *before[:-1],
                *path,
            )  # where cells are not merged, a head of several columns stands over the first alone
        if path and path == before and found is not None:
            found = evolve(found, end=at + 1)
            continue
        if found is not None:
            yield found
        found = _column(at, [sheet.texts[cell] for cell in path], forms) if path else None
        if found is not None and _is_beside_rows(strip, path[-1], last):
            found = evolve(found, field="side")
        before = path
        if not path:
            yield Column(None, at, at + 1, "")
    if found is not None:
        yield found


def _is_beside_rows(strip: Strip, cell: int, last: int) -> bool:
    """Whether a cell of the head, 绩效指标, goes on beside the rows below; a category there, 产出指标, is their level 1."""
    one = strip.sheet.cells[cell]
    return one.row + one.row_span > last + 1 and category_level(strip.sheet.texts[cell]) != 1


def _is_below_blank(strip: Strip, first: int, last: int, at: int) -> bool:
    """Whether a column has a head in the last row alone, below empty cells of its own."""
    sheet = strip.sheet
    above = [sheet.at(row, at) for row in range(first, last)]
    return bool(above) and all(not sheet.texts[cell] and sheet.cells[cell].column_span == 1 for cell in above)


def _column(at: int, texts: list[str], forms: Catalogue) -> Column:
    """What a column is by its heads, from the uppermost to the lowest."""
    labels = [forms.column(text) for text in texts]
    label, parents = labels[-1], labels[:-1]
    period = _last([_period(each) for each in labels])
    year = _last([int(named) for named in _YEAR_IN_HEAD.findall(" ".join(texts))])
    head = texts[-1]
    if label is None and (source := _source_of(head, forms)) is not None:
        return Column("money", at, at + 1, head, period, year, source)
    field = None if label is None else label.field
    over = [one.field for one in parents if one is not None]
    result = _under_result(field, key_of(head), over[-1]) if over else None
    if label is not None and label.field == "period":
        field = "period" if label.scope is not None else "project_period"
    elif result is not None:
        field = result
    elif field == "annual":
        field = period or "annual"
    elif field is None and not _OVER_VALUES.isdisjoint(over):
        # A value for each county: the whole's is the target, the others are kept under the names of both heads.
        is_whole = key_of(head) in WHOLE_BODIES
        field, head = (period or "annual", head) if is_whole else ("further", f"{texts[-2]}：{head}")
    elif field in ("further", "group", "name_else") and over[-1:] in (["further"], ["group"]):
        field, head = "further", f"{texts[-2]}：{head}"
    return Column(field, at, at + 1, head, period, year)


_EXPLAINS_CAUSE = frozenset("原因说明 说明 原因 具体原因 原因分析 分析说明 偏差原因说明 具体说明 其他说明".split())


def _under_result(field: str | None, head: str, over: str) -> str | None:
    """What a column is below a head of results: 经费保障 below 偏差原因, 确定能 below 完成目标可能性, a value below 实际完成值."""
    if over == "deviation":
        return "deviation" if head in _EXPLAINS_CAUSE or field == "deviation" else "cause"
    if over == "likelihood":
        return "likely"
    return over if over in VALUES and over not in PERIODS and field in PERIODS else None


def _source_of(head: str, forms: Catalogue) -> str | None:
    """Return the source of the amounts below a head; 项目资金 as a column of a list is their total."""
    amount = forms.amount(head)
    if amount is not None and amount.field != "attribute":
        return amount.field
    label = forms.label(head)
    return "total" if label is not None and label.field == "money" else None


def _guessed(columns: list[Column], forms: Catalogue) -> list[Column]:
    """Take a head that nobody declares for one that is missing here, where one character parts the two."""
    fields = {column.field for column in columns}
    missing = _GUESSED - fields - (frozenset() if fields.isdisjoint(PERIODS) else frozenset(PERIODS))
    found: list[Column] = []
    for column in columns:
        label = None
        if column.field is None and column.head:
            # What no form can do without goes first: 指标直 may be 指标值 or 指标分.
            # The second of two blocks has names of its own, right behind its level 2.
            names = {"name"} if found and found[-1].field == "level2" else set()
            wanted = (missing & {"annual"}, names, missing)
            label = next((one for some in wanted if (one := forms.guess("columns", column.head, some))), None)
        if label is not None:
            column = evolve(column, field=label.field, misspelled=label.spelling)
            missing -= {label.field}
        elif column.field is None and "level1" in missing and category_level(column.head) == 1:
            column = evolve(column, field="level1")  # 产出指标, merged down from beside the heads of its own indicators
        found.append(column)
    return found


def _last(found: list[T | None]) -> T | None:
    """Return the last of several that is none of None."""
    return next((one for one in reversed(found) if one is not None), None)


def _period(label: Label | None) -> str | None:
    if label is None:
        return None
    if label.field == "period":
        return label.scope
    return "whole_period" if label.field in ("whole_period", "whole_period_goal") else None


def _execution_settled(columns: list[Column], forms: Catalogue) -> list[Column]:
    """年初预算数 | 全年执行数 | 执行率 of a list's projects, before its indicators, are the execution of their budgets."""
    own = next((at for at, one in enumerate(columns) if one.field in (*LEVEL_FIELDS, "name")), len(columns))
    found = {
        at: label.field
        for at, one in enumerate(columns[:own])
        if one.field in (None, "money", "further", "actual", "actual_else", "forecast")
        and (label := forms.find("execution_columns", one.head)) is not None
        and label.field in _EXECUTION_FIELDS
    }
    fields = set(found.values())
    if not any(one.field == "project" for one in columns) or fields.isdisjoint(("executed", "rate")) or len(found) < 2:
        return columns
    budget = "initial" if "revised" in fields else "revised"
    return [
        evolve(one, field="execution", source=budget if found[at] == "budget" else found[at]) if at in found else one
        for at, one in enumerate(columns)
    ]


def _names_settled(columns: list[Column]) -> list[Column]:
    """Settle which column is the name where a form has no 三级指标: 指标内容 is the name then, else an explanation."""
    chosen = _name_among(columns)
    fields = [column.field for column in columns]
    named = chosen if chosen is not None else (fields.index("name") if "name" in fields else len(fields))
    kinds = {chosen: "name"} | {
        at: "side" if at < named else "explanation" for at in range(len(fields)) if at != chosen
    }
    return [
        evolve(column, field=kinds[at]) if column.field == "name_else" else column for at, column in enumerate(columns)
    ]


def _name_among(columns: list[Column]) -> int | None:
    """Return which column of those that may be a name is it; None where one is headed as the name, or none may be."""
    fields = [column.field for column in columns]
    candidates = [at for at, name in enumerate(fields) if name == "name_else"]
    if "name" in fields or not candidates:
        return None
    first_value = min((at for at, name in enumerate(fields) if name in (*PERIODS, "operator")), default=len(fields))
    last_level = max((at for at, name in enumerate(fields) if name in LEVEL_FIELDS), default=-1)
    usable = [at for at in candidates if last_level < at < first_value]
    return max(usable, default=candidates[0] if last_level < 0 else None)


def _values_settled(columns: list[Column]) -> list[Column]:
    """年度绩效指标 behind the name heads values, before it stands at the side; 年度目标 too, where nothing is headed 指标值."""
    own = next((at for at, one in enumerate(columns) if one.field in (*LEVEL_FIELDS, *NAMES)), len(columns))
    columns = [
        evolve(column, field="side" if at < own else column.period) if column.field == "period" else column
        for at, column in enumerate(columns)
    ]
    fields = [column.field for column in columns]
    if "name" not in fields or not set(fields).isdisjoint(PERIODS):
        return columns
    named = fields.index("name")
    values = {"goal": "annual", "whole_period_goal": "whole_period"}
    return [
        evolve(column, field=values[column.field]) if at > named and column.field in values else column
        for at, column in enumerate(columns)
    ]


_OF_PROJECT = frozenset(
    "project spender department goal whole_period_goal project_period year number attribute money execution".split()
)


def _parted(columns: list[Column]) -> tuple[tuple[Column, ...], tuple[Block, ...], tuple[Column, ...]]:
    """Part the columns into those of projects, the blocks of indicators, and what stands at the side."""
    first_own = next((at for at, column in enumerate(columns) if column.field in (*LEVEL_FIELDS, "name")), len(columns))
    of_project: list[Column] = []
    side: list[Column] = []
    blocks: list[list[Column]] = [[]]
    for at, column in enumerate(columns):
        if column.field == "unit" and at < first_own:
            column = evolve(column, field="spender")  # 单位 before the indicators is a body, and no unit of measurement
        if column.field in _OF_PROJECT:
            of_project.append(column)
        elif column.field in ("side", "group") or (column.field is None and not column.head and at < first_own):
            side.append(column)
        else:
            if column.field in ("name", "level2") and any(one.field == "name" for one in blocks[-1]):
                blocks.append(_levels_back(blocks[-1]))
            blocks[-1].append(column)
    if len(blocks) == 1:
        return tuple(of_project), (Block(tuple(blocks[0])),), tuple(side)
    return tuple(of_project), tuple(_with_periods(blocks)), tuple(side)


def _levels_back(block: list[Column]) -> list[Column]:
    """Take the columns of levels at the end of a block away from it: they begin the next one."""
    taken: list[Column] = []
    while block and block[-1].field in LEVEL_FIELDS and any(one.field == "name" for one in block[:-1]):
        taken.insert(0, block.pop())
    return taken


def _with_periods(blocks: list[list[Column]]) -> Iterator[Block]:
    """Give a block the levels that it shares with the first, and the period that its values are for."""
    first = blocks[0]
    for at, block in enumerate(blocks):
        own = list(block)
        fields = {column.field for column in own}
        if at:
            own = [
                evolve(one, is_shared=True) for one in first if one.field in LEVEL_FIELDS and one.field not in fields
            ] + own
        period: str | None = next((one.period for one in block if one.period is not None), None)
        yield Block(tuple(own), period)
