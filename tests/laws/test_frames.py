"""Law: records and frames of every level and language read back as the same projects; a column means what its texts do."""

from __future__ import annotations

import datetime
import warnings
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import (
    Funding,
    Project,
    Section,
    Target,
    TargetTable,
    from_records,
    parse_indicators,
    parse_target,
    render_indicators,
)
from perfmodel.frames.columns import LEVELS, columns_of
from perfmodel.frames.decimals import at_scale, size_of
from tests import strategies
from tests.target_strategies import texts


def _string(project: Project) -> str:
    return render_indicators(project.indicators)


def _alone(project: Project) -> TargetTable:
    return TargetTable(sections=[Section(projects=[project])])


languages = st.sampled_from(["en", "zh"])
finest = st.sampled_from(["indicator", "target"])
tables = st.one_of(strategies.tables(), strategies.long_projects().map(_alone))


def kept(table: TargetTable, level: str = "indicator") -> TargetTable:
    """What records hold of a table: no line 合计, no money of bodies, no body without projects, no unread text."""
    sections = [evolve(section, funding=Funding()) for section in table.sections if section.projects]
    if not sections:
        return TargetTable()
    if level == "project":
        sections = [
            evolve(section, projects=[evolve(project, indicators=()) for project in section.projects])
            for section in sections
        ]
    return evolve(table, total=None, unread=(), sections=sections)


@given(tables, st.sampled_from(LEVELS), languages)
def test_records_read_back(table: TargetTable, level: str, lang: str) -> None:
    assert from_records(table.to_records(level, lang)) == kept(table, level)


@given(tables, st.sampled_from(LEVELS), languages)
def test_records_are_plain(table: TargetTable, level: str, lang: str) -> None:
    types = {"text": str, "int": int, "bool": bool, "decimal": Decimal, "date": datetime.date}
    records = table.to_records(level, lang)
    for record in records:
        assert list(record) == [column.zh if lang == "zh" else column.name for column in columns_of(level)]
        for column, value in zip(columns_of(level), record.values(), strict=True):
            assert value is None or type(value) is types[column.type]
    rows = {
        "project": len(table.projects),
        "indicator": sum(max(1, len(project.indicators)) for project in table.projects),
    }
    assert level == "target" or len(records) == rows[level]


@given(tables, st.data())
def test_the_order_of_rows_and_columns_does_not_matter(table: TargetTable, data: st.DataObject) -> None:
    records = table.to_records(data.draw(finest))
    names = data.draw(st.permutations(list(records[0]) if records else []))
    mixed = [{name: record[name] for name in names} for record in data.draw(st.permutations(records))]
    assert from_records(mixed) == kept(table)


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
@given(table=tables, level=st.sampled_from(LEVELS), lang=languages)
def test_frames_read_back(library: str, table: TargetTable, level: str, lang: str) -> None:
    pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
    frame = getattr(table, f"to_{library}")(level, lang)
    assert list(getattr(frame, "column_names", frame.columns)) == [
        column.zh if lang == "zh" else column.name for column in columns_of(level)
    ]
    assert from_records(frame) == kept(table, level)


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
@given(
    table=tables,
    level=st.sampled_from(LEVELS),
    lang=languages,
    columns=st.sampled_from(["all", "main"]),
    drop_empty=st.booleans(),
)
def test_frames_of_all_libraries_say_the_same(
    library: str, table: TargetTable, level: str, lang: str, columns: str, drop_empty: bool
) -> None:
    pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
    records = table.to_records(level, lang, columns=columns, drop_empty=drop_empty)
    frame = getattr(table, f"to_{library}")(level, lang, columns=columns, drop_empty=drop_empty)
    if records:
        assert list(getattr(frame, "column_names", frame.columns)) == list(records[0])
    assert _rows(frame) == [{name: value for name, value in row.items() if value is not None} for row in records]


@given(tables, st.sampled_from(LEVELS), languages, st.booleans())
def test_the_main_columns_read_back(table: TargetTable, level: str, lang: str, drop_empty: bool) -> None:
    records = table.to_records(level, lang, columns="main", drop_empty=drop_empty)
    found, meant = from_records(records), kept(table, level)
    assert [(project.name, project.funding.total) for project in found.projects] == [
        (project.name, project.funding.total) for project in meant.projects
    ]
    slots = ("annual", "whole_period") if level == "indicator" else ("annual", "whole_period", "actual")
    for project, other in zip(found.projects, meant.projects, strict=True):
        for indicator, same in zip(project.indicators, other.indicators, strict=True):
            assert (indicator.name, indicator.understood) == (same.name, same.understood)
            assert [getattr(indicator, slot) for slot in slots] == [getattr(same, slot) for slot in slots]


@given(tables, st.sampled_from(LEVELS), st.data())
def test_named_columns_are_those_of_all(table: TargetTable, level: str, data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(columns_of(level)), min_size=1, unique=True))
    names = [data.draw(st.sampled_from([column.name, column.zh])) for column in columns]
    found = table.to_records(level, columns=names)
    whole = table.to_records(level)
    assert found == [{name: row[column.name] for name, column in zip(names, columns, strict=True)} for row in whole]


def _column(library: str, values: list[str | None]) -> Any:
    native: Any = pytest.importorskip(library)
    if library == "pyarrow":
        return native.array(values, native.string())
    return native.Series(values, dtype=object if library == "pandas" else native.String)


def _rows(frame: Any) -> list[dict[str, Any]]:
    from perfmodel.frames.cells import plain

    if hasattr(frame, "to_pylist"):
        found = frame.to_pylist()
    elif hasattr(frame, "to_dicts"):
        found = frame.to_dicts()
    else:
        found = frame.to_dict("records")
    return [{name: plain(value) for name, value in row.items() if plain(value) is not None} for row in found]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
@given(values=st.lists(st.none() | texts, max_size=5))
def test_a_column_means_what_its_texts_do(library: str, values: list[str | None]) -> None:
    from perfmodel.frames import parse_column
    from perfmodel.frames.records import held, meaning_of

    values = [None if value is None else held(value) for value in values]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of numbers that no decimal holds
        found = _rows(parse_column(_column(library, values)))
    assert len(found) == len(values)
    for row, value in zip(found, values, strict=True):
        meant = {} if value is None else meaning_of(Target(value))
        assert row.keys() == meant.keys()
        for name, content in meant.items():
            if isinstance(content, Decimal) and isinstance(row[name], str):
                assert Decimal(row[name]) == content
            else:
                assert row[name] == content


CELLS = st.one_of(
    st.none(),
    texts,
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals().filter(lambda number: not number.is_snan()),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=2),
    st.lists(st.integers(), max_size=2),
)


@given(st.lists(CELLS, max_size=5), st.booleans())
def test_a_column_of_any_cells_means_what_each_of_them_does(values: list[Any], percent: bool) -> None:
    from perfmodel.frames import parse_column
    from perfmodel.frames.column_cells import text_of_cell

    pandas = pytest.importorskip("pandas")
    found = parse_column(pandas.Series(values, dtype=object), percent=percent)
    assert len(found) == len(values)
    for row, value in zip(_rows(found), values, strict=True):
        try:
            text = text_of_cell(value, percent)
        except TypeError:
            assert row["kind"] == "text"
            assert type(value).__name__ in row["reason"] or str(value) in row["reason"]
            continue
        assert row.get("kind") == (None if text is None else parse_target(text).kind)
        if isinstance(value, datetime.date) and row["kind"] != "text":
            assert row["end"] == value.isoformat()[:10]
        if isinstance(value, bool):
            assert row["value"] is value


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
@given(values=st.lists(st.none() | strategies.projects().map(_string) | texts, max_size=4))
def test_a_column_of_indicator_strings_is_the_indicators_of_each(library: str, values: list[str | None]) -> None:
    from perfmodel.frames import parse_indicators_column
    from perfmodel.frames.records import held, indicator_rows

    values = [None if value is None else held(value) for value in values]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of numbers that no decimal holds
        found = _rows(parse_indicators_column(_column(library, values)))
    for row in found:
        row.pop("problems", None)
    expected = [
        {"row": place, **row}
        for place, value in enumerate(values)
        for row in (list(indicator_rows(parse_indicators(value or "", recover=True), unicode_only=True)) or [{}])
    ]
    assert len(found) == len(expected)
    for row, other in zip(found, expected, strict=True):
        assert row == {
            name: str(value) if isinstance(row.get(name), str) else value
            for name, value in other.items()
            if value is not None
        }


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False).filter(lambda number: abs(number.adjusted()) < 30)))
def test_no_digit_is_lost(numbers: list[Decimal]) -> None:
    precision, scale = size_of(numbers)
    for number in numbers:
        if precision <= 76:
            assert at_scale(number, scale) == number
            assert len(at_scale(number, scale).as_tuple().digits) <= max(precision, scale + 1)
