"""The datasets that a batch writes: their columns, and the one Arrow schema of each, whatever the data.

The columns of tables, projects, indicators and findings are those of frames (`perfmodel.frames.columns`) and of reports
(`perfmodel.reports.finding_rows`); what a batch adds to them stands in ``perfmodel/data/datasets.json``. A number has two
columns: ``X``, exact, and ``X_double`` behind it, the nearest double.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from perfmodel._internal.messages import one_of, wrong_value
from perfmodel._internal.optional import require
from perfmodel._version import __version__
from perfmodel.data import load
from perfmodel.frames.columns import (
    INDICATOR_COUNT,
    INDICATOR_NUMBER,
    INDICATOR_TARGETS,
    MEANING,
    OF_TABLE,
    PROJECT_NUMBER,
    SECTION_NUMBER,
    Column,
    by_any_name,
    column_name,
    columns_inside,
    columns_of,
    columns_of_indicators,
    fields_in_frames,
    prefix_of,
)
from perfmodel.frames.datasets import DATASET_KEY, DATASETS, SCHEMA_VERSION, SCHEMA_VERSION_KEY
from perfmodel.model.fields import Field, field_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.reports.finding_rows import FINDING_COLUMNS

if TYPE_CHECKING:
    import pyarrow

__all__ = [
    "DATASETS",
    "DATASET_PRECISION",
    "DATASET_SCALE",
    "DOUBLE_SUFFIX",
    "FOLDED_NAME",
    "NUMBERS_AS_TEXT",
    "REPEATED",
    "SCHEMA_VERSION",
    "DatasetColumn",
    "arrow_types",
    "dataset_columns",
    "schema",
]

# The digits of a number, and how many of them stand behind the point; a number that does not fit is text.
DATASET_PRECISION, DATASET_SCALE = 38, 10
DOUBLE_SUFFIX = "_double"
FOLDED_NAME = "indicator_folded"
NUMBERS_AS_TEXT = "numbers_as_text"

_KEY_COLUMNS = ("file", "table_number")
_SECTION_CONTEXT = (SECTION_NUMBER.name, "section")
_PROJECT_CONTEXT = ("project", "spender", "department", "total")
_TABLE_CONTEXT = tuple(column.name for column in OF_TABLE)
# The columns that each row repeats of the row that it belongs to: a table of its file, a project of its table, an
# indicator of its project.
REPEATED: dict[str, tuple[str, ...]] = {
    "tables": ("file",),
    "projects": (*_KEY_COLUMNS, *_TABLE_CONTEXT),
    "indicators": (*_KEY_COLUMNS, PROJECT_NUMBER.name, *_TABLE_CONTEXT, *_SECTION_CONTEXT, *_PROJECT_CONTEXT),
}
_COUNT_COLUMNS = ("project_count", INDICATOR_COUNT.name, "error_count", "warning_count", "hint_count")


@frozen
class DatasetColumn(Column):
    """A column of a dataset: as a frame's, with what stands in it, in Chinese and English (``about``).

    >>> dataset_columns("tables")[1].about[1]
    'The number of the table in its file, from 1.'
    """

    about: tuple[str, str] = ("", "")


def dataset_columns(dataset: str) -> tuple[DatasetColumn, ...]:
    """Return the columns of a dataset in order; raises `ValueError` for a dataset that there is not.

    A decimal column stands once here, and twice in the `schema`.

    >>> [column.name for column in dataset_columns("files")[:5]]
    ['file', 'hash', 'size', 'kind', 'status']
    """
    _check_dataset(dataset)
    return _all_columns()[dataset]


def _check_dataset(dataset: str) -> None:
    if dataset not in DATASETS:
        raise wrong_value(one_of(DATASETS), dataset, "dataset")


@cache
def _all_columns() -> dict[str, tuple[DatasetColumn, ...]]:
    words, about, known = load("datasets.json"), _about(), by_any_name()
    names = {
        "tables": (
            *_KEY_COLUMNS,
            "object",
            *_TABLE_CONTEXT,
            # The amounts of the line 合计, which frames have no columns for, are called as those of a project.
            *(column.name for column in columns_inside(field_of(Project, "funding"))),
            *("sections", "unread", "place"),
            *_COUNT_COLUMNS,
            NUMBERS_AS_TEXT,
        ),
        "projects": (
            *(*_KEY_COLUMNS, PROJECT_NUMBER.name, *_TABLE_CONTEXT, *_SECTION_CONTEXT),
            *(column.name for column in columns_of("project")),
            NUMBERS_AS_TEXT,
        ),
        "indicators": (
            *(
                *_KEY_COLUMNS,
                PROJECT_NUMBER.name,
                INDICATOR_NUMBER.name,
                *_TABLE_CONTEXT,
                *_SECTION_CONTEXT,
                *_PROJECT_CONTEXT,
            ),
            *(column.name for column in columns_of_indicators()),
            *(FOLDED_NAME, NUMBERS_AS_TEXT),
        ),
        "findings": tuple(column.name for column in FINDING_COLUMNS),
        "files": ("file", "hash", "size", "kind", "status", "message", "table_count", *_COUNT_COLUMNS, *words["files"]),
    }

    def column(dataset: str, name: str) -> DatasetColumn:
        own = words.get(dataset, {}).get(name) or words["all"].get(name)
        if own is not None:
            return DatasetColumn(name, own["zh"], own["type"], tuple(own["about"]))
        return DatasetColumn(name, known[name].zh, known[name].type, about[name])

    return {dataset: tuple(column(dataset, name) for name in dict.fromkeys(names[dataset])) for dataset in DATASETS}


def _about() -> dict[str, tuple[str, str]]:
    """What stands in each column that a field fills, in Chinese and English, by the column's name."""
    found = {
        name: about
        for kind in (TargetTable, Section, Project, Indicator)
        for field in fields_in_frames(kind)
        for name, about in _about_field(field)
    }
    meanings = {**load("fields.json")["meaning"], **load("datasets.json")["meaning"]}
    for target, field in INDICATOR_TARGETS.items():
        for column in MEANING:
            zh, en = meanings[column.name]["about"]
            found[f"{target}_{column.name}"] = f"{field.column_zh}的含义：{zh}", f"The meaning of `{target}`: {en}"
    return found


def _about_field(field: Field, prefix: str = "") -> Iterator[tuple[str, tuple[str, str]]]:
    name, (zh, en) = prefix + column_name(field), field.about
    if field.kind == "object":
        for inner in fields_in_frames(field.item):
            yield from _about_field(inner, prefix + prefix_of(field))
        return
    yield name, (zh, en)
    if field.kind == "category":
        yield f"{name}_code", (f"{field.column_zh}的代码。", f"The code of `{name}`.")
        yield (
            f"{name}_printed",
            (f"{field.column_zh}的原文，与规定名称不同时才有。", f"`{name}` as printed, if that differs."),
        )


def schema(dataset: str) -> pyarrow.Schema:
    """Return the Arrow schema of a dataset; it is the same for all data that this version of the library writes.

    A number has two columns: ``X`` is ``decimal128(38, 10)``, exact, null where that cannot hold it; ``X_double`` is
    the nearest double, null where there is none. What ``X`` cannot hold stands as text in ``numbers_as_text``. The
    metadata name the dataset, the version of the library and that of the schema; each field has its Chinese name and
    what stands in it. Raises `ValueError` for a dataset that there is not, and `MissingExtra` without pyarrow.

    >>> schema("projects").field("total").type, schema("projects").field("total_double").type
    (Decimal128Type(decimal128(38, 10)), DataType(double))
    >>> schema("files").metadata[b"perfmodel.schema_version"]
    b'1'
    """
    _check_dataset(dataset)
    return _schemas()[dataset]


@cache
def arrow_types() -> dict[str, pyarrow.DataType]:
    """Return the Arrow type of each type of column, and of ``double``; raises `MissingExtra` without pyarrow.

    >>> arrow_types()["date"]
    DataType(date32[day])
    """
    arrow = require("pyarrow", "arrow")
    return {
        "text": arrow.string(),
        "int": arrow.int64(),
        "bool": arrow.bool_(),
        "date": arrow.date32(),
        "decimal": arrow.decimal128(DATASET_PRECISION, DATASET_SCALE),
        "double": arrow.float64(),
    }


@cache
def _schemas() -> dict[str, pyarrow.Schema]:
    arrow = require("pyarrow", "arrow")
    types, made = arrow_types(), {}
    for dataset in DATASETS:
        fields = []
        for column in dataset_columns(dataset):
            about = {"zh": column.zh, "description": column.about[1], "description.zh": column.about[0]}
            fields.append(arrow.field(column.name, types[column.type], metadata=about))
            if column.type == "decimal":
                fields.append(arrow.field(column.name + DOUBLE_SUFFIX, types["double"], metadata=about))
        versions = {
            DATASET_KEY: dataset,
            "perfmodel.version": __version__,
            SCHEMA_VERSION_KEY: str(SCHEMA_VERSION),
        }
        made[dataset] = arrow.schema(fields, metadata=versions)
    return made
