"""Nodes: what a YAML or JSON file says and where, before it is known what it means."""

from __future__ import annotations

from attrs import field, frozen

from perfmodel.text import Span, flow_of

__all__ = ["DEEPEST", "Mapping", "Node", "Scalar", "Sequence"]

# No file of ours is deeper than table, project, indicator, further fields.
DEEPEST = 24


@frozen(eq=False)
class Scalar:
    """A scalar's text; ``plain`` where it stood without quotes, ``block`` where as a block of lines."""

    text: str
    span: Span
    plain: bool = False
    block: bool = False

    @property
    def joined(self) -> str:
        """The text on one line: a block of lines is text that somebody broke; they are joined as those of a page are."""
        return flow_of(self.text).text if self.block else self.text


@frozen(eq=False)
class Sequence:
    """A list."""

    items: list[Node]
    span: Span


@frozen(eq=False)
class Mapping:
    """A mapping: pairs in their order, a key that stands twice included."""

    pairs: list[tuple[Scalar, Node]] = field()
    span: Span


Node = Scalar | Sequence | Mapping
