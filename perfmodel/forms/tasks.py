"""The main tasks of a department: 任务名称 | 主要内容 | 预算金额, a row for each, with their sum."""

from __future__ import annotations

import re

from attrs import frozen

from perfmodel.forms.amounts import amount_of, currency_in_label, is_empty_amount
from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.cell_words import is_template
from perfmodel.forms.drafts import FormDraft, ProjectDraft, TaskDraft
from perfmodel.forms.inline_labels import inline_pairs
from perfmodel.forms.sheets import At, Strip
from perfmodel.source.characters import fold

__all__ = ["TaskHead", "find_task_head", "read_tasks"]

# Heads of columns whose unit is that of the amounts.
_WORDS_OF_MONEY = re.compile("金额|资金|预算|拨款")


@frozen
class TaskHead:
    """The rows of the head, and the columns: of names, of contents, of each source of money."""

    first: int
    last: int
    task: int
    content: int | None
    money: tuple[tuple[str, int], ...]

    def goes_on(self, strip: Strip, row: int, forms: Catalogue) -> bool:
        """Whether a row belongs to the tasks: it does not begin with a label of the head block."""
        cells = strip.row(row)
        if not cells:
            return True
        sheet = strip.sheet
        if len(cells) == 1 and inline_pairs(sheet.texts[cells[0]], forms):
            return False  # 年度总体目标：… is a label with its value, and no task
        label = forms.label(sheet.texts[cells[0]])
        if label is not None and label.field not in ("layout", "tasks", "indicators", "attribute"):
            return False
        first = sheet.cells[cells[0]]
        if label is None and first.column < self.task and first.row_span == 1 and not first.text.strip().isdigit():
            # What nobody knows stands where 年度主要任务 does: the tasks end, unless this is their sum.
            return forms.is_sum(first.text)
        if forms.is_sum(sheet.texts[cells[0]]) and sheet.cells[cells[0]].column <= self.task:
            return True
        return sheet.cells[cells[0]].column <= max(column for _name, column in (("task", self.task), *self.money))


def find_task_head(strip: Strip, row: int, forms: Catalogue) -> TaskHead | None:
    """Return the head of tasks that a row begins; None where it begins none."""
    sheet = strip.sheet
    cells = strip.row(row)
    found: dict[str, int] = {}
    for cell in cells:
        label = forms.find("task_columns", sheet.texts[cell])
        if label is not None and (label.field == "task" or label.field not in found):
            found[label.field] = cell  # of two, 年度主要任务 stands at the side and 任务名称 heads the column
    if "task" not in found or not {"content", "group"} & set(found):
        return None
    task = sheet.cells[found["task"]]
    last = row + task.row_span - 1
    money: list[tuple[str, int]] = []
    heads_below = last == row and _holds_amount_heads(strip, row + 1, task.column, forms)
    for at in (row + 1, last) if heads_below else (last, row + 1, row):
        if money or at >= sheet.rows:
            continue
        for cell in strip.row(at):
            one = sheet.cells[cell]
            amount = forms.amount(sheet.texts[cell])
            if amount is not None and one.column > task.column and amount.field != "attribute":
                money.append((amount.field, one.column))
        if money:
            last = max(last, at)
    if not money and "group" in found:
        money = [("total", sheet.cells[found["group"]].column)]
    content = sheet.cells[found["content"]].column if "content" in found else None
    return TaskHead(row, last, task.column, content, tuple(money))


def _name_of(strip: Strip, row: int, head: TaskHead, forms: Catalogue) -> int:
    """The cell of a task's name, or of 金额合计, which stands at the side in a file without merged cells."""
    sheet = strip.sheet
    name = sheet.at(row, head.task)
    sums = (cell for cell in strip.row(row) if forms.is_sum(sheet.texts[cell]))
    return name if sheet.texts[name] else next(sums, name)


def _holds_amount_heads(strip: Strip, row: int, task: int, forms: Catalogue) -> bool:
    """Whether a row below the heads holds those of several sources of money, and nothing else."""
    sheet = strip.sheet
    cells = strip.row(row) if row < sheet.rows else []
    return len(cells) > 1 and all(
        sheet.cells[cell].column > task and forms.amount(sheet.texts[cell]) is not None for cell in cells
    )


def read_tasks(
    head: TaskHead, rows: list[tuple[Strip, int]], forms: Catalogue, draft: FormDraft, project: ProjectDraft
) -> None:
    """Read the rows of tasks into a project's draft; the row of their sum is the money of the whole."""
    for strip, row in rows:
        sheet = strip.sheet
        money = {}
        printed = []
        for source, column in head.money:
            cell = sheet.at(row, column)
            text = sheet.texts[cell]
            if not text or sheet.used[cell]:
                continue
            part = sheet.part(cell)
            printed.append(part)
            amount = amount_of(text)
            if amount is not None:
                if source not in money:  # of two groups of columns the first is the budget; what the other says is said
                    money[source] = (amount.number, part)
                    sheet.use(cell)
            elif is_empty_amount(text):
                sheet.use(cell)
                draft.layout.append(part)
        name = _name_of(strip, row, head, forms)
        content = None if head.content is None else sheet.at(row, head.content)
        if sheet.texts[name] and forms.is_sum(sheet.texts[name]):
            _use(strip, name, draft)
            for source, amount_at in money.items():
                project.money.setdefault(("annual", source), amount_at)
        elif sheet.texts[name] and not sheet.used[name] and (money or not is_template(sheet.texts[name])):
            task = TaskDraft(sheet.part(name), money=money)
            sheet.use(name)
            if content is not None and content != name and sheet.texts[content]:
                task.content = sheet.part(content)
                sheet.use(content)
            project.tasks.append(task)
        for cell in strip.row(row):
            if not sheet.used[cell]:
                part = sheet.part(cell)
                sheet.use(cell)
                layout = is_template(part.text) or forms.label(part.text) is not None
                (draft.layout if layout else draft.unread).append(part)


def _use(strip: Strip, cell: int, draft: FormDraft) -> None:
    strip.sheet.use(cell)
    draft.layout.append(strip.sheet.part(cell))


def use_heads(rows: list[tuple[Strip, int]], draft: FormDraft) -> None:
    """Take the rows of a head as layout, with the unit of the amounts that one of them may name."""
    for strip, row in rows:
        for cell in strip.row(row):
            if not strip.sheet.used[cell]:
                part: At = strip.sheet.part(cell)
                draft.take_currency(_currency_of_head(part.text), part)
                _use(strip, cell, draft)


def _currency_of_head(text: str) -> str | None:
    return currency_in_label(text) if _WORDS_OF_MONEY.search(fold(text)) is not None else None
