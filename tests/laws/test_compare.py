"""Comparing: nothing differs from itself, the way back mirrors the way there, and nothing is missed in silence."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import (
    Category,
    Change,
    Comparison,
    Funding,
    Indicator,
    Project,
    Section,
    Target,
    TargetTable,
    compare,
)
from perfmodel.comparison.normalise import exact, without_years
from tests import strategies, target_strategies
from tests.mutations import essence, mutated

anything = st.one_of(strategies.tables(), strategies.projects(), strategies.indicators())
pairs = st.one_of(
    st.tuples(strategies.tables(), strategies.tables()),
    st.tuples(strategies.projects(), strategies.projects()),
    st.tuples(strategies.indicators(), strategies.indicators()),
    strategies.tables().flatmap(lambda table: st.tuples(st.just(table), mutated(table))),
)
# Few names, so that many are the same or near.
crowded_names = st.sampled_from(
    "会议费 2023年会议费 2024年会议费 2023-2024年会议费 2024-2025年会议费 （2025年）会议费 会议经费 信息系统一期维护 信息系统二期维护"
    " 信息系统维护 信息系统的维护".split(" ")
)
crowded_indicators = st.builds(
    Indicator,
    st.sampled_from([None, Category.lookup("1")]),
    st.sampled_from([None, Category.lookup("11"), Category.lookup("12")]),
    st.sampled_from(["合格率", "验收合格率", "培训人次", "2024年培训人次", "2025年培训人次", ""]),
    st.none(),
    st.sampled_from(
        [None, *map(Target, ["≥90%", "90%或以上", "95%", "≥95%", "1万元", "10000元", "工5%", "2024年底前"])]
    ),
)
crowded_projects = st.builds(
    Project,
    crowded_names | st.just(""),
    st.sampled_from([None, "某中心", "某局"]),
    st.sampled_from([Funding(), Funding(Decimal(1)), Funding(Decimal(2), Decimal(2))]),
    st.sampled_from(["", "保障会议按时召开。", "保障信息系统全年稳定运行。"]),
    st.lists(crowded_indicators, max_size=4),
)
crowded = st.builds(
    TargetTable,
    st.sampled_from(["项目支出绩效目标表", "2024年项目支出绩效目标表", "2025年项目支出绩效目标表"]),
    currency_unit=st.sampled_from([None, "元", "万元"]),
    sections=st.lists(
        st.builds(
            Section,
            st.sampled_from(["", "某中心", "某局", "某区某局"]),
            projects=st.lists(crowded_projects, max_size=5),
        ),
        max_size=3,
    ),
    unread=st.lists(st.sampled_from(["乱码", "页脚"]), max_size=2),
)
many_pairs = pairs | st.tuples(crowded, crowded)


@given(anything | crowded)
def test_nothing_differs_from_itself(value: Any) -> None:
    found = compare(value, value)
    assert not found
    assert len(found) == 0
    assert found == Comparison()


@given(many_pairs)
def test_the_way_back_mirrors_the_way_there(pair: tuple[Any, Any]) -> None:
    there, back = compare(*pair), compare(*reversed(pair))
    assert there.mirrored() == back
    assert there.mirrored().mirrored() == there
    assert [change.message for change in there.mirrored()] == [change.message for change in back]


@given(many_pairs)
def test_it_says_something_of_everything(pair: tuple[Any, Any]) -> None:
    if essence(pair[0]) != essence(pair[1]):
        assert compare(*pair, as_result=False)


@given(anything.flatmap(lambda value: st.tuples(st.just(value), mutated(value))))
def test_a_single_change_is_seen(pair: tuple[Any, Any]) -> None:
    if essence(pair[0]) != essence(pair[1]):
        assert compare(*pair, as_result=False)
    else:
        assert not compare(*pair, as_result=False)


@given(many_pairs)
def test_what_is_found_is_immutable_and_can_be_written(pair: tuple[Any, Any]) -> None:
    found = compare(*pair)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(compare(*pair))
    assert sum(found.counts.values()) == len(found) == len(list(found))
    for lang in ("zh", "en"):
        assert (found.render(lang).count("\n") == 0) is not (bool(found) or bool(found.outcomes))
    for change in found:
        assert change in found
        assert change.message
        assert change.english
        assert not change.inferred or change.note
    assert found.to_plain()["counts"] == found.counts


@given(st.tuples(crowded, crowded) | st.tuples(strategies.tables(), strategies.tables()))
def test_every_project_is_accounted_for_once(pair: tuple[TargetTable, TargetTable]) -> None:
    found = compare(*pair)
    own: dict[str, list[str]] = {"old": [], "new": []}
    for change in found:
        if change.subject != "project":
            continue
        if change.kind == "ambiguous":
            own["old"] += change.candidates_old
            own["new"] += change.candidates_new
        else:
            own["new" if change.kind == "added" else "old"].append((change.path_new or "") + (change.path_old or ""))
    for paths in own.values():
        assert len(paths) == len(set(paths))
    # What is left on both sides is paired.
    assert len(pair[0].projects) - len(own["old"]) == len(pair[1].projects) - len(own["new"])


@given(strategies.tables(), st.integers(1, 9))
def test_years_in_names_do_not_count(table: TargetTable, by: int) -> None:
    def renamed(year: int) -> TargetTable:
        sections = [
            evolve(
                section,
                projects=[
                    Project(f"{year}年第{at}号{section.name}项目", None, project.funding, "", project.indicators)
                    for at, project in enumerate(section.projects)
                ],
            )
            for section in table.sections
        ]
        return evolve(table, sections=sections)

    assert not compare(renamed(2020), renamed(2020 + by))


@given(target_strategies.meanings, target_strategies.meanings)
def test_raised_is_what_implies_the_other(one: Any, other: Any) -> None:
    from perfmodel.values import write

    old, new = (Indicator(name="指标", annual=Target(write(meaning, "signs"))) for meaning in (one, other))
    assert old.annual is not None
    assert new.annual is not None
    for change in compare(old, new).of("raised", "lowered"):
        more, less = (new, old) if change.kind == "raised" else (old, new)
        assert more.annual is not None
        assert less.annual is not None
        assert change.inferred or more.annual.implies(less.annual)
        assert not less.annual.implies(more.annual) or change.inferred
    for change in compare(old, new).reworded:
        assert change.path_new == "annual"
        assert old.annual.implies(new.annual) or old.annual.meaning == new.annual.meaning


@given(st.text(max_size=30))
def test_folding_never_raises_and_is_stable(text: str) -> None:
    folded = without_years(text)
    assert exact(folded) == folded
    assert bool(folded) == bool(exact(text))


def test_a_change_is_a_change() -> None:
    assert Change("added", "project", path_new="projects[0]", new="会议费").mirrored().kind == "dropped"
