"""Files of settings (TOML, YAML, JSON) as plain data, with the place of each key for messages."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import Any

from attrs import frozen

from perfmodel._internal.did_you_mean import SettingError
from perfmodel._internal.messages import mismatch, one_of, shown
from perfmodel._internal.optional import MissingExtra
from perfmodel.errors import ParseError
from perfmodel.formats import nodes
from perfmodel.formats.files import read_regular
from perfmodel.formats.json import json_node
from perfmodel.formats.syntax_words import toml_words
from perfmodel.formats.yaml_reader import yaml_node
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["ENDINGS", "LARGEST_SETTINGS", "SettingsFile"]

LARGEST_SETTINGS = 1_000_000
ENDINGS = (".toml", ".yaml", ".yml", ".json")
_EXPECTED_ENDINGS = (f"以{one_of(ENDINGS)[0]}结尾的文件", f"a file ending in {one_of(ENDINGS)[1]}")
_INTEGER = re.compile(r"[-+]?[0-9]{1,40}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,40}\.[0-9]{1,40}")
_TOML_PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_TOML_NAME = rf"{_TOML_PART}(?:[ \t]*\.[ \t]*{_TOML_PART})*"
_TOML_LINE = re.compile(rf"^[ \t]*(?:\[[ \t]*({_TOML_NAME})[ \t]*\]|({_TOML_NAME})[ \t]*=)", re.MULTILINE)
# Signs of depth, with what may hide some: comments and strings, of which one that is not closed ends with its line.
_TOML_TOKEN = re.compile(
    r'''#[^\n]*|"""(?:[^"\\]|\\.|"(?!""))*(?:"""|$(?![\n]))|"(?:[^"\\\n]|\\.)*"?'''
    r"""|'''(?:[^']|'(?!''))*(?:'''|$(?![\n]))|'[^'\n]*'?|[0-9A-Za-z_+-]{200,}|[][{}.=,\n]""",
    re.DOTALL,
)
_TOML_ERROR = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")

Keys = tuple[str, ...]


@frozen
class SettingsFile:
    """What a file of settings holds: ``plain`` data, and ``places`` of its keys, as far as they are known.

    ``under`` are the keys beneath which ``plain`` stands in the file: ``tool.perfmodel`` in ``pyproject.toml``.

    >>> file = SettingsFile.parse(Source("[rules]\\nV60 = 'off'", "perfmodel.toml"))
    >>> file.plain, file.places[("rules", "V60")]
    ({'rules': {'V60': 'off'}}, Span(start=8, end=11))
    """

    source: Source
    plain: Mapping[str, Any]
    places: Mapping[Keys, Span]
    under: Keys = ()

    @classmethod
    def read(cls, path: str | os.PathLike[str], lang: str = "zh") -> SettingsFile:
        """Read a file.

        Raises `ParseError` (in ``lang``) where it is not well-formed, `OSError` where it is not to be had (or is a pipe, a
        device, or larger than a megabyte), `MissingExtra` where it is TOML and nothing can read that.
        """
        data = read_regular(path, LARGEST_SETTINGS)
        name = os.fspath(path)
        try:
            return cls.parse(Source(data.decode("utf-8-sig"), name), lang)
        except UnicodeDecodeError:
            raise ParseError("编码应为 UTF-8", "expected the encoding UTF-8", filename=name, lang=lang) from None

    @classmethod
    def parse(cls, source: Source, lang: str = "zh") -> SettingsFile:
        """Read a text; its name's ending says what it is."""
        ending = os.path.splitext(source.name or "")[1].lower()
        if ending == ".toml":
            return cls(source, _toml(source, lang), _toml_places(source.text))
        if ending not in ENDINGS:
            zh, en = mismatch(_EXPECTED_ENDINGS, shown(ending))
            raise ParseError(zh, en, filename=source.name, lang=lang)
        node = json_node(source, lang) if ending == ".json" else yaml_node(source, lang)
        places: dict[Keys, Span] = {}
        plain = _plain(node, source, lang, (), places)
        if not isinstance(plain, dict):
            zh, en = mismatch(nodes.EXPECTED_MAPPING, (nodes.shown(node), nodes.shown(node, "en")))
            raise ParseError(zh, en, source.text, node.span, "", source.name, lang)
        return cls(source, plain, places)

    def part(self, *keys: str) -> SettingsFile | None:
        """Return what stands under keys; None where nothing does."""
        plain: Any = self.plain
        for key in keys:
            plain = plain.get(key) if isinstance(plain, Mapping) else None
        return SettingsFile(self.source, plain, self.places, keys) if isinstance(plain, Mapping) else None

    def error(self, wrong: SettingError, lang: str = "zh") -> ParseError:
        """Return the error for something wrong in the file, at the key that it is about or the nearest around it."""
        keys = (*self.under, *wrong.at)
        spans = (self.places.get(keys[:length]) for length in range(len(keys), 0, -1))
        span = next((found for found in spans if found is not None), None)
        path = ".".join(wrong.at)
        return ParseError(wrong.zh, wrong.en, self.source.text, span, path, self.source.name, lang)


def _reader() -> ModuleType | None:
    """Python's own reader of TOML, or the one that the extra ``toml`` brings."""
    for name in ("tomllib", "tomli"):
        try:
            return import_module(name)
        except ImportError:
            continue
    return None


def _toml(source: Source, lang: str) -> dict[str, Any]:
    reader = _reader()
    if reader is None:
        raise MissingExtra("tomli", "toml")
    _require_shallow(source, lang)
    try:
        found: dict[str, Any] = reader.loads(source.text, parse_float=Decimal)
    except (ValueError, ArithmeticError) as error:  # numbers of thousands of digits are none of its own errors
        said = str(error)
        span = None
        if not isinstance(error, reader.TOMLDecodeError):
            raise ParseError(
                "TOML 语法有误：数字过大", "not well-formed TOML: a number that is too large",
                filename=source.name, lang=lang,
            ) from None  # fmt: skip
        if match := _TOML_ERROR.search(said):
            said = said[: match.start()]
            lines = source.text.split("\n")
            start = len(source.text)
            if match[1]:
                start = min(start, sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1)
            span = Span(start, min(start + 1, len(source.text)))
        zh, en = toml_words(said)
        raise ParseError(
            f"TOML 语法有误：{zh}", f"not well-formed TOML: {en}", source.text, span, "", source.name, lang
        ) from None
    return found


def _require_shallow(source: Source, lang: str) -> None:
    """Refuse what is nested deeper than any settings: by brackets, or by the parts of a name, whose reading is quadratic."""
    depth = parts = 0
    for match in _TOML_TOKEN.finditer(source.text):
        sign = match[0][0]
        if sign.isalnum() or sign in "_+-":
            zh, en = "数字或名称过长", "a number or name is too long"
            raise ParseError(zh, en, source.text, Span(*match.span()), "", source.name, lang)
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        parts = parts + 1 if sign == "." else parts if sign in "\"'" else 0
        if max(depth, parts) > nodes.DEEPEST:
            raise ParseError("嵌套过深", "nested too deeply", source.text, Span(*match.span()), "", source.name, lang)


def _toml_places(text: str) -> dict[Keys, Span]:
    """Where keys stand, line by line; the reader of TOML does not say. A key inside a value's braces is not found."""
    places: dict[Keys, Span] = {}
    table: Keys = ()
    for match in _TOML_LINE.finditer(text):
        group = match.lastindex or 1
        names = tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(_TOML_PART, match[group]))
        keys = names if group == 1 else (*table, *names)
        if group == 1:
            table = names
        places.setdefault(keys, Span(*match.span(group)))
    return places


def _plain(node: nodes.Node, source: Source, lang: str, keys: Keys, places: dict[Keys, Span]) -> Any:
    """A node as plain data. ``off`` is text here, whatever YAML 1.1 thinks of it."""
    if isinstance(node, nodes.Sequence):
        return [_plain(item, source, lang, (*keys, str(at)), places) for at, item in enumerate(node.items)]
    if isinstance(node, nodes.Mapping):
        found: dict[str, Any] = {}
        for key, value in node.pairs:
            inner = (*keys, key.text)
            if key.text in found:
                path = ".".join(inner)
                zh, en = f"键名“{key.text}”重复", f"duplicate key “{key.text}”"
                raise ParseError(zh, en, source.text, key.span, path, source.name, lang)
            places[inner] = key.span
            found[key.text] = _plain(value, source, lang, inner, places)
        return found
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    if node.plain and _INTEGER.fullmatch(node.text):
        return int(node.text)
    if node.plain and _DECIMAL.fullmatch(node.text):
        return Decimal(node.text)
    return node.text
