"""The page about speed says what was measured; nothing is measured here."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from io import BytesIO

from perfmodel import compare, parse_table, read_document
from tests.benchmarks.data import fresh_values, lines
from tests.benchmarks.goals import FILE, GOALS, GROUPS, figure_of, load
from tests.benchmarks.many_files import YEARS, mixed_files, table_of
from tests.benchmarks.pages import pages
from tests.benchmarks.script import read_indicators


def test_pages_are_current() -> None:
    """`python -m tests.benchmarks --pages` writes them anew."""
    for name, text in pages(load()).items():
        assert FILE.with_name(name).read_text(encoding="utf-8") == text, name


def test_every_goal_has_a_figure() -> None:
    figures = load()
    assert set(figures) == set(GROUPS)
    for goal in GOALS:
        assert figure_of(figures, goal) is not None, goal.key
        assert (goal.least is None) != (goal.most is None)


def test_pages_do_without_a_part() -> None:
    """What could not be measured has no part of its own, and is not reached."""
    found = pages({})
    assert found["speed.md"].count("**no**") == found["speed.zh.md"].count("**否**") == len(GOALS)
    for name in ("speed.svg", "speed.zh.svg"):
        ET.fromstring(found[name])
    some = {group: part for group, part in load().items() if group != "peers"}
    assert "quantulum3" not in pages(some)["speed.md"]


def test_the_data_is_what_it_says() -> None:
    values = fresh_values(1_000)
    assert len(set(values)) == 1_000
    assert len(read_indicators("".join(lines(1_000)))) == 1_000


def test_many_files_are_tables_of_two_years() -> None:
    files = list(mixed_files(200))
    assert files[:50] == list(mixed_files(50))
    assert len({file.name for file in files}) == 200
    shares = Counter(file.name.rpartition(".")[2] for file in files)
    assert 140 <= shares["txt"] <= 180
    assert 15 <= shares["xlsx"] <= 45
    assert 3 <= shares["pdf"] <= 20
    tables = [
        parse_table(file.data.decode()) if file.name.endswith("txt") else read_document(BytesIO(file.data)).tables[0]
        for file in files
    ]
    counts = [sum(len(project.indicators) for project in table.projects) for table in tables]
    assert 7 <= sum(counts) / len(counts) <= 10
    kinds: Counter[str] = Counter()
    for first, second in zip(files[::2], files[1::2], strict=True):
        assert [str(YEARS[0]), str(YEARS[1])] == [first.name[:4], second.name[:4]]
        assert first.name[4:].rpartition(".")[0] == second.name[4:].rpartition(".")[0]
    for number in range(0, 200, 2):
        kinds.update(compare(table_of(number), table_of(number + 1)).counts)
    assert kinds["raised"] > kinds["lowered"] > 20
    assert not kinds["added"] + kinds["dropped"]
