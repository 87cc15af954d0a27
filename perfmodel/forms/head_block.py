"""The head block of a form: labels and their values, wherever they stand to each other, and the block of money."""

from __future__ import annotations

import re

from perfmodel.forms.amounts import amount_of, currency_in_label, currency_of_line
from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.cell_words import is_template, weight_of
from perfmodel.forms.drafts import FormDraft, ProjectDraft
from perfmodel.forms.execution_block import ExecutionBlock
from perfmodel.forms.inline_labels import inline_pairs
from perfmodel.forms.labels import GROUP_FIELDS, SINGLE_FIELDS, Labels, may_be_label
from perfmodel.forms.lines_behind import pairs_behind
from perfmodel.forms.money_block import MoneyBlock, holds_money
from perfmodel.forms.result_columns import field_of_result, score_cell, take_score
from perfmodel.forms.sheets import At, Line, Strip
from perfmodel.forms.spelling import key_of, without_number
from perfmodel.forms.titles import is_attachment, is_note, is_title, parted_attachment, take_title, year_of
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.page_layout import is_page_number

__all__ = ["HeadBlock"]

# Texts that may go on in cells below.
_LONG_TEXTS = frozenset("goal whole_period_goal goal_actual conclusion name spender department period".split())
_AMOUNTS = frozenset(("total", "whole_period_total", "appropriation", "other"))
# One of several goals, each with points of its own: 年度绩效目标2（40分）.
_NUMBERED_GOAL = re.compile(r"目标[0-9一二三四五六](?:[0-9]{1,3}分)?\Z")
# The second and further points of a note: 2.定性指标根据…
_POINT_OF_NOTE = re.compile(r"\A\s*[(（]?(?:[2-9]|[二三四五六七八九])[)）.．、]")
_CURRENCY_IN_LINE = re.compile(
    r"(?:\A|[\s(（\u3000])((?:金额)?单位\s?[:：]\s?(?:人民币)?(?:百万元|万元|千元|亿元|元))[)）]?\s*\Z"
)


def _is_layout(text: str) -> bool:
    return is_template(text) or is_page_number(text) or is_attachment(text)


class HeadBlock:
    """Reads rows of labels and values into a form's draft."""

    def __init__(self, forms: Catalogue, draft: FormDraft, project: ProjectDraft) -> None:
        self.forms, self.draft, self.project = forms, draft, project
        self.labels = Labels(forms)
        self.money = MoneyBlock(self.labels, draft, project)
        self.execution = ExecutionBlock(self.labels, draft, project)
        self.goal_columns: dict[str, tuple[int, int]] = {}
        # The fields that some declared label of the form names: what is misspelled is none of them.
        self.declared: set[str] = set()
        # What the label of the name says that the form speaks of: a whole department, or a project.
        self.name_scope: str | None = None
        # The goals that were read last: by the column of the value, the field and the last row.
        self.last_goals: dict[int, tuple[str, int]] = {}
        # Whether the line before was a note, or a further point of one.
        self.noted = False

    def read(self, rows: list[tuple[Strip, int]]) -> None:
        """Read the rows; what no label explains is said."""
        texts = [strip.sheet.texts[cell] for strip, row in rows for cell in strip.row(row)]
        self.declared |= {label.field for text in texts if (label := self.labels.label(text)) is not None}
        for strip, row in rows:
            if self.execution.read(strip, row):
                continue
            self._goals_below_heads(strip, row)
            self.money.take_heads(strip, row)
            for cell in strip.row(row):
                if not strip.sheet.used[cell]:
                    self._cell(strip, row, cell)
        self.execution.finish()

    def _goals_below_heads(self, strip: Strip, row: int) -> None:
        """Take goals that stand in one cell with their heads, since a page ended between: 预期目标完成12处… | 实际完成情况已完成…"""
        sheet = strip.sheet
        found: dict[str, tuple[int, str]] = {}
        for cell in strip.row(row):
            head = None if sheet.used[cell] else self.labels.goal_head_of(sheet.texts[cell])
            if head is not None:
                found[head[0].field] = (cell, head[1])
        if len(found) < 2:
            return
        for cell in strip.row(row):  # 年度总体目标 beside them
            if (label := self.labels.label(sheet.texts[cell])) is not None and label.field in ("goal", "goals"):
                sheet.use(cell)
                self.draft.layout.append(sheet.part(cell))
        for field, (cell, words) in found.items():
            part = sheet.part(cell)
            sheet.use(cell)
            begin = part.start + len(words)
            self.draft.layout.append(At(words, part.start, begin))
            self.draft.note("R54", part, self.project, text=part.text[:40])
            text = part.text[len(words) :].lstrip(" :：")
            self.project.texts.setdefault(field, []).append(At(text, part.end - len(text), part.end))

    # What a cell is.

    def _cell(self, strip: Strip, row: int, cell: int) -> None:
        sheet = strip.sheet
        part = sheet.part(cell)
        label = None if year_of(part.text, alone=True) is not None else self.labels.label(part.text)
        if label is not None:
            self._labelled(strip, cell, label)
            return
        guess = self._guessed(strip, cell) if is_title(part.text) else None  # 当年度绩效目标 beside a goal
        # A number beside other cells is none of a page.
        is_value = is_page_number(part.text) and len(strip.row(row)) > 1
        if guess is None and not is_value and (self._line(part) or self._inline(part)):
            sheet.use(cell)
            return
        if guess is not None or (guess := self._guessed(strip, cell)) is not None:
            self.draft.note("R17", part, self.project, text=part.text, label=guess.spelling)
            self._labelled(strip, cell, guess)
            return
        if self._alone(strip, row, cell):
            return
        sheet.use(cell)
        self.draft.unread.append(part)

    def _guessed(self, strip: Strip, cell: int) -> Label | None:
        """Return the label that a text is with one character wrong, where it stands before a value and the form has none of it."""
        sheet = strip.sheet
        found = self.labels.beside(strip, cell)
        beside = next((one for one in found if sheet.texts[one]), None)
        below = strip.below(cell)
        values = [one for one in (beside, below) if one is not None and sheet.texts[one] and not sheet.used[one]]
        if not values or self.labels.label(sheet.texts[values[0]]) is not None or not may_be_label(sheet.texts[cell]):
            return None
        text = sheet.texts[cell]
        if beside in values and amount_of(sheet.texts[values[0]]) is not None:
            return self.forms.guess("amounts", text, _AMOUNTS - self.declared)
        return self.forms.guess("labels", text, SINGLE_FIELDS - self.declared)

    def _line(self, part: At) -> bool:
        """Take a title, a unit of the amounts, a year, a signature or a note."""
        text, draft = part.text, self.draft
        noted, self.noted = self.noted, False
        if is_note(text) or (noted and _POINT_OF_NOTE.match(text)):
            self.noted = True
            draft.layout.append(part)
            return True
        currency = currency_of_line(text)
        if currency is not None:
            self._currency(currency, part)
        elif is_title(text) or year_of(text, alone=True) is not None:
            take_title(draft, part)
        elif (self.forms.is_signature(text) and not self._names_body(text)) or _is_layout(text):
            draft.layout.append(part)
        else:
            return False
        return True

    def _names_body(self, text: str) -> bool:
        """Whether a line that reads like a signature names the body: 单位（盖章）：某局."""
        pairs = inline_pairs(text, self.forms)
        return bool(pairs) and pairs[0][0].field == "body" and pairs[0][1] < pairs[0][2]

    def line(self, part: At) -> bool:
        """Take a line of text outside of all tables, above or below the form; False where it says nothing of it."""
        return self._line(part) or self._inline(part) or self._heading(part)

    def _heading(self, part: At) -> bool:
        """Take a line that heads a part of the form: 一、项目基本情况."""
        label = self.forms.label(part.text)
        if label is None or (label.field not in GROUP_FIELDS and label.field not in ("goal", "whole_period_goal")):
            return False
        self.draft.layout.append(part)
        return True

    def take_behind(self, lines: list[Line]) -> None:
        """Take lines below the form with labels of what it says."""
        known: set[str] = set()
        for line in lines:
            pairs = inline_pairs(line.at.text, self.forms)
            if pairs:
                self._label_of_line(line.at, pairs[0][3], pairs[0][1])
            elif self.forms.label(line.at.text) is not None:
                self.draft.layout.append(line.at)
        for label, part, name in pairs_behind(lines, self.forms):
            text = part.text.strip()
            value = At(text, part.start + part.text.find(text), part.start + part.text.find(text) + len(text))
            if name in known:
                self._more(label, value, name)
            else:
                self._take(label, value, without_number(name.strip()))
            known.add(name)

    def _inline(self, part: At) -> bool:
        if part.text.startswith(("(", "（")) and part.text.endswith((")", "）")):  # （自评等级：优）
            self.draft.layout += [
                At(part.text[0], part.start, part.start + 1),
                At(part.text[-1], part.end - 1, part.end),
            ]
            part = At(part.text[1:-1], part.start + 1, part.end - 1)
        corner = _CURRENCY_IN_LINE.search(fold(part.text))
        if corner is not None and corner.start() > 0 and (currency := currency_of_line(corner[1])) is not None:
            self._currency(currency, At(corner[1], part.start + corner.start(1), part.start + corner.end(1)))
            rest = part.text[: corner.start()].rstrip(" \t\u3000\xa0(（")
            part = At(rest, part.start, part.start + len(rest))
            return self._inline(part) or self._line(part) or self._bare_body(part)
        pairs = inline_pairs(part.text, self.forms)
        for label, start, end, name in pairs:
            raw = part.text[start:end]
            value = raw.strip(" \t\u3000\xa0，,；;")
            value, attachment = parted_attachment(value)
            begin = part.start + start + raw.find(value) if value else part.start + start
            if attachment:
                at = part.start + start + raw.rfind(attachment)
                self.draft.layout.append(At(attachment, at, at + len(attachment)))
            self._label_of_line(part, name, start)
            if label.group == "amounts" or label.field == "money":
                self.draft.take_currency(currency_in_label(name), At(name, begin, begin))
            self._take(label, At(value, begin, begin + len(value)), name)
        return bool(pairs)

    def _label_of_line(self, part: At, name: str, before: int) -> None:
        """A label before its value in one line is layout."""
        at = part.text.rfind(name, 0, before)
        if at >= 0:
            self.draft.layout.append(At(name, part.start + at, part.start + at + len(name)))

    def _currency(self, currency: str, part: At) -> None:
        self.draft.layout.append(part)
        self.draft.take_currency(currency, part)

    def _bare_body(self, part: At) -> bool:
        if "body" in self.draft.texts or len(part.text) > 40:
            return False
        self.draft.texts["body"] = part
        self.draft.note("R45", part, text=part.text, what="单位名称", what_en="the reporting unit")
        return True

    def _alone(self, strip: Strip, row: int, cell: int) -> bool:
        """Take a cell without a label of its own: a body beside the unit of the amounts, more of a group, an unknown label."""
        sheet = strip.sheet
        part = sheet.part(cell)
        others = [other for other in strip.row(row) if other != cell]
        if len(others) == 1 and currency_of_line(sheet.texts[others[0]]) is not None and self._bare_body(part):
            sheet.use(cell)
            return True
        one = sheet.cells[cell]
        field, last = self.last_goals.get(one.column, ("", -1))
        if field and last == row - 1 and all(sheet.cells[other].column in self.last_goals for other in others):
            # More of a goal, in a file without merged cells.
            self.project.texts.setdefault(field, []).append(part)
            self.last_goals[one.column] = (field, row)
            sheet.use(cell)
            return True
        beside = strip.right_of(cell)
        is_amount = beside is not None and amount_of(sheet.texts[beside]) is not None
        if one.column > strip.first and not is_amount:
            group = sheet.at(row, one.column - 1)
            if (
                sheet.texts[group]
                and sheet.cells[group].row_span > 1
                and (label := self.labels.label(sheet.texts[group])) is not None
            ):
                if label.field in ("goal", "whole_period_goal"):
                    self.project.texts.setdefault(label.field, []).append(part)
                else:
                    self.project.attributes.append((sheet.texts[group], part))
                sheet.use(cell)
                return True
        if (
            beside is not None
            and sheet.texts[beside]
            and not sheet.used[beside]
            and may_be_label(part.text)
            and self.labels.label(sheet.texts[beside]) is None
        ):
            self.draft.note("R43", part, self.project, text=part.text)
            self.project.attributes.append((part.text, sheet.part(beside)))
            self.draft.layout.append(part)
            sheet.use(cell)
            sheet.use(beside)
            return True
        return False

    # Labels and their values.

    def _labelled(self, strip: Strip, cell: int, label: Label) -> None:
        """Take a label and its value, which stands beside it or below."""
        sheet = strip.sheet
        part = sheet.part(cell)
        sheet.use(cell)
        self.draft.layout.append(part)
        self.draft.take_currency(currency_in_label(part.text), part)
        one = sheet.cells[cell]
        if label.field in ("goal", "whole_period_goal"):
            self.goal_columns[label.field] = (one.column, one.column + one.column_span)
        if label.group == "amounts":
            self.money.take(strip, cell, label)
            return
        values = self._values(strip, cell, label)
        if values is None:
            return  # what stands beside it is read for itself
        texts = [value for value in values if sheet.texts[value]]
        for value in values:
            sheet.use(value)
        if not texts:
            if label.field in SINGLE_FIELDS and not self.labels.is_head_of_labels(strip, cell):
                self._missing(label, part)
            return
        if label.field == "total_score":
            texts = [
                score_cell(strip, texts[0], self.draft),
                *(one for one in texts[1:] if weight_of(sheet.texts[one]) is None),
            ]
        self._take(label, sheet.part(texts[0]), part.text)
        if label.field in ("goal", "whole_period_goal", "goal_actual"):
            last = sheet.cells[texts[-1]]
            self.last_goals[last.column] = (label.field, last.row + last.row_span - 1)
        for value in texts[1:]:
            self._more(label, sheet.part(value), part.text)

    def _values(self, strip: Strip, cell: int, label: Label) -> list[int] | None:
        """Return the cells of a label's value; None for the head of labels, whose values are theirs."""
        sheet = strip.sheet
        values = self.labels.beside(strip, cell)
        below = self.labels.below(strip, cell)
        is_empty = not any(sheet.texts[value] for value in values)
        if label.field not in GROUP_FIELDS:
            unlabelled = below is not None and sheet.texts[below] and self.labels.is_unlabelled(strip, below)
            return [below] if below is not None and is_empty and (not values or unlabelled) else values
        if label.field != "money":
            return None
        if not values and below is not None:
            values = [below]
        return values if values and holds_money(sheet.texts[values[0]]) else None

    def _missing(self, label: Label, part: At) -> None:
        self.draft.note("R40", part, self.project, text=part.text.strip(":："))

    def _take(self, label: Label, value: At, name: str) -> None:
        """Put a value into the field of its label."""
        project, draft = self.project, self.draft
        name = name.strip().rstrip(":：")
        if label.group == "amounts" or label.field == "money":
            self.money.text(label, value, name)
            return
        if not value.text or (label.field in SINGLE_FIELDS and is_template(value.text)):
            if label.field in SINGLE_FIELDS:
                self._missing(label, At(name, value.start, value.end))
            if value.text:
                draft.layout.append(value)
            return
        field = field_of_result(label.field, value.text)
        if label.scope is not None and field == "name":
            draft.scope = draft.scope or label.scope
        if field == "year":
            year = year_of(value.text)
            draft.take_year(year, value)
            if year is None or year != draft.year:
                project.attributes.append((name, value))
            else:
                draft.layout.append(value)
        elif field == "total_score":
            take_score(value, name, project, draft)
        elif field in GROUP_FIELDS or field == "attribute":
            project.attributes.append((name, value))
        elif field == "body" or (field == "name" and self._is_of_body(label)):
            self._body(value, name)
        elif not project.texts.get(field) or (field == "goal" and _NUMBERED_GOAL.search(key_of(name))):
            project.texts.setdefault(field, []).append(value)
        else:
            self._again(project.text(field), value, name)

    def _is_of_body(self, label: Label) -> bool:
        """Settle two names: beside 项目名称 a 部门名称 is the body, whichever of both comes first; True where it comes now."""
        scope, known = self.name_scope, self.project.texts.get("name")
        if not known:
            self.name_scope = label.scope
        elif {scope, label.scope} == {None, "department"}:
            self.draft.scope = None if self.draft.scope == "department" else self.draft.scope
            self.name_scope = None
            if label.scope is not None:
                return True
            self._body(self.project.texts.pop("name")[0], "部门名称")
        return False

    def _body(self, value: At, name: str) -> None:
        if "body" not in self.draft.texts:
            self.draft.texts["body"] = value
        else:
            self._again(self.draft.texts["body"].text, value, name)

    def _again(self, known: str, value: At, name: str) -> None:
        """Take what is given a second time: the same is layout, another text is kept and said."""
        if squeeze(known) == squeeze(value.text):
            self.draft.layout.append(value)
        else:
            self.draft.note("R44", value, self.project, label=name, text=value.text)
            self.project.attributes.append((name, value))

    def _more(self, label: Label, value: At, name: str) -> None:
        """Put more of a value, from a cell below its first one, behind it."""
        if label.field in _LONG_TEXTS:
            self.project.texts.setdefault(label.field, []).append(value)
        else:
            self.project.attributes.append((name.strip().rstrip(":："), value))
