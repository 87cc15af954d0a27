"""The datasets of a batch: which there are, the version of their schema, and where that stands in a file's metadata.

`perfmodel.batch` writes them; what reads them stands below it and needs no more than this.
"""

from __future__ import annotations

from perfmodel.comparison.normalise import loose
from perfmodel.frames.records import held

__all__ = ["DATASETS", "DATASET_KEY", "SCHEMA_VERSION", "SCHEMA_VERSION_KEY", "folded_name"]

DATASETS = ("tables", "projects", "indicators", "findings", "files")
SCHEMA_VERSION = 1
# Keys of the metadata of every schema.
DATASET_KEY, SCHEMA_VERSION_KEY = "perfmodel.dataset", "perfmodel.schema_version"


def folded_name(name: str) -> str | None:
    """Return an indicator's name as names are compared, for the column ``indicator_folded``; None for an empty name.

    Blanks, years, brackets and marks do not count, and neither do full-width forms.

    >>> folded_name("2024年培训 人次（线上）"), folded_name("")
    ('培训人次线上', None)
    """
    return loose(held(name)) or None
