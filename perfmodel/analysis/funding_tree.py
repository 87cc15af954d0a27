"""The lines of money of a table as a tree: projects add up to their section, sections to 合计.

Only amounts that are certain count: what was not printed, or can be read in two ways, is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve, field, frozen

from perfmodel._internal.caches import lazy
from perfmodel.model.funding import AMOUNTS, FURTHER_SOURCES, Funding
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.characters import fold

__all__ = ["COLUMNS", "Line", "difference", "is_sane", "lines_of_project", "lines_of_table"]

# The columns of money: the total, and all sources.
COLUMNS = (*AMOUNTS, *FURTHER_SOURCES)
_PRINTED_AMOUNT = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_AMOUNT_IN_PROSE = re.compile(r"(?<![0-9.])[0-9][0-9,]*\.[0-9]{1,6}(?![0-9.%‰])")
# No table has more of either; sums of amounts within these bounds are exact to the last digit.
_MOST_DIGITS, _MOST_DECIMALS = 15, 8
_NO_AMOUNTS = (None,) * len(COLUMNS)
_PROJECT_STEP = re.compile(r"projects\[[0-9]+\]")


@frozen(eq=False, slots=False)  # so that what is worked out can be kept
class Line:
    """A line of money: the ``path`` of its funding, the ``name`` before it, and the lines ``below`` that it sums up.

    ``heading`` says that nothing but a name and money stands there, so that it may sum up the lines that follow;
    ``open`` that lines may be missing below it; ``doubtful`` that its digits can be read in two ways.

    >>> Line("funding", "会议费", Funding(Decimal(5), Decimal(3), None, Decimal(1))).gap
    Decimal('1')
    """

    path: str
    name: str
    funding: Funding
    below: tuple[Line, ...] = field(default=())
    heading: bool = False
    open: bool = False
    doubtful: bool = False

    @lazy
    def certain(self) -> bool:
        """Whether the amounts are certain."""
        return not self.doubtful and all(map(is_sane, (self.funding.total, *self.funding.sources)))

    @lazy
    def total(self) -> Decimal | None:
        """The total; None where it is not known for certain."""
        return self.funding.total if self.certain else None

    @lazy
    def sum_of_sources(self) -> Decimal | None:
        """The sum of all sources (财政拨款, 财政专户拨款, 其他资金, 中央补助 …), also where their columns are not known; None where none is given."""
        if not self.certain:
            return None
        given = [amount for amount in self.funding.sources if amount is not None] or self._amounts_without_column()
        return sum(given, Decimal(0)) if given else None

    def _amounts_without_column(self) -> list[Decimal]:
        """The amounts that were printed behind the total and whose columns are not known."""
        words = fold(self.funding.printed or "").split()
        if not all(_PRINTED_AMOUNT.fullmatch(word) for word in words):
            return []
        amounts = [Decimal(word.replace(",", "")) for word in words]
        fits = bool(amounts) and amounts[0] == self.funding.total and all(map(is_sane, amounts))
        return amounts[1:] if fits else []

    @lazy
    def gap(self) -> Decimal | None:
        """By how much the total is more than the sum of its sources; None where one of the two is not known."""
        total, sources = self.total, self.sum_of_sources
        return None if total is None or sources is None else total - sources

    @lazy
    def may_lack_a_source(self) -> bool:
        """Whether the total is more than its sources, and a column without an amount could hold the rest."""
        return self.gap is not None and self.gap > 0 and None in self.funding.amounts

    @lazy
    def columns(self) -> tuple[Decimal | None, ...]:
        """The amounts that are certain, by column of `COLUMNS`, None for others; an empty column of a line that adds up is 0.

        Of amounts whose columns were inferred only the total is certain.
        """
        if self.funding.inferred or not self.certain:
            return (self.total, *[None] * (len(COLUMNS) - 1))
        empty = Decimal(0) if self.gap == 0 else None
        return (self.total, *(empty if amount is None else amount for amount in self.funding.sources))

    def walk(self) -> Iterator[Line]:
        """Yield the line and all below it, from the top."""
        yield self
        for line in self.below:
            yield from line.walk()


def is_sane(amount: Decimal | None) -> bool:
    """Whether an amount is one that a table can have, so that sums with it are exact; None is.

    >>> is_sane(Decimal("418.58")), is_sane(Decimal("1E+99"))
    (True, False)
    """
    if amount is None:
        return True
    exponent = amount.as_tuple().exponent
    return amount.adjusted() < _MOST_DIGITS and isinstance(exponent, int) and exponent >= -_MOST_DECIMALS


def lines_of_project(project: Project, path: str = "", *, doubtful: bool = False) -> tuple[Line, ...]:
    """Return a project's lines of money: that of the year, and that of its whole life where the form has one.

    >>> [line.path for line in lines_of_project(Project("会议费"))]
    ['funding']
    """
    dot = f"{path}." if path else ""
    bare = not project.goal and not project.indicators
    year = Line(f"{dot}funding", project.name, project.funding, heading=bare, doubtful=doubtful)
    if project.whole_period_funding is None:
        return (year,)
    return year, Line(f"{dot}whole_period_funding", project.name, project.whole_period_funding)


def lines_of_table(table: TargetTable) -> tuple[Line, ...]:
    """Return the trees of a table's lines: 合计 with all below it, and the lines that nothing sums up.

    >>> from perfmodel.model.table import Section
    >>> table = TargetTable(total=Funding(Decimal(5)), sections=[Section("某局", Funding(Decimal(5)), [Project("会议费")])])
    >>> [line.path for line in lines_of_table(table)[0].walk()]
    ['total', 'sections[0].funding', 'projects[0].funding']
    """
    doubtful = {problem.path for problem in table.problems if problem.code == "R03"}
    missed = {
        match[0] for problem in table.problems if problem.code == "R16" and (match := _PROJECT_STEP.match(problem.path))
    }
    lost = any(_AMOUNT_IN_PROSE.search(fold(text)) for text in table.unread)
    tops: list[Line] = []
    apart: list[Line] = []
    number, unsure = 0, lost
    for at, section in enumerate(table.sections):
        lines: list[Line] = []
        missing = lost
        for project in section.projects:
            path = f"projects[{number}]"
            own, *whole = lines_of_project(project, path, doubtful=f"{path}.funding" in doubtful)
            lines.append(own)
            apart += whole
            missing = missing or path in missed or _may_hold_another_line(project)
            number += 1
        if (section.funding.total, *section.funding.sources) == _NO_AMOUNTS:
            # No line of its own: what stands below it is summed up by the next line above.
            tops += lines
            unsure = unsure or missing
        else:
            path = f"sections[{at}].funding"
            own_line = Line(path, section.name, section.funding, tuple(lines), not lines, missing, path in doubtful)
            tops.append(_nested_under_headings(own_line))
    if table.total is None:
        return (*tops, *apart)
    top = Line("total", "合计", table.total, tuple(tops), open=unsure, doubtful="total" in doubtful)
    return (_nested_under_headings(top), *apart)


def _may_hold_another_line(project: Project) -> bool:
    """Whether an indicator that was not understood may hold another project's line of money."""
    texts = [indicator.printed or "" for indicator in project.indicators if not indicator.understood]
    return any(_AMOUNT_IN_PROSE.search(fold(text)) for text in texts)


def _nested_under_headings(top: Line) -> Line:
    """Put the lines that follow a heading (a department's, or a project's before its parts) below it, where sums fit better."""
    groups: list[tuple[Line, list[Line]]] = []
    for line in top.below:
        if line.heading or not groups or not groups[-1][0].heading:
            groups.append((line, []))
        else:
            groups[-1][1].append(line)
    if len(groups) == len(top.below):
        return top
    nested = (evolve(line, below=(*line.below, *below)) if below else line for line, below in groups)
    other = evolve(top, below=tuple(nested))
    plain, better = _total_gap(top), _total_gap(other)
    return other if plain is not None and better is not None and better < plain else top


def _total_gap(top: Line) -> Decimal | None:
    """Return by how much the totals at the top and at its headings differ from their sums; None where one is not known."""
    whole = Decimal(0)
    for line in (top, *(line for line in top.below if line.heading and line.below)):
        gap = difference(line, 0)
        if gap is None:
            return None
        whole += abs(gap)
    return whole


def difference(line: Line, column: int) -> Decimal | None:
    """Return by how much an amount is more than the sum of those below it; None where one of them is not known."""
    amount = line.columns[column]
    if amount is None or line.open or not line.below:
        return None
    for part in line.below:
        found = part.columns[column]
        if found is None:
            return None
        amount -= found
    return amount
