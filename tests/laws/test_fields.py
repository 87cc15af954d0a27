"""Law: every field that is declared survives every way out and back, is seen by `compare`, is shown, and has its words.

Which fields there are, and which way has a place for which, is what their declarations say; this file lists none.
"""

from __future__ import annotations

import copy
import html
import io
import pickle
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from perfmodel import (
    TargetTable,
    compare,
    from_json,
    from_records,
    from_yaml,
    parse_table,
    render_table,
    show,
    to_json,
    to_yaml,
)
from perfmodel.data import load
from perfmodel.display.words import choice_name
from perfmodel.formats.json_schema import json_schema
from perfmodel.formats.to_plain import to_plain
from perfmodel.frames.columns import LEVELS
from perfmodel.model.declaration import VIEWS
from perfmodel.model.fields import CLASSES, Field, class_words, field_of, fields_of, keys_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.paths import object_at, order_of, span_at
from perfmodel.model.table import Project
from perfmodel.source.excerpt import visible
from perfmodel.spreadsheets import heads
from perfmodel.strings.render import is_printed
from tests import field_pages, strategies
from tests.field_places import TABLE, FieldPlace, places, says_another
from tests.laws.test_xlsx import CELLS, opened, said
from tests.test_schema import accepts

PLACES = list(places())
FIELDS = [field for kind in CLASSES for field in fields_of(kind)]
# Each is a law over sixty places, so that a tenth of the examples for each is plenty for all.
few = settings(max_examples=max(1, settings().max_examples // 10))
each_place = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
each_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.subject)


def contents(place: FieldPlace) -> st.SearchStrategy[Any]:
    """What may be put into a field so that its object says something else."""
    field = place.field
    before = getattr(place.owner, field.name)
    if field.kind == "category_text":
        level = int(field.name.removesuffix("_text")[-1])
        drawn: st.SearchStrategy[Any] = strategies.categories(level).map(lambda found: found[1]).filter(bool)
    elif field.kind == "ordinal":
        # A number that an indicator's place gives is not written: the first indicator's is 1.
        drawn = st.integers(2, 999)
    elif field.subject == "Project.spender":
        # The form prints it in brackets behind the name, where it is known as one of the table's bodies.
        drawn = st.sampled_from([TABLE.unit, TABLE.sections[0].name])
    elif field.subject == "Indicator.operator":
        # What a sign says is seen in the targets that it stands beside.
        drawn = st.sampled_from(["定性", "定量", "正向", "反向指标", "见说明"])
    else:
        drawn = strategies.contents(field)
    return drawn.filter(lambda value: value != before and says_another(value, before))


def with_content(test: Callable[[FieldPlace, Any], None]) -> Callable[[FieldPlace], None]:
    """Run a test with several contents of a place."""

    @each_place
    @few
    @given(data=st.data())
    def law(place: FieldPlace, data: st.DataObject) -> None:
        test(place, data.draw(contents(place)))

    return cast("Callable[[FieldPlace], None]", law)


def stands_in(place: FieldPlace, has_place: Callable[[Field], bool]) -> bool:
    """Whether a way has a place for a field, and for the objects that lead to it."""
    return has_place(place.field) and all(has_place(step) for step in place.outer if step.kind == "object")


@with_content
def test_files_keep_it(place: FieldPlace, value: Any) -> None:
    table = place.holding(value)
    for keys in ("en", "zh"):
        for meanings in (False, True):
            for back in (from_yaml(to_yaml(table, keys, meanings)), from_json(to_json(table, keys, None, meanings))):
                assert back == table
                assert object_at(back, place.path) == value


@with_content
def test_a_file_of_its_object_alone_keeps_it(place: FieldPlace, value: Any) -> None:
    alone = place.shown(place.holding(value))
    assert from_yaml(to_yaml(alone)) == alone
    assert from_json(to_json(alone, keys="zh")) == alone


@with_content
def test_records_keep_it(place: FieldPlace, value: Any) -> None:
    if stands_in(place, lambda field: field.declaration.column is not None):
        table = place.holding(value)
        for level in LEVELS[:2] if place.of_steps(Indicator) else LEVELS:
            for lang in ("en", "zh"):
                assert object_at(from_records(table.to_records(level, lang)), place.path) == value


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
def test_frames_keep_all_of_it(library: str) -> None:
    pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
    for place in PLACES:
        if stands_in(place, lambda field: field.declaration.column is not None):
            value = example(place)
            frame = getattr(place.holding(value), f"to_{library}")()
            assert object_at(from_records(frame), place.path) == value


@with_content
def test_copies_keep_it(place: FieldPlace, value: Any) -> None:
    table = place.holding(value)
    for made in (pickle.loads(pickle.dumps(table)), copy.copy(table), copy.deepcopy(table)):
        assert made == table
        assert hash(made) == hash(table)
        assert object_at(made, place.path) == value
    assert (table != place.without(value)) is place.field.counts


@with_content
def test_text_keeps_it_or_refuses_it(place: FieldPlace, value: Any) -> None:
    field = place.field
    if not (field.counts and field.declaration.content) or place.path == "sections":
        return  # how something was printed, which the text itself says
    value = value[:1] if field.kind == "texts" else value  # of what was not read, none can say where one text ends
    try:
        text = render_table(place.holding(value), width=None)
    except ValueError as error:
        # Refused by its name, since the form has no place for it.
        assert not stands_in(place, is_printed), error
        assert any(step.name in str(error) for step in (*place.outer, field))
        return
    assert stands_in(place, is_printed)
    assert object_at(parse_table(text), place.path) == value


@each_place
def test_spreadsheets_show_it(place: FieldPlace) -> None:
    if not stands_in(place, lambda field: field.declaration.width is not None) or place.field.kind in (
        "object",
        "objects",
    ):
        return
    kind = Indicator if place.of_steps(Indicator) else Project
    if not place.of_steps(kind):
        return  # a sheet has rows of projects and indicators; the table's own lines stand above them
    inside = place.path.partition("indicators[0]." if kind is Indicator else "projects[0].")[2]
    head = next(
        head for head in (heads.INDICATOR if kind is Indicator else heads.PROJECT) if ".".join(head.path) == inside
    )
    value = example(place)
    own = ("", "资金", field_of(Project, "indicators").zh)
    name = head.name if head.group in own else head.group + head.name
    rows = said(opened(place.holding(value)).active)
    expected = getattr(value, "label", value) if place.field.kind == "category" else CELLS[place.field.kind](value)
    assert expected in [row.get(name) for row in rows]


@with_content
def test_compare_sees_it(place: FieldPlace, value: Any) -> None:
    field = place.field
    if not field.declaration.content or field.kind in ("object", "objects"):
        return  # how it was printed; or an object, whose own fields are seen
    if field.kind in ("texts", "pairs"):
        value = value[:1]  # each is a change of its own
    if field.name == "name":
        # An object of quite another name, or with another number in it, is another object.
        value = place.owner.name + next((char for char in value if "一" <= char <= "龥"), "续")
    old, new = place.without(value), place.holding(value)
    for one, other in ((old, new), (new, old)):
        changes = list(compare(one, other, as_result=False))
        for path in (path for change in changes for path in (change.path_old, change.path_new) if path is not None):
            # An indicator in another category has moved, an item of a list is added: at the place, around it or in it.
            assert (
                path == place.path
                or place.path.startswith(f"{path}.")
                or path.startswith((f"{place.path}.", f"{place.path}["))
            )
        assert len(changes) == 1


@with_content
def test_views_show_it(place: FieldPlace, value: Any) -> None:
    if place.field.kind in ("object", "objects"):
        return  # their own fields are shown
    table = place.holding(value)
    before = place.without(value)
    for lang in ("zh", "en"):
        for view in VIEWS:
            if stands_in(place, lambda field: view in field.declaration.views):  # noqa: B023 -- called at once
                shown = _shown(place.shown(table), view, lang)
                assert shown != _shown(place.shown(before), view, lang)
                for text in _texts(place.field, value):
                    assert text in shown or choice_name(value, lang) in shown


def _shown(obj: Any, view: str, lang: str) -> str:
    made = show(obj, lang)
    if view == "html":
        return html.unescape(made._repr_html_())
    if view == "text":
        return str(made)
    console = Console(file=io.StringIO(), width=2000, legacy_windows=False)
    console.print(made)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def _texts(field: Field, value: Any) -> list[str]:
    """What of a content can be seen in any view: the beginning of its text, for one may be too long for a line."""
    if field.kind in ("text", "prose", "category_text"):
        return [visible(value[:9])]
    if field.kind in ("amount", "number"):
        return [f"{value:f}"]
    if field.kind == "texts":
        return [visible(text[:9]) for text in value[:1]]
    return [value.label] if field.kind == "category" else []


def example(place: FieldPlace) -> Any:
    """The same content of a place, whenever it is asked for."""
    found: list[Any] = []

    @settings(max_examples=1, database=None, derandomize=True)
    @given(contents(place))
    def take(value: Any) -> None:
        found.append(value)

    take()
    return found[-1]


@each_place
def test_paths_find_it(place: FieldPlace) -> None:
    value = example(place)
    table = place.holding(value)
    assert object_at(table, place.path) == value
    assert span_at(table, place.path) is None
    assert span_at(from_yaml(to_yaml(table)), place.path) is not None


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_paths_sort_in_the_order_of_the_fields(kind: type) -> None:
    names = [field.name for field in fields_of(kind)]
    assert sorted(sorted(names), key=order_of) == names


@each_field
def test_it_has_words_and_a_schema(field: Field) -> None:
    assert field.name.isascii()
    assert not field.zh.isascii()
    assert field.en.isascii()
    assert field.en != field.name
    if not field.declaration.in_files:
        return
    assert all(field.about), "data/fields.json says nothing about it"
    schema = json_schema()["$defs"]
    assert schema[field.subject]["title"] == f"{field.zh} / {field.name}"
    assert all(text in schema[field.subject]["description"] for text in field.about)
    assert {field.name, field.zh} <= schema[field.owner.__name__]["properties"].keys()


@each_place
def test_the_schema_takes_it(place: FieldPlace) -> None:
    table = place.holding(example(place))
    assert accepts(to_yaml(table))
    assert accepts(to_yaml(table, keys="zh", meanings=True))


def test_every_class_is_reached_and_every_word_is_of_a_field() -> None:
    assert {TargetTable, *(step.item for place in PLACES for step in place.outer)} == set(CLASSES)
    words = load("fields.json")
    for kind in CLASSES:
        assert all(class_words(kind))
        assert set(words[kind.__name__]) <= {"", *(field.name for field in fields_of(kind))}
    assert set(words) == {kind.__name__ for kind in CLASSES} | {"file", "meaning"}


def test_keys_that_no_attribute_stands_behind_are_written_and_read() -> None:
    sections = [TABLE.sections[0], TABLE.sections[0].__class__("另一中心", projects=[Project("差旅费")])]
    table = TargetTable(TABLE.title, sections=sections)
    assert from_yaml(to_yaml(table)) == table
    for field in FIELDS:
        if not field.attribute:
            owner = to_plain(table) if field.owner is TargetTable else to_plain(table)["projects"][0]
            assert owner[field.name]
    assert [key.name for key in keys_of(Project) if not key.attribute] == ["section"]


def test_the_reference_pages_are_current() -> None:
    """`python -m tests.field_pages` writes them anew."""
    for name, text in field_pages.pages().items():
        assert (field_pages.FOLDER / name).read_text(encoding="utf-8") == text, name


@each_field
def test_the_reference_pages_have_it(field: Field) -> None:
    for name in ("fields.md", "fields.zh.md"):
        page = (field_pages.FOLDER / name).read_text(encoding="utf-8")
        section = page.partition(f"\n## {field.owner.__name__}\n")[2].partition("\n## ")[0]
        assert f"| `{field.name}` |" in section
