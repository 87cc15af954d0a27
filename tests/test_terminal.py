"""perfmodel check on a terminal: colours where they are wanted, projects together, what to do next; in a pipe as ever."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from perfmodel import Finding, Project, Report, TargetTable, validate
from perfmodel.cli.screen import screen_on
from perfmodel.reports.counts import Counts
from perfmodel.reports.results import Checked
from perfmodel.reports.terminal import advice, ending_text, styled_findings
from perfmodel.source.characters import width
from tests.examples import example
from tests.golden import FOLDER
from tests.test_api import ROOT

pytest.importorskip("rich")
TABLE = "tests/tables/hazards.yaml"
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
HIDES_RICH = "import sys; sys.modules['rich'] = sys.modules['rich.console'] = None; sys.argv[0] = 'perfmodel'\n"


def environment(**given: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return {**bare, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm", **given}


def piped(*arguments: str, **given: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "perfmodel", *arguments],
        cwd=ROOT,
        env=environment(**given),
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode()


def on_terminal(
    *arguments: str, columns: int = 80, code: str = "", given: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run a command whose stdout is a terminal; return its exit status and what the terminal got."""
    pty = pytest.importorskip("pty")
    termios, fcntl, struct = (pytest.importorskip(name) for name in ("termios", "fcntl", "struct"))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    start = (
        ["-c", f"{code}from perfmodel.cli import main; sys.exit(main(sys.argv[1:]))"] if code else ["-m", "perfmodel"]
    )
    run = subprocess.Popen(
        [sys.executable, *start, *arguments],
        cwd=ROOT, env=environment(**(given or {})), stdin=slave, stdout=slave, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(slave)
    seen = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(master)
    return run.wait(), seen.decode().replace("\r\n", "\n")


def test_a_pipe_gets_plain_text() -> None:
    """Whatever the environment says of terminals, but what forces colours."""
    plain = piped("check", TABLE)
    assert plain[0] == 1
    assert "\x1b" not in plain[1]
    assert plain[1].startswith(f"{TABLE}:")
    for given in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": ""}, {"FORCE_COLOR": ""}, {"COLUMNS": "20"}):
        assert piped("check", TABLE, **given) == plain
    assert piped("check", TABLE, "--color", "never", FORCE_COLOR="1") == plain
    assert piped("check", TABLE, "--color", "never") == plain


def test_a_terminal_gets_colours_and_projects() -> None:
    status, seen = on_terminal("check", TABLE)
    assert status == 1
    text = ESCAPE.sub("", seen)
    assert text != seen
    assert "\x1b" not in text
    assert "\x1b[1;31m错误\x1b[0m \x1b[1mW04\x1b[0m" in seen
    assert max(map(width, text.splitlines())) <= 80
    found = validate(example((ROOT / TABLE).read_text(encoding="utf-8")))
    assert set(re.findall(r"\b([A-Z]\d\d)\b  ", text)) >= {finding.code for finding in found}
    # Below the name of each project, and above that of the next, stand its findings.
    assert isinstance(found.obj, TargetTable)
    names = [project.name or "" for project in found.obj.projects if project.name]
    heads = [text.index(f" {name}\n") for name in names if f" {name}\n" in text]
    assert heads == sorted(heads)
    assert len(heads) == len(
        {finding.path.partition("]")[0] for finding in found if finding.path.startswith("projects[")}
    )
    assert text.splitlines()[-2].startswith("下一步：先改 2 个错误；perfmodel explain ")


@pytest.mark.parametrize("given", [{"NO_COLOR": "1"}, {}])
def test_without_colours_the_layout_stays(given: dict[str, str]) -> None:
    arguments = () if given else ("--color", "never")
    status, seen = on_terminal("check", TABLE, *arguments, given=given)
    assert status == 1
    assert not re.search(r"\x1b\[(?:\d+;)*3\d", seen)
    assert ESCAPE.sub("", seen) == ESCAPE.sub("", on_terminal("check", TABLE)[1])


def test_a_terminal_without_rich_or_that_is_dumb_gets_plain_text_and_advice() -> None:
    plain = piped("check", TABLE)[1]
    status, seen = on_terminal("check", TABLE, code=HIDES_RICH)
    assert (status, seen) == (1, plain + seen[len(plain) :])
    assert seen[len(plain) :].startswith("下一步：")
    assert on_terminal("check", TABLE, given={"TERM": "dumb"}) == (1, plain)


def test_colours_are_forced_into_a_pipe() -> None:
    for arguments, given in ((("--color", "always"), {"NO_COLOR": "1", "TERM": "dumb"}), ((), {"FORCE_COLOR": "1"})):
        status, out = piped("check", TABLE, *arguments, COLUMNS="80", **given)
        assert status == 1
        assert "\x1b[1;31m错误\x1b[0m" in out
    assert "\x1b" not in piped("check", TABLE, "--format", "json", "--color", "always")[1]
    assert "\x1b" not in piped("check", TABLE, "--statistics", FORCE_COLOR="1")[1]


def test_a_file_gets_no_colours(tmp_path: Path) -> None:
    assert on_terminal("check", TABLE, "-o", str(tmp_path / "a.txt"), "--color", "always") == (1, "")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == piped("check", TABLE)[1]


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "perfmodel", "check", TABLE, "--color", "always"],
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert run.stdout is not None
    run.stdout.close()
    _out, err = run.communicate()
    assert (run.returncode, err) == (0, b"")


def test_what_a_file_says_does_not_speak_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m[red].yaml"
    path.write_text('projects:\n- name: "[bold]会议费[/bold] \\u001b]0;x\\u0007\\u202e:smile:"\n', encoding="utf-8")
    seen = on_terminal("check", str(path))[1]
    text = ESCAPE.sub("", seen)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold]会议费[/bold]" in text
    assert ":smile:" in text


@pytest.mark.parametrize("columns", [20, 40, 80, 120, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_is_shown_at_every_width(columns: int, lang: str) -> None:
    path = FOLDER / "hazards.yaml"
    obj = example(path.read_text(encoding="utf-8"))
    report = validate(obj)
    shown = styled_findings(Checked("表.yaml", report), lang, columns)
    flat = re.sub(r"\s", "", shown.plain)
    for finding in report:
        assert re.sub(r"\s", "", finding.render(lang)) in flat
    caret_lines = [line for line in shown.lines if set("".join(text for text, _style in line)) == {" ", "^"}]
    assert all(style in ("error", "warning", "hint") for line in caret_lines for _text, style in line)


def test_findings_of_several_tables_and_of_a_project() -> None:
    table = TargetTable(projects=[Project("会议费")])
    several = [
        Finding("S02", "error", "没有指标", "tables[1].projects[0].indicators"),
        Finding("S02", "error", "没有指标", "tables[0].projects[0].indicators"),
        Finding("R04", "warning", "读不出", "tables[1].unread[0]"),
    ]
    file = Checked("a", Report(several), tables=(Report((), obj=table), Report((), obj=table)))
    text = styled_findings(file, "zh", 80).plain
    assert text.index("第2张表 第1个项目 会议费\n") < text.index("第1张表 第1个项目 会议费\n") < text.index("R04")
    assert text.count("S02") == 2
    report = validate(Project("会议费"))
    assert report
    assert "会议费" in styled_findings(Checked("a", report), "zh", 80).plain
    assert not any(styled_findings(one, "zh", 80) for one in (Checked("a", Report(())), Checked("b")))


def counted(*findings: tuple[str, str], fixable: int = 0) -> Counts:
    counts = Counts.of_findings([Finding(code, severity, "") for code, severity in findings])
    counts.fixable = fixable
    return counts


def test_advice_is_what_there_is_to_do() -> None:
    assert advice(counted(), "zh") == ()
    assert advice(Counts(files=1, failures=1), "zh") == ()
    hints = [("V01", "hint")] * 12
    # The rule that is explained is the most frequent of the errors, where there are some.
    assert advice(counted(*hints, ("S02", "error"), ("W04", "error"), ("W04", "error")), "zh") == (
        "下一步：先改 3 个错误；perfmodel explain W04 说明规则。",
    )
    assert advice(counted(*hints), "zh", {"severity"}) == ("下一步：perfmodel explain V01 说明规则。",)
    assert advice(counted(*hints, ("V06", "warning")), "zh", {"severity", "html"}) == (
        "下一步：perfmodel explain V01 说明规则。",
        "--severity warning 不看提示；--format html -o 报告.html 可转交。",
    )
    assert advice(counted(("V06", "warning"), fixable=1), "en") == (
        "Next: perfmodel explain V06 explains the rule.",
        "--diff shows what can be fixed, --fix writes it.",
    )
    assert (
        advice(counted(("V06", "error")), "en")[0]
        == "Next: correct the error first; perfmodel explain V06 explains the rule."
    )
    other = counted(("S02", "error"))
    other.add(counted(("W04", "error"), ("W04", "error")))
    assert "W04" in advice(other, "zh")[0]
    assert max(map(width, ending_text(other, "zh", (), 30).plain.splitlines())) <= 30


def test_there_is_no_screen_where_nobody_looks() -> None:
    assert screen_on(None, "always") is None
    assert screen_on(sys.stdout) is None


def test_colours_take_no_time_where_there_are_none() -> None:
    code = """
import os, sys
from perfmodel.cli import main
main(["--version"]); main(["check", "tests/tables/hazards.yaml", "-o", os.devnull]); main(["parse", "tests/tables/hazards.txt"])
print("\\n" + " ".join(sorted(name for name in sys.modules if name.split(".")[0] in ("rich", "shtab", "pygments"))))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == ""


def test_comparisons_and_messages_are_the_same_in_colour(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    old = (ROOT / TABLE).read_text(encoding="utf-8")
    new.write_text(
        old.replace("20所", "30所").replace("会议费", "会议培训费").replace("≥10年；每年检查", "≥8年"), encoding="utf-8"
    )
    for lang in ("zh", "en"):
        plain = piped("diff", TABLE, str(new), "--lang", lang)
        colored = piped("diff", TABLE, str(new), "--lang", lang, "--color", "always")
        assert "\x1b[1;35m" in colored[1]
        assert (colored[0], ESCAPE.sub("", colored[1])) == plain
        assert ESCAPE.sub("", on_terminal("diff", TABLE, str(new), "--lang", lang)[1]) == plain[1]
    assert "\x1b" not in piped("diff", TABLE, str(new), "--format", "json", "--color", "always")[1]


def test_what_reading_found_is_the_same_in_colour() -> None:
    for arguments in (("tests/tables/hazards.txt",), ("tests/tables/hazards.txt", "--lang", "en")):
        plain, colored = (
            subprocess.run(
                [sys.executable, "-m", "perfmodel", "parse", *arguments, "--color", color],
                cwd=ROOT, env=environment(), capture_output=True, check=False,
            )
            for color in ("never", "always")
        )  # fmt: skip
        assert plain.stdout == colored.stdout
        assert b"\x1b" not in plain.stderr
        assert "\x1b[1;31merror\x1b[0m" in colored.stderr.decode()
        assert ESCAPE.sub("", colored.stderr.decode()) == plain.stderr.decode()


def test_what_is_grouped_by_something_else_is_plain() -> None:
    plain = piped("check", TABLE, "--group-by", "rule")[1]
    status, seen = on_terminal("check", TABLE, "--group-by", "rule")
    assert (status, seen[: len(plain)]) == (1, plain)
    assert seen[len(plain) :].startswith("下一步：")
    assert ESCAPE.sub("", on_terminal("check", TABLE, "--group-by", "project")[1]) == ESCAPE.sub(
        "", on_terminal("check", TABLE)[1]
    )


def test_hints_that_are_hidden_are_neither_shown_nor_advised_about() -> None:
    shown = on_terminal("check", TABLE, "--severity", "warning")[1]
    assert "提示" not in shown.partition("共 ")[0]
    assert "不看提示" not in shown
