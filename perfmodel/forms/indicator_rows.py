"""The rows below a head of indicators: levels carried down, values by their columns, projects of a list."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from perfmodel.forms.amounts import is_empty_amount
from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.column_roles import ColumnRoles
from perfmodel.forms.columns import PERIODS, Block, Column, Head
from perfmodel.forms.drafts import FormDraft, IndicatorDraft, ProjectDraft
from perfmodel.forms.list_rows import ListRows, RowState, is_subtotal
from perfmodel.forms.sheets import At, Strip
from perfmodel.forms.spelling import key_of, without_number
from perfmodel.model.category import Category
from perfmodel.source.characters import fold, squeeze

__all__ = ["IndicatorRows", "category_level", "is_template"]

_NUMBER_BEFORE_NAME = re.compile(r"\A指标\s*[0-9一二三四五六七八九十]{1,3}\s*[:：.、．]\s*")
_TEMPLATE = re.compile(
    r"(?:(?:指标|目标|任务|项目)[0-9一二三四五六七八九十]{0,3}[:：]?|[…\.。·⋯]{1,12}|\.{2,}|-{1,3}|—{1,3}|/)?"
)
_LEVEL_SIGNS = re.compile(r"[\[【(（]|[\]】)）]")
_OWN_FIELDS = frozenset(
    ("level1", "level2", "name", "side", "group", "grade", None, "operator", "unit", "weight", *PERIODS)
)


def category_level(text: str) -> int | None:
    """Return the level of the category that a text names; None where it names none.

    >>> category_level("【产出指标】"), category_level("一、数量指标"), category_level("服务次数")
    (1, 2, None)
    """
    if len(text) > 40:
        return None
    known = Category.lookup(text)
    if known is None:
        known = Category.lookup(_LEVEL_SIGNS.sub("", without_number(squeeze(fold(text)))).rstrip(":："))
    return None if known is None else known.level


def is_template(text: str) -> bool:
    """Whether a name is one that a template prints for somebody to fill in: 指标2：, ……

    >>> is_template("指标2："), is_template("……"), is_template("指标完成率")
    (True, True, False)
    """
    return _TEMPLATE.fullmatch(squeeze(fold(text))) is not None


class IndicatorRows(ListRows):
    """Reads the rows below a head into a form's draft."""

    def __init__(self, head: Head, rows: list[tuple[Strip, int]], forms: Catalogue, draft: FormDraft) -> None:
        super().__init__(head, forms, draft)
        self.rows = rows
        roles = ColumnRoles(head, rows, draft)
        self.blocks = [roles.settled(block) for block in head.blocks]
        self.by_turns = not self.is_list and not any(block.of("level1") or block.of("level2") for block in self.blocks)
        self.side_period: str | None = None

    # Row by row.

    def read(self, project: ProjectDraft | None) -> None:
        """Read all rows; those of a form without columns of projects belong to ``project``."""
        self.project = project
        for strip, row in self.rows:
            self._row(strip, row)

    def _row(self, strip: Strip, row: int) -> None:
        sheet = strip.sheet
        cells = strip.row(row)
        if cells and self._is_sum(strip, cells):
            self._sum(strip, cells)
            return
        if self._whole_row(strip, row, cells):
            return
        self._side(strip, row)
        if self.head.project_columns:
            self._project(strip, row)
        for block, state in zip(self.blocks, self.states, strict=True):
            self._indicator(strip, row, block, state)
        for cell in cells:
            if not sheet.used[cell]:
                self._unexplained(strip, cell)

    def _is_sum(self, strip: Strip, cells: list[int]) -> bool:
        sheet = strip.sheet
        texts = [sheet.texts[cell] for cell in cells[:3]]
        if self.forms.is_sum(texts[0]):
            return True
        if len(texts) > 1 and sheet.cells[cells[0]].row_span > 1 and self.forms.is_sum(texts[1]):
            return False
        return self.is_list and any(self.forms.is_sum(text) or is_subtotal(text) for text in texts)

    def _whole_row(self, strip: Strip, row: int, cells: list[int]) -> bool:
        """Take a row that holds nothing but a category over several columns, or a heading."""
        sheet = strip.sheet
        begun = [cell for cell in cells if not self._is_side(sheet.cells[cell].column)]
        if len(begun) != 1 or self.is_list:
            return False
        one = sheet.cells[begun[0]]
        covered = [
            column for column in self.blocks[0].columns if one.column <= column.first < one.column + one.column_span
        ]
        text = sheet.texts[begun[0]]
        level = category_level(text)
        if self._has_others(strip, row, begun[0]):
            return False
        wide = len(covered) > 2 and any(column.field == "name" for column in covered)
        if level is not None and (wide or (self.by_turns and covered)):
            for state in self.states:
                if level == 1:
                    state.level1, state.level2 = sheet.part(begun[0]), None
                else:
                    state.level2 = sheet.part(begun[0])
            sheet.use(begun[0])
            return True
        found = self.forms.column(text) if wide else None
        if found is not None and found.field == "period":
            self.side_period = found.scope
        elif not wide or not is_template(text):
            return False
        self._layout(strip, begun[0])
        return True

    def _has_others(self, strip: Strip, row: int, only: int) -> bool:
        """Whether a row begins another cell than one that stands under the heads of indicators."""
        sheet = strip.sheet
        begun = {sheet.at(row, column.first) for column in self.blocks[0].columns} - {only}
        return any(sheet.texts[cell] and sheet.cells[cell].row == row for cell in begun)

    def _is_side(self, at: int) -> bool:
        return any(column.first <= at < column.end for column in self.head.side)

    def _side(self, strip: Strip, row: int) -> None:
        """What stands at the side over several rows: 绩效指标, or the period that they are for."""
        sheet = strip.sheet
        for column in self.head.side:
            cell = sheet.at(row, column.first)
            text = sheet.texts[cell]
            if not text:
                continue
            label = self.forms.column(text)
            if label is not None and label.field == "period":
                self.side_period = label.scope
                self._layout(strip, cell)
            elif sheet.used[cell]:
                continue
            elif label is not None or self.forms.label(text) is not None or is_template(text):
                self._layout(strip, cell)
        for column in self.head.project_columns:
            cell = sheet.at(row, column.first)
            if column.field == "number" and sheet.texts[cell]:
                self._layout(strip, cell)

    # Indicators.

    def _indicator(self, strip: Strip, row: int, block: Block, state: RowState) -> None:
        sheet = strip.sheet
        found: dict[str, At] = {}
        targets: dict[str, dict[str, At]] = {}
        further: list[tuple[str, At]] = []
        grades: list[tuple[str, At]] = []
        before = -1
        printed_level2 = False
        cells: list[int] = []
        for column in block.columns:
            cell = self._cell(strip, row, column)
            text = sheet.texts[cell]
            if cell == before or not text:
                before = cell if text else before
                continue
            before = cell
            field = column.field
            part = sheet.part(cell)
            if field in ("level1", "level2"):
                printed_level2 |= self._level(field, part, state, sheet.used[cell] == 1)
                sheet.use(cell)
                continue
            cells.append(cell)
            if field in PERIODS:
                period = self.side_period if field == "annual" and self.side_period else field
                targets.setdefault(period, {})["value"] = part
            elif field in ("operator", "unit") and column.period is not None:
                targets.setdefault(column.period, {})[field] = part
            elif field == "grade":
                grades.append((column.head, part))
            elif field == "further":
                further.append((column.head, part))
            elif field is not None:
                found.setdefault(field, part)
            else:
                cells.pop()
        if self._nothing(strip, found, targets, further, cells, block):
            return
        self._finish(strip, cells, found, targets, further, grades, state, block, printed_level2)

    def _cell(self, strip: Strip, row: int, column: Column) -> int:
        """The cell of a column; where its head goes over several, the first that holds something."""
        sheet = strip.sheet
        cell = sheet.at(row, column.first)
        if column.end - column.first == 1 or sheet.texts[cell]:
            return cell
        for at in range(column.first + 1, column.end):
            other = sheet.at(row, at)
            if sheet.texts[other]:
                return other
        return cell

    def _level(self, field: str, part: At, state: RowState, was_used: bool) -> bool:
        """Take a level's cell; return whether it is a level 2 that this row prints."""
        if is_template(part.text):
            return False
        if field == "level1":
            if state.level1 is None or state.level1.start != part.start:
                if state.level1 is None or squeeze(state.level1.text) != squeeze(part.text):
                    state.level2 = None
                state.level1 = part
            return False
        fresh = state.level2 is None or state.level2.start != part.start
        state.level2 = part
        return fresh

    def _nothing(
        self, strip: Strip, found: dict[str, At], targets: dict[str, dict[str, At]],
        further: list[tuple[str, At]], cells: list[int], block: Block,
    ) -> bool:  # fmt: skip
        """Take what a template prints in a row that nobody filled in."""
        name = found.get("name")
        values = any("value" in one and not is_template(one["value"].text) for one in targets.values())
        if name is not None and not is_template(name.text):
            return False
        if values:
            return False
        if not cells:
            return True
        for cell in cells:
            self._layout(strip, cell)
        return True

    def _finish(
        self, strip: Strip, cells: list[int], found: dict[str, At], targets: dict[str, dict[str, At]],
        further: list[tuple[str, At]], grades: list[tuple[str, At]], state: RowState, block: Block, printed_level2: bool,
    ) -> None:  # fmt: skip
        sheet = strip.sheet
        project = self.project
        if project is None:
            project = self.project = ProjectDraft()
            self.draft.projects.append(project)
        name, level2, note = _name_and_level2(found.get("name"), state.level2, block, printed_level2)
        one = IndicatorDraft(targets=targets, further=further)
        for field, part in (("level1", state.level1), ("level2", level2)):
            if part is not None:
                one.texts[field] = part
        if name is not None:
            one.texts["name"] = self._without_number(name)
        for field in ("operator", "unit", "weight", "explanation", "scoring_standard"):
            if field in found:
                one.texts[field] = found[field]
        if grades:
            self._grades(one, grades)
        self._weight(one, project)
        self._blanks(targets)
        project.indicators.append(one)
        for cell in cells:
            sheet.use(cell)
        if note is not None:
            at = name or _first_value(targets)
            self.draft.note(note, at, project, text="" if at is None else at.text).indicator = one
        elif (block.of("level2") is not None and level2 is None) or (
            block.of("level1") is not None and state.level1 is None
        ):
            self.draft.note("R39", name, project, text="" if name is None else name.text).indicator = one

    def _blanks(self, targets: dict[str, dict[str, At]]) -> None:
        """Take dots and lines that a template prints for a value as layout."""
        for period in PERIODS:
            value = targets.get(period, {}).get("value")
            if value is not None and is_template(value.text) and value.text.strip() != "/":
                self.draft.layout.append(value)
                del targets[period]["value"]

    def _without_number(self, name: At) -> At:
        match = _NUMBER_BEFORE_NAME.match(name.text)
        if match is None or match.end() == len(name.text):
            return name
        self.draft.layout.append(At(match[0], name.start, name.start + match.end()))
        return At(name.text[match.end() :], name.start + match.end(), name.end)

    def _grades(self, one: IndicatorDraft, grades: list[tuple[str, At]]) -> None:
        """优, 良, 中, 差 as columns are one standard, its parts with the heads before them."""
        text = "；".join(f"{key_of(head)}：{part.text}" for head, part in grades)
        if "scoring_standard" in one.texts:
            one.further += grades
        else:
            one.texts["scoring_standard"] = At(text, grades[0][1].start, grades[-1][1].end)

    def _weight(self, one: IndicatorDraft, project: ProjectDraft) -> None:
        part = one.texts.get("weight")
        if part is None:
            return
        if weight_of(part.text) is None:
            del one.texts["weight"]
            if is_empty_amount(part.text):
                self.draft.layout.append(part)
            else:
                one.further.append(("权重", part))
                self.draft.note("R13", part, project, text=part.text).indicator = one

    def _unexplained(self, strip: Strip, cell: int) -> None:
        """A cell that stands under no head is said."""
        sheet = strip.sheet
        part = sheet.part(cell)
        sheet.use(cell)
        one = sheet.cells[cell]
        if is_template(part.text) or (self._is_side(one.column) and self.forms.label(part.text) is not None):
            self.draft.layout.append(part)
            return
        self.draft.unread.append(part)


def weight_of(text: str) -> Decimal | None:
    """Return the points of a cell of weights: 10, 10分, 10%.

    >>> weight_of("12.5分"), weight_of("30%"), weight_of("高")
    (Decimal('12.5'), Decimal('30'), None)
    """
    plain = squeeze(fold(text)).removesuffix("分").removesuffix("%").strip("()")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _name_and_level2(
    name: At | None, level2: At | None, block: Block, is_printed: bool
) -> tuple[At | None, At | None, str | None]:
    """Return the name and the level 2 of a row, and what is to be said of them."""
    if name is not None:
        return name, level2, None
    if not is_printed or level2 is None:
        return None, level2, "R37"
    is_category = category_level(level2.text) is not None
    if block.of("name") is not None and is_category:
        return None, level2, "R37"
    # Two levels alone, or a row that goes no deeper: what stands in level 2 is the indicator.
    return level2, level2 if is_category else None, "R38"


def _first_value(targets: dict[str, dict[str, At]]) -> At | None:
    return next((one["value"] for one in targets.values() if "value" in one), None)
