"""YAML, to be read and edited by people: PyYAML does the syntax, and its events become nodes here."""

from __future__ import annotations

import re
from typing import Any

import yaml

from perfmodel._internal.messages import mismatch
from perfmodel.errors import ParseError
from perfmodel.formats.nodes import DEEPEST, Mapping, Node, Scalar, Sequence, most_nodes, shown
from perfmodel.formats.source_errors import SourceErrors
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["read_nodes", "yaml_node"]

# A file of ours has none; the parser compares each with all others.
_HANDLE = re.compile("(?:^|[\r\n\x85\u2028\u2029\ufeff])(%TAG)")
_MOST_HANDLES = 100
_NAME = re.compile("[*&!][A-Za-z!<]")


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
        errors.fail("", span, "含无法编码的字符", "a character that cannot be encoded")
    _require_few_handles(errors)
    try:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(source.text)
        try:
            return _compose(loader, errors)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise _syntax_error(error, source, errors.lang) from None


def _require_few_handles(errors: SourceErrors) -> None:
    source = errors.source
    if source.text.count("%TAG") <= _MOST_HANDLES:
        return
    for count, match in enumerate(_HANDLE.finditer(source.text)):
        if count == _MOST_HANDLES:
            errors.fail("", Span(*match.span(1)), "%TAG 行过多", "too many %TAG lines")


def _syntax_error(error: yaml.YAMLError, source: Source, lang: str) -> ParseError:
    from perfmodel.formats.yaml_slips import slip_in_error

    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    mark = mark or begun
    offset = getattr(error, "position", 0) if mark is None else mark.index
    offset = min(max(int(offset or 0), 0), len(source.text))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    doing = getattr(error, "context", None) or ""
    slip = slip_in_error(source.text, offset, problem, None if begun is None else begun.index, doing)
    zh, en = f"YAML 语法有误：{slip.zh}", f"not well-formed YAML: {slip.en}"
    return ParseError(zh, en, source.text, slip.span, "", source.name, lang)


def _compose(loader: Any, errors: SourceErrors) -> Node:
    """Return nodes made of PyYAML's events, taken one by one, so that a bomb is met before it goes off."""
    text = errors.source.text
    most = left = most_nodes(text)
    root: Node | None = None
    anchors: list[Any] = []
    # Open collections: whether it is a mapping, where it begins, and what was read in it (keys and values in turn).
    stack: list[tuple[bool, int, list[Node]]] = []
    # Where the last collection ended, without and with its blanks: those around it mostly end there too.
    trimmed = end = 0
    scalar, mapping_start, sequence_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    for event in iter(loader.get_event, None):
        kind = type(event)
        node: Node
        if kind is scalar:
            if event.tag is not None or event.anchor is not None:
                anchors += _without_tag(event, errors)
            value, first, behind = event.value, event.start_mark.index, event.end_mark.index
            node = Scalar(value, first, behind, event.style or "")
            # A value on one line, without quotes, is as long as its place.
            if behind - first != len(value):
                _require_whole(node, errors)
        elif kind is mapping_start or kind is sequence_start:
            anchors += _without_tag(event, errors)
            if len(stack) >= DEEPEST:
                errors.fail("", _span(event), "嵌套过深", "nested too deeply")
            stack.append((kind is mapping_start, event.start_mark.index, []))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            keyed, start, items = stack.pop()
            if event.end_mark.index != end:
                end = event.end_mark.index
                trimmed = _trimmed(text, end)
            node = (Mapping if keyed else Sequence)(items, start, max(start, trimmed))
        elif kind is yaml.AliasEvent:
            zh, en = _quotes(event, errors)
            errors.fail("", _span(event), f"不支持别名（*）{zh}", f"aliases (*) are not supported{en}")
        elif kind is yaml.DocumentStartEvent and root is not None:
            errors.fail("", _span(event), "应为一个 YAML 文档，实为多个", "expected one YAML document, got several")
        else:
            continue
        if not stack:
            root = node
            continue
        keyed, start, items = stack[-1]
        if keyed and len(items) % 2 == 0 and not isinstance(node, Scalar):
            errors.fail("", node.span, *mismatch(("文本", "text"), (shown(node), shown(node, "en")), ("键名", "a key")))
        items.append(node)
        left -= 1
        if left < 0:
            errors.fail_too_many(node, most)
    if root is None:
        errors.fail("", Span(0, 0), "文件为空", "the file is empty")
    _require_no_anchor(anchors, errors)
    return root


def _require_whole(node: Scalar, errors: SourceErrors) -> None:
    """Refuse a value that took in a key of the lines behind it, or whose text did not come."""
    from perfmodel.formats.yaml_slips import empty_block, slip_in_stretch

    text = errors.source.text
    slip = None
    if not node.style:
        slip = slip_in_stretch(text, node.start, node.end)
    elif node.style in "|>" and not node.text.strip():
        slip = empty_block(text, node.start)
    if slip is not None:
        errors.fail("", slip.span, slip.zh, slip.en)


def _span(event: Any) -> Span:
    return Span(event.start_mark.index, event.end_mark.index)


def _trimmed(text: str, end: int) -> int:
    """A block collection ends where the next token begins; its blanks behind are not its own."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def _without_tag(event: Any, errors: SourceErrors) -> list[Any]:
    """Refuse an event that has a tag; return it where it has an anchor, which is refused when all else is right."""
    if event.tag is not None:
        zh, en = _quotes(event, errors)
        errors.fail("", _span(event), f"不支持标签 {event.tag}{zh}", f"tags are not supported: {event.tag}{en}")
    return [] if event.anchor is None else [event]


def _require_no_anchor(anchors: list[Any], errors: SourceErrors) -> None:
    for event in anchors:
        zh, en = _quotes(event, errors)
        errors.fail("", _span(event), f"不支持锚点（&）{zh}", f"anchors (&) are not supported{en}")


def _quotes(event: Any, errors: SourceErrors) -> tuple[str, str]:
    """The advice for a value that begins with *, & or !, where no name of a programmer's stands behind it."""
    if _NAME.match(errors.source.text, event.start_mark.index):
        return "", ""
    return "；若本是文字，请给整个值加引号", "; if it is text, put the whole value in quotes"
