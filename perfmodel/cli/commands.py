"""Which commands there are: what each does, in both languages, an example, and the group in which the overview lists it."""

from __future__ import annotations

from typing import NamedTuple

from perfmodel.cli.arguments import CommandParser, half

__all__ = ["COMMANDS", "Command", "OverviewParser"]


class Command(NamedTuple):
    """A command as the overview shows it."""

    group: str
    about: str
    example: str


_CHECKING = "检查与转换 / Check and convert"
_COMPARING = "对照与填报 / Compare and report"
_LOOKING_UP = "查阅 / Look up"
_SETTING_UP = "设置 / Set up"

COMMANDS = {
    "check": Command(_CHECKING, "检查绩效目标表 / check tables", "perfmodel check 表.xlsx"),
    "parse": Command(
        _CHECKING,
        "读取绩效目标表，写成 YAML、JSON、文本或电子表格 / read a table, write YAML, JSON, text or a spreadsheet",
        "perfmodel parse 表.pdf -o 表.yaml",
    ),
    "cells": Command(_CHECKING, "看文件里的单元格 / see the cells in a file", "perfmodel cells 表.pdf"),
    "diff": Command(_COMPARING, "两年对照 / two years side by side", "perfmodel diff 2024.pdf 2025.pdf"),
    "results": Command(
        _COMPARING, "一年的计划与结果 / the plans and results of a year", "perfmodel results 计划 自评 -o 结果.xlsx"
    ),
    "form": Command(
        _COMPARING,
        "写出要填的自评表、监控表 / write the form that is to be filled in",
        "perfmodel form 计划.xlsx -o 自评.xlsx",
    ),
    "explain": Command(_LOOKING_UP, "解释一条规则 / explain a rule", "perfmodel explain V06"),
    "rules": Command(_LOOKING_UP, "列出所有规则 / list all rules", "perfmodel rules --select V"),
    "target": Command(_LOOKING_UP, "解释指标值 / explain target values", "perfmodel target 不少于2次/年"),
    "peers": Command(
        _LOOKING_UP, "查同一指标别处设多少 / see how others set an indicator", "perfmodel peers OUT 培训人次 ≥100人次"
    ),
    "schema": Command(
        _SETTING_UP,
        "输出文件格式的 JSON Schema，供编辑器用 / print the JSON Schema of the files, for editors",
        "perfmodel schema -o schema.json",
    ),
    "completion": Command(
        _SETTING_UP,
        "输出 shell 的补全脚本 / print the script by which a shell completes commands and options",
        "perfmodel completion bash",
    ),
}


class OverviewParser(CommandParser):
    """The parser of the whole command line, whose help lists the commands by group, each with an example."""

    def format_help(self) -> str:
        """Return what there is, as wide as the terminal but for very wide ones."""
        from perfmodel.source.excerpt import wrapped

        self._measure()
        formatter = self._get_formatter()
        columns = formatter._width
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        lines: list[str] = []
        indent = 4 + max(map(len, COMMANDS))
        for group in dict.fromkeys(command.group for command in COMMANDS.values()):
            lines += ["", half(group, self.lang) + half("： / :", self.lang)]
            for name, command in COMMANDS.items():
                if command.group == group:
                    first, *more = wrapped(half(command.about, self.lang), columns - indent)
                    lines.append(f"  {name:<{indent - 2}}{first}")
                    lines += [" " * indent + line for line in (*more, f"$ {command.example}")]
        options = self._get_formatter()
        options.start_section(self._optionals.title)
        options.add_arguments(self._optionals._group_actions)
        options.end_section()
        last = half(
            "perfmodel COMMAND --help 显示一个命令的用法和选项。 / perfmodel COMMAND --help shows the usage and options of a command.",
            self.lang,
        )
        parts = [self.description or "", formatter.format_help().rstrip(), "\n".join(lines).lstrip("\n")]
        return "\n\n".join([*parts, self._with_colons(options.format_help()).rstrip(), last]) + "\n"
