"""The command that installs an extra works where the package came from: a checkout, an archive, a repository, the index."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from perfmodel._internal import optional
from perfmodel._internal.optional import MissingExtra, install_command
from tests.test_api import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    tomllib = pytest.importorskip("tomli")


class Distribution:
    def __init__(self, record: str | None) -> None:
        self.record = record

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.record


def installed(monkeypatch: pytest.MonkeyPatch, folder: Path, record: Any) -> None:
    """Let the package be one in a folder of libraries, with what pip wrote down of where it came from."""
    monkeypatch.setattr(optional, "_ROOT", str(folder))
    text = record if record is None or isinstance(record, str) else json.dumps(record)
    monkeypatch.setattr(metadata, "distribution", lambda _name: Distribution(text))


def requirement(command: str) -> str:
    words = shlex.split(command)
    assert words[:2] == ["pip", "install"]
    assert len(words) == 3
    return words[2]


def test_in_a_checkout() -> None:
    words = shlex.split(install_command("pdf"))
    assert words == ["pip", "install", "-e", f"{ROOT}[pdf]"]


def test_of_a_folder_or_an_archive_that_is_still_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "it's 源码"
    source.mkdir()
    installed(monkeypatch, tmp_path, {"url": source.as_uri(), "dir_info": {}})
    assert requirement(install_command("pdf")) == f"{source}[pdf]"
    source.rmdir()
    assert requirement(install_command("pdf")) == "perfmodel[pdf]"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (None, "perfmodel[pdf]"),
        ("", "perfmodel[pdf]"),
        ("no JSON", "perfmodel[pdf]"),
        (
            {"url": "https://example.org/p.git", "vcs_info": {"vcs": "git"}},
            "perfmodel[pdf] @ git+https://example.org/p.git",
        ),
        ({"url": "https://example.org/p.whl", "archive_info": {}}, "perfmodel[pdf] @ https://example.org/p.whl"),
    ],
)
def test_from_elsewhere(record: Any, expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path, record)
    assert requirement(install_command("pdf")) == expected


def test_where_it_is_not_installed_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def absent(name: str) -> Any:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(optional, "_ROOT", str(tmp_path))
    monkeypatch.setattr(metadata, "distribution", absent)
    assert install_command("pdf") == "pip install 'perfmodel[pdf]'"
    monkeypatch.setattr(os, "name", "nt")
    assert install_command("pdf") == 'pip install "perfmodel[pdf]"'


def test_the_message_is_one_line_in_either_language() -> None:
    missing = MissingExtra("pandas", "pandas")
    assert str(missing) == f"{missing.render()} / {missing.render('en')}"
    assert missing.render("en") == f"pandas is needed: {install_command('pandas')}"


@pytest.mark.parametrize("name", ["install.md", "install.zh.md"])
def test_the_page_says_how_large_each_extra_is(name: str) -> None:
    text = (ROOT / "docs" / "how-to" / name).read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    # Those that developers need are on the page for contributors.
    extras = set(project["optional-dependencies"]) - {"bench", "docs", "page", "test"}
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", text, flags=re.MULTILINE))
    assert rows.keys() == extras
    assert all(re.fullmatch(r"(?:< )?\d+ MB|0", size) for size in rows.values()), rows
