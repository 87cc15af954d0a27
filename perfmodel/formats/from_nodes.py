"""From nodes to the model: the schema decides what each value is, and every error has its place and path."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, NoReturn

from attrs import evolve, frozen

from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel._internal.messages import Words, did_you_mean, in_languages, mismatch, one_of
from perfmodel.formats.meaning_check import AMOUNT_TEXT, FLAG_VALUES, require_agreement, text_beside_meaning
from perfmodel.formats.nodes import EXPECTED_MAPPING, Mapping, Node, Scalar, Sequence, cut, join, shown
from perfmodel.formats.schema import FILE_KINDS, KIND_KEY, kind_of, section_names
from perfmodel.formats.source_errors import SourceErrors
from perfmodel.model.category import Category
from perfmodel.model.fields import Field, keys_of
from perfmodel.model.funding import Funding
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target, target_of
from perfmodel.model.validators import EXPECTED_LINE
from perfmodel.source.characters import fold
from perfmodel.source.place import Place
from perfmodel.source.span import Span

__all__ = ["ModelBuilder"]

_ORDINAL = re.compile(r"[0-9]{1,9}")
_NULL_SCALARS = frozenset(("", "~", "null", "Null", "NULL"))
# What is expected under a key, in both languages.
_EXPECTED_NUMBERS = {
    "amount": ("金额", "an amount"),
    "ordinal": ("序号（整数）", "an ordinal (an integer)"),
    "flag": one_of(["true", "false"]),
}


# Classes of which reading the nodes has asked all that their validators would.
_UNCHECKED: dict[type, Callable[..., Any]] = {Funding: unchecked_constructor(Funding)}


class ModelBuilder:
    """Builds a table, a project or an indicator from the nodes of a source; what is wrong there raises `ParseError`."""

    def __init__(self, errors: SourceErrors) -> None:
        self.errors = errors
        # What a table says again and again is made once: these are values, and nothing tells two of them apart.
        self._targets: dict[str, Target] = {}
        self._categories: dict[tuple[str, str], tuple[Category, bool]] = {}

    def fail(self, path: str, span: Span, zh: str, en: str) -> NoReturn:
        """Raise the error for a place."""
        self.errors.fail(path, span, zh, en)

    def build(self, node: Node, kind: type | None = None) -> Any:
        """Build the object that a file holds; ``kind`` says which, else its keys do."""
        mapping = self._mapping_of(node, "")
        for at, (key, value) in enumerate(mapping.pairs):
            if key.text in KIND_KEY:
                if not isinstance(value, Scalar) or not any(value.text in names for names in FILE_KINDS.values()):
                    self._fail_kind(KIND_KEY[0], value, one_of(names[0] for names in FILE_KINDS.values()))
                named = next(found for found, names in FILE_KINDS.items() if value.text in names)
                if kind is not None and kind is not named:
                    expected = FILE_KINDS[kind]
                    self._fail_kind(KIND_KEY[0], value, (f"“{expected[1]}”", f"“{expected[0]}”"))
                kind = named
                content = mapping.content
                mapping = Mapping([*content[: 2 * at], *content[2 * at + 2 :]], mapping.start, mapping.end)
                break
        if kind is None:
            kind = kind_of({key.text for key, _value in mapping.pairs})
        if next((key.text in _chinese_keys(kind) for key, _value in mapping.pairs if key.text in _fields(kind)), False):
            self.errors = evolve(self.errors, chinese_keys_of=kind)
        if kind is TargetTable:
            return self._table(mapping)
        return self._object(kind, mapping, "")

    def _mapping_of(self, node: Node, path: str) -> Mapping:
        if isinstance(node, Mapping):
            return node
        if _is_null(node):
            return Mapping([], node.start, node.end)
        self._fail_for_slip(node, path)
        return self._fail_kind(path, node, EXPECTED_MAPPING)

    def _fail_kind(self, path: str, node: Node, expected: Words) -> NoReturn:
        """Raise the error for a node that is not what was expected in its place."""
        self.fail(path, node.span, *mismatch(expected, (shown(node), shown(node, "en"))))

    def _values(self, kind: type, mapping: Mapping, path: str) -> dict[_Reading, Node]:
        """Return the values by their key; an unknown key or a repeated one is an error."""
        known = _fields(kind)
        values: dict[_Reading, Node] = {}
        content: list[Any] = mapping.content
        for at in range(0, len(content), 2):
            name = content[at]
            field = known.get(name.text)
            if field is None:
                self._unknown(kind, name, path)
            if field in values:
                self.fail(
                    join(path, field.key.name), name.span, f"键名“{name.text}”重复", f"duplicate key “{name.text}”"
                )
            values[field] = content[at + 1]
        return values

    def _unknown(self, kind: type, name: Scalar, path: str) -> NoReturn:
        import difflib

        self._fail_for_slip(name, path, of_key=True)
        close = difflib.get_close_matches(name.text[:80], _fields(kind), 1)
        keys = "en" if self.errors.chinese_keys_of is None else "zh"
        zh, en = did_you_mean(close, [key.key(keys) for key in keys_of(kind)])
        key = cut(name.text)
        self.fail(join(path, name.text), name.span, f"未知键名“{key}”{zh}", f"unknown key “{key}”{en}")

    def _fail_for_slip(self, node: Node, path: str, of_key: bool = False) -> None:
        """Raise the error of a slip by which a node is not what stands in its place, if it is known."""
        from perfmodel.formats.yaml_slips import slip_in_key, slip_in_value  # most files have none

        text = self.errors.source.text
        slip = slip_in_key(node) if of_key and isinstance(node, Scalar) else slip_in_value(node, text)
        if slip is not None:
            self.fail(path, slip.span, slip.zh, slip.en)

    def _object(self, kind: type, mapping: Mapping, path: str) -> Any:
        values = self._values(kind, mapping, path)
        fields = self._read(values, path)
        fields.pop("section", None)
        made = self._make(kind, fields, self._place(mapping, values), path)
        for field, node in values.items():
            if isinstance(node, Mapping) and field.key.kind == "target":
                # Only now is the unit known that the target is counted in.
                name = field.key.name
                require_agreement(self.errors, getattr(made, name), node, join(path, name))
        return made

    def _read(self, values: dict[_Reading, Node], path: str) -> dict[str, Any]:
        """Return the constructor's arguments; none where the value is empty."""
        fields: dict[str, Any] = {}
        for field, node in values.items():
            if not _is_null(node):
                field.read(self, fields, field.key, node, path)
        return fields

    def _place(self, mapping: Mapping, values: dict[_Reading, Node]) -> Place:
        parts = [(field.name, node.start, node.end) for field, node in values.items()]
        return Place(mapping.start, mapping.end, tuple(parts))

    def _make(self, kind: type, fields: dict[str, Any], place: Place, path: str) -> Any:
        make = _UNCHECKED.get(kind, kind)
        try:
            return make(**fields, place=place)
        except (TypeError, ValueError) as error:
            self.fail(path, place.span, *in_languages(str(error)))

    def _read_text(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read one line of text."""
        name = key.name
        fields[name] = self._text(node, path, name)

    def _read_choice(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read one of the few texts that the field takes."""
        self._read_text(fields, key, node, path)
        choices = key.declaration.choices
        if fields[key.name] not in choices:
            self._fail_kind(join(path, key.name), node, one_of(choices))

    def _read_category(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read a category, and how it is written where that is not its label."""
        text = self._text(node, path, key.name)
        known = self._categories.get((key.name, text))
        if known is None:
            category = Category.read(text, key.level)
            known = self._categories[key.name, text] = (category, text != category.label)
        fields[key.name], other = known
        if other:
            fields[f"{key.name}_text"] = text

    def _read_target(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read a target's text; its meaning, if there is one, is looked at when the indicator is made."""
        if not isinstance(node, Scalar):
            node = text_beside_meaning(self.errors, node, join(path, key.name))
        text = self._scalar(node, path, key.name, "指标值", "a target value")
        target = self._targets.get(text)
        if target is None:
            target = self._targets[text] = target_of(text)
        fields[key.name] = target

    def _read_number(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read an amount, an ordinal or a flag."""
        kind = key.kind
        zh, en = _EXPECTED_NUMBERS.get(kind) or (f"{key.zh}（数字）", "a number")
        text = fold(self._scalar(node, path, key.name, zh, en)).strip()
        if kind in ("amount", "number") and AMOUNT_TEXT.fullmatch(text):
            fields[key.name] = Decimal(text.replace(",", ""))
        elif kind == "ordinal" and _ORDINAL.fullmatch(text):
            fields[key.name] = int(text)
        elif kind == "flag" and text.lower() in FLAG_VALUES:
            fields[key.name] = FLAG_VALUES[text.lower()]
        else:
            self._fail_kind(join(path, key.name), node, (zh, en))

    def _read_pairs(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read further fields."""
        path = join(path, key.name)
        found: dict[str, str] = {}
        for name, value in self._mapping_of(node, path).pairs:
            label = self._text(name, path)
            if label in found or not label:
                zh, en = (f"键名“{label}”重复", f"duplicate key “{label}”") if label else ("键名为空", "empty key")
                self.fail(join(path, label), name.span, zh, en)
            found[label] = self._text(value, path, label)
        fields[key.name] = tuple(found.items())

    def _read_texts(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read a list of texts."""
        path = join(path, key.name)
        fields[key.name] = tuple(self._text(item, f"{path}[{at}]") for at, item in enumerate(self._items(node, path)))

    def _read_object(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read an object of the class that the key names."""
        path = join(path, key.name)
        fields[key.name] = self._object(key.item, self._mapping_of(node, path), path)

    def _read_objects(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read a list of objects of one class."""
        path = join(path, key.name)
        found = []
        for at, item in enumerate(self._items(node, path)):
            inner = f"{path}[{at}]"
            found.append(self._object(key.item, self._mapping_of(item, inner), inner))
        fields[key.name] = tuple(found)

    def _scalar(self, node: Node, path: str, name: str = "", zh: str = "文本", en: str = "text") -> str:
        """Return the text of a scalar; ``path`` and ``name`` together are where it stands."""
        if isinstance(node, Scalar):
            return node.joined if node.style else node.text
        path = join(path, name) if name else path
        return self._fail_kind(path, node, (zh, en))

    def _text(self, node: Node, path: str, name: str = "") -> str:
        text = node.text if isinstance(node, Scalar) and not node.style else self._scalar(node, path, name)
        # Every line end is a blank, so that one that is left stands inside; none is printable.
        if text != text.strip() or not (text.isprintable() or len(text.splitlines()) <= 1):
            path = join(path, name) if name else path
            self._fail_kind(path, node, EXPECTED_LINE)
        return text

    def _items(self, node: Node, path: str) -> list[Node]:
        if not isinstance(node, Sequence):
            self._fail_for_slip(node, path)
            self._fail_kind(path, node, ("列表", "a list"))
        return node.items

    def _table(self, mapping: Mapping) -> TargetTable:
        values = self._values(TargetTable, mapping, "")
        nodes = {field.key.name: node for field, node in values.items()}
        projects = nodes.get("projects")
        fields = self._read({field: node for field, node in values.items() if field.key.name != "projects"}, "")
        if projects is not None and not (isinstance(projects, Scalar) and projects.text in _NULL_SCALARS):
            fields["sections"] = self._sections(fields.get("sections", ()), projects)
        fields["source"] = self.errors.source
        made: TargetTable = self._make(TargetTable, fields, self._place(mapping, values), "")
        return made

    def _sections(self, sections: tuple[Section, ...], node: Node) -> tuple[Section, ...]:
        """Put each project into its section: the one it names, or the only one there is."""
        sections = sections or (Section(),)
        named = {name: at for at, name in enumerate(section_names(sections))}
        projects: list[list[Project]] = [[] for _section in sections]
        for at, item in enumerate(self._items(node, "projects")):
            path = f"projects[{at}]"
            mapping = self._mapping_of(item, path)
            project = self._object(Project, mapping, path)
            place = next((value for key, value in mapping.pairs if key.text in ("section", "所属单位")), None)
            name = "" if place is None else self._text(place, path, "section")
            if len(sections) == 1 and not name:
                name = next(iter(named))
            if name not in named:
                expected = one_of(found for found in named if found)
                given = (f"“{cut(name)}”",) * 2 if name else ("空", "none")
                zh, en = mismatch((f"sections 中的{expected[0]}", f"a section: {expected[1]}"), given)
                self.fail(f"{path}.section", mapping.span if place is None else place.span, zh, en)
            projects[named[name]].append(project)
        return tuple(
            Section(section.name, section.funding, tuple(found), section.place)
            for section, found in zip(sections, projects, strict=True)
        )


Reader = Callable[[ModelBuilder, dict[str, Any], Field, Node, str], None]


@frozen(eq=False)
class _Reading:
    """A key, and how what stands under it is read."""

    key: Field
    name: str
    read: Reader


_NODE_READERS: dict[str, Reader] = {
    "text": ModelBuilder._read_text,
    "prose": ModelBuilder._read_text,
    "category": ModelBuilder._read_category,
    "target": ModelBuilder._read_target,
    "pairs": ModelBuilder._read_pairs,
    "texts": ModelBuilder._read_texts,
    **dict.fromkeys(("amount", "number", "ordinal", "flag"), ModelBuilder._read_number),
    "object": ModelBuilder._read_object,
    "objects": ModelBuilder._read_objects,
}


@cache
def _chinese_keys(kind: type) -> frozenset[str]:
    return frozenset(key.key("zh") for key in keys_of(kind))


@cache
def _fields(kind: type) -> dict[str, _Reading]:
    """The keys of a class by their names in both languages."""
    found: dict[str, _Reading] = {}
    for key in keys_of(kind):
        read = ModelBuilder._read_choice if key.declaration.choices else _NODE_READERS[key.kind]
        found[key.name] = found[key.zh] = _Reading(key, key.name, read)
    return found


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.style and node.text in _NULL_SCALARS
