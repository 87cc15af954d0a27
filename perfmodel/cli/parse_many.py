"""``perfmodel parse`` for many files: each is written to its place below a folder."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from contextlib import closing

from perfmodel._internal.optional import MissingExtra, require
from perfmodel.cli.files import FileProblem, file_problems, print_error, save
from perfmodel.cli.inputs import gather
from perfmodel.cli.outputs import outputs_for
from perfmodel.cli.parallel import in_order, workers_for
from perfmodel.cli.parse_file import Parser
from perfmodel.cli.progress import progress
from perfmodel.cli.summary import run_summary
from perfmodel.reports.counts import Counts, Failure

__all__ = ["parse_many"]


def parse_many(paths: Sequence[str], parser: Parser, options: argparse.Namespace) -> int:
    """Read many files, and write each to its place below the output folder; return the exit status."""
    _refuse(paths, options)
    inputs = gather(paths, options.include, options.lang, options.output)
    outputs = outputs_for(inputs, options.output, options.to, options.lang)
    jobs = workers_for(inputs, options.jobs)
    counts = Counts()
    with (
        run_summary(counts, len(inputs), True, options.lang),
        progress(len(inputs)) as bar,
        closing(in_order(parser, inputs, jobs)) as all_parsed,
    ):
        for file, output, parsed in zip(inputs, outputs, all_parsed, strict=True):
            if isinstance(parsed, Failure):
                parsed = parser.failed(file, parsed)
            elif parsed.data is not None:
                try:
                    _write(output, parsed.data, options.lang)
                except FileProblem as problem:
                    parsed = parser.problem(problem)
            with bar.hidden(bool(parsed.messages)):
                for line in parsed.messages:
                    print_error(line)
            counts.add(parsed.counts)
            bar.advance()
    return counts.status()


def _refuse(paths: Sequence[str], options: argparse.Namespace) -> None:
    """Refuse what cannot be done for many files, before any is read."""
    zh = en = ""
    if "-" in paths:
        zh, en = "标准输入不能与其他文件一起读取", "stdin is to be the only file"
    elif options.output in (None, "-"):
        zh = "多个文件或目录须以 -o OUTDIR 给出输出目录：标准输出放不下几个文件"
        en = "several files or a folder need -o OUTDIR, a folder for the output: stdout cannot hold several files"
    if zh:
        raise FileProblem(f"perfmodel: 用法有误 / wrong usage: {en if options.lang == 'en' else zh}")
    if options.to == "xlsx":
        try:
            require("xlsxwriter", "xlsx")
        except MissingExtra as error:
            zh, _, en = str(error).partition(" / ")
            raise FileProblem(f"perfmodel: {en if options.lang == 'en' else zh}") from None


def _write(path: str, data: bytes, lang: str) -> None:
    with file_problems(path, lang):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    save(path, data, lang)
