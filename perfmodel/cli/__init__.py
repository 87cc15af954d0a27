"""The command line: ``perfmodel check …``, ``perfmodel parse …``, ``perfmodel diff …``. Nobody sees a traceback here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from perfmodel._version import __version__
from perfmodel.cli.arguments import CommandParser, language_of
from perfmodel.cli.commands import COMMANDS, OverviewParser
from perfmodel.cli.garbage import collector_seldom
from perfmodel.cli.options import add_language

__all__ = ["main", "parser"]

UNREADABLE = 2


def parser(only: str | None = None, lang: str = "zh") -> argparse.ArgumentParser:
    """Return what reads the command line: all commands with their options, or the options of ``only`` one of them.

    Help and errors are in ``lang``; so are the messages of a command that is not given another language.
    """
    whole = OverviewParser(
        prog="perfmodel",
        description="读取、建模、检查项目支出绩效目标表 / read, model and check performance-target tables",
        lang=lang,
    )
    whole.add_argument(
        "--version", action="version", version=f"perfmodel {__version__}", help="显示版本 / show the version"
    )
    add_language(whole)
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", parser_class=CommandParser)
    for name, command in COMMANDS.items():
        reader = commands.add_parser(name, help=command.about, lang=lang)
        if only in (None, name):
            # Each is in a module of its own, which is imported only when it is asked for.
            import_module(f"{__name__}.{name}").add_to(reader)
            reader.example = command.example
            reader.declared()
    whole.declared()
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
        # No value of an option that stands before a command is the name of one, so the first such word is the command.
        command = next((word for word in arguments if word in COMMANDS), "")
        whole = parser(command, language_of(arguments))
        options = whole.parse_args(arguments)
        if options.command is None:
            # As ruff and uv do: whoever typed no more sees what there is, a script that forgot the command fails.
            whole.print_help(sys.stderr)
            return UNREADABLE
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
