"""The files that reading is measured on are what they say, and the judge counts what it should."""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from perfmodel import compare, read, read_document
from tests.benchmarks import analyst
from tests.benchmarks.form_files import files
from tests.benchmarks.form_judging import judged, read_by_us

for library in ("pandas", "pdfplumber", "openpyxl", "docx", "xlwt", "xlrd", "reportlab"):
    pytest.importorskip(library)


def test_both_read_known_layouts(tmp_path: Path) -> None:
    """The yardstick is an honest one: it reads what it was written for."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    ours, script = Counter[str](), Counter[str]()
    for file in files(14, "known"):
        ours += sum(
            judged(file.projects, [plain for plain, _table in read_by_us(read_document(BytesIO(file.data)))]), Counter()
        )
        path = tmp_path / file.name
        path.write_bytes(file.data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            script += sum(judged(file.projects, analyst.read(path)), Counter())
    assert ours["right"] == ours.total() > 1_000
    assert script["right"] >= 0.95 * script.total()
    assert script.total() == ours.total()


def test_what_is_not_right_is_counted() -> None:
    indicator = {"level1": "产出指标", "level2": "数量指标", "name": "次数", "annual": "≥5次"}
    want = {"name": "会议费", "year": "2025", "goal": "开会。", "funding": {"total": "3.50"}, "indicators": [indicator]}

    def counts(**changed: object) -> list[dict[str, int]]:
        return [dict(+one) for one in judged([want], [{**want, **changed}])]

    assert counts() == [{"right": 8}, {}]
    assert counts(year=2025, funding={"total": "3.5"}) == [{"right": 8}, {}]
    assert counts(goal=None) == [{"right": 7, "missing": 1}, {}]
    assert counts(goal="闭会。") == [{"right": 7, "wrong": 1}, {}]
    assert counts(indicators=[{**indicator, "unit": "次"}]) == [{"right": 8, "wrong": 1}, {}]
    assert counts(indicators=[indicator, {"name": "天数"}]) == [{"right": 8, "wrong": 1}, {}]
    assert counts(indicators=[]) == [{"right": 4, "missing": 4}, {}]
    assert [dict(one) for one in judged([want], [])] == [{"missing": 8}]
    assert [dict(one) for one in judged([], [want])] == [{"wrong": 1}, {}]


def test_the_published_table_says_the_same_as_text_and_as_pdf() -> None:
    tables = Path(__file__).parent / "tables"
    text, pdf = (read(tables / f"guangzhou-disability-employment.{ending}") for ending in ("txt", "pdf"))
    assert compare(text, pdf).changes == ()
    assert pdf.problems == ()
