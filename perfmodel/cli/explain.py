"""``perfmodel explain`` and ``perfmodel rules``: what the rules are."""

from __future__ import annotations

import argparse
from typing import Any

from perfmodel.checks.catalogue import entries, entry_of
from perfmodel.checks.engine import severities
from perfmodel.checks.nearest import Wrong
from perfmodel.cli.asking import add_language, add_options, asked
from perfmodel.cli.files import FileProblem, save, say
from perfmodel.formats.json import json_text
from perfmodel.text import width

__all__ = ["add_to"]


def add_to(commands: Any) -> None:
    """Add the commands to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "explain",
        help="解释一条规则 / explain a rule",
        description="显示规则的说明：查什么、为什么、反例和正例。 / Show a rule's page: what it checks, why, examples.",
    )
    parser.add_argument("code", metavar="CODE", help="规则代码或名称，如 V06 / a rule's code or name")
    add_language(parser)
    parser.set_defaults(run=explain)
    parser = commands.add_parser(
        "rules",
        help="列出所有规则 / list all rules",
        description="列出所有规则及其在方案下的严重程度（off 为不查）。"
        " / List all rules with their severity under a profile (off: not asked).",
    )
    add_options(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式 / form of the output")
    add_language(parser)
    parser.set_defaults(run=rules)


def explain(options: argparse.Namespace) -> int:
    """Print a rule's page; return the exit status."""
    try:
        save(None, entry_of(options.code).markdown(options.lang), options.lang)
    except Wrong as wrong:
        say(f"perfmodel: {wrong.text(options.lang)}")
        return 2
    except FileProblem as problem:
        say(str(problem))
        return 2
    return 0


def rules(options: argparse.Namespace) -> int:
    """List all rules; return the exit status."""
    try:
        config = asked(options)
        given = severities(config.profile, config.select, config.unwanted)
        listed = entries()
        if options.format == "json":
            rows = [
                {
                    "code": entry.code,
                    "severity": given[entry.code],
                    "name": entry.name,
                    "title": entry.zh,
                    "english": entry.en,
                }
                for entry in listed
            ]
            text = json_text({"profile": config.profile.name, "rules": rows}) + "\n"
        else:
            names = max(width(entry.name) for entry in listed)
            text = "".join(
                f"{entry.code}  {given[entry.code]:<7}  {entry.name:<{names}}  {entry.title(options.lang)}\n"
                for entry in listed
            )
        save(None, text, options.lang)
    except FileProblem as problem:
        say(str(problem))
        return 2
    return 0
