"""The string form (项目名称 | 总计 | … | 绩效目标 | 绩效指标) read from cells: columns are known, so nothing is inferred."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

from perfmodel.errors import ParseError
from perfmodel.files.document import Document
from perfmodel.files.problem import Problem
from perfmodel.forms.cell_text import Stretch
from perfmodel.forms.string_layout import CellRow, StringGrids, find_string_grids
from perfmodel.forms.titles import year_of
from perfmodel.model.finding import Finding
from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.flow import flow_of, strip
from perfmodel.source.place import Place
from perfmodel.source.span import Span
from perfmodel.strings.canonical import EMPTY_COLUMN, canonical_funding
from perfmodel.strings.findings import CATALOGUE, finding
from perfmodel.strings.indicator_starts import indicator_starts
from perfmodel.strings.indicators import Reader
from perfmodel.strings.preamble import read_preamble
from perfmodel.strings.row_names import is_body_name, is_total, split_name

__all__ = ["finding_of_problem", "table_of_document", "table_of_grids"]

_AMOUNT_CELL = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_EMPTY_AMOUNT_DASHES = frozenset("-–—―/")
_INNER_BRACKET = re.compile(r"\(([^()]{1,60})\)$")


def table_of_document(document: Document, lang: str = "zh") -> TargetTable:
    """Return the first table that a file has in the string form; spans refer to the text of its cells.

    Raises `ParseError` (in ``lang``) where no grid has its head.

    >>> from perfmodel.files.grid import GridBuilder
    >>> head = ["项目名称（资金使用单位）", "总计", "财政拨款", "绩效目标", "绩效指标"]
    >>> row = ["会议费", "1,800.00", "", "开好会议。", "1-产出指标；11-数量指标；次数；年度指标值:2次。"]
    >>> table = table_of_document(Document((GridBuilder.of_rows([head, row], "Sheet1"),)))
    >>> project = table.projects[0]
    >>> project.funding.total, project.funding.inferred, project.goal, project.indicators[0].annual.text
    (Decimal('1800.00'), False, '开好会议。', '2次')
    """
    found, _others = find_string_grids(document)
    if not found:
        raise ParseError(
            "文件中没有指标串形式的绩效目标表（表头为项目名称、总计……绩效目标、绩效指标）；可用 perfmodel cells 查看单元格",
            "there is no performance-target table in the string form (headed “项目名称”, “总计” … “绩效目标”, “绩效指标”) in this file; "
            "to see its cells, use perfmodel cells",
            filename=document.name,
            lang=lang,
        )
    return table_of_grids(found[0], document)


def table_of_grids(found: StringGrids, document: Document) -> TargetTable:
    """Return the table of the grids that have its head."""
    found.cells.finish(document.name)
    return _Assembly(found, document).table()


# What reading a file has to say, by its severity, as findings of reading.
_DOCUMENT_CODES = {"error": "R32", "warning": "R33", "hint": "R34"}


def finding_of_problem(problem: Problem) -> Finding:
    """Return what reading a file has to say as a finding of reading."""
    kind = CATALOGUE[_DOCUMENT_CODES[problem.severity]]
    message = kind.message.format(code=problem.code, text=problem.text("zh"))
    english = kind.english.format(code=problem.code, text=problem.text("en"))
    return Finding(_DOCUMENT_CODES[problem.severity], problem.severity, message, english=english)


class _Assembly:
    """Puts a table together from the rows of cells."""

    def __init__(self, found: StringGrids, document: Document) -> None:
        self.found, self.document = found, document
        self.cells, self.flow = found.cells, found.cells.flow
        self.layout: list[Span] = []
        self.unread: list[str] = []
        self.problems = [finding_of_problem(each) for each in document.problems]
        self.total: Funding | None = None
        self.unit: str | None = None

    def table(self) -> TargetTable:
        """Read what stands above, the rows, and what stands behind."""
        fields, places = self._preamble()
        self.layout += [self.flow.span(*self.cells.place(stretch)) for stretch in self.found.head]
        sections = self._sections()
        for stretch in self.found.behind:
            self._leave_unread(stretch)
        if not any(section.projects for section in sections):
            self.problems.append(finding("R15", "projects", self.flow.span(0, 0)))
        self.problems.sort(key=lambda each: each.span.start if each.span else 0)
        title = fields.get("title")
        return TargetTable(
            year=None if title is None else year_of(title),
            total=self.total,
            sections=sections,
            unread=self.unread,
            problems=self.problems,
            layout=sorted(self.layout, key=lambda span: (span.start, span.end)),
            source=self.cells.source,
            place=Place(0, len(self.flow.text), tuple(places), self.flow),
            **fields,
        )

    def _preamble(self) -> tuple[dict[str, Any], list[tuple[str, int, int]]]:
        """Title, unit and unit of the amounts, from the lines above the head."""
        above = self.found.above
        end = self.cells.place(above[-1])[1] if above else 0
        preamble = read_preamble(self.flow, end)
        found = {"title": preamble.title, "unit": preamble.unit, "currency_unit": preamble.currency}
        places = [(name, *place) for name, place in found.items() if place is not None and place[0] < place[1]]
        self.layout += [self.flow.span(*place) for place in preamble.layout if place[0] < place[1]]
        for place in preamble.unread:
            self._leave_unread_at(*place)
        start = self.flow.span(0, 0)
        for path, what, what_en in (
            ("unit", "单位名称", "the reporting unit (单位名称)"),
            ("currency_unit", "金额单位（单位：万元）", "the currency unit (单位：万元)"),
        ):
            if found[path] is None:
                self.problems.append(finding("R09", path, start, what=what, what_en=what_en))
        words = {name: self.flow.text[first:last] for name, first, last in places}
        self.unit = words.get("unit")
        return words, places

    def _leave_unread(self, stretch: Stretch) -> None:
        self._leave_unread_at(*self.cells.place(stretch))

    def _leave_unread_at(self, start: int, end: int) -> None:
        if start < end:
            text = self.flow.text[start:end]
            self.problems.append(finding("R04", f"unread[{len(self.unread)}]", self.flow.span(start, end), text=text))
            self.unread.append(text)

    def _sections(self) -> list[Section]:
        rows = self.found.rows
        kinds = self._kinds(rows)
        bodies = {squeeze(fold(self._name(row))) for row, kind in zip(rows, kinds, strict=True) if kind == "section"}
        if self.unit is not None:
            bodies.add(squeeze(fold(self.unit)))
        built: list[dict[str, Any]] = []
        count = at = 0
        while at < len(rows):
            row, kind = rows[at], kinds[at]
            at += 1
            for column, stretch in row.cells:
                if column is None:
                    self._leave_unread(stretch)
            if kind == "total":
                self._total(row)
            elif kind == "further total":
                self._further_total(row)
            elif kind == "section":
                built.append(self._section(row, len(built)))
            else:
                more = [row]
                while at < len(rows) and kinds[at] == "more":
                    more.append(rows[at])
                    at += 1
                built = built or [{"name": "", "projects": []}]
                built[-1]["projects"].append(self._project(more, count, bodies))
                count += 1
        return [Section(**fields) for fields in built]

    def _kinds(self, rows: list[CellRow]) -> list[str]:
        """Whose row each is: the line 合计, a body's, a project's, or more of the project above."""
        bracketed = {found[1] for row in rows if (found := _INNER_BRACKET.search(squeeze(fold(self._name(row)))))}
        kinds: list[str] = []
        for row in rows:
            name = self._name(row)
            if row.of("goal") or row.of("indicators"):
                kinds.append("more" if not name and "project" in kinds[-1:] + kinds[-2:-1] else "project")
            elif is_total(name):
                kinds.append("further total" if "total" in kinds else "total")
            else:
                kinds.append("section" if is_body_name(name, bracketed) else "project")
        return kinds

    def _name(self, row: CellRow) -> str:
        stretch = row.of("name")
        return "" if stretch is None else self.cells.text(stretch)

    def _total(self, row: CellRow) -> None:
        stretch = row.of("name")
        if stretch is not None:
            self.layout.append(self.flow.span(*self.cells.place(stretch)))
        self.total = self._funding(row, "total")

    def _further_total(self, row: CellRow) -> None:
        """A second 合计: what it says is unread, and said; without amounts it says nothing."""
        stretches = [stretch for column, stretch in row.cells if column is not None]
        places = [self.cells.place(stretch) for stretch in stretches]
        if all(column in (None, "name") for column, _stretch in row.cells):
            self.layout += [self.flow.span(*place) for place in places]
            return
        text = " ".join(self.cells.text(stretch) for stretch in stretches)
        self.problems.append(finding("R25", f"unread[{len(self.unread)}]", self.flow.span(*places[0]), text=text))
        for stretch in stretches:
            self._leave_unread(stretch)

    def _section(self, row: CellRow, at: int) -> dict[str, Any]:
        funding = self._funding(row, f"sections[{at}].funding")
        stretch = row.of("name")
        start, end = (0, 0) if stretch is None else self.cells.place(stretch)
        place = Place(start, end, (("name", start, end),), self.flow)
        return {"name": self._name(row), "funding": funding, "projects": [], "place": place}

    def _funding(self, row: CellRow, path: str) -> Funding:
        """The amounts of a row, each in its own column."""
        values: dict[str, Any] = {}
        printed: list[str] = []
        parts = []
        for name in AMOUNTS:
            stretch = row.of(name)
            text = "" if stretch is None else squeeze(fold(self.cells.text(stretch)))
            if stretch is None or set(text) <= _EMPTY_AMOUNT_DASHES:
                printed.append(EMPTY_COLUMN)
                continue
            printed.append(text)
            start, end = self.cells.place(stretch)
            if _AMOUNT_CELL.fullmatch(text):
                values[name] = Decimal(text.replace(",", ""))
                parts.append((name, start, end))
            else:
                reason, reason_en = "不是数字", "not a number"
                span = self.flow.span(start, end)
                self.problems.append(finding("R02", path, span, text=text, reason=reason, reason_en=reason_en))
        if not parts:
            return Funding(printed=None if set(printed) == {EMPTY_COLUMN} else " ".join(printed))
        place = Place(min(part[1] for part in parts), max(part[2] for part in parts), tuple(parts), self.flow)
        usual = canonical_funding(Funding(**values))
        as_seen = (" ".join(printed), " ".join(word for word in printed if word != EMPTY_COLUMN))
        return Funding(printed=None if usual in as_seen else as_seen[0], place=place, **values)

    def _project(self, rows: list[CellRow], at: int, bodies: set[str]) -> Project:
        path = f"projects[{at}]"
        row = rows[0]
        funding = self._funding(row, f"{path}.funding")
        parts: list[tuple[str, int, int]] = []
        stretch = row.of("name")
        start, end = (0, 0) if stretch is None else self.cells.place(stretch)
        name, spender_at = split_name(self.flow.text[start:end], bodies)
        parts.append(("name", start, start + len(name)))
        spender = None
        if spender_at is not None:
            first, last = start + spender_at[0], start + spender_at[1]
            spender = self.flow.text[first:last]
            parts.append(("spender", first, last))
            self.layout += [self.flow.span(start + len(name), first), self.flow.span(last, end)]
        goal = ""
        for each in rows:
            stretch = each.of("goal")
            if stretch is not None:
                first, last = self.cells.place(stretch)
                if not goal:
                    parts.append(("goal", first, last))
                goal += self.flow.text[first:last]
        ends = [part[2] for part in parts]
        indicators = self._indicators(rows, path)
        ends += [self.cells.place(each.cells[-1][1])[1] for each in rows]
        place = Place(start, max(ends), tuple(parts), self.flow)
        return Project(name, spender, funding, goal, indicators, place=place)

    def _indicators(self, rows: list[CellRow], path: str) -> tuple[Indicator, ...]:
        reader = Reader(self.flow, f"{path}.indicators", first=1)
        for row in rows:
            stretch = row.of("indicators")
            if stretch is None:
                continue
            start, end = self.cells.place(stretch)
            if set(self.flow.folded[start:end]) <= _EMPTY_AMOUNT_DASHES:
                self.layout.append(self.flow.span(start, end))
                continue
            start, end = strip(self.flow.text, start, end)
            starts = [start + at for at in indicator_starts(flow_of(self.flow.text[start:end])).offsets]
            if not starts or starts[0] > start:
                starts.insert(0, start)
            reader.read_all(pairwise([*starts, end]))
        found = reader.finish()
        self.problems += found.problems
        self.layout += reader.layout
        return tuple(found)
