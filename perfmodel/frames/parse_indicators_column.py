"""A column of indicator strings as rows, one an indicator, in the library that the column is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from perfmodel.frames.build import frame
from perfmodel.frames.column_cells import cells_of, text_of_cell
from perfmodel.frames.columns import Column, columns_of_indicators, main_names
from perfmodel.frames.records import held, indicator_rows
from perfmodel.frames.selection import Columns, select_columns, without_empty
from perfmodel.strings.indicators import parse_indicators

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["parse_indicators_column"]

_ROW_COLUMN = Column("row", "行", "int")
_PROBLEMS_COLUMN = Column("problems", "读取时发现的问题")


@overload
def parse_indicators_column(
    series: polars.Series, keys: str = "en", *, columns: Columns = "all", drop_empty: bool = False
) -> polars.DataFrame: ...
@overload
def parse_indicators_column(
    series: pandas.Series, keys: str = "en", *, columns: Columns = "all", drop_empty: bool = False
) -> pandas.DataFrame: ...
@overload
def parse_indicators_column(  # type: ignore[overload-cannot-match]  # for pyarrow, as in `parse_column`
    series: Any, keys: str = "en", *, columns: Columns = "all", drop_empty: bool = False
) -> Any: ...
def parse_indicators_column(
    series: Any, keys: str = "en", *, columns: Columns = "all", drop_empty: bool = False
) -> Any:
    """Return the indicators of a column of indicator strings: a frame of the same library, with a row for each indicator.

    ``series`` is a pandas or Polars Series or an Arrow array; each cell has any number of indicators, as
    `parse_indicators` reads them. The column ``row`` is the cell's place from 0; a pandas frame has its label in the
    index besides, so that ``data.join(found)`` puts the indicators beside their rows. The other columns are those of an
    indicator in `to_records`, and ``problems``: what reading its string reported, a line each, with the code. A text
    that is no indicator has a row with ``printed`` and ``reason``, a cell that is no text one with the ``reason``, a
    blank one a row without anything, so that no row of the source is lost. ``keys``, ``columns`` and ``drop_empty`` are
    as for `to_records`. Raises `TypeError` for other libraries, `ValueError` for columns that there are not,
    `MissingExtra` without narwhals.

    >>> import pandas
    >>> text = "1、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。2、1-产出指标；12-质量指标；合格率；年度指标值:≥95%"
    >>> found = parse_indicators_column(pandas.Series([text, None, "未填"], index=[7, 8, 9]), columns="main")
    >>> found["indicator"].tolist(), found["annual_number"].tolist()
    (['培训人次', '合格率', <NA>, <NA>], [Decimal('90'), Decimal('95'), None, None])
    >>> found.index.tolist(), found["row"].tolist(), found["printed"].iloc[3]
    ([7, 7, 8, 9], [0, 0, 1, 2], '未填')
    """
    there = (_ROW_COLUMN, *columns_of_indicators(), _PROBLEMS_COLUMN)
    main = (_ROW_COLUMN.name, *main_names("indicator"), _PROBLEMS_COLUMN.name)
    selected = select_columns(there, main, columns, keys)
    cells = cells_of(series)
    known: dict[str, list[dict[str, Any]]] = {}
    rows: list[dict[str, Any]] = []
    for place, value in enumerate(cells.values):
        for row in _rows_of_cell(value, known):
            rows.append({_ROW_COLUMN.name: place, **row})
    if drop_empty:
        selected = without_empty(selected, rows)
    index = None if cells.index is None else cells.index.take([row[_ROW_COLUMN.name] for row in rows])
    return frame(cells.library, [one for one, _name in selected], [name for _one, name in selected], rows, index)


def _rows_of_cell(value: Any, known: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    try:
        text = text_of_cell(value)
    except TypeError as error:
        return [{"reason": f"单元格应为文本，实为 {error}"}]
    if text is None:
        return [{}]
    if text not in known:
        known[text] = _rows_of_text(held(text)) or [{}]
    return known[text]


def _rows_of_text(text: str) -> list[dict[str, Any]]:
    """Return the rows of the indicators of a text, with what reading reported of each."""
    indicators = parse_indicators(text, recover=True)
    rows = list(indicator_rows(indicators, unicode_only=True))
    for problem in indicators.problems:
        # The path of a finding begins with indicators[3].
        row = rows[int(problem.path.partition("[")[2].partition("]")[0])]
        row[_PROBLEMS_COLUMN.name] = "\n".join(
            filter(None, (row.get(_PROBLEMS_COLUMN.name), f"{problem.code} {problem.message}"))
        )
    return rows
