"""``perfmodel check``: check tables, and fix what is certain."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing, nullcontext
from typing import TYPE_CHECKING

from perfmodel.batch.inputs import Input
from perfmodel.checks.config import Config
from perfmodel.cli.arguments import wrong_usage
from perfmodel.cli.check_file import Checker, Outcome
from perfmodel.cli.check_options import add_options, config_to_check_by
from perfmodel.cli.collect_results import Collector
from perfmodel.cli.files import FileProblem, file_message, print_error, save
from perfmodel.cli.inputs import gather
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
from perfmodel.cli.outputs import (
    form_by_ending,
    form_is_parquet,
    refuse_output,
    refuse_workbook_on_stdout,
    require_library,
)
from perfmodel.cli.page_numbers import add_parts, reading_of
from perfmodel.cli.progress import Progress, progress
from perfmodel.cli.screen import Screen, add_color, screen_on
from perfmodel.cli.signals import signals_held
from perfmodel.cli.summary import run_summary
from perfmodel.cli.time_limit import report_unlimited
from perfmodel.formats.settings_file import ENDINGS as SETTINGS
from perfmodel.model.finding import SEVERITIES
from perfmodel.reports.counts import Counts, Failure
from perfmodel.reports.grouped import GROUPINGS
from perfmodel.workers.in_order import are_plain, in_order, workers_for

if TYPE_CHECKING:
    from perfmodel.cli.approved import Plan

__all__ = ["add_to"]

# SARIF is JSON, and often called so; but what is called JSON and no more is our own.
_ENDINGS: dict[str, tuple[str, ...]] = {
    "text": (".txt",),
    "json": (".json",),
    "sarif": (".sarif", ".sarif.json", ".json"),
    "github": (".txt",),
    "html": (".html", ".htm"),
    "concise": (".txt",),
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
    "parquet": (".parquet",),
}
# Forms that are lists of findings have no place for counts.
_WITH_STATISTICS = ("text", "json", "csv")
_DIFF_ENDINGS = (".diff", ".patch", ".txt")


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "检查绩效目标表、项目或指标（PDF、Excel、Word、HTML、CSV、文本、YAML、JSON）。"
        " / Check tables, projects or indicators (PDF, Excel, Word, HTML, CSV, text, YAML, JSON)."
    )
    parser.epilog = (
        "退出码：0 没有错误级别的发现；1 有（--diff：或有可修正的）；2 有文件无法处理，或用法有误"
        " / exit status: 0 nothing of severity error; 1 errors found (--diff: or something to fix); "
        "2 a file failed, or wrong usage"
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件或目录，- 为标准输入 / files or folders, - for stdin"
    )
    add_include(parser)
    add_options(parser)
    parser.add_argument(
        "--format",
        "--to",
        choices=tuple(_ENDINGS),
        metavar="FORMAT",
        help=f"输出格式：{'、'.join(_ENDINGS)}；不写则按 -o 的扩展名，否则 text"
        f" / form of the output: {', '.join(_ENDINGS)} (default: what the ending of -o says, or text)",
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="输出文件（默认：标准输出） / where to write (default: stdout)"
    )
    parser.add_argument(
        "--approved",
        action="append",
        metavar="PLAN",
        help="批复的绩效目标表（文件或目录）：自评、监控与它不一致的报告为 E11 / what was approved, a file or a folder: "
        "results that differ from it are found as E11",
    )
    parser.add_argument(
        "--severity",
        choices=SEVERITIES,
        help="只显示这一级及更严重的问题；退出码不变 / only show findings of this severity or a graver one; the exit status stays",
    )
    parser.add_argument(
        "--group-by",
        choices=GROUPINGS,
        help="文本输出按项目、规则或文件分组 / findings as text in groups: by project, rule or file",
    )
    parser.add_argument("--statistics", action="store_true", help="只按规则计数 / only count by rule")
    parser.add_argument("--fix", action="store_true", help="把确定的改法写进 YAML、JSON 文件 / write certain fixes")
    parser.add_argument("--diff", action="store_true", help="只显示 --fix 会改什么 / only show what --fix would change")
    parser.add_argument("--exit-zero", action="store_true", help="有错误也退出 0 / exit 0 though errors were found")
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
    try:
        if not options.diff and form_is_parquet(options.output, options.format, _ENDINGS, "--format", options):
            from perfmodel.cli.to_parquet import settings_for, write_parquet

            return write_parquet(options, settings_for("check", options), lambda files: _without_own(files, options))
        options.format = _form(options)
        _refuse(options)
        refuse_workbook_on_stdout(options.format, options.output, options.lang)
        require_library(options.format, options.lang)
        config = config_to_check_by(options)
        inputs = _without_own(gather(options.files, options.include, options.lang), options)
        settings = (config.file, config.profile.name if config.profile.name.lower().endswith(SETTINGS) else None)
        plans, approved = _approved(options)
        read = (*(file.path for file in (*inputs, *plans) if file.failure is None), *filter(None, settings))
        refuse_output(options.output, read, options.lang)
        form = "diff" if options.diff else options.format
        with Collector(form, options.statistics, options.output, options.lang, _screen(form, options)) as collector:
            return _Check(options, config, approved, collector).run(inputs)
    except FileProblem as problem:
        print_error(str(problem))
        return 2


def _without_own(inputs: list[Input], options: argparse.Namespace) -> list[Input]:
    """Leave out, of the files in folders, the reports of earlier runs, and say which."""
    from perfmodel.reports.own_output import is_own_output

    named = set(options.files)
    plain = (file.path for file in inputs if file.failure is None and file.plain and file.path not in named)
    own = {path for path in plain if is_own_output(path)}
    for path in sorted(own):
        zh, en = "这是以前写出的报告，没有检查", "a report of an earlier run, not checked"
        print_error(file_message(path, zh, en, options.lang))
    return [file for file in inputs if file.path not in own]


def _approved(options: argparse.Namespace) -> tuple[Sequence[Input], tuple[Plan, ...]]:
    """The files of what was approved, and what they hold; nothing where that was not given."""
    if not options.approved:
        return (), ()
    from perfmodel.cli.approved import read_approved  # only who compares waits for it

    return read_approved(options.approved, options.include, options.lang, reading_of(options), options.timeout)


def _screen(form: str, options: argparse.Namespace) -> Screen | None:
    """The terminal that findings are shown on; None where they are written as plain text, or stdout gets the fixed file."""
    fixed_to_stdout = options.fix and not options.diff and options.files == ["-"]
    by_project = options.group_by in (None, "project")
    if form != "text" or not by_project or options.statistics or options.output not in (None, "-") or fixed_to_stdout:
        return None
    return screen_on(sys.stdout, options.color)


def _advised(options: argparse.Namespace) -> frozenset[str]:
    """The options that the advice on a terminal may name."""
    return frozenset({"html"} | ({"severity"} if options.severity is None else set()))


def _form(options: argparse.Namespace) -> str:
    """The form of the output, by ``--format`` or the ending of ``-o``; a diff has its own."""
    if options.diff:
        form_by_ending(options.output, "diff", {"diff": _DIFF_ENDINGS}, "diff", "--diff", options.lang)
        return options.format or "text"
    return form_by_ending(options.output, options.format, _ENDINGS, "text", "--format", options.lang)


class _Check:
    """A run over all files; only here are outputs and fixed files written, in the order of the files."""

    def __init__(
        self, options: argparse.Namespace, config: Config, approved: tuple[Plan, ...], collector: Collector
    ) -> None:
        self.options = options
        self.lang: str = options.lang
        self.config = config
        self.collector = collector
        form = "none" if options.statistics else options.format
        self.checker = Checker(
            config,
            self.lang,
            form,
            options.fix,
            options.diff,
            reading_of(options),
            approved,
            options.severity,
            None if options.statistics else options.group_by,
            None if collector.screen is None else collector.screen.columns,
        )
        self.counts = Counts()
        # stdout has the fixed file then
        self.report_on_stderr = options.fix and not options.diff and options.files == ["-"] and options.output is None
        if self.report_on_stderr:
            collector.streams = False

    def run(self, inputs: Sequence[Input]) -> int:
        """Check all files; return the exit status."""
        tasks = tuple(enumerate(inputs))
        jobs = workers_for(inputs, self.options.jobs)
        report_unlimited(
            self.options.timeout, memory_bytes(self.options), len(inputs) > 1 and are_plain(inputs), self.lang
        )
        with run_summary(self.counts, len(tasks), is_many(self.options.files), self.lang):
            with (
                progress(len(tasks)) as bar,
                closing(
                    in_order(
                        self.checker,
                        tasks,
                        jobs,
                        self.options.timeout,
                        memory_bytes(self.options),
                        apart=are_plain(inputs),
                    )
                ) as outcomes,
            ):
                for task, outcome in zip(tasks, outcomes, strict=True):
                    self._take(task, outcome, bar)
            return self._finish()

    def _take(self, task: tuple[int, Input], outcome: Outcome | Failure, bar: Progress) -> None:
        if isinstance(outcome, Failure):
            outcome = self.checker.failed(task, outcome)
        # Until what is written is counted: whoever interrupts the run is told how much was done.
        with signals_held() if outcome.new_bytes is not None and task[1].path != "-" else nullcontext():
            if outcome.new_bytes is not None:
                outcome = self._written(task, outcome, outcome.new_bytes)
            self.counts.add(outcome.counts)
        with bar.hidden(bool(outcome.messages) or self.collector.shows(outcome.output)):
            for line in outcome.messages:
                print_error(line)
            self.collector.take(outcome.output)
        bar.advance()

    def _written(self, task: tuple[int, Input], outcome: Outcome, new: bytes) -> Outcome:
        """Write a fixed file; where that fails, that is what came of it."""
        file = task[1]
        try:
            if file.path != "-" and not file.plain:
                zh, en = (
                    "不是普通文件（而是管道、设备等），未改写",
                    "not a regular file (but a pipe, a device or the like), not fixed",
                )
                raise FileProblem(file_message(file.path, zh, en, self.lang), zh, en)
            save(file.path, new, self.lang, alone=not is_many(self.options.files))
        except FileProblem as problem:
            return self.checker.not_written(task, problem)
        return outcome

    def _finish(self) -> int:
        status = self.counts.status(self.options.exit_zero)
        if self.options.diff:
            self.collector.finish(self.counts, self.config, self.options.exit_zero)
            fixed = self.counts.fixed
            print_error(f"would fix {fixed}" if self.lang == "en" else f"将修正 {fixed} 处")
            return status or (1 if fixed and not self.options.exit_zero else 0)
        if self.report_on_stderr:
            pieces = self.collector.ending(self.counts, self.config, self.options.exit_zero)
            print_error("".join(piece for piece in pieces if isinstance(piece, str)).removesuffix("\n"))
        else:
            self.collector.finish(self.counts, self.config, self.options.exit_zero, _advised(self.options))
        return status


def _refuse(options: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    zh = en = ""
    if options.fix and not options.diff and "-" in options.files and len(options.files) > 1:
        zh, en = "--fix 时标准输入须单独检查", "with --fix, stdin has to be checked on its own"
    elif options.approved and (options.files + options.approved).count("-") > 1:
        zh, en = "标准输入只能读取一次", "stdin can only be read once"
    elif options.statistics and options.format not in _WITH_STATISTICS:
        zh, en = f"--statistics 不能用 {options.format} 格式", f"--statistics cannot be written as {options.format}"
    elif options.group_by and (options.statistics or options.diff):
        other = "--statistics" if options.statistics else "--diff"
        zh, en = f"--group-by 不能与 {other} 同用", f"--group-by does not go with {other}"
    elif options.group_by and options.format != "text":
        zh, en = "--group-by 只能用于文本格式", "--group-by works with the text form only"
    elif options.diff and (options.statistics or options.format != "text"):
        zh, en = "--diff 只输出差异，不能另选格式", "--diff only writes a diff and takes no format"
    if zh:
        raise FileProblem(f"perfmodel: {wrong_usage(zh, en, options.lang)}")
