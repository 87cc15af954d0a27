"""The command line: ``perfmodel check …``, ``perfmodel parse …``, ``perfmodel diff …``. Nobody sees a traceback here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from perfmodel._version import __version__
from perfmodel.cli.garbage import collector_seldom

__all__ = ["main", "parser"]

UNREADABLE = 2

# What there is, each in a module of its own, which is imported only when it is asked for.
_COMMAND_HELP = {
    "check": "检查绩效目标表 / check tables",
    "parse": "读取绩效目标表，写成 YAML、JSON、文本或电子表格 / read a table, write YAML, JSON, text or a spreadsheet",
    "cells": "看文件里的单元格 / see the cells in a file",
    "target": "解释指标值 / explain target values",
    "diff": "两年对照 / two years side by side",
    "form": "写出要填的自评表、监控表 / write the form that is to be filled in",
    "results": "一年的计划与结果 / the plans and results of a year",
    "explain": "解释一条规则 / explain a rule",
    "rules": "列出所有规则 / list all rules",
    "schema": "输出文件格式的 JSON Schema，供编辑器用 / print the JSON Schema of the files, for editors",
}


class _Parser(argparse.ArgumentParser):
    def __init__(self, **given: Any) -> None:
        # Of any width while it is made: to ask the terminal for its own takes importing what packs and moves files.
        super().__init__(formatter_class=lambda prog: argparse.HelpFormatter(prog, width=80), **given)

    def format_usage(self) -> str:
        self.formatter_class = argparse.HelpFormatter
        return super().format_usage()

    def format_help(self) -> str:
        self.formatter_class = argparse.HelpFormatter
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        from perfmodel.cli.files import print_error
        from perfmodel.source.excerpt import visible

        self.print_usage(sys.stderr)
        print_error(f"{self.prog}: 用法有误 / wrong usage: {visible(message)}")
        self.exit(UNREADABLE)


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return what reads the command line: all commands with their options, or the options of ``only`` one of them."""
    whole = _Parser(
        prog="perfmodel",
        description="读取、建模、检查项目支出绩效目标表 / read, model and check performance-target tables",
    )
    whole.add_argument("--version", action="version", version=f"perfmodel {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name, about in _COMMAND_HELP.items():
        command = commands.add_parser(name, help=about)
        if only in (None, name):
            import_module(f"{__name__}.{name}").add_to(command)
    return whole


def main(arguments: Sequence[str] | None = None, ready: Callable[[], None] | None = None) -> int:
    """Run a command; return its exit status: 0 done, 1 done with findings of severity error (or differences), 2 not.

    130 is an interruption. ``ready`` is called when the command is known and about to run.

    >>> main(["parse", "no-such-file"])
    2
    """
    with collector_seldom():
        try:
            return _run(sys.argv[1:] if arguments is None else arguments, ready)
        except KeyboardInterrupt as stop:
            return getattr(stop, "status", 130)  # where it was a signal


def _run(arguments: Sequence[str], ready: Callable[[], None] | None) -> int:
    try:
        # No option that stands before a command has a value, so the first word that is a command's name is the command.
        options = parser(next((word for word in arguments if word in _COMMAND_HELP), "")).parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else UNREADABLE
    try:
        if ready is not None:
            ready()
        status: int = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not complain on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, RecursionError) as error:
        if os.environ.get("PERFMODEL_TRACEBACK"):
            raise
        from perfmodel.cli.files import print_error
        from perfmodel.source.excerpt import visible

        print_error(
            f"perfmodel: 内部错误 / internal error: {type(error).__name__}: {visible(str(error))}\n"
            "perfmodel: 请报告此问题；设 PERFMODEL_TRACEBACK=1 可看详情 / please report it; "
            "PERFMODEL_TRACEBACK=1 shows more"
        )
        return UNREADABLE
    return status
