"""From nodes to the model: the schema decides what each value is, and every error has its place and path."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NoReturn

from perfmodel.errors import ParseError
from perfmodel.formats.nodes import Mapping, Node, Scalar, Sequence
from perfmodel.formats.schema import KIND, KINDS, MEANING, SCHEMA, Key, kind_of, section_names
from perfmodel.model.category import Category
from perfmodel.model.table import CURRENCY_UNITS, Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.text import Place, Source, Span, fold

__all__ = ["Builder", "says"]

_AMOUNT = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,40})(?:\.[0-9]{0,40})?")
_ORDINAL = re.compile(r"[0-9]{1,9}")
_FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_NULLS = ("", "~", "null", "Null", "NULL")


class Builder:
    """Builds one object of the model from the nodes of a source."""

    def __init__(self, source: Source, lang: str) -> None:
        self.source = source
        self.lang = lang

    def fail(self, path: str, span: Span, zh: str, en: str) -> NoReturn:
        """Raise the error for a place."""
        raise ParseError(zh, en, self.source.text, span, path, self.source.name, self.lang)

    def build(self, node: Node, kind: type | None = None) -> Any:
        """Build the object that a file holds; ``kind`` says which, else its keys do."""
        mapping = self._mapping_of(node, "")
        pairs = mapping.pairs
        for at, (key, value) in enumerate(pairs):
            if key.text in (KIND.name, KIND.zh):
                if not isinstance(value, Scalar) or not any(value.text in names for names in KINDS.values()):
                    shown = "、".join(names[0] for names in KINDS.values())
                    self.fail(KIND.name, value.span, f"应为 {shown} 之一", f"expected one of {shown}")
                named = next(found for found, names in KINDS.items() if value.text in names)
                if kind is not None and kind is not named:
                    self.fail(KIND.name, value.span, f"应为 {KINDS[kind][1]}", f"expected {KINDS[kind][0]}")
                kind = named
                mapping = Mapping([*pairs[:at], *pairs[at + 1 :]], mapping.span)
                break
        if kind is None:
            kind = kind_of({key.text for key, _value in mapping.pairs})
        if kind is TargetTable:
            return self._table(mapping)
        return self._object(kind, mapping, "")

    def _mapping_of(self, node: Node, path: str) -> Mapping:
        if isinstance(node, Scalar) and node.plain and node.text in _NULLS:
            return Mapping([], node.span)
        if not isinstance(node, Mapping):
            self.fail(
                path, node.span, f"应为“键: 值”，却是{_shown(node)}", f"expected a mapping, got {_shown(node, 'en')}"
            )
        return node

    def _values(self, kind: type, mapping: Mapping, path: str) -> dict[str, tuple[Key, Node]]:
        """Return the values by their key's English name; an unknown key or one that stands twice is an error."""
        known = {name: key for key in SCHEMA[kind] for name in (key.name, key.zh)}
        values: dict[str, tuple[Key, Node]] = {}
        for name, value in mapping.pairs:
            key = known.get(name.text)
            if key is None:
                import difflib

                close = difflib.get_close_matches(name.text[:80], known, 1)
                hint_zh = (
                    f"；是不是 {close[0]}？" if close else f"；这里可以有 {'、'.join(key.name for key in SCHEMA[kind])}"
                )
                hint_en = (
                    f"; did you mean {close[0]}?"
                    if close
                    else f"; known: {', '.join(key.name for key in SCHEMA[kind])}"
                )
                self.fail(_join(path, name.text), name.span, f"不认识的键{hint_zh}", f"unknown key{hint_en}")
            if key.name in values:
                self.fail(_join(path, key.name), name.span, "键重复", "duplicate key")
            values[key.name] = (key, value)
        return values

    def _object(self, kind: type, mapping: Mapping, path: str, drop: tuple[str, ...] = ()) -> Any:
        values = self._values(kind, mapping, path)
        fields: dict[str, Any] = {}
        parts: list[tuple[str, int, int]] = []
        for name, (key, node) in values.items():
            parts.append((name, node.span.start, node.span.end))
            if name not in drop:
                fields.update(self._field(key, node, _join(path, name)))
        place = Place(mapping.span.start, mapping.span.end, tuple(parts))
        fields.pop("section", None)
        made = self._make(kind, fields, place, path)
        for name, (key, node) in values.items():
            if key.type == "target" and isinstance(node, Mapping):
                # Only now is the unit known that the target is counted in.
                self._agree(getattr(made, name), node, _join(path, name))
        return made

    def _make(self, kind: type, fields: dict[str, Any], place: Place, path: str) -> Any:
        try:
            return kind(**fields, place=place)
        except (TypeError, ValueError) as error:
            zh, _, en = str(error).partition(" / ")
            self.fail(path, place.span, zh, en or zh)

    def _field(self, key: Key, node: Node, path: str) -> dict[str, Any]:
        """Return the constructor's arguments for a key; nothing where the value is empty."""
        if isinstance(node, Scalar) and node.plain and node.text in _NULLS:
            return {}
        if key.type == "category":
            text = self._text(node, path)
            category = Category.read(text, int(key.name[-1]))
            return {key.name: category} | ({f"{key.name}_text": text} if text != category.label else {})
        return {key.name: self._value(key, node, path)}

    def _value(self, key: Key, node: Node, path: str) -> Any:
        if key.type == "pairs":
            return self._pairs(node, path)
        if key.type == "texts":
            items = self._items(node, path)
            return tuple(self._text(item, f"{path}[{at}]") for at, item in enumerate(items))
        if isinstance(key.type, list):
            kind = key.type[0]
            return tuple(
                self._object(kind, self._mapping_of(item, f"{path}[{at}]"), f"{path}[{at}]")
                for at, item in enumerate(self._items(node, path))
            )
        if isinstance(key.type, type):
            return self._object(key.type, self._mapping_of(node, path), path)
        if key.type == "target":
            return Target(self._scalar(self._target_text(node, path), path, "指标值", "a target value"))
        if key.type == "text":
            return self._text(node, path)
        return self._number(key, node, path)

    def _target_text(self, node: Node, path: str) -> Node:
        """Return the text of a target that stands with its meaning, or what stands there alone."""
        if not isinstance(node, Mapping):
            return node
        texts = [value for name, value in node.pairs if name.text in ("text", MEANING["text"])]
        if len(texts) != 1:
            self.fail(path, node.span, "应有一个 text（原文）", "expected the target's text under the key text")
        return texts[0]

    def _agree(self, target: Target, node: Mapping, path: str) -> None:
        """Refuse a meaning that its text contradicts; what it leaves out is open."""
        meaning = target.to_plain() | {"text": target.text}
        self._compare(meaning, node, path, target.text)

    def _compare(self, meant: Any, node: Node, path: str, text: str) -> None:
        if isinstance(meant, dict) and isinstance(node, Mapping):
            names = {zh: name for name, zh in MEANING.items()}
            seen: set[str] = set()
            for name, value in node.pairs:
                key = names.get(name.text, name.text)
                if key not in MEANING or key in seen:
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

    def _number(self, key: Key, node: Node, path: str) -> Any:
        """Return an amount, an ordinal or a flag."""
        words = {
            "amount": (
                "金额" if key.name != "weight" else "权重（数字）",
                "an amount" if key.name != "weight" else "a number",
            ),
            "ordinal": ("序号（整数）", "an ordinal (an integer)"),
            "flag": ("true 或 false", "true or false"),
        }[key.type]
        text = fold(self._scalar(node, path, *words)).strip()
        if key.type == "amount" and _AMOUNT.fullmatch(text):
            return Decimal(text.replace(",", ""))
        if key.type == "ordinal" and _ORDINAL.fullmatch(text):
            return int(text)
        if key.type == "flag" and text.lower() in _FLAGS:
            return _FLAGS[text.lower()]
        return self.fail(
            path, node.span, f"应为{words[0]}，却是 {_shown(node)}", f"expected {words[1]}, got {_shown(node, 'en')}"
        )

    def _scalar(self, node: Node, path: str, zh: str = "文字", en: str = "text") -> str:
        if not isinstance(node, Scalar):
            self.fail(path, node.span, f"应为{zh}，却是{_shown(node)}", f"expected {en}, got {_shown(node, 'en')}")
        return node.joined

    def _text(self, node: Node, path: str) -> str:
        text = self._scalar(node, path)
        if text != text.strip() or len(text.splitlines()) > 1:
            self.fail(path, node.span, "应为一行文字，首尾无空白", "expected one line of text without outer blanks")
        return text

    def _items(self, node: Node, path: str) -> list[Node]:
        if not isinstance(node, Sequence):
            self.fail(path, node.span, f"应为列表，却是{_shown(node)}", f"expected a list, got {_shown(node, 'en')}")
        return node.items

    def _pairs(self, node: Node, path: str) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for name, value in self._mapping_of(node, path).pairs:
            label = self._text(name, path)
            if label in found or not label:
                self.fail(_join(path, label), name.span, "键重复或为空", "duplicate or empty key")
            found[label] = self._text(value, _join(path, label))
        return tuple(found.items())

    def _table(self, mapping: Mapping) -> TargetTable:
        values = self._values(TargetTable, mapping, "")
        fields: dict[str, Any] = {}
        parts: list[tuple[str, int, int]] = []
        for name, (key, node) in values.items():
            parts.append((name, node.span.start, node.span.end))
            if name != "projects":
                fields.update(self._field(key, node, name))
        currency = fields.get("currency_unit")
        if currency is not None and currency not in CURRENCY_UNITS:
            shown = "、".join(CURRENCY_UNITS)
            self.fail(
                "currency_unit", values["currency_unit"][1].span, f"应为 {shown} 之一", f"expected one of {shown}"
            )
        if "projects" in values and not (
            isinstance(values["projects"][1], Scalar) and values["projects"][1].text in _NULLS
        ):
            fields["sections"] = self._sections(fields.get("sections", ()), values["projects"][1])
        place = Place(mapping.span.start, mapping.span.end, tuple(parts))
        fields["source"] = self.source
        made: TargetTable = self._make(TargetTable, fields, place, "")
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
            name_node = next((value for key, value in mapping.pairs if key.text in ("section", "所属单位")), None)
            if name_node is None:
                name, span = "", mapping.span
            else:
                name, span = self._text(name_node, f"{path}.section"), name_node.span
            if len(sections) == 1 and not name:
                name = next(iter(named))
            if name not in named:
                known = "、".join(found for found in named if found)
                self.fail(
                    f"{path}.section",
                    span,
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


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(node: Node, lang: str = "zh") -> str:
    if isinstance(node, Scalar):
        text = node.text if len(node.text) <= 40 else node.text[:39] + "…"
        return f'"{text}"'
    if isinstance(node, Sequence):
        return "a list" if lang == "en" else "列表"
    return "a mapping" if lang == "en" else "“键: 值”"
