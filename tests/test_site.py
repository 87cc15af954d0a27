"""What the pages promise: all public names, all commands and options; a Chinese page says what its English one does."""

from __future__ import annotations

import argparse
import ast
import re
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Any

import pytest

import perfmodel
from perfmodel.cli import parser
from tests.pages import PAGES, ROOT, blocks

DOCS = ROOT / "docs"
# Modules below the top whose names are public.
SUBMODULES = {
    "perfmodel.frames": None,
    "perfmodel.batch": {"DATASETS", "SCHEMA_VERSION"},
    "perfmodel.spark": None,
    "perfmodel.checks.fix": {"edits_of"},
}


def _twins(name: str) -> list[Path]:
    page = DOCS / name
    return [path for path in (page, page.with_suffix(f".zh{page.suffix}")) if path.exists()]


def public() -> set[str]:
    names = {f"perfmodel.{name}" for name in perfmodel.__all__}
    for module, inner in SUBMODULES.items():
        names |= {f"{module}.{name}" for name in import_module(module).__all__ if name not in (inner or ())}
    return names


@pytest.mark.parametrize("page", _twins("reference/api.md"), ids=lambda page: page.name)
def test_documented_names_are_the_public_names(page: Path) -> None:
    documented: list[str] = []
    for block in blocks(page):
        module = "perfmodel"
        for directive, name in re.findall(r"^\.\. (\w+):: (.+)$", block.text, re.MULTILINE):
            if directive == "currentmodule":
                module = name
            else:
                documented.append(f"{module}.{name}")
                value = getattr(import_module(module), name)
                error = isinstance(value, type) and issubclass(value, BaseException)
                kind = "exception" if error else "class" if isinstance(value, type) else "function"
                if isinstance(value, UnionType):
                    kind = "data"
                assert directive == f"auto{kind}", name
    assert len(documented) == len(set(documented))
    assert set(documented) == public()


def test_pages_import_only_what_is_public() -> None:
    names = (
        public() | set(SUBMODULES) | {f"perfmodel.batch.{name}" for name in import_module("perfmodel.batch").__all__}
    )
    for page in PAGES:
        code = "\n".join(block.text for block in blocks(page) if block.language == "python")
        lines = [line.lstrip(">. ") for line in code.splitlines()]
        for line in lines:
            if re.match(r"(from|import) perfmodel", line):
                for node in ast.walk(ast.parse(line)):
                    if isinstance(node, ast.ImportFrom):
                        assert {f"{node.module}.{alias.name}" for alias in node.names} <= names, f"{page}: {line}"
                    elif isinstance(node, ast.Import):
                        assert {alias.name for alias in node.names} <= {"perfmodel", *SUBMODULES}, f"{page}: {line}"


def _commands() -> dict[str, argparse.ArgumentParser]:
    (actions,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    found: dict[str, Any] = actions.choices
    return found


@pytest.mark.parametrize("page", _twins("reference/cli.md"), ids=lambda page: page.name)
def test_commands_and_options_are_the_documented_ones(page: Path) -> None:
    """A section for each command, with a row for each option, its choices and what it takes."""
    head, *parts = re.split(r"^## perfmodel ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = {part.split()[0]: part.partition("\n## ")[0] for part in parts}
    assert list(sections) == list(dict.fromkeys(sections))
    assert set(sections) == set(_commands())
    assert "--version" in head
    for name, command in _commands().items():
        rows = [line.split(" | ")[0] for line in sections[name].splitlines() if line.startswith("| `-")]
        said = {option: argument for row in rows for option, argument in re.findall(r"`(--?[\w-]+) ?([^`]*)`", row)}
        expected: dict[str, str] = {}
        for action in command._actions:
            if action.option_strings and action.dest != "help":
                argument = (
                    "|".join(map(str, action.choices)) if action.choices else str(action.metavar or action.dest.upper())
                )
                if action.nargs == 0:
                    argument = ""
                expected |= dict.fromkeys(action.option_strings, argument)
            elif not action.option_strings:
                assert str(action.metavar) in page.read_text(encoding="utf-8"), f"{name} {action.metavar}"
        # `\|` is how a table writes a bar.
        assert {option: argument.replace("\\|", "|") for option, argument in said.items()} == expected, name
        if command.epilog:
            said_of = re.search(r"(?:Exit status|退出码)[^|]*", sections[name])
            assert said_of, name
            statuses = re.findall(r"\b([0-2])\b", command.epilog)
            assert set(statuses) <= set(re.findall(r"\d", said_of[0])), name


def test_every_page_is_in_a_table_of_contents() -> None:
    listed = set()
    for page in DOCS.rglob("*.md"):
        for block in blocks(page):
            if block.language == "{toctree}":
                entries = [
                    line.strip() for line in block.text.splitlines() if line.strip() and not line.startswith(":")
                ]
                listed |= {page.parent / entry for entry in entries if entry != "*"}
    pages = {path.with_suffix("") for path in DOCS.rglob("*.md") if not path.name.endswith(".zh.md")}
    rules = {path for path in pages if path.parent.name == "rules" and path.name != "index"}
    notebooks = {path.with_suffix("") for path in DOCS.rglob("*.ipynb") if not path.name.endswith(".zh.ipynb")}
    assert (pages - rules - {DOCS / "index"}) | notebooks == listed


def test_a_chinese_page_has_an_english_one() -> None:
    for page in DOCS.rglob("*.zh.*"):
        name, _, kind = page.name.partition(".zh.")
        assert page.with_name(f"{name}.{kind}").exists(), page


def test_readmes_name_one_another() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    assert "(README.zh-CN.md)" in english
    assert "(README.md)" in chinese
    assert "docs/pictures/notebook.png" in english
    assert "docs/pictures/notebook.png" in chinese
    first = [
        [block.text for block in blocks(ROOT / name) if block.language == "sh"][:2]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert first[0] == first[1]


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_to_files(page: Path) -> None:
    """As on a code host, where nothing is built: the site follows links between pages by itself, and headings."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        if not re.match(r"[a-z]+:|#", link):
            assert (page.parent / link.partition("#")[0]).exists(), f"{page}: {link}"
