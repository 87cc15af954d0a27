"""Names of rows: what is one, and where the name before a line of money begins.

What is known of a place is evidence, never proof, since a PDF leaves line ends, indents and blank lines anywhere. So the
evidence is tried in the order of its strength, and the first that says something decides: `NEXT_ROW_EVIDENCE` for money
in a goal, `BEHIND_INDICATOR_EVIDENCE` for money behind an indicator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from perfmodel._internal.caches import lazy
from perfmodel.data import load
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.flow import Flow, skip_blanks, strip
from perfmodel.strings.amounts import Money

__all__ = [
    "BEHIND_INDICATOR_EVIDENCE",
    "NEXT_ROW_EVIDENCE",
    "Evidence",
    "PlaceBehindIndicator",
    "PlaceInGoal",
    "bracketed_bodies",
    "is_body_name",
    "is_subtotal",
    "is_total",
    "name_behind_indicator",
    "next_name",
    "repeated_bodies",
    "split_name",
]

# A longer name is none.
LONGEST_NAME = 160
# How far before a line of money its name may begin, with what stands between; keeps the work in proportion.
_NAME_REACH = 2000
_TOTALS = ("合计", "总计", "小计")
_BRACKET_BEFORE_MONEY = re.compile(r"\(([^()]{1,60}(?:\([^()]{1,30}\)[^()]{0,20})?)\)\s{0,9}[0-9]")
_BRACKET_AT_END = re.compile(r"\([^()]{1,30}\)$")
# What evidence says where it speaks against a name: the money is in prose.
NO_NAME = -1


def is_total(name: str) -> bool:
    """Whether a row is the line 合计.

    >>> is_total("合 计"), is_total("合计划")
    (True, False)
    """
    # Nearly no name ends in this character.
    return name.rstrip().endswith("计") and squeeze(fold(name)).endswith(_TOTALS)


def is_subtotal(name: str) -> bool:
    """Whether a row is a line 小计.

    >>> is_subtotal("某局小计"), is_subtotal("合计")
    (True, False)
    """
    return squeeze(name).endswith("小计")


def bracketed_bodies(flow: Flow) -> set[str]:
    """Return what stands in brackets before a line of money anywhere: spenders, among them the table's bodies."""
    return {squeeze(match[1]) for match in _BRACKET_BEFORE_MONEY.finditer(flow.folded)}


def repeated_bodies(flow: Flow) -> set[str]:
    """Return the names that end as bodies' do and stand in brackets before several lines of money: spenders.

    >>> from perfmodel.source.flow import flow_of
    >>> repeated_bodies(flow_of("会议费（某市某中心） 18.00 培训费（某市某中心） 9.00 年检（车辆） 2.00 维修（车辆） 3.00"))
    {'某市某中心'}
    """
    found = Counter(squeeze(match[1]) for match in _BRACKET_BEFORE_MONEY.finditer(flow.folded))
    return {name for name, times in found.items() if times > 1 and is_body_name(name, set())}


def is_body_name(name: str, bodies: set[str]) -> bool:
    """Whether a name is a body's: one that the table names elsewhere, or one that ends as bodies' names do.

    >>> [is_body_name(name, set()) for name in ("某市疾病预防控制中心", "某市教育局（本级）", "会议费")]
    [True, True, False]
    """
    words = squeeze(fold(name))
    if words in bodies:
        return True
    endings, works = _words_of_bodies()
    return _BRACKET_AT_END.sub("", words).endswith(endings) and not words.startswith(works)


@cache
def _words_of_bodies() -> tuple[tuple[str, ...], tuple[str, ...]]:
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


def name_start(flow: Flow, start: int, end: int) -> int | None:
    """Return where the name before a line of money begins, in a stretch that begins with other text.

    Text before a name ends in ``。``, or else the name is set in; None where neither is so.
    """
    start = max(start, end - _NAME_REACH)
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


def body_line(flow: Flow, start: int, end: int, bodies: set[str]) -> int | None:
    """Return where the line of a spending body begins, if that is what stands before a line of money."""
    apart = flow.last_apart(max(start, end - LONGEST_NAME), end)
    begin = skip_blanks(flow.text, start, end) if apart is None else apart
    if flow.break_at(begin) is None or end - begin > LONGEST_NAME:
        return None
    words = flow.folded[begin:end]
    return begin if "。" not in words and words.strip() and is_body_name(words, bodies) else None


class PlaceInGoal:
    """A line of money in the goal of ``row``, which begins at ``begin``: it may be that of the next row.

    ``row_name`` is the row's name, ``row_is_indented`` whether that is set in, ``row_amounts`` how many amounts it has (0
    for none); ``bodies`` are the names of bodies that the table names.
    """

    def __init__(
        self,
        flow: Flow,
        begin: int,
        money: Money,
        row_name: str,
        row_is_indented: bool,
        row_amounts: int,
        bodies: set[str],
    ) -> None:
        self.flow, self.begin, self.money, self.bodies = flow, begin, money, bodies
        self.row_name, self.row_is_indented, self.row_amounts = row_name, row_is_indented, row_amounts

    @lazy
    def sentence(self) -> int | None:
        """Where a name would begin behind a sentence's 。 or at an indent, if one short enough would."""
        found = name_start(self.flow, self.begin, self.money.start)
        return found if found is not None and 0 < self.money.start - found <= LONGEST_NAME else None

    @lazy
    def sentence_is_line(self) -> bool:
        """Whether that is where a line begins."""
        found = self.sentence
        return found is not None and found > self.begin and self.flow.break_at(found) is not None

    @lazy
    def sentence_is_body(self) -> bool:
        """Whether what stands there is the name of a body."""
        return self.sentence is not None and is_body_name(self.flow.text[self.sentence : self.money.start], self.bodies)

    @lazy
    def row_is_project(self) -> bool:
        """Whether the row is neither the line 合计 nor that of a body; these have no goal."""
        return not is_total(self.row_name) and not is_body_name(self.row_name, self.bodies)


class Evidence(NamedTuple):
    """What tells where a name begins: an offset, `NO_NAME` where it speaks against one, None where it says nothing.

    ``inferred`` is whether the place is a guess, to be reported as one.
    """

    reason: str
    place: Callable[..., int | None]
    inferred: bool = False


def _body_behind_sentence(here: PlaceInGoal) -> int | None:
    return here.sentence if here.sentence_is_body and here.money.alone and here.sentence_is_line else None


def _line_that_is_not_set_in(here: PlaceInGoal) -> int | None:
    return NO_NAME if here.sentence is not None and here.row_is_indented and not here.sentence_is_body else None


def _line_with_amounts_of_a_row(here: PlaceInGoal) -> int | None:
    alike = here.money.alone and len(here.money.tokens) == here.row_amounts
    return here.sentence if here.sentence_is_line and (here.money.certain or alike) else None


def _prose(here: PlaceInGoal) -> int | None:
    before = here.flow.folded[here.begin : here.money.start]
    is_prose = len(before) > LONGEST_NAME or "。" in before or not before.strip() or here.row_is_indented
    return NO_NAME if is_prose else None


def _behind_blank_line(here: PlaceInGoal) -> int | None:
    return _last_gap(here.flow, here.begin, here.money.start) if here.money.certain and here.row_is_project else None


NEXT_ROW_EVIDENCE = (
    Evidence(
        "the text before the money is set in, as names are",
        lambda here: here.sentence if here.sentence is not None and here.flow.is_set_in(here.sentence) else None,
    ),
    Evidence("behind a 。 the name of a body has a line of its own", _body_behind_sentence),
    Evidence("names are set in, so that a line that is not can only be a body's", _line_that_is_not_set_in),
    Evidence(
        "behind a 。 a line has amounts that add up, or as many as the row before has", _line_with_amounts_of_a_row
    ),
    Evidence(
        "the line before the money is the name of a body",
        lambda here: body_line(here.flow, here.begin, here.money.start, here.bodies),
    ),
    Evidence("there is a sentence before the money, or more text than a name has", _prose),
    Evidence("a blank line stands in the text before amounts that add up", _behind_blank_line),
    Evidence(
        "the amounts add up, or the row before can have no goal",
        lambda here: here.begin if here.money.certain or not here.row_is_project else None,
    ),
)


def next_name(here: PlaceInGoal) -> int | None:
    """Return where the name of the next row begins; None if the money is part of the goal."""
    for evidence in NEXT_ROW_EVIDENCE:
        place = evidence.place(here)
        if place is not None:
            return None if place == NO_NAME else place
    return None


class PlaceBehindIndicator(NamedTuple):
    """A line of money behind the start of an indicator at ``start``; ``sure`` is whether the amounts can be nothing else."""

    flow: Flow
    start: int
    money: Money
    sure: bool
    bodies: set[str]


def _body_behind_indicator(here: PlaceBehindIndicator) -> int | None:
    end = here.money.start
    if not here.money.alone:
        return None
    part = here.flow.folded.rfind(";", max(here.start, end - LONGEST_NAME - 1), end) + 1
    return body_line(here.flow, max(part, here.start + 1), end, here.bodies)


def _blank_line_behind_indicator(here: PlaceBehindIndicator) -> int | None:
    return here.flow.first_apart(here.start, here.money.start) if here.money.alone and here.sure else None


def _line_behind_indicator(here: PlaceBehindIndicator) -> int | None:
    inner = here.flow.breaks_in(here.start, here.money.start)
    return here.flow.breaks[inner[-1]] if inner and here.money.alone and here.sure else None


BEHIND_INDICATOR_EVIDENCE = (
    Evidence(
        "the indicator ends with its 。, or the text before the money is set in",
        lambda here: name_start(here.flow, here.start, here.money.start),
    ),
    Evidence("the line before the money is the name of a body", _body_behind_indicator, inferred=True),
    Evidence("a blank line stands behind an indicator that lost its end", _blank_line_behind_indicator, inferred=True),
    Evidence("a line begins before amounts that can be nothing else", _line_behind_indicator, inferred=True),
)


def name_behind_indicator(here: PlaceBehindIndicator) -> tuple[int, bool] | None:
    """Return where the name before a line of money begins, and whether that is inferred; None if the money has none."""
    for evidence in BEHIND_INDICATOR_EVIDENCE:
        place = evidence.place(here)
        if place is not None:
            return place, evidence.inferred
    return None
