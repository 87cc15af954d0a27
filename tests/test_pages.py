"""Every fenced block of every page runs, or is held to what its language says; examples with ``>>>`` run as doctests."""

from __future__ import annotations

import doctest
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfmodel import Profile, from_yaml, read, to_yaml
from perfmodel.checks.config import load_config
from perfmodel.cli import main, parser
from tests.pages import PAGES, ROOT, Block, blocks, commands, ours

TABLE = ROOT / "tests" / "tables" / "guangzhou-disability-employment.txt"
BLOCKS = [block for page in PAGES for block in blocks(page)]
# Directives of the site, built by Sphinx and by nobody else.
SITE = ("{toctree}", "{eval-rst}")
SHOWN = ("text", "diff")
LANGUAGES = ("python", "sh", "console", "yaml", "json", "toml", *SHOWN, *SITE)
# What begins a README is run by .ci/run.
BY_CI = ("README.md", "README.zh-CN.md")


def of(*languages: str, run: bool = True) -> list[Block]:
    return [block for block in BLOCKS if block.language in languages and block.run >= run]


def names(found: list[Block]) -> list[str]:
    return [str(block) for block in found]


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_block_has_a_language_that_is_handled(page: Path) -> None:
    assert [str(block) for block in blocks(page) if block.language not in LANGUAGES] == []


@pytest.mark.parametrize("block", of("python", run=False), ids=str)
def test_python(block: Block) -> None:
    if ">>>" in block.text:
        # pytest runs it; the fence would be taken for output without the blank line.
        assert block.text.endswith("\n\n") or block.text.splitlines()[-1].startswith((">>>", "...")), "ends in output"
        assert block.run
    else:
        compile(block.text, str(block), "exec")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the pages speak of, and ``perfmodel`` as a command."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "work").mkdir()
    text = TABLE.read_text(encoding="utf-8")
    for name in ("表.txt", "table.txt", "2024.txt", "tests/tables/" + TABLE.name):
        _write(folder / "work" / name, text)
    later = text.replace("2024-2025年", "2025-2026年").replace("2023-2024年", "2024-2025年")
    _write(folder / "work" / "2025.txt", later.replace("80%或以上", "85%或以上"))
    shutil.copy(TABLE.with_suffix(".pdf"), folder / "work" / "tests" / "tables")
    for sample in (ROOT / "docs" / "pictures" / "forms").glob("*.[ht]*"):
        _write(folder / "work" / "forms" / sample.name, sample.read_text(encoding="utf-8"))
    table = read(TABLE)
    for name in ("表.yaml", "table.yaml", "2024.yaml", "tables/2024.yaml"):
        _write(folder / "work" / name, to_yaml(table))
    for name in ("2025.yaml", "tables/2025.yaml"):
        _write(folder / "work" / name, to_yaml(read(folder / "work" / "2025.txt")))
    if os.name == "posix":
        command = folder / "bin" / "perfmodel"
        _write(command, f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m perfmodel "$@"\n')
        command.chmod(0o755)
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _to_run() -> list[Path]:
    runs = {block.page for block in of("sh", "console") if block.page.name not in BY_CI}
    plain = {block.page for block in of("python") if ">>>" not in block.text}
    return sorted(runs | plain | {ROOT / name for name in BY_CI if (ROOT / name).exists()})


def _run(line: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """A command's exit status, and what it put out and said."""
    words = shlex.split(line)
    if words[0] == "perfmodel" and not set(line) & set("|<>;&$"):
        # Without a process of its own: pages have many commands.
        output = io.BytesIO()
        stream = io.TextIOWrapper(output, encoding="utf-8", write_through=True)
        with monkeypatch.context() as patch:
            for name in ("stdout", "stderr"):
                patch.setattr(sys, name, stream)
            patch.setattr(sys, "stdin", io.StringIO())
            status = main([name for word in words[1:] for name in sorted(glob(word)) or [word]])
        return status, output.getvalue().decode()
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


@pytest.mark.skipif(os.name != "posix", reason="the pages speak of a shell")
@pytest.mark.parametrize("page", _to_run(), ids=lambda page: str(page.relative_to(ROOT)))
def test_commands(page: Path, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page, one behind the other in one folder, exit and say as the page says."""
    work = tmp_path / "work"
    shutil.copytree(samples / "work", work)
    monkeypatch.chdir(work)
    monkeypatch.setenv("PATH", f"{samples / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    space: dict[str, Any] = {"__name__": "page"}
    for block in blocks(page):
        if "file" in block.marks:
            _write(work / block.marks["file"], block.text)
        elif block.run and block.language == "python" and ">>>" not in block.text:
            exec(compile(block.text, str(block), "exec"), space)
        elif block.run and block.language in ("sh", "console"):
            for command in commands(block):
                if page.name in BY_CI and command.line.startswith("python3 -m venv"):
                    continue
                assert ours(command.line), f"{block}: no command of ours, say why it is not run: {command.line}"
                status, output = _run(command.line, monkeypatch)
                said = f"{block}: {command.line}\n{output}"
                assert status == command.status, said
                if command.output is not None:
                    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
                    assert doctest.OutputChecker().check_output(
                        command.output.replace("…\n", "...\n"), output, flags
                    ), said


@pytest.mark.parametrize("block", of("sh", "console", "yaml", run=False), ids=str)
def test_calls_are_right_usage(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that are not run too: in files of CI, or behind a tool that is not here."""
    lines = [command.line for command in commands(block) if command.status != 2]
    if block.language == "yaml":
        lines = re.findall(r"run: *(.+)", block.text)
        lines += [f"{entry} FILE" for entry in re.findall(r"entry: *(.+)", block.text)]
    for line in lines:
        for words in ours(line):
            try:
                parser().parse_args(words)
            except SystemExit as stop:
                assert stop.code == 0, f"{block}: {line}: {capsys.readouterr().err}"


@pytest.mark.parametrize("block", of("yaml"), ids=str)
def test_yaml(block: Block, tmp_path: Path) -> None:
    """A table of ours is read, a profile loaded; files of CI are YAML at least."""
    (plain,) = yaml.safe_load_all(block.text)
    if isinstance(plain, list):
        if all("goal" in item or "indicators" in item for item in plain):
            from_yaml("projects:\n" + block.text)
    elif "extends" in plain:
        path = tmp_path / "own.yaml"
        path.write_text(block.text, encoding="utf-8")
        Profile.load(path)
    elif not {"jobs", "repos"} & set(plain):
        from_yaml(block.text)


@pytest.mark.parametrize("block", of("toml"), ids=str)
def test_toml(block: Block, tmp_path: Path) -> None:
    path = tmp_path / ("pyproject.toml" if block.text.startswith("[tool.perfmodel") else "perfmodel.toml")
    path.write_text(block.text, encoding="utf-8")
    load_config(path)


@pytest.mark.parametrize("block", of("json"), ids=str)
def test_json(block: Block) -> None:
    assert json.loads(block.text)
