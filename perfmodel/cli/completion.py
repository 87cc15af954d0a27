"""``perfmodel completion``: the script by which a shell completes commands, options and their values."""

from __future__ import annotations

import argparse
from typing import Any

from perfmodel._internal.optional import MissingExtra, require
from perfmodel.cli.files import FileProblem, print_error, save
from perfmodel.cli.options import add_language

__all__ = ["add_to", "completion_script"]

_SHELLS = ("bash", "zsh", "fish", "powershell")
# What takes the name of a file, by what help calls it.
_FILE_METAVARS = frozenset({"FILE", "OUT", "PLAN", "OLD", "NEW", "DIR"})
_CODE_METAVARS = frozenset({"CODE", "CODES"})
_PROFILE_METAVAR = "P"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "输出 shell 的补全脚本：命令、选项、选项值和文件名。"
        " / Print the script by which a shell completes commands, options, their values and names of files."
    )
    parser.epilog = (
        "退出码：0 已输出；2 缺少附加组件 completion，或用法有误"
        " / exit status: 0 printed; 2 the extra completion is missing, or wrong usage"
    )
    parser.add_argument(
        "shell",
        choices=_SHELLS,
        metavar="SHELL",
        help="哪种 shell：bash、zsh、fish、powershell / which shell: bash, zsh, fish, powershell",
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the script; return the exit status."""
    try:
        save(None, completion_script(options.shell, options.lang), options.lang)
    except MissingExtra as missing:
        print_error(f"perfmodel: {missing.render(options.lang)}")
        return 2
    except FileProblem as problem:
        print_error(str(problem))
        return 2
    return 0


def completion_script(shell: str, lang: str = "zh") -> str:
    """Return the script for a shell, made from the parsers of all commands; raises `MissingExtra` without shtab."""
    from perfmodel.checks.profiles import PROFILES
    from perfmodel.cli import parser
    from perfmodel.reports.rule_catalogue import entries

    library = require("shtab", "completion")
    whole = parser(lang=lang)
    for action in _actions(whole):
        if action.metavar in _FILE_METAVARS:
            action.complete = library.FILE  # type: ignore[attr-defined]
        elif action.metavar in _CODE_METAVARS:
            action.choices = [entry.code for entry in entries()]
        elif action.metavar == _PROFILE_METAVAR:
            action.choices = list(PROFILES)
    script: str = library.complete(whole, shell)
    return script


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    found: list[argparse.Action] = []
    for action in parser._actions:
        found.append(action)
        if isinstance(action, argparse._SubParsersAction):
            commands: dict[str, Any] = action.choices
            found += [inner for command in commands.values() for inner in _actions(command)]
    return found
