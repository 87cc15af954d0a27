"""``perfmodel parse``: read a table and write it as YAML, JSON or text."""

from __future__ import annotations

import argparse
from typing import Any

from perfmodel.cli.files import FileProblem, load, save, say, shown_name
from perfmodel.extras import MissingExtra
from perfmodel.formats.json import to_json
from perfmodel.formats.yaml import to_yaml
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.rendering.text import render, render_project, render_table
from perfmodel.spreadsheets.xlsx import xlsx_bytes
from perfmodel.text import visible

__all__ = ["add_to"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "parse",
        help="读取绩效目标表，写成 YAML、JSON、文本或电子表格 / read a table, write YAML, JSON, text or a spreadsheet",
        description="读取一份公开的绩效目标表（文本、YAML 或 JSON），结果写到标准输出，发现的问题写到标准错误。"
        " / Read a published table (text, YAML or JSON); the result goes to stdout, findings go to stderr.",
        epilog="退出码 / exit status: 0 全部读出 read whole; 1 有错误级别的发现 findings of severity error; "
        "2 无法读取或用法有误 nothing could be read, or wrong usage",
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="文件，- 为标准输入 / a file, - for stdin")
    parser.add_argument("-o", "--output", metavar="OUT", help="输出文件 / where to write (default: stdout)")
    parser.add_argument(
        "--to", choices=("yaml", "json", "text", "xlsx"), default="yaml", help="输出格式 / form of the output"
    )
    parser.add_argument("--keys", choices=("en", "zh"), default="en", help="键的语言 / language of the keys")
    parser.add_argument("--meanings", action="store_true", help="写出指标值的含义 / write what target values mean")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="消息的语言 / language of the messages")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    try:
        if options.to == "xlsx" and options.output is None:
            raise FileProblem(
                "--to xlsx needs -o OUT.xlsx" if options.lang == "en" else "--to xlsx 须以 -o OUT.xlsx 给出输出文件"
            )
        found = load(options.file, options.lang)
        try:
            written = _written(found, options)
        except (ValueError, MissingExtra) as error:
            zh, _, en = str(error).partition(" / ")
            raise FileProblem(
                f"{visible(options.file)}: {en or zh}" if options.lang == "en" else f"{visible(options.file)}：{zh}"
            ) from None
        save(options.output, written, options.lang)
    except FileProblem as failure:
        say(str(failure))
        return 2
    problems = found.problems if isinstance(found, TargetTable) else ()
    for problem in problems:
        say(_line(problem, found, options))
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _written(found: TargetTable | Project | Indicator, options: argparse.Namespace) -> str | bytes:
    if options.to == "xlsx":
        if isinstance(found, Indicator):
            raise ValueError(
                "电子表格里放的是表或项目，不是单个指标 / a spreadsheet takes a table or a project, not one indicator"
            )
        return xlsx_bytes(found)
    if options.to == "yaml":
        return to_yaml(found, options.keys, meanings=options.meanings)
    if options.to == "json":
        return to_json(found, options.keys, meanings=options.meanings) + "\n"
    if isinstance(found, TargetTable):
        return render_table(found)
    if isinstance(found, Project):
        return render_project(found)
    return render(found) + "\n"


def _line(problem: Finding, found: object, options: argparse.Namespace) -> str:
    """A finding as a line that editors can jump from; an error with the text it is about."""
    name = visible(shown_name(options.file))
    source = found.source if isinstance(found, TargetTable) else None
    about = f"{problem.code} {problem.severity} {problem.path}".rstrip()
    text = visible(f"{about}: {problem.text(options.lang)}")
    if source is None or problem.span is None:
        return f"{name}: {text}"
    where = source.position(problem.span.start)
    line = f"{name}:{where.line}:{where.column}: {text}"
    return f"{line}\n{source.excerpt(problem.span)}" if problem.severity == "error" else line
