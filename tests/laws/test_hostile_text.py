"""Law: whatever stands in whatever field, no output obeys it: no notebook, spreadsheet, terminal, log, picture or host of code."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
import tempfile
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfmodel import (
    Finding,
    Funding,
    ParseError,
    Report,
    Suggestion,
    Target,
    TargetTable,
    compare,
    from_json,
    from_yaml,
    parse_indicator,
    parse_table,
    show,
    to_json,
    to_yaml,
    validate,
)
from perfmodel.cli import main
from perfmodel.formats.hidden import HIDDEN
from tests.hostile import TEXTS, hostile_table, says_nothing_to_terminals
from tests.laws.test_html import harmless, seen

# What may stand before, in and behind a text, and what each reader of it would do with that.
LEADS = (
    "",
    "=",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "\n=1",
    "'",
    "＝",
    "<",
    "&",
    "::error::",
    "$",
    "[red]",
    "{0}",
    "---\n",
    "#",
    "\\",
)
INNER = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=cmd|' /C calc'!A0", "\x1b[31m\x1b]0;x\x07", "\x9b31m",
    "\u202e\u2066反\u200b", "\ud800", "\ufeff", "a\u2028b\x85c", "\x00\x08\x7f", "$\\frac{1}{0}$", "[link=http://x.org]x[/link]",
    "[点此](http://example.org)", "%0A::error file=x::y", "${{ secrets }}", "\r\n::warning::x", "{0}{message}", "&#60;b&#62;", "]]>",
)  # fmt: skip
ENDS = ("", "[/red]", "</style>", "\x1b", "\u202e", "$", "](http://example.org)", "\U000e0001", "\n::error::x")

raw = st.tuples(
    st.sampled_from(LEADS), st.one_of(st.sampled_from(INNER), st.text(max_size=12)), st.sampled_from(ENDS)
).map("".join)
lines = raw.map(lambda text: " ".join(" ".join(text.splitlines()).split())).filter(bool)
# These take long; the profile says how hard to look.
MOST = settings().max_examples
SHORT = {name: text for name, text in TEXTS.items() if len(text) < 1000}


def kept(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Ask about the texts that are known to be dangerous before any others."""

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        for text in (*SHORT.values(), *INNER):
            one = " ".join(" ".join(text.splitlines()).split()) or "x"
            test = example(**dict(zip(names, (one, text), strict=False)))(test)
        return test

    return decorated


def table_with(line: str, text: str) -> TargetTable:
    """A table with a line in every field, a text of any lines where that may be, and what reading would say of it."""
    table = hostile_table(line, text)
    # Labels with brackets or full stops are not among the paths of reading.
    path = "projects[0].indicators[0].further." + re.sub(r"[.\[\]]", "", line)
    problems = [Finding("R06", "warning", text, path, english=text), Finding("R03", "hint", text, "", english=text)]
    return evolve(table, unread=(text, line), problems=problems)


def report_on(table: TargetTable, line: str, text: str) -> Report:
    found = [
        Finding("V06", "error", text, path, english=text, suggestion=Suggestion(text, certain, (path,)))
        for path in ("", "projects[0].indicators[0].name", f"projects[0].indicators[0].further.{line}", line)
        for certain in (True, False)
    ]
    return Report([*found, *validate(table)], obj=table)


@given(lines, raw)
@kept("line", "text")
def test_html_shows_it_as_text(line: str, text: str) -> None:
    table = table_with(line, text)
    report = report_on(table, line, text)
    found = compare(table, hostile_table(line + "二", text + "二"))
    for lang in ("zh", "en"):
        for value in (table, table.projects[0], table.projects[0].indicators[0], Target(text), report, found):
            assert seen(line if value is found else text)[:40] in harmless(show(value, lang)._repr_html_())
        harmless(report.show(None, lang)._repr_html_())


@given(lines, raw)
@kept("line", "text")
def test_print_shows_it_on_lines(line: str, text: str) -> None:
    table = table_with(line, text)
    report = report_on(table, line, text)
    found = compare(table, hostile_table(line + "二", text + "二"))
    for value in (table, table.projects[0], table.projects[0].indicators[0], report, found):
        for lang in ("zh", "en"):
            assert says_nothing_to_terminals(str(show(value, lang)))
    for lang in ("zh", "en"):
        assert says_nothing_to_terminals(found.render(lang))
        assert all(says_nothing_to_terminals(change.render(lang)) for change in found)
    assert len(str(report).splitlines()) == min(len(report), 101)


@given(lines, raw)
@kept("line", "text")
@settings(max_examples=MOST // 2)
def test_rich_shows_it_as_text(line: str, text: str) -> None:
    pytest.importorskip("rich")
    from rich.console import Console

    table = table_with(line, text)
    found = compare(table, hostile_table(line + "二", text + "二"))
    for value in (table, report_on(table, line, text), report_on(table, line, text).show(None), found):
        out = io.StringIO()
        Console(file=out, width=400, force_terminal=False).print(value)
        shown = out.getvalue()
        assert says_nothing_to_terminals(shown)
        if "[red]" in line and len(line) < 40:
            assert "[red]" in shown


@given(lines, raw)
@kept("line", "text")
@settings(max_examples=MOST // 2)
def test_spreadsheets_calculate_nothing(line: str, text: str) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl: Any = pytest.importorskip("openpyxl")
    from perfmodel.spreadsheets.xlsx import xlsx_bytes

    data = xlsx_bytes(table_with(line, text))
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr")
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "-", "@", "\t", "\r", "＝"):
                    assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            assert not re.search(rb"<f[ >]|<hyperlink|<script|<img|ddeLink", parts.read(name)), name


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def command(*arguments: str) -> tuple[int, str, str]:
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(arguments))
        out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return status, out.buffer.getvalue().decode("utf-8"), err.getvalue()


def can_be_typed(*arguments: str) -> bool:
    """Whether an operating system can hand over such arguments."""
    try:
        return b"\0" not in os.fsencode("".join(arguments))
    except UnicodeEncodeError:
        return False


def hides_nothing(text: str) -> bool:
    """Whether a text is lines of characters that do nothing; ones that Unicode has not named may be there."""
    return not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text.replace("\n", ""))


@given(lines, raw)
@kept("line", "text")
@settings(max_examples=MOST // 4)
def test_the_command_line_says_it_and_no_more(line: str, text: str) -> None:
    table = evolve(table_with(line, text), total=Funding(1), unread=(line,))
    with folder() as here:
        files = {
            "a.yaml": to_yaml(table),
            "b.json": to_json(evolve(hostile_table(line + "二", text), total=Funding(2))),
            "c.txt": f"项目支出绩效目标表\n{text}\n{line}",
        }
        for name, written in files.items():
            (here / name).write_bytes(written.encode("utf-8", "surrogatepass"))
        for arguments in (
            ("parse", "a.yaml"), ("parse", "a.yaml", "--to", "json", "--keys", "zh"), ("parse", "b.json", "--meanings"),
            ("parse", "c.txt"), ("check", "a.yaml", "b.json", "c.txt"), ("check", "a.yaml", "--lang", "en", "--fix", "--diff"),
            ("check", "a.yaml", "--format", "json"), ("diff", "a.yaml", "b.json"), ("diff", "a.yaml", "b.json", "--format", "json"),
            ("explain", line), ("check", "a.yaml", "--select", line), ("check", "a.yaml", "--profile", line), ("check", f"no{line}"),
            ("parse", "a.yaml", "--to", line), ("target", f"x{text}"), ("target", f"x{text}", "--to", "json", "--unit", text),
        ):  # fmt: skip
            if can_be_typed(*arguments):
                status, out, err = command(*arguments)
                assert status in (0, 1, 2), arguments
                assert hides_nothing(out) or "--diff" in arguments, arguments
                assert says_nothing_to_terminals(err), arguments
                assert "internal error" not in err, err
        commands = command("check", "a.yaml", "c.txt", "--format", "github")[1].splitlines()
        count = json.loads(command("check", "a.yaml", "c.txt", "--format", "json")[1])
        assert len(commands) == sum(len(file.get("findings", [])) for file in count["files"]) + count["failed"]
        for one in commands:
            assert re.match(r"::(error|warning|notice) file=[^:,]+(,[a-zA-Z]+=[^:,]+)*::", one)
            assert says_nothing_to_terminals(one)
        if not re.search("[\ud800-\udfff]", line + text):
            assert count["files"][0]["findings"], "the file was read"
        log = command("check", "a.yaml", "c.txt", "--format", "sarif")[1]
        assert hides_nothing(log)
        for result in json.loads(log)["runs"][0]["results"]:
            said = result["message"]["text"]
            assert "](" not in said
            assert re.fullmatch(r"(?:[^{}]|\{\{|\}\})*", said)
            assert says_nothing_to_terminals(said)


@given(lines, raw)
@kept("line", "text")
def test_files_hold_it_and_hide_nothing(line: str, text: str) -> None:
    table = evolve(hostile_table(line, text), total=Funding(1))
    for write, read in ((to_yaml, from_yaml), (to_json, from_json)):
        for keys in ("en", "zh"):
            written = write(table, keys)
            assert hides_nothing(written)
            if not re.search("[\ud800-\udfff]", line + text):  # halves of pairs: readers of YAML refuse them
                assert read(written) == table


@given(raw)
@kept("text")
def test_messages_of_errors_say_it_on_lines(text: str) -> None:
    calls: list[tuple[Callable[..., object], str]] = [
        (parse_indicator, text),
        (parse_table, text),
        (from_yaml, f"{text}: 3"),
        (from_yaml, f"name: a\nfunding: {{total: {text}}}"),
        (from_json, f'{{"projects": 3, "{text}": 4}}'),
    ]
    for read, written in calls:
        try:
            read(written)
        except ParseError as error:
            error.filename = text
            for lang in ("zh", "en"):
                assert says_nothing_to_terminals(error.render(lang))


@given(lines)
@kept("line")
@settings(max_examples=MOST // 6)
def test_pictures_reckon_nothing(line: str) -> None:
    matplotlib: Any = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    from matplotlib import cbook, pyplot
    from matplotlib.text import Text

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fonts that lack its characters
        table = hostile_table(line)
        for kind in ("money", "indicators", "targets"):
            for usetex in (False, True):
                with matplotlib.rc_context({"text.usetex": usetex}):
                    axes = table.plot(kind) if not usetex else table.plot(kind, ax=pyplot.figure().add_subplot())
                ours = [axes.title, axes.xaxis.label, *axes.get_yticklabels()]
                legend = axes.get_legend()
                ours += legend.get_texts() if legend is not None else []
                for text in ours:
                    assert isinstance(text, Text)
                    assert not cbook.is_math_text(text.get_text())
                    assert not text.get_usetex()
                if not usetex:
                    axes.figure.canvas.draw()
                pyplot.close("all")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("to", ["text", "yaml"])
def test_a_terminal_gets_what_may_be_shown(to: str, tmp_path: Path) -> None:
    import pty
    import subprocess

    text = "项目支出绩效目标表\n单位名称：某局 单位：万元\n项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标\n\n会议费\x1b]0;x\x07\x9b2J\u202e反 18.00 18.00 开好会议。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    master, slave = pty.openpty()
    asked = [sys.executable, "-X", "utf8", "-m", "perfmodel", "parse", str(tmp_path / "a.txt"), "--to", to]
    with subprocess.Popen(asked, stdout=slave, stderr=slave) as process:
        os.close(slave)
        found = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while piece := os.read(master, 65536):
                found += piece
    os.close(master)
    assert process.returncode in (0, 1)
    shown = found.decode("utf-8").replace("\r\n", "\n")
    assert "会议费" in shown
    # Colours are the program's own.
    assert says_nothing_to_terminals(re.sub(r"\x1b\[[\d;]*m", "", shown))
    piped = subprocess.run(asked, capture_output=True, check=False).stdout.decode("utf-8")
    assert ("\u202e" in piped) == (to == "text")


def test_every_hidden_character_is_known() -> None:
    hidden = (
        chr(code) for code in range(0x7F, 0x110000) if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zl", "Zp", "Cs")
    )
    assert [char for char in hidden if not HIDDEN.match(char)] == []
