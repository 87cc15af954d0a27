"""The head block of a form: labels and their values, wherever they stand to each other, and the block of money."""

from __future__ import annotations

import re

from perfmodel.forms.amounts import amount_of, currency_in_label, currency_of_line
from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.indicator_rows import is_template
from perfmodel.forms.money_block import GROUP_FIELDS, Found, MoneyBlock
from perfmodel.forms.sheets import At, Strip
from perfmodel.forms.spelling import LONGEST_LABEL
from perfmodel.forms.titles import is_note, is_title, take_title, year_of
from perfmodel.source.characters import squeeze
from perfmodel.strings.page_layout import is_page_number

__all__ = ["HeadBlock", "inline_pairs"]

_COLON = re.compile("[:：]")
# Labels in one cell or line are parted by blanks, or by the end of a sentence.
_INLINE_LABEL = re.compile(r"(?:\A|(?<=[\s；;，,。]))([^\s:：；;，,。]{2,24})[:：]")
_SINGLE = frozenset(("name", "body", "spender", "department", "period", "year", "goal", "whole_period_goal"))
# A money label that has no value of its own is the head of the sources below it.
_NOTHING_TO_SAY = frozenset(("layout", "indicators", "tasks", "goals", "money"))
# Longer texts are no labels that nobody declared.
_LONGEST_UNKNOWN_LABEL = 16
_UNKNOWN_LABEL = re.compile(r"[^0-9。；;，,≥≤%]{2,16}")


def inline_pairs(text: str, forms: Catalogue) -> list[tuple[Label, int, int, str]]:
    """Return the labels in a text that have their values behind a colon: label, where its value stands, and the label.

    >>> from perfmodel.forms.catalogue import standard_forms
    >>> text = "预算单位：某局  项目负责人：张三"
    >>> [(label.field, text[start:end]) for label, start, end, _name in inline_pairs(text, standard_forms())]
    [('spender', '某局  '), ('attribute', '张三')]
    """
    found: list[tuple[Label, int, int, str]] = []
    first = _COLON.search(text[: LONGEST_LABEL + 1])
    if first is None:
        return found
    label = forms.label(text[: first.start()]) or forms.amount(text[: first.start()])
    if label is None:
        return found
    name, at = text[: first.start()].strip(), first.end()
    if label.field in ("goal", "whole_period_goal"):
        return [(label, at, len(text), name)]
    for match in _INLINE_LABEL.finditer(text, at):
        other = forms.label(match[1]) or forms.amount(match[1])
        if other is None or text[match.start() - 1] not in " \t\u3000\u2003\xa0":
            continue
        found.append((label, at, match.start(), name))
        label, at, name = other, match.end(), match[1]
    found.append((label, at, len(text), name))
    return found


class HeadBlock(MoneyBlock):
    """Reads rows of labels and values into a form's draft."""

    def read(self, rows: list[tuple[Strip, int]]) -> None:
        """Read the rows; what no label explains is said."""
        for strip, row in rows:
            self._heads_of_money(strip, row)
            for cell in strip.row(row):
                if not strip.sheet.used[cell]:
                    self._cell(strip, row, cell)

    # What a cell is.

    def _cell(self, strip: Strip, row: int, cell: int) -> None:
        sheet = strip.sheet
        part = sheet.part(cell)
        label = None if year_of(part.text, alone=True) is not None else self._label(part.text)
        if label is not None:
            self._labelled(strip, Found(cell, label))
            return
        if self._line(part) or self._inline(part):
            sheet.use(cell)
            return
        if self._alone(strip, row, cell):
            return
        sheet.use(cell)
        self.draft.unread.append(part)

    def _line(self, part: At) -> bool:
        """Take a title, a unit of the amounts, a year, a signature or a note."""
        text, draft = part.text, self.draft
        currency = currency_of_line(text)
        if currency is not None:
            self._currency(currency, part)
        elif is_title(text) or year_of(text, alone=True) is not None:
            take_title(draft, part)
        elif self.forms.is_signature(text) or is_note(text) or is_template(text) or is_page_number(text):
            draft.layout.append(part)
        else:
            return False
        return True

    def line(self, part: At) -> bool:
        """Take a line of text outside of all tables, above or below the form; False where it says nothing of it."""
        return self._line(part) or self._inline(part)

    def _inline(self, part: At) -> bool:
        pairs = inline_pairs(part.text, self.forms)
        for label, start, end, name in pairs:
            raw = part.text[start:end]
            value = raw.strip(" \t\u3000\xa0，,；;")
            begin = part.start + start + raw.find(value) if value else part.start + start
            self._take(label, At(value, begin, begin + len(value)), name)
        if pairs:
            return True
        remainder = re.fullmatch(r"(.*?)[\s\u3000]*[(（]?((?:金额)?单位[:：].{1,8})", part.text)
        if remainder is not None and remainder[1] and currency_of_line(remainder[2]) is not None:
            self._currency(currency_of_line(remainder[2]) or "", part)
            rest = At(remainder[1].strip(), part.start, part.start + len(remainder[1].strip()))
            return self._inline(rest) or self._line(rest) or self._bare_body(rest)
        return False

    def _currency(self, currency: str, part: At) -> None:
        draft = self.draft
        draft.layout.append(part)
        if draft.currency is not None and draft.currency != currency:
            draft.note("R46", part, text=part.text, unit=draft.currency)
        draft.currency = draft.currency or currency

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
        if one.column > strip.first:
            group = sheet.at(row, one.column - 1)
            if (
                sheet.texts[group]
                and sheet.cells[group].row_span > 1
                and (label := self._label(sheet.texts[group])) is not None
            ):
                if label.field in ("goal", "whole_period_goal"):
                    self.project.texts.setdefault(label.field, []).append(part)
                else:
                    self.project.attributes.append((sheet.texts[group], part))
                sheet.use(cell)
                return True
        beside = strip.right_of(cell)
        if (
            beside is not None
            and sheet.texts[beside]
            and not sheet.used[beside]
            and _UNKNOWN_LABEL.fullmatch(part.text)
            and self._label(sheet.texts[beside]) is None
        ):
            self.draft.note("R43", part, self.project, text=part.text)
            self.project.attributes.append((part.text, sheet.part(beside)))
            self.draft.layout.append(part)
            sheet.use(cell)
            sheet.use(beside)
            return True
        return False

    # Labels and their values.

    def _labelled(self, strip: Strip, found: Found) -> None:
        sheet, cell = strip.sheet, found.cell
        part = sheet.part(cell)
        sheet.use(cell)
        self.draft.layout.append(part)
        currency = currency_in_label(part.text)
        if currency is not None:
            self.draft.currency = self.draft.currency or currency
        label = found.label
        one = sheet.cells[cell]
        if label.field in ("goal", "whole_period_goal"):
            self.goal_columns[label.field] = (one.column, one.column + one.column_span)
        values = self._beside(strip, cell)
        if label.group == "amounts":
            self._amounts(strip, found, values)
            return
        values = self._or_below(strip, found, values)
        if label.field in GROUP_FIELDS and (
            label.field != "money" or not values or amount_of(sheet.texts[values[0]]) is None
        ):
            return  # what stands beside it is read for itself
        texts = [value for value in values if sheet.texts[value]]
        for value in values:
            sheet.use(value)
        if not texts:
            if label.field in _SINGLE and not self._is_head_of_labels(strip, cell):
                self._missing(label, part)
            return
        self._take(label, sheet.part(texts[0]), part.text)
        for value in texts[1:]:
            self._more(label, sheet.part(value), part.text)

    def _or_below(self, strip: Strip, found: Found, values: list[int]) -> list[int]:
        """The cells of a label's values: those beside it, or the one below it where these hold nothing."""
        sheet, field = strip.sheet, found.label.field
        if any(sheet.texts[value] for value in values):
            return values
        below = self._below(strip, found.cell)
        if below is None:
            return values
        if field in GROUP_FIELDS:
            is_value = not values and field == "money" and amount_of(sheet.texts[below]) is not None
        else:
            is_value = not values or (bool(sheet.texts[below]) and self._is_unlabelled(strip, below))
        return [below] if is_value else values

    def _beside(self, strip: Strip, cell: int) -> list[int]:
        """The cells of values at the right of a label: one, or one below the other where the label goes over more rows."""
        sheet = strip.sheet
        one = sheet.cells[cell]
        found: list[int] = []
        for row in range(one.row, min(one.row + one.row_span, sheet.rows)):
            value = strip.right_of(cell, row)
            if value is None or value in found:
                continue
            text = sheet.texts[value]
            if text and (self._is_label(strip, value) or sheet.used[value]):
                return [] if row == one.row else found
            if sheet.cells[value].row < one.row and sheet.cells[value].row + sheet.cells[value].row_span <= row:
                continue
            found.append(value)
            if not text:
                found += self._further_right(strip, value, row)
        return found

    def _further_right(self, strip: Strip, value: int, row: int) -> list[int]:
        """Behind an empty cell the value may stand further right, before the next label (merged cells that were undone)."""
        sheet = strip.sheet
        at: int | None = value
        while at is not None:
            at = strip.right_of(at, row)
            if at is None or sheet.used[at]:
                return []
            if sheet.texts[at]:
                behind = strip.right_of(at, row)
                is_label = self._label(sheet.texts[at]) is not None or (
                    _UNKNOWN_LABEL.fullmatch(sheet.texts[at]) is not None
                    and behind is not None
                    and sheet.texts[behind] != ""
                )
                return [] if is_label or sheet.cells[at].row != row else [at]
        return []

    def _is_head_of_labels(self, strip: Strip, cell: int) -> bool:
        """Whether what stands at the right of a label are labels of its own: 总体目标 beside 中期目标 and 年度目标."""
        sheet = strip.sheet
        beside = strip.right_of(cell)
        label = None if beside is None else self._label(sheet.texts[beside])
        return label is not None and (sheet.cells[cell].row_span > 1 or label.field in ("goal", "whole_period_goal"))

    def _missing(self, label: Label, part: At) -> None:
        self.draft.note("R40", part, self.project, text=part.text.strip(":："))

    def _take(self, label: Label, value: At, name: str) -> None:
        """Put a value into the field of its label."""
        project, draft = self.project, self.draft
        name = name.strip().rstrip(":：")
        if label.group == "amounts" or label.field == "money":
            self._money_text(label, value, name)
            return
        if not value.text or (label.field in _SINGLE and is_template(value.text)):
            if label.field in _SINGLE:
                self._missing(label, At(name, value.start, value.end))
            return
        field = label.field
        if label.scope is not None and field == "name":
            draft.scope = draft.scope or label.scope
        if field == "year":
            year = year_of(value.text)
            draft.year = draft.year or year
            if year is None:
                project.attributes.append((name, value))
            else:
                draft.layout.append(value)
        elif field in GROUP_FIELDS or field == "attribute":
            project.attributes.append((name, value))
        elif field == "body":
            draft.texts.setdefault("body", value)
        elif not project.texts.get(field):
            project.texts[field] = [value]
        elif squeeze(project.text(field)) == squeeze(value.text):
            draft.layout.append(value)
        else:
            draft.note("R44", value, project, label=name, text=value.text)
            project.attributes.append((name, value))

    def _more(self, label: Label, value: At, name: str) -> None:
        """Put more of a value, from a cell below its first one, behind it."""
        if label.field in ("goal", "whole_period_goal", "name", "spender", "department", "period"):
            self.project.texts.setdefault(label.field, []).append(value)
        else:
            self.project.attributes.append((name.strip().rstrip(":："), value))
