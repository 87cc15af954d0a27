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
from perfmodel.formats.schema import KIND, KINDS, MEANING, SCHEMA, Key
from perfmodel.model.category import Category
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import CURRENCY_UNITS
from perfmodel.source.characters import fold
from perfmodel.values import kinds

__all__ = ["json_schema"]

_Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What stands in a plain scalar's place when an editor has read it; a date stays text.
_SCALAR = ["string", "number", "boolean", "null"]
_NUMBERS = ("number", "low", "high", "left", "right")
_FLAGS = ("low_included", "high_included", "value")
_MEANINGS = (
    kinds.Threshold, kinds.Range, kinds.Deadline, kinds.Period, kinds.AllOf, kinds.Ratio, kinds.Boolean,
    kinds.Qualitative, kinds.NoValue, kinds.Placeholder, kinds.Text,
)  # fmt: skip
_BLANK = r" \t\u00a0\u3000"


def json_schema() -> _Schema:
    """Return the schema of a file that holds a table, a project or an indicator, with keys in either language.

    >>> schema = json_schema()
    >>> schema["$schema"], sorted(schema["$defs"])[:3]
    ('https://json-schema.org/draft/2020-12/schema', ['Funding', 'Funding.appropriation', 'Funding.inferred'])
    """
    roots = [_ref(f"file.{KINDS[kind][0]}") for kind in KINDS]
    return {
        "$schema": _DIALECT,
        "title": "perfmodel：项目支出绩效目标表 / performance-target table",
        "description": _described("TargetTable"),
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
    for kind, keys in SCHEMA.items():
        for key in keys:
            defined[f"{kind.__name__}.{key.name}"] = _titled(f"{kind.__name__}.{key.name}", key, _value(kind, key))
        defined[kind.__name__] = _mapping(kind, keys, (), True)
    for kind, names in KINDS.items():
        own = _titled("kind", KIND, {"enum": list(names)})
        defined[f"file.{names[0]}"] = _mapping(kind, SCHEMA[kind], ((KIND, own),), False)
    defined |= _meanings()
    return defined


def _value(kind: type, key: Key) -> _Schema:
    """What may stand under a key."""
    if key.name == "currency_unit":
        return {"enum": [*CURRENCY_UNITS, None]}
    if key.type == "category":
        # Known categories are offered; any other text is taken as well.
        return {"anyOf": [{"enum": _categories(int(key.name[-1]))}, _ref("text")]}
    if key.type == "target":
        return {"anyOf": [{"type": _SCALAR}, _ref("meaning.target")]}
    if key.type == "texts":
        return {"type": ["array", "null"], "items": _ref("text")}
    if key.type == "pairs":
        return {
            "type": ["object", "null"],
            "propertyNames": {**_line(), "minLength": 1},
            "additionalProperties": _ref("text"),
        }
    if isinstance(key.type, list):
        return {"type": ["array", "null"], "items": _ref(key.type[0].__name__)}
    return _ref(key.type.__name__ if isinstance(key.type, type) else key.type)


def _mapping(kind: type, keys: Iterable[Key], more: Iterable[tuple[Key, _Schema]], nullable: bool) -> _Schema:
    """A mapping with these keys in either language, none in both."""
    pairs = [*more, *((key, _ref(f"{kind.__name__}.{key.name}")) for key in keys)]
    rules: list[_Schema] = [_not_both(key.name, key.zh) for key, _schema in pairs]
    if kind is Indicator:
        rules.append(_printed_where_reason())
    return {
        "title": kind.__name__,
        "description": _described(kind.__name__),
        "type": ["object", "null"] if nullable else "object",
        "properties": {name: schema for key, schema in pairs for name in (key.name, key.zh)},
        "additionalProperties": False,
        "allOf": rules,
    }


def _not_both(name: str, zh: str) -> _Schema:
    # Of this form editors name the key that is one too many.
    return {"if": {"required": [name]}, "then": {"properties": {zh: False}}}


def _printed_where_reason() -> _Schema:
    """An indicator that was not understood keeps its text."""
    reason, printed = (next(key for key in SCHEMA[Indicator] if key.name == name) for name in ("reason", "printed"))
    there = [{"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in (reason.name, reason.zh)]
    kept = [
        {"required": [name], "properties": {name: {"not": {"enum": [None, ""]}}}} for name in (printed.name, printed.zh)
    ]
    return {"if": {"anyOf": there}, "then": {"anyOf": kept}}


def _meanings() -> dict[str, _Schema]:
    """A target with its text and its meaning, and the parts of a meaning."""
    names = [(name, Key(name, zh)) for name, zh in MEANING.items()]
    defined = {f"meaning.{name}": _titled(f"meaning.{name}", key, _meant(name)) for name, key in names}

    def mapping(required: bool) -> _Schema:
        shape: _Schema = {
            "type": "object",
            "properties": {zh_or_en: _ref(f"meaning.{name}") for name, key in names for zh_or_en in (name, key.zh)},
            "additionalProperties": False,
            "allOf": [_not_both(name, key.zh) for name, key in names],
        }
        if required:
            shape["description"] = _described("meaning")
            shape["allOf"].append({"anyOf": [{"required": ["text"]}, {"required": [MEANING["text"]]}]})
        return shape

    return {**defined, "meaning.target": mapping(True), "meaning.part": mapping(False)}


def _meant(name: str) -> _Schema:
    """What may stand under a key of a meaning; whether it agrees with the text is for the reader to say."""
    if name == "kind":
        return {"enum": [cls.kind for cls in _MEANINGS]}
    if name == "op":
        return {"enum": list(kinds.OPERATORS)}
    if name in ("change", "trend"):
        return {"enum": list(kinds.CHANGES)}
    if name == "parts":
        return {"type": "array", "items": _ref("meaning.part")}
    if name in _FLAGS:
        return {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": _flag_pattern()}]}
    if name in _NUMBERS:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9,]+([.][0-9]*)?$"}]}
    return {"type": _SCALAR}


def _line() -> _Schema:
    """One line without outer blanks; a text of several lines may be a block, whose lines are joined."""
    return {"type": _SCALAR, "pattern": rf"^(?:[^{_BLANK}](?:[\s\S]*[^{_BLANK}])?)?$|[\n\r]"}


def _categories(level: int) -> list[str]:
    found = [entry for entry in Category.tree() if entry.level == level]
    return list(dict.fromkeys([entry.name for entry in found] + [entry.label for entry in found]))


def _any(characters: str) -> str:
    """A class of these characters, full-width ones with them, in either case."""
    wanted = {char.lower() for char in characters}
    found = [chr(code) for code in (*range(0x21, 0x7F), *range(0xFF01, 0xFF5F)) if fold(chr(code)).lower() in wanted]
    return "[" + "".join(re.escape(char) for char in found) + "]"


def _outer() -> str:
    return rf"[{_BLANK}]*"


def _amount_pattern() -> str:
    digit, comma, point, sign = _any("0123456789"), _any(","), _any("."), _any("+-")
    whole = f"(?:{digit}{{1,3}}(?:{comma}{digit}{{3}})+|{digit}{{1,40}})"
    return f"^{_outer()}{sign}?{whole}(?:{point}{digit}{{0,40}})?{_outer()}$"


def _flag_pattern() -> str:
    words = ("true", "false", "yes", "no")
    spelled = ["".join(map(_any, word)) for word in words]
    return f"^{_outer()}(?:{'|'.join([*spelled, '是', '否'])}){_outer()}$"


def _titled(about: str, key: Key, schema: _Schema) -> _Schema:
    return {"title": f"{key.zh} / {key.name}", "description": _described(about), **_unwrapped(schema)}


def _unwrapped(schema: _Schema) -> _Schema:
    # Beside a $ref, draft 7 reads nothing.
    return {"allOf": [schema]} if "$ref" in schema else schema


def _described(about: str) -> str:
    zh, en = load("descriptions.json")[about]
    return f"{zh} {en}"


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}
