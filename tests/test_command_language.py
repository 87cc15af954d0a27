"""The command line speaks one language at a time: what argparse says too, in every version of Python."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import shlex
from collections.abc import Callable
from typing import Any

import pytest

from perfmodel._internal.did_you_mean import unknown
from perfmodel.cli import main, parser
from perfmodel.cli.argparse_words import ARGPARSE_CHINESE, in_chinese
from perfmodel.cli.commands import COMMANDS
from perfmodel.source.characters import width
from perfmodel.source.excerpt import wrapped

# What argparse says to whoever writes a parser, or about what no parser of ours has.
TO_PROGRAMMERS = re.compile(
    r"\.__call__\(\) not defined|conflicting .*|argument \"-\" with mode %r|cannot merge .*|'required' is an invalid .*|"
    r"invalid option string .*|dest= is required .*|invalid conflict_resolution .*|mutually exclusive .*|"
    r"cannot have multiple .*|%r is not callable|.* is deprecated|%\(prog\)s: (error|warning): %\(message\)s\n"
)
# Said by the formatter and the parser in words of our own.
HEADINGS = {"usage: ", "options", "positional arguments", "show this help message and exit", "subcommands"}

UNKNOWN_COMMAND = unknown(("命令", "command"), "chek", COMMANDS)

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        return status, *capsys.readouterr()

    return run


def commands(lang: str = "zh") -> dict[str, argparse.ArgumentParser]:
    (action,) = (action for action in parser(lang=lang)._actions if isinstance(action, argparse._SubParsersAction))
    found: dict[str, Any] = action.choices
    return found


def test_all_that_argparse_says_to_users_is_translated() -> None:
    said: set[str] = set()
    for call in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext"):
            said |= {text.value for text in call.args if isinstance(text, ast.Constant) and isinstance(text.value, str)}
    assert len(said) > 30
    to_users = {text for text in said if not TO_PROGRAMMERS.fullmatch(text)} - HEADINGS
    assert to_users <= ARGPARSE_CHINESE.keys()
    assert {"expected one argument", "unrecognized arguments: %s"} <= to_users


@pytest.mark.parametrize("template", ARGPARSE_CHINESE)
def test_every_message_comes_out_whole(template: str) -> None:
    names = re.findall(r"%\((\w+)\)", template)
    values: Any = {name: f"«{name}»" for name in names} if names else tuple("«it»" for _ in range(template.count("%")))
    chinese = in_chinese(template % values)
    assert sorted(re.findall("«[a-z_]+»", chinese)) == sorted(re.findall("«[a-z_]+»", template % values))
    assert not re.search("[A-Za-z]{2}", re.sub("«[a-z_]+»", "", chinese)), chinese
    assert "“'" not in chinese
    assert "{" not in chinese


def test_a_message_inside_another_and_signs_in_a_value() -> None:
    message = "argument -o/--output: ignored explicit argument 'a: b / (choose from c)'"
    assert in_chinese(message) == "参数 -o/--output：不带值，却给了“a: b / (choose from c)”"
    assert in_chinese("something new") == "something new"


@pytest.mark.parametrize(
    ("line", "chinese", "english"),
    [
        ("chek", *(UNKNOWN_COMMAND.text(lang) for lang in ("zh", "en"))),
        ("check --slect V a", "未知选项“--slect”，是否为“--select”？", "unknown option “--slect”; did you mean “--select”?"),
        ("check --slect=V a", "未知选项“--slect”，是否为“--select”？", "unknown option “--slect”; did you mean “--select”?"),
        ("--versoin", "未知选项“--versoin”，是否为“--version”？", "unknown option “--versoin”; did you mean “--version”?"),
        ("check --qqqq a", "未知选项“--qqqq”", "unknown option “--qqqq”"),
        ("check a --fromat xml", "未知选项“--fromat”，是否为“--format”？", "unknown option “--fromat”; did you mean “--format”?"),
        ("rules --format jsn", "参数 --format：应为“text”或“json”，实为“jsn”，是否为“json”？", "argument --format: expected “text” or “json”, got “jsn”; did you mean “json”?"),
        ("parse --layout 4", "参数 --layout：应为 1、2 或 3，实为 4", "argument --layout: expected 1, 2 or 3, got 4"),
        ("parse --layout x", "参数 --layout：应为整数，实为“x”", "argument --layout: invalid int value: 'x'"),
        ("check", "缺少参数：FILE", "the following arguments are required: FILE"),
        ("diff a", "缺少参数：NEW", "the following arguments are required: NEW"),
        ("form a", "缺少参数：-o/--output", "the following arguments are required: -o/--output"),
        ("check --jobs 0 a", "参数 --jobs：应为正整数，实为“0”", "argument --jobs: expected a positive number, got “0”"),
        ("check --pages x a", "参数 --pages：应如 1-3,5，实为“x”", "argument --pages: expected something like 1-3,5, got “x”"),
        ("check --config a --isolated b", "参数 --isolated：不能与 --config 同用", "argument --isolated: not allowed with argument --config"),
        ("explain V06 V07 V08", "多余的参数：V07 V08", "unrecognized arguments: V07 V08"),
        ("check --ex a --i b", "选项 --i 不明确，可以是 --include、--ignore、--isolated", "ambiguous option: --i could match --include, --ignore, --isolated"),
        ("check --fix=3 a", "参数 --fix：不带值，却给了“3”", "argument --fix: ignored explicit argument '3'"),
        ("check a --jobs", "参数 --jobs：须有一个值", "argument --jobs: expected one argument"),
    ],
)  # fmt: skip
def test_wrong_usage(said: Said, line: str, chinese: str, english: str) -> None:
    for lang, message, heads in (
        ("zh", f"用法有误：{chinese}", ("用法：", "用法有误：")),
        ("en", f"wrong usage: {english}", ("usage: ", "wrong usage: ")),
    ):
        words = shlex.split(line)
        status, out, err = said(*words, *(() if lang == "zh" else ("--lang=en",)))
        if lang == "en" and words[-1] == "--jobs":
            status, out, err = said("check", "--lang", "en", "a", "--jobs")
        assert (status, out) == (2, "")
        assert err.splitlines()[-1].partition(": ")[2] == message
        assert err.startswith(heads[0])
        command = f" {words[0]}" if words[0] in COMMANDS else ""
        assert err.splitlines()[-1].startswith(f"perfmodel{command}: {heads[1]}")


def test_a_misspelled_command_has_a_near_one() -> None:
    assert "check" in UNKNOWN_COMMAND.zh
    assert "did you mean" in UNKNOWN_COMMAND.en


def test_a_language_that_there_is_not(said: Said) -> None:
    assert said("rules", "--lang", "fr")[2].endswith("参数 --lang：应为“zh”或“en”，实为“fr”\n")


def test_the_language_may_stand_before_the_command(said: Said) -> None:
    english = said("check", "no-such-file", "--lang=en")
    chinese = said("check", "no-such-file")
    assert english[2].isascii()
    assert re.search("[一-鿿]", chinese[2])
    assert said("--lang", "en", "check", "no-such-file") == english
    assert said("--lang", "en", "check", "no-such-file", "--lang", "zh") == chinese


def test_a_hostile_word_does_not_speak_to_the_terminal(said: Said) -> None:
    for words in (
        ["\x1b[31m"],
        ["check", "--fo\x1b[31m"],
        ["check", "--format", "\x1b]0;x\x07", "a"],
        ["target", "a", "--t\x1b"],
    ):
        status, _out, err = said(*words)
        assert status == 2
        assert "\x1b" not in err


def test_bare_perfmodel_shows_what_there_is_and_fails(said: Said) -> None:
    """As ruff and uv: a script that forgot the command must not go on, and its pipe gets nothing."""
    status, out, err = said()
    assert (status, out) == (2, "")
    assert said("--help") == (0, err, "")
    for name, command in COMMANDS.items():
        assert f"\n  {name} " in err
        assert f"$ {command.example}\n" in err
    headings = [line for line in err.splitlines() if line.endswith("：") and not line.startswith(" ")]
    assert headings == ["检查与转换：", "对照与填报：", "查阅：", "设置：", "选项："]
    english = said("--lang", "en")
    assert english[:2] == (2, "")
    assert re.findall(r"^(\S.*):$", english[2], flags=re.MULTILINE) == [
        "Check and convert", "Compare and report", "Look up", "Set up", "options",
    ]  # fmt: skip


def test_commands_are_those_that_there_are() -> None:
    assert list(commands()) == list(COMMANDS)
    for name, command in COMMANDS.items():
        words = shlex.split(command.example)
        assert words[:2] == ["perfmodel", name]
        assert parser().parse_args(words[1:]).run


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_in_one_language(said: Said, name: str) -> None:
    words = [name] if name else []
    for lang in ("zh", "en"):
        status, out, err = said(*words, "--help", "--lang", lang) if name else said("--lang", lang, "--help")
        assert (status, err) == (0, "")
        assert " / " not in out
        # A list of choices stands on one line.
        assert max(width(line) for line in out.splitlines() if not re.fullmatch(r"\s*\[\S+ \{\S+\}\]", line)) <= 80
        # Names of files in examples may be Chinese in English help, and some values are words of the field.
        lines = [line for line in out.splitlines() if "perfmodel" not in line]
        if lang == "en":
            assert not re.search("[一-鿿]", "\n".join(lines)), out
        else:
            assert not re.search(r"usage|argument|options?:|exit status|default:", out)


def test_every_text_of_help_is_a_pair() -> None:
    """What an option says in one language only would be shown to all; a second stroke would be taken for the pair's."""
    zh, en = commands("zh"), commands("en")
    for name, command in zh.items():
        pairs = [(command.description, en[name].description), (command.epilog, en[name].epilog)]
        pairs += [(action.help, other.help) for action, other in zip(command._actions, en[name]._actions, strict=True)]
        for chinese, english in pairs:
            assert chinese, name
            assert english, name
            assert re.search("[一-鿿]", chinese), (name, chinese)
            assert not re.search("[一-鿿]", english.partition("\n")[2] or english.removeprefix("Example: ")), name
            assert " / " not in chinese + english, (name, chinese)


def test_a_text_is_wrapped_by_the_width_of_its_characters() -> None:
    text = "每个文件最多读几秒（默认：不限），超过就不读；perfmodel parse --timeout 10 表.pdf"
    for columns in range(14, 90):
        lines = wrapped(text, columns)
        assert all(width(line) <= columns for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line[0] in "，。；）：" or line[-1] in "（" for line in lines)
    assert wrapped("", 10) == [""]
    assert wrapped("averyveryverylongword b", 10) == ["averyveryverylongword", "b"]
