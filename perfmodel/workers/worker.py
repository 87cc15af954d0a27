"""The life of a worker process: it does the tasks that come through its pipe, and ends with the process that started it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import MutableSequence
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

from perfmodel.workers.events import Died, Event, Work, Yielded
from perfmodel.workers.limits import Limits
from perfmodel.workers.task import internal_error, run

__all__ = ["CLOCK", "ITEM", "MOST_DATA", "NO_ITEM", "OUT_OF_MEMORY", "serve"]

# What a worker writes into the memory that it shares with the pool: a number that changes at every beginning and end, the item, and
# how many bytes of data it may have meanwhile (0 for any number).
CLOCK, ITEM, MOST_DATA = 0, 1, 2
NO_ITEM = -1
# The exit code of a worker that has no memory left, even after its item.
OUT_OF_MEMORY = 71


def serve(
    pipe: Connection, board: MutableSequence[int], work: Work[Any, Any], timeout: float | None, memory: int | None
) -> None:
    """Do all tasks that come through a pipe, until its other side is gone.

    The events of a task go back without the task, which the other side has. ``board`` shows which item the work is at.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other side is interrupted, and ends us
    end_with_parent()
    limits = _ShownLimits(board, timeout, memory)
    try:
        pipe.send(None)
        while True:
            try:
                task = pipe.recv()
            except (EOFError, OSError):
                raise
            except Exception as error:  # it cannot be unpickled here
                pipe.send(Died(None, None, internal_error(error), "failed"))
                continue
            for event in run(work, task, limits):
                try:
                    message = ForkingPickler.dumps(_without_task(event))
                except Exception as error:  # a value cannot be pickled
                    pipe.send(Died(None, None, internal_error(error), "failed"))
                    break
                pipe.send_bytes(message)
    except (EOFError, OSError):
        return
    except MemoryError:  # while it handled one
        os._exit(OUT_OF_MEMORY)


def _without_task(event: Event) -> Event:
    if isinstance(event, Yielded):
        return Yielded(None, event.value)
    return event._replace(task=None)


class _ShownLimits(Limits):
    """Limits whose item the pool can see, without a message for each."""

    def __init__(self, board: MutableSequence[int], timeout: float | None, memory: int | None) -> None:
        super().__init__(timeout, memory)
        self._board = board

    def begin(self, item: int | None) -> Limits:
        super().begin(item)
        self._show(NO_ITEM if item is None else item)
        return self

    def end(self) -> None:
        super().end()
        self._show(NO_ITEM)

    def _show(self, item: int) -> None:
        self._board[ITEM] = item
        self._board[MOST_DATA] = self.most_data or 0
        self._board[CLOCK] += 1


def end_with_parent() -> None:
    """Let this process end within a second of the one that started it, whatever it does and however that ended."""
    parent = parent_process()
    if parent is None:
        return
    if not _killed_by(parent.sentinel):
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()
    elif wait([parent.sentinel], 0):  # it has gone already
        os._exit(1)


def _killed_by(pipe: int) -> bool:
    """Let the kernel kill this process when a pipe breaks, even while a C function computes; return whether it can (Linux)."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    except (ImportError, AttributeError, OSError):
        return False
    return True


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
