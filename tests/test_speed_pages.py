"""The page about speed says what was measured; nothing is measured here."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tests.benchmarks.data import fresh_values, lines
from tests.benchmarks.goals import FILE, GOALS, GROUPS, figure_of, load
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
