"""The columns of a frame: their order, their names in both languages and their types, derived from the fields of the model.

A field's column follows from its kind: a category has three (code, name, as printed), a target its text and what it
means, an object those of its own class behind a prefix; the columns that no field stands behind are listed here. The
main columns of a level stand first, all others behind them in the order of the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from attrs import evolve, frozen

from perfmodel._internal.arguments import check_keys
from perfmodel._internal.messages import one_of, wrong_value
from perfmodel.formats.schema import MEANING_KEYS
from perfmodel.model.fields import Field, fields_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable

__all__ = [
    "INDICATOR_COUNT",
    "INDICATOR_NUMBER",
    "INDICATOR_TARGETS",
    "LEVELS",
    "MEANING",
    "OF_INDICATOR",
    "OF_PROJECT",
    "OF_SECTION",
    "OF_TABLE",
    "PROJECT_NUMBER",
    "SECTION_NUMBER",
    "TARGET_OF",
    "Column",
    "by_any_name",
    "column_name",
    "columns_inside",
    "columns_of",
    "columns_of_indicators",
    "fields_in_frames",
    "main_names",
    "name_of",
    "prefix_of",
]  # fmt: skip

LEVELS = ("indicator", "target", "project")
# Which type of column holds what a field of a kind does; categories, targets and objects have several.
_TYPE_OF_KIND = {
    "text": "text", "prose": "text", "texts": "text", "pairs": "text", "objects": "text", "amount": "decimal", "number": "decimal",
    "ordinal": "int", "flag": "bool",
}  # fmt: skip
# What a target value means. Its names are those of the meanings' plain form, where that has them.
_MEANING_NAMES = (
    "kind op number unit per change low high low_included high_included start end start_date end_date left right "
    "value scale grade trend parts note reason cause direction"
).split()
_MEANING_DECIMALS = ("number", "low", "high", "left", "right")
_MEANING_FLAGS = ("low_included", "high_included", "value")
_ONLY_IN_FRAMES = {"start_date": "起日", "end_date": "止日", "note": "备注", "cause": "原因种类", "direction": "方向"}


@frozen
class Column:
    """A column: its English and Chinese name, and its type: ``text``, ``int``, ``bool``, ``decimal`` or ``date``."""

    name: str
    zh: str
    type: str = "text"


def _meaning_type(name: str) -> str:
    if name in _MEANING_DECIMALS:
        return "decimal"
    if name in _MEANING_FLAGS:
        return "bool"
    return "date" if name.endswith("_date") else "text"


MEANING = tuple(
    Column(name, _ONLY_IN_FRAMES.get(name) or MEANING_KEYS[name], _meaning_type(name)) for name in _MEANING_NAMES
)


@cache
def fields_in_frames(kind: type) -> tuple[Field, ...]:
    """Return the fields of a class that have a place in frames, in their order.

    >>> [field.name for field in fields_in_frames(TargetTable)]
    ['form', 'scope', 'title', 'year', 'unit', 'currency_unit']
    """
    return tuple(field for field in fields_of(kind) if field.declaration.column is not None)


def column_name(field: Field) -> str:
    """Return the name of a field's column, without the prefix of the object that it is in.

    >>> from perfmodel.model.fields import field_of
    >>> column_name(field_of(Indicator, "weight")), column_name(field_of(Project, "name"))
    ('weight', 'project')
    """
    return field.declaration.column or field.name


def prefix_of(field: Field) -> str:
    """Return what stands before the names of the columns of an object.

    >>> from perfmodel.model.fields import field_of
    >>> prefix_of(field_of(Project, "whole_period_funding"))
    'whole_period_'
    """
    prefix = field.declaration.prefix
    return f"{field.name}_" if prefix is None else prefix


@cache
def columns_inside(field: Field, prefix: str = "") -> tuple[Column, ...]:
    """Return the columns of an object's fields; ``prefix`` is that of the object that the field is in.

    >>> from perfmodel.model.fields import field_of
    >>> columns_inside(field_of(Project, "whole_period_funding"))[0].name
    'whole_period_total'
    """
    return tuple(_columns(field.item, prefix + prefix_of(field)))


def _columns(kind: type, prefix: str = "", zh: str = "") -> Iterator[Column]:
    for field in fields_in_frames(kind):
        name, shown = prefix + column_name(field), zh + field.column_zh
        if field.kind == "object":
            yield from _columns(field.item, prefix + prefix_of(field), shown)
        elif field.kind == "category":
            yield Column(f"{name}_code", f"{shown}代码")
            yield Column(name, shown)
            yield Column(f"{name}_printed", f"{shown}原文")
        elif field.kind == "target":
            if kind is not Indicator:  # an indicator's stand behind all else
                yield from _columns_of_target(name, shown)
        else:
            yield Column(name, shown, _TYPE_OF_KIND[field.kind])


def _columns_of_target(name: str, zh: str) -> Iterator[Column]:
    """Columns of a target: its text, then what it means."""
    yield Column(name, zh)
    for column in MEANING:
        yield evolve(column, name=f"{name}_{column.name}", zh=f"{zh}_{column.zh}")


# The targets of an indicator, by the names of their columns.
INDICATOR_TARGETS = {column_name(field): field for field in fields_in_frames(Indicator) if field.kind == "target"}
# Columns that say where a row belongs; no field has them.
SECTION_NUMBER = Column("section_number", "所属单位序号", "int")
PROJECT_NUMBER = Column("project_number", "项目序号", "int")
INDICATOR_NUMBER = Column("indicator_number", "指标序号", "int")
INDICATOR_COUNT = Column("indicator_count", "指标数", "int")
TARGET_OF = Column("target_of", "指标值类别")

OF_TABLE = tuple(_columns(TargetTable))
OF_SECTION = (SECTION_NUMBER, *_columns(Section))
OF_PROJECT = (PROJECT_NUMBER, *_columns(Project))
OF_INDICATOR = (INDICATOR_NUMBER, *_columns(Indicator))


# The substance of a target: its text, then these of its meaning.
_MAIN_MEANING = ("kind", "op", "number", "unit", "per", "low", "high", "end")
# The substance of each level. What it is stands first; what only says where a row belongs, or why it was not read, last.
_MAIN_OF_LEVEL = {
    "indicator": "project total currency_unit level1 level2 indicator annual* whole_period* actual actual_number actual_unit "
    "operator unit weight score printed reason section year project_number indicator_number",
    "target": "project total currency_unit level1 level2 indicator target_of target* "
    "operator unit weight score printed reason section year project_number indicator_number",
    "project": "project spender total currency_unit appropriation special_account other central local carried_over own "
    "goal whole_period_goal goal_actual indicator_count total_score grade section year project_number",
}


def main_names(level: str) -> tuple[str, ...]:
    """Return the English names of a level's main columns: the substance, without what few people need.

    >>> main_names("target")[:10]
    ('project', 'total', 'currency_unit', 'level1', 'level2', 'indicator', 'target_of', 'target', 'target_kind', 'target_op')
    """
    found: list[str] = []
    for name in _MAIN_OF_LEVEL[level].split():
        target = name.removesuffix("*")
        found.append(target)
        if target != name:
            found += [f"{target}_{part}" for part in _MAIN_MEANING]
    return tuple(found)


@cache
def columns_of(level: str) -> tuple[Column, ...]:
    """Return the columns of a level in order, the main ones first; `ValueError` for a level that there is not.

    >>> [column.zh for column in columns_of("project")[:7]]
    ['项目名称', '资金使用单位', '总计', '金额单位', '财政拨款', '财政专户拨款', '其他资金']
    """
    if level not in _MAIN_OF_LEVEL:
        raise wrong_value(one_of(LEVELS), level, "level")
    outer = (*OF_TABLE, *OF_SECTION, *OF_PROJECT)
    if level == "project":
        found: tuple[Column, ...] = (*outer, INDICATOR_COUNT)
    elif level == "indicator":
        found = (*outer, *_all_of_indicator())
    else:
        found = (*outer, *OF_INDICATOR, TARGET_OF, *_columns_of_target("target", "指标值"))
    return _main_first(found, level)


@cache
def columns_of_indicators() -> tuple[Column, ...]:
    """Return the columns of level ``indicator`` that an indicator has of its own, the main ones first."""
    return _main_first(_all_of_indicator(), "indicator")


def _all_of_indicator() -> tuple[Column, ...]:
    targets = (
        column for name, field in INDICATOR_TARGETS.items() for column in _columns_of_target(name, field.column_zh)
    )
    return (*OF_INDICATOR, *targets)


def _main_first(columns: tuple[Column, ...], level: str) -> tuple[Column, ...]:
    places = {name: place for place, name in enumerate(main_names(level))}
    return tuple(sorted(columns, key=lambda column: places.get(column.name, len(places))))


def name_of(column: Column, keys: str) -> str:
    """Return a column's name in ``en`` or ``zh``; `ValueError` for another language."""
    check_keys(keys)
    return column.zh if keys == "zh" else column.name


@cache
def by_any_name() -> dict[str, Column]:
    """Return all columns of all levels by their English and their Chinese names."""
    return {name: column for level in LEVELS for column in columns_of(level) for name in (column.name, column.zh)}
