"""``perfmodel rules``: which rules there are, and how severe each is."""

from __future__ import annotations

import argparse

from perfmodel.checks.engine import severities
from perfmodel.cli.check_options import add_options, config_of
from perfmodel.cli.files import FileProblem, print_error, save
from perfmodel.cli.options import add_language
from perfmodel.formats.json import json_text
from perfmodel.reports.rule_catalogue import entries
from perfmodel.source.characters import width

__all__ = ["add_to"]


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "列出所有规则及其在方案下的严重程度（off 为不查）。"
        " / List all rules with their severity under a profile (off: not asked)."
    )
    parser.epilog = "退出码：0 已列出；2 配置或用法有误 / exit status: 0 listed; 2 wrong configuration or usage"
    add_options(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式 / form of the output")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List all rules; return the exit status."""
    try:
        config = config_of(options)
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
        print_error(str(problem))
        return 2
    return 0
