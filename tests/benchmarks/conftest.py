"""What the benchmarks share. ``python -m tests.benchmarks`` runs them; pytest alone does not collect them."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pytest

from perfmodel import Document, read_document
from tests.benchmarks.forgetting import forget

T = TypeVar("T")
Figures = dict[str, Any]
Against = Callable[..., Figures]

# A measurement takes as many rounds as fit in this, but never fewer or more than so many.
_SECONDS, _FEWEST, _MOST = 12.0, 3, 30


@pytest.fixture(scope="session")
def quick() -> bool:
    """Whether to measure little: to see that it works, not for figures."""
    return bool(os.environ.get("PERFMODEL_BENCH_QUICK"))


@pytest.fixture(scope="session")
def figures() -> Iterator[Figures]:
    """What was measured, by name; written to the file that ``PERFMODEL_BENCH_FIGURES`` names."""
    found: Figures = {}
    yield found
    if path := os.environ.get("PERFMODEL_BENCH_FIGURES"):
        Path(path).write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


@pytest.fixture
def against(benchmark: Any, quick: bool) -> Against:
    """Measure two things in turn, a round of one right before a round of the other; the least of each counts.

    ``ready`` makes what ``ours`` is called with anew before each of its rounds. Before each round of either everything
    is forgotten, unless they are ``known``: then it is before the first round only. Times are the processor's, which others on the machine disturb less. They come back with ``faster``:
    how many times as fast ``ours`` is.
    """

    def measure(
        ours: Callable[..., object],
        theirs: Callable[[], object],
        ready: Callable[[], tuple[Any, ...]] = tuple,
        known: bool = False,
    ) -> Figures:
        mine: list[float] = []
        other: list[float] = []

        def timed(times: list[float], work: Callable[..., object], *given: Any) -> None:
            start = time.process_time()
            work(*given)
            times.append(time.process_time() - start)

        def clear() -> None:
            if known:
                gc.collect()
            else:
                forget()

        def one_of_theirs() -> tuple[tuple[Any, ...], dict[str, Any]]:
            clear()
            timed(other, theirs)
            given = ready()
            clear()
            return (mine, ours, *given), {}

        forget()
        given, _nothing = one_of_theirs()
        timed(*given)
        one = mine[0] + other[0]
        rounds = 2 if quick else max(_FEWEST, min(_MOST, int(_SECONDS / one)))
        benchmark.pedantic(timed, setup=one_of_theirs, rounds=rounds, iterations=1)
        benchmark.extra_info["theirs"] = min(other)
        return {"ours": min(mine), "theirs": min(other), "faster": min(other) / min(mine), "rounds": rounds}

    return measure


def rows_of_grids(document: Document) -> list[int]:
    """How many rows each grid has: what a file is read to cells for."""
    return [grid.rows for grid in document.grids]


def indicators_of_projects(document: Document) -> list[int]:
    """How many indicators each project has: what a file is read to the model for."""
    return [len(project.indicators) for project in document.projects]


def against_pdfplumber(data: bytes, pages: int, what: Callable[[Document], T]) -> tuple[T, Figures]:
    """Read ``what`` of a PDF with a table on each page, then its tables with pdfplumber: one run of each, processor seconds."""
    pdfplumber = pytest.importorskip("pdfplumber")
    start = time.process_time()
    found = what(read_document(BytesIO(data)))
    ours = time.process_time() - start
    start = time.process_time()
    with pdfplumber.open(BytesIO(data)) as opened:
        tables = 0
        for page in opened.pages:
            tables += len(page.extract_tables())
            page.close()
    theirs = time.process_time() - start
    assert tables == pages
    return found, {"pages": pages, "ours": ours, "theirs": theirs, "times": ours / theirs, "a_second": pages / ours}
