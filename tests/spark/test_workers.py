"""What Spark's workers give is what `perfmodel.batch` gives, whatever the inputs are and whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from pyspark import StorageLevel, TaskContext
from pyspark.sql import DataFrame, SparkSession

import perfmodel.batch
import perfmodel.spark
from perfmodel.batch import DATASETS, Settings
from tests.spark.inputs import BAD, TABLES, in_order

Function = Callable[[Iterable[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]
SETTINGS = Settings(lang="en")


@pytest.fixture(scope="module")
def expected(inputs: list[Path]) -> dict[str, pyarrow.Table]:
    return perfmodel.batch.to_arrow(inputs, SETTINGS)


def paths(session: SparkSession, inputs: list[Path]) -> DataFrame:
    return session.createDataFrame([(str(path),) for path in inputs], "path string").repartition(6)


def killed(function: Function, killed_at: Path, tried_again_at: Path) -> Function:
    """As ``function``, but the first worker that has handed over three batches of rows is killed, as by the system."""

    def killing(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import perfmodel.spark

        vars(perfmodel.spark)["_MOST_TABLES_IN_BATCH"] = 5  # in the worker: rows are handed over before all are read
        context: Any = TaskContext.get()
        if context.attemptNumber():
            tried_again_at.touch()
        for number, batch in enumerate(function(batches)):
            yield batch
            if number == 2 and not killed_at.exists():
                killed_at.touch()
                os.kill(os.getpid(), signal.SIGKILL)

    return killing


def test_a_killed_worker_loses_no_row_and_doubles_none(
    session: SparkSession, inputs: list[Path], expected: dict[str, pyarrow.Table], tmp_path: Path
) -> None:
    function = killed(perfmodel.spark.rows(settings=SETTINGS), tmp_path / "killed", tmp_path / "again")
    rows = paths(session, inputs).mapInArrow(function, perfmodel.spark.schema()).persist(StorageLevel.DISK_ONLY)
    for dataset in DATASETS:
        rows.where(f"dataset = '{dataset}'").select(f"{dataset}.*").write.parquet(f"{tmp_path}/{dataset}")
    assert (tmp_path / "killed").exists()
    assert (tmp_path / "again").exists()
    for dataset in DATASETS:
        assert (tmp_path / dataset / "_SUCCESS").exists()
        written = pyarrow.parquet.read_table(tmp_path / dataset)
        assert in_order(written) == in_order(expected[dataset]), dataset
        assert written.schema.equals(perfmodel.batch.schema(dataset)), dataset
    rows.unpersist()
    statuses = expected["files"].column("status").to_pylist()
    assert expected["tables"].num_rows >= TABLES
    assert statuses.count("read") == TABLES
    assert len(statuses) - TABLES == len(BAD) + 1


@pytest.mark.parametrize("dataset", DATASETS)
def test_one_dataset(
    session: SparkSession, inputs: list[Path], expected: dict[str, pyarrow.Table], dataset: str
) -> None:
    function = perfmodel.spark.rows(dataset, SETTINGS)
    found = paths(session, inputs[::10]).mapInArrow(function, perfmodel.spark.schema(dataset))
    assert in_order(found.toArrow()) == in_order(perfmodel.batch.to_arrow(inputs[::10], SETTINGS)[dataset])
    comments = [field.metadata["comment"] for field in found.schema]
    described = [field.metadata[b"description"].decode() for field in perfmodel.batch.schema(dataset)]
    assert comments == described


def test_files_that_spark_reads(session: SparkSession, inputs: list[Path]) -> None:
    """Spark gives their paths as addresses, and leaves out those that are empty."""
    files = [path for path in inputs if path.is_file()]
    some = [path for number, path in enumerate(files) if number % 10 == 0 or not path.stat().st_size]
    frame = session.read.format("binaryFile").load([str(path) for path in some])
    contents = {f"file:{path}": path.read_bytes() for path in some}
    filled = {name: data for name, data in contents.items() if data}
    assert len(contents) - len(filled) == 1
    expected = perfmodel.batch.to_arrow(filled, SETTINGS)
    found = frame.mapInArrow(perfmodel.spark.rows(settings=SETTINGS), perfmodel.spark.schema())
    rows = [row.asDict(recursive=True) for row in found.collect()]
    for dataset in DATASETS:
        of_dataset = [row[dataset] for row in rows if row["dataset"] == dataset]
        assert in_order(pyarrow.Table.from_pylist(of_dataset, perfmodel.batch.schema(dataset))) == in_order(
            expected[dataset]
        )
        assert all(row[dataset] is None for row in rows if row["dataset"] != dataset)
    # As paths, the same addresses are opened by the workers.
    opened = frame.select("path").mapInArrow(perfmodel.spark.rows("files", SETTINGS), perfmodel.spark.schema("files"))
    assert in_order(opened.toArrow()) == in_order(expected["files"])


def test_texts(session: SparkSession) -> None:
    texts = [("甲", "name: 会议费\ngoal: 开好会议。"), ("乙", "没有表"), ("丙", None)]
    frame = session.createDataFrame(texts, "path string, content string")
    found = frame.mapInArrow(perfmodel.spark.rows("files", SETTINGS), perfmodel.spark.schema("files")).toArrow()
    assert dict(zip(*found.select(["file", "status"]).to_pydict().values(), strict=True)) == {
        "甲": "read",
        "乙": "refused",
        "丙": "failed",
    }


def test_a_file_that_takes_too_long(session: SparkSession) -> None:
    """It is named, and the others of its task are read."""
    function = perfmodel.spark.rows("findings", SETTINGS, timeout=0.5)

    def endless(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import perfmodel.spark

        names = vars(perfmodel.spark)
        read = names["outcome_of"]

        def outcome_of(name: str, data: bytes | str, settings: Settings) -> Any:
            while name == "乙":
                pass
            return read(name, data, settings)

        names["outcome_of"] = outcome_of
        yield from function(batches)
        names["outcome_of"] = read

    frame = session.createDataFrame([(name, "没有表") for name in "甲乙丙"], "path string, content string").coalesce(1)
    found = frame.mapInArrow(endless, perfmodel.spark.schema("findings")).toArrow()
    assert found.column("file").to_pylist() == ["甲", "乙", "丙"]
    over = ["not read within 0.5 s" in message for message in found.column("message").to_pylist()]
    assert over == [False, True, False]


def test_a_frame_of_other_columns_is_refused(session: SparkSession) -> None:
    frame = session.createDataFrame([("甲", "乙")], "name string, content string")
    with pytest.raises(Exception, match=r"expected a column path of strings.*got name string"):
        frame.mapInArrow(perfmodel.spark.rows("files"), perfmodel.spark.schema("files")).collect()


def test_spark_reads_parts_that_this_library_wrote(
    session: SparkSession, expected: dict[str, pyarrow.Table], tmp_path: Path
) -> None:
    for dataset in DATASETS:
        folder = tmp_path / dataset
        folder.mkdir()
        pyarrow.parquet.write_table(expected[dataset], folder / "part-00000001.parquet")
        inferred = session.read.parquet(str(folder))
        types = [(field.name, field.dataType) for field in inferred.schema]
        given = session.read.schema(perfmodel.spark.schema(dataset)).parquet(str(folder))
        assert [(field.name, field.dataType) for field in given.schema] == types
        assert in_order(given.toArrow()) == in_order(expected[dataset])
