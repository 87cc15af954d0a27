"""``perfmodel results``: the plans and results of a year, in folders of any files, and who met what."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from contextlib import closing

from attrs import evolve

from perfmodel._internal.did_you_mean import SettingError
from perfmodel._internal.messages import in_languages
from perfmodel.batch.inputs import Input
from perfmodel.cli.files import FileProblem, Reading, file_message, file_problems, print_error, read_path, save
from perfmodel.cli.inputs import gather
from perfmodel.cli.options import add_include, add_jobs, add_language, add_timeout
from perfmodel.cli.outputs import form_by_ending, refuse_output, refuse_workbook_on_stdout, require_library
from perfmodel.cli.progress import progress
from perfmodel.cli.time_limit import report_unlimited
from perfmodel.comparison.words import SEVERITY_OF_KIND
from perfmodel.model.table import TargetTable
from perfmodel.reports.counts import Failure
from perfmodel.reports.own_output import is_own_output
from perfmodel.scoring.options import ScoringOptions
from perfmodel.spreadsheets.delimited import BYTE_ORDER_MARK
from perfmodel.workers.in_order import are_plain, in_order, workers_for
from perfmodel.year_results.files import TableFile, UnreadFile
from perfmodel.year_results.results import Results, results_of_files

__all__ = ["add_to"]

_RESULT_ENDINGS: dict[str, tuple[str, ...]] = {
    "text": (".txt",),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
    "html": (".html", ".htm"),
}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "一年的绩效目标与自评、监控：按单位和项目对应，列出完成、未完成的指标，以及与批复不同的地方。"
        " / The targets, self-evaluations and monitoring forms of a year: matched by body and project; what was met and missed, "
        "and what is not as it was approved."
    )
    parser.epilog = (
        "退出码：0 都读出、都有对应、目标没有降低；1 有没有对应的，或目标降低、取消；2 有文件无法读取，或用法有误"
        " / exit status: 0 all read and matched, nothing lowered; 1 something unmatched, lowered or dropped; "
        "2 a file could not be read, or wrong usage"
    )
    parser.add_argument("paths", nargs="+", metavar="DIR", help="文件或目录 / files or folders")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="输出文件（默认：标准输出） / where to write (default: stdout)"
    )
    parser.add_argument(
        "--format",
        choices=tuple(_RESULT_ENDINGS),
        help="输出格式；不写则按 -o 的扩展名，否则 text / form of the output (default: what the ending of -o says, or text)",
    )
    parser.add_argument(
        "--level",
        choices=("project", "indicator"),
        default="project",
        help="csv 的每一行：项目（默认）或指标 / a row of the CSV: a project (default) or an indicator",
    )
    parser.add_argument(
        "--profile", default="default", metavar="P", help="计分口径 / how it is scored: a profile or its file"
    )
    add_include(parser)
    add_jobs(parser)
    add_timeout(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    try:
        form = form_by_ending(options.output, options.format, _RESULT_ENDINGS, "text", "--format", options.lang)
        refuse_workbook_on_stdout(form, options.output, options.lang)
        require_library(form, options.lang)
        inputs = gather(options.paths, options.include, options.lang)
        own = [file for file in inputs if file.failure is None and file.plain and is_own_output(file.path)]
        inputs = [file for file in inputs if file not in own]
        refuse_output(options.output, [file.path for file in inputs if file.failure is None], options.lang)
        scoring = _scoring(options)
        found = results_of_files(_all_read(inputs, options), scoring)
        found = evolve(found, own_outputs=tuple(os.path.normpath(file.path) for file in own))
        save(options.output, _written(found, form, options), options.lang)
    except FileProblem as failure:
        print_error(str(failure))
        return 2
    for name in found.own_outputs:
        zh, en = "这是以前写出的结果，未读", "results of an earlier run, skipped"
        print_error(file_message(name, zh, en, options.lang))
    for file in found.unread:
        print_error(f"{file.name}: {file.en}" if options.lang == "en" else f"{file.name}：{file.zh}")
    return _status(found)


def _scoring(options: argparse.Namespace) -> ScoringOptions:
    from perfmodel.checks.profiles import Profile

    with file_problems(options.profile, options.lang):
        try:
            return Profile.of(options.profile, options.lang).scoring
        except SettingError as wrong:
            raise FileProblem(f"perfmodel: {in_languages(str(wrong))[options.lang == 'en']}") from None


def _all_read(inputs: Sequence[Input], options: argparse.Namespace) -> list[TableFile | UnreadFile]:
    """Read all files, in worker processes where that pays."""
    found: list[TableFile | UnreadFile] = []
    report_unlimited(options.timeout, None, len(inputs) > 1 and are_plain(inputs), options.lang)
    work = in_order(_read, inputs, workers_for(inputs, options.jobs), options.timeout, apart=are_plain(inputs))
    with progress(len(inputs)) as bar, closing(work) as all_read:
        for file, read in zip(inputs, all_read, strict=True):
            found.append(UnreadFile(file.path, read.zh, read.en) if isinstance(read, Failure) else read)
            bar.advance()
    return found


def _read(file: Input) -> TableFile | UnreadFile:
    if file.failure is not None:
        return UnreadFile(file.path, file.failure.zh, file.failure.en)
    try:
        found = read_path(file.path, "zh", Reading())[1]
    except FileProblem as failure:
        return UnreadFile(file.path, failure.zh, failure.en)
    tables = tuple(table for _source, table in found if isinstance(table, TargetTable))
    if not tables:
        return UnreadFile(
            file.path,
            "应为绩效目标表，实为项目或指标",
            "expected a performance-target table, got a project or an indicator",
        )
    return TableFile(os.path.normpath(file.path), tables)


def _written(found: Results, form: str, options: argparse.Namespace) -> str | bytes:
    if form == "csv":
        mark = "" if options.output in (None, "-") else BYTE_ORDER_MARK
        return mark + found.to_csv(options.level, options.lang)
    if form == "html":
        return found.to_html(options.lang)
    if form == "xlsx":
        from perfmodel.year_results.sheets import xlsx_bytes

        return xlsx_bytes(found, options.lang)
    return found.render(options.lang) + "\n"


def _status(found: Results) -> int:
    if found.unread:
        return 2
    unmatched = any(one.state != "matched" for one in found.projects)
    departed = any(SEVERITY_OF_KIND[change.kind] == "error" for change in found.departures)
    return 1 if unmatched or departed or not found.projects else 0
