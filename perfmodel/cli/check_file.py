"""Checking one file, in this process or in a worker: everything there is to say of it comes back, nothing is written."""

from __future__ import annotations

from functools import cached_property

from attrs import evolve, field, frozen

from perfmodel.checks.config import Config
from perfmodel.checks.engine import validate
from perfmodel.checks.fix import Fixed, FixError, fix
from perfmodel.cli.files import FileProblem, of_file, read_bytes, shown_name, told
from perfmodel.cli.inputs import Input
from perfmodel.cli.unified_diff import unified
from perfmodel.formats.edit import Editor
from perfmodel.formats.read import read_content
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.reports.counts import Counts, Failure
from perfmodel.reports.github import github_commands
from perfmodel.reports.json import json_file
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.sarif import SarifFile, SarifWriter
from perfmodel.reports.text import findings_text, headline
from perfmodel.source.excerpt import visible
from perfmodel.source.source import Source
from perfmodel.strings.decoding import encode

__all__ = ["Checker", "Outcome"]


@frozen
class Outcome:
    """What came of a file: ``said`` is for stderr, ``written`` for the output in its form, ``new`` what the file is to be."""

    counts: Counts
    said: tuple[str, ...] = ()
    written: str | SarifFile = ""
    new: bytes | None = None


@frozen
class Checker:
    """How to check a file: what to ask of it, and the form of the output (``none`` where only counts are wanted)."""

    config: Config = field(factory=Config)
    lang: str = "zh"
    form: str = "text"
    fix: bool = False
    diff: bool = False

    @cached_property
    def _sarif(self) -> SarifWriter:
        return SarifWriter(self.config, self.lang)

    def __call__(self, task: tuple[int, Input]) -> Outcome:
        """Check a file; whatever is wrong with it is said, and hides nothing of the others."""
        at, file = task
        if file.failure is not None:
            return self.failed(task, file.failure)
        return _Run(self, at, file.path).outcome()

    def failed(self, task: tuple[int, Input], failure: Failure) -> Outcome:
        """Return what there is to say of a file for which nothing could be done."""
        at, file = task
        said = of_file(shown_name(file.path), failure.zh, failure.en, self.lang)
        return _Run(self, at, file.path).failed(
            Checked(shown_name(file.path)), FileProblem(said, failure.zh, failure.en)
        )

    def not_written(self, task: tuple[int, Input], problem: FileProblem) -> Outcome:
        """Return what there is to say of a file that was fixed, but could not be written: it is as it was."""
        at, file = task
        run = _Run(evolve(self, fix=False), at, file.path)
        return run.failed(run.checked(), problem)

    def written(self, at: int, file: Checked, diff: str) -> str | SarifFile:
        """Return what the output has of a file."""
        results = Results((file,), self.config, self.lang)
        if self.diff:
            return diff
        if self.form == "text":
            return findings_text(results)
        if self.form == "github":
            return github_commands(results)
        if self.form == "json":
            return json_file(file)
        return self._sarif.file(file, at) if self.form == "sarif" else ""


class _Run:
    """One file on its way: read, fixed where that is asked for, checked."""

    def __init__(self, asked: Checker, at: int, path: str) -> None:
        self.asked = asked
        self.config = asked.config
        self.lang = asked.lang
        self.at = at
        self.path = path
        self.name = shown_name(path)
        self.said: list[str] = []
        self.diff = ""
        self.new: bytes | None = None

    def outcome(self) -> Outcome:
        """Do everything with the file."""
        return self._outcome(self.checked())

    def failed(self, checked: Checked, problem: FileProblem) -> Outcome:
        """Return what is known of the file, and that something went wrong with it."""
        return self._outcome(self._failed(checked, problem))

    def checked(self) -> Checked:
        """Read the file, check it, and find out what fixing would make of it."""
        try:
            with told(self.path, self.lang):
                data = read_bytes(self.path)
                source, obj = read_content(data, self.name, self.lang)
                checked = self._checked(source, obj)
        except FileProblem as problem:
            return self._failed(Checked(self.name), problem)
        if not (self.asked.fix or self.asked.diff):
            return checked
        try:
            with told(self.path, self.lang):
                if source.cells:
                    raise FixError(
                        "--fix 只改 YAML 和 JSON；请先用 perfmodel parse 转成 YAML",
                        "--fix works on YAML and JSON; write one with perfmodel parse first",
                    )
                return self._fixed(source, data)
        except FileProblem as problem:
            return self._failed(checked, problem)
        except FixError as problem:
            said = problem.en if self.lang == "en" else problem.zh
            name = visible(self.name)
            text = f"{name}: not fixed: {said}" if self.lang == "en" else f"{name}：未修正：{said}"
            return self._failed(checked, FileProblem(text, f"未修正：{problem.zh}", f"not fixed: {problem.en}"))

    def _outcome(self, checked: Checked) -> Outcome:
        written = self.asked.written(self.at, checked, self.diff)
        return Outcome(Counts.of(checked), tuple(self.said), written, self.new)

    def _failed(self, checked: Checked, problem: FileProblem) -> Checked:
        self.said.append(str(problem))
        return evolve(checked, failure=Failure(problem.zh, problem.en, problem.position))

    def _checked(self, source: Source, obj: TargetTable | Project | Indicator) -> Checked:
        report = validate(obj, self.config.profile, self.config.select, self.config.unwanted, source)
        return Checked.of(self.name, report, Editor(source, obj))

    def _fixed(self, source: Source, data: bytes) -> Checked:
        fixed = fix(source, self.config.profile, self.config.select, self.config.unwanted, self.lang)
        if fixed.done:
            new = encode(fixed.source.text, data)
            if new is None:
                raise FixError("原来的编码无法原样写回", "its encoding cannot be written back as it was")
        else:
            new = data
        if self.asked.diff:
            self.diff = "".join(unified(source.text, fixed.source.text, self.name))
        elif self.path == "-" or fixed.done:
            self.new = new
        checked = Checked.of(self.name, fixed.report, Editor(fixed.source, fixed.obj), len(fixed.done))
        self._say_what_is_left(checked, fixed)
        return checked

    def _say_what_is_left(self, checked: Checked, fixed: Fixed) -> None:
        if fixed.left and Editor(fixed.source, fixed.obj).form == "text":
            name = visible(self.name)
            self.said.append(
                f"{name}: --fix works on YAML and JSON; write one with perfmodel parse first"
                if self.lang == "en"
                else f"{name}：--fix 只改 YAML 和 JSON；请先用 perfmodel parse 转成 YAML"
            )
            return
        for finding, reason in fixed.left:
            said = f"; not fixed: {reason.en}" if self.lang == "en" else f"；未修正：{reason.zh}"
            self.said.append(headline(checked, finding, self.lang) + said)
