"""Reading a published table: from its text to a `TargetTable` with nothing lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any

from perfmodel._internal.arguments import check_lang, check_text, is_file_name
from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.errors import ParseError
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
from perfmodel.strings.form_signs import column_form, foreign_words, second_table
from perfmodel.strings.funding_lines import Runs, decimals_of, funding_of
from perfmodel.strings.indicator_starts import IndicatorStarts, indicator_starts
from perfmodel.strings.indicators import Reader
from perfmodel.strings.near_bodies import NearBodies, is_near_body
from perfmodel.strings.page_layout import content_of
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

__all__ = ["parse_table"]

_FORM_TITLE = re.compile("绩效目标表")
_FIRST_ROW = re.compile(r"(?:合\s{0,9}计|总\s{0,9}计)\s{0,9}[0-9—-]")

# A title or a unit that is longer is other text as well.
_LONGEST_TITLE_WORDS, _LONGEST_UNIT = 200, 120
_LONE_DIGITS = re.compile(r"[0-9][1-9][0-9]{0,2}[^.,]$")


# What stands above the rows: where it belongs, and what it is called where it is missing.
_ABOVE = (
    ("", "表头", "the header"),
    ("unit", "单位名称", "the reporting unit (单位名称)"),
    ("currency_unit", "金额单位（单位：万元）", "the unit of the amounts (单位：万元)"),
)


def parse_table(text: str | Source, lang: str = "zh") -> TargetTable:
    """Read the text of a published table, as it comes out of a PDF: lines broken anywhere, pages in the middle.

    Money is in the table's `currency_unit`. Every character of the text is in a field, in ``layout`` (header, labels,
    page numbers) or in the span of a finding in ``problems``; what is not understood stays in its place and says so.
    Raises `ParseError` (in ``lang``) only where there is no table at all: no header, no indicator, no title; or amounts
    or page numbers by the ten thousands with next to nothing between them. `TypeError` for what is no text, `ValueError` for
    another language.

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
        raise ParseError(
            "这像是文件名，不是绩效目标表的文本；读文件请用 perfmodel.read",
            "this looks like a file's name, not the text of a table: perfmodel.read reads files",
            source.text, Span(0, len(source.text)), filename=source.name, lang=lang,
        )  # fmt: skip
    content = content_of(source.text)
    if content.crowded is not None:
        raise ParseError(
            "页码太多太密，不像绩效目标表",
            "too many page numbers for so little text: this is no performance-target table",
            source.text, Span(content.crowded, content.crowded + 1), filename=source.name, lang=lang,
        )  # fmt: skip
    flow = flow_of(source.text, content.lines)
    starts = indicator_starts(flow)
    form = None if starts.offsets else column_form(flow)
    if form is not None:
        raise ParseError(
            "这是分栏的绩效目标表（一级指标、二级指标、三级指标各占一栏），文本里已经分不清栏。请直接给出原文件"
            "（PDF、XLSX、DOCX），或用 perfmodel cells 看各格读成什么",
            "this is a form in columns (levels 1, 2 and 3 in a column each), which a text does not keep apart: give the "
            "file itself (PDF, XLSX, DOCX), or see with perfmodel cells how its cells are read",
            source.text, flow.span(*form), filename=source.name, lang=lang,
        )  # fmt: skip
    if content.header_line is None and not starts.offsets and not _FORM_TITLE.search(flow.folded):
        span = Span(0, 0) if not flow.text else flow.span(0, min(20, len(flow.text)))
        raise ParseError(
            "这里没有绩效目标表：应有标题“项目支出绩效目标表”、表头（项目名称…绩效指标）或绩效指标",
            "no performance-target table here: expected the title 项目支出绩效目标表, its header or an indicator",
            source.text, span, filename=source.name, lang=lang,
        )  # fmt: skip
    assembly = _Assembly(source, flow, starts, content.columns, list(content.layout), content.header_line)
    if assembly.runs.too_many is not None:
        raise ParseError(
            "金额太多太密，不像绩效目标表",
            "too many amounts for so little text: this is no performance-target table",
            source.text, flow.span(assembly.runs.too_many, assembly.runs.too_many + 1), filename=source.name, lang=lang,
        )  # fmt: skip
    return assembly.table()


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
        if self.preamble.unit is not None:
            self.bracketed.add(squeeze(flow.folded[slice(*self.preamble.unit)]))
        self.starts = [start for start in self.starts if start >= self.body]

    def _body(self, header_line: int | None) -> int:
        """Where the rows begin: behind the header, or else at 合计 or behind the unit of the amounts."""
        if header_line is not None:
            return self.flow.breaks[header_line] if header_line < len(self.flow.breaks) else len(self.flow.text)
        first = self.starts[0] if self.starts else len(self.flow.text)
        total = _FIRST_ROW.search(self.flow.folded, 0, first)
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
        self._report_lone_digits()
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

        for path, stretch, most, what, what_en in (
            ("title", preamble.title, _LONGEST_TITLE_WORDS, "标题", "the title"),
            ("unit", preamble.unit, _LONGEST_UNIT, "单位名称", "the reporting unit"),
        ):
            if stretch is not None and stretch[1] - stretch[0] > most:
                self.problems.append(finding("R24", path, self.flow.span(*stretch), what=what, what_en=what_en))

    def _report_lone_digits(self) -> None:
        """Report digits on a line of their own that go on from digits: a number, or a page number in it."""
        text, span = self.flow.folded, self.flow.span
        for start, end in pairwise(self.flow.breaks):
            # Not 0, and no decimals: a page has a number.
            if end - start < 4 and start > self.body and _LONE_DIGITS.match(text, start - 1, end + 1):
                self.problems.append(finding("R27", "", span(start, end), text=text[start:end]))

    def _report_foreign(self, place: tuple[int, int], path: str, what: str, what_en: str) -> None:
        """Report words of a form in a name or a goal."""
        words = foreign_words(self.flow.folded[slice(*place)], what == "名称")
        if words is not None:
            values = {"text": words, "what": what, "what_en": what_en}
            self.problems.append(finding("R23", path, self.flow.span(*place), **values))

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
        count, near = 0, NearBodies(bodies | repeated_bodies(self.flow))
        for row, kind in zip(rows, kinds, strict=True):
            if kind == "total":
                self._total(row)
            elif kind == "subtotal":
                self._subtotal(row)
            elif kind == "section":
                self._report_near_unit(row, len(built))
                built.append(self._section(row, len(built)))
            else:
                if not built:
                    built.append({"name": "", "projects": []})
                built[-1]["projects"].append(self._project(row, count, near))
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
        near = next((body for body in sorted(self.bracketed) if is_near_body(words, body)), None)
        if near is not None and words not in self.bracketed:
            text = self._name(row)
            self.problems.append(
                finding("R21", f"sections[{at}].name", self.flow.span(*row.name), text=text, body=near)
            )

    def _section(self, row: Row, at: int) -> dict[str, Any]:
        funding, problems = funding_of(self.flow, row.money, self.columns, f"sections[{at}].funding")
        self.problems += problems
        end = row.money.end if row.money else row.name[1]
        place = Place(row.name[0], end, (("name", *row.name),), self.flow)
        return {"name": self.flow.text[slice(*row.name)], "funding": funding, "projects": [], "place": place}

    def _project(self, row: Row, at: int, bodies: NearBodies) -> Project:
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
        name, spender_at = split_name(self.flow.text[slice(*row.name)], bodies.names)
        start = row.name[0]
        self._report_foreign((start, start + len(name)), f"{path}.name", "名称", "the name")
        near = bodies.near_spender(name) if spender_at is None else None
        if near is not None:
            text, body = near
            self.problems.append(finding("R21", f"{path}.name", self.flow.span(*row.name), text=text, body=body))
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
