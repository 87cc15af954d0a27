"""Typed frames of pandas, Polars and Arrow: one list of columns, one builder for each library."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfmodel._internal.deprecated import renamed_argument
from perfmodel._internal.optional import require
from perfmodel.forms.document import Document
from perfmodel.frames.columns import Column
from perfmodel.frames.decimals import as_text, at_scale, size_of
from perfmodel.frames.records import held, selected_rows
from perfmodel.frames.selection import Columns
from perfmodel.model.table import Project, TargetTable

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["frame", "to_arrow", "to_pandas", "to_polars"]


@renamed_argument("lang", "keys")
def to_pandas(
    value: TargetTable | Project | Document,
    level: str = "indicator",
    keys: str = "en",
    *,
    columns: Columns = "all",
    drop_empty: bool = False,
) -> pandas.DataFrame:
    """Return a table, a project or a document as a pandas frame with the columns and rows of `to_records`, and its arguments.

    Text is ``string``, flags ``boolean``, counts ``Int64``, dates ``datetime64[s]``, numbers are Decimal in a column of
    objects. The dtypes are the same for an empty table. Raises `MissingExtra` without pandas.

    >>> from perfmodel.model.funding import Funding
    >>> to_pandas(Project("会议费", None, Funding(18)), level="project")["total"].sum()
    Decimal('18')
    """
    return _written("pandas", value, level, keys, columns, drop_empty)


@renamed_argument("lang", "keys")
def to_polars(
    value: TargetTable | Project | Document,
    level: str = "indicator",
    keys: str = "en",
    *,
    columns: Columns = "all",
    drop_empty: bool = False,
) -> polars.DataFrame:
    """Return a table, a project or a document as a Polars frame with the columns and rows of `to_records`, and its arguments.

    Numbers are ``Decimal(38, scale)`` with a scale that holds all of the column's, 2 at least. A column that 38 digits
    cannot hold is text, with a `UserWarning` that says so. Raises `MissingExtra` without Polars.

    >>> from perfmodel.model.funding import Funding
    >>> to_polars(Project("会议费", None, Funding(18)), level="project")["total"].dtype
    Decimal(precision=38, scale=2)
    """
    made: polars.DataFrame = _written("polars", value, level, keys, columns, drop_empty)
    return made


@renamed_argument("lang", "keys")
def to_arrow(
    value: TargetTable | Project | Document,
    level: str = "indicator",
    keys: str = "en",
    *,
    columns: Columns = "all",
    drop_empty: bool = False,
) -> pyarrow.Table:
    """Return a table, a project or a document as an Arrow table with the columns and rows of `to_records`, and its arguments.

    Numbers are ``decimal128(38, scale)`` with a scale that holds all of the column's, 2 at least; ``decimal256`` where
    38 digits cannot hold them; text, with a `UserWarning` that says so, where 76 cannot. Raises `MissingExtra` without
    pyarrow.

    >>> from perfmodel.model.funding import Funding
    >>> to_arrow(Project("会议费", None, Funding(18)), level="project").schema.field("total").type
    Decimal128Type(decimal128(38, 2))
    """
    return _written("pyarrow", value, level, keys, columns, drop_empty)


def _written(
    library: str,
    value: TargetTable | Project | Document,
    level: str,
    keys: str,
    columns: Columns,
    drop_empty: bool,
) -> Any:
    selected, rows = selected_rows(value, level, keys, columns, drop_empty, unicode_only=True)
    return frame(library, [column for column, _name in selected], [name for _column, name in selected], rows)


def frame(
    library: str, columns: Sequence[Column], names: Sequence[str], rows: Sequence[Mapping[str, Any]], index: Any = None
) -> Any:
    """Return a frame of a library: ``pandas``, ``polars`` or ``pyarrow``; ``index`` is for pandas."""
    native = require(library, "arrow" if library == "pyarrow" else library)
    series = []
    for column, name in zip(columns, names, strict=True):
        values = [row.get(column.name) for row in rows]
        if column.type == "text":
            values = [value if value is None else held(value) for value in values]
        series.append(_BUILDERS[library](native, name, column.type, values))
    if library == "pandas":
        made = native.DataFrame(dict(zip(names, series, strict=True)), columns=list(names))
        return made if index is None else made.set_axis(index, axis=0)
    return native.DataFrame(series) if library == "polars" else native.table(series, names=list(names))


def _pandas(native: Any, name: str, kind: str, values: list[Any]) -> Any:
    dtype = {"text": "string", "int": "Int64", "bool": "boolean", "decimal": object, "date": "datetime64[s]"}[kind]
    return native.Series(values, dtype=dtype, name=name)


def _polars(native: Any, name: str, kind: str, values: list[Any]) -> Any:
    if kind == "decimal":
        numbers = [value for value in values if value is not None]
        precision, scale = size_of(numbers)
        if precision > 38:
            return native.Series(name, _as_texts(name, values, precision, 38), dtype=native.String)
        values = [value if value is None else at_scale(value, scale) for value in values]
        return native.Series(name, values, dtype=native.Decimal(38, scale))
    dtypes = {"text": native.String, "int": native.Int64, "bool": native.Boolean, "date": native.Date}
    return native.Series(name, values, dtype=dtypes[kind])


def _arrow(native: Any, name: str, kind: str, values: list[Any]) -> Any:
    if kind == "decimal":
        precision, scale = size_of(value for value in values if value is not None)
        if precision > 76:
            return native.array(_as_texts(name, values, precision, 76), native.string())
        values = [value if value is None else at_scale(value, scale) for value in values]
        return native.array(values, native.decimal128(38, scale) if precision <= 38 else native.decimal256(76, scale))
    types = {"text": native.string, "int": native.int64, "bool": native.bool_, "date": native.date32}
    return native.array(values, types[kind]())


_BUILDERS: dict[str, Callable[[Any, str, str, list[Any]], Any]] = {
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _arrow,
}


def _callers_level() -> int:
    """The level of whoever called into this package, for `warnings.warn` one call further up."""
    level, found = 1, sys._getframe(1)
    while found.f_back is not None and str(found.f_globals.get("__name__")).startswith("perfmodel."):
        level, found = level + 1, found.f_back
    return level


def _as_texts(name: str, values: list[Decimal | None], precision: int, most: int) -> list[str | None]:
    warnings.warn(
        f"列“{name}”的数须有 {precision} 位才不丢失，超过 {most} 位，已写成文本 / "
        f"column “{name}” needs {precision} digits, more than {most}, and was written as text",
        UserWarning,
        stacklevel=_callers_level(),
    )
    return [value if value is None else as_text(value) for value in values]
