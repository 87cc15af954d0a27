"""What is to be reached, and the file with what was: ``docs/explanation/speed.json``."""

from __future__ import annotations

import json
import os
import platform
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["FILE", "GOALS", "GROUPS", "Goal", "figure_of", "load", "save", "taken"]

FILE = Path(__file__).parent.parent.parent / "docs" / "explanation" / "speed.json"
# Each has a file ``bench_….py``; in the order of the page.
GROUPS = (
    "indicators",
    "targets",
    "tables",
    "yaml",
    "checks",
    "start",
    "files",
    "forms",
    "documents",
    "batch",
    "peers",
    "hostile",
)
_VERSIONS = ("attrs", "lark", "PyYAML", "pytest-benchmark")


class Goal(NamedTuple):
    """A figure and its bound: ``least`` or ``most``; ``unit`` is what stands behind the number."""

    group: str
    key: str
    least: float | None
    most: float | None
    en: str
    zh: str
    unit: str = "×"

    def reached(self, figure: float) -> bool:
        """Whether a figure is as good as that."""
        return (self.least is None or figure >= self.least) and (self.most is None or figure <= self.most)


GOALS = (
    Goal(
        "indicators",
        "with_meanings.faster",
        1.0,
        None,
        "`parse_indicators` with the meanings of both targets, values known from texts read before: speed against the script's",
        "`parse_indicators` 并解释两个指标值，值在读过的文字里见过：速度与脚本之比",
    ),
    Goal(
        "targets",
        "values.faster",
        0.2,
        None,
        "`parse_target(…).meaning` of values never seen before: speed against the script's",
        "`parse_target(…).meaning`，值都是头一次见：速度与脚本之比",
    ),
    Goal(
        "tables",
        "growth.ratio",
        None,
        1.2,
        "`parse_table`: what a megabyte costs in a table of 10 MB against one of 1 MB",
        "`parse_table`：10 MB 的表每兆字节所费时间与 1 MB 的表之比",
    ),
    Goal(
        "tables",
        "memory.peak",
        None,
        12,
        "`parse_table`: peak of memory against the bytes of the text",
        "`parse_table`：内存峰值与原文字节数之比",
    ),
    Goal(
        "tables",
        "growth.a_second",
        50_000,
        None,
        "`parse_table`: indicators a second",
        "`parse_table`：每秒读出的指标数",
        "/s",
    ),
    Goal(
        "yaml",
        "writing.times",
        None,
        1.5,
        "`to_yaml`: time against PyYAML's emitter in C",
        "`to_yaml`：所费时间与 PyYAML 的 C 写出器之比",
    ),
    Goal(
        "yaml",
        "reading.times",
        None,
        2.5,
        "`from_yaml`: time against PyYAML's loader in C",
        "`from_yaml`：所费时间与 PyYAML 的 C 读取器之比",
    ),
    Goal(
        "checks",
        "validate.times",
        None,
        1.3,
        "`validate`: time against only parsing the indicators with Lark",
        "`validate`：所费时间与用 Lark 逐条解析指标之比",
    ),
    Goal(
        "start",
        "import.ratio",
        None,
        1.5,
        "`import perfmodel`: time against `import attrs`",
        "`import perfmodel`：所费时间与 `import attrs` 之比",
    ),
    Goal(
        "start",
        "parse.ratio",
        None,
        12,
        "`perfmodel parse` of the published table, from start to end: time against an interpreter that does nothing",
        "`perfmodel parse` 读一份公开的表，从启动到结束：所费时间与什么也不做的解释器之比",
    ),
    Goal(
        "files",
        "pdf.times",
        None,
        0.667,
        "a PDF of 200 pages to cells: time against pdfplumber's tables",
        "200 页的 PDF 读成单元格：所费时间与 pdfplumber 读表之比",
    ),
    Goal(
        "files",
        "workbooks.faster",
        5,
        None,
        "a form in a workbook to cells: speed against openpyxl's opening it",
        "Excel 填报表读成单元格：速度与 openpyxl 打开文件之比",
    ),
    Goal(
        "files",
        "rows.seconds",
        None,
        40,
        "a workbook of 50,000 rows and 20 columns to cells: seconds",
        "5 万行 20 列的工作簿读成单元格：秒数",
        " s",
    ),
    Goal(
        "files",
        "rows.megabytes",
        None,
        500,
        "the same: the most memory that the process takes, in MB",
        "同上：进程最多占用的内存（MB）",
        " MB",
    ),
    Goal(
        "forms",
        "known.perfmodel.right",
        99.5,
        None,
        "forms in known layouts: fields read right, in %",
        "已知版式的表：读对的项（%）",
        "%",
    ),
    Goal(
        "forms",
        "known.perfmodel.wrong",
        None,
        0.05,
        "forms in known layouts: fields read wrong, in %",
        "已知版式的表：读错的项（%）",
        "%",
    ),
    Goal(
        "forms",
        "hard.perfmodel.right",
        95,
        None,
        "hard forms: fields read right, in %",
        "疑难的表：读对的项（%）",
        "%",
    ),
    Goal(
        "forms",
        "hard.perfmodel.wrong",
        None,
        0.3,
        "hard forms: fields read wrong, in %",
        "疑难的表：读错的项（%）",
        "%",
    ),
    Goal(
        "forms",
        "strange.perfmodel.told",
        95,
        None,
        "forms in words that nobody knows: of what is wrong or missing, how much stands in a table with a finding, in %",
        "用语不为人知的表：读错、缺失的项中，所在的表有报告的（%）",
        "%",
    ),
    Goal(
        "documents",
        "pdf.times",
        None,
        1,
        "a PDF of 200 pages, a form on each, to the model: time against pdfplumber's tables",
        "200 页的 PDF，每页一份填报表，读成模型：所费时间与 pdfplumber 读表之比",
    ),
    Goal(
        "documents",
        "workbooks.faster",
        1,
        None,
        "a form in a workbook to the model: speed against openpyxl's opening it",
        "Excel 填报表读成模型：速度与 openpyxl 打开文件之比",
    ),
    Goal(
        "documents",
        "rows.seconds",
        None,
        60,
        "a list of 50,000 indicators in a workbook to the model: seconds",
        "工作簿里 5 万行指标的清单读成模型：秒数",
        " s",
    ),
    Goal(
        "documents",
        "rows.megabytes",
        None,
        700,
        "the same: the most memory that the process takes, in MB",
        "同上：进程最多占用的内存（MB）",
        " MB",
    ),
    Goal(
        "batch",
        "one.faster",
        1.7,
        None,
        "20,000 small files to Parquet: speed of two workers against one",
        "2 万个小文件写成 Parquet：两个工作进程的速度与一个之比",
    ),
    Goal(
        "batch",
        "futures.faster",
        1,
        None,
        "the same: speed of two workers against a script with `concurrent.futures`",
        "同上：两个工作进程的速度与使用 `concurrent.futures` 的脚本之比",
    ),
    Goal(
        "batch",
        "ways.two.megabytes",
        None,
        300,
        "the same, with two workers: the most memory that all processes take together, in MB",
        "同上，两个工作进程：所有进程合计最多占用的内存（MB）",
        " MB",
    ),
    Goal(
        "batch",
        "growth.ratio",
        None,
        1.1,
        "the same: what each of the second 10,000 files costs, against those from 1,000 to 10,000",
        "同上：后 1 万个文件每个所费时间，与第 1000 至 1 万个之比",
    ),
    Goal(
        "peers",
        "right.lead",
        1,
        None,
        "values with a number or a date: how many more are right than by all other libraries together",
        "带数字或日期的指标值：读对的比其他各库合起来多几个",
        "",
    ),
    Goal(
        "peers",
        "speed.times_fastest",
        10,
        None,
        "values a second, each known from before, against the fastest other library that reads more than one",
        "每秒读出的值，都见过一次：与其他库中能读对不止一个的最快者之比",
    ),
    Goal(
        "hostile",
        "worst.seconds",
        None,
        10,
        "the slowest hostile input of 10 MB: seconds until it is read or refused",
        "最慢的一份有意为难的输入（10 MB）：读完或拒收所需秒数",
        " s",
    ),
)


def figure_of(figures: dict[str, Any], goal: Goal) -> float | int | None:
    """Return what was measured of a goal; None where it was not."""
    found: Any = figures.get(goal.group, {}).get("figures", {})
    for part in goal.key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    number: float | int | None = found
    return number


def load() -> dict[str, Any]:
    """Return all figures by group, each with how it was taken."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


def save(figures: dict[str, Any]) -> None:
    """Keep the figures, in the order of the page, with as many digits as mean something."""
    ordered = {group: figures[group] for group in GROUPS if group in figures}
    FILE.write_text(json.dumps(_rounded(ordered), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def taken() -> dict[str, Any]:
    """Return how figures are taken here and now."""
    return {
        "date": date.today().isoformat(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "versions": {name: version(name) for name in _VERSIONS},
    }


def _processor() -> str:
    try:
        found = re.search("model name\\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor()
