"""Text for a terminal, in pieces with the name of their style: made in any process, printed by the one that has it."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Line", "StyledText"]

# A piece of text, and its style: a severity, or "file", "project", "code", "place", "suggestion", "next"; "" for none.
Line = tuple[tuple[str, str], ...]


@frozen
class StyledText:
    """Lines of a terminal, each of pieces with the name of their style; false where there is none.

    >>> StyledText(((("错误 ", "error"), ("没有指标", "")),)).plain
    '错误 没有指标'
    """

    lines: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "\n".join("".join(text for text, _style in line) for line in self.lines)
