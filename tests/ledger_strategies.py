"""Tables whose amounts add up, and one amount of them altered."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from perfmodel import Funding, Project, Section, TargetTable
from perfmodel.model.funding import AMOUNTS
from tests.examples import GOAL

Amounts = tuple[Decimal | None, ...]
# The columns that a table fills: the total alone, the total and the appropriation, all.
STYLES = ((), (1,), (1, 3), (1, 2, 3))


def _amounts() -> st.SearchStrategy[Decimal]:
    return st.one_of(st.decimals("0.01", 10**5, places=2), st.integers(0, 5000).map(Decimal))


@st.composite
def _line(draw: st.DrawFn, style: tuple[int, ...]) -> Amounts:
    sources = [draw(st.one_of(st.none(), _amounts())) if at in style else None for at in (1, 2, 3)]
    if style and sources == [None] * 3:
        sources[0] = draw(_amounts())
    given = [amount for amount in sources if amount is not None]
    return (sum(given, Decimal(0)) if given else draw(_amounts()), *sources)


def _sum(lines: list[Amounts]) -> Amounts:
    columns = zip(*lines, strict=True)
    given = [[amount for amount in column if amount is not None] for column in columns]
    return tuple(sum(column, Decimal(0)) if column else None for column in given)


@st.composite
def balanced(draw: st.DrawFn) -> TargetTable:
    """A table whose amounts add up: bodies with and without a line of their own, with and without 合计."""
    style = draw(st.sampled_from(STYLES))
    inferred = style == (1,) and draw(st.booleans())
    has_total = draw(st.booleans())

    def funding(amounts: Amounts) -> Funding:
        return Funding(**dict(zip(AMOUNTS, amounts, strict=True)), inferred=inferred)  # type: ignore[arg-type]

    sections, tops = [], []
    for at in range(draw(st.integers(1, 3))):
        lines = draw(st.lists(_line(style), min_size=1, max_size=4))
        projects = [Project(f"项目{number}", None, funding(amounts), GOAL) for number, amounts in enumerate(lines)]
        if at == 0 and has_total and draw(st.booleans()):
            sections.append(Section("", Funding(), projects))
            tops += lines
        else:
            sections.append(Section(f"某中心{at}", funding(_sum(lines)), projects))
            tops.append(_sum(lines))
    if has_total and draw(st.booleans()):
        # A body whose projects are not printed.
        tops.append(draw(_line(style)))
        sections.append(Section("某学校", funding(tops[-1])))
    return TargetTable("项目支出绩效目标表", "某局", "万元", funding(_sum(tops)) if has_total else None, sections)


def lines_of(table: TargetTable) -> dict[str, str]:
    """The paths of all lines of money, with the path of the line that sums each up; empty where none does."""
    found = {"total": ""} if table.total is not None else {}
    top, number = "total" if found else "", 0
    for at, section in enumerate(table.sections):
        own = top
        if section.funding.total is not None:
            own = f"sections[{at}].funding"
            found[own] = top
        for _project in section.projects:
            found[f"projects[{number}].funding"] = own
            number += 1
    return found


def with_line(table: TargetTable, path: str, funding: Funding) -> TargetTable:
    """The table with another line of money at a path."""
    if path == "total":
        return evolve(table, total=funding)
    sections, number = [], 0
    for at, section in enumerate(table.sections):
        projects = []
        for project in section.projects:
            mine = path == f"projects[{number}].funding"
            projects.append(evolve(project, funding=funding) if mine else project)
            number += 1
        own = funding if path == f"sections[{at}].funding" else section.funding
        sections.append(evolve(section, projects=projects, funding=own))
    return evolve(table, sections=sections)


@st.composite
def altered(draw: st.DrawFn, funding: Funding) -> Funding:
    """A line with one of its amounts altered, or the total and the appropriation by the same."""
    given = [name for name in AMOUNTS if getattr(funding, name) is not None]
    choices: list[tuple[str, ...]] = [(name,) for name in given]
    if funding.appropriation is not None:
        choices.append(("total", "appropriation"))
    names = draw(st.sampled_from(choices))
    if draw(st.booleans()) and (len(names) == 1 or funding.total == funding.appropriation):
        factor = draw(st.sampled_from([Decimal(10_000), Decimal("0.0001")]))
        by = getattr(funding, names[-1]) * (factor - 1)
    else:
        by = draw(st.decimals(-1000, 1000, places=2))
    return evolve(funding, **{name: getattr(funding, name) + by for name in names})
