"""The command ``perfmodel``, and ``python -m perfmodel``: what must be there before anything else is imported.

An interrupt (Ctrl-C) ends a run with 130, and never with a traceback. While modules are imported there is nothing to undo,
and the process simply ends; while a command runs, an interrupt is an exception, which undoes what is half done; once it is
over, nothing is left to interrupt.
"""

from __future__ import annotations

# `signal` makes enumerations of it first, and an interrupt meanwhile would show as a traceback.
import _signal as signal  # type: ignore[import-not-found]
import os
import sys

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all that stands here
if TYPE_CHECKING:
    from typing import Any

__all__ = ["main"]

_INTERRUPTED = 130
_SOON = 0.01


def main() -> int:
    """Run the command line; return its exit status."""
    # Where interrupts are ignored (nohup, a job in the background), or are somebody else's, that stays.
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        from perfmodel.cli import main as run

        return run()
    signal.signal(signal.SIGINT, _end)
    from perfmodel.cli import main as run

    sys.unraisablehook = _interrupt_again
    try:
        try:
            return run(ready=_ready)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _end(_number: int, _frame: object) -> None:
    os._exit(_INTERRUPTED)


def _ready() -> None:
    """From here on an interrupt is an exception."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt_again(unraisable: Any) -> None:
    """An interrupt in a place from which no exception comes out would be lost: it comes again, a moment later."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    import _thread
    import time

    def soon() -> None:
        time.sleep(_SOON)
        signal.raise_signal(signal.SIGINT)

    _thread.start_new_thread(soon, ())


if __name__ == "__main__":
    raise SystemExit(main())
