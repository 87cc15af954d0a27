"""JSON: the same schema as YAML, read with the same care for places."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from perfmodel._internal.arguments import check_lang, check_text
from perfmodel._internal.deprecated import renamed_argument
from perfmodel.formats.from_nodes import ModelBuilder
from perfmodel.formats.hidden import escaped
from perfmodel.formats.nodes import DEEPEST, Mapping, Node, Scalar, Sequence, most_nodes
from perfmodel.formats.source_errors import SourceErrors
from perfmodel.formats.syntax_words import json_words
from perfmodel.formats.to_plain import to_plain
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["from_json", "json_node", "json_text", "to_json"]

# Commas and colons are looked at when the whole is; a string without escapes is what stands between its quotes.
_TOKEN = re.compile(
    r'[ \t\r\n,:]*(?:"(?P<text>[^"\\\x00-\x1f]*)"|(?P<open>[{\[])|(?P<close>[}\]])|(?P<word>[^\s{}\[\],:"]+)|(?P<quote>"))'
)
# Taken bit by bit: a pattern that goes back must remember each escape.
_ESCAPES = re.compile(r'[^"\\]*(?:\\.[^"\\]*){0,999}', re.DOTALL)
_DECODER = json.JSONDecoder()
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def to_json(
    value: TargetTable | Project | Indicator, keys: str = "en", indent: int | None = 2, meanings: bool = False
) -> str:
    """Write a table, a project or an indicator as JSON, Chinese unescaped; `from_json` reads it back as an equal one.

    Amounts are numbers with the digits of the text. With ``meanings`` each target is written with its meaning.

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
    if isinstance(value, str):
        return _ENCODER.encode(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        items = [f"{_ENCODER.encode(key)}: {_written(item, indent, depth + 1)}" for key, item in value.items()]
        return _enclosed("{", items, "}", indent, depth)
    if isinstance(value, list):
        return _enclosed("[", [_written(item, indent, depth + 1) for item in value], "]", indent, depth)
    return _ENCODER.encode(value)


def _enclosed(opening: str, items: list[str], closing: str, indent: int | None, depth: int) -> str:
    if not items:
        return opening + closing
    if indent is None:
        return opening + ", ".join(items) + closing
    inner = "\n" + " " * indent * (depth + 1)
    return opening + inner + ("," + inner).join(items) + "\n" + " " * indent * depth + closing


@renamed_argument("source", "name")
def from_json(text: str, lang: str = "zh", name: str | None = None) -> TargetTable | Project | Indicator:
    """Read a table, a project or an indicator from JSON, with keys in English or Chinese.

    Which of the three it is follows from its keys (or from ``kind``). ``name`` is a file name for messages. Raises
    `ParseError` (in ``lang``) with line, column and path, as `from_yaml` does, `TypeError` for anything but a string,
    and `ValueError` for an unknown language.

    >>> from_json('{"name": "会议费", "goal": 3, "gaol": ""}', lang="en")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: gaol: unknown key “gaol”; did you mean “goal”? (line 1, column 28)
    {"name": "会议费", "goal": 3, "gaol": ""}
                                  ^^^^^^
    """
    check_text(text)
    check_lang(lang)
    errors = SourceErrors(Source(text, name), lang)
    errors.refuse_file_name("JSON")
    found: TargetTable | Project | Indicator = ModelBuilder(errors).build(_node(errors))
    return found


def json_node(source: Source, lang: str = "zh") -> Node:
    """Return what a JSON text says and where, whatever it is about; raises `ParseError` as `from_json` does.

    >>> json_node(Source('{"V06": "off"}')).pairs[0][1].text
    'off'
    """
    return _node(SourceErrors(source, lang))


def _node(errors: SourceErrors) -> Node:
    text = errors.source.text
    root = _compose(errors)
    try:
        # What the tokens were taken from is JSON only if the standard reader says so.
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        _syntax_error(errors, min(error.pos, len(text)), error.msg)
    if root is None:
        _syntax_error(errors, 0, "empty")
    return root


def _syntax_error(errors: SourceErrors, offset: int, problem: str) -> NoReturn:
    span = Span(offset, min(offset + 1, len(errors.source.text)))
    zh, en = json_words(problem)
    errors.fail("", span, f"JSON 语法有误：{zh}", f"not well-formed JSON: {en}")


def _compose(errors: SourceErrors) -> Node | None:
    """Return nodes made of JSON's tokens, as far as they make sense; whether they are JSON is for `_node` to say."""
    text = errors.source.text
    root: Node | None = None
    most = left = most_nodes(text)
    # Open collections: the mark, where it begins, and what was read in it (keys and values in turn).
    stack: list[tuple[str, int, list[Node]]] = []
    at = 0
    node: Node
    while match := _TOKEN.match(text, at):
        kind: Any = match.lastgroup
        start, at = match.span(kind)
        if kind == "text":
            start, at = start - 1, at + 1
            node = Scalar(match[kind], start, at, '"')
        elif kind == "word":
            node = Scalar(match[kind], start, at)
        elif kind == "open":
            if len(stack) >= DEEPEST:
                errors.fail("", Span(start, at), "嵌套过深", "nested too deeply")
            stack.append((match[kind], start, []))
            continue
        elif kind == "close":
            if not stack:
                return None
            mark, start, items = stack.pop()
            node = (Mapping if mark == "{" else Sequence)(items, start, at)
        else:
            string = _string(text, start, errors)
            if string is None:
                break
            node, at = string, string.end
        if stack:
            stack[-1][2].append(node)
            left -= 1
            if left < 0:
                errors.fail_too_many(node, most)
        elif root is None:
            root = node
        else:
            return None
    return root


def _string(text: str, start: int, errors: SourceErrors) -> Scalar | None:
    """Return the string with escapes that begins at a quote; None where it does not end."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError:
        end = start + 1
        while (match := _ESCAPES.match(text, end)) and match.end() > end:
            end = match.end()
        if text[end : end + 1] != '"':
            return None
        try:
            value = json.loads(text[start : end + 1])
        except json.JSONDecodeError as error:
            _syntax_error(errors, start + min(error.pos, end + 1 - start), error.msg)
        end += 1
    return Scalar(value, start, end, '"')
