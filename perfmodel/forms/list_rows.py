"""Rows of a list: the project that each belongs to, and the rows of sums."""

from __future__ import annotations

import re

from perfmodel.forms.amounts import amount_of, is_empty_amount
from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.columns import Column, Head
from perfmodel.forms.drafts import FormDraft, ProjectDraft
from perfmodel.forms.sheets import At, Strip
from perfmodel.source.characters import fold, squeeze

__all__ = ["ListRows", "RowState", "is_subtotal"]


class RowState:
    """What is carried down from row to row in a block."""

    def __init__(self) -> None:
        self.level1: At | None = None
        self.level2: At | None = None
        self.name_cell: tuple[int, int] | None = None

    def reset(self) -> None:
        """Carry nothing down any more."""
        self.__init__()  # type: ignore[misc]


class ListRows:
    """Reads the columns of projects, and rows of sums, into a form's draft."""

    def __init__(self, head: Head, forms: Catalogue, draft: FormDraft) -> None:
        self.head, self.forms, self.draft = head, forms, draft
        self.project: ProjectDraft | None = None
        self.states = [RowState() for _ in head.blocks]
        self.carried: dict[str, str] = {}
        self.is_list = head.is_list
        self.list_body: At | None = None

    def _layout(self, strip: Strip, cell: int) -> None:
        sheet = strip.sheet
        if not sheet.used[cell]:
            sheet.use(cell)
            self.draft.layout.append(sheet.part(cell))

    def _sum(self, strip: Strip, cells: list[int]) -> None:
        """Take a row of sums: the money of a body or of all, the sum of the weights."""
        sheet = strip.sheet
        named = next(
            (cell for cell in cells if self.forms.is_sum(sheet.texts[cell]) or is_subtotal(sheet.texts[cell])),
            cells[0],
        )
        name = sheet.texts[named]
        body = is_subtotal(name)
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
                self.draft.layout.append(sheet.part(cell))

    def _field_at(self, at: int) -> str | None:
        return next((column.field for column in self.head.columns if column.first <= at < column.end), None)

    def _project(self, strip: Strip, row: int) -> None:
        sheet = strip.sheet
        if self.is_list:
            self._begin_project(strip, row)
        project = self.project
        if project is None:
            return
        for column in self.head.project_columns:
            cell = sheet.at(row, column.first)
            text = sheet.texts[cell]
            if not text or sheet.used[cell]:
                continue
            part = sheet.part(cell)
            field = column.field
            if field == "money":
                self._money(project, column, part)
            elif field == "attribute":
                if (column.head, text) not in [(name, at.text) for name, at in project.attributes]:
                    project.attributes.append((column.head, part))
            elif field == "year":
                year = re.search("20[0-9]{2}", text)
                self.draft.year = self.draft.year or (int(year[0]) if year else None)
                self.draft.layout.append(part)
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

    def _begin_project(self, strip: Strip, row: int) -> None:
        """Begin a new project where the row names another one than the row before."""
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
            return
        cell, text = named["project"]
        known = self.carried
        body = "" if self.list_body is None else self.list_body.text
        if self.project is not None and (text, body) == (known.get("project"), known.get("body")):
            return
        if sheet.used[cell]:
            return
        self.carried = {"project": text, "body": body}
        self.project = ProjectDraft()
        if self.list_body is not None:
            self.project.texts["spender"] = [self.list_body]
        self.draft.projects.append(self.project)
        for state in self.states:
            state.reset()

    def _money(self, project: ProjectDraft, column: Column, part: At) -> None:
        amount = amount_of(part.text)
        key = (column.period or "annual", column.source or "total")
        if amount is None:
            if is_empty_amount(part.text):
                self.draft.layout.append(part)
            else:
                self.draft.note("R02", part, project, text=part.text, reason="不是数字", reason_en="not a number")
                project.attributes.append((column.head, part))
            return
        if key not in project.money:
            project.money[key] = (amount.number, part)
            self.draft.currency = self.draft.currency or amount.currency
        elif project.money[key][0] == amount.number:
            self.draft.layout.append(part)
        else:
            self.draft.note("R44", part, project, label=column.head, text=part.text)
            project.attributes.append((column.head, part))


def is_subtotal(text: str) -> str:
    """Return the body that a row of sums names: 小计：某局; empty where it names none."""
    match = re.match(r"(?:小计|合计)\s*[:：]\s*(.+)\Z|(.+?)\s*[(（]?小计[)）]?\Z", text)
    return (match[1] or match[2] or "") if match else ""
