"""Workers: whatever a file does to its worker, it is named, and the rest goes on, each once."""

from __future__ import annotations

import ctypes
import itertools
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from perfmodel.reports.counts import Failure
from perfmodel.workers import pool as pool_module
from perfmodel.workers.events import Begin, Died, Done, Yielded
from perfmodel.workers.in_order import in_order
from perfmodel.workers.limits import Limits, OverLimit, unlimited
from perfmodel.workers.pool import WorkerPool
from perfmodel.workers.processes import CONTEXT, WorkerProcess

MEGABYTE = 1_000_000
ROOT = Path(__file__).parent.parent
LINUX = sys.platform.startswith("linux")
alarms = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarms here")
limited_memory = pytest.mark.skipif(not LINUX, reason="no limit of memory here")


def _recursion_in_c() -> None:
    sys.setrecursionlimit(10**9)
    nested: Any = None
    for _level in range(2 * 10**5):
        nested = (nested,)
    hash(nested)


def _kill(number: int) -> None:
    os.kill(os.getpid(), number)
    time.sleep(600)


def _loop() -> None:
    while True:
        pass


def _loop_in_except() -> None:
    while True:
        with suppress(BaseException):
            _loop()


def _starve() -> None:
    """Stay at the end of memory, as Python itself may where it has none left for an exception."""
    kept: list[bytes] = []
    while True:
        with suppress(MemoryError):
            while True:
                kept.append(bytes(1000))


HARM: dict[str, Callable[[], Any]] = {
    "loop": _loop,
    "loop that catches all": _loop_in_except,
    "loop in C": lambda: sum(itertools.repeat(0)),
    "pattern": lambda: re.match(r"(a*)*b", "a" * 60),
    "sleep": lambda: time.sleep(600),
    "read": lambda: os.read(os.pipe()[0], 1),
    "stopped": lambda: _kill(signal.SIGSTOP),
    "list": lambda: [list(range(10**5)) for _row in range(10**6)],
    "bytes": lambda: bytes(10**12),
    "malloc": lambda: [(ctypes.create_string_buffer(10**7)) for _row in range(10**6)],
    "starving": _starve,
    "exit": lambda: os._exit(3),
    "segmentation fault": lambda: ctypes.string_at(0),
    "killed": lambda: _kill(signal.SIGKILL),
    "recursion in C": _recursion_in_c,
    "error": lambda: 1 // 0,
    "no pickle": lambda: threading.Lock(),
    "sys.exit": lambda: sys.exit(5),
}
OUTCOMES = {
    "loop": "timeout",
    "loop that catches all": "timeout",
    "loop in C": "timeout",
    "pattern": "timeout",
    "sleep": "timeout",
    "read": "timeout",
    "stopped": "timeout",
    "list": "memory",
    "bytes": "memory",
    "malloc": "memory",
    "starving": "memory",
    "exit": "died",
    "segmentation fault": "died",
    "killed": "died",
    "recursion in C": "died",
    "error": "failed",
    "sys.exit": "failed",
}


def work(task: list[Any], begin: Begin) -> Generator[Any, None, None]:
    """Double numbers, and do what a text asks for; an item ends its task where it takes too much."""
    for item, one in enumerate(task):
        begin(item)
        yield HARM[one]() if isinstance(one, str) else one * 2


def careful(task: list[Any], begin: Begin) -> Generator[Any, None, None]:
    """As `work`, but go on after what takes too much."""
    for item, one in enumerate(task):
        try:
            with begin(item):
                result = HARM[one]() if isinstance(one, str) else one * 2
        except OverLimit as over:
            result = over.status
        yield result


def double(task: Any) -> Any:
    return HARM[task]() if isinstance(task, str) else task * 2


def events_of(tasks: list[list[Any]], work: Any = work, jobs: int = 2, **limits: Any) -> list[Any]:
    with WorkerPool(work, jobs, **limits) as pool:
        for task in tasks:
            pool.put(task)
        return list(pool.events())


LIMITS = {"timeout": 1, "memory": 100 * MEGABYTE}


def limits_for(harm: str) -> dict[str, Any]:
    """Short only for what is to end by its time: a busy machine takes long over anything."""
    return LIMITS if OUTCOMES[harm] == "timeout" else {**LIMITS, "timeout": 120}


HARMS = [
    pytest.param(name, marks=limited_memory) if OUTCOMES[name] == "memory" else name
    for name in OUTCOMES
    if sys.platform != "win32" or name not in ("stopped", "killed")
]


@pytest.mark.parametrize("harm", HARMS)
def test_a_file_that_harms_its_worker_is_named_and_the_rest_goes_on(harm: str) -> None:
    tasks: list[list[Any]] = [[1, 2], [3, harm, 4], [5], [6, 7]]
    events = events_of(tasks, **limits_for(harm))
    ends = [event for event in events if not isinstance(event, Yielded)]
    assert sorted(event.value for event in events if isinstance(event, Yielded)) == [2, 4, 6, 10, 12, 14]
    assert sorted(tasks.index(event.task) for event in ends) == [0, 1, 2, 3], "each ends once"
    (died,) = (event for event in ends if isinstance(event, Died))
    assert (died.task, died.item, died.status) == (tasks[1], 1, OUTCOMES[harm])
    assert died.failure.zh
    assert died.failure.en


@pytest.mark.parametrize("harm", HARMS)
def test_results_in_order_lack_only_the_harmful(harm: str) -> None:
    tasks = [1, 2, harm, *range(3, 40), harm, 40]
    found = list(in_order(double, tasks, 2, **limits_for(harm)))
    assert [one for one in found if not isinstance(one, Failure)] == [number * 2 for number in tasks if number != harm]
    assert [at for at, one in enumerate(found) if isinstance(one, Failure)] == [2, 40]


@alarms
@limited_memory
def test_work_may_go_on_after_what_takes_too_much() -> None:
    events = events_of([[1, "loop", 2, "bytes", 3, "sleep", "list", 4]], careful, jobs=1, **LIMITS)
    values = [event.value for event in events if isinstance(event, Yielded)]
    assert values == [2, "timeout", 4, "memory", 6, "timeout", "memory", 8]
    assert isinstance(events[-1], Done)


def test_a_value_without_a_pickle_fails() -> None:
    died = [event for event in events_of([["no pickle"], [1]]) if isinstance(event, Died)]
    assert [(event.task, event.status) for event in died] == [(["no pickle"], "failed")]
    died = [event for event in events_of([[threading.Lock()], [1]]) if isinstance(event, Died)]
    assert [event.status for event in died] == ["failed"]


def test_a_worker_that_is_killed_from_outside(tmp_path: Path) -> None:
    with WorkerPool(work, 2, timeout=60) as pool:
        pool.put(["sleep"])
        for number in range(20):
            pool.put([number])
        found = []
        for event in pool.events():
            found.append(event)
            if len(found) == 40:
                (worker,) = (worker for worker in pool._workers if worker.tasks)
                os.kill(worker.process.pid or 0, getattr(signal, "SIGKILL", signal.SIGTERM))
    assert sum(isinstance(event, Done) for event in found) == 20
    (died,) = (event for event in found if isinstance(event, Died))
    assert (died.task, died.item, died.status) == (["sleep"], 0, "died")


def test_tasks_may_be_put_meanwhile() -> None:
    with WorkerPool(work, 2) as pool:
        pool.put([0])
        values = []
        for event in pool.events():
            if isinstance(event, Yielded):
                values.append(event.value)
                if event.value < 2**6:
                    pool.put([event.value + 1])
        pool.put([100])
        values += [event.value for event in pool.events() if isinstance(event, Yielded)]
    assert values == [0, 2, 6, 14, 30, 62, 126, 200]


def test_between_items_nobody_is_to_blame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_SECONDS_BETWEEN_ITEMS", 0.5)
    ended = [event for event in events_of([[1], ["exit"], ["sleep"]], between, timeout=0.5) if isinstance(event, Died)]
    assert sorted((event.task[0], event.item, event.status) for event in ended) == [
        ("exit", None, "died"),
        ("sleep", None, "timeout"),
    ]


def between(task: list[Any], begin: Begin) -> Generator[Any, None, None]:
    with begin(0):
        pass
    yield double(task[0])


class DeadOnArrival:
    """A task at which its worker ends before it begins."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __reduce__(self) -> Any:
        return (os._exit, (4,)) if self.at == 5 else (DeadOnArrival, (self.at,))


def number_of(task: DeadOnArrival) -> int:
    return task.at


def test_a_task_that_kills_before_it_begins_fails_alone() -> None:
    found = list(in_order(number_of, [DeadOnArrival(at) for at in range(12)], 2))
    assert [one for one in found if not isinstance(one, Failure)] == [at for at in range(12) if at != 5]
    assert isinstance(found[5], Failure)


@pytest.mark.parametrize(
    "error", [BlockingIOError(11, "no processes"), OSError(12, "no memory"), AssertionError("daemon")]
)
def test_where_no_process_can_be_started_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(CONTEXT.Process, "start", refuse)
    events = events_of([[1, "error", 2], [3]])
    assert [event.value for event in events if isinstance(event, Yielded)] == [2, 6]
    assert [event.item for event in events if isinstance(event, Died)] == [1]


def test_where_only_some_can_be_started_these_do_all(monkeypatch: pytest.MonkeyPatch) -> None:
    real, starts = CONTEXT.Process.start, []

    def start(process: Any) -> None:
        starts.append(process)
        if len(starts) > 1:
            raise BlockingIOError(11, "no processes")
        real(process)

    monkeypatch.setattr(CONTEXT.Process, "start", start)
    events = events_of([[number] for number in range(10)])
    assert sorted(event.value for event in events if isinstance(event, Yielded)) == list(range(0, 20, 2))


@alarms
def test_limits_hold_in_this_process_and_leave_it_as_it_was() -> None:
    before = signal.getsignal(signal.SIGALRM)
    events = events_of([[1, "loop", 2], [3]], jobs=0, timeout=0.2)
    assert [(event.item, event.status) for event in events if isinstance(event, Died)] == [(1, "timeout")]
    assert events_of([["sleep"]], careful, jobs=0, timeout=0.2)[0].value == "timeout"
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    (only,) = in_order(double, ["sleep"], 2, timeout=0.2)
    assert isinstance(only, Failure)


@limited_memory
def test_the_limit_of_memory_is_over_what_is_in_use() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    in_use = bytes(200 * MEGABYTE)
    limits = Limits(memory=100 * MEGABYTE)
    with limits.begin(0):
        assert len(bytes(50 * MEGABYTE)) + len(in_use) == 250 * MEGABYTE
    with pytest.raises(OverLimit, match="needs more than 100 MB"), limits.begin(1):
        bytes(150 * MEGABYTE)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
    assert len(bytes(150 * MEGABYTE)) == 150 * MEGABYTE


@pytest.mark.parametrize(
    ("system", "alone", "count"), [("win32", True, 2), ("win32", False, 1), ("darwin", True, 1), ("linux", True, 0)]
)
def test_a_limit_that_cannot_be_held_is_said(
    monkeypatch: pytest.MonkeyPatch, system: str, alone: bool, count: int
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    warnings = unlimited(5, MEGABYTE, workers=not alone)
    assert len(warnings) == count
    assert all("--" in warning.zh and "no effect" in warning.en for warning in warnings)
    assert unlimited(None, None, workers=False) == []


_PARENT = """\
import os, sys
from perfmodel.workers.pool import WorkerPool
from tests.test_workers import tell
with WorkerPool(tell, 2) as pool:
    for task in sys.argv[1:]:
        pool.put(task)
    for event in pool.events():
        print(event.value, flush=True)
"""


def tell(task: str, begin: Begin) -> Generator[int, None, None]:
    begin(0)
    yield os.getpid()
    HARM[task]()


@pytest.mark.skipif(not LINUX, reason="kill, /proc")
@pytest.mark.parametrize("harm", ["loop", "loop in C", "sleep", "stopped"])
def test_workers_end_with_a_parent_that_is_killed(harm: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, harm, "sleep"], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _worker in range(2)]
    finally:
        parent.kill()
        parent.communicate()
    for _try in range(600):
        if not any(is_alive(worker) for worker in workers):
            break
        time.sleep(0.05)
    assert [worker for worker in workers if is_alive(worker)] == []


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("harm", ["loop in C", "stopped"])
def test_an_interrupt_ends_all_at_once(harm: str) -> None:
    code = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{_PARENT}"
    parent = subprocess.Popen(
        [sys.executable, "-c", code, harm, harm],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _worker in range(2)]
        os.killpg(parent.pid, signal.SIGINT)
        _out, err = parent.communicate(timeout=60)
    finally:
        parent.kill()
        parent.communicate()
    assert err.decode().count("Traceback") == 1, "that of the parent, which does not catch it here"
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


@limited_memory
def test_with_a_limit_one_job_is_done_apart_where_it_may_be() -> None:
    tasks = [1, "loop in C", 2, "exit", 3]
    found = list(in_order(double, tasks, 1, timeout=1, apart=True))
    assert [one for one in found if not isinstance(one, Failure)] == [2, 4, 6]
    assert list(in_order(process_of, [1, 2], 1, timeout=1)) == [os.getpid()] * 2, "not where only this process can"
    assert list(in_order(process_of, [1, 2], 1, apart=True)) == [os.getpid()] * 2, "nor where nothing is limited"


def process_of(_task: int) -> int:
    return os.getpid()


def test_closing_ends_the_workers() -> None:
    with closing(in_order(double, [1, *["sleep"] * 9], 2)) as found:
        assert next(found) == 2
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("come_to", [0, 1, 2])
def test_what_is_taken_back_is_no_task_of_the_worker_any_longer(come_to: int) -> None:
    """However many of its tasks a worker has come to: what comes of the others belongs to the right one."""
    worker: WorkerProcess = WorkerProcess.__new__(WorkerProcess)
    worker.tasks, worker._inbox = deque(), SimpleQueue()
    tasks = [["first"], ["second"]]
    for task in tasks:
        worker.give(task)
    for _task in range(come_to):
        worker._inbox.get_nowait()
    taken = worker.take_back()
    assert taken == tuple(tasks[come_to : come_to + 1])
    assert list(worker.tasks) == [task for task in tasks if task not in taken]
