"""A column of any library, and the texts that its cells stand for."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Any

from attrs import frozen

from perfmodel._internal.arguments import wrong_type
from perfmodel._internal.optional import require
from perfmodel.files.number_format import general
from perfmodel.frames.cells import is_null
from perfmodel.frames.decimals import as_text

__all__ = ["ColumnCells", "cells_of", "companion_cells", "flag_of_cell", "text_of_cell"]

_EXTRA_OF_LIBRARY = {"pandas": "pandas", "polars": "polars", "pyarrow": "arrow"}
_LONGEST_COLUMN_NAME = 60


@frozen
class ColumnCells:
    """The cells of a column, with its library, its index (of pandas alone) and the name by which messages call it."""

    library: str
    values: Sequence[Any]
    name: str
    index: Any = None


def cells_of(native: Any, argument: str = "series") -> ColumnCells:
    """Return the cells of a Series of pandas or Polars or of an Arrow array; raise `TypeError` for anything else.

    A column without a name of its own is called by the ``argument`` that it was given as.

    >>> import pandas
    >>> cells_of(pandas.Series(["3次"], name="指标值")).name, cells_of(pandas.Series(["3次"])).name
    ('指标值', 'series')
    """
    library = type(native).__module__.partition(".")[0]
    narwhals = require("narwhals", _EXTRA_OF_LIBRARY.get(library, "pandas"))
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is not None and isinstance(native, pyarrow.Array):
        native = pyarrow.chunked_array([native])
    try:
        found = narwhals.from_native(native, series_only=True)
        library = found.implementation.value
    except TypeError:
        library = ""
    if library not in _EXTRA_OF_LIBRARY:
        zh, en = "pandas、Polars 的 Series 或 Arrow 的列", "a pandas or Polars Series or an Arrow array"
        raise wrong_type(native, zh, en, argument)
    name = getattr(native, "name", None)
    label = argument if name is None or name == "" else str(name)[:_LONGEST_COLUMN_NAME]
    return ColumnCells(library, found.to_list(), label, native.index if library == "pandas" else None)


def companion_cells(native: Any, argument: str, cells: ColumnCells) -> Sequence[Any]:
    """Return what stands beside each cell: the cells of another column of the same rows, or one value for all of them.

    Raises `ValueError` for a column of another library, another length or another index, `TypeError` for what is no
    column.
    """
    if native is None or isinstance(native, (str, bool)):
        return [native] * len(cells.values)
    other = cells_of(native, argument)
    if other.library != cells.library or len(other.values) != len(cells.values):
        length, wanted = len(other.values), len(cells.values)
        raise ValueError(
            f"{other.name}：应与 {cells.name} 同库同长（{cells.library}，{wanted} 行），实为 {other.library}，{length} 行 / "
            f"expected {other.name} to have the library and length of {cells.name} ({cells.library}, {wanted}), "
            f"got {other.library}, {length}"
        )
    if cells.index is not None and not other.index.equals(cells.index):
        raise ValueError(
            f"{other.name}：索引应与 {cells.name} 相同 / expected {other.name} to have the index of {cells.name}"
        )
    return other.values


def text_of_cell(value: Any, percent: bool = False) -> str | None:
    """Return the text that a cell stands for, None for a blank one; raise `TypeError` for what stands for none.

    Blank are None, NaN, NA and NaT. A number is written with all its digits, a date as 2024年12月31日 with the time of day
    behind it if there is one, true as 是, false as 否. ``percent`` says that the cell's number is shown as a percentage:
    0.9 is 90%, with 15 digits, as many as a workbook knows.

    >>> text_of_cell(95.0), text_of_cell(0.9, percent=True), text_of_cell(datetime.date(2024, 12, 31)), text_of_cell(True)
    ('95', '90%', '2024年12月31日', '是')
    """
    if isinstance(value, str):
        return value if type(value) is str else str.__str__(value)
    if is_null(value):
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.date):
        return _text_of_date(value)
    if isinstance(value, (int, float, Decimal)):
        return _text_of_number(value, percent)
    scalar = _plain_scalar(value)
    if scalar is value:
        raise TypeError(type(value).__name__)
    return text_of_cell(scalar, percent)


def flag_of_cell(value: Any, name: str) -> bool:
    """Return whether a cell of a column of flags is true; a blank one is not. Raises `TypeError` for what is no flag."""
    if isinstance(value, bool):
        return value
    flag = _plain_scalar(value)
    if flag is not None and not isinstance(flag, bool) and not is_null(flag):
        raise wrong_type(value, "是或否", "true or false", name)
    return flag is True


def _plain_scalar(value: Any) -> Any:
    """Return the Python value of a numpy scalar, any other value as it is."""
    is_scalar = hasattr(value, "dtype") and getattr(value, "ndim", None) == 0
    return value.item() if is_scalar else value


def _text_of_date(value: datetime.date) -> str:
    text = f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        text += value.time().isoformat("auto")
    return text


def _text_of_number(value: int | float | Decimal, percent: bool) -> str:
    is_float = isinstance(value, float)
    # A float that is no Python float (of numpy) has another repr.
    number = Decimal(repr(float(value))) if is_float else Decimal(value)
    if not number.is_finite():
        raise TypeError(str(value))
    if percent:
        sign, digits, exponent = number.as_tuple()
        hundredfold = Decimal((sign, digits, int(exponent) + 2))
        return f"{general(hundredfold) if is_float else as_text(hundredfold)}%"
    if is_float and number == number.to_integral_value():  # integers beside nulls, as pandas keeps them
        number = number.quantize(Decimal(1), context=Context(prec=400))
    return as_text(number)
