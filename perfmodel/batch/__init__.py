"""Many files as datasets: tables, projects, indicators, findings and files, as Arrow tables or Parquet, with one schema.

Nothing is imported before it is used, and pyarrow only where a schema or a table is made.

>>> from perfmodel import batch
>>> batch.DATASETS
('tables', 'projects', 'indicators', 'findings', 'files')
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from perfmodel.batch.datasets import DATASETS, SCHEMA_VERSION, schema
    from perfmodel.batch.encode import Encoder
    from perfmodel.batch.in_memory import to_arrow
    from perfmodel.batch.problems import BatchError
    from perfmodel.batch.rows import FileOutcome
    from perfmodel.batch.run import Summary
    from perfmodel.batch.settings import Settings
    from perfmodel.batch.to_parquet import write

__all__ = [
    "DATASETS",
    "SCHEMA_VERSION",
    "BatchError",
    "Encoder",
    "FileOutcome",
    "Settings",
    "Summary",
    "schema",
    "to_arrow",
    "write",
]

_BATCH_HOMES = {
    "DATASETS": "datasets",
    "SCHEMA_VERSION": "datasets",
    "BatchError": "problems",
    "Encoder": "encode",
    "FileOutcome": "rows",
    "Settings": "settings",
    "Summary": "run",
    "schema": "datasets",
    "to_arrow": "in_memory",
    "write": "to_parquet",
}

if not TYPE_CHECKING:  # else every misspelt name would be taken for one that is there

    def __getattr__(name: str) -> Any:
        from importlib import import_module

        if name not in _BATCH_HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_BATCH_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
