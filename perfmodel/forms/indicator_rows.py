"""The rows below a head of indicators: levels carried down, values by their columns, projects of a list."""

from __future__ import annotations

import re

from perfmodel.forms.amounts import is_empty_amount
from perfmodel.forms.carried_levels import CarriedLevels
from perfmodel.forms.catalogue import Catalogue
from perfmodel.forms.cell_words import category_level, is_template, is_two_rows, levels_of
from perfmodel.forms.columns import Block, Column, Head
from perfmodel.forms.drafts import FormDraft, IndicatorDraft, ProjectDraft
from perfmodel.forms.head_rows import PERIODS
from perfmodel.forms.indicators_in_cell import take_indicators
from perfmodel.forms.list_projects import ListProjects, level_by_turns, level_in_head
from perfmodel.forms.numbered_cells import RowParts, parts_of_row
from perfmodel.forms.result_columns import take_points, take_ticks, take_total
from perfmodel.forms.settled_columns import ColumnSettler, take_grades
from perfmodel.forms.sheets import At, Strip
from perfmodel.forms.titles import is_attachment

__all__ = ["IndicatorRows"]

# Fields that are a cell's text as it is.
_FIELDS_OF_CELLS = ("operator", "unit", "weight", "score", "explanation", "scoring_standard", "deviation")
_NUMBER_BEFORE_NAME = re.compile(r"\A指标\s*[0-9一二三四五六七八九十]{1,3}\s*[:：.、．]\s*")


class IndicatorRows:
    """Reads the rows below a head into a form's draft."""

    def __init__(self, head: Head, rows: list[tuple[Strip, int]], forms: Catalogue, draft: FormDraft) -> None:
        self.head, self.rows, self.forms, self.draft = head, rows, forms, draft
        self.project: ProjectDraft | None = None
        settler = ColumnSettler(head, rows, draft)
        self.blocks = [settler.settled(block) for block in head.blocks]
        self.projects = ListProjects(head, forms, draft)
        self.states = [CarriedLevels(draft) for _ in self.blocks]
        self.is_list = head.is_list
        self.by_turns = not self.is_list and not any(block.of("level1") or block.of("level2") for block in self.blocks)
        # Categories that may stand in rows of their own, whatever their width: those that have no column.
        self.levels_by_turns = (
            (1, 2) if self.by_turns else () if any(block.of("level1") for block in self.blocks) else (1,)
        )
        self.side_period: str | None = None

    # Row by row.

    def read(self, project: ProjectDraft | None) -> None:
        """Read all rows; those of a form without columns of projects belong to ``project``."""
        self.project = project
        for block, state in zip(self.blocks, self.states, strict=True):
            state.level1 = level_in_head(self.rows, self.head, block)
        for at, (strip, row) in enumerate(self.rows):
            if not (self.by_turns and self._project_by_turns(at)):
                self._row(strip, row)
        for state in self.states:
            state.drop_unused()

    def _row(self, strip: Strip, row: int) -> None:
        sheet = strip.sheet
        cells = strip.row(row)
        if cells and self.projects.is_sum(strip, cells):
            # The sums of a list without scores are those of its money.
            if self.project is not None and not (self.is_list and self.blocks[-1].of("score") is None):
                own = [cell for cell in cells if not self._is_money(sheet.cells[cell].column)]
                take_total(strip, own, self.blocks[-1], self.project, self.draft, self.forms)
            self.projects.sum(strip, cells)
            return
        if self._whole_row(strip, row, cells):
            return
        self._side(strip, row)
        if self.is_list and (begun := self.projects.begun(strip, row)) is not None:
            self.project = begun
            for state in self.states:
                state.reset()
        if self.head.project_columns and self.project is not None:
            self.projects.take(strip, row, self.project)
        for block, state in zip(self.blocks, self.states, strict=True):
            self._indicator(strip, row, block, state)
        for cell in cells:
            if not sheet.used[cell]:
                self._unexplained(strip, cell)

    def _whole_row(self, strip: Strip, row: int, cells: list[int]) -> bool:
        """Take a row that holds nothing but a category over several columns, or a heading."""
        sheet = strip.sheet
        begun = [cell for cell in cells if not self._is_side(sheet.cells[cell].column)]
        if len(begun) != 1 or self.is_list:
            return False
        cell = begun[0]
        one, text = sheet.cells[cell], sheet.texts[cell]
        columns = self.blocks[0].columns
        covered = [column for column in columns if one.column <= column.first < one.column + one.column_span]
        others = {sheet.at(row, column.first) for column in columns} - {cell}
        if any(sheet.texts[other] and sheet.cells[other].row == row for other in others):
            return False
        is_wide = len(covered) > 2 and any(column.field == "name" for column in covered)
        level = level_by_turns(strip, cell, self.states[0].level1)
        if level is not None and (is_wide or level in self.levels_by_turns):
            for state in self.states:
                state.begin(level, sheet.part(cell))
            sheet.use(cell)
            return True
        if not is_wide:
            return False
        period = self.forms.column(text)
        if period is not None and period.field == "period":
            self.side_period = period.scope
        elif not is_template(text):
            return False
        self._layout(strip, cell)
        return True

    def _is_side(self, at: int) -> bool:
        return any(column.first <= at < column.end for column in self.head.side)

    def _is_money(self, at: int) -> bool:
        columns = (column for column in self.head.project_columns if column.field in ("money", "execution"))
        return any(column.first <= at < column.end for column in columns)

    def _layout(self, strip: Strip, cell: int) -> None:
        sheet = strip.sheet
        if not sheet.used[cell]:
            sheet.use(cell)
            self.draft.layout.append(sheet.part(cell))

    def _side(self, strip: Strip, row: int) -> None:
        """What stands at the side over several rows: 绩效指标, or the period that they are for."""
        sheet = strip.sheet
        for column in self.head.side:
            cell = sheet.at(row, column.first)
            text = sheet.texts[cell]
            label = self.forms.column(text) if text else None
            if sheet.used[cell] and (label is None or label.field != "period"):
                continue
            if not text:
                continue
            if label is not None and label.field == "period" and (text_period := label.scope) is not None:
                self.side_period = text_period
                self._layout(strip, cell)
            elif label is not None or self.forms.label(text) is not None or is_template(text):
                self._layout(strip, cell)
        for column in self.head.project_columns:
            cell = sheet.at(row, column.first)
            if column.field == "number" and sheet.texts[cell]:
                self._layout(strip, cell)

    def _project_by_turns(self, at: int) -> bool:
        """Begin a project where its name stands in the column of indicators, above the first category."""
        strip, row = self.rows[at]
        column = self.blocks[0].of("name")
        if column is None or at + 1 >= len(self.rows):
            return False
        sheet = strip.sheet
        cell = self._cell(strip, row, column)
        text = sheet.texts[cell]
        if not text or sheet.used[cell] or category_level(text) is not None or self.forms.is_sum(text):
            return False
        below = next(
            (words for one, other in self.rows[at + 1 :] if (words := one.sheet.texts[self._cell(one, other, column)])),
            "",
        )
        valued = any(
            sheet.texts[self._cell(strip, row, other)] for other in self.blocks[0].columns if other.field in PERIODS
        )
        if valued or category_level(below) != 1:
            return False
        if self.project is None or self.project.text("name") or self.project.indicators:
            self.project = ProjectDraft()
            self.draft.projects.append(self.project)
        self.project.texts["name"] = [sheet.part(cell)]
        sheet.use(cell)
        self.states[0].reset()
        for other in self.head.project_columns:
            beside = self._cell(strip, row, other)
            if other.field == "money" and sheet.texts[beside] and not sheet.used[beside]:
                self.projects.money(self.project, other, sheet.part(beside))
                sheet.use(beside)
        for other_cell in strip.row(row):
            if not sheet.used[other_cell]:
                self._unexplained(strip, other_cell)
        return True

    # Indicators.

    def _indicator(self, strip: Strip, row: int, block: Block, state: CarriedLevels) -> None:
        sheet = strip.sheet
        if state.last is not None and self._goes_on(strip, row, block):
            self._more(strip, row, block, state.last)
            return
        values = RowParts({}, {}, [])
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
            if field in ("weight", "score") and sheet.used[cell]:
                continue  # points of two indicators together: the first one's
            part = sheet.part(cell)
            if field in ("level1", "level2"):
                for level, one in levels_of(field, part):
                    printed_level2 |= state.take(level, one)
                sheet.use(cell)
                continue
            if field == "indicators":
                self._listed(strip, cell)
                continue
            cells.append(cell)
            if not values.put(column, part, self.side_period):
                cells.pop()
        found = values.found
        if self._nothing(strip, found, values.targets, values.further, cells, block):
            return
        parts, code = parts_of_row(sheet, cells, values)
        for each in parts:
            draft = self._finish(
                strip, cells, each.found, each.targets, each.further, values.grades, state, block, printed_level2
            )
            if values.ticks and self.project is not None:
                take_ticks(draft, values.ticks, self.project, self.draft)
        self._say_numbers(code, found.get("name"), len(parts), state)

    def _say_numbers(self, code: str | None, name: At | None, count: int, state: CarriedLevels) -> None:
        if code is not None and name is not None:
            self.draft.note(code, name, self.project, text=name.text, count=count).indicator = state.last

    def _listed(self, strip: Strip, cell: int) -> None:
        if self.project is not None and not strip.sheet.used[cell]:
            take_indicators(strip.sheet, cell, self.project, self.draft)

    def _goes_on(self, strip: Strip, row: int, block: Block) -> bool:
        """Whether a row goes on with the indicator above: its name and its values are merged down from there."""
        sheet = strip.sheet
        columns = [column for column in block.columns if column.field in ("name", *PERIODS)]
        cells = [cell for column in columns if sheet.texts[cell := self._cell(strip, row, column)]]
        named = any(column.field == "name" and sheet.texts[self._cell(strip, row, column)] for column in columns)
        return named and all(sheet.used[cell] and sheet.cells[cell].row < row for cell in cells)

    def _more(self, strip: Strip, row: int, block: Block, one: IndicatorDraft) -> None:
        """Put what begins in a row that goes on under its head's name."""
        sheet = strip.sheet
        for column in block.columns:
            cell = sheet.at(row, column.first)
            if sheet.texts[cell] and not sheet.used[cell] and column.field not in ("level1", "level2"):
                one.further.append((column.head, sheet.part(cell)))
                sheet.use(cell)

    def _cell(self, strip: Strip, row: int, column: Column) -> int:
        """The cell of a column; where its head goes over several, the first that holds something."""
        sheet = strip.sheet
        cell = sheet.at(row, column.first)
        if column.end - column.first == 1:
            return cell
        for at in range(column.first + 1, column.end):
            other = sheet.at(row, at)
            if sheet.texts[other] and other != cell and (not sheet.texts[cell] or is_template(sheet.texts[cell])):
                if sheet.texts[cell]:
                    self._layout(strip, cell)  # 指标1： in a cell of its own, the name beside it
                return other
        return cell

    def _nothing(
        self, strip: Strip, found: dict[str, At], targets: dict[str, dict[str, At]],
        further: list[tuple[str, At]], cells: list[int], block: Block,
    ) -> bool:  # fmt: skip
        """Take what a template prints in a row that nobody filled in."""
        name = found.get("name")
        values = any("value" in one and not is_template(one["value"].text) for one in targets.values())
        if name is not None and not (is_template(name.text) or is_attachment(name.text)):
            return False
        if values:
            return False
        if not cells:
            return True
        for cell in cells:
            text = strip.sheet.texts[cell]
            if is_template(text) or is_empty_amount(text):
                self._layout(strip, cell)
            else:
                self._unexplained(strip, cell)
        return True

    def _finish(
        self, strip: Strip, cells: list[int], found: dict[str, At], targets: dict[str, dict[str, At]],
        further: list[tuple[str, At]], grades: list[tuple[str, At]], state: CarriedLevels, block: Block, printed_level2: bool,
    ) -> IndicatorDraft:  # fmt: skip
        sheet = strip.sheet
        project = self.project
        if project is None:
            project = self.project = ProjectDraft()
            self.draft.projects.append(project)
        name, level2, code = self._name(found, state, block, printed_level2)
        one = IndicatorDraft(targets=targets, further=further)
        texts = {"level1": state.level1, "level2": level2, "name": None if name is None else self._without_number(name)}
        texts |= {field: found.get(field) for field in _FIELDS_OF_CELLS}
        one.texts = {field: part for field, part in texts.items() if part is not None}
        if grades:
            take_grades(one, grades)
        take_points(one, project, self.draft)
        project.indicators.append(one)
        state.give_to(one)
        for cell in cells:
            sheet.use(cell)
        for part in (level2, name):
            if part is not None and is_two_rows(part.text):
                self.draft.note("R54", part, project, text=part.text).indicator = one
        is_short = (block.of("level2") is not None and level2 is None) or (
            block.of("level1") is not None and state.level1 is None
        )
        if code is not None or is_short:
            about = name or _first_value(targets)
            made = self.draft.note(code or "R39", about, project, text="" if about is None else about.text)
            made.indicator = one
        return one

    def _name(
        self, found: dict[str, At], state: CarriedLevels, block: Block, printed_level2: bool
    ) -> tuple[At | None, At | None, str | None]:
        """Return name and level 2 of a row, and the code of the finding where the name stands in no column of its own.

        With two levels alone, or in a row that goes no deeper, what stands in level 2 is the indicator.
        """
        name, level2 = found.get("name"), state.level2
        if name is not None:
            return name, level2, None
        is_category = level2 is not None and category_level(level2.text) is not None
        if printed_level2 and level2 is not None and (block.of("name") is None or not is_category):
            return level2, level2 if is_category else None, "R38"
        return None, level2, "R37"

    def _without_number(self, name: At) -> At:
        match = _NUMBER_BEFORE_NAME.match(name.text)
        if match is None or match.end() == len(name.text):
            return name
        self.draft.layout.append(At(match[0], name.start, name.start + match.end()))
        return At(name.text[match.end() :], name.start + match.end(), name.end)

    def _unexplained(self, strip: Strip, cell: int) -> None:
        """A cell that stands under no head is said."""
        sheet = strip.sheet
        part = sheet.part(cell)
        sheet.use(cell)
        one = sheet.cells[cell]
        if (
            is_template(part.text)
            or is_attachment(part.text)
            or (self._is_side(one.column) and self.forms.label(part.text) is not None)
        ):
            self.draft.layout.append(part)
            return
        self.draft.unread.append(part)


def _first_value(targets: dict[str, dict[str, At]]) -> At | None:
    return next((one["value"] for one in targets.values() if "value" in one), None)
