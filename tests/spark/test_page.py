"""What the page “On a cluster” shows of Spark runs, and leaves what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from pyspark.sql import SparkSession

import perfmodel.batch
from perfmodel.batch import DATASETS, Settings
from tests.pages import ROOT, Block, blocks
from tests.spark.inputs import in_order

PAGE = ROOT / "docs" / "how-to" / "on-a-cluster.md"


def in_spark(page: Path) -> list[Block]:
    return [block for block in blocks(page) if ".ci/spark" in block.marks.get("not run", "")]


def test_both_languages_have_the_same_code() -> None:
    pages = (PAGE, PAGE.with_suffix(".zh.md"))
    codes = [[block.text for block in blocks(page) if block.language in ("python", "sh")] for page in pages]
    assert codes[0] == codes[1]
    assert [len(in_spark(page)) for page in pages] == [4, 4]


def test_the_page(session: SparkSession, inputs: list[Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = inputs[-1].parent
    space: dict[str, Any] = {"__name__": "page"}
    for block in in_spark(PAGE):
        # Of the files: those of one table each are as many as the test needs.
        text = block.text.replace('load("/data/2025")', f'load("{folder}/*.[xhdcp]*")').replace("/rows", str(tmp_path))
        exec(compile(text, str(block), "exec"), space)
    found = {
        f"file:{path}": path.read_bytes() for path in inputs[:-1] if path.parent == folder and path.suffix[1] in "xhdcp"
    }
    expected = perfmodel.batch.to_arrow(found, Settings.of(lang="en"))
    for dataset in DATASETS:
        written = pyarrow.parquet.read_table(tmp_path / dataset / "published=2025", partitioning=None)
        assert in_order(written) == in_order(expected[dataset]), dataset
    shown = capfd.readouterr().out
    assert "扫描件.png" in shown
    assert "产出指标" in shown
