"""Rows of the dataset ``indicators`` for tests about peers: tables that ask for one thing each, and drawn ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow

from perfmodel import TargetTable
from perfmodel.frames.datasets import DATASET_KEY, SCHEMA_VERSION, SCHEMA_VERSION_KEY, folded_name


def to_arrow(tables: Mapping[str, Iterable[TargetTable]]) -> pyarrow.Table:
    rows = []
    types: dict[str, pyarrow.DataType] = {}
    for file, listed in tables.items():
        for at, table in enumerate(listed, 1):
            for row in table.to_records():
                row |= {
                    "file": file,
                    "table_number": at,
                    "indicator_folded": folded_name(row["indicator"] or ""),
                    "numbers_as_text": None,
                }
                rows.append(row)
            for field in table.to_arrow().schema:
                types[field.name] = pyarrow.decimal128(38, 10) if pyarrow.types.is_decimal(field.type) else field.type
    types |= {
        "file": pyarrow.string(),
        "table_number": pyarrow.int64(),
        "indicator_folded": pyarrow.string(),
        "numbers_as_text": pyarrow.string(),
    }
    schema = pyarrow.schema(
        list(types.items()), metadata={DATASET_KEY: "indicators", SCHEMA_VERSION_KEY: str(SCHEMA_VERSION)}
    )
    return pyarrow.Table.from_pylist(rows, schema=schema)
