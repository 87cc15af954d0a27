"""One page: its tables with the text of their cells, and the lines of text around them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from attrs import define, evolve, field

from perfmodel._internal.messages import Words
from perfmodel.files.budget import Budget
from perfmodel.files.damage import damage_of
from perfmodel.files.pdf.closing import (
    closing_rules,
    extent,
    missing_sides,
    row_within,
    rows_beyond,
    rule_above,
    rules_beside,
)
from perfmodel.files.pdf.drawing import Char, Drawing, Rule
from perfmodel.files.pdf.fonts import FontTable
from perfmodel.files.pdf.interpreter import Interpreter
from perfmodel.files.pdf.lattice import Lattice, lattice_of, tables_of, without_needless_lines, without_slivers
from perfmodel.files.pdf.letters import letters_of, upright
from perfmodel.files.pdf.level_table import level_tables
from perfmodel.files.pdf.lines import Line, cell_text, line_text, lines_of
from perfmodel.files.pdf.opening import page_matrix
from perfmodel.files.pdf.page_ends import CellEnd, cell_ends
from perfmodel.files.pdf.placing import assigned, hanging_out, holds
from perfmodel.files.pdf.refine import doubtful_rows, parted, split_columns, split_rows, with_known_columns
from perfmodel.files.pdf.resources import Resources
from perfmodel.files.pdf.rules import RuleSet, rules_of
from perfmodel.files.pdf.spaced import without_gaps
from perfmodel.files.pdf.text_table import text_tables
from perfmodel.files.problem import Problem, problem
from perfmodel.source.cells import TableCell

__all__ = ["PageContent", "PageLine", "PageTable", "draw", "page_content"]

# Rules that cross more often than this are no table's.
_MOST_CROSSINGS = 500_000
# A frame around so much of the page is no table.
_PAGE_FRAME = 0.5
_EDGE = 1.5
# No row is lower than so much of the size of the text.
_SLIVER = 0.5


@define
class PageTable:
    """A table of a page: its lattice, the text of each box, and how the texts at its lower edge end.

    ``is_inferred`` is whether its columns are inferred from text.
    """

    lattice: Lattice
    texts: list[str]
    page: int
    number: int = 0
    size: float = 0.0
    ends: dict[tuple[int, int], CellEnd] = field(factory=dict)
    is_inferred: bool = False


@define
class PageLine:
    """A line of text outside of tables."""

    text: str
    page: int
    y: float
    size: float


@define
class PageContent:
    """What a page holds, from top to bottom."""

    page: int
    width: float
    height: float
    blocks: list[PageTable | PageLine] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    watermark: str = ""
    unknown: int = 0
    hidden: int = 0
    is_scan: bool = False
    has_text: bool = False
    is_widened: bool = False


def draw(page: Any, fonts: FontTable, budget: Budget, hidden_layers: frozenset[int]) -> tuple[Drawing, Words | None]:
    """Return what a page draws, and how it is damaged; None where it is not."""
    from pdfminer.pdftypes import PDFStream, resolve1

    from perfmodel.errors import ParseError
    from perfmodel.files.pdf.streams import read_stream

    matrix, width, height = page_matrix(page)
    drawing = Drawing(width, height)
    interpreter = Interpreter(drawing, fonts, budget, matrix, hidden_layers)
    try:
        streams = [resolve1(content) for content in page.contents]
        contents = [read_stream(stream, budget) for stream in streams if isinstance(stream, PDFStream)]
        interpreter.run(b"\n".join(data for data, _ in contents), Resources(page.resources))
        if drawing.damaged or not all(whole for _, whole in contents):
            return drawing, damage_of(zlib.error())
    except (ParseError, RecursionError, MemoryError):
        raise
    except Exception as error:  # whatever a damaged page makes happen in pdfminer
        return drawing, damage_of(error)
    return drawing, None


def page_content(drawing: Drawing, number: int, budget: Budget, before: Sequence[float] = ()) -> PageContent:
    """Return the tables and lines of a page.

    ``before`` are the column lines of the table that the page before ends with. The first table is given those of them
    that it lacks at its sides, where all the others are alike; then `PageContent.is_widened` is true.
    """
    drawing = upright(drawing)
    content = PageContent(number, drawing.width, drawing.height)
    if not any(not char.text.isspace() for char in drawing.chars) and drawing.pictures:
        if any(not char.text.isspace() for char in drawing.invisible):
            drawing.chars, drawing.invisible = drawing.invisible, []
            content.problems.append(problem("D13", page=number))
        else:
            content.is_scan = True
    letters = letters_of(drawing)
    content.hidden, content.watermark, content.unknown = letters.hidden, letters.watermark, drawing.unknown
    content.has_text = any(not char.text.isspace() for char in letters.seen)
    rules = rules_of(drawing)
    lattices, guessed = _lattices(rules, letters.seen, drawing, content, budget, before)
    chars_of, rest = assigned(lattices, letters.seen)
    for lattice, chars in zip(lattices, chars_of):  # noqa: B905
        rest = hanging_out(lattice, chars, rest)
    tables: list[PageTable] = []
    for lattice, chars, told in zip(lattices, chars_of, guessed):  # noqa: B905
        refined, chars, split = _refined(lattice, chars, () if tables else before)
        tables.append(_table(refined, chars, number, bool(told)))
        if told or split:
            content.problems.append(_told(told or split, number, len(tables)))
        content.problems += [
            problem("D10", TableCell(row + 1, None, len(tables), number)) for row in doubtful_rows(refined, chars)
        ]
    lines = lines_of([char for char in rest if char.turn == 0])
    lines, more = _text_tables(lines, number, tables, () if tables else before)
    content.problems += [_told("text", number, 0)] * bool(more)
    _put_in_order(content, tables + more, lines, [char for char in rest if char.turn != 0])
    return content


def _told(how: str, page: int, table: int) -> Problem:
    zh, en = {
        "seams": ("横线的接头", "the junctions of the horizontal rules"),
        "text": ("文字的位置", "the positions of the text"),
        "head": ("表头的列", "the columns of the heading"),
        "lines": ("文字的行", "the lines of text"),
    }[how]
    return problem("D07", TableCell(page=page, table=table or None), how=zh, how_en=en)


def _with_columns(
    lattice: Lattice, level: list[Rule], plumb: list[Rule], chars: list[Char], units: int
) -> tuple[Lattice, str]:
    """A lattice of one column with those that its text tells, and what told them: nothing for any other lattice."""
    if len(lattice.xs) == 2 and len(lattice.ys) > 3:
        for _, added, _ in level_tables(level, [], _within(chars, lattice))[:1]:
            split = _ruled(level, plumb + added, chars, units, is_open=False)
            if split is not None:
                return split, "text"
    return lattice, ""


def _lattices(
    rules: RuleSet,
    chars: list[Char],
    drawing: Drawing,
    content: PageContent,
    budget: Budget,
    before: Sequence[float],
) -> tuple[list[Lattice], list[str]]:
    """The lattices of a page, and for each what told its columns where rules did not."""
    found: list[Lattice] = []
    told: list[str] = []
    groups = tables_of(rules.level, rules.plumb, _MOST_CROSSINGS)
    if groups is None:
        content.problems.append(problem("D15", page=content.page))
        return [], []
    units = budget.limits.page_positions
    used: set[int] = set()
    tied = {id(rule) for _, plumb in groups for rule in plumb}
    lone = [rule for rule in rules.plumb if id(rule) not in tied]
    groups.sort(key=lambda group: min(rule.at for rule in group[0]))
    for level, plumb in groups:
        top = [] if found else rule_above(level, plumb, before, chars)
        level = level + top + rows_beyond(level, plumb, groups, rules.level)
        lattice = _ruled(level, plumb, chars, units, rules_beside(level, plumb, lone))
        if lattice is None:
            continue
        if not found:
            sides = missing_sides(lattice, before)
            lattice, plumb = _widened(lattice, level, plumb, sides, chars, units)
            content.is_widened = bool(sides + top)
            lattice.open_top = [True] * (len(lattice.xs) - 1) if top else lattice.open_top
        used.update(map(id, level))
        units -= len(lattice.boxes)
        lattice, how = _with_columns(lattice, level, plumb, chars, units)
        found.append(lattice)
        told.append(how)
    if not found and (lattice := _row_alone(rules, before, chars, units)) is not None:
        content.is_widened = True
        return [lattice], [""]
    free = [rule for rule in rules.level if id(rule) not in used and not _inside(rule, found)]
    outside = [char for char in chars if not any(holds(lattice, char) for lattice in found)]
    for level, plumb, how in level_tables(free, rules.seams, outside, () if found else before):
        lattice = _ruled(level, plumb, outside, units, is_open=False)
        if lattice is not None:
            found.append(lattice)
            told.append(how)
    return _without_frames(found, told, drawing)


def _row_alone(rules: RuleSet, before: Sequence[float], chars: list[Char], units: int) -> Lattice | None:
    """The lattice of a page in the middle of one row, open above and below."""
    within = row_within(rules.plumb, before, chars)
    lattice = None if within is None else _ruled(*within, [], units)
    if lattice is not None:
        lattice.open_top = lattice.open_bottom = [True] * (len(lattice.xs) - 1)
    return lattice


def _ruled(
    level: list[Rule],
    plumb: list[Rule],
    chars: list[Char],
    units: int,
    beside: Sequence[Rule] = (),
    is_open: bool = True,
) -> Lattice | None:
    """The lattice of rules, its sides closed where ``is_open``, with plumb rules that stand beside it."""
    if beside:
        left, right = min(rule.at for rule in plumb), max(rule.at for rule in plumb)
        ends = extent(level, plumb)
        low, high = min(rule.at for rule in beside), max(rule.at for rule in beside)
        sides = [Rule(at, *side) for at in ends for side in ((low, left), (right, high)) if side[0] < side[1]]
        lattice = _ruled(level + sides, [*plumb, *beside], chars, units)
        if lattice is not None:
            for flags in (lattice.open_top, lattice.open_bottom):
                flags[:] = [
                    flag or middle < left or middle > right
                    for flag, middle in zip(flags, lattice.middles(), strict=True)
                ]
        return lattice
    more_level, more_plumb = closing_rules(level, plumb, chars) if chars and is_open else ([], [])
    lattice = lattice_of(level + more_level, plumb + more_plumb, units)
    if lattice is not None:
        for rule in more_level:  # closed by us, and open all the same
            if abs(rule.at - lattice.y1) < 1:
                lattice.open_bottom = [True] * (len(lattice.xs) - 1)
            elif abs(rule.at - lattice.y0) < 1:
                lattice.open_top = [True] * (len(lattice.xs) - 1)
        lattice = without_gaps(lattice, plumb + more_plumb, chars)
    return lattice


def _widened(
    lattice: Lattice, level: list[Rule], plumb: list[Rule], sides: list[Rule], chars: list[Char], units: int
) -> tuple[Lattice, list[Rule]]:
    """The lattice of a table's rules with sides added to it, and all its plumb rules."""
    if not sides:
        return lattice, plumb
    plumb = plumb + sides
    return _ruled(level, plumb, chars, units) or lattice, plumb


def _within(chars: list[Char], lattice: Lattice) -> list[Char]:
    return [char for char in chars if holds(lattice, char)]


def _inside(rule: Rule, lattices: list[Lattice]) -> bool:
    return any(
        lattice.y0 - _EDGE <= rule.at <= lattice.y1 + _EDGE
        and lattice.x0 - _EDGE <= rule.start
        and rule.end <= lattice.x1 + _EDGE
        for lattice in lattices
    )


def _without_frames(lattices: list[Lattice], told: list[str], drawing: Drawing) -> tuple[list[Lattice], list[str]]:
    """Leave out what is one box around other tables, or around most of the page."""
    kept = []
    for lattice, how in zip(lattices, told):  # noqa: B905
        if len(lattice.boxes) == 1:
            area = (lattice.x1 - lattice.x0) * (lattice.y1 - lattice.y0)
            holds = any(
                other is not lattice and lattice.x0 <= other.x0 and other.x1 <= lattice.x1
                and lattice.y0 <= other.y0 and other.y1 <= lattice.y1
                for other in lattices
            )  # fmt: skip
            if holds or area > _PAGE_FRAME * drawing.width * drawing.height:
                continue
        kept.append((lattice, how))
    kept.sort(key=lambda each: (each[0].y0, each[0].x0))
    return [lattice for lattice, _ in kept], [how for _, how in kept]


def _refined(
    lattice: Lattice, chars: list[list[Char]], before: Sequence[float]
) -> tuple[Lattice, list[list[Char]], str]:
    """The lattice with cells parted where rules are missing inside, its characters, and what told where."""
    how = ""
    everything = [char for each in chars for char in each]
    sizes = sorted(char.size for char in everything)
    filled = [any(not char.text.isspace() for char in each) for each in chars]
    lattice, left = without_slivers(lattice, filled, _SLIVER * sizes[len(sizes) // 2] if sizes else 0.0)
    chars = [chars[at] for at in left]
    known = with_known_columns(lattice, before)
    if cuts := split_columns(known, chars, before):
        lattice, how = without_needless_lines(parted(known, cuts)) or lattice, "head"
        chars = assigned([lattice], everything)[0][0]
    split = split_rows(lattice, chars)
    if split is not None:
        lattice, how = split, how or "lines"
        chars = assigned([lattice], everything)[0][0]
    return lattice, chars, how


def _table(lattice: Lattice, chars: list[list[Char]], page: int, is_inferred: bool) -> PageTable:
    sizes = [char.size for each in chars for char in each]
    size = sorted(sizes)[len(sizes) // 2] if sizes else 0.0
    ends = cell_ends(lattice, chars, is_inferred)
    return PageTable(lattice, [cell_text(each) for each in chars], page, 0, size, ends, is_inferred)


def _text_tables(
    lines: list[Line], page: int, ruled: list[PageTable], before: Sequence[float]
) -> tuple[list[Line], list[PageTable]]:
    """Tables without rules among lines, and the lines outside of them."""
    found = []
    for table in text_tables(_apart(lines, ruled), before):
        found.append(_table(table.lattice, table.chars, page, True))
        inside = {id(char) for chars in table.chars for char in chars}
        lines = [rest for line in lines if (rest := _outside(line, inside)) is not None]
        before = ()
    return lines, found


def _outside(line: Line, inside: set[int]) -> Line | None:
    """What of a line stands in no table."""
    chars = [char for char in line.chars if id(char) not in inside]
    if len(chars) == len(line.chars):
        return line
    return evolve(line, chars=chars) if any(not char.text.isspace() for char in chars) else None


def _apart(lines: list[Line], ruled: list[PageTable]) -> list[Line]:
    """Lines that do not stand beside a ruled table."""
    return [line for line in lines if not any(table.lattice.y0 <= line.across <= table.lattice.y1 for table in ruled)]


def _put_in_order(content: PageContent, tables: list[PageTable], lines: list[Line], turned: list[Char]) -> None:
    blocks: list[tuple[float, float, PageTable | PageLine]] = []
    tables.sort(key=lambda table: (table.lattice.y0, table.lattice.x0))
    for number, table in enumerate(tables, 1):
        table.number = number
        blocks.append((table.lattice.y0, table.lattice.x0, table))
    for line in lines:
        blocks.append((line.across, line.start, PageLine(line_text(line.chars), content.page, line.across, line.size)))
    for turn in sorted({char.turn for char in turned}):
        for line in lines_of([char for char in turned if char.turn == turn]):
            y = min(char.y for char in line.chars)
            blocks.append((y, line.chars[0].x, PageLine(line_text(line.chars), content.page, y, line.size)))
    blocks.sort(key=lambda block: block[:2])
    content.blocks = [block for _, _, block in blocks]
