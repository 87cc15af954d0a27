"""YAML, to be read and edited by people. PyYAML does the syntax; the schema decides what a scalar is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from perfmodel.errors import ParseError
from perfmodel.formats.build import Builder
from perfmodel.formats.emitting import yaml_text
from perfmodel.formats.nodes import DEEPEST, Mapping, Node, Scalar, Sequence, most_nodes
from perfmodel.formats.plain import to_plain
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.text import Source, Span

if TYPE_CHECKING:
    import yaml

__all__ = ["from_yaml", "to_yaml", "yaml_node"]

# A file of ours has none; the parser compares each with all others.
_HANDLE = re.compile("(?:^|[\r\n\x85\u2028\u2029\ufeff])(%TAG)")
_MOST_HANDLES = 100


def to_yaml(value: TargetTable | Project | Indicator, keys: str = "en", meanings: bool = False) -> str:
    """Write a table, a project or an indicator as YAML; `from_yaml` reads it back as an equal object.

    Keys are the glossary's English names, or Chinese ones with ``keys="zh"``; nothing empty is written; amounts are in
    the table's currency unit. With ``meanings`` a target is written with what it means beside its text. YAML 1.1 and 1.2
    readers see the same scalars.

    >>> from perfmodel.model.target import Target
    >>> print(to_yaml(Indicator(name="培训人次", annual=Target("1e3"), whole_period=Target("90%或以上"))), end="")
    name: 培训人次
    whole_period: 90%或以上
    annual: '1e3'
    """
    return yaml_text(to_plain(value, keys, meanings))


def from_yaml(text: str, lang: str = "zh", source: str | None = None) -> TargetTable | Project | Indicator:
    """Read a table, a project or an indicator from YAML, with keys in English or Chinese.

    Which one it is shows by its keys (or by ``kind``). ``source`` is a file's name for messages. Spans refer to the
    YAML text. Raises `ParseError` (in ``lang``) with line, column and path for anything that is not a file of ours:
    unknown or duplicate keys, wrong types, two documents, aliases, tags, nesting too deep.

    >>> from_yaml("name: 会议费\\nfunding:\\n  total: 12.3.4", lang="en")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: funding.total: expected an amount, got "12.3.4" (line 3, column 10)
      total: 12.3.4
             ^^^^^^
    """
    place = Source(text, source)
    builder = Builder(place, lang)
    found: TargetTable | Project | Indicator = builder.build(_node(place, builder))
    return found


def yaml_node(source: Source, lang: str = "zh") -> Node:
    """Return what a YAML text says and where, whatever it is about; raises `ParseError` as `from_yaml` does.

    >>> yaml_node(Source("V06: off")).pairs[0][1].text
    'off'
    """
    return _node(source, Builder(source, lang))


def _node(source: Source, builder: Builder) -> Node:
    import yaml

    try:
        source.text.encode("utf-8")
    except UnicodeEncodeError as error:
        span = Span(error.start, error.end)
        builder.fail("", span, "这个字符无法编码", "this character cannot be encoded")
    _few_handles(source, builder)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(source.text)
    try:
        return _compose(loader, builder)
    except yaml.YAMLError as error:
        raise _syntax_error(error, source, builder.lang) from None
    finally:
        loader.dispose()


def _few_handles(source: Source, builder: Builder) -> None:
    if source.text.count("%TAG") <= _MOST_HANDLES:
        return
    for count, match in enumerate(_HANDLE.finditer(source.text)):
        if count == _MOST_HANDLES:
            builder.fail("", Span(*match.span(1)), "%TAG 过多", "too many lines of %TAG")


def _syntax_error(error: yaml.YAMLError, source: Source, lang: str) -> ParseError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = getattr(error, "position", 0) if mark is None else mark.index
    offset = min(max(int(offset or 0), 0), len(source.text))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    span = Span(offset, min(offset + 1, len(source.text)))
    return ParseError(
        f"YAML 的写法有误：{problem}", f"not well-formed YAML: {problem}", source.text, span, "", source.name, lang
    )


def _compose(loader: Any, builder: Builder) -> Node:
    """Make nodes of PyYAML's events: lazily, so that a bomb is met before it goes off."""
    import yaml

    text = builder.source.text
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
                _plain_only(event, builder)
            node = Scalar(event.value, event.start_mark.index, event.end_mark.index, event.style or "")
        elif kind is mapping_start or kind is sequence_start:
            _plain_only(event, builder)
            if len(stack) >= DEEPEST:
                builder.fail("", _span(event), "嵌套过深", "nested too deep")
            stack.append((kind is mapping_start, event.start_mark.index, []))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            keyed, start, items = stack.pop()
            if event.end_mark.index != end:
                end = event.end_mark.index
                trimmed = _trimmed(text, end)
            node = (Mapping if keyed else Sequence)(items, start, max(start, trimmed))
        elif kind is yaml.AliasEvent:
            builder.fail("", _span(event), "不支持别名（*）", "aliases (*) are not supported")
        elif kind is yaml.DocumentStartEvent and root is not None:
            builder.fail("", _span(event), "一个文件只能有一份文档", "expected one document, got another")
        else:
            continue
        if not stack:
            root = node
            continue
        keyed, start, items = stack[-1]
        if keyed and len(items) % 2 == 0 and not isinstance(node, Scalar):
            builder.fail("", node.span, "键应为文字", "expected a key that is text")
        items.append(node)
        left -= 1
        if left < 0:
            builder.too_many(node, most)
    if root is None:
        builder.fail("", Span(0, 0), "文件是空的", "the file is empty")
    return root


def _span(event: Any) -> Span:
    return Span(event.start_mark.index, event.end_mark.index)


def _trimmed(text: str, end: int) -> int:
    """A block collection ends where the next token begins; its blanks behind are not its own."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def _plain_only(event: Any, builder: Builder) -> None:
    if event.tag is not None and event.tag not in ("!", "tag:yaml.org,2002:str"):
        builder.fail("", _span(event), f"不支持标签 {event.tag}", f"tags are not supported: {event.tag}")
