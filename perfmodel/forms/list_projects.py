"""The projects of a list: which row begins one, what its columns say of it, and rows of sums."""

from __future__ import annotations

import re

from perfmodel.forms.amounts import amount_of, currency_in_label, is_empty_amount
from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.cell_words import body_of_subtotal, category_level, weight_of
from perfmodel.forms.columns import Block, Column, Head
from perfmodel.forms.drafts import ExecutionDraft, FormDraft, ProjectDraft
from perfmodel.forms.execution_block import take_execution_value
from perfmodel.forms.sheets import At, Strip
from perfmodel.forms.spelling import key_of, without_number
from perfmodel.model.category import Category
from perfmodel.source.characters import fold, squeeze

__all__ = ["ListProjects", "level_by_turns", "level_in_head"]


def level_by_turns(strip: Strip, cell: int, level1: At | None) -> int | None:
    """Return the level of a category in a row of its own, below ``level1``.

    成本指标 below 产出指标 is of level 2, unless another category stands right below it.
    """
    sheet, text = strip.sheet, strip.sheet.texts[cell]
    level = category_level(text)
    if level != 1 or level1 is None:
        return level
    known = Category.lookup(_bare(text), level=2)
    if known is None or known.parent is None or known.parent != Category.lookup(_bare(level1.text), level=1):
        return level
    below = strip.below(cell)
    return 2 if below is None or category_level(sheet.texts[below]) is None else 1


def level_in_head(rows: list[tuple[Strip, int]], head: Head, block: Block) -> At | None:
    """Return the category of level 1 that stands beside the heads of its own indicators; None where none does."""
    column = block.of("level1")
    if column is None or not rows or category_level(column.head) != 1:
        return None
    sheet = rows[0][0].sheet
    cells = (sheet.at(row, column.first) for row in range(head.first, head.last + 1) if row < sheet.rows)
    return next((sheet.part(cell) for cell in cells if sheet.texts[cell] == column.head), None)


def _bare(text: str) -> str:
    return key_of(without_number(squeeze(fold(text))))


class ListProjects:
    """Reads the columns of projects in the rows below a head."""

    def __init__(self, head: Head, forms: Catalogue, draft: FormDraft) -> None:
        self.head, self.forms, self.draft = head, forms, draft
        self.project: ProjectDraft | None = None
        self.carried: dict[str, str] = {}
        self.list_body: At | None = None

    def take(self, strip: Strip, row: int, project: ProjectDraft) -> None:
        """Take what a row says of its project."""
        sheet = strip.sheet
        for column in self.head.project_columns:
            cell = sheet.at(row, column.first)
            text = sheet.texts[cell]
            if not text or sheet.used[cell]:
                continue
            part = sheet.part(cell)
            field = column.field
            if field == "money":
                self.money(project, column, part)
            elif field == "execution":
                self._execution(project, column, part)
            elif field == "attribute":
                if (column.head, text) not in [(name, at.text) for name, at in project.attributes]:
                    project.attributes.append((column.head, part))
            elif field == "year":
                self._year(project, column, part)
            elif field == "number":
                continue
            else:
                name = {"project": "name", "project_period": "period"}.get(field or "", field or "")
                known = project.text(name)
                if not known:
                    project.texts[name] = [part]
                elif squeeze(known) == squeeze(text):
                    self.draft.layout.append(part)
                else:
                    self.draft.note("R44", part, project, label=column.head, text=text)
                    project.attributes.append((column.head, part))
            sheet.use(cell)

    def _execution(self, project: ProjectDraft, column: Column, part: At) -> None:
        """Take a number of a project's budget execution; the same again, in the next row, is layout."""
        self.draft.take_currency(currency_in_label(column.head), part)
        if not project.execution:
            project.execution.append(ExecutionDraft(is_total=True))
        line, field = project.execution[0], column.source or ""
        known = line.values[field][1] if field in line.values else line.texts.get(field)
        if known is not None and squeeze(known.text) == squeeze(part.text):
            self.draft.layout.append(part)
        elif known is not None:
            self.draft.note("R44", part, project, label=column.head, text=part.text)
            line.further.append((column.head, part))
        else:
            take_execution_value(line, field, part, column.head, project, self.draft)

    def _year(self, project: ProjectDraft, column: Column, part: At) -> None:
        """Take a project's year: that of the table, or kept with the project where it is another one."""
        found = re.search("20[0-9]{2}", part.text)
        year = int(found[0]) if found else None
        self.draft.year = self.draft.year or year
        if year == self.draft.year:
            self.draft.layout.append(part)
        else:
            self.draft.note("R44", part, project, label=column.head, text=part.text)
            project.attributes.append((column.head, part))

    def begun(self, strip: Strip, row: int) -> ProjectDraft | None:
        """Return a new project where the row names another one than the row before; None where it goes on."""
        sheet = strip.sheet
        named: dict[str, tuple[int, str]] = {}
        for column in self.head.project_columns:
            if column.field in ("project", "spender"):
                cell = sheet.at(row, column.first)
                if sheet.texts[cell]:
                    named[column.field] = (cell, sheet.texts[cell])
                if column.field == "spender" and sheet.texts[cell]:
                    self.list_body = sheet.part(cell)
        if "project" not in named:
            return None
        cell, text = named["project"]
        known = self.carried
        body = "" if self.list_body is None else self.list_body.text
        code = self._code(strip, row)
        same = (text, body) == (known.get("project"), known.get("body")) and code in ("", known.get("code", code))
        if self.project is not None and same:
            return None
        if sheet.used[cell]:
            return None
        if self._is_body(strip, row, cell):
            self.list_body = sheet.part(cell)
            sheet.use(cell)
            return None
        self.carried = {"project": text, "body": body} | ({"code": code} if code else {})
        self.project = ProjectDraft()
        if self.list_body is not None:
            self.project.texts["spender"] = [self.list_body]
            self._without_body(self.project, strip, cell, body)
        self.draft.projects.append(self.project)
        return self.project

    def _code(self, strip: Strip, row: int) -> str:
        """The code of the project that a row names: two projects of one name have codes of their own."""
        columns = [one for one in self.head.project_columns if one.field == "attribute" and "码" in fold(one.head)]
        return strip.sheet.texts[strip.sheet.at(row, columns[0].first)] if columns else ""

    def _is_body(self, strip: Strip, row: int, cell: int) -> bool:
        """Whether a row holds nothing but a body, which the name below it has in brackets: 某局 over 会议费（某局）."""
        sheet = strip.sheet
        below = strip.below(cell)
        if below is None or any(sheet.texts[other] for other in strip.row(row) if other != cell):
            return False
        return squeeze(fold(sheet.texts[below])).endswith(f"({squeeze(fold(sheet.texts[cell]))})")

    def _without_body(self, project: ProjectDraft, strip: Strip, cell: int, body: str) -> None:
        """Take a project's name without the brackets behind it in which its body stands."""
        part = strip.sheet.part(cell)
        for end in (f"（{body}）", f"({body})"):
            name = part.text.removesuffix(end)
            if name.strip() and name != part.text:
                project.texts["name"] = [At(name.rstrip(), part.start, part.start + len(name.rstrip()))]
                self.draft.layout.append(At(end, part.end - len(end), part.end))
                strip.sheet.use(cell)
                return

    def money(self, project: ProjectDraft, column: Column, part: At) -> None:
        """Put an amount into a project; another one for the same source is said."""
        amount = amount_of(part.text)
        key = (column.period or "annual", column.source or "total")
        if amount is None:
            if is_empty_amount(part.text):
                self.draft.layout.append(part)
            else:
                self.draft.note("R02", part, project, text=part.text, reason="不是数字", reason_en="not a number")
                project.attributes.append((column.head, part))
            return
        self.draft.put_amount(project, key, amount, part, column.head)

    def is_sum(self, strip: Strip, cells: list[int]) -> bool:
        """Whether a row is one of sums, and no indicator."""
        sheet = strip.sheet
        texts = [sheet.texts[cell] for cell in cells[:3]]
        if self.forms.is_sum(texts[0]):
            return True
        if len(texts) > 1 and sheet.cells[cells[0]].row_span > 1 and self.forms.is_sum(texts[1]):
            return False
        return self.head.is_list and any(self.forms.is_sum(text) or body_of_subtotal(text) for text in texts)

    def sum(self, strip: Strip, cells: list[int]) -> None:
        """Take a row of sums: the money of a body or of all, the sum of the weights."""
        sheet = strip.sheet
        named = next(
            (cell for cell in cells if self.forms.is_sum(sheet.texts[cell]) or body_of_subtotal(sheet.texts[cell])),
            cells[0],
        )
        name = sheet.texts[named]
        body = body_of_subtotal(name)
        bodies = [cell for cell in cells if cell != named and self._field_at(sheet.cells[cell].column) == "spender"]
        if bodies:
            body = sheet.texts[bodies[0]]
        money = {}
        for column in self.head.project_columns:
            if column.field != "money" or column.source is None:
                continue
            cell = sheet.at(row := sheet.cells[cells[0]].row, column.first)
            amount = amount_of(sheet.texts[cell])
            if amount is not None and sheet.cells[cell].row == row:
                money[column.period or "annual", column.source] = (amount.number, sheet.part(cell))
                sheet.use(cell)
        if money and body:
            self.draft.sections.setdefault(squeeze(fold(body)), money)
        elif money and not self.draft.total and not body:
            self.draft.total = money
        elif money:
            self.draft.note("R25", sheet.part(named), text=name)
        for cell in cells:
            if not sheet.used[cell]:
                sheet.use(cell)
                part = sheet.part(cell)
                (self.draft.layout if self._is_of_sums(part.text) else self.draft.unread).append(part)

    def _is_of_sums(self, text: str) -> bool:
        """Whether a cell of a row of sums says no more than that: its name, a number, a category, a sign for nothing."""
        names_sum = self.forms.is_sum(text) or bool(body_of_subtotal(text)) or category_level(text) is not None
        return names_sum or amount_of(text) is not None or weight_of(text) is not None or is_empty_amount(text)

    def _field_at(self, at: int) -> str | None:
        return next((column.field for column in self.head.columns if column.first <= at < column.end), None)
