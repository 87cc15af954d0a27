"""What is remembered is bounded, the same for all threads, and no part of a value."""

from __future__ import annotations

import pickle
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import perfmodel
from perfmodel import Target, parse_indicators
from perfmodel._internal import caches
from perfmodel._internal.caches import Memory, Store
from tests.benchmarks.data import fresh_values, lines


def sizes() -> list[tuple[int, int]]:
    return [(len(store), store.size) for store in caches._stores if isinstance(store, Store)]


def test_stores_stay_as_small_as_they_are_said_to_be() -> None:
    caches.forget()
    assert [held for held, _ in sizes() if held] == []
    names = [chr(0x4E00 + at % 20_000) + chr(0x4E00 + at // 20_000) for at in range(20_000)]
    text = "\n".join(
        f"{at % 999 + 1}、1-{name}指标；11-{name}指标；名；实施周期指标值:{at}次；年度指标值:{at}人{name}。"
        for at, name in enumerate(names)
    )
    for indicator in parse_indicators(text):
        assert indicator.annual is not None
        assert indicator.annual.meaning is not None
    assert max(held for held, _ in sizes()) > 1000
    assert all(held <= size for held, size in sizes())


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
    memory: Memory[str] = Memory(lambda text: asked.append(text) or text.upper(), 4)  # type: ignore[func-returns-value]
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
