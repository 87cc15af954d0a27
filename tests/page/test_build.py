"""What is built: the same bytes each time, and not too many of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.page.conftest import build

LARGEST = 20_000_000


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


def test_two_builds_are_the_same_bytes(built: Path, cache: Path, tmp_path: Path) -> None:
    """Whatever an older build left there."""
    old = tmp_path / "two" / "site" / "core.zip.000000000000.bin"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"")
    first, second = _files(built), _files(build(tmp_path / "two", cache))
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {"perfmodel.html", "site/index.html", "weights.json"} <= set(first)


def test_weights_are_those_of_the_file_and_in_the_budget(built: Path) -> None:
    weights = json.loads((built / "weights.json").read_text(encoding="utf-8"))
    assert sum(weights.values()) == (built / "perfmodel.html").stat().st_size <= LARGEST


def test_both_forms_have_a_policy_that_allows_nothing_else(built: Path) -> None:
    """The policy stands before anything that it must bind, and falls back to nothing."""
    for path, connections in (("perfmodel.html", "'none'"), ("site/index.html", "'self'")):
        head = (built / path).read_text(encoding="utf-8").partition("<style")[0]
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', head)
        rules = {name: values for name, _, values in (rule.strip().partition(" ") for rule in policy.split(";"))}
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'", policy
        assert rules["connect-src"] == connections
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert re.search(r"\b(https?|data|filesystem):", policy) is None
        assert "<script" not in head
