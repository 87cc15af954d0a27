"""What a folder of datasets has rows of: the dataset ``files`` is the manifest, read at the beginning of a run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Any, NamedTuple

from attrs import define, field

from perfmodel._internal.optional import require
from perfmodel._version import __version__
from perfmodel.batch.arrays import array_of
from perfmodel.batch.part_files import write_part
from perfmodel.batch.parts import PartFolder
from perfmodel.batch.problems import BatchError
from perfmodel.batch.settings import Settings
from perfmodel.frames.datasets import DATASET_KEY, DATASETS, SCHEMA_VERSION, SCHEMA_VERSION_KEY

__all__ = ["LIMIT_STATUSES", "UNLIMITED", "Allowance", "Manifest", "Row"]

# The ends of a file that other limits may change.
LIMIT_STATUSES = ("timeout", "memory", "died")
_COLUMNS = (
    "file", "hash", "status", "error_count", "warning_count", "hint_count", "settings", "library_version", "schema_version",
    "timeout", "memory", "message",
)  # fmt: skip


class Allowance(NamedTuple):
    """What reading one file may take: seconds and megabytes, None for any.

    >>> Allowance(60, None).is_more_than(30, None), Allowance(60, 500).is_more_than(60, 500), Allowance().is_more_than(60, None)
    (True, False, True)
    """

    timeout: float | None = None
    memory: int | None = None

    def cells(self) -> dict[str, int | None]:
        """Return what stands of it in the row of a file."""
        return {"timeout": None if self.timeout is None else ceil(self.timeout), "memory": self.memory}

    def is_more_than(self, timeout: float | None, memory: int | None) -> bool:
        """Whether a file may take more now than under these limits."""
        pairs = ((self.timeout, timeout), (self.memory, memory))
        return any(then is not None and (now is None or now > then) for now, then in pairs)


UNLIMITED = Allowance()


class Row(NamedTuple):
    """What the manifest says of a file: the part that has its rows, the hash of its content, and what came of it.

    ``hash`` is None where the rows are not those that this run would write, whatever the content. ``findings`` are
    counted by severity, the gravest first. ``outdated`` is whether they were written with other settings, or by another
    version of the library, ``message`` why it could not be read.
    """

    part: int
    hash: str | None
    status: str
    findings: tuple[int, int, int]
    outdated: bool = False
    message: str | None = None


@define
class Manifest:
    """The files of which a folder has rows when a run begins, and that it has not come to yet.

    ``sizes`` are how many files there are in each part.

    ``stray`` are the numbers of parts to remove: the dataset ``files`` lacks them, so that nothing is known of their rows.
    """

    rows: dict[str, Row] = field(factory=dict)
    sizes: Counter[int] = field(factory=Counter)
    stray: frozenset[int] = frozenset()

    @classmethod
    def read(cls, folder: PartFolder, settings: Settings, allowance: Allowance, force: bool) -> Manifest:
        """Return the manifest of a folder: a row counts as done for these settings, this version and this schema.

        With ``force`` none does. Raises `BatchError` where the folder was written with another schema, unless ``force``
        is given: then all its parts are stray; and where a part is damaged or somebody else's, or
        two have one file.
        """
        numbers = {dataset: folder.numbers(dataset) for dataset in DATASETS}
        every = set().union(*numbers.values())
        stray = every - numbers["files"]
        for dataset, present in numbers.items():
            for number in sorted(present):
                _refuse_unlike(folder.part(dataset, number), dataset, number in stray)
        found = cls()
        for number in sorted(numbers["files"]):
            whole = all(number in numbers[dataset] for dataset in DATASETS)
            schema_differs = False
            for name, row in _rows_of(folder.part("files", number), number, settings, allowance, force or not whole):
                if row is None:
                    schema_differs = True
                    break
                if name in found.rows:  # only where somebody has copied parts into the folder
                    raise _twice(name, folder.part("files", found.rows[name].part), folder.part("files", number))
                found.rows[name] = row
                found.sizes[number] += 1
            if schema_differs:
                if not force:
                    raise _other_schema(folder.path)
                return cls(stray=frozenset(every))
        found.stray = frozenset(stray)
        return found

    def known(self, name: str) -> str | None:
        """Return the hash of the content of which there are rows already; None where they are to be written."""
        row = self.rows.get(name)
        return None if row is None else row.hash

    def removal(self, folder: PartFolder, staged: str, names: Iterable[str]) -> list[int]:
        """Write, into a staged folder, the parts that have rows of files without these rows; return those to remove whole.

        It changes nothing else: call `drop` when that is committed.
        """
        by_part: dict[int, list[str]] = {}
        for name in names:
            row = self.rows.get(name)
            if row is not None:
                by_part.setdefault(row.part, []).append(name)
        whole = [part for part, gone in by_part.items() if len(gone) == self.sizes[part]]
        for part in by_part.keys() - set(whole):
            for dataset in DATASETS:
                _write_without(
                    folder.part(dataset, part), by_part[part], os.path.join(staged, f"{dataset}-{part:08}.parquet")
                )
        return whole

    def drop(self, names: Iterable[str]) -> None:
        """Take out the rows of files whose rows stand in a new part; what is left in the end are files of earlier runs."""
        for name in names:
            row = self.rows.pop(name, None)
            if row is not None:
                self.sizes[row.part] -= 1


def _rows_of(
    path: str, number: int, settings: Settings, allowance: Allowance, anew: bool
) -> Iterator[tuple[str, Row | None]]:
    """Yield the names and rows of a part of the manifest; None for a row where the part has another schema."""
    table = _read(path)
    metadata = table.schema.metadata or {}
    if metadata.get(SCHEMA_VERSION_KEY.encode()) != str(SCHEMA_VERSION).encode():
        yield "", None
        return
    for values in zip(*(table.column(column).to_pylist() for column in _COLUMNS), strict=True):
        name, digest, status, errors, warnings, hints, fingerprint, library, schema, timeout, memory, message = values
        outdated = (fingerprint, library, schema) != (settings.fingerprint, __version__, SCHEMA_VERSION)
        done = not anew and not outdated and not (status in LIMIT_STATUSES and allowance.is_more_than(timeout, memory))
        findings = (errors or 0, warnings or 0, hints or 0)
        yield name, Row(number, digest if done else None, status, findings, outdated, message)


def _refuse_unlike(path: str, dataset: str, stray: bool) -> None:
    """Raise `BatchError` for a part that is damaged, as its end tells, or that is not of this dataset.

    A stray part will be removed, so that it may be damaged; but not what somebody else wrote.
    """
    arrow = require("pyarrow", "arrow")
    parquet = require("pyarrow.parquet", "arrow")
    try:
        metadata = parquet.read_metadata(path).metadata or {}
    except (OSError, arrow.ArrowInvalid) as error:
        if stray:
            return
        raise _damaged(path, error) from None
    if metadata.get(DATASET_KEY.encode()) != dataset.encode():
        raise BatchError(f"{path}：不是 perfmodel 写出的数据集", f"{path}: not a dataset that perfmodel wrote")


def _damaged(path: str, error: Exception) -> BatchError:
    return BatchError(
        f"{path}：无法读取，可能已损坏（{error}）；删除此文件后重新运行",
        f"{path}: cannot be read, perhaps damaged ({error}); delete the file and run again",
    )


def _twice(name: str, first: str, second: str) -> BatchError:
    return BatchError(
        f"{first} 和 {second} 中都有 {name}；请删除其中一个，重新运行",
        f"{first} and {second} both have {name}; delete one of them and run again",
    )


def _other_schema(path: str) -> BatchError:
    return BatchError(
        f"{path}：其中的数据集是另一版本的结构（现为第 {SCHEMA_VERSION} 版）；--force 会全部重写",
        f"{path}: its datasets have another version of the schema (now {SCHEMA_VERSION}); --force writes all anew",
    )


def _without_number(one: Any) -> Any:
    """Return a field of a schema without the number that it has in a Parquet file."""
    about = {key: value for key, value in (one.metadata or {}).items() if key != b"PARQUET:field_id"}
    return one.with_metadata(about or None)


def _read(path: str) -> Any:
    """Return a part as an Arrow table; raises `BatchError` where it cannot be read."""
    arrow = require("pyarrow", "arrow")
    parquet = require("pyarrow.parquet", "arrow")
    try:
        with open(path, "rb") as opened:
            return parquet.ParquetFile(opened).read(use_threads=False)
    except (OSError, arrow.ArrowInvalid) as error:
        raise _damaged(path, error) from None


def _write_without(path: str, names: Sequence[str], target: str) -> None:
    """Write what a part has but the rows of files; nothing where it has none of them, or is not there."""
    if not os.path.exists(path):
        return
    compute = require("pyarrow.compute", "arrow")
    arrow = require("pyarrow", "arrow")
    table = _read(path)
    # What reading adds to the fields would make this part differ from others.
    fields = [_without_number(one) for one in table.schema]
    table = table.cast(arrow.schema(fields, table.schema.metadata))
    gone = compute.is_in(table.column("file"), value_set=array_of("text", names))
    if compute.any(gone).as_py():
        write_part(table.filter(compute.invert(gone)), target)
