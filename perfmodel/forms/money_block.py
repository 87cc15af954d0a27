"""The block of money in the head of a form: sources in rows or columns, each with its amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from perfmodel.forms.amounts import amount_of, is_empty_amount
from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.drafts import FormDraft, ProjectDraft
from perfmodel.forms.sheets import At, Strip

__all__ = ["GROUP_FIELDS", "Found", "MoneyBlock"]

# Groups of labels: what stands beside them has labels of its own.
GROUP_FIELDS = frozenset(("money", "goals", "indicators", "tasks", "layout"))
_MONEY_PIECE = re.compile(
    r"[,，;；、]?\s*(?:其中[:：]?)?\s*([^0-9,，;；、:：]{0,16}?)[:：]?\s*"
    r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\s*(?:百万元|万元|千元|亿元|元))"
)


@frozen
class Found:
    """A label: its cell, what it says, and whether that is a source of money."""

    cell: int
    label: Label


class MoneyBlock:
    """Reads amounts by their labels into the draft of a project."""

    def __init__(self, forms: Catalogue, draft: FormDraft, project: ProjectDraft) -> None:
        self.forms, self.draft, self.project = forms, draft, project
        # The money labels of rows above, by their column: whose sources stand below them.
        self.periods: dict[int, str] = {}
        self.goal_columns: dict[str, tuple[int, int]] = {}

    def _label(self, text: str) -> Label | None:
        found = self.forms.label(text)
        if found is not None and found.field not in ("layout", "attribute"):
            return found
        return self.forms.amount(text) or found

    def _is_label(self, strip: Strip, cell: int) -> bool:
        """Whether a cell beside a label is a label too, and no value that reads like one: 项目类别 | 重点项目."""
        sheet = strip.sheet
        label = self._label(sheet.texts[cell])
        if label is None or label.field != "attribute" or label.group == "amounts":
            return label is not None
        beside, below = strip.right_of(cell), strip.below(cell)
        if beside is not None and sheet.texts[beside] and self._label(sheet.texts[beside]) is None:
            return True
        return (
            below is not None
            and bool(sheet.texts[below])
            and self._label(sheet.texts[below]) is None
            and self._is_unlabelled(strip, below)
        )

    def _below(self, strip: Strip, cell: int) -> int | None:
        """The cell of the value below a label, where that is none itself and is as wide."""
        sheet = strip.sheet
        below = strip.below(cell)
        if below is None or sheet.used[below]:
            return None
        one, other = sheet.cells[cell], sheet.cells[below]
        if other.column != one.column or other.column_span > one.column_span + 1:
            return None
        return (
            None
            if self._label(sheet.texts[below]) is not None or self.forms.column(sheet.texts[below]) is not None
            else below
        )

    def _is_unlabelled(self, strip: Strip, cell: int) -> bool:
        """Whether no label stands at the left of a cell, with nothing but empty cells between, whose value it may be."""
        sheet, one = strip.sheet, strip.sheet.cells[cell]
        at = one.column - 1
        while at >= strip.first:
            text = sheet.texts[left := sheet.at(one.row, at)]
            if text:
                label = self._label(text)
                return label is None or sheet.cells[left].row < one.row or label.field in GROUP_FIELDS
            at = sheet.cells[left].column - 1
        return True

    def _heads_of_money(self, strip: Strip, row: int) -> None:
        """Take a row that holds the heads of columns of money, 年初预算数 | 全年执行数, behind a label for all of them."""
        sheet = strip.sheet
        cells = [cell for cell in strip.row(row) if not sheet.used[cell]]
        heads = [cell for cell in cells if self.forms.find("amount_columns", sheet.texts[cell]) is not None]
        others = [cell for cell in cells if cell not in heads]
        if len(heads) < 2 or len(others) > 1 or (others and self._label(sheet.texts[others[0]]) is None):
            return
        below = row + 1
        if others and sheet.cells[others[0]].row_span == 1 and sheet.texts[sheet.at(row, strip.first)]:
            first = self._label(sheet.texts[others[0]])
            if first is None or first.group == "amounts":
                return
        if below < sheet.rows and not any(
            (label := self._label(sheet.texts[cell])) is not None and label.group == "amounts"
            for cell in strip.row(below)
        ):
            return
        for cell in heads:
            sheet.use(cell)
            self.draft.layout.append(sheet.part(cell))

    def _amounts(self, strip: Strip, found: Found, values: list[int]) -> None:
        sheet = strip.sheet
        one = sheet.cells[found.cell]
        name = sheet.texts[found.cell].strip().rstrip(":：")
        field = found.label.field
        if field == "whole_period_total":
            self.periods[one.column] = "whole_period"
        elif field == "total":
            self.periods[one.column] = "annual"
        cells = list(self._amounts_beside(strip, found.cell))
        if not any(sheet.texts[cell] for cell in cells):
            below = self._below(strip, found.cell)
            if below is not None and (
                not sheet.texts[below] or amount_of(sheet.texts[below]) or is_empty_amount(sheet.texts[below])
            ):
                cells = [below]
        if len(cells) > 1:
            self._matrix(strip, found, cells, name)
            return
        for cell in cells:
            sheet.use(cell)
            if sheet.texts[cell]:
                self._amount(found.label, sheet.part(cell), name, one.column)

    def _amounts_beside(self, strip: Strip, cell: int) -> Iterator[int]:
        """Yield the cells at the right of a label, up to the next label, that hold something; or the one that holds nothing."""
        sheet = strip.sheet
        row = sheet.cells[cell].row
        at = strip.right_of(cell)
        empty: int | None = None
        any_text = False
        while at is not None and not sheet.used[at]:
            text = sheet.texts[at]
            if text and self._is_label(strip, at):
                break
            if sheet.cells[at].row == row or not any_text:
                if text:
                    any_text = True
                    yield at
                elif empty is None:
                    empty = at
            at = strip.right_of(at, row)
        if not any_text and empty is not None:
            yield empty

    def _matrix(self, strip: Strip, found: Found, cells: list[int], name: str) -> None:
        """A row of money with several columns: by their heads the form's amount is told from the others, which are kept."""
        sheet = strip.sheet
        taken = False
        for cell in cells:
            head = self._head_above(strip, cell)
            label = None if head is None else self.forms.find("amount_columns", sheet.texts[head])
            part = sheet.part(cell)
            sheet.use(cell)
            if head is not None and not sheet.used[head]:
                sheet.use(head)
                self.draft.layout.append(sheet.part(head))
            if label is not None and label.field in ("annual", "whole_period") and amount_of(part.text) is not None:
                field = found.label
                key = (label.field, field.field)
                if key not in self.project.money:
                    self._amount(field, part, name, None, label.field)
                    taken = True
                    continue
            title = name if head is None else f"{name} {sheet.texts[head]}"
            if head is None and not taken:
                self.draft.note("R47", part, self.project, text=part.text, label=name)
            if not is_empty_amount(part.text):
                self.project.attributes.append((title, part))
            else:
                self.draft.layout.append(part)

    def _head_above(self, strip: Strip, cell: int) -> int | None:
        """The head of a column of money: the nearest cell above that says what one holds."""
        sheet = strip.sheet
        one = sheet.cells[cell]
        for row in range(one.row - 1, max(one.row - 12, -1), -1):
            above = sheet.at(row, one.column)
            text = sheet.texts[above]
            if text and amount_of(text) is None and not is_empty_amount(text):
                known = self.forms.find("amount_columns", text) is not None
                return above if known or (not sheet.used[above] and self._label(text) is None) else None
        return None

    def _amount(self, label: Label, part: At, name: str, column: int | None, period: str | None = None) -> None:
        amount = amount_of(part.text)
        if amount is None:
            self._money_text(label, part, name)
            return
        if period is None:
            period = "whole_period" if label.field == "whole_period_total" else self.periods.get(column or 0, "annual")
            if column is not None and column not in self.periods and label.field not in ("total", "whole_period_total"):
                nearest = [at for at in self.periods if at <= column]
                period = self.periods[max(nearest)] if nearest else "annual"
        self._put(label, amount.number, amount.currency, part, name, period)

    def _put(self, label: Label, number: object, currency: str | None, part: At, name: str, period: str) -> None:
        draft, project = self.draft, self.project
        if currency is not None:
            if draft.currency is not None and draft.currency != currency:
                draft.note("R46", part, project, text=part.text, unit=draft.currency)
                project.attributes.append((name, part))
                return
            draft.currency = currency
        if label.field == "attribute":
            project.attributes.append((name, part))
            return
        source = "total" if label.field in ("whole_period_total", "money") else label.field
        known = project.money.get((period, source))
        if known is None:
            project.money[period, source] = (number, part)  # type: ignore[assignment]
        elif known[0] == number:
            draft.layout.append(part)
        else:
            draft.note("R44", part, project, label=name, text=part.text)
            project.attributes.append((name, part))

    def _money_text(self, label: Label, part: At, name: str) -> None:
        """Money in words: 319.29万元，其中：财政拨款319.29万元."""
        if is_empty_amount(part.text):
            self.draft.layout.append(part)
            return
        amount = amount_of(part.text)
        if amount is not None:
            period = "whole_period" if label.field == "whole_period_total" else "annual"
            self._put(label, amount.number, amount.currency, part, name, period)
            return
        at = 0
        pieces = []
        while match := _MONEY_PIECE.match(part.text, at):
            pieces.append(match)
            at = match.end()
        labels = [label if not piece[1].strip() else self.forms.amount(piece[1]) for piece in pieces]
        if not pieces or part.text[at:].strip(" 。，,；;)）") or any(each is None for each in labels):
            self.draft.note("R02", part, self.project, text=part.text, reason="不是数字", reason_en="not a number")
            self.project.attributes.append((name, part))
            return
        for piece, each in zip(pieces, labels, strict=True):
            amount = amount_of(piece[2])
            if amount is not None and each is not None:
                at_piece = At(piece[2], part.start + piece.start(2), part.start + piece.end(2))
                self._put(each, amount.number, amount.currency, at_piece, piece[1] or name, "annual")
