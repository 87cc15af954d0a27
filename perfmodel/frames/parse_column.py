"""Meanings of a whole column of target values, in the library that the column is of."""

from __future__ import annotations

import sys
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, overload

from perfmodel._internal.deprecated import renamed_argument
from perfmodel._internal.optional import require
from perfmodel.frames.build import frame
from perfmodel.frames.cells import plain
from perfmodel.frames.columns import MEANING, name_of
from perfmodel.frames.decimals import as_text
from perfmodel.frames.records import meaning_of
from perfmodel.model.target import Target

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["parse_column"]

_EXTRAS = {"pandas": "pandas", "polars": "polars", "pyarrow": "arrow"}


@overload
def parse_column(
    series: polars.Series, unit: polars.Series | str | None = None, keys: str = "en"
) -> polars.DataFrame: ...
@overload
def parse_column(
    series: pandas.Series, unit: pandas.Series | str | None = None, keys: str = "en"
) -> pandas.DataFrame: ...
@overload
def parse_column(  # type: ignore[overload-cannot-match]  # for pyarrow, which has no types; where pandas has none either
    series: Any, unit: Any = None, keys: str = "en"
) -> Any: ...
@renamed_argument("lang", "keys")
def parse_column(series: Any, unit: Any = None, keys: str = "en") -> Any:
    """Return what each target value of a column means: a frame of typed columns, of the same library and length.

    ``series`` is a pandas or Polars Series or an Arrow array; ``unit`` is the table's own column of units: a text for
    all rows, or a column of the same library and length. Null stays null, in all columns. A pandas frame has the
    column's index; so must ``unit`` then. ``keys`` is the language of the columns' names, which are those of the keys of
    `Target.to_plain` and ``start_date``, ``end_date``, ``note``, ``cause`` (of a `Text`), ``direction``. Numbers in a
    column (a spreadsheet has them) are read as they are written. Raises `TypeError` for other values and other
    libraries, `ValueError` for units that do not fit, `MissingExtra` without narwhals.

    >>> import pandas
    >>> found = parse_column(pandas.Series(["≥90%", None, "2024年12月31日前"], index=["a", "b", "c"]))
    >>> found.loc["a", "number"], found.loc["a", "unit"], str(found.loc["c", "end_date"].date())
    (Decimal('90'), '%', '2024-12-31')
    >>> found["kind"].isna().tolist()
    [False, True, False]
    """
    names = [name_of(column, keys) for column in MEANING]
    library, values = _listed(series, "series")
    units: list[Any] = [unit] * len(values)
    if unit is not None and not isinstance(unit, str):
        other, units = _listed(unit, "unit")
        if other != library or len(units) != len(values):
            raise ValueError(
                f"unit：应与 series 同库同长：{other} {len(units)} 行、{library} {len(values)} 行 / "
                f"expected the library and length of series, got {other} of {len(units)} rows for {library} of {len(values)}"
            )
        if library == "pandas" and not unit.index.equals(series.index):
            raise ValueError("unit：索引与 series 不同 / expected the index of series")
    known: dict[tuple[str, str | None], dict[str, Any]] = {}
    rows: list[dict[str, Any]] = []
    for place, (value, own) in enumerate(zip(values, units, strict=True)):
        text, own_unit = _text(value, "series", place), _text(own, "unit", place)
        if text is None:
            rows.append({})
            continue
        key = text, own_unit
        if key not in known:
            known[key] = meaning_of(Target(text, own_unit))
        rows.append(known[key])
    return frame(library, MEANING, names, rows, series.index if library == "pandas" else None)


def _listed(native: Any, name: str) -> tuple[str, list[Any]]:
    """Return a column's library and its values."""
    library = type(native).__module__.partition(".")[0]
    narwhals = require("narwhals", _EXTRAS.get(library, "pandas"))
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is not None and isinstance(native, pyarrow.Array):
        native = pyarrow.chunked_array([native])
    try:
        found = narwhals.from_native(native, series_only=True)
        library = found.implementation.value
    except TypeError:
        library = ""
    if library not in _EXTRAS:
        raise TypeError(
            f"{name}：应为 pandas 或 Polars 的 Series 或 Arrow 的列，得到 {type(native).__name__} / "
            "expected a Series of pandas or Polars or an Arrow array"
        )
    return library, [plain(value) for value in found.to_list()]


def _text(value: Any, name: str, place: int) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if isinstance(value, float) and value.is_integer():  # integers beside nulls, as pandas keeps them
            number = number.quantize(Decimal(1), context=Context(prec=400))
        if number.is_finite():
            return as_text(number)
    raise TypeError(
        f"{name}：第 {place} 行应为文本，得到 {type(value).__name__} / expected text in row {place}, got {type(value).__name__}"
    )
