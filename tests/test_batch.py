"""Datasets of many inputs: what an input that cannot be read leaves, findings as the command line has them, other readers."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfmodel import ParseError, batch
from perfmodel.batch.datasets import DATASETS, dataset_columns, schema
from perfmodel.batch.encode import Encoder
from perfmodel.batch.in_memory import outcome_of_path
from perfmodel.batch.inputs import Input, file_key
from perfmodel.batch.rows import FILE_STATUSES, failed, outcome_of
from perfmodel.batch.settings import Settings
from perfmodel.cli.check_file import Checker
from perfmodel.cli.parse_file import Parser
from perfmodel.reports.counts import Failure
from perfmodel.reports.finding_rows import FINDING_COLUMNS
from tests.test_api import ROOT

pytest.importorskip("pyarrow")
TABLES = sorted((ROOT / "tests" / "tables").iterdir())
SAMPLES = sorted((ROOT / "tests" / "files" / "samples").iterdir())
YAML = "项目: [{名称: 会议费, 绩效目标: 开好会议。, 资金: {总计: 18.5}, 绩效指标: [{名称: 参会人数, 年度指标值: ≥60人}]}]\n"
BAD: dict[str, bytes] = {
    "扫描件.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "空.txt": b"",
    "坏.pdf": b"%PDF-1.7\nno more",
    "坏.xlsx": b"PK\x03\x04 no more",
    "坏.yaml": b"name: [",
    "坏.json": b"{",
    "没有表.csv": "甲,乙\n1,2\n".encode(),
    "乱.txt": b"\xff\xfe\xfd" * 9,
}


def rows(inputs: Any, settings: Settings | None = None) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in batch.to_arrow(inputs, settings).items()}


@pytest.mark.parametrize("path", [*TABLES, *SAMPLES], ids=lambda path: path.name)
def test_findings_are_those_of_the_command_line(path: Path) -> None:
    """One row for each finding that `perfmodel check` and `perfmodel parse` report, in the same order."""
    name = os.fspath(path)
    checked = Checker(form="jsonl", lang="en")((0, Input(name, name)))
    assert isinstance(checked.output, str)
    wanted = [json.loads(line) for line in checked.output.splitlines()]
    found = rows(name, Settings(lang="en"))
    keys = ("code", "severity", "path", "line", "column")
    assert [(*(row[key] for key in keys[:2]), row["path"] or "", row["line"], row["column"]) for row in found["findings"]] == [
        (one["code"], one["severity"], one["path"], one.get("line"), one.get("column")) for one in wanted
    ]  # fmt: skip
    assert [row["message"] for row in found["findings"]] == [one.get("english") or one["message"] for one in wanted]
    (file,) = found["files"]
    assert {f"{name}_count": count for name, count in checked.counts.severities.items()}.items() <= file.items()
    assert (file["status"], file["file"]) == ("read", name)
    assert {row["table_number"] for row in found["findings"]} <= set(range(1, file["table_count"] + 1))
    parsed = Parser(form="yaml", lang="en")(Input(name, name))
    read = rows(name, Settings("parse", lang="en"))
    assert {row["code"] for row in read["findings"]} == set(parsed.counts.codes)
    assert read["indicators"] == found["indicators"]


def test_what_cannot_be_read_is_a_row_and_stops_nothing() -> None:
    good = {"甲.yaml": YAML, "乙.yaml": YAML.encode()}
    found = rows({"甲.yaml": YAML, **BAD, "乙.yaml": YAML.encode()}, Settings(lang="en"))
    files = {row["file"]: row for row in found["files"]}
    assert list(files) == ["甲.yaml", *BAD, "乙.yaml"]
    assert [name for name, row in files.items() if row["status"] == "read"] == list(good)
    for name, data in BAD.items():
        row = files[name]
        assert row["status"] in ("refused", "failed")
        assert (row["hash"], row["size"]) == (hashlib.sha256(data).hexdigest(), len(data))
        assert (row["table_count"], row["error_count"], row["warning_count"]) == (0, 1, 0)
        (finding,) = [one for one in found["findings"] if one["file"] == name]
        assert (finding["code"], finding["severity"], finding["table_number"]) == ("R59", "error", None)
        assert finding["message"] == f"the file could not be read: {row['message']}"
    assert [row["file"] for row in found["tables"]] == list(good)
    assert [row["indicator_folded"] for row in found["indicators"]] == ["参会人数"] * 2
    assert found["indicators"][0]["total"] == Decimal("18.5")
    assert files["甲.yaml"] | {"file": "乙.yaml"} == files["乙.yaml"]
    (place,) = [(row["line"], row["column"]) for row in found["findings"] if row["file"] == "坏.yaml"]
    assert place == (1, 8)
    kinds = {name: row["kind"] for name, row in files.items()}
    assert (kinds["甲.yaml"], kinds["坏.pdf"], kinds["没有表.csv"], kinds["坏.json"]) == ("yaml", "pdf", "csv", "json")


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("年").mkdir()
    Path("年/表.yaml").write_text(YAML, encoding="utf-8")
    name = os.path.join("年", "表.yaml")
    found = rows([Path(name), "没有.yaml", ("表.yaml", YAML)], Settings("parse"))
    assert [(row["file"], row["status"], row["hash"] is None) for row in found["files"]] == [
        ("年/表.yaml", "read", False), ("没有.yaml", "failed", True), ("表.yaml", "read", False),
    ]  # fmt: skip
    assert found["files"][1]["message"] == "文件不存在"
    assert rows(name)["tables"] == rows([name])["tables"]
    with pytest.raises(TypeError, match="a path, or a name and the content"):
        batch.to_arrow([3])  # type: ignore[list-item]
    assert file_key("表\udcff.txt") == "表\\xff.txt"
    outcome = outcome_of_path(os.fsdecode(b"no-\xff.txt"), Settings())
    assert outcome.findings[0]["file"] == outcome.file["file"] == "no-\\xff.txt"


def test_what_a_worker_came_to() -> None:
    failure = Failure("超过 3 秒", "took more than 3 seconds")
    for status in FILE_STATUSES[1:]:
        outcome = failed("表.pdf", b"%PDF-", status, failure, Settings(lang="en"))
        assert (outcome.file["status"], outcome.file["message"]) == (status, failure.en)
        assert outcome.findings[0]["message"].endswith(failure.en)


def test_what_goes_wrong_in_reading_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for error, status in ((ZeroDivisionError("x"), "failed"), (MemoryError(), "memory"), (RecursionError(), "failed")):

        def broken(*_args: object, error: BaseException = error, **_more: object) -> None:
            raise error

        monkeypatch.setattr("perfmodel.batch.rows.read_contents", broken)
        outcome = outcome_of("表.txt", b"text", Settings())
        assert (outcome.file["status"], outcome.findings[0]["code"]) == (status, "R59")


def test_other_readers_take_all_parts_as_one(tmp_path: Path) -> None:
    """Tables of two and of four decimals, an empty one, one that was not read, numbers too long for any column."""
    parquet = pytest.importorskip("pyarrow.parquet")
    numbers = ("18.50", "18.1234", "0", "3.99999999999", None)
    texts = [YAML.replace("18.5", number) if number else "单位名称：某局\n" for number in numbers]
    inputs: list[Any] = [
        *((f"{at}.yaml" if numbers[at] else f"{at}.txt", text) for at, text in enumerate(texts)),
        ("坏.pdf", b"%PDF-"),
    ]
    for at, one in enumerate([*inputs, *map(os.fspath, SAMPLES)]):
        for dataset, table in batch.to_arrow([one]).items():
            folder = tmp_path / dataset
            folder.mkdir(exist_ok=True)
            parquet.write_table(table, folder / f"part-{at:08}.parquet")
    counts = {
        name: sum(parquet.read_metadata(one).num_rows for one in (tmp_path / name).iterdir()) for name in DATASETS
    }
    assert min(counts.values()) > 10
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    for dataset in DATASETS:
        written = parquet.read_table(tmp_path / dataset)
        assert written.schema.equals(schema(dataset), check_metadata=True)
        assert polars.read_parquet(tmp_path / dataset / "*.parquet").shape == written.shape
        assert pandas.read_parquet(tmp_path / dataset).shape == written.shape
        query = f"select count(*) from read_parquet('{tmp_path.as_posix()}/{dataset}/*.parquet')"
        assert duckdb.sql(query).fetchall() == [(counts[dataset],)]
    of_yaml = f"from read_parquet('{tmp_path.as_posix()}/projects/*.parquet') where file like '%.yaml' order by file"
    found = duckdb.sql(f"select total, total_double, numbers_as_text {of_yaml}").fetchall()
    assert [row[0] for row in found] == [Decimal("18.5"), Decimal("18.1234"), Decimal(0), None]
    assert [row[1] for row in found] == [18.5, 18.1234, 0.0, 3.99999999999]
    assert json.loads(found[3][2]) == {"total": "3.99999999999"}
    frame = polars.read_parquet(tmp_path / "projects" / "*.parquet")
    assert frame.schema["total"] == polars.Decimal(38, 10)


def test_settings() -> None:
    plain = Settings.of(isolated=True)
    others = [
        Settings.of("parse", isolated=True),
        Settings.of(profile="guangdong", isolated=True),
        Settings.of(lang="en", isolated=True),
        Settings.of(pages=[1, 2], isolated=True),
        Settings.of(sheets=["表1"], isolated=True),
    ]
    assert len({one.fingerprint for one in (plain, *others)}) == 6
    assert len({plain, *others}) == 6
    for one in others:
        again = pickle.loads(pickle.dumps(one))
        assert (again.fingerprint, again.command, again.lang) == (one.fingerprint, one.command, one.lang)
    code = "from perfmodel.batch import Settings; print(Settings.of(profile='guangdong', isolated=True).fingerprint)"
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == others[1].fingerprint
    with pytest.raises(ValueError, match="expected Settings"):
        Settings("write")


def test_settings_of_a_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rule = "rules: {S03: off}\n"
    Path("a.yaml").write_text(rule, encoding="utf-8")
    Path("b.yaml").write_text(rule + "forms: {labels: {name: [工程名称]}}\n", encoding="utf-8")
    Path("perfmodel.toml").write_text('profile = "guangdong"\n', encoding="utf-8")
    a, b, nearest, none = (
        Settings.of(config="a.yaml"), Settings.of(config=Path("b.yaml")), Settings.of(), Settings.of(isolated=True),
    )  # fmt: skip
    assert len({one.fingerprint for one in (a, b, nearest, none)}) == 4
    assert (a.forms is None, b.forms is None, nearest.config.profile.name) == (True, False, "guangdong")
    again = pickle.loads(pickle.dumps(b))
    rows_of_form = "工程名称,会议室改造,,\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,会议室,≥2间\n"
    for settings, project in ((again, "会议室改造"), (a, None)):
        found = rows([("表.csv", rows_of_form)], settings)["projects"]
        assert [row["project"] for row in found] == [project]
    Path("a.yaml").rename("c.yaml")
    assert Settings.of(config="c.yaml").fingerprint == a.fingerprint
    Path("c.yaml").write_text("rulez: {}\n", encoding="utf-8")
    with pytest.raises(ParseError, match="rulez"):
        Settings.of(config="c.yaml")


def test_a_project_or_an_indicator_alone_is_a_table_of_it() -> None:
    texts = {
        "项目.yaml": "name: 会议费\ngoal: 开好会议。\n",
        "指标.yaml": "level1: 产出指标\nname: 人数\nannual: ≥6人\n",
    }
    found = rows({**texts, "表.yaml": YAML})
    assert [row["object"] for row in found["tables"]] == ["project", "indicator", "table"]
    assert [(row["project_count"], row["indicator_count"]) for row in found["tables"]] == [(1, 0), (1, 1), (1, 1)]
    assert [row["project"] for row in found["projects"]] == ["会议费", None, "会议费"]


def test_several_tables_of_a_file_are_numbered() -> None:
    other = YAML.replace("会议费", "培训费").replace("≥60人", "尽量多")
    found = rows({"两张.yaml": f"---\n{YAML}---\n{other}", "一张.yaml": other})
    assert [(row["file"], row["table_number"]) for row in found["projects"]] == [
        ("两张.yaml", 1), ("两张.yaml", 2), ("一张.yaml", 1),
    ]  # fmt: skip
    for row in found["tables"]:
        of_table = [
            one for one in found["findings"] if (one["file"], one["table_number"]) == (row["file"], row["table_number"])
        ]
        assert row["error_count"] + row["warning_count"] + row["hint_count"] == len(of_table) > 0
    assert {row["project"] for row in found["findings"] if row["table_number"] == 2} <= {"培训费", None}


def test_outcomes_can_be_sent() -> None:
    outcome = outcome_of("表.yaml", YAML.encode(), Settings())
    again = pickle.loads(pickle.dumps(outcome))
    found = []
    for one in (outcome, again):
        encoder = Encoder(Settings())
        encoder.add(one)
        found.append(encoder.to_arrow())
    assert all(found[0][name].equals(found[1][name]) for name in DATASETS)


def test_what_is_imported() -> None:
    code = """
import sys
from perfmodel import batch
assert "attrs" not in sys.modules
from perfmodel.batch import Encoder, FileOutcome, Settings, to_arrow
from perfmodel.batch.rows import outcome_of
encoder = Encoder(Settings())
encoder.add(outcome_of("a.txt", b"text", Settings()))
assert "pyarrow" not in sys.modules
encoder.to_arrow()
assert "pandas" not in sys.modules  # each worker would take its memory
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert set(batch.__all__) <= set(dir(batch))
    with pytest.raises(AttributeError):
        _ = batch.nothing  # type: ignore[attr-defined]


def test_unknown_datasets_are_refused() -> None:
    for ask in (schema, dataset_columns):
        with pytest.raises(ValueError, match="expected dataset to be"):
            ask("sheets")


def test_columns_of_findings_are_those_of_reports() -> None:
    assert [(column.name, column.zh, column.type) for column in FINDING_COLUMNS] == [
        (column.name, column.zh, column.type) for column in dataset_columns("findings")
    ]
