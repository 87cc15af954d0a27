"""From records or a frame back to a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from perfmodel._internal.arguments import check_lang, wrong_type
from perfmodel._internal.messages import in_languages, mismatch, one_of, shown
from perfmodel._internal.optional import require
from perfmodel.errors import ParseError
from perfmodel.frames.cells import Row, row_of
from perfmodel.frames.columns import (
    INDICATOR_NUMBER,
    INDICATOR_TARGETS,
    MEANING,
    OF_INDICATOR,
    OF_PROJECT,
    OF_SECTION,
    OF_TABLE,
    PROJECT_NUMBER,
    SECTION_NUMBER,
    TARGET_OF,
    by_any_name,
    column_name,
    columns_inside,
    fields_in_frames,
    prefix_of,
)
from perfmodel.frames.objects import objects_of
from perfmodel.frames.records import meaning_of
from perfmodel.model.category import Category
from perfmodel.model.fields import Field
from perfmodel.model.indicator import Indicator
from perfmodel.model.methods import Frame
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target

__all__ = ["from_records"]

T = TypeVar("T")
# Characters of the label of a pandas frame's row in a message.
_LONGEST_INDEX_LABEL = 60
# A target stands in the column of its own name, or in that of level ``target``, beside the name.
_SLOTS = (*INDICATOR_TARGETS, "target")
_OF_TARGETS = (
    TARGET_OF,
    *(by_any_name()[name] for slot in _SLOTS for name in (slot, *(f"{slot}_{column.name}" for column in MEANING))),
)
_OUTSIDE_PROJECT = (*OF_TABLE, *OF_SECTION)
_OUTSIDE_INDICATOR = (*_OUTSIDE_PROJECT, *OF_PROJECT)
# What is held against the text; the others are remarks on it.
_COMPARED = tuple(column.name for column in MEANING if column.name not in ("reason", "cause", "note"))


def from_records(records: Iterable[Mapping[str, Any]] | Frame, lang: str = "zh") -> TargetTable:
    """Return the table of records of any level, as `to_records` writes them, or of a pandas, Polars or Arrow frame.

    Columns may be missing, in any order, and under their English or Chinese names. Rows with the same
    ``project_number`` are one project; without it, neighbouring rows that agree about their project are. A target is
    its text: a meaning that contradicts it is an error; a null is not compared. Raises `ParseError` (in ``lang``) for
    unknown columns, values of another type, and rows that contradict each other, with the column under its own name and
    the row's position from 0 (its index label in a pandas frame); `MissingExtra` for a frame without narwhals.

    >>> table = from_records([{"project": "会议费", "total": "18.00", "indicator": "会议次数", "annual": "≥2次"}])
    >>> table.projects[0].funding.total, table.projects[0].indicators[0].annual.meaning.op
    (Decimal('18.00'), '>=')
    >>> from_records([{"project": "会议费", "totl": 18}], lang="en")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: records[0].totl: unknown column “totl”; did you mean “total”?
    """
    check_lang(lang)
    labels = _labels_of(records)
    rows = [
        row_of(record, place, lang, None if labels is None else labels[place])
        for place, record in enumerate(_iterated(records))
    ]
    if not rows:
        return TargetTable()
    first = rows[0]
    for row in rows:
        _require_same(first, row, OF_TABLE, "表")
    of_table = _contents(first, TargetTable)
    sections: dict[object, list[list[Row]]] = {}
    for project in _projects(rows):
        number = project[0].get(SECTION_NUMBER.name)
        key: object = tuple(project[0].some(OF_SECTION).items()) if number is None else number
        sections.setdefault(key, []).append(project)
    return _object(first, "", TargetTable, **of_table, sections=[_section(found) for found in _in_order(sections)])


def _iterated(records: Any) -> Any:
    if isinstance(records, (Mapping, str, bytes)) or not (hasattr(records, "columns") or hasattr(records, "__iter__")):
        raise wrong_type(records, "记录的序列或数据框", "records or a frame", "records")
    if type(records).__module__.partition(".")[0] in ("pandas", "polars", "pyarrow") and hasattr(records, "columns"):
        narwhals = require("narwhals", _extra_of(records))
        return narwhals.from_native(records, eager_only=True).iter_rows(named=True)
    return records


def _labels_of(records: Any) -> list[str] | None:
    """Return the labels of a pandas frame's rows, as its user writes them; other rows are counted from 0."""
    if type(records).__module__.partition(".")[0] != "pandas" or not hasattr(records, "columns"):
        return None
    return [repr(label)[:_LONGEST_INDEX_LABEL] for label in records.index.tolist()]


def _extra_of(native: object) -> str:
    root = type(native).__module__.partition(".")[0]
    return "arrow" if root == "pyarrow" else root


def _in_order(groups: dict[object, T]) -> list[T]:
    """By their numbers where all have one, so that a sorted frame gives its table again; else as they come."""
    if all(isinstance(key, int) for key in groups):
        return [groups[key] for key in sorted(groups, key=lambda key: int(str(key)))]
    return list(groups.values())


def _require_same(one: Row, other: Row, columns: Any, what: str) -> None:
    if one.some(columns) == other.some(columns):
        return
    for column in columns:
        mine, yours = other.get(column.name), one.get(column.name)
        if mine != yours:
            raise other.problem(
                column.name,
                f"与 {one.path} 不符，却同属一个{what}：{_shown(mine)}、{_shown(yours)}",
                f"differs from row {one.label} of the same {_ENGLISH[what]}: {_shown(mine)}, {_shown(yours)}",
            )


_ENGLISH = {"表": "table", "单位": "section", "项目": "project", "指标": "indicator"}


def _shown(value: object) -> str:
    return shown(value)


def _projects(rows: list[Row]) -> list[list[Row]]:
    """Group rows by project; each group has one row at least."""
    groups: dict[object, list[Row]] = {}
    sections: dict[int, Row] = {}
    last: Row | None = None
    key: object = None
    for row in rows:
        section = row.get(SECTION_NUMBER.name)
        if section is not None:
            _require_same(sections.setdefault(section, row), row, _OUTSIDE_PROJECT, "单位")
        number = row.get(PROJECT_NUMBER.name)
        same = last is not None and last.some(_OUTSIDE_INDICATOR) == row.some(_OUTSIDE_INDICATOR)
        if number is not None:
            key = number
        elif not same:
            key = ("row", row.place)
        group = groups.setdefault(key, [])
        if group:
            _require_same(group[0], row, _OUTSIDE_INDICATOR, "项目")
        group.append(row)
        last = row
    return _in_order(groups)


def _section(projects: list[list[Row]]) -> Section:
    first = projects[0][0]
    return _object(
        first, "section", Section, **_contents(first, Section), projects=[_project(rows) for rows in projects]
    )


def _project(rows: list[Row]) -> Project:
    first = rows[0]
    groups: dict[object, list[Row]] = {}
    last: list[Row] = []
    for row in rows:
        if not (row.some(OF_INDICATOR) or row.some(_OF_TARGETS)):
            if len(rows) > 1:
                raise row.problem("", "同一项目的行重复", "another row of the same project")
            break
        number = row.get(INDICATOR_NUMBER.name)
        key: object = number
        if number is None:
            slot = row.get(TARGET_OF.name)
            joins = (
                slot is not None
                and last
                and last[0].some(OF_INDICATOR) == row.some(OF_INDICATOR)
                and all(other.get(TARGET_OF.name) not in (None, slot) for other in last)
            )
            key = ("row", last[0].place if joins else row.place)
        last = groups.setdefault(key, [])
        last.append(row)
    contents = _contents(first, Project)
    indicators = [_indicator(found) for found in _in_order(groups)]
    return _object(first, "", Project, **contents, indicators=indicators)


def _contents(row: Row, kind: type, prefix: str = "") -> dict[str, Any]:
    """Return what a row says of an object of a class, as arguments of its constructor; nothing for what is null."""
    found: dict[str, Any] = {}
    for field in fields_in_frames(kind):
        name = prefix + column_name(field)
        read = _CELL_READERS.get(field.kind)
        if read is not None:
            found |= read(row, field, name, prefix)
        elif (value := row.get(name)) is not None:
            choices = field.declaration.choices
            if choices and value not in choices:
                raise row.problem(name, *mismatch(one_of(choices), shown(value)))
            found[field.name] = value
    return found


def _read_object(row: Row, field: Field, name: str, prefix: str) -> dict[str, Any]:
    """Read an object: there is one where one of its columns says something."""
    inner = prefix + prefix_of(field)
    columns = columns_inside(field, prefix)
    if not row.some(columns):
        return {}
    return {field.name: _object(row, columns[0].name, field.item, **_contents(row, field.item, inner))}


def _read_category(row: Row, field: Field, name: str, prefix: str) -> dict[str, Any]:
    code, shown, printed = (row.get(name + ending) for ending in ("_code", "", "_printed"))
    level, as_text = field.level, f"{field.name}_text"
    if code is None and shown is None:
        return {} if printed is None else {field.name: Category.read(printed, level), as_text: printed}
    label = code if shown is None else shown if code is None else f"{code}-{shown}"
    category = Category.read(label, level)
    if printed is None or Category.read(printed, level) != category:
        # What was printed names another category, so the columns were changed after it.
        printed = None if label == category.label else label
    return {field.name: category, as_text: printed}


def _read_target(row: Row, field: Field, name: str, prefix: str) -> dict[str, Any]:
    """Read a target; those of indicators, which may stand in rows of their own, are read with their rows."""
    target = None if field.owner is Indicator else _target(row, name)
    return {} if target is None else {field.name: target}


def _read_pairs(row: Row, field: Field, name: str, prefix: str) -> dict[str, Any]:
    found = _json(row, name, dict, "名称与文本", "object of names and texts")
    return {} if found is None else {field.name: tuple(found.items())}


def _read_texts(row: Row, field: Field, name: str, prefix: str) -> dict[str, Any]:
    found = _json(row, name, list, "文本的列表", "list of texts")
    return {} if found is None else {field.name: tuple(found)}


def _read_objects(row: Row, field: Field, name: str, prefix: str) -> dict[str, Any]:
    found = _json(row, name, list, "对象的列表", "list of objects")
    if found is None:
        return {}
    try:
        return {field.name: objects_of(field.item, found)}
    except ValueError:
        kind = field.item.__name__
        raise row.problem(name, f"应为 {kind} 的列表", f"expected a list of {kind}") from None


def _json(row: Row, name: str, kind: type, zh: str, en: str) -> Any:
    """Return what the JSON in a cell says; it must be of a kind."""
    text = row.get(name)
    if text is None:
        return None
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, kind):
        raise row.problem(name, f"应为 JSON 的{zh}", f"expected a JSON {en}")
    return plain


# How a field is read that does not stand in one cell as it is: from the row, the field, its column and the prefix.
_CELL_READERS: dict[str, Callable[[Row, Field, str, str], dict[str, Any]]] = {
    "object": _read_object,
    "category": _read_category,
    "target": _read_target,
    "pairs": _read_pairs,
    "texts": _read_texts,
    "objects": _read_objects,
}


def _indicator(rows: list[Row]) -> Indicator:
    first = rows[0]
    targets: dict[str, Target] = {}
    for row in rows:
        _require_same(first, row, OF_INDICATOR, "指标")
        slot = row.get(TARGET_OF.name)
        if slot is not None and slot not in INDICATOR_TARGETS:
            raise row.problem(TARGET_OF.name, *mismatch(one_of(INDICATOR_TARGETS), shown(slot)))
        for name in _SLOTS:
            place = name if name != "target" else slot
            result = place is not None and INDICATOR_TARGETS[place].declaration.result
            target = _target(row, name, row.get("unit"), None if result else row.get("operator"))
            if target is None:
                continue
            if place is None:
                raise row.problem(TARGET_OF.name, "未明确是哪一种指标值", "does not say which target this is")
            if place in targets:
                raise row.problem(name, "指标值重复", "the target is given twice")
            targets[place] = target
        if row is not first and (slot is None or row.get("target") is None):
            raise row.problem("", "同一指标的行重复", "another row of the same indicator")
    by_field = {INDICATOR_TARGETS[name].name: target for name, target in targets.items()}
    return _object(first, "", Indicator, **_contents(first, Indicator), **by_field)


def _target(row: Row, name: str, unit: str | None = None, operator: str | None = None) -> Target | None:
    """Return a row's target beside the cells of the columns of units and of signs, whose meaning in the row must be that of its text."""
    text = row.get(name)
    given = {key: row.get(f"{name}_{key}") for key in _COMPARED if row.get(f"{name}_{key}") is not None}
    if text is None:
        if given:
            raise row.problem(f"{name}_{next(iter(given))}", "未填写指标值的原文", "the text of the target is missing")
        return None
    target = _object(row, name, Target, text, unit, operator)
    wrong = _contradiction(target, given)
    if wrong is not None and target.unit is None and "unit" in given:
        # The unit may have been given to the target alone.
        with_unit = _object(row, name, Target, text, given["unit"], operator)
        if _contradiction(with_unit, given) is None:
            return with_unit
    if wrong is not None:
        meant = _shown(meaning_of(target).get(wrong))
        zh, en = mismatch((meant, meant), _shown(given[wrong]))
        raise row.problem(
            f"{name}_{wrong}", f"与原文“{text[:40]}”不符：{zh}", f"contradicts the text “{text[:40]}”: {en}"
        )
    return target


def _contradiction(target: Target, given: dict[str, Any]) -> str | None:
    """Return the first key whose value the target's text does not say."""
    meant = meaning_of(target) if given else {}
    return next((key for key, value in given.items() if meant.get(key) != value), None)


def _object(row: Row, name: str, kind: Callable[..., T], /, *values: Any, **fields: Any) -> T:
    try:
        return kind(*values, **fields)
    except ParseError:
        raise
    except (TypeError, ValueError) as error:
        raise row.problem(name, *in_languages(str(error))) from None
