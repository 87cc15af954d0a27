"""Spark: the files or texts of a data frame become rows of the datasets of `perfmodel.batch`, on the workers of a cluster.

`rows` makes a function for Spark's ``DataFrame.mapInArrow``, `schema` the schema that goes with it. Both need pyarrow and
nothing of pyspark, on the driver as on the workers::

    import perfmodel.spark

    files = session.read.format("binaryFile").option("recursiveFileLookup", "true").load("hdfs:///targets/2025")
    indicators = files.mapInArrow(perfmodel.spark.rows("indicators"), perfmodel.spark.schema("indicators"))
    indicators.where("annual = '100%'").groupBy("indicator_folded").count().show()
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from perfmodel._internal.messages import bilingual
from perfmodel._internal.optional import require
from perfmodel.batch.datasets import DATASETS
from perfmodel.batch.datasets import schema as arrow_schema
from perfmodel.batch.encode import Encoder
from perfmodel.batch.in_memory import outcome_of_path
from perfmodel.batch.manifest import LIMIT_STATUSES, Allowance
from perfmodel.batch.rows import FileOutcome, failed, outcome_of
from perfmodel.batch.settings import Settings
from perfmodel.reports.counts import Failure
from perfmodel.workers.limits import Limits, OverLimit

if TYPE_CHECKING:
    import pyarrow

__all__ = ["rows", "schema"]

_Batches: TypeAlias = "Iterator[pyarrow.RecordBatch]"

# After so many tables, or files without one, their rows are handed to Spark.
_MOST_TABLES_IN_BATCH = 200
_MEGABYTE = 1_000_000
_SPARK_TYPES = {"string": "STRING", "int64": "BIGINT", "bool": "BOOLEAN", "date32[day]": "DATE", "double": "DOUBLE"}
# As `binaryFile` writes paths of this machine: nothing in them is escaped.
_FILE_URI = re.compile(r"^file:(?://(?=/))?")
_OTHER_FILE_SYSTEM = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:/")


def schema(dataset: str | None = None) -> str:
    """Return the schema of the rows of a dataset in Spark's DDL; without ``dataset``, that of the rows of all of them.

    It is `perfmodel.batch.schema` in Spark's types, each column with what stands in it as its comment:
    ``DECIMAL(38,10)`` and ``DOUBLE`` for a number. The rows of all datasets have a column ``dataset``, and for each
    dataset a struct of its columns, which is null but in its own rows. Raises `ValueError` for a dataset that there is
    not, and `MissingExtra` without pyarrow.

    >>> schema("files").split(", `")[2]
    "size` BIGINT COMMENT 'The size of the content in bytes.'"
    >>> schema().startswith("`dataset` STRING, `tables` STRUCT<`file`: STRING")
    True
    """
    if dataset is not None:
        return ", ".join(_columns_in_ddl(dataset, " "))
    structs = (f"`{name}` STRUCT<{', '.join(_columns_in_ddl(name, ': '))}>" for name in DATASETS)
    return ", ".join(["`dataset` STRING", *structs])


def rows(
    dataset: str | None = None,
    settings: Settings | None = None,
    *,
    timeout: float | None = None,
    memory: int | None = None,
) -> Callable[[Iterable[pyarrow.RecordBatch]], _Batches]:
    """Return a function for ``DataFrame.mapInArrow`` that reads, and checks, the files or texts of a frame.

    The frame has a text column ``path``, and ``content`` where the files were read by Spark: bytes, as its source
    ``binaryFile`` gives them, or texts. Without ``content`` the paths are opened, which each worker must be able to do.
    Other columns are ignored. The rows are those that `perfmodel.batch.to_arrow` has for the same inputs: of
    ``dataset``, or of all datasets (see `schema`). ``path`` is their ``file``. ``settings`` are those of `to_arrow`; they are
    sent to the workers, which look for no configuration.

    A file that cannot be read, or takes more than ``timeout`` seconds or ``memory`` MB, is a row of ``files`` and one of
    ``findings`` and fails no task. An alarm ends a file that takes too long, which Windows has none of and which cannot
    interrupt a call into C; the time in which Spark hands over ``content`` does not count. Memory is limited on Linux. A
    file that kills its worker fails the task, which Spark starts anew as a whole.

    Raises `ValueError` for a dataset that there is not, and `MissingExtra` without pyarrow; the function raises
    `ValueError` for a frame that has other columns.

    >>> import pyarrow
    >>> frame = pyarrow.RecordBatch.from_pydict({"path": ["甲.yaml"], "content": ["name: 会议费\\ngoal: 开好会议。"]})
    >>> [found] = rows("projects", Settings("parse"))([frame])
    >>> found.column("project").to_pylist(), found.schema == arrow_schema("projects")
    (['会议费'], True)
    >>> [found.column("dataset")[0].as_py() for found in rows()([frame])]
    ['tables', 'projects', 'findings', 'files']
    """
    for name in DATASETS if dataset is None else (dataset,):
        arrow_schema(name)  # what is wrong is said here, and not by a task
    return partial(
        _rows_of_batches,
        dataset=dataset,
        settings=Settings() if settings is None else settings,
        allowance=Allowance(timeout, memory),
    )


def _columns_in_ddl(dataset: str, between: str) -> Iterator[str]:
    for field in arrow_schema(dataset):
        comment = field.metadata[b"description"].decode().replace("\\", "\\\\").replace("'", "\\'")
        yield f"`{field.name}`{between}{_spark_type(field.type)} COMMENT '{comment}'"


def _spark_type(kind: pyarrow.DataType) -> str:
    name = str(kind)
    return _SPARK_TYPES.get(name) or name.replace("decimal128", "DECIMAL").replace(" ", "")


def _rows_of_batches(
    batches: Iterable[pyarrow.RecordBatch],
    dataset: str | None,
    settings: Settings,
    allowance: Allowance,
) -> _Batches:
    timeout, memory = allowance
    encoder, limits = Encoder(settings), Limits(timeout, memory and memory * _MEGABYTE)
    for batch in batches:
        for path, content in _inputs(batch):
            outcome = _outcome(path, content, settings, limits)
            if outcome.file["status"] in LIMIT_STATUSES:
                outcome.file.update(allowance.cells())
            encoder.add(outcome)
            if max(encoder.tables, encoder.files) >= _MOST_TABLES_IN_BATCH:
                yield from _encoded(encoder, dataset)
    yield from _encoded(encoder, dataset)


def _inputs(batch: pyarrow.RecordBatch) -> Iterator[tuple[str, Callable[[], Any] | None]]:
    """Yield the path of each row, and what returns its content; None where the frame has no contents."""
    names = batch.schema.names
    kinds = {name: str(batch.schema.field(name).type).removeprefix("large_") for name in names}
    if kinds.get("path") != "string" or kinds.get("content", "string") not in ("string", "binary"):
        found = "、".join(f"{name} {kind}" for name, kind in kinds.items())
        zh = f"应有文本列 path；文件内容或文本可放在列 content；实为 {found}"
        en = f"expected a column path of strings, and perhaps content of bytes or strings, got {found}"
        raise ValueError(bilingual((zh, en)))
    paths = batch.column(names.index("path"))
    contents = batch.column(names.index("content")) if "content" in names else None
    for number in range(batch.num_rows):
        # One content at a time is copied out of the batch.
        yield paths[number].as_py() or "", None if contents is None else contents[number].as_py


def _outcome(path: str, content: Callable[[], Any] | None, settings: Settings, limits: Limits) -> FileOutcome:
    data: bytes | str | None = None
    try:
        with limits.begin(0):
            if content is None:
                return _outcome_of_file(path, settings)
            data = content()
            if data is None:
                null = Failure("列 content 为空（null）", "the column content is null")
                return failed(path, None, "failed", null, settings)
            return outcome_of(path, data, settings)
    except OverLimit as over:
        return failed(path, data.encode() if isinstance(data, str) else data, over.status, over.failure, settings)


def _outcome_of_file(path: str, settings: Settings) -> FileOutcome:
    if _OTHER_FILE_SYSTEM.match(path):
        zh, en = (
            "不是本机的路径；请用 Spark 的 binaryFile 读取",
            "no path of this machine; read it by Spark's binaryFile",
        )
        return failed(path, None, "failed", Failure(zh, en), settings)
    return outcome_of_path(_FILE_URI.sub("", path), settings, name=path)


def _encoded(encoder: Encoder, dataset: str | None) -> _Batches:
    """Yield what was collected, and empty the encoder."""
    if encoder.files:
        tables = encoder.to_arrow()
        for name in DATASETS if dataset is None else (dataset,):
            table = tables[name].combine_chunks()
            yield from (table if dataset is not None else _with_its_name(name, table)).to_batches()


def _with_its_name(dataset: str, table: pyarrow.Table) -> pyarrow.Table:
    """Return the rows of a dataset as rows of all datasets."""
    arrow = require("pyarrow", "arrow")
    columns = {"dataset": arrow.repeat(dataset, table.num_rows)}
    for name in DATASETS:
        if name == dataset:
            columns[name] = table.to_struct_array()
        else:
            columns[name] = arrow.nulls(table.num_rows, arrow.struct(list(arrow_schema(name))))
    return arrow.table(columns)
