"""YAML, to be read and edited by people: PyYAML does the syntax, and its events become nodes here."""

from __future__ import annotations

import re
from typing import Any

import yaml

from perfmodel.errors import ParseError
from perfmodel.formats.nodes import DEEPEST, Mapping, Node, Scalar, Sequence, most_nodes
from perfmodel.formats.source_errors import SourceErrors
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["read_nodes", "yaml_node"]

# A file of ours has none; the parser compares each with all others.
_HANDLE = re.compile("(?:^|[\r\n\x85\u2028\u2029\ufeff])(%TAG)")
_MOST_HANDLES = 100


def yaml_node(source: Source, lang: str = "zh") -> Node:
    """Return what a YAML text says and where, whatever it is about; raises `ParseError` as `from_yaml` does.

    >>> yaml_node(Source("V06: off")).pairs[0][1].text
    'off'
    """
    return read_nodes(SourceErrors(source, lang))


def read_nodes(errors: SourceErrors) -> Node:
    """Return the nodes of a YAML text; ``errors`` raises what is wrong with it.

    >>> read_nodes(SourceErrors(Source("name: 会议费"))).pairs[0][1].text
    '会议费'
    """
    source = errors.source
    try:
        source.text.encode("utf-8")
    except UnicodeEncodeError as error:
        span = Span(error.start, error.end)
        errors.fail("", span, "这个字符无法编码", "this character cannot be encoded")
    _require_few_handles(errors)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(source.text)
    try:
        return _compose(loader, errors)
    except yaml.YAMLError as error:
        raise _syntax_error(error, source, errors.lang) from None
    finally:
        loader.dispose()


def _require_few_handles(errors: SourceErrors) -> None:
    source = errors.source
    if source.text.count("%TAG") <= _MOST_HANDLES:
        return
    for count, match in enumerate(_HANDLE.finditer(source.text)):
        if count == _MOST_HANDLES:
            errors.fail("", Span(*match.span(1)), "%TAG 过多", "too many lines of %TAG")


def _syntax_error(error: yaml.YAMLError, source: Source, lang: str) -> ParseError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = getattr(error, "position", 0) if mark is None else mark.index
    offset = min(max(int(offset or 0), 0), len(source.text))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    span = Span(offset, min(offset + 1, len(source.text)))
    return ParseError(
        f"YAML 的写法有误：{problem}", f"not well-formed YAML: {problem}", source.text, span, "", source.name, lang
    )


def _compose(loader: Any, errors: SourceErrors) -> Node:
    """Return nodes made of PyYAML's events, taken one by one, so that a bomb is met before it goes off."""
    text = errors.source.text
    most = left = most_nodes(text)
    root: Node | None = None
    # Open collections: whether it is a mapping, where it begins, and what was read in it (keys and values in turn).
    stack: list[tuple[bool, int, list[Node]]] = []
    # Where the last collection ended, without and with its blanks: those around it mostly end there too.
    trimmed = end = 0
    scalar, mapping_start, sequence_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    for event in iter(loader.get_event, None):
        kind = type(event)
        node: Node
        if kind is scalar:
            if event.tag is not None:
                _plain_only(event, errors)
            node = Scalar(event.value, event.start_mark.index, event.end_mark.index, event.style or "")
        elif kind is mapping_start or kind is sequence_start:
            _plain_only(event, errors)
            if len(stack) >= DEEPEST:
                errors.fail("", _span(event), "嵌套过深", "nested too deep")
            stack.append((kind is mapping_start, event.start_mark.index, []))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            keyed, start, items = stack.pop()
            if event.end_mark.index != end:
                end = event.end_mark.index
                trimmed = _trimmed(text, end)
            node = (Mapping if keyed else Sequence)(items, start, max(start, trimmed))
        elif kind is yaml.AliasEvent:
            errors.fail("", _span(event), "不支持别名（*）", "aliases (*) are not supported")
        elif kind is yaml.DocumentStartEvent and root is not None:
            errors.fail("", _span(event), "一个文件只能有一份文档", "expected one document, got another")
        else:
            continue
        if not stack:
            root = node
            continue
        keyed, start, items = stack[-1]
        if keyed and len(items) % 2 == 0 and not isinstance(node, Scalar):
            errors.fail("", node.span, "键应为文字", "expected a key that is text")
        items.append(node)
        left -= 1
        if left < 0:
            errors.fail_too_many(node, most)
    if root is None:
        errors.fail("", Span(0, 0), "文件是空的", "the file is empty")
    return root


def _span(event: Any) -> Span:
    return Span(event.start_mark.index, event.end_mark.index)


def _trimmed(text: str, end: int) -> int:
    """A block collection ends where the next token begins; its blanks behind are not its own."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def _plain_only(event: Any, errors: SourceErrors) -> None:
    if event.tag is not None and event.tag not in ("!", "tag:yaml.org,2002:str"):
        errors.fail("", _span(event), f"不支持标签 {event.tag}", f"tags are not supported: {event.tag}")
