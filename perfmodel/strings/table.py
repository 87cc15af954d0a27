"""Reading a published table: from its text to a `TargetTable` with nothing lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

from perfmodel._internal.arguments import check_lang, check_text, is_file_name
from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.model.finding import Finding
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.flow import Flow, flow_of, strip
from perfmodel.source.place import Place
from perfmodel.source.source import Source
from perfmodel.source.span import Span
from perfmodel.strings.blocks import Block, note_behind, number_at, parse_blocks
from perfmodel.strings.damaged_indicators import goal_and_lost
from perfmodel.strings.findings import finding
from perfmodel.strings.form_signs import LONGEST_WORDS, column_form, foreign_words, second_table
from perfmodel.strings.funding_lines import Runs, decimals_of, funding_of
from perfmodel.strings.indicator_starts import IndicatorStarts, indicator_starts
from perfmodel.strings.indicators import Reader
from perfmodel.strings.page_layout import content_of, lone_digits
from perfmodel.strings.preamble import Preamble, read_preamble
from perfmodel.strings.row_names import (
    bracketed_bodies,
    is_body_name,
    is_subtotal,
    is_total,
    repeated_bodies,
    split_name,
)
from perfmodel.strings.rows import Row, rows_in

if TYPE_CHECKING:
    from perfmodel.strings.near_bodies import NearBodies

__all__ = ["parse_table"]

_FORM_TITLE = re.compile("绩效目标表")
_FIRST_ROW = r"(?:合\s{0,9}计|总\s{0,9}计)\s{0,9}[0-9—-]"

_BRACKETS = frozenset("()（）")


# What stands above the rows: where it belongs, and what it is called where it is missing.
_ABOVE = (
    ("", "表头", "the header"),
    ("unit", "单位名称", "the reporting unit (单位名称)"),
    ("currency_unit", "金额单位（单位：万元）", "the currency unit (单位：万元)"),
)


def parse_table(text: str | Source, lang: str = "zh") -> TargetTable:
    """Read the text of a published table, as it comes out of a PDF: lines broken anywhere, pages in the middle.

    Money is in the table's `currency_unit`. Every character of the text is in a field, in ``layout`` (header, labels,
    page numbers) or in the span of a finding in ``problems``; what is not understood keeps its place and is reported.
    Raises `ParseError` (in ``lang``) only where there is no table at all: no header, no indicator, no title; or tens of
    thousands of amounts or page numbers with hardly any text between them. Raises `TypeError` for anything but a
    string, and `ValueError` for an unknown language.

    Source: 项目支出绩效目标表 as Guangdong's bodies publish it with their departmental budgets.

    >>> table = parse_table('''项目支出绩效目标表
    ... 单位名称：某市某局 单位：万元
    ... 项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
    ... 合计 18.00 18.00
    ... 某市某局 18.00 18.00
    ...     会议费（某市某
    ... 局） 18.00 18.00
    ... 开好年度会议。
    ... 1、1-产出指标；11-数量指标；会议次数；实施周期指标值:不少于2
    ... 次；年度指标值:不少于2次。''')
    >>> project = table.projects[0]
    >>> project.name, project.spender, project.funding.total, project.indicators[0].annual.text
    ('会议费', '某市某局', Decimal('18.00'), '不少于2次')
    """
    if not isinstance(text, Source):
        check_text(text)
    check_lang(lang)
    source = Source(text) if isinstance(text, str) else text
    if is_file_name(source.text):
        _refuse("file name", source, Span(0, len(source.text)), lang)
    content = content_of(source.text)
    if content.crowded is not None:
        _refuse("page numbers", source, Span(content.crowded, content.crowded + 1), lang)
    flow = flow_of(source.text, content.lines)
    starts = indicator_starts(flow)
    form = None if starts.offsets else column_form(flow)
    if form is not None:
        _refuse("columns", source, flow.span(*form), lang)
    if content.header_line is None and not starts.offsets and not _FORM_TITLE.search(flow.folded):
        if not flow.text.strip():
            _refuse("empty", source, Span(0, 0), lang)
        _refuse("nothing", source, flow.span(0, min(20, len(flow.text))), lang)
    assembly = _Assembly(source, flow, starts, content.columns, list(content.layout), content.header_line)
    if (at := assembly.runs.too_many) is not None:
        _refuse("amounts", source, flow.span(at, at + 1), lang)
    return assembly.table()


def _refuse(reason: str, source: Source, span: Span, lang: str) -> NoReturn:
    from perfmodel.strings.table_refusals import refuse

    refuse(reason, source, span, lang)


_project = unchecked_constructor(Project)


class _Assembly:
    """Puts a table together from its flow. The order of the methods is the order of the work."""

    def __init__(
        self,
        source: Source,
        flow: Flow,
        starts: IndicatorStarts,
        columns: tuple[str, ...],
        layout: list[Span],
        header_line: int | None,
    ) -> None:
        self.source, self.flow, self.columns, self.layout = source, flow, columns, layout
        self.starts, self.matches = starts
        self.problems: list[Finding] = []
        self.unread: list[str] = []
        self.total: Funding | None = None
        self.runs = Runs(flow, decimals_of(flow))
        self.body = self._body(header_line)
        self.preamble = read_preamble(flow, self.body)
        self.bracketed = bracketed_bodies(flow)
        # What bodies the rows name, and an index of them, both made when the rows are known.
        self.bodies: set[str] = set()
        self._near: NearBodies | None = None
        if self.preamble.unit is not None:
            self.bracketed.add(squeeze(flow.folded[slice(*self.preamble.unit)]))
        self.starts = [start for start in self.starts if start >= self.body]

    def _body(self, header_line: int | None) -> int:
        """Where the rows begin: behind the header, or else at 合计 or behind the unit of the amounts."""
        if header_line is not None:
            return self.flow.breaks[header_line] if header_line < len(self.flow.breaks) else len(self.flow.text)
        first = self.starts[0] if self.starts else len(self.flow.text)
        total = re.search(_FIRST_ROW, self.flow.folded[:first])
        if total:
            return total.start()
        found = read_preamble(self.flow, first)
        places = [place for place in (found.unit, found.currency) if place is not None]
        if places:
            return min(first, strip(self.flow.text, max(last for _first, last in places), first)[0])
        title = _FORM_TITLE.search(self.flow.folded, 0, first)
        if title is None:
            return 0
        behind = self.flow.first_break(title.end(), first)
        return first if behind is None else behind

    def table(self) -> TargetTable:
        """Read preamble, blocks and rows, and build the model."""
        preamble = self.preamble
        self._report_preamble(preamble)
        found = parse_blocks(self.runs, self.body, self.starts, self.bracketed)
        self.problems += [finding("R12", "", self.flow.span(*place)) for place in found.inferred]
        for place in lone_digits(self.flow, self.body):
            text = self.flow.text[slice(*place)]
            self.problems.append(finding("R27", "", self.flow.span(*place), text=text))
        sections = self._sections(self._rows(found.blocks))
        slices = {"title": preamble.title, "unit": preamble.unit, "currency_unit": preamble.currency}
        places = {name: place for name, place in slices.items() if place is not None and place[0] < place[1]}
        words = {name: self.flow.text[slice(*place)] for name, place in places.items()}
        if not any(section.projects for section in sections):
            self.problems.append(finding("R15", "projects", self.flow.span(0, 0)))
        self.problems.sort(key=lambda found: found.span.start if found.span else 0)
        return TargetTable(
            title=words.get("title", ""),
            unit=words.get("unit", ""),
            currency_unit=words.get("currency_unit"),
            total=self.total,
            sections=tuple(sections),
            unread=tuple(self.unread),
            problems=tuple(self.problems),
            layout=tuple(sorted(self.layout, key=attrgetter("start", "end"))),
            source=self.source,
            place=Place(0, len(self.flow.text), tuple((name, *place) for name, place in places.items()), self.flow),
        )

    def _report_preamble(self, preamble: Preamble) -> None:
        self.layout += [self.flow.span(*place) for place in preamble.layout if place[0] < place[1]]
        for place in preamble.unread:
            self._leave_unread(place)
        start = self.flow.span(0, 0)
        found = (bool(self.columns), preamble.unit is not None, preamble.currency is not None)
        for there, (path, what, what_en) in zip(found, _ABOVE, strict=True):
            if not there:
                self.problems.append(finding("R09", path, start, what=what, what_en=what_en))

        for path, (most, what, what_en) in LONGEST_WORDS.items():
            stretch: tuple[int, int] | None = getattr(preamble, path)
            if stretch is not None and stretch[1] - stretch[0] > most:
                self.problems.append(finding("R24", path, self.flow.span(*stretch), what=what, what_en=what_en))

    def _report_foreign(self, place: tuple[int, int], path: str, what: str, what_en: str) -> None:
        """Report words of a form in a name or a goal."""
        words = foreign_words(self.flow.folded[slice(*place)], what == "名称")
        if words is not None:
            self.problems.append(finding("R23", path, self.flow.span(*place), text=words, what=what, what_en=what_en))

    def _leave_unread(self, place: tuple[int, int]) -> None:
        start, end = strip(self.flow.text, *place)
        if start < end:
            text = self.flow.text[start:end]
            if start >= self.body and second_table(self.flow, start, end) is not None:
                self.problems.append(finding("R26", "", self.flow.span(start, end), text=text))
            self.problems.append(finding("R04", f"unread[{len(self.unread)}]", self.flow.span(start, end), text=text))
            self.unread.append(text)

    def _rows(self, blocks: list[Block]) -> list[Row]:
        found: list[Row] = []
        for block in blocks:
            rows = rows_in(self.runs, block.start, block.end, self.bracketed)
            for row in rows:
                self._cut_second_table(row)
            if not rows and block.indicators:
                here = block.indicators[0]
                rows.append(Row((here, here), None, (here, here), False, guessed=True))
            if rows:
                rows[-1].indicators = block.indicators
            found += rows
        return found

    def _cut_second_table(self, row: Row) -> None:
        """Take title and unit of a second table out of the name of its first row."""
        cut = second_table(self.flow, *row.name)
        if cut is not None:
            start, end = row.name
            if cut == start:
                self.problems.append(finding("R26", "", self.flow.span(start, end), text=self.flow.text[start:end]))
            self._leave_unread((start, cut))
            row.name = strip(self.flow.text, cut, end)

    def _sections(self, rows: list[Row]) -> list[Section]:
        """Tell the line 合计 and the bodies' lines from the projects, then build all three."""
        indents = any(row.indented for row in rows)
        kinds = [self._kind(row, indents) for row in rows]
        first = kinds.index("total") if "total" in kinds else 0
        kinds = ["subtotal" if kind == "total" and at > first else kind for at, kind in enumerate(kinds)]
        # A spender is one of the bodies that the table itself names, or stands behind several projects.
        bodies = {squeeze(fold(self._name(row))) for row, kind in zip(rows, kinds, strict=True) if kind == "section"}
        if self.preamble.unit is not None:
            bodies.add(squeeze(self.flow.folded[slice(*self.preamble.unit)]))
        built: list[dict[str, Any]] = []
        count, self.bodies = 0, bodies | repeated_bodies(self.flow)
        for row, kind in zip(rows, kinds, strict=True):
            if kind == "total":
                self._total(row)
            elif kind == "subtotal":
                self._subtotal(row)
            elif kind == "section":
                self._report_near_unit(row, len(built))
                self._report_foreign(row.name, f"sections[{len(built)}].name", "名称", "the name")
                built.append(self._section(row, len(built)))
            else:
                if not built:
                    built.append({"name": "", "projects": []})
                built[-1]["projects"].append(self._project(row, count))
                count += 1
        return [Section(**fields) for fields in built]

    def _name(self, row: Row) -> str:
        return self.flow.text[slice(*row.name)]

    def _kind(self, row: Row, indents: bool) -> str:
        """Whose row it is; ``indents`` says whether the table sets projects' names in."""
        if not row.indicators and row.money is not None and is_total(self._name(row)):
            if is_subtotal(self._name(row)) and row.has_goal(self.flow):
                return "project"
            return "subtotal" if is_subtotal(self._name(row)) else "total"
        if row.indicators or row.has_goal(self.flow) or row.money is None:
            return "project"
        if row.indented:
            # Bodies may be set in as well, below a department's line; but then only by their full names.
            return "section" if squeeze(fold(self._name(row))) in self.bracketed else "project"
        return "section" if indents or is_body_name(self._name(row), self.bracketed) else "project"

    def _subtotal(self, row: Row) -> None:
        place = row.name[0], row.money.end if row.money is not None else row.name[1]
        text = self.flow.text[slice(*place)]
        self.problems.append(finding("R25", f"unread[{len(self.unread)}]", self.flow.span(*place), text=text))
        self._leave_unread((place[0], max(place[1], row.goal[1])))

    def _total(self, row: Row) -> None:
        start, end = row.name
        word = re.search(r"(?:合\s{0,9}计|总\s{0,9}计)$", self.flow.folded[start:end])
        cut = start + word.start() if word else end
        self._leave_unread((start, cut))
        self.layout.append(self.flow.span(cut, end))
        self.total, problems = funding_of(self.flow, row.money, self.columns, "total")
        self.problems += problems
        self._leave_unread(row.goal)

    def _report_near_unit(self, row: Row, at: int) -> None:
        """Report a body whose name is one character off from the reporting unit's or from a spender's."""
        words = squeeze(fold(self._name(row)))
        if words in self.bracketed or not self.bracketed:
            return
        from perfmodel.strings.near_bodies import is_near_body

        near = next((body for body in sorted(self.bracketed) if is_near_body(words, body)), None)
        if near is not None:
            values = {"text": self._name(row), "body": near}
            self.problems.append(finding("R21", f"sections[{at}].name", self.flow.span(*row.name), **values))

    def _report_near_spender(self, row: Row, name: str, path: str) -> None:
        """Report a name whose brackets nearly hold a body that the table names."""
        if not set(name) & _BRACKETS:
            return
        from perfmodel.strings.near_bodies import NearBodies

        if self._near is None:
            self._near = NearBodies(self.bodies)
        near = self._near.near_spender(name)
        if near is not None:
            text, body = near
            self.problems.append(finding("R21", f"{path}.name", self.flow.span(*row.name), text=text, body=body))

    def _section(self, row: Row, at: int) -> dict[str, Any]:
        funding, problems = funding_of(self.flow, row.money, self.columns, f"sections[{at}].funding")
        self.problems += problems
        end = row.money.end if row.money else row.name[1]
        place = Place(row.name[0], end, (("name", *row.name),), self.flow)
        return {"name": self.flow.text[slice(*row.name)], "funding": funding, "projects": [], "place": place}

    def _project(self, row: Row, at: int) -> Project:
        path = f"projects[{at}]"
        funding, problems = funding_of(self.flow, row.money, self.columns, f"{path}.funding")
        self.problems += problems
        if row.guessed:
            self.problems.append(finding("R08", path, self.flow.span(row.name[0], max(row.name[1], row.goal[1]))))
        if row.inferred:
            self.problems.append(finding("R12", f"{path}.name", self.flow.span(*row.name)))
        for money in row.doubts:
            text = " ".join(token.text for token in money.tokens)
            span = self.flow.span(money.start, money.end)
            self.problems.append(finding("R16", f"{path}.goal", span, text=text))
        name, spender_at = split_name(self.flow.text[slice(*row.name)], self.bodies)
        start = row.name[0]
        self._report_foreign((start, start + len(name)), f"{path}.name", "名称", "the name")
        if spender_at is None:
            self._report_near_spender(row, name, path)
        parts = [("name", start, start + len(name))]
        spender = None
        if spender_at is not None:
            first, last = start + spender_at[0], start + spender_at[1]
            spender = self.flow.text[first:last]
            parts.append(("spender", first, last))
            self.layout += [self.flow.span(start + len(name), first), self.flow.span(last, row.name[1])]
        number = number_at(self.flow, row.indicators[0]) if row.indicators else None
        goal, lost = goal_and_lost(self.flow, row.goal, number)
        if goal[0] < goal[1]:
            parts.append(("goal", *goal))
            self._report_foreign(goal, f"{path}.goal", "绩效目标", "the goal")
        indicators, end = self._indicators(row.indicators, lost, path)
        place = Place(start, max(end, goal[1], row.name[1]), tuple(parts), self.flow)
        return _project(
            name=name,
            spender=spender,
            funding=funding,
            goal=self.flow.text[slice(*goal)],
            indicators=indicators,
            place=place,
        )

    def _indicators(
        self, places: Sequence[int], lost: tuple[int, int] | None, path: str
    ) -> tuple[tuple[Indicator, ...], int]:
        reader = Reader(self.flow, f"{path}.indicators", first=1, matches=self.matches)
        end = 0
        if lost is not None and places:
            reader.read(*lost)
        elif lost is not None:
            places = list(lost)
        reader.read_all(pairwise(places[:-1]))
        if places:
            first, last = places[-2:]
            cut = note_behind(self.flow, first, last)
            stop = last if cut is None else cut
            reader.read_all([(first, stop)])
            end = strip(self.flow.text, first, stop)[1]
            self._leave_unread((stop, last))
        found = reader.finish()
        self.problems += found.problems
        self.layout += reader.layout
        return tuple(found), end
