"""Meanings of a whole column of target values, in the library that the column is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from perfmodel._internal.deprecated import renamed_argument
from perfmodel.frames.build import frame
from perfmodel.frames.column_cells import cells_of, companion_cells, flag_of_cell, text_of_cell
from perfmodel.frames.columns import MEANING, name_of
from perfmodel.frames.records import meaning_of
from perfmodel.model.target import Target

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["parse_column"]


@overload
def parse_column(
    series: polars.Series,
    unit: polars.Series | str | None = None,
    keys: str = "en",
    *,
    percent: polars.Series | bool = False,
) -> polars.DataFrame: ...
@overload
def parse_column(
    series: pandas.Series,
    unit: pandas.Series | str | None = None,
    keys: str = "en",
    *,
    percent: pandas.Series | bool = False,
) -> pandas.DataFrame: ...
@overload
def parse_column(  # type: ignore[overload-cannot-match]  # for pyarrow, which has no types; where pandas has none either
    series: Any, unit: Any = None, keys: str = "en", *, percent: Any = False
) -> Any: ...
@renamed_argument("lang", "keys")
def parse_column(series: Any, unit: Any = None, keys: str = "en", *, percent: Any = False) -> Any:
    """Return what each target value of a column means: a frame of typed columns, of the same library and length.

    ``series`` is a pandas or Polars Series or an Arrow array; ``unit`` is the table's own column of units: a text for
    all rows, or a column of the same library and length. A pandas frame has the column's index; so must ``unit`` then.
    ``keys`` is the language of the columns' names, which are those of the keys of `Target.to_plain` and ``start_date``,
    ``end_date``, ``note``, ``cause`` (of a `Text`), ``direction``.

    Cells that are no text are read one by one: a blank one (None, NaN, NA, NaT) is null in all columns, a number is
    read as it is written, a date as 2024年12月31日, true and false as 是 and 否. ``percent`` says of which numbers a
    spreadsheet shows the hundredfold: of all (True), or of those with True in a column of the same library and length.
    A cell that stands for no text (a list, an infinite number) has the kind ``text`` and a ``reason``, as has a text
    that is not understood; no cell keeps the others from being read.

    Raises `TypeError` for other libraries, `ValueError` for units that do not fit, `MissingExtra` without narwhals;
    they call a column by its name.

    >>> import pandas
    >>> found = parse_column(pandas.Series(["≥90%", None, "2024年12月31日前"], index=["a", "b", "c"]))
    >>> found.loc["a", "number"], found.loc["a", "unit"], str(found.loc["c", "end_date"].date())
    (Decimal('90'), '%', '2024-12-31')
    >>> found["kind"].isna().tolist()
    [False, True, False]
    >>> parse_column(pandas.Series([0.9, 0.955]), percent=True)["number"].tolist()
    [Decimal('90'), Decimal('95.5')]
    """
    names = [name_of(column, keys) for column in MEANING]
    cells = cells_of(series)
    units = companion_cells(unit, "unit", cells)
    percents = [flag_of_cell(value, "percent") for value in companion_cells(percent, "percent", cells)]
    known: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    rows: list[dict[str, Any]] = []
    for value, own, hundredfold in zip(cells.values, units, percents, strict=True):
        try:
            key = text_of_cell(value, hundredfold), None if own is None else text_of_cell(own)
        except TypeError as error:
            rows.append(_not_a_text(str(error)))
            continue
        if key not in known:
            text, own_unit = key
            known[key] = {} if text is None else meaning_of(Target(text, own_unit))
        rows.append(known[key])
    return frame(cells.library, MEANING, names, rows, cells.index)


def _not_a_text(found: str) -> dict[str, Any]:
    """Return the row of a cell that stands for no text."""
    reason = f"单元格应为文本、数、日期、是否或空白，实为 {found}"
    return {"kind": "text", "reason": reason, "cause": "unknown"}
