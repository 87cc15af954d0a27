"""Which column is what, where that depends on what stands in it: signs, years, weights of levels, heads that are there twice."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from perfmodel.forms.cell_words import category_level
from perfmodel.forms.columns import Block, Column, Head
from perfmodel.forms.drafts import FormDraft, IndicatorDraft
from perfmodel.forms.head_rows import LEVEL_FIELDS, NAMES, PERIODS, VALUES
from perfmodel.forms.sheets import At, Strip
from perfmodel.forms.spelling import key_of
from perfmodel.values import operator_cell

__all__ = ["ColumnSettler", "take_grades"]

# Columns of signs and units that are not looked through further than this.
_ROWS_FOR_SIGNS = 200
_REMARKS = frozenset("说明 备注 其他说明 扣分说明".split())
# The head that a column of names without a known one is read as.
_NAME_HEAD = "三级指标"
# What an indicator has one of.
_ONCE = frozenset(
    ("name", "level1", "level2", "unit", "weight", "score", "deviation", "explanation", "scoring_standard", *VALUES)
)


class ColumnSettler:
    """Settles the columns of the blocks of a head by the rows below it; what cannot be settled is said."""

    def __init__(self, head: Head, rows: list[tuple[Strip, int]], draft: FormDraft) -> None:
        self.head, self.rows, self.draft = head, rows, draft

    def settled(self, block: Block) -> Block:
        """Return a block with what each of its columns holds."""
        columns = self._periods_settled(self._levels_settled(block.columns), block.period)
        columns = self._name_settled(_results_settled(_weights_settled(columns)))
        operators = [column for column in columns if column.field == "operator" and column.period is None]
        chosen = max(operators, key=self._signs_in, default=None)
        doubtful: dict[str, Column] = {}
        found: list[Column] = []
        for column in columns:
            field = column.field
            if field == "operator" and (
                (column.period is None and column is not chosen) or not self._is_operator(column)
            ):
                column = evolve(column, field="further")
            elif field in doubtful and field in _ONCE and (field in PERIODS or column.period == doubtful[field].period):
                if field not in ("explanation", "scoring_standard"):
                    self.draft.note("R36", self._head_at(column), text=column.head)
                column = evolve(column, field="further")
            elif field is not None:
                doubtful.setdefault(field, column)
            if column.misspelled is not None:
                self.draft.note("R17", self._head_at(column), text=column.head, label=column.misspelled)
            if field is None and column.head:
                self.draft.note("R35", self._head_at(column), text=column.head)
                column = evolve(column, field="further")
            found.append(column)
        return evolve(block, columns=tuple(found))

    def _levels_settled(self, columns: Iterable[Column]) -> list[Column]:
        """Take the only column of levels for that of level 2, where categories of level 2 stand in it: 指标类型."""
        found = list(columns)
        levels = [at for at, column in enumerate(found) if column.field in ("level1", "level2")]
        if len(levels) == 1 and found[levels[0]].field == "level1":
            known = [category_level(text) for text in self._texts_in(found[levels[0]])]
            if known.count(2) > known.count(1):
                found[levels[0]] = evolve(found[levels[0]], field="level2")
        return found

    def _name_settled(self, columns: list[Column]) -> list[Column]:
        """Take the first filled column of an unknown head between levels and values for the name, where nothing is headed so."""
        fields = [column.field for column in columns]
        levels = [at for at, field in enumerate(fields) if field in LEVEL_FIELDS]
        values = [at for at, field in enumerate(fields) if field in (*PERIODS, "operator")]
        if not set(fields).isdisjoint(NAMES) or not levels or not values:
            return columns
        for at in range(levels[-1] + 1, values[0]):
            column = columns[at]
            if column.field is None and column.head and self._is_filled(column):
                named = evolve(column, field="name", misspelled=_NAME_HEAD)
                return [*columns[:at], named, *columns[at + 1 :]]
        return columns

    def _is_filled(self, column: Column) -> bool:
        rows = self.rows[:_ROWS_FOR_SIGNS]
        return any(strip.sheet.texts[strip.sheet.at(row, column.first)] for strip, row in rows)

    def _periods_settled(self, columns: list[Column], period: str | None) -> list[Column]:
        """Take last year's values away from this year's; give the values of a block its period."""
        years = {column.year for column in columns if column.field == "annual" and column.year is not None}
        wanted = self.draft.year if self.draft.year in years else max(years, default=None)
        found = []
        for column in columns:
            if column.field == "annual" and column.year is not None and column.year != wanted and len(years) > 1:
                column = evolve(column, field="further")
            elif column.field == "actual" and column.year is not None and column.year != (wanted or self.draft.year):
                column = evolve(column, field="further")  # last year's
            elif column.field == "annual" and period is not None:
                column = evolve(column, field=period)
            found.append(column)
        return found

    def _head_at(self, column: Column) -> At | None:
        if not self.rows:
            return None
        sheet = self.rows[0][0].sheet
        for row in range(self.head.last, self.head.first - 1, -1):
            cell = sheet.at(row, column.first) if row < sheet.rows and column.first < sheet.columns else None
            if cell is not None and sheet.texts[cell]:
                return sheet.part(cell)
        return None

    def _texts_in(self, column: Column) -> set[str]:
        found = set()
        for strip, row in self.rows[:_ROWS_FOR_SIGNS]:
            text = strip.sheet.texts[strip.sheet.at(row, column.first)]
            if text and len(text) < 20:
                found.add(text)
        return found

    def _signs_in(self, column: Column) -> tuple[bool, int]:
        cells = [cell for text in self._texts_in(column) if (cell := operator_cell(text)) is not None]
        return any(cell.op is not None for cell in cells), len(cells)

    def _is_operator(self, column: Column) -> bool:
        texts = self._texts_in(column)
        return not texts or any(operator_cell(text) is not None for text in texts)


def _weights_settled(columns: list[Column]) -> list[Column]:
    """Of several columns of weights the one behind the name is the indicator's; those behind levels are kept under both heads."""
    weights = [at for at, column in enumerate(columns) if column.field == "weight"]
    named = next((at for at, column in enumerate(columns) if column.field == "name"), len(columns))
    if len(weights) < 2 or not any(at > named for at in weights):
        return columns
    return [
        evolve(column, field="further", head=f"{_head_before(columns, at)}{column.head}")
        if at in weights and 0 < at < named
        else column
        for at, column in enumerate(columns)
    ]


def _head_before(columns: list[Column], at: int) -> str:
    """Return the head of the nearest column at the left that has one."""
    return next((column.head for column in reversed(columns[:at]) if column.head), "")


def take_grades(one: IndicatorDraft, grades: list[tuple[str, At]]) -> None:
    """Take 优, 良, 中, 差 as columns: they are one standard, its parts with the heads before them."""
    text = "；".join(f"{key_of(head)}：{part.text}" for head, part in grades)
    if "scoring_standard" in one.texts:
        one.further += grades
    else:
        one.texts["scoring_standard"] = At(text, grades[0][1].start, grades[-1][1].end)


def _results_settled(columns: list[Column]) -> list[Column]:
    """Settle which of several columns of results is the indicator's: 完成情况 and 调整指标值 stand in for what is missing."""
    fields = {column.field for column in columns}
    meant = {
        "actual_else": "further" if "actual" in fields else "actual",
        "adjusted": "adjusted" if "annual" in fields else "annual",
        "score": "further" if "score_weighted" in fields else "score",
        "score_weighted": "score",
    }
    columns = [evolve(one, field=meant.get(one.field or "", one.field)) for one in columns]
    if "deviation" in fields or not {"actual", "score"} <= {one.field for one in columns}:
        return columns
    # A form of scores without a column of reasons has them under 说明 or 备注.
    remark = next(
        (at for at in range(len(columns) - 1, -1, -1) if columns[at].head and key_of(columns[at].head) in _REMARKS),
        None,
    )
    return [evolve(one, field="deviation") if at == remark else one for at, one in enumerate(columns)]
