"""Sheets of the tables that were checked, with the cells marked that findings are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from perfmodel.display.words import labelled, severity_word, suggestion_text
from perfmodel.model.finding import SEVERITIES, Finding, count_severities
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.reports.finding_rows import Owner, owner_of
from perfmodel.spreadsheets.form import form_of
from perfmodel.spreadsheets.form_cells import FormCells
from perfmodel.spreadsheets.workbook import link_to
from perfmodel.spreadsheets.xlsx import FormWriter, Mark

__all__ = ["SEVERITY_FILLS", "MarkedTable", "NoteRoom", "tables_of", "write_table"]

# Colours behind cells, light enough for text to be read on them, and to differ where they are printed in grey.
SEVERITY_FILLS = {"error": "#F8C6C0", "warning": "#FFE699", "hint": "#DDEBF7"}
_MOST_NOTES = 5_000
_LINES_OF_NOTE = 12


@frozen
class MarkedTable:
    """A table for a sheet: what was checked, and the findings about it, each with its number among all findings."""

    obj: TargetTable | Project | Indicator
    findings: tuple[tuple[int, Finding, Owner], ...]

    @property
    def badness(self) -> tuple[int, ...]:
        """How many findings there are of each severity, the gravest first: what tables are compared by."""
        return tuple(count_severities(found for _at, found, _owner in self.findings).values())


class NoteRoom:
    """How many notes a workbook can still take: many make it slow to open."""

    def __init__(self) -> None:
        self.left = _MOST_NOTES
        self.missing = 0

    def takes(self) -> bool:
        """Take one more, and tell whether there was room for it."""
        if self.left == 0:
            self.missing += 1
            return False
        self.left -= 1
        return True


def tables_of(findings: Iterable[tuple[int, Finding]], obj: Any, parts: Sequence[Any]) -> list[MarkedTable]:
    """Return the tables of a file with what was found in each; ``parts`` are those of a file that has several.

    What concerns no table alone stands with the first.

    >>> [len(table.findings) for table in tables_of([(0, Finding("S02", "error", "", "tables[1].total"))], None, [TargetTable()] * 2)]
    [0, 1]
    """
    objects = parts or ([] if obj is None else [obj])
    found: dict[int, list[tuple[int, Finding, Owner]]] = defaultdict(list)
    for at, finding in findings:
        owner = owner_of(finding.path, obj, parts)
        found[0 if owner.number is None else owner.number - 1].append((at, finding, owner))
    return [MarkedTable(one, tuple(found[place])) for place, one in enumerate(objects)]


def write_table(
    writer: FormWriter, sheet: Any, table: MarkedTable, notes: NoteRoom, lang: str = "zh"
) -> dict[int, str]:
    """Write a table on its sheet, laid out as the official form; return what leads to the cell of each finding.

    Raises `ValueError` for a table with more rows than a sheet has.
    """
    form = form_of(_as_table(table.obj))
    cells = FormCells(form)
    links: dict[int, str] = {}
    marked: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for at, finding, owner in table.findings:
        cell = cells.cell_of(owner.row, owner.field)
        if cell is not None:
            links[at] = link_to(sheet.get_name(), cell.row, cell.column)
            marked[cell.row, cell.column].append(finding)
    marks = {place: _mark(found, notes, lang) for place, found in marked.items()}
    writer.write_marked(sheet, form, marks)
    return links


def _as_table(obj: TargetTable | Project | Indicator) -> TargetTable:
    """What was checked as a table: a project alone is its only one, an indicator stands in a project without a name."""
    if isinstance(obj, TargetTable):
        return obj
    project = obj if isinstance(obj, Project) else Project(indicators=[obj])
    return TargetTable(sections=[Section(projects=[project])])


def _mark(findings: Sequence[Finding], notes: NoteRoom, lang: str) -> Mark:
    worst = min((finding.severity for finding in findings), key=SEVERITIES.index)
    return Mark(SEVERITY_FILLS[worst], _note(findings, lang) if notes.takes() else "")


def _note(findings: Sequence[Finding], lang: str) -> str:
    lines = []
    for finding in findings[:_LINES_OF_NOTE]:
        lines.append(labelled(f"{finding.code} {severity_word(finding.severity, lang)}", finding.render(lang), lang))
        if finding.suggestion is not None:
            lines.append(suggestion_text(finding.suggestion, lang, whole=True))
    more = len(findings) - _LINES_OF_NOTE
    if more > 0:
        lines.append(f"and {more} more" if lang == "en" else f"另有 {more} 处")
    return "\n".join(lines)
