"""The block of money: a row for each source, or a column; with the columns of several years or periods separated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfmodel.forms.amounts import Amount, amount_of, is_empty_amount
from perfmodel.forms.catalogue import Label
from perfmodel.forms.drafts import FormDraft, ProjectDraft
from perfmodel.forms.labels import Labels
from perfmodel.forms.sheets import At, Strip
from perfmodel.model.table import CURRENCY_UNITS
from perfmodel.source.characters import fold, squeeze

__all__ = ["MoneyBlock", "holds_money"]

_MONEY_PIECE = re.compile(
    r"[,，;；、]?\s*(?:其中[:：]?)?\s*([^0-9,，;；、:：]{0,16}?)[:：]?\s*"
    r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\s*(?:百万元|万元|千元|亿元|元))"
)


def holds_money(text: str) -> bool:
    """Whether a text is an amount, or begins with one in words: 327.12万元，其中：财政拨款327.12万元."""
    return amount_of(text) is not None or _MONEY_PIECE.match(fold(text)) is not None


class MoneyBlock:
    """Reads amounts beside, or below, the labels of their sources into a project's draft."""

    def __init__(self, labels: Labels, draft: FormDraft, project: ProjectDraft) -> None:
        self.labels, self.forms, self.draft, self.project = labels, labels.forms, draft, project
        # The labels of totals in rows above, by their column: whose sources stand below them.
        self.periods: dict[int, str] = {}

    def take_heads(self, strip: Strip, row: int) -> None:
        """Take a row that holds the heads of columns of money, 年初预算数 | 全年执行数, behind a label for all of them."""
        sheet = strip.sheet
        cells = [cell for cell in strip.row(row) if not sheet.used[cell]]
        heads = self._heads(strip, cells)
        others = [cell for cell in cells if cell not in heads]
        if len(heads) < 2 or len(others) > 1 or (others and self.labels.label(sheet.texts[others[0]]) is None):
            return
        below = row + 1
        if others and sheet.cells[others[0]].row_span == 1 and sheet.texts[sheet.at(row, strip.first)]:
            first = self.labels.label(sheet.texts[others[0]])
            if first is None or first.group == "amounts":
                return
        if below < sheet.rows and not any(
            (label := self.labels.label(sheet.texts[cell])) is not None and label.group == "amounts"
            for cell in strip.row(below)
        ):
            return
        for cell in heads:
            sheet.use(cell)
            self.draft.layout.append(sheet.part(cell))

    def _heads(self, strip: Strip, cells: list[int]) -> list[int]:
        """Return the cells that head columns of money; 项目期 | 长期 are a label and its value."""
        texts = strip.sheet.texts
        first = self.labels.label(texts[cells[0]]) if cells else None
        if first is not None and first.field == "period":
            return []
        return [cell for cell in cells if self.forms.find("amount_columns", texts[cell]) is not None]

    def take(self, strip: Strip, of_label: int, label: Label) -> None:
        """Take the amounts of a source, whose label stands in a cell."""
        sheet = strip.sheet
        one = sheet.cells[of_label]
        name = sheet.texts[of_label].strip().rstrip(":：")
        field = label.field
        cells = self._without_unit(strip, list(self._amounts_beside(strip, of_label)))
        if not any(holds_money(sheet.texts[cell]) for cell in cells):
            below = self._below(strip, of_label)
            if below is not None and self._has_source_beside(strip, below):
                return  # 金额 heads the amounts of 财政拨款 and 其他资金
            if below is not None and (
                not sheet.texts[below] or amount_of(sheet.texts[below]) or is_empty_amount(sheet.texts[below])
            ):
                cells = [below]
        if field in ("total", "whole_period_total") and all(
            holds_money(sheet.texts[cell]) or is_empty_amount(sheet.texts[cell]) for cell in cells
        ):
            self.periods[one.column] = "whole_period" if field == "whole_period_total" else "annual"
        if len(cells) > 1:
            self._matrix(strip, label, cells, name)
            return
        for cell in cells:
            sheet.use(cell)
            if sheet.texts[cell]:
                self._amount(label, sheet.part(cell), name, one.column)

    def _below(self, strip: Strip, of_label: int) -> int | None:
        """Return the cell of the value below a label; below an empty row, the amount there."""
        below = self.labels.below(strip, of_label)
        if below is None or strip.sheet.texts[below] or strip.row(strip.sheet.cells[below].row):
            return below
        further = self.labels.below(strip, below)
        return further if further is not None and amount_of(strip.sheet.texts[further]) is not None else below

    def _has_source_beside(self, strip: Strip, cell: int) -> bool:
        """Whether the label of a source stands at the left of a cell."""
        sheet, one = strip.sheet, strip.sheet.cells[cell]
        if one.column <= strip.first:
            return False
        left = sheet.at(one.row, one.column - 1)
        label = self.labels.label(sheet.texts[left])
        return label is not None and label.group == "amounts" and sheet.cells[left].row == one.row

    def _without_unit(self, strip: Strip, cells: list[int]) -> list[int]:
        """Take a unit in a cell of its own behind an amount away: 123.45 | 万元."""
        sheet = strip.sheet
        units = [cell for cell in cells[1:] if squeeze(fold(sheet.texts[cell])).strip("()") in CURRENCY_UNITS]
        for cell in units:
            sheet.use(cell)
            self.draft.layout.append(sheet.part(cell))
            self.draft.take_currency(squeeze(fold(sheet.texts[cell])).strip("()"), sheet.part(cell))
        return [cell for cell in cells if cell not in units]

    def _amounts_beside(self, strip: Strip, cell: int) -> Iterator[int]:
        """Yield the cells at the right of a label, up to the next label, that hold something; or the one that holds nothing."""
        sheet = strip.sheet
        row = sheet.cells[cell].row
        at = strip.right_of(cell)
        empty: int | None = None
        any_text = False
        while at is not None and not sheet.used[at]:
            text = sheet.texts[at]
            if text and self.labels.is_label(strip, at):
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

    def _matrix(self, strip: Strip, source: Label, cells: list[int], name: str) -> None:
        """A row of money with several columns: by their heads the form's amount is distinguished from the others, which are kept."""
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
            is_own = (
                label is not None and label.field in ("annual", "whole_period") and amount_of(part.text) is not None
            )
            if is_own and label is not None and (label.field, source.field) not in self.project.money:
                self._amount(source, part, name, None, label.field)
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
                return above if known or (not sheet.used[above] and self.labels.label(text) is None) else None
        return None

    def _amount(self, label: Label, part: At, name: str, column: int | None, period: str | None = None) -> None:
        amount = amount_of(part.text)
        if amount is None:
            self.text(label, part, name)
            return
        if period is None:
            period = "whole_period" if label.field == "whole_period_total" else self.periods.get(column or 0, "annual")
            if column is not None and column not in self.periods and label.field not in ("total", "whole_period_total"):
                nearest = [at for at in self.periods if at <= column]
                period = self.periods[max(nearest)] if nearest else "annual"
        self._put(label, amount, part, name, period)

    def _put(self, label: Label, amount: Amount, part: At, name: str, period: str) -> None:
        if label.field == "attribute":
            self.project.attributes.append((name, part))
            return
        source = "total" if label.field in ("whole_period_total", "money") else label.field
        self.draft.put_amount(self.project, (period, source), amount, part, name)

    def text(self, label: Label, part: At, name: str) -> None:
        """Money in words: 319.29万元，其中：财政拨款319.29万元."""
        if is_empty_amount(part.text):
            self.draft.layout.append(part)
            return
        amount = amount_of(part.text)
        if amount is not None:
            period = "whole_period" if label.field == "whole_period_total" else "annual"
            self._put(label, amount, part, name, period)
            return
        at, folded = 0, fold(part.text)
        pieces = []
        while match := _MONEY_PIECE.match(folded, at):
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
                words = part.text[slice(*piece.span(2))]
                at_piece = At(words, part.start + piece.start(2), part.start + piece.end(2))
                self._put(each, amount, at_piece, piece[1] or name, "annual")
