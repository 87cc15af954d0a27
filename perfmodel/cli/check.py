"""``perfmodel check``: check tables, and fix what is certain."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing

from perfmodel.checks.config import Config
from perfmodel.cli.check_file import Checker, Outcome
from perfmodel.cli.check_options import add_options, config_of
from perfmodel.cli.collect_results import Collector
from perfmodel.cli.files import FileProblem, print_error, save
from perfmodel.cli.inputs import Input, gather
from perfmodel.cli.options import add_include, add_jobs, add_language, add_timeout, is_many
from perfmodel.cli.parallel import in_order, workers_for
from perfmodel.cli.progress import Progress, progress
from perfmodel.cli.summary import run_summary
from perfmodel.reports.counts import Counts, Failure

__all__ = ["add_to"]


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "检查绩效目标表、项目或指标（公开表的文本、YAML 或 JSON）。"
        " / Check tables, projects or indicators (the text of published tables, YAML or JSON)."
    )
    parser.epilog = (
        "退出码 / exit status: 0 没有错误级别的发现 nothing of severity error; 1 有 errors found "
        "(--diff: 或有可修正的 or something to fix); 2 有文件无法处理或用法有误 a file failed, or wrong usage"
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件或目录，- 为标准输入 / files or folders, - for stdin"
    )
    add_include(parser)
    add_options(parser)
    parser.add_argument(
        "--format", choices=("text", "json", "sarif", "github"), default="text", help="输出格式 / form of the output"
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="输出文件 / where to write (default: stdout)")
    parser.add_argument("--statistics", action="store_true", help="只按规则计数 / only count by rule")
    parser.add_argument("--fix", action="store_true", help="把确定的改法写进 YAML、JSON 文件 / write certain fixes")
    parser.add_argument("--diff", action="store_true", help="只显示 --fix 会改什么 / only show what --fix would change")
    parser.add_argument("--exit-zero", action="store_true", help="有错误也退出 0 / exit 0 though errors were found")
    add_jobs(parser)
    add_timeout(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    try:
        _refuse(options)
        config = config_of(options)
        inputs = gather(options.files, options.include, options.lang)
        form = "diff" if options.diff else options.format
        with Collector(form, options.statistics, options.output, options.lang) as collector:
            return _Check(options, config, collector).run(inputs)
    except FileProblem as problem:
        print_error(str(problem))
        return 2


class _Check:
    """A run over all files; only here are outputs and fixed files written, in the order of the files."""

    def __init__(self, options: argparse.Namespace, config: Config, collector: Collector) -> None:
        self.options = options
        self.lang: str = options.lang
        self.config = config
        self.collector = collector
        form = "none" if options.statistics else options.format
        self.checker = Checker(config, self.lang, form, options.fix, options.diff, options.timeout)
        self.counts = Counts()
        # stdout has the fixed file then
        self.report_on_stderr = options.fix and not options.diff and options.files == ["-"] and options.output is None
        if self.report_on_stderr:
            collector.streams = False

    def run(self, inputs: Sequence[Input]) -> int:
        """Check all files; return the exit status."""
        tasks = tuple(enumerate(inputs))
        jobs = workers_for(inputs, self.options.jobs)
        with run_summary(self.counts, len(tasks), is_many(self.options.files), self.lang):
            with progress(len(tasks)) as bar, closing(in_order(self.checker, tasks, jobs)) as outcomes:
                for task, outcome in zip(tasks, outcomes, strict=True):
                    self._take(task, outcome, bar)
            return self._finish()

    def _take(self, task: tuple[int, Input], outcome: Outcome | Failure, bar: Progress) -> None:
        if isinstance(outcome, Failure):
            outcome = self.checker.failed(task, outcome)
        if outcome.new_bytes is not None:
            try:
                save(task[1].path, outcome.new_bytes, self.lang)
            except FileProblem as problem:
                outcome = self.checker.not_written(task, problem)
        with bar.hidden(bool(outcome.messages) or self.collector.shows(outcome.output)):
            for line in outcome.messages:
                print_error(line)
            self.collector.take(outcome.output)
        self.counts.add(outcome.counts)
        bar.advance()

    def _finish(self) -> int:
        status = self.counts.status(self.options.exit_zero)
        if self.options.diff:
            self.collector.finish(self.counts, self.config, self.options.exit_zero)
            fixed = self.counts.fixed
            print_error(f"would fix {fixed}" if self.lang == "en" else f"将修正 {fixed} 处")
            return status or (1 if fixed and not self.options.exit_zero else 0)
        if self.report_on_stderr:
            text = "".join(self.collector.ending(self.counts, self.config, self.options.exit_zero))
            print_error(text.removesuffix("\n"))
        else:
            self.collector.finish(self.counts, self.config, self.options.exit_zero)
        return status


def _refuse(options: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    zh = en = ""
    if options.fix and not options.diff and "-" in options.files and len(options.files) > 1:
        zh, en = "--fix 时标准输入须单独检查", "with --fix, stdin is to be the only file"
    elif options.statistics and options.format in ("sarif", "github"):
        zh, en = f"--statistics 没有 {options.format} 格式", f"--statistics has no form {options.format}"
    elif options.diff and (options.statistics or options.format != "text"):
        zh, en = "--diff 只输出差异，不能再选格式", "--diff writes a diff, and has no other form"
    if zh:
        raise FileProblem(f"perfmodel: 用法有误 / wrong usage: {en if options.lang == 'en' else zh}")
