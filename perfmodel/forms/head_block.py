"""The head block of a form: labels and their values, wherever they stand to each other, and the block of money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from perfmodel.forms.amounts import amount_of, currency_in_label, currency_of_line, is_empty_amount
from perfmodel.forms.catalogue import Catalogue, Label
from perfmodel.forms.drafts import FormDraft, ProjectDraft
from perfmodel.forms.indicator_rows import is_template
from perfmodel.forms.sheets import At, Strip
from perfmodel.forms.spelling import LONGEST_LABEL
from perfmodel.forms.titles import is_note, is_title, take_title, year_of
from perfmodel.source.characters import squeeze
from perfmodel.strings.page_layout import is_page_number

__all__ = ["HeadBlock", "inline_pairs"]

_COLON = re.compile("[:：]")
# Labels in one cell or line are parted by blanks, or by the end of a sentence.
_INLINE_LABEL = re.compile(r"(?:\A|(?<=[\s；;，,。]))([^\s:：；;，,。]{2,24})[:：]")
# Groups of labels: what stands beside them has labels of its own.
_GROUP_FIELDS = frozenset(("money", "goals", "indicators", "tasks", "layout"))
_SINGLE = frozenset(("name", "body", "spender", "department", "period", "year", "goal", "whole_period_goal"))
# A money label that has no value of its own is the head of the sources below it.
_NOTHING_TO_SAY = frozenset(("layout", "indicators", "tasks", "goals", "money"))
# Longer texts are no labels that nobody declared.
_LONGEST_UNKNOWN_LABEL = 16
_UNKNOWN_LABEL = re.compile(r"[^0-9。；;，,≥≤%]{2,16}")
_MONEY_PIECE = re.compile(
    r"[,，;；、]?\s*(?:其中[:：]?)?\s*([^0-9,，;；、:：]{0,16}?)[:：]?\s*"
    r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\s*(?:百万元|万元|千元|亿元|元))"
)


@frozen
class _Found:
    """A label: its cell, what it says, and whether that is a source of money."""

    cell: int
    label: Label


def inline_pairs(text: str, forms: Catalogue) -> list[tuple[Label, int, int, str]]:
    """Return the labels in a text that have their values behind a colon: label, where its value stands, and the label.

    >>> from perfmodel.forms.catalogue import standard_forms
    >>> text = "预算单位：某局  项目负责人：张三"
    >>> [(label.field, text[start:end]) for label, start, end, _name in inline_pairs(text, standard_forms())]
    [('spender', '某局'), ('attribute', '张三')]
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


class HeadBlock:
    """Reads rows of labels and values into a form's draft."""

    def __init__(self, forms: Catalogue, draft: FormDraft, project: ProjectDraft) -> None:
        self.forms, self.draft, self.project = forms, draft, project
        # The money labels of rows above, by their column: whose sources stand below them.
        self.periods: dict[int, str] = {}
        self.goal_columns: dict[str, tuple[int, int]] = {}

    def read(self, rows: list[tuple[Strip, int]]) -> None:
        """Read the rows; what no label explains is said."""
        for strip, row in rows:
            self._heads_of_money(strip, row)
            for cell in strip.row(row):
                if not strip.sheet.used[cell]:
                    self._cell(strip, row, cell)

    # What a cell is.

    def _label(self, text: str) -> Label | None:
        found = self.forms.label(text)
        if found is not None and found.field not in ("layout", "attribute"):
            return found
        return self.forms.amount(text) or found

    def _cell(self, strip: Strip, row: int, cell: int) -> None:
        sheet = strip.sheet
        part = sheet.part(cell)
        label = None if year_of(part.text, alone=True) is not None else self._label(part.text)
        if label is not None:
            self._labelled(strip, _Found(cell, label))
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

    def _labelled(self, strip: Strip, found: _Found) -> None:
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
        if not values and label.field not in _GROUP_FIELDS:
            below = self._below(strip, cell)
            values = [] if below is None else [below]
        elif not values and label.field == "money":
            below = self._below(strip, cell)
            if below is not None and amount_of(sheet.texts[below]) is not None:
                values = [below]
        if label.field in _GROUP_FIELDS and (
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
            if text and (self._label(text) is not None or sheet.used[value]):
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

    def _is_head_of_labels(self, strip: Strip, cell: int) -> bool:
        """Whether what stands at the right of a label are labels of its own: 总体目标 beside 中期目标 and 年度目标."""
        sheet = strip.sheet
        beside = strip.right_of(cell)
        return beside is not None and sheet.cells[cell].row_span > 1 and self._label(sheet.texts[beside]) is not None

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
        elif field in _GROUP_FIELDS or field == "attribute":
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

    # Money.

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

    def _amounts(self, strip: Strip, found: _Found, values: list[int]) -> None:
        sheet = strip.sheet
        one = sheet.cells[found.cell]
        name = sheet.texts[found.cell].strip().rstrip(":：")
        field = found.label.field
        if field == "whole_period_total":
            self.periods[one.column] = "whole_period"
        elif field == "total":
            self.periods[one.column] = "annual"
        cells = list(self._amounts_beside(strip, found.cell))
        if not cells:
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
            if text and self._label(text) is not None:
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

    def _matrix(self, strip: Strip, found: _Found, cells: list[int], name: str) -> None:
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
