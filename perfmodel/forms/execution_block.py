"""Budget execution in a head block: a row of heads (年初预算数 | 全年执行数 | 执行率) over a row for each source, or labels beside values."""

from __future__ import annotations

import re

from attrs import evolve, frozen

from perfmodel.forms.amounts import amount_of, currency_in_label, is_empty_amount
from perfmodel.forms.catalogue import Label
from perfmodel.forms.cell_words import weight_of
from perfmodel.forms.drafts import ExecutionDraft, FormDraft, ProjectDraft
from perfmodel.forms.labels import Labels
from perfmodel.forms.sheets import At, Strip
from perfmodel.forms.spelling import key_of
from perfmodel.source.characters import fold, squeeze

__all__ = ["ExecutionBlock", "take_execution_value"]

_AMOUNT_FIELDS = frozenset(("initial", "revised", "executed", "forecast"))
# What no form of targets has.
_TELLING_HEADS = frozenset(("executed", "rate", "forecast"))
_AMONG_WHICH_SOURCE = re.compile(r"\A(?:其中)?[:：]?\s*")
_POINTS_IN_HEAD = re.compile(r"[(\[]?(?:分值|满分|权重)?[:：]?([0-9]{1,3}(?:\.[0-9]+)?)分")
_WHICH_BUDGET = re.compile(r"\((?:(年初|初始)|(?:全年|年中)?调整|全年)")
_RATE_IN_CELL = re.compile(r"[-−]?[0-9.,]+%?|#[A-Z0-9/]+[!?]?")


@frozen
class _MoneyHead:
    """A head of budget execution: its field, the head as printed, and its columns."""

    field: str
    text: str
    first: int
    end: int


class ExecutionBlock:
    """Reads budget execution into a project's draft."""

    def __init__(self, labels: Labels, draft: FormDraft, project: ProjectDraft) -> None:
        self.labels, self.forms, self.draft, self.project = labels, labels.forms, draft, project
        self.heads: list[_MoneyHead] = []
        self.pairs: dict[int, str] = {}
        self.points: At | None = None
        self.last: tuple[Strip, int] | None = None

    def read(self, strip: Strip, row: int) -> bool:
        """Read a row where it belongs to budget execution; False where it does not."""
        if self.heads and self._is_past(strip, row):
            self.heads = []
        self.last = strip, row
        if self._begins(strip, row):
            return True
        if self._pair_row(strip, row):  # a label with its value that is of something else is left to the head block
            return all(strip.sheet.used[cell] for cell in strip.row(row))
        if self.heads:
            if self._line(strip, row):
                return True
            if strip.row(row):
                self.heads = []
        return False

    def _is_past(self, strip: Strip, row: int) -> bool:
        """Whether something else stood since the row before, the indicators: 存在问题 | 无 below them is no source."""
        if self.last is None or self.last[0] is not strip:
            return False
        rows = range(self.last[1] + 1, row)
        return any(strip.sheet.texts[cell] for between in rows for cell in strip.row(between))

    def finish(self) -> None:
        """Put the line of all money first, and give it the points that only a head names."""
        lines = self.project.execution
        if not lines:
            return
        total = next((at for at, line in enumerate(lines) if line.is_total), None)
        if total is not None:
            lines.insert(0, lines.pop(total))
        elif len(lines) > 1 and not _is_sum_of(lines[0], lines[1:]):
            lines.insert(0, ExecutionDraft())
        if self.points is not None and "weight" not in lines[0].values:
            number = weight_of(self.points.text)
            if number is not None:
                lines[0].values["weight"] = (number, self.points)

    # A row of heads over rows of sources.

    def _begins(self, strip: Strip, row: int) -> bool:
        sheet = strip.sheet
        cells = [cell for cell in strip.row(row) if not sheet.used[cell]]
        found = {cell: label.field for cell in cells if (label := self._head(sheet.texts[cell])) is not None}
        fields = set(found.values())
        if len(found) < 2 or not (fields & _TELLING_HEADS or {"initial", "revised"} <= fields):
            return False
        others = [cell for cell in cells if cell not in found]
        if any(amount_of(sheet.texts[cell]) is not None for cell in others):
            return False
        first = min(sheet.cells[cell].column for cell in found)
        self.heads = []
        for cell in cells:
            one, text = sheet.cells[cell], sheet.texts[cell]
            sheet.use(cell)
            part = sheet.part(cell)
            self.draft.layout.append(part)
            self.draft.take_currency(currency_in_label(text), part)
            self._points_in(part)
            if one.column >= first:
                field = found.get(cell, "further")
                if field == "further" and cell not in found:
                    self.draft.note("R35", part, text=text)
                self.heads.append(_MoneyHead(field, text, one.column, one.column + one.column_span))
        self._budget_settled()
        self._say_heads_twice()
        return True

    def _say_heads_twice(self) -> None:
        """Say which head means what one before it means already: the first counts, the others are kept."""
        known: set[str] = set()
        for head in self.heads:
            if head.field in known:
                at = next((one for one in reversed(self.draft.layout) if one.text == head.text), None)
                self.draft.note("R36", at, text=head.text)
            known |= {head.field} - {"further"}

    def _head(self, text: str) -> Label | None:
        return self.forms.find("execution_columns", text)

    def _budget_settled(self) -> None:
        """预算数 is the budget of the year beside what was executed; the initial one where a revised one stands beside it."""
        self.heads = [evolve(head, field=_budget_of(head)) for head in self.heads]
        fields = {head.field for head in self.heads}
        meant = "initial" if "revised" in fields and "initial" not in fields else "revised"
        if meant == "revised" and "revised" in fields:
            meant = "further"
        self.heads = [evolve(head, field=meant) if head.field == "budget" else head for head in self.heads]

    def _points_in(self, part: At) -> None:
        match = _POINTS_IN_HEAD.search(squeeze(fold(part.text)))
        if match is not None and self.points is None:
            at = part.text.find(match[1])
            if at >= 0:
                self.points = At(match[1], part.start + at, part.start + at + len(match[1]))

    def _line(self, strip: Strip, row: int) -> bool:
        """Take the row of a source: its label left of the heads, its values below them."""
        sheet = strip.sheet
        first = self.heads[0].first
        names = [cell for cell in strip.row(row) if not sheet.used[cell] and sheet.cells[cell].column < first]
        found = [(head, cell) for head in self.heads if (cell := self._cell(strip, row, head)) is not None]
        cells = [(head, cell) for head, cell in found if cell not in names]
        values = [sheet.texts[cell] for _head, cell in cells]
        name = sheet.texts[names[-1]] if names else ""
        label = self.labels.label(name)
        if not _is_source(label, name):
            return False
        is_money = any(map(_holds_amount, values))
        if not is_money and (label is None or any(values)):
            return False
        for cell in names:
            sheet.use(cell)
            part = sheet.part(cell)
            self._points_in(part)
            self.draft.take_currency(currency_in_label(part.text), part)
            if cell != names[-1] or not is_money:
                self.draft.layout.append(part)
        if is_money:
            line = ExecutionDraft(is_total=label is not None and label.field in ("total", "money"))
            line.source = self._source(sheet.part(names[-1])) if names else None
            self.project.execution.append(line)
            for head, cell in cells:
                if sheet.texts[cell] and not sheet.used[cell]:
                    sheet.use(cell)
                    take_execution_value(line, head.field, sheet.part(cell), head.text, self.project, self.draft)
        return True

    def _cell(self, strip: Strip, row: int, head: _MoneyHead) -> int | None:
        """The cell below a head that begins in this row and no further left, the first that holds something."""
        sheet = strip.sheet
        found: int | None = None
        for at in range(head.first, min(head.end, strip.end)):
            cell = sheet.at(row, at)
            if sheet.cells[cell].row == row and (at == head.first or sheet.cells[cell].column == at):
                if sheet.texts[cell]:
                    return cell
                found = cell if found is None else found
        return found

    def _source(self, part: At) -> At:
        """The name of a source without 其中 before it and a colon behind it."""
        match = _AMONG_WHICH_SOURCE.match(fold(part.text))
        begin = match.end() if match else 0
        text = part.text[begin:].rstrip(" :：\u3000")
        if not text:
            return part
        self.draft.layout.append(At(part.text[:begin], part.start, part.start + begin))
        return At(text, part.start + begin, part.start + begin + len(text))

    # Labels beside their values: 全年预算数 | 100 | 全年执行数 | 95.

    def _pair_row(self, strip: Strip, row: int) -> bool:
        """Take a row of labels with their values beside them; sources in rows below stand in the same columns."""
        sheet = strip.sheet
        cells = [cell for cell in strip.row(row) if not sheet.used[cell]]
        found: list[tuple[str, int, int]] = []
        for at, cell in enumerate(cells[:-1]):
            label = self.forms.find("execution_columns", sheet.texts[cell])
            value = cells[at + 1]
            if label is None or label.field in ("further", "deviation") or not _are_beside(strip, cell, value):
                continue
            text = sheet.texts[value]
            if (
                amount_of(text) is None
                and not is_empty_amount(text)
                and not _RATE_IN_CELL.fullmatch(squeeze(fold(text)))
            ):
                continue
            found.append((label.field, cell, value))
        fields = [field for field, _cell, _value in found]
        known = bool(self.pairs) and bool(self.project.execution)
        if not _TELLING_HEADS.isdisjoint(fields) and (len(found) > 1 or known):
            self._take_pairs(strip, found, cells)
            return True
        return self._pair_line(strip, cells) if self.pairs else False

    def _take_pairs(self, strip: Strip, found: list[tuple[str, int, int]], cells: list[int]) -> None:
        sheet = strip.sheet
        if not self.project.execution:
            self.project.execution.append(ExecutionDraft(is_total=True))
        line = self.project.execution[0]
        fields = [field for field, _cell, _value in found]
        budget = "initial" if "revised" in fields else "revised"
        for field, cell, value in found:
            meant = budget if field == "budget" else field
            if meant in _AMOUNT_FIELDS:
                self.pairs[sheet.cells[cell].column] = meant
            for one in (cell, value):
                sheet.use(one)
            part = sheet.part(cell)
            self.draft.layout.append(part)
            self.draft.take_currency(currency_in_label(part.text), part)
            self._points_in(part)
            take_execution_value(line, meant, sheet.part(value), part.text, self.project, self.draft)
        for at, cell in enumerate(cells):
            beside = cells[at + 1] if at + 1 < len(cells) else cell
            if not sheet.used[cell] and sheet.used[beside]:
                part = sheet.part(cell)
                label = self.labels.label(part.text)
                if label is not None and (label.group == "amounts" or label.field in ("money", "layout")):
                    sheet.use(cell)
                    self.draft.layout.append(part)
                    self.draft.take_currency(currency_in_label(part.text), part)
                    self._points_in(part)

    def _pair_line(self, strip: Strip, cells: list[int]) -> bool:
        """Take a row of sources below: 其中：财政拨款 | 100 | 其中：财政拨款 | 95."""
        sheet = strip.sheet
        taken = False
        for at, cell in enumerate(cells):
            field = self.pairs.get(sheet.cells[cell].column)
            label = self.forms.amount(sheet.texts[cell])
            value = cells[at + 1] if at + 1 < len(cells) and _are_beside(strip, cell, cells[at + 1]) else None
            if field is None or label is None or value is None or sheet.used[cell] or sheet.used[value]:
                continue
            source = self._source(sheet.part(cell))
            line = next(
                (
                    one
                    for one in self.project.execution
                    if one.source is not None and key_of(one.source.text) == key_of(source.text)
                ),
                None,
            )
            if line is None:
                line = ExecutionDraft(source=source)
                self.project.execution.append(line)
            else:
                self.draft.layout.append(sheet.part(cell))
            sheet.use(cell)
            sheet.use(value)
            taken = True
            if sheet.texts[value]:
                take_execution_value(line, field, sheet.part(value), sheet.texts[cell], self.project, self.draft)
        return taken


def take_execution_value(
    line: ExecutionDraft, field: str, part: At, head: str, project: ProjectDraft, draft: FormDraft
) -> None:
    """Put the text of a cell into a field of a line; what does not fit there is kept under its head, and said."""
    text = part.text
    if is_empty_amount(text) and field != "deviation":
        draft.layout.append(part)
    elif field in line.values or field in line.texts or field == "further":
        line.further.append((head, part))
    elif field in _AMOUNT_FIELDS and (amount := amount_of(text)) is not None:
        if amount.currency is not None and draft.currency not in (None, amount.currency):
            draft.note("R46", part, project, text=text, unit=draft.currency)
            line.further.append((head, part))
            return
        draft.currency = draft.currency or amount.currency
        line.values[field] = (amount.number, part)
    elif field in ("weight", "score") and (number := weight_of(text)) is not None:
        line.values[field] = (number, part)
    elif (field == "rate" and _RATE_IN_CELL.fullmatch(squeeze(fold(text)))) or field == "deviation":
        line.texts[field] = part
    else:
        draft.note("R13" if field in ("weight", "score", "rate") else "R02", part, project, text=text,
                        reason="不是数字", reason_en="not a number")  # fmt: skip
        line.further.append((head, part))


def _budget_of(head: _MoneyHead) -> str:
    """Which budget a head is of where it says so in brackets alone: 预算数（年初预算）, 预算数（调整后）."""
    if head.field != "budget":
        return head.field
    found = _WHICH_BUDGET.search(squeeze(fold(head.text)))
    return "budget" if found is None else "initial" if found[1] else "revised"


def _holds_amount(text: str) -> bool:
    """Whether a cell below a head of money says how much, or that there is none."""
    return amount_of(text) is not None or (text != "" and is_empty_amount(text))


def _are_beside(strip: Strip, cell: int, value: int) -> bool:
    """Whether nothing but empty cells, of merged ones that were undone, stands between two cells."""
    between = strip.right_of(cell)
    while between is not None and between != value and not strip.sheet.texts[between]:
        between = strip.right_of(between)
    return between == value


def _is_source(label: Label | None, text: str) -> bool:
    """Whether a text may name a source of money: one that nobody declared may, a number may not."""
    if label is None:
        return amount_of(text) is None
    return label.group == "amounts" or label.field in ("money", "layout", "attribute")


def _is_sum_of(first: ExecutionDraft, others: list[ExecutionDraft]) -> bool:
    """Whether the first line is what the others add up to, in a column that all have."""
    for field in _AMOUNT_FIELDS:
        if field in first.values and any(field in one.values for one in others):
            return first.values[field][0] == sum(one.values[field][0] for one in others if field in one.values)
    return False
