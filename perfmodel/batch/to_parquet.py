"""Inputs as Parquet datasets, from Python."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from perfmodel.batch.inputs import Inputs, Item, items_of
from perfmodel.batch.manifest import Allowance
from perfmodel.batch.run import Summary, run
from perfmodel.batch.settings import Settings
from perfmodel.workers.in_order import cores, workers_for

__all__ = ["write"]


def write(
    inputs: Inputs,
    out: str | os.PathLike[str],
    settings: Settings | None = None,
    *,
    jobs: int | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    force: bool = False,
) -> Summary:
    """Write the rows of inputs as Parquet into the folder ``out``: what is missing there or has changed, and nothing else.

    ``inputs`` are paths of files and folders, pairs of a name and its content (bytes or text), or a mapping of these; an
    iterator of pairs is taken as it comes. ``settings`` are those of `to_arrow`. ``jobs`` is how many worker processes
    there are, by default as many as pay for their start; with 0 all is done in this process. A file may take ``timeout``
    seconds and ``memory`` megabytes. With ``force`` what is there already is written anew.

    A file that cannot be read is a row of ``files`` and of ``findings``. Raises `BatchError` where ``out`` is not a folder
    of datasets, is written by another process, or cannot be written; where two inputs have one name; and where an input is
    a pipe or a device. `MissingExtra` without pyarrow.

    >>> import pyarrow.parquet, tempfile
    >>> folder = tempfile.mkdtemp()
    >>> summary = write({"甲.yaml": "name: 会议费\\ngoal: 开好会议。"}, folder, jobs=0)
    >>> summary.written, write({"甲.yaml": "name: 会议费\\ngoal: 开好会议。"}, folder, jobs=0).unchanged
    (1, 1)
    >>> pyarrow.parquet.read_table(f"{folder}/projects").column("project").to_pylist()
    ['会议费']
    """
    settings = Settings() if settings is None else settings
    items: Iterable[Item] = items_of(inputs, os.fspath(out))
    if isinstance(inputs, (str, os.PathLike, Collection)):  # else it may be too much to hold at once
        items = known = list(items)
        jobs = workers_for(known, jobs) if jobs != 0 else 0
    return run(
        items, out, settings, cores() if jobs is None else jobs, allowance=Allowance(timeout, memory), force=force
    )
