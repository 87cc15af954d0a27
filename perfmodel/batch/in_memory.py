"""Inputs as Arrow tables, in this process: for a notebook, and for those who have workers of their own (Ray, Dask, Spark)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfmodel.batch.encode import Encoder
from perfmodel.batch.inputs import Inputs, items_of
from perfmodel.batch.rows import FileOutcome, failed, outcome_of
from perfmodel.batch.settings import Settings
from perfmodel.formats.files import read_file_bytes
from perfmodel.reports.counts import Failure

if TYPE_CHECKING:
    import pyarrow

__all__ = ["outcome_of_path", "outcomes_of", "to_arrow"]


def to_arrow(inputs: Inputs, settings: Settings | None = None) -> dict[str, pyarrow.Table]:
    """Read inputs in this process, one after the other, and return an Arrow table for each of `DATASETS`.

    ``inputs`` are paths of files and folders, or pairs of a name and the content (bytes, or a text, which is read as the file of it
    in UTF-8), or a mapping of names to contents. ``settings`` say how they are read and checked; by default they are
    checked by all rules of the default profile, without a configuration. What is wrong with an input is in its rows of
    ``files`` and ``findings``, and stops no other. Raises `MissingExtra` without pyarrow, `TypeError` for anything else
    than such inputs, and `BatchError` where two have one name.

    >>> found = to_arrow({"甲.yaml": "name: 会议费\\ngoal: 开好会议。", "乙.pdf": b"%PDF-"}, Settings("parse"))
    >>> found["files"].column("status").to_pylist(), found["projects"].column("project").to_pylist()
    (['read', 'refused'], ['会议费'])
    """
    settings = Settings() if settings is None else settings
    encoder = Encoder(settings)
    for outcome in outcomes_of(inputs, settings):
        encoder.add(outcome)
    return encoder.to_arrow()


def outcomes_of(inputs: Inputs, settings: Settings) -> Iterator[FileOutcome]:
    """Yield what came of each input, in their order; see `to_arrow`.

    >>> [outcome.file["file"] for outcome in outcomes_of(["README.md", ("甲.txt", "…")], Settings("parse"))]
    ['README.md', '甲.txt']
    """
    for item in items_of(inputs):
        if item.failure is not None:
            yield failed(item.name, None, item.status, item.failure, settings)
        elif item.data is not None:
            yield outcome_of(item.name, item.data, settings)
        else:
            yield outcome_of_path(item.path or "", settings)


def outcome_of_path(path: str, settings: Settings, name: str | None = None) -> FileOutcome:
    """Read one file with all its tables; see `outcome_of`. One that cannot be opened has the status ``failed``.

    It is called ``name`` in the rows; its path by default.

    >>> outcome_of_path("nowhere.pdf", Settings(lang="en")).file["message"]
    'No such file or directory'
    """
    name = path if name is None else name
    try:
        data = read_file_bytes(path)
    except (OSError, MemoryError) as error:
        status = "memory" if isinstance(error, MemoryError) else "failed"
        return failed(name, None, status, Failure.of(error), settings)
    return outcome_of(name, data, settings)
