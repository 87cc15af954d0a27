"""Rows of many inputs become Arrow tables: each column is built once, whatever the number of inputs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from math import isinf
from typing import TYPE_CHECKING, Any

from perfmodel._internal.optional import require
from perfmodel.batch.arrays import array_of
from perfmodel.batch.datasets import (
    DATASET_SCALE,
    DATASETS,
    DOUBLE_SUFFIX,
    NUMBERS_AS_TEXT,
    REPEATED,
    DatasetColumn,
    dataset_columns,
    schema,
)
from perfmodel.batch.rows import FileOutcome, Row
from perfmodel.batch.settings import Settings

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Encoder"]

# A number that needs more digits, or has more behind the point, raises.
_EXACT = Context(prec=38, traps=[Inexact, InvalidOperation])
_SMALLEST_STEP = Decimal(1).scaleb(-DATASET_SCALE)
_INT64 = range(-(2**63), 2**63)


# So many wait as rows, which take several times the memory of Arrow.
_MOST_FILES_AS_ROWS, _MOST_TABLES_AS_ROWS = 500, 100


class Encoder:
    """Collects what came of inputs, and makes Arrow tables of it, one for each dataset.

    ``files`` and ``tables`` are the numbers of inputs and of their tables that were added since the last `to_arrow`.

    >>> from perfmodel.batch.rows import outcome_of
    >>> encoder = Encoder(Settings("parse"))
    >>> encoder.add(outcome_of("表.yaml", "name: 会议费\\ngoal: 开好会议。".encode(), Settings("parse")))
    >>> encoder.files, encoder.tables
    (1, 1)
    >>> tables = encoder.to_arrow()
    >>> tables["projects"].column("project").to_pylist(), encoder.files
    (['会议费'], 0)
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.files = 0
        self.tables = 0
        self._made: list[dict[str, pyarrow.Table]] = []
        self._clear()

    def _clear(self) -> None:
        self._files: list[Row] = []
        self._findings: list[Row] = []
        # Each table's place is that of its file, each project's that of its table, each indicator's that of its project.
        self._tables: list[Row] = []
        self._projects: list[Row] = []
        self._indicators: list[Row] = []
        self._of_tables: list[int] = []
        self._of_projects: list[int] = []
        self._of_indicators: list[int] = []

    def add(self, outcome: FileOutcome) -> None:
        """Add what came of an input."""
        self.files += 1
        self.tables += len(outcome.tables)
        first_table, first_project = len(self._tables), len(self._projects)
        self._of_tables += [len(self._files)] * len(outcome.tables)
        self._files.append(outcome.file)
        self._tables += outcome.tables
        for table, row in outcome.projects:
            self._of_projects.append(first_table + table)
            self._projects.append(row)
        for project, row in outcome.indicators:
            self._of_indicators.append(first_project + project)
            self._indicators.append(row)
        self._findings += outcome.findings
        if len(self._files) >= _MOST_FILES_AS_ROWS or len(self._tables) >= _MOST_TABLES_AS_ROWS:
            self._made.append(self._tables_of_rows())

    def to_arrow(self) -> dict[str, pyarrow.Table]:
        """Return a table for each dataset, each with the `schema` of the dataset, and forget all that was added.

        Raises `MissingExtra` without pyarrow.
        """
        arrow = require("pyarrow", "arrow")
        if self._files or not self._made:
            self._made.append(self._tables_of_rows())
        made, self._made = self._made, []
        self.files = self.tables = 0
        return {dataset: arrow.concat_tables([one[dataset] for one in made]) for dataset in DATASETS}

    def _tables_of_rows(self) -> dict[str, pyarrow.Table]:
        files = _Columns("files", self._files)
        tables = _Columns("tables", self._tables, files, self._of_tables)
        projects = _Columns("projects", self._projects, tables, self._of_projects)
        indicators = _Columns("indicators", self._indicators, projects, self._of_indicators)
        findings = _Columns("findings", self._findings)
        self._clear()
        made = {"tables": tables, "projects": projects, "indicators": indicators, "findings": findings, "files": files}
        return {dataset: made[dataset].table() for dataset in DATASETS}


class _Columns:
    """The columns of one dataset, made of its rows and of what these repeat of the rows that they belong to.

    ``parents`` says for each row the place, from 0, of its row in ``outer``.
    """

    def __init__(
        self, dataset: str, rows: Sequence[Row], outer: _Columns | None = None, parents: Sequence[int] = ()
    ) -> None:
        self.arrow = require("pyarrow", "arrow")
        self.dataset = dataset
        self.schema = schema(dataset)
        self.count = len(rows)
        # Numbers that no column can hold: by the row's place, then by the column.
        self.as_text: dict[int, dict[str, str]] = {}
        self.arrays: dict[str, Any] = {}
        if outer is not None:
            self._repeat(outer, parents)
        cells = _cells_by_column(rows)
        for column in dataset_columns(dataset):
            if column.name in cells:
                self._put(column, cells[column.name])
        if self.as_text:
            texts = (self.as_text.get(place) for place in range(self.count))
            written = [None if numbers is None else json.dumps(numbers) for numbers in texts]
            self.arrays[NUMBERS_AS_TEXT] = array_of("text", written)

    def table(self) -> Any:
        """Return the Arrow table; a column that no row fills is null."""
        arrays = (self.arrays.get(field.name) for field in self.schema)
        nulls = [
            self.arrow.nulls(self.count, field.type) if array is None else array
            for field, array in zip(self.schema, arrays, strict=True)
        ]
        return self.arrow.Table.from_arrays(nulls, schema=self.schema)

    def _repeat(self, outer: _Columns, parents: Sequence[int]) -> None:
        at = array_of("int", parents)
        names = [
            field.name for field in self.schema if field.name.removesuffix(DOUBLE_SUFFIX) in REPEATED[self.dataset]
        ]
        for name in names:
            if name in outer.arrays:
                self.arrays[name] = outer.arrays[name].take(at)
        if outer.as_text:
            for place, parent in enumerate(parents):
                numbers = outer.as_text.get(parent, {})
                repeated = {name: number for name, number in numbers.items() if name in names}
                if repeated:
                    self.as_text[place] = repeated

    def _put(self, column: DatasetColumn, values: list[Any]) -> None:
        if column.type == "decimal":
            self.arrays[column.name + DOUBLE_SUFFIX] = array_of("double", list(map(_double, values)))
            values = self._fitting(column, values, _exact)
        elif column.type == "int":
            values = self._fitting(column, values, _int64)
        self.arrays[column.name] = array_of(column.type, values)

    def _fitting(self, column: DatasetColumn, values: list[Any], fit: Callable[[Any], Any]) -> list[Any]:
        """Return the numbers that the column can hold; others are null, and kept as text."""
        fitting = [None if value is None else fit(value) for value in values]
        if fitting.count(None) > values.count(None):
            for place, (value, found) in enumerate(zip(values, fitting, strict=True)):
                if found is None and value is not None:
                    self.as_text.setdefault(place, {})[column.name] = str(Decimal(value))
        return fitting


def _cells_by_column(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Return the values of each column that any row fills."""
    count = len(rows)
    cells: dict[str, list[Any]] = {}
    for place, row in enumerate(rows):
        for name, value in row.items():
            if value is not None:
                if name not in cells:
                    cells[name] = [None] * count
                cells[name][place] = value
    return cells


def _double(number: Decimal | None) -> float | None:
    """Return the nearest double; None for a number that is beyond all of them."""
    if number is None:
        return None
    found = float(number)
    return None if isinf(found) else found


def _exact(number: Decimal) -> Decimal | None:
    """Return the number with all decimals of the column; None where it does not fit."""
    try:
        return number.quantize(_SMALLEST_STEP, context=_EXACT)
    except DecimalException:
        return None


def _int64(number: int) -> int | None:
    return number if number in _INT64 else None
