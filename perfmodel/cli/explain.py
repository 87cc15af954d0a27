"""``perfmodel explain``: what a rule is about."""

from __future__ import annotations

import argparse

from perfmodel._internal.did_you_mean import SettingError
from perfmodel.cli.files import FileProblem, print_error, save
from perfmodel.cli.options import add_language
from perfmodel.reports.rule_catalogue import entry_of

__all__ = ["add_to"]


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "显示规则的说明：查什么、为什么、反例和正例。 / Show a rule's page: what it checks, why, examples."
    )
    parser.epilog = (
        "退出码：0 已显示；2 没有这条规则，或用法有误 / exit status: 0 shown; 2 there is no such rule, or wrong usage"
    )
    parser.add_argument("code", metavar="CODE", help="规则代码或名称，如 V06 / a rule's code or name")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print a rule's page; return the exit status."""
    try:
        save(None, entry_of(options.code).markdown(options.lang), options.lang)
    except SettingError as wrong:
        print_error(f"perfmodel: {wrong.text(options.lang)}")
        return 2
    except FileProblem as problem:
        print_error(str(problem))
        return 2
    return 0
