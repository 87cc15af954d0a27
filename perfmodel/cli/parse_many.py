"""``perfmodel parse`` for many files: each is written to its place below a folder."""

from __future__ import annotations

import argparse
import os
from collections.abc import Generator, Sequence
from contextlib import closing

from perfmodel._internal.paths import identity_of
from perfmodel.cli.arguments import wrong_usage
from perfmodel.cli.files import FileProblem, file_message, file_problems, save
from perfmodel.cli.inputs import gather
from perfmodel.cli.options import memory_bytes
from perfmodel.cli.outputs import link_below, outputs_for, require_library
from perfmodel.cli.parse_file import Parsed, Parser
from perfmodel.cli.progress import progress
from perfmodel.cli.screen import print_messages
from perfmodel.cli.signals import signals_held
from perfmodel.cli.summary import run_summary
from perfmodel.cli.time_limit import report_unlimited
from perfmodel.formats.files import LINK_REFUSED
from perfmodel.reports.counts import Counts, Failure
from perfmodel.workers.in_order import are_plain, in_order, workers_for

__all__ = ["Folder", "parse_apart", "parse_many"]


def parse_many(paths: Sequence[str], parser: Parser, options: argparse.Namespace) -> int:
    """Read many files, and write each to its place below the output folder; return the exit status."""
    _refuse(paths, options)
    inputs = gather(paths, options.include, options.lang, options.output)
    outputs = outputs_for(inputs, options.output, options.to, options.lang)
    jobs = workers_for(inputs, options.jobs)
    report_unlimited(options.timeout, memory_bytes(options), len(inputs) > 1 and are_plain(inputs), options.lang)
    folder = Folder(options.output, options.lang)
    counts = Counts()
    results: Generator[Parsed | Failure, None, None] = in_order(
        parser, inputs, jobs, options.timeout, memory_bytes(options), apart=are_plain(inputs)
    )
    with (
        run_summary(counts, len(inputs), True, options.lang),
        progress(len(inputs)) as bar,
        closing(results) as all_parsed,
    ):
        for file, output, parsed in zip(inputs, outputs, all_parsed, strict=True):
            with (
                signals_held()
            ):  # until what is written is counted: whoever interrupts the run is told how much was done
                if isinstance(parsed, Failure):
                    parsed = parser.failed(file, parsed)
                elif parsed.data is not None:
                    try:
                        folder.write(output, parsed.data)
                    except FileProblem as problem:
                        parsed = parser.problem(problem)
                counts.add(parsed.counts)
            with bar.hidden(bool(parsed.messages)):
                print_messages(parsed.messages, options.color)
            bar.advance()
    return counts.status()


def parse_apart(path: str, parser: Parser, options: argparse.Namespace) -> Parsed:
    """Read one file in a worker process; without data where that fails."""
    inputs = gather([path], None, options.lang)
    memory, apart = memory_bytes(options), are_plain(inputs)
    report_unlimited(options.timeout, memory, apart, options.lang)
    [found] = in_order(parser, inputs, 1, options.timeout, memory, apart=apart)
    return parser.failed(inputs[0], found) if isinstance(found, Failure) else found


def _refuse(paths: Sequence[str], options: argparse.Namespace) -> None:
    """Refuse what cannot be done for many files, before any is read."""
    zh = en = ""
    if "-" in paths:
        zh, en = "标准输入不能与其他文件一起读取", "stdin cannot be read along with other files"
    elif options.output in (None, "-"):
        zh = "多个文件或目录须以 -o OUTDIR 给出输出目录：标准输出不能容纳多个文件"
        en = "several files or a folder need an output folder, -o OUTDIR: stdout cannot hold several files"
    if zh:
        raise FileProblem(f"perfmodel: {wrong_usage(zh, en, options.lang)}")
    require_library(options.to, options.lang)


class Folder:
    """The folder for the output: nothing leaves it through a link, and no file is written twice."""

    def __init__(self, path: str, lang: str) -> None:
        self.path = path
        self.lang = lang
        self._written: set[tuple[int, int] | None] = set()

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the folder; raises `FileProblem` where that fails."""
        with file_problems(path, self.lang):
            os.makedirs(os.path.dirname(path), exist_ok=True)
        link = link_below(self.path, path)
        if link is not None:
            raise FileProblem(file_message(link, *LINK_REFUSED, self.lang))
        if os.path.exists(path) and not os.path.isdir(path):
            if not os.path.isfile(path):
                zh, en = (
                    "不是普通文件（而是管道、设备等），未写入",
                    "not a regular file (but a pipe, a device or the like), not written",
                )
                raise FileProblem(file_message(path, zh, en, self.lang))
            if identity_of(path) in self._written:  # where the case of letters makes no other name
                zh, en = (
                    "本次已写过此文件（文件名可能只差大小写）",
                    "already written in this run (perhaps under a name that only differs in case)",
                )
                raise FileProblem(file_message(path, zh, en, self.lang))
        save(path, data, self.lang, alone=False)
        self._written.add(identity_of(path))
