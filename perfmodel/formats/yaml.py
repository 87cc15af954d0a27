"""YAML, to be read and edited by people. PyYAML does the syntax; the schema decides what a scalar is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfmodel.errors import ParseError
from perfmodel.formats.build import Builder
from perfmodel.formats.emitting import yaml_text
from perfmodel.formats.nodes import DEEPEST, Mapping, Node, Scalar, Sequence
from perfmodel.formats.plain import to_plain
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.text import Source, Span

if TYPE_CHECKING:
    import yaml

__all__ = ["from_yaml", "to_yaml", "yaml_node"]


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

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        source.text.encode("utf-8")
        return _compose(yaml.parse(source.text, Loader=loader), builder)
    except UnicodeEncodeError as error:
        span = Span(error.start, error.end)
        builder.fail("", span, "这个字符无法编码", "this character cannot be encoded")
    except yaml.YAMLError as error:
        raise _syntax_error(error, source, builder.lang) from None


def _syntax_error(error: yaml.YAMLError, source: Source, lang: str) -> ParseError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = getattr(error, "position", 0) if mark is None else mark.index
    offset = min(max(int(offset or 0), 0), len(source.text))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    span = Span(offset, min(offset + 1, len(source.text)))
    return ParseError(
        f"YAML 的写法有误：{problem}", f"not well-formed YAML: {problem}", source.text, span, "", source.name, lang
    )


def _compose(events: Any, builder: Builder) -> Node:
    """Make nodes of PyYAML's events: lazily, so that a bomb is met before it goes off."""
    import yaml

    root: Node | None = None
    # Open collections: the span's start, what was read in them, and the key that waits for its value.
    stack: list[tuple[bool, int, list[Any]]] = []
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            _plain_only(event, builder)
            span = Span(event.start_mark.index, event.end_mark.index)
            node: Node = Scalar(event.value, span, not event.style, event.style in ("|", ">"))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _plain_only(event, builder)
            if len(stack) >= DEEPEST:
                builder.fail("", Span(event.start_mark.index, event.end_mark.index), "嵌套过深", "nested too deep")
            stack.append((kind is yaml.MappingStartEvent, event.start_mark.index, []))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            mapping, start, items = stack.pop()
            span = _trimmed(builder.source.text, start, event.end_mark.index)
            node = Mapping(list(zip(items[::2], items[1::2], strict=True)), span) if mapping else Sequence(items, span)
        elif kind is yaml.AliasEvent:
            span = Span(event.start_mark.index, event.end_mark.index)
            builder.fail("", span, "不支持别名（*）", "aliases (*) are not supported")
        elif kind is yaml.DocumentStartEvent and root is not None:
            span = Span(event.start_mark.index, event.end_mark.index)
            builder.fail("", span, "一个文件只能有一份文档", "expected one document, got another")
        else:
            continue
        if not stack:
            root = node
            continue
        in_mapping, _start, items = stack[-1]
        if in_mapping and len(items) % 2 == 0 and not isinstance(node, Scalar):
            builder.fail("", node.span, "键应为文字", "expected a key that is text")
        items.append(node)
    if root is None:
        builder.fail("", Span(0, 0), "文件是空的", "the file is empty")
    return root


def _trimmed(text: str, start: int, end: int) -> Span:
    """A block collection ends where the next token begins; its blanks behind are not its own."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _plain_only(event: Any, builder: Builder) -> None:
    if event.tag is not None and event.tag not in ("!", "tag:yaml.org,2002:str"):
        span = Span(event.start_mark.index, event.end_mark.index)
        builder.fail("", span, f"不支持标签 {event.tag}", f"tags are not supported: {event.tag}")
