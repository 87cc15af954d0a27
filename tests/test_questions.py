"""The answers on the page of questions are those of a plain computation over the same tables, without any dataset."""

from __future__ import annotations

import ast
import re
import statistics
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from perfmodel import Category, Indicator, Project, TargetTable, compare, parse_table, read_document
from perfmodel.frames.datasets import folded_name
from tests.benchmarks.many_files import YEARS, mixed_files

PAGES = Path(__file__).parent.parent / "docs" / "how-to"
FILES = 480
YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
OFFICE = re.compile("[区县](.+)$")
LANGUAGES = pytest.mark.parametrize("page", ["questions.md", "questions.zh.md"])


@frozen(eq=False)
class Row:
    """A project of a table, with what the views of the page add to it."""

    table: TargetTable
    project: Project
    body: str | None
    year: int | None
    yuan: float | None


@cache
def tables() -> list[tuple[TargetTable, ...]]:
    return [
        (parse_table(file.data.decode()),) if file.name.endswith(".txt") else read_document(BytesIO(file.data)).tables
        for file in mixed_files(FILES)
    ]


@cache
def rows() -> list[Row]:
    found = []
    for table in (table for of_file in tables() for table in of_file):
        printed = re.search("20[0-9][0-9]", table.title or "")
        year = table.year or (int(printed[0]) if printed else None)
        for section in table.sections:
            for project in section.projects:
                body = project.spender or section.name or table.unit or None
                total, unit = project.funding.total, YUAN.get(table.currency_unit or "")
                yuan = None if total is None or unit is None else float(total * unit)
                found.append(Row(table, project, body, year, yuan))
    return found


def pairs(year: int | None = None) -> list[tuple[Row, Indicator]]:
    return [(row, one) for row in rows() if year in (None, row.year) for one in row.project.indicators]


def number_of(indicator: Indicator) -> tuple[Decimal | None, str | None]:
    meaning: Any = None if indicator.annual is None else indicator.annual.meaning
    return getattr(meaning, "number", None), getattr(meaning, "unit", None)


def answer(page: str, question: int) -> list[tuple[Any, ...]]:
    """The rows that are printed on a page below its heading number ``question``."""
    part = (PAGES / page).read_text(encoding="utf-8").split("\n## ")[question + 1]
    return [ast.literal_eval(line) for line in part.splitlines() if line.startswith("(")]


def most(counts: dict[Any, Any], count: int | None = None) -> list[tuple[Any, Any]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:count]


@LANGUAGES
def test_what_everybody_sets_at_100_percent(page: str) -> None:
    bodies, others = defaultdict(set), set()
    for row, one in pairs(2025):
        number, unit = number_of(one)
        if unit == "%":
            name = folded_name(one.name or "")
            bodies[name].add(row.body)
            if number != 100:
                others.add(name)
    counts = {name: len(of) for name, of in bodies.items() if len(of) >= 10 and name not in others}
    assert most(counts, 5) == answer(page, 1)


@LANGUAGES
def test_who_lowered_targets(page: str) -> None:
    """As the library's own comparison of both tables finds them."""
    lowered: Counter[str] = Counter()
    both = tables()
    for first, second in zip(both[::2], both[1::2], strict=True):
        body = rows_body(second[0])
        lowered[body] += len({change.where_new for change in compare(first[0], second[0]).lowered})
    assert most(lowered, 5) == [(body, count) for body, _targets, count in answer(page, 2)]


def rows_body(table: TargetTable) -> str:
    return next(row.body or "" for row in rows() if row.table is table)


@LANGUAGES
def test_what_a_training_place_costs(page: str) -> None:
    costs = defaultdict(list)
    for row, one in pairs(2025):
        number, unit = number_of(one)
        if folded_name(one.name or "") == "培训人次" and unit == "人次" and number and row.yuan is not None:
            costs[row.project.name].append(row.yuan / float(number))
    found = answer(page, 3)
    assert [(name, len(costs[name])) for name, *_rest in found] == [row[:2] for row in found]
    assert sum(map(len, costs.values())) == sum(row[1] for row in found)
    for name, _count, *quartiles in found:
        plain = statistics.quantiles(costs[name], n=4, method="inclusive")
        assert quartiles == pytest.approx(plain, abs=0.51)


@LANGUAGES
def test_who_sets_words(page: str) -> None:
    words: dict[str, list[bool]] = defaultdict(list)
    for row, one in pairs():
        office = OFFICE.search(row.body or "")
        if one.annual is not None and office:
            words[office[1]].append(one.annual.meaning.kind == "qualitative")
    shares = {office: round(100 * sum(of) / len(of), 1) for office, of in words.items()}
    assert [(office, len(words[office]), share) for office, share in most(shares, 5)] == answer(page, 5)


@LANGUAGES
def test_which_goals_were_copied(page: str) -> None:
    goals = defaultdict(set)
    for row in rows():
        if row.year == YEARS[1] and row.project.goal:
            goals[row.project.goal].add(row.body)
    assert most({goal: len(of) for goal, of in goals.items() if len(of) >= 10}, 3) == answer(page, 6)


@LANGUAGES
def test_how_much_money_is_behind_a_category(page: str) -> None:
    money: dict[str, float] = defaultdict(float)
    of_year = [row for row in rows() if row.year == 2025]
    for row in of_year:
        levels = {one.level2.name for one in row.project.indicators if isinstance(one.level2, Category)}
        for level in levels:
            money[level] += row.yuan or 0
    whole = sum(row.yuan or 0 for row in of_year)
    assert most({level: round(100 * of / whole, 1) for level, of in money.items()}) == answer(page, 7)
