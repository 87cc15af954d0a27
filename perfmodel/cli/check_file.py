"""Check one file, in this process or in a worker: messages and output are returned, nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, field, frozen

from perfmodel.batch.inputs import Input
from perfmodel.checks.config import Config
from perfmodel.checks.engine import validate
from perfmodel.checks.fix import Fixed, FixError, fix
from perfmodel.checks.report import Report
from perfmodel.checks.whole_file import file_report
from perfmodel.cli.files import FileProblem, Reading, file_message, file_problems, read_path, shown_name
from perfmodel.cli.unified_diff import unified_diff
from perfmodel.comparison.plan_code import NotOfOneKind
from perfmodel.formats.edit import Editor
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.reports.concise import concise_text
from perfmodel.reports.counts import Counts, Failure
from perfmodel.reports.csv import csv_rows
from perfmodel.reports.github import github_commands
from perfmodel.reports.grouped import grouped_text, texts_by_rule
from perfmodel.reports.json import json_file
from perfmodel.reports.jsonl import jsonl_text
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.sarif import SarifFile, SarifWriter
from perfmodel.reports.styled_text import StyledText
from perfmodel.reports.text import findings_text, headline
from perfmodel.source.excerpt import visible
from perfmodel.source.source import Source
from perfmodel.strings.decoding import encode

if TYPE_CHECKING:
    from perfmodel.reports.html import HtmlFile

__all__ = ["Checker", "Outcome", "Output"]


# A file's part of the output: text; the parts of a SARIF log or of a page; the file itself for a workbook; texts by code.
Output: TypeAlias = "str | StyledText | SarifFile | HtmlFile | Checked | tuple[tuple[str, str], ...]"
_WRITERS: dict[str, Callable[[Results], str]] = {
    "text": findings_text,
    "github": github_commands,
    "concise": concise_text,
    "jsonl": jsonl_text,
    "csv": csv_rows,
}


@frozen
class Outcome:
    """The result of a file: ``messages`` for stderr, ``output`` in the form asked for, ``new_bytes`` to write into the file."""

    counts: Counts
    messages: tuple[str, ...] = ()
    output: Output = ""
    new_bytes: bytes | None = None


@frozen
class Checker:
    """How to check a file: what to ask of it, and the form of the output (``none`` where only counts are wanted).

    ``approved`` are the tables that results are held to, if any.
    ``severity`` is the least grave one that is shown, ``group_by`` what findings stand together by. Text is for a terminal
    of ``columns`` where that is given."""

    config: Config = field(factory=Config)
    lang: str = "zh"
    form: str = "text"
    fix: bool = False
    diff: bool = False
    reading: Reading = field(factory=Reading)
    approved: tuple[TargetTable | Project | Indicator, ...] = ()
    severity: str | None = None
    group_by: str | None = None
    columns: int | None = None

    @cached_property
    def _sarif(self) -> SarifWriter:
        return SarifWriter(self.config, self.lang)

    def __call__(self, task: tuple[int, Input]) -> Outcome:
        """Check a file; what is wrong with it is a message of its outcome, so that the other files are checked all the same."""
        at, file = task
        if file.failure is not None:
            return self.failed(task, file.failure)
        return _Run(self, at, file.path).outcome()

    def failed(self, task: tuple[int, Input], failure: Failure) -> Outcome:
        """Return the outcome of a file for which nothing could be done."""
        at, file = task
        message = file_message(shown_name(file.path), failure.zh, failure.en, self.lang)
        return _Run(self, at, file.path).failed(
            Checked(shown_name(file.path)), FileProblem(message, failure.zh, failure.en)
        )

    def not_written(self, task: tuple[int, Input], problem: FileProblem) -> Outcome:
        """Return the outcome of a file that was fixed but could not be written, and so is as it was."""
        at, file = task
        run = _Run(evolve(self, fix=False), at, file.path)
        return run.failed(run.checked(), problem)

    def output(self, at: int, file: Checked, diff: str) -> Output:
        """Return a file's part of the output."""
        if self.diff:
            return diff
        if self.columns is not None:
            from perfmodel.reports.terminal import styled_findings  # only who looks on waits for it

            return styled_findings(file, self.lang, self.columns)
        if self.group_by == "rule":
            return texts_by_rule(file, self.lang)
        if self.group_by is not None:
            return grouped_text(file, self.group_by, self.lang)
        if self.form in _WRITERS:
            return _WRITERS[self.form](Results((file,), self.config, self.lang))
        if self.form == "json":
            return json_file(file)
        if self.form == "html":
            from perfmodel.reports.html import html_file  # no other form waits for it

            return html_file(file, at, self.lang)
        if self.form == "xlsx":
            return file
        return self._sarif.file(file, at) if self.form == "sarif" else ""


class _Run:
    """The check of one file: it is read, fixed where that is asked for, and checked."""

    def __init__(self, checker: Checker, at: int, path: str) -> None:
        self.checker = checker
        self.config = checker.config
        self.lang = checker.lang
        self.at = at
        self.path = path
        self.name = shown_name(path)
        self.messages: list[str] = []
        self.diff = ""
        self.new_bytes: bytes | None = None

    def outcome(self) -> Outcome:
        """Check the file and return the outcome."""
        return self._outcome(self.checked())

    def failed(self, checked: Checked, problem: FileProblem) -> Outcome:
        """Return the outcome of a file for which something went wrong after as much was known of it."""
        return self._outcome(self._failed(checked, problem))

    def checked(self) -> Checked:
        """Read and check the file, and fix its text where that is asked for."""
        try:
            with file_problems(self.path, self.lang):
                data, found = read_path(self.path, self.lang, self.checker.reading)
                source = found[0][0]
                checked = self._all_checked(found)
        except FileProblem as problem:
            return self._failed(Checked(self.name), problem)
        if not (self.checker.fix or self.checker.diff):
            return checked
        try:
            with file_problems(self.path, self.lang):
                if source.cells:
                    raise FixError(
                        "--fix 只能修改 YAML 和 JSON；请先用 perfmodel parse 转为 YAML",
                        "--fix only works on YAML and JSON; convert it with perfmodel parse first",
                    )
                if len(found) > 1:
                    raise FixError(
                        "--fix 只能修改含一张表的文件；请将各表分别存为文件",
                        "--fix only works on files with one table; put each table into a file of its own",
                    )
                return self._fixed(source, data)
        except FileProblem as problem:
            return self._failed(checked, problem)
        except FixError as problem:
            message = problem.en if self.lang == "en" else problem.zh
            name = visible(self.name)
            text = f"{name}: not fixed: {message}" if self.lang == "en" else f"{name}：未修正：{message}"
            return self._failed(checked, FileProblem(text, f"未修正：{problem.zh}", f"not fixed: {problem.en}"))

    def _outcome(self, checked: Checked) -> Outcome:
        checked = checked.shown(self.checker.severity)
        output = self.checker.output(self.at, checked, self.diff)
        return Outcome(checked.counts, tuple(self.messages), output, self.new_bytes)

    def _failed(self, checked: Checked, problem: FileProblem) -> Checked:
        self.messages.append(str(problem))
        return evolve(checked, failure=Failure(problem.zh, problem.en, problem.position))

    def _report(self, source: Source, obj: TargetTable | Project | Indicator) -> Report:
        config = self.config
        try:
            return validate(obj, config.profile, config.select, config.unwanted, source, self.checker.approved or None)
        except NotOfOneKind as wrong:
            message = file_message(self.name, wrong.zh, wrong.en, self.lang)
            raise FileProblem(message, wrong.zh, wrong.en) from None

    def _all_checked(self, found: list[tuple[Source, TargetTable | Project | Indicator]]) -> Checked:
        """Check all tables of a file; the paths of several begin with the number of their table."""
        report, tables = file_report(found, self._report)
        if tables:
            return Checked(self.name, report, tables=tables)
        return Checked.of(self.name, report, Editor(*found[0]))

    def _fixed(self, source: Source, data: bytes) -> Checked:
        config, approved = self.config, self.checker.approved or None
        fixed = fix(source, config.profile, config.select, config.unwanted, self.lang, approved)
        if fixed.done:
            new = encode(fixed.source.text, data)
            if new is None:
                raise FixError("原来的编码无法原样写回", "its encoding cannot be written back unchanged")
        else:
            new = data
        if self.checker.diff:
            self.diff = "".join(unified_diff(source.text, fixed.source.text, self.name))
        elif self.path == "-" or fixed.done:
            self.new_bytes = new
        checked = Checked.of(self.name, fixed.report, Editor(fixed.source, fixed.obj), len(fixed.done))
        self._report_unfixed(checked, fixed)
        return checked

    def _report_unfixed(self, checked: Checked, fixed: Fixed) -> None:
        if fixed.left and Editor(fixed.source, fixed.obj).form == "text":
            name = visible(self.name)
            self.messages.append(
                f"{name}: --fix only works on YAML and JSON; convert it with perfmodel parse first"
                if self.lang == "en"
                else f"{name}：--fix 只能修改 YAML 和 JSON；请先用 perfmodel parse 转为 YAML"
            )
            return
        for finding, reason in fixed.left:
            message = f"; not fixed: {reason.en}" if self.lang == "en" else f"；未修正：{reason.zh}"
            self.messages.append(headline(checked, finding, self.lang) + message)
