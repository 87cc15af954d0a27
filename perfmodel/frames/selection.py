"""Which columns a frame has, and what they are called: all, the main ones, or those that are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from perfmodel._internal.arguments import check_keys, wrong_type
from perfmodel._internal.did_you_mean import unknown
from perfmodel._internal.messages import wrong_value
from perfmodel.frames.columns import LEVELS, Column, by_any_name, columns_of, main_names, name_of

__all__ = ["Columns", "Named", "columns_at", "select_columns", "without_empty"]

# What a user may give: all columns, the main ones, or names in either language.
Columns = str | Iterable[str]
# A column, and its name in the frame.
Named = tuple[Column, str]


_EXPECTED_COLUMNS = ("“main”、“all”或列名的列表", "“main”, “all” or a list of column names")


def columns_at(level: str, columns: Columns = "all", keys: str = "en") -> list[Named]:
    """Return the columns of a level that a frame is to have, with their names in it; see `select_columns`.

    >>> [name for _column, name in columns_at("project", ["项目名称", "total"])]
    ['项目名称', 'total']
    >>> columns_at("project", ["totl"])
    Traceback (most recent call last):
      ...
    perfmodel._internal.did_you_mean.SettingError: 未知列名“totl”，是否为“total”？ / unknown column “totl”; did you mean “total”?
    """
    return select_columns(columns_of(level), main_names(level), columns, keys)


def select_columns(there: Sequence[Column], main: Sequence[str], columns: Columns, keys: str) -> list[Named]:
    """Return those of the columns that are ``there`` which ``columns`` selects, with their names in the frame.

    ``columns`` is ``"all"``, ``"main"`` (those in ``main``, by their English names) or a list of names in either
    language, in the order wanted. ``keys`` is the language of the names in the frame, but that ``en`` leaves the names
    of a list as they are given. Raises `ValueError` for a name that no column has, one that is given twice, an empty
    list and another text; `TypeError` for what is no list of names.
    """
    check_keys(keys)
    if isinstance(columns, str):
        if columns not in ("all", "main"):
            raise wrong_value(_EXPECTED_COLUMNS, columns, "columns")
        wanted = set(main)
        return [(one, name_of(one, keys)) for one in there if columns == "all" or one.name in wanted]
    by_name = {name: column for column in there for name in (column.name, column.zh)}
    found: dict[str, Named] = {}
    for name in _listed_names(columns):
        column = by_name.get(name)
        if column is None:
            raise _unknown_column(name, list(by_name))
        if column.name in found:
            raise ValueError(f"columns：列名“{name}”重复 / columns: duplicate column “{name}”")
        found[column.name] = column, name if keys == "en" else name_of(column, keys)
    if not found:
        raise ValueError("columns：应有至少一个列名 / columns: expected at least one column name")
    return list(found.values())


def _listed_names(columns: Any) -> list[str]:
    names = list(columns) if isinstance(columns, Iterable) else [columns]
    for name in names:
        if not isinstance(name, str):
            raise wrong_type(name, *_EXPECTED_COLUMNS, "columns")
    return names


def _unknown_column(name: str, known: list[str]) -> ValueError:
    column = by_any_name().get(name)
    levels = [] if column is None else [level for level in LEVELS if column in columns_of(level)]
    if levels:
        return ValueError(
            f"columns：列“{name}”须用 level={levels[0]!r} / columns: “{name}” is only available with level={levels[0]!r}"
        )
    return unknown(("列名", "column"), name, known)


def without_empty(columns: Sequence[Named], rows: Sequence[Mapping[str, Any]]) -> list[Named]:
    """Return the columns that have a value in some row; all of them where there are no rows."""
    filled = {name for row in rows for name, value in row.items() if value is not None}
    return [(column, name) for column, name in columns if column.name in filled or not rows]
