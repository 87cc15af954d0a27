"""The line on stderr about a run over many files, and about one that was stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from perfmodel.cli.files import print_error
from perfmodel.cli.signals import clean_stop
from perfmodel.reports.counts import Counts

__all__ = ["run_line", "run_summary"]


@contextmanager
def run_summary(counts: Counts, total: int, many: bool, lang: str) -> Iterator[None]:
    """Report on stderr how a run over ``many`` files ended: with all of them, or stopped before that.

    >>> with run_summary(Counts(), total=1, many=False, lang="en"):
    ...     pass
    """
    start = time.monotonic()
    try:
        with clean_stop():
            yield
    except KeyboardInterrupt:
        if many:
            print_error(_stopped(counts.files, total, lang))
        raise
    if many:
        print_error(run_line(counts, time.monotonic() - start, lang))


def run_line(counts: Counts, seconds: float, lang: str) -> str:
    """Return the line about a run: files, findings, seconds.

    >>> print(run_line(Counts(files=3, failures=1, with_errors=1, codes={"S02": 2}, severities={"error": 2}), 0.25, "en"))
    3 files: 2 read (1 with errors), 1 failed; 2 findings; 0.2 s.
    >>> print(run_line(Counts(files=1), 61, "zh"))
    1 个文件：读出 1 个，未能处理 0 个；发现 0 处；61.0 秒。
    """
    done, bad = counts.files - counts.failures, counts.with_errors
    if lang == "en":
        with_errors = f" ({bad} with errors)" if bad else ""
        return (
            f"{counts.files} file{'s' * (counts.files != 1)}: {done} read{with_errors}, {counts.failures} failed; "
            f"{counts.findings} finding{'s' * (counts.findings != 1)}; {seconds:.1f} s."
        )
    with_errors = f"（{bad} 个有错误）" if bad else ""
    return (
        f"{counts.files} 个文件：读出 {done} 个{with_errors}，未能处理 {counts.failures} 个；"
        f"发现 {counts.findings} 处；{seconds:.1f} 秒。"
    )


def _stopped(done: int, total: int, lang: str) -> str:
    return (
        f"stopped: {done} of {total} files processed" if lang == "en" else f"已中断：{total} 个文件，处理了 {done} 个"
    )
