"""JSON: the same schema as YAML, read with the same care for places."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from perfmodel.formats.build import Builder
from perfmodel.formats.hidden import escaped
from perfmodel.formats.nodes import DEEPEST, Mapping, Node, Scalar, Sequence
from perfmodel.formats.plain import to_plain
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.text import Source, Span

__all__ = ["from_json", "json_node", "json_text", "to_json"]

_TOKEN = re.compile(r'[ \t\r\n]*(?:([{}\[\],:])|("[^"\\]*(?:\\.[^"\\]*)*")|([^\s{}\[\],:"]+))', re.DOTALL)

_HARMFUL = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def to_json(
    value: TargetTable | Project | Indicator, keys: str = "en", indent: int | None = 2, meanings: bool = False
) -> str:
    """Write a table, a project or an indicator as JSON, Chinese unescaped; `from_json` reads it back as an equal one.

    Amounts are numbers with the digits that the text had. With ``meanings`` a target is written with what it means.

    >>> print(to_json(Project("会议费", goal="开好会议。"), indent=None))
    {"name": "会议费", "goal": "开好会议。"}
    """
    return json_text(to_plain(value, keys, meanings), indent)


def json_text(plain: Any, indent: int | None = 2) -> str:
    """Write plain data as JSON, Chinese unescaped; what would speak to a terminal, or is no character, is escaped.

    >>> json_text({"total": Decimal("18.00")}, indent=None)
    '{"total": 18.00}'
    """
    return escaped(_written(plain, indent, 0))


def _written(value: Any, indent: int | None, depth: int) -> str:
    """Write plain data; the standard writer knows no Decimal, and a float would lose digits."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        items = [f"{_quoted(key)}: {_written(item, indent, depth + 1)}" for key, item in value.items()]
        return _enclosed("{", items, "}", indent, depth)
    if isinstance(value, list):
        return _enclosed("[", [_written(item, indent, depth + 1) for item in value], "]", indent, depth)
    return _quoted(value)


def _quoted(value: Any) -> str:
    return _HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _enclosed(opening: str, items: list[str], closing: str, indent: int | None, depth: int) -> str:
    if not items:
        return opening + closing
    if indent is None:
        return opening + ", ".join(items) + closing
    inner = "\n" + " " * indent * (depth + 1)
    return opening + inner + ("," + inner).join(items) + "\n" + " " * indent * depth + closing


def from_json(text: str, lang: str = "zh", source: str | None = None) -> TargetTable | Project | Indicator:
    """Read a table, a project or an indicator from JSON, with keys in English or Chinese.

    Which one it is shows by its keys (or by ``kind``). ``source`` is a file's name for messages. Raises `ParseError`
    (in ``lang``) with line, column and path, as `from_yaml` does.

    >>> from_json('{"name": "会议费", "goal": 3, "gaol": ""}', lang="en")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: gaol: unknown key; did you mean goal? (line 1, column 28)
    {"name": "会议费", "goal": 3, "gaol": ""}
                                  ^^^^^^
    """
    place = Source(text, source)
    builder = Builder(place, lang)
    found: TargetTable | Project | Indicator = builder.build(_node(text, builder))
    return found


def json_node(source: Source, lang: str = "zh") -> Node:
    """Return what a JSON text says and where, whatever it is about; raises `ParseError` as `from_json` does.

    >>> json_node(Source('{"V06": "off"}')).pairs[0][1].text
    'off'
    """
    return _node(source.text, Builder(source, lang))


def _node(text: str, builder: Builder) -> Node:
    root = _compose(text, builder)
    try:
        # What the tokens were taken from is JSON only if the standard reader says so.
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        _syntax_error(builder, min(error.pos, len(text)), error.msg)
    if root is None:
        _syntax_error(builder, 0, "empty")
    return root


def _syntax_error(builder: Builder, offset: int, problem: str) -> NoReturn:
    span = Span(offset, min(offset + 1, len(builder.source.text)))
    builder.fail("", span, f"JSON 的写法有误：{problem}", f"not well-formed JSON: {problem}")


def _compose(text: str, builder: Builder) -> Node | None:
    """Make nodes of JSON's tokens, as far as they make sense; whether they are JSON is decided elsewhere."""
    root: Node | None = None
    stack: list[tuple[str, int, list[Any]]] = []
    at = 0
    while match := _TOKEN.match(text, at):
        mark, quote, word = match.groups()
        start, at = match.start(match.lastindex or 0), match.end()
        if mark in (",", ":"):
            continue
        if mark in ("{", "["):
            if len(stack) >= DEEPEST:
                builder.fail("", Span(start, at), "嵌套过深", "nested too deep")
            stack.append((mark, start, []))
            continue
        if mark:
            if not stack:
                return None
            opening, begin, items = stack.pop()
            pairs = [pair for pair in zip(items[::2], items[1::2], strict=False) if isinstance(pair[0], Scalar)]
            node: Node = Mapping(pairs, Span(begin, at)) if opening == "{" else Sequence(items, Span(begin, at))
        elif quote:
            try:
                node = Scalar(json.loads(quote), Span(start, at))
            except json.JSONDecodeError as error:
                _syntax_error(builder, start + min(error.pos, len(quote)), error.msg)
        else:
            node = Scalar(word, Span(start, at), plain=True)
        if stack:
            stack[-1][2].append(node)
        elif root is None:
            root = node
        else:
            return None
    return root
