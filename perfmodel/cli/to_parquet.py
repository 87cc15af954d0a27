"""``perfmodel parse --to parquet`` and ``perfmodel check --to parquet``: the rows of many files as Parquet datasets in a folder."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from perfmodel._internal.messages import in_languages
from perfmodel._internal.optional import MissingExtra
from perfmodel.batch.inputs import Input, item_of, unique_items
from perfmodel.batch.manifest import Allowance
from perfmodel.batch.problems import BatchError
from perfmodel.batch.run import Summary, run
from perfmodel.batch.settings import Settings
from perfmodel.cli.arguments import wrong_usage
from perfmodel.cli.files import FileProblem, print_error
from perfmodel.cli.inputs import found_files
from perfmodel.cli.options import memory_bytes
from perfmodel.cli.page_numbers import reading_of
from perfmodel.cli.progress import Progress, progress
from perfmodel.cli.summary import run_summary
from perfmodel.cli.time_limit import report_unlimited
from perfmodel.reports.counts import Counts
from perfmodel.source.excerpt import visible
from perfmodel.workers.in_order import workers_for

__all__ = ["settings_for", "write_parquet"]

# Options that other forms have: where they are given, with what value they say nothing.
_OTHER_OPTIONS = {
    "keys": "en", "layout": None, "meanings": False, "approved": None, "severity": None, "group_by": None,
    "statistics": False, "fix": False, "diff": False,
}  # fmt: skip


def write_parquet(
    options: argparse.Namespace,
    settings: Settings,
    chosen: Callable[[list[Input]], list[Input]] = lambda files: files,
) -> int:
    """Write the rows of all files that the options name into the folder ``-o``; return the exit status.

    ``chosen`` leaves out some of the files that were found.
    """
    _refuse(options)
    lang = options.lang
    report_unlimited(options.timeout, memory_bytes(options), True, lang)
    try:
        # A nation's files: what is no longer needed of each is not kept.
        found = map(item_of, chosen(found_files(options.files, options.include, lang, options.output)))
        items = list(unique_items(found))
        del found
        counts = Counts()
        with run_summary(counts, len(items), True, lang), progress(len(items)) as bar:
            summary = run(
                items,
                options.output,
                settings,
                workers_for(items, options.jobs),
                allowance=Allowance(options.timeout, options.memory),
                force=options.force,
                observer=_Screen(counts, bar, len(items), lang),
            )
            with bar.hidden():
                for line in _lines(summary, options.output, lang):
                    print_error(line)
    except (BatchError, MissingExtra) as problem:
        words = (problem.zh, problem.en) if isinstance(problem, BatchError) else in_languages(str(problem))
        raise FileProblem(f"perfmodel: {words[lang == 'en']}") from None
    if not items:
        raise FileProblem("perfmodel: nothing to do" if lang == "en" else "perfmodel: 没有可处理的文件")
    return counts.status(getattr(options, "exit_zero", False))


def settings_for(command: str, options: argparse.Namespace) -> Settings:
    """Return the settings by which files are read that the options give; raises `FileProblem` for a wrong one."""
    reading = reading_of(options)
    forms = reading.forms(options.lang)
    if command == "parse":
        return Settings("parse", lang=options.lang, forms=forms, pages=reading.pages, sheets=reading.sheets)
    from perfmodel.cli.check_options import config_to_check_by

    return Settings("check", config_to_check_by(options), options.lang, forms, reading.pages, reading.sheets)


class _Screen:
    """What is shown while a run goes on: how far it is, and which files could not be read."""

    def __init__(self, counts: Counts, bar: Progress, total: int, lang: str) -> None:
        self._counts = counts
        self._bar = bar
        self._left = total
        self._lang = lang

    def seen(self, count: int) -> None:
        """Move the bar; what is read again, as its worker had ended, was counted before."""
        for _one in range(min(count, self._left)):
            self._bar.advance()
        self._left -= min(count, self._left)

    def done(self, counts: Counts, failures: Iterable[tuple[str, str]]) -> None:
        """Count files, and say why some of them could not be read."""
        self._counts.add(counts)
        failures = tuple(failures)
        with self._bar.hidden(bool(failures)):
            for name, message in failures:
                print_error(f"{visible(name)}{': ' if self._lang == 'en' else '：'}{visible(message)}")


def _lines(summary: Summary, folder: str, lang: str) -> Iterable[str]:
    """Say what was read again without being changed, and what was left as it is, where something was."""
    name = visible(folder)
    if summary.renewed:
        yield (
            f"{name}: {summary.renewed} written anew, as settings or version differ from the earlier run"
            if lang == "en"
            else f"{name}：设置或程序版本与以前不同，重新写出 {summary.renewed} 个文件"
        )
    if summary.unchanged:
        yield (
            f"{name}: {summary.written} written, {summary.unchanged} unchanged"
            if lang == "en"
            else f"{name}：写出 {summary.written} 个文件，{summary.unchanged} 个没有变化"
        )
    if summary.kept:
        yield (
            f"{name}: {summary.kept} more from earlier runs, not among these files; their rows stay"
            if lang == "en"
            else f"{name}：另有 {summary.kept} 个文件是以前写出的，这次没有给出，其数据保留"
        )
    if summary.outdated:
        yield (
            f"{name}: {summary.outdated} of these were written with other settings or by another version"
            if lang == "en"
            else f"{name}：其中 {summary.outdated} 个文件是按别的设置或由别的程序版本写出的"
        )


def _refuse(options: argparse.Namespace) -> None:
    """Refuse what does not go with Parquet, before any file is read."""
    given = [name for name, silent in _OTHER_OPTIONS.items() if getattr(options, name, silent) != silent]
    zh = en = ""
    if options.output in (None, "-"):
        zh, en = "--to parquet 须以 -o OUTDIR 给出输出目录", "--to parquet needs an output folder, -o OUTDIR"
    elif not options.files or "-" in options.files:
        zh, en = "--to parquet 不能读取标准输入", "--to parquet cannot read stdin"
    elif given:
        option = "--" + given[0].replace("_", "-")
        zh, en = f"{option} 不能用于 parquet", f"{option} does not go with parquet"
    if zh:
        raise FileProblem(f"perfmodel: {wrong_usage(zh, en, options.lang)}")
