"""Rows of a table between two lists of indicators: names, money and goals.

The line of money is the anchor: what stands before it is the name, what stands behind it is the goal. Line ends,
indents and blank lines are evidence, never proof, since a PDF leaves them anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from attrs import define

from perfmodel.data import load
from perfmodel.grammars import terminal
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.flow import Flow, skip_blanks, strip
from perfmodel.strings.funding_lines import Money, Runs

__all__ = [
    "LONGEST_NAME",
    "Row",
    "body_line",
    "bracketed_bodies",
    "is_body_name",
    "is_in_indicator",
    "is_total",
    "lost_indicator",
    "name_start",
    "rows_in",
    "split_name",
]

LONGEST_NAME = 160
# One goal with more of them is no goal at all; all of them would be said again for each.
_MOST_DOUBTS = 20
# How far before a line of money its name may begin, with what stands between; keeps the work in proportion.
_REACH = 2000
_TOTAL = re.compile(r"(?:合计|总计)$")
_BRACKET = re.compile(r"\(([^()]{1,60}(?:\([^()]{1,30}\)[^()]{0,20})?)\)\s{0,9}[0-9]")
_TRAILING_BRACKET = re.compile(r"\([^()]{1,30}\)$")
# What betrays an indicator that does not begin as one should.
_TRACE = re.compile(r";[^;:。]{0,8}指标值\s{0,4}:|(?<![0-9])[1-3][1-9]\s{0,4}[-–—]\s{0,4}[^;:。0-9]{2,16};")


@define
class Row:
    """A row: stretches of the flow for name and goal, and its money (None where none was found)."""

    name: tuple[int, int]
    money: Money | None
    goal: tuple[int, int]
    indented: bool
    guessed: bool = False
    inferred: bool = False  # whether where the name begins is a guess
    indicators: Sequence[int] = ()  # where those that belong to it begin, and where the last ends
    doubts: tuple[Money, ...] = ()  # money in the goal that stands as a row's does

    def has_goal(self, flow: Flow) -> bool:
        """Whether there is any text behind the money."""
        return skip_blanks(flow.text, *self.goal) < self.goal[1]


def name_start(flow: Flow, start: int, end: int) -> int | None:
    """Return where the name before a line of money begins, in a stretch that begins with other text.

    Text before a name ends in ``。``, or else the name is set in; None where neither is so.
    """
    start = max(start, end - _REACH)
    stop = flow.folded.rfind("。", start, end)
    begin = skip_blanks(flow.text, stop + 1 if stop >= 0 else start, end)
    if begin < end and flow.is_set_in(begin):
        return begin
    indented = flow.first_set_in(begin, end)
    if indented is not None:
        return indented
    if stop < 0:
        return None
    if flow.is_apart(begin):
        return begin
    if flow.break_at(begin) is not None:
        return _last_gap(flow, begin, end) or begin  # a goal's last sentence may lack its 。
    # Something stands behind the 。 on its line: what was lost there is not the name's.
    gap = flow.first_apart(begin, end)
    return begin if gap is None else gap


def _last_gap(flow: Flow, start: int, end: int) -> int | None:
    """Return the last blank line behind which a whole name may stand: no bracket is open there, and none begins it."""
    depth, behind = 0, end
    for at in reversed(flow.apart_in(start, end)):
        depth += flow.folded.count(")", at, behind) - flow.folded.count("(", at, behind)
        behind = at
        if depth == 0 and flow.folded[at] not in "()":
            return at
    return None


def rows_in(runs: Runs, start: int, end: int, bodies: set[str]) -> list[Row]:
    """Return the rows in a stretch that begins with a name; the last one's goal runs to its end."""
    flow = runs.flow
    rows: list[Row] = []
    begin = start
    for money in runs.within(start, end):
        name, inferred = begin, False
        if rows:
            row = rows[-1]
            found = _next_name(flow, row, begin, money, bodies)
            if found is None:
                if money.alone and len(row.doubts) < _MOST_DOUBTS:
                    row.doubts = (*row.doubts, money)
                continue
            row.goal = (begin, found)
            name = found
            if row.has_goal(flow) and not flow.is_set_in(found):
                sure = money.certain and flow.folded[begin:found].rstrip().endswith("。")
                inferred = not (sure or is_body_name(flow.text[found : money.start], bodies))
        first, last = strip(flow.text, name, money.start)
        rows.append(Row((first, last), money, (money.end, money.end), flow.is_set_in(first), inferred=inferred))
        begin = money.end
    if rows:
        rows[-1].goal = (begin, end)
    elif flow.text[start:end].strip():
        rows.append(_without_money(flow, start, end))
    return rows


def _without_money(flow: Flow, start: int, end: int) -> Row:
    """A row whose money was lost: its name is taken to end at the first blank line, else with its first line."""
    first, last = strip(flow.text, start, end)
    cuts = (flow.first_apart(first, last), flow.first_break(first, last), last)
    at = next(cut for cut in cuts if cut is not None)
    return Row(strip(flow.text, first, at), None, (at, end), flow.is_set_in(first), guessed=True)


def _next_name(flow: Flow, row: Row, begin: int, money: Money, bodies: set[str]) -> int | None:
    """Return where the next row's name begins if ``money`` belongs to one, None if it is part of the row's goal."""
    found = name_start(flow, begin, money.start)
    if found is not None and money.start - found <= LONGEST_NAME and found < money.start:
        if flow.is_set_in(found):
            return found
        if is_body_name(flow.text[found : money.start], bodies):
            if money.alone and flow.break_at(found) is not None and found > begin:
                return found
        elif row.indented:
            return None  # where names are set in, a line that is not can only be a body's
        # As many amounts as the row before has are those of a row too, if they stand as these do.
        alike = row.money is not None and money.alone and len(money.tokens) == len(row.money.tokens)
        if (money.certain or alike) and flow.break_at(found) is not None and found > begin:
            return found
    body = body_line(flow, begin, money.start, bodies)
    if body is not None:
        return body
    if money.start - begin > LONGEST_NAME:
        return None
    between = flow.folded[begin : money.start]
    if "。" in between or not between.strip():
        return None
    if row.indented:
        return None
    apart = _last_gap(flow, begin, money.start)
    name = flow.text[slice(*row.name)]
    if apart is not None and money.certain and not is_total(name) and not is_body_name(name, bodies):
        return apart
    return begin if money.certain or is_total(name) or is_body_name(name, bodies) else None


def body_line(flow: Flow, start: int, end: int, bodies: set[str]) -> int | None:
    """Return where the line of a spending body begins, if that is what stands before a line of money."""
    apart = flow.last_apart(max(start, end - LONGEST_NAME), end)
    begin = skip_blanks(flow.text, start, end) if apart is None else apart
    if flow.break_at(begin) is None or end - begin > LONGEST_NAME:
        return None
    words = flow.folded[begin:end]
    return begin if "。" not in words and words.strip() and is_body_name(words, bodies) else None


def is_total(name: str) -> bool:
    """Whether a row is the line 合计.

    >>> is_total("合 计"), is_total("合计划")
    (True, False)
    """
    # Nearly no name ends in this character.
    return name.rstrip().endswith("计") and bool(_TOTAL.search(squeeze(fold(name))))


def bracketed_bodies(flow: Flow) -> set[str]:
    """Return what stands in brackets before a line of money anywhere: spenders, among them the table's bodies."""
    return {squeeze(match[1]) for match in _BRACKET.finditer(flow.folded)}


def is_body_name(name: str, bodies: set[str]) -> bool:
    """Whether a name is a body's: one that the table names elsewhere, or one that ends as bodies' names do.

    >>> [is_body_name(name, set()) for name in ("某市疾病预防控制中心", "某市教育局（本级）", "会议费")]
    [True, True, False]
    """
    words = squeeze(fold(name))
    if words in bodies:
        return True
    endings, works = _beginnings_and_ends()
    return _TRAILING_BRACKET.sub("", words).endswith(endings) and not words.startswith(works)


@cache
def _beginnings_and_ends() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How bodies' names end, and how works begin that are named after a body."""
    words = load("bodies.json")
    return tuple(words["endings"]), tuple(words["works"])


def split_name(name: str, bodies: set[str]) -> tuple[str, tuple[int, int] | None]:
    """Split a project's name from the spender in brackets behind it, where these name a body of the table.

    Returns the name and the spender's place in the text given, None where the brackets are part of the name.

    >>> split_name("档案数字化（2020年）（某中心）", {"某中心"})
    ('档案数字化（2020年）', (13, 16))
    """
    if not name.endswith((")", "）")):
        return name, None
    folded = fold(name)
    depth = 0
    for at in range(len(folded) - 1, -1, -1):
        depth += (folded[at] == ")") - (folded[at] == "(")
        if depth == 0:
            break
    head = name[:at].rstrip()
    if depth or not head or squeeze(folded[at + 1 : -1]) not in bodies:
        return name, None
    return head, strip(name, at + 1, len(name) - 1)


def is_in_indicator(flow: Flow, start: int, end: int) -> bool:
    """Whether the sentence from ``start`` on is an indicator's rather than a goal's; a blank line before it says no.

    >>> from perfmodel.source.flow import flow_of
    >>> is_in_indicator(flow_of("出指标；11-数量指标；次数；年度指标值:3次。"), 0, 30)
    True
    """
    if flow.is_apart(skip_blanks(flow.text, start, end)):
        return False
    end = min(end, start + _REACH)
    stop = flow.folded.find("。", start, end)
    return _trace(flow, start, end if stop < 0 else stop) is not None


def _trace(flow: Flow, start: int, end: int) -> re.Match[str] | None:
    # No trace is without this sign, which is found faster.
    return _TRACE.search(flow.folded, start, end) if flow.folded.find(";", start, end) >= 0 else None


def lost_indicator(flow: Flow, goal: tuple[int, int], number: int | None) -> int | None:
    """Return where in a goal indicators begin that do not begin as they should; None where all of it is goal.

    ``number`` is the one before the first indicator behind the goal: where it is not 1, one before it was damaged.
    """
    start, end = goal
    trace = _trace(flow, start, end)
    if trace is None and (number is None or number <= 1):
        return None
    limit = trace.start() if trace else end
    numbers = terminal("indicator", "NUMBER")
    inner = (flow.breaks[at] for at in reversed(flow.breaks_in(start, limit)))
    numbered = next((at for at in inner if numbers.match(flow.folded, at)), None)
    sentence = None
    if trace is not None:
        # The sentence that the trace is in; all of it where there is but one.
        stop = flow.folded.rfind("。", start, limit)
        sentence = skip_blanks(flow.text, stop + 1 if stop >= 0 else start, limit)
    candidates = [offset for offset in (numbered, flow.last_apart(start, limit)) if offset is not None]
    return max(candidates) if candidates else sentence
