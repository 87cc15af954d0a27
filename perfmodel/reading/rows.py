"""Rows of a table between two lists of indicators: names, money and goals.

The line of money is the anchor: what stands before it is the name, what stands behind it is the goal. Line ends,
indents and blank lines are evidence, never proof, since a PDF leaves them anywhere.
"""

from __future__ import annotations

import re

from attrs import evolve, frozen

from perfmodel.data import load
from perfmodel.grammars import terminal
from perfmodel.reading.money import Money, Runs
from perfmodel.reading.piece import skip_blanks, strip
from perfmodel.text import Flow, fold, squeeze

__all__ = [
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

_INDENT = 2
_LONGEST_NAME = 160
# One goal with more of them is no goal at all; all of them would be said again for each.
_MOST_DOUBTS = 20
# How far before a line of money its name may begin, with what stands between; keeps the work in proportion.
_REACH = 2000
_TOTAL = re.compile(r"(?:合计|总计)$")
_BRACKET = re.compile(r"\(([^()]{1,60}(?:\([^()]{1,30}\)[^()]{0,20})?)\)\s{0,9}[0-9]")
_TRAILING_BRACKET = re.compile(r"\([^()]{1,30}\)$")
# What betrays an indicator that does not begin as one should.
_TRACE = re.compile(r";[^;:。]{0,8}指标值\s{0,4}:|(?<![0-9])[1-3][1-9]\s{0,4}[-–—]\s{0,4}[^;:。0-9]{2,16};")


@frozen
class Row:
    """A row: stretches of the flow for name and goal, and its money (None where none was found)."""

    name: tuple[int, int]
    money: Money | None
    goal: tuple[int, int]
    indented: bool
    guessed: bool = False
    inferred: bool = False  # whether where the name begins is a guess
    doubts: tuple[Money, ...] = ()  # money in the goal that stands as a row's does

    def has_goal(self, flow: Flow) -> bool:
        """Whether there is any text behind the money."""
        return bool(flow.text[slice(*self.goal)].strip())


def is_indented(flow: Flow, offset: int) -> bool:
    """Whether a line that is set in begins at an offset."""
    found = flow.break_at(offset)
    return found is not None and flow.indents[found] >= _INDENT + flow.margin


def _first_indented(flow: Flow, start: int, end: int) -> int | None:
    least = _INDENT + flow.margin
    if start < end and is_indented(flow, start):
        return start
    return next((flow.breaks[at] for at in flow.breaks_in(start, end) if flow.indents[at] >= least), None)


def name_start(flow: Flow, start: int, end: int) -> int | None:
    """Return where the name before a line of money begins, in a stretch that begins with other text.

    Text before a name ends in ``。``, or else the name is set in; None where neither is so.
    """
    start = max(start, end - _REACH)
    stop = flow.folded.rfind("。", start, end)
    begin = skip_blanks(flow.text, stop + 1 if stop >= 0 else start, end)
    indented = _first_indented(flow, begin, end)
    if indented is not None:
        return indented
    if stop < 0:
        return None
    here = flow.break_at(begin)
    if here is not None and not flow.gaps[here]:
        return _last_gap(flow, begin, end) or begin  # a goal's last sentence may lack its 。
    if here is None:
        # Something stands behind the 。 on its line: what was lost there is not the name's.
        return next((flow.breaks[at] for at in flow.breaks_in(begin, end) if flow.gaps[at]), begin)
    return begin


def _last_gap(flow: Flow, start: int, end: int) -> int | None:
    """Return the last blank line behind which a whole name may stand: no bracket is open there, and none begins it."""
    for at in reversed(flow.breaks_in(start, end)):
        words = flow.folded[flow.breaks[at] : end].strip()
        if flow.gaps[at] and words and words[0] not in "()" and words.count("(") == words.count(")"):
            return flow.breaks[at]
    return None


def rows_in(runs: Runs, start: int, end: int, bodies: set[str]) -> list[Row]:
    """Return the rows in a stretch that begins with a name; the last one's goal runs to its end."""
    flow = runs.flow
    rows: list[Row] = []
    begin = start
    for money in runs.within(start, end):
        inferred = False
        if not rows:
            name = begin
        else:
            found = _next_name(flow, rows[-1], begin, money, bodies)
            if found is None:
                if money.alone and len(rows[-1].doubts) < _MOST_DOUBTS:
                    rows[-1] = evolve(rows[-1], doubts=(*rows[-1].doubts, money))
                continue
            rows[-1] = evolve(rows[-1], goal=(begin, found))
            name = found
            sure = money.certain and flow.folded[begin:found].rstrip().endswith("。")
            inferred = bool(rows[-1].has_goal(flow)) and not (
                sure or is_indented(flow, found) or is_body_name(flow.text[found : money.start], bodies)
            )
        first, last = strip(flow.text, name, money.start)
        rows.append(Row((first, last), money, (money.end, money.end), is_indented(flow, first), inferred=inferred))
        begin = money.end
    if rows:
        rows[-1] = evolve(rows[-1], goal=(begin, end))
    elif flow.text[start:end].strip():
        rows.append(_without_money(flow, start, end))
    return rows


def _without_money(flow: Flow, start: int, end: int) -> Row:
    """A row whose money was lost: its name is taken to end at the first blank line, else with its first line."""
    first, last = strip(flow.text, start, end)
    inner = flow.breaks_in(first, last)
    at = next((flow.breaks[at] for at in inner if flow.gaps[at]), flow.breaks[inner[0]] if inner else last)
    return Row(strip(flow.text, first, at), None, (at, end), is_indented(flow, first), guessed=True)


def _next_name(flow: Flow, row: Row, begin: int, money: Money, bodies: set[str]) -> int | None:
    """Return where the next row's name begins if ``money`` belongs to one, None if it is part of the row's goal."""
    found = name_start(flow, begin, money.start)
    if found is not None and money.start - found <= _LONGEST_NAME and found < money.start:
        if is_indented(flow, found):
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
    if money.start - begin > _LONGEST_NAME:
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
    apart = [flow.breaks[at] for at in flow.breaks_in(max(start, end - _LONGEST_NAME), end) if flow.gaps[at]]
    begin = apart[-1] if apart else skip_blanks(flow.text, start, end)
    if flow.break_at(begin) is None or end - begin > _LONGEST_NAME:
        return None
    words = flow.folded[begin:end]
    return begin if "。" not in words and words.strip() and is_body_name(words, bodies) else None


def is_total(name: str) -> bool:
    """Whether a row is the line 合计.

    >>> is_total("合 计"), is_total("合计划")
    (True, False)
    """
    return bool(_TOTAL.search(squeeze(fold(name))))


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
    endings = load("bodies.json")
    return _TRAILING_BRACKET.sub("", words).endswith(tuple(endings["endings"])) and not words.startswith(
        tuple(endings["works"])
    )


def split_name(name: str, bodies: set[str]) -> tuple[str, tuple[int, int] | None]:
    """Split a project's name from the spender in brackets behind it, where these name a body of the table.

    Returns the name and the spender's place in the text given, None where the brackets are part of the name.

    >>> split_name("档案数字化（2020年）（某中心）", {"某中心"})
    ('档案数字化（2020年）', (13, 16))
    """
    folded = fold(name)
    if not folded.endswith(")"):
        return name, None
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

    >>> from perfmodel.text import flow_of
    >>> is_in_indicator(flow_of("出指标；11-数量指标；次数；年度指标值:3次。"), 0, 30)
    True
    """
    behind = flow.break_at(skip_blanks(flow.text, start, end))
    if behind is not None and flow.gaps[behind]:
        return False
    stop = flow.folded.find("。", start, min(end, start + _REACH))
    return bool(_TRACE.search(flow.folded, start, min(end, start + _REACH) if stop < 0 else stop))


def lost_indicator(flow: Flow, goal: tuple[int, int], number: int | None) -> int | None:
    """Return where in a goal indicators begin that do not begin as they should; None where all of it is goal.

    ``number`` is the one before the first indicator behind the goal: where it is not 1, one before it was damaged.
    """
    start, end = goal
    trace = _TRACE.search(flow.folded, start, end)
    if trace is None and (number is None or number <= 1):
        return None
    limit = trace.start() if trace else end
    numbers = terminal("indicator", "NUMBER")
    numbered = gapped = sentence = None
    for at in flow.breaks_in(start, limit):
        offset = flow.breaks[at]
        if numbers.match(flow.folded, offset):
            numbered = offset
        if flow.gaps[at]:
            gapped = offset
    if trace is not None:
        # The sentence that the trace is in; all of it where there is but one.
        stop = flow.folded.rfind("。", start, limit)
        sentence = skip_blanks(flow.text, stop + 1 if stop >= 0 else start, limit)
    candidates = [offset for offset in (numbered, gapped) if offset is not None]
    return max(candidates) if candidates else sentence
