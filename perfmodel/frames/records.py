"""From the model to records: one dict a row, of plain Python values."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any

import attrs

from perfmodel._internal.arguments import wrong_type
from perfmodel._internal.caches import Memory, Store
from perfmodel._internal.deprecated import renamed_argument
from perfmodel.forms.document import Document
from perfmodel.frames.columns import (
    INDICATOR_COUNT,
    INDICATOR_NUMBER,
    INDICATOR_TARGETS,
    MEANING,
    PROJECT_NUMBER,
    SECTION_NUMBER,
    TARGET_OF,
    column_name,
    fields_in_frames,
    prefix_of,
)
from perfmodel.frames.objects import text_of_objects
from perfmodel.frames.selection import Columns, Named, columns_at, without_empty
from perfmodel.model.fields import Field
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.values import dates
from perfmodel.values.kinds import AllOf, Deadline, Period

__all__ = ["cells_of", "held", "indicator_rows", "meaning_of", "rows_of", "selected_rows", "to_records"]

Row = dict[str, Any]


@renamed_argument("lang", "keys")
def to_records(
    value: TargetTable | Project | Document,
    level: str = "indicator",
    keys: str = "en",
    *,
    columns: Columns = "all",
    drop_empty: bool = False,
) -> list[Row]:
    """Return a table, a project or all tables of a document as records: a dict a row, with a key for each column of the level.

    ``level`` is ``indicator`` (one row an indicator, both its targets in it), ``target`` (one row a target) or
    ``project``; a project or an indicator that has no more to say has one row all the same. ``columns`` is ``all`` (the
    main columns first), ``main`` (these alone) or a list of names in either language, in the order wanted. ``keys`` is
    the language of the keys, ``en`` or ``zh``; with ``en`` those of a list are as they are given. ``drop_empty`` leaves
    out the columns that have no value in any row. Values are str, Decimal, int, bool, datetime.date or None; see
    ``docs/reference/frames.md`` for the columns. Raises `ValueError` for an unknown level or language, and for columns
    that the level does not have.

    >>> from perfmodel.model.funding import Funding
    >>> to_records(Project("会议费", None, Funding(18)), level="project", columns=["项目名称", "总计"])
    [{'项目名称': '会议费', '总计': Decimal('18')}]
    >>> to_records(Project("会议费", None, Funding(18)), columns="main", drop_empty=True)
    [{'project': '会议费', 'total': Decimal('18'), 'project_number': 1}]
    """
    selected, rows = selected_rows(value, level, keys, columns, drop_empty)
    names = [(column.name, shown) for column, shown in selected]
    return [{shown: row.get(name) for name, shown in names} for row in rows]


def selected_rows(
    value: TargetTable | Project | Document,
    level: str,
    keys: str,
    columns: Columns,
    drop_empty: bool,
    unicode_only: bool = False,
) -> tuple[list[Named], list[Row]]:
    """Return the columns that a frame is to have, with their names in it, and the rows under their English names."""
    selected = columns_at(level, columns, keys)
    rows = list(rows_of(value, level, unicode_only))
    return without_empty(selected, rows) if drop_empty else selected, rows


def rows_of(value: TargetTable | Project | Document, level: str, unicode_only: bool = False) -> Iterator[Row]:
    """Yield the rows under their English names; what is None may be left out.

    ``unicode_only`` takes meanings from the text that a frame can hold.
    """
    if not isinstance(value, (TargetTable, Project, Document)):
        raise wrong_type(value, "TargetTable、Project 或 Document", "a TargetTable, a Project or a Document")
    if isinstance(value, Project):
        value = TargetTable(sections=[Section(projects=[value])])
    tables = value.tables if isinstance(value, Document) else (value,)
    at = 0
    sections = ((cells_of(table), section) for table in tables for section in table.sections)
    for place, (of_table, section) in enumerate(sections, 1):
        of_section = of_table | {SECTION_NUMBER.name: place} | cells_of(section)
        for project in section.projects:
            at += 1
            of_project = of_section | {PROJECT_NUMBER.name: at} | cells_of(project)
            if level == "project":
                yield of_project | {INDICATOR_COUNT.name: len(project.indicators)}
            elif not project.indicators:
                yield of_project
            else:
                for row in indicator_rows(project.indicators, level, unicode_only):
                    yield of_project | row


def indicator_rows(
    indicators: Iterable[Indicator], level: str = "indicator", unicode_only: bool = False
) -> Iterator[Row]:
    """Yield the rows of indicators, numbered from 1, without what their project says."""
    for number, indicator in enumerate(indicators, 1):
        row = {INDICATOR_NUMBER.name: number} | cells_of(indicator)
        yield from _with_targets(row, indicator, level, unicode_only)


def cells_of(value: Any, prefix: str = "") -> Row:
    """Return what an object says under the columns of its class; the targets of an indicator are not among them.

    What is None may be left out.

    >>> cells_of(Section("某局"))
    {'section': '某局'}
    """
    row: Row = {}
    kind: type = type(value)
    for write, field, name in _writers(kind, prefix):
        content = getattr(value, field)
        if content is not None:
            write(row, name, content, value)
    return row


_Writer = Callable[[Row, str, Any, Any], None]


@cache
def _writers(kind: type, prefix: str) -> tuple[tuple[_Writer, str, str], ...]:
    """How each field of a class is written, its name and that of its column."""
    return tuple(
        (_writer(field, prefix), field.name, prefix + column_name(field))
        for field in fields_in_frames(kind)
        if not (field.kind == "target" and kind is Indicator)
    )


def _writer(field: Field, prefix: str) -> _Writer:
    """Return what puts a field's content into a row: given the row, the column, the content and the field's owner."""
    if field.kind == "object":
        inner = prefix + prefix_of(field)
        return lambda row, _name, content, _owner: row.update(cells_of(content, inner))
    if field.kind == "category":
        as_printed = attrgetter(f"{field.name}_text")
        return lambda row, name, content, owner: row.update(
            {f"{name}_code": content.code, name: content.name, f"{name}_printed": as_printed(owner)}
        )
    if field.kind == "target":
        return lambda row, name, content, _owner: _put_target(row, name, content)
    # Text that may not be None is null where it is empty.
    empty_is_null = not field.optional and field.kind in ("text", "prose")
    convert = (lambda text: text or None) if empty_is_null else _CELL_OF_KIND.get(field.kind)

    def write(row: Row, name: str, content: Any, _owner: Any) -> None:
        row[name] = content if convert is None else convert(content)

    return write


def _with_targets(row: Row, indicator: Indicator, level: str, unicode_only: bool) -> Iterator[Row]:
    """Yield the rows of an indicator: one with all its targets, or one for each of them."""
    targets = []
    for name, field in INDICATOR_TARGETS.items():
        target = getattr(indicator, field.name)
        if target is not None:
            targets.append((name, target))
    if level == "target":
        for name, target in targets:
            of_target: Row = {TARGET_OF.name: name}
            _put_target(of_target, "target", target, unicode_only)
            yield row | of_target
        if not targets:
            yield row
        return
    for name, target in targets:
        _put_target(row, name, target, unicode_only)
    yield row


def _put_target(row: Row, name: str, target: Target, unicode_only: bool = False) -> None:
    """Put a target and what it means into a row, under the name of its column; see `rows_of` for ``unicode_only``."""
    columns = _MEANING_COLUMNS[name]
    key = target.text, target.unit, target.operator, unicode_only
    meaning = _MEANINGS.get(key)
    if meaning is None:
        if unicode_only and not _is_unicode(target):
            texts = (None if text is None else held(text) for text in key[:3])
            target = Target(*texts)  # type: ignore[arg-type]
        meaning = _MEANINGS.keep(key, tuple(meaning_of(target).items()))
    row[name] = target.text
    for part, value in meaning:
        row[columns[part]] = value


def _is_unicode(target: Target) -> bool:
    return all(
        text is None or text.isascii() or held(text) == text for text in (target.text, target.unit, target.operator)
    )


# The names of the columns of what a target means, by the target's column and by those of `MEANING`.
_MEANING_COLUMNS: Memory[str, dict[str, str]] = Memory(
    lambda target: {column.name: f"{target}_{column.name}" for column in MEANING}, 64
)
# By text, unit, operator and whether the text was taken as a frame holds it. The same targets stand in table after table.
_MEANINGS: Store[tuple[str, str | None, str | None, bool], tuple[tuple[str, Any], ...]] = Store(32_768)


def meaning_of(target: Target) -> Row:
    """Return what a target means, for the columns `MEANING`; those that say nothing are left out.

    >>> meaning_of(Target("2024年12月31日前"))["end_date"]
    datetime.date(2024, 12, 31)
    >>> meaning_of(Target("12月底前")).get("end_date"), meaning_of(Target("12月底前"))["end"]
    (None, '--12-31')
    """
    understanding = target.understanding
    meaning = understanding.meaning
    row: Row = {"kind": meaning.kind}
    kind: type = type(meaning)
    for name in _fields_of_meaning(kind):
        row[name] = getattr(meaning, name)
    if isinstance(meaning, Deadline):
        row |= {"start": meaning.date if meaning.op == "=" else None, "end": meaning.date}
    if isinstance(meaning, (Deadline, Period)):
        row |= {"start_date": _date(row["start"]), "end_date": _date(row["end"])}
    if isinstance(meaning, AllOf):
        row["parts"] = _json([part.to_plain() for part in meaning.parts])
    row |= {"note": understanding.note, "direction": target.direction}
    return {name: value for name, value in row.items() if value is not None}


@cache
def _fields_of_meaning(kind: type) -> tuple[str, ...]:
    """The fields of a class of meanings that have a column of their own."""
    columns = {column.name for column in MEANING}
    return tuple(field.name for field in attrs.fields(kind) if field.name in columns)


def _date(text: str | None) -> datetime.date | None:
    """A date that says year, month and day, and that the calendar has."""
    return datetime.date.fromisoformat(text) if text and len(text) == 10 and dates.exists(text) else None


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False)


# What stands in a cell of a field's content, where that is no cell's value itself.
_CELL_OF_KIND: dict[str, Callable[[Any], Any]] = {
    "texts": lambda found: _json(list(found)) if found else None,
    "pairs": lambda found: _json(dict(found)) if found else None,
    "objects": lambda found: text_of_objects(found) if found else None,
}


def held(text: str) -> str:
    """Return a text as UTF-8 can hold it: half of a surrogate pair alone, which is no character, becomes ``\\ufffd``.

    >>> held("a\\ud800b")
    'a\\ufffdb'
    """
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
