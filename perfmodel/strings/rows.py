"""Rows of a table between two lists of indicators: names, money and goals.

The line of money is the anchor: what stands before it is the name (`row_names`), what stands behind it is the goal.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfmodel.source.flow import Flow, skip_blanks, strip
from perfmodel.strings.funding_lines import Money, Runs
from perfmodel.strings.row_names import PlaceInGoal, is_body_name, next_name

__all__ = ["Row", "rows_in"]

# One goal with more of them is no goal at all; all of them would be said again for each.
_MOST_DOUBTS = 20


class Row:
    """A row: stretches of the flow for name and goal, and its money (None where none was found).

    ``indented`` is whether its name is set in, ``guessed`` whether it has no money, so that its name is a guess,
    ``inferred`` whether where the name begins is one. ``indicators`` are where those that belong to it begin, and where
    the last ends; ``doubts`` money in the goal that stands as a row's does.
    """

    def __init__(
        self,
        name: tuple[int, int],
        money: Money | None,
        goal: tuple[int, int],
        indented: bool,
        guessed: bool = False,
        inferred: bool = False,
    ) -> None:
        self.name, self.money, self.goal = name, money, goal
        self.indented, self.guessed, self.inferred = indented, guessed, inferred
        self.indicators: Sequence[int] = ()
        self.doubts: tuple[Money, ...] = ()

    def has_goal(self, flow: Flow) -> bool:
        """Whether there is any text behind the money."""
        return skip_blanks(flow.text, *self.goal) < self.goal[1]


def rows_in(runs: Runs, start: int, end: int, bodies: set[str]) -> list[Row]:
    """Return the rows in a stretch that begins with a name; the last one's goal runs to its end."""
    flow = runs.flow
    rows: list[Row] = []
    begin = start
    for money in runs.within(start, end):
        name, inferred = begin, False
        if rows:
            row = rows[-1]
            amounts = len(row.money.tokens) if row.money is not None else 0
            row_name = flow.text[slice(*row.name)]
            found = next_name(PlaceInGoal(flow, begin, money, row_name, row.indented, amounts, bodies))
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
