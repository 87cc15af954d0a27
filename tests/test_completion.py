"""perfmodel completion: the scripts by which shells complete, made from the parsers themselves."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from perfmodel._internal.optional import install_command
from perfmodel.cli import main
from perfmodel.cli.commands import COMMANDS
from perfmodel.cli.completion import completion_script
from perfmodel.reports.rule_catalogue import entries
from tests.test_command_language import commands

pytest.importorskip("shtab")
SHELLS = ("bash", "zsh", "fish", "powershell")


def options_of(command: argparse.ArgumentParser) -> list[str]:
    return [option for action in command._actions for option in action.option_strings]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_is_in_the_script(shell: str) -> None:
    script = completion_script(shell)
    for name, command in commands().items():
        assert re.search(rf"\b{name}\b", script), name
        for option in options_of(command):
            # fish has `-l format` and `-s o`.
            long = option.startswith("--")
            written = (
                rf"-l ['\"]?{option[2:]}\b|-s ['\"]?{option[1:]}\b" if shell == "fish" else rf"{re.escape(option)}\b"
            )
            if not (shell == "fish" and not long):
                assert re.search(written, script), (name, option)
        for action in command._actions:
            for choice in action.choices or ():
                assert re.search(rf"\b{re.escape(str(choice))}\b", script), (name, choice)
    assert "V06" in script
    assert "central-2021" in script


def test_scripts_are_in_the_language_that_is_asked_for() -> None:
    assert "检查绩效目标表" in completion_script("zsh")
    assert "检查" not in completion_script("zsh", "en")
    assert "Check tables" in completion_script("zsh", "en")


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs bash")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["perfmodel", ""], set(COMMANDS)),
        (["perfmodel", "che"], {"check"}),
        (["perfmodel", "check", "--f"], {"--format", "--fix", "--force"}),
        (["perfmodel", "check", "a.yaml", "--form"], {"--format"}),
        (["perfmodel", "check", "--color", ""], {"auto", "always", "never"}),
        (["perfmodel", "rules", "--format", "j"], {"json"}),
        (["perfmodel", "explain", "S0"], {entry.code for entry in entries() if entry.code.startswith("S0")}),
        (["perfmodel", "rules", "--profile", "c"], {"central-2015", "central-2021"}),
        (["perfmodel", "completion", ""], set(SHELLS)),
        (["perfmodel", "check", "一"], {"一张表.yaml"}),
        (["perfmodel", "diff", "一张表.yaml", "二"], {"二 张表.yaml"}),
        (["perfmodel", "parse", "a", "-o", "二"], {"二 张表.yaml"}),
    ],
)
def test_bash_completes(words: list[str], completed: set[str], tmp_path: Path) -> None:
    (tmp_path / "script").write_text(completion_script("bash"), encoding="utf-8")
    (tmp_path / "一张表.yaml").touch()
    (tmp_path / "二 张表.yaml").touch()
    code = """
source ./script
[[ $(complete -p perfmodel) == *_shtab_perfmodel* ]] || exit 1
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_shtab_perfmodel perfmodel "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""
    done = subprocess.run(["bash", "-c", code, "bash", *words], cwd=tmp_path, capture_output=True, check=True)
    assert set(done.stdout.decode().splitlines()) == completed


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
def test_fish_completes(tmp_path: Path) -> None:
    (tmp_path / "script").write_text(completion_script("fish"), encoding="utf-8")
    for line, expected in (("perfmodel che", {"check"}), ("perfmodel check --f", {"--fix", "--force", "--format"})):
        code = f'source script; complete -C "{line}"'
        done = subprocess.run(["fish", "-c", code], cwd=tmp_path, capture_output=True, check=True)
        assert {found.partition("\t")[0] for found in done.stdout.decode().splitlines()} == expected


@pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")
def test_zsh_takes_the_script(tmp_path: Path) -> None:
    (tmp_path / "_perfmodel").write_text(completion_script("zsh"), encoding="utf-8")
    assert subprocess.run(["zsh", "-n", "_perfmodel"], cwd=tmp_path, check=False).returncode == 0


def test_without_the_library_the_extra_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert capsys.readouterr() == ("", f"perfmodel: 需要 shtab，请安装：{install_command('completion')}\n")
    assert main(["completion", "bash", "--lang", "en"]) == 2
    assert capsys.readouterr() == ("", f"perfmodel: shtab is needed: {install_command('completion')}\n")
