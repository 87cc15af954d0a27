"""``perfmodel parse``: read a table and write it as YAML, JSON or text."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from perfmodel.checks.output.results import Counts, Failure
from perfmodel.cli.files import FileProblem, save, say, told
from perfmodel.cli.inputs import add_include, gather, is_many
from perfmodel.cli.many import add_jobs, in_order, workers_for
from perfmodel.cli.outputs import outputs_for
from perfmodel.cli.parsing import Parser
from perfmodel.cli.progress import progress
from perfmodel.cli.summing import summing_up
from perfmodel.extras import MissingExtra, require

__all__ = ["add_to"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "parse",
        help="读取绩效目标表，写成 YAML、JSON、文本或电子表格 / read a table, write YAML, JSON, text or a spreadsheet",
        description="读取公开的绩效目标表（文本、YAML 或 JSON）；一份的结果写到标准输出，多份的写到 -o 目录，发现的问题写到标准错误。"
        " / Read published tables (text, YAML or JSON); the result of one goes to stdout, of many to the folder -o, "
        "findings go to stderr.",
        epilog="退出码 / exit status: 0 全部读出 read whole; 1 有错误级别的发现 findings of severity error; "
        "2 无法读取或用法有误 nothing could be read, or wrong usage",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="文件或目录，- 为标准输入 / files or folders, - for stdin (default)"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="输出文件；有多个文件时为目录 / where to write (default: stdout); a folder for many files",
    )
    add_include(parser)
    parser.add_argument(
        "--to", choices=("yaml", "json", "text", "xlsx"), default="yaml", help="输出格式 / form of the output"
    )
    parser.add_argument("--keys", choices=("en", "zh"), default="en", help="键的语言 / language of the keys")
    parser.add_argument("--meanings", action="store_true", help="写出指标值的含义 / write what target values mean")
    add_jobs(parser)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="消息的语言 / language of the messages")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    paths = options.files or ["-"]
    parser = Parser(options.to, options.keys, options.meanings, options.lang)
    try:
        if is_many(paths):
            return _many(paths, parser, options)
        if options.to == "xlsx" and options.output is None:
            raise FileProblem(
                "--to xlsx needs -o OUT.xlsx" if options.lang == "en" else "--to xlsx 须以 -o OUT.xlsx 给出输出文件"
            )
        parsed = parser.parsed(paths[0])
        save(options.output, parsed.data or b"", options.lang)
    except FileProblem as failure:
        say(str(failure))
        return 2
    for line in parsed.said:
        say(line)
    return parsed.counts.status()


def _many(paths: Sequence[str], parser: Parser, options: argparse.Namespace) -> int:
    """Read many files, and write each to its place below the output folder."""
    _refuse(paths, options)
    inputs = gather(paths, options.include, options.lang, options.output)
    outputs = outputs_for(inputs, options.output, options.to, options.lang)
    jobs = workers_for(inputs, options.jobs)
    counts = Counts()
    with (
        summing_up(counts, len(inputs), True, options.lang),
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
            with bar.aside(bool(parsed.said)):
                for line in parsed.said:
                    say(line)
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
    with told(path, lang):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    save(path, data, lang)
