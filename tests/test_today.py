"""The page that compares with a script: its code runs, its figures are what comes out."""

from __future__ import annotations

import json
import re
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

import perfmodel
from tests.benchmarks.form_judging import judged, read_by_us
from tests.pages import ROOT, blocks

for library in ("pandas", "pdfplumber", "pdfminer"):
    pytest.importorskip(library)

PAGES = [ROOT / "docs" / "explanation" / name for name in ("today.md", "today.zh.md")]
TABLES = ROOT / "tests" / "tables"
SAMPLES = ROOT / "tests" / "files" / "samples"
TRUTH = ROOT / "tests" / "cases" / "today.jsonl"
NAMED = ("name", "unit", "goal", "funding", "indicators")
MEANING = ("op", "number", "unit", "per")
FILES = {
    "guangzhou-disability-employment.pdf": TABLES,
    "f01_gd.pdf": SAMPLES,
    "f06_eval.pdf": SAMPLES,
}
Plain = dict[str, Any]


def of_page(table: Any) -> list[Plain]:
    """The fields that the page counts, of what `perfmodel` read."""
    return [
        {name: one[name] for name in NAMED}
        for one, _table in read_by_us(SimpleNamespace(tables=[table]))  # type: ignore[arg-type]
    ]


def truth(file: str) -> list[Plain]:
    if FILES[file] == TABLES:
        return of_page(perfmodel.from_yaml((TABLES / file).with_suffix(".yaml").read_text(encoding="utf-8")))
    rows = [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]
    (projects,) = [row["projects"] for row in rows if row["file"] == file]
    return [{name: one[name] for name in NAMED if name in one} for one in projects]


def of_script(frame: Any) -> list[Plain]:
    plain = frame.astype(object).where(frame.notna(), None)
    columns = {
        "indicator": "name",
        "level1": "level1",
        "level2": "level2",
        "whole_period": "whole_period",
        "annual": "annual",
    }
    return [
        {
            "name": rows["name"].iloc[0],
            "unit": rows["spender"].iloc[0],
            "goal": rows["goal"].iloc[0],
            "funding": {name: rows[name].iloc[0] for name in ("total", "appropriation", "other")},
            "indicators": [{new: row[old] for old, new in columns.items()} for _at, row in rows.iterrows()],
        }
        for _name, rows in plain.groupby("name", sort=False)
    ]


@pytest.fixture(scope="module")
def script() -> Any:
    """What the first block of the page defines."""
    code = next(block.text for block in blocks(PAGES[0]) if block.language == "python")
    space: Plain = {}
    exec(compile(code.rpartition("\nframe = ")[0], "today.md", "exec"), space)
    return SimpleNamespace(**space)


def wanted_meanings(projects: list[Plain]) -> list[list[Any]]:
    """What the annual values mean: those that are a number with a sign."""
    plains = [perfmodel.parse_target(one["annual"]).to_plain() for project in projects for one in project["indicators"]]
    return [[plain.get(name) for name in MEANING] if "op" in plain else [None] * 4 for plain in plains]


def same(left: list[Any], right: list[Any]) -> bool:
    numbers = [None if row[1] is None else float(row[1]) for row in (left, right)]
    return numbers[0] == numbers[1] and [left[0], *left[2:]] == [right[0], *right[2:]]


def counted(want: list[Plain], found: list[Plain], meanings: list[list[Any]]) -> list[str]:
    counts = sum(judged(want, found), Counter[str]())
    wanted = wanted_meanings(want)
    right = sum(same(one, other) for one, other in zip(wanted, meanings, strict=False))
    return [*(str(counts[name]) for name in ("right", "missing", "wrong")), f"{right}/{len(wanted)}"]


def figures(file: str, script: Any) -> list[str]:
    path, want = FILES[file] / file, truth(file)
    try:
        frame = script.read(path)
    except ValueError:
        read, meanings = [], []
    else:
        plain = frame.astype(object).where(frame.notna(), None)
        read, meanings = of_script(frame), plain[list(MEANING)].to_numpy().tolist()
    table = perfmodel.read(path)
    plains = [one.annual.to_plain() for project in table.projects for one in project.indicators if one.annual]
    ours = [[plain.get(name) for name in MEANING] for plain in plains]
    fields = sum(sum(judged(want, []), Counter[str]()).values())
    return [str(fields), *counted(want, read, meanings), *counted(want, of_page(table), ours)]


@pytest.mark.parametrize("file", FILES)
def test_figures_are_those_that_come_out(file: str, script: Any) -> None:
    expected = figures(file, script)
    for page in PAGES:
        (row,) = re.findall(rf"^\| `{re.escape(file)}` \| (.+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert re.sub(r" (of|/) ", "/", row).split(" | ") == expected, page.name


def test_values_mean_what_the_page_says(script: Any) -> None:
    for page in PAGES:
        rows = re.findall(r"^\| (\S+) \| ([^|]+) \| ([^|]+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
        values = [row for row in rows if re.search(r"\d|两", row[0]) and not row[0].startswith("`")]
        assert len(values) == 7, page.name
        for text, theirs, ours in values:
            op, number, unit, _per = script.meaning(text)
            nothing = "无" if ".zh" in page.name else "nothing"
            assert theirs.strip("`") == (nothing if op is None else f"{op} {number:g} {unit}")
            plain = perfmodel.parse_target(text).to_plain()
            names = ("low", "high", "date", "reason") if plain["kind"] != "threshold" else ("op", "number", "unit")
            assert all(str(plain[name]) in ours for name in names if name in plain), (text, ours)


def test_figures_of_two_hundred_files_are_those_of_their_page() -> None:
    for page in PAGES:
        measured = page.with_name(page.name.replace("today", "reading-forms")).read_text(encoding="utf-8")
        cited = re.findall(r"\d\d\.\d\d%", page.read_text(encoding="utf-8"))
        assert len(cited) == 4
        assert all(figure in measured for figure in cited), page.name


def test_both_languages_have_the_same_code() -> None:
    codes = [[block.text for block in blocks(page) if block.language == "python"] for page in PAGES]
    assert codes[0] == codes[1]
    assert len(codes[0]) == 2
