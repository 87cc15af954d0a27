"""What pages say about scoring, comparing and where code stands, and what the code has: both the same."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from perfmodel.comparison.words import SEVERITY_OF_KIND
from perfmodel.display.words import severity_word
from perfmodel.scoring.options import ScoringOptions
from tests import dataset_pages

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
FOLDERS = ("perfmodel", "tests", "docs")
LANGUAGES = pytest.mark.parametrize("ending", [".md", ".zh.md"])


def _rows(page: Path, columns: int) -> list[list[str]]:
    """The cells of all rows of a page's tables that have so many columns."""
    rows = [line.strip().strip("|").split("|") for line in page.read_text("utf-8").splitlines() if line[:1] == "|"]
    return [[cell.strip() for cell in row] for row in rows if len(row) == columns]


@LANGUAGES
def test_each_option_of_scoring_has_a_row_with_its_default(ending: str) -> None:
    said: dict[str, str] = {}
    for option, values, _meaning in _rows(REFERENCE / f"scoring{ending}", 3):
        if default := re.search(r"\*\*`?(.+?)`?\*\*", values):
            said[option.strip("`")] = default[1]
    assert said == {one.name: str(getattr(ScoringOptions(), one.name)) for one in attrs.fields(ScoringOptions)}


@LANGUAGES
def test_each_kind_of_change_of_a_plan_has_its_severity(ending: str) -> None:
    named = {severity_word(one, "zh" if ending == ".zh.md" else "en"): one for one in set(SEVERITY_OF_KIND.values())}
    said: dict[str, str] = {}
    for kinds, severity, _meaning in _rows(REFERENCE / f"comparing{ending}", 3):
        if severity in named:
            said |= dict.fromkeys(re.findall("`(.+?)`", kinds), named[severity])
    # What is only worded differently is no difference there.
    assert said == {kind: severity for kind, severity in SEVERITY_OF_KIND.items() if kind != "reworded"}


@LANGUAGES
def test_names_that_the_page_of_the_architecture_sends_to_are_there(ending: str) -> None:
    page = (ROOT / "docs" / "explanation" / f"architecture{ending}").read_text("utf-8")
    modules = {f"/{path.relative_to(ROOT).as_posix()}": path for of in FOLDERS for path in (ROOT / of).rglob("*.py")}

    def of_name(name: str) -> list[Path]:
        return [path for one, path in modules.items() if one.endswith(f"/{name}")]

    named = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)*\.py)`", page))
    assert len(named) > 50
    assert [name for name in sorted(named) if not of_name(name)] == []
    # A constant or function of a module, English and Chinese: “`_ONCE` of `settled_columns.py`”, “`settled_columns.py` 的 `_ONCE`”.
    pairs = re.findall(r"`([A-Za-z_.]+)`\s+(?:of|in)\s+`([a-z_/]+\.py)`", page)
    pairs += [(name, module) for module, name in re.findall(r"`([a-z_/]+\.py)`\s+的\s+`([A-Za-z_.]+)`", page)]
    assert len(pairs) > 5
    for name, module in pairs:
        texts = [path.read_text("utf-8") for path in of_name(module)]
        assert any(all(re.search(rf"\b{part}\b", text) for part in name.split(".")) for text in texts), (name, module)


def test_columns_of_datasets_are_current() -> None:
    """`python -m tests.dataset_pages` writes them anew."""
    for name, text in dataset_pages.pages().items():
        assert (REFERENCE / name).read_text("utf-8") == text, name
