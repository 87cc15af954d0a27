"""Write one Parquet file so that it is on disk, and can be read, before anybody is told of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from perfmodel._internal.optional import require

if TYPE_CHECKING:
    import pyarrow

__all__ = ["write_part"]


def write_part(table: pyarrow.Table, path: str) -> None:
    """Write a table to a path that does not exist yet, bring it to disk, and read its footer back.

    Raises `OSError` where that fails.
    """
    parquet = require("pyarrow.parquet", "arrow")
    with open(path, "xb") as stream:
        parquet.write_table(table, stream, compression="zstd")
        stream.flush()
        os.fsync(stream.fileno())
    with open(path, "rb") as stream:
        count = parquet.read_metadata(stream).num_rows
    if count != table.num_rows:
        raise OSError(f"写出 {table.num_rows} 行，读回 {count} 行 / {table.num_rows} rows written, {count} read back")
