"""What is remembered is bounded, forgotten when asked, the same for all threads, and no part of a value."""

from __future__ import annotations

import functools
import gc
import importlib
import inspect
import pickle
import pkgutil
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import perfmodel
from perfmodel import Target, parse_indicators, parse_table
from perfmodel._internal import caches
from perfmodel._internal.caches import Memory, remembered
from tests.benchmarks.data import fresh_values, lines
from tests.benchmarks.data import table as table_text

# What `functools.cache` may remember by a text, with the most answers that there can be: these texts are names of the
# package's own (levels, groups of words, grammars, profiles, currency units) or paths of installed fonts.
KEYED_BY_OUR_OWN = {
    "analysis.category_pair._pair": 500,
    "checks.profiles.profile_of": 20,
    "cli.argparse_words._pattern": 30,
    "comparison.identities._power": 6,
    "data.load": 100,
    "display.fonts._characters": 1000,
    "display.html.minified": 3,
    "frames.columns.columns_of": 3,
    "grammars.": 100,
    "vocabulary.groups.": 500,
}
# What else may be asked of a cache without a limit: classes of the model, their fields, and yes or no.
FEW = ("type", "Field", "bool")


def function_caches() -> dict[str, Any]:
    """All `functools` caches of functions in the package, also those that another function keeps to itself."""
    for module in pkgutil.walk_packages(perfmodel.__path__, "perfmodel."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = (item for item in gc.get_objects() if isinstance(item, functools._lru_cache_wrapper))
    named = {f"{item.__module__}.{item.__qualname__}": item for item in found}
    return {name.removeprefix("perfmodel."): item for name, item in named.items() if name.startswith("perfmodel.")}


def test_what_users_gave_is_remembered_in_stores_alone() -> None:
    found = function_caches()
    assert len(found) > 30
    assert [name for name, item in found.items() if item.cache_parameters()["maxsize"] is not None] == []
    asked = {name: list(inspect.signature(item).parameters.values()) for name, item in found.items()}
    by_text = {name for name, parameters in asked.items() if parameters and parameters[0].annotation not in FEW}
    assert [name for name in by_text if not name.startswith(tuple(KEYED_BY_OUR_OWN))] == []
    assert [name for name in KEYED_BY_OUR_OWN if not any(one.startswith(name) for one in by_text)] == []


def test_no_more_is_remembered_of_our_own_than_there_is() -> None:
    found = function_caches()
    for seed in range(3):
        table = parse_table(table_text(9_000, seed=seed))
        assert perfmodel.validate(table, select="ALL")
        assert perfmodel.compare(table, parse_table(table_text(9_000, seed=seed + 10)))
        assert perfmodel.from_yaml(perfmodel.to_yaml(table)) == table
        assert table.to_records(level="target")
    sizes = {name: item.cache_info().currsize for name, item in found.items()}
    limits = {name: limit for name in sizes for begin, limit in KEYED_BY_OUR_OWN.items() if name.startswith(begin)}
    assert {name: size for name, size in sizes.items() if size > limits.get(name, 100)} == {}
    assert sizes["vocabulary.groups.listed"] > 10


def test_all_that_was_read_and_checked_is_forgotten() -> None:
    caches.forget()
    perfmodel.validate(parse_table(table_text(9_000)), select="ALL")
    assert sum(size.held > 0 for size in caches.sizes()) > 15
    caches.forget()
    assert {size.held for size in caches.sizes()} == {0}


def test_functions_of_several_arguments_are_remembered() -> None:
    asked: list[str] = []

    @remembered(2)
    def repeat(text: str, times: int = 2) -> str:
        asked.append(text)
        return text * times

    assert [repeat("a", 3), repeat("a", 3), repeat("a", times=3), repeat("a"), repeat("a")] == ["aaa"] * 3 + ["aa"] * 2
    assert asked == ["a"] * 3
    assert repeat("b" * 201) == repeat("b" * 201)
    assert len(asked) == 5


def test_stores_stay_as_small_as_they_are_said_to_be() -> None:
    caches.forget()
    assert {size.held for size in caches.sizes()} == {0}
    names = [chr(0x4E00 + at % 20_000) + chr(0x4E00 + at // 20_000) for at in range(20_000)]
    text = "\n".join(
        f"{at % 999 + 1}、1-{name}指标；11-{name}指标；名；实施周期指标值:{at}次；年度指标值:{at}人{name}。"
        for at, name in enumerate(names)
    )
    for indicator in parse_indicators(text):
        assert indicator.annual is not None
        assert indicator.annual.meaning is not None
    assert max(size.held for size in caches.sizes()) > 1000
    assert all(size.held <= size.limit for size in caches.sizes())


def test_long_texts_are_not_kept() -> None:
    caches.forget()
    assert Target("90%").understood  # the grammar is there from now on
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for at in range(60):
        name = f"{at}" + "名" * 5_000
        text = f"1、1-产出指标；11-数量指标；{name}；实施周期指标值:{name}；年度指标值:{name}。"
        (indicator,) = parse_indicators(text)
        assert indicator.annual is not None
        assert not indicator.annual.understood
    kept = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert kept < 200_000


def test_what_is_remembered_is_given_to_all_who_ask() -> None:
    asked: list[str] = []
    memory: Memory[str, str] = Memory(lambda text: asked.append(text) or text.upper(), 4)  # type: ignore[func-returns-value]
    assert [memory[text] for text in "abab"] == ["A", "B", "A", "B"]
    assert asked == ["a", "b"]


def test_threads_read_what_one_thread_reads() -> None:
    text, values = "\n".join(lines(400)), fresh_values(1500)
    expected = parse_indicators(text), [perfmodel.parse_target(value).meaning for value in values]

    def work(seed: int) -> bool:
        if seed % 3 == 0:
            caches.forget()
        return (parse_indicators(text), [perfmodel.parse_target(value).meaning for value in values]) == expected

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(16)))


def test_what_was_understood_is_no_part_of_a_target() -> None:
    fresh, asked = Target("不少于95%"), Target("不少于95%")
    assert asked.meaning == asked.meaning
    assert asked == fresh
    assert hash(asked) == hash(fresh)
    assert pickle.dumps(asked) == pickle.dumps(fresh)
    assert repr(asked) == repr(fresh)
