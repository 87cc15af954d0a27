"""The tutorial's notebooks run as a reader would run them, and say what their prose says that they say."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import perfmodel
from perfmodel.cli import main
from tests import tutorial_samples

FOLDER = Path(__file__).parent.parent / "docs" / "tutorial"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
# What the prose of each notebook speaks of, in this order.
SAYS = {
    "first-table": (
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
    ),
    "plan-and-result": (
        "项目支出绩效目标表 2024 targets",
        "农村公路桥梁安全检测 6",
        "项目支出绩效自评表 2024 self-evaluation",
        "农村公路桥梁安全检测 5",
        "R31",
        "✗ 检测桥梁数量  31.11/35  40 ÷ 45 × 35 = 31.11",
        "100.00 96.11",
        "检测桥梁数量 ≥45座 40座 31.11 35 False",
        "E02 warning projects[1].indicators[0].score",
        "E04 warning projects[2].execution.lines[0].rate",
        "→ 95.00%",
        "5 differences: dropped 1, renamed 1, money 1, lowered 1, weight 1",
        "≥150公里 → ≥130公里  [page 2, table 1, row 7, column 4 → 农村公路日常养护!D11]",
        "Please check",
        "惠及群众人数 → 宣传覆盖人数",
        "calculated by the approved targets 98.10",
        "lowered 养护里程 ≥150公里 → ≥130公里",
        "weight 检测桥梁数量 25 → 35",
        "dropped 农村公路桥梁安全检测 群众举报办结率 → None",
        "money 农村交通安全宣传 15.00 → 12.00",
        "renamed 宣传覆盖人数 惠及群众人数 → 宣传覆盖人数",
        "农村公路日常养护 {'met': 5, 'missed': 1, 'unknown': 0, 'dropped': 0} 99.17 98.10",
        "5 projects: 4 with plan and result, 1 without result",
        "no_result",
        "农村公路桥梁安全检测        100.00  96.11",
        "农村交通安全宣传         98.80  98.50",
        "≥150公里    ≥130公里    142公里     met",
        "['results-2024.html', 'results-2024.xlsx']",
    ),
}
# How many of what shows itself is HTML, and how many pictures there are.
SHOWN = {"first-table": (4, 0), "plan-and-result": (4, 1)}
IN_CHINESE = {'"en"': '"zh"', "meaning.english": "meaning.reason", "# the plan of January": "# 一月的计划"}
COMMANDS = [("diff", 1), ("check", 1), ("results", 1)]


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    book = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_outputs_are_not_kept(path: Path) -> None:
    """They are made when the site is built; a kept one would be out of date without anybody seeing it."""
    for cell in cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_there_is_nothing_else() -> None:
    assert {path.name for path in NOTEBOOKS} == {f"{name}{end}" for name in SAYS for end in (".ipynb", ".zh.ipynb")}


@pytest.mark.parametrize("name", SAYS)
def test_both_languages_have_the_same_code(name: str) -> None:
    """But for the language of what it shows."""
    english, chinese = (
        ["".join(cell["source"]) for cell in cells(FOLDER / f"{name}{end}", "code")] for end in (".ipynb", ".zh.ipynb")
    )
    for words, same in IN_CHINESE.items():
        english = [code.replace(words, same) for code in english]
    assert english == chinese


@pytest.mark.filterwarnings("ignore")  # the kernel's own
@pytest.mark.parametrize("name", SAYS)
def test_the_tutorial_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    for needed in ("ipykernel", "pandas", "matplotlib", "xlsxwriter", "pdfminer"):
        pytest.importorskip(needed)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(FOLDER.parent.parent), os.environ.get("PYTHONPATH", "")]))
    book = nbformat.read(FOLDER / f"{name}.ipynb", 4)
    nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    texts: list[str] = []
    shown = pictures = 0
    for cell in book.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            # A kernel may send one line that is printed in several pieces.
            texts.append(output["text"] if "text" in output else f"\n{data.get('text/plain', '')}\n")
            shown += "text/html" in data
            pictures += "image/png" in data
    said = "".join(texts)
    assert "DeprecationWarning" not in said
    at = 0
    for words in SAYS[name]:
        found = said.find(words, at)
        assert found >= 0, f"{words} is not said, or not in its place"
        at = found + len(words)
    assert (shown, pictures) == SHOWN[name]


@pytest.mark.parametrize("end", ["", ".zh"])
def test_its_commands_run(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("xlsxwriter"), pytest.importorskip("pdfminer")
    text = "".join(cells(FOLDER / f"plan-and-result{end}.ipynb", "markdown")[-1]["source"])
    lines = text.split("```sh\n")[1].split("```")[0].splitlines()
    shutil.copytree(tutorial_samples.FOLDER, tmp_path / "year-2024")
    monkeypatch.chdir(tmp_path)
    assert [(line.split()[1], main(line.split()[1:])) for line in lines] == COMMANDS
    printed = capsys.readouterr().out
    assert "≥150公里 → ≥130公里" in printed
    assert "E04" in printed
    assert (tmp_path / "results-2024.xlsx").stat().st_size > 5000


@pytest.mark.parametrize(
    "name", ["plans/transport.pdf", "plans/library.docx", "results/transport.xlsx", "results/library.csv"]
)
def test_the_samples_are_what_is_drawn(name: str, tmp_path: Path) -> None:
    """Their bytes may be others under another version of what writes them; what stands in them is not."""
    pytest.importorskip("pdfminer"), pytest.importorskip("xlsxwriter")
    drawn = tmp_path / Path(name).name
    drawn.write_bytes(tutorial_samples.samples()[name])
    assert perfmodel.read(drawn) == perfmodel.read(tutorial_samples.FOLDER / name)


def test_what_was_changed_is_found() -> None:
    pytest.importorskip("pdfminer"), pytest.importorskip("xlsxwriter")
    year = perfmodel.results(tutorial_samples.FOLDER)
    found = [
        (one.name, change.kind, change.old if change.kind == "dropped" else change.where_new[-1])
        for one in year.projects
        if one.outcome
        for change in one.outcome.changes
    ]
    money = [(name, kind, "资金" if kind == "money" else what) for name, kind, what in found]
    assert sorted(money) == sorted(tutorial_samples.SEEDED)
    assert [(one.name, one.state) for one in year.projects if one.state != "matched"] == [("全民阅读活动", "no_result")]
