"""From nodes to the model: the schema decides what each value is, and every error has its place and path."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, NoReturn

from attrs import frozen

from perfmodel.errors import ParseError
from perfmodel.formats.nodes import Mapping, Node, Scalar, Sequence
from perfmodel.formats.schema import KIND, KINDS, MEANING_KEYS, kind_of, section_names
from perfmodel.model.category import Category
from perfmodel.model.fields import Field, keys_of
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.characters import fold
from perfmodel.source.place import Place
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["Builder", "says"]

_AMOUNT = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,40})(?:\.[0-9]{0,40})?")
_ORDINAL = re.compile(r"[0-9]{1,9}")
_FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_MEANINGS = {zh: name for name, zh in MEANING_KEYS.items()}
# What is expected under a key, in both languages.
_NUMBERS = {
    "amount": ("金额", "an amount"),
    "ordinal": ("序号（整数）", "an ordinal (an integer)"),
    "flag": ("true 或 false", "true or false"),
}


class Builder:
    """Builds one object of the model from the nodes of a source."""

    def __init__(self, source: Source, lang: str) -> None:
        self.source = source
        self.lang = lang
        # What a table says again and again is made once: these are values, and nothing tells two of them apart.
        self._targets: dict[str, Target] = {}
        self._categories: dict[tuple[str, str], tuple[Category, bool]] = {}

    def fail(self, path: str, span: Span, zh: str, en: str) -> NoReturn:
        """Raise the error for a place."""
        raise ParseError(zh, en, self.source.text, span, path, self.source.name, self.lang)

    def too_many(self, node: Node, most: int) -> NoReturn:
        """Raise the error for the first node that a file must not have."""
        self.fail("", node.span, f"值过多：多于 {most} 个", f"too many values: more than {most}")

    def build(self, node: Node, kind: type | None = None) -> Any:
        """Build the object that a file holds; ``kind`` says which, else its keys do."""
        mapping = self._mapping_of(node, "")
        for at, (key, value) in enumerate(mapping.pairs):
            if key.text in KIND:
                if not isinstance(value, Scalar) or not any(value.text in names for names in KINDS.values()):
                    shown = "、".join(names[0] for names in KINDS.values())
                    self.fail(KIND[0], value.span, f"应为 {shown} 之一", f"expected one of {shown}")
                named = next(found for found, names in KINDS.items() if value.text in names)
                if kind is not None and kind is not named:
                    self.fail(KIND[0], value.span, f"应为 {KINDS[kind][1]}", f"expected {KINDS[kind][0]}")
                kind = named
                content = mapping.content
                mapping = Mapping([*content[: 2 * at], *content[2 * at + 2 :]], mapping.start, mapping.end)
                break
        if kind is None:
            kind = kind_of({key.text for key, _value in mapping.pairs})
        if kind is TargetTable:
            return self._table(mapping)
        return self._object(kind, mapping, "")

    def _mapping_of(self, node: Node, path: str) -> Mapping:
        if isinstance(node, Mapping):
            return node
        if _is_null(node):
            return Mapping([], node.start, node.end)
        return self.fail(
            path, node.span, f"应为“键: 值”，却是{_shown(node)}", f"expected a mapping, got {_shown(node, 'en')}"
        )

    def _values(self, kind: type, mapping: Mapping, path: str) -> dict[_Reading, Node]:
        """Return the values by their key; an unknown key or one that stands twice is an error."""
        known = _fields(kind)
        values: dict[_Reading, Node] = {}
        content: list[Any] = mapping.content
        for at in range(0, len(content), 2):
            name = content[at]
            field = known.get(name.text)
            if field is None:
                self._unknown(kind, name, path)
            if field in values:
                self.fail(_join(path, field.key.name), name.span, "键重复", "duplicate key")
            values[field] = content[at + 1]
        return values

    def _unknown(self, kind: type, name: Scalar, path: str) -> NoReturn:
        import difflib

        close = difflib.get_close_matches(name.text[:80], _fields(kind), 1)
        names = [key.name for key in keys_of(kind)]
        hint_zh = f"；是不是 {close[0]}？" if close else f"；这里可以有 {'、'.join(names)}"
        hint_en = f"; did you mean {close[0]}?" if close else f"; known: {', '.join(names)}"
        self.fail(_join(path, name.text), name.span, f"不认识的键{hint_zh}", f"unknown key{hint_en}")

    def _object(self, kind: type, mapping: Mapping, path: str) -> Any:
        values = self._values(kind, mapping, path)
        fields = self._read(values, path)
        fields.pop("section", None)
        made = self._make(kind, fields, self._place(mapping, values), path)
        for field, node in values.items():
            if isinstance(node, Mapping) and field.key.kind == "target":
                # Only now is the unit known that the target is counted in.
                name = field.key.name
                self._agree(getattr(made, name), node, _join(path, name))
        return made

    def _read(self, values: dict[_Reading, Node], path: str) -> dict[str, Any]:
        """Return the constructor's arguments; none where the value is empty."""
        fields: dict[str, Any] = {}
        for field, node in values.items():
            if not _is_null(node):
                field.read(self, fields, field.key, node, path)
        return fields

    def _place(self, mapping: Mapping, values: dict[_Reading, Node]) -> Place:
        parts = [(field.key.name, node.start, node.end) for field, node in values.items()]
        return Place(mapping.start, mapping.end, tuple(parts))

    def _make(self, kind: type, fields: dict[str, Any], place: Place, path: str) -> Any:
        try:
            return kind(**fields, place=place)
        except (TypeError, ValueError) as error:
            zh, _, en = str(error).partition(" / ")
            self.fail(path, place.span, zh, en or zh)

    def _read_text(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read one line of text, or one of the few that the field takes."""
        text = fields[key.name] = self._text(node, path, key.name)
        choices = key.declaration.choices
        if choices and text not in choices:
            shown = "、".join(choices)
            self.fail(_join(path, key.name), node.span, f"应为 {shown} 之一", f"expected one of {shown}")

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
            node = self._target_text(node, _join(path, key.name))
        text = self._scalar(node, path, key.name, "指标值", "a target value")
        target = self._targets.get(text)
        if target is None:
            target = self._targets[text] = Target(text)
        fields[key.name] = target

    def _read_number(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read an amount, an ordinal or a flag."""
        zh, en = _NUMBERS.get(key.kind) or (f"{key.zh}（数字）", "a number")
        text = fold(self._scalar(node, path, key.name, zh, en)).strip()
        if key.kind in ("amount", "number") and _AMOUNT.fullmatch(text):
            fields[key.name] = Decimal(text.replace(",", ""))
        elif key.kind == "ordinal" and _ORDINAL.fullmatch(text):
            fields[key.name] = int(text)
        elif key.kind == "flag" and text.lower() in _FLAGS:
            fields[key.name] = _FLAGS[text.lower()]
        else:
            self.fail(
                _join(path, key.name), node.span,
                f"应为{zh}，却是 {_shown(node)}",
                f"expected {en}, got {_shown(node, 'en')}",
            )  # fmt: skip

    def _read_pairs(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read further fields."""
        path = _join(path, key.name)
        found: dict[str, str] = {}
        for name, value in self._mapping_of(node, path).pairs:
            label = self._text(name, path)
            if label in found or not label:
                self.fail(_join(path, label), name.span, "键重复或为空", "duplicate or empty key")
            found[label] = self._text(value, path, label)
        fields[key.name] = tuple(found.items())

    def _read_texts(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read a list of texts."""
        path = _join(path, key.name)
        fields[key.name] = tuple(self._text(item, f"{path}[{at}]") for at, item in enumerate(self._items(node, path)))

    def _read_object(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read an object of the class that the key names."""
        path = _join(path, key.name)
        fields[key.name] = self._object(key.item, self._mapping_of(node, path), path)

    def _read_objects(self, fields: dict[str, Any], key: Field, node: Node, path: str) -> None:
        """Read a list of objects of one class."""
        path = _join(path, key.name)
        found = []
        for at, item in enumerate(self._items(node, path)):
            inner = f"{path}[{at}]"
            found.append(self._object(key.item, self._mapping_of(item, inner), inner))
        fields[key.name] = tuple(found)

    def _target_text(self, node: Node, path: str) -> Node:
        """Return the text of a target that stands with its meaning, or what stands there alone."""
        if not isinstance(node, Mapping):
            return node
        texts = [value for name, value in node.pairs if name.text in ("text", MEANING_KEYS["text"])]
        if len(texts) != 1:
            self.fail(path, node.span, "应有一个 text（原文）", "expected the target's text under the key text")
        return texts[0]

    def _agree(self, target: Target, node: Mapping, path: str) -> None:
        """Refuse a meaning that its text contradicts; what it leaves out is open."""
        meaning = target.to_plain() | {"text": target.text}
        self._compare(meaning, node, path, target.text)

    def _compare(self, meant: Any, node: Node, path: str, text: str) -> None:
        if isinstance(meant, dict) and isinstance(node, Mapping):
            seen: set[str] = set()
            for name, value in node.pairs:
                key = _MEANINGS.get(name.text, name.text)
                if key not in MEANING_KEYS or key in seen:
                    self.fail(_join(path, name.text), name.span, "不认识或重复的键", "unknown or duplicate key")
                seen.add(key)
                self._compare(meant.get(key), value, _join(path, key), text)
        elif isinstance(meant, list) and isinstance(node, Sequence) and len(meant) == len(node.items):
            for at, (item, inner) in enumerate(zip(meant, node.items, strict=True)):
                self._compare(item, inner, f"{path}[{at}]", text)
        elif not (isinstance(node, Scalar) and says(node.joined, meant)):
            said = "没有这一项" if meant is None else f"是 {meant}"
            said_en = "nothing" if meant is None else str(meant)
            self.fail(
                path, node.span,
                f"与原文“{text}”不符：写的是 {_shown(node)}，原文{said}",
                f"contradicts the text “{text}”: got {_shown(node, 'en')}, the text says {said_en}",
            )  # fmt: skip

    def _scalar(self, node: Node, path: str, name: str = "", zh: str = "文字", en: str = "text") -> str:
        """Return the text of a scalar; ``path`` and ``name`` together are where it stands."""
        if isinstance(node, Scalar):
            return node.joined if node.style else node.text
        path = _join(path, name) if name else path
        return self.fail(path, node.span, f"应为{zh}，却是{_shown(node)}", f"expected {en}, got {_shown(node, 'en')}")

    def _text(self, node: Node, path: str, name: str = "") -> str:
        text = self._scalar(node, path, name)
        # Every line end is a blank, so that one that is left stands inside; none is printable.
        if text != text.strip() or not (text.isprintable() or len(text.splitlines()) <= 1):
            path = _join(path, name) if name else path
            self.fail(path, node.span, "应为一行文字，首尾无空白", "expected one line of text without outer blanks")
        return text

    def _items(self, node: Node, path: str) -> list[Node]:
        if not isinstance(node, Sequence):
            self.fail(path, node.span, f"应为列表，却是{_shown(node)}", f"expected a list, got {_shown(node, 'en')}")
        return node.items

    def _table(self, mapping: Mapping) -> TargetTable:
        values = self._values(TargetTable, mapping, "")
        nodes = {field.key.name: node for field, node in values.items()}
        projects = nodes.get("projects")
        fields = self._read({field: node for field, node in values.items() if field.key.name != "projects"}, "")
        if projects is not None and not (isinstance(projects, Scalar) and projects.text in _NULLS):
            fields["sections"] = self._sections(fields.get("sections", ()), projects)
        fields["source"] = self.source
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
                known = "、".join(found for found in named if found)
                self.fail(
                    f"{path}.section",
                    mapping.span if place is None else place.span,
                    f"应为 sections 中的单位：{known}",
                    f"expected one of the sections: {known}",
                )
            projects[named[name]].append(project)
        return tuple(
            Section(section.name, section.funding, tuple(found), section.place)
            for section, found in zip(sections, projects, strict=True)
        )


def says(written: str, meant: Any) -> bool:
    """Whether a scalar says what a meaning's plain value does; a number may have other digits.

    >>> says("90.00", "90"), says("true", True), says("95", "90")
    (True, True, False)
    """
    if isinstance(meant, bool):
        return _FLAGS.get(written.lower()) is meant
    if not isinstance(meant, str):
        return False
    numbers = _AMOUNT.fullmatch(written) and _AMOUNT.fullmatch(meant)
    return written == meant or bool(numbers and Decimal(written.replace(",", "")) == Decimal(meant))


Reader = Callable[[Builder, dict[str, Any], Field, Node, str], None]


@frozen(eq=False)
class _Reading:
    """A key, and how what stands under it is read."""

    key: Field
    read: Reader


_READERS: dict[str, Reader] = {
    "text": Builder._read_text,
    "prose": Builder._read_text,
    "category": Builder._read_category,
    "target": Builder._read_target,
    "pairs": Builder._read_pairs,
    "texts": Builder._read_texts,
    **dict.fromkeys(("amount", "number", "ordinal", "flag"), Builder._read_number),
    "object": Builder._read_object,
    "objects": Builder._read_objects,
}


@cache
def _fields(kind: type) -> dict[str, _Reading]:
    """The keys of a class by their names in both languages."""
    found: dict[str, _Reading] = {}
    for key in keys_of(kind):
        found[key.name] = found[key.zh] = _Reading(key, _READERS[key.kind])
    return found


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.style and node.text in _NULLS


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(node: Node, lang: str = "zh") -> str:
    if isinstance(node, Scalar):
        text = node.text if len(node.text) <= 40 else node.text[:39] + "…"
        return f'"{text}"'
    if isinstance(node, Sequence):
        return "a list" if lang == "en" else "列表"
    return "a mapping" if lang == "en" else "“键: 值”"
