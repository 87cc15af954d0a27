"""The dataset ``indicators`` that peers are looked up in: opened, held against the schema, and read by names."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from perfmodel._internal.arguments import wrong_type
from perfmodel._internal.caches import Store
from perfmodel._internal.messages import bilingual
from perfmodel._internal.optional import require
from perfmodel._internal.system_errors import reason_of
from perfmodel.comparison.normalise import exact
from perfmodel.frames.columns import (
    INDICATOR_NUMBER,
    INDICATOR_TARGETS,
    MEANING,
    OF_INDICATOR,
    OF_PROJECT,
    OF_SECTION,
    OF_TABLE,
    PROJECT_NUMBER,
)
from perfmodel.frames.datasets import DATASET_KEY, SCHEMA_VERSION, SCHEMA_VERSION_KEY

if TYPE_CHECKING:
    import pyarrow

__all__ = ["FOLDED", "MEANING_OF_PEERS", "PLACE_OF_PEERS", "ArrowRows", "DatasetError", "PeerDataset", "opened"]

_DATASET_OF_PEERS = "indicators"
# A dataset of no more rows is held in memory, sorted by name: some 25,000 tables, 80 MB.
_MOST_ROWS_HELD = 200_000
_ROWS_OF_BATCH = 65_536
FOLDED = "indicator_folded"
# Where a row comes from: its order in the dataset.
PLACE_OF_PEERS = ("file", "table_number", PROJECT_NUMBER.name, INDICATOR_NUMBER.name)
# What of a target's meaning tells whether it compares.
MEANING_OF_PEERS = ("kind", "op", "number", "unit", "per", "change")
_CONTEXT_OF_PEERS = (
    "year reporting_unit section project spender department level1_code level1 level2_code level2".split()
)
# Who publishes a table; where that is not printed, the nearest that is.
_BODY_COLUMNS = ("reporting_unit", "section", "spender", "department")
_MADE_BY = (
    "用 perfmodel check 目录 --to parquet -o OUT 生成，再给出 OUT",
    "write it with perfmodel check FOLDER --to parquet -o OUT, and give OUT",
)


class ArrowRows(Protocol):
    """A pyarrow Table or Dataset, for what checkers know of it where pyarrow is not installed."""

    @property
    def schema(self) -> Any:
        """The columns and their types."""


class DatasetError(ValueError):
    """A dataset that peers cannot be looked up in, and why, in both languages (``zh``, ``en``).

    >>> str(DatasetError("没有文件", "no file"))
    '没有文件 / no file'
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(bilingual((zh, en)))
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.zh, self.en)


def _columns_read() -> dict[str, str]:
    """The columns that are read, each with its type as in `perfmodel.frames.columns.Column`."""
    types = {column.name: column.type for column in (*OF_TABLE, *OF_SECTION, *OF_PROJECT, *OF_INDICATOR)}
    types |= {"file": "text", "table_number": "int", FOLDED: "text", "numbers_as_text": "text"}
    found = {name: types[name] for name in (*PLACE_OF_PEERS, FOLDED, *_CONTEXT_OF_PEERS, "numbers_as_text")}
    meaning = {column.name: column.type for column in MEANING}
    for target, field in INDICATOR_TARGETS.items():
        if not field.declaration.result:
            found |= {target: "text", **{f"{target}_{name}": meaning[name] for name in MEANING_OF_PEERS}}
    return found


def _arrow_types(arrow: Any) -> dict[str, Any]:
    return {"text": arrow.string(), "int": arrow.int64(), "decimal": arrow.decimal128(38, 10)}


@contextmanager
def _readable(arrow: Any, name: str) -> Iterator[None]:
    """Turn what Arrow and the system say of a file into a `DatasetError` that names the dataset."""
    try:
        yield
    except OSError as error:  # Arrow's own errors of reading are OSErrors as well
        zh, en = reason_of(error) if error.errno is not None else ("文件损坏", str(error).splitlines()[0])
        raise DatasetError(f"无法读取数据集 {name}：{zh}", f"cannot read the dataset {name}: {en}") from None
    except (arrow.ArrowException, UnicodeDecodeError) as error:
        first = (str(error).splitlines() or [""])[0]
        zh = f"无法读取数据集 {name}：不是完好的 Parquet 文件，或列与 perfmodel 的不同"
        en = f"cannot read the dataset {name}: no sound Parquet file, or other columns than perfmodel's ({first})"
        raise DatasetError(zh, en) from None


def _check_schema(arrow: Any, schema: pyarrow.Schema, name: str) -> None:
    """Raise `DatasetError` unless a schema is that of the dataset ``indicators``; metadata may be missing, columns may not.

    A query of another engine keeps columns and loses metadata.
    """
    said = {
        key.decode("utf-8", "replace"): text.decode("utf-8", "replace") for key, text in (schema.metadata or {}).items()
    }
    dataset, version = said.get(DATASET_KEY, _DATASET_OF_PEERS), said.get(SCHEMA_VERSION_KEY, str(SCHEMA_VERSION))
    if dataset != _DATASET_OF_PEERS:
        raise DatasetError(
            f"{name} 是数据集 {dataset}，应为 {_DATASET_OF_PEERS}；请给出 OUT 或 OUT/{_DATASET_OF_PEERS}",
            f"{name} is the dataset {dataset}, expected {_DATASET_OF_PEERS}: give OUT or OUT/{_DATASET_OF_PEERS}",
        )
    if version != str(SCHEMA_VERSION):
        raise DatasetError(
            f"{name} 的结构版本为 {version[:20]}，本程序读的是 {SCHEMA_VERSION}；请用本程序重新生成（--force）",
            f"{name} has schema version {version[:20]}, this version of perfmodel reads {SCHEMA_VERSION}: write it anew (--force)",
        )
    wanted = _columns_read()
    missing = [column for column in wanted if column not in schema.names]
    if missing:
        listed = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")
        raise DatasetError(
            f"{name} 不是 perfmodel 的数据集 {_DATASET_OF_PEERS}：缺列 {listed}；{_MADE_BY[0]}",
            f"{name} is not perfmodel's dataset {_DATASET_OF_PEERS}: columns are missing ({listed}); {_MADE_BY[1]}",
        )
    for column, kind in wanted.items():
        found = schema.field(column).type if schema.names.count(column) == 1 else "?"
        if not (found != "?" and _is_of_type(arrow, found, kind)):
            raise DatasetError(
                f"{name} 的列 {column} 类型为 {found}，应为 {_arrow_types(arrow)[kind]}；{_MADE_BY[0]}",
                f"the column {column} of {name} is {found}, expected {_arrow_types(arrow)[kind]}; {_MADE_BY[1]}",
            )


def _is_of_type(arrow: Any, found: Any, kind: str) -> bool:
    types = arrow.types
    if types.is_dictionary(found):
        found = found.value_type
    if types.is_null(found):
        return True
    if kind == "text":
        return bool(types.is_string(found) or types.is_large_string(found) or "string_view" in str(found))
    return bool(types.is_integer(found) if kind == "int" else types.is_decimal(found))


class PeerDataset:
    """The rows of a dataset ``indicators``, read by folded name.

    A dataset of at most 200,000 rows is held in memory once it has been read; of a larger one the columns that are
    needed are read each time, a batch of rows after the other.
    """

    def __init__(self, sources: Sequence[Any], name: str, row_count: int | None = None) -> None:
        self._arrow = require("pyarrow", "arrow")
        self._compute = require("pyarrow.compute", "arrow")
        self.name = name
        # An Arrow table or dataset, or the paths of parts: one dataset of all parts would keep all their metadata.
        self._sources = sources
        # What all rows with a name say of a target, for those who ask again (`perfmodel.peer_targets.groups`).
        self.remembered: dict[tuple[str, str], Any] = {}
        self._held: tuple[pyarrow.Table, dict[str, tuple[int, int]]] | None = None
        types = _arrow_types(self._arrow)
        self._schema = self._arrow.schema([(column, types[kind]) for column, kind in _columns_read().items()])
        self.is_held = row_count is not None and row_count <= _MOST_ROWS_HELD

    def rows(self, names: Collection[str]) -> Iterator[tuple[str, pyarrow.Table]]:
        """Yield a name and rows that have it, all rows of all names in the end; what one table of rows has is in order."""
        with _readable(self._arrow, self.name):
            if self.is_held:
                yield from self._rows_held(names)
                return
            folded = self._compute.field(FOLDED)
            wanted = self._arrow.array(sorted(names), self._arrow.string())
            for batch in self._batches(folded.isin(wanted)):
                found = batch.column(FOLDED)
                for name in self._compute.unique(found).to_pylist():
                    rows = batch.filter(self._compute.equal(found, name))
                    yield name, self._with_bodies(rows.sort_by([(column, "ascending") for column in PLACE_OF_PEERS]))

    def _batches(self, condition: Any) -> Iterator[pyarrow.Table]:
        columns = self._schema.names
        bounds = {"batch_size": _ROWS_OF_BATCH, "batch_readahead": 2, "fragment_readahead": 1}
        for source in self._sources:
            if isinstance(source, self._arrow.Table):
                # Whatever types its texts have, a filter knows those of the schema.
                yield source.select(columns).cast(self._schema).filter(condition)
                continue
            if isinstance(source, str):
                source = require("pyarrow.dataset", "arrow").dataset(source, format="parquet")
            for batch in source.to_batches(columns=columns, filter=condition, **bounds):
                if batch.num_rows:
                    yield self._arrow.Table.from_batches([batch]).select(columns).cast(self._schema)

    def _rows_held(self, names: Collection[str]) -> Iterator[tuple[str, pyarrow.Table]]:
        if self._held is None:
            batches = list(self._batches(self._compute.field(FOLDED).is_valid()))
            table = self._arrow.concat_tables(batches) if batches else self._schema.empty_table()
            table = table.sort_by([(column, "ascending") for column in (FOLDED, *PLACE_OF_PEERS)]).combine_chunks()
            runs = self._compute.run_end_encode(table.column(FOLDED).combine_chunks())
            ends = runs.run_ends.to_pylist() if len(table) else []
            starts = [0, *ends[:-1]]
            places = zip(runs.values.to_pylist(), zip(starts, ends, strict=True), strict=True) if ends else ()
            self._held = self._with_bodies(table), dict(places)
        table, slices = self._held
        for name in names:
            if name in slices:
                start, end = slices[name]
                yield name, table.slice(start, end - start)

    def _with_bodies(self, rows: pyarrow.Table) -> pyarrow.Table:
        """Return rows with the body that sets each, as printed (``body``) and folded, or the file where none is printed (``whose``)."""
        arrow, compute = self._arrow, self._compute
        body = compute.coalesce(*(rows[name] for name in _BODY_COLUMNS)).combine_chunks().dictionary_encode()
        folded = arrow.array([exact(name) for name in body.dictionary.to_pylist()], arrow.string()).take(body.indices)
        # A table that names no body stands for one.
        file = compute.binary_join_element_wise("", rows["file"].combine_chunks(), "\0")
        printed = body.dictionary.take(body.indices)
        return rows.append_column("body", printed).append_column("whose", compute.coalesce(folded, file))


# By device and number of a folder or a file: when it was last changed, and the dataset in it.
_OPENED: Store[tuple[int, int], tuple[tuple[int, int], PeerDataset]] = Store(4)


def opened(dataset: Any) -> PeerDataset:
    """Return a dataset to look peers up in: the folder that a batch wrote, its folder ``indicators``, or an Arrow object.

    A folder that has not changed since is not opened again. Raises `DatasetError` (a ValueError) for a dataset that is
    missing, damaged, or another than ``indicators`` in this version of the schema; `TypeError` for another object;
    `MissingExtra` without pyarrow.

    >>> try:
    ...     opened("no/such/folder")
    ... except ValueError as error:
    ...     print(error.en)
    there is no dataset no/such/folder; write it with perfmodel check FOLDER --to parquet -o OUT, and give OUT
    """
    if isinstance(dataset, PeerDataset):
        return dataset
    if isinstance(dataset, (str, os.PathLike)):
        return _opened_path(os.fspath(dataset))
    arrow = require("pyarrow", "arrow")
    if isinstance(dataset, arrow.Table):
        _check_schema(arrow, dataset.schema, "pyarrow.Table")
        return PeerDataset([dataset], "pyarrow.Table")
    if isinstance(dataset, require("pyarrow.dataset", "arrow").Dataset):
        _check_schema(arrow, dataset.schema, "pyarrow.dataset.Dataset")
        return PeerDataset([dataset], "pyarrow.dataset.Dataset")
    raise wrong_type(
        dataset,
        "数据集目录、pyarrow.Table 或 pyarrow Dataset",
        "the folder of a dataset, a pyarrow Table or Dataset",
        "dataset",
    )


def _opened_path(path: str | bytes) -> PeerDataset:
    path = os.fsdecode(path)
    try:
        inner = os.path.join(path, _DATASET_OF_PEERS)
        path = inner if os.path.isdir(inner) else path
        status = os.stat(path)
    except (OSError, ValueError):
        raise DatasetError(f"没有数据集 {path}；{_MADE_BY[0]}", f"there is no dataset {path}; {_MADE_BY[1]}") from None
    key, stamp = (status.st_dev, status.st_ino), (status.st_mtime_ns, status.st_size)
    found = _OPENED.get(key)
    if found is None or found[0] != stamp:
        found = _OPENED.keep(key, (stamp, _opened_parts(path, stat.S_ISDIR(status.st_mode))))
    return found[1]


def _opened_parts(path: str, is_folder: bool) -> PeerDataset:
    """Open all parts of a folder, or one file; each of them is held against the schema, since what one lacks would be read as null."""
    arrow, parquet = require("pyarrow", "arrow"), require("pyarrow.parquet", "arrow")
    with _readable(arrow, path):
        names = sorted(name for name in os.listdir(path) if name.endswith(".parquet")) if is_folder else [""]
    parts = [os.path.join(path, name) if name else path for name in names]
    if not parts:
        raise DatasetError(
            f"{path} 中没有 .parquet 文件；{_MADE_BY[0]}", f"there is no .parquet file in {path}; {_MADE_BY[1]}"
        )
    row_count = 0
    for part in parts:
        if not os.path.isfile(part):  # a pipe would never end
            raise DatasetError(f"{part} 不是普通文件", f"{part} is not a regular file")
        with _readable(arrow, part), parquet.ParquetFile(part) as file:
            schema = file.schema_arrow
            row_count += file.metadata.num_rows
        _check_schema(arrow, schema, part)
    return PeerDataset(parts, path, row_count)
