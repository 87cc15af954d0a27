"""Law: the datasets of a batch hold every cell of the records of its tables, in one schema, whatever the tables are."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from perfmodel import Funding, Indicator, Project, Section, Source, Target, TargetTable
from perfmodel.batch.datasets import DATASETS, DOUBLE_SUFFIX, NUMBERS_AS_TEXT, dataset_columns, schema
from perfmodel.batch.encode import Encoder
from perfmodel.batch.rows import outcome_of_contents
from perfmodel.batch.settings import Settings
from perfmodel.formats.read import FileContents
from perfmodel.forms.document import Document
from perfmodel.frames.columns import columns_inside, columns_of
from perfmodel.frames.records import cells_of, held, rows_of
from perfmodel.model.fields import field_of
from tests import strategies
from tests.drawn_forms import draw_document, draw_list
from tests.drawn_results import draw_results
from tests.laws.test_hostile_text import MOST

pytest.importorskip("pyarrow")
PARSE = Settings("parse")
LONG_NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from("1E+50 -1E+400 0.00000000001 1E-400 0E+1000 0E-1000 9999999999999999999999999999.9999999999 1E+28".split()).map(Decimal),
    st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(0, 10**300), st.integers(0, 320)),
)  # fmt: skip
ODD_TEXTS = st.text(st.characters(exclude_categories=()), max_size=8)


@st.composite
def odd_tables(draw: st.DrawFn) -> TargetTable:
    """Tables with numbers of any size, and targets with any characters, halves of surrogate pairs among them."""
    indicators = [
        Indicator(
            name="指标",
            annual=Target(draw(ODD_TEXTS)),
            actual=Target(draw(ODD_TEXTS), draw(st.none() | ODD_TEXTS)),
            weight=draw(LONG_NUMBERS),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    project = Project("项目", None, Funding(draw(LONG_NUMBERS)), total_score=draw(LONG_NUMBERS), indicators=indicators)
    year = draw(st.none() | st.integers(0, 2**70))
    return TargetTable(year=year, total=Funding(draw(LONG_NUMBERS)), sections=[Section(projects=[project])])


tables = st.one_of(strategies.tables(), odd_tables(), st.just(TargetTable()))


def datasets_of(*all_tables: TargetTable) -> dict[str, Any]:
    """The datasets of one file with these tables."""
    encoder = Encoder(PARSE)
    found = [(table.source or Source(""), table) for table in all_tables]
    encoder.add(outcome_of_contents("表.txt", b"", FileContents("text", list(found)), PARSE))
    return encoder.to_arrow()


def content(row: dict[str, Any], columns: Iterable[Any]) -> dict[str, Any]:
    """What a row of a dataset says under columns of frames, with the numbers that stand as text; doubles are held to them."""
    as_text = json.loads(row[NUMBERS_AS_TEXT] or "{}")
    found = {}
    for column in columns:
        value = row[column.name]
        if column.name in as_text:
            assert value is None
            value = Decimal(as_text[column.name])
        if column.type == "decimal":
            double = None if value is None else float(value)
            assert row[column.name + DOUBLE_SUFFIX] == (None if double is None or math.isinf(double) else double)
        if value is not None:
            found[column.name] = value
    return found


def wanted(row: dict[str, Any], columns: Iterable[Any]) -> dict[str, Any]:
    """What a record says under columns, as a frame can hold it."""
    cells = ((column, row.get(column.name)) for column in columns)
    return {
        column.name: held(value) if column.type == "text" else value for column, value in cells if value is not None
    }


@given(tables)
def test_every_cell_is_found_again(table: TargetTable) -> None:
    found = datasets_of(table)
    for dataset, level in (("projects", "project"), ("indicators", "indicator")):
        named = {column.name for column in dataset_columns(dataset)}
        columns = [column for column in columns_of(level) if column.name in named]
        # A project without indicators has a record at each level, and a row of projects alone.
        records = [
            row for row in rows_of(table, level, unicode_only=True) if level == "project" or "indicator_number" in row
        ]
        rows = found[dataset].to_pylist()
        assert [content(row, columns) for row in rows] == [wanted(row, columns) for row in records]
        left_out = {column.name for column in columns_of(level)} - named
        assert left_out <= {column.name for column in dataset_columns("projects")} - {"indicator"}
    # What indicators do not repeat stands in the project's row, which their keys lead to.
    keys = ("file", "table_number", "project_number")
    projects = [tuple(row[key] for key in keys) for row in found["projects"].to_pylist()]
    assert {tuple(row[key] for key in keys) for row in found["indicators"].to_pylist()} <= set(projects)
    assert len(projects) == len(set(projects)) == len(table.projects)


@given(tables)
def test_a_table_has_its_total_its_bodies_and_what_was_not_read(table: TargetTable) -> None:
    row = datasets_of(table)["tables"].to_pylist()[0]
    columns = columns_inside(field_of(Project, "funding"))
    total = {} if table.total is None else cells_of(table.total)
    assert content(row, columns) == wanted(total, columns)
    assert json.loads(row["unread"] or "[]") == list(map(held, table.unread))
    bodies = [section.name for section in table.sections]
    assert [body.get("name", "") for body in json.loads(row["sections"] or "[]")] in ([], list(map(held, bodies)))
    if any(bodies) or any(section.funding != Funding() for section in table.sections):
        assert row["sections"] is not None
    assert (row["project_count"], row["object"]) == (len(table.projects), "table")


@given(st.lists(tables, min_size=1, max_size=3))
def test_the_schema_is_always_the_same(all_tables: list[TargetTable]) -> None:
    for dataset, table in datasets_of(*all_tables).items():
        assert table.schema.equals(schema(dataset), check_metadata=True)
        table.validate(full=True)


@pytest.mark.parametrize("draw", [draw_document, draw_list, draw_results])
@settings(max_examples=MOST // 4)
@given(seed=st.integers(0, 10**6))
def test_the_schema_is_the_same_for_every_form(draw: Any, seed: int) -> None:
    document = Document(draw(random.Random(seed))[0])
    found = datasets_of(*document.tables) if document.tables else datasets_of(TargetTable())
    assert tuple(found) == DATASETS
    for dataset, table in found.items():
        assert table.schema.equals(schema(dataset), check_metadata=True)
    records = [row for table in document.tables for row in rows_of(table, "indicator") if "indicator_number" in row]
    assert found["indicators"].num_rows == len(records)
    assert found["indicators"].column("annual").to_pylist() == [row.get("annual") for row in records]


@given(st.lists(tables, min_size=1, max_size=4), st.data())
def test_parts_together_are_the_whole(all_tables: list[TargetTable], data: st.DataObject) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    named = [evolve(table, unit=f"单位{at}") for at, table in enumerate(all_tables)]
    outcomes = [
        outcome_of_contents(f"{at}.txt", b"", FileContents("text", [(Source(""), table)]), PARSE)
        for at, table in enumerate(named)
    ]
    whole, parts = Encoder(PARSE), Encoder(PARSE)
    pieces = []
    for outcome in outcomes:
        whole.add(outcome)
        parts.add(outcome)
        if data.draw(st.booleans()):
            pieces.append(parts.to_arrow())
    pieces.append(parts.to_arrow())
    together = whole.to_arrow()
    for dataset in DATASETS:
        assert pyarrow.concat_tables([piece[dataset] for piece in pieces]).equals(together[dataset])
    assert together["projects"].column("reporting_unit").to_pylist() == [
        table.unit for table in named for _project in table.projects
    ]
