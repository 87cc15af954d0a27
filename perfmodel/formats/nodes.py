"""Nodes: what a YAML or JSON file says and where, before it is known what it means."""

from __future__ import annotations

from typing import Any

from attrs import define

from perfmodel.source.flow import flow_of
from perfmodel.source.span import Span

__all__ = ["DEEPEST", "EXPECTED_MAPPING", "Mapping", "Node", "Scalar", "Sequence", "cut", "join", "most_nodes", "shown"]

# No file of ours is deeper than table, project, indicator, further fields.
DEEPEST = 24
# What is expected where a file has to have keys, in both languages.
EXPECTED_MAPPING = ("“键: 值”", "a mapping")
_LONGEST_QUOTED = 40


def most_nodes(text: str) -> int:
    """Return how many nodes a text may have: of a table's, each has more than eight characters.

    A file of nothing but ``-`` would make hundreds of bytes of each of its own.

    >>> most_nodes("name: 会议费"), most_nodes(" " * 80_000_000)
    (1000000, 10000000)
    """
    return max(1_000_000, len(text) // 8)


class _Placed:
    """What stands somewhere: code points from ``start`` up to, but not including, ``end``."""

    __slots__ = ()
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place, made when somebody asks for it."""
        return Span(self.start, self.end)


# Made by the hundred thousand, and dropped as soon as the model is built: nobody else holds one, and making a frozen
# object takes three times as long.
@define(eq=False)
class Scalar(_Placed):
    """A scalar's text; ``style`` is the sign it began with, empty where it stood without quotes.

    >>> Scalar("第一\\n句。", 6, 14, "|").joined
    '第一句。'
    """

    text: str
    start: int
    end: int
    style: str = ""

    @property
    def plain(self) -> bool:
        """Whether it stood without quotes."""
        return not self.style

    @property
    def joined(self) -> str:
        """The text on one line: a block of lines is text that somebody broke; they are joined as those of a page are."""
        return flow_of(self.text).text if self.style in ("|", ">") else self.text


@define(eq=False)
class Sequence(_Placed):
    """A list."""

    items: list[Node]
    start: int
    end: int


@define(eq=False)
class Mapping(_Placed):
    """A mapping: its keys in their order, each with its value behind it; a repeated key included."""

    content: list[Node]
    start: int
    end: int

    @property
    def pairs(self) -> list[tuple[Scalar, Node]]:
        """The keys, each with its value."""
        keys: list[Any] = self.content[::2]
        return list(zip(keys, self.content[1::2], strict=True))


Node = Scalar | Sequence | Mapping


def cut(text: str) -> str:
    """Return a text for a message, cut where it is long."""
    return text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1] + "…"


def shown(node: Node, lang: str = "zh") -> str:
    """Return what a node is, for a message: a scalar's text, cut where it is long.

    >>> shown(Scalar("会议费", 0, 3)), shown(Sequence([], 0, 2), "en")
    ('“会议费”', 'a list')
    """
    if isinstance(node, Scalar):
        return f"“{cut(node.text)}”" if node.text else ("空" if lang == "zh" else "nothing")
    if isinstance(node, Sequence):
        return "a list" if lang == "en" else "列表"
    return "a mapping" if lang == "en" else "“键: 值”"


def join(path: str, name: str) -> str:
    """Return the path of a key in the mapping at a path.

    >>> join("", "goal"), join("projects[0]", "goal")
    ('goal', 'projects[0].goal')
    """
    return f"{path}.{name}" if path else name
