"""The tutorial's notebooks run as a reader would run them, and say what their prose says that they say."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "docs" / "tutorial"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
# What the prose speaks of, in this order.
SAYS = (
    "10 52 830.47",
    "12 {'R01'}",
    "'op': '>=', 'number': '2', 'unit': '次', 'per': '年'",
    "True False None",
    "'C02': 1",
    "V06 warning indicators[3].annual",
    "Suggestion(text='=100%', certain=True",
    "['V06']",
    "年度指标值:=100%",
    "True",
    "提高  年度指标值：90%或以上 → ≥95%",
    "('indicators[1].annual', '90%或以上', '≥95%')",
)
IN_CHINESE = {'"en"': '"zh"', "meaning.english": "meaning.reason", "# the plan of January": "# 一月的计划"}


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    book = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_outputs_are_not_kept(path: Path) -> None:
    """They are made when the site is built; a kept one would be out of date without anybody seeing it."""
    for cell in cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_both_languages_have_the_same_code() -> None:
    """But for the language of what it shows."""
    english, chinese = (["".join(cell["source"]) for cell in cells(path, "code")] for path in NOTEBOOKS)
    for words, same in IN_CHINESE.items():
        english = [code.replace(words, same) for code in english]
    assert english == chinese


@pytest.mark.filterwarnings("ignore")  # the kernel's own
def test_the_tutorial_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("pandas")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(FOLDER.parent.parent), os.environ.get("PYTHONPATH", "")]))
    book = nbformat.read(NOTEBOOKS[0], 4)
    nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    texts: list[str] = []
    pictures = 0
    for cell in book.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            # A kernel may send one line that is printed in several pieces.
            texts.append(output["text"] if "text" in output else f"\n{data.get('text/plain', '')}\n")
            pictures += "text/html" in data
    said = "".join(texts)
    at = 0
    for words in SAYS:
        found = said.find(words, at)
        assert found >= 0, f"{words} is not said, or not in its place"
        at = found + len(words)
    assert pictures == 4, "a project, a report and two frames show themselves"
