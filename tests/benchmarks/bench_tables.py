"""Tables of 0.1, 1 and 10 MB: what a megabyte costs as tables grow, in time and in memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from perfmodel import parse_table
from tests.benchmarks import data
from tests.benchmarks.conftest import Against, Figures
from tests.benchmarks.forgetting import forget
from tests.benchmarks.script import read_indicators


@pytest.fixture(scope="module")
def texts(quick: bool) -> dict[str, str]:
    sizes = {"0.1": 20_000, "1": 50_000, "10": 200_000} if quick else {"0.1": 100_000, "1": 1_000_000, "10": 10_000_000}
    return {name: data.table(size) for name, size in sizes.items()}


# After as long no further round is begun, and a pass of memory, which is several times slower, takes a smaller table.
_SECONDS = 40.0


def _size(text: str) -> float:
    return len(text.encode()) / 1_000_000


def test_cost_of_a_megabyte(texts: dict[str, str], quick: bool, figures: Figures) -> None:
    """In turn: what disturbs one size disturbs the others too. Small ones more often, so that each has its best moment."""
    best = dict.fromkeys(texts, float("inf"))
    begun = time.perf_counter()
    for _round in range(1 if quick else 3):
        if time.perf_counter() - begun > _SECONDS:
            break
        for name, text in texts.items():
            for _again in range({"0.1": 5, "1": 2, "10": 1}[name]):
                forget()
                start = time.process_time()
                parse_table(text)
                best[name] = min(best[name], time.process_time() - start)
    each = {name: best[name] / _size(text) for name, text in texts.items()}
    figures["growth"] = {f"{name} MB": seconds for name, seconds in each.items()} | {"ratio": each["10"] / each["1"]}
    table = parse_table(texts["10"])
    count = sum(len(project.indicators) for project in table.projects)
    figures["growth"] |= {"indicators": count, "projects": len(table.projects), "a_second": count / best["10"]}


@pytest.mark.benchmark(group="tables")
def test_against_the_script(against: Against, texts: dict[str, str], figures: Figures) -> None:
    """The script sees only indicators, in a text that somebody has joined for it; we read all of the table."""
    text = texts["1"]
    joined = text.replace("\n", "")
    figures["script"] = against(lambda: parse_table(text), lambda: read_indicators(joined))


def test_memory(texts: dict[str, str], figures: Figures) -> None:
    """The peak while a table is read, its result included; the text itself was there before."""
    start = time.perf_counter()
    parse_table(texts["1"])
    name = "10" if 50 * (time.perf_counter() - start) < _SECONDS else "1"
    text = texts[name]
    forget()
    tracemalloc.start()
    table = parse_table(text)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    size = len(text.encode())
    figures["memory"] = {"peak": peak / size, "kept": kept / size, "size": size / 1_000_000}
    del table
