"""Which way is better, by the name: a table of cases, held to what rules and comparison say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from perfmodel.vocabulary import groups
from perfmodel.vocabulary.direction import better, is_higher_better, is_lower_better, names_a_change
from perfmodel.vocabulary.undesired import better_in_category

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "directions.yaml").read_text(encoding="utf-8")
)
NAMES = [(name, way) for way in ("lower", "higher", "none") for row in CASES[way] for name in row]
COUNTS = [(name, way) for way in ("lower", "higher", "none") for name in CASES["counts"][way]]


@pytest.mark.parametrize(("name", "way"), NAMES)
def test_the_name_says_which_way_is_better(name: str, way: str) -> None:
    assert better(name) == (None if way == "none" else way)
    assert (is_lower_better(name), is_higher_better(name)) == (way == "lower", way == "higher")


@pytest.mark.parametrize(("name", "way"), COUNTS)
def test_more_of_what_is_produced_is_more(name: str, way: str) -> None:
    assert better(name, counts_output=True) == (None if way == "none" else way)


def test_each_name_stands_once() -> None:
    names = [name for name, _way in NAMES]
    assert len(names) == len(set(names)) >= 150


@pytest.mark.parametrize("way", ["lower", "higher"])
def test_listed_endings_have_their_direction(way: str) -> None:
    for word in groups.listed(f"{way}_is_better")[0]:
        assert better(word) == way, word


def test_what_stands_around_a_name_changes_nothing() -> None:
    for name in ("系统故障次数", "验收合格率", "培训人次"):
        assert better(f"{name}（次）") == better(f" {name} ") == better(f"{name}指标") == better(name)


def test_joined_names_agree_or_say_nothing() -> None:
    assert better("受理率与办结率") == "higher"
    assert better("差错率和投诉率") == "lower"
    assert better("合格率、差错率") is None
    assert better("公众参与率") == "higher"


def test_a_change_is_known() -> None:
    assert names_a_change("事故起数下降率")
    assert not names_a_change("下降率合格率")


@pytest.mark.parametrize("name", [name for row in CASES["outside_of_quantities"]["lower"] for name in row])
def test_outside_of_the_quantities_a_trouble_is_not_work(name: str) -> None:
    assert better_in_category(name, "social_benefit") == better_in_category(name, "quality") == "lower"
    assert better_in_category(name, "quantity") is better_in_category(name, None) is None


@pytest.mark.parametrize("name", [name for row in CASES["outside_of_quantities"]["other"] for name in row])
def test_what_is_done_about_a_trouble_is_good_everywhere(name: str) -> None:
    assert better_in_category(name, "social_benefit") != "lower"


def test_what_is_counted_in_incidents_should_not_happen() -> None:
    assert better_in_category("高空坠物", "social_benefit", "起") == "lower"
    assert better_in_category("高空坠物", "social_benefit", "个") is None
    assert better_in_category("高空坠物处置", "social_benefit", "起") is None


def test_listed_troubles_and_achievements_have_their_direction() -> None:
    for word in groups.listed("troubles")[0]:
        assert any(better_in_category(word + measure, "quality") == "lower" for measure in ("率", "数", "次数")), word
    for word in groups.listed("achievements")[0]:
        assert better(f"{word}率") == "higher", word
