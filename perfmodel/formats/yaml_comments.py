"""Comments in YAML that may have been meant as text: what stands behind `` #`` is dropped silently."""

from __future__ import annotations

import re
from functools import cache

from perfmodel.formats.nodes import Mapping, Node, Scalar, Sequence
from perfmodel.formats.source_errors import SourceErrors
from perfmodel.model.fields import CLASSES, keys_of
from perfmodel.source.span import Span

__all__ = ["require_no_lost_text"]

# 开好 #1 会议, 开好 # 会议: a comment has two blanks before it, or at least one behind its sign.
_COMMENT_BEHIND = re.compile(r"(?P<blanks>[ \t]+)(?P<comment>#(?P<word>\w)?[^\r\n]*)")


@cache
def _prose() -> frozenset[str]:
    """The keys whose values are sentences, in both languages: 绩效目标, 评分标准."""
    keys = (key for kind in CLASSES for key in keys_of(kind) if key.kind == "prose")
    return frozenset(name for key in keys for name in (key.name, key.zh))


def require_no_lost_text(root: Node, errors: SourceErrors) -> None:
    """Refuse a value without quotes that a comment follows on its line, where the comment may be a part of the value.

    It may where a single blank stands before its sign and none behind it (采购 #2 泵); in a field of sentences, where either is
    so (开好 # 会议). Comments on lines of their own, and those behind a value in quotes, are accepted.

    >>> from perfmodel.source.source import Source
    >>> text = "name: 会议费  # 例会"
    >>> require_no_lost_text(Scalar("会议费", 6, 9), SourceErrors(Source(text)))
    """
    if " #" not in errors.source.text and "\t#" not in errors.source.text:
        return
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, is_prose = waiting.pop()
        if isinstance(node, Mapping):
            waiting += [(value, key.text in _prose()) for key, value in node.pairs]
        elif isinstance(node, Sequence):
            waiting += [(item, is_prose) for item in node.items]
        elif node.plain:
            _require_whole(node, is_prose, errors)


def _require_whole(value: Scalar, is_prose: bool, errors: SourceErrors) -> None:
    comment = _COMMENT_BEHIND.match(errors.source.text, value.end)
    if comment is None or not value.text:
        return
    single, word = comment["blanks"] == " ", comment["word"] is not None
    if not (single and word) and not (is_prose and (single or word)):
        return
    errors.fail(
        "",
        Span(*comment.span("comment")),
        "“ #”之后是注释，不属于值；若属于值，请给整个值加引号；若是注释，请在“#”前空两格、后空一格，或另起一行",
        "text after “ #” is a comment, not part of the value: put the whole value in quotes to include it;"
        " write a comment with two spaces before “#” and one after it, or on a line of its own",
    )
