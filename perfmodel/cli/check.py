"""``perfmodel check``: check tables, and fix what is certain."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from attrs import evolve

from perfmodel.checks.config import Config
from perfmodel.checks.engine import validate
from perfmodel.checks.fixing import Fixed, FixError, fix
from perfmodel.checks.output.github import github_commands
from perfmodel.checks.output.json import json_document, statistics_json
from perfmodel.checks.output.results import Checked, Failure, Results
from perfmodel.checks.output.sarif import sarif_log
from perfmodel.checks.output.text import findings_text, headline, statistics_text, summary
from perfmodel.cli.asking import add_language, add_options, asked
from perfmodel.cli.files import FileProblem, load_source, read_bytes, save, say, shown_name, told
from perfmodel.formats.edit import Editor
from perfmodel.formats.reading import read_source
from perfmodel.reading.decoding import encode
from perfmodel.text import Source, visible

__all__ = ["add_to"]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check",
        help="检查绩效目标表 / check tables",
        description="检查绩效目标表、项目或指标（公开表的文本、YAML 或 JSON）。"
        " / Check tables, projects or indicators (the text of published tables, YAML or JSON).",
        epilog="退出码 / exit status: 0 没有错误级别的发现 nothing of severity error; 1 有 errors found "
        "(--diff: 或有可修正的 or something to fix); 2 有文件无法处理或用法有误 a file failed, or wrong usage",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="文件，- 为标准输入 / files, - for stdin")
    add_options(parser)
    parser.add_argument(
        "--format", choices=("text", "json", "sarif", "github"), default="text", help="输出格式 / form of the output"
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="输出文件 / where to write (default: stdout)")
    parser.add_argument("--statistics", action="store_true", help="只按规则计数 / only count by rule")
    parser.add_argument("--fix", action="store_true", help="把确定的改法写进 YAML、JSON 文件 / write certain fixes")
    parser.add_argument("--diff", action="store_true", help="只显示 --fix 会改什么 / only show what --fix would change")
    parser.add_argument("--exit-zero", action="store_true", help="有错误也退出 0 / exit 0 though errors were found")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    try:
        _refuse(options)
        config = asked(options)
        files = [_Run(options, config, path) for path in dict.fromkeys(options.files)]
        results = Results(tuple(file.checked() for file in files), config, options.lang, options.exit_zero)
        if options.diff:
            save(options.output, "".join(file.diff for file in files), options.lang)
            return _diffed(results)
        _report(results, options)
    except FileProblem as problem:
        say(str(problem))
        return 2
    return results.status()


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


def _report(results: Results, options: argparse.Namespace) -> None:
    if options.format == "json":
        text = (statistics_json(results) if options.statistics else json_document(results)) + "\n"
    elif options.format == "sarif":
        text = sarif_log(results) + "\n"
    elif options.format == "github":
        text = github_commands(results)
    else:
        found = statistics_text(results) if options.statistics else findings_text(results)
        text = f"{found}{summary(results)}\n"
    if options.fix and options.files == ["-"] and options.output is None:
        say(text.removesuffix("\n"))  # stdout has the fixed file
    else:
        save(options.output, text, options.lang)


def _diffed(results: Results) -> int:
    fixed = results.fixed
    say(f"would fix {fixed}" if results.lang == "en" else f"将修正 {fixed} 处")
    return results.status() or (1 if fixed and not results.exit_zero else 0)


class _Run:
    """One file on its way: read, fixed where that is asked for, checked."""

    def __init__(self, options: argparse.Namespace, config: Config, path: str) -> None:
        self.options = options
        self.lang: str = options.lang
        self.config = config
        self.path = path
        self.name = shown_name(path)
        self.diff = ""

    def checked(self) -> Checked:
        """Check the file; whatever is wrong with it is said, and hides nothing of the others."""
        try:
            with told(self.path, self.lang):
                data = read_bytes(self.path)
                source = load_source(self.path, data, self.lang)
                checked = self._checked(source)
        except FileProblem as problem:
            return self._failed(Checked(self.name), problem)
        if not (self.options.fix or self.options.diff):
            return checked
        try:
            with told(self.path, self.lang):
                return self._fixed(source, data)
        except FileProblem as problem:
            return self._failed(checked, problem)
        except FixError as problem:
            said = problem.en if self.lang == "en" else problem.zh
            name = visible(self.name)
            text = f"{name}: not fixed: {said}" if self.lang == "en" else f"{name}：未修正：{said}"
            return self._failed(checked, FileProblem(text, f"未修正：{problem.zh}", f"not fixed: {problem.en}"))

    def _failed(self, checked: Checked, problem: FileProblem) -> Checked:
        say(str(problem))
        return evolve(checked, failure=Failure(problem.zh, problem.en, problem.position))

    def _checked(self, source: Source) -> Checked:
        obj = read_source(source, self.lang)
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
        if self.options.diff:
            self.diff = "".join(_diff(source, fixed.source, self.name))
        elif self.path == "-":
            save(None, new, self.lang)
        elif fixed.done:
            save(self.path, new, self.lang)
        checked = Checked.of(self.name, fixed.report, Editor(fixed.source, fixed.obj), len(fixed.done))
        self._say_what_is_left(checked, fixed)
        return checked

    def _say_what_is_left(self, checked: Checked, fixed: Fixed) -> None:
        if fixed.left and Editor(fixed.source, fixed.obj).form == "text":
            name = visible(self.name)
            say(
                f"{name}: --fix works on YAML and JSON; write one with perfmodel parse first"
                if self.lang == "en"
                else f"{name}：--fix 只改 YAML 和 JSON；请先用 perfmodel parse 转成 YAML"
            )
            return
        for finding, reason in fixed.left:
            said = f"; not fixed: {reason.en}" if self.lang == "en" else f"；未修正：{reason.zh}"
            say(headline(checked, finding, self.lang) + said)


def _diff(old: Source, new: Source, name: str) -> Iterator[str]:
    """A unified diff, with the note that diffs have where a file does not end with a line end."""
    shown = visible(name)
    before, after = _LINE.findall(old.text), _LINE.findall(new.text)
    matcher = difflib.SequenceMatcher(None, *((before, after) if len(before) != len(after) else ("", "")))
    if len(before) == len(after):
        # A value is mended in its line: looking for lines that moved takes long, and none does.
        matcher.opcodes = list(_changed(before, after))  # type: ignore[attr-defined]
    for at, group in enumerate(matcher.get_grouped_opcodes()):
        if at == 0:
            yield f"--- {shown}\n+++ {shown}\n"
        (_tag, first, _i2, first_new, _j2), (*_ends, last, _j1, last_new) = group[0], group[-1]
        yield f"@@ -{_range(first, last)} +{_range(first_new, last_new)} @@\n"
        for tag, i1, i2, j1, j2 in group:
            yield from _marked(" " if tag == "equal" else "-", before[i1:i2])
            yield from _marked("+", () if tag == "equal" else after[j1:j2])


def _changed(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What differs between as many lines, as `difflib` has it."""
    start = 0
    for same, run in groupby(one == other for one, other in zip(before, after, strict=True)):
        end = start + sum(1 for _line in run)
        yield "equal" if same else "replace", start, end, start, end
        start = end


def _range(start: int, end: int) -> str:
    """Lines as a diff names them: the first, and how many where not one."""
    if end - start == 1:
        return str(start + 1)
    return f"{start + 1 if end > start else start},{end - start}"


def _marked(mark: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield mark + (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
