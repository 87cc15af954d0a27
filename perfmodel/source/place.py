"""Where an object of the model stands, and each of its fields: in a text, or in the cells of a file.

Places in a text are kept as offsets, until somebody asks for spans.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from perfmodel._internal.fast_objects import WeaklyReferable
from perfmodel.source.flow import Flow
from perfmodel.source.span import Span

if TYPE_CHECKING:
    from perfmodel.source.cells import CellPlace
    from perfmodel.source.source import Source

__all__ = ["AnyPlace", "Parts", "Place", "Places"]


Parts: TypeAlias = "tuple[tuple[str, int, int], ...]"


class AnyPlace(WeaklyReferable):
    """What the model asks of a place, in a text or in cells.

    A span is one of a text: where there is none, `cell_of` names the cell, and in a text `of` names the span.
    """

    __slots__ = ()

    @property
    def span(self) -> Span | None:
        """The whole object's span in the source; None where it was not read from a text."""
        return None

    def of(self, name: str) -> Span | None:
        """Return the span of a field; None where the field was not printed, or not in a text."""
        return None

    def cell_of(self, name: str | None = None) -> CellPlace | None:
        """Return the cell of a field, or of the object itself; None where it does not stand in one."""
        return None

    def render(self, source: Source | None = None, lang: str = "zh", name: str | None = None) -> str:
        """Return the place of a field, or of the object, as people say it; empty where it has none.

        ``source`` is the text that spans refer to: without it they have no line and column.

        >>> from perfmodel.source.source import Source
        >>> Place(0, 6, (("name", 3, 6),)).render(Source("合计：会议费"), name="name")
        '第1行第4列'
        >>> from perfmodel.source.cells import PlaceInCells, SheetCell
        >>> cells = PlaceInCells(SheetCell("表1", 7, 1), (("name", SheetCell("表1", 7, 2)),))
        >>> cells.render(), cells.render(name="name"), cells.render(name="goal")
        ('表1!A7', '表1!B7', '')
        """
        cell = self.cell_of(name)
        if cell is not None:
            return cell.text(lang)
        span = self.span if name is None else self.of(name)
        if span is None or source is None:
            return ""
        cell = source.cell_at(span.start)
        return source.position(span.start).render(lang) if cell is None else cell.text(lang)


@frozen(eq=False)
class Place(AnyPlace):
    """Where an object of the model stands in its source, and where each of its fields does.

    Kept as offsets into a flow (or straight into the source, where ``flow`` is None); spans are made when asked for.
    ``parts`` has name, start and end of each field that was printed.

    >>> Place(0, 9, (("name", 2, 5),)).of("name")
    Span(start=2, end=5)
    """

    start: int
    end: int
    parts: Parts = ()
    flow: Flow | None = field(default=None, repr=False)

    @property
    def span(self) -> Span:
        """The whole object's span in the source."""
        return self._span(self.start, self.end)

    def of(self, name: str) -> Span | None:
        """Return the span of a field, or None where the field was not printed."""
        for part, start, end in self.parts:
            if part == name:
                return self._span(start, end)
        return None

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end) if self.flow is None else self.flow.span(start, end)


# Nothing that is read in the same way as thousands of others is longer than this.
_LONGEST_PLACE = 1 << 20


class Places:
    """Where very many objects stand that were read out of one flow in the same way: a `Place` is made when asked for.

    ``find`` finds where the fields of one stand, by the flow and the two offsets, and by names where only some are asked
    for. An object keeps one number, made by `between`.

    >>> from perfmodel.source.flow import flow_of
    >>> places = Places(flow_of("甲；乙。"), lambda flow, start, end, names=("name",): (("name", start, end - 1),))
    >>> places.at(Places.between(2, 4)).of("name"), Places.end(Places.between(2, 4))
    (Span(start=2, end=3), 4)
    >>> places.span_of(Places.between(0, 2), "name"), places.span(Places.between(0, 2))
    (Span(start=0, end=1), Span(start=0, end=2))
    """

    __slots__ = ("_spans", "find", "flow")

    def __init__(self, flow: Flow, find: Callable[..., Parts]) -> None:
        self.flow, self.find = flow, find
        # By field and object: findings about the same table ask for the same spans again.
        self._spans: dict[str, dict[int, Span | None]] = {}

    @staticmethod
    def between(start: int, end: int) -> int:
        """Return a stretch as one number."""
        return start * _LONGEST_PLACE + end - start

    @staticmethod
    def end(between: int) -> int:
        """Return where a stretch ends."""
        return between // _LONGEST_PLACE + between % _LONGEST_PLACE

    def at(self, between: int) -> Place:
        """Return the place of an object."""
        start, size = divmod(between, _LONGEST_PLACE)
        return Place(start, start + size, self.find(self.flow, start, start + size), self.flow)

    def span(self, between: int) -> Span:
        """Return the span of an object; cheaper than all of its place."""
        start, size = divmod(between, _LONGEST_PLACE)
        return self.flow.span(start, start + size)

    def span_of(self, between: int, name: str) -> Span | None:
        """Return the span of one field of an object, or None where it was not printed; cheaper than all of its place."""
        spans = self._spans.get(name)
        if spans is None:
            spans = self._spans[name] = {}
        if between not in spans:
            start, size = divmod(between, _LONGEST_PLACE)
            places = self.find(self.flow, start, start + size, (name,))
            spans[between] = self.flow.span(*places[0][1:]) if places else None
        return spans[between]
