"""The command line: ``perfmodel check …``, ``perfmodel parse …``, ``perfmodel diff …``. Nobody sees a traceback here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from perfmodel import __version__
from perfmodel.cli import check, diff, explain, parse, schema, target
from perfmodel.cli.files import say
from perfmodel.text import visible

__all__ = ["main"]

UNREADABLE = 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"{self.prog}: 用法有误 / wrong usage: {visible(message)}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0 done, 1 done with findings of severity error (or differences), 2 not.

    >>> main(["parse", "no-such-file"])
    2
    """
    parser = _Parser(
        prog="perfmodel",
        description="读取、建模、检查项目支出绩效目标表 / read, model and check performance-target tables",
    )
    parser.add_argument("--version", action="version", version=f"perfmodel {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    check.add_to(commands)
    parse.add_to(commands)
    target.add_to(commands)
    diff.add_to(commands)
    explain.add_to(commands)
    schema.add_to(commands)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else UNREADABLE
    try:
        status: int = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not complain on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except (Exception, RecursionError) as error:
        if os.environ.get("PERFMODEL_TRACEBACK"):
            raise
        say(
            f"perfmodel: 内部错误 / internal error: {type(error).__name__}: {error}\n"
            "perfmodel: 请报告此问题；设 PERFMODEL_TRACEBACK=1 可看详情 / please report it; "
            "PERFMODEL_TRACEBACK=1 shows more"
        )
        return UNREADABLE
    return status
