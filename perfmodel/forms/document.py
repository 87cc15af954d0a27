"""A file as a document: its grids and texts, the tables that are in them, and what was left alone."""

from __future__ import annotations

from functools import cached_property

from attrs import evolve, field, frozen

from perfmodel.errors import ParseError
from perfmodel.files import document as files
from perfmodel.files.problem import Problem
from perfmodel.forms.assembly import tables_of
from perfmodel.forms.catalogue import Catalogue, standard_forms
from perfmodel.forms.drafts import FormDraft
from perfmodel.forms.form_parts import FormParts
from perfmodel.forms.interpret import interpret
from perfmodel.forms.label_list import read_label_lists
from perfmodel.forms.left_over import (
    rows_of_other_tables,
    say_unused_cells,
    take_year_of_file,
    titles_without_table,
    unfilled_form,
)
from perfmodel.forms.regions import regions_of
from perfmodel.forms.sheets import DocumentText, Line, Sheet
from perfmodel.forms.string_layout import find_string_grids
from perfmodel.forms.strings_in_cells import finding_of_problem, table_of_grids
from perfmodel.model.finding import Finding
from perfmodel.model.methods import RecordMethods
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.cells import CellPlace
from perfmodel.strings.findings import finding
from perfmodel.strings.page_layout import is_page_number

__all__ = ["Document", "Unread", "only_table"]

_FIRST_WORDS = 40
# So many of the parts that were left alone are named; `Document.unread` has them all.
_PARTS_NAMED = 6


@frozen
class Unread:
    """A grid, or lines between grids, that is no performance table: where it stands, and its first words."""

    place: CellPlace | None
    text: str
    is_grid: bool = True

    def where(self, lang: str = "zh") -> str:
        """Return where it stands, as people say it."""
        return "" if self.place is None else self.place.text(lang)


def _spellings(forms: Catalogue | None) -> frozenset[object] | None:
    """What documents are compared by: what labels and heads say, not which object says so."""
    return None if forms is None else forms.spellings


@frozen
class _Found:
    """What was found in the cells of a file: tables, what is no table, and what there is to say of the file."""

    tables: tuple[TargetTable, ...]
    unread: tuple[Unread, ...]
    problems: tuple[Problem, ...]


@frozen
class Document(RecordMethods):
    """What was read of a file: its grids and texts, and the performance-target tables that are in them.

    ``cells`` is what the file shows; ``blocks``, ``grids``, ``texts``, ``kind`` and ``name`` are those of the cells. ``tables``
    are the tables in order: forms of one kind, scope, unit of the amounts and year that follow each other are one table
    with many projects. ``unread`` are the grids and lines that are no performance table. ``problems`` say what of the file was
    left out or could not be read; what there is to say of a table stands in its own ``problems``. The tables are looked for
    when one of the three is first asked for, by the labels and heads of ``forms`` (None: those of the package).

    >>> from perfmodel.files.grid import GridBuilder
    >>> rows = [["项目名称", "会议费", "", ""], ["一级指标", "二级指标", "三级指标", "指标值"],
    ...         ["产出指标", "数量指标", "会议次数", "≥2次"]]
    >>> document = Document(files.Document((GridBuilder.of_rows(rows),)))
    >>> [(one.name, [each.annual.text for each in one.indicators]) for one in document.projects]
    [('会议费', ['≥2次'])]
    >>> document.to_records()[0]["indicator"]
    '会议次数'
    """

    cells: files.Document
    forms: Catalogue | None = field(default=None, repr=False, eq=_spellings)

    @property
    def blocks(self) -> tuple[files.Grid | files.Text, ...]:
        """The grids and the text between them, in the order of the file."""
        return self.cells.blocks

    @property
    def grids(self) -> tuple[files.Grid, ...]:
        """The tables of cells alone, performance-target tables or not."""
        return self.cells.grids

    @property
    def texts(self) -> tuple[files.Text, ...]:
        """The text outside of all grids alone."""
        return self.cells.texts

    @property
    def kind(self) -> str:
        """The kind of file: ``pdf``, ``xlsx`` …"""
        return self.cells.kind

    @property
    def name(self) -> str | None:
        """The file's name."""
        return self.cells.name

    @cached_property
    def _found(self) -> _Found:
        return _find(self.cells, standard_forms() if self.forms is None else self.forms)

    @property
    def tables(self) -> tuple[TargetTable, ...]:
        """The performance-target tables, in order."""
        return self._found.tables

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The grids and lines that are no performance table, each with its place and first words."""
        return self._found.unread

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of the file was left out or could not be read."""
        return self._found.problems

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects of all tables, in order."""
        return tuple(project for table in self.tables for project in table.projects)


def _find(cells: files.Document, forms: Catalogue) -> _Found:
    strings, others = find_string_grids(cells)
    rest = evolve(cells, blocks=tuple(others)) if strings else cells
    text = DocumentText.of(rest)
    drafts, left, lines = _drafts(text, forms)
    filled = [draft for draft in drafts if draft.projects]
    other_rows = list(rows_of_other_tables(left, drafts))
    say_unused_cells(drafts)
    take_year_of_file(filled, lines)
    problems = [one for draft in drafts if not draft.projects for one in unfilled_form(draft, text.cells)]
    problems += titles_without_table(text, drafts, lines)
    found = tables_of(filled, text.cells.flow, text.cells.source)
    read = {id(sheet.grid) for draft in drafts for sheet in draft.sheets}
    tables: list[TargetTable] = [table_of_grids(one, cells) for one in strings]
    reported = [finding_of_problem(problem) for problem in cells.problems]
    tables += [evolve(table, problems=(*reported, *table.problems)) for table in found]
    unread = (*_unread(text, read, lines), *(Unread(one.place, one.at.text[:_FIRST_WORDS]) for one in other_rows))
    if tables:
        # What is said of the file and of no table: with the first one, so that whoever has the tables alone hears it.
        of_file = [finding_of_problem(problem) for problem in problems] + _left_alone(unread)
        tables[0] = evolve(tables[0], problems=(*of_file, *tables[0].problems))
    return _Found(tuple(tables), unread, (*cells.problems, *problems))


def _drafts(text: DocumentText, forms: Catalogue) -> tuple[list[FormDraft], list[FormParts], list[Line]]:
    regions, left, lines = regions_of(text, forms)
    drafts = [interpret(parts, forms) for parts in regions]
    lines = sorted([*lines, *(line for draft in drafts for line in draft.left)], key=lambda line: line.at.start)
    listed, lines = read_label_lists(lines, forms)
    for draft in listed:
        kinds = forms.kinds_of_title(" ".join(one.text for one in draft.titles))
        draft.kind = next((kind for kind in kinds if kind in ("self-evaluation", "monitoring")), "targets")
        draft.scope = next(
            (kind for kind in kinds if kind not in ("self-evaluation", "monitoring")), draft.scope or "project"
        )
    return sorted([*drafts, *listed], key=lambda draft: draft.start), left, lines


def _left_alone(unread: tuple[Unread, ...]) -> list[Finding]:
    """What there is to say of the parts of a file that are no performance table."""
    if not unread:
        return []
    said = {lang: [f"{one.where(lang)} {one.text}".strip() for one in unread[:_PARTS_NAMED]] for lang in ("zh", "en")}
    more = len(unread) > _PARTS_NAMED
    what, what_en = "；".join(said["zh"]) + "……" * more, "; ".join(said["en"]) + " …" * more
    return [finding("R31", "", None, count=len(unread), what=what, what_en=what_en)]


def _unread(text: DocumentText, read: set[int], lines: list[Line]) -> list[Unread]:
    """What is no performance table: grids, and runs of lines, each with its first words."""
    left = {id(line) for line in lines}
    found: list[Unread] = []
    in_run = False
    for block in text.blocks:
        if isinstance(block, Sheet):
            in_run = False
            words = next((one for one in block.texts if one), "")
            if id(block.grid) not in read and words:
                place = block.grid.place or block.grid.cells[0].place
                found.append(Unread(place, words[:_FIRST_WORDS]))
        elif id(block) in left and not in_run and not is_page_number(block.at.text):
            found.append(Unread(block.place, block.at.text[:_FIRST_WORDS], is_grid=False))
            in_run = True
    return found


def only_table(document: Document, lang: str = "zh") -> TargetTable:
    """Return the one table of a document; raises `ParseError` where there is none, or more than one."""
    if len(document.tables) == 1:
        return document.tables[0]
    if not document.tables:
        seen = "、".join(f"{one.where()} {one.text}".strip() for one in document.unread[:3] if one.is_grid)
        shown = f"，只有{seen}" if seen else ""
        shown_en = f", only {seen}" if seen else ""
        unfilled = any(problem.code == "R51" for problem in document.problems)
        raise ParseError(
            "文件中的绩效目标表未填写" if unfilled else f"文件中没有绩效目标表{shown}；可用 perfmodel cells 查看单元格",
            "the performance-target forms in this file are not filled in" if unfilled
            else f"there is no performance-target table in this file{shown_en}; to see its cells, use perfmodel cells",
            filename=document.name,
            lang=lang,
        )  # fmt: skip
    raise ParseError(
        f"应为一张绩效目标表，实为 {len(document.tables)} 张；请用 perfmodel.read_document 读取",
        f"expected one performance-target table, got {len(document.tables)}; to read them all, use perfmodel.read_document",
        filename=document.name,
        lang=lang,
    )
