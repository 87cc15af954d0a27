"""``perfmodel parse``: read a table and write it as YAML, JSON or text."""

from __future__ import annotations

import argparse

from perfmodel.cli.files import FileProblem, print_error, save
from perfmodel.cli.options import (
    add_force,
    add_include,
    add_jobs,
    add_language,
    add_memory,
    add_timeout,
    is_many,
    memory_bytes,
)
from perfmodel.cli.outputs import PARSE_ENDINGS, form_by_ending, form_is_parquet, refuse_output
from perfmodel.cli.page_numbers import add_parts, reading_of
from perfmodel.cli.parse_file import Parsed, Parser
from perfmodel.cli.screen import add_color, print_messages
from perfmodel.cli.time_limit import report_unlimited, time_limit

__all__ = ["add_to"]


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "读取公开的绩效目标表（PDF、Excel、Word、HTML、CSV、文本、YAML、JSON）；一个文件里有几张表时写成几个 YAML 文档。"
        "一份的结果写到标准输出，多份的写到 -o 目录，发现的问题写到标准错误。"
        " / Read published tables (PDF, Excel, Word, HTML, CSV, text, YAML, JSON); several tables of a file are a YAML stream; "
        "the result of one goes to stdout, of many to the folder -o, findings go to stderr."
    )
    parser.epilog = (
        "退出码：0 全部读出；1 有错误级别的发现；2 无法读取，或用法有误"
        " / exit status: 0 read whole; 1 findings of severity error; 2 nothing could be read, or wrong usage"
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="文件或目录，- 为标准输入（默认） / files or folders, - for stdin (default)",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="输出文件（默认：标准输出）；有多个文件时为目录 / where to write (default: stdout); a folder for many files",
    )
    add_include(parser)
    parser.add_argument(
        "--to",
        choices=tuple(PARSE_ENDINGS),
        help="输出格式；不写则按 -o 的扩展名，否则 yaml / form of the output (default: what the ending of -o says, or yaml)",
    )
    parser.add_argument(
        "--keys", choices=("en", "zh"), default="en", help="键的语言（默认：en） / language of the keys (default: en)"
    )
    parser.add_argument(
        "--layout",
        type=int,
        choices=(1, 2, 3),
        help=(
            "xlsx、docx 的版式：1 指标串，2 分栏，3 符号、数值、单位各成一栏"
            " / layout of xlsx and docx: 1 strings, 2 columns, 3 sign, value and unit in columns"
        ),
    )
    parser.add_argument("--meanings", action="store_true", help="写出指标值的含义 / write what target values mean")
    add_parts(parser)
    add_jobs(parser)
    add_timeout(parser)
    add_memory(parser)
    add_force(parser)
    add_color(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    paths = options.files or ["-"]
    try:
        if form_is_parquet(options.output, options.to, PARSE_ENDINGS, "--to", options):
            from perfmodel.cli.to_parquet import settings_for, write_parquet

            return write_parquet(options, settings_for("parse", options))
        if is_many(paths):
            from perfmodel.cli.parse_many import parse_many

            options.to = options.to or "yaml"
            return parse_many(paths, _parser(options), options)
        options.to = form_by_ending(options.output, options.to, PARSE_ENDINGS, "yaml", "--to", options.lang)
        refuse_output(options.output, paths, options.lang)
        form = options.to
        if form in ("xlsx", "docx") and options.output is None:
            raise FileProblem(
                f"--to {form} needs -o OUT.{form}"
                if options.lang == "en"
                else f"--to {form} 须以 -o OUT.{form} 给出输出文件"
            )
        parsed = _parsed(paths[0], options)
        if parsed.data is None:
            print_messages(parsed.messages, options.color)
            return parsed.counts.status()
        save(options.output, parsed.data, options.lang)
    except FileProblem as failure:
        print_error(str(failure))
        return 2
    print_messages(parsed.messages, options.color)
    return parsed.counts.status()


def _parsed(path: str, options: argparse.Namespace) -> Parsed:
    """Read one file: in a worker where its memory is limited, as nothing else gets Python out of the end of its memory."""
    parser, memory = _parser(options), memory_bytes(options)
    if memory is not None and path != "-":
        from perfmodel.cli.parse_many import parse_apart

        return parse_apart(path, parser, options)
    report_unlimited(options.timeout, memory, False, options.lang)
    with time_limit(options.timeout, path, options.lang, memory):
        return parser.parsed(path)


def _parser(options: argparse.Namespace) -> Parser:
    reading = reading_of(options)
    return Parser(options.to, options.keys, options.meanings, options.lang, options.layout, reading)
