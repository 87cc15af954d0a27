"""A JSON Schema of the files, for editors: made of the schema that reads them, with descriptions in both languages.

It accepts what `from_yaml` accepts, and refuses what it refuses as far as a schema can see: an editor has turned plain
scalars into numbers, booleans and null before a schema looks at them, and joined blocks of lines. It is written in
2020-12, in words that mean the same in draft 7, which editors know best.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from perfmodel.data import load
from perfmodel.formats.schema import FILE_KINDS, KIND_KEY, MEANING_KEYS
from perfmodel.model.category import Category
from perfmodel.model.fields import CLASSES, Field, class_words, field_of, keys_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import TargetTable
from perfmodel.source.characters import fold
from perfmodel.values import kinds

__all__ = ["json_schema"]

_Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What stands in a plain scalar's place when an editor has read it; a date stays text.
_SCALAR = ["string", "number", "boolean", "null"]
_NUMBER_KEYS = ("number", "low", "high", "left", "right")
_FLAG_KEYS = ("low_included", "high_included", "value")
_MEANING_CLASSES = (
    kinds.Threshold, kinds.Range, kinds.Deadline, kinds.Period, kinds.AllOf, kinds.Ratio, kinds.Boolean,
    kinds.Qualitative, kinds.NoValue, kinds.Placeholder, kinds.Text,
)  # fmt: skip
_BLANK_CHARACTERS = r" \t\u00a0\u3000"


def json_schema() -> _Schema:
    """Return the schema of a file that holds a table, a project or an indicator, with keys in either language.

    >>> schema = json_schema()
    >>> schema["$schema"], [name for name in sorted(schema["$defs"]) if "." not in name][:3]
    ('https://json-schema.org/draft/2020-12/schema', ['Execution', 'ExecutionLine', 'Funding'])
    """
    roots = [_ref(f"file.{FILE_KINDS[kind][0]}") for kind in FILE_KINDS]
    return {
        "$schema": _DIALECT,
        "title": "perfmodel：项目支出绩效目标表 / performance-target table",
        "description": " ".join(class_words(TargetTable)),
        "anyOf": [*roots, {"type": "null"}],
        "$defs": dict(sorted(_definitions().items())),
    }


def _definitions() -> dict[str, _Schema]:
    defined: dict[str, _Schema] = {
        "text": _line(),
        "amount": {"anyOf": [{"type": ["number", "null"]}, {"type": "string", "pattern": _amount_pattern()}]},
        "ordinal": {
            "anyOf": [
                {"type": ["integer", "null"], "minimum": 0, "maximum": 999_999_999},
                {"type": "string", "pattern": f"^{_outer()}{_any('0123456789')}{{1,9}}{_outer()}$"},
            ]
        },
        "flag": {"anyOf": [{"type": ["boolean", "null"]}, {"type": "string", "pattern": _flag_pattern()}]},
    }
    for kind in CLASSES:
        for key in keys_of(kind):
            defined[key.subject] = _titled((key.name, key.zh), key.about, _value(key))
        defined[kind.__name__] = _mapping(kind, {}, True)
    for kind, names in FILE_KINDS.items():
        own = _titled(KIND_KEY, load("fields.json")["file"]["kind"]["about"], {"enum": list(names)})
        defined[f"file.{names[0]}"] = _mapping(kind, {KIND_KEY: own}, False)
    defined |= _meanings()
    return defined


def _value(key: Field) -> _Schema:
    """Return what may stand under a key."""
    if key.declaration.choices:
        return {"enum": [*key.declaration.choices, None]}
    if key.kind == "category":
        # Known categories are offered; any other text is taken as well.
        return {"anyOf": [{"enum": _categories(key.level)}, _ref("text")]}
    if key.kind == "target":
        return {"anyOf": [{"type": _SCALAR}, _ref("meaning.target")]}
    if key.kind == "texts":
        return {"type": ["array", "null"], "items": _ref("text")}
    if key.kind == "pairs":
        return {
            "type": ["object", "null"],
            "propertyNames": {**_line(), "minLength": 1},
            "additionalProperties": _ref("text"),
        }
    if key.kind == "objects":
        return {"type": ["array", "null"], "items": _ref(key.item.__name__)}
    return _ref(key.item.__name__ if key.kind == "object" else _SAME_SCHEMA.get(key.kind, key.kind))


# Kinds of fields that take what another kind takes.
_SAME_SCHEMA = {"prose": "text", "number": "amount"}


def _mapping(kind: type, more: dict[tuple[str, str], _Schema], nullable: bool) -> _Schema:
    """Return a mapping with the keys of a class, and more, in either language, none in both."""
    found = more | {(key.name, key.zh): _ref(key.subject) for key in keys_of(kind)}
    rules: list[_Schema] = [_not_both(*names) for names in found]
    if kind is Indicator:
        rules.append(_printed_where_reason())
    return {
        "title": kind.__name__,
        "description": " ".join(class_words(kind)),
        "type": ["object", "null"] if nullable else "object",
        "properties": {name: schema for names, schema in found.items() for name in names},
        "additionalProperties": False,
        "allOf": rules,
    }


def _not_both(name: str, zh: str) -> _Schema:
    # Of this form editors name the key that is one too many.
    return {"if": {"required": [name]}, "then": {"properties": {zh: False}}}


def _printed_where_reason() -> _Schema:
    """An indicator that was not understood keeps its text."""
    reason, printed = (field_of(Indicator, name) for name in ("reason", "printed"))
    there = [{"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in (reason.name, reason.zh)]
    kept = [
        {"required": [name], "properties": {name: {"not": {"enum": [None, ""]}}}} for name in (printed.name, printed.zh)
    ]
    return {"if": {"anyOf": there}, "then": {"anyOf": kept}}


def _meanings() -> dict[str, _Schema]:
    """A target with its text and its meaning, and the parts of a meaning."""
    words = load("fields.json")["meaning"]
    names = tuple(MEANING_KEYS.items())
    defined = {f"meaning.{name}": _titled((name, zh), words[name]["about"], _meant(name)) for name, zh in names}

    def mapping(required: bool) -> _Schema:
        shape: _Schema = {
            "type": "object",
            "properties": {zh_or_en: _ref(f"meaning.{name}") for name, zh in names for zh_or_en in (name, zh)},
            "additionalProperties": False,
            "allOf": [_not_both(name, zh) for name, zh in names],
        }
        if required:
            shape["description"] = " ".join(words[""]["about"])
            shape["allOf"].append({"anyOf": [{"required": ["text"]}, {"required": [MEANING_KEYS["text"]]}]})
        return shape

    return {**defined, "meaning.target": mapping(True), "meaning.part": mapping(False)}


def _meant(name: str) -> _Schema:
    """What may stand under a key of a meaning; whether it agrees with the text is for the reader to say."""
    if name == "kind":
        return {"enum": [cls.kind for cls in _MEANING_CLASSES]}
    if name == "op":
        return {"enum": list(kinds.OPERATORS)}
    if name in ("change", "trend"):
        return {"enum": list(kinds.CHANGES)}
    if name == "parts":
        return {"type": "array", "items": _ref("meaning.part")}
    if name in _FLAG_KEYS:
        return {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": _flag_pattern()}]}
    if name in _NUMBER_KEYS:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9,]+([.][0-9]*)?$"}]}
    return {"type": _SCALAR}


def _line() -> _Schema:
    """One line without outer blanks; a text of several lines may be a block, whose lines are joined."""
    return {"type": _SCALAR, "pattern": rf"^(?:[^{_BLANK_CHARACTERS}](?:[\s\S]*[^{_BLANK_CHARACTERS}])?)?$|[\n\r]"}


def _categories(level: int) -> list[str]:
    found = [entry for entry in Category.tree() if entry.level == level]
    return list(dict.fromkeys([entry.name for entry in found] + [entry.label for entry in found]))


def _any(characters: str) -> str:
    """A class of these characters, full-width ones with them, in either case."""
    wanted = {char.lower() for char in characters}
    found = [chr(code) for code in (*range(0x21, 0x7F), *range(0xFF01, 0xFF5F)) if fold(chr(code)).lower() in wanted]
    return "[" + "".join(re.escape(char) for char in found) + "]"


def _outer() -> str:
    return rf"[{_BLANK_CHARACTERS}]*"


def _amount_pattern() -> str:
    digit, comma, point, sign = _any("0123456789"), _any(","), _any("."), _any("+-")
    whole = f"(?:{digit}{{1,3}}(?:{comma}{digit}{{3}})+|{digit}{{1,40}})"
    return f"^{_outer()}{sign}?{whole}(?:{point}{digit}{{0,40}})?{_outer()}$"


def _flag_pattern() -> str:
    words = ("true", "false", "yes", "no")
    spelled = ["".join(map(_any, word)) for word in words]
    return f"^{_outer()}(?:{'|'.join([*spelled, '是', '否'])}){_outer()}$"


def _titled(names: tuple[str, str], about: Iterable[str], schema: _Schema) -> _Schema:
    """Return a schema with a title and what stands there, in both languages; ``names`` are English and Chinese."""
    return {"title": f"{names[1]} / {names[0]}", "description": " ".join(about), **_unwrapped(schema)}


def _unwrapped(schema: _Schema) -> _Schema:
    # Beside a $ref, draft 7 reads nothing.
    return {"allOf": [schema]} if "$ref" in schema else schema


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}
